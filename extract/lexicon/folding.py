"""Two texts that differ only in width or case are the same word; folding makes them equal without moving an offset."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20, 0xA0: 0x20, 0x2022: 0xB7, 0x30FB: 0xB7, 0xFF65: 0xB7}
_HAS_WIDE = re.compile("[！-～\u3000\u00a0•・･]")
_PIECE = re.compile(r"[ \-·]|[0-9a-z+.&'/]+|[^0-9a-z \-·]+")
_PLAIN = re.compile(r"[^0-9a-z \-·]*")
_LETTERS_DIGITS = re.compile(r"([a-z]{3,})(\d[0-9a-z.]*)")
_MOST = 24


def fold_width(text: str) -> str:
    """Full-width forms as half-width ones, case kept; as long as ``text``.

    >>> fold_width("８００Ｇｂｐｓ")
    '800Gbps'
    """
    return text.translate(_WIDE) if _HAS_WIDE.search(text) else text


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


def written_forms(alias: str) -> Iterator[str]:
    """The folded ways in which ``alias`` is written: with and without the blanks and hyphens at its joints.

    >>> sorted(written_forms("RTX 5090"))
    ['rtx 5090', 'rtx-5090', 'rtx5090']
    >>> sorted(written_forms("小米15"))
    ['小米 15', '小米15']
    """
    folded = fold(alias)
    if _PLAIN.fullmatch(folded):
        yield folded
        return
    pieces = _PIECE.findall(folded)
    slots: list[tuple[str, ...]] = []
    for i, piece in enumerate(pieces):
        if piece in " -·":
            slots.append(_joint(piece, pieces[i - 1] if i else "", pieces[i + 1] if i + 1 < len(pieces) else ""))
            continue
        if i and pieces[i - 1] not in " -·":
            slots.append(("", " "))
        split = _LETTERS_DIGITS.fullmatch(piece)
        if split:
            slots += [(split[1],), ("", " ", "-"), (split[2],)]
        else:
            slots.append((piece,))
    count = 1
    for slot in slots:
        count *= len(slot)
    if count > _MOST:
        slots = [slot if len(slot) == 1 else slot[:2] for slot in slots]
        count = 1
        for slot in slots:
            count *= len(slot)
    if count > _MOST:
        yield folded
        yield "".join(piece for piece in pieces if piece not in " -·")
        return
    yield from {"".join(choice) for choice in product(*slots)}


def _joint(mark: str, left: str, right: str) -> tuple[str, ...]:
    latin = left.isascii() and right.isascii() and left != "" and right != ""
    if mark == "·":
        return ("·", "")
    if not latin:
        return ("", " ") if mark == " " else ("-", "")
    if len(right) > 1 or right.isdigit():
        return (mark, "", "-" if mark == " " else " ")
    return (mark, "")
