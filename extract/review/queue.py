"""Which claims come, in which order: the view that a reviewer chose, told by the address of the page."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, get_args

from extract.store import STATUSES, StoreError

Order = Literal["unsure", "article", "newest"]
By = Literal["anyone", "me"]

PAGE = 400  # claims that are listed at once

# What makes a claim worth looking at first: how unsure it is, times how much hangs on it - a figure that a reprint tells
# otherwise, a flag, an organisation that the registry does not know, a comparison.
PRIORITY = """
    (1.02 - c.confidence) * (1 + 1.0 * (c.changed_figure IS TRUE) + 0.5 * (c.flags <> '')
        + 0.5 * (c.vendor IS NOT NULL AND c.vendor_id IS NULL) + 0.25 * (c.baseline_kind IS NOT NULL))
"""

_ORDERS: Mapping[str, str] = {
    "unsure": "priority DESC, c.published DESC, c.article, c.quantity_start, c.id",
    "article": "c.published IS NULL, c.published DESC, c.article, c.quantity_start, c.id",
    "newest": "c.published IS NULL, c.published DESC, priority DESC, c.article, c.quantity_start, c.id",
}

_MINE = """(
    SELECT k.verdict FROM judgements k WHERE k.record = c.id AND k.reviewer = :me AND k.claim = r.claim
        AND k.verdict NOT IN ('comment', 'undo') AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = k.id)
    ORDER BY k.seq DESC LIMIT 1)"""
_STATUS_OF = (
    "CASE {0} WHEN 'accept' THEN 'accepted' WHEN 'edit' THEN 'edited' WHEN 'reject' THEN 'rejected' "
    "WHEN 'flag' THEN 'flagged' WHEN 'skip' THEN 'skipped' ELSE 'unreviewed' END"
)


@dataclass(frozen=True, slots=True)
class View:
    """A choice of claims; an empty field asks for nothing.

    ``status`` is a status, or empty for all. With ``by`` = ``me`` a status is the one that the reviewer ``me`` gave, so that
    two people can review the same claims. ``low`` and ``high`` bound the confidence, ``since`` and ``until`` the day of
    publication. Raises StoreError for a value that can only be a mistake.
    """

    status: str = "unreviewed"
    vendor: str = ""
    metric: str = ""
    flag: str = ""
    rule: str = ""
    source: str = ""
    article: str = ""
    q: str = ""
    since: str = ""
    until: str = ""
    low: str = ""
    high: str = ""
    order: str = "unsure"
    by: str = "anyone"
    me: str = ""

    def __post_init__(self) -> None:
        """Refuse what can only be a mistake."""
        if self.status and self.status not in STATUSES:
            raise StoreError(f"there is no status {self.status!r}", remedy=f"use one of {', '.join(STATUSES)}")
        if self.order not in get_args(Order):
            raise StoreError(f"there is no order {self.order!r}", remedy=f"use one of {', '.join(get_args(Order))}")
        if self.by not in get_args(By):
            raise StoreError(f"there is no by={self.by!r}", remedy="use anyone or me")
        for name in ("since", "until"):
            _day(name, getattr(self, name))
        for name in ("low", "high"):
            _share(name, getattr(self, name))

    @classmethod
    def of(cls, query: Mapping[str, str]) -> View:
        """The view that the query of an address tells; what it does not know is left alone."""
        known = {field.name for field in fields(cls)}
        return cls(**{name: value.strip() for name, value in query.items() if name in known})

    def conditions(self) -> tuple[str, dict[str, Any]]:
        """The condition on claims, with its parameters."""
        found, values = ["1"], dict[str, Any]()

        def wanted(name: str, condition: str, value: Any = None) -> None:
            if getattr(self, name):
                found.append(condition)
                values[name] = getattr(self, name) if value is None else value

        for name in ("vendor", "metric"):
            columns = (f"{name}_id", name, f"{name}_text")
            wanted(name, f"({' OR '.join(f'c.{column} = :{name} COLLATE NOCASE' for column in columns)})")
        for name in ("flag", "rule"):
            wanted(name, f"'|' || c.{name}s || '|' LIKE :{name} ESCAPE '\\'", f"%|{_literal(getattr(self, name))}|%")
        wanted("source", "(c.publisher = :source OR c.source LIKE :source_like ESCAPE '\\')")
        values |= {"source_like": f"%{_literal(self.source)}%"} if self.source else {}
        wanted("article", "c.article = :article")
        texts = " OR ".join(
            f"c.{column} LIKE :q ESCAPE '\\'" for column in ("sentence", "title", "vendor", "metric_text")
        )
        wanted("q", f"({texts})", f"%{_literal(self.q)}%")
        wanted("since", "c.published >= :since")
        wanted("until", "c.published <= :until")
        wanted("low", "c.confidence >= :low", self.low and float(self.low))
        wanted("high", "c.confidence <= :high", self.high and float(self.high))
        return " AND ".join(found), values

    def status_column(self) -> str:
        """The SQL of a claim's status, as this view counts it."""
        return _STATUS_OF.format(_MINE) if self.by == "me" else "c.status"


def _day(name: str, value: str) -> None:
    try:
        dt.date.fromisoformat(value or "2000-01-01")
    except ValueError:
        raise StoreError(f"{name} is no day: {value!r}", remedy="write it as 2025-11-18") from None


def _share(name: str, value: str) -> None:
    try:
        inside = 0 <= float(value or 0) <= 1
    except ValueError:
        inside = False
    if not inside:
        raise StoreError(f"{name} is no confidence: {value!r}", remedy="give a number from 0 to 1")


def _literal(text: str) -> str:
    """Text in which LIKE finds no wildcard."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


_FIRST_WORDS = "(SELECT substr(ltrim(a.text, char(10) || char(13) || char(12288) || ' '), 1, 40) FROM articles a WHERE a.id = c.article)"
_FROM = "FROM claims c JOIN records r ON r.id = c.id"


def listed(connection: sqlite3.Connection, view: View, offset: int = 0, limit: int = PAGE) -> list[dict[str, Any]]:
    """The claims of a view in its order, in short: id, article, status, confidence, vendor, metric, quantity, priority."""
    condition, values = view.conditions()
    status = view.status_column()
    if view.status:
        condition += f" AND {status} = :status"
        values["status"] = view.status
    columns = (
        f"c.id, c.article, {status} AS status, c.confidence, c.vendor, c.metric, c.quantity, c.quantity_start, "
        f"coalesce(c.title, {_FIRST_WORDS}) AS title, "
        f"{PRIORITY} AS priority"
    )
    sql = f"SELECT {columns} {_FROM} WHERE {condition} ORDER BY {_ORDERS[view.order]} LIMIT :limit OFFSET :offset"
    cursor = connection.execute(sql, {**values, "me": view.me, "limit": limit, "offset": offset})
    names = [column[0] for column in cursor.description]
    found = [dict(zip(names, row, strict=True)) for row in cursor]
    for item in found:
        item["title"] = item["title"].split("\n")[0].strip()
    return found


def counted(connection: sqlite3.Connection, view: View) -> dict[str, int]:
    """How many claims of a view, whatever their status, have each status."""
    condition, values = view.conditions()
    sql = f"SELECT {view.status_column()} AS status, count(*) {_FROM} WHERE {condition} GROUP BY 1"
    found = dict(connection.execute(sql, {**values, "me": view.me}).fetchall())
    return {status: found.get(status, 0) for status in STATUSES}


def choices(connection: sqlite3.Connection) -> dict[str, list[tuple[str, int]]]:
    """What can be filtered by, with how many claims each has, the most frequent first."""
    return {
        "vendor": _frequent(connection, "SELECT vendor, count(*) FROM records GROUP BY 1"),
        "metric": _frequent(connection, "SELECT metric, count(*) FROM records GROUP BY 1"),
        "source": _frequent(
            connection,
            "SELECT a.publisher, count(*) FROM articles a JOIN records r ON r.article = a.id GROUP BY 1",
        ),
        "flag": _frequent_items(connection, "flags"),
        "rule": _frequent_items(connection, "rules"),
    }


def _frequent(connection: sqlite3.Connection, sql: str) -> list[tuple[str, int]]:
    rows = connection.execute(f"{sql} ORDER BY 2 DESC, 1 LIMIT 300").fetchall()
    return [(name, count) for name, count in rows if name]


def _frequent_items(connection: sqlite3.Connection, column: Literal["flags", "rules"]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for joined, count in connection.execute(f"SELECT {column}, count(*) FROM records WHERE {column} <> '' GROUP BY 1"):
        for item in set(joined.split("|")):
            counts[item] = counts.get(item, 0) + count
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:300]


def all_of(view: View) -> View:
    """The same view whatever the status."""
    return replace(view, status="")
