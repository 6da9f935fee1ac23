"""What the resources ask of store and extractor: one object, safe for any number of threads."""

from __future__ import annotations

import io
import sqlite3
import threading
from pathlib import Path
from typing import Any, cast

from extract.batch import PipelineTools, Tools
from extract.errors import ClaimsError
from extract.ingest import Failure, Kind, Options, read_articles
from extract.ingest.articles import content_id
from extract.lexicon import Lexicon
from extract.query import page_of_judgements
from extract.reprints import find_reprints
from extract.review.desk import Desk
from extract.serve.readers import Readers, Unreadable
from extract.store import STANDARD_INPUT, Found, Outcome, Store, StoreError, connect_read_only, content_fingerprint
from extract.store.rows import NUMBER_COLUMNS, record_of
from extract.types import Article


class Unavailable(ClaimsError):
    """The store cannot be written now."""


class NothingRead(ClaimsError):
    """An upload that holds no article that can be read. ``failures`` say why, each with its place."""

    def __init__(self, failures: list[Failure]) -> None:
        self.failures = failures
        super().__init__("there is no article in it", remedy="send text, HTML, an article as JSON, or JSON Lines")


class Office:
    """``seconds`` is what a query may take."""

    def __init__(
        self,
        db: Path,
        readers: Readers,
        folders: tuple[Path, ...] = (),
        *,
        seconds: float = 10.0,
        tools: Tools | None = None,
    ) -> None:
        self.db = db
        self.readers = readers
        self.seconds = seconds
        self._desk = Desk(db, folders)
        self._tools = tools or PipelineTools(folders)
        self._local = threading.local()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's connection, which cannot write."""
        if not hasattr(self._local, "connection"):
            self._local.connection = connect_read_only(self.db)
        made: sqlite3.Connection = self._local.connection
        return made

    def lexicon(self) -> Lexicon:
        """The words as they are now."""
        return self._desk.sights.lexicon()

    def extract(self, article: Article) -> dict[str, Any]:
        """Records and numbers of one article, which is not stored. Raises what ``Readers.extract`` raises."""
        made, readout = self.readers.extract(article)
        numbers = [dict(zip(NUMBER_COLUMNS, row, strict=True)) for row in readout.numbers]
        return {"article": made.id, "records": [record_of(row) for row in readout.records], "numbers": numbers}

    def upload(self, body: bytes, kind: Kind) -> list[dict[str, Any]]:
        """Read, extract and store articles, each for itself: what became of each, in order.

        An article with an id that an upload gave before takes the place of that one. Raises Unavailable when another ingest
        is at work, NothingRead when no article can be read.
        """
        made = [self._extracted(read) for read in read_articles(io.BytesIO(body), Options(kind=kind))]
        failed = [each for each in made if isinstance(each, Failure)]
        if len(failed) == len(made):
            raise NothingRead(failed)
        with self._opened() as store:
            run = store.begin_run(self._tools.extractor, {"upload": kind})
            visit = store.visit(run, STANDARD_INPUT, self._tools.extractor, False)
            told = []
            with store.transaction():
                for place, each in enumerate(made):
                    source = f"upload:{place + 1}"
                    if isinstance(each, Failure):
                        outcome = visit.fail(place, source, each.stage, each.reason, each.remedy)
                    else:
                        outcome = cast("Outcome", visit.settle(place, source, each))
                    told.append(_outcome(place, outcome))
            find_reprints(store.connection, lambda count: None)
            counts = {
                name: sum(each["status"] == name for each in told)
                for name in ("done", "unchanged", "duplicate", "failed")
            }
            store.end_run(run, "finished", counts)
        return told

    def _opened(self) -> Store:
        try:
            return Store(self.db)
        except StoreError as error:
            raise Unavailable(error.message, remedy=error.remedy) from error

    def _extracted(self, read: Article | Failure) -> Found | Failure:
        if isinstance(read, Failure):
            return read
        content, derived = content_fingerprint(read), read.id == content_id(read.text)
        try:
            article, readout = self.readers.extract(read)
        except Unreadable as error:
            return Failure(read.source or read.id, "extract", error.message, error.remedy)
        return Found(article, content, derived, readout)

    def judge(
        self,
        record: str,
        verdict: str,
        reviewer: str,
        *,
        reason: str | None = None,
        after: dict[str, Any] | None = None,
        undoes: str | None = None,
        seen: int | None = None,
        name: str | None = None,
    ) -> list[dict[str, Any]]:
        """Append a judgement on a record, or undo one; the rows that were added.

        Raises Conflict when someone decided after ``seen``, StoreError for what does not fit.
        """
        newest = self._desk.newest()
        if undoes is not None:
            self._desk.undo(reviewer, undoes, name)
        else:
            item = {"verdict": verdict, "record": record, "reason": reason, "after": after, "seen": seen}
            self._desk.decide(reviewer, [item], name)
        rows = page_of_judgements(self.connection, record, 10**6).items
        if name is not None:
            return [row for row in rows if row["id"] == name or row["id"].startswith(f"{name}.")]
        return [row for row in rows if row["seq"] > newest and row["reviewer"] == reviewer.strip()]


def _outcome(place: int, outcome: Outcome) -> dict[str, Any]:
    told: dict[str, Any] = {"place": place, "status": outcome.status, "article": outcome.article}
    if outcome.status == "failed":
        return {**told, "stage": outcome.stage, "reason": outcome.reason, "remedy": outcome.remedy}
    return {**told, "how": outcome.how or None, "records": outcome.records, "numbers": outcome.numbers}
