"""A number as it stands in running text: its run of numerals with what the press puts inside it.

``3200多``, ``7千余亿``, ``二十几万``, ``两个亿``, ``10万+``, ``数十万``, ``七八十``. What follows (a unit) and what stands before
(``超``, ``约``) is read by others. All patterns here expect text that went through ``numerals.fold`` and
``numerals.plain_han``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from extract.mentions.numerals import (
    ARABIC,
    DIGITS,
    EXACT,
    HAN,
    HAN_NUMERAL,
    LONGEST,
    MORE_SCALES,
    SCALE,
    SCALES,
    NumeralError,
    parse_numeral,
)
from extract.types import Comparator

HIDDEN = "\ue0ff"  # stands for a character that a date, a name or a contact has claimed
LOST = "\ufffc"  # a character that the page lost; a number beside it is not the whole number

# words that begin with a scale and are no numbers
_NAMES = (
    "百度|百胜|百世|百济|百货|百姓|百科|百花|百般|百合|百事|千问|千寻|千方|千禧|千克拉|万科|万达|万物|万向|万华|万兴|万国|"
    "万得|万能|万象|万一|万分(?!之)|万里|万维|万事|万宝|亿纬|亿航|亿联|亿欧(?!元)|亿嘉|兆易|兆芯|兆驰|十大|十分(?![之钟])|十足|一点一滴|一点一点|两点一线|百分(?!之|百)"
)
# number nouns before 数: 参数百亿 is 百亿 of 参数
_COUNTED = "参总人户次倍函系指个基位分代额件台整小无多少大半双复读计点变常字票股单家辆奇偶正负"

TOKEN = re.compile(
    rf"""
    (?=[0-9{HAN}数几半翻倍位腰])
    (?:
      (?P<number>
        {ARABIC} (?: (?:[ ](?!{_NAMES}|{SCALES}++[{HAN}]))?+ (?P<scale> {SCALES}++ ) (?P<more> {MORE_SCALES} )?+ )?+
      | (?!{_NAMES}) {HAN_NUMERAL}
      | (?P<vague> (?: (?<![{_COUNTED}]) 数 | (?<![0-9{HAN}]) 几 ) [ ]?+ (?={SCALES}) ) {SCALES}++ (?![0-9{HAN}])
      )
      (?:
        (?:[ ](?=[多余个]))?+
        (?P<infix>
          多 (?!样化|元化|元素|数(?![据字])|边|维|晶|模|少) | 余 (?![额下力热杭量地]) | 几 (?![何乎率]) | \+ (?![0-9NX])
        | 个多(?=小时|钟头|星期|礼拜|月|百分点)
        | 来 (?=[个家万亿人天位名台岁款]) | 个 (?=[百千]?万?亿(?!级))
        )
        (?P<after> (?:[ ](?!{_NAMES}))?+ {SCALES}++ (?![0-9{HAN}]) )?+
      )?+
    | (?P<several> (?: (?<![{_COUNTED}]) 数 | (?<![0-9{HAN}]) 几 )
        (?=倍|[家年天月周日款台种名条项轮座批辆套张吨米秒层美亿元欧]|次(?!元)|个(?!性)|小时|分钟|百?公里|英?[里寸]|克|元|千[瓦米克赫]|兆瓦) )
    | (?P<word> 半 | 翻 (?=[番倍了一两三四几上近]) | 倍增 | (?<=近) 倍 | 位数 | 腰斩 )
    )
    """,
    re.VERBOSE,
)

_PAIR = re.compile(
    rf"(?P<head>[一二两三四五六七八九]?(?P<step>[十百千万])|)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<tail>[{SCALE}]*)"
)
_BARE = re.compile(rf"[{SCALE}]+")
_INFIX_MEANS: dict[str, Comparator | None] = {
    "多": ">",
    "余": ">",
    "几": ">",
    "+": ">=",
    "来": "~",
    "个": None,
    "个多": ">",
}
_SIMPLE_SCALES = {
    scale: parse_numeral(scale) for scale in ("万", "亿", "万亿", "千万", "百万", "千", "百", "千亿", "百亿", "十亿")
}


@dataclass(slots=True)
class Number:
    """A number read at ``start:end`` (infix and scale included).

    ``mantissa`` is the value without the scale, for a bound that inherits the scale of its partner. ``bare``: only scale
    words (``万亿``). ``arabic``: begins with a digit. ``op``: what the number by itself says (``多`` is ``>``).
    """

    start: int
    end: int
    value: Decimal
    value_max: Decimal | None
    op: Comparator | None
    mantissa: Decimal
    scaled: bool
    bare: bool
    arabic: bool
    digits_end: int
    simple: bool  # the numeral is one run, which ends at digits_end
    flags: tuple[str, ...]


def read_number(match: re.Match[str], positional: bool = False) -> Number | None:
    """The number of a ``TOKEN`` match, or None when the run means nothing (``十百``, ``1.2.3``, a code).

    ``positional`` reads two Han digits as in Taiwan (``三六`` is 36), else ascending ones are a guess (``三四`` is 3 to 4).

    >>> number = read_number(TOKEN.match("7千余亿元"))
    >>> number.value, number.op, number.end
    (Decimal('700000000000'), '>', 4)
    """
    run, scale, more, vague, infix, after, several, _ = match.groups()
    start, end = match.span()
    if several:
        return Number(start, end, _TWO, _NINE, "~", _TWO, False, False, False, end, True, _VAGUE)
    if infix is not None:
        run += (after or "").strip()
    if vague:
        parts = _vague(run[len(vague) :])
        arabic = False
    elif run[0] < ":":
        parts = arabic_parts(run, scale, more is not None or bool(after))
        arabic = True
    else:
        parts = han_parts(run, positional)
        arabic = False
    if parts is None:
        return None
    value, high, op, mantissa, scaled, bare, flags = parts
    if infix is None:
        return Number(start, end, value, high, op, mantissa, scaled, bare, arabic, end, True, flags)
    simple = not after and infix != "几"
    digits_end = match.end("number") if simple else end
    return Number(
        start,
        end,
        value,
        high,
        op or _INFIX_MEANS[infix],
        mantissa,
        scaled or bool(after),
        bare,
        arabic,
        digits_end,
        simple,
        flags,
    )


Parts = tuple[Decimal, "Decimal | None", "Comparator | None", Decimal, bool, bool, tuple[str, ...]]
_TWO, _NINE, _VAGUE = Decimal(2), Decimal(9), ("vague",)


@lru_cache(maxsize=1 << 14)
def arabic_parts(run: str, scale: str | None, compound: bool) -> Parts | None:
    """What ``read_number`` finds in a run that begins with a digit; ``compound``: a further scale follows the first."""
    if scale is None and not compound:
        value = _parse(run)
        return None if value is None else (value, None, None, value, False, False, ())
    if scale in _SIMPLE_SCALES and not compound:
        mantissa = _parse(run[: -len(scale)].rstrip())
        if mantissa is None:
            return None
        return EXACT.multiply(mantissa, _SIMPLE_SCALES[scale]), None, None, mantissa, True, False, ()
    value = _parse(run)
    if value is None:
        return None
    stem = _parse(run.rstrip(SCALE + " "))
    return value, None, None, value if stem is None else stem, True, False, ()


@lru_cache(maxsize=1 << 12)
def _vague(scale: str) -> Parts | None:
    unit = _parse(scale)
    if unit is None:
        return None
    return EXACT.multiply(unit, _TWO), EXACT.multiply(unit, _NINE), "~", _TWO, True, False, _VAGUE


@lru_cache(maxsize=1 << 14)
def han_parts(run: str, positional: bool) -> Parts | None:
    """What ``read_number`` finds in a run of Han numerals."""
    pair = _PAIR.fullmatch(run)
    guessed = _guess(pair) if pair and not (positional and not pair["tail"]) else None
    if pair and guessed:
        low, high, scaled = guessed
        return low, high, "~", low, scaled, False, _VAGUE
    value = _parse(run)
    if value is None:
        return None
    stem = run.rstrip(SCALE[1:])
    mantissa = value if stem == run else _parse(stem) if stem else Decimal(1)
    return value, None, None, mantissa or value, stem != run, _BARE.fullmatch(run) is not None and run != "十", ()


def _guess(pair: re.Match[str]) -> tuple[Decimal, Decimal, bool] | None:
    """``七八``, ``三五``, ``一千七八``, ``三十五六万``: a range told by two digits, and whether a scale word made it."""
    low, high = DIGITS[pair["low"]], DIGITS[pair["high"]]
    if high - low != 1 and ((low, high) != (3, 5) or pair["head"] not in ("", "十")):
        return None
    tail = _parse(pair["tail"]) if pair["tail"] else Decimal(1)
    if tail is None:
        return None
    if not pair["head"]:
        return EXACT.multiply(low, tail), EXACT.multiply(high, tail), tail > 1
    head, step = _parse(pair["head"]), _parse(pair["step"])
    if head is None or step is None:
        return None
    unit = step / 10  # 一千七八 is 一千七八百
    if 1 < tail < step:
        unit, tail = tail, Decimal(1)  # 一万二三千
    return EXACT.multiply(head + low * unit, tail), EXACT.multiply(head + high * unit, tail), step > 10 or tail > 1


def _parse(run: str) -> Decimal | None:
    if len(run) > LONGEST:
        return None
    try:
        return parse_numeral(run)
    except NumeralError:
        return None
