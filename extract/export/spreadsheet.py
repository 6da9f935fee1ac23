"""Claims as an Excel workbook: numbers as numbers, days as days, no text taken for a formula or a link."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from importlib import import_module
from typing import IO, Any

from extract.errors import ClaimsError

ROWS = 1_048_576  # of one sheet, the line of names included
_CHARACTERS = 32_767  # of one cell
_CUT = " …(cut)"
_DAYS = ("published", "period_start", "period_end")
_WIDTHS = {"vendor": 18, "metric": 24, "value": 16, "baseline": 20, "sentence": 60, "title": 40, "evidence": 40}


def write_xlsx(rows: Iterable[dict[str, Any]], columns: tuple[str, ...], target: IO[bytes]) -> None:
    """A sheet ``claims`` with filters and a first line that stays; further sheets when one is full. A text that no cell can
    hold is cut, and ends in ``…(cut)``.

    Raises ClaimsError when xlsxwriter is not installed.
    """
    try:
        xlsxwriter = import_module("xlsxwriter")
    except ImportError:
        raise ClaimsError(
            "XLSX needs xlsxwriter, which is not installed", remedy="pip install 'zhclaims[xlsx]'"
        ) from None
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(target, options)
    book.set_properties({"title": "claims", "created": dt.datetime(2000, 1, 1)})  # the same claims make the same file
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet, line, number = None, ROWS, 0
    for row in rows:
        if line >= ROWS:
            number += 1
            sheet, line = _new_sheet(book, number, columns, bold), 1
        for at, column in enumerate(columns):
            _write(sheet, line, at, column, row[column], day)
        line += 1
    if sheet is None:
        _new_sheet(book, 1, columns, bold)
    book.close()


def _new_sheet(book: Any, number: int, columns: tuple[str, ...], bold: Any) -> Any:
    sheet = book.add_worksheet("claims" if number == 1 else f"claims {number}")
    for at, column in enumerate(columns):
        sheet.set_column(at, at, _WIDTHS.get(column, 12))
        sheet.write_string(0, at, column, bold)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, ROWS - 1, len(columns) - 1)
    return sheet


def _write(sheet: Any, line: int, at: int, column: str, cell: Any, day: Any) -> None:
    if cell is None or cell == "":
        return
    if column in _DAYS:
        sheet.write_datetime(line, at, dt.datetime.fromisoformat(cell), day)
    elif isinstance(cell, (int, float)):
        sheet.write_number(line, at, cell)
    else:
        sheet.write_string(line, at, cell if len(cell) <= _CHARACTERS else cell[: _CHARACTERS - len(_CUT)] + _CUT)
