"""Data Package: frictionless itself finds it valid, reads the right types in it, and finds what was broken on purpose."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extract
from extract.exchange import Misfit, of_reading, read, write
from extract.table import COLUMNS, flatten

frictionless = pytest.importorskip("frictionless")

SEED = (Path(__file__).parents[1] / "corpus" / "articles" / "seed.txt").read_text(encoding="utf-8")
RISKY = extract.read(
    "=甲公司2025年Q1营收50亿元，净利率为5%至7%。\n@某人称，销量同比下降3%。", title='=HYPERLINK("x")', id="=1"
)
PLAIN = extract.read(
    "华为云的训推生产效率达到英伟达H20芯片的3倍。", published="2025-03-01", publisher="+报", id="plain"
)


@pytest.fixture
def package(tmp_path: Path) -> Path:
    made = [
        of_reading(each) for each in (extract.read(SEED, id="seed"), RISKY, PLAIN, extract.read("没有。", id="none"))
    ]
    write("datapackage", made, tmp_path / "package")
    return tmp_path / "package"


def errors(package: Path) -> list[str]:
    report = frictionless.validate(package / "datapackage.json", skip_errors=["blank-row"])
    return [error.message for task in report.tasks for error in task.errors] + [
        error.message for error in report.errors
    ]


def test_frictionless_finds_it_valid(package: Path) -> None:
    assert errors(package) == []
    told = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [field["name"] for field in told["resources"][0]["schema"]["fields"]] == list(COLUMNS)


def test_frictionless_reads_the_types_that_are_meant(package: Path) -> None:
    found = frictionless.Package(package / "datapackage.json").get_resource("claims").read_rows()
    records = [*extract.read(SEED, id="seed").records, *RISKY.records, *PLAIN.records]
    assert len(found) == len(records)
    for row, record in zip(found, records, strict=True):
        flat = flatten(record)
        assert float(row["value"]) == flat["value"] and row["quantity_start"] == flat["quantity_start"]
        assert row["unit"] == flat["unit"] and row["confidence"] is not None
        assert (row["period_start"] and row["period_start"].isoformat()) == flat["period_start"]
        assert row["baseline_implied"] == flat["baseline_implied"]


def test_no_cell_is_a_formula(package: Path) -> None:
    for name in ("claims.csv", "articles.csv"):
        with (package / name).open(encoding="utf-8", newline="") as stream:
            for row in csv.reader(stream):
                for cell in row:
                    assert cell[:1] not in tuple("+@＝＋－＠\t\r\n") and (cell[:1] != "=" or cell == "="), cell


def broken_cell(column: str, text: str) -> Callable[[list[list[str]]], Any]:
    return lambda rows: rows[1].__setitem__(COLUMNS.index(column), text)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (broken_cell("value", "many"), "line 2, column: value: is 'many', not a number"),
        (broken_cell("kind", "growth"), "line 2, row: does not follow"),
        (broken_cell("quantity_start", "90000"), "line 2, row: does not follow|outside the text"),
        (broken_cell("quantity", "7倍"), "line 2, row.quantity.text: '7倍' does not stand there"),
        (broken_cell("evidence", "无"), "line 2, row.evidence.text: '无' does not stand there"),
        (broken_cell("article", "nope"), "line 2, article: there is no article 'nope'"),
        (broken_cell("baseline_implied", "perhaps"), "line 2, column: baseline_implied"),
        (lambda rows: rows[0].__setitem__(0, "seller"), "line 1, vendor: is missing"),
        (lambda rows: rows[2].pop(), "line 3, the whole: has 42 cells, not 43"),
    ],
)
def test_a_fault_is_told_with_line_and_column(package: Path, change: Any, words: str) -> None:
    import re

    with (package / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with (package / "claims.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    with pytest.raises(Misfit) as error:
        read("datapackage", package)
    assert re.search(words, "\n".join(error.value.problems)), error.value.problems


def test_frictionless_finds_it_invalid_when_it_is(package: Path) -> None:
    with (package / "claims.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[1][COLUMNS.index("kind")] = "growth"
    rows[2][COLUMNS.index("article")] = "nope"
    rows[3][COLUMNS.index("value")] = "many"
    with (package / "claims.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    found = errors(package)
    assert any("growth" in each for each in found) and any("many" in each for each in found)
    assert any("nope" in each for each in found)


@pytest.mark.parametrize(
    ("name", "text"),
    [("datapackage.json", "{}"), ("datapackage.json", "{"), ("articles.csv", "id\nx\n"), ("claims.csv", None)],
)
def test_a_package_that_is_none_is_told(package: Path, name: str, text: str | None) -> None:
    if text is None:
        (package / name).unlink()
    else:
        (package / name).write_text(text, encoding="utf-8")
    with pytest.raises(Misfit):
        read("datapackage", package)


def test_spreadsheets_may_have_saved_it_with_a_mark(package: Path, tmp_path: Path) -> None:
    before = read("datapackage", package)
    shutil.copytree(package, tmp_path / "saved")
    for name in ("claims.csv", "articles.csv"):
        data = (package / name).read_bytes()
        (tmp_path / "saved" / name).write_bytes(b"\xef\xbb\xbf" + data)
    assert [each.records for each in read("datapackage", tmp_path / "saved")] == [each.records for each in before]
