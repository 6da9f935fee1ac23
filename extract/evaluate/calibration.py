"""Does a confidence of 0.9 mean that about 0.9 of such records are right?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.evaluate.equal import FIVE
from extract.evaluate.score import Score

EDGES = (0.0, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0)


@dataclass(frozen=True, slots=True)
class Bin:
    """The records whose confidence lies in ``low`` (included) to ``high`` (excluded; 1.0 included in the last)."""

    low: float
    high: float
    records: int
    confidence: float  # mean
    right: float  # share with five fields right


def outcomes(score: Score) -> list[tuple[float, bool]]:
    """Confidence of each record that counts, and whether its five fields are right; a record too many is wrong."""
    made = [(float(pair.record["confidence"]), pair.all_right(FIVE)) for pair in score.pairs]
    made += [(float(record["confidence"]), False) for article in score.articles for record in article.extra]
    return made


def reliability(found: Sequence[tuple[float, bool]], edges: Sequence[float] = EDGES) -> list[Bin]:
    """The bins that hold a record, ascending.

    >>> [(bin.records, bin.right) for bin in reliability([(0.91, True), (0.93, False), (1.0, True)])]
    [(2, 0.5), (1, 1.0)]
    """
    bins = []
    for low, high in pairwise(edges):
        inside = [(sure, right) for sure, right in found if low <= sure < high or sure == high == edges[-1]]
        if inside:
            count = len(inside)
            mean, share = sum(sure for sure, _ in inside) / count, sum(right for _, right in inside) / count
            bins.append(Bin(low, high, count, mean, share))
    return bins


def calibration_error(bins: Sequence[Bin]) -> float:
    """Expected calibration error: the mean distance between said and seen, weighted by records.

    >>> calibration_error([Bin(0.9, 0.95, 3, 0.9, 1.0), Bin(0.5, 0.6, 1, 0.5, 0.5)])
    0.075
    """
    count = sum(each.records for each in bins)
    return round(sum(each.records * abs(each.confidence - each.right) for each in bins) / count, 6) if count else 0.0
