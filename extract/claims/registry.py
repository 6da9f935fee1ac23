"""What the registry says of a wording or a metric, remembered: the same few words come back in every article."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from extract.claims.metric_wording import measures
from extract.lexicon import Lexicon
from extract.lexicon.entries import MetricEntry


@lru_cache(maxsize=20000)
def fits(lexicon: Lexicon, metric: str, unit: str | None) -> bool:
    """Whether a metric is told in a unit."""
    return lexicon.fits(metric, unit)


class Wording(NamedTuple):
    """What is known of the words of a metric beside a unit."""

    entry: MetricEntry | None  # the registry's metric of these words, or the one that they narrow
    fits: bool | None  # whether it is told in the unit; None where there is none
    measures: bool  # whether the words end in one that measures
    size: str  # how many characters they are, in steps


_SIZES = ("", "1", "2-3", "2-3", *["4-8"] * 5, *["9-14"] * 6, "15+")


@lru_cache(maxsize=20000)
def wording(lexicon: Lexicon, text: str, id: str | None, unit: str | None) -> Wording:
    """What is known of the words of a metric; ``id``: the entry, if it is known already.

    >>> from extract.lexicon import load
    >>> wording(load(), "手机芯片收入", None, "CNY")[1:], wording(load(), "手机芯片收入", "revenue", "辆")[1:]
    ((True, True, '4-8'), (False, True, '4-8'))
    """
    if not text:
        return Wording(None, None, False, "")
    if id is not None:
        entry = lexicon.metrics.get(id)
        fitting: bool | None = fits(lexicon, id, unit) if id else None
    else:
        entry = lexicon.metric_of(text, unit) or lexicon.metric_head(text, unit)
        fitting = None if entry is None else fits(lexicon, entry.id, unit)
    return Wording(entry, fitting, measures(text, 0, len(text)), _SIZES[min(len(text), 15)])


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
