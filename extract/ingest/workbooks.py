"""XLSX workbooks: a row of a sheet is an article."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from typing import IO, Any

from extract.ingest.failures import Failure, Problem, in_words, missing
from extract.ingest.options import Options
from extract.ingest.tables import articles_of_rows
from extract.types import Article


def read_workbook(file: IO[bytes], where: str, options: Options) -> Iterator[Article | Failure]:
    """One article a row of each sheet; a sheet without a column of text is told and passed over."""
    try:
        import openpyxl
    except ImportError as error:
        raise missing("openpyxl", "xlsx", "XLSX") from error
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError, TypeError, AttributeError) as error:
        raise Problem(
            "parse", f"the workbook cannot be read ({in_words(error)})", "open it and save it again as XLSX"
        ) from error
    found = False
    troubles: list[Failure] = []
    for sheet in book.worksheets:
        place = f"{where}!{sheet.title}"
        try:
            for item in articles_of_rows(_rows(sheet, place), place, options):
                found = True
                yield item
        except Problem as problem:
            troubles.append(problem.at(place))
        except (KeyError, ValueError, SyntaxError, zipfile.BadZipFile) as error:
            yield Failure(place, "parse", f"the sheet cannot be read ({in_words(error)})", "open it and save it again")
    empty = [failure for failure in troubles if failure.stage == "extract"]  # workbooks come with empty sheets
    yield from troubles if not found else (failure for failure in troubles if failure not in empty)


def _rows(sheet: Any, place: str) -> Iterator[tuple[str, Sequence[Any] | Problem]]:
    for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
        yield f"{place}:{number}", cells
