"""What the page asks of the store, as one object: a connection for each thread, the readings of articles, who is here.

Everything takes and gives plain JSON; ``app`` only carries it over HTTP, ``static_page`` writes it into a file.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from extract.errors import ClaimsError
from extract.review import drafts
from extract.review.agreement import agreements, disagreements
from extract.review.amounts import read_amount
from extract.review.decisions import Decision, decide, newest, undo
from extract.review.places import Sights
from extract.review.queue import PAGE, View, counted, listed
from extract.review.restoring import restore_log
from extract.review.views import article_view, articles_listed, claims_by_id, stored_article
from extract.store import StoreError, Verdict, connect
from extract.store.opening import in_words
from extract.types import Region

_HERE = 12.0  # seconds after which someone who does not ask is gone
_BATCH = 5000
_VERDICTS = ("accept", "reject", "skip", "edit", "flag", "comment")


class Desk:
    """The store, for any number of reviewers at once. ``folders`` are the user's words, the last one takes new words.

    Without any, new words go to ``lexicon`` beside the store, and are known from there the next time.
    """

    def __init__(self, db: Path, folders: tuple[Path, ...] = (), writable: Path | None = None) -> None:
        self.db = db
        self.writable = writable or (folders[-1] if folders else db.absolute().parent / "lexicon")
        own = self.writable.is_dir() and any(self.writable.glob("*.csv"))
        self.sights = Sights(folders or ((self.writable,) if own else ()))
        self._local = threading.local()
        self._here: dict[str, tuple[float, str]] = {}

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        if not hasattr(self._local, "connection"):
            self._local.connection = connect(self.db)
        made: sqlite3.Connection = self._local.connection
        return made

    # ------------------------------------------------------------------------------------------------------- looking

    def queue(self, view: View, offset: int = 0) -> dict[str, Any]:
        """The claims of a view in their order, and how many there are of each status."""
        return {
            "items": listed(self.connection, view, offset, PAGE),
            "counts": counted(self.connection, view),
            "offset": offset,
            "page": PAGE,
        }

    def article(self, id: str, *, at_once: bool = False) -> dict[str, Any]:
        """An article with everything in it; ``at_once`` as far as it is known without reading it."""
        return article_view(self.connection, self.sights, id, at_once=at_once)

    def articles(self) -> list[dict[str, Any]]:
        """All articles in short."""
        return articles_listed(self.connection)

    def recent(self, reviewer: str) -> list[str]:
        """When a reviewer decided lately, for the rate."""
        sql = "SELECT at FROM judgements WHERE reviewer = ? AND verdict NOT IN ('comment', 'undo') ORDER BY seq DESC LIMIT 40"
        return [at for (at,) in self.connection.execute(sql, (reviewer,))][::-1]

    def newest(self) -> int:
        """The newest row of the log."""
        return self.connection.execute("SELECT max(seq) FROM judgements").fetchone()[0] or 0

    def changes(self, since: int, reviewer: str, at: str = "") -> dict[str, Any]:
        """What others decided after row ``since`` of the log, and who is here."""
        moment = time.monotonic()
        if reviewer:
            self._here[reviewer[:40]] = (moment, at[:200])
        here = {name: place for name, (seen, place) in self._here.copy().items() if moment - seen < _HERE}
        rows = self.connection.execute(
            "SELECT seq, record FROM judgements WHERE seq > ? AND reviewer <> ? ORDER BY seq LIMIT 200",
            (since, reviewer),
        ).fetchall()
        ids = list(dict.fromkeys(record for _, record in rows))[:50]
        return {
            "seq": rows[-1][0] if len(rows) == 200 else max(self.newest(), since),
            "claims": claims_by_id(self.connection, self.sights, ids),
            "here": [{"name": name, "at": place} for name, place in sorted(here.items())],
        }

    def disputed(self) -> dict[str, Any]:
        """The claims on which reviewers disagree, whole, and their agreement in numbers."""
        found = disagreements(self.connection)
        ids = [each["id"] for each in found[:200]]
        pairs = [{name: getattr(each, name) for name in each.__slots__} for each in agreements(self.connection)]
        return {"total": len(found), "claims": claims_by_id(self.connection, self.sights, ids), "agreement": pairs}

    # ------------------------------------------------------------------------------------------------------ deciding

    def decide(self, reviewer: str, items: Sequence[Mapping[str, Any]], name: str | None) -> dict[str, Any]:
        """Decide on one claim, or on several as one decision; the claims as they are then."""
        decisions = [self._decision(item) for item in items]
        made = self._in_words(lambda: decide(self.connection, reviewer, decisions, name))
        ids = list(dict.fromkeys(each.record for each in made))
        return {"claims": claims_by_id(self.connection, self.sights, ids), "at": made[-1].at, "seq": made[-1].seq}

    def undo(self, reviewer: str, judgement: str | None, name: str | None) -> dict[str, Any]:
        """Take back a decision; the claims as they are then, and those that are gone with it."""
        undone = self._in_words(lambda: undo(self.connection, reviewer, judgement, name))
        ids = list(dict.fromkeys(each.record for each in undone))
        claims = claims_by_id(self.connection, self.sights, ids[:200])
        there = {claim["id"] for claim in claims}
        return {
            "count": len(undone),
            "verdict": undone[0].verdict if undone else None,
            "claims": claims,
            "gone": [id for id in ids[:200] if id not in there],
            "seq": self.newest(),
        }

    def batch(
        self, reviewer: str, view: View, verdict: str, reason: str | None, digest: str | None, name: str | None
    ) -> dict[str, Any]:
        """One verdict on all claims of a view: without ``digest`` a preview, with the preview's digest the deed.

        Raises Conflict or StoreError when the claims are not those of the preview any more.
        """
        if verdict not in ("accept", "reject", "skip", "flag"):
            raise StoreError(f"a batch cannot be decided {verdict!r}", remedy="accept, reject, skip or flag")
        items = listed(self.connection, view, 0, _BATCH + 1)
        if len(items) > _BATCH:
            raise StoreError(f"more than {_BATCH} claims at once", remedy="narrow the filter")
        seen = [(item["id"], newest(self.connection, item["id"])) for item in items]
        known = hashlib.sha256(json.dumps([verdict, reason, seen]).encode()).hexdigest()
        if digest is None:
            return {"count": len(items), "digest": known, "sample": items[:100]}
        if digest != known:
            raise StoreError("the claims changed since the preview", remedy="look at the preview again")
        decisions = [Decision(cast("Verdict", verdict), id, reason, seen=last) for id, last in seen]
        self._in_words(lambda: decide(self.connection, reviewer, decisions, name))
        return {"count": len(decisions), "digest": known, "seq": self.newest()}

    def restore(self, rows: Sequence[Mapping[str, Any]]) -> dict[str, int]:
        """Take over decisions made elsewhere; ``disputed`` are the claims among them on which reviewers differ now."""
        complete = [self._derived(row) for row in rows]
        added, known = self._in_words(lambda: restore_log(self.connection, complete))
        records = {row["record"] for row in rows}
        disputed = sum(each["id"] in records for each in disagreements(self.connection))
        return {"added": added, "known": known, "disputed": disputed}

    def _derived(self, row: Mapping[str, Any]) -> Mapping[str, Any]:
        """A row of a log with the derived values of its correction made anew: a page without a server cannot."""
        after, before = row.get("after"), row.get("before")
        if row.get("verdict") != "edit" or not isinstance(after, dict):
            return row
        try:
            sight = self.sights.of(stored_article(self.connection, after["article"]))
            return {**row, "after": drafts.corrected(after, before, sight, self.sights.lexicon())}
        except (ClaimsError, KeyError, TypeError):
            return row  # what is wrong with it is told with the other rows

    def _decision(self, item: Mapping[str, Any]) -> Decision:
        """A decision as the page sends it; a corrected record is completed and derived anew here."""
        verdict, record, after = item.get("verdict"), item.get("record"), item.get("after")
        if verdict not in _VERDICTS:
            raise StoreError(f"there is no verdict {verdict!r}", remedy=f"use one of {', '.join(_VERDICTS)}")
        seen, reason = item.get("seen"), item.get("reason")
        if not (record is None or isinstance(record, str)) or not (seen is None or isinstance(seen, int)):
            raise StoreError("a decision names its record and what was seen", remedy="load the page again")
        if reason is not None and (not isinstance(reason, str) or len(reason) > 2000):
            raise StoreError("a reason is a text of at most 2000 characters", remedy="make it shorter")
        if after is not None:
            if not isinstance(after, dict):
                raise StoreError("the corrected claim is no object", remedy="load the page again")
            after = self._completed(after, record)
        return Decision(verdict, record, reason or None, after, seen, bool(item.get("original")))

    def _completed(self, after: dict[str, Any], record: str | None) -> dict[str, Any]:
        article = after.get("article")
        if not isinstance(article, str):
            raise StoreError("the claim names no article", remedy="load the page again")
        before = None
        if record is not None:
            row = self.connection.execute("SELECT json FROM claims WHERE id = ?", (record,)).fetchone()
            before = None if row is None else json.loads(row[0])
        sight = self.sights.of(stored_article(self.connection, article))
        return drafts.corrected(after, before, sight, self.sights.lexicon())

    # ------------------------------------------------------------------------------------------------------- writing

    def amount(self, text: str, article: str = "") -> dict[str, Any] | None:
        """What a typed or selected quantity means."""
        region: Region = "mainland"
        if article:
            region = self.sights.of(stored_article(self.connection, article)).repaired.region
        found = read_amount(text[:200], self.sights.lexicon(), region)
        return None if found is None else found.as_json()

    def draft(self, kind: str, article: str, start: int, end: int, records: Sequence[str]) -> list[dict[str, Any]]:
        """Drafts of claims: ``add`` from a selected run, ``split`` of one record, ``merge`` of two."""
        sight = self.sights.of(stored_article(self.connection, article))
        lexicon = self.sights.lexicon()
        views = claims_by_id(self.connection, self.sights, records) if records else []
        chosen = [view["record"] for view in views]
        if kind == "add":
            rows = self.connection.execute("SELECT json FROM claims WHERE article = ?", (article,))
            near = [json.loads(text) for (text,) in rows]
            return [drafts.draft_claim(sight, start, end, lexicon, near)]
        if kind == "split" and len(chosen) == 1:
            return drafts.split_claim(chosen[0], sight, lexicon)
        if kind == "merge" and len(chosen) == 2:
            return [drafts.merge_claims(chosen[0], chosen[1], sight, lexicon)]
        raise StoreError(f"there is nothing to {kind}", remedy="choose the claims again")

    def place_words(self, article: str, record: Mapping[str, Any]) -> dict[str, Any]:
        """Where the parts of a record that is being edited stand."""
        sight = self.sights.of(stored_article(self.connection, article))
        parts, _ = sight.parts(record)
        return {name: [list(run) for run in runs] for name, runs in parts.items()}

    def _in_words(self, work: Any) -> Any:
        try:
            return work()
        except sqlite3.Error as error:
            raise in_words(error, self.db) from error


def blind(view: View, reviewer: str) -> View:
    """A view as this reviewer counts it."""
    return replace(view, me=reviewer)
