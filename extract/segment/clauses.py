"""Sentences and clauses. A half-width comma separates clauses unless it separates thousands."""

from __future__ import annotations

import re

from extract.types import Sentence, Span

# The pattern begins with a set of characters, which the engine searches for quickly; look-behinds tell the cases apart.
# A half-width full stop ends a sentence between Han characters only: never in 1.15, v2.0 or a list mark.
_POINT = r"(?<=[\u4e00-\u9fff%”』\"）)]\.)(?=[\"”』」]*(?:\s*[\u4e00-\u9fff“「『\"]|\s*$))"
_CLOSING = "”』」》）)]】"
_MARK = re.compile(
    r"[，；;—：:,。！？!?.\-–•](?:(?<=[，；;])|(?<= [\-–•])(?= [\u4e00-\u9fff“A-Z])|(?<=—)—+|(?<=[：:])(?:(?!\d)|(?<!\d[：:]))|(?<=,)(?:(?<!\d,)|(?!\d{3}(?!\d)))"
    rf"|(?P<stop>(?:(?<=[。！？!?])|{_POINT})(?:[。！？!?]|\.{_POINT})*[{re.escape(_CLOSING)}]*))"
)
_BRACKET = re.compile(r"[(（][^()（）]{0,60}[)）]")


def sentences(text: str, start: int, end: int) -> tuple[Sentence, ...]:
    """The sentences of ``text[start:end]``, each with its clauses.

    >>> [s.clauses for s in sentences("营收5亿元，增长1,200%。", 0, 15)]
    [(Span(start=0, end=5), Span(start=6, end=14))]
    """
    spans = []
    at = start
    bracketed = text.find("(", start, end) >= 0 or text.find("（", start, end) >= 0
    marks: list[tuple[int, int]] = []  # of the sentence that begins at ``at``
    for mark in _MARK.finditer(text, start, end):
        if mark.lastindex is None:  # no stop
            marks.append(mark.span())
            continue
        stop = mark.end()
        marks.append((_before_points(text, at, mark.start()), stop))
        spans.append(Sentence(at, stop, _clauses(text, at, stop, marks, bracketed)))
        at, marks = stop, []
    if at < end:
        last = end
        while last > at and text[last - 1] in _CLOSING:
            last -= 1
        first = _before_points(text, at, last)
        if first < last:
            marks.append((first, end))
        spans.append(Sentence(at, end, _clauses(text, at, end, marks, bracketed)))
    return tuple(spans)


def _before_points(text: str, start: int, end: int) -> int:
    """``end`` without the half-width full stops before it, which end no clause by themselves."""
    while end > start and text[end - 1] == ".":
        end -= 1
    return end


def _clauses(text: str, start: int, end: int, marks: list[tuple[int, int]], bracketed: bool) -> tuple[Span, ...]:
    """What stands between the marks; a mark inside brackets parts nothing."""
    spans = []
    at = start
    inside = [match.span() for match in _BRACKET.finditer(text, start, end)] if bracketed else ()
    for first, last in marks:
        if inside and any(opened < first < closed for opened, closed in inside):
            continue  # 营收18亿元(同比+35%，环比+4%): what a bracket adds belongs to its clause
        if first > at:
            spans.append(Span(at, first))
        at = last
    if at < end:
        spans.append(Span(at, end))
    return tuple(spans)
