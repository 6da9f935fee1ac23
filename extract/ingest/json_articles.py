"""JSON Lines and JSON: ``{"id", "text", "title"?, "published"?, "url"?, "publisher"?}``, other keys kept.

A line that does not parse gives a ``Failure`` with its number; the other lines go on.
"""

from __future__ import annotations

import codecs
import io
import json
from collections.abc import Iterator
from typing import Any

from extract.ingest.articles import article_from_fields, scrub
from extract.ingest.columns import by_name
from extract.ingest.encodings import decode
from extract.ingest.failures import Failure, Problem, in_words
from extract.ingest.options import Options
from extract.ingest.streams import Stream, size_in_words, too_long
from extract.types import Article

_MEND = "mend the line; the other lines are read all the same"


def read_lines(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article a line, in whatever encoding each line is; the file may be of any length."""
    limit = options.limits.article
    columns: dict[str, str] = {}
    for number, line in _text_lines(stream, options):
        at = f"{where}:{number}"
        try:
            if line is None:
                raise Problem(
                    "limit", f"the line is longer than {size_in_words(limit)}, the limit for one article",
                    "split it, or raise the limit; the other lines are read all the same",
                )  # fmt: skip
            text, notes = (line, ()) if isinstance(line, str) else _decode_line(line, options)
            if not text.strip():
                continue
            value = _loads(text.strip().lstrip("\ufeff"))
            yield _article(value, at, options, columns, notes)
        except Problem as problem:
            yield problem.at(at)


def read_json(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """A JSON array of articles, or one article; an array is read element by element and may be of any length."""
    columns: dict[str, str] = {}
    for number, value in _values(_text(stream, options), options.limits.article):
        listed = _list_inside(value, options) if number is None else None
        for position, item in enumerate(listed, 1) if listed else [(number, value)]:
            at = where if position is None else f"{where}:{position}"
            try:
                yield _article(item, at, options, columns, ())
            except Problem as problem:
                yield problem.at(at)


def _list_inside(value: Any, options: Options) -> list[Any] | None:
    """The list of articles in ``{"data": [{…}]}``, None when the object is an article itself."""
    if not isinstance(value, dict) or by_name(value, options)["text"] in value:
        return None
    lists = [v for v in value.values() if isinstance(v, list) and v and all(isinstance(item, dict) for item in v)]
    return lists[0] if len(lists) == 1 else None


def _article(value: Any, at: str, options: Options, columns: dict[str, str], notes: tuple[str, ...]) -> Article:
    if not isinstance(value, dict):
        raise Problem(
            "parse", f"it is JSON, but {type(value).__name__} and not an object", 'write {"text": "…"} objects'
        )
    if not columns or columns["text"] not in value:
        columns.clear()
        columns.update(by_name(value, options))
    guessed = (
        () if columns["text"] == "text" or "text" in options.columns else (f"text taken from “{columns['text']}”",)
    )
    return article_from_fields(value, columns, source=at, notes=(*notes, *guessed))


def _loads(text: str) -> Any:
    try:
        value = json.loads(text, parse_constant=lambda name: None)
    except RecursionError as error:
        raise Problem("parse", "the JSON is nested too deeply", _MEND) from error
    except ValueError as error:
        raise Problem("parse", f"the line is not JSON ({in_words(error)})", _MEND) from error
    return scrub(value) if "\\ud" in text or "\\uD" in text else value


def _decode_line(line: bytes, options: Options) -> tuple[str, tuple[str, ...]]:
    if not options.encoding:
        try:
            return line.decode("utf-8"), ()
        except UnicodeDecodeError:
            pass
    decoded = decode(line, forced=options.encoding)
    return decoded.text, decoded.notes()


def _text_lines(stream: Stream, options: Options) -> Iterator[tuple[int, bytes | str | None]]:
    """Lines as bytes, or as text when the file's line ends are not one byte (UTF-16, UTF-32)."""
    codec = options.encoding or wide_codec(stream.head)
    if codec is None or not codec.lower().startswith(("utf-16", "utf-32", "utf16", "utf32")):
        yield from stream.lines(options.limits.article)
        return
    limit = options.limits.article
    number = 0
    text = io.TextIOWrapper(io.BufferedReader(stream), codec, errors="replace", newline="\n")
    while line := text.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while line and not line.endswith("\n"):
            line = text.readline(1 << 20)
        yield number, None


def wide_codec(head: bytes) -> str | None:
    """The UTF-16 or UTF-32 codec of a file that begins with ``head``, None for any other."""
    try:
        found = decode(head[: len(head) - len(head) % 4] or head)
    except Problem:
        return None
    return found.encoding if found.encoding.startswith(("utf-16", "utf-32")) else None


def _text(stream: Stream, options: Options) -> Iterator[str]:
    """The text of a file piece by piece."""
    encoding = options.encoding or decode(stream.head).encoding
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    first = True
    while part := stream.read(1 << 18):
        piece = decoder.decode(part)
        yield piece.lstrip("\ufeff") if first else piece
        first = False
    yield decoder.decode(b"", True)


def _values(pieces: Iterator[str], limit: int) -> Iterator[tuple[int | None, Any]]:
    """The elements of a JSON array, or values one after another, with their numbers from 1; an only value has None."""
    decoder = json.JSONDecoder(parse_constant=lambda name: None)
    buffer, at, number, tried, trouble, ended = "", 0, 0, 0, "", False
    in_list = False
    while True:
        at = _skip(buffer, at, " \t\r\n," if number else " \t\r\n")
        if not number and not in_list and buffer.startswith("[", at):
            in_list, at = True, at + 1
            continue
        if in_list and buffer.startswith("]", at):
            return
        size = len(buffer) - at
        if size and (
            ended or size > tried * 2
        ):  # parse again only when the rest has doubled: a long element stays linear
            try:
                value, ends = decoder.raw_decode(buffer, at)
            except RecursionError as error:
                raise Problem("parse", "the JSON is nested too deeply", "write one article a line") from error
            except ValueError as error:
                tried, trouble = size, in_words(error)
            else:
                follows = _skip(buffer, ends, " \t\r\n") < len(buffer)
                if ended or follows:
                    number += 1
                    yield (number if in_list or follows or number > 1 else None), scrub(value)
                    at, tried = ends, 0
                    continue
        if ended and not size and not in_list:
            return
        if ended:
            trouble = trouble if size else "it breaks off before the closing bracket"
            raise Problem(
                "parse", f"element {number + 1} is not JSON ({trouble})", "mend it; what stood before it was read"
            )
        if size > limit:
            raise too_long(f"element {number + 1}", limit, "one article")
        piece = next(pieces, None)
        ended = piece is None
        buffer, at = buffer[at:] + (piece or ""), 0


def _skip(text: str, at: int, blanks: str) -> int:
    while at < len(text) and text[at] in blanks:
        at += 1
    return at
