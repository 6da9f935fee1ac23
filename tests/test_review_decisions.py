"""Deciding: durable rows, undo without limit, nothing overwritten unseen, nothing imported by halves."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.review.decisions import Conflict, Decision, decide, newest, undo
from extract.review.restoring import restore_log
from extract.review.views import exported_log
from extract.store import StoreError, connect
from extract.validation import problem
from tests.browser.stores import small_store

FIRST = "cloud#24"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return small_store(tmp_path)


@pytest.fixture
def connection(db: Path) -> sqlite3.Connection:
    return connect(db)


def ids(connection: sqlite3.Connection) -> list[str]:
    return [id for (id,) in connection.execute("SELECT id FROM claims ORDER BY article DESC, quantity_start")]


def statuses(connection: sqlite3.Connection) -> dict[str, str]:
    return dict(connection.execute("SELECT id, status FROM claims").fetchall())


def held(connection: sqlite3.Connection, id: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(connection.execute("SELECT json FROM claims WHERE id = ?", (id,)).fetchone()[0])
    return made


def corrected(record: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {**record, **changes}


def test_a_decision_is_one_row_with_who_when_before_and_after(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    before = held(connection, id)
    made = decide(connection, "王芳", [Decision("edit", id, after=corrected(before, value=330000000))])
    assert [(each.reviewer, each.verdict, each.record) for each in made] == [("王芳", "edit", id)]
    assert made[0].before == before
    assert made[0].after is not None and made[0].after["value"] == 330000000
    assert made[0].at.endswith("Z")
    assert held(connection, id)["value"] == 330000000
    assert statuses(connection)[id] == "edited"


def test_saying_it_twice_says_it_once(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    name = "0123456789abcdef"
    first = decide(connection, "王芳", [Decision("accept", id, seen=0)], name)
    again = decide(connection, "王芳", [Decision("accept", id, seen=0)], name)
    assert first == again
    assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (1,)


def test_undo_goes_back_to_the_very_beginning_also_after_a_restart(db: Path) -> None:
    connection = connect(db)
    untouched = statuses(connection)
    for at, id in enumerate(ids(connection)):
        decide(connection, "王芳", [Decision(("accept", "reject", "skip", "flag")[at % 4], id)])  # type: ignore[arg-type]
    connection.close()
    connection = connect(db)
    while undo(connection, "王芳"):
        pass
    assert statuses(connection) == untouched
    rows = connection.execute("SELECT count(*) FROM judgements").fetchone()[0]
    assert rows == 2 * len(untouched)  # nothing was deleted


def test_undo_takes_back_ones_own_decisions_only(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    made = decide(connection, "王芳", [Decision("accept", id)])
    assert undo(connection, "李雷") == []
    with pytest.raises(StoreError, match="decided by 王芳"):
        undo(connection, "李雷", made[0].id)
    assert statuses(connection)[id] == "accepted"


def test_what_was_decided_together_is_undone_together(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    made = decide(connection, "王芳", [Decision("accept", id) for id in chosen])
    assert len({each.id.rpartition(".")[0] for each in made}) == 1
    undone = undo(connection, "王芳")
    assert {each.record for each in undone} == set(chosen)
    assert set(statuses(connection).values()) == {"unreviewed"}


def test_a_batch_that_fails_leaves_nothing(connection: sqlite3.Connection) -> None:
    chosen = [*ids(connection), "no such record"]
    with pytest.raises(StoreError, match="no record"):
        decide(connection, "王芳", [Decision("accept", id) for id in chosen])
    assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (0,)


def test_the_second_sees_the_first_and_overwrites_nothing_unseen(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("reject", id, "wrong-vendor", seen=0)])
    with pytest.raises(Conflict) as caught:
        decide(connection, "李雷", [Decision("accept", id, seen=0)])
    assert (caught.value.newest.reviewer, caught.value.newest.reason) == ("王芳", "wrong-vendor")
    assert statuses(connection)[id] == "rejected"
    decide(connection, "李雷", [Decision("accept", id, seen=caught.value.newest.seq)])
    assert statuses(connection)[id] == "accepted"


def test_an_undo_by_the_first_is_a_change_that_the_second_must_see(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("accept", id)])
    seen = newest(connection, id)
    undo(connection, "王芳")
    with pytest.raises(Conflict):
        decide(connection, "李雷", [Decision("accept", id, seen=seen)])


def test_a_comment_is_no_change_that_anyone_must_see(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("comment", id, "看图表")])
    decide(connection, "李雷", [Decision("accept", id, seen=0)])
    assert statuses(connection)[id] == "accepted"


def test_accepting_a_correction_keeps_the_correction(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("edit", id, after=corrected(held(connection, id), unit="USD"))])
    made = decide(connection, "李雷", [Decision("accept", id, seen=newest(connection, id))])
    assert (made[0].verdict, made[0].reason) == ("edit", "confirmed")
    assert held(connection, id)["unit"] == "USD"


def test_judging_what_was_extracted_does_not_confirm_a_correction(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("edit", id, after=corrected(held(connection, id), unit="USD"))])
    made = decide(connection, "李雷", [Decision("accept", id, original=True)])
    assert made[0].verdict == "accept"
    assert made[0].before is not None and made[0].before["unit"] == "CNY"


def test_an_added_claim_goes_with_its_undo(connection: sqlite3.Connection) -> None:
    model = held(connection, ids(connection)[0])
    text = connection.execute("SELECT text FROM articles WHERE id = 'cloud'").fetchone()[0]
    start = text.index("120毫秒")
    quantity = {"text": "120毫秒", "start": start, "end": start + 5}
    record = corrected(
        model, quantity=quantity, value=120, unit="ms", metric={"id": None, "name": None, "text": "时延"}
    )
    made = decide(connection, "王芳", [Decision("edit", None, after=record)])
    assert made[0].record in statuses(connection)
    undo(connection, "王芳")
    assert made[0].record not in statuses(connection)


def test_an_added_claim_must_stand_in_the_article(connection: sqlite3.Connection) -> None:
    model = held(connection, ids(connection)[0])
    record = corrected(model, quantity={"text": "9亿元", "start": 3, "end": 6})
    with pytest.raises(StoreError, match="does not stand there"):
        decide(connection, "王芳", [Decision("edit", None, after=record)])


@pytest.mark.parametrize("name", ["", "   ", "x" * 41, "a\nb"])
def test_a_reviewer_has_a_name(connection: sqlite3.Connection, name: str) -> None:
    with pytest.raises(StoreError, match="name"):
        decide(connection, name, [Decision("accept", ids(connection)[0])])


def test_a_correction_follows_the_schema(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    with pytest.raises(StoreError, match="kind"):
        decide(connection, "王芳", [Decision("edit", id, after=corrected(held(connection, id), kind="grows"))])


# ------------------------------------------------------------------------------------------------------------- the log


def test_each_row_of_the_log_follows_its_schema(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    decide(connection, "王芳", [Decision("accept", id) for id in chosen[:3]])
    decide(connection, "李雷", [Decision("reject", chosen[3], "not-a-claim")])
    decide(connection, "李雷", [Decision("edit", chosen[4], after=held(connection, chosen[4]))])
    undo(connection, "李雷")
    rows = [json.loads(line) for line in exported_log(connection)]
    assert len(rows) == 6
    assert [problem("judgement", row) for row in rows] == [None] * 6


def test_a_log_moves_to_another_copy_of_the_store_and_back(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    here, there = connect(small_store(tmp_path / "a")), connect(small_store(tmp_path / "b"))
    chosen = ids(here)
    decide(here, "王芳", [Decision("accept", chosen[0])])
    decide(here, "王芳", [Decision("edit", chosen[1], after=corrected(held(here, chosen[1]), value=21))])
    undo(here, "王芳")
    model = held(here, chosen[0])
    added = corrected(model, quantity={"text": "2025", "start": 14, "end": 18}, value=2025, unit=None)
    added["quantity"]["start"] = here.execute(
        "SELECT instr(text, '2025') - 1 FROM articles WHERE id='cloud'"
    ).fetchone()[0]
    added["quantity"]["end"] = added["quantity"]["start"] + 4
    decide(here, "王芳", [Decision("edit", None, after=added)])
    rows = [json.loads(line) for line in exported_log(here)]
    assert restore_log(there, rows) == (4, 0)
    assert statuses(there) == statuses(here)
    assert restore_log(there, rows) == (0, 4)
    assert [json.loads(line) for line in exported_log(there)] == rows


def test_one_row_that_does_not_fit_keeps_all_out(connection: sqlite3.Connection) -> None:
    id = ids(connection)[0]
    decide(connection, "王芳", [Decision("accept", id)])
    good = json.loads(exported_log(connection)[0])
    rows = [
        {**good, "id": "aaaaaaaaaaaa"},
        {**good, "id": "bbbbbbbbbbbb", "record": "cloud#9999"},
        {**good, "id": "cccccccccccc", "claim": "0" * 16},
        {**good, "id": "dddddddddddd", "verdict": "perhaps"},
        {**good, "id": "eeeeeeeeeeee", "before": {**good["before"], "value": "much"}},
    ]
    with pytest.raises(StoreError) as caught:
        restore_log(connection, rows)
    for number in (2, 3, 4, 5):
        assert f"row {number}:" in str(caught.value)
    assert "row 1:" not in str(caught.value)
    assert connection.execute("SELECT count(*) FROM judgements").fetchone() == (1,)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["王芳", "李雷"]),
            st.integers(0, 6),
            st.sampled_from(["accept", "reject", "skip", "flag", "undo"]),
        ),
        max_size=14,
    )
)
def test_the_log_alone_tells_the_state(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, str]]
) -> None:
    """Replaying the log in a fresh copy gives the same state, and undoing everything gives the first state."""
    folders = [tmp_path_factory.mktemp("log") for _ in range(2)]
    connection, copy = (connect(small_store(folder)) for folder in folders)
    chosen = ids(connection)
    first = statuses(connection)
    for who, at, verdict in steps:
        if verdict == "undo":
            undo(connection, who)
        else:
            decide(connection, who, [Decision(verdict, chosen[at])])  # type: ignore[arg-type]
    restore_log(copy, [json.loads(line) for line in exported_log(connection)])
    assert statuses(copy) == statuses(connection)
    for who in ("王芳", "李雷"):
        while undo(connection, who):
            pass
    assert statuses(connection) == first
    connection.close()
    copy.close()


_WRITER = """
import sys
from pathlib import Path
from extract.review.decisions import Decision, decide
from extract.store import connect
connection = connect(Path(sys.argv[1]))
ids = [id for (id,) in connection.execute("SELECT id FROM claims ORDER BY id")]
while True:
    for id in ids:
        made = decide(connection, "王芳", [Decision("accept", id)])
        print(made[0].id, flush=True)
"""


def test_what_was_answered_survives_kill_9(db: Path) -> None:
    command = [sys.executable, "-c", _WRITER, str(db)]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    writer = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1], env=environment
    )
    assert writer.stdout is not None
    told = [writer.stdout.readline().strip() for _ in range(25)]
    writer.send_signal(signal.SIGKILL)
    told += [line.strip() for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    connection = connect(db)
    stored = {id for (id,) in connection.execute("SELECT id FROM judgements")}
    assert len(told) >= 25
    assert set(told) <= stored
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
