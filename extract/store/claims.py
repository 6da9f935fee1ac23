"""Reading claims out of a store: filters, and rows in an order that depends on nothing but the content."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from extract.store.opening import StoreError

ClaimStatus = Literal["unreviewed", "accepted", "edited", "rejected", "flagged", "skipped"]
STATUSES: tuple[ClaimStatus, ...] = get_args(ClaimStatus)
ACCEPTED: tuple[ClaimStatus, ...] = ("accepted", "edited")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which claims are wanted; an empty field asks for nothing.

    Vendors and metrics are given by id, name or the words of the article. ``since`` and ``until`` bound the day of
    publication, both included; an article without a date is outside any bound. ``reprints`` False leaves reprints out.

    Raises StoreError for an unknown status, a confidence outside 0 to 1 and an empty span of days.
    """

    vendors: Sequence[str] = ()
    metrics: Sequence[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    statuses: Sequence[ClaimStatus] = ()
    min_confidence: float | None = None
    reprints: bool = True

    def __post_init__(self) -> None:
        """Refuse what can only be a mistake."""
        unknown = [status for status in self.statuses if status not in STATUSES]
        if unknown:
            raise StoreError(f"there is no status {unknown[0]!r}", remedy=f"use one of {', '.join(STATUSES)}")
        if self.min_confidence is not None and not 0 <= self.min_confidence <= 1:
            raise StoreError(f"a confidence is between 0 and 1, not {self.min_confidence}", remedy="give e.g. 0.8")
        if self.since and self.until and self.since > self.until:
            raise StoreError(f"no day lies between {self.since} and {self.until}", remedy="exchange the two dates")

    def of_articles(self) -> tuple[str, list[Any]]:
        """The condition on ``articles``, with its parameters."""
        bounds = [
            (f"published {sign} ?", day.isoformat()) for sign, day in ((">=", self.since), ("<=", self.until)) if day
        ]
        if not self.reprints:
            bounds.append(("id NOT IN (SELECT article FROM reprints WHERE kind <> ?)", "canonical"))
        return " AND ".join(["1", *(condition for condition, _ in bounds)]), [value for _, value in bounds]

    def of_claims(self) -> tuple[str, list[Any]]:
        """The condition on ``claims``, with its parameters."""
        conditions, values = ["1"], list[Any]()
        for name, wanted in (("vendor", self.vendors), ("metric", self.metrics)):
            if wanted:
                marks = ", ".join("?" * len(wanted))
                columns = (f"{name}_id", name, f"{name}_text")
                conditions.append(f"({' OR '.join(f'{column} COLLATE NOCASE IN ({marks})' for column in columns)})")
                values += [*wanted] * len(columns)
        if self.statuses:
            conditions.append(f"status IN ({', '.join('?' * len(self.statuses))})")
            values += self.statuses
        if self.min_confidence is not None:
            conditions.append("confidence >= ?")
            values.append(self.min_confidence)
        return " AND ".join(conditions), values


def columns_of_claims(connection: sqlite3.Connection) -> tuple[str, ...]:
    """The columns of the view ``claims``, in order."""
    return tuple(column[0] for column in connection.execute("SELECT * FROM claims LIMIT 0").description)


def read_claims(connection: sqlite3.Connection, wanted: Filter | None = None) -> Generator[dict[str, Any], None, None]:
    """The claims that a filter lets through, as rows of the view ``claims``: by day of publication, article and place.

    All rows are of one moment, whatever is written meanwhile; memory does not grow with their number.
    """
    chosen = wanted or Filter()
    articles, of_articles = chosen.of_articles()
    claims, of_claims = chosen.of_claims()
    names = columns_of_claims(connection)
    inside = f"SELECT * FROM claims WHERE article = ? AND {claims} ORDER BY quantity_start, quantity_end, id"
    connection.execute("BEGIN")
    try:
        order = f"SELECT id FROM articles WHERE {articles} ORDER BY published IS NULL, published, id"
        for (article,) in connection.execute(order, of_articles):
            for row in connection.execute(inside, [article, *of_claims]):
                yield dict(zip(names, row, strict=True))
    finally:
        connection.execute("COMMIT")
