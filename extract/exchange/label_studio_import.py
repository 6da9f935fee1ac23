"""Label Studio's export, read strictly: every region, choice and relation is known and stands where it says, or nothing is taken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract.exchange.annotated import Annotated, Record, sight
from extract.exchange.checking import Faults, check_record, read_json, shown, text_of
from extract.exchange.label_studio import BASELINES, CHOICES, LABELS, PARTS, TEXTS
from extract.exchange.redrawing import Drawn, redraw
from extract.ingest import article_from_text
from extract.review.places import Parts, Sight
from extract.types import Article, Span


@dataclass
class _Region:
    """A region as annotated, with the choices and texts given to it and the regions that it leads to."""

    label: str
    run: Span
    where: str
    told: dict[str, str | None] = field(default_factory=dict)
    linked: dict[str, str] = field(default_factory=dict)


def read(file: Path) -> list[Annotated]:
    """The articles of an export with their claims as annotated, by the newest annotation of each that was not cancelled.

    Tasks that nobody annotated are left out. Raises Misfit that names task and field of every fault.
    """
    tasks = read_json(file)
    faults = Faults(file)
    if not isinstance(tasks, list):
        faults.add("the file", "the whole", f"is {shown(tasks)}, not a list of tasks")
        faults.settle()
    made = []
    for number, task in enumerate(tasks, 1):
        place = f"task {number}"
        if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
            faults.add(place, "data", "is missing")
            continue
        annotation = _annotation(task, place, faults)
        article = _article(task["data"], place, faults)
        if annotation is not None and article is not None:
            found = _annotated(article, task["data"], annotation, place, faults)
            made += [found] if found else []
    faults.settle()
    return made


def _annotation(task: Mapping[str, Any], place: str, faults: Faults) -> tuple[int, list[Any]] | None:
    """The newest annotation that was not cancelled: its position and its result."""
    given = task.get("annotations", [])
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        faults.add(place, "annotations", "is no list of annotations; export as JSON, not JSON-MIN")
        return None
    standing = [(at, each) for at, each in enumerate(given) if not each.get("was_cancelled")]
    if not standing:
        return None
    at, newest = max(standing, key=lambda pair: (str(pair[1].get("updated_at") or ""), pair[0]))
    if not isinstance(newest.get("result"), list):
        faults.add(place, f"annotations.{at}.result", "is missing")
        return None
    return at, newest["result"]


def _article(data: Mapping[str, Any], place: str, faults: Faults) -> Article | None:
    text = text_of(data, "text", place, "data.", faults)
    id = text_of(data, "article", place, "data.", faults)
    claims = data.get("claims")
    if not isinstance(claims, dict):
        faults.add(place, "data.claims", "is missing; import the tasks as they were written")
        return None
    if text is None or id is None:
        return None
    title, publisher, url = (
        text_of(data, name, place, "data.", faults, needed=False) or None for name in ("title", "publisher", "url")
    )
    published = text_of(data, "published", place, "data.", faults, needed=False)
    try:
        day = None if published is None else dt.date.fromisoformat(published)
    except ValueError:
        faults.add(place, "data.published", f"is {shown(published)}, no day")
        return None
    return article_from_text(text, id=id, title=title, published=day, publisher=publisher, url=url)


def _annotated(
    article: Article, data: Mapping[str, Any], annotation: tuple[int, list[Any]], place: str, faults: Faults
) -> Annotated | None:
    at, result = annotation
    seen = sight(article)
    before = len(faults.found)
    known = _known(data["claims"], article, seen, place, faults)
    regions = _regions(result, article.text, place, f"annotations.{at}.result", faults)
    if len(faults.found) > before:
        return None
    records: list[Record] = []
    parts: list[Parts] = []
    for id, region in regions.items():
        if region.label != "quantity":
            continue
        drawn = Drawn(
            region.run,
            {label: regions[to].run for label, to in region.linked.items()},
            {
                **region.told,
                **{name: value for to in region.linked.values() for name, value in regions[to].told.items()},
            },
        )
        base, places = known.get(id, (None, {}))
        made = redraw(drawn, base, places, seen, list(records), place, region.where, faults)
        if made is not None:
            records.append(made)
            parts.append(seen.parts(made)[0])
    if len(faults.found) > before:
        return None
    order = sorted(range(len(records)), key=lambda each: (records[each]["quantity"]["start"], records[each]["id"]))
    shown_ids = tuple(record["id"] for record, _ in known.values())
    return Annotated(article, tuple(records[n] for n in order), tuple(parts[n] for n in order), shown=shown_ids)


def _known(
    claims: Mapping[str, Any], article: Article, seen: Sight, place: str, faults: Faults
) -> dict[str, tuple[Record, dict[str, Span]]]:
    """The records that the annotator was shown, with the places of their parts, by region."""
    made = {}
    for id, claim in claims.items():
        name = f"data.claims.{id}"
        if not isinstance(claim, dict) or not isinstance(claim.get("parts"), dict):
            faults.add(place, name, "is no claim with its parts")
            continue
        if not check_record(claim.get("record"), article, seen.repaired, place, f"{name}.record", faults):
            continue
        try:
            places = {part: Span(int(start), int(end)) for part, (start, end) in claim["parts"].items()}
        except (TypeError, ValueError):
            faults.add(place, f"{name}.parts", "are no places")
            continue
        made[id] = (claim["record"], places)
    return made


def _regions(result: list[Any], text: str, place: str, where: str, faults: Faults) -> dict[str, _Region]:
    """The labelled regions by id, with what hangs on them."""
    regions: dict[str, _Region] = {}
    for number, item in enumerate(result):
        if isinstance(item, dict) and item.get("type") == "labels":
            _add_region(regions, item, text, place, f"{where}.{number}", faults)
    for number, item in enumerate(result):
        name = f"{where}.{number}"
        if not isinstance(item, dict):
            faults.add(place, name, f"is {shown(item)}, no item of a result")
        elif item.get("type") == "relation":
            _add_relation(regions, item, place, name, faults)
        elif item.get("type") in ("choices", "textarea"):
            _add_value(regions, item, place, name, faults)
        elif item.get("type") != "labels":
            faults.add(
                place, f"{name}.type", f"is {shown(item.get('type'))}, which this labelling interface does not have"
            )
    return regions


def _add_region(
    regions: dict[str, _Region], item: Mapping[str, Any], text: str, place: str, name: str, faults: Faults
) -> None:
    id, value = item.get("id"), item.get("value")
    if not isinstance(id, str) or not isinstance(value, dict):
        faults.add(place, name, "has no id or no value")
        return
    labels = value.get("labels")
    if not isinstance(labels, list) or len(labels) != 1 or labels[0] not in LABELS:
        faults.add(place, f"{name}.value.labels", f"is {shown(labels)}; one of {', '.join(LABELS)}")
        return
    if id in regions:
        faults.add(place, f"{name}.id", f"{shown(id)} is there twice")
        return
    run = _run(value, text)
    if run is None:
        field = f"{value.get('start')}:{value.get('end')}"
        faults.add(place, f"{name}.value", f"{shown(value.get('text'))} does not stand at {field} of the text")
        return
    regions[id] = _Region(labels[0], run, name)


def _run(value: Mapping[str, Any], text: str) -> Span | None:
    """Where a region stands. Browsers have counted in UTF-16 units and with CR LF as one: the quote tells which it was."""
    start, end, quote = value.get("start"), value.get("end"), value.get("text")
    if not (type(start) is int and type(end) is int and isinstance(quote, str) and 0 <= start < end):
        return None
    if end <= len(text) and text[start:end] == quote:
        return Span(start, end)
    for unit in ("utf-16", "lines"):
        edges = _edges(text, unit)
        if start in edges and end in edges and _squeezed(text[edges[start] : edges[end]]) == _squeezed(quote):
            return Span(edges[start], edges[end])
    return None


def _edges(text: str, unit: str) -> dict[int, int]:
    """Offsets counted otherwise, to code points."""
    edges, at = {0: 0}, 0
    for number, character in enumerate(text, 1):
        if unit == "utf-16":
            at += 2 if ord(character) > 0xFFFF else 1
        else:
            at += 0 if character == "\r" and text[number : number + 1] == "\n" else 1
        edges[at] = number
    return edges


def _squeezed(text: str) -> str:
    return text.replace("\r\n", "\n")


def _add_relation(regions: dict[str, _Region], item: Mapping[str, Any], place: str, name: str, faults: Faults) -> None:
    start, end = item.get("from_id"), item.get("to_id")
    for edge, id in (("from_id", start), ("to_id", end)):
        if id not in regions:
            faults.add(place, f"{name}.{edge}", f"{shown(id)} is no region of this annotation")
            return
    assert isinstance(start, str) and isinstance(end, str)
    source, target = regions[start], regions[end]
    labels = item.get("labels") or [target.label]
    if not isinstance(labels, list) or labels != [target.label]:
        faults.add(place, f"{name}.labels", f"is {shown(labels)}, but it leads to a region labelled {target.label}")
    elif source.label != "quantity" or target.label not in PARTS:
        faults.add(
            place, name, f"leads from {source.label} to {target.label}; draw it from a quantity to one of its parts"
        )
    elif target.label in source.linked:
        faults.add(place, name, f"is the second {target.label} of one quantity")
    else:
        source.linked[target.label] = end


def _add_value(regions: dict[str, _Region], item: Mapping[str, Any], place: str, name: str, faults: Faults) -> None:
    region, control, value = regions.get(str(item.get("id"))), item.get("from_name"), item.get("value")
    if region is None:
        faults.add(place, f"{name}.id", f"{shown(item.get('id'))} is no region of this annotation")
        return
    given = value.get("choices" if item["type"] == "choices" else "text") if isinstance(value, dict) else None
    if isinstance(given, str):
        given = [given]
    allowed = {**CHOICES, "baseline_kind": BASELINES}
    if control not in allowed and control not in TEXTS:
        faults.add(place, f"{name}.from_name", f"is {shown(control)}, which this labelling interface does not have")
    elif not isinstance(given, list) or len(given) > 1 or not all(isinstance(each, str) for each in given):
        faults.add(place, f"{name}.value", f"{shown(control)} is {shown(given)}; one text")
    elif control in allowed and (not given or given[0] not in allowed[control]):
        faults.add(place, f"{name}.value", f"{shown(control)} is {shown(given)}; one of {', '.join(allowed[control])}")
    elif control in ("value", "value_max") and given and not _is_number(given[0]):
        faults.add(place, f"{name}.value", f"{shown(control)} is {shown(given[0])}, not a number")
    else:
        assert isinstance(control, str)
        region.told[control] = given[0] if given else None


def _is_number(text: str) -> bool:
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        return False
    return isinstance(found, int | float) and not isinstance(found, bool) and abs(found) < float("inf")
