"""Folders and paths: the same order every time, nothing outside, nothing lost without a word."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.ingest import Failure, expand, read_articles
from extract.ingest import sources as module
from extract.types import Article

TEXT = "澜河云三季度营收48.6亿元,同比增长31%。"


def names(folder: Path, found: list[Path | Failure]) -> list[str]:
    return [str(p.relative_to(folder)) if isinstance(p, Path) else f"! {p.reason}" for p in found]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/1.txt", "c.html", "a.txt", "10.txt", "9.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    found = names(tmp_path, list(expand([tmp_path])))
    assert found == ["10.txt", "9.txt", "a/1.txt", "a/z.txt", "a.txt", "b.txt", "c.html"]
    assert found == names(tmp_path, list(expand([str(tmp_path)])))


def test_hidden_files_and_litter_are_left_out(tmp_path: Path) -> None:
    for name in (".git/config", ".DS_Store", "Thumbs.db", "__MACOSX/x.txt", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert names(tmp_path, list(expand([tmp_path]))) == ["a.txt"]


def test_what_a_browser_saves_beside_a_page_is_left_out(tmp_path: Path) -> None:
    for name in ("甲.html", "甲_files/a.css", "甲_files/b.html", "乙_files/c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    assert names(tmp_path, list(expand([tmp_path]))) == ["乙_files/c.txt", "甲.html"]


def test_links_never_lead_out_or_round_in_circles(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    (inside / "deep").mkdir(parents=True)
    outside.mkdir()
    (inside / "a.txt").write_text(TEXT, encoding="utf-8")
    (outside / "secret.txt").write_text(TEXT, encoding="utf-8")
    (inside / "deep" / "up").symlink_to(inside)  # a loop through the folder
    (inside / "self").symlink_to("self")
    (inside / "x").symlink_to("y")
    (inside / "y").symlink_to("x")
    (inside / "leak").symlink_to(outside)
    (inside / "leak.txt").symlink_to(outside / "secret.txt")
    (inside / "gone.txt").symlink_to(inside / "nothing")
    (inside / "twin.txt").symlink_to("a.txt")
    found = list(expand([inside]))
    assert [p for p in found if isinstance(p, Path)] == [inside / "a.txt"]
    failures = {f.source.rsplit("/", 1)[1]: f.reason for f in found if isinstance(f, Failure)}
    assert set(failures) == {"self", "x", "y", "leak", "leak.txt", "gone.txt"}
    assert "out of the folder" in failures["leak"] and "out of the folder" in failures["leak.txt"]
    assert "circle" in failures["self"]


def test_a_named_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    (tmp_path / "b.txt").symlink_to("real/a.txt")
    assert [isinstance(p, Path) for p in expand([tmp_path / "link", tmp_path / "b.txt"])] == [True, True]


def test_a_file_reached_twice_is_given_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert list(expand([tmp_path, tmp_path / "a.txt", str(tmp_path) + "/./a.txt"])) == [tmp_path / "a.txt"]


def test_what_is_missing_or_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "empty").mkdir()
    found = list(expand([tmp_path / "nothing", tmp_path, tmp_path / "empty", "a\x00b", "-"]))
    assert [f.reason.split(" (")[0] for f in found if isinstance(f, Failure)] == [
        "there is no such file", "this is no file but a device, pipe or socket", "the folder holds no files", "it cannot be opened",
    ]  # fmt: skip
    assert found[-1] == Path("-")


def test_names_of_any_bytes(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/\xd0\xc2\xce\xc5\xff\n.txt"
    with open(raw, "wb") as file:  # noqa: PTH123
        file.write(TEXT.encode())
    (path,) = expand([tmp_path])
    (found,) = read_articles(path)  # type: ignore[arg-type]
    assert isinstance(found, Article) and found.text == TEXT
    assert found.source is not None and found.source.endswith("\\xd0\\xc2\\xce\\xc5\\xff\\n.txt")
    found.source.encode("utf-8")


def test_a_file_that_vanishes_after_it_was_found(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    items = read_articles(tmp_path)
    assert isinstance(next(items), Article)
    (tmp_path / "b.txt").unlink()
    (gone,) = items
    assert isinstance(gone, Failure) and "no such file" in gone.reason and gone.source.endswith("b.txt")


def test_a_folder_that_vanishes_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "a" / "1.txt").write_text(TEXT, encoding="utf-8")
    items = expand([tmp_path])
    assert isinstance(next(items), Path)
    (tmp_path / "b").rmdir()
    assert [isinstance(item, Failure) for item in items] == [True]


def test_what_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests may run as a user who may read everything, so the refusal is made."""
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "locked").mkdir()
    (tmp_path / "locked" / "b.txt").write_text(TEXT, encoding="utf-8")

    def refuse(path: object, *_: object) -> object:
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = read_articles(tmp_path / "a.txt")
    assert isinstance(found, Failure) and "not permitted" in found.reason
    monkeypatch.undo()
    real = os.scandir
    monkeypatch.setattr(module.os, "scandir", lambda p: refuse(p) if str(p).endswith("locked") else real(p))
    found_in = list(expand([tmp_path]))
    assert [isinstance(f, Failure) and "not permitted" in f.reason for f in found_in] == [False, True]


def test_a_read_error_in_the_middle_is_told() -> None:
    class Failing:
        name = "tape.txt"
        calls = 0

        def read(self, size: int = -1) -> bytes:
            self.calls += 1
            if self.calls > 1:
                raise OSError(5, "Input/output error")
            return TEXT.encode()

    (found,) = read_articles(Failing())  # type: ignore[arg-type]
    assert isinstance(found, Failure) and "Input/output error" in found.reason


def test_a_very_deep_folder(tmp_path: Path) -> None:
    here = tmp_path
    for _ in range(300):
        here = here / "d"
    here.mkdir(parents=True)
    (here / "a.txt").write_text(TEXT, encoding="utf-8")
    assert len(list(expand([tmp_path]))) == 1


def test_a_folder_is_read_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.bin").write_bytes(bytes(range(256)) * 10)
    (tmp_path / "c.jsonl").write_text('{"text": "营收5亿元"}\nnonsense\n', encoding="utf-8")
    (tmp_path / "d.txt").write_bytes(b"")
    found = list(read_articles(tmp_path))
    assert [isinstance(item, Failure) for item in found] == [False, True, False, True, True]
    assert [str(item.source).rsplit("/", 1)[1] for item in found] == [
        "a.txt",
        "b.bin",
        "c.jsonl:1",
        "c.jsonl:2",
        "d.txt",
    ]
