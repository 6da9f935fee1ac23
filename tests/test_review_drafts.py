"""Where parts of a claim stand, what a typed quantity means, and drafts: added, split, merged, corrected claims."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import load
from extract.repair import original_span, replay
from extract.review.amounts import read_amount, with_derived
from extract.review.desk import Desk
from extract.review.drafts import corrected, draft_claim, merge_claims, split_claim
from extract.review.places import Sights, restored_span, see
from extract.store import StoreError
from extract.types import Article, Edit, Repaired, Span
from extract.validation import problem
from tests.browser.stores import small_store

TEXT = "甲云动态\n腾讯云：降本增效\n其GPU利用率由45%提升至82%。2024年营收为3亿元，毛利率在30%-35%之间。\n"


@st.composite
def repaired_texts(draw: st.DrawFn) -> Repaired:
    text = draw(st.text("甲乙丙12%()ab𠮷", min_size=1, max_size=30))
    edges = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    edits = [
        Edit(start, end, draw(st.text("丁戊3", max_size=3)), "reading")
        for start, end in zip(edges[::2], edges[1::2], strict=False)
    ]
    return Repaired(Article("a", text), replay(text, edits), tuple(edits))


@given(repaired_texts(), st.data())
def test_a_run_goes_to_the_restored_text_and_back(repaired: Repaired, data: st.DataObject) -> None:
    length = len(repaired.article.text)
    start = data.draw(st.integers(0, length - 1))
    span = Span(start, data.draw(st.integers(start + 1, length)))
    there = restored_span(repaired, span)
    assert 0 <= there.start <= there.end <= len(repaired.text)
    if all(edit.end <= span.start or edit.start >= span.end for edit in repaired.edits):
        assert repaired.text[there.start : there.end] == repaired.article.text[span.start : span.end]
        assert original_span(repaired, there) == span
    elif there.end > there.start:
        back = original_span(repaired, there)
        kept = [at for at in range(*span) if not any(edit.start <= at < edit.end for edit in repaired.edits)]
        assert all(back.start <= at < back.end for at in kept)


def test_each_part_of_a_claim_lies_on_its_words() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.problem is None and sight.reading is not None
    for record in sight.reading.records:
        parts, guessed = sight.parts(record)
        assert not guessed
        text = sight.repaired.article.text
        (start, end), *_ = parts["evidence"]
        assert text[start:end] == record["evidence"]["text"]
        shown = "".join(text[slice(*run)] for run in (*parts["value"], *parts["unit"]))
        assert record["quantity"]["text"] in shown
        if record["vendor"] is not None:
            assert [text[slice(*run)] for run in parts["vendor"]] == [record["vendor"]["text"]]


def test_a_vendor_in_a_heading_is_shown_there() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    (record,) = [each for each in sight.reading.records if each["quantity"]["text"] == "82%"]
    assert record["vendor"]["name"] == "腾讯云"
    (run,) = sight.parts(record)[0]["vendor"]
    assert run == (TEXT.index("腾讯云"), TEXT.index("腾讯云") + 3)


def test_a_corrected_part_is_looked_for_by_its_words() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    record = {**sight.reading.records[0], "subject": "降本", "scope": "不在文中"}
    parts, guessed = sight.parts(record)
    assert parts["subject"] == [(TEXT.index("降本"), TEXT.index("降本") + 2)]
    assert "subject" in guessed and "scope" not in parts


def test_an_article_that_cannot_be_read_can_still_be_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("extract.pipeline.read_article", fail)
    sight = see(Article("a", TEXT), load())
    assert sight.problem == "RuntimeError: broken"
    assert sight.repaired.text == TEXT


def test_a_reading_is_kept_until_the_words_change(tmp_path: Path) -> None:
    sights = Sights((tmp_path,))
    article = Article("a", TEXT)
    assert sights.of(article) is sights.of(article)
    first = sights.of(article)
    (tmp_path / "vendors.csv").write_text("id,name\ndemo,降本\n", "utf-8")
    assert sights.of(article) is not first


# ------------------------------------------------------------------------------------------------------------- amounts


@pytest.mark.parametrize(
    ("typed", "value", "upper", "unit", "comparator"),
    [
        ("3.2亿元", 320000000, None, "CNY", "="),
        ("超540万笔", 5400000, None, "笔", ">"),
        ("3%-5%", 3, 5, "%", "="),
        ("约45毫秒", 45, None, "ms", "~"),
        ("三分之一", 0.333333, None, "x", "="),
    ],
)
def test_a_typed_quantity_is_read_as_the_extractor_reads_it(
    typed: str, value: float, upper: float | None, unit: str, comparator: str
) -> None:
    found = read_amount(typed, load())
    assert found is not None
    assert (found.value, found.value_max, found.unit, found.comparator) == (value, upper, unit, comparator)


@pytest.mark.parametrize("typed", ["", "没有", "，。"])
def test_words_without_a_number_are_no_quantity(typed: str) -> None:
    assert read_amount(typed, load()) is None


def test_a_record_derives_what_the_extractor_derived() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    for record in sight.reading.records:
        if "baseline_implied" not in record["derived"]:
            assert with_derived(record, None, load())["derived"] == record["derived"]


def test_what_nothing_changed_keeps_its_implied_baseline() -> None:
    sight = see(Article("a", "甲公司2024年营收50亿元，同比增长25%。"), load())
    assert sight.reading is not None
    (growth,) = [each for each in sight.reading.records if each["kind"] == "increase"]
    assert growth["derived"]["baseline_value"] == 4000000000
    assert with_derived({**growth, "subject": "云"}, growth, load())["derived"] == growth["derived"]
    assert with_derived({**growth, "value": 30}, growth, load())["derived"]["factor"] == 1.3


# -------------------------------------------------------------------------------------------------------------- drafts


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(small_store(tmp_path_factory.mktemp("store")))


def stored(desk: Desk, quantity: str) -> dict[str, Any]:
    sql = "SELECT json FROM claims WHERE quantity = ?"
    made: dict[str, Any] = json.loads(desk.connection.execute(sql, (quantity,)).fetchone()[0])
    return made


def test_a_selected_number_becomes_a_draft(desk: Desk) -> None:
    text = desk.article("cloud")["text"]
    start = text.index("120毫秒")
    (made,) = desk.draft("add", "cloud", start + 1, start + 3, ())
    assert (made["quantity"]["text"], made["value"], made["unit"]) == ("120毫秒", 120, "ms")
    assert made["vendor"]["name"] == "甲云"  # as the claim beside it
    assert text[made["evidence"]["start"] : made["evidence"]["end"]] == made["evidence"]["text"]
    made["metric"]["text"] = made["metric"]["text"] or "时延"
    assert problem("record", made) is None


def test_where_no_number_is_selected_there_is_no_draft(desk: Desk) -> None:
    with pytest.raises(StoreError, match="no quantity"):
        desk.draft("add", "cloud", 0, 3, ())


def test_a_range_splits_into_its_ends() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    (record,) = [each for each in sight.reading.records if each["value_max"] is not None]
    first, second = split_claim(record, sight, load())
    assert [(each["value"], each["value_max"], each["unit"]) for each in (first, second)] == [
        (30, None, "%"),
        (35, None, "%"),
    ]
    for each in (first, second):
        quantity = each["quantity"]
        assert TEXT[quantity["start"] : quantity["end"]] == quantity["text"]
        assert problem("record", each) is None
    assert first["id"] == record["id"] and second["id"] != record["id"]
    merged = merge_claims(first, second, sight, load())
    assert (merged["value"], merged["value_max"], merged["quantity"]) == (30, 35, record["quantity"])
    assert problem("record", merged) is None


def test_a_claim_with_one_number_does_not_split() -> None:
    sight = see(Article("a", "甲公司营收50亿元。"), load())
    assert sight.reading is not None
    with pytest.raises(StoreError, match="no second number"):
        split_claim(sight.reading.records[0], sight, load())


def test_claims_of_two_articles_do_not_merge(desk: Desk) -> None:
    sight = see(Article("a", TEXT), load())
    with pytest.raises(StoreError, match="two articles"):
        merge_claims(stored(desk, "92%"), stored(desk, "12%"), sight, load())


def test_what_the_page_says_of_text_and_arithmetic_is_made_anew() -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    before = sight.reading.records[0]
    sent = {
        **before,
        "quantity": {**before["quantity"], "text": "<b>", "end": before["quantity"]["end"] - 1},
        "derived": {"si_value": 1},
        "vendor": {"id": None, "name": "甲", "text": "甲", "how": "heading"},
    }
    made = corrected(sent, before, sight, load())
    assert made["quantity"]["text"] == before["quantity"]["text"][:-1]
    assert made["derived"] == before["derived"]
    assert made["vendor"]["how"] == "reviewer"


@pytest.mark.parametrize(
    "quantity",
    [None, {}, {"start": -1, "end": 2}, {"start": 5, "end": 5}, {"start": 0, "end": 10**9}, {"start": "0", "end": 2}],
)
def test_a_quantity_outside_the_article_is_refused(quantity: Any) -> None:
    sight = see(Article("a", TEXT), load())
    assert sight.reading is not None
    with pytest.raises(StoreError, match="quantity"):
        corrected({**sight.reading.records[0], "quantity": quantity}, None, sight, load())


def test_a_draft_near_nothing_credits_nobody() -> None:
    text = "全文第一句。测试得分为7分。"
    sight = see(Article("a", text), load())
    made = draft_claim(sight, text.index("7"), text.index("7") + 2, load())
    assert made["vendor"] is None
    assert made["flags"] == ["added-by-reviewer"]
