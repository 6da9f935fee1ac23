"""Small stores for the tests of the review page: articles with claims made by hand, through the store's own functions."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract import __version__
from extract.store import Found, Store, content_fingerprint, readout
from extract.types import Article
from extract.validation import require

EXTRACTOR = f"zhclaims {__version__}"

CLOUD = (
    "云端之争\n一、甲云：推理提速\n甲云2025年上半年营收3.2亿元，同比增长20%。其推理平台把时延从120毫秒降至45毫秒。\n"
    "二、乙云\n乙云服务3000家企业，市场份额约12%，位列第三。客服电话400-123-4567。\n"
)
CHIPS = "芯片快讯\n丙芯的良率升至92%，高于行业平均的85%。𠮷芯出货1.5万片。\n"

Spec = Mapping[str, Any]


@dataclass(frozen=True)
class Piece:
    """An article with its claims, told by their words."""

    article: Article
    claims: Sequence[Spec]


def piece(id: str, text: str, claims: Sequence[Spec], title: str | None = None, **more: Any) -> Piece:
    """An article, its title being the first line."""
    made = {"published": dt.date(2025, 11, 18), "publisher": "某报", "source": f"{id}.txt", **more}
    return Piece(Article(id=id, text=text, title=title or text.split("\n")[0], **made), claims)


def record(article: Article, spec: Spec) -> dict[str, Any]:
    """A record from a few words: ``quantity`` and ``metric`` are looked for in the text, the rest has plain defaults."""
    start = spec.get("start", article.text.find(spec["quantity"]))
    assert start >= 0, spec
    end = start + len(spec["quantity"])
    left = max((article.text.rfind(mark, 0, start) + 1 for mark in "，。\n"), default=0)
    stop = min((at for mark in "，。\n" if (at := article.text.find(mark, end)) >= 0), default=len(article.text))
    vendor = spec.get("vendor")
    made = {
        "id": f"{article.id}#{start}",
        "article": article.id,
        "vendor": None
        if vendor is None
        else {"id": spec.get("vendor_id"), "name": vendor, "text": vendor, "how": spec.get("how", "clause")},
        "subject": spec.get("subject"),
        "metric": {"id": spec.get("metric_id"), "name": spec.get("metric_name"), "text": spec["metric"]},
        "value": spec["value"],
        "value_max": spec.get("value_max"),
        "unit": spec.get("unit"),
        "kind": spec.get("kind", "level"),
        "comparator": spec.get("comparator", "="),
        "baseline": spec.get("baseline"),
        "period": spec.get("period"),
        "modality": spec.get("modality", "asserted"),
        "attribution": spec.get("attribution"),
        "scope": spec.get("scope"),
        "quantity": {"text": spec["quantity"], "start": start, "end": end},
        "evidence": {"text": article.text[left:stop], "start": left, "end": stop},
        "derived": {"si_value": spec["value"], "si_unit": None, "factor": None, "baseline_value": None},
        "confidence": spec.get("confidence", 0.8),
        "flags": list(spec.get("flags", ())),
        "rules": list(spec.get("rules", ("number-unit", "level"))),
        "extractor": EXTRACTOR,
    }
    require("record", [made])
    return made


def numbers(article: Article, records: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """A number for each run of digits: of the claim that holds it, else kept out."""
    found = []
    for match in re.finditer(r"\d[\d.,-]*\d|\d|第三", article.text):
        owner = next(
            (each for each in records if each["quantity"]["start"] <= match.start() < each["quantity"]["end"]), None
        )
        found.append(
            {
                "article": article.id,
                "text": match.group(),
                "start": match.start(),
                "end": match.end(),
                "value": None,
                "value_max": None,
                "unit": None,
                "comparator": "=",
                "role": "claim" if owner else "ordinal" if match.group() == "第三" else "other",
                "record": None if owner is None else owner["id"],
                "why": "the value of a claim" if owner else "made by hand",
            }
        )
    require("number", found)
    return found


def make_store(path: Path, pieces: Sequence[Piece]) -> Path:
    """A store with these articles; returns its path."""
    with Store(path) as store:
        run = store.begin_run(EXTRACTOR, {})
        for each in pieces:
            records = [record(each.article, spec) for spec in each.claims]
            sentences = [one["evidence"]["text"] for one in records]
            held = readout(records, numbers(each.article, records), sentences)
            visit = store.visit(run, f"{each.article.id}.txt", EXTRACTOR, False)
            with store.transaction():
                found = Found(each.article, content_fingerprint(each.article), False, held)
                visit.settle(0, f"{each.article.id}.txt", found)
                visit.finish()
        store.end_run(run, "finished", {"done": len(pieces)})
    return path


PREVIOUS = {
    "kind": "previous-value",
    "text": "从120毫秒",
    "value": 120,
    "value_max": None,
    "unit": "ms",
    "entity": None,
}
AVERAGE = {
    "kind": "industry-average",
    "text": "行业平均的85%",
    "value": 85,
    "value_max": None,
    "unit": "%",
    "entity": None,
}
YEAR_BEFORE = {"kind": "prior-period", "text": "同比", "value": None, "value_max": None, "unit": None, "entity": None}
HALF = {"text": "2025年上半年", "start": "2025-01-01", "end": "2025-06-30"}

PIECES = (
    piece(
        "cloud",
        CLOUD,
        (
            {"quantity": "3.2亿元", "vendor": "甲云", "metric": "营收", "metric_id": "revenue", "metric_name": "营收",
             "value": 320000000, "unit": "CNY", "period": HALF, "confidence": 0.95},
            {"quantity": "20%", "vendor": "甲云", "metric": "营收", "metric_id": "revenue", "metric_name": "营收", "value": 20,
             "unit": "%", "kind": "increase", "baseline": YEAR_BEFORE, "period": HALF, "confidence": 0.9},
            {"quantity": "45毫秒", "vendor": "甲云", "metric": "时延", "value": 45, "unit": "ms", "baseline": PREVIOUS,
             "subject": "推理平台", "confidence": 0.4, "how": "pronoun", "rules": ("number-unit", "from-to")},
            {"quantity": "3000家", "vendor": "乙云", "metric": "服务企业数", "value": 3000, "unit": "家", "confidence": 0.7},
            {"quantity": "12%", "vendor": "乙云", "metric": "市场份额", "value": 12, "unit": "%", "comparator": "~",
             "confidence": 0.85, "flags": ("times-ambiguous",)},
        ),
    ),
    piece(
        "chips",
        CHIPS,
        (
            {"quantity": "92%", "vendor": "丙芯", "metric": "良率", "value": 92, "unit": "%", "baseline": AVERAGE,
             "confidence": 0.6},
            {"quantity": "1.5万片", "vendor": "𠮷芯", "metric": "出货量", "value": 15000, "unit": "片", "confidence": 0.55},
        ),
        published=dt.date(2025, 10, 1),
        publisher="另一报",
    ),
)  # fmt: skip


def small_store(folder: Path) -> Path:
    """Two articles with seven claims."""
    return make_store(folder / "claims.db", PIECES)
