"""The command line as a user meets it: outputs, messages, exit status. Every run is a process of its own."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from extract.validation import problem

ROOT = Path(__file__).parents[1]
TEXT = "华为云2025年上半年营收50亿元，同比增长20%。新一代A100集群的通信带宽提升15倍。"
OTHER = "中科曙光的浸没式液冷数据中心PUE低至1.04。"


def zhclaims(
    *arguments: object, stdin: str | bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    made = subprocess.run(
        [sys.executable, "-m", "extract", *map(str, arguments)],
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        cwd=ROOT,
        capture_output=True,
        timeout=300,
        env={**os.environ, "COLUMNS": "100", **(env or {})},
        check=False,
    )
    out, err = (stream.decode("utf-8") for stream in (made.stdout, made.stderr))
    assert "Traceback" not in err
    return subprocess.CompletedProcess(made.args, made.returncode, out, err)


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_json_lines_in_a_pipe(article: Path) -> None:
    made = zhclaims("extract", article)
    records = lines(made.stdout)
    assert made.returncode == 0, made.stderr
    assert [problem("record", record) for record in records] == [None] * len(records)
    assert {record["quantity"]["text"] for record in records} == {"50亿元", "20%", "15倍"}
    for record in records:
        quantity = record["quantity"]
        assert TEXT[quantity["start"] : quantity["end"]] == quantity["text"]


def test_standard_input_and_a_file_give_the_same_claims(article: Path) -> None:
    piped, filed = (lines(made.stdout) for made in (zhclaims("extract", "-", stdin=TEXT), zhclaims("extract", article)))
    assert [record["value"] for record in piped] == [record["value"] for record in filed] != []


def test_csv_begins_with_the_five_fields(article: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    assert zhclaims("extract", article, "-o", file).returncode == 0
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(rows[0])[:5] == ["vendor", "metric", "value", "unit", "baseline"]
    assert rows[0]["value"] == "5000000000" and rows[0]["unit"] == "CNY" and "50亿元" in rows[0]["evidence"]
    assert zhclaims("extract", article, "--format", "csv").stdout.startswith("vendor,metric,value,unit,baseline,")


def test_parquet_keeps_numbers_as_numbers(article: Path, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    file = tmp_path / "out.parquet"
    assert zhclaims("extract", article, "-o", file).returncode == 0
    frame = pandas.read_parquet(file)
    assert frame["value"].tolist() == [5e9, 20, 15] and list(frame.columns[:2]) == ["vendor", "metric"]


def test_a_table_has_columns_that_line_up_in_chinese(article: Path) -> None:
    from rich.cells import cell_len

    shown = zhclaims("extract", article, "--format", "table").stdout
    rows = [line for line in shown.splitlines() if line.strip()]
    assert "50亿" in shown and "华为云" in shown
    assert {cell_len(line) for line in rows if "亿" in line or "vendor" in line} == {cell_len(rows[2])}


def test_numbers_are_written_beside_the_records(article: Path, tmp_path: Path) -> None:
    file = tmp_path / "numbers.jsonl"
    records = lines(zhclaims("extract", article, "--numbers", file).stdout)
    numbers = lines(file.read_text(encoding="utf-8"))
    assert [problem("number", number) for number in numbers] == [None] * len(numbers)
    assert {number["record"] for number in numbers if number["role"] == "claim"} == {record["id"] for record in records}
    assert any(number["role"] == "name" for number in numbers)


def test_a_folder_with_a_bad_file_gives_the_good_ones_and_status_1(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "c1", "text": OTHER}) + "\n{broken\n", encoding="utf-8")
    made = zhclaims("extract", tmp_path)
    assert made.returncode == 1
    assert {record["article"] for record in lines(made.stdout)} >= {"c1"}
    assert "b.txt" in made.stderr and "c.jsonl:2" in made.stderr
    assert "2 articles read, 2 inputs failed" in made.stderr


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("broken.jsonl", b'{"text": \n'),
        ("notext.jsonl", b'{"id": "x"}\n'),
    ],
)
def test_bad_input_is_named_with_its_reason(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    made = zhclaims("extract", tmp_path / name)
    assert (made.returncode, made.stdout) == (1, "")
    assert f"failed: {tmp_path / name}" in made.stderr


def test_a_missing_file_and_an_empty_folder(tmp_path: Path) -> None:
    made = zhclaims("extract", tmp_path / "nowhere.txt")
    assert made.returncode == 1 and "nowhere.txt" in made.stderr
    made = zhclaims("extract", tmp_path)
    assert made.returncode == 1 and "failed: " in made.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read(article: Path) -> None:
    article.chmod(0)
    made = zhclaims("extract", article)
    assert made.returncode == 1 and "news.txt" in made.stderr


def test_an_article_without_a_number_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "plain.txt").write_text("今天天气很好。", encoding="utf-8")
    made = zhclaims("extract", tmp_path / "plain.txt")
    assert (made.returncode, made.stdout) == (0, "")
    assert "plain.txt: there is no number in this article" in made.stderr
    assert zhclaims("extract", "--quiet", tmp_path / "plain.txt").stderr == ""


def test_a_lone_surrogate_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "odd.jsonl").write_text('{"id": "s", "text": "\\ud83d华为云营收50亿元。"}\n', encoding="utf-8")
    made = zhclaims("extract", tmp_path / "odd.jsonl")
    assert made.returncode == 0 and lines(made.stdout)[0]["value"] == 5_000_000_000


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "PATH"),
        (("x.txt", "--format", "xml"), "unknown format"),
        (("x.txt", "--format", "parquet"), "give -o FILE"),
        (("x.txt", "-o", "out.odd"), "does not say the format"),
        (("x.txt", "--nonsense"), "--nonsense"),
    ],
)
def test_wrong_use_has_status_2(arguments: tuple[str, ...], told: str) -> None:
    made = zhclaims("extract", *arguments)
    assert (made.returncode, made.stdout) == (2, "")
    assert told in made.stderr


def test_an_output_that_cannot_be_written_is_told(article: Path, tmp_path: Path) -> None:
    made = zhclaims("extract", article, "-o", tmp_path / "no" / "such" / "out.jsonl")
    assert made.returncode == 1 and "cannot be written" in made.stderr


def test_a_run_that_fails_leaves_the_old_output(article: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("old\n", encoding="utf-8")
    made = zhclaims("extract", article, "-o", out, "--lexicon", tmp_path / "nowhere")
    assert made.returncode == 1 and out.read_text(encoding="utf-8") == "old\n"
    assert [path.name for path in tmp_path.glob(".*")] == []


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text(
        "".join(json.dumps({"text": TEXT}) + "\n" for _ in range(400)), encoding="utf-8"
    )
    command = f'"{sys.executable}" -m extract extract "{tmp_path / "many.jsonl"}" | head -n 1'
    made = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert json.loads(made.stdout)["article"] and made.stderr == ""


def test_an_interrupt_ends_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text("腾讯云营收5亿元。", encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "extract", "extract", str(tmp_path / "first.txt"), "-"], cwd=ROOT, stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # a background shell has its children ignore it
    )  # fmt: skip
    assert running.stdout is not None and running.stdout.readline()  # it is at work now, and waits for its input
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=60)
    assert running.returncode == 130 and b"interrupted" in err and b"Traceback" not in err


def test_an_interrupt_while_it_starts_ends_with_a_word(tmp_path: Path) -> None:
    early = tmp_path / "run.py"
    early.write_text(
        "import sys\n"
        "class Hasty:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'typer': raise KeyboardInterrupt\n"
        "sys.meta_path.insert(0, Hasty())\n"
        "from extract.cli import main\n"
        "main()\n",
        encoding="utf-8",
    )
    made = subprocess.run(
        [sys.executable, str(early), "--version"], cwd=ROOT, capture_output=True, timeout=60, text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)}, check=False,
    )  # fmt: skip
    assert (made.returncode, made.stderr) == (130, "zhclaims: interrupted\n")


def test_a_defect_is_told_with_what_to_report(tmp_path: Path) -> None:
    broken = tmp_path / "run.py"
    broken.write_text(
        "import extract.records\n"
        "def boom(*_): raise ZeroDivisionError('no such thing')\n"
        "extract.records.derive = boom\n"
        "from extract.cli import main\n"
        "main()\n",
        encoding="utf-8",
    )
    for debug, told in (("", "internal error: ZeroDivisionError: no such thing"), ("1", "Traceback")):
        made = subprocess.run(
            [sys.executable, str(broken), "extract", "-"], input=TEXT.encode(), cwd=ROOT, capture_output=True, timeout=60,
            env={**os.environ, "PYTHONPATH": str(ROOT), "ZHCLAIMS_DEBUG": debug}, check=False,
        )  # fmt: skip
        assert made.returncode == 1 and told in made.stderr.decode()
        assert ("Traceback" in made.stderr.decode()) == bool(debug)


def test_explain_accounts_for_every_number(article: Path) -> None:
    made = zhclaims("explain", article)
    assert made.returncode == 0
    assert "【A100】" in made.stdout and "  name: " in made.stdout
    assert "  record " in made.stdout and "    rules: " in made.stdout
    assert "3 claim" in made.stdout.splitlines()[-1]


def test_compare_two_outputs(article: Path, tmp_path: Path) -> None:
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    zhclaims("extract", article, "-o", old)
    records = lines(old.read_text(encoding="utf-8"))
    new.write_text("".join(json.dumps({**record, "unit": "pp"}) + "\n" for record in records[1:]), encoding="utf-8")
    made = zhclaims("compare", old, new)
    assert made.returncode == 0 and made.stdout.splitlines()[-1] == "0 gained, 1 lost, 2 changed"
    assert [line["what"] for line in lines(zhclaims("compare", "--json", old, new).stdout)] == [
        "lost",
        "changed",
        "changed",
    ]
    assert zhclaims("compare", old).returncode == 2
    assert zhclaims("compare", old, tmp_path / "nowhere").returncode == 1


def test_compare_with_the_users_own_words(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "vendors.csv").write_text("id,name\nstarsea,星海智算\n", encoding="utf-8")
    (tmp_path / "a.txt").write_text("星海智算的集群通信带宽提升15倍。", encoding="utf-8")
    made = zhclaims("compare", "--lexicon", words, tmp_path / "a.txt")
    assert made.returncode == 0, made.stderr
    assert "starsea" in made.stdout and "1 changed" in made.stdout


def test_evaluate_scores_a_folder_and_shows_no_mistakes_of_a_closed_one(tmp_path: Path) -> None:
    folder = ROOT / "corpus" / "gold" / "seed"
    made = zhclaims("evaluate", "--gold", folder, "--clean", "--json", "--errors", "--reliability", "--per-article")
    report = json.loads(made.stdout)[str(folder)]
    assert report["claims"] == 61 and 0 <= report["measures"]["five fields F1"] <= 1
    assert set(report) >= {"groups", "reliability", "articles", "calibration_error"}
    closed = tmp_path / "closed"
    closed.mkdir()
    (closed / "seed.json").write_bytes((folder / "seed.json").read_bytes())
    (closed / "SCORE-ONLY").write_text("nobody looks", encoding="utf-8")
    for looking in (("--errors",), ("--show", "missed")):
        made = zhclaims("evaluate", "--gold", closed, "--clean", *looking)
        assert (made.returncode, made.stdout) == (1, "") and "nobody looks" in made.stderr
    assert zhclaims("evaluate", "--show", "colour", "--gold", folder).returncode == 2
    assert zhclaims("evaluate", "--gate", "--gold", folder).returncode == 2


def test_check_finds_the_lexicon_in_order() -> None:
    made = zhclaims("check")
    assert made.returncode == 0, made.stdout + made.stderr


def test_check_tells_what_is_wrong_with_a_folder_of_words_and_mends_the_order(tmp_path: Path) -> None:
    words = tmp_path / "vendors.csv"
    words.write_text("id,name,parent\nb_sea,星海智算,\na_hill,远山智算,nobody_known\n", encoding="utf-8")
    made = zhclaims("check", "--lexicon", tmp_path)
    assert made.returncode == 1
    assert "'nobody_known' is not registered" in made.stdout and "stands after" in made.stdout
    made = zhclaims("check", "--fix", "--lexicon", tmp_path)
    assert f"put in order: {words}" in made.stderr and "stands after" not in made.stdout
    assert [line.split(",")[0] for line in words.read_text(encoding="utf-8").splitlines()] == ["id", "a_hill", "b_sea"]


def test_version_and_help() -> None:
    from extract import __version__

    assert zhclaims("--version").stdout == f"zhclaims {__version__}\n"
    shown = zhclaims("--help").stdout
    assert all(name in shown for name in ("extract", "explain", "evaluate", "compare", "check"))
    for name in ("extract", "explain", "evaluate", "compare", "check"):
        assert zhclaims(name, "--help").returncode == 0


def test_the_file_that_the_output_goes_to_is_not_read(tmp_path: Path) -> None:
    """``zhclaims extract . > out.jsonl`` would feed on itself."""
    (tmp_path / "a.txt").write_text("腾讯云营收5亿元。", encoding="utf-8")
    with (tmp_path / "out.jsonl").open("wb") as out:
        done = subprocess.run(
            [sys.executable, "-m", "extract", "extract", str(tmp_path)], stdout=out, stderr=subprocess.PIPE, timeout=60
        )
    assert len((tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    assert done.returncode == 1 and "out.jsonl" in done.stderr.decode() and "output goes to" in done.stderr.decode()
