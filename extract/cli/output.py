"""Writing records: JSON Lines and CSV as they come, a table for each article, Parquet at the end.

A file is written beside its place and moved there when all is done, so that a run that was stopped leaves the old file.
"""

from __future__ import annotations

import contextlib
import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

from extract.errors import ClaimsError

if TYPE_CHECKING:
    from extract.types import Reading

FORMATS = ("jsonl", "csv", "parquet", "table")
_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet", ".txt": "table"}
_WIDTH = 140  # of a table that no terminal shows


class Output(Protocol):
    """Where readings go."""

    def write(self, reading: Reading) -> None:
        """Take the records of one article."""

    def finish(self) -> None:
        """Write what is still held."""


def format_of(asked: str | None, file: Path | None) -> str:
    """The format that was asked for, or that the file's name or the terminal suggests. Raises ValueError with a reason."""
    if asked is not None and asked not in FORMATS:
        raise ValueError(f"unknown format {asked!r}; choose from {', '.join(FORMATS)}")
    if asked is None and file is not None:
        asked = _BY_SUFFIX.get(file.suffix.lower())
        if asked is None:
            raise ValueError(
                f"{file.name!r} does not say the format; give --format or end the name in .jsonl, .csv, .parquet"
            )
    if asked == "parquet" and file is None:
        raise ValueError("parquet is not text; give -o FILE")
    return asked or ("table" if sys.stdout.isatty() else "jsonl")


@contextlib.contextmanager
def open_output(format: str, file: Path | None) -> Iterator[Output]:
    """An output in ``format`` to ``file`` or stdout. Raises ClaimsError when the file cannot be written."""
    if format == "parquet":
        _need_pyarrow()
    with _stream(file) as stream:
        output: Output = {"jsonl": _Lines, "csv": _Rows, "table": _Tables, "parquet": _Parquet}[format](stream)
        yield output
        output.finish()


@contextlib.contextmanager
def open_numbers(file: Path | None) -> Iterator[Output]:
    """The numbers of each reading as JSON Lines; nowhere without a file."""
    if file is None:
        yield _Nowhere()
        return
    with _stream(file) as stream:
        yield _Lines(stream, numbers=True)


@contextlib.contextmanager
def _stream(file: Path | None) -> Iterator[IO[str]]:
    if file is None:
        yield sys.stdout
        return
    part = file.with_name(f".{file.name}.part")
    try:
        with part.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
            yield stream
        part.replace(file)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise ClaimsError(
            f"{file} cannot be written ({error.strerror})", remedy="choose another place with -o"
        ) from error
    finally:
        part.unlink(missing_ok=True)


class _Nowhere:
    def write(self, reading: Reading) -> None:
        """Nothing."""

    def finish(self) -> None:
        """Nothing."""


class _Lines:
    def __init__(self, stream: IO[str], *, numbers: bool = False) -> None:
        self._stream = stream
        self._numbers = numbers

    def write(self, reading: Reading) -> None:
        for made in reading.numbers if self._numbers else reading.records:
            self._stream.write(json.dumps(made, ensure_ascii=False) + "\n")

    def finish(self) -> None:
        """Nothing is held."""


class _Rows:
    def __init__(self, stream: IO[str]) -> None:
        from extract.table import COLUMNS

        if stream is not sys.stdout:
            stream.write("\ufeff")  # without it a spreadsheet on a Chinese Windows reads GBK
        self._writer = csv.DictWriter(stream, COLUMNS)
        self._writer.writeheader()

    def write(self, reading: Reading) -> None:
        from extract.table import flatten

        self._writer.writerows(flatten(record) for record in reading.records)

    def finish(self) -> None:
        """Nothing is held."""


class _Tables:
    def __init__(self, stream: IO[str]) -> None:
        from rich.console import Console

        console = Console(file=stream)
        self._console = console if console.is_terminal else Console(file=stream, width=_WIDTH)

    def write(self, reading: Reading) -> None:
        from extract.table import as_table

        article = reading.document.article
        self._console.print(as_table(reading.records, article.title or article.source or article.id))

    def finish(self) -> None:
        """Nothing is held."""


class _Parquet:
    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._records: list[dict[str, Any]] = []

    def write(self, reading: Reading) -> None:
        self._records += reading.records

    def finish(self) -> None:
        from extract import to_frame
        from extract.table import NUMERIC

        frame = to_frame(self._records)
        frame = frame.astype(dict.fromkeys(NUMERIC, "float64"))
        self._stream.flush()
        frame.to_parquet(self._stream.buffer, index=False)  # type: ignore[attr-defined]


def _need_pyarrow() -> None:
    try:
        from importlib import import_module

        import_module("pyarrow")
    except ImportError:
        raise ClaimsError(
            "Parquet needs pyarrow, which is not installed", remedy="pip install 'zhclaims[parquet]'"
        ) from None
