"""Strict imports: what does not fit is told with its place and field, and then nothing of the file is taken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from extract.errors import ClaimsError
from extract.review.places import restored_span
from extract.types import Article, Repaired, Span
from extract.validation import problem

_SHOWN = 10


class Misfit(ClaimsError):
    """A file that cannot be taken over. ``problems`` names for each what is wrong: place, field, reason."""

    def __init__(self, file: str, problems: list[str]) -> None:
        self.problems = problems
        more = "" if len(problems) <= _SHOWN else f"; and {len(problems) - _SHOWN} more"
        super().__init__(
            f"{file}: {'; '.join(problems[:_SHOWN])}{more}", remedy="nothing was imported; mend these first"
        )


class Faults:
    """The faults of a file, collected so that all can be mended at once."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.found: list[str] = []

    def add(self, place: str, field: str, reason: str) -> None:
        """One more fault.

        >>> faults = Faults(Path("tasks.json"))
        >>> faults.add("task 1", "data.text", "is missing")
        >>> faults.found
        ['task 1, data.text: is missing']
        """
        self.found.append(f"{place}, {field}: {reason}")

    def settle(self) -> None:
        """Raise Misfit if there is any fault."""
        if self.found:
            raise Misfit(self.file.name, self.found)


def check_record(record: Any, article: Article, repaired: Repaired, place: str, field: str, faults: Faults) -> bool:
    """Whether a record follows its schema and says nothing of the text that does not stand there."""
    before = len(faults.found)
    wrong = problem("record", record)
    if wrong is not None:
        faults.add(place, field, f"does not follow schemas/record.schema.json, {wrong}")
        return False
    if record["article"] != article.id:
        faults.add(place, f"{field}.article", f"is {record['article']!r}, but the text is that of {article.id!r}")
    for name in ("quantity", "evidence"):
        run = record[name]
        if not check_run(run["start"], run["end"], article.text, place, f"{field}.{name}", faults):
            continue
        given = article.text[run["start"] : run["end"]]
        inside = restored_span(repaired, Span(run["start"], run["end"]))
        if run["text"] not in (given, repaired.text[inside.start : inside.end] if name == "evidence" else given):
            faults.add(place, f"{field}.{name}.text", f"{shown(run['text'])} does not stand there, but {shown(given)}")
    return len(faults.found) == before


def check_run(start: Any, end: Any, text: str, place: str, field: str, faults: Faults) -> bool:
    """Whether offsets are those of a run of a text."""
    for name, value in (("start", start), ("end", end)):
        if not isinstance(value, int) or isinstance(value, bool):
            faults.add(place, f"{field}.{name}", f"is {shown(value)}, not a whole number")
            return False
    if not 0 <= start < end <= len(text):
        faults.add(place, field, f"{start}:{end} lies outside the text of {len(text)} characters")
        return False
    return True


def shown(value: Any) -> str:
    """A value as a message shows it.

    >>> shown("1" * 60)
    "'111111111111111111111111111111…'"
    """
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return repr(text if len(text) <= 30 else f"{text[:30]}…")


def read_text(file: Path) -> str:
    """The text of a file in UTF-8. Raises ClaimsError when there is none."""
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Misfit(file.name, [f"byte {error.start}: is no UTF-8"]) from error
    except OSError as error:
        raise ClaimsError(f"{file} cannot be read ({error.strerror})", remedy="name another file") from error


def read_json(file: Path) -> Any:
    """The JSON of a file. Raises Misfit naming the line that is none."""
    try:
        return json.loads(read_text(file))
    except json.JSONDecodeError as error:
        raise Misfit(file.name, [f"line {error.lineno}, column {error.colno}: is no JSON ({error.msg})"]) from error


def read_lines(file: Path) -> Iterator[tuple[int, Any]]:
    """The JSON of each line that is not blank, with its number. Raises Misfit naming the line that is none."""
    for number, line in enumerate(read_text(file).split("\n"), 1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except json.JSONDecodeError as error:
                raise Misfit(file.name, [f"line {number}, column {error.colno}: is no JSON ({error.msg})"]) from error


def text_of(
    value: Mapping[str, Any], name: str, place: str, field: str, faults: Faults, *, needed: bool = True
) -> str | None:
    """A text among the values of an object, None (and a fault, when it is needed) if there is none."""
    found = value.get(name)
    if found is None and not needed:
        return None
    if not isinstance(found, str):
        faults.add(place, f"{field}{name}", "is missing" if found is None else f"is {shown(found)}, not a text")
        return None
    return found
