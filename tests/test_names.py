"""Numbers that are no values: cases of every kind, invariants, growth of time."""

from __future__ import annotations

import datetime as dt
import statistics
import time
import tomllib
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import load
from extract.mentions.name_words import NUMERAL, WordIndex, built_in
from extract.mentions.names import _SCANNER, RULES, find_names
from extract.mentions.periods import find_periods

WORDS = load()
GROUPS = tomllib.loads((Path(__file__).parent / "cases" / "not-claims.toml").read_text(encoding="utf-8"))["group"]
CASES = [(text, wanted) for group in GROUPS for text, wanted in group["cases"]]
PIECES = (
    "A100", "GPT-4", "5G", "800G", "384GB", "PUE1.15", "第一", "前五", "三大", "一体化", "这一", "一条一条", "（1）", "1.", "1、", "Q1：",
    "图3", "（300308）", "688981.SH", "电话：010-8805xxxx", "http://a.com/1", "阅读 12", "[1]", "《三体》", "“237X”", "2025年", "三季度", "3亿元",
    "百度", "十分", "之一", "半导体", "\n", "，", "。", " ", "Mate 70", "骁龙 8", "2.0", "版本", "号", "期", "代", "强", "一", "万", "3", ".", "%",
)  # fmt: skip


@pytest.mark.parametrize(("text", "wanted"), CASES, ids=[text for text, _ in CASES])
def test_case(text: str, wanted: list[list[str]]) -> None:
    taken = [(period.start, period.end) for period in find_periods(text, dt.date(2025, 11, 18))]
    found = find_names(text, None, taken)
    assert [[text[each.start : each.end], each.role] for each in found] == wanted


@pytest.mark.parametrize(
    ("text", "written"), [("百度早前公布", "百度"), ("三星电子", "三星电子"), ("麒麟9000S", "麒麟9000S")]
)
def test_registered_names_come_from_the_lexicon(text: str, written: str) -> None:
    (found,) = find_names(text, WORDS, ())
    assert (written in text[found.start : found.end], found.role, found.rule) == (True, "name", "registered-name")


def test_a_registered_name_is_no_piece_of_a_number() -> None:
    """A model called by its digits alone (极氪 009) must not be found in 10,009, nor the M3 in 10万m3, nor 百度 in 3百度."""
    for text in ("10,009张", "10万m3", "3百度", "2.5万科研人员"):
        assert find_names(text, WORDS, ()) == (), text


def test_what_is_taken_stays_taken() -> None:
    text = "第三季度的第三名"
    assert [text[each.start : each.end] for each in find_names(text, None, [(0, 4)])] == ["第三名"]
    assert [text[each.start : each.end] for each in find_names(text, None, ())] == ["第三季", "第三名"]


def test_a_contact_beats_a_name() -> None:
    text = "见https://a.com/GPT-4"
    (found,) = find_names(text, None, ())
    assert (found.role, text[found.start : found.end]) == ("contact", "https://a.com/GPT-4")


def test_word_lists_hold_numerals_and_no_word_twice() -> None:
    groups = built_in()
    words = [word for group in ("words", "sayings", "names", "digit_names") for word in groups[group]]
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert [word for word in words if not NUMERAL.search(word)] == []
    assert {row.split(" ")[0] for row in groups["unless_followed_by"]} <= set(words)


def test_no_word_of_the_lists_is_a_quantity() -> None:
    """Fractions, multiples and percent words never stand in a list: they would hide a value."""
    words = [word for group in ("words", "names") for word in built_in()[group]]
    hidden = (
        "一倍",
        "三成",
        "一半",
        "百分点",
        "百分之",
        "翻一番",
        "十万",
        "百万",
        "千万",
        "半天",
        "半年",
        "十分之一",
        "两倍",
        "亿元",
    )
    assert [word for word in words if word in hidden] == []


@pytest.mark.parametrize("before", ["3", "十", "数", "超", "近", "成", "第"])
def test_no_scale_word_after_a_number(before: str) -> None:
    index = WordIndex({"百度": "name", "万科": "name", "十分": "idiom"}, {})
    for word in ("百度", "万科", "十分"):
        assert list(index.find(before + word)) == []
        assert list(index.find("是" + word)) == [(1, 3, "idiom" if word == "十分" else "name")]


pieces = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)


@given(pieces)
def test_nothing_overlaps(text: str) -> None:
    taken = [(period.start, period.end) for period in find_periods(text, None)]
    found = [(each.start, each.end) for each in find_names(text, WORDS, taken)]
    spans = sorted(taken + found)
    assert found == sorted(found)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert all(0 <= start < end <= len(text) for start, end in spans)


@given(st.text(alphabet="A1BGK0年第一二三大个强号代（）[]:：.、-—《》“”图表Q的\n 。，万亿%", max_size=40))
def test_any_text_is_survived(text: str) -> None:
    for each in find_names(text, WORDS, ()):
        assert each.rule and each.why


@given(pieces)
def test_the_joined_pattern_overlooks_no_rule(text: str) -> None:
    """Wherever a rule of the scanner builds something at the head of a run, the scanner looks, unless a value stands there."""
    looked_at = {position for position, _ in _SCANNER.candidates(text)}
    for rule in RULES:
        for match, _ in rule.find_matches(text):
            start = match.start()
            pair = text[start - 1 : start + 1] if start else ""
            inside_run = pair.isascii() and pair.isalnum() and len(pair) == 2
            value = text[start].isdigit() and any(char in text[start : match.end() + 3] for char in "%％亿元倍万")
            assert start in looked_at or inside_run or value, (rule.name, match.group())


@pytest.mark.parametrize(
    "flood",
    [
        "A1-",
        "（1",
        "1.",
        "一",
        "一1",
        "“1",
        "《1",
        "a.",
        "http://a",
        "电话",
        "编号一",
        "第三、",
        "\n1",
        "骁龙 ",
        "前五",
        "[1,",
        "ab@",
        "记者一",
    ],
)
def test_time_grows_with_the_text(flood: str) -> None:
    """Eight times the text must take less than twenty-four times as long (quadratic time would take sixty-four)."""

    def seconds(size: int) -> float:
        text, taken = (flood * size)[:size], []
        for _ in range(3):
            begin = time.process_time()
            find_names(text, WORDS, ())
            taken.append(time.process_time() - begin)
        return statistics.median(taken)

    assert seconds(16000) <= 24 * max(seconds(2000), 1e-4)
