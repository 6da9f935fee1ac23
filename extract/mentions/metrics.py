"""Metrics of the registry in a document. Of a wording that names several, a unit nearby will decide later."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.lexicon import Lexicon
from extract.lexicon.entries import MetricHit
from extract.types import Document, Entity, MetricMention


def find_metrics(document: Document, lexicon: Lexicon) -> tuple[MetricMention, ...]:
    """The registered metrics, ascending, the longest wording at each place. ``rule`` is ``name`` or ``ambiguous``.

    >>> from extract.lexicon import load
    >>> from extract.segment import segment
    >>> from extract.types import Article, Repaired
    >>> text = "单季毛利率升至41%,经营利润率为12%。"
    >>> document = segment(Repaired(Article(id="a", text=text), text))
    >>> [(mention.id, text[mention.start : mention.end]) for mention in find_metrics(document, load())]
    [('gross_margin', '单季毛利率'), ('operating_margin', '经营利润率')]
    """
    text, entries = document.text, lexicon.metrics
    mentions: list[MetricMention] = []
    for found in lexicon.find_metrics(text):
        hits = _outside_time(found, text, lexicon) if text[found.start] in _TIME_ENDS else (found,)
        for start, end, id, ambiguous, _ in hits:
            mentions.append(MetricMention(start, end, id, entries[id].name, "ambiguous" if ambiguous else "name"))
    return tuple(mentions)


# 月销 in 前三个月销售额, 季度营收 in 三季度营收: the first characters end a word of time.
_TIME_ENDS = frozenset("季年月日周")
_TIME_END = re.compile("(?:[0-9０-９一二三四五六七八九十两几数前首上下后单财本当每去今明全半双同该]|个)(?P<time>季度|[年月季日周])")


def _outside_time(hit: MetricHit, text: str, lexicon: Lexicon) -> Sequence[MetricHit]:
    """The metric as found, or what stands behind the end of a word of time that it begins with."""
    time = _TIME_END.match(text, hit.start - 1) if hit.start else None
    if time is None:
        return (hit,)
    begin = time.end()
    again = [each for each in lexicon.find_metrics(text[begin : begin + 24]) if each.start == 0]
    return [_moved(each, begin) for each in again]


def clear_of_names(metrics: Sequence[MetricMention], entities: Sequence[Entity], text: str, lexicon: Lexicon) -> tuple[MetricMention, ...]:
    """The metrics without those that begin inside a name: of 阿里云营收 it is 营收, never 云营收."""
    ends = {at: entity.end for entity in entities for at in range(entity.start + 1, entity.end)}
    out: list[MetricMention] = []
    for metric in metrics:
        begin = ends.get(metric.start)
        if begin is None:
            out.append(metric)
            continue
        for hit in lexicon.find_metrics(text[begin : begin + 24]):
            if hit.start == 0:
                rule = "ambiguous" if hit.ambiguous else "name"
                out.append(MetricMention(begin, begin + hit.end, hit.id, lexicon.metrics[hit.id].name, rule))
                break
    return tuple(out)


def _moved(hit: MetricHit, by: int) -> MetricHit:
    """The hit ``by`` characters further on."""
    return MetricHit(hit.start + by, hit.end + by, hit.id, hit.ambiguous, *hit[4:])
