"""Calendar arithmetic: the first and last day of years, halves, quarters and months. ``None`` means unknown or open."""

from __future__ import annotations

import calendar
import datetime as dt
from functools import lru_cache

Dates = tuple[dt.date | None, dt.date | None]

UNKNOWN: Dates = (None, None)
_LENGTHS = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # of the months, February's of a common year


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month.

    >>> month_end(2024, 2)
    datetime.date(2024, 2, 29)
    """
    return dt.date(year, month, _length(year, month))


def _length(year: int, month: int) -> int:
    """How many days a month has; ``calendar.monthrange`` works out a weekday as well."""
    return 29 if month == 2 and calendar.isleap(year) else _LENGTHS[month]


@lru_cache(maxsize=512)
def months(year: int, first: int, last: int) -> Dates:
    """From the first day of one month to the last day of another; ``last < first`` reaches into the next year.

    >>> months(2025, 7, 9)
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    """
    return dt.date(year, first, 1), month_end(year + (last < first), last)


def day(year: int, month: int, number: int) -> dt.date | None:
    """A day, or None when the month has no such day."""
    try:
        return dt.date(year, month, number)
    except ValueError:
        return None


def add_months(date: dt.date, count: int) -> dt.date:
    """The same day ``count`` months later (earlier when negative), at most the last day of that month.

    >>> add_months(dt.date(2025, 3, 31), -1)
    datetime.date(2025, 2, 28)
    """
    index = max(12, date.year * 12 + date.month - 1 + count)
    year, month = min(index // 12, dt.MAXYEAR), index % 12 + 1
    return dt.date(year, month, min(date.day, _length(year, month)))


def quarter_of(date: dt.date) -> int:
    """The quarter 1-4 that a day lies in."""
    return (date.month + 2) // 3


def shift_years(dates: Dates, count: int) -> Dates:
    """Both ends moved by whole years; the last day of a month stays the last day.

    >>> shift_years((dt.date(2025, 2, 1), dt.date(2025, 2, 28)), -1)
    (datetime.date(2024, 2, 1), datetime.date(2024, 2, 29))
    """

    def moved(date: dt.date | None) -> dt.date | None:
        if date is None:
            return None
        other = add_months(date, 12 * count)
        if date == month_end(date.year, date.month):
            return month_end(other.year, other.month)
        return other

    return moved(dates[0]), moved(dates[1])


def part_of_month(dates: Dates, part: str) -> Dates:
    """A stretch of what ``dates`` covers: ``start``, ``middle``, ``end``, or the ``early``, ``mid``, ``late`` third.

    For a month ``start`` and ``early`` are its first ten days, ``mid`` the next ten, ``late`` the rest. For a longer
    time ``start`` is the first month, ``middle`` the month before the half. ``end`` is always the last day.

    >>> part_of_month(months(2025, 9, 9), "start")
    (datetime.date(2025, 9, 1), datetime.date(2025, 9, 10))
    >>> part_of_month(months(2026, 1, 12), "middle")
    (datetime.date(2026, 6, 1), datetime.date(2026, 6, 30))
    """
    first, last = dates
    if first is None or last is None:
        return dates
    if part == "end":
        return last, last
    length = (last - first).days + 1
    if length > 31:
        month = first if part in ("start", "early") else add_months(first, max(0, round(length / 61) - 1))
        return months(month.year, month.month, month.month)
    if part in ("start", "early"):
        return first, first.replace(day=10)
    if part in ("mid", "middle"):
        return first.replace(day=11), first.replace(day=20)
    return first.replace(day=21), last
