"""A candidate answer to "which metric?" or "which vendor?", with the features that speak for and against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


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

    def weigh(self, weight: Callable[[str], float | None]) -> float:
        """The sum of the weights of the features, each asked from ``weight``; one without a weight counts nothing."""
        return sum(filter(None, map(weight, self.features)))


class Group(NamedTuple):
    """Features that always come together, and the weights of those that count, in the same order."""

    names: tuple[str, ...]
    weights: tuple[float, ...]


class MetricCandidate(Candidate):
    """A candidate for the metric: the number has several, alike in most, so their features come in groups weighed before.

    ``told`` is what the rule that found it says of the place; the names of the features are put together when asked for.
    """

    __slots__ = ("groups", "told")

    def __init__(
        self,
        text: str,
        start: int,
        end: int,
        how: str,
        id: str | None = None,
        name: str | None = None,
        told: tuple[str, ...] = (),
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.how = how
        self.id = id
        self.name = name
        self.told = told
        self.groups: Sequence[Group] = ()
        self.score = 0.0

    @property
    def features(self) -> list[str]:  # type: ignore[override]  # made from the groups, so there is nothing to set
        """The names of the features, group by group."""
        return [name for group in self.groups for name in group.names]

    def weigh(self, weight: Callable[[str], float | None]) -> float:
        """The sum of the weights, which the groups hold already."""
        total = 0.0
        for group in self.groups:
            total = sum(group.weights, total)
        return total
