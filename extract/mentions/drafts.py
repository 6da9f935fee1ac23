"""A quantity while it is being read: what ``ranges`` and ``quantities`` still change before it is final."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from extract.mentions.numbers import Number
from extract.mentions.numerals import EXACT
from extract.mentions.quantity_units import Form
from extract.types import Comparator, Kind, Quantity, Span, Value

NO_UNIT = Form("", None)


@dataclass(slots=True)
class Draft:
    """See ``Quantity``. ``number`` is None for what a rule of special forms made, ``form`` is ``NO_UNIT`` without a unit."""

    start: int
    end: int
    value: Value
    value_max: Value | None
    op: Comparator | None
    form: Form
    unit_start: int
    rule: str
    number: Number | None = None
    kind: Kind | None = None
    flags: tuple[str, ...] = ()
    numerals: tuple[Span, ...] | None = None  # None: to be looked up
    fixed: bool = False  # the words fix the comparator: 过半
    first: int = -1  # where a prefixed currency word begins, if one stands before
    negative: bool = False
    tentative: bool = False  # a Han numeral that is a number only with what follows: 三 of 三到四成

    @property
    def has_unit(self) -> bool:
        """Whether a unit is known."""
        return self.form is not NO_UNIT


def from_rule(made: Quantity) -> Draft:
    """The draft of what a rule made."""
    op = None if made.comparator == "=" else made.comparator
    return Draft(
        made.start,
        made.end,
        made.value,
        made.value_max,
        op,
        Form(made.unit or "", made.dimension),
        made.unit_start,
        made.rule,
        None,
        made.kind,
        made.flags,
        made.numerals,
        op is not None,
    )


def times(value: Value, factor: Decimal | None) -> Value:
    """``value`` multiplied, exactly."""
    if factor is None:
        return value
    if isinstance(value, Decimal):
        return EXACT.multiply(value, factor)
    return value * int(factor) if factor == factor.to_integral_value() else value
