"""What follows from a claim by arithmetic: the value in base units, the factor against the baseline, the baseline implied.

A unit symbol is a product of parts: ``CNY/Mtoken`` is a currency per million tokens, ``kWh/100km`` energy per 100,000 m. A
part that no table knows (a counter such as ``家``) is its own base unit.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from extract.types import Claim, Value

Known = Callable[[str], "Scale | None"]  # the base unit of a symbol that the lexicon lists

_PREFIXES = {"k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18, "m": -3, "u": -6, "n": -9}
_LEADING_COUNT = re.compile(r"(\d+)(\D.*)")


class Scale(NamedTuple):
    """One of a unit is ``factor`` of ``base``."""

    factor: Fraction
    base: str


NONE = Scale(Fraction(1), "1")


@lru_cache(maxsize=1024)
def scale(unit: str | None, known: Known) -> Scale:
    """The base unit of ``unit`` and how much of it one is; worked out once for the few units that the press writes.

    >>> known = {"min": Scale(Fraction(60), "s"), "token": Scale(Fraction(1), "token")}.get
    >>> scale("笔/min", known)
    Scale(factor=Fraction(1, 60), base='笔/s')
    >>> scale("USD/Mtoken", known)
    Scale(factor=Fraction(1, 1000000), base='USD/token')
    """
    if unit is None:
        return NONE
    whole = None if "/" in unit else known(unit)
    if whole is not None and "/" in whole.base:
        inner = scale(whole.base, known)
        return Scale(whole.factor * inner.factor, inner.base)
    top, *below = (_part(part, known) for part in unit.split("/"))
    factor = top.factor
    bases = [] if top.base == "1" else [top.base]
    for part in below:
        factor /= part.factor
        if part.base in bases:
            bases.remove(part.base)
        elif part.base != "1":
            bases.append(f"/{part.base}")
    base = "".join(bases) or "1"
    return Scale(factor, f"1{base}" if base.startswith("/") else base)


def _part(symbol: str, known: Known) -> Scale:
    whole = known(symbol)
    if whole is not None:
        return whole
    counted = _LEADING_COUNT.fullmatch(symbol)
    if counted:
        inner = _part(counted[2], known)
        return Scale(int(counted[1]) * inner.factor, inner.base)
    plain = known(symbol[1:]) if symbol[:1] in _PREFIXES and len(symbol) > 3 else None
    if plain is not None:
        return Scale(Fraction(10) ** _PREFIXES[symbol[0]] * plain.factor, plain.base)
    return Scale(Fraction(1), symbol)


class Derived(NamedTuple):
    """See ``derived`` in schemas/record.schema.json."""

    si_value: Fraction
    si_value_max: Fraction | None
    si_unit: str
    factor: Fraction | None
    baseline_value: Fraction | None
    implied: bool = False


def derive(claim: Claim, level: Claim | None, known: Known) -> Derived:
    """What follows from ``claim``; ``level`` is the claim that states the level which ``claim`` compares, if there is one."""
    own = scale(claim.unit, known)
    value = _times(claim.value, own.factor)
    upper = None if claim.value_max is None else _times(claim.value_max, own.factor)
    written = _written_baseline(claim, own, known)
    factor = None if upper is not None else _factor(claim, value, own, written)
    if written is None and level is not None and upper is None:
        implied = _implied(claim, value, own, factor, _si(level.value, level.unit, known))
        if implied is not None:
            return Derived(value, upper, own.base, factor, implied, implied=True)
    return Derived(value, upper, own.base, factor, None if written is None else written.factor)


def _si(value: Value, unit: str | None, known: Known) -> Scale:
    of = scale(unit, known)
    return Scale(_times(value, of.factor), of.base)


def _times(value: Value, factor: Fraction) -> Fraction:
    """The product as one new fraction; making one costs more than the multiplication."""
    top, bottom = value.as_integer_ratio()
    over, under = factor.as_integer_ratio()
    return Fraction(top * over, bottom * under)


def _written_baseline(claim: Claim, own: Scale, known: Known) -> Scale | None:
    """The baseline's value in base units; a baseline without a unit of its own shares the value's."""
    baseline = claim.baseline
    if baseline is None or baseline.value is None:
        return None
    if baseline.unit is None:
        return Scale(_times(baseline.value, own.factor), own.base)
    return _si(baseline.value, baseline.unit, known)


def _factor(claim: Claim, value: Fraction, own: Scale, baseline: Scale | None) -> Fraction | None:
    """New over old, where the claim says enough for it."""
    if claim.kind == "ratio":
        return value if own.base == "1" else None
    comparable = baseline is not None and baseline.base == own.base and baseline.factor > 0
    if claim.kind == "level":
        return value / baseline.factor if comparable and baseline is not None else None
    if own.base == "1" and claim.unit in ("%", "x", "‰"):
        change, whole = value.as_integer_ratio()
        new = whole + change if claim.kind == "increase" else whole - change
        return Fraction(new, whole) if new >= 0 else None
    if comparable and baseline is not None:
        return (baseline.factor + (value if claim.kind == "increase" else -value)) / baseline.factor
    return None


def _implied(claim: Claim, value: Fraction, own: Scale, factor: Fraction | None, level: Scale) -> Fraction | None:
    """The baseline's value that level and comparison imply, in base units of the level."""
    if factor is not None:
        return level.factor / factor if factor > 0 else None
    if claim.kind in ("increase", "decrease") and own.base == level.base:
        return level.factor - value if claim.kind == "increase" else level.factor + value
    return None


def compared_levels(claims: Sequence[Claim], sentence_of: Callable[[int], int]) -> dict[int, Claim]:
    """For each comparing claim (by index), the level that it compares.

    That is the nearest level claim of the same metric and vendor before it in its sentence, with nothing between but other
    comparisons of that level (``营收50亿元，同比增长20%，环比增长3%``).
    """
    found: dict[int, Claim] = {}
    for index, claim in enumerate(claims):
        if claim.kind == "level" or claim.baseline is None:
            continue
        sentence = sentence_of(claim.quantity.start)
        for earlier in reversed(claims[:index]):
            if sentence_of(earlier.quantity.start) != sentence or not _same_attribute(earlier, claim):
                break
            if earlier.kind == "level":
                if earlier.value_max is None:
                    found[index] = earlier
                break
    return found


def _same_attribute(one: Claim, other: Claim) -> bool:
    vendors = [None if claim.vendor is None else claim.vendor.id or claim.vendor.name for claim in (one, other)]
    if vendors[0] != vendors[1] or one.modality != other.modality:
        return False
    return one.metric.text == other.metric.text or (one.metric.id is not None and one.metric.id == other.metric.id)
