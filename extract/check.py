"""Is the lexicon in order? Every problem is told in words, with file, row and remedy; ``fix`` sorts and normalises.

A user's folder is checked as our own tables are: each file by itself, then together with everything below it.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from extract.lexicon import BUILT_IN, Lexicon, LexiconError, load, written_forms
from extract.lexicon.cues import read_cues
from extract.lexicon.tables import METRICS, PRODUCTS, TABLES, UNITS, VENDORS, Row, Table, items, read_rows
from extract.types import Article, Repaired

Place = tuple[str, int]  # file, row


class Problem(NamedTuple):
    """One thing that is wrong, and what to do about it."""

    file: str
    row: int | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        where = self.file if self.row is None else f"{self.file}, row {self.row}"
        return f"{where}: {self.problem}: {self.remedy}"


def check(*folders: Path) -> tuple[Problem, ...]:
    """What is wrong in the lexicon ``folders``, the last on top; in our own when none is given.

    >>> check()
    ()
    """
    checked = folders or (BUILT_IN,)
    problems: list[Problem] = []
    rows: dict[str, dict[str, Row]] = {table.file: {} for table in TABLES}
    for folder in checked:
        for table in TABLES:
            path = folder / table.file
            if path.exists():
                found, wrong = _read(path, table)
                problems += wrong
                rows[table.file] |= {row.values[0]: row for row in found}
    try:
        lexicon = load(*folders)
        read_cues((BUILT_IN, *folders))
    except LexiconError as error:
        return tuple(dict.fromkeys((*problems, Problem(error.file, error.row, error.problem, error.remedy))))
    problems += _check_links(lexicon, rows)
    problems += _check_forms(lexicon, rows)
    problems += _check_examples(lexicon, rows)
    return tuple(dict.fromkeys(problems))


# ------------------------------------------------------------------------------------------------- one file by itself


def _read(path: Path, table: Table) -> tuple[list[Row], list[Problem]]:
    try:
        rows = read_rows(path, table)
    except LexiconError as error:
        return [], [Problem(error.file, error.row, error.problem, error.remedy)]
    problems = [problem for row in rows for problem in _check_row(row, table)]
    seen: dict[str, int] = {}
    for row in rows:
        key = row.values[0]
        if key in seen:
            problems.append(
                Problem(row.file, row.number, f"{key!r} is also in row {seen[key]}", "make one row of the two")
            )
        seen.setdefault(key, row.number)
    for before, after in pairwise(rows):
        if after.values[0] < before.values[0]:
            told = f"{after.values[0]!r} stands after {before.values[0]!r}"
            problems.append(Problem(after.file, after.number, told, "sort the rows with zhclaims check --fix"))
            break
    return rows, problems


def _check_row(row: Row, table: Table) -> Iterator[Problem]:
    from extract.validation import problem

    said: list[tuple[str, str]] = []
    filled = {column: value for column, value in row.cells.items() if value}
    wrong = problem(table.file.removesuffix("s.csv"), as_object(row, table))
    if wrong and row.hide != "*":
        said.append(
            (
                f"the row does not follow schemas/{table.file.removesuffix('s.csv')}.schema.json, {wrong}",
                "mend the cell",
            )
        )
    for column in table.lists & filled.keys():
        listed = items(filled[column])
        for item in listed:
            if listed.count(item) > 1:
                said.append((f"{item!r} is in {column} twice", "drop one, or run zhclaims check --fix"))
                break
    names = {alias for column in _NAMES & filled.keys() for alias in items(filled[column])}
    for column in _NAMES & filled.keys():
        for alias in items(filled[column]):
            said += _check_alias(alias, column, names)
    for doubtful, needed in (("context_aliases", ("examples", "rejects")), ("ambiguous_aliases", ("examples",))):
        for column in needed:
            if filled.get(doubtful) and not filled.get(column):
                told = f"{filled[doubtful]!r} needs a witness, but the row has no {column}"
                said.append((told, "write a sentence in which it is meant" if column == "examples" else _A_REJECT))
    for told, remedy in said:
        yield Problem(row.file, row.number, told, remedy)


_NAMES = {"name", "aliases", "context_aliases", "ambiguous_aliases"}
_A_REJECT = "write a text in which the word means something else"


def _check_alias(alias: str, column: str, names: set[str]) -> Iterator[tuple[str, str]]:
    from extract.repair.script import to_simplified

    if column != "name" and alias.isdigit():
        yield f"the alias {alias!r} is a number", "drop it: every number would be this name"
    if column == "aliases" and len(alias) == 1:
        yield (
            f"the alias {alias!r} is a single character",
            "move it to context_aliases, with a decoy for each word it is in",
        )
    if any(mark in alias for mark in ("\\", ".*", "[", "^")):
        yield f"{alias!r} looks like a pattern", "write plain text: each form is a word of its own"
    plain = to_simplified(alias)
    if plain not in names:
        yield (
            f"{alias!r} is in traditional characters, which articles are freed of first",
            f"write {plain!r}, beside it or instead",
        )


def as_object(row: Row, table: Table) -> dict[str, str | list[str]]:
    """A row as the schemas describe it: list cells as lists, empty cells left out."""
    return {
        column: list(items(value)) if column in table.lists else value for column, value in row.cells.items() if value
    }


# --------------------------------------------------------------------------------------------- together with the rest


def _check_links(lexicon: Lexicon, rows: Mapping[str, Mapping[str, Row]]) -> Iterator[Problem]:
    links: list[tuple[Table, str, Mapping[str, object], str]] = [
        (VENDORS, "parent", lexicon.vendors, "the id of a row of vendors.csv, or leave the cell empty"),
        (PRODUCTS, "owner", lexicon.vendors, "the id of a row of vendors.csv"),
        (PRODUCTS, "family", lexicon.products, "the id of a row of products.csv, or leave the cell empty"),
        (METRICS, "units", lexicon.units, "symbols of units.csv"),
        (UNITS, "record_as", lexicon.units, "a symbol of units.csv, or leave the cell empty"),
    ]
    for table, column, known, remedy in links:
        for row in rows[table.file].values():
            for name in items(row.cells[column]):
                if name not in known:
                    yield Problem(row.file, row.number, f"{column} {name!r} is not registered", f"give {remedy}")
                elif name == row.values[0]:
                    yield Problem(row.file, row.number, f"{column} names the row itself", "leave the cell empty")
    for row in rows[UNITS.file].values():
        unit = lexicon.units.get(row.values[0])
        if unit and unit.factor <= 0:
            yield Problem(
                row.file, row.number, f"the factor {unit.factor} is not above 0", "say how many base units one is"
            )


def _check_forms(lexicon: Lexicon, rows: Mapping[str, Mapping[str, Row]]) -> Iterator[Problem]:
    """A form of two entries must be doubtful in both; a decoy must hide a form of its row."""
    vendors, products = rows[VENDORS.file], rows[PRODUCTS.file]
    names = [(vendors.get(v.id), v.id, (v.name, *v.aliases), v.context_aliases) for v in lexicon.vendors.values()]
    names += [(products.get(p.id), p.id, (p.name, *p.aliases), p.context_aliases) for p in lexicon.products.values()]
    yield from _clashes(names, "context_aliases")
    metrics = [
        (rows[METRICS.file].get(m.id), m.id, (m.name, *m.aliases), m.ambiguous_aliases)
        for m in lexicon.metrics.values()
    ]
    yield from _clashes(metrics, "ambiguous_aliases")
    units = [(rows[UNITS.file].get(u.symbol), u.symbol, u.written, u.ambiguous) for u in lexicon.units.values()]
    # a form that one unit has for sure may be a doubtful form of others
    yield from _clashes([(row, id, sure, ()) for row, id, sure, _ in units], "ambiguous", list)
    for table in (VENDORS, PRODUCTS, METRICS):
        for row in rows[table.file].values():
            cells = row.cells
            forms = {form for column in _NAMES & cells.keys() for form in written_forms(items(cells[column]))}
            for decoy, hiding in zip(items(cells["decoys"]), written_forms(items(cells["decoys"])), strict=True):
                if not any(form in hiding and form != hiding for form in forms):
                    yield Problem(
                        row.file, row.number, f"the decoy {decoy!r} holds none of the row's names",
                        "write a longer word that holds one, or drop it",
                    )  # fmt: skip


Named = tuple[Row | None, str, Sequence[str], Sequence[str]]


def _clashes(
    entries: Iterable[Named], doubtful: str, spell: Callable[[Sequence[str]], list[str]] = written_forms
) -> Iterator[Problem]:
    owners: dict[str, dict[str, tuple[Row | None, bool, str]]] = defaultdict(dict)
    for row, id, sure, unsure in entries:
        plain = [alias for alias in sure if alias not in unsure]
        for aliases, is_sure in ((plain, True), (unsure, False)):
            for alias, form in zip(aliases, spell(list(aliases)), strict=True):
                owners[form].setdefault(f"{id}/{is_sure}", (row, is_sure, alias))
    told: set[tuple[str, ...]] = set()
    for holders in owners.values():
        ids = {key.rpartition("/")[0] for key in holders}
        if len(holders) < 2 or not any(is_sure for _, is_sure, _ in holders.values()) or tuple(sorted(holders)) in told:
            continue
        told.add(tuple(sorted(holders)))
        for key, (row, is_sure, alias) in holders.items():
            if row is None:
                continue
            others = sorted(ids - {key.rpartition("/")[0]}) or ["the same row"]
            if is_sure or len(ids) == 1:
                remedy = f"move it to {doubtful} in each of them, or take it from all but one"
                yield Problem(row.file, row.number, f"{alias!r} is also a name of {', '.join(others)}", remedy)


# --------------------------------------------------------------------------------------------------------- examples


def _check_examples(lexicon: Lexicon, rows: Mapping[str, Mapping[str, Row]]) -> Iterator[Problem]:
    finders: list[tuple[Table, Callable[[Lexicon, str], set[str]]]] = [
        (VENDORS, _vendors_in), (PRODUCTS, _products_in), (METRICS, _metrics_in), (UNITS, _units_in),
    ]  # fmt: skip
    for table, find in finders:
        for id, row in rows[table.file].items():
            if row.hide == "*":
                continue
            cells = row.cells
            wanted = {id, lexicon.units[id].record_as} if table is UNITS and id in lexicon.units else {id}
            for text in items(cells["examples"]):
                if not find(lexicon, text) & wanted:
                    yield Problem(
                        row.file, row.number, f"{id!r} is not found in its example {text!r}",
                        "add the form as an alias, or a context word that stands in the sentence",
                    )  # fmt: skip
            for text in (*items(cells["rejects"]), *items(cells.get("decoys", ""))):
                if id in find(lexicon, text):
                    yield Problem(
                        row.file, row.number, f"{id!r} is found in {text!r}, which it must not",
                        "add a decoy (the longer word), or move the alias to the doubtful ones",
                    )  # fmt: skip


def _vendors_in(lexicon: Lexicon, text: str) -> set[str]:
    return {id for kind, id in _names_in(lexicon, text) if kind == "vendor"}


def _products_in(lexicon: Lexicon, text: str) -> set[str]:
    return {id for kind, id in _names_in(lexicon, text) if kind == "product"}


def _names_in(lexicon: Lexicon, text: str) -> set[tuple[str, str]]:
    from extract.mentions.vendors import find_entities
    from extract.segment import segment

    document = segment(Repaired(Article(id="example", text=text), text))
    return {(entity.kind, entity.id) for entity in find_entities(document, lexicon) if entity.id}


def _metrics_in(lexicon: Lexicon, text: str) -> set[str]:
    return {id for hit in lexicon.find_metrics(text) for id in (hit.id, *hit.rivals)}


def _units_in(lexicon: Lexicon, text: str) -> set[str]:
    from extract.mentions.quantities import find_quantities

    return {quantity.unit for quantity in find_quantities(text, (), lexicon) if quantity.unit}


# -------------------------------------------------------------------------------------------------------------- fix


def fix(folder: Path) -> tuple[Path, ...]:
    """Sort the rows of each table in ``folder``, drop doubled items, put the columns in order; the files that changed.

    A file that was no plain UTF-8 is written as UTF-8 with BOM, which Excel and WPS open. Raises LexiconError for a file that
    cannot be read.
    """
    changed: list[Path] = []
    for table in TABLES:
        path = folder / table.file
        if not path.exists():
            continue
        raw = path.read_bytes()
        new = _normalised(read_rows(path, table), table).encode("utf-8")
        if not _is_plain(raw):
            new = b"\xef\xbb\xbf" + new
        if new != raw:
            path.write_bytes(new)
            changed.append(path)
    return tuple(changed)


def _is_plain(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not raw.startswith(b"\xef\xbb\xbf")


def _normalised(rows: Sequence[Row], table: Table) -> str:
    columns = [*table.columns, *(["hide"] if any(row.hide for row in rows) else [])]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", lineterminator="\n")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: row.values[0]):
        cells = row.cells
        for column in table.lists & cells.keys():
            kept = dict.fromkeys(items(cells[column]))
            if column == "aliases":
                kept.pop(cells.get("name", ""), None)
            cells[column] = "|".join(kept)
        writer.writerow(cells)
    return out.getvalue()
