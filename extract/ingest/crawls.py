"""WARC and WET: what a crawler stored. A page that was answered becomes an article; a converted text does too."""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator, Mapping
from typing import IO

from extract.ingest.articles import article_from_text
from extract.ingest.encodings import charset_in_page, decode
from extract.ingest.failures import Failure, Problem
from extract.ingest.options import Options
from extract.ingest.plain import require_words
from extract.ingest.streams import Stream, too_long
from extract.types import Article

_PAGES = ("text/html", "application/xhtml+xml")
_HEADER_LIMIT = 64 * 1024


def read_crawl(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article a stored page or text, streamed; pictures, scripts, redirects and the like are counted and reported.

    The day of the crawl is not the day of publication and is not used as one.
    """
    source: IO[bytes] = io.BufferedReader(stream, 1 << 18)
    passed = read = 0
    while (headers := _record(source)) is not None:
        size = _size(headers)
        url = headers.get("warc-target-uri", "").strip("<> ") or None
        place = f"{where}!{url or headers.get('warc-record-id', '?')}"
        kind = headers.get("warc-type", "").lower()
        if kind not in ("response", "conversion", "resource") or headers.get("content-type", "").startswith("text/dns"):
            _skip(source, size)
            passed += kind in ("response", "resource")
            continue
        if size > options.limits.article:
            _skip(source, size)
            read += 1
            yield too_long("the page", options.limits.article, "one article").at(place)
            continue
        block = source.read(size)
        if len(block) < size:
            raise Problem("archive", f"the crawl file breaks off inside {url or 'a record'}", "fetch it again")
        try:
            article = _article(block, kind, headers, url, place, options)
        except Problem as problem:
            read += 1
            yield problem.at(place)
            continue
        if article is None:
            passed += 1
            continue
        read += 1
        yield article
    if passed:
        options.tell(
            f"{where}: {passed} records that are no pages (pictures, scripts, redirects, errors) were passed over"
        )
    if not read:
        raise Problem("extract", "the crawl file holds no pages", "leave it out, or fetch it again")


def _record(source: IO[bytes]) -> dict[str, str] | None:
    """The headers of the next record in lower case; None at the end of the file."""
    line = b"\r\n"
    while line and not line.strip():
        line = source.readline(_HEADER_LIMIT)
    if not line:
        return None
    if not line.startswith(b"WARC/"):
        raise Problem(
            "archive",
            "the crawl file is damaged: a record does not begin where the one before it ends",
            "fetch it again",
        )
    headers: dict[str, str] = {}
    size = 0
    while (line := source.readline(_HEADER_LIMIT)).strip():
        size += len(line)
        if size > _HEADER_LIMIT:
            raise Problem("archive", "the crawl file is damaged: a header without end", "fetch it again")
        name, _, value = line.decode("utf-8", "replace").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return headers


def _size(headers: Mapping[str, str]) -> int:
    length = headers.get("content-length", "")
    if not length.isascii() or not length.isdigit() or len(length) > 15:
        raise Problem("archive", "the crawl file is damaged: a record without its length", "fetch it again")
    return int(length)


def _skip(source: IO[bytes], size: int) -> None:
    while size > 0 and (part := source.read(min(size, 1 << 20))):
        size -= len(part)


def _article(
    block: bytes, kind: str, headers: Mapping[str, str], url: str | None, place: str, options: Options
) -> Article | None:
    declared = None
    media = headers.get("content-type", "")
    if kind == "response" and block.startswith(b"HTTP/"):
        head, _, block = block.partition(b"\r\n\r\n")
        status, answer = _http(head)
        if status not in (200, 203):
            return None
        media = answer.get("content-type", "")
        block = _unpacked(block, answer, options)
        declared = media.lower().partition("charset=")[2].strip("\"' ;") or None
    media = media.split(";")[0].strip().lower()
    if kind == "conversion" or media == "text/plain":
        decoded = decode(block, declared, forced=options.encoding)
        require_words(decoded.text)
        return article_from_text(decoded.text, url=url, source=place, notes=decoded.notes(declared))
    if media not in _PAGES:
        return None
    from extract.ingest.page import article_from_page

    declared = declared or charset_in_page(block)
    decoded = decode(block, declared, forced=options.encoding)
    return article_from_page(decoded.text, url=url, source=place, notes=decoded.notes(declared))


def _http(head: bytes) -> tuple[int, dict[str, str]]:
    lines = head.decode("latin-1").splitlines()
    status = lines[0].split()[1:2] if lines else []
    pairs = (line.partition(":") for line in lines[1:])
    return int(status[0]) if status and status[0].isdigit() else 0, {k.strip().lower(): v.strip() for k, _, v in pairs}


def _unpacked(block: bytes, answer: Mapping[str, str], options: Options) -> bytes:
    """The body without the chunks and the compression of its way over the net; crawlers often took both off already."""
    if "chunked" in answer.get("transfer-encoding", "").lower():
        block = _without_chunks(block)
    packing = answer.get("content-encoding", "").lower()
    if packing in ("br", "zstd"):
        raise Problem("decode", f"the page is stored as {packing}, which is not read", "fetch it without compression")
    if packing not in ("gzip", "x-gzip", "deflate") or (packing != "deflate" and not block.startswith(b"\x1f\x8b")):
        return block
    limit = options.limits.article
    for window in (47, -15):
        try:
            unpacked = zlib.decompressobj(window).decompress(block, limit + 1)
        except zlib.error:
            continue
        if len(unpacked) > limit:
            raise too_long("the page", limit, "one article")
        return unpacked
    return block


def _without_chunks(block: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = block.find(b"\r\n", at, at + 32)
        try:
            size = int(block[at:end].split(b";")[0], 16) if end > 0 else -1
        except ValueError:
            size = -1
        if size < 0:
            return b"".join(parts) if parts else block
        if size == 0:
            return b"".join(parts)
        parts.append(block[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
