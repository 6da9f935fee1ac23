"""A record from its flat row (``extract.table.flatten``), exactly: the way back from tables and from attributes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from extract.table import COLUMNS

_NUMBERS = frozenset(
    (
        *("value", "value_max", "baseline_value", "baseline_value_max", "si_value", "si_value_max", "factor"),
        *("derived_baseline_value", "confidence", "quantity_start", "quantity_end", "evidence_start", "evidence_end"),
    )
)
_TRUTHS = frozenset(("baseline_implied",))
_LISTS = frozenset(("flags", "rules"))


def as_text(name: str, cell: Any) -> str | None:
    """A cell of a flat row as text; None stays. Numbers are written so that ``unflatten`` gives the very same ones.

    >>> as_text("value", 4.5), as_text("baseline_implied", True), as_text("unit", None)
    ('4.5', 'true', None)
    """
    return cell if cell is None or isinstance(cell, str) else json.dumps(cell)


def unflatten(row: Mapping[str, Any]) -> dict[str, Any]:
    """The record whose flat row this is; cells may be texts, empty ones are None.

    >>> import extract
    >>> from extract.table import flatten
    >>> (record,) = extract.read("浪潮信息营收50亿元。").records
    >>> unflatten({name: as_text(name, cell) for name, cell in flatten(record).items()}) == record
    True

    Raises ValueError naming the cell that does not fit.
    """
    missing = [name for name in COLUMNS if name not in row]
    if missing:
        raise ValueError(f"{missing[0]}: is missing")
    cells = {name: _cell(name, row[name]) for name in COLUMNS}
    made: dict[str, Any] = {name: cells[name] for name in ("id", "article")}
    made["vendor"] = None
    if cells["vendor"] is not None:
        made["vendor"] = {"id": cells["vendor_id"], "name": cells["vendor"], "text": cells["vendor_text"] or "",
                          "how": cells["vendor_how"]}  # fmt: skip
    made["subject"] = cells["subject"]
    registered = cells["metric_id"] is not None or cells["metric"] != cells["metric_text"]
    name = cells["metric"] if registered else None
    made["metric"] = {"id": cells["metric_id"], "name": name, "text": cells["metric_text"]}
    made |= {name: cells[name] for name in ("value", "value_max", "unit", "kind", "comparator")}
    made["baseline"] = None
    if cells["baseline"] is not None:
        made["baseline"] = {
            "kind": cells["baseline_kind"], "text": cells["baseline"],
            **{key: cells[f"baseline_{key}"] for key in ("value", "value_max", "unit", "entity")},
        }  # fmt: skip
    made["period"] = None
    if cells["period"] is not None:
        made["period"] = {"text": cells["period"], "start": cells["period_start"], "end": cells["period_end"]}
    made |= {name: cells[name] for name in ("modality", "attribution", "scope")}
    for name in ("quantity", "evidence"):
        made[name] = {"text": cells[name], "start": cells[f"{name}_start"], "end": cells[f"{name}_end"]}
    made["derived"] = {"si_value": cells["si_value"], "si_unit": cells["si_unit"], "factor": cells["factor"],
                       "baseline_value": cells["derived_baseline_value"]}  # fmt: skip
    if cells["si_value_max"] is not None:
        made["derived"]["si_value_max"] = cells["si_value_max"]
    if cells["baseline_implied"]:
        made["derived"]["baseline_implied"] = True
    return made | {name: cells[name] for name in ("confidence", "flags", "rules", "extractor")}


def _cell(name: str, cell: Any) -> Any:
    if name in _LISTS:
        if isinstance(cell, list):
            return list(cell)
        return cell.split("|") if cell else []
    if cell is None or cell == "":
        return None
    if name in _TRUTHS:
        if cell not in (True, "true", "True", "1", 1):
            raise ValueError(f"{name}: is {cell!r}, write true or leave it empty")
        return True
    if name in _NUMBERS and isinstance(cell, str):
        try:
            number = json.loads(cell)
        except json.JSONDecodeError:
            number = None
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ValueError(f"{name}: is {cell[:30]!r}, not a number")
        return number
    return cell
