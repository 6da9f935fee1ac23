"""Rates: a denominator after a slash (``元/百万tokens``), or told in front (``每分钟540万笔``, ``每百万Token 0.2美元``)."""

from __future__ import annotations

import re
from typing import NamedTuple

from extract.mentions.numerals import HAN
from extract.mentions.quantity_units import Form, UnitIndex
from extract.rules import Rule

# what a denominator multiplies its unit by, as a metric prefix where there is one
_SCALES = dict.fromkeys(("百万", "100万", "1百万", "M", "1M"), "M") | dict.fromkeys(
    ("千", "K", "k", "1K", "1k", "1000", "1,000"), "k"
)
_SCALE = re.compile(
    r"(?:1百万|百万|100万|1M|M(?=[ ]?[Tt]ok)|1,000|1000|1[Kk]|千(?!瓦|克|米|字节|兆)|[Kk](?=[ ]?[Tt]ok)|万|百(?=公里)"
    r"|100(?=[ ]?(?:km|公里)))[ ]?(?:个(?=[Tt]oken|词元))?"
)
_STROKE = re.compile("[/／每]|[ ][/／](?=[ ])")  # 200 帧 / 秒
_LATIN_NOUN = re.compile(r"[A-Za-z]{2,12}(?![A-Za-z0-9])")
_NOUN = re.compile(r"机柜|标准机架|机架|用户|客户|平方米|客户端|GPU|NPU|瓦")
_TIME_WORDS = {
    "秒": "s", "秒钟": "s", "分钟": "min", "分": "min", "小时": "h", "个小时": "h", "时": "h", "天": "d", "日": "d", "周": "wk",
    "星期": "wk", "月": "mo", "个月": "mo", "季度": "季", "季": "季", "年": "a",
}  # fmt: skip
_TIMES = re.compile("秒钟|秒|分钟|分|个?小时|时(?!间)|天|日|周|星期|个?月|季度?|年")

_NUMERALS = frozenset("0123456789" + HAN)
_GAP = rf"[^，,。；;：:、！？!?\n（）()《》“”0-9{HAN}每]"
_OF = {
    "tokens": "token", "token": "token", "词元": "token", "千瓦时": "kWh", "度": "kWh", "度电": "kWh", "瓦时": "Wh", "平方米": "㎡",
    "公里": "km", "小时": "h", "吨": "t", "千克": "kg", "公斤": "kg", "瓦": "W", "千瓦": "kW", "兆瓦": "MW", "秒": "s",
}  # fmt: skip
STATIC = frozenset(
    ("fraction", "fraction_change", "multiple", "成", "discount", "availability", "temperature", "age", "pixel")
)


def _of_time(match: re.Match[str]) -> str:
    return "/" + _TIME_WORDS[match["time"]]


def _of_thing(match: re.Match[str]) -> str:
    groups = match.groupdict()
    scale = (groups.get("scale") or "").strip()
    of = match["of"]
    prefix = "100" if scale == "百" else _SCALES.get(scale, scale)
    return "/" + prefix + _OF.get(of, _OF.get(of.lower(), of))


# each builds the denominator; what stands between word and number is part of the match
EVERY = Rule[str](
    "rate-every",
    rf"(?P<word> 每(?P<time>秒钟|秒|分钟|个?小时|天|日|周|星期|个?月|季度|年) ) (?P<gap> {_GAP}{{0,8}} )",
    _of_time,
    {"每分钟540万笔": "每分钟", "每天完成3万次": "每天完成", "每个月20元": "每个月"},
    ("每家", "分钟", "每百万Token"),
)
IN_ONE = Rule[str](
    "rate-in-one",
    rf"(?P<word> 一(?P<time>秒钟?|分钟|小时) ) (?P<gap> {_GAP}{{0,4}} )",
    _of_time,
    {"一秒钟补进两公里": "一秒钟补进"},
    ("每秒钟", "一天"),
)
PRICE_OF = Rule[str](
    "price-of",
    rf"""
    (?P<word> 每 [ ]? (?P<scale>1百万|百万|100万|千(?!瓦|克|米)|万|1[MK]|1000|百(?=公里))? [ ]?(?:个|输入|输出)?[ ]?
      (?P<of> [Tt]okens?|TOKENS?|词元|GB|TB|kWh|千瓦时|度电?|瓦时|Wh|平方米|公里|小时|吨|千克|公斤|桶|单|片|颗|台|辆|部|套|次|人|户
        |件|张|柜|块|条|瓶|GPU|卡|核 ) )
    (?P<gap> {_GAP}{{0,8}} )
    """,
    _of_thing,
    {"每百万Token收费0.2美元": "每百万Token收费", "每单约0.2元": "每单约", "每度0.5元": "每度"},
    ("每股0.5元", "百万Token", "每天20元"),
)
PER_DEVICE = Rule[str](
    "rate-of-a-device",
    rf"(?P<word> 每(?P<of>瓦|千瓦|兆瓦|W|kW|MW|GPU|卡) ) (?P<gap> {_GAP}{{0,6}} )",
    _of_thing,
    {"每瓦38GFLOPS": "每瓦", "每卡可达2000 tokens/s": "每卡可达"},
    ("每家", "38瓦"),
)
IN_BRACKET = Rule[str](
    "price-in-bracket",
    r"[ ]?[(（]每(?P<scale>百万|千(?!瓦|克|米)|万)?[ ]?个?(?P<of>[Tt]okens?|词元|GB|度|公里|小时|平方米)[)）]",
    _of_thing,
    {"16元（每百万Token）": "（每百万Token）", "2元(每度)": "(每度)"},
    ("(每百万)", "（每股）"),
)


class Rate(NamedTuple):
    """A denominator: the symbol it adds and where its words stand; ``start`` is how far a quantity's lead may reach."""

    per: str
    word: int
    end: int
    start: int


def denominators(text: str, position: int, units: UnitIndex) -> Rate | None:
    """All ``/…`` after a unit that ends at ``position``.

    >>> from types import SimpleNamespace as S
    >>> denominators("元/百万tokens", 1, UnitIndex(S(unit_forms={}), "mainland", None)).per
    '/Mtoken'
    """
    per = ""
    at = position
    while stroke := _STROKE.match(text, at):
        found = _denominator(text, stroke.end(), units)
        if found is None:
            break
        symbol, at = found
        per += "/" + symbol
    return Rate(per, position, at, position) if per else None


def _denominator(text: str, at: int, units: UnitIndex) -> tuple[str, int] | None:
    if text.startswith(" ", at):
        at += 1
    prefix = ""
    scaled = _SCALE.match(text, at)
    if scaled:
        word = scaled.group().rstrip("个 ")
        prefix = _SCALES.get(word, "100" if word in ("百", "100") else word)
        at = scaled.end()
    time = None if prefix else _TIMES.match(text, at)
    if time:
        return _TIME_WORDS[time.group()], time.end()
    noun = _NOUN.match(text, at)
    found = units.read(text, at, False)
    if noun and (found is None or found.end < noun.end()):
        return prefix + _OF.get(noun.group(), noun.group()), noun.end()
    if found is not None and found.form.symbol:
        if found.form.dimension == "count" and text[found.end] in _NUMERALS:
            return None  # 三颗/顶三颗
        return prefix + found.form.symbol, found.end
    latin = _LATIN_NOUN.match(text, at)
    if latin:
        return prefix + _OF.get(latin.group().lower(), latin.group()), latin.end()
    return (prefix + "token", at) if prefix in ("M", "k") else None  # 元/千: the noun is left out


def told_before(text: str, lead: int, form: Form) -> Rate | None:
    """A ``每…`` before the quantity that makes its unit a rate.

    ``start`` is where the word begins when nothing stands between, else ``lead``.

    >>> told_before("每分钟540万笔", 3, Form("笔", "count"))
    Rate(per='/min', word=0, end=3, start=0)
    >>> told_before("每分钟提升40%", 5, Form("%", "fraction")) is None
    True
    """
    if form.dimension in STATIC or "/" in form.symbol:
        return None
    window = max(0, lead - 16)
    at = text.rfind("每", window, lead)
    if at < 0:
        at = text.rfind("一秒", window, lead) if form.dimension != "money" else -1
        match = IN_ONE.compiled.fullmatch(text, at, lead) if at >= 0 else None
        return Rate(_of_time(match), lead, lead, lead) if match else None
    for rule in (EVERY, PRICE_OF if form.dimension == "money" else PER_DEVICE):
        match = rule.compiled.fullmatch(text, at, lead)
        if match:
            return Rate(rule.build(match) or "", at, match.end("word"), lead if match["gap"].strip() else at)
    return None


def told_after(text: str, end: int, form: Form) -> Rate | None:
    """``16元（每百万Token）``: the denominator in a bracket after the price."""
    match = IN_BRACKET.compiled.match(text, end) if form.dimension == "money" else None
    return Rate(_of_thing(match), match.start(), match.end(), match.start()) if match else None
