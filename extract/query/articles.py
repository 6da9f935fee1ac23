"""Articles, their numbers, and the log of judgements, page by page."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from extract.query.paging import Page, cursor_of, place_of

_FIELDS = ("id", "title", "published", "publisher", "url", "reprinted_from", "editor", "source")
_NUMBERS = ("article", "text", "start", "end", "value", "value_max", "unit", "comparator", "role", "record", "why")


def page_of_articles(connection: sqlite3.Connection, limit: int = 100, cursor: str | None = None) -> Page:
    """At most ``limit`` articles after ``cursor``, in the order in which they came, without their text."""
    after = 0 if cursor is None else place_of(cursor, "articles", "i")[0]
    claims = "SELECT count(*) FROM records r WHERE r.article = a.id"
    sql = f"SELECT seq, {', '.join(_FIELDS)}, ({claims}) FROM articles a WHERE seq > ? ORDER BY seq LIMIT ?"
    rows = connection.execute(sql, (after, limit + 1)).fetchall()
    items = [dict(zip((*_FIELDS, "records"), row[1:], strict=True)) for row in rows[:limit]]
    return Page(items, cursor_of((rows[limit - 1][0],), "articles") if len(rows) > limit else None)


def stored_article(connection: sqlite3.Connection, id: str) -> dict[str, Any] | None:
    """An article with its text, its extra keys and the extractor that read it; None when there is none."""
    sql = f"SELECT {', '.join(_FIELDS)}, text, extra, notes, extractor FROM articles WHERE id = ?"
    row = connection.execute(sql, (id,)).fetchone()
    if row is None:
        return None
    found = dict(zip((*_FIELDS, "text", "extra", "notes", "extractor"), row, strict=True))
    return {**found, "extra": json.loads(found["extra"]), "notes": json.loads(found["notes"])}


def stored_numbers(connection: sqlite3.Connection, article: str) -> list[dict[str, Any]]:
    """Every number of an article with its role, in the order of the text (schemas/number.schema.json)."""
    columns = ", ".join(f'"{name}"' for name in _NUMBERS)
    rows = connection.execute(f'SELECT {columns} FROM numbers WHERE article = ? ORDER BY start, "end"', (article,))
    return [dict(zip(_NUMBERS, row, strict=True)) for row in rows]


def page_of_judgements(
    connection: sqlite3.Connection, record: str | None = None, limit: int = 100, cursor: str | None = None
) -> Page:
    """At most ``limit`` rows of the log after ``cursor``, oldest first (schemas/judgement.schema.json)."""
    question = ["judgements", record]
    after = 0 if cursor is None else place_of(cursor, question, "i")[0]
    where, values = ("", []) if record is None else ("AND record = ?", [record])
    found = connection.execute(
        f"SELECT * FROM judgements WHERE seq > ? {where} ORDER BY seq LIMIT ?", [after, *values, limit + 1]
    )
    names = [column[0] for column in found.description]
    rows = [dict(zip(names, row, strict=True)) for row in found]
    items = [
        {**row, **{side: None if row[side] is None else json.loads(row[side]) for side in ("before", "after")}}
        for row in rows[:limit]
    ]
    return Page(items, cursor_of((items[-1]["seq"],), question) if len(rows) > limit else None)
