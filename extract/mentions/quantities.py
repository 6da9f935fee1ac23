"""Numbers with their units as written, each as one Quantity: ``超3万亿次``, ``27万—35万元``, ``每百万Token 0.2美元``.

| flag | says |
|---|---|
| ``bare-prefix`` | the unit is a metric prefix without its noun (``300P``, ``7B``, ``500兆``): the metric types it |
| ``bare-scale`` | the number is only a scale word (``万卡``, ``百亿``) |
| ``ambiguous`` | the unit has another reading (``度``, ``分``, ``匹``, ``厘``, ``TPS``) |
| ``vague`` | a range told by ``数``, ``几``, ``七八`` |
| ``order`` | ``级``, ``量级``: a size, not a value; ``no-numeral``: without a number (``秒级``) |
| ``tolerance`` | ``±2%``, ``上下浮动2%``: makes no claim |
| ``shared-unit`` | the unit (and scale) stands after a later item of the list |
| ``inherited-scale`` | the scale stands after the upper bound (``5.8至6.3亿``) |
| ``descending`` | the range was written from high to low |
| ``glued`` | a Latin letter stands right before (``PUE1.15``, ``A100``): a name unless the metric says otherwise |
| ``determined`` | ``这两家``, ``前三个``, ``每一次``: the words point, they seldom count |
| ``denominator`` | ``每10股``, ``每3秒``: what something else is counted by |
| ``plus``, ``minus`` | a written sign |
| ``rate-prefix`` | the unit's denominator stands before the number (``每分钟``), ``rate-suffix`` in a bracket after it |
| ``currency-by-region`` | a bare 元, typed by the place of publication; ``currency-carried``: by what the text says elsewhere |
| ``slang`` | ``620w``, ``20k``: a letter multiplies |
| ``colon``, ``doubling``, ``nines``, ``digit-band``, ``mid-band``, ``magnitude``, ``from-flat`` | the form (``5:1``, ``翻番``, ``5个9``, ``两位数``, ``30%中位数``, ``一个数量级``, ``持平至升2%``) |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extract.mentions import comparators, rates
from extract.mentions.common_forms import read_common
from extract.mentions.comparators import ALL_BEFORE, LEAD_LAST, TAIL_FIRST
from extract.mentions.currencies import settle
from extract.mentions.drafts import Draft
from extract.mentions.durations import SIZE_LEVEL
from extract.mentions.far_words import FarWords
from extract.mentions.number_context import currency_note
from extract.mentions.number_reading import NumberReader, told_over
from extract.mentions.numbers import HIDDEN, TOKEN
from extract.mentions.numerals import fold, numerals_at, plain_han
from extract.mentions.quantity_units import Form, UnitIndex, UnitSource, unit_index
from extract.mentions.ranges import LIST_FIRST, RANGE_FIRST, complete_list, complete_range
from extract.mentions.rates import Rate
from extract.mentions.shares import FROM_FLAT
from extract.types import Comparator, Quantity, Region, Span

_LISTED = re.compile(r"[、,，/和与][^，,。；;0-9]{0,6}")
_GOES_ON = re.compile(r"(?:[、/和与]|，(?=输出|输入|缓存))[^，,。；;0-9]{0,6}")
_TOLERANCE = re.compile(r"(?:±|正负|上下浮动|浮动|上下波动)(?:约|在)?[ ]?\Z")


def find_quantities(
    text: str,
    taken: Sequence[tuple[int, int]],
    lexicon: UnitSource,
    region: Region = "mainland",
    currency: str | None = None,
) -> tuple[Quantity, ...]:
    """All quantities of ``text`` outside the spans ``taken`` by dates, names and contacts, ascending, without overlaps.

    ``region`` decides a bare 元 and 兆; ``currency`` overrides it for 元, as does a note of the text itself
    (``（人民币，下同）``). A numeral that is part of a word (``统一``), follows ``第`` or touches a lost character gives nothing
    and is left to the caller.

    >>> from extract.lexicon import load
    >>> [(q.value, q.unit, q.comparator) for q in find_quantities("每分钟超540万笔，占比近三成", (), load())]
    [(Decimal('5400000'), '笔/min', '>'), (Decimal('30'), '%', '~')]
    """
    plain = plain_han(fold(text))
    noted = currency or currency_note(plain)
    found = _Reading(_hide(plain, taken) + "\n", unit_index(lexicon, region, noted), region).run()
    found = comparators.shared(plain, found)
    return found if noted else settle(plain, found, region)


def _hide(text: str, taken: Sequence[tuple[int, int]]) -> str:
    """``text`` with what others have taken made unreadable, but for words that compare (``几乎`` is taken as an idiom)."""
    if not taken:
        return text
    pieces = []
    at = 0
    for start, end in sorted(taken):
        if end > at and text[start:end] not in ALL_BEFORE:
            pieces.append(text[at : max(at, start)])
            pieces.append(HIDDEN * (end - max(at, start)))
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


class _Reading:
    """One pass over a text, which ends in a line break of ours."""

    def __init__(self, text: str, units: UnitIndex, region: str) -> None:
        self.text = text
        self.reader = NumberReader(text, units, region)
        self.far_words = FarWords(text)
        self.found: list[Quantity] = []

    def run(self) -> tuple[Quantity, ...]:
        text = self.text
        search, read = TOKEN.search, self.reader.read
        units, far_words = self.reader.units, self.far_words
        reach = 0
        match = search(text)
        while match:
            quantity = read_common(text, match, units, far_words)
            if quantity is not None:
                self.found.append(quantity)
                reach = quantity.tail
                match = search(text, reach)
                continue
            draft = read(match, reach)
            reach = max(match.end(), match.start() + 1) if draft is None else self._complete(draft)
            match = search(text, reach)
        if "级" in text:
            self._add_levels()
        return tuple(self.found)

    def _complete(self, draft: Draft) -> int:
        """Read on from ``draft`` to the end of its range or list and keep what came of it; the position after it."""
        text = self.text
        following = text[draft.end]
        if following in RANGE_FIRST:
            whole = complete_range(text, draft, self.reader.at)
            if whole is not None:
                return self._keep(whole)
        if following in LIST_FIRST and draft.number is not None:
            items = complete_list(text, draft, self.reader.at)
            if items is not None:
                return [self._keep(item) for item in items][-1]
        return max(draft.end, draft.start + 1) if draft.tentative else self._keep(draft)

    def _keep(self, draft: Draft) -> int:
        """Add comparators and rates, and file the quantity; the position after it."""
        text = self.text
        start, form = draft.start, draft.form
        dimension = form.dimension
        begin = start if draft.first < 0 else draft.first
        flags = draft.flags
        kind = draft.kind
        if "plus" in flags:
            begin -= 1
        lead, before = comparators.lead(text, begin) if text[begin - 1] in LEAD_LAST else (begin, None)
        stop, after = (
            comparators.tail(text, draft.end, dimension) if text[draft.end] in TAIL_FIRST else (draft.end, None)
        )
        op: Comparator | None = after if after in (">=", "<=") and before in ("~", None) else before or after
        far = self.far_words.before(begin)
        if op is None and draft.number is not None and draft.number.bare:
            over = told_over(text, begin)
            if over is not None:
                op, lead = ">", over
        if op is None and draft.op is None and (far or text[begin - 1] == "的"):
            op = comparators.from_distance(text, begin, dimension in ("fraction", "multiple"))
        if lead and text[lead - 1] in "±负动":
            tolerance = _TOLERANCE.search(text, max(0, lead - 6), lead)
            if tolerance:
                lead, flags = tolerance.start(), (*flags, "tolerance")
        if dimension == "multiple" and kind is None and "翻" in text[max(0, begin - 2) : begin]:
            kind = "increase"  # 翻了13倍
        quantity = Quantity(
            start, draft.end, draft.value, draft.value_max, form.symbol or None, op or draft.op or "=", draft.rule,
            lead if lead < start else start, stop, draft.numerals or self._numerals(start, draft.end), draft.unit_start,
            dimension, kind, flags,
        )  # fmt: skip
        if far or dimension == "money":
            quantity = self._with_context(quantity, draft)
        self.found.append(quantity)
        return quantity.tail

    def _with_context(self, quantity: Quantity, draft: Draft) -> Quantity:
        """What words at a distance change: ``每分钟``, ``（每百万Token）``, ``持平至``."""
        text = self.text
        if quantity.dimension == "fraction":
            if quantity.value_max is None and self._rises_from_flat(quantity):
                zero = Decimal(0)
                return replace(quantity, value=zero, value_max=quantity.value, flags=(*quantity.flags, "from-flat"))
            return quantity
        if quantity.unit is None:
            return quantity
        if quantity.unit == "厘":
            return self._thousandth(quantity)
        rate = rates.told_before(text, quantity.lead, draft.form)
        if rate and not self._is_taken(rate.word):
            while self.found and self.found[-1].start >= rate.word:  # the 百万 of 每百万Token
                self.found.pop()
            return replace(self._rated(quantity, rate, "rate-prefix"), lead=rate.start)
        if self.found and quantity.dimension == "money":
            shared = self._rate_before(quantity)
            if shared:
                return replace(quantity, unit=f"{quantity.unit}{shared}", flags=(*quantity.flags, "rate-prefix"))
        rate = rates.told_after(text, draft.end, draft.form)
        if rate:
            self._share_rate(quantity, rate.per)
            return replace(self._rated(quantity, rate, "rate-suffix"), tail=rate.end)
        return quantity

    def _is_taken(self, word: int) -> bool:
        """Whether a quantity before has the number of ``每百万Token`` already."""
        return any(q.start < word and any(a >= word for a, _ in q.numerals) for q in self.found[-4:])

    def _thousandth(self, quantity: Quantity) -> Quantity:
        """``每千Token 0.8厘``: of a price 厘 is a thousandth of the currency's unit."""
        currency = self.reader.units.currency
        rate = rates.told_before(self.text, quantity.lead, Form(currency, "money"))
        if not rate or self._is_taken(rate.word) or not isinstance(quantity.value, Decimal):
            return quantity
        while self.found and self.found[-1].start >= rate.word:
            self.found.pop()
        thousandth = Decimal("0.001")
        made = replace(quantity, value=quantity.value * thousandth, unit=currency, dimension="money")
        if isinstance(made.value_max, Decimal):
            made = replace(made, value_max=made.value_max * thousandth)
        return replace(self._rated(made, rate, "rate-prefix"), lead=rate.start)

    def _rated(self, quantity: Quantity, rate: Rate, flag: str) -> Quantity:
        numerals = tuple(sorted((*quantity.numerals, *self._numerals(rate.word, rate.end))))
        return replace(quantity, unit=f"{quantity.unit}{rate.per}", numerals=numerals, flags=(*quantity.flags, flag))

    def _rate_before(self, quantity: Quantity) -> str | None:
        """``每百万tokens输入0.8元、输出2元``: the second price is per million tokens too."""
        last = self.found[-1]
        if "rate-prefix" not in last.flags or not last.unit or not last.unit.startswith(f"{quantity.unit}/"):
            return None
        return (
            last.unit[len(quantity.unit or "") :] if _GOES_ON.fullmatch(self.text, last.tail, quantity.lead) else None
        )

    def _share_rate(self, last: Quantity, per: str) -> None:
        """``输入4元、输出16元（每百万Token）``: the bracket speaks of the prices before it in the list too."""
        lead = last.lead
        for index in range(len(self.found) - 1, -1, -1):
            price = self.found[index]
            if price.unit != last.unit or not _LISTED.fullmatch(self.text, price.tail, lead):
                break
            self.found[index] = replace(price, unit=f"{price.unit}{per}", flags=(*price.flags, "rate-suffix"))
            lead = price.lead

    def _rises_from_flat(self, quantity: Quantity) -> bool:
        at = self.text.rfind("持平", max(0, quantity.start - 10), quantity.start)
        match = FROM_FLAT.compiled.match(self.text, at) if at >= 0 else None
        return match is not None and match.end() == quantity.end

    def _numerals(self, start: int, end: int) -> tuple[Span, ...]:
        return numerals_at(self.text[start:end], start)

    def _add_levels(self) -> None:
        """``秒级`` and the like, which hold no numeral and so were not met on the way."""
        text = self.text
        made = []
        at = text.find("级")
        while at >= 0:
            for begin in range(max(0, at - 2), at):
                match = SIZE_LEVEL.compiled.match(text, begin)
                if match and match.end() == at + 1:
                    quantity = SIZE_LEVEL.build(match)
                    if quantity is not None and not any(q.start <= at and begin < q.end for q in self.found):
                        made.append(quantity)
                    break
            at = text.find("级", at + 1)
        if made:
            self.found = sorted(self.found + made, key=lambda quantity: quantity.start)
