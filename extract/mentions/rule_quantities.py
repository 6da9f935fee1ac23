"""What the rules for special quantities share: pieces of patterns, and how a match becomes a quantity."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.mentions.numerals import HAN, NumeralError, numerals_at, parse_numeral
from extract.types import Comparator, Kind, Quantity, Value

D = "一二两三四五六七八九"
# a place where a number can begin
FREE = rf"(?<![0-9{HAN}.])"
NUMBER = rf"(?:[0-9]{{1,3}}(?:,[0-9]{{3}})+(?![0-9])(?:\.[0-9]{{1,4}})?|[0-9]{{1,6}}(?:\.[0-9]{{1,4}})?|[{HAN}]{{1,12}}(?:[点.][{HAN}]{{1,6}})?)(?![.点]?[0-9{HAN}])"
COUNTER = "个家种次位名台款项大批类点些样起直般致定年月天日倍分"


def quantity(
    match: re.Match[str],
    rule: str,
    value: Value,
    unit: str,
    dimension: str,
    *,
    value_max: Value | None = None,
    comparator: Comparator = "=",
    kind: Kind | None = None,
    flags: tuple[str, ...] = (),
    unit_start: int | None = None,
) -> Quantity:
    """The whole match as a quantity; without ``unit_start`` no unit is written."""
    start, end = match.span()
    numerals = numerals_at(match.group(), start)
    begin = end if unit_start is None else unit_start
    return Quantity(
        start, end, value, value_max, unit, comparator, rule, start, end, numerals, begin, dimension, kind, flags
    )


def number_of(text: str) -> Decimal | None:
    try:
        return parse_numeral(text)
    except NumeralError:
        return None
