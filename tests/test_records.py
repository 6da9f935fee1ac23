"""Records: offsets in the article as given, canonical numbers, derived values, and the schema at the border."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import jsonschema_rs
import pytest

import extract
from extract.errors import InternalError
from extract.lexicon import load
from extract.records import json_number, make_records
from extract.segment import segment
from extract.table import COLUMNS
from extract.types import (
    Article,
    Baseline,
    Claim,
    Credit,
    Document,
    Edit,
    Metric,
    NumberMention,
    Period,
    Phrase,
    Quantity,
    Repaired,
    Span,
)
from extract.validation import require, schema


def document_of(text: str, *, given: str | None = None, edits: tuple[Edit, ...] = ()) -> Document:
    return segment(Repaired(Article(id="a", text=given or text), text, edits))


def claim_of(document: Document, quantity: str, value: Any, unit: str | None, **changes: Any) -> Claim:
    """A claim about ``quantity`` in the text; everything else is plain unless ``changes`` say so."""
    start = document.text.index(quantity)
    end = start + len(quantity)
    digits = len(quantity) - len(quantity.lstrip("0123456789./"))
    made = Quantity(
        start, end, value, None, unit, "=", "number", start, end, (Span(start, start + digits),), start + digits
    )
    claim = Claim(
        quantity=made,
        value=value,
        value_max=None,
        unit=unit,
        comparator="=",
        kind="level",
        metric=Metric("营收", "revenue", "营业收入", "clause", 0, 2),
        vendor=None,
        subject=None,
        baseline=None,
        period=None,
        modality="asserted",
        attribution=None,
        scope=None,
        evidence=Span(0, end),
        confidence=0.9,
        rules=("number",),
    )
    return replace(claim, **changes)


def records_of(document: Document, *claims: Claim) -> list[dict[str, Any]]:
    return list(make_records(document, claims, (), load())[0])


def one(text: str, quantity: str, value: Any, unit: str | None, **changes: Any) -> dict[str, Any]:
    document = document_of(text)
    return records_of(document, claim_of(document, quantity, value, unit, **changes))[0]


def baseline(kind: str = "prior-period", value: Any = None, unit: str | None = None, text: str = "同比") -> Baseline:
    return Baseline(kind, text, 0, 2, value=value, unit=unit)  # type: ignore[arg-type]


def test_a_record_holds_every_field_of_the_contract() -> None:
    record = one(
        "华为云2025年上半年营收50亿元",
        "50亿元",
        Decimal("5000000000"),
        "CNY",
        vendor=Credit("huawei_cloud", "华为云", "华为云", "clause", 0, 3),
        subject=Phrase("公有云", 0, 3),
        period=Period(3, 11, dt.date(2025, 1, 1), dt.date(2025, 6, 30), "half", "half-year"),
        attribution=Phrase("IDC", 0, 0),
    )
    assert record["vendor"] == {"id": "huawei_cloud", "name": "华为云", "text": "华为云", "how": "clause"}
    assert record["metric"] == {"id": "revenue", "name": "营业收入", "text": "营收"}
    assert record["value"] == 5_000_000_000 and isinstance(record["value"], int)
    assert record["period"] == {"text": "2025年上半年", "start": "2025-01-01", "end": "2025-06-30"}
    assert record["quantity"] == {"text": "50亿元", "start": 13, "end": 17}
    assert (record["subject"], record["attribution"], record["scope"]) == ("公有云", "IDC", None)
    assert set(record) == set(schema("record")["required"])


def test_offsets_count_in_the_article_as_given() -> None:
    given = "營(ying)收50億(yi)元"
    document = document_of(
        "营收50亿元",
        given=given,
        edits=(
            Edit(0, 1, "营", "script"),
            Edit(1, 7, "", "reading"),
            Edit(10, 11, "亿", "script"),
            Edit(11, 15, "", "reading"),
        ),
    )
    record = records_of(document, claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY"))[0]
    quantity = record["quantity"]
    assert quantity["text"] == given[quantity["start"] : quantity["end"]] == "50億(yi)元"
    assert record["evidence"]["text"] == "营收50亿元"
    assert given[record["evidence"]["start"] : record["evidence"]["end"]] == given


def test_the_id_belongs_to_the_number_and_not_to_what_was_read_around_it() -> None:
    document = document_of("营收约50亿元，利润5亿元")
    wide = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY")
    narrow = replace(
        wide,
        quantity=replace(wide.quantity, start=wide.quantity.start - 1),
        metric=Metric("收入", None, None, "x", 0, 2),
    )
    ids = [records_of(document, claim)[0]["id"] for claim in (wide, narrow)]
    assert ids == ["a#3", "a#3"]
    both = records_of(document, wide, claim_of(document, "5亿元", Decimal(500_000_000), "CNY"))
    assert len({record["id"] for record in both}) == 2


def test_two_claims_of_one_numeral_have_two_ids() -> None:
    document = document_of("甲、乙均为50亿元")
    claim = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY")
    assert [record["id"] for record in records_of(document, claim, claim)] == ["a#5", "a#5.2"]


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Decimal("4.50"), "4.5"),
        (Decimal("1E+9"), "1000000000"),
        (Decimal("99.999"), "99.999"),
        (Decimal("-0.25"), "-0.25"),
        (Decimal("536700000000000"), "536700000000000"),
        (Fraction(1, 3), "0.333333"),
        (Fraction(2000, 3), "666.667"),
        (Fraction(12345679, 8), "1543209.875"),
        (Fraction(6, 3), "2"),
    ],
)
def test_values_leave_as_json_numbers(value: Any, written: str) -> None:
    assert json.dumps(json_number(value)) == written


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        (Decimal(82), "%", (0.82, "1")),
        (Decimal(100), "ms", (0.1, "s")),
        (Decimal(9), "EFLOPS", (9_000_000_000_000_000_000, "FLOPS")),
        (Decimal(5_400_000), "笔/min", (90_000, "笔/s")),
        (Decimal("0.2"), "USD/Mtoken", (2e-7, "USD/token")),
        (Decimal(15), "kWh/100km", (540, "J/m")),
        (Decimal(3000), "家", (3000, "家")),
        (Decimal("1.15"), None, (1.15, "1")),
        (Decimal(4), "pp", (0.04, "1")),
        (Decimal(7), "某种单位", (7, "某种单位")),
    ],
)
def test_values_in_base_units(value: Decimal, unit: str | None, expected: tuple[float, str]) -> None:
    derived = one("为7", "7", value, unit)["derived"]
    assert (derived["si_value"], derived["si_unit"]) == expected


@pytest.mark.parametrize(
    ("kind", "value", "unit", "compared", "factor"),
    [
        ("level", Decimal(82), "%", baseline(value=Decimal(45), unit="%"), 1.82222),
        ("level", Decimal("4.5"), "d", baseline(value=Decimal(288), unit="h"), 0.375),
        ("level", Decimal(82), "%", baseline(), None),
        ("level", Decimal(82), "%", baseline(value=Decimal(0), unit="%"), None),
        ("ratio", Decimal(3), "x", baseline("competitor"), 3),
        ("ratio", Decimal(92), "%", baseline("competitor"), 0.92),
        ("ratio", Fraction(1, 3), "x", baseline("industry-average"), 0.333333),
        ("increase", Decimal(3), "x", None, 4),
        ("increase", Decimal(165), "%", baseline(), 2.65),
        ("decrease", Decimal(60), "%", None, 0.4),
        ("decrease", Decimal(3), "x", None, None),
        ("increase", Decimal(4), "pp", baseline(value=Decimal(40), unit="%"), 1.1),
        ("increase", Decimal(4), "pp", baseline(), None),
        ("increase", Decimal(5), "CNY", baseline(value=Decimal(20), unit="CNY"), 1.25),
    ],
)
def test_the_factor_against_the_baseline(
    kind: str, value: Any, unit: str, compared: Baseline | None, factor: float | None
) -> None:
    assert one("为7", "7", value, unit, kind=kind, baseline=compared)["derived"]["factor"] == factor


def test_a_range_has_no_factor_and_two_ends() -> None:
    derived = one("为3倍", "3倍", Decimal(3), "x", value_max=Decimal(5), kind="ratio", baseline=baseline())["derived"]
    assert derived == {"si_value": 3, "si_value_max": 5, "si_unit": "1", "factor": None, "baseline_value": None}


def test_a_ratio_of_a_level_implies_the_baseline() -> None:
    document = document_of("故障率控制在0.16%，仅为行业均值的1/3。营收50亿元，同比增长20%，环比增加10亿元。")
    rate = Metric("故障率", None, None, "clause", 0, 3)
    average = baseline("industry-average", text="行业均值")
    records = records_of(
        document,
        claim_of(document, "0.16%", Decimal("0.16"), "%", metric=rate),
        claim_of(document, "1/3", Fraction(1, 3), "x", metric=rate, kind="ratio", baseline=average),
        claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY"),
        claim_of(document, "20%", Decimal(20), "%", kind="increase", baseline=baseline()),
        claim_of(document, "10亿元", Decimal(1_000_000_000), "CNY", kind="increase", baseline=baseline()),
    )
    derived = [record["derived"] for record in records]
    assert derived[1]["baseline_value"] == 0.0048 and derived[1]["baseline_implied"] is True
    assert derived[3]["baseline_value"] == pytest.approx(4_166_670_000, rel=1e-5)
    assert derived[4]["baseline_value"] == 4_000_000_000
    assert derived[0]["baseline_value"] is None and "baseline_implied" not in derived[0]


@pytest.mark.parametrize(
    "change",
    [
        {"metric": Metric("利润", None, None, "clause", 0, 2)},
        {"vendor": Credit("nvidia", "英伟达", "英伟达", "clause", 0, 2)},
        {"modality": "forecast"},
        {"value_max": Decimal(6_000_000_000)},
    ],
)
def test_another_metric_vendor_or_modality_implies_nothing(change: dict[str, Any]) -> None:
    document = document_of("营收50亿元，同比增长20%")
    level = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY", **change)
    growth = claim_of(document, "20%", Decimal(20), "%", kind="increase", baseline=baseline())
    assert records_of(document, level, growth)[1]["derived"]["baseline_value"] is None


def test_a_level_of_the_sentence_before_implies_nothing() -> None:
    document = document_of("营收50亿元。同比增长20%")
    level = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY")
    growth = claim_of(document, "20%", Decimal(20), "%", kind="increase", baseline=baseline())
    assert records_of(document, level, growth)[1]["derived"]["baseline_value"] is None


def test_numbers_name_the_record_that_they_belong_to() -> None:
    document = document_of("A100营收50亿元")
    claim = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY")
    mentions = (
        NumberMention(1, 4, None, None, None, "=", "name", "part of the name A100"),
        NumberMention(6, 10, Decimal(5_000_000_000), None, "CNY", "=", "claim", "the value of 营收", 0),
    )
    records, numbers = make_records(document, (claim,), mentions, load())
    assert [number["record"] for number in numbers] == [None, records[0]["id"]]
    assert [number["text"] for number in numbers] == ["100", "50亿元"]
    assert numbers[0] == {
        "article": "a", "text": "100", "start": 1, "end": 4, "value": None, "value_max": None, "unit": None,
        "comparator": "=", "role": "name", "record": None, "why": "part of the name A100",
    }  # fmt: skip


def test_a_record_outside_the_schema_is_a_defect_and_no_output() -> None:
    document = document_of("营收50亿元")
    claim = claim_of(document, "50亿元", Decimal(5_000_000_000), "CNY", confidence=1.5)
    with pytest.raises(InternalError, match=r"record a#2 .* confidence: "):
        make_records(document, (claim,), (), load())
    with pytest.raises(InternalError, match=r"metric\.text"):
        make_records(document, (replace(claim, confidence=1, metric=Metric("", None, None, "x", 0, 0)),), (), load())


def test_the_schemas_are_schemas_and_closed() -> None:
    for name in ("record", "number", "article", "gold"):
        made = schema(name)
        jsonschema_rs.validator_for(made)
        assert made["$schema"].endswith("2020-12/schema")
        assert made["additionalProperties"] is (name == "article")
    with pytest.raises(InternalError, match="number a#3"):
        require("number", [{"article": "a", "start": 3, "odd": 1}])


def test_many_articles_in_order_also_in_several_processes() -> None:
    texts = [f"华为云营收{number}亿元。" for number in (3, 5, 8, 13, 21)]
    alone = [reading.records for reading in extract.read_many(texts)]
    shared = [reading.records for reading in extract.read_many(texts, jobs=2)]
    assert alone == shared and [records[0]["value"] for records in alone] == [
        number * 10**8 for number in (3, 5, 8, 13, 21)
    ]
    with pytest.raises(ValueError, match="jobs is 0"):
        next(extract.read_many(texts, jobs=0))


def test_a_frame_leads_back_to_the_sentence() -> None:
    records = extract.read("华为云营收50亿元，同比增长20%。", id="a").records
    frame = extract.to_frame(records)
    assert tuple(frame.columns) == COLUMNS and list(frame.columns[:5]) == [
        "vendor",
        "metric",
        "value",
        "unit",
        "baseline",
    ]
    assert frame["value"].tolist() == [5_000_000_000, 20] and frame["baseline"].tolist()[1] == "同比"
    assert "营收50亿元" in frame.loc[0, "evidence"] and frame.loc[0, "article"] == "a"


@pytest.mark.parametrize(
    ("arguments", "error"), [({"text": b"x"}, TypeError), ({"text": "x", "published": "soon"}, ValueError)]
)
def test_wrong_arguments_are_told(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        extract.read(**arguments)
