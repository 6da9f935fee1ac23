"""JSON-LD for those who publish: each claim a ``Claim`` of schema.org about an ``Observation``; written only.

What is claimed is the observation (value, unit, property, period, about whom); the claim says where it appears, in which
words and, where the text names a source, by whom. Nothing is asserted to be true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from extract.exchange.annotated import Annotated, Record, dumps
from extract.exchange.web_annotation import in_words, urn
from extract.types import Article

CONTEXT = "https://schema.org"


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write one graph with the articles and their claims; returns how many claims it holds."""
    count, separator = 0, "\n"
    with file.open("w", encoding="utf-8") as stream:
        stream.write(f'{{"@context": "{CONTEXT}", "@graph": [')
        for annotated in articles:
            nodes = [_article(annotated.article)]
            nodes += [claim(record, annotated.article) for record in annotated.records]
            for node in nodes:
                stream.write(separator + dumps(node))
                separator = ",\n"
            count += len(annotated.records)
        stream.write("\n]}\n")
    return count


def claim(record: Record, article: Article) -> dict[str, Any]:
    """One claim with its observation."""
    made: dict[str, Any] = {
        "@type": "Claim",
        "@id": urn("claim", record["id"]),
        "name": in_words(record),
        "text": record["evidence"]["text"],
        "inLanguage": "zh",
        "appearance": {"@id": article.url or urn("article", article.id)},
        "about": observation(record),
    }
    if record["attribution"] is not None:
        made["claimInterpreter"] = {"@type": "Organization", "name": record["attribution"]}
    return made


def observation(record: Mapping[str, Any]) -> dict[str, Any]:
    """What is observed: a bound where the text gives one, else a value."""
    metric, vendor, period = record["metric"], record["vendor"], record["period"]
    made: dict[str, Any] = {
        "@type": "Observation",
        "measuredProperty": {
            "@type": "Property",
            "name": metric["name"] or metric["text"],
            "alternateName": metric["text"],
        },
        **_amount(record),
        "measurementQualifier": _qualifier(record),
    }
    if metric["id"] is not None:
        made["measuredProperty"]["identifier"] = metric["id"]
    if record["unit"] is not None:
        made["unitText"] = record["unit"]
    about = _about(vendor, record["subject"])
    if about is not None:
        made["observationAbout"] = about
    if period is not None and (period["start"] or period["end"]):
        made["observationPeriod"] = f"{period['start'] or '..'}/{period['end'] or '..'}"
    if record["baseline"] is not None:
        made["measurementDenominator"] = {"@type": "StatisticalVariable", "name": record["baseline"]["text"]}
    return {name: value for name, value in made.items() if value is not None}


def _amount(record: Mapping[str, Any]) -> dict[str, Any]:
    value, upper, sign = record["value"], record["value_max"], record["comparator"]
    if upper is not None:
        return {"minValue": value, "maxValue": upper}
    if sign in (">", ">="):
        return {"minValue": value}
    return {"maxValue": value} if sign in ("<", "<=") else {"value": value}


def _qualifier(record: Mapping[str, Any]) -> str | None:
    """What keeps a value from being a plain level: increase, target, about ..."""
    told = []
    if record["kind"] != "level":
        told.append(record["kind"])
    if record["modality"] != "asserted":
        told.append(record["modality"])
    if record["comparator"] == "~":
        told.append("about")
    if record["scope"] is not None:
        told.append(record["scope"])
    return "; ".join(told) or None


def _about(vendor: Mapping[str, Any] | None, subject: str | None) -> dict[str, Any] | None:
    organization = None
    if vendor is not None:
        organization = {"@type": "Organization", "name": vendor["name"]}
        if vendor["id"] is not None:
            organization["identifier"] = vendor["id"]
    if subject is None:
        return organization
    thing: dict[str, Any] = {"@type": "Thing" if organization is None else "Product", "name": subject}
    return thing if organization is None else {**thing, "brand": organization}


def _article(article: Article) -> dict[str, Any]:
    made: dict[str, Any] = {"@type": "NewsArticle", "@id": article.url or urn("article", article.id), "inLanguage": "zh",
                            "identifier": article.id}  # fmt: skip
    if article.title:
        made["headline"] = article.title
    if article.published:
        made["datePublished"] = article.published.isoformat()
    if article.publisher:
        made["publisher"] = {"@type": "Organization", "name": article.publisher}
    return made
