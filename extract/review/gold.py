"""Reviewed articles as gold (schemas/gold.schema.json), which ``zhclaims evaluate --gold`` scores, and counter-examples.

Gold must be complete, so an article is written once every claim of it is decided, nothing is in dispute, and no claim was
rejected for a wrong field without being corrected. Its text and its offsets are those of the article as given. What was
rejected goes to ``counter-examples.jsonl`` beside it.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.review.opinions import Opinion, disagree, opinions
from extract.review.views import numbers_of, stored_article
from extract.store import StoreError, connect_read_only
from extract.types import Article
from extract.validation import require

COUNTER_EXAMPLES = "counter-examples.jsonl"
_NO_CLAIM = ("not-a-claim", "duplicate", "hedged", "comment-text", "other", None)


@dataclass(frozen=True, slots=True)
class GoldWritten:
    """What ``write_gold`` did: files written, articles left out with the reason, claims and counter-examples."""

    files: tuple[Path, ...]
    left_out: tuple[tuple[str, str], ...]
    claims: int
    counter_examples: int


def write_gold(db: Path, folder: Path) -> GoldWritten:
    """Write a gold file for each article that is wholly reviewed, and the counter-examples of all articles.

    Raises StoreError when the store or the folder cannot be used.
    """
    connection = connect_read_only(db)
    try:
        held = opinions(connection)
        articles = [id for (id,) in connection.execute("SELECT id FROM articles ORDER BY id")]
        try:
            folder.mkdir(parents=True, exist_ok=True)
            files, left_out, claims = [], [], 0
            for id in articles:
                reason = unfinished(connection, held, id)
                if reason is not None:
                    left_out.append((id, reason))
                    continue
                made = gold_article(connection, held, id)
                claims += len(made["claims"])
                files.append(_write(folder / f"{file_name(id)}.json", json.dumps(made, ensure_ascii=False, indent=1)))
            lines = [json.dumps(each, ensure_ascii=False) for each in counter_examples(connection, held)]
            _write(folder / COUNTER_EXAMPLES, "".join(f"{line}\n" for line in lines))
        except OSError as error:
            raise StoreError(f"{folder} cannot be written ({error.strerror})", remedy="name another folder") from error
        return GoldWritten(tuple(files), tuple(left_out), claims, len(lines))
    finally:
        connection.close()


def unfinished(connection: sqlite3.Connection, held: Mapping[str, Mapping[str, Opinion]], article: str) -> str | None:
    """Why an article is no gold yet; None when it is. An article in which nobody decided anything is none."""
    rows = connection.execute("SELECT id, status FROM claims WHERE article = ?", (article,)).fetchall()
    open_claims = sum(status not in ("accepted", "edited", "rejected") for _, status in rows)
    if not rows:
        return "nothing in it was reviewed"
    if open_claims:
        return f"{open_claims} of {len(rows)} claims are not decided"
    disputed = sum(bool(disagree(held.get(id, {}).values())) for id, _ in rows)
    if disputed:
        return f"reviewers disagree on {disputed} of {len(rows)} claims"
    wrong = sum(
        _standing(held[id]).verdict == "reject"
        and _standing(held[id]).reason not in _NO_CLAIM
        and not _merged(held[id])
        for id, _ in rows
    )
    if wrong:
        return f"{wrong} of {len(rows)} claims were rejected for a wrong field but not corrected"
    return None


def gold_article(connection: sqlite3.Connection, held: Mapping[str, Mapping[str, Opinion]], id: str) -> dict[str, Any]:
    """A reviewed article as gold."""
    article = stored_article(connection, id)
    sql = "SELECT id, status, json FROM claims WHERE article = ? ORDER BY quantity_start, quantity_end, id"
    rows = connection.execute(sql, (id,)).fetchall()
    right = [json.loads(text) for _, status, text in rows if status in ("accepted", "edited")]
    rejected = {record for record, status, _ in rows if status == "rejected"}
    made = {
        "id": id,
        "title": article.title,
        "publisher": article.publisher,
        "published": None if article.published is None else article.published.isoformat(),
        "script": _script(article),
        "domain": "reviewed",
        "note": f"Reviewed with zhclaims by {', '.join(_reviewers(held, (record for record, _, _ in rows)))}.",
        "text": article.text,
        "claims": [gold_claim(record) for record in right],
        "numbers": _numbers(connection, id, right, rejected),
    }
    require("gold", [made])
    return made


def gold_claim(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record as a gold claim."""
    vendor, baseline = record["vendor"], record["baseline"]
    return {
        "quote": record["evidence"]["text"],
        "quantity": record["quantity"]["text"],
        "quantity_start": record["quantity"]["start"],
        "vendor": None if vendor is None else vendor["id"] or vendor["name"],
        "vendor_text": None if vendor is None else vendor["text"] or None,
        "subject": record["subject"],
        "metric": record["metric"]["text"],
        "metric_alternatives": [],
        "value": _decimal(record["value"]),
        "value_max": _decimal(record["value_max"]),
        "unit": record["unit"],
        "kind": record["kind"],
        "comparator": record["comparator"],
        "baseline": None
        if baseline is None
        else {**baseline, "value": _decimal(baseline["value"]), "value_max": _decimal(baseline["value_max"])},
        "period": record["period"],
        "modality": record["modality"],
        "attribution": record["attribution"],
        "scope": record["scope"],
        "alternatives": {},
    }


def counter_examples(
    connection: sqlite3.Connection, held: Mapping[str, Mapping[str, Opinion]]
) -> Iterable[dict[str, Any]]:
    """What reviewers rejected: the sentence, the number, the rules that made a claim of it, and why it is none."""
    sql = (
        "SELECT id, article, sentence, quantity, quantity_start, rules, vendor, metric FROM claims "
        "WHERE status = 'rejected' ORDER BY article, quantity_start, id"
    )
    for id, article, sentence, quantity, start, rules, vendor, metric in connection.execute(sql):
        opinion = _standing(held[id])
        yield {
            "sentence": sentence,
            "quantity": quantity,
            "start": start,
            "reason": opinion.reason,
            "rules": rules.split("|") if rules else [],
            "vendor": vendor,
            "metric": metric,
            "article": article,
            "record": id,
            "reviewer": opinion.reviewer,
        }


def file_name(article: str) -> str:
    """A file name for an article's id that leads nowhere else.

    >>> file_name("own-01"), file_name("../etc/passwd")[:15]
    ('own-01', '___etc_passwd-7')
    """
    plain = re.sub(r"[^\w-]", "_", article)[:60]
    if plain == article and plain:
        return plain
    return f"{plain}-{hashlib.sha256(article.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _standing(held: Mapping[str, Opinion]) -> Opinion:
    return max(held.values(), key=lambda each: each.seq)


def _merged(held: Mapping[str, Opinion]) -> bool:
    return (_standing(held).reason or "").startswith("merged")


def _numbers(
    connection: sqlite3.Connection, article: str, right: Iterable[Mapping[str, Any]], rejected: set[str]
) -> list[dict[str, Any]]:
    """The numbers that are no claim values. What a reviewer rejected has the role ``other``."""
    claimed = [(record["quantity"]["start"], record["quantity"]["end"]) for record in right]
    found = []
    for number in numbers_of(connection, article):
        if any(number["start"] < end and number["end"] > start for start, end in claimed):
            continue
        role = number["role"]
        if role == "claim":
            if number["record"] not in rejected:
                continue
            role = "other"
        if number["text"]:
            found.append({"text": number["text"], "start": number["start"], "role": role})
    return found


def _reviewers(held: Mapping[str, Mapping[str, Opinion]], records: Iterable[str]) -> list[str]:
    return sorted({reviewer for record in records for reviewer in held.get(record, {})})


def _script(article: Article) -> str:
    from extract.repair import repair

    return repair(article).script


def _decimal(value: float | None) -> str | None:
    return None if value is None else str(value)


def _write(path: Path, text: str) -> Path:
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path
