"""What is claimed in a sentence: the cases of ``tests/cases/claims-*.toml``, one file for each group of phenomena.

A case gives ``text`` and ``claims``; a claim names its ``quantity`` (as written; the n-th of equal ones with ``nth``) and
only the fields that the case is about: ``vendor`` (registry id, or the name of an unregistered organisation, or "-" for
nobody), ``metric`` (a wording, or several that are right), ``value``, ``value_max``, ``unit``, ``kind``, ``comparator``, ``baseline`` (its kind, or "-"
for none), ``baseline_text``, ``baseline_value``, ``modality``, ``period`` (start/end), ``attribution``, ``subject``, ``scope``,
``flags``. ``not_claims`` lists numerals that must not be claims, each with its role. ``exact = true``: no other claims.
``expect = "fail"`` marks a known failure; it must keep failing until it is recorded as mended.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.evaluate.equal import close, same_metric, same_unit, same_vendor, same_wording
from extract.evaluate.names import RegistryNames
from extract.lexicon import load
from extract.pipeline import read_article
from extract.types import Article

FILES = sorted((Path(__file__).parent / "cases").glob("claims-*.toml"))
NAMES = RegistryNames(load())


def _cases() -> list[Any]:
    out = []
    for file in FILES:
        for case in tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)["case"]:
            marks = [pytest.mark.xfail(strict=True, reason=case.get("comment", "known failure"))] if case.get("expect") == "fail" else []
            out.append(pytest.param(case, id=f"{file.stem}:{case['label']}", marks=marks))
    return out


@pytest.mark.parametrize("case", _cases())
def test_case(case: dict[str, Any]) -> None:
    """Every named field of every named claim is as the case says."""
    published = dt.date.fromisoformat(case["published"]) if "published" in case else None
    article = Article(id="case", text=case["text"], title=case.get("title"), published=published, publisher=case.get("publisher"))
    reading = read_article(article)
    problems = []
    found = {}
    for record in reading.records:
        found.setdefault(record["quantity"]["start"], record)
    for wanted in case.get("claims", []):
        record = found.get(_place(case["text"], wanted["quantity"], wanted.get("nth", 1)))
        if record is None:
            record = next((r for r in reading.records if r["quantity"]["text"] == wanted["quantity"]), None)
        if record is None:
            problems.append(f"{wanted['quantity']}: no claim")
            continue
        problems += [f"{wanted['quantity']}: {problem}" for problem in _differences(record, wanted)]
    for numeral in case.get("not_claims", []):
        problems += _not_a_claim(reading.numbers, case["text"], numeral)
    if case.get("exact") and len(reading.records) != len(case.get("claims", [])):
        problems.append(f"claims found: {[r['quantity']['text'] for r in reading.records]}")
    assert not problems, "; ".join(problems)


def _place(text: str, quantity: str, nth: int) -> int:
    at = -1
    for _ in range(nth):
        at = text.index(quantity, at + 1)
    return at


def _differences(record: dict[str, Any], wanted: dict[str, Any]) -> list[str]:
    out = []
    baseline = record["baseline"]
    got = {
        "kind": record["kind"], "comparator": record["comparator"], "modality": record["modality"],
        "baseline": baseline["kind"] if baseline else "-",
    }  # fmt: skip
    for field, value in got.items():
        if field in wanted and wanted[field] != value:
            out.append(f"{field} is {value!r}, not {wanted[field]!r}")
    for field, mine in (("value", record["value"]), ("value_max", record["value_max"]), ("baseline_value", baseline["value"] if baseline else None)):
        if field in wanted and not close(mine, wanted[field]):
            out.append(f"{field} is {mine!r}, not {wanted[field]!r}")
    if "unit" in wanted and not same_unit(record["unit"], wanted["unit"] or None, NAMES):
        out.append(f"unit is {record['unit']!r}, not {wanted['unit']!r}")
    if "vendor" in wanted:
        want = None if wanted["vendor"] == "-" else wanted["vendor"]
        if not same_vendor(record["vendor"], want, NAMES):
            out.append(f"vendor is {record['vendor']!r}, not {want!r}")
    wordings = [wanted["metric"]] if isinstance(wanted.get("metric"), str) else wanted.get("metric", [])
    if wordings and not any(same_metric(record["metric"], wording, NAMES) for wording in wordings):
        out.append(f"metric is {record['metric']!r}, not {wanted['metric']!r}")
    if "period" in wanted:
        mine = "/".join(str(record["period"][end]) for end in ("start", "end")) if record["period"] else "-"
        if mine != wanted["period"]:
            out.append(f"period is {mine}, not {wanted['period']}")
    for field in ("attribution", "subject", "scope"):
        if field in wanted and not same_wording(record[field], None if wanted[field] == "-" else wanted[field]):
            out.append(f"{field} is {record[field]!r}, not {wanted[field]!r}")
    if "baseline_text" in wanted and not same_wording(baseline["text"] if baseline else None, wanted["baseline_text"]):
        out.append(f"baseline text is {baseline and baseline['text']!r}")
    if "flags" in wanted and not set(wanted["flags"]) <= set(record["flags"]):
        out.append(f"flags are {record['flags']}")
    return out


def _not_a_claim(numbers: Any, text: str, numeral: dict[str, Any]) -> list[str]:
    start = _place(text, numeral["text"], numeral.get("nth", 1))
    end = start + len(numeral["text"])
    hits = [n for n in numbers if n["start"] < end and n["end"] > start]
    if not hits:
        return [f"{numeral['text']}: not listed as a number"]
    if any(hit["role"] == "claim" for hit in hits):
        return [f"{numeral['text']}: taken for a claim"]
    if "role" in numeral and not any(hit["role"] == numeral["role"] for hit in hits):
        return [f"{numeral['text']}: role is {hits[0]['role']}, not {numeral['role']}"]
    return []
