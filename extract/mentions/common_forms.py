"""The short way for most quantities: a plain number with a plain unit and nothing unusual around it (``增长20%``, ``超3家``).

It gives the same as ``number_reading`` with ``quantities`` behind it (the tests compare them), or None, which means: take the
long way.
"""

from __future__ import annotations

import re

from extract.mentions import comparators
from extract.mentions.comparators import LEAD_LAST, TAIL_FIRST
from extract.mentions.far_words import FarWords
from extract.mentions.number_context import CAN_MATTER
from extract.mentions.number_reading import CARD_FIRST, ONE_MORE
from extract.mentions.numbers import LOST, TOKEN, arabic_parts, han_parts
from extract.mentions.numerals import EXACT
from extract.mentions.quantity_units import UnitIndex
from extract.mentions.ranges import LIST_FIRST, RANGE_FIRST
from extract.mentions.rates import STATIC
from extract.mentions.special_forms import AFTER, rules_after
from extract.mentions.unit_guards import is_figure_of_speech
from extract.types import Quantity, Span

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
# after the number: size words, letters that may multiply or stand for a unit
_UNUSUAL_NUMBER_END = frozenset("级量兆" + LOST)
_MAY_MULTIPLY = frozenset("wWkKMBTGPEZ")
_UNUSUAL_UNIT_END = RANGE_FIRST | frozenset("/／每级量(（" + LOST)
_UNUSUAL_END = _UNUSUAL_UNIT_END | LIST_FIRST | _UNUSUAL_NUMBER_END | _LETTERS
_UNUSUAL_BEFORE = CAN_MATTER | _LETTERS | frozenset("第±负动$¥€£₩" + LOST)
_MAYBE_CURRENCY = frozenset("币元金吉 ")
_AFTER_PERCENT = AFTER["%"][1]
_PLAIN_NUMBER = TOKEN.groupindex["number"]  # the group that closes last where no infix follows
_PRICED = ("输入", "输出", "缓存")  # 输入0.8元、输出2元 share a denominator


def read_common(text: str, match: re.Match[str], units: UnitIndex, far_words: FarWords) -> Quantity | None:
    """The quantity at a ``TOKEN`` match of the common form, else None."""
    if match.lastindex != _PLAIN_NUMBER:
        return None
    run, scale, more, vague = match.group(1, 2, 3, 4)
    if more or vague:
        return None
    start, end = match.span()
    before = text[start - 1] if start else "\n"
    following = text[end]
    if before in _UNUSUAL_BEFORE or following in _UNUSUAL_NUMBER_END or text[end - 1] == "兆":
        return None
    if following in AFTER and (following != "%" or text[end + 1] in _AFTER_PERCENT) and rules_after(text, end):
        return None
    arabic = run[0] < ":"
    if not arabic and len(run) > 1 and run[0] == "一" and before in ONE_MORE:
        return None
    parts = arabic_parts(run, scale, False) if arabic else han_parts(run, False)
    if parts is None or parts[1] is not None or parts[5]:
        return None
    far = far_words.before(start)
    window = text[start - 16 if start > 16 else 0 : start] if far else ""
    value = parts[0]
    unit = units.read(text, end, arabic)
    if unit is None:
        if not arabic or following in _UNUSUAL_END or before in _MAYBE_CURRENCY:
            return None
        begin = stop = end
        symbol = dimension = None
        flags: tuple[str, ...] = ()
        rule = "number"
    else:
        begin, stop, (symbol, dimension, factor, flags, _, _), numbered = unit
        after_unit = text[stop]
        if numbered or after_unit in _UNUSUAL_UNIT_END or not value or (following in _MAY_MULTIPLY and stop - end < 2):
            return None
        if far:
            if dimension == "fraction":
                if "持平" in window:
                    return None
            elif dimension not in STATIC and ("每" in window or "一秒" in window):
                return None
        if (symbol == "个" and (after_unit in " 、和及与或" or after_unit in CARD_FIRST)) or (
            symbol == "a" and len(run) == 4
        ):
            return None
        if dimension == "money" and (before in _MAYBE_CURRENCY or text.endswith(_PRICED, 0, start)):
            return None
        if dimension == "multiple" and text.find("翻", start - 2 if start > 2 else 0, start) >= 0:
            return None
        if len(run) == 1 and not arabic and is_figure_of_speech(text, start, end):
            return None
        if factor is not None:
            value = EXACT.multiply(value, factor)
        rule = "number-unit"
    lead, said = comparators.lead(text, start) if before in LEAD_LAST else (start, None)
    if lead != start and text[lead - 1] in "±负动":
        return None
    tail, after = comparators.tail(text, stop, dimension) if text[stop] in TAIL_FIRST else (stop, None)
    if after in (">=", "<=") and said in ("~", None):
        said = after
    elif said is None:
        said = after
        if after is None and (far or before == "的"):
            said = comparators.from_distance(text, start, dimension in ("fraction", "multiple"))
    return Quantity(
        start,
        stop,
        value,
        None,
        symbol,
        said or "=",
        rule,
        lead,
        tail,
        (Span(start, end),),
        begin,
        dimension,
        None,
        flags,
    )
