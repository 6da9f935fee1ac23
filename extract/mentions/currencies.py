"""The currency of an amount that does not name it: told by an amount before it, or by the metric's own words.

A bare 元 is first typed by the place of publication. The words of the text go before that: ``由4.1亿元人民币收窄至9600万元``,
``美元营收上看330亿元``, and in the press of Hong Kong, which writes of two currencies, the one that was named last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.mentions.number_context import CURRENCY_WORDS
from extract.types import Quantity, Region

BY_REGION = "currency-by-region"
_TOLD = frozenset(["CNY", "HKD"])
_METRIC = re.compile(
    rf"(?<![0-9万亿千百])(?P<word>{'|'.join(CURRENCY_WORDS)})(?:计价|口径)?的?(?:合并|季度?)?(?:营收|收入|营业额|销售额|财测|计价|口径)[^，,。；;：:、！？!?\n0-9]{{0,14}}\Z"
)
_FROM = re.compile(r"[从由自][^，,。；;！？!?\n]{0,8}\Z")
_TO = re.compile(r"(?!.*[，,。；;！？!?\n]).{0,10}[至到](?:约|近|逾|超过?|去年的?|今年的?)?\Z", re.DOTALL)
# quotations of the local market stay in its money
_MARKET = re.compile(
    r"股价|收报|现报|开报|目标价|成交|市值|沽空|收市|高见|低见|每手|入场费|每股(?:作价|发售|招股)|招股价|月费|楼价|租金|售价|定价|港"
)
_BRACKET = re.compile(r"[(（][^()（）\n]{0,24}\Z")


def settle(text: str, quantities: Sequence[Quantity], region: Region) -> tuple[Quantity, ...]:
    """The quantities with the currency that the text tells in place of the region's.

    ``text`` is the restored text that their offsets count in.
    """
    out: list[Quantity] = []
    told: str | None = None
    for quantity in quantities:
        if quantity.dimension != "money":
            out.append(quantity)
            continue
        if BY_REGION not in quantity.flags:
            if quantity.unit in _TOLD and not _BRACKET.search(text, max(0, quantity.lead - 26), quantity.lead):
                told = quantity.unit
            out.append(quantity)
            continue
        code = _of_metric(text, quantity) or _of_former(text, out, quantity)
        if code is None and region == "hongkong" and told is not None and not is_quotation(text, quantity):
            code = told
        if code is not None and code != quantity.unit:
            flags = (*(flag for flag in quantity.flags if flag != BY_REGION), "currency-carried")
            quantity = replace(quantity, unit=code, flags=flags)
        out.append(quantity)
    return tuple(out)


def is_quotation(text: str, quantity: Quantity) -> bool:
    """Whether the clause speaks of a price on the local market (``股价跌至36元``)."""
    start = max(text.rfind(mark, 0, quantity.lead) for mark in "，,。；;\n") + 1
    return _MARKET.search(text, start, quantity.tail) is not None


def _of_metric(text: str, quantity: Quantity) -> str | None:
    match = _METRIC.search(text, max(0, quantity.lead - 32), quantity.lead)
    return CURRENCY_WORDS[match["word"]] if match else None


def _of_former(text: str, found: Sequence[Quantity], quantity: Quantity) -> str | None:
    """``由4.1亿元人民币收窄至9600万元``: the former value names the currency of both."""
    former = next((each for each in reversed(found[-2:]) if each.dimension == "money"), None)
    if former is None or BY_REGION in former.flags or quantity.lead - former.tail > 12:
        return None
    from_ = _FROM.search(text, max(0, former.lead - 9), former.lead)
    return former.unit if from_ and _TO.match(text[former.tail : quantity.lead]) else None
