"""The log of judgements: what a person decides about a claim is a row that is added and never changed."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extract.store.opening import StoreError, transaction
from extract.store.rows import RECORD_COLUMNS, claim_fingerprint, dumps, record_row
from extract.validation import problem

Verdict = Literal["accept", "reject", "skip", "edit", "flag", "comment", "undo"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One row of the log."""

    seq: int
    id: str
    record: str
    article: str
    reviewer: str
    verdict: Verdict
    reason: str | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    at: str
    claim: str
    undoes: str | None
    carried_from: str | None


def now() -> str:
    """The time, UTC, to the millisecond: ``2025-11-18T08:30:00.000Z``."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def judge(
    connection: sqlite3.Connection,
    record: str,
    verdict: Verdict,
    reviewer: str,
    *,
    reason: str | None = None,
    after: Mapping[str, Any] | None = None,
    undoes: str | None = None,
    id: str | None = None,
) -> Judgement:
    """Append a judgement on a record; it is durable when this returns. Saying it twice under one ``id`` says it once.

    ``after`` is the corrected record (for edit only), ``undoes`` the judgement that is taken back (for undo only).
    Raises StoreError for an unknown record or judgement and for a corrected record that does not follow the schema.
    """
    with transaction(connection):
        if id is not None and connection.execute("SELECT 1 FROM judgements WHERE id = ?", (id,)).fetchone():
            return judgement(connection, id)
        row = connection.execute("SELECT json, article, claim FROM records WHERE id = ?", (record,)).fetchone()
        if row is None:
            raise StoreError(
                f"there is no record {record!r}", remedy="the article may have been read anew; load it again"
            )
        if (verdict == "edit") != (after is not None):
            raise StoreError(
                f"verdict {verdict!r} with{'' if after else 'out'} a corrected record", remedy="give one with edit only"
            )
        if (verdict == "undo") != (undoes is not None):
            raise StoreError(
                f"verdict {verdict!r} with{'' if undoes else 'out'} a judgement to undo",
                remedy="give one with undo only",
            )
        if after is not None:
            _check(after, record)
        if undoes is not None:
            _check_undo(connection, undoes, record)
        standing = connection.execute(
            "SELECT after FROM standing WHERE record = ? AND verdict = 'edit'", (record,)
        ).fetchone()
        before = row[0] if standing is None else standing[0]
        return _append(connection, id, record, row[1], reviewer, verdict, reason, before, after, row[2], undoes)


def add_claim(
    connection: sqlite3.Connection,
    record: Mapping[str, Any],
    reviewer: str,
    *,
    reason: str | None = None,
    id: str | None = None,
) -> Judgement:
    """Store a claim that the extractor missed, as a judgement without a record before it.

    The record's id is made here from article, place and claim. Raises StoreError as ``judge`` does.
    """
    claim = claim_fingerprint(record)
    name = f"{record['article']}#{record['quantity']['start']}+{claim[:6]}"
    named = {**record, "id": name}
    _check(named, name)
    with transaction(connection):
        if id is not None and connection.execute("SELECT 1 FROM judgements WHERE id = ?", (id,)).fetchone():
            return judgement(connection, id)
        if connection.execute("SELECT 1 FROM articles WHERE id = ?", (record["article"],)).fetchone() is None:
            raise StoreError(f"there is no article {record['article']!r}", remedy="ingest it first")
        columns, marks = ", ".join(RECORD_COLUMNS), ", ".join("?" * len(RECORD_COLUMNS))
        connection.execute(
            f"INSERT OR IGNORE INTO records ({columns}) VALUES ({marks})",
            record_row(named, named["evidence"]["text"], "reviewer"),
        )
        return _append(connection, id, name, record["article"], reviewer, "edit", reason, None, named, claim, None)


def judgement(connection: sqlite3.Connection, id: str) -> Judgement:
    """A judgement by its id. Raises StoreError when there is none."""
    row = connection.execute("SELECT * FROM judgements WHERE id = ?", (id,)).fetchone()
    if row is None:
        raise StoreError(f"there is no judgement {id!r}", remedy="name one of the log")
    return _judgement(row)


def log(connection: sqlite3.Connection, record: str | None = None) -> list[Judgement]:
    """The judgements on a record, or all of them, oldest first."""
    where, parameters = ("", ()) if record is None else ("WHERE record = ?", (record,))
    return [_judgement(row) for row in connection.execute(f"SELECT * FROM judgements {where} ORDER BY seq", parameters)]


def _judgement(row: tuple[Any, ...]) -> Judgement:
    before, after = (None if cell is None else json.loads(cell) for cell in row[7:9])
    return Judgement(*(*row[:7], before, after, *row[9:]))


def _append(
    connection: sqlite3.Connection,
    id: str | None,
    record: str,
    article: str,
    reviewer: str,
    verdict: Verdict,
    reason: str | None,
    before: str | None,
    after: Mapping[str, Any] | None,
    claim: str,
    undoes: str | None,
) -> Judgement:
    name = id or uuid.uuid4().hex
    connection.execute(
        "INSERT INTO judgements (id, record, article, reviewer, verdict, reason, before, after, at, claim, undoes) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            name,
            record,
            article,
            reviewer,
            verdict,
            reason,
            before,
            None if after is None else dumps(after),
            now(),
            claim,
            undoes,
        ),
    )
    return judgement(connection, name)


def _check(record: Mapping[str, Any], id: str) -> None:
    wrong = problem("record", dict(record))
    if wrong is not None:
        raise StoreError(
            f"the corrected record {id!r} does not follow schemas/record.schema.json, {wrong}", remedy="mend that field"
        )
    if record["id"] != id:
        raise StoreError(f"the corrected record is called {record['id']!r}, not {id!r}", remedy="keep the id")


def _check_undo(connection: sqlite3.Connection, undoes: str, record: str) -> None:
    undone = judgement(connection, undoes)
    if undone.record != record or undone.verdict == "undo":
        raise StoreError(
            f"judgement {undoes!r} cannot be undone on record {record!r}",
            remedy="undo one of that record's own verdicts",
        )
    if connection.execute("SELECT 1 FROM judgements WHERE undoes = ?", (undoes,)).fetchone():
        raise StoreError(f"judgement {undoes!r} was undone before", remedy="load the log again")
