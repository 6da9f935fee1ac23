"""CSV, XLSX and Parquet: columns as told, else guessed, and the guess is reported."""

from __future__ import annotations

import builtins
import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.ingest import Failure, Limits, Options, read_articles
from extract.types import Article

TEXT = "澜河云三季度营收48.6亿元,同比增长31%,智算业务的占比接近四成。"
TABLE = (
    f'编号,标题,正文,发布时间,来源,备注\n1,甲,"{TEXT}",2025-11-18,甲报,x\n2,乙,"第一行\n第二行营收5亿元",2025/11/19,,\n'
)


def read(data: bytes | str, name: str = "a.csv", **options: Any) -> list[Article | Failure]:
    file = io.BytesIO(data.encode() if isinstance(data, str) else data)
    file.name = name  # type: ignore[attr-defined]
    return list(read_articles(file, Options(**options)))


def articles(found: list[Article | Failure]) -> list[Article]:
    return [item for item in found if isinstance(item, Article)]


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gbk", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_csv_in_any_encoding_and_separator(codec: str, separator: str, end: str) -> None:
    table = f'编号{separator}标题{separator}正文{end}1{separator}甲{separator}"{TEXT}"{end}'
    (found,) = read(table.encode(codec))
    assert isinstance(found, Article) and (found.id, found.title, found.text) == ("1", "甲", TEXT)


def test_guess_is_reported_and_rows_keep_their_place() -> None:
    said: list[str] = []
    one, two = articles(read(TABLE, report=said.append))
    assert (one.published, one.reprinted_from, one.extra) == (dt.date(2025, 11, 18), "甲报", {"备注": "x"})
    assert two.text == "第一行\n第二行营收5亿元" and two.published == dt.date(2025, 11, 19)
    assert [one.source, two.source] == ["a.csv:2", "a.csv:3"]
    assert said == ["a.csv: columns guessed: text=正文, title=标题, published=发布时间, id=编号, reprinted_from=来源"]
    assert one.notes == (said[0].removeprefix("a.csv: "),)


def test_names_as_ours_are_no_guess() -> None:
    said: list[str] = []
    (found,) = read(f'id,text\n1,"{TEXT}"\n', report=said.append)
    assert isinstance(found, Article) and found.notes == () and said == []


def test_columns_are_mapped_by_name_and_number() -> None:
    table = f'a,b,c\n甲,"{TEXT}",2025-11-18\n'
    (found,) = read(table, columns={"text": "b", "title": 1, "published": "c"})
    assert isinstance(found, Article)
    assert (found.text, found.title, str(found.published), found.notes) == (TEXT, "甲", "2025-11-18", ())
    (missing,) = read(table, columns={"text": "正文"})
    assert isinstance(missing, Failure) and "正文" in missing.reason and "a, b, c" in missing.reason
    (far,) = read(table, columns={"text": 9})
    assert isinstance(far, Failure) and "9" in far.reason


def test_text_is_found_by_its_look_and_without_a_header() -> None:
    (found,) = read(f'x,y\n甲公司,"{TEXT}"\n')
    assert isinstance(found, Article) and found.text == TEXT and "text=y" in found.notes[0]
    first, second = articles(read(f'甲,"{TEXT * 3}"\n乙,"{TEXT}"\n'))
    assert first.text == TEXT * 3 and second.text == TEXT
    (nothing,) = read("x,y\n1,2\n")
    assert isinstance(nothing, Failure) and "no column looks like" in nothing.reason and "x, y" in nothing.reason


def test_bad_rows_are_named_and_the_others_go_on() -> None:
    table = f'id,title,text\n1,甲,"{TEXT}"\n2,乙\n3,丙,\n\n5,丁,"{TEXT}"\n'
    assert [(type(item).__name__, item.source) for item in read(table)] == [
        ("Article", "a.csv:2"), ("Failure", "a.csv:3"), ("Failure", "a.csv:4"), ("Article", "a.csv:6"),
    ]  # fmt: skip


def test_an_unclosed_quote_costs_its_own_row_only() -> None:
    table = f'id,text\n1,"{TEXT}"\n2,"没有收尾的引号营收5亿元\n3,"{TEXT}"\n4,{TEXT.replace(",", "，")}\n'
    found = read(table)
    assert isinstance(found[0], Article) and found[0].source == "a.csv:2"
    assert {"a.csv:4", "a.csv:5"} & {item.source for item in found}
    ended = read('id,text\n1,"没有收尾\n2,营收5亿元\n3,营收6亿元\n')
    assert [(type(item).__name__, item.source) for item in ended] == [
        ("Failure", "a.csv:2"), ("Article", "a.csv:3"), ("Article", "a.csv:4"),
    ]  # fmt: skip


def test_a_giant_row_is_passed_over() -> None:
    table = f'id,text\n1,"{TEXT}"\n2,"{"长" * 600_000}"\n3,"{TEXT}"\n'
    found = read(table, limits=Limits(article=500_000))
    assert [type(item).__name__ for item in found] == ["Article", "Failure", "Article"]
    assert found[1].source == "a.csv:3"


@pytest.mark.parametrize("data", ["", "\n\n", ",,,\n", "\ufeff"])
def test_an_empty_table_is_told(data: str) -> None:
    (found,) = read(data)
    assert isinstance(found, Failure) and found.remedy


@given(st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=6), st.text(max_size=40))
@settings(max_examples=200, deadline=None)
def test_any_table_is_read_or_told(rows: list[list[str]], tail: str) -> None:
    data = "id,text\n" + "\n".join(",".join(row) for row in rows) + tail
    for item in read(data.encode("utf-8", "replace")):
        assert "unexpectedly" not in str(item)


def workbook(sheets: dict[str, list[list[Any]]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_workbook() -> None:
    day = dt.datetime(2025, 11, 18, 9, 30)
    data = workbook(
        {
            "十月": [["题目", "内容", "日期", "n"], ["甲", TEXT, day, 3]],
            "空": [],
            "十一月": [["标题", "正文"], ["乙", TEXT + "2"]],
        }
    )
    one, two = articles(read(data, "a.xlsx"))
    assert (one.title, one.published, one.source, one.extra) == ("甲", dt.date(2025, 11, 18), "a.xlsx!十月:2", {"n": 3})
    assert (two.title, two.source) == ("乙", "a.xlsx!十一月:2")
    assert len(read(data, "-")) == 2  # known without its name
    assert all(isinstance(item, Failure) for item in read(workbook({"空": []}), "a.xlsx"))
    assert all(isinstance(item, Failure) for item in read(data[: len(data) // 2], "a.xlsx"))


def test_parquet() -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    out = io.BytesIO()
    table = pyarrow.table(
        {"id": ["x", "y"], "content": [TEXT, None], "published": [dt.date(2025, 11, 1), None], "k": [[1], [2]]}
    )
    parquet.write_table(table, out)
    one, two = read(out.getvalue(), "a.parquet")
    assert isinstance(one, Article) and (one.id, one.published, one.extra) == ("x", dt.date(2025, 11, 1), {"k": [1]})
    assert isinstance(two, Failure) and two.source == "a.parquet:2"
    (cut,) = read(out.getvalue()[:-9], "a.parquet")
    assert isinstance(cut, Failure) and "damaged" in cut.reason


@pytest.mark.parametrize(
    ("package", "name", "make", "extra"),
    [
        ("openpyxl", "a.xlsx", lambda: workbook({"a": [["text"], [TEXT]]}), "xlsx"),
        ("pyarrow", "a.parquet", lambda: b"PAR1" + b"0" * 20, "parquet"),
        ("pypdfium2", "a.pdf", lambda: b"%PDF-1.4\n", "pdf"),
    ],
)
def test_a_missing_package_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, package: str, name: str, make: Callable[[], bytes], extra: str
) -> None:
    data = make()
    real = builtins.__import__

    def without(module: str, *rest: Any, **more: Any) -> Any:
        if module.split(".")[0] == package:
            raise ImportError(package)
        return real(module, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    (found,) = read(data, name)
    assert isinstance(found, Failure) and found.stage == "install" and f"zhclaims[{extra}]" in found.remedy
