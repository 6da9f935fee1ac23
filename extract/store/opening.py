"""Opening a store: the connection, the numbered migrations with a backup before them, and the lock of the one writer."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import IO

from extract.errors import ClaimsError

APPLICATION = 0x7A68636C  # "zhcl" in the file's header: this is a store of ours
BUSY_MS = 10_000


class StoreError(ClaimsError):
    """The store cannot be used as asked; the message says what to do."""


def migrations() -> dict[int, str]:
    """The SQL that leads to each version of the schema.

    >>> sorted(migrations())[0]
    1
    """
    folder = files("extract.store").joinpath("migrations")
    found = [entry for entry in folder.iterdir() if entry.name.endswith(".sql")]
    return {int(entry.name[:3]): entry.read_text("utf-8") for entry in sorted(found, key=lambda entry: entry.name)}


def latest() -> int:
    """The newest version of the schema, the one this program works with."""
    return max(migrations())


def connect(path: Path, *, create: bool = False, version: int | None = None) -> sqlite3.Connection:
    """A connection for writing, at the newest version of the schema (or ``version``, for tests of migrations).

    Foreign keys are on, the journal is a write-ahead log, a busy database is waited for, and what was committed survives a
    power cut (``PRAGMA synchronous = NORMAL`` trades that for speed, a killed program loses nothing either way). An older store is backed up beside
    itself (``claims.db.v1.backup``) and then brought up to date in one transaction.

    Raises StoreError when there is no such file (unless ``create``), when it is no store, or when a newer program made it.
    """
    if not create and not path.is_file():
        raise StoreError(f"there is no store {str(path)!r}", remedy="make one with `zhclaims ingest PATH --db FILE`")
    with _in_words(path):
        connection = sqlite3.connect(path, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            _prepare(connection, path, version)
        except BaseException:
            connection.close()
            raise
    return connection


def connect_read_only(path: Path) -> sqlite3.Connection:
    """A connection that cannot write. An older store is first brought up to date, with a backup, as ``connect`` does.

    Raises StoreError as ``connect`` does.
    """
    if not path.is_file():
        raise StoreError(f"there is no store {str(path)!r}", remedy="make one with `zhclaims ingest PATH --db FILE`")
    with _in_words(path):
        connection = _open_read_only(path)
        try:
            found = _check(connection, path, latest())
        except BaseException:
            connection.close()
            raise
        if found < latest():
            connection.close()
            connect(path).close()
            connection = _open_read_only(path)
    return connection


def _open_read_only(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_MS / 1000, isolation_level=None
    )


def _prepare(connection: sqlite3.Connection, path: Path, version: int | None) -> None:
    steps = migrations()
    goal = max(steps) if version is None else version
    found = _check(connection, path, goal)
    connection.execute("PRAGMA journal_mode = WAL")
    if 0 < found < goal:
        _backup(connection, path, found)
    for number in range(found + 1, goal + 1):
        _migrate(connection, number, steps[number])
    connection.execute("PRAGMA foreign_keys = ON")


def _check(connection: sqlite3.Connection, path: Path, newest: int) -> int:
    """The version found; 0 for a fresh file."""
    made_by = connection.execute("PRAGMA application_id").fetchone()[0]
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if made_by != APPLICATION and (found or connection.execute("SELECT 1 FROM sqlite_master").fetchone()):
        raise StoreError(f"{str(path)!r} is a database, but no store of zhclaims", remedy="name another file with --db")
    if found > newest:
        raise StoreError(
            f"{str(path)!r} is a store of version {found}, this program knows versions up to {newest}",
            remedy="use a newer zhclaims",
        )
    return found


def _migrate(connection: sqlite3.Connection, number: int, sql: str) -> None:
    """One step, wholly or not at all."""
    connection.execute("PRAGMA foreign_keys = OFF")
    with transaction(connection):
        if connection.execute("PRAGMA user_version").fetchone()[0] >= number:
            return  # another process was faster
        for statement in _statements(sql):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {number}")


def _statements(sql: str) -> Iterator[str]:
    """The statements of a script; a trigger with its inner semicolons is one."""
    pending = ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""


def _backup(connection: sqlite3.Connection, path: Path, version: int) -> None:
    """A copy of the whole database beside it; an older backup is never overwritten."""
    target, count = path.with_name(f"{path.name}.v{version}.backup"), 1
    while target.exists():
        count += 1
        target = path.with_name(f"{path.name}.v{version}.backup{count}")
    unfinished = target.with_name(target.name + ".part")
    copy = sqlite3.connect(unfinished)
    try:
        connection.backup(copy)
    except BaseException:
        copy.close()
        unfinished.unlink(missing_ok=True)
        raise
    copy.close()
    unfinished.replace(target)


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Everything in the block, or nothing of it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextlib.contextmanager
def _in_words(path: Path) -> Iterator[None]:
    """SQLite's errors as ours."""
    try:
        yield
    except sqlite3.Error as error:
        raise in_words(error, path) from error


def in_words(error: sqlite3.Error, path: Path) -> StoreError:
    """What an error of SQLite means for the user.

    >>> str(in_words(sqlite3.OperationalError("database or disk is full"), Path("claims.db")))
    "no room for the store 'claims.db' (database or disk is full): free some space and run again; what was stored is safe"
    """
    text = str(error)
    if "disk is full" in text or "disk I/O" in text:
        return StoreError(
            f"no room for the store {str(path)!r} ({text})",
            remedy="free some space and run again; what was stored is safe",
        )
    if "locked" in text or "busy" in text:
        return StoreError(
            f"the store {str(path)!r} is in use by another program", remedy="wait for it, or close it, and run again"
        )
    if "readonly" in text or "unable to open" in text:
        return StoreError(
            f"the store {str(path)!r} cannot be written ({text})", remedy="check the folder and its permissions"
        )
    if "not a database" in text or "malformed" in text:
        return StoreError(
            f"{str(path)!r} is no SQLite database, or it is damaged ({text})",
            remedy="restore a backup or name another file",
        )
    return StoreError(f"the store {str(path)!r} failed ({text})", remedy="run `sqlite3 FILE 'PRAGMA integrity_check'`")


@contextlib.contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Hold the right to ingest into a store. It ends with the process, however that ends.

    Raises StoreError when another process holds it.
    """
    lock = path.with_name(path.name + ".lock")
    try:
        handle = lock.open("a")
    except OSError as error:
        raise StoreError(
            f"the store {str(path)!r} cannot be written ({error.strerror})",
            remedy="check the folder and its permissions",
        ) from None
    with handle:
        if not _lock(handle):
            raise StoreError(f"another ingest is at work on {str(path)!r}", remedy="wait until it has ended")
        yield


def _lock(handle: IO[str]) -> bool:
    try:
        import fcntl
    except ImportError:
        return _lock_on_windows(handle)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _lock_on_windows(handle: IO[str]) -> bool:
    import msvcrt

    try:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
    except OSError:
        return False
    return True
