"""From a number in the text to a draft of its quantity: special forms, unit, size word, currency and sign."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.mentions import comparators, rates
from extract.mentions.drafts import NO_UNIT, Draft, from_rule, times
from extract.mentions.number_context import CAN_MATTER, add_currency, add_sign
from extract.mentions.numbers import HIDDEN, LOST, TOKEN, Number, read_number
from extract.mentions.numerals import EXACT
from extract.mentions.quantity_units import PREFIXES, Form, FoundUnit, UnitIndex
from extract.mentions.special_forms import AFTER, special_form, word_form
from extract.mentions.unit_guards import is_figure_of_speech
from extract.types import Span

_SLANG = re.compile(
    r"(?P<w>[wW])(?:(?P<digit>[0-9])(?![0-9.])"
    r"|(?=\+|[ ]?(?:tpm|QPS|TPS|IOPS|[Tt]okens?|次|人|台|个|家|张|辆|条|粉|用户|月|元|阅读|播放)))"
    r"|(?P<k>[kK])(?=[ ]?(?:tpm|QPS|TPS|IOPS|个?[ ]?[Tt]okens?|个?词元|的?(?:超长|长)?上下文|长度|窗口))|(?P<other>[MBT](?=[ ]?(?:[Tt]okens?|TOKENS?))"
    r"|M(?=[ ]?(?:个?词元|的?(?:超长|长)?上下文|长度|窗口)))"
)
_CONTEXT = re.compile(r"上下文[^，,。；;、0-9]{0,10}\Z")  # 上下文窗口达128K
_OF_CONTEXT = re.compile("[kKM](?![A-Za-z0-9])")
_SLANG_MEANS = {"w": 10**4, "k": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
_LEVEL = re.compile(r"[ ]?(?:量级|级别|级)(?![联赛]|数(?![据字量]))")
_CARD_HOURS = re.compile(rf"个[ ]?(?:[A-Z][A-Za-z0-9\-]{{1,12}}|(?P<hidden>{HIDDEN}{{2,14}}))[ ]?(?:GPU|卡)[ ]?小?时")
_HEAD = re.compile(r"[-−]?(?:(?:US|HK|NT|S|A)?\$|[¥€£])?")
CARD_FIRST = frozenset(" ABCDEFGHIJKLMNOPQRSTUVWXYZ" + HIDDEN)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}\Z")
_GOES_ON = frozenset("-–—−~～〜至到、和与或")  # a range or list may make a number of a Han digit
_AFTER_ONE = _GOES_ON.union(AFTER, " 级量多余几来")  # what besides a unit can make a number of 一
ONE_MORE = frozenset("唯统逐单专归划同不")  # 唯一一家: the run 一一 is a word's end and a numeral
_OVER = re.compile(r"(?:[已均将突难冲未料会可]|月活|年收入|规模|盈利|市值|营收|销量|破|[，,。、；：\s])过\Z")
_UP_TO = re.compile(r"(?<![以线市海网路船身台天马地桌早晚手会])上\Z")
# 一万八, 两亿四, 一千七八: a digit that stands for the next lower unit, where no counted noun follows
_LOWER_DIGIT = re.compile("(?:[一二两三四五六七八九]?十)?[一二两三四五六七八九十百][千万亿][一二两三四五六七八九]{1,2}")
_AFTER_LOWER = re.compile(
    r"[\s，,。；;、！!？?)）”\"」:：~—～至到]|左右|上下|以上|以下|以内|[了的吧呢啊吗](?![一-鿿])|[了吧呢啊吗]"
)
_MORE_MONTHS = Form("mo", "time")
_MEGA = Form("兆", None, None, ("bare-prefix",))


class NumberReader:
    """Reads drafts out of one text, which must end in a line break (so that every number has a character after it)."""

    def __init__(self, text: str, units: UnitIndex, region: str) -> None:
        self.text = text
        self.units = units
        self.taiwan = region == "taiwan"
        self.loose = False

    def at(self, position: int, loose: bool = False) -> Draft | None:
        """The quantity that begins right at ``position``, a sign or currency symbol included.

        ``loose``: a Han digit without a unit will do (``五`` of ``百分之三到五``).
        """
        match = TOKEN.match(self.text, _HEAD.match(self.text, position).end())  # type: ignore[union-attr]
        if match is None or match["word"]:
            return None
        self.loose = loose
        draft = self.read(match)
        self.loose = False
        if draft is not None and draft.start < position:
            if not draft.negative:
                return None
            draft.start, draft.negative = position, False  # the dash of a range is no minus
            draft.value = -draft.value
            if draft.value_max is not None:
                draft.value, draft.value_max = -draft.value_max, draft.value
            draft.flags = tuple(flag for flag in draft.flags if flag != "minus")
        return draft

    def read(self, match: re.Match[str], reach: int = 0) -> Draft | None:
        """The quantity that begins with the ``TOKEN`` match, without comparators and without what follows in a range.

        ``reach`` is where the text not yet read begins. None for a number that is part of a word or has lost a character.
        """
        text = self.text
        start, end = match.span()
        word = match["word"]
        if word:
            made = word_form(text, word, start, reach)
            return from_rule(made) if made else None
        before = text[start - 1] if start else "\n"
        if before == "第" or before == LOST or text[end] == LOST:
            return None
        if text[start] == "一" and end - start > 1 and before in ONE_MORE:
            again = TOKEN.match(text, start + 1)
            return self.read(again) if again and not again["word"] else None
        following = text[end]
        if (
            end - start == 1
            and text[start] in "一二"
            and (
                (following not in self.units.first and following not in _AFTER_ONE)
                or is_figure_of_speech(text, start, end)
            )
        ):
            return None
        if following in AFTER:
            made = special_form(text, start, end)
            if made is not None:
                special = from_rule(made)
                add_sign(text, special)
                return special
        number = read_number(match, self.taiwan and following == "%")
        if number is None or (text[start] in "零〇" and number.value == 0):
            return None
        draft = self._measured(number)
        if draft is not None:
            if draft.form.dimension == "money" or draft.form is NO_UNIT:
                add_currency(text, draft, reach)
            if before in CAN_MATTER or before < "\x7f":
                add_sign(text, draft)
        return draft

    # ---------------------------------------------------------------------------------------------------- the unit

    def _measured(self, number: Number) -> Draft | None:
        """The number with its unit; None when it is none of our business."""
        text = self.text
        unit: FoundUnit | None = None
        if text[number.end - 1] == "兆":
            number, unit = self._mega(number)
        end = number.end
        following = text[end]
        if following in "wWkKMBT" and number.arabic and self._slang(number):
            end = number.end
        if unit is None:
            unit = self.units.read(text, end, number.arabic)
        if unit is None and following == "月" and text.startswith("个多", end - 2):
            unit = FoundUnit(end, end + 1, _MORE_MONTHS)
        if following in "级量 " and (unit is None or text[unit.start] == "级"):
            level = _LEVEL.match(text, end)
            if level and (number.scaled or number.bare or level.group().strip() != "级"):
                after = level.end()
                unit = self.units.read(text, after, number.arabic) if text[after].isascii() else None
                return self._with_unit(number, unit, True) if unit else self._without_unit(number, after, True)
        if unit is None:
            unit = self._prefix(end)
        return self._with_unit(number, unit, False) if unit else self._without_unit(number, end, False)

    def _with_unit(self, number: Number, unit: FoundUnit, order: bool) -> Draft | None:
        text = self.text
        begin, end, form, numbered = unit
        following = text[end]
        flags = number.flags
        if form.symbol == "个" and following in CARD_FIRST:
            hours = _CARD_HOURS.match(text, begin)
            if hours:  # 278.8万个H800 GPU小时; a name that is taken stays outside
                form = Form("GPU小时", "compute_time")
                if not hours["hidden"]:
                    end, numbered = hours.end(), True
        elif (
            form.symbol == "a"
            and number.arabic
            and not number.scaled
            and _YEAR.match(text, max(0, number.end - 4), number.end)
        ):
            return None
        if not number.arabic and number.value_max is None and is_figure_of_speech(text, number.start, number.end):
            return None
        if following in " /／每" and "bare-prefix" not in form.flags:
            per = rates.denominators(text, end, self.units)
            if per:
                dimension = "price" if form.dimension == "money" else "rate"
                known = self.units.forms.get(form.symbol + per.per)  # 帧/s is told as fps
                symbol = known.symbol if known and known.factor is None else form.symbol + per.per
                form, end, numbered = Form(symbol, dimension, form.factor, form.flags), per.end, True
        elif following in "级量" and (form.dimension != "count" or (form.symbol == "卡" and number.scaled)):
            level = _LEVEL.match(text, end)
            if level:
                end, order = level.end(), True
        if number.bare and number.op is None:
            flags = (*flags, "bare-scale")
        if form.flags:
            flags += form.flags
        if order:
            flags += ("order",)
        high = None if number.value_max is None else times(number.value_max, form.factor)
        value = number.value if form.factor is None else times(number.value, form.factor)
        numerals = None if numbered or not number.simple else (Span(number.start, number.digits_end),)
        return Draft(
            number.start, end, value, high, number.op or ("~" if order else None), form, begin, "number-unit", number, None, flags,
            numerals,
        )  # fmt: skip

    def _without_unit(self, number: Number, end: int, order: bool) -> Draft | None:
        tentative = not number.arabic and not order and not self._stands_alone(number)
        if tentative and not self.loose and self.text[end] not in _GOES_ON:
            return None
        flags = number.flags
        if number.bare and number.op is None:
            flags = (*flags, "bare-scale")
        if order:
            flags = (*flags, "order")
        numerals = (Span(number.start, number.digits_end),) if number.simple else None
        return Draft(
            number.start, end, number.value, number.value_max, number.op or ("~" if order else None), NO_UNIT, end, "number",
            number, None, flags, numerals, tentative=tentative,
        )  # fmt: skip

    def _stands_alone(self, number: Number) -> bool:
        """Whether a Han number without a unit is a number and no part of a word."""
        text = self.text
        if number.op is not None and not (number.op == "~" and "vague" in number.flags and not number.scaled):
            return True
        run = text[number.start : number.end]
        if len(run) > 1 and number.scaled and number.value >= 100:
            return not (run == "千万" and text[number.end] in "别不要莫记")
        if "." in run or "点" in run or (_LOWER_DIGIT.fullmatch(run) and _AFTER_LOWER.match(text, number.end)):
            return True
        if run in ("百", "千", "万", "亿"):
            before = text[number.start - 1 : number.start]
            return (
                before != ""
                and before in "上破超近逾过"
                and (comparators.lead(text, number.start)[1] is not None or told_over(text, number.start) is not None)
            )
        return len(run) <= 2 and number.value >= 2 and comparators.lead(text, number.start)[1] is not None

    def _mega(self, number: Number) -> tuple[Number, FoundUnit | None]:
        """On the mainland a bare 兆 is a prefix that lacks its noun (``500兆``), except with money."""
        cut = number.end - 1
        if self.taiwan or cut <= number.start:
            return number, None
        after = self.units.read(self.text, number.end, True)
        counted = after is not None and (after.form.dimension == "money" or after.form.symbol == "次")
        match = None if counted else TOKEN.match(self.text, number.start, cut)
        again = read_number(match) if match and match.end() == cut else None
        return (number, None) if again is None else (again, FoundUnit(cut, number.end, _MEGA))

    def _slang(self, number: Number) -> bool:
        """``620w``: multiply the number by the letter after it."""
        match = _SLANG.match(self.text, number.end)
        tenth = None
        if match is not None:
            letter, tenth = match["other"] or ("w" if match["w"] else "k"), match["digit"]
        elif _CONTEXT.search(self.text, max(0, number.start - 14), number.start):
            match = _OF_CONTEXT.match(self.text, number.end)
            letter = match.group() if match else ""
        if match is None:
            return False
        factor = Decimal(_SLANG_MEANS[letter.replace("K", "k")])
        value = EXACT.multiply(number.value, factor)
        if tenth:
            value = EXACT.add(value, EXACT.multiply(Decimal(tenth), factor / 10))
        number.value, number.mantissa, number.scaled, number.end = value, value, True, match.end()
        number.flags = (*number.flags, "slang")
        if self.text[number.end] == "+":
            number.end, number.op = number.end + 1, ">="
        return True

    def _prefix(self, end: int) -> FoundUnit | None:
        """A metric prefix in place of a unit: ``300P``."""
        text = self.text
        at = end + 1 if text[end] == " " else end
        letter = text[at : at + 1]
        if letter not in PREFIXES or letter == "兆":
            return None
        following = text[at + 1]
        if following.isascii() and (following.isalnum() or following in "-_"):
            return None
        return FoundUnit(at, at + 1, Form("K" if letter == "k" else letter, None, None, ("bare-prefix",)))


def told_over(text: str, begin: int) -> int | None:
    """Where the word begins that says "more than" of a bare scale at ``begin``: ``过百亿``, ``上千``.

    >>> told_over("盈利过百亿", 3), told_over("通过百亿", 2)
    (2, None)
    """
    before = text[begin - 1 : begin]
    if before == "上" and _UP_TO.search(text, max(0, begin - 2), begin):
        return begin - 1
    if before == "过" and _OVER.search(text, max(0, begin - 5), begin):
        return begin - 1
    return None
