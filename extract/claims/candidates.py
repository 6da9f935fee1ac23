"""A candidate answer to "which metric?" or "which vendor?", with the features that speak for and against it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Candidate:
    """One possible answer. ``features`` are names whose weights add up to its score; ``how`` names where it came from.

    ``told`` is what the rule that found a metric says of the place, from which ``features`` are made for those that stay.
    """

    text: str
    start: int
    end: int
    how: str
    id: str | None = None
    name: str | None = None
    told: tuple[str, ...] = ()
    features: list[str] = field(default_factory=list)
    score: float = 0.0
