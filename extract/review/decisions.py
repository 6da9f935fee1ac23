"""Deciding: one transaction for each key, one row of the log for each claim that it touches, nothing overwritten unseen.

A decision made of several rows (a batch, a split, a merge) shares one name: its rows are called ``NAME.0``, ``NAME.1`` … and
are undone together.
"""

from __future__ import annotations

import json
import re
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.errors import ClaimsError
from extract.store import Judgement, StoreError, Verdict, claim_fingerprint
from extract.store.judging import judgement, now
from extract.store.opening import transaction
from extract.store.rows import RECORD_COLUMNS, dumps, record_row
from extract.validation import problem

REASONS = (
    "wrong-vendor",
    "wrong-value",
    "wrong-unit",
    "wrong-baseline",
    "not-a-claim",
    "duplicate",
    "hedged",
    "comment-text",
    "other",
)
SETTLED = "adjudicated"  # the reason of a judgement that ends a disagreement
CONFIRMED = "confirmed"  # the reason of an edit that repeats a correction that stood

_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,40}")
_ID = re.compile(r"[0-9A-Za-z_-]{8,64}")
COLUMNS = (
    *("id", "record", "article", "reviewer", "verdict", "reason", "before", "after", "at", "claim", "undoes"),
    "carried_from",
)


class Conflict(ClaimsError):
    """Someone decided on a claim since it was shown. ``record`` names the claim, ``newest`` is what was decided."""

    def __init__(self, record: str, newest: Judgement) -> None:
        self.record = record
        self.newest = newest
        super().__init__(
            f"{newest.reviewer} decided on {record!r} meanwhile ({newest.verdict})",
            remedy="look at it and decide again",
        )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says of one claim.

    ``record`` is None for a claim that is added, ``after`` the corrected or the added record. ``seen`` is the newest judgement
    on the claim that the reviewer was shown (0 for none); None decides without looking. ``original`` judges the claim as
    it was extracted, whatever others corrected.
    """

    verdict: Verdict
    record: str | None
    reason: str | None = None
    after: Mapping[str, Any] | None = None
    seen: int | None = None
    original: bool = False


def reviewer_name(name: str) -> str:
    """A reviewer's name, blanks trimmed. Raises StoreError for an empty or overlong one.

    >>> reviewer_name(" 王芳 ")
    '王芳'
    """
    trimmed = name.strip()
    if not _NAME.fullmatch(trimmed):
        raise StoreError("a reviewer needs a name of 1 to 40 characters", remedy="set it at the top of the page")
    return trimmed


def decide(
    connection: sqlite3.Connection, reviewer: str, decisions: Sequence[Decision], name: str | None = None
) -> list[Judgement]:
    """Append decisions in one transaction; durable when this returns. Saying them twice under one ``name`` says them once.

    Raises Conflict when someone decided meanwhile, StoreError for an unknown record or a record against the schema; then
    nothing at all is written.
    """
    who, made = reviewer_name(reviewer), _checked_name(name)
    if not decisions:
        raise StoreError("there is nothing to decide", remedy="choose at least one claim")
    with transaction(connection):
        known = group_of(connection, made)
        if known:
            return known
        names = [made] if len(decisions) == 1 else [f"{made}.{at}" for at in range(len(decisions))]
        return [_decide(connection, who, each, id) for each, id in zip(decisions, names, strict=True)]


def undo(
    connection: sqlite3.Connection, reviewer: str, judgement_id: str | None = None, name: str | None = None
) -> list[Judgement]:
    """Take back a reviewer's latest decision (or the one named) with all that was decided together with it.

    Returns the rows that were taken back, newest first; none when there is nothing left to undo. Raises StoreError for a
    judgement of someone else.
    """
    who, made = reviewer_name(reviewer), _checked_name(name)
    with transaction(connection):
        repeated = group_of(connection, made)
        if repeated:
            return [judgement(connection, each.undoes) for each in repeated if each.undoes]
        chosen = judgement_id or _latest(connection, who)
        if chosen is None:
            return []
        first = judgement(connection, chosen)
        if first.reviewer != who:
            raise StoreError(f"that was decided by {first.reviewer}", remedy="undo your own, or decide otherwise")
        if first.verdict == "undo":
            raise StoreError("an undo is not undone", remedy="decide again")
        group = [each for each in group_of(connection, group_name(chosen)) if _may_be_undone(connection, each)]
        for at, each in enumerate(reversed(group)):
            id = made if len(group) == 1 else f"{made}.{at}"
            before, claim = _standing(connection, each.record)
            append_row(
                connection,
                (id, each.record, each.article, who, "undo", None, before, None, now(), claim, each.id, None),
            )
        return list(reversed(group))


def group_name(id: str) -> str:
    """The name that the rows of one decision share.

    >>> group_name("a1b2c3d4.12"), group_name("a1b2c3d4")
    ('a1b2c3d4', 'a1b2c3d4')
    """
    head, dot, tail = id.rpartition(".")
    return head if dot and tail.isdecimal() else id


def group_of(connection: sqlite3.Connection, name: str) -> list[Judgement]:
    """The rows of one decision, in order."""
    sql = "SELECT id FROM judgements WHERE id = ? OR (id > ? AND id < ?) ORDER BY seq"
    return [judgement(connection, id) for (id,) in connection.execute(sql, (name, f"{name}.", f"{name}/")).fetchall()]


def newest(connection: sqlite3.Connection, record: str) -> int:
    """The newest judgement on a record, comments left out; 0 when there is none."""
    sql = "SELECT max(seq) FROM judgements WHERE record = ? AND verdict <> 'comment'"
    return connection.execute(sql, (record,)).fetchone()[0] or 0


# ------------------------------------------------------------------------------------------------------------ one row


def _decide(connection: sqlite3.Connection, reviewer: str, decision: Decision, id: str) -> Judgement:
    if decision.record is None:
        return _add(connection, reviewer, decision, id)
    record = decision.record
    row = connection.execute("SELECT json, article FROM records WHERE id = ?", (record,)).fetchone()
    if row is None:
        raise StoreError(f"there is no record {record!r}", remedy="the article was read anew; load the page again")
    if decision.seen is not None and decision.verdict != "comment":
        _refuse_unseen(connection, record, decision.seen)
    standing, claim = _standing(connection, record)
    before = row[0] if decision.original else standing
    verdict, reason, after = decision.verdict, decision.reason, decision.after
    if verdict == "accept" and before != row[0]:
        verdict, reason, after = "edit", reason or CONFIRMED, json.loads(before)
    if (verdict == "edit") != (after is not None) or verdict == "undo":
        raise StoreError(
            f"a {verdict!r} cannot be decided so", remedy="give the corrected record with edit, and only then"
        )
    if after is not None:
        after = {**after, "id": record, "article": row[1]}
        _check(after)
    written = None if after is None else dumps(after)
    append_row(connection, (id, record, row[1], reviewer, verdict, reason, before, written, now(), claim, None, None))
    return judgement(connection, id)


def _add(connection: sqlite3.Connection, reviewer: str, decision: Decision, id: str) -> Judgement:
    """A claim that was missed: its record and the row of the log."""
    if decision.after is None:
        raise StoreError("a claim that is added needs its record", remedy="fill in the claim")
    record = dict(decision.after)
    claim = claim_fingerprint(record)
    record["id"] = f"{record['article']}#{record['quantity']['start']}+{claim[:6]}"
    _check(record)
    article = connection.execute("SELECT text FROM articles WHERE id = ?", (record["article"],)).fetchone()
    if article is None:
        raise StoreError(f"there is no article {record['article']!r}", remedy="ingest it first")
    quantity = record["quantity"]
    if article[0][quantity["start"] : quantity["end"]] != quantity["text"]:
        raise StoreError("the quantity does not stand there in the article", remedy="select it again")
    add_record(connection, record)
    values = (record["id"], record["article"], reviewer, "edit", decision.reason, None, dumps(record), now(), claim)
    append_row(connection, (id, *values, None, None))
    return judgement(connection, id)


def add_record(connection: sqlite3.Connection, record: Mapping[str, Any]) -> None:
    """Store the record of a claim that a reviewer added, inside a transaction; once is enough."""
    columns, marks = ", ".join(RECORD_COLUMNS), ", ".join("?" * len(RECORD_COLUMNS))
    row = record_row(record, record["evidence"]["text"], "reviewer")
    connection.execute(f"INSERT OR IGNORE INTO records ({columns}) VALUES ({marks})", row)


def _refuse_unseen(connection: sqlite3.Connection, record: str, seen: int) -> None:
    last = newest(connection, record)
    if last > seen:
        id = connection.execute("SELECT id FROM judgements WHERE seq = ?", (last,)).fetchone()[0]
        raise Conflict(record, judgement(connection, id))


def _standing(connection: sqlite3.Connection, record: str) -> tuple[str, str]:
    """The record as it stands, corrected or not, and the fingerprint that judgements on it carry."""
    text, claim = connection.execute("SELECT json, claim FROM records WHERE id = ?", (record,)).fetchone()
    sql = "SELECT after FROM standing WHERE record = ? AND verdict = 'edit'"
    corrected = connection.execute(sql, (record,)).fetchone()
    return (text if corrected is None else corrected[0]), claim


def append_row(connection: sqlite3.Connection, values: tuple[Any, ...]) -> None:
    """Add a row to the log, inside a transaction; ``values`` are in the order of ``COLUMNS``."""
    marks = ", ".join("?" * len(COLUMNS))
    connection.execute(f"INSERT INTO judgements ({', '.join(COLUMNS)}) VALUES ({marks})", values)


def _check(record: Mapping[str, Any]) -> None:
    wrong = problem("record", dict(record))
    if wrong is not None:
        raise StoreError(f"the claim is not complete, {wrong}", remedy="mend that field")


def _checked_name(name: str | None) -> str:
    made = name or uuid.uuid4().hex
    if not _ID.fullmatch(made):
        raise StoreError("a decision's name has 8 to 64 letters, digits, - and _", remedy="leave it out")
    return made


def _latest(connection: sqlite3.Connection, reviewer: str) -> str | None:
    """The latest decision of a reviewer that still can be undone."""
    row = connection.execute(
        """
        SELECT j.id FROM judgements j WHERE j.reviewer = ? AND j.verdict <> 'undo' AND j.carried_from IS NULL
            AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id)
            AND EXISTS (SELECT 1 FROM records r WHERE r.id = j.record)
        ORDER BY j.seq DESC LIMIT 1
        """,
        (reviewer,),
    ).fetchone()
    return None if row is None else str(row[0])


def _may_be_undone(connection: sqlite3.Connection, each: Judgement) -> bool:
    undone = connection.execute("SELECT 1 FROM judgements WHERE undoes = ?", (each.id,)).fetchone()
    there = connection.execute("SELECT 1 FROM records WHERE id = ?", (each.record,)).fetchone()
    return each.verdict != "undo" and undone is None and there is not None
