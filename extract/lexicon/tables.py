"""Reading a lexicon file as people save it: UTF-8, UTF-8 with BOM or GB18030, columns in any order, blank rows, stray blanks."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import NamedTuple

from extract.errors import ClaimsError


class LexiconError(ClaimsError):
    """A lexicon file is wrong: what, in which file and row, and what to do about it.

    >>> str(LexiconError("vendors.csv", 7, "the id is missing", "write one, e.g. 'acme'"))
    "vendors.csv, row 7: the id is missing: write one, e.g. 'acme'"
    """

    def __init__(self, file: str, row: int | None, problem: str, remedy: str) -> None:
        self.file = file
        self.row = row
        self.problem = problem
        where = file if row is None else f"{file}, row {row}"
        super().__init__(f"{where}: {problem}", remedy=remedy)


class Table(NamedTuple):
    """What the columns of one kind of file are. ``optional`` columns may be missing, ``lists`` hold ``|``."""

    file: str
    columns: tuple[str, ...]
    lists: frozenset[str]
    required: tuple[str, ...]


_NAME_LISTS = ("aliases", "context_aliases", "context", "topic", "decoys", "examples", "rejects", "hide")

VENDORS = Table(
    "vendors.csv",
    ("id", "name", "name_en", "aliases", "context_aliases", "context", "topic", "decoys", "parent", "stock_code",
     "sector", "kind", "examples", "rejects"),
    frozenset((*_NAME_LISTS, "stock_code")),
    ("id", "name"),
)  # fmt: skip
PRODUCTS = Table(
    "products.csv",
    ("id", "name", "aliases", "context_aliases", "context", "topic", "decoys", "owner", "family", "kind", "examples",
     "rejects"),
    frozenset(_NAME_LISTS),
    ("id", "name", "owner"),
)  # fmt: skip
METRICS = Table(
    "metrics.csv",
    ("id", "name", "name_en", "aliases", "ambiguous_aliases", "decoys", "units", "domain", "kind", "better", "examples",
     "rejects"),
    frozenset(("aliases", "ambiguous_aliases", "decoys", "units", "examples", "rejects", "hide")),
    ("id", "name"),
)  # fmt: skip
UNITS = Table(
    "units.csv",
    ("symbol", "name", "written", "ambiguous", "dimension", "factor", "base", "record_as", "examples", "rejects"),
    frozenset(("written", "ambiguous", "examples", "rejects", "hide")),
    ("symbol", "dimension", "factor", "base"),
)
TABLES = (VENDORS, PRODUCTS, METRICS, UNITS)


class Row(NamedTuple):
    """One row as read: ``values`` in the order of ``columns``, stripped, empty when not given; ``hide`` apart."""

    file: str
    number: int
    values: list[str]
    columns: tuple[str, ...]
    hide: str = ""

    @property
    def cells(self) -> dict[str, str]:
        """The values by column, ``hide`` with them when it is filled."""
        cells = dict(zip(self.columns, self.values, strict=True))
        return {**cells, "hide": self.hide} if self.hide else cells


def decode(raw: bytes, file: str) -> str:
    """The text of a spreadsheet's file: UTF-8 (with or without BOM), UTF-16 with BOM, else GB18030.

    Raises LexiconError when it is none of them.
    """
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError as error:
        raise LexiconError(
            file, None, f"the file is neither UTF-8 nor GB18030 text (byte {error.start})",
            "save it as 'CSV UTF-8' and try again",
        ) from None  # fmt: skip


def read_rows(path: Path, table: Table, *, tidy: bool = False) -> list[Row]:
    """The rows of ``path``, blank ones left out; ``tidy`` tables (ours) are known to hold no stray blanks.

    Raises LexiconError for an unknown or missing column, or a cell too many.
    """
    file = str(path)
    text = decode(path.read_bytes(), file)
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [cell.strip() for cell in next(reader, [])]
    except csv.Error as error:
        raise LexiconError(file, 1, str(error), "save the file as CSV again") from None
    while header and not header[-1]:
        header.pop()
    _check_header(file, header, table)
    width = len(header)
    known = (*table.columns, "hide")
    order = [header.index(column) if column in header else -1 for column in known]
    as_it_is = header == list(table.columns)
    rows: list[Row] = []
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(cells) > width:
                if any(cell.strip() for cell in cells[width:]):
                    raise LexiconError(
                        file, reader.line_num, f"there are {len(cells)} cells but {width} columns",
                        "put double quotes around a cell that holds a comma",
                    )  # fmt: skip
                del cells[width:]
            elif len(cells) < width:
                cells += [""] * (width - len(cells))
            stripped = cells if tidy else [cell.strip() for cell in cells]
            if as_it_is:
                rows.append(Row(file, reader.line_num, stripped, table.columns))
            elif any(stripped):
                *ordered, hide = [stripped[i] if i >= 0 else "" for i in order]
                rows.append(Row(file, reader.line_num, ordered, table.columns, hide))
    except csv.Error as error:
        raise LexiconError(file, reader.line_num, str(error), "save the file as CSV again") from None
    return rows


def _check_header(file: str, header: list[str], table: Table) -> None:
    known = (*table.columns, "hide")
    first = table.columns[0]
    if first not in header:
        raise LexiconError(
            file, 1, f"the first row has no column {first!r}", f"the columns are: {', '.join(table.columns)}"
        )
    for column in header:
        if column not in known:
            raise LexiconError(file, 1, f"there is no column {column!r}", f"the columns are: {', '.join(known)}")
        if header.count(column) > 1:
            raise LexiconError(file, 1, f"the column {column!r} is there twice", "delete one of them")


def items(cell: str) -> tuple[str, ...]:
    """The items of a list cell; a full-width bar counts as a bar.

    >>> items("中移 | 移动")
    ('中移', '移动')
    """
    if not cell:
        return ()
    if "｜" in cell:
        cell = cell.replace("｜", "|")
    if "|" not in cell:
        return (cell,)
    return tuple([item for part in cell.split("|") if (item := part.strip())])
