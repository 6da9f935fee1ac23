"""Making an ``Article``: its id, characters that no file can hold, dates and names in their proper type."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from extract.ingest.dates import parse_date
from extract.ingest.failures import Problem
from extract.types import Article

_SURROGATE = re.compile("[\ud800-\udfff]")


def content_id(text: str) -> str:
    """The id of an article that was given none: the first 16 hex digits of the SHA-256 of its text in UTF-8.

    >>> content_id("该公司营收50亿元。")
    '862e72078ab447e5'
    """
    import hashlib

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def without_surrogates(text: str) -> tuple[str, int]:
    """The text with each half of a broken surrogate pair replaced by U+FFFD, and how many there were. Length is kept.

    >>> without_surrogates("增长\\ud83d5%")
    ('增长�5%', 1)
    """
    return _SURROGATE.subn("\ufffd", text)


def scrub(value: Any) -> Any:
    """A JSON value with ``without_surrogates`` done to each string in it, keys too."""
    if isinstance(value, str):
        return without_surrogates(value)[0]
    if isinstance(value, list):
        return [scrub(item) for item in value]
    if isinstance(value, dict):
        return {scrub(key): scrub(item) for key, item in value.items()}
    return value


def one_line(value: object) -> str | None:
    """A name or a title as a container gives it: blanks folded, None when there is nothing in it."""
    if value is None or isinstance(value, (list, dict, bool)):
        return None
    return " ".join(without_surrogates(str(value))[0].split()) or None


def article_from_text(
    text: str,
    *,
    id: str | None = None,  # the public name of the field
    title: str | None = None,
    published: dt.date | str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    reprinted_from: str | None = None,
    editor: str | None = None,
    extra: Mapping[str, Any] | None = None,
    source: str | None = None,
    notes: tuple[str, ...] = (),
) -> Article:
    """An article from a string that the caller holds. The text is kept as it is, so that offsets count in it.

    Half surrogate pairs become U+FFFD (same length, noted). Raises ``TypeError`` when ``text`` is not a string and
    ``ValueError`` when ``published`` is no date.

    >>> article_from_text("该公司营收50亿元。", published="2025-11-18").published
    datetime.date(2025, 11, 18)
    """
    if not isinstance(text, str):
        raise TypeError(f"text must be a string, not {type(text).__name__}; decode bytes first")
    day = parse_date(published)
    if published is not None and day is None:
        raise ValueError(f"published is no date: {published!r}; write it like 2025-11-18")
    text, broken = without_surrogates(text)
    if broken:
        notes = (*notes, f"{broken} half surrogate pairs replaced by U+FFFD")
    return Article(
        id=one_line(id) or content_id(text),
        text=text,
        title=one_line(title),
        published=day,
        publisher=one_line(publisher),
        url=one_line(url),
        reprinted_from=one_line(reprinted_from),
        editor=one_line(editor),
        extra=extra or {},
        source=source,
        notes=notes,
    )


def article_from_fields(
    fields: Mapping[str, Any], columns: Mapping[str, str], *, source: str, notes: tuple[str, ...] = ()
) -> Article:
    """An article from a JSON object or a table row. ``columns`` maps our field names to the keys of ``fields``.

    Keys that no field uses are kept in ``extra``. Raises ``Problem`` when there is no text. An unreadable date is
    noted and kept in ``extra`` rather than lost.
    """
    key = columns.get("text", "text")
    if key not in fields:
        near = ", ".join(list(map(str, fields))[:8]) or "none"
        raise Problem(
            "parse", f"there is no “{key}”; found: {near}", "name the key or column that holds the article's text"
        )
    text = fields[key]
    if text is None or (isinstance(text, str) and not text.strip()):
        raise Problem("parse", f"“{key}” is empty", "leave the entry out, or give it its text")
    if not isinstance(text, str):
        raise Problem(
            "parse", f"“{key}” is {_json_type(text)}, not a string", "put the article's text there as a string"
        )
    used = {ours: theirs for ours, theirs in columns.items() if theirs in fields}
    extra = {k: scrub(v) for k, v in fields.items() if k not in used.values()}
    told = {ours: fields[theirs] for ours, theirs in used.items() if ours != "text"}
    published = told.pop("published", None)
    day = parse_date(published)
    if day is None and published not in (None, ""):
        notes = (*notes, f"published is no date that can be read: {str(published)[:40]!r}")
        extra[used["published"]] = scrub(published)
    return article_from_text(
        text, published=day, extra=extra, source=source, notes=notes, **{k: one_line(v) for k, v in told.items()}
    )


def _json_type(value: object) -> str:
    names = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
    return names.get(type(value), f"a {type(value).__name__}")
