"""W3C Web Annotation: each claim an annotation of its article, found by position and by quote.

An annotation's target is the evidence, with a ``TextPositionSelector`` (code points of the article's text as given) and a
``TextQuoteSelector`` (exact, prefix, suffix). Its bodies are one line for people and the record as JSON. What a reviewer
decided is an annotation of that annotation (motivation ``assessing``). Written as one ``AnnotationCollection``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extract.exchange.annotated import Annotated, Record, dumps, sight
from extract.exchange.checking import Faults, Misfit, check_record, check_run, read_json, shown
from extract.review.places import Sight
from extract.table import amount
from extract.types import Article
from extract.version import EXTRACTOR

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
_AROUND = 32  # characters of prefix and suffix
_REVIEWED = "assessing"


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write a collection with one page; returns how many claims it holds."""
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        head = {"@context": CONTEXT, "id": "urn:zhclaims:claims", "type": "AnnotationCollection"}
        stream.write(
            dumps(head)[:-1] + ', "first": {"id": "urn:zhclaims:claims:1", "type": "AnnotationPage", "items": ['
        )
        separator = "\n"
        for annotated in articles:
            count += len(annotated.records)
            for each in annotations_of(annotated):
                stream.write(separator + dumps(each))
                separator = ",\n"
        stream.write("\n]}}\n")
    return count


def annotations_of(annotated: Annotated) -> Iterable[dict[str, Any]]:
    """The annotations of one article: one for each claim, and one for each that was reviewed."""
    article = annotated.article
    for record in annotated.records:
        yield {
            "id": urn("claim", record["id"]),
            "type": "Annotation",
            "motivation": "describing",
            "generator": {"type": "Software", "name": EXTRACTOR},
            "body": [
                {"type": "TextualBody", "value": in_words(record), "format": "text/plain", "language": "zh"},
                {"type": "TextualBody", "value": dumps(record), "format": "application/json"},
            ],
            "target": {
                "type": "SpecificResource",
                "source": article.url or urn("article", article.id),
                "selector": selectors(article.text, record["evidence"]["start"], record["evidence"]["end"]),
            },
        }
        review = annotated.reviews.get(record["id"])
        if review is not None:
            yield _review(record, review)


def selectors(text: str, start: int, end: int) -> list[dict[str, Any]]:
    """A run by position and by quote."""
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - _AROUND, 0) : start],
            "suffix": text[end : end + _AROUND],
        },
    ]


def in_words(record: Mapping[str, Any]) -> str:
    """A claim in one line.

    >>> import extract
    >>> in_words(extract.read("浪潮信息营收50亿元，同比增长20%。").records[1])
    '浪潮信息 · 营收 · ↑ 20 % · 同比'
    """
    vendor, baseline = record["vendor"], record["baseline"]
    value = " ".join(part for part in (amount(dict(record)), record["unit"]) if part)
    told = (vendor and vendor["name"], record["metric"]["text"], value, baseline and baseline["text"])
    return " · ".join(part for part in told if part)


def urn(kind: str, id: str) -> str:
    """A name for a claim or an article that has no address.

    >>> urn("claim", "a#6")
    'urn:zhclaims:claim:a%236'
    """
    return f"urn:zhclaims:{kind}:{quote(id, safe='')}"


def _review(record: Record, review: Mapping[str, Any]) -> dict[str, Any]:
    told = ": ".join(part for part in (review["status"], review["reason"]) if part)
    return {
        "id": urn("review", record["id"]),
        "type": "Annotation",
        "motivation": _REVIEWED,
        "creator": {"type": "Person", "name": review["reviewer"]},
        "created": review["reviewed"],
        "body": {"type": "TextualBody", "value": told, "format": "text/plain"},
        "target": urn("claim", record["id"]),
    }


def read(file: Path, find_article: Callable[[str], Article | None]) -> list[Annotated]:
    """The claims of a collection, a page or a list of annotations; ``find_article`` gives the article of an id.

    Annotations that assess others are left out. Raises Misfit that names number and field of every fault.
    """
    faults = Faults(file)
    seen: dict[str, Sight] = {}
    records: dict[str, list[Record]] = {}
    for number, annotation in enumerate(_items(read_json(file), file), 1):
        if isinstance(annotation, dict) and annotation.get("motivation") == _REVIEWED:
            continue
        _take(annotation, f"annotation {number}", find_article, seen, records, faults)
    faults.settle()
    return [
        Annotated(seen[id].repaired.article, tuple(found), tuple(seen[id].parts(each)[0] for each in found))
        for id, found in records.items()
    ]


def _items(value: Any, file: Path) -> list[Any]:
    for name in ("first", "items"):
        if isinstance(value, dict) and name in value:
            value = value[name]
    if not isinstance(value, list):
        raise Misfit(file.name, ["the whole: is no AnnotationCollection, AnnotationPage or list of annotations"])
    return value


def _take(
    annotation: Any,
    place: str,
    find_article: Callable[[str], Article | None],
    seen: dict[str, Sight],
    records: dict[str, list[Record]],
    faults: Faults,
) -> None:
    bodies = annotation.get("body") if isinstance(annotation, dict) else None
    held = [each for each in bodies or [] if isinstance(each, dict) and each.get("format") == "application/json"]
    if not isinstance(bodies, list) or len(held) != 1 or not isinstance(held[0].get("value"), str):
        faults.add(place, "body", "does not hold one record as application/json")
        return
    try:
        record = json.loads(held[0]["value"])
    except json.JSONDecodeError as error:
        faults.add(place, "body.value", f"is no JSON ({error.msg})")
        return
    id = record.get("article") if isinstance(record, dict) else None
    if isinstance(id, str) and id not in seen:
        article = find_article(id)
        if article is not None:
            seen[id] = sight(article)
    if id not in seen:
        faults.add(place, "body.value.article", f"there is no article {shown(id)}")
        return
    repaired = seen[id].repaired
    if not check_record(record, repaired.article, repaired, place, "body.value", faults):
        return
    if _stands(annotation.get("target"), record, repaired.article, place, faults):
        records.setdefault(id, []).append(record)


def _stands(target: Any, record: Record, article: Article, place: str, faults: Faults) -> bool:
    """Whether the selectors lead to the evidence of the record."""
    before = len(faults.found)
    given = target.get("selector") if isinstance(target, dict) else None
    by_type = (
        {each.get("type"): each for each in given or [] if isinstance(each, dict)} if isinstance(given, list) else {}
    )
    if not by_type:
        faults.add(place, "target.selector", "is missing")
        return False
    unknown = sorted(str(kind) for kind in set(by_type) - {"TextPositionSelector", "TextQuoteSelector"})
    if unknown:
        faults.add(place, "target.selector", f"{shown(unknown[0])} is not known")
    evidence = record["evidence"]
    position, words = by_type.get("TextPositionSelector"), by_type.get("TextQuoteSelector")
    if position is not None:
        start, end = position.get("start"), position.get("end")
        inside = check_run(start, end, article.text, place, "target.selector.TextPositionSelector", faults)
        if inside and (start, end) != (evidence["start"], evidence["end"]):
            faults.add(place, "target.selector.TextPositionSelector", "leads elsewhere than the record's evidence")
    if words is not None and words.get("exact") != article.text[evidence["start"] : evidence["end"]]:
        faults.add(
            place, "target.selector.TextQuoteSelector.exact", f"{shown(words.get('exact'))} does not stand there"
        )
    return len(faults.found) == before
