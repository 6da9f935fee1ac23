"""The store as one object: runs, files, and the inputs settled in them."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import re
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from extract.store.inserting import Found
from extract.store.judging import now
from extract.store.opening import StoreError, connect, in_words, only_writer, transaction
from extract.store.rows import dumps
from extract.store.settling import STANDARD_INPUT, Visit
from extract.types import Article

_BESIDE = re.compile(r"|-wal|-shm|-journal|\.lock|\.v\d+\.backup\d*(\.part)?")

RunState = Literal["finished", "stopped", "broken"]


@dataclass(frozen=True, slots=True)
class Look:
    """What a file looks like from outside. Two looks that are equal mean that it was not written to in between."""

    size: int
    modified_ns: int
    changed_ns: int

    @classmethod
    def at(cls, path: str) -> Look | None:
        """The look of a file now; None for standard input and for what is no file any more."""
        if path == STANDARD_INPUT:
            return None
        try:
            found = Path(path).stat()
        except (OSError, ValueError):
            return None
        return cls(found.st_size, found.st_mtime_ns, found.st_ctime_ns)


@dataclass(frozen=True, slots=True)
class SettledInput:
    """How one place of a file stands."""

    place: int
    source: str
    status: Literal["done", "duplicate", "failed"]
    article: str | None


class Store:
    """A store opened for writing by the one ingest that may; use it in a ``with`` block.

    ``refresh`` lets a run replace records that another extractor made. Raises StoreError when the store cannot be opened or
    another ingest holds it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closing = contextlib.ExitStack()
        self._closing.enter_context(only_writer(path))
        try:
            self.connection = connect(path, create=True)
        except BaseException:
            self._closing.close()
            raise
        self._closing.callback(self.connection.close)
        self.connection.execute("PRAGMA synchronous = NORMAL")

    def __enter__(self) -> Self:
        """The store itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it; what was not committed is undone."""
        self._closing.close()

    def begin(self) -> None:
        """Begin a transaction. Raises StoreError when another program keeps the store busy."""
        with self._told():
            self.connection.execute("BEGIN IMMEDIATE")

    def commit(self) -> None:
        """Make durable what was done since ``begin``. Raises StoreError when there is no room for it."""
        with self._told():
            self.connection.execute("COMMIT")

    def rollback(self) -> None:
        """Undo what was done since ``begin``, if anything."""
        with contextlib.suppress(sqlite3.Error):
            if self.connection.in_transaction:
                self.connection.execute("ROLLBACK")

    def in_words(self, error: sqlite3.Error) -> StoreError:
        """An error of SQLite as ours."""
        return in_words(error, self.path)

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise self.in_words(error) from error

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, with SQLite's errors in words."""
        with self._told(), transaction(self.connection):
            yield

    # ---------------------------------------------------------------------------------------------------------- runs

    def begin_run(self, extractor: str, options: Mapping[str, Any]) -> int:
        """A new run. Runs that were killed before are marked broken."""
        with self.transaction():
            self.connection.execute("UPDATE runs SET state = 'broken' WHERE state = 'running'")
            cursor = self.connection.execute(
                "INSERT INTO runs (started, extractor, options) VALUES (?, ?, ?)", (now(), extractor, dumps(options))
            )
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    def end_run(self, run: int, state: RunState, counts: Mapping[str, int]) -> None:
        """Write down how a run ended; ``counts`` are its inputs by outcome."""
        with self.transaction():
            self.connection.execute(
                "UPDATE runs SET ended = ?, state = ?, done = ?, unchanged = ?, duplicate = ?, failed = ? WHERE id = ?",
                (now(), state, *(counts.get(name, 0) for name in ("done", "unchanged", "duplicate", "failed")), run),
            )

    # --------------------------------------------------------------------------------------------------------- files

    def owns(self, path: Path) -> bool:
        """Whether a file is the store itself or one that stands beside it: journal, lock, backup."""
        if not path.name.startswith(self.path.name) or path.parent.absolute() != self.path.parent.absolute():
            return False
        return _BESIDE.fullmatch(path.name[len(self.path.name) :]) is not None

    def visit(self, run: int, path: str, extractor: str, refresh: bool) -> Visit:
        """Start or go on with the reading of a file."""
        return Visit(self.connection, run, path, extractor, refresh)

    def is_settled(self, path: str, look: Look | None, reading: str) -> bool:
        """Whether a file still looks as it did when all of its articles were settled, read with the same options."""
        if look is None:
            return False
        row = self.connection.execute(
            "SELECT size, modified_ns, changed_ns, reading FROM files WHERE path = ?", (path,)
        ).fetchone()
        return bool(row == (look.size, look.modified_ns, look.changed_ns, reading))

    def is_stale(self, path: str, extractor: str) -> bool:
        """Whether another extractor made the records of an article of a file."""
        sql = "SELECT 1 FROM inputs i JOIN articles a ON a.id = i.article WHERE i.path = ? AND a.extractor <> ? LIMIT 1"
        return self.connection.execute(sql, (path, extractor)).fetchone() is not None

    def count_stale(self, path: str, extractor: str) -> int:
        """How many articles of a file were extracted by another extractor."""
        sql = "SELECT count(*) FROM inputs i JOIN articles a ON a.id = i.article WHERE i.path = ? AND a.extractor <> ?"
        return int(self.connection.execute(sql, (path, extractor)).fetchone()[0])

    def stale_articles(self, extractor: str) -> Iterator[tuple[Found, str]]:
        """The articles whose records another extractor made, with their paths, in the order in which they came."""
        last = 0
        while rows := self.connection.execute(
            "SELECT seq, path, content, id, text, title, published, publisher, url, reprinted_from, editor, extra, source, notes "
            "FROM articles WHERE extractor <> ? AND seq > ? ORDER BY seq LIMIT 50",
            (extractor, last),
        ).fetchall():
            for row in rows:
                yield Found(_article(row[3:]), row[2], False, None), row[1]
            last = rows[-1][0]

    def places(self, path: str) -> list[SettledInput]:
        """How the places of a file stand, in order."""
        rows = self.connection.execute(
            "SELECT place, source, status, article FROM inputs WHERE path = ? ORDER BY run, place", (path,)
        )
        return [SettledInput(*row) for row in rows]

    def settle_file(self, visit: Visit, look: Look | None, reading: str, items: int, failed: int) -> None:
        """All places of a file are settled. It is not opened again as long as it looks like ``look`` and nothing failed."""
        visit.finish()
        if look is None or failed:
            self.connection.execute("DELETE FROM files WHERE path = ?", (visit.path,))
        else:
            row = (visit.path, look.size, look.modified_ns, look.changed_ns, reading, items)
            self.connection.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", row)


def _article(row: tuple[Any, ...]) -> Article:
    id, text, title, published, publisher, url, reprinted_from, editor, extra, source, notes = row
    day = None if published is None else dt.date.fromisoformat(published)
    known = json.loads(extra), source, tuple(json.loads(notes))
    return Article(id, text, title, day, publisher, url, reprinted_from, editor, *known)


class Known:
    """What a worker asks of the store: whether it holds an article's content already. Read-only, from its own process."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=10)

    def extractor(self, content: str) -> str | None:
        """What made the records of the article with this content fingerprint; None when there is no such article."""
        row = self._connection.execute("SELECT extractor FROM articles WHERE content = ?", (content,)).fetchone()
        return None if row is None else str(row[0])


def printable(path: str | os.PathLike[str]) -> str:
    """A path as text that every store and terminal takes; one with bytes that are no UTF-8 is spelt out after ``bytes:``.

    >>> printable("新闻/a.txt"), printable("a\\udcff.txt")
    ('新闻/a.txt', 'bytes:a\\\\xff.txt')
    """
    text = os.fspath(path)
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"bytes:{os.fsencode(text).decode('utf-8', 'backslashreplace')}"
    return text
