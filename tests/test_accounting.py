"""Nothing vanishes: every numeral of an article lies in exactly one number, and the numbers add up over their roles."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extract
from extract.mentions.numerals import find_numerals
from extract.types import Reading

CORPUS = Path(__file__).parents[1] / "corpus"
ARTICLES = sorted(CORPUS.glob("articles/*.txt"))
GOLD = sorted(CORPUS.glob("gold/*/*.json"))

PIECES = [
    *"0123456789一二三四五六七八九十百千万亿兆两半几数零〇壹贰叁",
    *"，。、；：（）()%％.,-~—…\n 年月日成倍",
    *(
        "营收",
        "同比增长",
        "超过",
        "约",
        "华为云",
        "A100",
        "GPT-4",
        "5G",
        "个百分点",
        "亿元",
        "万台",
        "分别",
        "从",
        "提升至",
        "第三",
    ),
    *("2025年上半年", "三分之一", "翻番", "以上", "每分钟", "笔", "10%到12%", "1/3", "400-888-1234", "①", "一、"),
]


def assert_accounted(reading: Reading) -> None:
    mentions = reading.mentions
    edges = [(each.start, each.end) for each in (*mentions.periods, *mentions.not_claims)]
    numerals = find_numerals(reading.text, edges)
    numbers = sorted((number.start, number.end) for number in reading.number_mentions)
    for one, other in itertools.pairwise(numbers):
        assert one[1] <= other[0], f"two numbers overlap at {other[0]}"
    holding = [sum(start < end_ and end > start_ for start_, end_ in numbers) for start, end in numerals]
    assert holding == [1] * len(numerals)
    assert len(reading.numbers) == len(numbers)
    roles = Counter(number["role"] for number in reading.numbers)
    assert sum(roles.values()) == len(reading.numbers)
    assert roles["claim"] >= len(reading.records)
    assert all(number["why"] for number in reading.numbers)
    known = {record["id"] for record in reading.records}
    assert all(number["record"] in known for number in reading.numbers if number["record"] is not None)
    given_text = reading.document.article.text
    assert all(given_text[number["start"] : number["end"]] == number["text"] for number in reading.numbers)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.name)
def test_every_article_of_the_corpus(path: Path) -> None:
    assert_accounted(extract.read(path.read_text(encoding="utf-8"), id="x"))


@pytest.mark.parametrize("path", GOLD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_gold_article(path: Path) -> None:
    made = json.loads(path.read_text(encoding="utf-8"))
    try:
        assert_accounted(extract.read(made["text"], made["title"], made["published"], made["publisher"], id="x"))
    except Exception as error:
        if path.parent.name == "check":  # its text is not for reading, not in a traceback either
            pytest.fail(f"{path.name}: {type(error).__name__}, a numeral is not accounted for", pytrace=False)
        raise


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_text_of_numeric_pieces(text: str) -> None:
    assert_accounted(extract.read(text, published="2025-11-18", id="x"))


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_random_text_of_any_characters(text: str) -> None:
    assert_accounted(extract.read(text, id="x"))
