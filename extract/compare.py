"""Two runs side by side: the records gained, lost and changed, told by the number that they belong to.

A record keeps its id as long as the article and the number stay the same, so that runs of two versions, or with and without
some words, can be compared record by record, also over articles that have no gold.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from extract.errors import ClaimsError
from extract.table import amount
from extract.validation import problem

What = Literal["gained", "lost", "changed"]
IGNORED = ("extractor", "rules", "confidence", "derived")  # change without the claim being another
_SEEN = ("evidence", "quantity")  # offsets and wording of the same claim


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that only one run has, or that differs: ``fields`` maps a field to (old, new)."""

    what: What
    id: str
    record: dict[str, Any]  # the new one, the old one when it was lost
    fields: dict[str, tuple[Any, Any]]


def compare(old: Iterable[dict[str, Any]], new: Iterable[dict[str, Any]]) -> list[Difference]:
    """The differences between two runs, by article and place.

    >>> compare([], [])
    []
    """
    before = {record["id"]: record for record in old}
    after = {record["id"]: record for record in new}
    found = [Difference("lost", id, record, {}) for id, record in before.items() if id not in after]
    for id, record in after.items():
        if id not in before:
            found.append(Difference("gained", id, record, {}))
            continue
        fields = _changes(before[id], record)
        if fields:
            found.append(Difference("changed", id, record, fields))
    return sorted(found, key=lambda each: (each.record["article"], each.record["quantity"]["start"], each.id))


def read_records(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file. Raises ClaimsError naming the line that is no record."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            return [_record(path, at, line) for at, line in enumerate(lines, 1) if line.strip()]
    except OSError as error:
        raise ClaimsError(
            f"{path} cannot be read ({error.strerror})", remedy="give the output of two runs of extract"
        ) from error
    except UnicodeDecodeError as error:
        raise ClaimsError(f"{path} is not UTF-8", remedy="give the output of two runs of extract") from error


def describe(difference: Difference) -> Iterator[str]:
    """A difference in lines for a person."""
    record = difference.record
    sign = {"gained": "+", "lost": "-", "changed": "~"}[difference.what]
    vendor = "nobody" if record["vendor"] is None else record["vendor"]["name"]
    told = f"{vendor} · {record['metric']['text']} · {amount(record)} {record['unit'] or ''}".rstrip()
    yield f"{sign} {difference.id}  {told}"
    for field, (old, new) in difference.fields.items():
        yield f"    {field}: {_short(old)} -> {_short(new)}"
    yield f"    {' '.join(record['evidence']['text'].split())}"


def _changes(old: dict[str, Any], new: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {
        field: (old.get(field), new.get(field))
        for field in new
        if field not in IGNORED and field not in _SEEN and old.get(field) != new.get(field)
    }


def _record(path: Path, at: int, line: str) -> dict[str, Any]:
    try:
        made = json.loads(line)
    except json.JSONDecodeError as error:
        raise ClaimsError(
            f"{path}:{at} is not JSON ({error.msg})", remedy="give the output of two runs of extract"
        ) from error
    wrong = problem("record", made)
    if wrong:
        raise ClaimsError(f"{path}:{at} is no record ({wrong})", remedy="give the output of two runs of extract")
    record: dict[str, Any] = made
    return record


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
