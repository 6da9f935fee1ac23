"""Metrics of the registry in a document. Of a wording that names several, a unit nearby will decide later."""

from __future__ import annotations

from extract.lexicon import Lexicon
from extract.types import Document, MetricMention


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
    return tuple(
        MetricMention(
            hit.start, hit.end, hit.id, lexicon.metrics[hit.id].name, "ambiguous" if hit.ambiguous else "name"
        )
        for hit in lexicon.find_metrics(document.text)
    )
