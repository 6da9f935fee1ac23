"""From folders of tables to a lexicon: ours first, a user's rows add to it or override it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path

from extract.lexicon.entries import MetricEntry, Product, Unit, Vendor
from extract.lexicon.lexicon import Lexicon
from extract.lexicon.tables import METRICS, PRODUCTS, UNITS, VENDORS, LexiconError, Row, Table, items, read_rows

BUILT_IN = Path(__file__).parent


def load(*folders: Path) -> Lexicon:
    """Our lexicon with the rows of ``folders`` laid over it, the last folder on top; read once and kept.

    A row with an id of ours overrides its filled cells, except that the items of a list are added; ``hide`` names aliases
    to forget, ``hide`` = ``*`` the whole entry. Raises LexiconError with file, row and remedy.

    >>> from extract.lexicon import load
    >>> load() is load()
    True
    """
    key = tuple(Path(folder).resolve() for folder in folders)
    for folder in key:
        if not folder.is_dir():
            raise LexiconError(
                str(folder), None, "there is no such folder", "give a folder with vendors.csv or the like"
            )
    return _load(key, tuple(_stamp(folder) for folder in key))


def _stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(path for path in folder.iterdir() if path.suffix in (".csv", ".toml"))
    return tuple((path.name, path.stat().st_mtime_ns, path.stat().st_size) for path in files)


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...], stamps: tuple[object, ...]) -> Lexicon:
    sources = (BUILT_IN, *folders)
    vendors = {vendor.id: vendor for vendor in map(_vendor, merged_rows(sources, VENDORS))}
    products = {product.id: product for product in map(_product, merged_rows(sources, PRODUCTS))}
    metrics = {metric.id: metric for metric in map(_metric, merged_rows(sources, METRICS))}
    units = {unit.symbol: unit for unit in map(_unit, merged_rows(sources, UNITS))}
    return Lexicon(vendors, products, metrics, units, sources)


def merged_rows(folders: Iterable[Path], table: Table) -> Iterable[Row]:
    """The rows of a table over all ``folders``, later ones laid over earlier ones. Raises LexiconError."""
    merged: dict[str, Row] = {}
    for folder in folders:
        path = folder / table.file
        if not path.exists():
            continue
        seen: dict[str, int] = {}
        for row in read_rows(path, table, tidy=folder == BUILT_IN):
            id = row.values[0]
            if not id:
                raise LexiconError(
                    row.file, row.number, f"the cell {table.columns[0]!r} is empty", "write a short name in it"
                )
            if id in seen:
                raise LexiconError(row.file, row.number, f"{id!r} is also in row {seen[id]}", "make one row of the two")
            seen[id] = row.number
            if row.hide == "*":
                merged.pop(id, None)
            elif id in merged:
                merged[id] = _overlay(merged[id], row, table)
            else:
                _require(row, table)
                merged[id] = row
    return merged.values()


def _require(row: Row, table: Table) -> None:
    for column in table.required:
        if not row.values[table.columns.index(column)]:
            raise LexiconError(row.file, row.number, f"the cell {column!r} is empty", f"a new row needs {column!r}")


def _overlay(old: Row, new: Row, table: Table) -> Row:
    cells = list(old.values)
    hidden = set(items(new.hide))
    for i, (column, added) in enumerate(zip(table.columns, new.values, strict=True)):
        if column in table.lists:
            both = dict.fromkeys((*items(cells[i]), *items(added)))
            cells[i] = "|".join(item for item in both if item not in hidden)
        elif added:
            cells[i] = added
    return Row(new.file, new.number, cells, table.columns)


def _vendor(row: Row) -> Vendor:
    id, name, name_en, aliases, doubtful, context, topic, decoys, parent, stock, sector, kind, yes, no = row.values
    return Vendor(
        id, name, name_en, items(aliases), items(doubtful), items(context), items(topic), items(decoys), parent or None,
        items(stock), sector, kind, items(yes), items(no),
    )  # fmt: skip


def _product(row: Row) -> Product:
    id, name, aliases, doubtful, context, topic, decoys, owner, family, kind, yes, no = row.values
    return Product(
        id, name, items(aliases), items(doubtful), items(context), items(topic), items(decoys), owner, family or None,
        kind, items(yes), items(no),
    )  # fmt: skip


def _metric(row: Row) -> MetricEntry:
    id, name, name_en, aliases, ambiguous, decoys, units, domain, kind, better, yes, no = row.values
    return MetricEntry(
        id, name, name_en, items(aliases), items(ambiguous), items(decoys), items(units), domain, kind, better,
        items(yes), items(no),
    )  # fmt: skip


def _unit(row: Row) -> Unit:
    symbol, name, written, ambiguous, dimension, factor, base, record_as, yes, no = row.values
    try:
        number = Decimal(factor)
    except InvalidOperation:
        raise LexiconError(
            row.file, row.number, f"the factor {factor!r} is no number", "write one such as 0.001 or 3600"
        ) from None
    return Unit(
        symbol, name or symbol, items(written), items(ambiguous), dimension, number, base, record_as or None, items(yes),
        items(no),
    )  # fmt: skip


def user_folders(
    given: Path | None = None, start: Path | None = None, environ: Mapping[str, str] | None = None
) -> tuple[Path, ...]:
    """The user's own folders: ``given``, else ``ZHCLAIMS_LEXICON``, else ``lexicon`` of the nearest ``zhclaims.toml``.

    The file is looked for in ``start`` (the working directory) and the folders above; a path in it counts from the file.
    Several folders are separated as in PATH, or are a list in the file. Raises LexiconError for a ``zhclaims.toml`` that
    cannot be read.

    >>> user_folders(start=Path("/"), environ={})
    ()
    """
    if given is not None:
        return (given,)
    variables = os.environ if environ is None else environ
    if named := variables.get("ZHCLAIMS_LEXICON", ""):
        return tuple(Path(each) for each in named.split(os.pathsep) if each)
    here = (start or Path.cwd()).resolve()
    for folder in (here, *here.parents):
        path = folder / "zhclaims.toml"
        if path.is_file():
            return _configured(path)
    return ()


def _configured(path: Path) -> tuple[Path, ...]:
    import tomllib

    try:
        value = tomllib.loads(path.read_text("utf-8")).get("lexicon", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LexiconError(str(path), None, f"this is no TOML: {error}", 'write lexicon = "folder"') from None
    folders = [value] if isinstance(value, str) else value
    if not isinstance(folders, list) or not all(isinstance(folder, str) for folder in folders):
        raise LexiconError(str(path), None, "'lexicon' is no folder", 'write lexicon = "folder"')
    return tuple(path.parent / folder for folder in folders)
