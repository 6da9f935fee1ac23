"""Claims as CSV that Excel opens rightly and that runs nothing when it does."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from typing import IO, Any

_BOM = "\ufeff"
_FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?%?")


def write_csv(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], target: IO[bytes], *, bom: bool = True) -> None:
    """A line of column names, then one line for each row; what is empty is an empty cell, lines end in CR LF."""
    stream = io.TextIOWrapper(target, "utf-8", newline="", write_through=True)
    try:
        stream.write(_BOM if bom else "")
        writer = csv.writer(stream)
        writer.writerow(columns)
        writer.writerows([harmless(row[column]) for column in columns] for row in rows)
    finally:
        stream.detach()


def harmless(cell: Any) -> Any:
    """A cell that a spreadsheet will not take for a formula: an apostrophe goes before a text that begins like one.

    Numbers stay as they are, also those that are written as text, and so does a bare ``=`` (a comparator).

    >>> harmless("=HYPERLINK(1)"), harmless("-3.5%"), harmless(-3.5), harmless("@me"), harmless("营收")
    ("'=HYPERLINK(1)", '-3.5%', -3.5, "'@me", '营收')
    """
    if isinstance(cell, str) and cell != "=" and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
