"""Units that only the metric can tell: a bare P, T or 匹 of computing power, 分 of a dividend, an amount of money without its currency."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.types import Quantity, Region, Value

_CURRENCY: dict[Region, str] = {"mainland": "CNY", "taiwan": "TWD", "hongkong": "HKD"}
_BARE = {
    "compute": {"P": "PFLOPS", "E": "EFLOPS", "T": "TFLOPS", "G": "GFLOPS", "匹": "PFLOPS"},
    "data": {"P": "PB", "E": "EB", "T": "TB", "G": "GB", "M": "MB"},
    "line rate": {"G": "Gbps", "T": "Tbps", "M": "Mbps", "兆": "Mbps"},
}
_TOLD_BY_METRIC = frozenset([None, "B", "分", *(unit for forms in _BARE.values() for unit in forms)])
_UNITS = {
    "compute": frozenset(["EFLOPS", "PFLOPS", "TFLOPS", "GFLOPS", "TOPS"]),
    "data": frozenset(["EB", "PB", "TB", "GB", "MB"]),
    "line rate": frozenset(["Gbps", "Tbps", "Mbps"]),
}
_BILLION = Decimal(1_000_000_000)
_HUNDREDTH = Decimal("0.01")
_MONEY_WORDS = re.compile(r"(?:收入|营收|利润|纯利|净利|溢利|成本|费用|开支|支出|投入|投资额?|市值|资产|负债|亏损|[订合]同?单?金额|销售额|成交额|营业额|融资额|募资额?)$")
_SMALL_MONEY = frozenset(["eps", "dividend_per_share"])


class Typed(NamedTuple):
    """Value and unit with the metric taken into account, and the flags that say so."""

    value: Value
    value_max: Value | None
    unit: str | None
    flags: tuple[str, ...] = ()


def typed(quantity: Quantity, metric: str | None, wording: str, region: Region, lexicon: Lexicon, told: str | None = None) -> Typed:
    """The quantity as a value of ``metric`` (a registry id); ``told``: the currency that the text named before.

    >>> from extract.lexicon import load
    >>> bare = Quantity(0, 5, Decimal(3000), None, "P", "=", "number-unit", 0, 5, (), 4)
    >>> typed(bare, "compute_capacity", "总算力", "mainland", load()).unit
    'PFLOPS'
    """
    unit = quantity.unit
    same = Typed(quantity.value, quantity.value_max, unit)
    if unit not in _TOLD_BY_METRIC:
        return same
    entry = lexicon.metrics.get(metric or "")
    units = frozenset(entry.units) if entry else frozenset()
    if unit == "B" and (metric == "model_params" or "参数" in wording):
        return Typed(_product(quantity.value, _BILLION), _times(quantity.value_max, _BILLION), "参数", ("unit-by-metric",))
    for family, forms in _BARE.items():
        if unit in forms and ((units & _UNITS[family]) or _says(family, wording)):
            return Typed(quantity.value, quantity.value_max, forms[unit], ("unit-by-metric",))
    if unit == "分" and metric in _SMALL_MONEY:
        return Typed(_product(quantity.value, _HUNDREDTH), _times(quantity.value_max, _HUNDREDTH), told or _CURRENCY[region], ("unit-by-metric",))
    if unit is None and quantity.value >= 10_000 and (_is_money(units, lexicon) or (entry is None and _MONEY_WORDS.search(wording))):
        return Typed(quantity.value, quantity.value_max, told or _CURRENCY[region], ("currency-by-metric",))
    return same


def currency_told(scene: Scene, site: Site) -> str | None:
    """The currency that an amount without one takes over: of the amount before it in the sentence, in Hong Kong of the article.

    营收570亿美元,云收入512亿: both are dollars.
    """
    for index in range(site.index - 1, -1, -1):
        before = scene.quantities[index]
        if before.start < site.sent.start and scene.document.repaired.region != "hongkong":
            return None
        if before.dimension == "money" and "currency-by-region" not in before.flags and before.unit:
            return before.unit
    return None


def _says(family: str, wording: str) -> bool:
    words = {"compute": ("算力",), "data": ("存储", "存力", "内存", "显存", "容量"), "line rate": ("带宽", "速率")}
    return any(word in wording for word in words[family])


def _is_money(units: frozenset[str], lexicon: Lexicon) -> bool:
    found = [lexicon.units[unit].dimension for unit in units if unit in lexicon.units]
    return bool(found) and all(dimension == "money" for dimension in found)


def _times(value: Value | None, factor: Decimal) -> Value | None:
    return None if value is None else _product(value, factor)


def _product(value: Value, factor: Decimal) -> Value:
    return value * Fraction(factor) if isinstance(value, Fraction) else value * factor
