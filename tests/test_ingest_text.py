"""Text, Markdown, JSON Lines and JSON; and whatever is wrong with them is told, never raised."""

from __future__ import annotations

import datetime as dt
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ingest import Failure, Limits, Options, article_from_text, read_articles
from extract.types import Article

TEXT = "澜河云三季度营收48.6亿元,同比增长31%。"


def read(data: bytes | str, **options: object) -> list[Article | Failure]:
    raw = data.encode() if isinstance(data, str) else data
    return list(read_articles(io.BytesIO(raw), Options(**options)))  # type: ignore[arg-type]


def failure(data: bytes | str, **options: object) -> Failure:
    (item,) = read(data, **options)
    assert isinstance(item, Failure), item
    return item


def article(data: bytes | str, **options: object) -> Article:
    (item,) = read(data, **options)
    assert isinstance(item, Article), str(item)
    return item


# ------------------------------------------------------------------------------------------------------------ text


def test_text_is_kept_to_the_character(tmp_path: Path) -> None:
    text = "标题\r\n\r\n　　" + TEXT + "\t\n末行 \n"
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())
    (found,) = read_articles(path)
    assert isinstance(found, Article) and found.text == text and found.source == str(path)
    assert article(b"\xef\xbb\xbf" + text.encode()).text == text


def test_id_is_given_or_made_of_the_content() -> None:
    assert article(TEXT).id == article_from_text(TEXT).id == article_from_text(TEXT, title="x").id
    assert article(TEXT).id != article(TEXT + "。").id
    assert article_from_text(TEXT, id="n-1").id == "n-1"


def test_an_article_without_numbers_is_an_article() -> None:
    assert article("今天天气很好,没有什么要说的。").text


def test_text_from_python() -> None:
    found = article_from_text("a\ud83db", published="2025年11月18日", title=" 甲 \n 乙 ")
    assert found.text == "a�b" and found.notes and found.title == "甲 乙" and found.published == dt.date(2025, 11, 18)
    with pytest.raises(ValueError, match="no date"):
        article_from_text(TEXT, published="yesterday")
    with pytest.raises(TypeError, match="decode bytes"):
        article_from_text(TEXT.encode())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty (0 bytes)"),
        (b"\xef\xbb\xbf", "no text"),
        (b" \n\t\r\n", "no text"),
        ("　\n　".encode(), "no text"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 50, "PNG picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 50, "old Office"),
        (b"{\\rtf1\\ansi abc}", "RTF"),
        (b"Rar!\x1a\x07", "RAR"),
        (b"SQLite format 3\x00", "SQLite"),
    ],
)
def test_what_is_no_text_is_said(data: bytes, words: str) -> None:
    found = failure(data)
    assert words in found.reason and found.remedy


def test_too_long_a_file_is_refused_without_being_held() -> None:
    class Endless(io.RawIOBase):
        served = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            self.served += len(buffer)
            buffer[:] = b"7" * len(buffer)
            return len(buffer)

    endless = Endless()
    (found,) = read_articles(io.BufferedReader(endless), Options(limits=Limits(article=1 << 20)))  # type: ignore[arg-type]
    assert isinstance(found, Failure) and found.stage == "limit" and "1 MiB" in found.reason
    assert endless.served < 4 << 20


def test_sparse_giant_file(tmp_path: Path) -> None:
    path = tmp_path / "giant.txt"
    with path.open("wb") as file:
        file.write("营收5亿元。".encode())
        file.truncate(1 << 30)
    (found,) = read_articles(path)
    assert isinstance(found, Failure) and found.source == str(path)


# -------------------------------------------------------------------------------------------------------- markdown


def test_markdown_loses_its_marks_and_keeps_its_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "---\ntitle: 甲公司财报\ndate: 2025-11-18\n来源: 甲报\ntags: 财经\n---\n# 甲公司财报\n\n营收**50亿元**,同比*增长*`5%`,见[公告](http://a/b_c)。\n\n"
        "| 业务 | 收入 |\n|---|---:|\n| 云 | 3亿元 |\n\n- 毛利率41%\n1. 负债率3%\n> 5*3=15,a_b_c\n",
        encoding="utf-8",
    )
    (found,) = read_articles(path)
    assert isinstance(found, Article)
    assert (found.title, found.published, found.reprinted_from) == ("甲公司财报", dt.date(2025, 11, 18), "甲报")
    assert found.extra == {"tags": "财经"}
    assert found.text.split("\n") == [
        "甲公司财报", "", "营收50亿元,同比增长5%,见公告。", "", "业务\t收入", "云\t3亿元", "", "- 毛利率41%", "1. 负债率3%", "5*3=15,a_b_c", "",
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------------ json lines


def test_lines_with_all_fields() -> None:
    line = {
        "id": 7, "text": TEXT, "title": "甲", "published": "2025-11-18T08:00:00+08:00", "url": "http://a/1", "publisher": "甲报",
        "tags": ["x"], "n": 1.5,
    }  # fmt: skip
    found = article(json.dumps(line) + "\n")
    assert (found.id, found.title, found.url, found.publisher) == ("7", "甲", "http://a/1", "甲报")
    assert (
        found.published == dt.date(2025, 11, 18) and found.extra == {"tags": ["x"], "n": 1.5} and found.source == "-:1"
    )


def test_a_bad_line_is_named_and_the_others_go_on() -> None:
    good = json.dumps({"text": TEXT}, ensure_ascii=False)
    bad = [
        '{"text": ',
        "[1]",
        '"x"',
        '{"text": null}',
        '{"text": "  "}',
        '{"text": 7}',
        '{"id": "a"}',
        "营收",
        "{" * 2000,
        '{"a":' * 90000,
    ]
    data = "\n".join(["", *(line for pair in zip(bad, [good] * len(bad), strict=True) for line in pair), ""])
    found = read(data, kind="jsonl")
    assert [isinstance(item, Failure) for item in found] == [True, False] * len(bad)
    for n, item in enumerate(found):
        assert item.source == f"-:{n + 2}"
    assert all(item.reason and item.remedy for item in found if isinstance(item, Failure))


def test_a_half_surrogate_pair_is_replaced_and_noted() -> None:
    found = article('{"text": "增长\\ud83d5%, 笑\\ud83d\\ude00", "k\\udc00": ["\\ud800"]}\n')
    assert found.text == "增长�5%, 笑😀" and found.extra == {"k�": ["�"]}


def test_nul_and_control_characters_are_kept() -> None:
    assert article('{"text": "增长\\u00005%\\u2028x"}\n').text == "增长\x005%\u2028x"


def test_a_line_that_is_too_long_is_passed_over() -> None:
    good = json.dumps({"text": TEXT})
    long = json.dumps({"text": "长" * 400_000}, ensure_ascii=False)
    found = read(f"{good}\n{long}\n{good}\n", limits=Limits(article=1 << 20))
    assert [isinstance(item, Failure) for item in found] == [False, True, False]
    assert found[1].source == "-:2" and "1 MiB" in found[1].reason  # type: ignore[union-attr]
    assert found[2].source == "-:3"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_lines_in_any_encoding(codec: str) -> None:
    lines = [json.dumps({"id": str(n), "text": TEXT}, ensure_ascii=False) for n in range(3)]
    found = read(("\n".join(lines) + "\n").encode(codec))
    assert [(item.id, item.text) for item in found if isinstance(item, Article)] == [(str(n), TEXT) for n in range(3)]


def test_lines_in_different_encodings() -> None:
    line = json.dumps({"text": TEXT}, ensure_ascii=False)
    found = read(line.encode() + b"\n" + line.encode("gbk") + b"\r\n" + line.encode())
    assert [item.text for item in found if isinstance(item, Article)] == [TEXT] * 3


def test_lines_are_read_as_they_come() -> None:
    class Slow(io.RawIOBase):
        """Gives a line at a time and counts how far it was read."""

        sent = 0
        left = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            if not self.left and self.sent < 2000:
                self.left = json.dumps({"text": TEXT * 200, "id": str(self.sent)}).encode() + b"\n"
                self.sent += 1
            part, self.left = self.left[: len(buffer)], self.left[len(buffer) :]
            buffer[: len(part)] = part
            return len(part)

    source = Slow()
    items = read_articles(io.BufferedReader(source, 1 << 16))  # type: ignore[arg-type]
    assert isinstance(next(items), Article)
    assert source.sent < 500
    assert sum(1 for _ in items) == 1999


@pytest.mark.parametrize("key", ["content", "正文", "内容", "body"])
def test_text_under_another_name_is_found_and_noted(key: str) -> None:
    found = article(json.dumps({key: TEXT, "标题": "甲"}) + "\n" + "\n")
    assert found.text == TEXT and found.title == "甲" and any(key in note for note in found.notes)


def test_keys_can_be_mapped() -> None:
    found = article(json.dumps({"a": TEXT, "b": "甲", "text": "不是这个"}), columns={"text": "a", "title": "b"})
    assert found.text == TEXT and found.title == "甲" and found.extra == {"text": "不是这个"}
    assert "no field" in failure('{"text": "a1"}\n', columns={"nonsense": "a"}).reason


def test_an_unreadable_date_is_kept_and_noted() -> None:
    found = article(json.dumps({"text": TEXT, "published": "上周五"}))
    assert found.published is None and found.extra == {"published": "上周五"} and "published" in found.notes[0]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2025-11-18", "2025-11-18"), ("2025/11/8 09:00", "2025-11-08"), ("2025年11月18日", "2025-11-18"), ("20251118", "2025-11-18"),
        ("2025-11-17T16:30:00Z", "2025-11-18"), ("2025-11-17T15:30:00Z", "2025-11-17"), ("2025-11-18T00:30:00+08:00", "2025-11-18"),
        (1763427600, "2025-11-18"), (1763427600000, "2025-11-18"), ("1763427600", "2025-11-18"),
        ("Mon, 17 Nov 2025 20:00:00 GMT", "2025-11-18"), ("二〇二五年十一月十八日", "2025-11-18"), ("民國114年11月18日", "2025-11-18"),
        (20251118, "2025-11-18"),
    ],
)  # fmt: skip
def test_dates(value: object, day: str) -> None:
    assert str(article(json.dumps({"text": TEXT, "published": value})).published) == day


@pytest.mark.parametrize(
    "value", ["2025-13-01", "2025-11-31", "2025-11", "11月18日", "0000-00-00", True, 5, "", [], {}, "9" * 400]
)
def test_what_is_no_date(value: object) -> None:
    assert article(json.dumps({"text": TEXT, "published": value})).published is None


# ------------------------------------------------------------------------------------------------------------ json


def test_json_list_object_and_wrapped_list() -> None:
    one = {"id": "a", "text": TEXT}
    assert [a.id for a in read(json.dumps([one, {**one, "id": "b"}], indent=2)) if isinstance(a, Article)] == ["a", "b"]
    assert article(json.dumps(one, indent=2)).id == "a"
    assert [a.source for a in read(json.dumps({"total": 2, "data": [one, one]}, indent=1))] == ["-:1", "-:2"]


def test_json_list_that_breaks_off_gives_what_came_before() -> None:
    whole = json.dumps([{"text": TEXT}, {"text": TEXT}], ensure_ascii=False)
    found = read(whole[:-8], kind="json")
    assert isinstance(found[0], Article) and isinstance(found[1], Failure) and "element 2" in found[1].reason


def test_json_list_is_streamed_in_linear_steps() -> None:
    items = ",\n".join(json.dumps({"text": TEXT, "id": str(n)}) for n in range(3000))
    assert sum(isinstance(item, Article) for item in read(f"[{items}]")) == 3000
    long = json.dumps([{"text": "长" * 2_000_000}], ensure_ascii=False)
    assert len(article(long).text) == 2_000_000


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
        lambda c: st.lists(c) | st.dictionaries(st.text(), c),
    )
)
@settings(max_examples=200, deadline=None)
def test_any_json_value_is_read_or_told(value: object) -> None:
    for data in (
        json.dumps(value),
        json.dumps({"text": value}),
        json.dumps([{"text": TEXT, "x": value, "published": value, "id": value}]),
    ):
        for kind in ("jsonl", "json"):
            for item in read(data, kind=kind):
                assert isinstance(item, (Article, Failure)) and "unexpectedly" not in str(item)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n\r"), max_size=40), max_size=8))
@settings(max_examples=200, deadline=None)
def test_no_line_is_lost(lines: list[str]) -> None:
    """Every line that is not blank gives exactly one article or failure with its number."""
    data = "\n".join(lines).encode()
    found = read(data, kind="jsonl") if data else []
    expected = [n for n, line in enumerate(lines, 1) if line.strip()]
    assert [int(item.source.rsplit(":", 1)[1]) for item in found if item.source and ":" in item.source] == expected


# ----------------------------------------------------------------------------------------------- inputs by name


def test_standard_input(tmp_path: Path) -> None:
    code = "from extract.ingest import read_articles\nfor a in read_articles('-'): print(a.source, len(a.text))"
    for data, said in ((TEXT, f"- {len(TEXT)}"), (json.dumps({"text": TEXT}), f"-:1 {len(TEXT)}")):
        done = subprocess.run(
            [sys.executable, "-c", code], input=data.encode(), capture_output=True, check=True, env={**os.environ, "PYTHONIOENCODING": "utf-8"},
            cwd=Path(__file__).parents[1],
        )  # fmt: skip
        assert done.stdout.decode().strip() == said


def test_a_pipe_by_name(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe"
    os.mkfifo(fifo)
    writer = subprocess.Popen([sys.executable, "-c", f"open({str(fifo)!r}, 'w', encoding='utf-8').write({TEXT!r})"])
    (found,) = read_articles(fifo)
    writer.wait()
    assert isinstance(found, Article) and found.text == TEXT


def test_importing_is_light() -> None:
    code = (
        "import sys; import extract.ingest as i; "
        "heavy = {'lxml', 'pyarrow', 'openpyxl', 'pypdfium2', 'opencc', 'jieba', 'spacy', 'pandas', 'numpy', 'csv', 'zipfile', 'tarfile'}; "
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=Path(__file__).parents[1])
    assert done.stdout.decode().strip() == "[]"
