"""Twice the input takes about twice the time and no more memory; nothing in a page or a file makes reading run away."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
from collections.abc import Callable

import pytest

from extract.ingest import Kind, Options, complete, read_articles
from extract.ingest.articles import article_from_text
from extract.ingest.bylines import parse_byline
from extract.ingest.furniture import heading_of, is_notice_line, is_screen_line
from extract.ingest.plain import without_marks
from extract.ingest.titles import split_title

NOISE = 0.02  # seconds added to both sides, below which a clock tells nothing


def growth(work: Callable[[int], object], size: int) -> float:
    """How many times longer twice the size takes."""

    def seconds(n: int) -> float:
        times = []
        for _ in range(2):
            start = time.process_time()
            work(n)
            times.append(time.process_time() - start)
        return min(times) + NOISE

    return seconds(2 * size) / seconds(size)


def drain(data: str, kind: Kind | None = None) -> int:
    return sum(1 for _ in read_articles(io.BytesIO(data.encode()), Options(kind=kind)))


PIECES = [
    "<div>", "<p>甲", "<!--", "<!-- a -->", "<a href=x>甲</a>", "<table><tr><td>", "<td>1</td>", "<b>", "</div>", "<", "&", "&amp;", "<span>，</span>",
    "<sup>1</sup>", "<br>", "<div class=comment>评论</div>", "<div class=detail>", "<h1>甲公司的标题</h1>", "<p>甲公司营收增长5%，好于预期。</p>",
    "<li>回复 赞(3)</li>", "<p>来源:甲报</p>", "<script>a={", "<script type='application/ld+json'>[", " \n", "a", "。", "1 ", "\u3000",
]  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_pages_of_one_piece_over_and_over(piece: str) -> None:
    def work(n: int) -> object:
        return drain(
            f"<html><head><title>甲公司的标题</title></head><body>{piece * n}<p>甲公司营收50亿元，增长5%。</p></body></html>",
            "html",
        )

    assert growth(work, 1500) < 3.5


@pytest.mark.parametrize("start", ["", "\ufeff", "<?xml version='1.0'?>"])
@pytest.mark.parametrize("piece", ["<!-- -->", "<!--", " ", "<?a?>", "<!doctype x>", "{", "[", "\n", "-"])
def test_kinds_of_one_piece_over_and_over(start: str, piece: str) -> None:
    assert growth(lambda n: drain(start + piece * n + "<x"), 4000) < 3.5


@pytest.mark.parametrize(
    "piece", ["*", "**a ", "[", "![", "`", "<!--", "|", "| ", "- ", "#", "_a_", "~~a", "\\", "---\n", "> ", "[^a", "  "]
)
def test_markdown_of_one_piece_over_and_over(piece: str) -> None:
    assert growth(lambda n: without_marks(piece * n + "甲"), 4000) < 3.5


LINES = [
    "。",
    ".",
    "1",
    "1 ",
    " ",
    "来源:",
    "来源 ",
    "编辑",
    "张三 ",
    "张三、",
    "(",
    "【",
    "相关",
    "推荐",
    "阅读",
    "评论",
    "2025-11-18 ",
    "2025",
    "-",
    "_",
    "|",
    "首页",
    "A1",
    "·",
]


@pytest.mark.parametrize("piece", LINES)
@pytest.mark.parametrize("tail", ["", "!", "甲"])
def test_lines_of_one_piece_over_and_over(piece: str, tail: str) -> None:
    """What reads one line is bounded by its length, so lengths up to its limit are tried."""

    def work(n: int) -> object:
        for length in (20, 40, 80, 160, 300):
            line = (piece * length)[:length] + tail
            parse_byline(line), heading_of(line), is_screen_line(line), is_notice_line(line), split_title(line)
        return [split_title(piece * n), complete(article_from_text(piece * n), piece * n)]

    assert growth(work, 1000) < 3.5


@pytest.mark.parametrize("kind", ["jsonl", "json", "csv", "text", "feed", "warc"])
@pytest.mark.parametrize(
    "piece", ['{"', '"', "{", "[", ",", '"\n', "\n", "<item>", "<", "WARC/1.0\r\n", "\x0b", "\ufffd"]
)
def test_files_of_one_piece_over_and_over(kind: Kind, piece: str) -> None:
    assert growth(lambda n: drain(piece * n, kind), 1500) < 3.5


class Growing(io.RawIOBase):
    """JSON Lines that are made while they are read."""

    def __init__(self, count: int) -> None:
        self._left, self._made, self._count = b"", 0, count

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        if not self._left and self._made < self._count:
            self._made += 1
            self._left = json.dumps({"id": str(self._made), "text": "甲公司营收50亿元。" * 100}).encode() + b"\n"
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def test_memory_is_flat_however_many_articles_there_are() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        assert sum(1 for _ in read_articles(io.BufferedReader(Growing(count)))) == count  # type: ignore[arg-type]
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(100)
    assert peak(4000) < 1.5 * peak(400)
