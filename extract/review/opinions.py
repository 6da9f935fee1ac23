"""What each reviewer's word on each claim is now, and what two of them say differently."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.review.decisions import SETTLED

Record = Mapping[str, Any]


def _vendor(record: Record) -> Any:
    vendor = record["vendor"]
    return None if vendor is None else vendor["id"] or vendor["name"]


def _baseline(record: Record) -> Any:
    baseline = record["baseline"]
    return None if baseline is None else [baseline[name] for name in ("kind", "value", "value_max", "unit", "entity")]


def _period(record: Record) -> Any:
    period = record["period"]
    return None if period is None else [period["start"], period["end"]]


def _value(record: Record) -> Any:
    return [record["value"], record["value_max"]]


FIELDS: Mapping[str, Callable[[Record], Any]] = {
    "vendor": _vendor,
    "subject": lambda record: record["subject"],
    "metric": lambda record: record["metric"]["id"] or record["metric"]["text"],
    "value": _value,
    "unit": lambda record: record["unit"],
    "kind": lambda record: record["kind"],
    "comparator": lambda record: record["comparator"],
    "baseline": _baseline,
    "period": _period,
    "scope": lambda record: record["scope"],
    "modality": lambda record: record["modality"],
    "attribution": lambda record: record["attribution"],
}


def content(record: Record) -> dict[str, str]:
    """What a record says in each field, comparable: wordings of a known vendor or metric make no difference."""
    return {field: json.dumps(read(record), ensure_ascii=False) for field, read in FIELDS.items()}


def changed_fields(before: Record | None, after: Record | None) -> list[str]:
    """The fields in which two records differ; none when one of them is missing."""
    if before is None or after is None:
        return []
    one, other = content(before), content(after)
    return [field for field in FIELDS if one[field] != other[field]]


@dataclass(frozen=True, slots=True)
class Opinion:
    """A reviewer's latest verdict on a record that was not undone. ``says`` is the record they hold right, if any."""

    seq: int
    id: str
    record: str
    article: str
    reviewer: str
    verdict: str
    reason: str | None
    at: str
    before: dict[str, Any] | None
    says: dict[str, Any] | None

    @property
    def decides(self) -> bool:
        """Whether it says right or wrong, rather than puts off."""
        return self.verdict in ("accept", "edit", "reject")


_SQL = """
    SELECT seq, id, record, article, reviewer, verdict, reason, at, before, after FROM (
        SELECT j.*, row_number() OVER (PARTITION BY j.record, j.reviewer ORDER BY j.seq DESC) AS nth
        FROM judgements j JOIN records r ON r.id = j.record AND r.claim = j.claim
        WHERE j.verdict NOT IN ('comment', 'undo') AND {condition}
            AND NOT EXISTS (SELECT 1 FROM judgements u WHERE u.undoes = j.id)
    ) WHERE nth = 1 ORDER BY seq
"""


def opinions(
    connection: sqlite3.Connection, records: Sequence[str] | None = None, *, independent: bool = False
) -> dict[str, dict[str, Opinion]]:
    """For each judged record (of those named, or all), the opinion of each reviewer, in the order in which they came.

    ``independent`` leaves out what was said to settle a disagreement.
    """
    conditions, values = ["1"], list[Any]()
    if records is not None:
        conditions.append("j.record IN (SELECT value FROM json_each(?))")
        values.append(json.dumps(records))
    if independent:
        conditions.append("j.reason IS NOT ?")
        values.append(SETTLED)
    found: dict[str, dict[str, Opinion]] = defaultdict(dict)
    for row in connection.execute(_SQL.format(condition=" AND ".join(conditions)), values):
        made = _opinion(row)
        found[made.record][made.reviewer] = made
    return dict(found)


def _opinion(row: tuple[Any, ...]) -> Opinion:
    before, after = (None if cell is None else json.loads(cell) for cell in row[8:10])
    says = after if row[5] == "edit" else before if row[5] == "accept" else None
    seq, id, record, article, reviewer, verdict, reason, at = row[:8]
    return Opinion(seq, id, record, article, reviewer, verdict, reason, at, before, says)


def disagree(held: Iterable[Opinion]) -> list[str]:
    """The fields on which opinions on one record differ, ``verdict`` first when one holds it for a claim and one does not.

    A settled disagreement is none any more.
    """
    said = sorted((each for each in held if each.decides), key=lambda each: each.seq)
    if len(said) < 2 or said[-1].reason == SETTLED:
        return []
    fields: list[str] = []
    if len({each.says is None for each in said}) > 1:
        fields.append("verdict")
    contents = [content(each.says) for each in said if each.says is not None]
    return fields + [field for field in FIELDS if len({each[field] for each in contents}) > 1]
