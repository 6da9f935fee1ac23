"""Multiples: 翻番, 翻两番, 倍增, 一倍六, 一个数量级, 5:1."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from extract.mentions.numerals import EXACT, HAN, parse_numeral
from extract.mentions.rule_quantities import FREE, D, number_of, quantity
from extract.rules import Rule
from extract.types import Comparator, Quantity


def _doubled(match: re.Match[str]) -> Quantity | None:
    word = match.group()
    if word in ("倍增", "近倍") or word.endswith("倍"):
        near: Comparator = "~" if word == "近倍" else "="
        return quantity(
            match, "doubling", Decimal(1), "x", "multiple", comparator=near, kind="increase", flags=("doubling",)
        )
    times = parse_numeral(match["n"]) if match["n"] else Decimal(1)
    if times > 10:
        return None
    value = EXACT.multiply(Decimal(100), EXACT.power(Decimal(2), times) - 1)
    about: Comparator = "=" if not match["about"] else ">" if match["about"][0] in "不超" else "~"
    return quantity(match, "doubling", value, "%", "fraction", comparator=about, kind="increase", flags=("doubling",))


DOUBLING = Rule[Quantity](
    "doubling",
    rf"翻(?:了|上|过)?(?P<about>近|约|将近|接近|差不多|不止|超过?)?(?P<n>[{D}]|[1-9])?番 (?![茄薯禺]) | 翻倍(?!于|率) | (?<![成数几0-9]) 倍增(?!器|数|式|镜|计划) | 近倍(?!率|数|速)",
    _doubled,
    {
        "同比翻番": "翻番",
        "市值翻了两番": "翻了两番",
        "同比翻了近一番": "翻了近一番",
        "接近翻倍": "翻倍",
        "用户倍增": "倍增",
        "需求增长近倍。": "近倍",
    },
    ("翻了13倍", "翻身", "番茄", "倍增器", "成倍增长"),
)


def _tenth_of_double(match: re.Match[str]) -> Quantity:
    value = parse_numeral(match["n"]) + EXACT.divide(parse_numeral(match["t"]), Decimal(10))
    return quantity(match, "multiple-and-tenths", value, "x", "multiple", unit_start=match.start("unit"))


MULTIPLE_TENTHS = Rule[Quantity](
    "multiple-and-tenths",
    rf"{FREE} (?P<n>[{D}]) (?P<unit>倍) (?P<t>[一二三四五六七八九]) (?= [，,。；;、）)！？\s至到] | $ )",
    _tenth_of_double,
    {"盈利增一倍六，": "一倍六"},
    ("一倍六家", "两倍一些"),
)


def _magnitude(match: re.Match[str]) -> Quantity | None:
    number = number_of(match["n"])
    if number is None or not 1 <= number <= 30 or number != number.to_integral_value():
        return None
    value = Decimal(10) ** int(number)
    return quantity(match, "magnitude", value, "x", "multiple", flags=("magnitude",), unit_start=match.start("unit"))


MAGNITUDE = Rule[Quantity](
    "magnitude",
    rf"{FREE} (?P<n>[0-9]{{1,2}}|[{D}十]{{1,2}}) [ ]? (?P<unit>个?数量级)",
    _magnitude,
    {"推高了一个数量级": "一个数量级"},
    ("数量级", "个数量级别"),
)


def _colon(match: re.Match[str]) -> Quantity | None:
    over, under = Fraction(match["a"]), Fraction(match["b"])
    if under == 0 or (under != 1 and match["of"] is None and len(match["b"]) == 2):
        return None
    return quantity(match, "colon-ratio", over / under, "x", "multiple", kind="ratio", flags=("colon",))


COLON_RATIO = Rule[Quantity](
    "colon-ratio",
    rf"(?<![0-9.:：/A-Za-z]) (?P<a>[0-9]{{1,4}}(?:\.[0-9]{{1,3}})?) [ ]?[:：][ ]? (?P<b>[0-9]{{1,4}}) (?! [0-9:：./年月日%{HAN}] | ,[0-9] ) (?P<of>的?(?:比例|比率|压缩))?",
    _colon,
    {"压缩比为5:1": "5:1", "按3：2的比例": "3：2的比例"},
    ("10:30", "09:15:00", "18:09"),
)
