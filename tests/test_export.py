"""Exports: what other programs read is what the store holds."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from standin import find

from extract.errors import ClaimsError
from extract.export import export, format_of, spreadsheet
from extract.export.delimited import harmless
from extract.export.delimited import write_csv as delimited_csv
from extract.store import Filter, Found, Store, StoreError, judge
from extract.validation import problem

FORMATS = ("jsonl", "csv", "xlsx", "parquet")
ARTICLES = [
    find("甲公司营收50元，利润7元。", id="b", published=dt.date(2025, 3, 1), publisher="=甲报", title="+业绩"),
    find("销量70台。\n次行，库存8台。", id="a", published=dt.date(2025, 3, 2), url="http://example.invalid/a"),
    find("@某人：产能9台。", id="c"),
]


def fill(path: Path, articles: list[Found] = ARTICLES) -> Path:
    with Store(path) as store:
        run = store.begin_run("one", {})
        for found in articles:
            visit = store.visit(run, f"/{found.article.id}", "one", False)
            with store.transaction():
                visit.settle(0, f"/{found.article.id}", found)
                store.settle_file(visit, None, "", 1, 0)
        judge(store.connection, "b#5", "accept", "li")
        judge(store.connection, "b#11", "reject", "li", reason="not a claim")
        record = json.loads(store.connection.execute("SELECT json FROM records WHERE id = 'a#2'").fetchone()[0])
        judge(store.connection, "a#2", "edit", "li", after={**record, "value": 71.5})
    return path


@pytest.fixture(autouse=True)
def one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """All judgements are of one time, so that files can be compared."""
    monkeypatch.setattr("extract.store.judging.now", lambda: "2025-03-03T00:00:00.000Z")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return fill(tmp_path / "claims.db")


def table(db: Path, file: Path, **options: Any) -> list[dict[str, Any]]:
    """What another program reads in an export, value column as numbers."""
    export(db, file, format_of(None, file), **options)
    if file.suffix == ".csv":
        with file.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.DictReader(stream))
    if file.suffix == ".xlsx":
        import openpyxl

        names, *rows = openpyxl.load_workbook(file)["claims"].iter_rows(values_only=True)
        return [dict(zip(names, row, strict=True)) for row in rows]
    if file.suffix == ".parquet":
        import pyarrow.parquet

        return list(pyarrow.parquet.read_table(file).to_pylist())
    return [json.loads(line) for line in file.read_text().splitlines()]


@pytest.mark.parametrize("suffix", ["csv", "xlsx", "parquet"])
def test_tables_have_the_five_first_and_a_row_for_each_claim(db: Path, tmp_path: Path, suffix: str) -> None:
    rows = table(db, tmp_path / f"out.{suffix}")
    assert list(rows[0])[:5] == ["vendor", "metric", "value", "unit", "baseline"]
    assert [float(row["value"]) for row in rows] == [50, 7, 71.5, 8, 9]
    assert [row["status"] for row in rows] == ["accepted", "rejected", "edited", "unreviewed", "unreviewed"]
    assert [row["sentence"] for row in rows][2] == "销量70台。"
    assert "json" not in rows[0]


def test_json_lines_are_records_of_the_schema_with_corrections(db: Path, tmp_path: Path) -> None:
    records = table(db, tmp_path / "out.jsonl")
    assert [record["value"] for record in records] == [50, 7, 71.5, 8, 9]
    assert [problem("record", record) for record in records] == [None] * 5
    assert (tmp_path / "out.jsonl").read_bytes().startswith(b"{")


def test_context_is_beside_the_record(db: Path, tmp_path: Path) -> None:
    record = table(db, tmp_path / "out.jsonl", context=True)[0]
    assert record["source"]["publisher"] == "=甲报" and record["source"]["published"] == "2025-03-01"
    assert record["review"]["status"] == "accepted" and record["sentence"] == "甲公司营收50元，利润7元。"


@pytest.mark.parametrize("suffix", FORMATS)
def test_the_same_claims_make_the_same_file(tmp_path: Path, suffix: str) -> None:
    """In whatever order they came in, and whenever it is written."""
    one, other = fill(tmp_path / "one.db"), fill(tmp_path / "other.db", ARTICLES[::-1])
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "other")]
    for db, file in zip((one, other), files, strict=True):
        rows = table(db, file)
        assert len(rows) == 5
    assert files[0].read_bytes() == files[1].read_bytes()


@pytest.mark.parametrize("suffix", FORMATS)
def test_writing_twice_gives_the_same_bytes(db: Path, tmp_path: Path, suffix: str) -> None:
    files = [tmp_path / f"{name}.{suffix}" for name in ("one", "other")]
    for file in files:
        export(db, file, format_of(None, file))
    assert files[0].read_bytes() == files[1].read_bytes()


def test_csv_has_a_mark_for_excel_unless_not_wanted(db: Path, tmp_path: Path) -> None:
    with_mark, without = tmp_path / "a.csv", tmp_path / "b.csv"
    export(db, with_mark, "csv")
    export(db, without, "csv", bom=False)
    assert with_mark.read_bytes() == b"\xef\xbb\xbf" + without.read_bytes()
    import pandas as pd

    assert list(pd.read_csv(with_mark).columns) == list(pd.read_csv(without).columns)


def test_no_cell_of_csv_is_a_formula(db: Path, tmp_path: Path) -> None:
    rows = table(db, tmp_path / "out.csv")
    assert rows[0]["publisher"] == "'=甲报" and rows[0]["title"] == "'+业绩"
    assert rows[4]["sentence"] == "'@某人：产能9台。"
    assert rows[0]["comparator"] == "="


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1+1", "=", "==", "-"]
)
def test_what_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == (text if text == "=" else f"'{text}")


@given(
    st.one_of(
        st.integers(),
        st.floats(allow_nan=False),
        st.none(),
        st.decimals(allow_nan=False, allow_infinity=False).map(str),
    )
)
def test_numbers_stay_as_they_are(cell: Any) -> None:
    if isinstance(cell, str) and "E" in cell:
        return
    assert harmless(cell) == cell


@given(st.lists(st.dictionaries(st.just("a"), st.text(st.characters(codec="utf-8")), min_size=1), max_size=5))
def test_csv_gives_every_text_back(rows: list[dict[str, str]]) -> None:
    target = io.BytesIO()
    delimited_csv(rows, ("a",), target, bom=False)
    back = list(csv.reader(io.StringIO(target.getvalue().decode(), newline="")))[1:]
    assert [row[0] if row else "" for row in back] == [harmless(row["a"]) for row in rows]


def test_a_workbook_keeps_types_and_runs_nothing(db: Path, tmp_path: Path) -> None:
    rows = table(db, tmp_path / "out.xlsx")
    assert rows[0]["value"] == 50 and isinstance(rows[0]["value"], int)
    assert rows[0]["published"] == dt.datetime(2025, 3, 1)
    assert rows[0]["publisher"] == "=甲报"
    import openpyxl

    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["claims"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert all(cell.hyperlink is None for row in sheet.iter_rows() for cell in row)


def test_a_workbook_goes_on_on_a_further_sheet(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS", 3)
    export(db, tmp_path / "out.xlsx", "xlsx")
    import openpyxl

    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [(sheet.title, sheet.max_row) for sheet in book] == [("claims", 3), ("claims 2", 3), ("claims 3", 2)]


def test_a_text_that_no_cell_holds_is_cut_and_says_so(tmp_path: Path) -> None:
    with Store(tmp_path / "c.db") as store:
        visit = store.visit(store.begin_run("one", {}), "/a", "one", False)
        with store.transaction():
            visit.settle(0, "/a", find(f"营收50元{'长' * 40_000}。", id="a"))
    (row,) = table(tmp_path / "c.db", tmp_path / "out.xlsx")
    assert len(row["sentence"]) == 32_767 and row["sentence"].endswith("…(cut)")


def test_parquet_has_the_same_schema_whatever_is_in_it(db: Path, tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    export(db, tmp_path / "some.parquet", "parquet")
    export(db, tmp_path / "none.parquet", "parquet", Filter(vendors=("nobody",)))
    some, none = (pq.read_schema(tmp_path / f"{name}.parquet") for name in ("some", "none"))
    assert some == none
    assert pa.types.is_float64(some.field("value").type) and pa.types.is_date32(some.field("published").type)
    assert not any(pa.types.is_null(field.type) for field in some)


def test_duckdb_reads_parquet_and_json_lines(db: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    for file, column in (("out.parquet", "vendor"), ("out.jsonl", "vendor.name")):
        export(db, tmp_path / file, format_of(None, tmp_path / file))
        found = duckdb.sql(f"SELECT {column}, sum(value) FROM '{tmp_path / file}' GROUP BY 1").fetchall()
        assert found == [("甲公司", 145.5)]


@pytest.mark.parametrize(
    ("asked", "values"),
    [
        ({"statuses": ("accepted", "edited")}, [50, 71.5]),
        ({"statuses": ("rejected",)}, [7]),
        ({"since": dt.date(2025, 3, 2)}, [71.5, 8]),
        ({"until": dt.date(2025, 3, 1)}, [50, 7]),
        ({"vendors": ("甲公司",), "min_confidence": 0.9}, [50, 7, 71.5, 8, 9]),
        ({"metrics": ("nothing",)}, []),
    ],
)
@pytest.mark.parametrize("suffix", ["jsonl", "csv"])
def test_filters(db: Path, tmp_path: Path, suffix: str, asked: dict[str, Any], values: list[float]) -> None:
    assert [float(row["value"]) for row in table(db, tmp_path / f"out.{suffix}", wanted=Filter(**asked))] == values


def test_a_file_is_written_whole_or_not_at_all(db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.csv"
    file.write_text("what was there before")

    def full(*arguments: Any, **options: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extract.export.delimited.harmless", full)
    with pytest.raises(ClaimsError, match="No space left"):
        export(db, file, "csv")
    assert file.read_text() == "what was there before"
    assert {path.suffix for path in tmp_path.iterdir()} <= {".csv", ".db", ".lock", ".db-wal", ".db-shm"}


def test_wrong_use_is_told(db: Path, tmp_path: Path) -> None:
    for asked, file in (("pdf", None), (None, Path("claims.doc")), ("xlsx", None), ("parquet", None)):
        with pytest.raises(ClaimsError):
            format_of(asked, file)
    with pytest.raises(StoreError, match="there is no store"):
        export(tmp_path / "none.db", tmp_path / "out.csv", "csv")
    with pytest.raises(ClaimsError, match="cannot be written"):
        export(db, tmp_path / "none" / "out.csv", "csv")


@pytest.mark.parametrize(("package", "suffix"), [("xlsxwriter", "xlsx"), ("pyarrow", "parquet")])
def test_a_missing_package_is_told(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, suffix: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ClaimsError, match="pip install"):
        export(db, tmp_path / f"out.{suffix}", format_of(None, tmp_path / f"out.{suffix}"))
    assert not (tmp_path / f"out.{suffix}").exists()


def test_the_command_writes_what_was_asked(db: Path, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    from typer.testing import CliRunner

    from extract.cli.app import app

    runner = CliRunner()
    made = runner.invoke(app, ["export", "--db", str(db), "-o", str(tmp_path / "out.csv"), "--accepted", "--no-bom"])
    assert made.exit_code == 0, made.output
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 3
    for wrong in (
        ["--status", "good"],
        ["--accepted", "--status", "edited"],
        ["--since", "2025-02-30"],
        ["--min-confidence", "2"],
    ):
        assert runner.invoke(app, ["export", "--db", str(db), *wrong]).exit_code == 2
    assert runner.invoke(app, ["export", "--db", str(tmp_path / "none.db")]).exit_code == 1
