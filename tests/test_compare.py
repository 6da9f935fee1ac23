"""Compare: what was gained, lost and changed, by number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extract.compare import compare, describe, read_records
from extract.errors import ClaimsError


def record(start: int, **changes: Any) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": f"a#{start}",
        "article": "a",
        "vendor": {"id": "huawei", "name": "华为", "text": "华为", "how": "clause"},
        "subject": None,
        "metric": {"id": None, "name": None, "text": "带宽"},
        "value": 50,
        "value_max": None,
        "unit": "%",
        "kind": "increase",
        "comparator": ">",
        "baseline": None,
        "period": None,
        "modality": "asserted",
        "attribution": None,
        "scope": None,
        "quantity": {"text": "50%", "start": start, "end": start + 3},
        "evidence": {"text": "带宽提升超50%", "start": 0, "end": start + 3},
        "derived": {"si_value": 0.5, "si_unit": "1", "factor": 1.5, "baseline_value": None},
        "confidence": 0.9,
        "flags": [],
        "rules": ["number"],
        "extractor": "zhclaims 0.1.0",
    }
    return made | changes


def test_gained_lost_and_changed_in_the_order_of_the_article() -> None:
    old = [record(4), record(10), record(20)]
    new = [record(2), record(10, vendor=None, value=51), record(20)]
    found = [(each.what, each.id) for each in compare(old, new)]
    assert found == [("gained", "a#2"), ("lost", "a#4"), ("changed", "a#10")]
    assert compare(old, new)[2].fields == {"vendor": (old[1]["vendor"], None), "value": (50, 51)}


def test_another_version_or_confidence_is_no_change() -> None:
    assert compare([record(4)], [record(4, extractor="zhclaims 9", confidence=0.1, rules=["other"])]) == []
    assert len(compare([record(4)], [record(4, flags=["source-damaged"])])) == 1


def test_a_difference_is_told_with_its_sentence() -> None:
    (difference,) = compare([record(4)], [record(4, unit="pp")])
    assert list(describe(difference)) == ["~ a#4  华为 · 带宽 · ↑ >50 pp", "    unit: % -> pp", "    带宽提升超50%"]


def test_records_are_read_from_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text(json.dumps(record(4), ensure_ascii=False) + "\n\n", encoding="utf-8")
    assert read_records(path) == [record(4)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", r"out\.jsonl:1 is not JSON"),
        (b'\n{"id": 7}', r"out\.jsonl:2 is no record"),
        ("带宽".encode("gb18030"), "is not UTF-8"),
    ],
)
def test_a_file_that_holds_no_records_is_told(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "out.jsonl"
    path.write_bytes(content)
    with pytest.raises(ClaimsError, match=message):
        read_records(path)
    with pytest.raises(ClaimsError, match="cannot be read"):
        read_records(tmp_path / "nowhere")
