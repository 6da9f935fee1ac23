"""Ranges (``3%—5%``, ``5.8至6.3亿``, ``-6100万元至-4200万元``) and lists that share what stands last (``2、3、5亿元``)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extract.mentions.drafts import NO_UNIT, Draft, times
from extract.mentions.numerals import EXACT
from extract.types import Comparator, Value

RANGE_FIRST = frozenset("-–—−~～〜至到 ")
_RANGE = re.compile(
    r"[ ]?(?:[-–—−]{1,2}|[~～〜]|[至到])[ ]?(?=(?:US|HK|NT)?\$|[-−¥€£0-9〇零一二两三四五六七八九十百千万亿兆数几])"
)
LIST_FIRST = frozenset("、和与及以或/／ ")
_LIST = re.compile(r"[ ]?(?:、|以及|和|与|及|或|/|／)[ ]?(?=[0-9一二两三四五六七八九十百千])")
_FROM = re.compile(r"[从由自][^，,。；;：:、！？!?\n0-9一二两三四五六七八九十百千万亿到至为成]{0,12}\Z")
_ADDED = re.compile(r"(?:增|升|降|跌|减|涨|加|少|多|滑|落|收窄|扩大)(?:了|加|长|少)?\Z")
_FORECAST = re.compile(r"预[计期告增减盈亏测]|有望|指引|展望|区间|介于|约|大概|将|拟|计划")
_STOP = re.compile("[。！？!?\n；;]")
_NOT_CHANGE = re.compile(
    r"[ ]?(?:不等|之间|区间|范围|的区间|的范围|左右"
    r"|[，,]?[^，,。；;0-9]{0,4}?(?:[缩压][短减缩]|减少?|下?降低?|下[跌滑调]|增[加长]?|提[升高]|上?升|上[涨调]|扩大|延长|涨|跌|拉[长高升]|收窄|变|改)了?[到至为成]?(?:约|近|仅)?"
    r"[ ]?[0-9一二两三四五六七八九十])"
)
_FURTHEST = 60  # characters to look back for 预计
_MOST = 8  # items of a list

Reader = Callable[[int, bool], Draft | None]


def complete_range(text: str, low: Draft, read: Reader) -> Draft | None:
    """The range that ``low`` begins, or None; ``read`` gives the quantity at a position, without looking further."""
    if low.end >= len(text) or text[low.end] not in RANGE_FIRST:
        return None
    between = _RANGE.match(text, low.end)
    if between is None or (low.value_max is not None and low.number is None):
        return None
    word = between.group().strip()
    high = read(between.end(), low.rule == "percent-words")
    if high is None or "glued" in high.flags:
        return None
    if word not in "至到" and _is_code(text, low, high):
        return None
    if word in "至到" and _is_change(text, low, high):
        return None
    return _joined(low, high)


def _is_code(text: str, low: Draft, high: Draft) -> bool:
    """Three numbers joined by dashes: ``400-123-4567``."""
    before = low.start > 1 and text[low.start - 1] in "-–—" and text[low.start - 2].isdigit()
    after = not high.has_unit and text[high.end] in "-–—" and text[high.end + 1].isdigit()
    return before or after


def _is_change(text: str, low: Draft, high: Draft) -> bool:
    """``从3年到5年`` tells a change, ``减少120亿元至36亿元`` a change and a level: two quantities, no range."""
    begin = low.start if low.first < 0 else low.first
    if low.has_unit and low.value > 0 and _ADDED.search(text, max(0, begin - 3), begin):
        if low.form.dimension in ("fraction", "fraction_change", "multiple"):
            return False  # 下降36%至33% is a range
        if high.value > 5 * low.value or high.value < low.value:
            return True  # 净增5.1万条至110.6万条
        return not _is_forecast(text, begin)
    return _search_back(text, begin) and _NOT_CHANGE.match(text, high.end) is None


def _is_forecast(text: str, begin: int) -> bool:
    """Whether the sentence speaks of what is expected, where ``增加1.2亿元至1.5亿元`` is a range."""
    window = text[max(0, begin - _FURTHEST) : begin]
    stops = [match.end() for match in _STOP.finditer(window)]
    return _FORECAST.search(window, stops[-1] if stops else 0) is not None


def _search_back(text: str, end: int) -> bool:
    window = max(0, end - 13)
    for char in "从由自":
        at = text.rfind(char, window, end)
        if at >= 0 and _FROM.match(text, at, end):
            return True
    return False


def _joined(low: Draft, high: Draft) -> Draft | None:
    """Both as one, when they fit: the low end takes from the high one what it lacks."""
    flags = tuple(dict.fromkeys((*low.flags, *high.flags)))
    first: Value = low.value
    if not low.has_unit:
        if low.number is None:
            return None
        shared = _shared(low, high)
        if shared is None:
            return None
        first, inherited = shared
        if inherited:
            flags = (*flags, "inherited-scale")
        form = high.form
    elif not high.has_unit:
        return _after_words(low, high, flags)
    else:
        form = high.form
        if low.form.symbol != form.symbol:
            if low.form.seconds is None or form.seconds is None or not isinstance(first, Decimal):
                return None
            first = EXACT.divide(EXACT.multiply(first, low.form.seconds), form.seconds)
    last = high.value if high.value_max is None else high.value_max
    flags = tuple(flag for flag in flags if flag != "bare-scale")
    return _with_bounds(low, high, first, last, form, flags)


def _with_bounds(low: Draft, high: Draft, first: Value, last: Value, form: object, flags: tuple[str, ...]) -> Draft:
    op: Comparator | None = "~" if "~" in (low.op, high.op) else None
    if first > last:
        first, last = last, first
        flags = (*flags, "descending")
    numerals = None if low.numerals is None or high.numerals is None else low.numerals + high.numerals
    return Draft(
        low.start, high.end, first, last, op, high.form if high.has_unit else low.form, high.unit_start, "range", None,
        high.kind or low.kind, flags, numerals, False, low.first,
    )  # fmt: skip


def _shared(low: Draft, high: Draft) -> tuple[Value, bool] | None:
    """The low end's value with the scale and the factor of the high one's unit; whether a scale was inherited."""
    number = low.number
    assert number is not None
    value = number.value
    if low.negative:
        value = -value
    if high.number is None:
        ten = {"tenths": 10, "discount": 10}.get(high.rule)
        if ten is None:
            return (value, False) if high.rule in ("and-a-half", "multiple-and-tenths") else None
        return (value * 10, False) if value < 10 else None
    scale = high.number
    inherited = not number.scaled and scale.scaled and scale.mantissa > 0 and number.value <= scale.mantissa
    if inherited:
        value = EXACT.multiply(value, EXACT.divide(scale.value, scale.mantissa))
    return times(value, high.form.factor), inherited


def _after_words(low: Draft, high: Draft, flags: tuple[str, ...]) -> Draft | None:
    """``百分之三到五``."""
    if low.rule != "percent-words" or low.form.symbol not in ("%", "‰") or high.number is None or high.number.scaled:
        return None
    joined = _with_bounds(low, high, low.value, high.value, low.form, flags)
    joined.form, joined.unit_start = low.form, high.end
    return joined


# ----------------------------------------------------------------------------------------------------------- lists


def complete_list(text: str, first: Draft, read: Reader) -> list[Draft] | None:
    """``2、3、5亿元`` as its items, or None when ``first`` begins no list whose last item holds what the others lack."""
    if first.end >= len(text) or text[first.end] not in LIST_FIRST or not _lacks(first):
        return None
    items = [first]
    while len(items) < _MOST:
        between = _LIST.match(text, items[-1].end)
        if between is None:
            return None
        following = read(between.end(), False)
        if following is None or "glued" in following.flags:
            return None
        items.append(following)
        if following.has_unit and not _is_piece(following):
            break
    last = items[-1]
    if not last.has_unit or _is_piece(last) or last.number is None or last.value_max is not None:
        return None
    if not all(_lacks(item) for item in items[:-1]) or not _fits_piece(items, last):
        return None
    if len(items) == 2 and _is_mark(text, first):
        return None
    scaled = any(item.number is not None and item.number.scaled for item in items[:-1])
    for item in items[:-1]:
        number = item.number
        assert number is not None
        value: Value = number.value
        if not scaled and last.number.scaled and last.number.mantissa > 0:
            value = EXACT.multiply(number.value, EXACT.divide(last.number.value, last.number.mantissa))
        item.value = times(value, last.form.factor)
        item.form, item.unit_start = last.form, item.end
        item.flags = (*item.flags, "shared-unit")
    return items


def _lacks(draft: Draft) -> bool:
    return draft.number is not None and draft.value_max is None and (draft.form is NO_UNIT or _is_piece(draft))


def _is_piece(draft: Draft) -> bool:
    return draft.form.symbol == "个"


def _fits_piece(items: list[Draft], last: Draft) -> bool:
    """A 个 that stands for more only where the last unit is written with one (``1.3个及2.6个百分点``)."""
    return last.form.dimension in ("fraction_change", "time") or not any(_is_piece(item) for item in items[:-1])


def _is_mark(text: str, draft: Draft) -> bool:
    """``1、`` at the start of a line marks an item."""
    whole = isinstance(draft.value, Decimal) and draft.value <= 30 and draft.value == draft.value.to_integral_value()
    return whole and text[draft.end] == "、" and (draft.start == 0 or text[draft.start - 1] in "\n（(#*")
