"""Records as rows: flat columns for CSV, Parquet and frames, a readable table for a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = (
    "vendor",
    "metric",
    "value",
    "unit",
    "baseline",
    "kind",
    "comparator",
    "value_max",
    "subject",
    "modality",
    "attribution",
    "scope",
    "period",
    "period_start",
    "period_end",
    "baseline_kind",
    "baseline_value",
    "baseline_value_max",
    "baseline_unit",
    "baseline_entity",
    "vendor_id",
    "vendor_text",
    "vendor_how",
    "metric_id",
    "metric_text",
    "quantity",
    "quantity_start",
    "quantity_end",
    "evidence",
    "evidence_start",
    "evidence_end",
    "si_value",
    "si_value_max",
    "si_unit",
    "factor",
    "derived_baseline_value",
    "baseline_implied",
    "confidence",
    "flags",
    "rules",
    "article",
    "id",
    "extractor",
)

NUMERIC = (
    *("value", "value_max", "baseline_value", "baseline_value_max"),
    *("si_value", "si_value_max", "factor", "derived_baseline_value", "confidence"),
)

_ARROWS = {"level": "", "increase": "↑ ", "decrease": "↓ ", "ratio": "× "}
_SCALES = ((10**12, "万亿"), (10**8, "亿"), (10**4, "万"))
_COMPARATORS = {"=": "", "~": "≈", ">": ">", ">=": "≥", "<": "<", "<=": "≤"}


def flatten(record: dict[str, Any]) -> dict[str, Any]:
    """A record as one flat row with the columns ``COLUMNS``; lists are joined with ``|``, what is empty is None."""
    vendor, metric, derived = record["vendor"] or {}, record["metric"], record["derived"]
    baseline, period = record["baseline"] or {}, record["period"] or {}
    quantity, evidence = record["quantity"], record["evidence"]
    row = {
        "vendor": vendor.get("name"),
        "metric": metric["name"] or metric["text"],
        "baseline": baseline.get("text"),
        "period": period.get("text"),
        "period_start": period.get("start"),
        "period_end": period.get("end"),
        **{f"baseline_{key}": baseline.get(key) for key in ("kind", "value", "value_max", "unit", "entity")},
        **{f"vendor_{key}": vendor.get(key) for key in ("id", "text", "how")},
        "metric_id": metric["id"],
        "metric_text": metric["text"],
        "quantity": quantity["text"],
        "quantity_start": quantity["start"],
        "quantity_end": quantity["end"],
        "evidence": evidence["text"],
        "evidence_start": evidence["start"],
        "evidence_end": evidence["end"],
        **{key: derived.get(key) for key in ("si_value", "si_value_max", "si_unit", "factor")},
        "derived_baseline_value": derived["baseline_value"],
        "baseline_implied": derived.get("baseline_implied"),
        "flags": "|".join(record["flags"]),
        "rules": "|".join(record["rules"]),
    }
    return {column: row[column] if column in row else record[column] for column in COLUMNS}


def readable(value: float | None) -> str:
    """A number as a Chinese reader groups it.

    >>> readable(22300000000), readable(384), readable(0.333333), readable(536700000000000)
    ('223亿', '384', '0.333333', '536.7万亿')
    """
    if value is None:
        return ""
    for size, name in _SCALES:
        if abs(value) >= size:
            return f"{value / size:.6g}{name}"
    return f"{value:.6g}"


def amount(record: dict[str, Any]) -> str:
    """Direction, comparator and value of a record, in short.

    >>> amount({"kind": "increase", "comparator": ">", "value": 40, "value_max": None})
    '↑ >40'
    """
    upper = "" if record["value_max"] is None else f"–{readable(record['value_max'])}"
    return f"{_ARROWS[record['kind']]}{_COMPARATORS[record['comparator']]}{readable(record['value'])}{upper}"


def as_table(records: Iterable[dict[str, Any]], title: str | None = None) -> Table:
    """A table for a terminal, each record with the run of the text that shows it."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title and Text(title), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("vendor", ratio=2, overflow="fold")
    table.add_column("metric", ratio=3, overflow="fold")
    table.add_column("value", justify="right", no_wrap=True)
    table.add_column("unit", overflow="fold")
    table.add_column("baseline", ratio=2, overflow="fold")
    table.add_column("evidence", ratio=6, overflow="fold")
    for record in records:
        row = flatten(record)
        cells = (row["vendor"], row["metric_text"], amount(record), row["unit"], row["baseline"], row["evidence"])
        table.add_row(*(Text(cell or "") for cell in cells))
    return table
