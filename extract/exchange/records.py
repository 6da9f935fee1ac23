"""Records as JSON Lines, read back strictly: each must follow its schema and say nothing that does not stand in its article."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from extract.exchange.annotated import Annotated, Record, sight
from extract.exchange.checking import Faults, check_record, read_lines, shown
from extract.review.places import Sight
from extract.store.rows import dumps
from extract.types import Article


def write(articles: Iterable[Annotated], file: Path) -> int:
    """Write a record in each line; returns how many."""
    count = 0
    with file.open("w", encoding="utf-8") as stream:
        for annotated in articles:
            for record in annotated.records:
                stream.write(dumps(record) + "\n")
                count += 1
    return count


def read(file: Path, find_article: Callable[[str], Article | None]) -> list[Annotated]:
    """The records of a file by article; ``find_article`` gives the article of an id.

    ``sentence``, ``source`` and ``review``, which export adds, are left aside. Raises Misfit that names line and field.
    """
    faults = Faults(file)
    seen: dict[str, Sight] = {}
    records: dict[str, list[Record]] = {}
    for number, value in read_lines(file):
        place = f"line {number}"
        record = (
            {key: value[key] for key in value if key not in ("sentence", "source", "review")}
            if isinstance(value, dict)
            else value
        )
        id = record.get("article") if isinstance(record, dict) else None
        if isinstance(id, str) and id not in seen:
            article = find_article(id)
            if article is not None:
                seen[id] = sight(article)
        if not isinstance(id, str) or id not in seen:
            faults.add(place, "article", f"there is no article {shown(id)}")
        elif check_record(record, seen[id].repaired.article, seen[id].repaired, place, "record", faults):
            records.setdefault(id, []).append(record)
    faults.settle()
    return [
        Annotated(seen[id].repaired.article, tuple(found), tuple(seen[id].parts(each)[0] for each in found))
        for id, found in records.items()
    ]
