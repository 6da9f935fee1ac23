"""LangExtract's JSON Lines, both ways: one document in a line, one extraction of class ``claim`` for each record.

The extraction is the evidence; its attributes are the flat columns of a record (vendor, metric, value, unit, baseline first),
so that a record comes back exactly. Results of a language model are read too, with fewer attributes: ``metric`` and
``value`` at least, and of ``vendor``, ``unit``, ``baseline``, ``quantity``, ``subject`` what there is; what the model says must stand
in the text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.errors import ClaimsError
from extract.exchange.annotated import Annotated, Record, dumps, sight
from extract.exchange.checking import Faults, check_record, check_run, read_lines, shown, text_of
from extract.exchange.flat import as_text, unflatten
from extract.exchange.redrawing import Drawn, redraw
from extract.ingest import article_from_text
from extract.lexicon import load
from extract.review.amounts import amounts_in
from extract.review.places import Parts, Sight, restored_span
from extract.table import COLUMNS, flatten
from extract.types import Span

CLASS = "claim"
_KEYS = ("document_id", "text", "extractions")
_BRIEF = ("vendor", "metric", "value", "unit", "baseline", "quantity", "subject")


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write a document in each line; returns how many claims they hold."""
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        for annotated in articles:
            stream.write(dumps(document(annotated)) + "\n")
            count += len(annotated.records)
    return count


def document(annotated: Annotated) -> dict[str, Any]:
    """One article as an annotated document."""
    text = annotated.article.text
    extractions = []
    for number, record in enumerate(annotated.records, 1):
        start, end = record["evidence"]["start"], record["evidence"]["end"]
        row = {**flatten(record), "flags": record["flags"], "rules": record["rules"]}
        cells = {name: cell if isinstance(cell, list) else as_text(name, cell) for name, cell in row.items()}
        extractions.append(
            {
                "extraction_class": CLASS,
                "extraction_text": text[start:end],
                "char_interval": {"start_pos": start, "end_pos": end},
                "alignment_status": "match_exact",
                "extraction_index": number,
                "group_index": number - 1,
                "description": None,
                "attributes": {name: cell for name, cell in cells.items() if cell is not None},
            }
        )
    return {"extractions": extractions, "text": text, "document_id": annotated.article.id}


def read(file: Path) -> list[Annotated]:
    """The documents of a file with their claims. Raises Misfit that names line and field of every fault."""
    faults = Faults(file)
    made = []
    for number, value in read_lines(file):
        place = f"line {number}"
        if not isinstance(value, dict):
            faults.add(place, "the whole", f"is {shown(value)}, not an object")
            continue
        unknown = sorted(set(value) - set(_KEYS))
        if unknown:
            faults.add(place, unknown[0], "is no key of an annotated document")
        text, id = text_of(value, "text", place, "", faults), text_of(value, "document_id", place, "", faults)
        extractions = value.get("extractions") or []
        if not isinstance(extractions, list):
            faults.add(place, "extractions", f"is {shown(extractions)}, not a list")
        elif text is not None and id is not None:
            made.append(_annotated(text, id, extractions, place, faults))
    faults.settle()
    return made


def _annotated(text: str, id: str, extractions: list[Any], place: str, faults: Faults) -> Annotated:
    seen = sight(article_from_text(text, id=id))
    records: list[Record] = []
    parts: list[Parts] = []
    for at, extraction in enumerate(extractions):
        made = _record(extraction, seen, records, place, f"extractions.{at}", faults)
        if made is not None:
            records.append(made)
            parts.append(seen.parts(made)[0])
    return Annotated(seen.repaired.article, tuple(records), tuple(parts))


def _record(extraction: Any, seen: Sight, near: list[Record], place: str, field: str, faults: Faults) -> Record | None:
    article = seen.repaired.article
    if not isinstance(extraction, dict) or extraction.get("extraction_class") != CLASS:
        label = extraction.get("extraction_class") if isinstance(extraction, dict) else extraction
        faults.add(place, f"{field}.extraction_class", f"is {shown(label)}; only {CLASS!r} is known")
        return None
    interval, attributes = extraction.get("char_interval"), extraction.get("attributes")
    if not isinstance(interval, dict):
        faults.add(place, f"{field}.char_interval", "is missing: the quote was not found in the text")
        return None
    start: Any = interval.get("start_pos")
    end: Any = interval.get("end_pos")
    if not check_run(start, end, article.text, place, f"{field}.char_interval", faults):
        return None
    if article.text[start:end] != extraction.get("extraction_text"):
        quote = shown(extraction.get("extraction_text"))
        faults.add(
            place, f"{field}.extraction_text", f"{quote} does not stand there, but {shown(article.text[start:end])}"
        )
        return None
    if not isinstance(attributes, dict) or not all(_is_attribute(each) for each in attributes.values()):
        faults.add(place, f"{field}.attributes", f"is {shown(attributes)}; texts and lists of texts by name")
        return None
    allowed = COLUMNS if "extractor" in attributes else _BRIEF
    unknown = sorted(set(attributes) - set(allowed))
    if unknown:
        faults.add(place, f"{field}.attributes.{unknown[0]}", f"is not known; of {', '.join(allowed)}")
        return None
    if allowed is COLUMNS:
        return _exact(attributes, seen, place, f"{field}.attributes", faults)
    return _guess(attributes, Span(start, end), seen, near, place, f"{field}.attributes", faults)


def _is_attribute(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(each, str) for each in value))


def _exact(attributes: Mapping[str, Any], seen: Sight, place: str, field: str, faults: Faults) -> Record | None:
    try:
        record = unflatten({name: attributes.get(name) for name in COLUMNS})
    except ValueError as error:
        faults.add(place, field, str(error))
        return None
    return record if check_record(record, seen.repaired.article, seen.repaired, place, field, faults) else None


def _guess(
    attributes: Mapping[str, Any], run: Span, seen: Sight, near: list[Record], place: str, field: str, faults: Faults
) -> Record | None:
    """A record from what a model said of a run: each wording must stand in it, or at least in the text."""
    text = seen.repaired.article.text
    told = {name: value for name, value in attributes.items() if isinstance(value, str) and value.strip()}
    for name in ("metric", "value"):
        if name not in told:
            faults.add(place, f"{field}.{name}", "is missing")
            return None
    parts = {"evidence": run}
    for name in ("vendor", "metric", "baseline", "subject"):
        if name in told:
            at = text.find(told[name], run.start, run.end)
            at = text.find(told[name]) if at < 0 else at
            if at < 0:
                faults.add(place, f"{field}.{name}", f"{shown(told[name])} does not stand in the text")
                return None
            parts[name] = Span(at, at + len(told[name]))
    try:
        quantity = _quantity(told, run, seen)
    except ClaimsError as error:
        faults.add(place, f"{field}.{'quantity' if 'quantity' in told else 'value'}", error.message)
        return None
    return redraw(Drawn(quantity, parts, {}), None, {}, seen, near, place, field, faults)


def _quantity(told: Mapping[str, str], run: Span, seen: Sight) -> Span:
    """Where the quantity stands: as quoted, else the only one of the run that has the value."""
    text = seen.repaired.article.text
    if "quantity" in told:
        at = text.find(told["quantity"], run.start, run.end)
        if at < 0:
            raise ClaimsError(f"{shown(told['quantity'])} does not stand in the extraction")
        return Span(at, at + len(told["quantity"]))
    inside = restored_span(seen.repaired, run)
    found = amounts_in(seen.repaired.text[inside.start : inside.end], load(), seen.repaired.region)
    same = [
        each
        for each in found
        if told["value"].strip() in (each.text, each.text[: len(told["value"])], _written(each.value))
    ]
    if len(same) != 1:
        raise ClaimsError(
            f"{shown(told['value'])} is the value of {len(same)} quantities of the extraction; quote the quantity"
        )
    return seen.given(Span(inside.start + same[0].start, inside.start + same[0].end))


def _written(value: Any) -> str:
    return json.dumps(value)
