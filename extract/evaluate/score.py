"""Pairing and counting: what of the gold was found, and what of each pair is right."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extract.evaluate.equal import FIELDS, FIVE, SEVEN, Names, judge
from extract.types import Span

COMPOSITES: dict[str, tuple[str, ...]] = {
    "value+unit": ("value", "unit"),
    "five fields": FIVE,
    "seven fields": SEVEN,
}


@dataclass(frozen=True, slots=True)
class Pair:
    """A record and the gold claim whose quantity it shares; ``right`` says for each field whether they agree."""

    record: dict[str, Any]
    gold: dict[str, Any]
    right: dict[str, bool]

    def all_right(self, fields: Iterable[str]) -> bool:
        """Whether all of ``fields`` are right."""
        return all(self.right[each] for each in fields)


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article: pairs that count, gold claims missed, records without a gold claim."""

    article: str
    text: str  # the text that the spans of gold and of ``places`` count in
    pairs: tuple[Pair, ...]
    missed: tuple[dict[str, Any], ...]
    extra: tuple[dict[str, Any], ...]
    places: dict[str, Span]  # record id -> its quantity in ``text``
    numbers: tuple[tuple[Span, dict[str, Any]], ...] = ()  # all numbers with their place in ``text``
    roles: tuple[tuple[str, str | None], ...] = ()  # gold role of a numeral that is no claim, and ours
    numerals: int = 0
    accounted: int = 0
    failure: str | None = None  # why the article could not be read; all its claims are then missed
    warnings: tuple[str, ...] = ()


def pair_up(ours: Sequence[Span], golds: Sequence[Span]) -> dict[int, int]:
    """One-to-one pairs (ours -> gold) by overlap, the largest first.

    >>> pair_up([Span(0, 4), Span(6, 8)], [Span(1, 4), Span(3, 5), Span(9, 10)])
    {0: 0}
    """
    overlaps = []
    for index, (start, end) in enumerate(ours):
        for other, (first, last) in enumerate(golds):
            shared = min(end, last) - max(start, first)
            if shared > 0:
                overlaps.append((-shared, max(end, last) - min(start, first), index, other))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, index, other in sorted(overlaps):
        if index not in pairs and other not in taken:
            pairs[index] = other
            taken.add(other)
    return dict(sorted(pairs.items()))


def f1(right: int, predicted: int, gold: int) -> float:
    """The harmonic mean of precision and recall; 1 when there was nothing to find and nothing was said.

    >>> f1(1, 2, 2), f1(0, 0, 0)
    (0.5, 1.0)
    """
    return 2 * right / (predicted + gold) if predicted + gold else 1.0


def score_claims(
    records: Sequence[dict[str, Any]],
    places: Sequence[Span],
    golds: Sequence[tuple[Span, dict[str, Any]]],
    names: Names,
) -> tuple[tuple[Pair, ...], tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """Pairs, missed gold claims and extra records; optional gold claims and what is paired with them are left out."""
    paired = pair_up(places, [span for span, _ in golds])
    pairs = []
    for mine, theirs in paired.items():
        gold = golds[theirs][1]
        if not gold.get("optional"):
            pairs.append(Pair(records[mine], gold, judge(records[mine], gold, names)))
    found = set(paired.values())
    missed = tuple(gold for at, (_, gold) in enumerate(golds) if at not in found and not gold.get("optional"))
    extra = tuple(record for at, record in enumerate(records) if at not in paired)
    return tuple(pairs), missed, extra


@dataclass(frozen=True)
class Score:
    """The score of a set of articles."""

    articles: tuple[ArticleScore, ...]

    @property
    def pairs(self) -> list[Pair]:
        """All pairs that count."""
        return [pair for article in self.articles for pair in article.pairs]

    @property
    def predicted(self) -> int:
        """Records that count."""
        return sum(len(article.pairs) + len(article.extra) for article in self.articles)

    @property
    def gold(self) -> int:
        """Gold claims that count."""
        return sum(len(article.pairs) + len(article.missed) for article in self.articles)

    def measures(self) -> dict[str, float]:
        """Every measure by name, each between 0 and 1."""
        pairs, predicted, gold = self.pairs, self.predicted, self.gold
        found = len(pairs)
        made = {
            "detection precision": found / predicted if predicted else 1.0,
            "detection recall": found / gold if gold else 1.0,
            "detection F1": f1(found, predicted, gold),
        }
        for name, fields in COMPOSITES.items():
            made[f"{name} F1"] = f1(sum(pair.all_right(fields) for pair in pairs), predicted, gold)
        for name in FIELDS:
            made[name] = sum(pair.right[name] for pair in pairs) / found if found else float(gold == 0)
        made["numbers accounted for"] = self._share(lambda article: (article.accounted, article.numerals))
        made["role of other numbers"] = self._share(
            lambda article: (sum(one == other for one, other in article.roles), len(article.roles))
        )
        return made

    def _share(self, counts: Callable[[ArticleScore], tuple[int, int]]) -> float:
        both = [counts(article) for article in self.articles]
        whole = sum(total for _, total in both)
        return sum(part for part, _ in both) / whole if whole else 1.0
