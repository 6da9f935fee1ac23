"""What happened to every number of an article, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from extract.table import amount
from extract.types import Claim, NumberMention, Reading

_AROUND = 14  # characters of context on each side of a number


def explain(reading: Reading) -> Iterator[str]:
    """Line by line: what was repaired, then each number with its role and reason, and each claim with its derivation.

    >>> import extract
    >>> lines = list(explain(extract.read("该公司2024年营收50亿元。", id="a")))
    >>> lines[0]
    'a: simplified, mainland'
    """
    yield from _about_article(reading)
    for index, number in enumerate(reading.number_mentions):
        yield ""
        yield from _about_number(reading, number, reading.numbers[index])
        if number.role == "claim" and number.claim is not None:
            yield from _about_claim(reading.claims[number.claim], reading.records[number.claim])
    yield ""
    roles = Counter(number.role for number in reading.number_mentions)
    total = f"{len(reading.number_mentions)} numbers, {len(reading.records)} claims"
    yield f"{total}: " + ", ".join(f"{count} {role}" for role, count in roles.most_common()) if roles else total


def _about_article(reading: Reading) -> Iterator[str]:
    repaired = reading.document.repaired
    yield f"{repaired.article.id}: {', '.join((repaired.script, repaired.region, *repaired.flags))}"
    kinds = Counter(edit.kind for edit in repaired.edits)
    if kinds:
        yield "repairs: " + ", ".join(f"{count} {kind}" for kind, count in kinds.most_common())


def _about_number(reading: Reading, number: NumberMention, made: dict[str, Any]) -> Iterator[str]:
    text = reading.text
    before = text[max(number.start - _AROUND, 0) : number.start]
    after = text[number.end : number.end + _AROUND]
    line = f"{made['start']}: …{before}【{text[number.start : number.end]}】{after}…"
    yield " ".join(line.split())
    normal = "" if made["value"] is None else f" = {_normal(made)}"
    yield f"  {number.role}{normal}: {number.why}"


def _about_claim(claim: Claim, record: dict[str, Any]) -> Iterator[str]:
    vendor, baseline = record["vendor"], record["baseline"]
    yield f"  record {record['id']}: {record['kind']} {amount(record)} {record['unit'] or ''}".rstrip()
    if vendor is None:
        yield "    vendor: nobody is credited"
    else:
        registered = vendor["id"] or "not in the registry"
        yield f"    vendor: {vendor['name']} ({registered}), written {vendor['text']}, by {vendor['how']}"
    registered = record["metric"]["id"] or "not in the registry"
    yield f"    metric: {record['metric']['text']} ({registered}), by {claim.metric.how}"
    if baseline is not None:
        value = "" if baseline["value"] is None else f", {_normal(baseline)}"
        entity = "" if baseline["entity"] is None else f", of {baseline['entity']}"
        yield f"    baseline: {baseline['text']} ({baseline['kind']}{value}{entity})"
    for field in ("subject", "attribution", "scope"):
        if record[field] is not None:
            yield f"    {field}: {record[field]}"
    if record["period"] is not None:
        period = record["period"]
        yield f"    period: {period['text']} ({period['start'] or '?'} to {period['end'] or '?'})"
    if record["modality"] != "asserted":
        yield f"    modality: {record['modality']}"
    yield f"    evidence: {' '.join(record['evidence']['text'].split())}"
    yield f"    rules: {' > '.join(claim.rules)}"
    for name, seen in claim.features:
        yield f"      {name}: {seen}"
    flags = f", flags: {', '.join(claim.flags)}" if claim.flags else ""
    yield f"    confidence: {record['confidence']:.2f}{flags}"


def _normal(made: dict[str, Any]) -> str:
    upper = "" if made["value_max"] is None else f" to {made['value_max']}"
    return f"{made['value']}{upper} {made['unit'] or ''}".rstrip()
