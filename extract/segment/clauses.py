"""Sentences and clauses. A half-width comma separates clauses unless it separates thousands."""

from __future__ import annotations

import re

from extract.types import Sentence, Span

# Both patterns begin with a set of characters, which the engine searches for quickly; look-behinds tell the cases apart.
# A half-width full stop ends a sentence between Han characters only: never in 1.15, v2.0 or a list mark.
_POINT = r"(?<=[\u4e00-\u9fff%”』\"）)]\.)(?=[\"”』」]*(?:\s*[\u4e00-\u9fff“「『\"]|\s*$))"
_STOP = re.compile(rf"[。！？!?.](?:(?<!\.)|{_POINT})(?:[。！？!?]|\.{_POINT})*[”』」》）)\]】]*")
_SEPARATOR = re.compile(
    r"[，；;—：:,。！？!?.\-–•](?:(?<=[，；;])|(?<= [\-–•])(?= [\u4e00-\u9fff“A-Z])|(?<=—)—+|(?<=[：:])(?:(?!\d)|(?<!\d[：:]))|(?<=,)(?:(?<!\d,)|(?!\d{3}(?!\d)))"
    r"|(?<=[。！？!?.])[。！？!?.]*[”』」》）)\]】]*$)"
)
_BRACKET = re.compile(r"[(（][^()（）]{0,60}[)）]")


def sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences of ``text[start:end]``, each with its clauses.

    >>> [s.clauses for s in sentences("营收5亿元，增长1,200%。", 0, 15)]
    [(Span(start=0, end=5), Span(start=6, end=14))]
    """
    spans = []
    at = start
    for stop in _STOP.finditer(text, start, end):
        spans.append(Sentence(at, stop.end(), _clauses(text, at, stop.end())))
        at = stop.end()
    if at < end:
        spans.append(Sentence(at, end, _clauses(text, at, end)))
    return tuple(spans)


def _clauses(text: str, start: int, end: int) -> tuple[Span, ...]:
    spans = []
    at = start
    inside = [match.span() for match in _BRACKET.finditer(text, start, end)]
    for match in _SEPARATOR.finditer(text, start, end):
        if inside and any(opened < match.start() < closed for opened, closed in inside):
            continue  # 营收18亿元(同比+35%，环比+4%): what a bracket adds belongs to its clause
        if match.start() > at:
            spans.append(Span(at, match.start()))
        at = match.end()
    if at < end:
        spans.append(Span(at, end))
    return tuple(spans)
