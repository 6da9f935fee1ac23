"""Claims as Parquet with a declared schema: the same types whatever rows there are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib import import_module
from typing import IO, Any

from extract.errors import ClaimsError
from extract.export import batches

_ROWS = 10_000  # in one group
_FLOATS = (
    "value", "value_max", "baseline_value", "baseline_value_max", "si_value", "si_value_max", "factor",
    "derived_baseline_value", "confidence",
)  # fmt: skip
_INTEGERS = ("quantity_start", "quantity_end", "evidence_start", "evidence_end")
_BOOLEANS = ("baseline_implied", "changed_figure")
_DAYS = ("published", "period_start", "period_end")
_NEVER_NULL = ("metric", "value", "status", "confidence", "kind", "comparator", "modality", "article", "id")


def write_parquet(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], target: IO[bytes]) -> None:
    """Row groups of 10,000, compressed by zstd. Values are doubles, days ``date32``, the rest text.

    Raises ClaimsError when pyarrow is not installed.
    """
    pyarrow = _pyarrow()
    schema = arrow_schema(columns)
    with import_module("pyarrow.parquet").ParquetWriter(target, schema, compression="zstd") as writer:
        for batch in batches(rows, _ROWS):
            cells = {name: [_typed(name, row[name]) for row in batch] for name in columns}
            writer.write_table(pyarrow.Table.from_pydict(cells, schema=schema))


def arrow_schema(columns: tuple[str, ...]) -> Any:
    """The Arrow schema of the columns of ``claims``. Raises ClaimsError when pyarrow is not installed."""
    pyarrow = _pyarrow()
    kinds = {
        **dict.fromkeys(_FLOATS, pyarrow.float64()),
        **dict.fromkeys(_INTEGERS, pyarrow.int32()),
        **dict.fromkeys(_BOOLEANS, pyarrow.bool_()),
        **dict.fromkeys(_DAYS, pyarrow.date32()),
    }
    fields = [
        pyarrow.field(name, kinds.get(name, pyarrow.string()), nullable=name not in _NEVER_NULL) for name in columns
    ]
    return pyarrow.schema(fields, metadata={"made by": "zhclaims"})


def _typed(name: str, cell: Any) -> Any:
    if cell is None:
        return None
    if name in _FLOATS:
        return float(cell)
    if name in _DAYS:
        return dt.date.fromisoformat(cell)
    return bool(cell) if name in _BOOLEANS else cell


def _pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise ClaimsError(
            "Parquet needs pyarrow, which is not installed", remedy="pip install 'zhclaims[parquet]'"
        ) from None
