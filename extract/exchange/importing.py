"""Annotations of another tool as judgements of a store: all of a file, or nothing."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from extract.exchange import Annotated, Misfit, articles_of_store, read
from extract.review.decisions import Decision, decide
from extract.store import connect
from extract.store.opening import in_words


def import_annotations(db: Path, format: str, file: Path, reviewer: str, *, dry_run: bool = False) -> dict[str, int]:
    """Decide about the claims of a store as a file says; how many were accepted, corrected, added and rejected.

    A claim that stands in the store as the file has it is accepted, another one with its id corrected, one that the store
    does not have added; what the annotator was shown and took away is rejected. It is one decision, undone at once. Raises
    Misfit when the file has a fault or its articles are not those of the store, StoreError when the store cannot be used.
    """
    with closing(connect(db)) as connection:
        found = read(format, file, lambda id: articles_of_store(connection, id))
        _same_articles(connection, found, file)
        decisions = [each for annotated in found for each in _decisions(connection, annotated)]
        if decisions and not dry_run:
            try:
                decide(connection, reviewer, decisions)
            except sqlite3.Error as error:
                raise in_words(error, db) from error
    kinds = {"accept": "accepted", "edit": "corrected", "reject": "rejected"}
    counts = dict.fromkeys(("accepted", "corrected", "added", "rejected"), 0)
    for each in decisions:
        counts["added" if each.record is None else kinds[each.verdict]] += 1
    return counts


def _same_articles(connection: sqlite3.Connection, found: list[Annotated], file: Path) -> None:
    wrong = []
    for annotated in found:
        stored = articles_of_store(connection, annotated.article.id)
        if stored is None:
            wrong.append(f"article {annotated.article.id!r}: is not in the store")
        elif stored.text != annotated.article.text:
            wrong.append(f"article {annotated.article.id!r}: has another text in the store")
    if wrong:
        raise Misfit(file.name, wrong)


def _decisions(connection: sqlite3.Connection, annotated: Annotated) -> list[Decision]:
    rows = connection.execute("SELECT id, json FROM claims WHERE article = ?", (annotated.article.id,))
    held = {id: json.loads(text) for id, text in rows}
    made = []
    for record in annotated.records:
        if record["id"] not in held:
            made.append(Decision("edit", None, after=record))
        elif record == held[record["id"]]:
            made.append(Decision("accept", record["id"]))
        else:
            made.append(Decision("edit", record["id"], after=record))
    kept = {record["id"] for record in annotated.records}
    return made + [Decision("reject", id) for id in annotated.shown if id not in kept and id in held]
