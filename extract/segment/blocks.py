"""What a line of an article is: heading, paragraph, list item, question, answer, dateline or page residue."""

from __future__ import annotations

import re

from extract.types import BlockKind, Span

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_MARKER = re.compile(
    r"""(?: \#{1,6}[ \u3000]+                                 # Markdown heading
        |   第?[一二三四五六七八九十]{1,3}[、．.：:][ \u3000]*       # 一、
        |   [（(](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）][、．.]?[ \u3000]*   # （一） (1)
        |   \d{1,2}(?:[、．]|\.(?!\d)|[)）])[ \u3000]*            # 1. 1、 1)
        |   [①-⑳][ \u3000]*
        |   (?:No|NO|TOP|Top)\.?\d{1,2}[：:.、 ][ \u3000]*
        |   [•·●■▶◆▪][ \u3000]*
        |   [-*+][ \u3000]+                                      # a minus or an emphasis has no blank after it
        )""",
    re.VERBOSE,
)
_QUESTION = re.compile(r"\**(?:问题?\d{0,2}|Q\d{0,2}|提问|投资者问?|【问】)[：:.、][ \u3000]*")
_ANSWER = re.compile(r"\**(?:答|A\d{0,2}|回答|回复|【答】)[：:.、][ \u3000]*")
_ENDS, _CLOSING = tuple("。！？!?；;…，,"), "”』」）)]】"
_RESIDUE = re.compile(
    r"^(?:责任编辑|责编|编辑[:：]|来源[:：]|转自[:：]|原标题|版权|【?版权|免责|声明|延伸阅读|相关阅读|推荐阅读|扫码|关注|"
    r"分享|点击|阅读量|本文来源|作者[:：]|记者[:：]|编译[:：]|校对[:：]|图片来源|\(本文|（本文仅供)"
)
_LICENCE = re.compile(r".{0,24}(?:ICP备|公网安备)")
_DATELINE = re.compile(r"(?:19|20)\d\d\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}")
_BULLET = frozenset("•·●■▶◆▪-*+")
_WORD = re.compile(r"\w")
_HEADING_LIMIT = 42


def line_spans(text: str) -> list[Span]:
    """The non-blank lines of ``text``, outer blanks cut off."""
    spans = []
    for match in _LINE.finditer(text):
        line = match.group()
        core = line.strip()
        if core:
            start = match.end() - len(line.lstrip())
            spans.append(Span(start, start + len(core)))
    return spans


def block_kind(text: str, start: int, end: int, *, first: bool, title: str | None) -> tuple[BlockKind, Span | None, int]:
    """The kind of the line ``text[start:end]``, its list or section mark, and its depth.

    >>> block_kind("二、云启科技", 0, 6, first=False, title=None)
    ('heading', Span(start=0, end=2), 1)
    >>> block_kind("A:公司产能约85.3%。", 0, 13, first=False, title=None)
    ('answer', Span(start=0, end=2), 0)
    """
    line = text[start:end]
    if title and line == title.strip():
        return "title", None, 0
    if _RESIDUE.match(line) or ("备" in line and _LICENCE.match(line)) or not _WORD.search(line):
        return "residue", None, 0
    for pattern, kind in ((_QUESTION, "question"), (_ANSWER, "answer")):
        match = pattern.match(line)
        if match:
            return kind, Span(start, start + match.end()), 0  # type: ignore[return-value]
    marker = _MARKER.match(line)
    mark = Span(start, start + marker.end()) if marker else None
    if line.startswith("【") and line.endswith("】"):
        return "heading", mark, 1
    if marker and line[0] in _BULLET:
        return "list-item", mark, 0
    if len(line) <= _HEADING_LIMIT and not line.rstrip(_CLOSING).endswith(_ENDS):
        if _DATELINE.search(line):
            return "meta", None, 0
        if first and title is None and not mark:
            return "title", None, 0
        level = line.count("#", 0, 6) if line.startswith("#") else 1
        return "heading", mark, level
    if mark:
        return "list-item", mark, 0
    return "paragraph", None, 0
