"""Pages and the cursors between them; the time that a query may take."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import json
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from extract.errors import ClaimsError

_STEPS = 20_000  # of SQLite's machine between two looks at the clock


class CursorError(ClaimsError):
    """A cursor that this query did not give."""

    def __init__(self) -> None:
        super().__init__(
            "this cursor is not of this query", remedy="take `next` of the page before, with the same filters"
        )


class QueryTooSlow(ClaimsError):
    """A query that took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the query took longer than {seconds:g} seconds", remedy="narrow it, or ask for fewer at a time"
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Some items and the cursor of the page after them; ``next`` is None on the last page."""

    items: list[dict[str, Any]]
    next: str | None


def cursor_of(place: tuple[Any, ...], question: Any) -> str:
    """The place where a page ended as an opaque string that belongs to one question.

    >>> place_of(cursor_of(("2025-03-01", "a"), {"q": "x"}), {"q": "x"})
    ['2025-03-01', 'a']
    """
    text = json.dumps([_mark(question), *place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(cursor: str, question: Any, kinds: str | None = None) -> list[Any]:
    """Where to go on. ``kinds`` says what it must hold: ``s`` text, ``t`` text or nothing, ``i`` whole number.

    Raises CursorError for a cursor that was not made by ``cursor_of`` for the same question.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        found: list[Any] = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, TypeError, binascii.Error, RecursionError):
        raise CursorError from None
    if not isinstance(found, list) or not found or found[0] != _mark(question):
        raise CursorError
    place = found[1:]
    if kinds is not None and (len(place) != len(kinds) or not all(map(_is_kind, place, kinds))):
        raise CursorError
    return place


def _is_kind(value: Any, kind: str) -> bool:
    if kind == "i":
        return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**62
    return isinstance(value, str) or (kind == "t" and value is None)


def _mark(question: Any) -> str:
    return hashlib.sha256(json.dumps(question, sort_keys=True, default=str).encode()).hexdigest()[:8]


@contextlib.contextmanager
def within(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """End the queries of the block when their time is over. Raises QueryTooSlow."""
    end = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if "interrupted" not in str(error):
            raise
        raise QueryTooSlow(seconds) from error
    finally:
        connection.set_progress_handler(None, 0)
