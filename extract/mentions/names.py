"""Numbers that are no values: contacts, page residue, names, list marks, ordinals, idioms.

What an earlier group has taken a later one leaves alone: contacts and residue, then the dates given as ``taken``,
names of the lexicon, list marks, names by their shape, ordinals, set phrases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extract.lexicon.finding import leftmost_longest
from extract.lexicon.lexicon import Lexicon
from extract.mentions import (
    name_contacts,
    name_idioms,
    name_marks,
    name_ordinals,
    name_residue,
    name_shapes,
    name_titles,
)
from extract.mentions.name_words import NUMERAL, index_of, stands_alone
from extract.mentions.scanner import Scanner
from extract.rules import Rule
from extract.types import NotClaim, Role

# what a group of lower rank has taken one of higher rank leaves alone
_GROUPS = (
    (0, name_contacts.RULES + name_residue.RULES),
    (2, name_marks.RULES),
    (3, name_shapes.RULES + name_titles.RULES),
    (4, name_ordinals.RULES),
    (6, name_idioms.RULES),
    (3, name_shapes.FAMILY_RULES),  # last: it matches at most numbers, and where a rule matches all after it are tried
)
_SCANNER: Scanner[NotClaim] = Scanner(
    [rule for _, group in _GROUPS for rule in group],
    # no amounts, and of plain numbers none that a unit or a date's word follows with which no name begins
    digits=r"(?![0-9.,]{0,16}+[ ]?(?:[%％亿元倍]|万(?!卡)|个百分点|[美港]元))"
    r"(?![0-9]{4}年|[0-9]{1,3}+(?:\.[0-9]{1,2}+)?+(?:[辆秒]|毫[米秒]|家(?![族用居电里庭])|月(?![移平均线])|日(?![移平均线前本])))",
)
_RANKS = [rank for rank, group in _GROUPS for _ in group]
_REGISTERED, _WORDS = 1, 5
RULES: tuple[Rule[NotClaim], ...] = _SCANNER.rules

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ．]")
_NARROW = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B), 0xFF0E)
}
_WHY: dict[Role, str] = {"name": "a name that holds a numeral", "idiom": "a set phrase that holds a numeral"}


def find_names(text: str, lexicon: Lexicon | None, taken: Sequence[tuple[int, int]]) -> tuple[NotClaim, ...]:
    """Everything in ``text`` that looks like a number and is none, ascending, clear of ``taken`` and of each other.

    ``taken`` are the spans of the periods. Bare counts (``一家公司``) are left to the quantities.

    >>> [(found.role, "三大运营商的A100,排名第一"[found.start : found.end]) for found in find_names("三大运营商的A100,排名第一", None, ())]
    [('idiom', '三大'), ('name', 'A100'), ('ordinal', '第一')]
    """
    if not NUMERAL.search(text):
        return ()
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    found = [(_REGISTERED, each) for each in _registered(text, lexicon)]
    found += [(_WORDS, each) for each in _words(text, lexicon)]
    used = bytearray(len(text))
    for start, end in taken:
        used[start:end] = b"\1" * (end - start)
    for position, first in _SCANNER.candidates(text):
        if not used[position]:
            found += [(_RANKS[place], each) for place, _, each in _SCANNER.matches(text, position, first)]
    found.sort(key=lambda ranked: (ranked[0], ranked[1].start, -ranked[1].end))
    kept = []
    for _, each in found:
        if used.find(1, each.start, each.end) < 0:
            used[each.start : each.end] = b"\1" * (each.end - each.start)
            kept.append(each)
    kept.sort(key=lambda each: each.start)
    return tuple(kept)


def _registered(text: str, lexicon: Lexicon | None) -> Iterator[NotClaim]:
    if lexicon is None:
        return
    for start, end, form in leftmost_longest(lexicon.name_candidates(text)):
        if (
            form is not None
            and not form.needs_context
            and NUMERAL.search(text, start, end)
            and stands_alone(text, start, end)
        ):
            kind, id = form.readings[0]
            yield NotClaim(start, end, "name", f"the {kind} {id}", "registered-name")


def _words(text: str, lexicon: Lexicon | None) -> Iterator[NotClaim]:
    for start, end, role in index_of(lexicon).find(text):
        kind: Role = "name" if role == "name" else "idiom"
        yield NotClaim(start, end, kind, _WHY[kind], "set-phrase")
