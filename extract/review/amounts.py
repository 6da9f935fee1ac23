"""Quantities typed or selected by a reviewer: read as the extractor reads them, and what follows from a corrected claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extract.derived import derive
from extract.lexicon import Lexicon
from extract.records import json_number, known_units
from extract.types import Baseline, Claim, Metric, Quantity, Region, Span, Value

_DECIDING = ("value", "value_max", "unit", "kind")  # with the baseline, what the derived values follow from


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as a record has it, and the run of the text that was read."""

    text: str
    start: int
    end: int
    value: int | float
    value_max: int | float | None
    unit: str | None
    comparator: str
    kind: str | None
    rule: str

    def as_json(self) -> dict[str, Any]:
        """All fields by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def read_amount(text: str, lexicon: Lexicon, region: Region = "mainland") -> Amount | None:
    """The longest quantity of a text; None when it holds none.

    >>> from extract.lexicon import load
    >>> found = read_amount("约3.2亿元", load())
    >>> found.value, found.unit, found.comparator, found.text
    (320000000, 'CNY', '~', '3.2亿元')
    """
    quantities = amounts_in(text, lexicon, region)
    return max(quantities, key=lambda found: found.end - found.start, default=None)


def amounts_in(text: str, lexicon: Lexicon, region: Region = "mainland") -> list[Amount]:
    """All quantities of a text, in order."""
    from extract.mentions.quantities import find_quantities

    return [as_amount(found, text) for found in find_quantities(text, (), lexicon, region)]


def as_amount(quantity: Quantity, text: str) -> Amount:
    """A quantity found in ``text``."""
    upper = None if quantity.value_max is None else json_number(quantity.value_max)
    return Amount(
        text=text[quantity.start : quantity.end],
        start=quantity.start,
        end=quantity.end,
        value=json_number(quantity.value),
        value_max=upper,
        unit=quantity.unit,
        comparator=quantity.comparator,
        kind=quantity.kind,
        rule=quantity.rule,
    )


def with_derived(record: Mapping[str, Any], before: Mapping[str, Any] | None, lexicon: Lexicon) -> dict[str, Any]:
    """A corrected record with its derived values; those of ``before`` stay when nothing that they follow from was changed."""
    baseline = record["baseline"]
    same = before is not None and all(record[name] == before[name] for name in _DECIDING)
    if before is not None and same and baseline == before["baseline"]:
        return {**record, "derived": before["derived"]}
    made = derive(_as_claim(record), None, known_units(lexicon))
    derived: dict[str, Any] = {
        "si_value": json_number(made.si_value),
        "si_unit": made.si_unit,
        "factor": None if made.factor is None else json_number(made.factor),
        "baseline_value": None if made.baseline_value is None else json_number(made.baseline_value),
    }
    if made.si_value_max is not None:
        derived["si_value_max"] = json_number(made.si_value_max)
    return {**record, "derived": derived}


def _as_claim(record: Mapping[str, Any]) -> Claim:
    """As much of a claim as deriving looks at."""
    value, upper = _exact(record["value"]), _maybe(record["value_max"])
    quantity = Quantity(0, 0, value, upper, record["unit"], record["comparator"], "reviewer", 0, 0, (), 0)
    told = record["baseline"]
    baseline = None
    if told is not None:
        amounts = (_maybe(told["value"]), _maybe(told["value_max"]), told["unit"], told["entity"])
        baseline = Baseline(told["kind"], told["text"], 0, 0, *amounts)
    metric = Metric(record["metric"]["text"], record["metric"]["id"], record["metric"]["name"], "reviewer", 0, 0)
    return Claim(
        quantity=quantity,
        value=value,
        value_max=upper,
        unit=record["unit"],
        comparator=record["comparator"],
        kind=record["kind"],
        metric=metric,
        vendor=None,
        subject=None,
        baseline=baseline,
        period=None,
        modality=record["modality"],
        attribution=None,
        scope=None,
        evidence=Span(0, 0),
        confidence=1.0,
    )


def _exact(value: float) -> Value:
    return Decimal(str(value))


def _maybe(value: float | None) -> Value | None:
    return None if value is None else _exact(value)
