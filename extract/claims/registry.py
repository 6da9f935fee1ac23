"""What the registry says of a wording or a metric, remembered: the same few words come back in every article."""

from __future__ import annotations

from functools import lru_cache

from extract.lexicon import Lexicon
from extract.lexicon.entries import MetricEntry


@lru_cache(maxsize=20000)
def entry_of(lexicon: Lexicon, wording: str, unit: str | None) -> MetricEntry | None:
    """The registry's metric for a wording, or the one that it narrows."""
    return lexicon.metric_of(wording, unit) or lexicon.metric_head(wording, unit)


@lru_cache(maxsize=20000)
def fits(lexicon: Lexicon, metric: str, unit: str | None) -> bool:
    """Whether a metric is told in a unit."""
    return lexicon.fits(metric, unit)


@lru_cache(maxsize=4000)
def head_of(lexicon: Lexicon, wording: str, unit: str | None) -> tuple[int, MetricEntry] | None:
    """The shortest end of a wording, of two characters or more, that is a registered metric: where it begins, and which.

    >>> from extract.lexicon import load
    >>> begin, entry = head_of(load(), "钢材产量", "t")
    >>> "钢材产量"[begin:], entry.id
    ('产量', 'production_volume')
    """
    for begin in range(len(wording) - 2, -1, -1):
        entry = lexicon.metric_of(wording[begin:], unit)
        if entry is not None:
            return begin, entry
    return None
