"""Periods: cases of every written form, the calendar's closed worlds, invariants, growth of time."""

from __future__ import annotations

import datetime as dt
import statistics
import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions import period_calendar as calendar
from extract.mentions.period_expressions import number
from extract.mentions.periods import RULES, SCANNER, find_periods
from extract.types import Period

GROUPS = tomllib.loads((Path(__file__).parent / "cases" / "periods.toml").read_text(encoding="utf-8"))["group"]
CASES = [(group, text, wanted) for group in GROUPS for text, wanted in group["cases"]]
PIECES = (
    "2025年", "2024年", "今年", "去年", "上半年", "三季度", "第3季", "9月", "11月18日", "底", "初", "至", "到", "—", "、", "截至", "前", "以来",
    "起", "止", "同期", "单季", "全年", "年内", "Q3", "FY26", "两年", "三个月", "连续", "近", "未来", "内", "，", "。", "\n", "的", "较", "2025", "-",
    "1", "10:30", "十四五", "双11", "周四", "（16）日", "财年", "第三财季", "九个月", " ", "A100", "3亿元", "0001年", "9999年", "100年", "前",
)  # fmt: skip


def told(text: str, period: Period) -> list[str]:
    """A period in the notation of the case file."""
    days = [day.isoformat() if day else "" for day in (period.first, period.last)]
    marks = [name for name in ("relative", "reference") if getattr(period, name)]
    return [text[period.start : period.end], *days, *marks]


@pytest.mark.parametrize(("group", "text", "wanted"), CASES, ids=[text for _, text, _ in CASES])
def test_case(group: dict[str, Any], text: str, wanted: list[list[str]]) -> None:
    found = find_periods(text, group.get("published"), group.get("region", "mainland"))
    assert [told(text, period) for period in found] == wanted


@pytest.mark.parametrize("quarter", range(1, 5))
def test_every_writing_of_a_quarter(quarter: int) -> None:
    han = "一二三四"[quarter - 1]
    writings = [
        f"{han}季度", f"第{han}季度", f"第{han}季", f"第{quarter}季", f"第{quarter}季度", f"{quarter}季度", f"Q{quarter}",
        f"25Q{quarter}", f"{quarter}Q25", f"{quarter}Q", f"2025Q{quarter}", f"{quarter}Q2025", f"2025年{han}季度", f"2025年Q{quarter}",
        f"25年Q{quarter}", f"2025年第{han}季度", f"今年第{han}季", f"2025 年第{han}季度", f"2025年的第{han}季度", f"民国114年第{han}季",
    ]  # fmt: skip
    for writing in writings:
        found = find_periods(f"，{writing}营收", dt.date(2025, 6, 30))
        assert [(f"，{writing}营收"[p.start : p.end], (p.first, p.last), p.grain) for p in found] == [
            (writing, calendar.months(2025, 3 * quarter - 2, 3 * quarter), "quarter")
        ]


@pytest.mark.parametrize("month", range(1, 13))
def test_every_writing_of_a_month(month: int) -> None:
    han = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"][month - 1]
    for writing in (
        f"{month}月",
        f"{month} 月",
        f"{han}月",
        f"2025年{month}月",
        f"{month}月份",
        f"2025-{month:02}",
        f"今年{han}月",
    ):
        text = f"，{writing}，"
        found = find_periods(text, dt.date(2025, 6, 30))
        assert [(text[p.start : p.end], (p.first, p.last)) for p in found] == [
            (writing, calendar.months(2025, month, month))
        ]


def test_every_day_of_two_years() -> None:
    day = dt.date(2024, 1, 1)
    while day.year < 2026:
        for writing in (f"{day.year}年{day.month}月{day.day}日", day.isoformat(), f"{day.year}/{day.month}/{day.day}"):
            assert [(p.first, p.last, p.grain) for p in find_periods(writing, None)] == [(day, day, "day")], writing
        day += dt.timedelta(days=1)


def test_a_day_that_no_month_has_stays_unknown() -> None:
    assert [(p.first, p.last) for p in find_periods("2025年2月30日", None)] == [(None, None)]


def test_numerals_lie_inside() -> None:
    text = "截至2025年9月30日止第三季,上半年,首季"
    found = find_periods(text, dt.date(2025, 11, 1))
    assert [[text[a:b] for a, b in period.numerals] for period in found] == [["2025", "9", "30", "三"], ["半"], ["首"]]


@pytest.mark.parametrize("value", range(1, 200))
def test_small_numbers(value: int) -> None:
    tens, ones = divmod(value, 10)
    digits = "零一二三四五六七八九"
    if value < 10:
        han = digits[value]
    elif value < 100:
        han = ("" if tens == 1 else digits[tens]) + "十" + (digits[ones] if ones else "")
    else:
        rest = value % 100
        middle = (
            ""
            if not rest
            else f"零{digits[rest]}"
            if rest < 10
            else digits[rest // 10] + "十" + (digits[rest % 10] if rest % 10 else "")
        )
        han = "一百" + middle
    assert number(han) == number(str(value)) == value


def test_full_width_text_reads_alike() -> None:
    narrow, wide = "截至9月30日的Q3,2030年前", "截至９月３０日的Ｑ３,２０３０年前"
    published = dt.date(2025, 11, 1)
    assert [(p.start, p.end, p.first, p.last) for p in find_periods(wide, published)] == [
        (p.start, p.end, p.first, p.last) for p in find_periods(narrow, published)
    ]


pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
dates = st.none() | st.dates()


@given(pieces, dates)
def test_periods_ascend_inside_the_text(text: str, published: dt.date | None) -> None:
    found = find_periods(text, published)
    reach = 0
    for period in found:
        assert reach <= period.start < period.end <= len(text)
        assert all(period.start <= start < end <= period.end for start, end in period.numerals)
        reach = period.end


@given(st.text(alphabet="2025年月日季度上下半前今去至到-—1290QHFY三十两个近内后来第 ，。", max_size=40), dates)
def test_any_text_is_survived(text: str, published: dt.date | None) -> None:
    for period in find_periods(text, published):
        assert period.rule


@given(pieces)
def test_the_joined_pattern_overlooks_no_rule(text: str) -> None:
    """Wherever a rule of the scanner builds something at the head of a run, the scanner looks."""
    looked_at = {position for position, _ in SCANNER.candidates(text)}
    for rule in RULES:
        for match, _ in rule.find_matches(text):
            start = match.start()
            inside_run = start and (text[start - 1 : start + 1].isascii() and text[start - 1 : start + 1].isalnum())
            assert start in looked_at or inside_run, (rule.name, match.group())


@pytest.mark.parametrize(
    "flood", ["2025年", "三年", "1、", "第三、", "截至", "前一", "9", "十", "7月20日至", "今年", "近", "Q3-", "2025-"]
)
def test_time_grows_with_the_text(flood: str) -> None:
    """Eight times the text must take less than twenty-four times as long (quadratic time would take sixty-four)."""

    def seconds(size: int) -> float:
        text, taken = (flood * size)[:size], []
        for _ in range(3):
            begin = time.process_time()
            find_periods(text, dt.date(2025, 11, 1))
            taken.append(time.process_time() - begin)
        return statistics.median(taken)

    assert seconds(16000) <= 24 * max(seconds(2000), 1e-4)
