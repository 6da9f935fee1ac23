"""Judgements outlive the records that they were made on: when an article is read anew, they go with the claims that stay the same.

The log is append-only: where the same claim has a new record id, the judgements are repeated under it (``carried_from``).
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from extract.store.rows import RECORD_COLUMNS, Row, dumps, identity, record_of, record_row


@dataclass(frozen=True, slots=True)
class Judged:
    """A record that is about to go. ``judgements`` are its rows of the log, oldest first."""

    id: str
    claim: str
    sentence: str | None
    origin: str
    record: dict[str, Any]
    judgements: tuple[dict[str, Any], ...]


def held_records(connection: sqlite3.Connection, article: str) -> tuple[Judged, ...]:
    """The records of an article with their judgements, in the order of the text; records without a judgement are left out."""
    judged = []
    rows = connection.execute(
        "SELECT id, claim, sentence, origin, json FROM records r WHERE article = ? "
        "AND EXISTS (SELECT 1 FROM judgements j WHERE j.record = r.id AND j.claim = r.claim) ORDER BY quantity_start, id",
        (article,),
    ).fetchall()
    for id, claim, sentence, origin, text in rows:
        cursor = connection.execute("SELECT * FROM judgements WHERE record = ? AND claim = ? ORDER BY seq", (id, claim))
        names = [column[0] for column in cursor.description]
        log = tuple(dict(zip(names, row, strict=True)) for row in cursor.fetchall())
        judged.append(Judged(id, claim, sentence, origin, json.loads(text), log))
    return tuple(judged)


def carry(
    connection: sqlite3.Connection, old: Iterable[Judged], new: Sequence[Row], article: str, text: str
) -> tuple[int, int]:
    """Repeat the judgements on ``old`` records under the ids of the ``new`` ones that claim the same.

    A claim that a reviewer had added is added again where its evidence still stands in ``text``. Returns how many records
    kept their judgements and how many lost them (the log keeps those all the same).
    """
    by_sentence: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in new:
        _, claim, sentence = identity(row)
        by_sentence[claim, sentence].append(row)
    kept = lost = 0
    for judged in old:
        match = _match(by_sentence, judged)
        if match is None and judged.origin == "reviewer":
            match = _added_again(connection, judged, article, text)
        if match is None:
            lost += 1
            continue
        kept += 1
        if identity(match)[0] != judged.id:
            _repeat(connection, judged, match, article)
    return kept, lost


def _match(rows: dict[tuple[str, str | None], list[Row]], judged: Judged) -> Row | None:
    """The record with the same id and claim, else the first left over with the same claim: in the same sentence, or anywhere."""
    same_claim = [key for key in rows if key[0] == judged.claim and rows[key]]
    for key in same_claim:
        for at, row in enumerate(rows[key]):
            if identity(row)[0] == judged.id:
                return rows[key].pop(at)
    key = (judged.claim, judged.sentence)
    if key not in same_claim:
        if not same_claim:
            return None
        key = same_claim[0]
    return rows[key].pop(0)


def _added_again(connection: sqlite3.Connection, judged: Judged, article: str, text: str) -> Row | None:
    """A reviewer's own claim under the changed text, moved to where its evidence stands now."""
    evidence, quantity = judged.record["evidence"], judged.record["quantity"]
    inside = quantity["start"] - evidence["start"]
    wanted = judged.record["evidence"]["text"]
    at = evidence["start"] if text.startswith(wanted, evidence["start"]) else text.find(wanted)
    if at < 0 or text[at + inside : at + inside + len(quantity["text"])] != quantity["text"]:
        return None
    moved = {
        **judged.record,
        "id": f"{article}#{at + inside}+{judged.claim[:6]}",
        "article": article,
        "evidence": {**evidence, "start": at, "end": at + len(wanted)},
        "quantity": {**quantity, "start": at + inside, "end": at + inside + len(quantity["text"])},
    }
    row = record_row(moved, judged.sentence, "reviewer")
    marks = ", ".join("?" * len(row))
    connection.execute(f"INSERT INTO records ({', '.join(RECORD_COLUMNS)}) VALUES ({marks})", row)
    return row


def _repeat(connection: sqlite3.Connection, judged: Judged, match: Row, article: str) -> None:
    """Append the judgements under the new id; corrections keep what was corrected and take their places from the new record."""
    record = record_of(match)
    names: dict[str, str] = {}
    for entry in judged.judgements:
        if entry["undoes"] is not None and entry["undoes"] not in names:
            continue  # it takes back what was said of another claim
        names[entry["id"]] = hashlib.sha256(f"{entry['id']} {record['id']}".encode()).hexdigest()[:32]
        connection.execute(
            """
            INSERT OR IGNORE INTO judgements
                (id, record, article, reviewer, verdict, reason, before, after, at, claim, undoes, carried_from)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                names[entry["id"]],
                record["id"],
                article,
                entry["reviewer"],
                entry["verdict"],
                entry["reason"],
                None if entry["before"] is None else dumps(record),
                _placed(entry["after"], entry["before"], record),
                entry["at"],
                entry["claim"],
                names.get(entry["undoes"]),
                entry["id"],
            ),
        )


def _placed(after: str | None, before: str | None, record: dict[str, Any]) -> str | None:
    if after is None:
        return None
    corrected = json.loads(after)
    was = {} if before is None else json.loads(before)
    for name in ("quantity", "evidence"):
        if before is None or corrected[name] == was[name]:
            corrected[name] = record[name]
    return dumps({**corrected, "id": record["id"], "article": record["article"]})
