"""Settling an input: what an article that was found in a file means for the store, decided in the order of the files.

An article belongs to one path, its home. The same content found elsewhere is a duplicate of it. Other content under the same
id is a changed article when it comes from the same home, and another article with a name of its own (``ID~hash``) when not.
"""

from __future__ import annotations

import hashlib
import itertools
import sqlite3
from dataclasses import dataclass, replace
from typing import Literal

from extract.store.carrying import carry, held_records
from extract.store.inserting import Found, insert_article, insert_readout, similarity
from extract.store.rows import Readout

ALIKE = 0.5  # estimated share of common shingles from which two texts at one place are two states of one article
STANDARD_INPUT = "-"

Status = Literal["done", "unchanged", "duplicate", "failed"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an input ended. ``article`` is the stored article: its own, or the one that it repeats.

    ``how`` is one of new, changed, refreshed for done; ``carried`` judgements were kept, ``dropped`` speak of no claim any more.
    ``stale``: another extractor made its records.
    """

    status: Status
    article: str | None = None
    how: str = ""
    records: int = 0
    numbers: int = 0
    carried: int = 0
    dropped: int = 0
    stale: bool = False
    stage: str = ""
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class _Held:
    seq: int
    id: str
    path: str
    extractor: str


@dataclass(frozen=True, slots=True)
class Visit:
    """One reading of one input file in one run. Call its methods inside a transaction, place after place."""

    connection: sqlite3.Connection
    run: int
    path: str
    extractor: str
    refresh: bool = False

    def settle(self, place: int, source: str, found: Found) -> Outcome | None:
        """Store what was found at a place; None when the article must be read first (``found.readout`` is missing)."""
        held = self._held("content", found.content)
        if held is None:
            if found.readout is None:
                return None
            outcome = self._new_content(place, found, found.readout)
        else:
            stale = self.refresh and held.extractor != self.extractor
            if stale and found.readout is None:
                return None
            again = found.readout.under(found.article.id, held.id) if stale and found.readout is not None else None
            outcome = self._known_content(held, again)
        status = "done" if self._is_home(outcome.article) else "duplicate"
        self._write_input(place, source, status, outcome.article, found.article.id)
        return outcome

    def fail(self, place: int, source: str, stage: str, reason: str, remedy: str) -> Outcome:
        """Note that nothing could be made of a place."""
        self._write_input(place, source, "failed", None, None, stage, reason, remedy)
        return Outcome("failed", stage=stage, reason=reason, remedy=remedy)

    def refresh_stored(self, id: str, readout: Readout) -> Outcome:
        """New records for an article of the store, by its id; no input is concerned."""
        held = self._held("id", id)
        assert held is not None
        return self._known_content(held, readout)

    def finish(self) -> None:
        """All places of the file are settled: what earlier runs said of it no longer counts."""
        if self.path != STANDARD_INPUT:
            self.connection.execute("DELETE FROM inputs WHERE path = ? AND run < ?", (self.path, self.run))

    # ------------------------------------------------------------------------------------------------ the four cases

    def _known_content(self, held: _Held, again: Readout | None) -> Outcome:
        if again is not None:
            carried, dropped = self._replace_readout(held, again)
            return Outcome("done", held.id, "refreshed", len(again.records), len(again.numbers), carried, dropped)
        seen, stale = self._count(held.id), held.extractor != self.extractor
        if (held.path == self.path and not seen) or self._earlier_count(held.id) > seen:
            return Outcome("unchanged", held.id, stale=stale)
        return Outcome("duplicate", held.id)

    def _new_content(self, place: int, found: Found, readout: Readout) -> Outcome:
        name, predecessor = self._name(found.article.id)
        if predecessor is None and found.derived and self.path != STANDARD_INPUT:
            predecessor = self._predecessor_at(place, found, readout)
        old = () if predecessor is None else held_records(self.connection, predecessor.id)
        if predecessor is not None and self._has_other_inputs(predecessor):
            self._move_home(predecessor)
            name, _ = self._name(name, free=True)
        elif predecessor is not None:
            self._leave_cluster(predecessor.seq)
            self.connection.execute("DELETE FROM articles WHERE seq = ?", (predecessor.seq,))
        made = readout.under(found.article.id, name)
        insert_article(self.connection, name, replace(found, readout=made), self.path, self.extractor, self.run)
        carried, dropped = carry(self.connection, old, made.records, name, found.article.text)
        how = "new" if predecessor is None else "changed"
        return Outcome("done", name, how, len(made.records), len(made.numbers), carried, dropped)

    def _name(self, given: str, free: bool = False) -> tuple[str, _Held | None]:
        """What to call an article: its id, else the first of the names made of id and path that no other article has.

        Unless the name must be free, an article of that name from this file, not met in this run, is its earlier state.
        """
        own = (hashlib.sha256(f"{self.path}:{number}".encode()).hexdigest()[:8] for number in itertools.count())
        for name in itertools.chain([given], (f"{given}~{each}" for each in own)):
            held = self._held("id", name)
            if held is None or (not free and held.path == self.path and not self._count(held.id)):
                return name, held
        raise AssertionError("names never end")

    def _predecessor_at(self, place: int, found: Found, readout: Readout) -> _Held | None:
        """The earlier state of an article without a given id: same address, same lone file, or alike at the same place."""
        earlier = self.connection.execute(
            """
            SELECT e.place, a.seq, a.id, a.path, a.extractor, a.url, a.title, s.hashes, s.method
            FROM (
                SELECT place, article, run FROM inputs WHERE path = :path AND run < :run AND article IS NOT NULL
                UNION ALL  -- what it was before it failed
                SELECT :place, id, 0 FROM articles b
                WHERE path = :path AND NOT EXISTS (SELECT 1 FROM inputs WHERE article = b.id)
            ) e JOIN articles a ON a.id = e.article LEFT JOIN signatures s ON s.article = a.seq
            WHERE a.path = :path AND (e.place = :place OR a.url = :url)
              AND NOT EXISTS (SELECT 1 FROM inputs n WHERE n.path = :path AND n.run = :run AND n.article = a.id)
            ORDER BY e.run DESC, e.place, a.seq DESC
            """,
            {"path": self.path, "run": self.run, "place": place, "url": found.article.url},
        ).fetchall()
        for at, seq, id, path, extractor, url, title, hashes, method in earlier:
            same_address = url is not None and url == found.article.url
            same_title = title is not None and title == found.article.title
            alike = method == readout.method and similarity(hashes, readout.signature) >= ALIKE
            if same_address or (at == place and (same_title or alike or self._lone(at))):
                return _Held(seq, id, path, extractor)
        return None

    def _lone(self, place: int) -> bool:
        """Whether the file held a single article when it was last read."""
        count = "SELECT max(n) FROM (SELECT count(*) AS n FROM inputs WHERE path = ? AND run < ? GROUP BY run)"
        return place == 0 and self.connection.execute(count, (self.path, self.run)).fetchone()[0] == 1

    # ------------------------------------------------------------------------------------------------------- reading

    def _held(self, column: Literal["id", "content"], value: str) -> _Held | None:
        row = self.connection.execute(
            f"SELECT seq, id, path, extractor FROM articles WHERE {column} = ?", (value,)
        ).fetchone()
        return None if row is None else _Held(*row)

    def _count(self, article: str) -> int:
        """How many places of this reading have the article so far."""
        sql = "SELECT count(*) FROM inputs WHERE path = ? AND run = ? AND article = ?"
        return int(self.connection.execute(sql, (self.path, self.run, article)).fetchone()[0])

    def _earlier_count(self, article: str) -> int:
        """How many places of an earlier reading had it."""
        sql = "SELECT count(*) FROM inputs WHERE path = ? AND run < ? AND article = ? GROUP BY run ORDER BY 1 DESC"
        row = self.connection.execute(sql, (self.path, self.run, article)).fetchone()
        return row[0] if row else 0

    def _is_home(self, article: str | None) -> bool:
        """Whether this is the first place, in the file that the article belongs to."""
        sql = "SELECT 1 FROM articles WHERE id = ? AND path = ?"
        mine = self.connection.execute(sql, (article, self.path)).fetchone() is not None
        return mine and article is not None and not self._count(article)

    def _has_other_inputs(self, held: _Held) -> bool:
        sql = "SELECT 1 FROM inputs WHERE article = ? AND path <> ? LIMIT 1"
        return self.connection.execute(sql, (held.id, self.path)).fetchone() is not None

    # ------------------------------------------------------------------------------------------------------- writing

    def _write_input(
        self,
        place: int,
        source: str,
        status: str,
        article: str | None,
        given: str | None,
        stage: str | None = None,
        reason: str | None = None,
        remedy: str | None = None,
    ) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO inputs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.path, self.run, place, source, status, article, given, stage, reason, remedy),
        )

    def _replace_readout(self, held: _Held, readout: Readout) -> tuple[int, int]:
        """New records for an article that is stored, under its stored name."""
        text = self.connection.execute("SELECT text FROM articles WHERE seq = ?", (held.seq,)).fetchone()[0]
        old = held_records(self.connection, held.id)
        self._leave_cluster(held.seq)
        self.connection.execute("DELETE FROM records WHERE article = ?", (held.id,))
        self.connection.execute("DELETE FROM numbers WHERE article = ?", (held.id,))
        self.connection.execute(
            "UPDATE articles SET extractor = ?, run = ? WHERE seq = ?", (self.extractor, self.run, held.seq)
        )
        insert_readout(self.connection, readout)
        return carry(self.connection, old, readout.records, held.id, text)

    def _move_home(self, held: _Held) -> None:
        """Give an article to the first other input that holds it."""
        other = self.connection.execute(
            "SELECT path, run, place FROM inputs WHERE article = ? AND path <> ? ORDER BY path, run DESC, place",
            (held.id, self.path),
        ).fetchone()
        self.connection.execute("UPDATE articles SET path = ? WHERE seq = ?", (other[0], held.seq))
        self.connection.execute("UPDATE inputs SET status = 'done' WHERE path = ? AND run = ? AND place = ?", other)

    def _leave_cluster(self, seq: int) -> None:
        """The articles that were reprints together with this one are to be compared anew."""
        mates = "SELECT article FROM signatures WHERE cluster = (SELECT cluster FROM signatures WHERE article = :seq)"
        names = f"SELECT id FROM articles WHERE seq IN ({mates})"
        self.connection.execute(
            f"DELETE FROM differences WHERE record IN (SELECT id FROM records WHERE article IN ({names}))", {"seq": seq}
        )
        self.connection.execute(f"DELETE FROM reprints WHERE article IN ({names})", {"seq": seq})
        self.connection.execute(
            f"UPDATE signatures SET state = 0, cluster = article WHERE article IN ({mates})", {"seq": seq}
        )
