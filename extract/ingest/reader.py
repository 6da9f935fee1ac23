"""One input after another becomes articles: find out the kind, hand the stream to its reader, catch what goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from extract.ingest.failures import Failure, Problem, in_words
from extract.ingest.kinds import packing, recognise
from extract.ingest.options import Kind, Options
from extract.ingest.sources import expand, open_file, printable
from extract.ingest.streams import Stream
from extract.types import Article

Reader = Callable[[Stream, str, Options], Iterator[Article | Failure]]


def read(source: str | os.PathLike[str] | IO[bytes], options: Options) -> Iterator[Article | Failure]:
    """The articles of a path, of a folder, of standard input (``-``), or of an open binary file."""
    if not isinstance(source, (str, os.PathLike)):
        name = getattr(source, "name", None)
        yield from read_stream(source, printable(name) if isinstance(name, str) else "-", options)
        return
    path = os.fspath(source)
    if path == "-":
        yield from read_stream(sys.stdin.buffer, "-", options)
        return
    if Path(path).is_dir():
        for found in expand([path]):
            if isinstance(found, Failure):
                yield found
            else:
                yield from _read_file(os.fspath(found), options)
        return
    yield from _read_file(path, options)


def _read_file(path: str, options: Options) -> Iterator[Article | Failure]:
    try:
        file = open_file(path)
    except Problem as problem:
        yield problem.at(printable(path))
        return
    with file:
        yield from read_stream(file, printable(path), options)


def read_stream(
    raw: IO[bytes], where: str, options: Options, depth: int = 0, name: str | None = None
) -> Iterator[Article | Failure]:
    """The articles of an open stream called ``where``; every exception becomes a ``Failure``.

    ``name`` tells the kind in place of ``where``: what a packed file unpacks to has another ending.
    """
    try:
        stream = Stream(raw)
        if not stream.head:
            recognise(b"", name or where)  # says that it is empty
        kind = packing(stream.head) or options.kind or recognise(stream.head, name or where)
        yield from _reader(kind, depth)(stream, where, options)
    except Problem as problem:
        yield problem.at(where)
    except ImportError as error:
        name = (error.name or "?").split(".")[0]
        yield Failure(
            where, "install", f"reading it needs the package {name}, which is not installed", f"pip install {name}"
        )
    except MemoryError:
        yield Failure(where, "limit", "there is not enough memory for it", "split it, or read it on a larger machine")
    except Exception as error:  # the promise of this stage: bad content never raises
        yield Failure(
            where, "parse", f"reading it failed unexpectedly ({type(error).__name__}: {in_words(error)})",
            "leave it out, and report it with the file if you can",
        )  # fmt: skip


def _reader(kind: Kind, depth: int) -> Reader:
    """The reader of a kind, imported when it is first wanted."""
    match kind:
        case "text":
            from extract.ingest.plain import read_text as reader
        case "markdown":
            from extract.ingest.plain import read_markdown as reader
        case "html":
            from extract.ingest.page import read_page as reader
        case "jsonl":
            from extract.ingest.json_articles import read_lines as reader
        case "json":
            from extract.ingest.json_articles import read_json as reader
        case "csv":
            from extract.ingest.tables import read_csv as reader
        case "parquet":
            from extract.ingest.parquet import read_parquet as reader
        case "feed":
            from extract.ingest.feeds import read_feed as reader
        case "warc":
            from extract.ingest.crawls import read_crawl as reader
        case "pdf":
            from extract.ingest.pdf import read_pdf as reader
        case _:
            from functools import partial

            from extract.ingest.archives import read_packed

            packed: Kind = "zip" if kind in ("docx", "xlsx") else kind
            return partial(read_packed, packed, depth, read_stream)
    return reader
