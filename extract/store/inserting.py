"""An article that was found, and putting it with its records and numbers into the tables."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Collection
from dataclasses import dataclass
from operator import eq
from typing import Any

from extract.store.rows import NUMBER_COLUMNS, RECORD_COLUMNS, Readout, dumps
from extract.types import Article


@dataclass(frozen=True, slots=True)
class Found:
    """An article found in an input. ``readout`` is None when it was seen that the store holds it already.

    ``content`` is its fingerprint; ``derived`` says that its id was made from its text, not given.
    """

    article: Article
    content: str
    derived: bool
    readout: Readout | None


def insert_article(connection: sqlite3.Connection, id: str, found: Found, path: str, extractor: str, run: int) -> None:
    """Insert an article under a name, with what was read in it."""
    article, readout = found.article, found.readout
    values = {
        "id": id,
        "content": found.content,
        "path": path,
        "title": article.title,
        "published": None if article.published is None else article.published.isoformat(),
        "publisher": article.publisher,
        "url": article.url,
        "reprinted_from": article.reprinted_from,
        "editor": article.editor,
        "source": article.source,
        "text": article.text,
        "extra": dumps(dict(article.extra)),
        "notes": dumps(list(article.notes)),
        "extractor": extractor,
        "run": run,
    }
    columns = ", ".join(values)
    seq = connection.execute(
        f"INSERT INTO articles ({columns}) VALUES ({_marks(values)})", tuple(values.values())
    ).lastrowid
    if readout is None:
        return
    if readout.method:
        connection.execute(
            "INSERT INTO signatures VALUES (?, ?, ?, ?, 0, ?)",
            (seq, readout.method, readout.letters, readout.signature, seq),
        )
    insert_readout(connection, readout)


def insert_readout(connection: sqlite3.Connection, readout: Readout) -> None:
    """Insert records and numbers as they are."""
    connection.executemany(
        f"INSERT INTO records ({', '.join(RECORD_COLUMNS)}) VALUES ({_marks(RECORD_COLUMNS)})", readout.records
    )
    names = ", ".join(f'"{name}"' for name in NUMBER_COLUMNS)
    connection.executemany(f"INSERT INTO numbers ({names}) VALUES ({_marks(NUMBER_COLUMNS)})", readout.numbers)


def _marks(columns: Collection[str]) -> str:
    return ", ".join("?" * len(columns))


def similarity(one: Any, other: Any) -> float:
    """The share of shingles that two texts have in common (Jaccard), estimated from their MinHash values; 0 without any.

    >>> similarity(array("I", [1, 2, 3, 4]).tobytes(), array("I", [1, 2, 9, 4]).tobytes())
    0.75
    """
    if not one or not other or len(one) != len(other):
        return 0.0
    left, right = array("I", one), array("I", other)
    return float(sum(map(eq, left, right)) / len(left))
