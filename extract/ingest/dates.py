"""Dates as pages, feeds and spreadsheets write them, read as the calendar day in China.

>>> parse_date("2025-11-17T20:00:00Z"), parse_date("2025年11月18日 08:30"), parse_date("20251118")
(datetime.date(2025, 11, 18), datetime.date(2025, 11, 18), datetime.date(2025, 11, 18))
>>> parse_date("November") is None
True
"""

from __future__ import annotations

import datetime as dt
import re

CHINA = dt.timezone(dt.timedelta(hours=8))
_HAN = str.maketrans("〇○零一二三四五六七八九０１２３４５６７８９", "0001234567890123456789")

# 2025-11-18, 2025/11/18, 2025.11.18, 2025年11月18日, 2025 年 11 月 18 日; not 2025-11 and not 12025-11-18
_DAY = re.compile(r"(?<![\d.])((?:19|20)\d{2})\s*([-/.年])\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号號]?")
# 民國114年11月18日, 民国一一四年…
_ROC = re.compile(r"民[国國]\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
# 二〇二五年十一月十八日
_WRITTEN = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_COMPACT = re.compile(r"\A((?:19|20)\d{2})(\d{2})(\d{2})(?:\d{4}|\d{6})?\Z")
_ISO_ZONE = re.compile(r"\A\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})\Z")


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        made = dt.date(year, month, day)
    except ValueError:
        return None
    return made if 1980 <= year <= 2100 else None


def _han_number(text: str) -> int:
    """``十八`` as 18."""
    if "十" not in text:
        return int(text.translate(_HAN))
    tens, _, ones = text.partition("十")
    return (int(tens.translate(_HAN)) if tens else 1) * 10 + (int(ones.translate(_HAN)) if ones else 0)


def find_dates(text: str) -> list[tuple[int, int, dt.date]]:
    """All full dates in a line as ``(start, end, date)``, ascending. A date without its year or its day is none.

    >>> [(start, str(day)) for start, _, day in find_dates("发布:2025-11-18 09:00 更新:2025-11-20")]
    [(3, '2025-11-18'), (23, '2025-11-20')]
    """
    found = []
    for match in _DAY.finditer(text.translate(_FULLWIDTH) if _WIDE.search(text) else text):
        day = _day(int(match[1]), int(match[3]), int(match[4]))
        if day:
            found.append((match.start(), match.end(), day))
    for match in _ROC.finditer(text):
        day = _day(int(match[1]) + 1911, int(match[2]), int(match[3]))
        if day:
            found.append((match.start(), match.end(), day))
    for match in _WRITTEN.finditer(text):
        day = _day(int(match[1].translate(_HAN)), _han_number(match[2]), _han_number(match[3]))
        if day:
            found.append((match.start(), match.end(), day))
    return sorted(found)


_WIDE = re.compile("[０-９－／．]")
_FULLWIDTH = str.maketrans("０１２３４５６７８９－／．", "0123456789-/.")


def parse_date(value: object) -> dt.date | None:
    """The day that a container states: ISO, Chinese, RFC 822, ``20251118``, seconds or milliseconds since 1970.

    An instant with an offset is the day in China; a time without one is taken as Chinese time. Anything else gives
    None.
    """
    if isinstance(value, dt.datetime):
        return (value.astimezone(CHINA) if value.tzinfo else value).date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return _from_number(value)
    if not isinstance(value, str):
        return None
    text = value.strip().translate(_FULLWIDTH)[:100]
    if _ISO_ZONE.match(text):
        try:
            return dt.datetime.fromisoformat(text.replace("Z", "+00:00").replace(" +", "+")).astimezone(CHINA).date()
        except (ValueError, OverflowError):
            return None
    if compact := _COMPACT.match(text):
        return _day(int(compact[1]), int(compact[2]), int(compact[3]))
    if re.fullmatch(r"\d{10}|\d{13}", text):
        return _from_number(int(text))
    if found := find_dates(text):
        return found[0][2]
    from email.utils import parsedate_to_datetime  # seldom needed, and slow to load

    try:
        return parsedate_to_datetime(text).astimezone(CHINA).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _from_number(value: float) -> dt.date | None:
    if 19_800_101 <= value <= 21_001_231 and value == int(value):
        return parse_date(str(int(value)))
    seconds = value / 1000 if value >= 1e11 else value
    if not 3e8 <= seconds <= 4.2e9:
        return None
    return dt.datetime.fromtimestamp(seconds, CHINA).date()
