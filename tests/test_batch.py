"""Batch ingest: every input ends as exactly one thing, whatever happens to the workers, the machine, or the user's patience."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from standin import StandIn

from extract.batch import Listener, Tally, ingest, running
from extract.errors import ClaimsError
from extract.store import Store, database, judge

HERE = Path(__file__).parent
KILLS = 20
FILLER = "市场需求持续旺盛，订单饱满。"


def run(paths: Path | list[Path], db: Path, make_tools: Any = StandIn, **options: Any) -> Tally:
    options.setdefault("jobs", 2)
    return ingest([paths] if isinstance(paths, Path) else paths, db, make_tools=make_tools, **options)


def content(db: Path) -> dict[str, list[Any]]:
    """All of a store but the numbers of runs and the times."""
    connection = sqlite3.connect(db)
    volatile = {"run", "modified_ns", "changed_ns"}
    found = {}
    for table in (
        "articles",
        "inputs",
        "records",
        "numbers",
        "files",
        "signatures",
        "bands",
        "reprints",
        "differences",
    ):
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in volatile]
        names = ", ".join(f'"{name}"' for name in columns)
        found[table] = sorted(connection.execute(f"SELECT {names} FROM {table}").fetchall(), key=repr)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return found


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def write_lines(path: Path, texts: list[str]) -> None:
    path.write_text(
        "".join(json.dumps({"id": f"{path.stem}-{n}", "text": text}) + "\n" for n, text in enumerate(texts))
    )


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder of some text files, a duplicate, a table of articles, a file that is no article."""
    folder = tmp_path / "inputs"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"第{number}号公告。甲公司营收{number * 7}元。{FILLER * (number % 4)}")
    shutil.copy(folder / "03.txt", folder / "copy of 03.txt")
    write_lines(folder / "many.jsonl", [f"甲公司销量{number}台。{FILLER}" for number in range(40)])
    (folder / "zero.txt").write_bytes(b"")
    return folder


# ---------------------------------------------------------------------------------------------------------- outcomes


def test_every_input_ends_as_exactly_one_thing_and_the_report_says_which(inputs: Path, tmp_path: Path) -> None:
    report = tmp_path / "report.jsonl"
    tally = run(inputs, tmp_path / "c.db", report=report)
    assert dict(tally.outcomes) == {"done": 52, "duplicate": 1, "failed": 1}
    assert tally.status == 1
    entries = lines(report)
    assert entries.pop() == json.loads(json.dumps(tally.as_json()))
    assert Counter(entry["outcome"] for entry in entries) == tally.outcomes
    assert len({(entry["path"], entry["place"]) for entry in entries}) == 54
    (failed,) = (entry for entry in entries if entry["outcome"] == "failed")
    assert failed["source"].endswith("zero.txt") and failed["stage"] and failed["reason"] and failed["remedy"]
    (repeated,) = (entry for entry in entries if entry["outcome"] == "duplicate")
    (first,) = (entry for entry in entries if entry["source"].endswith("/03.txt"))
    assert repeated["duplicate_of"] == first["article"]


def test_of_a_thousand_articles_three_bad_ones_are_three_named_failures(tmp_path: Path) -> None:
    path = tmp_path / "thousand.jsonl"
    write_lines(path, [f"甲公司营收{n}元。" for n in range(1000)])
    text = path.read_text().splitlines()
    text[10], text[500], text[999] = (
        "{no json",
        json.dumps({"id": "e", "text": ""}),
        json.dumps({"id": "r", "text": "RAISE"}),
    )
    path.write_text("\n".join(text))
    heard = io.StringIO()
    tally = run(path, tmp_path / "c.db", listener=Listener(heard))
    assert dict(tally.outcomes) == {"done": 997, "failed": 3}
    said = heard.getvalue().splitlines()
    assert len(said) == 3
    assert [line.split(": ")[2] for line in said] == [f"{path}:{number}" for number in (11, 501, 1000)]


def test_the_second_time_only_what_is_new_or_changed_is_worked_on(inputs: Path, tmp_path: Path) -> None:
    db, report = tmp_path / "c.db", tmp_path / "report.jsonl"
    (inputs / "zero.txt").unlink()
    run(inputs, db)
    again = run(inputs, db, report=report, make_tools=partial(StandIn, seconds=60))  # it would take an hour
    assert dict(again.outcomes) == {"unchanged": 53}
    assert again.status == 0
    assert len(lines(report)) == 54
    (inputs / "new.txt").write_text("新来的。甲公司营收1元。")
    (inputs / "05.txt").write_text("第5号公告。甲公司营收36元。")
    os.utime(inputs / "06.txt")
    with (inputs / "many.jsonl").open("a") as stream:
        stream.write(json.dumps({"text": "添上的一行，营收8元。"}) + "\n")
    third = run(inputs, db)
    assert dict(third.outcomes) == {"done": 3, "unchanged": 52}
    assert dict(third.how) == {"new": 2, "changed": 1}


def test_one_worker_and_several_make_the_same_store(inputs: Path, tmp_path: Path) -> None:
    for number in (3, 4, 5, 6):
        shutil.copy(inputs / "07.txt", inputs / f"again {number}.txt")
    (inputs / "08.txt").write_text(f"SLOW 8{FILLER * 2000}")
    run(inputs, tmp_path / "one.db", jobs=1)
    run(inputs, tmp_path / "four.db", jobs=4, make_tools=partial(StandIn, seconds=0.001))
    assert content(tmp_path / "one.db") == content(tmp_path / "four.db")


def test_large_files_are_shared_out_and_settled_in_order(tmp_path: Path) -> None:
    write_lines(tmp_path / "a.jsonl", [f"甲公司营收{n}元。{'长' * 2000}" for n in range(300)])
    (tmp_path / "b.txt").write_text("甲公司营收7元。")
    assert (tmp_path / "a.jsonl").stat().st_size > 2**20
    tally = run(tmp_path, tmp_path / "c.db")
    assert tally.outcomes == {"done": 301}
    order = sqlite3.connect(tmp_path / "c.db").execute("SELECT id FROM articles ORDER BY seq LIMIT 300").fetchall()
    assert order == [(f"a-{n}",) for n in range(300)]
    write_lines(tmp_path / "a.jsonl", [f"甲公司营收{n}元。{'长' * 2000}" for n in range(301)])
    assert run(tmp_path, tmp_path / "c.db").outcomes == {"done": 1, "unchanged": 301}


def test_the_store_and_the_report_are_no_inputs(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("甲公司营收7元。")
    for _ in range(2):
        assert run(tmp_path, tmp_path / "claims.db", report=tmp_path / "report.jsonl").outcomes.total() == 1
    (tmp_path / "claims.db.v1.backup").write_text("")
    (tmp_path / "claims.dbase.txt").write_text("甲公司营收8元。")
    assert run(tmp_path, tmp_path / "claims.db", report=tmp_path / "report.jsonl").outcomes.total() == 2


def test_files_named_twice_are_read_once(inputs: Path, tmp_path: Path) -> None:
    tally = run([inputs, inputs / "01.txt", inputs / ".." / "inputs"], tmp_path / "c.db")
    assert tally.inputs == 54


def test_nothing_is_written_among_the_inputs(inputs: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in (inputs, *inputs.rglob("*"))}
    run(inputs, tmp_path / "c.db")
    assert {path: path.stat().st_mtime_ns for path in (inputs, *inputs.rglob("*"))} == before


def test_inputs_that_are_not_there_or_odd(tmp_path: Path) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    odd = os.fsencode(folder) + b"/\xff\xfe\n.txt"
    Path(os.fsdecode(odd)).write_text("甲公司营收1元。")
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to(tmp_path / "secret.txt")
    (tmp_path / "secret.txt").write_text("机密，营收2元。")
    report = tmp_path / "report.jsonl"
    tally = run([folder, tmp_path / "missing.txt"], tmp_path / "c.db", report=report)
    assert tally.outcomes == {"done": 1, "failed": 2}
    assert run([folder, tmp_path / "missing.txt"], tmp_path / "c.db").outcomes == {"unchanged": 1, "failed": 2}
    assert sqlite3.connect(tmp_path / "c.db").execute("SELECT text FROM articles").fetchall() == [("甲公司营收1元。",)]


def test_a_file_that_vanishes_is_a_failure_of_its_own(inputs: Path, tmp_path: Path) -> None:
    code = """
        from pathlib import Path
        from standin import StandIn
        class Vanishing(StandIn):
            def read(self, path, note):
                if path.endswith("04.txt"):
                    Path(path).unlink()
                return super().read(path, note)
    """
    module = tmp_path / "vanishing.py"
    module.write_text(textwrap.dedent(code))
    sys.path.insert(0, str(tmp_path))
    try:
        from vanishing import Vanishing  # type: ignore[import-not-found]

        tally = run(inputs, tmp_path / "c.db", make_tools=Vanishing)
    finally:
        sys.path.remove(str(tmp_path))
    assert tally.outcomes == {"done": 51, "duplicate": 1, "failed": 2}


# --------------------------------------------------------------------------------------------- workers that misbehave


@pytest.mark.parametrize("word", ["HANG", "HANGREADING", "DIE"])
def test_an_article_that_hangs_or_kills_fails_by_itself(tmp_path: Path, word: str) -> None:
    folder = tmp_path / "inputs"
    folder.mkdir()
    (folder / "a.txt").write_text("甲公司营收100元。")
    (folder / "b.txt").write_text(f"{word} 2")
    write_lines(
        folder / "c.jsonl", [f"甲公司营收{n}元。" + ("HANG" if n == 3 else "DIE" if n == 5 else "") for n in range(8)]
    )
    report = tmp_path / "report.jsonl"
    tally = run(folder, tmp_path / "c.db", limit=1, report=report)
    assert tally.outcomes == {"done": 7, "failed": 3}
    failed = {Path(entry["source"]).name: entry for entry in lines(report) if entry.get("outcome") == "failed"}
    assert set(failed) == {"b.txt", "c.jsonl:4", "c.jsonl:6"}
    assert all(entry["stage"] == "limit" for entry in failed.values())
    assert "longer than 1 second" in failed["c.jsonl:4"]["reason"]
    assert "SIGKILL" in failed["c.jsonl:6"]["reason"]


def test_a_file_whose_reading_hangs_keeps_what_was_read_before(tmp_path: Path) -> None:
    path, report = tmp_path / "c.jsonl", tmp_path / "report.jsonl"
    for filler, names in (("", "small"), ("长" * 300_000, "large")):
        write_lines(path, [f"{names}甲公司营收{n}元。{filler}" + ("HANGREADING" if n == 3 else "") for n in range(6)])
        tally = run(path, tmp_path / f"{names}.db", limit=1.5, report=report)
        assert tally.outcomes == {"done": 3, "failed": 1}
        assert [entry["source"] for entry in lines(report) if entry.get("outcome") == "failed"] == [
            f"{path} (article 4 and what follows)"
        ]


def test_tools_that_cannot_be_made_end_the_run_with_a_remedy(inputs: Path, tmp_path: Path) -> None:
    with pytest.raises(ClaimsError, match="no such folder"):
        ingest([inputs], tmp_path / "c.db", lexicon=(tmp_path / "words",))


def test_wrong_use_is_told(inputs: Path, tmp_path: Path) -> None:
    for options in (
        {"jobs": 0},
        {"limit": 0},
        {"paths": []},
        {"report": tmp_path / "none" / "r.jsonl"},
        {"db": tmp_path / "none" / "c.db"},
    ):
        with pytest.raises(ClaimsError):
            run(options.pop("paths", [inputs]), options.pop("db", tmp_path / "c.db"), **options)  # type: ignore[arg-type]


# ------------------------------------------------------------------------------------------------ killed, stopped, full


def start(inputs: Path, db: Path, *, seconds: float = 0.02, stdin: Any = subprocess.DEVNULL) -> subprocess.Popen[str]:
    """Ingest in a process of its own, one that can be killed."""
    code = f"""
        import sys
        sys.path[:0] = {[str(HERE), str(HERE.parent)]!r}
        from functools import partial
        from pathlib import Path
        from standin import StandIn
        from extract.batch import Listener, ingest
        if __name__ == "__main__":
            paths = [{str(inputs)!r}]
            tally = ingest(paths, Path({str(db)!r}), jobs=2, make_tools=partial(StandIn, seconds={seconds}), listener=Listener(sys.stderr))
            print(tally.lines()[0])
            sys.exit(tally.status)
    """
    script = db.with_suffix(".py")
    script.write_text(textwrap.dedent(code))
    pipes: dict[str, Any] = {"stdin": stdin, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, script], text=True, start_new_session=True, **pipes)


def settled(db: Path) -> int:
    try:
        connection = sqlite3.connect(f"{db.as_uri()}?mode=ro", uri=True)
        return int(connection.execute("SELECT count(*) FROM inputs").fetchone()[0])
    except sqlite3.Error:
        return 0


def test_a_run_that_is_killed_anywhere_and_repeated_makes_the_store_of_an_undisturbed_one(
    inputs: Path, tmp_path: Path
) -> None:
    for number in range(60):
        (inputs / f"more {number:02}.txt").write_text(f"甲公司第{number}季营收{number}元。{FILLER * (number % 3)}")
    (inputs / "zz copy.txt").write_text((inputs / "more 07.txt").read_text() + "责任编辑：张三")
    smooth, rough = tmp_path / "smooth.db", tmp_path / "rough.db"
    began = time.monotonic()
    process = start(inputs, smooth)
    process.communicate()
    took = time.monotonic() - began
    chance, at_work = random.Random(7), 0
    for _ in range(KILLS):
        process = start(inputs, rough, seconds=0.05)
        time.sleep(chance.uniform(0.2, took))
        at_work += process.poll() is None
        process.kill()
        process.communicate()
    assert at_work >= KILLS // 2
    assert settled(rough) > 0
    process = start(inputs, rough)
    process.communicate()
    assert process.returncode == 1  # the empty file
    assert content(smooth) == content(rough)
    states = sqlite3.connect(rough).execute("SELECT DISTINCT state FROM runs").fetchall()
    assert ("running",) not in states and ("broken",) in states


def test_no_worker_outlives_a_killed_run(inputs: Path, tmp_path: Path) -> None:
    (inputs / "hang.txt").write_text("HANG 1")
    process = start(inputs, tmp_path / "c.db")
    children: list[int] = []
    for _ in range(100):
        time.sleep(0.1)
        children = [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]
        if settled(tmp_path / "c.db") > 5:
            break
    assert children
    process.kill()
    process.communicate()
    for _ in range(50):
        if not any(Path(f"/proc/{pid}").exists() for pid in children):
            return
        time.sleep(0.1)
    pytest.fail("workers are still there")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_stops_cleanly_and_the_next_run_goes_on(inputs: Path, tmp_path: Path, number: signal.Signals) -> None:
    db = tmp_path / "c.db"
    process = start(inputs, db, seconds=0.1)
    while process.poll() is None and settled(db) == 0:
        time.sleep(0.05)
    os.killpg(process.pid, number)  # as a terminal does: the workers hear it too
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Traceback" not in err and "inputs:" in out
    stopped = settled(db)
    assert 0 < stopped < 54
    assert sqlite3.connect(db).execute("SELECT state FROM runs").fetchall() == [("stopped",)]
    tally = run(inputs, db)
    assert tally.outcomes["unchanged"] == stopped
    assert tally.inputs == 54
    run(inputs, tmp_path / "smooth.db")
    assert content(db) == content(tmp_path / "smooth.db")


def test_a_full_disk_is_told_and_harms_nothing(inputs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    db = tmp_path / "c.db"
    run(inputs / "00.txt", db)
    before = content(db)
    connect = database.connect

    def on_a_small_disk(path: Path, **options: Any) -> sqlite3.Connection:
        connection = connect(path, **options)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages + 8}")
        return connection

    monkeypatch.setattr(database, "connect", on_a_small_disk)
    monkeypatch.setattr(running, "_BATCH", 1)
    report = tmp_path / "report.jsonl"
    tally = run(inputs, db, report=report)
    assert tally.status == 1
    assert tally.broken is not None and "no room" in tally.broken and "free some space" in tally.broken
    after = content(db)
    assert after["articles"][: len(before["articles"])] and set(before["records"]) <= set(after["records"])
    told = [entry for entry in lines(report) if entry["kind"] == "input"]
    assert 1 < len(told) == len(after["inputs"]) < 54
    monkeypatch.undo()
    assert run(inputs, db).status == 1  # the empty file
    run(inputs, tmp_path / "smooth.db")
    assert content(db)["records"] == content(tmp_path / "smooth.db")["records"]


def test_a_second_ingest_is_refused_while_one_is_at_work(inputs: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "c.db"), pytest.raises(ClaimsError, match="another ingest is at work"):
        run(inputs, tmp_path / "c.db")


def test_judgements_can_be_added_during_an_ingest(inputs: Path, tmp_path: Path) -> None:
    db = tmp_path / "c.db"
    process = start(inputs, db, seconds=0.05)
    while process.poll() is None and settled(db) == 0:
        time.sleep(0.05)
    connection = sqlite3.connect(db, timeout=10, isolation_level=None)
    count = 0
    for (record,) in connection.execute("SELECT id FROM records").fetchall():
        judge(connection, record, "accept", "li")
        count += 1
    process.communicate()
    assert count
    assert connection.execute("SELECT count(*) FROM claims WHERE status = 'accepted'").fetchone() == (count,)


# ----------------------------------------------------------------------------------------------------------- refresh


def test_another_version_reads_again_only_when_asked(inputs: Path, tmp_path: Path) -> None:
    db, newer = tmp_path / "c.db", partial(StandIn, extractor="stand-in 2", offset=1)
    (inputs / "zero.txt").unlink()
    run(inputs, db)
    connection = sqlite3.connect(db, isolation_level=None)
    (record,) = connection.execute("SELECT id FROM records WHERE value = 14").fetchone()
    judge(connection, record, "accept", "li")
    unchanged = run(inputs, db, make_tools=newer)
    assert unchanged.outcomes == {"unchanged": 53}
    assert unchanged.stale == 53
    part = run(inputs / "many.jsonl", db, make_tools=newer, refresh=True)
    assert part.how == {"refreshed": 40}
    rest = run([], db, make_tools=newer, refresh=True)
    assert rest.how == {"refreshed": 12}
    assert rest.dropped == 1
    assert run([], db, make_tools=newer, refresh=True).inputs == 0
    assert run(inputs, db, make_tools=newer).stale == 0
    assert connection.execute("SELECT count(*) FROM claims WHERE value = 14 AND status = 'accepted'").fetchone() == (0,)
    back = run([], db, refresh=True)
    assert back.how == {"refreshed": 52}
    assert connection.execute("SELECT status FROM claims WHERE id = ?", (record,)).fetchone() == ("accepted",)


# ------------------------------------------------------------------------------------------------------ standard input


def test_standard_input_is_read(tmp_path: Path) -> None:
    db = tmp_path / "c.db"
    for expected in ("2 done (2 new), 0 unchanged", "0 done, 2 unchanged"):
        process = start(Path("-"), db, stdin=subprocess.PIPE)
        text = "".join(json.dumps({"text": f"甲公司营收{n}元。"}) + "\n" for n in (1, 2))
        out, _ = process.communicate(text, timeout=30)
        assert expected in out


def test_ctrl_c_while_standard_input_is_silent(tmp_path: Path) -> None:
    process = start(Path("-"), tmp_path / "c.db", stdin=subprocess.PIPE)
    while process.poll() is None and not (tmp_path / "c.db").exists():
        time.sleep(0.05)
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert "Fatal" not in err and "Traceback" not in err


# ------------------------------------------------------------------------------------------------------- the command


def command(*arguments: str | Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """``zhclaims ingest`` as a user runs it, with the real pipeline."""
    words = [sys.executable, "-m", "extract", "ingest", *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, cwd=HERE.parent, timeout=120, check=False, **options)


def test_the_command_stores_claims_and_is_quiet_in_a_pipe(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("华为2024年营收8621亿元，同比增长22.4%。")
    (tmp_path / "b.txt").write_bytes(b"")
    db = tmp_path / "claims.db"
    made = command(tmp_path / "a.txt", tmp_path / "b.txt", "--db", db, "--jobs", "1")
    assert made.returncode == 1
    assert made.stdout == "" and "\x1b" not in made.stderr and "\r" not in made.stderr
    assert [line.split(":")[0] for line in made.stderr.splitlines()][:2] == ["zhclaims", "2 inputs"]
    found = (
        sqlite3.connect(db)
        .execute("SELECT metric, value, unit, sentence FROM claims ORDER BY quantity_start")
        .fetchall()
    )
    assert ("营业收入", 862100000000, "CNY", "华为2024年营收8621亿元，同比增长22.4%。") in found
    assert sqlite3.connect(db).execute("SELECT count(*) FROM signatures WHERE state = 2").fetchone() == (1,)
    again = command(tmp_path / "a.txt", "--db", db, "--quiet")
    assert (again.returncode, again.stderr) == (0, "")


def test_columns_are_mapped_by_option(tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("编号,甲,乙\n1,标题一,公司营收5亿元。\n2,标题二,公司营收6亿元。\n")
    made = command(
        table, "--db", tmp_path / "c.db", "--column", "text=乙", "--column", "title=甲", "--column", "id=编号"
    )
    assert made.returncode == 0, made.stderr
    found = sqlite3.connect(tmp_path / "c.db").execute("SELECT id, title, text FROM articles").fetchall()
    assert found == [("1", "标题一", "公司营收5亿元。"), ("2", "标题二", "公司营收6亿元。")]


@pytest.mark.parametrize(
    "wrong",
    [
        [],
        ["x", "--jobs", "0"],
        ["x", "--column", "text"],
        ["x", "--column", "texts=a"],
        ["x", "--kind", "doc"],
        ["x", "--encoding", "klingon"],
    ],
)
def test_wrong_use_of_the_command_is_status_2(tmp_path: Path, wrong: list[str]) -> None:
    made = command(*wrong, "--db", tmp_path / "c.db")
    assert made.returncode == 2
    assert not (tmp_path / "c.db").exists()


def test_a_terminal_shows_how_far_it_is(inputs: Path, tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    code = f"""
        import sys
        sys.path[:0] = {[str(HERE), str(HERE.parent)]!r}
        from functools import partial
        from pathlib import Path
        from standin import StandIn
        from extract.batch import ingest, on_terminal
        if __name__ == "__main__":
            with on_terminal(sys.stderr, 5000) as listener:
                ingest([{str(inputs)!r}], Path({str(tmp_path / "c.db")!r}), jobs=1, make_tools=partial(StandIn, seconds=0.05), listener=listener)
    """
    script = tmp_path / "bar.py"
    script.write_text(textwrap.dedent(code))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, script],
        stderr=theirs,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "160"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        shown += part
    assert process.wait() == 0
    text = shown.decode()
    assert "zero.txt: the file is empty" in text
    assert "54 articles" in text or "53 articles" in text
    assert "/s" in text and "1 failed" in text
