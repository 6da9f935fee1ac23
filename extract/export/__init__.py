"""Claims out of the store: JSON Lines, CSV, XLSX, Parquet. The order of rows depends only on what the store holds.

JSON Lines has the records as ``schemas/record.schema.json`` has them, with a reviewer's corrections. The tables have the
columns of the view ``claims``: vendor, metric, value, unit, baseline first, then the sentence and where it was published.
"""

from __future__ import annotations

import contextlib
import itertools
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Literal, get_args

from extract.errors import ClaimsError
from extract.store import Filter, columns_of_claims, connect_read_only, read_claims

__all__ = ["FORMATS", "Format", "export", "format_of"]

Format = Literal["jsonl", "csv", "xlsx", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
_BY_SUFFIX: dict[str, Format] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".parquet": "parquet",
}
_HIDDEN = ("json",)  # of the view's columns, in tables

Rows = Iterable[dict[str, Any]]


def format_of(asked: str | None, file: Path | None) -> Format:
    """The format that was asked for, or that the file's name says; JSON Lines without a file.

    Raises ClaimsError for an unknown one, and for a format that is no text without a file.

    >>> format_of(None, Path("claims.xlsx")), format_of("csv", None)
    ('xlsx', 'csv')
    """
    for name in FORMATS:
        if asked == name:
            if file is None and name in ("xlsx", "parquet"):
                raise ClaimsError(f"{name} is no text", remedy="name a file with -o")
            return name
    if asked is not None:
        raise ClaimsError(f"unknown format {asked!r}", remedy=f"choose from {', '.join(FORMATS)}")
    if file is None:
        return "jsonl"
    if file.suffix.lower() not in _BY_SUFFIX:
        raise ClaimsError(
            f"{file.name!r} does not say the format",
            remedy=f"give --format, or end the name in {', '.join(_BY_SUFFIX)}",
        )
    return _BY_SUFFIX[file.suffix.lower()]


def export(
    database: Path,
    file: Path | None,
    format: Format,
    wanted: Filter | None = None,
    *,
    bom: bool = True,
    context: bool = False,
) -> int:
    """Write the claims that ``wanted`` lets through to ``file`` (standard output when None); returns how many.

    ``bom`` puts the byte order mark in front of CSV by which Excel knows UTF-8; ``context`` adds ``source`` and ``review``
    to each record of JSON Lines. A file is written beside its place and moved there at the end: it is never half written.

    Raises StoreError when there is no such store, ClaimsError when the file cannot be written or a package is missing.
    """
    with (
        contextlib.closing(connect_read_only(database)) as connection,
        contextlib.closing(read_claims(connection, wanted)) as rows,
        _target(file) as target,
    ):
        columns = tuple(name for name in columns_of_claims(connection) if name not in _HIDDEN)
        counted = _Counted(rows)
        _writer(format, bom, context)(counted, columns, target)
        return counted.count


class _Counted:
    """Rows, counted as they pass."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for row in self._rows:
            self.count += 1
            yield row


def _writer(format: Format, bom: bool, context: bool) -> Callable[[Rows, tuple[str, ...], IO[bytes]], None]:
    if format == "jsonl":
        from extract.export.lines import write_lines

        return lambda rows, columns, target: write_lines(rows, target, context=context)
    if format == "csv":
        from extract.export.delimited import write_csv

        return lambda rows, columns, target: write_csv(rows, columns, target, bom=bom)
    if format == "xlsx":
        from extract.export.spreadsheet import write_xlsx

        return write_xlsx
    from extract.export.columnar import write_parquet

    return write_parquet


@contextlib.contextmanager
def _target(file: Path | None) -> Iterator[IO[bytes]]:
    if file is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    except OSError as error:
        raise ClaimsError(
            f"{str(file)!r} cannot be written ({error.strerror})", remedy="choose another place with -o"
        ) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def batches(rows: Rows, size: int) -> Iterator[list[dict[str, Any]]]:
    """Rows in lists of at most ``size``.

    >>> [len(batch) for batch in batches([{}, {}, {}], 2)]
    [2, 1]
    """
    source = iter(rows)
    while batch := list(itertools.islice(source, size)):
        yield batch
