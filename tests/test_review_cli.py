"""``zhclaims review`` on the command line: one work at a time, files out and in, errors in words."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.review.decisions import Decision, decide
from extract.review.server import PORT, user_name
from extract.store import connect
from tests.browser.stores import small_store


@pytest.fixture
def db(tmp_path: Path) -> Path:
    made = small_store(tmp_path)
    connection = connect(made)
    decide(connection, "王芳", [Decision("accept", "chips#12")])
    decide(connection, "李雷", [Decision("edit", "chips#12", after=_record(connection, "chips#12", scope="夜间"))])
    connection.close()
    return made


def _record(connection: Any, id: str, **changes: Any) -> dict[str, Any]:
    found = json.loads(connection.execute("SELECT json FROM records WHERE id = ?", (id,)).fetchone()[0])
    return {**found, **changes}


def run(*arguments: object) -> Any:
    return CliRunner().invoke(app, ["review", *map(str, arguments)])


def test_the_log_goes_out_and_comes_into_another_copy(db: Path, tmp_path: Path) -> None:
    shown = run("--db", db, "--export-log", "-")
    assert shown.exit_code == 0
    assert [json.loads(line)["reviewer"] for line in shown.stdout.splitlines()] == ["王芳", "李雷"]
    assert run("--db", db, "--export-log", tmp_path / "log.jsonl").exit_code == 0
    (tmp_path / "other").mkdir()
    other = small_store(tmp_path / "other")
    done = run("--db", other, "--import", tmp_path / "log.jsonl")
    assert done.exit_code == 0
    assert "2 decisions imported, 0 known before" in done.stderr
    assert "reviewers differ on 1" in done.stderr
    assert run("--db", other, "--export-log", "-").stdout == shown.stdout


def test_an_imported_correction_is_derived_anew(db: Path, tmp_path: Path) -> None:
    row = json.loads(run("--db", db, "--export-log", "-").stdout.splitlines()[1])
    row["id"] = "f" * 32
    row["after"] |= {"value": 3, "unit": "ms", "derived": {**row["after"]["derived"], "si_value": 7, "si_unit": "pp"}}
    (tmp_path / "log.jsonl").write_text(json.dumps(row), "utf-8")
    assert run("--db", db, "--import", tmp_path / "log.jsonl").exit_code == 0
    last = json.loads(run("--db", db, "--export-log", "-").stdout.splitlines()[-1])
    assert last["after"]["derived"]["si_value"] == 0.003


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "line 1 is no JSON"), ("[1]", "no decision"), ('{"id": 1}', "row 1"), ("[{", "no JSON")],
)
def test_a_file_that_holds_no_decisions(db: Path, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "log.jsonl").write_text(text, "utf-8")
    done = run("--db", db, "--import", tmp_path / "log.jsonl")
    assert done.exit_code == 1
    assert told in done.stderr and "Traceback" not in done.stderr


def test_gold_and_static_page_and_report(db: Path, tmp_path: Path) -> None:
    gold = run("--db", db, "--export-gold", tmp_path / "gold")
    assert gold.exit_code == 0
    assert "left out: chips: 1 of 2 claims are not decided" in gold.stderr
    same = CliRunner().invoke(app, ["export", "--db", str(db), "--gold", str(tmp_path / "again")])
    assert same.exit_code == 0 and same.stderr.replace("again", "gold") == gold.stderr
    assert [f.name for f in (tmp_path / "again").iterdir()] == [f.name for f in (tmp_path / "gold").iterdir()]
    assert run("--db", db, "--static", tmp_path / "out.html").exit_code == 0
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!doctype html>")
    report = json.loads(run("--db", db, "--report").stdout)
    assert {each["rule"] for each in report["rules"]} == {"number-unit", "level"}
    assert {each["field"]: each["same"] for each in report["agreement"]}["scope"] == 0


@pytest.mark.parametrize(
    "more", [("--static", "x.html"), ("--export-gold", "gold"), ("--report",), ("--export-log", "-")]
)
def test_no_store_is_told_in_words(tmp_path: Path, more: tuple[str, ...]) -> None:
    done = run("--db", tmp_path / "nowhere.db", *more)
    assert done.exit_code == 1
    assert "there is no store" in done.stderr
    assert not (tmp_path / "nowhere.db").exists()


def test_a_page_without_a_store_is_not_served(tmp_path: Path) -> None:
    done = run("--db", tmp_path / "nowhere.db", "--no-browser", "--port", "0")
    assert done.exit_code == 1
    assert "there is no store" in done.stderr


def test_one_work_at_a_time(db: Path) -> None:
    done = run("--db", db, "--report", "--static", "x.html")
    assert done.exit_code == 2


def test_a_place_that_cannot_be_written(db: Path, tmp_path: Path) -> None:
    for option in ("--static", "--export-log"):
        done = run("--db", db, option, tmp_path / "no" / "where.html")
        assert done.exit_code == 1
        assert "cannot be written" in done.stderr


def test_a_guess_at_the_reviewers_name_is_no_more_than_that() -> None:
    assert user_name() != "root" and len(user_name()) <= 40
    assert 1024 < PORT < 65536
