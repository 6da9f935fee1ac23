"""Two texts that differ only in width or case are the same word; folding makes them equal without moving an offset."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = frozenset("！（），：；？")  # wide punctuation is punctuation as it is
_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0xFF01 + i) not in _MARKS}
_WIDE |= {"\u3000": " ", "\u00a0": " ", "•": "·", "・": "·", "･": "·"}
_FIND_WIDE = re.compile("[" + "".join(_WIDE) + "]")
_PIECE = re.compile(r"[ ·]|[a-z]{3,}(?=\d)|[0-9a-z+.&'/]+|[^0-9a-z ·]+").findall
_PLAIN = re.compile(r"[^0-9a-z ·]*|[a-z]*").fullmatch
_JOINTS = " ·"
_MOST = 8  # forms that a further joint may double


def fold_width(text: str) -> str:
    """Full-width letters, digits and signs as half-width ones, case kept; as long as ``text``.

    >>> fold_width("８００Ｇｂｐｓ")
    '800Gbps'
    """
    return _FIND_WIDE.sub(lambda match: _WIDE[match.group()], text)


def fold(text: str) -> str:
    """Width and case folded; always as long as ``text``, so that an offset in one is an offset in the other.

    >>> fold("ＣhatGPT的日活")
    'chatgpt的日活'
    >>> len(fold("İ")) == len("İ")
    True
    """
    wide = fold_width(text)
    lower = wide.lower()
    if len(lower) == len(text):
        return lower
    return "".join(low if len(low := char.lower()) == 1 else char for char in wide)


def key(text: str) -> str:
    """What names and metrics are matched on: folded, a hyphen as a blank; as long as ``text``.

    >>> key("GPT-4o")
    'gpt 4o'
    """
    return fold(text).replace("-", " ")


def written_forms(aliases: Sequence[str]) -> list[list[str]]:
    """For each alias the keys under which it may stand in a text: with and without the blanks at its joints.

    >>> written_forms(["华为", "RTX-5090", "小米15"])
    [['华为'], ['rtx5090', 'rtx 5090'], ['小米15', '小米 15']]
    """
    return [_spaced(each) for each in key("\n".join(aliases)).split("\n")] if aliases else []


def _spaced(alias: str) -> list[str]:
    if _PLAIN(alias):
        return [alias]
    pieces = _PIECE(alias)
    forms = [pieces[0]]
    joint = ""
    for piece in pieces[1:]:
        if piece in _JOINTS:
            joint += piece
        elif len(forms) > _MOST:
            forms = [form + joint + piece for form in forms]
            joint = ""
        else:
            spaced, joint = joint or " ", ""
            forms = [form + piece for form in forms] + [form + spaced + piece for form in forms]
    return forms if not joint else [form + joint for form in forms]
