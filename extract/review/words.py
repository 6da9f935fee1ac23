"""The words that a reviewer is offered while typing, and the user's own words, to which the page can add one."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from extract.lexicon import Lexicon, LexiconError, load
from extract.lexicon.folding import fold
from extract.lexicon.tables import METRICS, PRODUCTS, VENDORS, Table, items, read_rows
from extract.store import StoreError

_TABLES: Mapping[str, Table] = {"vendor": VENDORS, "product": PRODUCTS, "metric": METRICS}
_ID = re.compile(r"[a-z0-9][a-z0-9_.-]{0,59}")
_OFFERED = 12
_NOT = 9  # the rank of a form in which nothing was found


@dataclass(frozen=True, slots=True)
class Offer:
    """A registered word: what is written in a record when it is chosen, and what tells it from its like."""

    id: str
    name: str
    hint: str
    forms: tuple[str, ...]


def complete(lexicon: Lexicon, kind: str, typed: str) -> list[dict[str, Any]]:
    """The registered vendors, metrics, products or units that ``typed`` may be the beginning of, the nearest first.

    >>> [offer["id"] for offer in complete(load(), "vendor", "华为云")][:1]
    ['huawei_cloud']
    """
    wanted = fold(typed.strip())
    if not wanted:
        return []
    ranked = []
    for offer in _offers(lexicon, kind):
        name = fold(offer.name)
        rank, own, length = min((_rank(form, wanted), form != name, len(form)) for form in offer.forms)
        if rank < _NOT:
            ranked.append(((rank, own, length, offer.id), offer))
    chosen = sorted(ranked, key=lambda each: each[0])[:_OFFERED]
    return [{"id": offer.id, "name": offer.name, "hint": offer.hint, "exact": order[0] == 0} for order, offer in chosen]


def _rank(form: str, wanted: str) -> int:
    if form == wanted:
        return 0
    if form.startswith(wanted):
        return 1
    return 2 if wanted in form else _NOT


@lru_cache(maxsize=16)
def _offers(lexicon: Lexicon, kind: str) -> tuple[Offer, ...]:
    made: dict[str, Callable[[], Iterable[Offer]]] = {
        "vendor": lambda: (
            Offer(each.id, each.name, each.sector, _forms(each.id, each.name, each.name_en, *each.aliases))
            for each in lexicon.vendors.values()
        ),
        "product": lambda: (
            Offer(each.id, each.name, each.owner, _forms(each.id, each.name, *each.aliases))
            for each in lexicon.products.values()
        ),
        "metric": lambda: (
            Offer(each.id, each.name, "、".join(each.units), _forms(each.id, each.name, each.name_en, *each.aliases))
            for each in lexicon.metrics.values()
        ),
        "unit": lambda: (
            Offer(each.symbol, each.record_as or each.symbol, each.name, _forms(each.symbol, each.name, *each.written))
            for each in lexicon.units.values()
        ),
    }
    if kind not in made:
        raise StoreError(f"nothing is known to complete {kind!r} with", remedy=f"use one of {', '.join(made)}")
    return tuple(made[kind]())


def _forms(*words: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fold(word) for word in words if word))


# ------------------------------------------------------------------------------------------------------ the user's own


def propose_id(name: str) -> str:
    """An id for a word: its Latin letters and digits, else one made from its characters.

    >>> propose_id("Acme 云"), propose_id("甲乙")
    ('acme', 'w_7532_4e59')
    """
    plain = re.sub(r"[^a-z0-9]+", "_", fold(name)).strip("_")
    return plain or "w_" + "_".join(f"{ord(char):x}" for char in name[:6])


def add_word(folder: Path, kind: str, cells: Mapping[str, str], example: str, others: tuple[Path, ...] = ()) -> Path:
    """Add a vendor, product or metric to the user's folder of words, its sentence as the example; returns the file.

    A row that the folder has already gets the new aliases and the example. ``others`` are further folders below it. The
    changed folder must load and find the word in the example, else nothing is changed. Raises LexiconError or StoreError.
    """
    if kind not in _TABLES:
        raise StoreError(f"a {kind!r} is no word of the lexicon", remedy=f"use one of {', '.join(_TABLES)}")
    table = _TABLES[kind]
    row = _row(table, cells, example)
    path = folder / table.file
    try:
        with tempfile.TemporaryDirectory() as trial:
            copy = Path(trial) / "words"
            shutil.copytree(folder, copy) if folder.is_dir() else copy.mkdir()
            _write(copy / table.file, table, [*_merged(path, table, row)])
            lexicon = load(*others, copy)
            _require_found(lexicon, kind, row, example)
            folder.mkdir(parents=True, exist_ok=True)
            part = path.with_name(f".{path.name}.part")
            shutil.copyfile(copy / table.file, part)
            part.replace(path)
    except OSError as error:
        raise StoreError(
            f"{path} cannot be written ({error.strerror})", remedy="give a folder with --lexicon"
        ) from error
    return path


def _row(table: Table, cells: Mapping[str, str], example: str) -> dict[str, str]:
    unknown = sorted(set(cells) - set(table.columns))
    if unknown:
        raise StoreError(f"{table.file} has no column {unknown[0]!r}", remedy=f"use {', '.join(table.columns)}")
    row = {name: " ".join(value.split()) for name, value in cells.items() if value.strip()}
    missing = [name for name in table.required if not row.get(name)]
    if missing:
        raise StoreError(f"a new row needs {', '.join(missing)}", remedy="fill it in")
    if not _ID.fullmatch(row["id"]):
        raise StoreError(f"{row['id']!r} is no id", remedy="use a-z, 0-9 and _")
    for name in row:
        if name not in table.lists and "|" in row[name]:
            raise StoreError(f"{name} holds a bar", remedy="a bar only separates the items of a list")
    sentence = " ".join(example.replace("|", "｜").split())
    return {**row, "examples": sentence} if sentence else row


def _merged(path: Path, table: Table, row: Mapping[str, str]) -> Iterable[dict[str, str]]:
    """The rows of the file with the new one: added at the end, or laid over the row with its id."""
    there = False
    for old in read_rows(path, table) if path.exists() else ():
        cells = dict(old.cells)
        if cells[table.columns[0]] == row["id"]:
            there = True
            for name, value in row.items():
                if name in table.lists:
                    value = "|".join(dict.fromkeys((*items(cells.get(name, "")), *items(value))))
                cells[name] = value
        yield cells
    if not there:
        yield dict(row)


def _write(path: Path, table: Table, rows: list[dict[str, str]]) -> None:
    columns = [*table.columns, *(["hide"] if any(row.get("hide") for row in rows) else [])]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    path.write_bytes(b"\xef\xbb\xbf" + out.getvalue().encode("utf-8"))


def _require_found(lexicon: Lexicon, kind: str, row: Mapping[str, str], example: str) -> None:
    if not example.strip():
        return
    hits = lexicon.find_metrics(example) if kind == "metric" else lexicon.find_names(example)
    found = {id for hit in hits for id in (hit.id, *_rival_ids(hit.rivals))}
    if row["id"] not in found:
        raise LexiconError(
            _TABLES[kind].file,
            None,
            f"{row['name']!r} does not stand in the sentence {example[:40]!r}",
            "add an alias as the sentence writes it",
        )


def _rival_ids(rivals: Iterable[Any]) -> Iterable[str]:
    for rival in rivals:
        with contextlib.suppress(IndexError):
            yield rival if isinstance(rival, str) else rival[1]
