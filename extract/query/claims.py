"""Claims page by page, in the order of ``extract.store.read_claims``: by day of publication, article and place.

A page costs what it shows, not what the store holds: articles are walked along an index from where the page before ended.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from extract.query.paging import Page, cursor_of, place_of
from extract.query.wanted import Wanted
from extract.store import columns_of_claims

SOURCE = ("title", "published", "publisher", "url", "reprinted_from", "editor", "reprint_of", "source")
REVIEW = ("status", "reviewer", "reason", "reviewed")
_ORDER = ("quantity_start", "quantity_end", "id")


def page_of_claims(
    connection: sqlite3.Connection, wanted: Wanted, limit: int = 100, cursor: str | None = None, *, rows: bool = False
) -> Page:
    """At most ``limit`` claims after ``cursor``, each a record with ``sentence``, ``source`` and ``review`` beside its fields;
    with ``rows`` as the flat rows of the view ``claims`` instead.

    Raises CursorError for a cursor of another query.
    """
    question = ["claims", wanted.question()]
    after = None if cursor is None else place_of(cursor, question, "tsiis")
    items: list[dict[str, Any]] = []
    place: tuple[Any, ...] = ()
    connection.execute("BEGIN")
    try:
        for row in _rows(connection, wanted, after):
            if len(items) == limit:
                return Page(items, cursor_of(place, question))
            items.append(row if rows else in_context(row))
            place = (row["published"], row["article"], *(row[name] for name in _ORDER))
    finally:
        connection.execute("COMMIT")
    return Page(items, None)


def claim_by_id(connection: sqlite3.Connection, id: str) -> dict[str, Any] | None:
    """A claim by the id of its record; None when there is none."""
    found = connection.execute("SELECT * FROM claims WHERE id = ?", (id,)).fetchone()
    if found is None:
        return None
    return in_context(dict(zip(columns_of_claims(connection), found, strict=True)))


def in_context(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the view ``claims`` as a record with sentence, source and review beside its fields."""
    record: dict[str, Any] = json.loads(row["json"])
    return {
        **record,
        "sentence": row["sentence"],
        "source": {name: row[name] for name in SOURCE} | {"changed_figure": bool(row["changed_figure"])},
        "review": {name: row[name] for name in REVIEW},
    }


def _rows(connection: sqlite3.Connection, wanted: Wanted, after: list[Any] | None) -> Iterator[dict[str, Any]]:
    names = columns_of_claims(connection)
    condition, values = wanted.of_claims()
    inside = f"SELECT * FROM claims WHERE article = ? AND {condition}"
    order = f"ORDER BY {', '.join(_ORDER)}"
    for article in _articles(connection, wanted, after):
        asked = [article, *values]
        beyond = ""
        if after is not None and article == after[1]:
            beyond, asked = f"AND ({', '.join(_ORDER)}) > (?, ?, ?)", [*asked, *after[2:]]
        for row in connection.execute(f"{inside} {beyond} {order}", asked):
            yield dict(zip(names, row, strict=True))


def _articles(connection: sqlite3.Connection, wanted: Wanted, after: list[Any] | None) -> Iterator[str]:
    """The articles that may hold such claims from a place on: the dated ones by day, then those without a date."""
    condition, values = wanted.of_articles()
    if after is None or after[0] is not None:
        asked, beyond = list(values), ""
        if after is not None:
            beyond = "AND published >= ? AND (published, id) >= (?, ?)"  # the first alone uses the index
            asked += [after[0], after[0], after[1]]
        sql = f"SELECT id FROM articles WHERE published IS NOT NULL AND {condition} {beyond} ORDER BY published, id"
        for (article,) in connection.execute(sql, asked):
            yield article
    asked, beyond = list(values), ""
    if after is not None and after[0] is None:
        beyond, asked = "AND id >= ?", [*asked, after[1]]
    sql = f"SELECT id FROM articles WHERE published IS NULL AND {condition} {beyond} ORDER BY id"
    for (article,) in connection.execute(sql, asked):
        yield article
