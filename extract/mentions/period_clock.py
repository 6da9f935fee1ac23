"""Which days an expression of time means, by the article's date, the sentence's year and the period discussed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from extract.mentions import period_calendar as cal
from extract.mentions.period_calendar import UNKNOWN, Dates
from extract.mentions.period_expressions import Expression

_AHEAD_LIMIT = 7  # months: a month named in an article at least this long before it was the one of the year before


def ending(last: dt.date, months: int) -> Dates:
    """The ``months`` months that end on ``last``: calendar months at a month's end, else weeks as companies count them.

    >>> ending(dt.date(2025, 9, 30), 3)
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> ending(dt.date(2025, 10, 26), 3)
    (datetime.date(2025, 7, 28), datetime.date(2025, 10, 26))
    """
    if last == cal.month_end(last.year, last.month):
        return cal.add_months(last, 1 - months).replace(day=1), last
    return last - dt.timedelta(weeks=13 * months // 3) + dt.timedelta(days=1), last


class Clock:
    """Resolves expressions one after the other and remembers what the text is talking about."""

    def __init__(self, published: dt.date | None) -> None:
        """``published`` is the article's date; without it, what leans on it stays unknown."""
        self.published = published
        self._sentence_year: int | None = None
        self._year: int | None = None
        self._quarter: Dates = UNKNOWN
        self._month: Dates = UNKNOWN
        self._period: Dates = UNKNOWN
        self._fiscal: tuple[int | None, int, dt.date] | None = None

    def new_sentence(self) -> None:
        """Forget the year that the sentence's opening set."""
        self._sentence_year = None

    def dates(self, expression: Expression, *, forward: bool = False) -> Dates:
        """First and last day of what ``expression`` means; ``forward`` when the clause speaks of the future.

        Unknown when the days would lie outside the years 1 to 9999.
        """
        try:
            return self._dates(expression, forward=forward)
        except (ValueError, OverflowError):
            return UNKNOWN

    def _dates(self, expression: Expression, *, forward: bool) -> Dates:
        if expression.to is not None:
            return self._range(expression, expression.to)
        if expression.ends is not None:
            return self._ended(expression, expression.ends)
        dates = self._plain(expression, forward=forward)
        if expression.part is not None and expression.day is None:
            dates = cal.part_of_month(dates, expression.part)
        return self._bounded(expression, dates)

    def note(self, expression: Expression, dates: Dates, *, compared: bool, opening: bool) -> None:
        """Remember a resolved expression; one that the text only compares with (``较二季度``) is no topic.

        ``opening``: it opens its clause, so its year holds for what follows in the sentence.
        """
        first, last = dates
        if first is None or last is None or compared or expression.reference:
            return
        if expression.anchor in ("ago", "back", "ahead", "from-now-day", "weekday", "years-before", "same-period"):
            return
        if (
            expression.has_year
            and expression.anchor == "calendar"
            and expression.to_year is None
            and expression.to is None
        ):
            if opening:
                self._sentence_year = first.year
            if self.published is None or first.year in (self.published.year, self.published.year - 1):
                self._year = first.year
        days = (last - first).days + 1
        if 85 <= days <= 98:
            self._quarter = self._period = dates
        elif 28 <= days <= 31:
            self._month = dates
        elif days > 98 and (expression.months or expression.ends):
            self._period = dates
            self._quarter = cal.months(last.year, last.month - 2, last.month) if last.month % 3 == 0 else self._quarter
        if expression.ends is not None:
            self._year = last.year

    # ------------------------------------------------------------------------------------------------ kinds

    def _plain(self, expression: Expression, *, forward: bool) -> Dates:
        anchor, amount, today = expression.anchor, expression.amount, self.published
        if anchor == "calendar":
            return self._calendar(expression)
        if anchor in ("full-year", "in-year", "that-year"):
            year = self._given_year(expression)
            if year is None:
                year = self._year if anchor == "that-year" else self._topic_year(sentence=anchor != "in-year")
            if year is None:
                return UNKNOWN
            first, last = cal.months(year, 1, 12)
            if anchor == "in-year" and today is not None and today.year == year and not forward:
                last = today
            return first, last
        if anchor == "same-period":
            year = self._given_year(expression)
            first = self._period[0] or self._month[0]
            dates = self._period if self._period[0] else self._month
            return cal.shift_years(dates, year - first.year) if year is not None and first is not None else dates
        if anchor == "that-quarter":
            return self._quarter if self._quarter[0] else self._quarter_from_now(-1)
        if anchor == "before-that-quarter":
            return self._before_quarter()
        if anchor == "that-month":
            return self._month if self._month[0] else self._month_from_now(-1)
        if anchor == "that-period":
            return self._period if self._period[0] else self._quarter_from_now(-1)
        if anchor in ("fiscal-year", "fiscal-quarter"):
            return self._fiscal_dates(expression)
        return self._from_now(expression, amount)

    def _from_now(self, expression: Expression, amount: int) -> Dates:
        today = self.published
        if today is None:
            return UNKNOWN
        anchor, unit = expression.anchor, expression.unit
        if anchor == "from-now-quarter":
            return self._quarter_from_now(amount)
        if anchor == "from-now-month":
            return self._month_from_now(amount)
        if anchor == "from-now-week":
            monday = today - dt.timedelta(days=today.weekday() - 7 * amount)
            return monday, monday + dt.timedelta(days=6)
        if anchor == "from-now-day":
            day = today + dt.timedelta(days=amount)
            return day, day
        if anchor == "weekday":
            weeks = {"上": -1, "上上": -2, "下": 1, "下下": 2}.get(unit or "", 0)
            day = today + dt.timedelta(days=amount - today.weekday() + 7 * weeks)
            if unit is None and day > today:
                day -= dt.timedelta(days=7)
            return day, day
        if anchor == "back":
            return self._moved(unit, -amount), today
        if anchor == "ahead":
            return today, self._moved(unit, amount)
        if anchor == "years-before":
            return dt.date(today.year - amount, 1, 1), dt.date(today.year - 1, 12, 31)
        if anchor == "ago":
            then = self._moved(unit, -amount)
            if then is None or unit == "a":
                return UNKNOWN if then is None else cal.months(then.year, 1, 12)
            return cal.months(then.year, then.month, then.month) if unit in ("mo", "q") else (then, then)
        return UNKNOWN

    def _calendar(self, expression: Expression) -> Dates:
        months, number = expression.months, expression.day
        if months is None and number is not None:
            return self._bare_day(number, self._given_year(expression))
        year = self._given_year(expression)
        if year is None and months is not None:
            year = self._implied_year(*months)
        if year is None:
            return UNKNOWN
        if months is None:
            return dt.date(year, 1, 1), dt.date(expression.to_year or year, 12, 31)
        if number is not None:
            first, last = cal.day(year, months[0], number), cal.day(year, months[1], expression.to_day or number)
            if expression.to_day is not None and last is None:
                last = cal.month_end(year, months[1])
            return first, last
        return cal.months(year, *months)

    def _range(self, begin: Expression, end: Expression) -> Dates:
        first = self._plain(begin, forward=False)
        if begin.part is not None and begin.day is None:
            first = cal.part_of_month(first, begin.part)
        if end.months is None and end.day is not None and begin.months is not None:
            end = replace(end, months=begin.months)
        if not end.has_year and first[0] is not None and end.anchor == "calendar":
            wraps = begin.months is not None and end.months is not None and end.months < begin.months
            end = replace(end, year=first[0].year + wraps)
        last = self.dates(replace(end, bound=None))
        return first[0], last[1]

    def _ended(self, expression: Expression, ends: Expression) -> Dates:
        last = self.dates(replace(ends, bound="until"))[1]
        if last is None:
            return UNKNOWN
        if expression.unit == "mo":
            months = expression.amount
        else:
            months = {"quarter": 3, "half": 6, "year": 12}.get(expression.grain, 0)
            if months == 0 and expression.months:
                months = expression.months[1] - expression.months[0] + 1
        if expression.anchor == "fiscal-quarter" and expression.amount:
            self._fiscal = expression.year, expression.amount, last
        return ending(last, months) if 0 < months <= 24 else UNKNOWN

    def _fiscal_dates(self, expression: Expression) -> Dates:
        if self._fiscal is None:
            return UNKNOWN
        year, quarter, last = self._fiscal
        if expression.anchor == "fiscal-year" or not expression.amount:
            return UNKNOWN
        years = 0 if year is None or expression.year is None else expression.year - year
        steps = expression.amount - quarter + 4 * years
        if last == cal.month_end(last.year, last.month):
            moved = cal.add_months(last, 3 * steps)
            return ending(cal.month_end(moved.year, moved.month), 3)
        return ending(last + dt.timedelta(weeks=13 * steps), 3)

    # ------------------------------------------------------------------------------------------------ pieces

    def _given_year(self, expression: Expression) -> int | None:
        if expression.year is not None:
            return expression.year
        if expression.ago is not None:
            return None if self.published is None else self.published.year - expression.ago
        return None

    def _topic_year(self, *, sentence: bool) -> int | None:
        if self.published is None or (sentence and self._sentence_year is not None):
            return self._sentence_year
        if self.published.month <= 4 and self._year is not None:
            return self._year
        return self.published.year

    def _implied_year(self, first: int, last: int) -> int | None:
        """The year of a month or quarter that is named without one."""
        if self._sentence_year is not None or self.published is None:
            return self._sentence_year
        today = self.published
        ahead = first - today.month
        past = ahead >= _AHEAD_LIMIT or (today.month <= 4 and first == 10 and last == 12)
        return today.year - 1 if past else today.year

    def _bare_day(self, number: int, year: int | None) -> Dates:
        if self.published is None or year is not None:
            return UNKNOWN
        month = self.published if number <= self.published.day else cal.add_months(self.published.replace(day=1), -1)
        found = cal.day(month.year, month.month, number)
        return found, found

    def _bounded(self, expression: Expression, dates: Dates) -> Dates:
        first, last = dates
        if expression.bound == "until" and expression.grain not in ("span", "vague"):
            return last, last
        if expression.bound == "before" and expression.part != "end" and first is not None and first > dt.date.min:
            return None, first - dt.timedelta(days=1)
        if expression.bound == "since":
            return first, None
        if expression.bound == "to-now":
            return first, self.published
        return dates

    def _quarter_from_now(self, steps: int) -> Dates:
        if self.published is None:
            return UNKNOWN
        index = self.published.year * 4 + cal.quarter_of(self.published) - 1 + steps
        return cal.months(index // 4, index % 4 * 3 + 1, index % 4 * 3 + 3)

    def _before_quarter(self) -> Dates:
        first, last = self._quarter
        if first is None or last is None:
            return self._quarter_from_now(-2)
        return ending(first - dt.timedelta(days=1), 3)

    def _month_from_now(self, steps: int) -> Dates:
        if self.published is None:
            return UNKNOWN
        then = cal.add_months(self.published.replace(day=1), steps)
        return cal.months(then.year, then.month, then.month)

    def _moved(self, unit: str | None, steps: int) -> dt.date | None:
        if self.published is None or unit is None:
            return None
        months = {"a": 12, "mo": 1, "q": 3}.get(unit)
        if months is not None:
            return cal.add_months(self.published, months * steps)
        return self.published + dt.timedelta(days={"wk": 7, "d": 1}.get(unit, 0) * steps)
