"""When a field of a record is right: the scoring conventions of ``corpus/README.md``, one function for each kind of field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Any, Protocol

TOLERANCE = Decimal("0.001")  # of the larger value

FIVE = ("vendor", "metric", "value", "unit", "baseline")
SEVEN = (*FIVE, "kind", "comparator")
FIELDS = (
    *SEVEN,
    "modality",
    "subject",
    "period",
    "attribution",
    "scope",
    "baseline.text",
    "baseline.entity",
)


class Names(Protocol):
    """What scoring asks of the registry."""

    def parent(self, vendor: str) -> str | None:
        """The vendor that owns this one."""

    def is_vendor(self, id: str) -> bool:
        """Whether the registry knows a vendor by this id."""

    def vendor_id(self, name: str) -> str | None:
        """The id of a vendor by name or alias."""

    def metric_id(self, wording: str) -> str | None:
        """The id of a metric by name or alias."""

    def is_counter(self, unit: str) -> bool:
        """Whether the unit only counts (个, 家)."""


def judge(record: dict[str, Any], gold: dict[str, Any], names: Names) -> dict[str, bool]:
    """For each of ``FIELDS``, whether the record agrees with the gold claim or one of its alternatives."""
    value, unit = _value_and_unit(record, gold, names)
    right = {
        "vendor": any(same_vendor(record["vendor"], each, names) for each in choices(gold, "vendor")),
        "metric": any(same_metric(record["metric"], each, names) for each in _metrics(gold)),
        "value": value,
        "unit": unit,
        "baseline": any(_same_baseline(record["baseline"], each, names) for each in variants(gold, "baseline")),
        "period": any(_same_period(record["period"], each) for each in variants(gold, "period")),
    }
    for field in ("kind", "comparator", "modality"):
        right[field] = record[field] in choices(gold, field)
    for field in ("subject", "attribution", "scope"):
        right[field] = any(same_wording(record[field], each) for each in choices(gold, field))
    for inner in ("text", "entity"):
        right[f"baseline.{inner}"] = any(
            _same_inside(record["baseline"], each, inner, names) for each in variants(gold, "baseline")
        )
    return {field: right[field] for field in FIELDS}


# --------------------------------------------------------------------------------------------------- what gold allows


def choices(gold: dict[str, Any], field: str) -> list[Any]:
    """The gold value of a field and its alternatives.

    >>> choices({"unit": "x", "alternatives": {"unit": ["%"]}}, "unit")
    ['x', '%']
    """
    return [gold[field], *gold["alternatives"].get(field, [])]


def variants(gold: dict[str, Any], field: str) -> Iterator[dict[str, Any] | None]:
    """The gold object of a field (baseline, period), its alternatives, and each of these with alternatives inside.

    >>> claim = {"period": {"start": "2025-01-01"}, "alternatives": {"period.start": [None]}}
    >>> list(variants(claim, "period"))
    [{'start': '2025-01-01'}, {'start': None}]
    """
    inside = {
        key.partition(".")[2]: values for key, values in gold["alternatives"].items() if key.startswith(f"{field}.")
    }
    for each in choices(gold, field):
        if each is None or not inside:
            yield each
            continue
        names = list(inside)
        for made in product(*([each.get(name), *inside[name]] for name in names)):
            yield {**each, **dict(zip(names, made, strict=True))}


def _metrics(gold: dict[str, Any]) -> list[str]:
    return [*choices(gold, "metric"), *gold["metric_alternatives"]]


# ----------------------------------------------------------------------------------------------------------- wordings


@cache
def _converter() -> Any:
    import opencc

    return opencc.OpenCC("t2s")


@cache
def fold(words: str) -> str:
    """Simplified, half-width, lower case, without blanks.

    >>> fold("ＡＩ 伺服器營收")
    'ai伺服器营收'
    """
    wide = unicodedata.normalize("NFKC", words)
    return re.sub(r"\s+", "", _converter().convert(wide)).lower()


_FINAL = re.compile(r"(?<=.)(?:数量|规模|水平|数|量)$")


@cache
def bare_metric(words: str) -> str:
    """What is compared of a metric's wording.

    >>> bare_metric("大模型的調用量"), bare_metric("服务企业数"), bare_metric("规模")
    ('大模型调用', '服务企业', '规模')
    """
    return _FINAL.sub("", fold(words).replace("的", ""))


def same_metric(metric: dict[str, Any], gold: str, names: Names) -> bool:
    """Equal, or one contains the other and is at least half as long, or one registry id."""
    mine, theirs = bare_metric(metric["text"]), bare_metric(gold)
    short, long = sorted((mine, theirs), key=len)
    if short and short in long and 2 * len(short) >= len(long):
        return True
    return metric["id"] is not None and metric["id"] == names.metric_id(gold)


def same_wording(mine: str | None, gold: str | None) -> bool:
    """Both empty, or one contains the other."""
    if mine is None or gold is None:
        return mine is gold
    one, other = fold(mine), fold(gold)
    return one in other or other in one


# ------------------------------------------------------------------------------------------------------------ vendors


def same_vendor(mine: dict[str, Any] | None, gold: str | None, names: Names) -> bool:
    """One id, or parent and child; for a gold name outside the registry: one name contains the other."""
    if mine is None or gold is None:
        return mine is None and gold is None
    if names.is_vendor(gold):
        id = mine["id"]
        return id is not None and (id == gold or names.parent(id) == gold or names.parent(gold) == id)
    if mine["id"] is not None and mine["id"] == names.vendor_id(gold):
        return True
    return any(same_wording(mine[written], gold) for written in ("name", "text"))


def _same_entity(mine: str | None, gold: str | None, names: Names) -> bool:
    if mine is None:
        return gold is None
    return same_vendor({"id": mine if names.is_vendor(mine) else None, "name": mine, "text": mine}, gold, names)


# ------------------------------------------------------------------------------------------------- values and baselines


def close(one: Any, other: Any) -> bool:
    """Both empty, or numbers within the tolerance.

    >>> close(0.333333, "0.3333333"), close(None, "1"), close(99, "100")
    (True, False, False)
    """
    if one is None or other is None:
        return one is other
    a, b = Decimal(str(one)), Decimal(str(other))
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def same_unit(mine: str | None, gold: str | None, names: Names) -> bool:
    """The same symbol; a counter and a missing counter are the same."""
    if mine == gold:
        return True
    if mine is None or gold is None:
        return names.is_counter(mine or gold or "")
    return fold(mine) == fold(gold) and not (mine.isascii() and gold.isascii())


@dataclass(frozen=True, slots=True)
class _Amount:
    value: Any
    value_max: Any
    unit: str | None

    def in_percent(self) -> _Amount:
        if self.unit != "x":
            return self
        low, high = (None if end is None else Decimal(str(end)) * 100 for end in (self.value, self.value_max))
        return _Amount(low, high, "%")

    def same(self, other: _Amount, names: Names) -> bool:
        mine, theirs = self.in_percent(), other.in_percent()
        return (
            close(mine.value, theirs.value)
            and close(mine.value_max, theirs.value_max)
            and same_unit(mine.unit, theirs.unit, names)
        )


def _value_and_unit(record: dict[str, Any], gold: dict[str, Any], names: Names) -> tuple[bool, bool]:
    """Whether the value, and whether the unit is right; both are when value and unit agree as a whole (1 x, 100 %)."""
    mine = _Amount(record["value"], record["value_max"], record["unit"])
    ends = [choices(gold, field) for field in ("value", "value_max", "unit")]
    if any(mine.same(_Amount(*each), names) for each in product(*ends)):
        return True, True
    values, uppers, units = ends
    value = any(close(mine.value, each) for each in values) and any(close(mine.value_max, each) for each in uppers)
    return value, any(same_unit(mine.unit, each, names) for each in units)


def _same_baseline(mine: dict[str, Any] | None, gold: dict[str, Any] | None, names: Names) -> bool:
    if mine is None or gold is None:
        return mine is gold
    if mine["kind"] != gold["kind"]:
        return False
    if gold["value"] is None or mine["value"] is None:
        return mine["value"] is gold["value"]
    return _Amount(mine["value"], None, mine["unit"]).same(_Amount(gold["value"], None, gold["unit"]), names)


def _same_inside(mine: dict[str, Any] | None, gold: dict[str, Any] | None, inner: str, names: Names) -> bool:
    if mine is None or gold is None:
        return mine is gold
    if inner == "text":
        return same_wording(mine["text"], gold["text"])
    return _same_entity(mine["entity"], gold["entity"], names)


def _same_period(mine: dict[str, Any] | None, gold: dict[str, Any] | None) -> bool:
    if mine is None or gold is None:
        return mine is gold
    if isinstance(gold, str):  # an alternative given by its wording only
        return same_wording(mine["text"], gold)
    return (mine["start"], mine["end"]) == (gold["start"], gold["end"])
