"""Taking over decisions made elsewhere - on a page without a server, in another copy of the store: all of them, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from extract.review.decisions import COLUMNS, add_record, append_row
from extract.store import StoreError
from extract.store.opening import transaction
from extract.store.rows import dumps
from extract.validation import problem


def restore_log(connection: sqlite3.Connection, rows: Iterable[Mapping[str, Any]]) -> tuple[int, int]:
    """Append judgements made elsewhere (a static page, another copy of the store); all of them, or none.

    Returns how many were added and how many were known. Raises StoreError that lists every row that does not fit.
    """
    wrong: list[str] = []
    added = known = 0
    with transaction(connection):
        for number, row in enumerate(rows, 1):
            problem_found = _misfit(connection, row, unchecked=bool(wrong))
            if problem_found:
                wrong.append(f"row {number}: {problem_found}")
            elif connection.execute("SELECT 1 FROM judgements WHERE id = ?", (row["id"],)).fetchone():
                known += 1
            elif not wrong:
                _restore(connection, row)
                added += 1
        if wrong:
            shown = "; ".join(wrong[:5]) + ("" if len(wrong) <= 5 else f"; and {len(wrong) - 5} more")
            raise StoreError(f"the decisions do not fit this store: {shown}", remedy="nothing was imported")
    return added, known


def _misfit(connection: sqlite3.Connection, row: Mapping[str, Any], unchecked: bool) -> str | None:
    """Why a judgement from elsewhere cannot stand in this log. ``unchecked``: rows before it were left out."""
    wrong = problem("judgement", dict(row))
    if wrong:
        return wrong
    for side in ("before", "after"):
        if row[side] is not None and (wrong := problem("record", row[side])):
            return f"{side}: {wrong}"
    article = connection.execute("SELECT text FROM articles WHERE id = ?", (row["article"],)).fetchone()
    if article is None:
        return f"there is no article {row['article']!r}"
    found = connection.execute("SELECT claim FROM records WHERE id = ?", (row["record"],)).fetchone()
    if found is None and not _adds(row):
        return f"there is no record {row['record']!r}"
    if found is None and not _stands(row["after"], row["article"], article[0]):
        return f"the claim {row['record']!r} that it adds does not stand in the article"
    if found is not None and found[0] != row["claim"]:
        return f"the record {row['record']!r} claims something else by now"
    undone = row["undoes"]
    if (
        undone
        and not unchecked
        and not connection.execute("SELECT 1 FROM judgements WHERE id = ?", (undone,)).fetchone()
    ):
        return f"it undoes {undone!r}, which is not in the log"
    return None


def _adds(row: Mapping[str, Any]) -> bool:
    return row["verdict"] == "edit" and row["before"] is None and row["after"]["id"] == row["record"]


def _stands(record: Mapping[str, Any], article: str, text: str) -> bool:
    quantity = record["quantity"]
    return bool(record["article"] == article and text[quantity["start"] : quantity["end"]] == quantity["text"])


def _restore(connection: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    if connection.execute("SELECT 1 FROM records WHERE id = ?", (row["record"],)).fetchone() is None:
        add_record(connection, row["after"])
    sides = {side: None if row[side] is None else dumps(row[side]) for side in ("before", "after")}
    append_row(connection, tuple(({**row, **sides}).get(name) for name in COLUMNS))
