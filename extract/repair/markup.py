"""Traces of markup and transport in a text: entities, inline tags around digits, control and zero-width characters."""

from __future__ import annotations

import re
from collections.abc import Set
from html.entities import html5

from extract.types import Edit

_ENTITY = re.compile(
    r"&(?:(?:amp|AMP|#0*38|#[xX]0*26);)*(#0*[0-9]{1,7}|#[xX]0*[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
)
_INLINE = r"(?:b|strong|em|i|u|font|span|mark|small|big|ins|a)"
_TAG = re.compile(rf"</?{_INLINE}(?:\s[^<>]{{0,300}})?/?>", re.IGNORECASE)
_TAG_AT_DIGIT = re.compile(rf"[0-9](?=</?{_INLINE}[\s>])|</?{_INLINE}(?:\s[^<>]{{0,300}})?>(?=[0-9])", re.IGNORECASE)
_POWER = re.compile(r"(?<=[0-9])<sup>\s*(?=[-−]?[0-9]{1,3}\s*</sup>)|(?<=[0-9])\s*</sup>", re.IGNORECASE)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
    "|[\u200c\u200d](?![\u2190-\u27bf\U0001f000-\U0001faff])"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN_CHARS = frozenset(
    [chr(code) for code in (*range(9), 0x0B, *range(0x0E, 0x20), 0x7F, 0xAD, 0x180E, *range(0x200B, 0x2010))]
    + [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF)]
)


def entities(text: str, odd: Set[str]) -> list[Edit]:
    """Entities written out: ``3.5&nbsp;%``, also when they were escaped twice.

    >>> from extract.repair.edits import replay
    >>> replay("&lt;5ms，R&amp;amp;D，AT&T", entities("&lt;5ms，R&amp;amp;D，AT&T", set()))
    '<5ms，R&D，AT&T'
    """
    if "&" not in text or ";" not in text:
        return []
    found = []
    for match in _ENTITY.finditer(text):
        char = _decoded(match[1])
        if char is not None:
            found.append(Edit(match.start(), match.end(), char, "entity"))
    return found


def _decoded(name: str) -> str | None:
    if name[0] != "#":
        char = html5.get(name + ";")
        return "" if char and _UNSEEN.fullmatch(char) else char
    code = int(name[2:], 16) if name[1] in "xX" else int(name[1:])
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF or code == 0:
        return "\ufffd"
    return "" if _UNSEEN.fullmatch(chr(code)) else chr(code)


def tags(text: str, odd: Set[str]) -> list[Edit]:
    """Inline tags of a text whose digits they split (``<b>2</b>0<b>2</b>5``); a superscript becomes ``^``.

    >>> from extract.repair.edits import replay
    >>> page = "<b>2</b>0<b>2</b>5年快10<sup>12</sup>倍，延迟<i>低</i>"
    >>> replay(page, tags(page, set()))
    '2025年快10^12倍，延迟低'
    """
    if "<" not in text or ">" not in text:
        return []
    found = []
    if _TAG_AT_DIGIT.search(text):
        found += [Edit(match.start(), match.end(), "", "markup") for match in _TAG.finditer(text)]
    opened = False
    for match in _POWER.finditer(text):
        if match[0].startswith("<"):
            opened = "/" not in match[0]
        if opened or "/" in match[0]:
            found.append(Edit(match.start(), match.end(), "^" if "/" not in match[0] else "", "markup"))
    return sorted(found, key=lambda edit: edit.start)


def unseen(text: str, odd: Set[str]) -> list[Edit]:
    """Control and zero-width characters taken out; half a surrogate pair becomes U+FFFD.

    >>> [edit.text for edit in unseen("20\\u200b25\\ud800", {"\\u200b", "\\ud800"})]
    ['', '\ufffd']
    """
    found = []
    if not _UNSEEN_CHARS.isdisjoint(odd):
        found = [Edit(match.start(), match.end(), "", "control") for match in _UNSEEN.finditer(text)]
    if any("\ud800" <= char <= "\udfff" for char in odd):
        found += [Edit(match.start(), match.end(), "\ufffd", "control") for match in _SURROGATE.finditer(text)]
        found.sort(key=lambda edit: edit.start)
    return found
