"""Bytes to text: every encoding of the press, declared rightly, wrongly or not at all."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ingest import Failure, Options, read_articles
from extract.ingest.encodings import canonical, charset_in_page, decode
from extract.ingest.failures import Problem
from extract.types import Article

SIMPLIFIED = "澜河云三季度营收48.6亿元,同比增长31%,其中智算业务的占比接近四成。"
TRADITIONAL = "瀾河雲第三季營收48.6億元，年增31%，其中智算業務的占比接近四成。"
CODECS = [
    "utf-8",
    "utf-8-sig",
    "gbk",
    "gb18030",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
]


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "GBK", "big5", "utf-16", "iso-8859-1", "x-unknown"])
@pytest.mark.parametrize("codec", CODECS)
def test_simplified_under_any_declaration(codec: str, declared: str | None) -> None:
    assert decode(SIMPLIFIED.encode(codec), declared).text == SIMPLIFIED


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be"])
def test_traditional_under_any_declaration(codec: str, declared: str | None) -> None:
    assert decode(TRADITIONAL.encode(codec), declared).text == TRADITIONAL


@pytest.mark.parametrize("declared", ["gb2312", "gbk", "GB_2312-80", "x-gbk", "cp936", "gb18030", None])
def test_characters_outside_gb2312_survive(declared: str | None) -> None:
    text = "朱镕基、赵㐂与䶮先生说,营收增长了5%,€3亿。"
    assert decode(text.encode("gb18030"), declared).text == text


def test_hong_kong_characters_in_big5() -> None:
    text = "公司表示，嘅嗰啲業務嘅收入係5億元，按年升三成。"
    assert decode(text.encode("big5hkscs"), "big5").text == text


def test_short_words_are_not_taken_for_utf8() -> None:
    assert decode("联通".encode("gbk")).text == "联通"
    assert decode("营收".encode("gbk")).text == "营收"


@pytest.mark.parametrize("text", ["revenue grew 5%", "7", "a\tb\r\n", "café 5 €"])
def test_text_without_chinese(text: str) -> None:
    assert decode(text.encode()).text == text


def test_western_text_without_declaration() -> None:
    assert decode(("plain English words and a café, again and again. " * 3).encode("cp1252")).encoding == "cp1252"


def test_marks_are_taken_off_and_named() -> None:
    for codec in ("utf-8-sig", "utf-16", "utf-32"):
        found = decode(SIMPLIFIED.encode(codec))
        assert found.how == "mark" and not found.text.startswith("\ufeff")
    assert decode(b"\x84\x31\x95\x33" + SIMPLIFIED.encode("gb18030")).text == SIMPLIFIED


def test_a_few_broken_bytes_are_replaced_and_counted() -> None:
    data = (SIMPLIFIED * 20).encode()
    found = decode(data[:100] + b"\xff\xfe" + data[100:])
    assert found.encoding == "utf-8" and found.replaced and found.text.count("\ufffd") == found.replaced
    assert "U+FFFD" in found.notes()[-1]
    cut = decode((SIMPLIFIED * 3).encode()[:-1])
    assert cut.encoding == "utf-8" and cut.text.startswith(SIMPLIFIED)


def test_wrong_declaration_is_noted() -> None:
    assert decode(SIMPLIFIED.encode("gbk"), "utf-8").notes("utf-8") == ("declared utf-8, but the bytes are gb18030",)
    assert decode(SIMPLIFIED.encode("gbk"), "gb2312").notes("gb2312") == ()


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x00" * 500, b"\x00\x01\x02\x03" * 100, bytes(range(1, 32)) * 9]
)
def test_binary_is_recognised(data: bytes) -> None:
    with pytest.raises(Problem, match="binary"):
        decode(data)


def test_compressed_data_is_binary() -> None:
    import zlib

    noise = zlib.compress("".join(chr(0x4E00 + n * 7 % 9000) for n in range(5000)).encode(), 9)
    with pytest.raises(Problem):
        decode(noise)


def test_a_stray_nul_is_text() -> None:
    text = SIMPLIFIED * 5 + "\x00" + SIMPLIFIED
    assert decode(text.encode()).text == text


def test_forced_encoding_is_believed() -> None:
    assert decode("营收".encode("utf-16-le"), forced="utf-16-le").text == "营收"
    with pytest.raises(Problem, match="no encoding named"):
        decode(b"abc", forced="klingon")


def test_every_label_of_the_web_is_known_or_passed_over() -> None:
    assert canonical(" GB2312 ") == "gb18030"
    assert canonical("no such thing") is None
    assert canonical("rot13") is None and canonical("base64") is None
    assert charset_in_page(b"<html><head><META CHARSET = 'Big5'>") == "Big5"
    assert charset_in_page(b"<p>charset=gbk</p>") is None


@given(
    st.binary(max_size=400),
    st.sampled_from([None, "utf-8", "gb2312", "big5", "utf-16", "utf-7", "rot13", "hz", "\x00"]),
)
@settings(max_examples=400, deadline=None)
def test_any_bytes_give_text_or_a_problem(data: bytes, declared: str | None) -> None:
    try:
        found = decode(data, declared)
    except Problem as problem:
        assert problem.reason and problem.remedy
    else:
        assert isinstance(found.text, str)
        found.text.encode("utf-8")  # no half surrogates


CHINESE = st.text(
    st.sampled_from(SIMPLIFIED + "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年"),
    min_size=24,
    max_size=80,
)


@given(CHINESE, st.sampled_from(CODECS))
@settings(max_examples=300, deadline=None)
def test_chinese_goes_round(text: str, codec: str) -> None:
    assert decode(text.encode(codec)).text == text


@given(
    st.binary(max_size=300), st.sampled_from([None, "text", "jsonl", "json", "html", "csv", "markdown", "feed", "warc"])
)
@settings(max_examples=400, deadline=None)
def test_any_bytes_as_any_kind_never_raise(data: bytes, kind: str | None) -> None:
    for item in read_articles(io.BytesIO(data), Options(kind=kind)):  # type: ignore[arg-type]
        assert isinstance(item, (Article, Failure))
        if isinstance(item, Failure):
            assert item.reason and item.remedy and "unexpectedly" not in item.reason
            str(item).encode("utf-8")
        else:
            item.text.encode("utf-8")
