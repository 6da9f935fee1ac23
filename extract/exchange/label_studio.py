"""Label Studio: tasks with predictions out, annotations back in, losslessly.

Each claim is a region labelled ``quantity``, from which relations lead to the regions of its other parts. The claim's kind,
comparator, modality, value and unit are choices and texts of that region. Make a project with ``CONFIG`` as its labelling
interface, import the tasks, annotate, export as JSON, and read that.

A claim that the annotator left alone comes back as the very same record. One that was changed is derived anew; a part whose
region was taken away is gone; a quantity that was added is a new claim; one that was deleted is rejected on import.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.exchange.annotated import Annotated, dumps
from extract.version import EXTRACTOR

PARTS = ("vendor", "metric", "baseline", "subject", "period", "scope", "attribution", "evidence")
LABELS = ("quantity", *PARTS)
CHOICES: dict[str, tuple[str, ...]] = {
    "kind": ("level", "increase", "decrease", "ratio"),
    "comparator": ("=", "~", ">", ">=", "<", "<="),
    "modality": ("asserted", "forecast", "target", "denied"),
}
BASELINES = (
    *("previous-value", "prior-period", "prior-generation", "industry-average", "competitor", "conventional"),
    "expectation",
)
TEXTS = ("value", "value_max", "unit")
_COLOURS = ("#1f77b4", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b", "#bcbd22", "#e377c2", "#aaaaaa")


def _config() -> str:
    labels = "\n".join(
        f'    <Label value="{label}" background="{colour}"/>' for label, colour in zip(LABELS, _COLOURS, strict=True)
    )
    relations = "\n".join(f'    <Relation value="{part}"/>' for part in PARTS)
    bound = 'toName="text" perRegion="true" whenTagName="part"'
    choices = "\n".join(
        f'  <Choices name="{name}" {bound} whenLabelValue="{label}" choice="single-radio" showInline="true">\n'
        + "".join(f'    <Choice value="{_escaped(value)}"/>\n' for value in values)
        + "  </Choices>"
        for name, label, values in (
            *((name, "quantity", values) for name, values in CHOICES.items()),
            ("baseline_kind", "baseline", BASELINES),
        )
    )
    texts = "\n".join(
        f'  <TextArea name="{name}" {bound} whenLabelValue="quantity" placeholder="{name}" maxSubmissions="1" editable="true"/>'
        for name in TEXTS
    )
    return (
        f'<View>\n  <Header value="$title"/>\n  <Relations>\n{relations}\n  </Relations>\n'
        f'  <Labels name="part" toName="text">\n{labels}\n  </Labels>\n'
        f'  <Text name="text" value="$text" granularity="symbol"/>\n{choices}\n{texts}\n</View>\n'
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


CONFIG = _config()


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write tasks as a JSON list, to be imported into a project; returns how many claims they hold."""
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        stream.write("[")
        for at, annotated in enumerate(articles):
            stream.write((",\n" if at else "\n") + dumps(task(annotated)))
            count += len(annotated.records)
        stream.write("\n]\n")
    return count


def task(annotated: Annotated) -> dict[str, Any]:
    """One article as a task: ``data.claims`` keeps each record with the places of its parts, by the id of its region."""
    article = annotated.article
    claims: dict[str, Any] = {}
    regions: dict[str, list[dict[str, Any]]] = {}
    relations = []
    for record, parts in zip(annotated.records, annotated.parts, strict=True):
        own = region_id("quantity", record["id"])
        places = {name: [*parts[name][0]] for name in PARTS if parts.get(name)}
        claims[own] = {"record": record, "parts": places}
        quantity = record["quantity"]
        regions[own] = _region(
            own, "quantity", (quantity["start"], quantity["end"]), article.text, record["confidence"]
        )
        regions[own] += _values(own, record, regions[own][0]["value"])
        for name, (start, end) in places.items():
            id = region_id(name, start, end, record["id"] if name == "baseline" else "")
            if id not in regions:
                regions[id] = _region(id, name, (start, end), article.text)
                if name == "baseline":
                    regions[id].append(
                        _control(id, "baseline_kind", "choices", [record["baseline"]["kind"]], regions[id][0]["value"])
                    )
            relations.append({"type": "relation", "from_id": own, "to_id": id, "direction": "right", "labels": [name]})
    result = [item for items in regions.values() for item in items] + relations
    score = sum(record["confidence"] for record in annotated.records) / max(len(annotated.records), 1)
    data = {
        "text": article.text,
        "title": article.title or "",
        "article": article.id,
        "published": article.published.isoformat() if article.published else None,
        "publisher": article.publisher,
        "url": article.url,
        "claims": claims,
    }
    return {"data": data, "predictions": [{"model_version": EXTRACTOR, "score": round(score, 3), "result": result}]}


def region_id(*parts: Any) -> str:
    """The id of a region: the same for the same part of the same claim.

    >>> region_id("quantity", "a#6")
    '73391ee896'
    """
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:10]


def _region(id: str, label: str, run: tuple[int, int], text: str, score: float | None = None) -> list[dict[str, Any]]:
    start, end = run
    value = {"start": start, "end": end, "text": text[start:end], "labels": [label]}
    made = {"id": id, "from_name": "part", "to_name": "text", "type": "labels", "value": value}
    return [made if score is None else {**made, "score": score}]


def _values(id: str, record: Mapping[str, Any], value: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The choices and texts of a quantity."""
    made = [_control(id, name, "choices", [record[name]], value) for name in CHOICES]
    for name in TEXTS:
        if record[name] is not None:
            written = record[name] if isinstance(record[name], str) else json.dumps(record[name])
            made.append(_control(id, name, "textarea", [written], value))
    return made


def _control(id: str, name: str, type: str, values: list[str], place: Mapping[str, Any]) -> dict[str, Any]:
    key = "choices" if type == "choices" else "text"
    run = {edge: place[edge] for edge in ("start", "end")}
    return {"id": id, "from_name": name, "to_name": "text", "type": type, "value": {**run, key: values}}
