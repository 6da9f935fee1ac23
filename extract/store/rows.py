"""What the store keeps of one article, as rows that only need inserting, and the two fingerprints.

All of it is made where the article was read (in a worker), so that the one writer has little to do.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from extract.table import COLUMNS, flatten
from extract.types import Article

RECORD_COLUMNS = (*COLUMNS, "origin", "claim", "sentence", "json")
NUMBER_COLUMNS = (
    "article",
    "text",
    "start",
    "end",
    "value",
    "value_max",
    "unit",
    "comparator",
    "role",
    "record",
    "why",
)

Row = tuple[Any, ...]

_LARGEST = 2**63 - 1  # of SQLite's integers; beyond it a number is stored as a float
_ID, _CLAIM, _SENTENCE, _JSON = (RECORD_COLUMNS.index(name) for name in ("id", "claim", "sentence", "json"))
_ARTICLE, _RECORD = (NUMBER_COLUMNS.index(name) for name in ("article", "record"))


@dataclass(frozen=True, slots=True)
class Readout:
    """What came out of one article, ready for the store: rows of ``records`` and ``numbers``.

    ``signature``, ``letters`` and ``method`` are for finding reprints: see the table ``signatures``.
    """

    records: tuple[Row, ...]
    numbers: tuple[Row, ...]
    signature: bytes = b""
    letters: str = ""
    method: str = ""

    def under(self, old: str, new: str) -> Readout:
        """The same readout when the article is called ``new`` instead of ``old``."""
        if old == new:
            return self
        records = tuple(_renamed(row, old, new) for row in self.records)
        ids = {before[_ID]: after[_ID] for before, after in zip(self.records, records, strict=True)}
        numbers = tuple(
            tuple(new if at == _ARTICLE else ids.get(cell) if at == _RECORD else cell for at, cell in enumerate(row))
            for row in self.numbers
        )
        return replace(self, records=records, numbers=numbers)


def readout(
    records: Iterable[Mapping[str, Any]], numbers: Iterable[Mapping[str, Any]], sentences: Sequence[str | None]
) -> Readout:
    """Records, numbers and the sentence of each record as rows."""
    return Readout(
        tuple(record_row(record, sentence) for record, sentence in zip(records, sentences, strict=True)),
        tuple(tuple(storable(number[name]) for name in NUMBER_COLUMNS) for number in numbers),
    )


def record_row(record: Mapping[str, Any], sentence: str | None, origin: str = "extractor") -> Row:
    """A row of the table ``records``, in the order of ``RECORD_COLUMNS``."""
    row = flatten(dict(record))
    return (*(storable(row[name]) for name in COLUMNS), origin, claim_fingerprint(record), sentence, dumps(record))


def identity(row: Row) -> tuple[str, str, str | None]:
    """Id, claim and sentence of a row of ``records``."""
    return row[_ID], row[_CLAIM], row[_SENTENCE]


def record_of(row: Row) -> dict[str, Any]:
    """The record in a row of ``records``."""
    found: dict[str, Any] = json.loads(row[_JSON])
    return found


def _renamed(row: Row, old: str, new: str) -> Row:
    record = record_of(row)
    tail = record["id"].removeprefix(old) if record["id"].startswith(old) else f"#{record['id']}"
    return record_row({**record, "id": f"{new}{tail}", "article": new}, row[_SENTENCE])


def storable(value: Any) -> Any:
    """A value that SQLite can hold.

    >>> storable(10**18), storable(10**20)
    (1000000000000000000, 1e+20)
    """
    return float(value) if isinstance(value, int) and abs(value) > _LARGEST else value


def dumps(value: Any) -> str:
    """JSON, always written the same way.

    >>> dumps({"b": 1, "a": "元"})
    '{"a":"元","b":1}'
    """
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)


def claim_fingerprint(record: Mapping[str, Any]) -> str:
    """16 hex digits that are the same when two records claim the same: who, what, how much, against what, when.

    Where it stands, how it is worded and how sure we are makes no difference.
    """
    vendor, metric, baseline, period = record["vendor"], record["metric"], record["baseline"], record["period"]
    said = [
        None if vendor is None else vendor["id"] or vendor["name"],
        metric["id"] or metric["text"],
        *(record[name] for name in ("value", "value_max", "unit", "kind", "comparator", "modality")),
        None if baseline is None else [baseline[name] for name in ("kind", "value", "value_max", "unit", "entity")],
        None if period is None else [period["start"], period["end"]],
    ]
    return hashlib.sha256(dumps(said).encode()).hexdigest()[:16]


def content_fingerprint(article: Article) -> str:
    """The SHA-256 of text and metadata (not of id, source and further keys): equal for the same article found twice.

    >>> content_fingerprint(Article("a", "营收50亿元。")) == content_fingerprint(Article("b", "营收50亿元。"))
    True
    """
    said = [
        article.text,
        article.title,
        None if article.published is None else article.published.isoformat(),
        article.publisher,
        article.url,
        article.reprinted_from,
        article.editor,
    ]
    return hashlib.sha256(dumps(said).encode("utf-8", "surrogatepass")).hexdigest()
