"""Durations and sizes that are no number with one unit: 两年半, 3个半月, 半天, 2小时10分, 秒级."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.mentions.numerals import HAN
from extract.mentions.rule_quantities import FREE, NUMBER, number_of, quantity
from extract.rules import Rule
from extract.types import Comparator, Quantity


def _and_a_half(match: re.Match[str]) -> Quantity | None:
    number = number_of(match["n"])
    if number is None:
        return None
    group = "unit" if match["unit"] else "after"
    symbol, dimension = _HALVED[match[group]]
    return quantity(match, "and-a-half", number + Decimal("0.5"), symbol, dimension, unit_start=match.start(group))


_HALVED = {
    "年": ("a", "time"), "天": ("d", "time"), "周": ("wk", "time"), "小时": ("h", "time"), "个月": ("mo", "time"), "月": ("mo", "time"),
    "个小时": ("h", "time"), "钟头": ("h", "time"), "分钟": ("min", "time"), "星期": ("wk", "time"), "倍": ("x", "multiple"),
    "公里": ("km", "length"), "米": ("m", "length"), "斤": ("斤", "mass"), "亩": ("亩", "area"),
}  # fmt: skip

AND_A_HALF = Rule[Quantity](
    "and-a-half",
    rf"""
    {FREE} (?<!第) (?P<n>{NUMBER}) [ ]?
    (?: (?P<unit> 年|天|周|小时|倍|公里|斤|亩 ) 半 (?!导体|决赛|价|数|径)
      | 个半 (?P<after> 月|小时|钟头|星期 ) )
    """,
    _and_a_half,
    {"投资两年半能收回": "两年半", "是普通站的两倍半": "两倍半", "历时3个半月": "3个半月"},
    ("两年半导体", "第三年半", "两个半导体"),
)


def _half_unit(match: re.Match[str]) -> Quantity:
    symbol, dimension = _HALVED.get(match["unit"], ("d", "time"))
    comparator: Comparator = ">" if match["many"] else "="
    return quantity(
        match, "half-unit", Decimal("0.5"), symbol, dimension, comparator=comparator, unit_start=match.start("unit")
    )


HALF_UNIT = Rule[Quantity](
    "half-unit",
    r"(?<![上下前后大多过小一]) 半 [ ]? (?: 个(?P<many>多)? (?P<piece>(?=月|小时|钟头|星期)) )? (?P<unit> 月(?=[^刊]|$)|小时|钟头|星期|年(?!报|度)|天|日(?!游)|周|分钟|公里|米|斤|亩|倍 )",
    _half_unit,
    {"晚半个月是常事": "半个月", "缩短到半天": "半天", "等了半个多小时": "半个多小时"},
    ("上半年", "半导体", "大半年", "半年报"),
)


def _clock(match: re.Match[str]) -> Quantity | None:
    groups = match.groupdict()
    pairs: dict[str, tuple[str, str, int]] = {
        "mo": ("y", "mo", 12), "min": ("h", "min", 60), "h_": ("d", "h", 24), "s_": ("min_", "s", 60),
    }  # fmt: skip
    for small, (large, symbol, ratio) in pairs.items():
        if groups[small] is None or groups[large] is None:
            continue
        high, low = number_of(groups[large]), number_of(groups[small])
        if high is None or low is None or low >= ratio:
            return None
        value = high * ratio + low
        if groups["s"]:
            seconds = number_of(groups["s"])
            if seconds is None or seconds >= 60:
                return None
            value, symbol = value * 60 + seconds, "s"
        return quantity(match, "compound-time", value, symbol, "time", unit_start=match.end())
    return None


COMPOUND_TIME = Rule[Quantity](
    "compound-time",
    rf"""
    {FREE} (?<!第)
    (?: (?P<y>{NUMBER}) [ ]?年(?:又|零)? (?P<mo>{NUMBER}) [ ]?(?P<unit>个月)
      | (?P<h>{NUMBER}) [ ]?个?(?:小时|时) [ ]?(?P<min>{NUMBER}) [ ]?分 (?:钟)? (?! 之|别|为|布 ) (?: [ ]?(?P<s>{NUMBER}) [ ]?秒 )?
      | (?P<d>{NUMBER}) [ ]?天 [ ]?(?:零)? (?P<h_>{NUMBER}) [ ]?个?小时
      | (?P<min_>{NUMBER}) [ ]?分(?:钟)? [ ]?(?P<s_>{NUMBER}) [ ]?秒 (?!杀) )
    """,
    _clock,
    {"切换只用了2小时10分，": "2小时10分", "最快圈速7分4秒": "7分4秒", "历时1年3个月": "1年3个月"},
    ("3小时100分", "两小时三分之一", "2024年3月"),
)


_LEVELS = {
    "纳秒": ("ns", "time"), "微秒": ("us", "time"), "毫秒": ("ms", "time"), "秒": ("s", "time"), "分钟": ("min", "time"),
    "小时": ("h", "time"), "天": ("d", "time"), "日": ("d", "time"), "周": ("wk", "time"), "月": ("mo", "time"),
    "季度": ("季", "time"), "纳米": ("nm", "length"), "微米": ("μm", "length"), "毫米": ("mm", "length"), "厘米": ("cm", "length"),
    "米": ("m", "length"), "公里": ("km", "length"), "吨": ("t", "mass"), "GB": ("GB", "data"), "TB": ("TB", "data"), "PB": ("PB", "data"),
    "EB": ("EB", "data"), "MW": ("MW", "power"), "GW": ("GW", "power"), "兆瓦": ("MW", "power"), "吉瓦": ("GW", "power"),
}  # fmt: skip


def _level(match: re.Match[str]) -> Quantity:
    symbol, dimension = _LEVELS[match["unit"]]
    return quantity(
        match, "size-level", Decimal(1), symbol, dimension, comparator="~", flags=("order", "no-numeral"),
        unit_start=match.start("unit"),
    )  # fmt: skip


SIZE_LEVEL = Rule[Quantity](
    "size-level",
    rf"(?<![0-9{HAN}数几多余半个A-Za-z亚毫微纳厘公]) (?P<unit> {'|'.join(sorted(_LEVELS, key=len, reverse=True))} ) 级 (?! 联|别赛|数|市 )",
    _level,
    {"训练周期压缩至周级": "周级", "提供毫秒级推理服务": "毫秒级", "从PB级": "PB级"},
    ("百毫秒级", "三年级", "34秒级", "升级"),
)
