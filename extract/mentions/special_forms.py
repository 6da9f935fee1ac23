"""Which rules of special forms to try where: by the character after a number, or by the word that is no number."""

from __future__ import annotations

from extract.mentions.durations import AND_A_HALF, COMPOUND_TIME, HALF_UNIT
from extract.mentions.multiples import COLON_RATIO, DOUBLING, MAGNITUDE, MULTIPLE_TENTHS
from extract.mentions.shares import (
    ALL_OF_IT,
    BAND_OF_TENS,
    DIGIT_BAND,
    DISCOUNT,
    FRACTION,
    FRACTION_BARE,
    FRACTION_SLASH,
    HALF,
    HALF_A_TENTH,
    MID_BAND,
    NINES,
    PERCENT_WORDS,
    TENTHS,
)
from extract.rules import Rule
from extract.types import Quantity

Rules = tuple[Rule[Quantity], ...]

_DIGITS = "0123456789一二两三四五六七八九十"
# rules to try where a number stands, by the character after it: where a further character must be one of some, and the rules
AFTER: dict[str, tuple[int, frozenset[str], Rules]] = {
    following: (place, frozenset(chars), rules)
    for following, place, chars, rules in (
        ("成", 0, "成", (TENTHS,)),
        ("分", 1, "之百钟 " + _DIGITS, (PERCENT_WORDS, ALL_OF_IT, FRACTION, FRACTION_BARE, COMPOUND_TIME)),
        ("折", 0, "折", (DISCOUNT,)),
        ("%", 1, "中 ", (MID_BAND,)),
        ("位", 1, "数", (BAND_OF_TENS, DIGIT_BAND)),
        ("半", 0, "半", (HALF,)),
        ("/", 1, _DIGITS, (FRACTION_SLASH,)),
        (":", 1, " " + _DIGITS, (COLON_RATIO,)),
        ("：", 1, " " + _DIGITS, (COLON_RATIO,)),
        ("倍", 1, "半" + _DIGITS, (AND_A_HALF, MULTIPLE_TENTHS)),
        ("数", 1, "量", (MAGNITUDE,)),
        ("公", 2, "半", (AND_A_HALF,)),
        ("斤", 1, "半", (AND_A_HALF,)),
        ("亩", 1, "半", (AND_A_HALF,)),
        ("时", 1, _DIGITS, (COMPOUND_TIME,)),
        ("年", 1, "半又零 " + _DIGITS, (AND_A_HALF, COMPOUND_TIME)),
        ("天", 1, "半零 " + _DIGITS, (AND_A_HALF, COMPOUND_TIME)),
        ("周", 1, "半", (AND_A_HALF,)),
        ("小", 2, "半 " + _DIGITS, (AND_A_HALF, COMPOUND_TIME)),
        ("个", 1, "9九半数小", ()),
    )
}
_AFTER_PIECE: dict[str, Rules] = {
    "9": (NINES,),
    "九": (NINES,),
    "半": (NINES, AND_A_HALF),
    "数": (MAGNITUDE,),
    "小": (COMPOUND_TIME,),
}
_NEXT = frozenset(" " + _DIGITS)
# rules for a word that is no number, and how far before it they can begin
_WORDS: dict[str, tuple[tuple[Rule[Quantity], int], ...]] = {
    "半": ((HALF, 1), (HALF, 0), (HALF_A_TENTH, 0), (HALF_UNIT, 0)),
    "腰斩": ((HALF, 0),),
    "翻": ((DOUBLING, 0),),
    "倍增": ((DOUBLING, 0),),
    "倍": ((DOUBLING, 1),),
    "位数": ((DIGIT_BAND, 2), (DIGIT_BAND, 1)),
}


def rules_after(text: str, end: int) -> Rules:
    """The rules that are worth trying for a number that ends at ``end``.

    >>> [rule.name for rule in rules_after("三成五\\n", 1)], rules_after("30分钟内\\n", 2)
    (['tenths'], ())
    """
    found = AFTER.get(text[end])
    if found is None:
        return ()
    place, further, rules = found
    char = text[end + place : end + place + 1]
    if char not in further or (char == "钟" and text[end + 2 : end + 3] not in _NEXT):
        return ()
    return rules or _AFTER_PIECE[char]


def special_form(text: str, start: int, end: int) -> Quantity | None:
    """What the first fitting rule makes of the number at ``start:end`` and what follows it."""
    for rule in rules_after(text, end):
        match = rule.compiled.match(text, start)
        made = rule.build(match) if match and match.end() > end else None
        if made is not None:
            return made
    return None


def word_form(text: str, word: str, start: int, reach: int) -> Quantity | None:
    """What a rule makes of a word that is no number (``半``, ``翻``), looking back no further than ``reach``."""
    for rule, back in _WORDS[word]:
        begin = start - back
        match = rule.compiled.match(text, begin) if begin >= reach else None
        made = rule.build(match) if match and match.end() > start else None
        if made is not None:
            return made
    return None
