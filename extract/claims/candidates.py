"""A candidate answer to "which metric?" or "which vendor?", with the features that speak for and against it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Candidate:
    """One possible answer. ``features`` are names whose weights add up to its score; ``how`` names where it came from."""

    text: str
    start: int
    end: int
    how: str
    id: str | None = None
    name: str | None = None
    features: list[str] = field(default_factory=list)
    score: float = 0.0
