"""Numerals: closed worlds are enumerated, the rest is cases and invariants."""

from __future__ import annotations

import itertools
import statistics
import time
import tomllib
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.mentions.numerals import NumeralError, find_numerals, fold, parse_numeral, plain_han

CASES = tomllib.loads((Path(__file__).parent / "cases" / "numerals.toml").read_text(encoding="utf-8"))
HAN_DIGITS = "零一二三四五六七八九"
FINANCIAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def _listed(kind: str) -> Iterator[list[str]]:
    for group in CASES[kind]:
        yield from group["cases"]


@pytest.mark.parametrize(("text", "worth"), list(_listed("worth")))
def test_worth(text: str, worth: str) -> None:
    assert parse_numeral(text) == Decimal(worth)


@pytest.mark.parametrize("text", list(_listed("wrong")))
def test_wrong(text: str) -> None:
    with pytest.raises(NumeralError, match=r"numeral|number"):
        parse_numeral(text)


@pytest.mark.parametrize(("text", "runs"), list(_listed("runs")))
def test_runs(text: str, runs: list[str]) -> None:
    assert [text[start:end] for start, end in find_numerals(text)] == runs


def test_a_numeral_stops_at_the_edge_of_a_name() -> None:
    text = "H20万卡集群，第三万"
    assert [text[a:b] for a, b in find_numerals(text, [(0, 3), (8, 10)])] == ["20", "万", "三", "万"]


# ------------------------------------------------------------------------------------------------ 0 to 99,999


def han(number: int, digits: str = HAN_DIGITS, units: tuple[str, str, str, str] = ("十", "百", "千", "万")) -> str:
    """The standard writing of 0 to 99,999."""
    if number == 0:
        return digits[0]
    out = ""
    gap = False
    for power, unit in ((10**4, units[3]), (1000, units[2]), (100, units[1]), (10, units[0]), (1, "")):
        digit = number // power % 10
        if digit:
            out += (digits[0] if gap and out else "") + digits[digit] + unit
            gap = False
        else:
            gap = True
    return out


def teens(number: int) -> str:
    """十二 for 一十二 at the start."""
    written = han(number)
    return written[1:] if written.startswith("一十") else written


def liang(number: int) -> str:
    """两 before 百, 千 and 万."""
    written = han(number)
    for unit in "百千万":
        written = written.replace("二" + unit, "两" + unit)
    return written


def financial(number: int) -> str:
    return han(number, FINANCIAL_DIGITS, ("拾", "佰", "仟", "万"))


def mixed(number: int) -> str:
    """3万2千5百零1."""
    return han(number).translate(str.maketrans("一二三四五六七八九", "123456789"))


@pytest.mark.parametrize(
    "write",
    [str, lambda number: f"{number:,}", han, teens, liang, financial, mixed],
    ids=["arabic", "commas", "han", "teens", "liang", "financial", "mixed"],
)
def test_every_number_in_every_writing(write: Callable[[int], str]) -> None:
    wrong = [number for number in range(100_000) if parse_numeral(write(number)) != number]
    assert wrong == []


def test_positional_digits() -> None:
    table = str.maketrans("0123456789", "〇一二三四五六七八九")
    wrong = [number for number in range(10, 100_000) if parse_numeral(str(number).translate(table)) != number]
    assert wrong == []


@pytest.mark.parametrize("scale", ["万", "亿", "兆", "万亿", "百万", "千万", "百亿", "千亿", "十亿"])
def test_scales(scale: str) -> None:
    unit = parse_numeral(scale)
    for number in range(1, 1000):
        assert parse_numeral(f"{number}{scale}") == number * unit
        assert parse_numeral(f"{number}.5{scale}") == (number + Decimal("0.5")) * unit


def test_a_value_is_exact_however_long() -> None:
    assert parse_numeral("1234567890123456789.123456789万") == Decimal("12345678901234567891234.56789")


# ------------------------------------------------------------------------------------------------ invariants

PIECES = [
    "1",
    "23",
    ",",
    ".",
    "4,500",
    "一",
    "两",
    "十",
    "百",
    "千",
    "万",
    "亿",
    "兆",
    "零",
    "点",
    "○",
    "陆",
    "拾",
    "仟",
    "叁",
    "统",
    "元",
    "５",
    "．",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join))
def test_a_text_is_a_numeral_or_an_error(text: str) -> None:
    try:
        value = parse_numeral(text)
    except NumeralError:
        return
    assert value.is_finite()
    assert value >= 0


@given(st.lists(st.sampled_from(PIECES), max_size=20).map("".join))
def test_runs_are_ascending_maximal_and_complete(text: str) -> None:
    spans = find_numerals(text)
    assert all(start < end for start, end in spans)
    assert all(one.end <= other.start for one, other in itertools.pairwise(spans))
    covered = {place for start, end in spans for place in range(start, end)}
    sure = {place for place, char in enumerate(text) if char in "0123456789５一两十百千万亿兆零"}
    assert sure <= covered


@given(st.text(alphabet=[*"０１９，．％Ａｚ○一二陆拾仟万元a1 ", "\u00a0", "\u3000"], max_size=30))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert len(plain_han(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def grows_linearly(work: Callable[[str], object], unit: str, small: int = 4000) -> bool:
    """Whether eight times the text takes less than twenty-four times as long (quadratic: sixty-four times)."""
    times = []
    for size in (small, 8 * small):
        text = (unit * (size // len(unit) + 1))[:size]
        taken = []
        for _ in range(5):
            begin = time.process_time()
            work(text)
            taken.append(time.process_time() - begin)
        times.append(statistics.median(taken))
    return times[1] <= 24 * max(times[0], 2e-5)


@pytest.mark.parametrize(
    "unit", ["一1", "1,", "1,234,", "9", "一", "十百", "壹", "陆", "1.", "○", "一.", "百分点", "千瓦"]
)
def test_time_grows_with_the_text(unit: str) -> None:
    assert grows_linearly(find_numerals, unit)
