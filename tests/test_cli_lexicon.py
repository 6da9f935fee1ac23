"""The words on the command line: found without being asked for, checked, compared, and what they lack suggested."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
ARTICLE = (
    "星海智算宣布，星飞F9000的单框带宽达3TB/s。星海智算称，星飞F9000已出货200台。"
    "星飞F9000用于客户产线，第二批晶格咬合度升至15%，晶格咬合度达到16%。"
)


def zhclaims(*arguments: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extract", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "ZHCLAIMS_LEXICON": "", "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def vendors_of(made: subprocess.CompletedProcess[str]) -> set[str | None]:
    records: list[dict[str, Any]] = [json.loads(line) for line in made.stdout.splitlines()]
    assert records, made.stderr
    return {record["vendor"] and record["vendor"]["id"] for record in records}


@pytest.fixture
def words(tmp_path: Path) -> Path:
    folder = tmp_path / "words"
    folder.mkdir()
    (folder / "vendors.csv").write_text("id,name\nstarsea,星海智算\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("星海智算的集群通信带宽提升15倍。", encoding="utf-8")
    return folder


def test_the_users_words_are_found_by_variable_and_by_file(words: Path, tmp_path: Path) -> None:
    assert vendors_of(zhclaims("extract", "a.txt", cwd=tmp_path)) == {None}
    assert vendors_of(zhclaims("extract", "a.txt", cwd=tmp_path, ZHCLAIMS_LEXICON=str(words))) == {"starsea"}
    (tmp_path / "zhclaims.toml").write_text('lexicon = "words"\n', encoding="utf-8")
    assert vendors_of(zhclaims("extract", "a.txt", cwd=tmp_path)) == {"starsea"}
    assert "星海智算 (starsea" in zhclaims("explain", "a.txt", cwd=tmp_path).stdout
    stored = zhclaims("ingest", "a.txt", "--db", "claims.db", "--jobs", 1, cwd=tmp_path)
    assert stored.returncode == 0, stored.stderr
    assert vendors_of(zhclaims("export", "--db", "claims.db", cwd=tmp_path)) == {"starsea"}


def test_check_looks_at_the_users_words_when_there_are_some(words: Path, tmp_path: Path) -> None:
    (words / "vendors.csv").write_text("id,name,parent\nstarsea,星海智算,nobody_known\n", encoding="utf-8")
    made = zhclaims("check", cwd=tmp_path, ZHCLAIMS_LEXICON=str(words))
    assert made.returncode == 1 and "'nobody_known' is not registered" in made.stdout
    made = zhclaims("check", cwd=tmp_path, ZHCLAIMS_LEXICON=str(tmp_path / "nowhere"))
    assert made.returncode == 1 and "there is no such folder" in made.stdout
    (tmp_path / "zhclaims.toml").write_text("lexicon = 7\n", encoding="utf-8")
    made = zhclaims("check", cwd=tmp_path)
    assert made.returncode == 1 and "write lexicon" in made.stderr and "Traceback" not in made.stderr


def test_compare_sets_the_words_against_ours_alone(words: Path, tmp_path: Path) -> None:
    """Also when they are those that are in use anyway."""
    made = zhclaims("compare", "--lexicon", words, "a.txt", cwd=tmp_path, ZHCLAIMS_LEXICON=str(words))
    assert made.returncode == 0, made.stderr
    assert "starsea" in made.stdout and made.stdout.splitlines()[-1] == "0 gained, 0 lost, 1 changed"
    twice = zhclaims("compare", "--lexicon", words, "-", cwd=tmp_path)
    assert twice.returncode == 2 and "cannot be read twice" in twice.stderr


def test_compare_reads_the_open_part_of_the_corpus_when_no_article_is_named(
    words: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    import extract.evaluate
    from extract.cli.app import app

    for name in ("open", "closed"):
        folder = tmp_path / "corpus" / "gold" / name
        folder.mkdir(parents=True)
        article = {"id": name, "text": "星海智算的集群通信带宽提升15倍。"}
        (folder / f"{name}.json").write_text(json.dumps(article, ensure_ascii=False), encoding="utf-8")
    (folder / "SCORE-ONLY").write_text("nobody looks", encoding="utf-8")
    monkeypatch.setattr(extract.evaluate, "default_corpus", lambda: tmp_path / "corpus")
    made = CliRunner().invoke(app, ["compare", "--lexicon", str(words), "--json"])
    assert made.exit_code == 0, made.output
    assert [json.loads(line)["record"]["article"] for line in made.stdout.splitlines()] == ["open"]
    monkeypatch.setattr(extract.evaluate, "default_corpus", lambda: None)
    assert CliRunner().invoke(app, ["compare", "--lexicon", str(words)]).exit_code == 2


def test_suggest_gives_what_stands_often_with_sentences_and_rows(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    made = zhclaims("lexicon", "suggest", "b.txt", "--least", 2, cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert "product 星飞F9000 · 3 times in 1 articles" in made.stdout
    assert "    星海智算称，星飞F9000已出货200台。" in made.stdout
    assert "metric 晶格咬合度 · 2 times" in made.stdout and "units=%" in made.stdout
    assert "星飞F9000" not in zhclaims("lexicon", "suggest", "b.txt", "--least", 4, cwd=tmp_path).stdout
    only = zhclaims("lexicon", "suggest", "b.txt", "--least", 2, "--kind", "metric", cwd=tmp_path).stdout
    assert "metric 晶格咬合度" in only and "product" not in only


def test_suggest_of_a_store_is_suggest_of_its_articles(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    assert zhclaims("ingest", "b.txt", "--db", "claims.db", "--jobs", 1, cwd=tmp_path).returncode == 0
    stored = zhclaims("lexicon", "suggest", "--db", "claims.db", "--least", 2, cwd=tmp_path)
    assert stored.stdout == zhclaims("lexicon", "suggest", "b.txt", "--least", 2, cwd=tmp_path).stdout != ""


def test_suggested_rows_are_a_folder_of_words_when_they_are_filled_in(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    command = ("lexicon", "suggest", "b.txt", "--least", 2, "--kind", "product", "-o", "new")
    assert zhclaims(*command, cwd=tmp_path).returncode == 0
    file = tmp_path / "new" / "products.csv"
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["name"] for row in rows] == ["星飞F9000"]
    (tmp_path / "new" / "vendors.csv").write_text("id,name\nstarsea,星海智算\n", encoding="utf-8")
    rows[0]["owner"] = "starsea"
    with file.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    made = zhclaims("check", "--lexicon", "new", cwd=tmp_path)
    assert made.returncode == 0, made.stdout
    assert zhclaims(*command[:-1], "other", "--lexicon", "new", cwd=tmp_path).returncode == 0
    assert not (tmp_path / "other" / "products.csv").exists()  # it is known now
    again = zhclaims(*command, cwd=tmp_path)
    assert again.returncode == 1 and "is there already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ((), 2, "give articles, or a store"),
        (("a.txt", "--db", "claims.db"), 2, "give articles, or a store"),
        (("a.txt", "--kind", "colour"), 2, "choose from vendor, product, metric, unit"),
        (("--db", "nowhere.db"), 1, "nowhere.db"),
        (("nowhere.txt",), 1, "nowhere.txt"),
    ],
)
def test_suggest_says_what_it_needs(arguments: tuple[str, ...], status: int, told: str, tmp_path: Path) -> None:
    made = zhclaims("lexicon", "suggest", *arguments, cwd=tmp_path)
    assert (made.returncode, made.stdout) == (status, "")
    shown = " ".join(made.stderr.replace("│", " ").split())
    assert told in shown and "Traceback" not in shown
