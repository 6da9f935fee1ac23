"""An article with its claims and where their parts stand: what every format is written from and read into."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from extract.query import Wanted, page_of_claims
from extract.review.places import Parts, Sight, Sights, see
from extract.review.views import stored_article
from extract.types import Article, Reading

Record = dict[str, Any]


@dataclass(frozen=True)
class Annotated:
    """``parts`` has for each record its runs of the article as given, by name. ``reviews`` tells by record id who decided what.

    ``shown`` are the ids of claims that an annotator was shown: what of them is not among ``records`` was taken away.
    """

    article: Article
    records: tuple[Record, ...]
    parts: tuple[Parts, ...] = ()
    reviews: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shown: tuple[str, ...] = ()


def of_reading(reading: Reading) -> Annotated:
    """What was read in one article.

    >>> import extract
    >>> made = of_reading(extract.read("浪潮信息营收50亿元。", id="a"))
    >>> {name: runs[0] for name, runs in made.parts[0].items() if name in ("vendor", "quantity")}
    {'quantity': Span(start=6, end=10), 'vendor': Span(start=0, end=4)}
    """
    sight = sight_of(reading)
    return Annotated(reading.document.article, reading.records, tuple(sight.parts(each)[0] for each in reading.records))


def of_store(connection: sqlite3.Connection, wanted: Wanted, sights: Sights) -> Iterator[Annotated]:
    """The articles of a store that hold claims which are wanted, with these; corrected where a reviewer corrected them."""
    cursor: str | None = None
    waiting: list[dict[str, Any]] = []
    while True:
        page = page_of_claims(connection, wanted, 1000, cursor)
        for claim in page.items:
            if waiting and waiting[0]["article"] != claim["article"]:
                yield _stored(connection, waiting, sights)
                waiting = []
            waiting.append(claim)
        cursor = page.next
        if cursor is None:
            break
    if waiting:
        yield _stored(connection, waiting, sights)


def articles_of_store(connection: sqlite3.Connection, id: str) -> Article | None:
    """An article of a store by its id; None when there is none."""
    if connection.execute("SELECT 1 FROM articles WHERE id = ?", (id,)).fetchone() is None:
        return None
    return stored_article(connection, id)


def sight_of(reading: Reading) -> Sight:
    """A reading as the review page looks at it."""
    claims = {
        f"{record['quantity']['start']}:{record['quantity']['end']}": claim
        for claim, record in zip(reading.claims, reading.records, strict=True)
    }
    return Sight(reading.document.repaired, reading.document, reading, None, claims)


def sight(article: Article) -> Sight:
    """An article, read with the built-in words."""
    from extract.lexicon import load

    return see(article, load())


def without_context(claim: Mapping[str, Any]) -> Record:
    """A claim of a store as the bare record.

    >>> without_context({"id": "a#1", "sentence": "…", "source": {}, "review": {}})
    {'id': 'a#1'}
    """
    return {name: value for name, value in claim.items() if name not in ("sentence", "source", "review")}


def dumps(value: Any) -> str:
    """JSON as it is written into files of every format: Chinese as it is, keys in their order."""
    return json.dumps(value, ensure_ascii=False)


def _stored(connection: sqlite3.Connection, claims: Iterable[Mapping[str, Any]], sights: Sights) -> Annotated:
    found = list(claims)
    article = stored_article(connection, found[0]["article"])
    seen = sights.of(article)
    records = tuple(without_context(each) for each in found)
    reviews = {each["id"]: each["review"] for each in found if each["review"]["status"] != "unreviewed"}
    return Annotated(article, records, tuple(seen.parts(each)[0] for each in records), reviews)
