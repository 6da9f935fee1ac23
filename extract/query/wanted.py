"""Which claims are asked for."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extract.errors import ClaimsError
from extract.store import ClaimStatus, Filter

_PERIOD = re.compile(r"(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What ``extract.store.Filter`` asks, and more: ``text`` that stands in the sentence, ``period`` that the claim's
    period lies within, ``article`` by id.

    Raises StoreError as ``Filter`` does, ClaimsError for a period that is none.
    """

    vendors: Sequence[str] = ()
    metrics: Sequence[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    statuses: Sequence[ClaimStatus] = ()
    min_confidence: float | None = None
    reprints: bool = True
    text: str | None = None
    period: str | None = None
    article: str | None = None

    def __post_init__(self) -> None:
        """Refuse what can only be a mistake."""
        self.filter()
        if self.period is not None:
            period_of(self.period)

    def filter(self) -> Filter:
        """The part that the store knows itself."""
        return Filter(
            self.vendors, self.metrics, self.since, self.until, self.statuses, self.min_confidence, self.reprints
        )

    def question(self) -> dict[str, Any]:
        """What is asked, for a cursor to belong to."""
        return asdict(self)

    def of_articles(self) -> tuple[str, list[Any]]:
        """The condition on ``articles``: of those that cannot hold such a claim most are left out."""
        condition, values = self.filter().of_articles()
        if self.article is not None:
            condition, values = f"{condition} AND id = ?", [*values, self.article]
        names, asked = ["1"], list[Any]()
        for name, wanted in (("vendor", self.vendors), ("metric", self.metrics)):
            if wanted:
                marks = ", ".join("?" * len(wanted))
                columns = (f"{name}_id", name, f"{name}_text")
                names.append(f"({' OR '.join(f'{column} COLLATE NOCASE IN ({marks})' for column in columns)})")
                asked += [*wanted] * len(columns)
        if len(names) > 1:  # a correction may have changed the names: those articles are looked into
            corrected = "SELECT article FROM judgements WHERE verdict = 'edit'"
            condition += f" AND id IN (SELECT article FROM records WHERE {' AND '.join(names)} UNION {corrected})"
            values += asked
        if self.text is not None:
            condition += " AND id IN (SELECT article FROM records WHERE instr(lower(coalesce(sentence, '')), lower(?)))"
            values.append(self.text)
        if self.statuses and "unreviewed" not in self.statuses:
            condition += " AND id IN (SELECT article FROM judgements)"
        return condition, values

    def of_claims(self) -> tuple[str, list[Any]]:
        """The condition on ``claims``."""
        condition, values = self.filter().of_claims()
        if self.text is not None:
            condition, values = f"{condition} AND instr(lower(coalesce(sentence, '')), lower(?))", [*values, self.text]
        if self.period is not None:
            first, last = period_of(self.period)
            condition += " AND period_start >= ? AND period_end <= ?"
            values = [*values, first.isoformat(), last.isoformat()]
        return condition, values


def period_of(text: str) -> tuple[dt.date, dt.date]:
    """First and last day of a period: ``2025``, ``2025-H1``, ``2025-Q3``, ``2025-03``, ``2025-03-09``, or two with ``/``.

    >>> period_of("2025-Q1"), period_of("2024/2025-06")
    ((datetime.date(2025, 1, 1), datetime.date(2025, 3, 31)), (datetime.date(2024, 1, 1), datetime.date(2025, 6, 30)))

    Raises ClaimsError for anything else.
    """
    head, slash, tail = text.partition("/")
    try:
        first, last = _single(head)
        if slash:
            last = _single(tail)[1]
    except (ValueError, AttributeError):
        raise _no_period(text) from None
    if first > last:
        raise _no_period(text)
    return first, last


def _single(text: str) -> tuple[dt.date, dt.date]:
    found = _PERIOD.fullmatch(text) if text.isascii() else None
    if found is None:
        raise ValueError(text)
    year = int(found["year"])
    if found["day"]:
        day = dt.date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["month"]:
        first_month = last_month = int(found["month"])
    elif found["quarter"]:
        first_month, last_month = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
    elif found["half"]:
        first_month, last_month = int(found["half"]) * 6 - 5, int(found["half"]) * 6
    else:
        first_month, last_month = 1, 12
    first = dt.date(year, first_month, 1)
    return first, dt.date(year, last_month, calendar.monthrange(year, last_month)[1])


def _no_period(text: str) -> ClaimsError:
    remedy = "write 2025, 2025-H1, 2025-Q3, 2025-03, 2025-03-09, or two of them as FROM/TO"
    return ClaimsError(f"{text[:40]!r} is no period", remedy=remedy)
