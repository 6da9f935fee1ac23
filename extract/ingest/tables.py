"""Tables - CSV and the rows of workbooks and Parquet files - become articles, a row each."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from extract.ingest.articles import article_from_fields
from extract.ingest.columns import by_look, by_name, in_words
from extract.ingest.encodings import decode
from extract.ingest.failures import Failure, Problem
from extract.ingest.failures import in_words as error_in_words
from extract.ingest.json_articles import wide_codec
from extract.ingest.options import Options
from extract.ingest.streams import Stream, size_in_words
from extract.types import Article

_LOOK_AT = 20


def read_csv(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article a row of a CSV or TSV file of any length; the separator is found in the first line."""
    if not stream.head.strip(b"\xef\xbb\xbf\r\n\t ,;"):
        raise Problem("extract", "the table has no rows", "leave it out, or fetch it again")
    encoding = options.encoding or wide_codec(stream.head) or decode(stream.head).encoding
    text = io.TextIOWrapper(io.BufferedReader(stream), encoding, errors="replace", newline="")
    lines = _Lines(text, options.limits.article)
    csv.field_size_limit(max(csv.field_size_limit(), options.limits.article))
    yield from articles_of_rows(_rows(lines, where), where, options)


class _Lines:
    """The lines of a text, each of bounded length; ``taken`` holds those of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text, self._limit = text, limit
        self._again: list[str] = []
        self.number = 0
        self.taken: list[str] = []
        self.at_end = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else self._text.readline(self._limit + 1)
        if not line:
            self.at_end = True
            raise StopIteration
        self.number += 1
        if len(line) > self._limit:
            while line and not line.endswith("\n"):
                line = self._text.readline(1 << 20)
            raise Problem(
                "limit", f"the row is longer than {size_in_words(self._limit)}, the limit for one article",
                "split it, or raise the limit; the other rows are read all the same",
            )  # fmt: skip
        self.taken.append(line)
        return line

    def put_back(self, lines: list[str]) -> None:
        """Read these lines once more."""
        self._again += reversed(lines)
        self.number -= len(lines)
        self.at_end = False


def _rows(lines: _Lines, where: str) -> Iterator[tuple[str, Sequence[Any] | Problem]]:
    """Rows with the place of their first line. A quote that is never closed costs its own line only."""
    separator = ""
    mended = 0
    reader: Iterator[list[str]] = iter(())
    while True:
        line = lines.number + 1
        place = f"{where}:{line}"
        lines.taken = []
        try:
            if not separator:
                first = next(lines, "").lstrip("\ufeff")
                separator = _separator(first)
                lines.put_back([first])
                lines.taken = []
                reader = csv.reader(lines, delimiter=separator)
            cells = next(reader)
        except StopIteration:
            return
        except Problem as problem:
            yield f"{where}:{lines.number}", problem
            reader = csv.reader(lines, delimiter=separator)
            continue
        except csv.Error as error:
            yield (
                place,
                Problem(
                    "parse", f"the row is not CSV ({error_in_words(error)})", "mend its quotes; the others are read"
                ),
            )
            continue
        if lines.at_end and len(lines.taken) > 1 and _is_open(lines.taken, separator):
            mended += 1
            yield (
                place,
                Problem("parse", "a quote that opens in this row is never closed", "close it; the others are read"),
            )
            if mended > 100:
                yield place, Problem("parse", "there are too many unclosed quotes to go on", "write the table anew")
                return
            lines.put_back(lines.taken[1:])
            reader = csv.reader(lines, delimiter=separator)
            continue
        yield place, cells


def _is_open(lines: list[str], separator: str) -> bool:
    """Whether a row ends inside quotes."""
    try:
        list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error as error:
        return "end of data" in str(error)
    return False


def _separator(line: str) -> str:
    """The sign that parts the cells: the one of ``, ; tab |`` that is commonest outside quotes in the first line."""
    outside = "".join(line.split('"')[::2])
    return max(",\t;|", key=lambda sign: (outside.count(sign), sign == ","))


def articles_of_rows(
    rows: Iterator[tuple[str, Sequence[Any] | Problem]], where: str, options: Options
) -> Iterator[Article | Failure]:
    """Articles from rows of cells, each with its place; the first row names the columns unless it holds an article."""
    source: Iterator[tuple[str, Sequence[Any] | Problem]] = rows
    for place, names in source:
        if isinstance(names, Problem):
            yield names.at(place)
        elif any(_cell(cell) for cell in names):
            break
    else:
        raise Problem("extract", "the table has no rows", "leave it out, or fetch it again")
    header = [str(_cell(name) or "").strip() for name in names]
    if any(len(name) > 60 for name in header):  # the first row is an article already: there are no names
        source = chain([(place, names)], source)
        header = [str(n) for n in range(1, len(header) + 1)]
    header = [name or f"column {n}" for n, name in enumerate(header, 1)]
    first = list(islice(source, _LOOK_AT))
    sample = [dict(zip(header, map(_cell, row), strict=False)) for _, row in first if not isinstance(row, Problem)]
    columns, notes = choose_columns(header, sample, options, where)
    for place, cells in chain(first, source):
        if isinstance(cells, Problem):
            yield cells.at(place)
            continue
        fields = {name: _cell(cell) for name, cell in zip(header, cells, strict=False)}
        if not any(str(value).strip() for value in fields.values() if value is not None):
            continue
        try:
            if columns["text"] not in fields:
                raise Problem(
                    "parse", f"the row ends before the column “{columns['text']}”", "complete it, or leave it out"
                )
            yield article_from_fields(fields, columns, source=place, notes=notes)
        except Problem as problem:
            yield problem.at(place)


def choose_columns(
    header: Sequence[str], sample: Sequence[Mapping[str, Any]], options: Options, where: str
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Which column holds what, and the note that says so when guessed. Raises ``Problem`` when no text is found."""
    columns = by_name(header, options)
    if columns["text"] not in header:
        found = None if "text" in options.columns else by_look(header, sample)
        if found is None:
            asked = options.columns.get("text")
            said = f"there is no column “{asked}”" if asked is not None else "no column looks like the text of articles"
            raise Problem(
                "parse", f"{said}; the columns are: {', '.join(header[:12])}", "map one: text=NAME or text=NUMBER"
            )
        columns = {k: v for k, v in columns.items() if v != found} | {"text": found}
    told = {field: columns[field] for field in columns if field not in options.columns and columns[field] != field}
    if not told:
        return columns, ()
    sentence = f"columns guessed: {in_words(told)}"
    options.tell(f"{where}: {sentence}")
    return columns, (sentence,)


def _cell(value: Any) -> Any:
    """A cell as text, number, date or None; a blank cell is None."""
    if isinstance(value, str):
        return value if value.strip() else None
    return value
