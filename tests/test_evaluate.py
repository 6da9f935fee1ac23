"""Scoring: pairing, when a field is right, what gold allows, and that no floor falls in silence."""

from __future__ import annotations

import json
import random
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.evaluate import gate
from extract.evaluate.calibration import calibration_error, reliability
from extract.evaluate.equal import FIELDS, FIVE, judge
from extract.evaluate.gold import GoldError, fingerprint, gold_files, read_gold, score_only
from extract.evaluate.mistakes import group, mistakes, wanted
from extract.evaluate.names import RegistryNames
from extract.evaluate.score import ArticleScore, Score, pair_up, score_claims
from extract.evaluate.tables import measures, per_article, reliability_table
from extract.lexicon import load
from extract.types import Span

NAMES = RegistryNames(load())


def record(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": "a#0",
        "article": "a",
        "vendor": {"id": "huawei_cloud", "name": "华为云", "text": "华为云", "how": "clause"},
        "subject": None,
        "metric": {"id": None, "name": None, "text": "通信带宽"},
        "value": 50,
        "value_max": None,
        "unit": "%",
        "kind": "level",
        "comparator": "=",
        "baseline": None,
        "period": None,
        "modality": "asserted",
        "attribution": None,
        "scope": None,
        "confidence": 0.9,
        "rules": ["number"],
    }
    return made | changes


def gold(**changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "quote": "50%",
        "quantity": "50%",
        "quantity_start": 0,
        "vendor": "huawei_cloud",
        "vendor_text": "华为云",
        "subject": None,
        "metric": "通信带宽",
        "metric_alternatives": [],
        "value": "50",
        "value_max": None,
        "unit": "%",
        "kind": "level",
        "comparator": "=",
        "baseline": None,
        "period": None,
        "modality": "asserted",
        "attribution": None,
        "scope": None,
        "alternatives": {},
    }
    return made | changes


def vendor(id: str | None, name: str) -> dict[str, Any]:
    return {"id": id, "name": name, "text": name, "how": "clause"}


def base(kind: str = "prior-period", value: Any = None, unit: str | None = None, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "text": "同比", "value": value, "unit": unit, "entity": None, **more}


def test_a_perfect_record_is_right_in_every_field() -> None:
    assert judge(record(), gold(), NAMES) == dict.fromkeys(FIELDS, True)


@pytest.mark.parametrize(
    ("field", "mine", "theirs", "right"),
    [
        # vendor
        ("vendor", {"vendor": vendor("huawei", "华为")}, {"vendor": "huawei_cloud"}, True),
        ("vendor", {"vendor": vendor("huawei_cloud", "华为云")}, {"vendor": "huawei"}, True),
        ("vendor", {"vendor": vendor("tencent", "腾讯")}, {"vendor": "huawei"}, False),
        ("vendor", {"vendor": None}, {"vendor": None}, True),
        ("vendor", {"vendor": None}, {"vendor": "huawei"}, False),
        ("vendor", {"vendor": vendor("huawei", "华为")}, {"vendor": None}, False),
        ("vendor", {"vendor": None}, {"vendor": "huawei", "alternatives": {"vendor": [None]}}, True),
        ("vendor", {"vendor": vendor(None, "星海装备公司")}, {"vendor": "星海装备"}, True),
        ("vendor", {"vendor": vendor(None, "星海裝備")}, {"vendor": "星海装备公司"}, True),
        ("vendor", {"vendor": vendor(None, "远山装备")}, {"vendor": "星海装备"}, False),
        ("vendor", {"vendor": vendor(None, "华为")}, {"vendor": "huawei"}, False),
        # metric
        ("metric", {"metric": {"id": None, "text": "調用量"}}, {"metric": "调用数"}, True),
        ("metric", {"metric": {"id": None, "text": "服务的企业"}}, {"metric": "服务企业数"}, True),
        ("metric", {"metric": {"id": None, "text": "大模型推理时延"}}, {"metric": "推理时延"}, True),
        ("metric", {"metric": {"id": None, "text": "时延"}}, {"metric": "大模型推理时延"}, False),
        ("metric", {"metric": {"id": None, "text": "带宽"}}, {"metric": "时延", "metric_alternatives": ["带宽"]}, True),
        ("metric", {"metric": {"id": "revenue", "text": "全年所得"}}, {"metric": "营业收入"}, True),
        ("metric", {"metric": {"id": "net_profit", "text": "全年所得"}}, {"metric": "营业收入"}, False),
        # value, unit
        ("value", {"value": 0.333333, "unit": "x"}, {"value": "0.33333333", "unit": "x"}, True),
        ("value", {"value": 50.04}, {}, True),
        ("value", {"value": 50.1}, {}, False),
        ("value", {"value": 50, "value_max": 60}, {}, False),
        ("value", {"value": 50, "value_max": 60}, {"value_max": "60"}, True),
        ("value", {}, {"value_max": "60", "alternatives": {"value_max": [None]}}, True),
        ("value", {"value": 1, "unit": "x"}, {"value": "100", "unit": "%"}, True),
        ("unit", {"value": 1, "unit": "x"}, {"value": "100", "unit": "%"}, True),
        ("unit", {"value": 50, "unit": "x"}, {"value": "50", "unit": "%"}, False),
        ("value", {"value": -50}, {}, False),
        ("value", {"value": 0}, {"value": "0"}, True),
        ("unit", {"unit": "个"}, {"unit": None}, True),
        ("unit", {"unit": None}, {"unit": "家"}, True),
        ("unit", {"unit": None}, {"unit": "CNY"}, False),
        ("unit", {"unit": "台"}, {"unit": "辆"}, False),
        ("unit", {"unit": "Gbps"}, {"unit": "gbps"}, False),
        ("unit", {"unit": "笔/min"}, {"unit": "筆/min"}, True),
        ("unit", {"unit": "pp"}, {"alternatives": {"unit": ["pp"]}}, True),
        # baseline
        ("baseline", {"baseline": base()}, {"baseline": base()}, True),
        ("baseline", {"baseline": base()}, {"baseline": None}, False),
        ("baseline", {"baseline": None}, {"baseline": base()}, False),
        ("baseline", {"baseline": base("competitor")}, {"baseline": base()}, False),
        ("baseline", {"baseline": base(value=45, unit="%")}, {"baseline": base(value="45", unit="%")}, True),
        ("baseline", {"baseline": base(value=45, unit="%")}, {"baseline": base(value="45", unit="pp")}, False),
        ("baseline", {"baseline": base(value=46, unit="%")}, {"baseline": base(value="45", unit="%")}, False),
        ("baseline", {"baseline": base(value=46, unit="%")}, {"baseline": base()}, False),
        ("baseline", {"baseline": base()}, {"baseline": base(value="45", unit="%")}, False),
        ("baseline", {"baseline": base(text="去年")}, {"baseline": base()}, True),
        ("baseline", {"baseline": base(entity="nvidia")}, {"baseline": base()}, True),
        ("baseline", {"baseline": base()}, {"baseline": base(value="45", unit="%"), "alternatives": {"baseline": [base()]}}, True),
        (
            "baseline",
            {"baseline": base("previous-value", 45, "%")},
            {"baseline": base(value="40", unit="%"), "alternatives": {"baseline.kind": ["previous-value"], "baseline.value": ["45"]}},
            True,
        ),
        # the others
        ("kind", {"kind": "increase"}, {}, False),
        ("kind", {"kind": "increase"}, {"alternatives": {"kind": ["increase"]}}, True),
        ("comparator", {"comparator": ">"}, {}, False),
        ("period", {"period": {"text": "x", "start": "2025-01-01", "end": None}}, {}, False),
        (
            "period",
            {"period": {"text": "x", "start": "2025-01-01", "end": "2025-12-31"}},
            {"period": {"text": "全年", "start": "2025-01-01", "end": "2025-12-31"}},
            True,
        ),
        (
            "period",
            {"period": {"text": "x", "start": None, "end": "2025-12-31"}},
            {
                "period": {"text": "全年", "start": "2025-01-01", "end": "2025-12-31"},
                "alternatives": {"period.start": [None]},
            },
            True,
        ),
        ("subject", {"subject": "GaussDB"}, {"subject": "GaussDB数据库"}, True),
        ("scope", {"scope": "千卡集群"}, {"scope": None}, False),
        ("baseline.text", {"baseline": base(text="去年")}, {"baseline": base()}, False),
        ("baseline.entity", {"baseline": base(entity="nvidia")}, {"baseline": base(entity="amd")}, False),
    ],
)  # fmt: skip
def test_when_a_field_is_right(field: str, mine: dict[str, Any], theirs: dict[str, Any], right: bool) -> None:
    assert judge(record(**mine), gold(**theirs), NAMES)[field] is right


def test_pairs_are_one_to_one_and_the_largest_overlap_wins() -> None:
    assert pair_up([Span(0, 3), Span(0, 6)], [Span(0, 6)]) == {1: 0}
    assert pair_up([Span(0, 6)], [Span(0, 3), Span(3, 6), Span(6, 9)]) == {0: 0}
    assert pair_up([Span(2, 3), Span(5, 9)], [Span(0, 3), Span(6, 7)]) == {0: 0, 1: 1}
    assert pair_up([Span(3, 6)], [Span(0, 3), Span(6, 9)]) == {}


def test_optional_claims_count_neither_found_nor_missed() -> None:
    golds = [(Span(0, 3), gold()), (Span(5, 8), gold(optional=True)), (Span(10, 13), gold(optional=True))]
    spans = [Span(0, 3), Span(5, 8), Span(20, 23)]
    records = [record(id=f"a#{span.start}") for span in spans]
    pairs, missed, extra = score_claims(records, spans, golds, NAMES)
    assert (len(pairs), len(missed), [each["id"] for each in extra]) == (1, 0, ["a#20"])


def score_of(*pairs: tuple[dict[str, Any] | None, dict[str, Any] | None], text: str = "50%。") -> Score:
    """A score over one article; a pair with one side missing is a miss or an extra."""
    golds = [(Span(10 * at, 10 * at + 3), theirs) for at, (_, theirs) in enumerate(pairs) if theirs]
    mine = [(Span(10 * at, 10 * at + 3), mine | {"id": f"a#{at}"}) for at, (mine, _) in enumerate(pairs) if mine]
    spans, records = [span for span, _ in mine], [made for _, made in mine]
    made = score_claims(records, spans, golds, NAMES)
    places = {each["id"]: span for span, each in mine}
    return Score((ArticleScore("a", text, *made, places, numerals=4, accounted=3),))


def test_the_measures() -> None:
    score = score_of(
        (record(), gold()), (record(kind="ratio"), gold()), (record(value=7), gold()), (record(), None), (None, gold())
    )
    made = score.measures()
    assert (score.predicted, score.gold) == (4, 4)
    assert made["detection precision"] == made["detection recall"] == made["detection F1"] == 0.75
    assert made["value+unit F1"] == made["five fields F1"] == 2 * 2 / 8
    assert made["seven fields F1"] == 2 * 1 / 8
    assert made["kind"] == made["value"] == pytest.approx(2 / 3)
    assert made["numbers accounted for"] == 0.75
    assert Score(()).measures()["five fields F1"] == 1.0


def test_mistakes_are_grouped_and_the_largest_group_comes_first() -> None:
    wrong = record(vendor=vendor("amd", "AMD"))
    score = score_of((wrong, gold()), (wrong, gold()), (record(value=1), gold()), (record(), None), (None, gold()))
    found = list(mistakes(score))
    table = group(found)
    assert table.loc[0, ["field", "rule", "wrong", "count", "alone"]].tolist() == ["vendor", "credit: clause", "different", 2, 2]
    assert sorted(each.field for each in found) == ["extra", "missed", "value", "vendor", "vendor"]
    assert {each.field for each in wanted(found, "five")} == {"value", "vendor"}
    assert wanted(found, "value")[0].expected == "50" and wanted(found, "value")[0].got == 1
    assert {"articles", "detection F1"} <= set(measures({"x": score}).index)
    assert per_article(score).loc[0, "missed"] == 1


def test_confidence_that_is_true_has_no_calibration_error() -> None:
    dice = random.Random(7)
    told = [(sure := dice.random(), dice.random() < sure) for _ in range(20_000)]
    assert calibration_error(reliability(told)) < 0.02
    assert calibration_error(reliability([(0.9, False)] * 10)) == pytest.approx(0.9)
    assert sum(each.records for each in reliability(told)) == len(told)
    table, _ = reliability_table(score_of((record(), gold()), (record(), None)))
    assert table.loc[0, ["records", "five fields right"]].tolist() == [2, 0.5]


# --------------------------------------------------------------------------------------------------- gold and its files


def write_gold(folder: Path, claims: list[dict[str, Any]], name: str = "a", text: str = "50%的份额") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    made = {
        "id": name, "title": None, "publisher": None, "published": None, "script": "simplified", "domain": "test",
        "text": text, "claims": claims, "numbers": [],
    }  # fmt: skip
    path = folder / f"{name}.json"
    path.write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return path


def test_gold_that_is_malformed_is_refused_with_file_and_field(tmp_path: Path) -> None:
    write_gold(tmp_path, [gold(kind="sideways")])
    with pytest.raises(GoldError, match=r"a\.json: claims\.0\.kind"):
        read_gold(tmp_path)
    write_gold(tmp_path, [gold(quantity_start=1)])
    with pytest.raises(GoldError, match="the claim at 1 does not stand there"):
        read_gold(tmp_path)
    (tmp_path / "a.json").write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match="cannot be read as JSON"):
        read_gold(tmp_path)
    with pytest.raises(GoldError, match="is no folder"):
        gold_files(tmp_path / "nowhere")
    (tmp_path / "a.json").unlink()
    with pytest.raises(GoldError, match="holds no gold file"):
        gold_files(tmp_path)


def test_a_mark_in_a_folder_holds_for_what_is_above_and_below(tmp_path: Path) -> None:
    write_gold(tmp_path / "open", [])
    write_gold(tmp_path / "shut" / "deep", [])
    (tmp_path / "shut" / "SCORE-ONLY").write_text("why\n", encoding="utf-8")
    assert score_only(tmp_path / "open") is None
    assert score_only(tmp_path / "shut" / "deep") == score_only(tmp_path / "shut") == score_only(tmp_path) == "why"


def test_the_fingerprint_follows_the_content(tmp_path: Path) -> None:
    write_gold(tmp_path, [gold()])
    before = fingerprint(read_gold(tmp_path))
    assert before == fingerprint(read_gold(tmp_path)) and (before["articles"], before["claims"]) == (1, 1)
    write_gold(tmp_path, [gold(unit="pp")])
    assert fingerprint(read_gold(tmp_path))["sha256"] != before["sha256"]


# ---------------------------------------------------------------------------------------------------------- the floors


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus whose score is what ``a.json`` says: each claim with the unit % is found and right."""
    write_gold(tmp_path / "gold" / "one", [gold()])

    def scored(golds: Any, lexicon: Any = None, *, clean: bool = False) -> Score:
        made = [
            (record() if claim["unit"] == "%" else record(value=7), claim) for each in golds for claim in each.claims
        ]
        whole = score_of(*made)
        return Score(tuple(ArticleScore("a", "", each.pairs, each.missed, each.extra, {}) for each in whole.articles))

    monkeypatch.setattr(gate, "evaluate", scored)
    return tmp_path


def test_floors_are_pinned_and_hold(corpus: Path) -> None:
    with pytest.raises(gate.GateError, match="cannot be read"):
        gate.check_floors(corpus)
    changes = gate.update_floors(corpus)
    assert "one, five fields F1: new -> 1.0" in changes
    assert gate.check_floors(corpus) == []
    assert gate.update_floors(corpus) == []


def test_gold_that_changed_must_be_pinned_anew(corpus: Path) -> None:
    gate.update_floors(corpus)
    write_gold(corpus / "gold" / "one", [gold(), gold()])
    assert ["the gold is not what the floors" in each for each in gate.check_floors(corpus)] == [True]
    write_gold(corpus / "gold" / "two", [gold()])
    assert any(each.startswith("two: has no floors yet") for each in gate.check_floors(corpus))
    gate.update_floors(corpus)
    assert gate.check_floors(corpus) == []
    shutil.rmtree(corpus / "gold" / "two")
    assert any("no longer has it" in each for each in gate.check_floors(corpus))


def test_a_measure_that_is_pinned_no_more_is_told(corpus: Path) -> None:
    gate.update_floors(corpus)
    floors = json.loads((corpus / "floors.json").read_text(encoding="utf-8"))
    del floors["sets"]["one"]["floors"]["five fields F1"]
    (corpus / "floors.json").write_text(json.dumps(floors), encoding="utf-8")
    assert ["pins other measures" in each for each in gate.check_floors(corpus)] == [True]


def test_a_score_below_its_floor_fails_and_a_floor_never_falls_in_silence(corpus: Path) -> None:
    gate.update_floors(corpus)
    floors = json.loads((corpus / "floors.json").read_text(encoding="utf-8"))
    write_gold(corpus / "gold" / "one", [gold(unit="pp")])
    floors["sets"]["one"]["fingerprint"] = fingerprint(read_gold(corpus / "gold" / "one"))
    (corpus / "floors.json").write_text(json.dumps(floors), encoding="utf-8")
    assert "one: five fields F1 is 0.0, its floor is 1.0" in gate.check_floors(corpus)
    with pytest.raises(gate.GateError, match="floors would fall"):
        gate.update_floors(corpus)
    assert json.loads((corpus / "floors.json").read_text(encoding="utf-8")) == floors
    gate.update_floors(corpus, "the guide changed")
    lowered = json.loads((corpus / "floors.json").read_text(encoding="utf-8"))["lowered"]
    assert {"set": "one", "measure": "five fields F1", "from": 1.0, "to": 0.0, "reason": "the guide changed"} in lowered
    assert gate.check_floors(corpus) == []


def test_the_value_may_be_a_decimal_or_a_float() -> None:
    right = judge(record(value=Decimal("50")), gold(value="5E+1"), NAMES)
    assert all(right[field] for field in FIVE)
