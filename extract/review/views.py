"""Articles and claims as the page wants them: plain JSON, offsets in code points of the article as given."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from extract.review.decisions import group_name
from extract.review.opinions import Opinion, changed_fields, disagree, opinions
from extract.review.places import Sight, Sights
from extract.store import StoreError
from extract.types import Article, Repaired, Span

STATUS = {"accept": "accepted", "edit": "edited", "reject": "rejected", "flag": "flagged", "skip": "skipped"}


def stored_article(connection: sqlite3.Connection, id: str) -> Article:
    """An article out of the store. Raises StoreError when there is none."""
    row = connection.execute(
        "SELECT id, text, title, published, publisher, url, reprinted_from, editor, source FROM articles WHERE id = ?",
        (id,),
    ).fetchone()
    if row is None:
        raise StoreError(f"there is no article {id!r}", remedy="load the page again")
    published = None if row[3] is None else dt.date.fromisoformat(row[3])
    return Article(
        id=row[0], text=row[1], title=row[2], published=published, publisher=row[4], url=row[5],
        reprinted_from=row[6], editor=row[7], source=row[8],
    )  # fmt: skip


def article_view(connection: sqlite3.Connection, sights: Sights, id: str, *, at_once: bool = False) -> dict[str, Any]:
    """An article with its repairs, its claims and its numbers.

    ``at_once`` does not wait for an article to be read: parts are looked for by their wording, and ``provisional`` says so.
    """
    article = stored_article(connection, id)
    known = sights.at_once(article) if at_once else sights.of(article)
    sight = known or Sight(Repaired(article, article.text), None, None)
    reprint = connection.execute("SELECT canonical, kind FROM reprints WHERE article = ?", (id,)).fetchone()
    return {
        "id": id,
        "title": article.title,
        "published": None if article.published is None else article.published.isoformat(),
        "publisher": article.publisher,
        "url": article.url if (article.url or "").startswith(("http://", "https://")) else None,
        "source": article.source,
        "reprint_of": reprint[0] if reprint and reprint[1] != "canonical" else None,
        "script": sight.repaired.script,
        "text": article.text,
        "edits": [[edit.start, edit.end, edit.text, edit.kind] for edit in sight.repaired.edits],
        "headings": _headings(sight),
        "unread": sight.problem,
        "provisional": known is None,
        "claims": claim_views(connection, sight, id),
        "numbers": numbers_of(connection, id),
    }


def claim_views(
    connection: sqlite3.Connection, sight: Sight, article: str, only: Sequence[str] | None = None
) -> list[dict[str, Any]]:
    """The claims of an article (or some of them), in the order of the text."""
    some = "" if only is None else "AND c.id IN (SELECT value FROM json_each(?))"
    rows = connection.execute(
        "SELECT c.id, r.json, c.json, c.status, c.sentence, c.changed_figure, c.origin, c.quantity_start AS start "
        f"FROM claims c JOIN records r ON r.id = c.id WHERE c.article = ? {some} ORDER BY start, c.quantity_end, c.id",
        [article] if only is None else [article, json.dumps(only)],
    ).fetchall()
    ids = [row[0] for row in rows]
    held, history = opinions(connection, ids), _history(connection, ids)
    made = []
    for id, original, current, status, sentence, changed, origin, _ in rows:
        record = json.loads(current)
        parts, guessed = sight.parts(record)
        claim = sight.claim(record)
        view: dict[str, Any] = {
            "id": id,
            "article": article,
            "origin": origin,
            "record": record,
            "original": None if current == original else json.loads(original),
            "status": status,
            "sentence": sentence,
            "changed_figure": bool(changed),
            "parts": {name: [list(run) for run in runs] for name, runs in parts.items()},
            "guessed": guessed,
            "trail": [] if claim is None else [list(pair) for pair in claim.features],
            "opinions": [opinion_view(each) for each in held.get(id, {}).values()],
            "disagree": disagree(held.get(id, {}).values()),
            "history": history.get(id, []),
            "seen": max((row["seq"] for row in history.get(id, []) if row["verdict"] != "comment"), default=0),
        }
        made.append(view)
    return made


def claims_by_id(connection: sqlite3.Connection, sights: Sights, ids: Sequence[str]) -> list[dict[str, Any]]:
    """The views of some claims, of whatever articles; those that are gone are left out."""
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT DISTINCT article FROM records WHERE id IN ({marks})", list(ids)).fetchall()
    found: dict[str, dict[str, Any]] = {}
    for (article,) in rows:
        sight = sights.of(stored_article(connection, article))
        found |= {view["id"]: view for view in claim_views(connection, sight, article, ids)}
    return [found[id] for id in ids if id in found]


def opinion_view(opinion: Opinion) -> dict[str, Any]:
    """A reviewer's word on a claim, with the fields that they changed."""
    return {
        "seq": opinion.seq,
        "id": opinion.id,
        "reviewer": opinion.reviewer,
        "verdict": opinion.verdict,
        "status": STATUS[opinion.verdict],
        "reason": opinion.reason,
        "at": opinion.at,
        "fields": changed_fields(opinion.before, opinion.says),
        "says": opinion.says,
    }


def numbers_of(connection: sqlite3.Connection, article: str) -> list[dict[str, Any]]:
    """Every number of an article with its role, its reason and the record that it belongs to."""
    names = ("text", "start", "end", "value", "value_max", "unit", "comparator", "role", "record", "why")
    columns = ", ".join(f'"{name}"' for name in names)
    rows = connection.execute(f"SELECT {columns} FROM numbers WHERE article = ? ORDER BY start", (article,))
    return [dict(zip(names, row, strict=True)) for row in rows]


def _headings(sight: Sight) -> list[list[int]]:
    """Title and headings of the article as given."""
    if sight.document is None:
        return []
    return [
        list(sight.given(Span(block.start, block.end)))
        for block in sight.document.blocks
        if block.kind in ("title", "heading")
    ]


def _history(connection: sqlite3.Connection, records: Sequence[str]) -> dict[str, list[dict[str, Any]]]:
    """The rows of the log on each record, oldest first, without the records in them."""
    sql = """
        SELECT j.seq, j.id, j.record, j.reviewer, j.verdict, j.reason, j.at, j.undoes,
            EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id) FROM judgements j
        WHERE j.record IN (SELECT value FROM json_each(?)) ORDER BY j.seq
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for seq, id, record, reviewer, verdict, reason, at, undoes, undone in connection.execute(
        sql, (json.dumps(records),)
    ):
        row: dict[str, Any] = {
            "seq": seq, "id": id, "reviewer": reviewer, "verdict": verdict, "reason": reason, "at": at,
            "undoes": undoes, "undone": bool(undone), "group": group_name(id) if group_name(id) != id else None,
        }  # fmt: skip
        found.setdefault(record, []).append(row)
    return found


def log_rows(connection: sqlite3.Connection, before: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """The newest rows of the log (those with a lower ``seq`` than ``before``), each with its claim in short."""
    sql = """
        SELECT j.seq, j.id, j.record, j.article, j.reviewer, j.verdict, j.reason, j.at, j.undoes,
            EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id) AS undone,
            coalesce(r.vendor, '') AS vendor, coalesce(r.metric, '') AS metric, coalesce(r.quantity, '') AS quantity
        FROM judgements j LEFT JOIN records r ON r.id = j.record WHERE j.seq < ? ORDER BY j.seq DESC LIMIT ?
    """
    cursor = connection.execute(sql, (before or 2**62, limit))
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def articles_listed(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """All articles, the newest first, with how many claims they hold and how many of them are decided."""
    sql = """
        SELECT a.id, a.title, a.publisher, a.published, count(c.id) AS claims,
            sum(c.status IN ('accepted', 'edited', 'rejected')) AS decided
        FROM articles a LEFT JOIN claims c ON c.article = a.id
        GROUP BY a.id ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT 5000
    """
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def exported_log(connection: sqlite3.Connection) -> list[str]:
    """The whole log as JSON Lines, one judgement (schemas/judgement.schema.json) each, oldest first."""
    cursor = connection.execute("SELECT * FROM judgements ORDER BY seq")
    names = [column[0] for column in cursor.description]
    lines = []
    for row in cursor:
        made: Mapping[str, Any] = dict(zip(names, row, strict=True))
        sides = {side: None if made[side] is None else json.loads(made[side]) for side in ("before", "after")}
        lines.append(json.dumps({**made, **sides}, ensure_ascii=False))
    return lines
