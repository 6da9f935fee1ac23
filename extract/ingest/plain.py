"""Text files, as they are, and Markdown, with its marks taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.ingest.articles import article_from_text
from extract.ingest.encodings import decode
from extract.ingest.failures import Failure, Problem
from extract.ingest.options import Options
from extract.ingest.streams import Stream
from extract.types import Article


def read_text(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article: the whole content of a text file. Line ends stay as they are, so that offsets count in the file."""
    decoded = decode(stream.whole(options.limits.article), forced=options.encoding)
    require_words(decoded.text)
    yield article_from_text(decoded.text, source=where, notes=decoded.notes())


def require_words(text: str) -> None:
    """Raise ``Problem`` when a text holds nothing but blanks and controls."""
    if not any(c.isalnum() for c in text):
        raise Problem("extract", "there is no text in it, only blanks or signs", "leave it out, or fetch it again")


_FRONT = re.compile(r"\A﻿?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S)
_FRONT_LINE = re.compile(r"^([A-Za-z_]+|[一-鿿]{2,4})\s*[:：]\s*(.+?)\s*$", re.M)
_FRONT_FIELD = {
    "title": "title", "标题": "title", "date": "published", "published": "published", "日期": "published",
    "发布时间": "published", "url": "url", "link": "url", "publisher": "publisher", "site": "publisher", "媒体": "publisher",
    "source": "reprinted_from", "来源": "reprinted_from", "转自": "reprinted_from", "editor": "editor", "责任编辑": "editor",
    "编辑": "editor", "id": "id",
}  # fmt: skip
_MARKS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"^[ \t]*(?:```|~~~).*$", re.M), ""),
    (re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"), ""),
    (re.compile(r"\[([^\[\]\n]+)\]\([^()\n]*\)"), r"\1"),
    (re.compile(r"\[\^[^\[\]\n]+\](?::.*)?"), ""),
    (re.compile(r"^[ \t]{0,3}#{1,6}[ \t]+(.{0,500}?)[ \t#]*$", re.M), r"\1"),
    (re.compile(r"^[ \t]*(?:[-*_][ \t]*){3,}$", re.M), ""),
    (re.compile(r"^(?:[ \t]*>)+[ \t]?", re.M), ""),
    (re.compile(r"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}:?[ \t]*+(?:\|[ \t]*+:?-{2,}:?[ \t]*+)+(?:\|[ \t]*+)?$\n?", re.M), ""),
    (re.compile(r"^[ \t]*\|[ \t]*+(.{1,4000})(?<=\S)[ \t]*\|[ \t]*$", re.M), r"\1"),
    (re.compile(r"</?(?:b|i|u|em|strong|span|font|sup|sub|p|br|center|div)\b[^<>\n]*>", re.I), ""),
    (re.compile(r"(\*\*\*|\*\*|__|~~)(?=\S)(.{1,300}?)(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![A-Za-z0-9*])\*(?=[^\s*])([^*\n]+?)(?<=\S)\*(?![A-Za-z0-9*])"), r"\1"),
    (re.compile(r"(`+)(?!`)(.{1,300}?)(?<!`)\1(?!`)"), r"\2"),
    (re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])"), r"\1"),
)
_CELLS = re.compile(r"(?<![ \t])[ \t]+\|[ \t]+")


def read_markdown(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article: the text of a Markdown file without its marks, line for line; metadata from its front matter."""
    decoded = decode(stream.whole(options.limits.article), forced=options.encoding)
    text = decoded.text
    told: dict[str, str] = {}
    extra: dict[str, str] = {}
    if front := _FRONT.match(text):
        text = text[front.end() :]
        for key, value in _FRONT_LINE.findall(front[1]):
            ours = _FRONT_FIELD.get(key.lower())
            (told if ours else extra)[ours or key] = value.strip("\"'“”")
    text = without_marks(text)
    require_words(text)
    from extract.ingest.dates import parse_date

    notes = (*decoded.notes(), "the marks of Markdown were taken off")
    yield article_from_text(
        text,
        id=told.get("id"),
        title=told.get("title"),
        published=parse_date(told.get("published")),
        publisher=told.get("publisher"),
        url=told.get("url"),
        reprinted_from=told.get("reprinted_from"),
        editor=told.get("editor"),
        extra=extra,
        source=where,
        notes=notes,
    )


def _without_comments(text: str) -> str:
    parts = text.split("<!--")
    return parts[0] + "".join(part.partition("-->")[2] if "-->" in part else f"<!--{part}" for part in parts[1:])


def without_marks(text: str) -> str:
    """Markdown as plain text; the cells of a table row are parted by tabs.

    >>> without_marks("# 财报\\n提升**82%**,见[公告](a.html)\\n| 甲 | 3亿元 |")
    '财报\\n提升82%,见公告\\n甲\\t3亿元'
    """
    text = _without_comments(text)
    for pattern, plain in _MARKS:
        text = pattern.sub(plain, text)
    return "\n".join(_CELLS.sub("\t", line) if " | " in line else line for line in text.split("\n"))
