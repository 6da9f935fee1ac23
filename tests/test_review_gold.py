"""Reviewed articles pay back: gold that the scorer reads, counter-examples, words for the user's lexicon."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from extract.evaluate.gold import read_gold
from extract.lexicon import LexiconError, load
from extract.review.decisions import Decision, decide
from extract.review.gold import COUNTER_EXAMPLES, file_name, write_gold
from extract.review.words import add_word, complete, propose_id
from extract.store import StoreError, connect
from tests.browser.stores import make_store, piece, small_store


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return small_store(tmp_path)


def ids(connection: sqlite3.Connection, article: str) -> list[str]:
    sql = "SELECT id FROM claims WHERE article = ? ORDER BY quantity_start"
    return [id for (id,) in connection.execute(sql, (article,))]


def held(connection: sqlite3.Connection, id: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(connection.execute("SELECT json FROM claims WHERE id = ?", (id,)).fetchone()[0])
    return made


def test_a_wholly_reviewed_article_becomes_gold_that_the_scorer_reads(db: Path, tmp_path: Path) -> None:
    connection = connect(db)
    revenue, growth, latency, served, share = ids(connection, "cloud")
    decide(connection, "王芳", [Decision("accept", id) for id in (revenue, growth, served)])
    decide(connection, "王芳", [Decision("edit", latency, after={**held(connection, latency), "comparator": "<="})])
    decide(connection, "王芳", [Decision("reject", share, "not-a-claim")])
    written = write_gold(db, tmp_path / "gold")
    assert [path.name for path in written.files] == ["cloud.json"]
    assert written.left_out == (("chips", "2 of 2 claims are not decided"),)
    (gold,) = read_gold(tmp_path / "gold")
    assert [claim["quantity"] for claim in gold.claims] == ["3.2亿元", "20%", "45毫秒", "3000家"]
    assert gold.claims[2]["comparator"] == "<="
    assert gold.claims[2]["baseline"] == {
        "kind": "previous-value", "text": "从120毫秒", "value": "120", "value_max": None, "unit": "ms", "entity": None,
    }  # fmt: skip
    assert gold.claims[0]["vendor"] == "甲云"
    assert {"text": "12", "start": gold.article.text.index("12%"), "role": "other"} in gold.numbers
    assert not any(number["text"].startswith("3000") for number in gold.numbers)


def test_what_was_rejected_becomes_a_counter_example(db: Path, tmp_path: Path) -> None:
    connection = connect(db)
    chosen = ids(connection, "cloud")
    decide(connection, "王芳", [Decision("reject", chosen[4], "not-a-claim"), Decision("accept", chosen[0])])
    assert write_gold(db, tmp_path / "gold").counter_examples == 1
    (line,) = (tmp_path / "gold" / COUNTER_EXAMPLES).read_text("utf-8").splitlines()
    found = json.loads(line)
    assert (found["quantity"], found["reason"], found["rules"]) == ("12%", "not-a-claim", ["number-unit", "level"])
    assert found["quantity"] in found["sentence"]


@pytest.mark.parametrize("reason", ["wrong-vendor", "wrong-value", "wrong-unit", "wrong-baseline"])
def test_a_claim_rejected_for_a_wrong_field_leaves_the_article_unfinished(
    db: Path, tmp_path: Path, reason: str
) -> None:
    connection = connect(db)
    first, *others = ids(connection, "chips")
    decide(connection, "王芳", [Decision("reject", first, reason), *(Decision("accept", id) for id in others)])
    left_out = dict(write_gold(db, tmp_path / "gold").left_out)
    assert left_out["chips"] == "1 of 2 claims were rejected for a wrong field but not corrected"


def test_an_article_in_dispute_is_no_gold(db: Path, tmp_path: Path) -> None:
    connection = connect(db)
    decide(connection, "王芳", [Decision("accept", id) for id in ids(connection, "chips")])
    decide(connection, "李雷", [Decision("reject", ids(connection, "chips")[0], "hedged")])
    assert dict(write_gold(db, tmp_path / "gold").left_out)["chips"] == "reviewers disagree on 1 of 2 claims"


@pytest.mark.parametrize("id", ["../../evil", "/etc/passwd", "a/b\\c", "..", "con\x00trol", "云" * 300, "a.b"])
def test_an_articles_id_leads_nowhere_else(tmp_path: Path, id: str) -> None:
    name = file_name(id)
    assert (tmp_path / f"{name}.json").resolve().parent == tmp_path.resolve()
    assert not name.startswith(".")
    assert len(name) < 80


def test_gold_of_an_article_with_a_hostile_id_stays_in_the_folder(tmp_path: Path) -> None:
    text = "标题\n甲云营收5亿元。\n"
    claims = [{"quantity": "5亿元", "vendor": "甲云", "metric": "营收", "value": 500000000, "unit": "CNY"}]
    db = make_store(tmp_path / "claims.db", [piece("../../evil", text, claims)])
    connection = connect(db)
    decide(connection, "王芳", [Decision("accept", ids(connection, "../../evil")[0])])
    (path,) = write_gold(db, tmp_path / "gold").files
    assert path.parent == tmp_path / "gold"
    assert read_gold(tmp_path / "gold")[0].article.id == "../../evil"


DAMAGED = (
    "甲公司动态\n甲公司2024年營(yíng)收為50億元，同比增長(zhǎng)20%，毛利率由38%升至41%。員工3000人，編號(hào)A100。\n"
)


def test_what_was_accepted_as_extracted_is_wholly_right_for_the_scorer(tmp_path: Path) -> None:
    """The way round: articles extracted, all claims accepted, written as gold, scored - also where the text was damaged."""
    from extract.batch import ingest
    from extract.evaluate import evaluate

    (tmp_path / "a.txt").write_text(DAMAGED, "utf-8")
    db = tmp_path / "claims.db"
    ingest([str(tmp_path / "a.txt")], db, jobs=1)
    connection = connect(db)
    chosen = [id for (id,) in connection.execute("SELECT id FROM claims")]
    assert len(chosen) >= 3
    decide(connection, "王芳", [Decision("accept", id) for id in chosen])
    assert len(write_gold(db, tmp_path / "gold").files) == 1
    score = evaluate(tmp_path / "gold")
    assert score.gold == score.predicted == len(chosen)
    for article in score.articles:
        assert article.failure is None and not article.missed and not article.extra
        assert all(right for pair in article.pairs for right in pair.right.values())
        assert all(mine == theirs for theirs, mine in article.roles)


# ----------------------------------------------------------------------------------------------------------- the words


def test_a_vendor_is_added_with_its_sentence_and_is_found_from_then_on(tmp_path: Path) -> None:
    folder = tmp_path / "words"
    sentence = "丁戊云的营收|为5亿元"
    assert not [hit for hit in load().find_names(sentence) if hit.start == 0]
    path = add_word(folder, "vendor", {"id": "dingwu_cloud", "name": "丁戊云", "aliases": "丁戊"}, sentence)
    assert path == folder / "vendors.csv"
    assert [hit.id for hit in load(folder).find_names(sentence)] == ["dingwu_cloud"]
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["id"], row["examples"]) == ("dingwu_cloud", "丁戊云的营收｜为5亿元")


def test_a_second_sentence_joins_the_row_that_is_there(tmp_path: Path) -> None:
    add_word(tmp_path, "metric", {"id": "fog_index", "name": "雾指数"}, "雾指数为5")
    path = add_word(tmp_path, "metric", {"id": "fog_index", "name": "雾指数", "aliases": "雾度指数"}, "雾度指数升至6")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        (row,) = csv.DictReader(stream)
    assert (row["aliases"], row["examples"]) == ("雾度指数", "雾指数为5|雾度指数升至6")


def test_a_file_from_a_chinese_spreadsheet_is_kept(tmp_path: Path) -> None:
    (tmp_path / "vendors.csv").write_bytes("id,name\ngengxin,庚辛\n".encode("gb18030"))
    add_word(tmp_path, "vendor", {"id": "rengui", "name": "壬癸"}, "壬癸营收5亿元")
    assert {"gengxin", "rengui"} <= set(load(tmp_path).vendors)


@pytest.mark.parametrize(
    ("kind", "cells", "example", "told"),
    [
        ("vendor", {"id": "x y", "name": "丁戊"}, "丁戊营收", "is no id"),
        ("vendor", {"id": "", "name": "丁戊"}, "丁戊营收", "needs id"),
        ("vendor", {"id": "x", "name": "丁|戊"}, "丁戊营收", "bar"),
        ("vendor", {"id": "x", "name": "丁戊"}, "别的句子", "does not stand"),
        ("product", {"id": "x", "name": "丁戊"}, "丁戊营收", "needs owner"),
        ("vendor", {"id": "x", "name": "丁戊", "path": "/etc"}, "丁戊营收", "no column"),
        ("unit", {"id": "x", "name": "丁戊"}, "丁戊", "no word"),
    ],
)
def test_a_word_that_does_not_work_changes_nothing(
    tmp_path: Path, kind: str, cells: dict[str, str], example: str, told: str
) -> None:
    add_word(tmp_path, "vendor", {"id": "jiyi", "name": "己已庚"}, "己已庚营收")
    before = (tmp_path / "vendors.csv").read_bytes()
    with pytest.raises((StoreError, LexiconError), match=told):
        add_word(tmp_path, kind, cells, example)
    assert (tmp_path / "vendors.csv").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["vendors.csv"]


def test_words_added_beside_the_store_are_known_the_next_time(db: Path) -> None:
    from extract.review.desk import Desk

    desk = Desk(db)
    assert desk.writable == db.parent / "lexicon" and not desk.writable.exists()
    add_word(desk.writable, "vendor", {"id": "bingxin", "name": "丙芯"}, "丙芯的良率升至92%")
    assert "bingxin" in Desk(db).sights.lexicon().vendors


def test_completion_offers_the_nearest_first() -> None:
    offers = complete(load(), "vendor", "腾讯")
    assert offers[0]["id"] == "tencent"
    assert "tencent_cloud" in [offer["id"] for offer in offers]
    assert complete(load(), "unit", "GB")[0]["id"] == "GB"
    assert complete(load(), "vendor", "  ") == []
    with pytest.raises(StoreError):
        complete(load(), "colour", "红")


def test_a_proposed_id_is_an_id(tmp_path: Path) -> None:
    for name in ("Acme 云", "甲乙丙丁戊己庚辛", "!!", "ＡＢＣ"):
        cells = {"id": propose_id(name), "name": name}
        assert add_word(tmp_path, "vendor", cells, "").exists()
