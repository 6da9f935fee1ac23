"""Two texts that differ only in width or case are the same word; folding makes them equal without moving an offset."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = frozenset("！（），：；？")  # wide punctuation is punctuation as it is
_WIDE = {chr(0xFF01 + i): chr(0x21 + i) for i in range(94) if chr(0xFF01 + i) not in _MARKS}
_WIDE |= {"\u3000": " ", "\u00a0": " ", "•": "·", "・": "·", "･": "·"}
_FIND_WIDE = re.compile("[" + "".join(_WIDE) + "]")


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


def squeeze(text: str) -> str:
    """A key without its blanks and middle dots.

    >>> squeeze(key("RTX-5090")), squeeze("金蝶云·星空")
    ('rtx5090', '金蝶云星空')
    """
    return text.replace(" ", "").replace("·", "")


def written_forms(aliases: Sequence[str]) -> list[str]:
    """What each alias is registered under: its key, squeezed.

    >>> written_forms(["华为", "RTX-5090", "RTX 5090"])
    ['华为', 'rtx5090', 'rtx5090']
    """
    return squeeze(key("\n".join(aliases))).split("\n") if aliases else []


def spaced_forms(aliases: Sequence[str]) -> list[tuple[str, str]]:
    """The form and the key of each alias that holds a blank, a hyphen or a middle dot.

    >>> spaced_forms(["华为", "RTX 5090"])
    [('rtx5090', 'rtx 5090')]
    """
    keys = key("\n".join(aliases))
    pairs = zip(squeeze(keys).split("\n"), keys.split("\n"), strict=True)
    return [(form, written) for form, written in pairs if len(form) != len(written)]
