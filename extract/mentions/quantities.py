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
| ``currency-by-region`` | a bare 元, typed by the place of publication |
| ``slang`` | ``620w``, ``20k``: a letter multiplies |
| ``colon``, ``doubling``, ``nines``, ``digit-band``, ``magnitude``, ``from-flat`` | the form (``5:1``, ``翻番``, ``5个9``, ``两位数``, ``一个数量级``, ``持平至升2%``) |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extract.mentions import comparators, rates
from extract.mentions.drafts import NO_UNIT, Draft, from_rule, times
from extract.mentions.durations import AND_A_HALF, COMPOUND_TIME, HALF_UNIT, SIZE_LEVEL
from extract.mentions.multiples import COLON_RATIO, DOUBLING, MAGNITUDE, MULTIPLE_TENTHS
from extract.mentions.numbers import HIDDEN, LOST, TOKEN, Number, read_number
from extract.mentions.numerals import EXACT, find_numerals, fold, plain_han
from extract.mentions.quantity_units import PREFIXES, FoundUnit, Form, UnitIndex, UnitSource, counts_nothing, unit_index
from extract.mentions.ranges import LIST_FIRST, RANGE_FIRST, complete_list, complete_range
from extract.mentions.shares import (
    ALL_OF_IT,
    DIGIT_BAND,
    DISCOUNT,
    FRACTION,
    FRACTION_BARE,
    FRACTION_SLASH,
    FROM_FLAT,
    HALF,
    NINES,
    PERCENT_WORDS,
    TENTHS,
)
from extract.rules import Rule
from extract.types import Quantity, Span

# rules to try where a number stands, by the character after it
_AFTER: dict[str, tuple[Rule[Quantity], ...]] = {
    "成": (TENTHS,),
    "分": (PERCENT_WORDS, ALL_OF_IT, FRACTION, FRACTION_BARE, COMPOUND_TIME),
    "折": (DISCOUNT,),
    "位": (DIGIT_BAND,),
    "半": (HALF,),
    "/": (FRACTION_SLASH,),
    ":": (COLON_RATIO,),
    "：": (COLON_RATIO,),
    "倍": (AND_A_HALF, MULTIPLE_TENTHS),
    "数": (MAGNITUDE,),
} | dict.fromkeys("年天周小公斤亩", (AND_A_HALF, COMPOUND_TIME)) | {"时": (COMPOUND_TIME,)}
_AFTER_PIECE = {"9": NINES, "九": NINES, "半": None, "数": MAGNITUDE, "小": COMPOUND_TIME}
# rules for a word that is no number, and how far before it they can begin
_WORDS: dict[str, tuple[tuple[Rule[Quantity], int], ...]] = {
    "半": ((HALF, 1), (HALF, 0), (HALF_UNIT, 0)),
    "翻": ((DOUBLING, 0),),
    "倍增": ((DOUBLING, 0),),
    "倍": ((DOUBLING, 1),),
    "位数": ((DIGIT_BAND, 2), (DIGIT_BAND, 1)),
}
_SLANG = re.compile(
    r"(?P<w>[wW])(?:(?P<digit>[0-9])(?![0-9.])|(?=\+|[ ]?(?:tpm|QPS|TPS|IOPS|tokens?|Tokens?|次|人|台|个|家|张|辆|条|粉|用户|月|元|阅读|播放)))"
    r"|(?P<k>[kK])(?=[ ]?(?:tpm|QPS|TPS|IOPS|[Tt]okens?))|(?P<other>[MBT])(?=[ ]?(?:[Tt]okens?|TOKENS?))"
)
_SLANG_MEANS = {"w": Decimal(10) ** 4, "k": Decimal(10) ** 3, "M": Decimal(10) ** 6, "B": Decimal(10) ** 9, "T": Decimal(10) ** 12}
_LEVEL = re.compile(r"[ ]?(?:量级|级别|级)(?![联赛数市])")
_CARD_HOURS = re.compile(r"个[ ]?[A-Z][A-Za-z0-9\-]{1,12}[ ]?(?P<unit>(?:GPU|卡)[ ]?小?时)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_SYMBOL = re.compile(r"(?:US|HK|NT|S|A|C|CA|AU|RMB|U\.S\.)?[$¥€£₩]\Z|(?:RMB|USD|HKD|CNY|NTD|TWD|EUR|JPY|RM|NT)[ ]?\Z")
_SYMBOLS = {"$": "USD", "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "¥": "CNY", "RMB¥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "RMB": "CNY", "USD": "USD", "HKD": "HKD", "CNY": "CNY", "NTD": "TWD", "TWD": "TWD", "EUR": "EUR", "JPY": "JPY", "RM": "MYR", "NT": "TWD"}
_CURRENCY_WORDS = {"人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港币": "HKD", "港元": "HKD", "美金": "USD", "美元": "USD", "欧元": "EUR", "日元": "JPY", "日币": "JPY", "令吉": "MYR"}
_CURRENCY_LAST = frozenset("币元金吉")
_IN_BRACKET = re.compile(r"[(（](人民币|港元|港币|美元|新台币|欧元|日元)(?=[)）,，、])")
_BELOW = re.compile(r"[(（](?:单位[:：]|均为|以)?(人民币|港元|港币|美元|新台币|欧元)(?:计)?[,，、][^()（）]{0,4}下同")
_SIGNED = ("fraction", "fraction_change", "money", "multiple", "temperature", "成", "mass_co2")
_LISTED = re.compile(r"[、,，/和与][^，,。；;0-9]{0,6}")
_TOLERANCE = re.compile(r"(?:±|正负|上下浮动|浮动|上下波动)(?:约|在)?[ ]?\Z")
_DETERMINERS = frozenset("上下这那每同另某哪前后首头任各该")
_MAY_GO_ON = frozenset("-–—−~～〜至到、和与或")
_ONE_MORE = frozenset("唯统逐单专归划同不")  # 唯一一家: the run 一一 is one word and one numeral
_OVER = re.compile(r"(?:[已均将突难冲未料会可]|月活|年收入|规模|盈利|市值|营收|销量|破)过\Z")
_UP_TO = re.compile(r"(?<![以线市海网路船身台天马地桌早晚手会])上\Z")


def find_quantities(
    text: str,
    taken: Sequence[tuple[int, int]],
    lexicon: UnitSource,
    region: str = "mainland",
    currency: str | None = None,
) -> tuple[Quantity, ...]:
    """All quantities of ``text`` outside the spans ``taken`` by dates, names and contacts, ascending, without overlaps.

    ``region`` (mainland, taiwan, hongkong) decides a bare 元 and 兆; ``currency`` overrides it for 元, as does a note of
    the text itself (``（人民币，下同）``). A numeral that is part of a word (``统一``), follows ``第`` or touches a lost character
    gives nothing and is left to the caller.

    >>> from extract.lexicon import load
    >>> [(q.value, q.unit, q.comparator) for q in find_quantities("每分钟超540万笔，占比近三成", (), load())]
    [(Decimal('5400000'), '笔/min', '>'), (Decimal('30'), '%', '~')]
    """
    plain = plain_han(fold(text))
    if currency is None and "下同" in plain:
        note = _BELOW.search(plain)
        currency = _CURRENCY_WORDS[note.group(1)] if note else None
    return _Reading(_hide(plain, taken), unit_index(lexicon, region, currency), region).run()


def _hide(text: str, taken: Sequence[tuple[int, int]]) -> str:
    if not taken:
        return text
    pieces = []
    at = 0
    for start, end in sorted(taken):
        if end > at:
            pieces.append(text[at : max(at, start)])
            pieces.append(HIDDEN * (end - max(at, start)))
            at = end
    pieces.append(text[at:])
    return "".join(pieces)


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str, units: UnitIndex, region: str) -> None:
        self.text = text
        self.units = units
        self.taiwan = region == "taiwan"
        self.found: list[Quantity] = []
        self.reach = 0

    def run(self) -> tuple[Quantity, ...]:
        text = self.text
        search = TOKEN.search
        position = 0
        match = search(text, position)
        while match:
            draft = self.draft(match)
            if draft is None:
                position = max(match.end(), match.start() + 1)
            else:
                position = self.complete(draft)
            match = search(text, position)
        if "级" in text:
            self.levels()
        return tuple(self.found)

    def complete(self, draft: Draft) -> int:
        """Read on from ``draft`` to the end of its range or list; keep what came of it."""
        text = self.text
        end = draft.end
        following = text[end : end + 1]
        if following in RANGE_FIRST:
            whole = complete_range(text, draft, self.at)
            if whole is not None:
                return self.keep(whole)
        if following in LIST_FIRST and draft.number is not None:
            items = complete_list(text, draft, self.at)
            if items is not None:
                for item in items:
                    end = self.keep(item)
                return end
        return max(end, draft.start + 1) if draft.tentative else self.keep(draft)

    def at(self, position: int) -> Draft | None:
        """The quantity that begins right at ``position``, a sign or currency symbol included."""
        text = self.text
        begin = position
        while begin < len(text) and text[begin] in "-−$¥€" and begin < position + 2:
            begin += 1
        match = TOKEN.match(text, begin)
        if match is None or match["word"]:
            return None
        draft = self.draft(match)
        return draft if draft is not None and draft.start >= position else None

    # ------------------------------------------------------------------------------------------------- one quantity

    def draft(self, match: re.Match[str]) -> Draft | None:
        """The quantity that begins with the number ``match``, comparators and what follows a range left out."""
        text = self.text
        start = match.start()
        word = match["word"]
        if word:
            return self.word(word, start)
        before = text[start - 1 : start]
        if before == "第" or before == LOST or text[match.end() : match.end() + 1] == LOST:
            return None
        if text[start] == "一" and match.end() - start > 1 and before in _ONE_MORE and before:
            again = TOKEN.match(text, start + 1)
            return self.draft(again) if again and not again["word"] else None
        following = text[match.end() : match.end() + 1]
        if following in _AFTER or following == "个":
            special = self.special(match.end(), start, following)
            if special is not None:
                return self.signed(special)
        number = read_number(match, self.taiwan and following == "%")
        if number is None:
            return None
        if text[start] in "零〇" and number.value == 0:
            return None
        return self.measured(number)

    def word(self, word: str, start: int) -> Draft | None:
        for rule, back in _WORDS[word]:
            begin = start - back
            if begin < self.reach:
                continue
            match = rule.compiled.match(self.text, begin)
            made = rule.build(match) if match and match.end() > start else None
            if made is not None:
                return from_rule(made)
        return None

    def special(self, end: int, start: int, following: str) -> Draft | None:
        text = self.text
        if following == "个":
            piece = text[end + 1 : end + 2]
            if piece not in _AFTER_PIECE:
                return None
            only = _AFTER_PIECE[piece]
            rules: tuple[Rule[Quantity], ...] = (only,) if only else (NINES, AND_A_HALF)
        else:
            rules = _AFTER[following]
        for rule in rules:
            match = rule.compiled.match(text, start)
            made = rule.build(match) if match and match.end() > end else None
            if made is not None:
                return from_rule(made)
        return None

    def measured(self, number: Number) -> Draft | None:
        """The number with its unit, currency and sign; None when it is none of our business."""
        text = self.text
        number, unit = self.mega(number)
        slang = self.slang(number) if number.arabic and unit is None else None
        if unit is None:
            unit = self.units.read(text, number.end, number.arabic)
        if unit is None and text[number.end - 2 : number.end + 1] == "个多月":
            unit = FoundUnit(number.end, number.end + 1, Form("mo", "time"))
        level = None
        if text[number.end : number.end + 1] in "级量 " and (unit is None or text[unit.start] == "级"):
            level = _LEVEL.match(text, number.end)
            if level and (number.scaled or number.bare or level.group().strip() != "级"):
                unit = self.units.read(text, level.end(), number.arabic) if text[level.end() : level.end() + 1].isascii() else None
            else:
                level = None
        if unit is None and level is None:
            unit = self.prefix(number.end)
        flags = number.flags if slang is None else (*number.flags, slang)
        if unit is None:
            return self.without_unit(number, flags, level.end() if level else number.end, level is not None)
        return self.with_unit(number, unit, flags, level is not None)

    def with_unit(self, number: Number, unit: FoundUnit, flags: tuple[str, ...], order: bool) -> Draft | None:
        text = self.text
        form = unit.form
        end = unit.end
        if form.symbol == "a" and number.arabic and not number.scaled and _YEAR.match(text, max(0, number.end - 4), number.end):
            return None
        if not number.arabic and number.value_max is None and counts_nothing(text, number.start, number.end):
            return None
        if form.symbol == "个":
            hours = _CARD_HOURS.match(text, unit.start)
            if hours:
                form, end = Form("GPU小时", "compute_time"), hours.end()
        per = rates.denominators(text, end, self.units) if text[end : end + 1] in "/／每" else None
        if per:
            form, end = Form(form.symbol + per.per, "price" if form.dimension == "money" else "rate", form.factor, form.flags), per.end
        level = _LEVEL.match(text, end) if text[end : end + 1] in "级量" and form.dimension != "count" else None
        if level:
            end, order = level.end(), True
        if number.bare and number.op is None:
            flags = (*flags, "bare-scale")
        if form.flags:
            flags += form.flags
        if order:
            flags += ("order",)
        high = None if number.value_max is None else times(number.value_max, form.factor)
        draft = Draft(
            number.start, end, times(number.value, form.factor), high, number.op or ("~" if order else None), form,
            unit.start, "number-unit", number, None, flags,
        )  # fmt: skip
        if number.simple and per is None:
            draft.numerals = (Span(number.start, self.numeral_end(number)),)
        return self.signed(self.priced(draft))

    def without_unit(self, number: Number, flags: tuple[str, ...], end: int, order: bool) -> Draft | None:
        text = self.text
        tentative = not number.arabic and not order and not self.stands_alone(number)
        if tentative and text[end : end + 1] not in _MAY_GO_ON:
            return None
        if number.bare and number.op is None:
            flags = (*flags, "bare-scale")
        if order:
            flags = (*flags, "order")
        draft = Draft(
            number.start, end, number.value, number.value_max, number.op or ("~" if order else None), NO_UNIT, end, "number",
            number, None, flags, tentative=tentative,
        )  # fmt: skip
        if number.simple:
            draft.numerals = (Span(number.start, self.numeral_end(number)),)
        if order and text[end : end + 1] == "别":
            draft.end += 1
        return self.signed(self.priced(draft))

    def numeral_end(self, number: Number) -> int:
        return number.end if self.text[number.end - 1] not in "多余几来+" else number.end - 1

    def stands_alone(self, number: Number) -> bool:
        """Whether a Han number without a unit is a number and no part of a word."""
        if number.op is not None and not (number.op == "~" and "vague" in number.flags and not number.scaled):
            return True
        run = self.text[number.start : number.end]
        if len(run) > 1 and number.scaled and number.value >= 100:
            return not (run in ("千万", "百万千万") and self.text[number.end : number.end + 1] in "别不要莫记")
        if "." in run or "点" in run:
            return True
        if run in ("百", "千", "万", "亿"):
            before = self.text[number.start - 1 : number.start]
            return before in "上破超近逾过" and before != "" and self.compared(number.start)
        return len(run) <= 2 and comparators.lead(self.text, number.start)[1] is not None and number.value >= 2

    def compared(self, start: int) -> bool:
        return comparators.lead(self.text, start)[1] is not None or bool(
            _UP_TO.search(self.text, max(0, start - 2), start) or _OVER.search(self.text, max(0, start - 5), start)
        )

    def mega(self, number: Number) -> tuple[Number, FoundUnit | None]:
        """On the mainland a bare 兆 is a prefix that lacks its noun (``500兆``), except with money."""
        text = self.text
        cut = number.end - 1
        if text[cut] != "兆" or self.taiwan or cut <= number.start:
            return number, None
        after = self.units.read(text, number.end, True)
        match = None if after and after.form.dimension == "money" else TOKEN.match(text, number.start, cut)
        again = read_number(match) if match and match.end() == cut else None
        if again is None:
            return number, None
        return again, FoundUnit(cut, number.end, Form("兆", None, None, ("bare-prefix",)))

    def slang(self, number: Number) -> str | None:
        """``620w``: multiply the number by the letter after it."""
        text = self.text
        if text[number.end : number.end + 1] not in "wWkKMBT" or number.end >= len(text):
            return None
        match = _SLANG.match(text, number.end)
        if match is None:
            return None
        factor = _SLANG_MEANS[match["other"] or ("w" if match["w"] else "k")]
        value = EXACT.multiply(number.value, factor)
        if match["digit"]:
            value = EXACT.add(value, EXACT.multiply(Decimal(match["digit"]), factor / 10))
        number.value, number.mantissa, number.scaled, number.end = value, number.value, True, match.end()
        if text[number.end : number.end + 1] == "+":
            number.end, number.op = number.end + 1, ">="
        return "slang"

    def prefix(self, end: int) -> FoundUnit | None:
        """A metric prefix in place of a unit."""
        text = self.text
        at = end + 1 if text[end : end + 1] == " " else end
        letter = text[at : at + 1]
        if not letter or letter not in PREFIXES:
            return None
        following = text[at + 1 : at + 2]
        if following and following.isascii() and (following.isalnum() or following in "-_"):
            return None
        return FoundUnit(at, at + 1, Form(letter.upper() if letter == "k" else letter, None, None, ("bare-prefix",)))

    # --------------------------------------------------------------------------------------------- before the number

    def priced(self, draft: Draft) -> Draft:
        """A currency in front: ``US$4.2亿``, ``人民币5312亿元``; or in a bracket behind: ``705.5亿元（人民币…``."""
        text = self.text
        start = draft.start
        before = text[start - 1 : start]
        dimension = draft.form.dimension
        if draft.has_unit and dimension != "money":
            return draft
        code: str | None = None
        if before and (before in "$¥€£₩" or (before.isascii() and before.isalpha() and before in "BDYPMRT") or before == " "):
            match = _symbol(text, start)
            if match is not None:
                code = _SYMBOLS[match.group().strip()]
                draft.start = match.start()
        elif before and before in _CURRENCY_LAST:
            for word, named in _CURRENCY_WORDS.items():
                if text.startswith(word, start - len(word)) and start >= len(word):
                    code, draft.first = named, start - len(word)
                    break
        if code is None and draft.has_unit and text[draft.end : draft.end + 1] in "(（":
            bracket = _IN_BRACKET.match(text, draft.end)
            code = _CURRENCY_WORDS[bracket.group(1)] if bracket else None
        if code is not None and (not draft.has_unit or "currency-by-region" in draft.flags):
            draft.form = Form(code, "money", draft.form.factor)
            draft.flags = tuple(flag for flag in draft.flags if flag != "currency-by-region")
        return draft

    def signed(self, draft: Draft) -> Draft:
        """A written sign before the number, a letter glued to it, a word that points at it."""
        text = self.text
        start = draft.start
        before = text[start - 1 : start]
        if not before:
            return draft
        if before in "-−":
            further = text[start - 2 : start - 1]
            if further and further.isascii() and (further.isalnum() or further in ")%"):
                if further.isalpha():
                    draft.flags = (*draft.flags, "glued")
            elif further not in "-—–−" or not further:
                unit = draft.form.dimension
                if unit in _SIGNED or (not draft.has_unit and draft.number is not None and draft.number.scaled):
                    self.negate(draft, start - 1)
        elif before == "负" and text[start - 2 : start - 1] not in tuple("正肩背担抱欺自胜"):
            self.negate(draft, start - 1)
        elif before == "下" and draft.form.dimension in ("temperature", "energy") and text.startswith("零", start - 2):
            self.negate(draft, start)
        elif before == "+" and not text[start - 2 : start - 1].isalnum():
            draft.flags = (*draft.flags, "plus")
        elif before.isascii() and before.isalpha():
            draft.flags = (*draft.flags, "glued")
        elif before in _DETERMINERS and not (before == "上" and draft.number is not None and draft.number.bare):
            draft.flags = (*draft.flags, "denominator" if before == "每" else "determined")
        return draft

    def negate(self, draft: Draft, start: int) -> None:
        draft.value, draft.value_max = -draft.value, None if draft.value_max is None else -draft.value_max
        draft.start, draft.negative, draft.flags = start, True, (*draft.flags, "minus")

    # ------------------------------------------------------------------------------------------------------- the end

    def keep(self, draft: Draft) -> int:
        """Add comparators and rates, and file the quantity; the position after it."""
        text = self.text
        start, end, form = draft.start, draft.end, draft.form
        dimension = form.dimension
        begin = start if draft.first < 0 else draft.first
        numerals = draft.numerals
        flags = draft.flags
        kind = draft.kind
        op = draft.op
        stop = end
        if "plus" in flags:
            begin -= 1
        lead, before = comparators.lead(text, begin)
        stop, after = comparators.tail(text, end, dimension)
        if not draft.fixed or before is not None or after is not None:
            said = after if after in (">=", "<=") and before == "~" else before or after
            if said is None and draft.number is not None and draft.number.bare and lead == begin:
                said, lead = self.over(begin)
            if said is None and op is None:
                said = comparators.from_distance(text, begin, dimension in ("fraction", "multiple"))
            op = said or op
        if lead and text[lead - 1] in "±负动":
            tolerance = _TOLERANCE.search(text, max(0, lead - 6), lead)
            if tolerance:
                lead, flags = tolerance.start(), (*flags, "tolerance")
        if kind is None and dimension == "multiple" and text[begin - 1 : begin] in ("翻", "了", "出") and "翻" in text[max(0, begin - 2) : begin]:
            kind = "increase"
        symbol: str | None = form.symbol or None
        value, high = draft.value, draft.value_max
        rate = rates.told_before(text, lead, form) if symbol else None
        if rate:
            symbol = f"{symbol}{rate.per}"
            while self.found and self.found[-1].start >= rate.word:  # the 百万 of 每百万Token
                self.found.pop()
            lead, flags = rate.start, (*flags, "rate-prefix")
            extra = tuple(Span(a + rate.word, b + rate.word) for a, b in find_numerals(text[rate.word : rate.end]))
            numerals = extra + (numerals if numerals is not None else self.numerals(start, end))
        elif dimension == "money":
            rate = rates.told_after(text, end, form)
            if rate:
                symbol = f"{symbol}{rate.per}"
                stop, flags = rate.end, (*flags, "rate-suffix")
                self.share_rate(form.symbol, rate.per, lead)
                numerals = (numerals if numerals is not None else self.numerals(start, end)) + tuple(
                    Span(a + rate.start, b + rate.start) for a, b in find_numerals(text[rate.start : rate.end])
                )
        if dimension == "fraction" and high is None and text.find("持平", max(0, start - 10), start) >= 0:
            if self.rises_from_flat(start, end):
                value, high, flags = Decimal(0), value, (*flags, "from-flat")
        self.found.append(
            Quantity(
                start, end, value, high, symbol, op or "=", draft.rule, min(lead, start), max(stop, end),
                numerals if numerals is not None else self.numerals(start, end), draft.unit_start, dimension, kind, flags,
            )  # fmt: skip
        )
        self.reach = max(stop, end)
        return self.reach

    def share_rate(self, currency: str, per: str, lead: int) -> None:
        """``输入4元、输出16元（每百万Token）``: the bracket speaks of the prices before it in the list too."""
        for index in range(len(self.found) - 1, -1, -1):
            price = self.found[index]
            if price.unit != currency or not _LISTED.fullmatch(self.text, price.tail, lead):
                break
            self.found[index] = replace(price, unit=currency + per, flags=(*price.flags, "rate-suffix"))
            lead = price.lead

    def over(self, begin: int) -> tuple[str | None, int]:
        """``过百亿``, ``上千``."""
        text = self.text
        before = text[begin - 1 : begin]
        if before == "上" and _UP_TO.search(text, max(0, begin - 2), begin):
            return ">", begin - 1
        if before == "过" and _OVER.search(text, max(0, begin - 5), begin):
            return ">", begin - 1
        return None, begin

    def rises_from_flat(self, start: int, end: int) -> bool:
        """``持平至升2%`` is a range that begins at nothing."""
        match = FROM_FLAT.compiled.match(self.text, self.text.rfind("持平", max(0, start - 10), start))
        return match is not None and match.end() == end

    def numerals(self, start: int, end: int) -> tuple[Span, ...]:
        return tuple(Span(a + start, b + start) for a, b in find_numerals(self.text[start:end]))

    def levels(self) -> None:
        """``秒级`` and the like, which hold no numeral."""
        text = self.text
        at = text.find("级")
        made: list[Quantity] = []
        while at >= 0:
            for begin in range(max(0, at - 2), at):
                match = SIZE_LEVEL.compiled.match(text, begin)
                quantity = SIZE_LEVEL.build(match) if match and match.end() == at + 1 else None
                if quantity is not None:
                    made.append(quantity)
                    break
            at = text.find("级", at + 1)
        if made:
            spans = {q.start for q in made}
            self.found = sorted((q for q in self.found if q.start not in spans), key=lambda q: q.start)
            self.found = sorted([*self.found, *made], key=lambda q: q.start)


def _symbol(text: str, start: int) -> re.Match[str] | None:
    for begin in range(max(0, start - 6), start):
        match = _SYMBOL.match(text, begin, start)
        if match and not (begin and text[begin - 1].isascii() and text[begin - 1].isalpha()):
            return match
    return None
