"""Vendors, products and organisations in a text: the cases of ``cases/vendors.toml``, and what must hold for any text."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.lexicon import load
from extract.mentions.metrics import find_metrics
from extract.mentions.vendors import find_entities
from extract.segment import segment
from extract.types import Article, Document, Repaired

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "vendors.toml").read_text("utf-8"))[
    "case"
]


def document(text: str, title: str | None = None) -> Document:
    return segment(Repaired(Article(id="case", text=text, title=title), text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["label"]))
def test_the_names_of_a_text(case: dict[str, Any]) -> None:
    text = case["text"]
    found = []
    for entity in find_entities(document(text), load()):
        form = text[entity.start : entity.end]
        owner = [entity.owner] if entity.kind == "product" else []
        found.append([form, entity.id or "", *owner])
    assert found == case["found"]


def test_a_title_names_who_the_text_is_about() -> None:
    text = "上半年交付6.2万辆，L60占一半。"
    assert not find_entities(document(text), load())
    (entity,) = find_entities(document(text, title="蔚来上半年财报"), load())
    assert (entity.id, entity.owner, entity.rule) == ("onvo_l60", "nio", "owner")


def test_each_witness_is_named_in_the_rule() -> None:
    rules = {
        "苏姿丰表示，超微的营收创新高。": "topic",
        "据晚点报道，交付量将达5万辆。": "context",
        "移动、电信、联通合计投资1200亿元。": "list",
        "蔚来公布数据，ES8交付2万辆。": "owner",
        "中国平安发布年报，平安的科技投入增长。": "full-name",
    }
    for text, rule in rules.items():
        assert rule in {entity.rule for entity in find_entities(document(text), load())}, text


def test_an_organisation_that_only_counts_others_is_a_source() -> None:
    texts = (
        "市场研究公司Cirlana的数据显示，玩具销售额升2%，Cirlana预计还会增长。",
        "据湛图科技统计，销量增长，湛图科技分析师看好后市。",
    )
    for text in texts:
        found = find_entities(document(text), load())
        assert found and {entity.rule for entity in found} == {"source"}, text
    listed = "岚湛科技(688999.SH)的数据显示，公司营收增长。"
    assert {entity.rule for entity in find_entities(document(listed), load())} == {"ticker"}


def test_the_wordings_of_a_company_have_one_name() -> None:
    text = "苏州诺岚制药装备股份有限公司（以下简称：诺岚装备）更新招股书。诺岚装备营收4亿元，诺岚的毛利率下降。"
    assert {entity.name for entity in find_entities(document(text), load())} == {"诺岚装备"}
    text = "常州栎澜精密传动股份有限公司扩产，栎澜精密营收增长。"
    assert {entity.name for entity in find_entities(document(text), load())} == {"栎澜精密传动"}


def test_a_stock_code_in_the_title_names_a_company_of_the_text() -> None:
    text = "公告称，湛日兴4月营收14亿元。"
    (entity,) = find_entities(document(text, title="湛日兴(3376)业绩点评"), load())
    assert (text[entity.start : entity.end], entity.rule) == ("湛日兴", "ticker")


ALPHABET = "移动电信联想小米苹果华为云的在，。、A1 H20公司科技增长亿元%三星SU7－Ａ（）"


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_entities_and_metrics_are_ordered_and_inside_the_text(text: str) -> None:
    found = find_entities(document(text), load())
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all((one.id is None) == (one.kind == "organisation") for one in found)
    metrics = find_metrics(document(text), load())
    assert all(one.end <= other.start for one, other in pairwise(metrics))
