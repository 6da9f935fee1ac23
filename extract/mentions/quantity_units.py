"""The unit after a number: which one is written, what it is called, and by what the number is multiplied for it.

Units are the lexicon's; here they are made ready for reading, which adds what only running text knows: bare currencies by
region, coins (``45.40仙`` is 0.454 HKD), counters that no table lists, Latin units that end inside a word (``45msTPOT``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple, Protocol

from extract.mentions.numerals import EXACT
from extract.mentions.unit_guards import FOLLOWED, begins_word


class UnitLike(Protocol):
    """What is asked of a unit of the lexicon: one ``symbol`` is ``factor`` of ``base``, a record shows ``record_as``."""

    @property
    def symbol(self) -> str: ...
    @property
    def dimension(self) -> str: ...
    @property
    def factor(self) -> Decimal: ...
    @property
    def record_as(self) -> str | None: ...


class UnitSource(Protocol):
    """What is asked of a lexicon: written form to unit. A form with several readings may stand in ``unit_choices``."""

    @property
    def unit_forms(self) -> Mapping[str, UnitLike]: ...
    def __hash__(self) -> int: ...


class Form(NamedTuple):
    """A written unit: the symbol that a record shows, and the factor that brings the number to it."""

    symbol: str
    dimension: str | None
    factor: Decimal | None = None  # None is 1
    flags: tuple[str, ...] = ()
    arabic_only: bool = False  # 3安, never 三安
    seconds: Decimal | None = None  # of a time unit, for ranges with two units


class FoundUnit(NamedTuple):
    """A unit read at ``start:end``; ``numbered``: as written it holds a digit (``kWh/100km``)."""

    start: int
    end: int
    form: Form
    numbered: bool = False


REGION_CURRENCY = {"mainland": "CNY", "taiwan": "TWD", "hongkong": "HKD"}
PREFIXES = frozenset("KkMGTPEZB兆")  # a noun is missing: 300P, 7B, 500兆

_COUNTERS = "口批届把班节道幅段句章遍波员桩具盏尊朵枪桌拨堂堆团群伙帮队声顿串排级档环号楼挂刀成"
_NO_UNITS = {
    "月",
    "个多月",
    "时",
    "成",
    "折",
    "番",
    "个9",
    "个九",
    "百分之",
    "千分之",
    "百万分之",
    "十亿分之",
    "号",
    "刀",
    "团",
    "群",
    "队",
    "楼",
}
_ARABIC_ONLY = set("安里码寸牛方平线星首手双本集头行字站处所支根列包门票封圈步省店城楼声环段班G")
_AMBIGUOUS = {
    "度",
    "块",
    "匹",
    "厘",
    "分",
    "点",
    "仙",
    "角",
    "个点",
    "bps",
    "TPS",
    "寸",
    "平",
    "方",
    "比特",
    "毫安",
    "镑",
    "线",
}
_KEPT_AMBIGUOUS = (
    "度",
    "季",
    "斤",
    "厘",
    "仙",
    "角",
    "镑",
    "匹",
    "岁",
    "里",
    "寸",
    "码",
    "方",
    "平",
    "安",
    "牛",
    "线",
    "毫安",
    "立方",
    "比特",
    "法郎",
    "铢",
    "ct",
    "bps",
    "TPS",
    "TPM",
    "QPS",
    "QPM",
    "RPM",
    "x",
    "X",
    "w",
    "C",
    "d",
    "蚊",
    "方呎",
    "K",
)
_WITH_COUNTER = re.compile(
    "个(?:月|小时|钟头|钟|星期|礼拜|季度|工作日|交易日|自然日|百分点|基点|百分比|千分点|世纪|年头|pp|pct|bp|点|tokens?|词元|参数|"
    "GPU小时|数量级|标箱|标准箱|比特|量子比特)"
)
_LONG_COUNTERS = {"人次", "架次", "班次", "倍速", "台套", "车次", "辆次"}
_SCALED = re.compile("百(?!分点)|[十万亿]|千(?![瓦克米赫伏帕焦牛字比兆])")


def _forms(lexicon: UnitSource, region: str, currency: str) -> dict[str, Form]:
    choices: Mapping[str, tuple[UnitLike, ...]] = getattr(lexicon, "unit_choices", {})
    written: dict[str, UnitLike] = {form: units[0] for form, units in choices.items() if form in _KEPT_AMBIGUOUS}
    written.update(lexicon.unit_forms)
    forms: dict[str, Form] = {}
    for form, unit in written.items():
        if not _usable(form, unit):
            continue
        shown = unit.record_as or unit.symbol
        target = lexicon.unit_forms.get(shown)
        factor = None
        if unit.record_as and target is not None:
            factor = EXACT.divide(unit.factor, target.factor)
        flags = ("ambiguous",) if form in _AMBIGUOUS else ()
        seconds = unit.factor if unit.dimension == "time" else None
        forms[form] = Form(shown, unit.dimension, factor, flags, form in _ARABIC_ONLY, seconds)
    for form in [form for form in forms if form[0] == "个" and form[1:].isascii() and len(form) > 3]:
        forms.setdefault("个" + form[1:].capitalize(), forms[form])
    for form in ("个bp", "个pp"):
        if form in forms:
            forms.setdefault(form[0] + form[1:].upper(), forms[form])
    for counter in _COUNTERS:
        if counter not in _NO_UNITS:
            forms.setdefault(counter, Form(counter, "count", None, (), counter in _ARABIC_ONLY))
    forms.update(_by_place(forms, region, currency))
    return forms


def _usable(form: str, unit: UnitLike) -> bool:
    if form in _NO_UNITS or form in PREFIXES or _SCALED.match(form):
        return False
    if unit.dimension == "count" and len(form) > 1 and form not in _LONG_COUNTERS and form.isascii() is False:
        return False  # a counted noun (节点, 用户): the metric's, not a unit
    return not (form[0] == "个" and len(form) > 1 and _WITH_COUNTER.fullmatch(form) is None)


def _by_place(forms: Mapping[str, Form], region: str, currency: str) -> dict[str, Form]:
    """What the place of publication decides: bare currencies and coins."""
    money = "money"
    bare = Form(currency, money, None, ("currency-by-region",))
    out = {"元": bare, "圆": bare, "块钱": bare, "元钱": bare, "块": Form("块", "count", None, ("ambiguous",))}
    tenth, cent = Decimal("0.1"), Decimal("0.01")
    out["角"] = out["毛钱"] = Form(currency, money, tenth, ("ambiguous",), True)
    out["欧"] = Form("EUR", money, None, ("ambiguous",), True)
    out["仙"] = Form("HKD", money, cent, ("ambiguous",))
    out["匹"] = Form("匹", "count", None, ("ambiguous",))
    out["分"] = Form("分", None, None, ("ambiguous",))
    out["度"] = Form("kWh", "energy", None, ("ambiguous",))
    out["个点"] = Form("pp", "fraction_change", None, ("ambiguous",))
    if region == "hongkong":
        out["厘"] = Form("%", "fraction", None, ("ambiguous",))
    else:
        out["厘"] = Form("厘", None, None, ("ambiguous",))
    names = ("人民币", "新台币", "台币", "港币", "港元", "美金", "欧元")
    for name in names:
        named = forms.get(name)
        if named is not None:
            out["元" + name] = named
    return out


class UnitIndex:
    """All written units of a lexicon as one pattern, for one place of publication.

    >>> from decimal import Decimal
    >>> from types import SimpleNamespace as S
    >>> yuan = S(symbol="CNY", dimension="money", factor=Decimal(1), record_as=None)
    >>> index = UnitIndex(S(unit_forms={"元": yuan}), "taiwan", None)
    >>> index.read("5亿元\\n", 2, True).form.symbol
    'TWD'
    """

    def __init__(self, lexicon: UnitSource, region: str, currency: str | None) -> None:
        self.currency = currency or REGION_CURRENCY.get(region, "CNY")
        self.forms = _forms(lexicon, region, self.currency)
        self._match = re.compile(_trie(self.forms)).match
        self._numbered = frozenset(
            form
            for form in self.forms
            if re.search("[0-9一二三四五六七八九十百千万]", form.replace("百分", "").replace("千", ""))
        )
        self.first = frozenset(form[0] for form in self.forms)
        # by first character the second ones of longer forms: mostly none of them follows, and the form is the character
        self._seconds: dict[str, set[str]] = {}
        for form in self.forms:
            self._seconds.setdefault(form[0], set()).update(form[1:2])

    def read(self, text: str, position: int, arabic: bool) -> FoundUnit | None:
        """The unit that begins at ``position`` or after one blank; ``arabic``: the number before it ends in digits.

        ``text`` must go on after ``position``, as a text that ends in a line break does.
        """
        first = text[position]
        if first == " ":
            position += 1
            first = text[position]
        seconds = self._seconds.get(first)
        if seconds is None:
            return None
        if text[position + 1] in seconds:
            match = self._match(text, position)
            written = match.group() if match else ""
        else:
            written = first
        form = self.forms.get(written)
        if form is None or (form.arabic_only and not arabic):
            return None
        end = position + len(written)
        if (written in FOLLOWED and begins_word(text, written, end)) or (
            first < "\xff" and written != "%" and _runs_on(text, written, end)
        ):
            shorter = self._shorter(text, written, position)
            if shorter is None:
                return None
            form, end = shorter
        return FoundUnit(position, end, form, written in self._numbered)

    def _shorter(self, text: str, written: str, position: int) -> tuple[Form, int] | None:
        """A shorter form of the same beginning that is a word of its own here (``30GBps…`` gives none)."""
        for length in range(len(written) - 1, 0, -1):
            form = self.forms.get(written[:length])
            end = position + length
            if (
                form
                and not begins_word(text, written[:length], end)
                and not (written[length - 1].isascii() and _runs_on(text, written[:length], end))
            ):
                return form, end
        return None


def _runs_on(text: str, written: str, end: int) -> bool:
    """Whether a Latin unit goes on as another word: ``G`` of ``100GPU``. ``ms`` of ``45msTPOT`` does not."""
    following = text[end : end + 1]
    if written in ("x", "X", "×") and following.isdigit():
        return True  # 7×24
    if not (following.isascii() and following.isalnum()) or not written[-1].isalpha():
        return False
    if following.isdigit():
        return len(written) == 1
    if len(written) == 1 or not following.isupper():
        return not (written[-1].islower() and following.isupper())
    return text.startswith(("PS", "Hz"), end)


def _trie(forms: Iterable[str]) -> str:
    """A pattern for the longest of ``forms``, sharing beginnings.

    >>> _trie(["元", "元人民币", "美元"])
    '(?:元(?:人民币)?|美元)'
    """
    beginnings: dict[str, list[str]] = {}
    for form in sorted(forms):
        if form:
            beginnings.setdefault(form[0], []).append(form[1:])
    branches = [re.escape(char) + _rest(endings) for char, endings in beginnings.items()]
    return branches[0] if len(branches) == 1 else "(?:" + "|".join(branches) + ")"


def _rest(endings: list[str]) -> str:
    longer = [ending for ending in endings if ending]
    if not longer:
        return ""
    return _trie(longer) if len(longer) == len(endings) else f"(?:{_trie(longer)})?"


@lru_cache(maxsize=16)
def unit_index(lexicon: UnitSource, region: str, currency: str | None) -> UnitIndex:
    """The index of a lexicon, made once for each region and currency."""
    return UnitIndex(lexicon, region, currency)
