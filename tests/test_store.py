"""The store: schema and migrations, settling of inputs, judgements that outlive records."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))
from standin import find

from extract.ingest.articles import content_id
from extract.store import (
    Filter,
    Look,
    Outcome,
    Store,
    StoreError,
    add_claim,
    connect,
    connect_read_only,
    judge,
    latest,
    log,
    opening,
    read_claims,
)
from extract.store.rows import NUMBER_COLUMNS, RECORD_COLUMNS

OLDER = range(1, latest())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "claims.db") as opened:
        yield opened


def ingest(
    store: Store,
    files: dict[str, Sequence[Any]],
    *,
    extractor: str = "one",
    refresh: bool = False,
    stop: int | None = None,
) -> list[Outcome]:
    """Settle files, each a list of texts, (id, text) pairs, ``find`` results or None for a failure, as one run.

    ``stop`` cuts it off after so many places.
    """
    run, outcomes = store.begin_run(extractor, {}), list[Outcome]()
    for path, contents in files.items():
        visit = store.visit(run, path, extractor, refresh)
        for place, content in enumerate(contents):
            if stop is not None and len(outcomes) == stop:
                return outcomes
            if isinstance(content, str):
                content = find(content)
            elif isinstance(content, tuple):
                content = find(content[1], id=content[0])
            with store.transaction():
                if content is None:
                    outcome = visit.fail(place, f"{path}:{place}", "open", "not permitted", "permit it")
                else:
                    outcome = visit.settle(place, f"{path}:{place}", content)
            assert outcome is not None
            outcomes.append(outcome)
        with store.transaction():
            store.settle_file(visit, None, "", len(contents), 0)
    return outcomes


def rows(store: Store, sql: str) -> list[Any]:
    return store.connection.execute(sql).fetchall()


def content(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    """All that matters of a store: without run numbers and times."""
    queries = {
        "articles": "SELECT seq, id, content, path, title, published, publisher, text, extractor FROM articles ORDER BY seq",
        "inputs": "SELECT path, place, source, status, article, given, stage, reason, remedy FROM inputs ORDER BY path, place",
        "records": "SELECT * FROM records ORDER BY id",
        "numbers": "SELECT * FROM numbers ORDER BY article, start",
        "judgements": "SELECT id, record, article, verdict, claim, carried_from FROM judgements ORDER BY id",
        "reprints": "SELECT * FROM reprints ORDER BY article",
        "differences": "SELECT * FROM differences ORDER BY record",
        "files": "SELECT path, reading, items FROM files ORDER BY path",
    }
    return {name: connection.execute(sql).fetchall() for name, sql in queries.items()}


# -------------------------------------------------------------------------------------------------------- the schema


def test_a_fresh_store_is_ours_and_of_the_newest_version(store: Store) -> None:
    assert rows(store, "PRAGMA user_version") == [(latest(),)]
    assert rows(store, "PRAGMA application_id") == [(opening.APPLICATION,)]
    assert rows(store, "PRAGMA journal_mode") == [("wal",)]
    assert rows(store, "PRAGMA foreign_keys") == [(1,)]


def test_every_column_that_rows_have_is_in_the_tables(store: Store) -> None:
    for table, columns in (("records", RECORD_COLUMNS), ("numbers", NUMBER_COLUMNS)):
        assert [row[1] for row in rows(store, f"PRAGMA table_info({table})")] == list(columns)


def test_claims_begin_with_the_five_that_matter(store: Store) -> None:
    names = [column[0] for column in store.connection.execute("SELECT * FROM claims").description]
    assert names[:11] == [
        *(
            "vendor",
            "metric",
            "value",
            "unit",
            "baseline",
            "sentence",
            "title",
            "published",
            "publisher",
            "status",
            "confidence",
        )
    ]


@pytest.mark.parametrize("version", OLDER)
def test_an_older_store_is_backed_up_and_migrated(tmp_path: Path, version: int) -> None:
    path = tmp_path / "claims.db"
    _old_store(path, version)
    before = path.read_bytes()
    connection = connect(path)
    assert connection.execute("PRAGMA user_version").fetchone() == (latest(),)
    assert connection.execute("SELECT value, status FROM claims").fetchall() == [(50, "accepted")]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    fresh = connect(tmp_path / "fresh.db", create=True)
    schema = "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY name"
    assert connection.execute(schema).fetchall() == fresh.execute(schema).fetchall()
    backup = sqlite3.connect(tmp_path / f"claims.db.v{version}.backup")
    assert backup.execute("PRAGMA user_version").fetchone() == (version,)
    assert backup.execute("SELECT value FROM claims").fetchall() == [(50,)]
    assert len(before) > 0


@pytest.mark.parametrize("version", OLDER)
def test_a_migration_that_fails_leaves_the_store_as_it_was(
    tmp_path: Path, version: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "claims.db"
    _old_store(path, version)
    steps = opening.migrations()
    steps[version + 1] += "\nCREATE TABLE articles (twice);"
    monkeypatch.setattr(opening, "migrations", lambda: steps)
    with pytest.raises(StoreError):
        connect(path)
    left = sqlite3.connect(path)
    assert left.execute("PRAGMA user_version").fetchone() == (version,)
    assert left.execute("SELECT value FROM claims").fetchall() == [(50,)]


@pytest.mark.parametrize("version", OLDER)
def test_reading_an_older_store_brings_it_up_to_date(tmp_path: Path, version: int) -> None:
    path = tmp_path / "claims.db"
    _old_store(path, version)
    assert [row["value"] for row in read_claims(connect_read_only(path))] == [50]
    assert (tmp_path / f"claims.db.v{version}.backup").exists()


def test_a_second_backup_does_not_overwrite_the_first(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    _old_store(path, 1)
    (tmp_path / "claims.db.v1.backup").write_text("precious")
    connect(path).close()
    assert (tmp_path / "claims.db.v1.backup").read_text() == "precious"
    assert sqlite3.connect(tmp_path / "claims.db.v1.backup2").execute("PRAGMA user_version").fetchone() == (1,)


def _old_store(path: Path, version: int) -> None:
    """A store as an older program left it, with one judged claim."""
    connection = connect(path, create=True, version=version)
    found = find("甲公司营收50元。", id="a")
    assert found.readout is not None
    connection.execute("INSERT INTO runs (started, extractor) VALUES ('2025-01-01T00:00:00Z', 'old')")
    connection.execute(
        "INSERT INTO articles (id, content, path, text, extractor, run) VALUES ('a', ?, '/a.txt', ?, 'old', 1)",
        (found.content, found.article.text),
    )
    marks = ", ".join("?" * len(RECORD_COLUMNS))
    connection.executemany(f"INSERT INTO records ({', '.join(RECORD_COLUMNS)}) VALUES ({marks})", found.readout.records)
    connection.execute(
        "INSERT INTO judgements (id, record, article, reviewer, verdict, before, at, claim) "
        "SELECT 'j1', id, article, 'li', 'accept', json, '2025-01-02T00:00:00Z', claim FROM records"
    )
    connection.close()


def test_what_is_no_store_of_ours_is_refused_and_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    text = tmp_path / "text.db"
    text.write_text("no database at all, but long enough to be taken for the header of one" * 10)
    newer = tmp_path / "newer.db"
    made = connect(newer, create=True)
    made.execute("PRAGMA user_version = 999")
    made.close()
    for path, said in ((other, "no store of zhclaims"), (text, "no SQLite database"), (newer, "newer zhclaims")):
        before = path.read_bytes()
        with pytest.raises(StoreError, match=said):
            connect(path, create=True)
        assert path.read_bytes() == before
    with pytest.raises(StoreError, match="there is no store"):
        connect_read_only(tmp_path / "none.db")


def test_only_one_ingest_holds_a_store(store: Store) -> None:
    with pytest.raises(StoreError, match="another ingest"):
        Store(store.path)
    connect_read_only(store.path).close()
    connect(store.path).close()


# --------------------------------------------------------------------------------------------------------- settling


def test_an_article_is_new_then_unchanged(store: Store) -> None:
    assert [o.how for o in ingest(store, {"/a": ["营收50元。"]})] == ["new"]
    assert [o.status for o in ingest(store, {"/a": ["营收50元。"]})] == ["unchanged"]


def test_the_same_content_elsewhere_is_a_duplicate_and_says_of_what(store: Store) -> None:
    first, second = ingest(store, {"/a": ["营收50元。"], "/b": ["营收50元。"]})
    assert (second.status, second.article) == ("duplicate", first.article)
    assert [o.status for o in ingest(store, {"/b": ["营收50元。"]})] == ["unchanged"]
    assert rows(store, "SELECT path, status FROM inputs ORDER BY path") == [("/a", "done"), ("/b", "duplicate")]


def test_the_same_content_twice_in_a_file_is_a_duplicate_once(store: Store) -> None:
    assert [o.status for o in ingest(store, {"/a": ["营收50元。"] * 2})] == ["done", "duplicate"]
    assert [o.status for o in ingest(store, {"/a": ["营收50元。"] * 3})] == ["unchanged", "unchanged", "duplicate"]


def test_the_same_text_from_another_publisher_is_an_article_of_its_own(store: Store) -> None:
    text = "营收50元。"
    one, other = ingest(store, {"/a": [find(text, publisher="甲报")], "/b": [find(text, publisher="乙报")]})
    assert one.status == other.status == "done"
    assert one.article == content_id(text)
    assert str(other.article).startswith(f"{one.article}~")
    assert rows(store, "SELECT count(DISTINCT article), count(DISTINCT id) FROM records") == [(2, 2)]
    assert [row[0] for row in rows(store, "SELECT record FROM numbers")] == [
        row[0] for row in rows(store, "SELECT id FROM records")
    ]


def test_a_changed_article_with_an_id_is_replaced(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收50元。")]})
    (outcome,) = ingest(store, {"/a": [("x", "营收60元。")]})
    assert (outcome.status, outcome.how, outcome.article) == ("done", "changed", "x")
    assert rows(store, "SELECT id, text FROM articles") == [("x", "营收60元。")]
    assert rows(store, "SELECT value FROM records") == [(60,)]


def test_two_files_may_use_one_id_for_two_articles(store: Store) -> None:
    files = {"/a": [("1", "营收50元。")], "/b": [("1", "销量70台。")]}
    one, other = ingest(store, files)
    assert (one.article, other.how) == ("1", "new")
    assert str(other.article).startswith("1~")
    assert [o.status for o in ingest(store, files)] == ["unchanged", "unchanged"]
    (changed,) = ingest(store, {"/b": [("1", "销量71台。")]})
    assert (changed.how, changed.article) == ("changed", other.article)
    assert rows(store, "SELECT id FROM records ORDER BY id") == [("1#2",), (f"{other.article}#2",)]


def test_a_changed_text_file_is_the_same_article(store: Store) -> None:
    ingest(store, {"/a.txt": ["营收50元。"]})
    (outcome,) = ingest(store, {"/a.txt": ["完全不同的文字，销量70台。"]})
    assert outcome.how == "changed"
    assert rows(store, "SELECT count(*) FROM articles") == [(1,)]


def test_a_line_put_in_front_shifts_nothing(store: Store) -> None:
    old = [f"第一篇讲的是公司{'甲乙丙丁'[n]}，营收{n}元。" for n in range(4)]
    ingest(store, {"/a": old})
    outcomes = ingest(store, {"/a": ["全新的一篇，销量70台。", *old]})
    assert [o.how or o.status for o in outcomes] == ["new", *["unchanged"] * 4]


def test_a_changed_line_among_many_is_recognised_by_its_likeness(store: Store) -> None:
    body = "公司表示，市场需求持续旺盛，产能利用率保持在较高水平，未来将继续加大研发投入。"
    ingest(store, {"/a": [f"第{n}。{body}营收{n}元。" for n in (5, 6, 7)]})
    outcomes = ingest(store, {"/a": [f"第5。{body}营收5元。", f"第6。{body}营收66元。", f"第7。{body}营收7元。"]})
    assert [o.how or o.status for o in outcomes] == ["unchanged", "changed", "unchanged"]


def test_what_a_duplicate_still_holds_is_not_lost_when_the_first_changes(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收50元。")], "/b": [("x", "营收50元。")]})
    (outcome,) = ingest(store, {"/a": [("x", "营收60元。")]})
    assert outcome.how == "changed"
    assert rows(store, "SELECT value FROM records ORDER BY value") == [(50,), (60,)]
    assert rows(
        store, "SELECT i.path, i.status, a.text FROM inputs i JOIN articles a ON a.id = i.article ORDER BY 1"
    ) == [
        ("/a", "done", "营收60元。"),
        ("/b", "done", "营收50元。"),
    ]


def test_what_the_worker_took_for_known_is_asked_for_again(store: Store) -> None:
    found = find("营收50元。", id="x")
    visit = store.visit(store.begin_run("one", {}), "/a", "one", False)
    with store.transaction():
        assert visit.settle(0, "/a", found.__class__(found.article, found.content, False, None)) is None
        assert rows(store, "SELECT count(*) FROM inputs") == [(0,)]
        assert visit.settle(0, "/a", found) is not None


def test_a_failure_is_a_row_until_the_input_is_mended(store: Store) -> None:
    run = store.begin_run("one", {})
    visit = store.visit(run, "/a", "one", False)
    with store.transaction():
        visit.fail(0, "/a:1", "parse", "the line is not JSON", "mend it")
        store.settle_file(visit, Look(1, 2, 3), "", 1, 1)
    assert rows(store, "SELECT source, stage, reason, remedy FROM failures") == [
        ("/a:1", "parse", "the line is not JSON", "mend it")
    ]
    assert not store.is_settled("/a", Look(1, 2, 3), "")
    ingest(store, {"/a": ["营收50元。"]})
    assert rows(store, "SELECT * FROM failures") == []


def test_a_settled_file_is_known_by_its_look_and_its_options(store: Store) -> None:
    visit = store.visit(store.begin_run("one", {}), "/a", "one", False)
    with store.transaction():
        store.settle_file(visit, Look(1, 2, 3), "utf-8", 1, 0)
    assert store.is_settled("/a", Look(1, 2, 3), "utf-8")
    for look, reading in (
        (Look(2, 2, 3), "utf-8"),
        (Look(1, 3, 3), "utf-8"),
        (Look(1, 2, 4), "utf-8"),
        (Look(1, 2, 3), "gbk"),
        (None, "utf-8"),
    ):
        assert not store.is_settled("/a", look, reading)


def test_an_article_that_failed_once_is_still_the_same_article(store: Store) -> None:
    ingest(store, {"/a.txt": ["营收50元。"]})
    judge(store.connection, only_record(store), "accept", "li")
    visit = store.visit(store.begin_run("one", {}), "/a.txt", "one", False)
    with store.transaction():
        visit.fail(0, "/a.txt", "open", "not permitted", "permit it")
        store.settle_file(visit, None, "", 1, 1)
    (outcome,) = ingest(store, {"/a.txt": ["最新：营收50元。"]})
    assert (outcome.how, outcome.carried) == ("changed", 1)
    assert rows(store, "SELECT count(*) FROM articles") == [(1,)]


_TEXTS = st.sampled_from([f"{who}公司营收{n}元。" for who in "甲乙" for n in (5, 6)])
_ENTRIES = st.one_of(
    st.none(),
    _TEXTS,
    st.tuples(st.sampled_from("xy"), _TEXTS),
    st.builds(lambda t, p: find(t, publisher=p), _TEXTS, st.sampled_from("报台")),
)
_FILES = st.dictionaries(st.sampled_from(["/a", "/b", "/c"]), st.lists(_ENTRIES, min_size=1, max_size=4), min_size=1)


def _text(entry: Any) -> str:
    return str(entry if isinstance(entry, str) else entry[1] if isinstance(entry, tuple) else entry.article.text)


@settings(max_examples=150, deadline=None)
@given(st.lists(_FILES, min_size=1, max_size=4), st.data())
def test_whatever_happens_to_files_each_input_leads_to_its_own_text(
    tmp_path_factory: pytest.TempPathFactory, generations: list[dict[str, Any]], data: st.DataObject
) -> None:
    """And a run that is cut off anywhere and repeated gives the store of an undisturbed one."""
    folder = tmp_path_factory.mktemp("store")
    with Store(folder / "smooth.db") as smooth, Store(folder / "rough.db") as rough:
        standing: dict[str, Any] = {}
        for files in generations:
            standing |= files
            outcomes = ingest(smooth, files)
            assert len(outcomes) == sum(map(len, files.values()))
            ingest(rough, files, stop=data.draw(st.integers(0, len(outcomes))))
            ingest(rough, files)
            held = rows(
                smooth, "SELECT i.path, i.place, a.text FROM inputs i JOIN articles a ON a.id = i.article ORDER BY 1, 2"
            )
            wanted = [
                (path, place, _text(entry))
                for path in sorted(standing)
                for place, entry in enumerate(standing[path])
                if entry is not None
            ]
            assert held == wanted
            assert rows(smooth, "PRAGMA foreign_key_check") == []
            expected = ["failed" if entry is None else "unchanged" for path in files for entry in files[path]]
            assert [o.status for o in ingest(smooth, files)] == expected
            assert content(smooth.connection) == content(rough.connection)


# -------------------------------------------------------------------------------------------------------- judgements


def only_record(store: Store) -> str:
    ((id,),) = rows(store, "SELECT id FROM records")
    return str(id)


def status(store: Store) -> list[str]:
    return [row[0] for row in rows(store, "SELECT status FROM claims ORDER BY article, quantity_start")]


def test_the_log_is_append_only(store: Store) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    judge(store.connection, only_record(store), "accept", "li")
    for sql in ("DELETE FROM judgements", "UPDATE judgements SET reviewer = 'wang'"):
        with pytest.raises(sqlite3.IntegrityError, match="never"):
            store.connection.execute(sql)


def test_the_latest_verdict_stands_until_it_is_undone(store: Store) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    record, connection = only_record(store), store.connection
    assert status(store) == ["unreviewed"]
    first = judge(connection, record, "accept", "li")
    assert status(store) == ["accepted"]
    second = judge(connection, record, "reject", "wang", reason="wrong unit")
    judge(connection, record, "comment", "li", reason="are you sure?")
    assert status(store) == ["rejected"]
    judge(connection, record, "undo", "wang", undoes=second.id)
    assert status(store) == ["accepted"]
    judge(connection, record, "undo", "li", undoes=first.id)
    assert status(store) == ["unreviewed"]
    assert [j.verdict for j in log(connection, record)] == ["accept", "reject", "comment", "undo", "undo"]


def test_saying_it_twice_under_one_id_says_it_once(store: Store) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    one = judge(store.connection, only_record(store), "accept", "li", id="k1")
    assert judge(store.connection, only_record(store), "accept", "li", id="k1") == one
    assert len(log(store.connection)) == 1


def test_a_correction_is_what_claims_show_and_export(store: Store) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    record = only_record(store)
    before = json.loads(rows(store, "SELECT json FROM records")[0][0])
    after = {**before, "value": 51, "vendor": None, "baseline": None, "flags": ["a", "b"]}
    made = judge(store.connection, record, "edit", "li", after=after)
    (row,) = read_claims(store.connection)
    assert (row["value"], row["vendor"], row["status"], row["flags"], row["reviewer"]) == (
        51,
        None,
        "edited",
        "a|b",
        "li",
    )
    assert json.loads(row["json"]) == after
    assert rows(store, "SELECT value FROM records") == [(50,)]
    again = judge(store.connection, record, "edit", "li", after={**after, "value": 52})
    assert (made.before, again.before) == (before, after)


def test_every_column_of_an_edit_shows_what_the_same_record_unedited_shows(store: Store) -> None:
    """The view reads corrections with paths of its own; they must say what ``flatten`` says."""
    full = find("营收50元。", id="a")
    assert full.readout is not None
    record = json.loads(full.readout.records[0][-1]) | {
        "subject": "云", "value_max": 60, "attribution": "IDC", "scope": "千卡集群", "flags": ["f1", "f2"], "rules": ["r1", "r2"],
        "vendor": {"id": "v", "name": "甲", "text": "甲司", "how": "heading"},
        "baseline": {"kind": "competitor", "text": "乙的3元", "value": 3, "value_max": 4, "unit": "元", "entity": "乙"},
        "period": {"text": "去年", "start": "2024-01-01", "end": "2024-12-31"},
        "derived": {"si_value": 50, "si_value_max": 60, "si_unit": "CNY", "factor": 1.5, "baseline_value": 3, "baseline_implied": True},
    }  # fmt: skip
    ingest(store, {"/a": [full]})
    judge(store.connection, only_record(store), "edit", "li", after=record)
    (shown,) = read_claims(store.connection)
    from extract.table import COLUMNS, flatten

    told = flatten(record)
    assert {name: shown[name] for name in COLUMNS} == told
    assert all(told[name] is not None for name in COLUMNS)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        ({"record": "none#1", "verdict": "accept"}, "there is no record"),
        ({"verdict": "edit"}, "without a corrected record"),
        ({"verdict": "accept", "after": {"id": "x"}}, "with a corrected record"),
        ({"verdict": "undo"}, "without a judgement"),
        ({"verdict": "undo", "undoes": "none"}, "there is no judgement"),
        ({"verdict": "edit", "after": {"id": "x"}}, "does not follow"),
    ],
)
def test_a_judgement_that_cannot_be_is_refused_in_words(store: Store, call: dict[str, Any], said: str) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    with pytest.raises(StoreError, match=said):
        judge(store.connection, call.pop("record", only_record(store)), reviewer="li", **call)
    assert log(store.connection) == []


def test_a_judgement_is_undone_once(store: Store) -> None:
    ingest(store, {"/a": ["营收50元。"]})
    made = judge(store.connection, only_record(store), "accept", "li")
    judge(store.connection, only_record(store), "undo", "li", undoes=made.id)
    with pytest.raises(StoreError, match="undone before"):
        judge(store.connection, only_record(store), "undo", "li", undoes=made.id)


def test_judgements_go_with_the_claim_when_the_article_changes(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收50元。销量70台。")]})
    for (record,) in rows(store, "SELECT id FROM records"):
        judge(store.connection, record, "accept", "li")
    (outcome,) = ingest(store, {"/a": [("x", "最新消息。营收50元。销量80台。")]})
    assert (outcome.how, outcome.carried, outcome.dropped) == ("changed", 1, 1)
    assert rows(store, "SELECT value, status FROM claims ORDER BY value") == [(50, "accepted"), (80, "unreviewed")]
    carried = log(store.connection)[-1]
    assert carried.carried_from == log(store.connection)[0].id
    assert carried.reviewer == "li"


def test_a_correction_goes_along_and_points_to_the_new_place(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收50元。")]})
    before = json.loads(rows(store, "SELECT json FROM records")[0][0])
    made = judge(store.connection, "x#2", "edit", "li", after={**before, "unit": "CNY"})
    judge(store.connection, "x#2", "flag", "wang")
    judge(store.connection, "x#2", "undo", "wang", undoes=log(store.connection)[-1].id)
    ingest(store, {"/a": [("x", "快讯。营收50元。")]})
    (row,) = read_claims(store.connection)
    assert (row["unit"], row["status"], row["id"], row["quantity_start"]) == ("CNY", "edited", "x#5", 5)
    assert json.loads(row["json"])["id"] == "x#5"
    assert made.record == "x#2"


def test_a_claim_that_changed_in_its_place_must_be_reviewed_anew(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收50元。")]})
    judge(store.connection, "x#2", "accept", "li")
    (outcome,) = ingest(store, {"/a": [("x", "营收60元。")]})
    assert (outcome.carried, outcome.dropped) == (0, 1)
    assert status(store) == ["unreviewed"]
    ingest(store, {"/a": [("x", "营收50元。")]})
    assert status(store) == ["accepted"]  # it was said of this very claim


def test_refresh_replaces_records_and_keeps_judgements(store: Store) -> None:
    files = {"/a": [("x", "营收50元。销量70台。")]}
    ingest(store, files)
    judge(store.connection, "x#2", "accept", "li")
    judge(store.connection, "x#8", "reject", "li")
    (unchanged,) = ingest(store, files, extractor="two")
    assert (unchanged.status, unchanged.stale) == ("unchanged", True)
    newer = find("营收50元。销量70台。", id="x")
    assert newer.readout is not None
    fewer = newer.__class__(newer.article, newer.content, False, newer.readout.__class__(newer.readout.records[:1], ()))
    (outcome,) = ingest(store, {"/a": [fewer]}, extractor="two", refresh=True)
    assert (outcome.how, outcome.carried, outcome.dropped) == ("refreshed", 1, 1)
    assert status(store) == ["accepted"]
    assert rows(store, "SELECT extractor FROM articles") == [("two",)]
    (outcome,) = ingest(store, {"/a": [fewer]}, extractor="two", refresh=True)
    assert outcome.status == "unchanged"


def test_an_article_with_a_name_of_its_own_is_refreshed_under_it(store: Store) -> None:
    files = {"/a": [("1", "营收50元。")], "/b": [("1", "销量70台。")]}
    _, other = ingest(store, files)
    outcomes = ingest(store, files, extractor="two", refresh=True)
    assert [o.how for o in outcomes] == ["refreshed", "refreshed"]
    assert rows(store, "SELECT id FROM records ORDER BY value") == [("1#2",), (f"{other.article}#2",)]


def test_a_claim_that_a_reviewer_added_survives(store: Store) -> None:
    text = "营收五十元。"
    ingest(store, {"/a": [("x", text)]})
    template = find("营收50元。", id="x")
    assert template.readout is not None
    added = json.loads(template.readout.records[0][-1])
    added |= {
        "quantity": {"text": "五十", "start": 2, "end": 4},
        "evidence": {"text": "营收五十元", "start": 0, "end": 5},
    }
    made = add_claim(store.connection, added, "li", reason="missed")
    assert rows(store, "SELECT value, status, origin FROM claims") == [(50, "edited", "reviewer")]
    ingest(store, {"/a": [("x", f"快讯。{text}")]})
    ((start, state),) = rows(store, "SELECT quantity_start, status FROM claims")
    assert (start, state) == (5, "edited")
    ingest(store, {"/a": [("x", "不再提起。")]})
    assert rows(store, "SELECT * FROM claims") == []
    assert log(store.connection)[0].id == made.id


def test_an_added_claim_that_is_undone_is_gone(store: Store) -> None:
    ingest(store, {"/a": [("x", "营收五十元。")]})
    template = find("营收50元。", id="x")
    assert template.readout is not None
    made = add_claim(store.connection, json.loads(template.readout.records[0][-1]), "li")
    judge(store.connection, made.record, "undo", "li", undoes=made.id)
    assert rows(store, "SELECT * FROM claims") == []


# ----------------------------------------------------------------------------------------------------------- reading


def test_filters(store: Store) -> None:
    import datetime as dt

    days = [dt.date(2025, 1, day) for day in (1, 2, 3)]
    ingest(store, {f"/{d.day}": [find(f"营收{d.day}0元。", id=f"a{d.day}", published=d)] for d in days})
    ingest(store, {"/none": [find("营收99元。", id="z")]})
    judge(store.connection, "a2#2", "accept", "li")

    def values(**asked: Any) -> list[int]:
        return [row["value"] for row in read_claims(store.connection, Filter(**asked))]

    assert values() == [10, 20, 30, 99]
    assert values(since=days[1]) == [20, 30]
    assert values(until=days[1]) == [10, 20]
    assert values(since=days[1], until=days[1]) == [20]
    assert values(statuses=("accepted",)) == [20]
    assert values(vendors=("甲公司",)) == values(metrics=("REVENUE",)) == values(metrics=("营收",)) == [10, 20, 30, 99]
    assert values(vendors=("乙公司",)) == values(min_confidence=0.95) == []
    for asked in ({"statuses": ("good",)}, {"min_confidence": 2}, {"since": days[1], "until": days[0]}):
        with pytest.raises(StoreError):
            Filter(**asked)


def test_numbers_beyond_sqlite_are_kept_as_floats(store: Store) -> None:
    ingest(store, {"/a": ["营收100000000000000000000元。"]})
    assert rows(store, "SELECT value FROM claims") == [(1e20,)]


def test_other_programs_see_the_view(store: Store) -> None:
    import pandas as pd

    ingest(store, {"/a": ["营收50元。"]})
    frame = pd.read_sql("SELECT vendor, metric, value, unit FROM claims", sqlite3.connect(store.path))
    assert frame.to_dict("records") == [{"vendor": "甲公司", "metric": "营业收入", "value": 50, "unit": "元"}]
