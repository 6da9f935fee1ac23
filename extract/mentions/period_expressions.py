"""What a period rule reads off the page, before the article's date says which days are meant."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extract.types import Span

Grain = Literal["day", "month", "quarter", "half", "year", "span", "vague"]
Anchor = Literal[
    "calendar",  # months (and days) of a year
    "full-year",  # 全年
    "in-year",  # 年内
    "same-period",  # 同期
    "that-year",  # 当年
    "that-quarter",  # 单季 季内
    "that-month",  # 当月
    "that-period",  # 期内
    "from-now-quarter",  # 本季 上季
    "from-now-month",  # 本月 上月
    "from-now-week",  # 本周 上周
    "from-now-day",  # 今日 昨日
    "weekday",  # 周四
    "before-that-quarter",  # 上一季, seen from the quarter under discussion
    "back",  # 近三年
    "ahead",  # 未来五年
    "ago",  # 两年前
    "years-before",  # 前两年
    "unknown",  # 连续六年, FY25
    "fiscal-year",
    "fiscal-quarter",
]


@dataclass(slots=True)
class Expression:
    """One expression of time. ``year`` is absolute, ``ago`` counts years back from the article's (明年 is -1).

    The rules read pieces; ``periods`` puts them together in place, because this is made for every date of a text.
    """

    start: int
    end: int
    rule: str
    grain: Grain
    anchor: Anchor = "calendar"
    year: int | None = None
    ago: int | None = None
    to_year: int | None = None  # 2025-2027年
    months: tuple[int, int] | None = None  # first and last, of the year
    day: int | None = None
    to_day: int | None = None  # 9月6日至12日
    part: str | None = None  # start middle end early mid late
    amount: int = 0  # of units in a span; of steps from now
    unit: str | None = None  # d wk mo q a
    relative: bool = False
    reference: bool = False
    bound: str | None = None  # until before since to-now
    to: Expression | None = None  # the other end of a range
    ends: Expression | None = None  # 截至9月底 of 截至9月底止第三季

    @property
    def has_year(self) -> bool:
        """Whether the words themselves name the year."""
        return self.year is not None or self.ago is not None


DIGITS = "0123456789"
HAN_DIGITS = "一二三四五六七八九十两"
BLANK = r"[ \u3000\u00a0]?"
TO = r"[至到—–\-~～]"
YEAR = r"(?:19|20)\d\d"
HAN_YEAR = r"[一二][九〇○零][〇○零一二三四五六七八九]{2}"
MONTH = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
FREE = r"(?<![\dA-Za-z])(?<!\d\.)(?!(?<=\d,)\d{3}(?!\d))"  # not inside a number or a name
BREAK = r"[，,。.、；;：:！？!?（）()《》「」“”\s]|$"

# a stretch at the beginning, middle or end: 底 of 今年底; 底 of 底层 is none
EDGE = rf"""(?P<edge>底(?!层|座|部|盘|价|气|蕴|线|仓|色)|末(?!端|位|梢|尾)|初(?!步|创|次|心|级|始|中|高|期|衷|代)
    |中期(?=业绩|报告|财报|息|股息|净利|溢利)|中(?=的|前|后|将|起|至|到|{BREAK}))"""
PARTS = {"底": "end", "末": "end", "初": "start", "中": "middle", "上旬": "early", "中旬": "mid", "下旬": "late"}

_VALUES = {char: number for number, char in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "○": 0,
    "两": 2,
    "半": 0,
    "几": 3,
    "数": 3,
    "廿": 20,
    "卅": 30,
}
_NUMERAL = re.compile(r"\d+(?:[:.]\d+)*|[〇○零一二两三四五六七八九十百千廿卅半几]+")
_FIRST = re.compile("[首双]")


def number(text: str) -> int:
    """A small whole number in digits or Han numerals; vague ``几`` and ``数`` count as three.

    >>> number("12"), number("十一"), number("二十五"), number("两"), number("二○二六"), number("一百二十")
    (12, 11, 25, 2, 2026, 120)
    """
    if text.isdecimal():
        return int(text)
    if not any(char in text for char in "十百千"):
        total = 0
        for char in text:
            total = total * 10 + _VALUES.get(char, 0)
        return total
    total = digit = 0
    for char in text:
        if char in "十百千":
            total += (digit or 1) * {"十": 10, "百": 100, "千": 1000}[char]
            digit = 0
        else:
            digit = _VALUES.get(char, 0)
    return total + digit


def numeral_spans(text: str, start: int, end: int) -> tuple[Span, ...]:
    """The runs of numeral characters in ``text[start:end]``; ``首`` and ``双`` count when nothing else does.

    >>> numeral_spans("截至9月30日", 0, 7)
    (Span(start=2, end=3), Span(start=4, end=6))
    """
    found = [Span(*match.span()) for match in _NUMERAL.finditer(text, start, end)]
    return tuple(found or [Span(*match.span()) for match in _FIRST.finditer(text, start, end)])
