"""Packed files: read in memory, bounded, and nothing written anywhere."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.ingest import Failure, Limits, Options, read_articles
from extract.types import Article

TEXT = "澜河云三季度营收48.6亿元,同比增长31%。"
LINES = "".join(json.dumps({"id": str(n), "text": TEXT}, ensure_ascii=False) + "\n" for n in range(3)).encode()


def read(data: bytes, name: str = "-", **limits: int) -> list[Article | Failure]:
    file = io.BytesIO(data)
    file.name = name  # type: ignore[attr-defined]
    return list(read_articles(file, Options(limits=Limits(**limits))))


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


MEMBERS = {
    "新闻/甲.txt": TEXT.encode(),
    "b.jsonl": LINES,
    "c.html": f"<html><body><h1>甲公司的标题行</h1><p>{TEXT}</p></body></html>".encode(),
}


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
@pytest.mark.parametrize("name", ["-", "a.jsonl.gz", "a.jsonl"])
def test_packed_lines(pack: Callable[[bytes], bytes], name: str) -> None:
    assert [(item.id, item.source) for item in read(pack(LINES), name) if isinstance(item, Article)] == [
        (str(n), f"{name}:{n + 1}") for n in range(3)
    ]


def test_packed_text_keeps_the_kind_of_its_name() -> None:
    (found,) = read(gzip.compress("营收**5**亿元。".encode()), "a.md.gz")
    assert isinstance(found, Article) and found.text == "营收5亿元。"


@pytest.mark.parametrize(
    ("data", "order"),
    [
        (zipped(MEMBERS), ["b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "c.html", "新闻/甲.txt"]),
        (tarred(MEMBERS), ["新闻/甲.txt", "b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "c.html"]),
        (tarred(MEMBERS, "w:gz"), ["新闻/甲.txt", "b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "c.html"]),
        (tarred(MEMBERS, "w:xz"), ["新闻/甲.txt", "b.jsonl:1", "b.jsonl:2", "b.jsonl:3", "c.html"]),
    ],
)
def test_archives_of_anything(data: bytes, order: list[str]) -> None:
    found = read(data, "news.arc")
    assert all(isinstance(item, Article) and TEXT in item.text for item in found)
    assert [item.source for item in found] == [f"news.arc!{name}" for name in order]


def test_archives_in_archives_to_a_depth() -> None:
    inner = zipped({"a.txt": TEXT.encode()})
    (found,) = read(tarred({"in.zip": inner}), "o.tar")
    assert isinstance(found, Article) and found.source == "o.tar!in.zip!a.txt"
    for _ in range(6):
        inner = zipped({"n.zip": inner})
    (refused,) = read(inner, "o.zip")
    assert isinstance(refused, Failure) and "deep" in refused.reason


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in").mkdir()
    evil = {
        "../evil.txt": TEXT.encode(),
        "/etc/evil.txt": TEXT.encode(),
        "..\\evil.txt": TEXT.encode(),
        "a/../../evil.txt": TEXT.encode(),
    }
    (tmp_path / "in" / "z.zip").write_bytes(zipped(evil))
    (tmp_path / "in" / "z.tar").write_bytes(tarred(evil))
    found = list(read_articles(tmp_path / "in"))
    assert len(found) == 8 and all(isinstance(item, Article) for item in found)
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["in", "z.tar", "z.zip"]


def test_links_and_devices_in_a_tar_are_not_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "l"),
            (tarfile.LNKTYPE, "h"),
            (tarfile.FIFOTYPE, "p"),
            (tarfile.DIRTYPE, "d"),
        ):
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
    found = read(out.getvalue(), "a.tar")
    assert [(f.source, "not followed" in f.reason) for f in found if isinstance(f, Failure)] == [
        ("a.tar!l", True),
        ("a.tar!h", True),
    ]


def test_names_packed_under_chinese_windows() -> None:
    data = zipped({"xxxx.txt": TEXT.encode()}).replace(b"xxxx.txt", "新闻.txt".encode("gbk"))
    (found,) = read(data, "a.zip")
    assert isinstance(found, Article) and found.source == "a.zip!新闻.txt"


@pytest.mark.parametrize("pack", [gzip.compress, bz2.compress, lzma.compress])
def test_a_file_that_breaks_off_gives_what_came_before(pack: Callable[[bytes], bytes]) -> None:
    lines = b"".join(json.dumps({"id": os.urandom(600).hex(), "text": TEXT}).encode() + b"\n" for _ in range(900))
    found = read(pack(lines)[: len(pack(lines)) // 2], "a.jsonl.gz")
    assert isinstance(found[-1], Failure) and ("breaks off" in found[-1].reason or "damaged" in found[-1].reason)
    assert pack is bz2.compress or sum(isinstance(item, Article) for item in found) > 100
    (short,) = read(pack(LINES)[:9], "a.jsonl.gz")
    assert isinstance(short, Failure)


def test_damaged_archives_are_told() -> None:
    data = zipped(MEMBERS)
    assert all(isinstance(item, Failure) for item in read(data[: len(data) // 2], "a.zip"))
    spoiled = bytearray(zipped({"a.txt": TEXT.encode() * 50, "b.txt": TEXT.encode()}))
    spoiled[60:70] = b"\xff" * 10
    found = read(bytes(spoiled), "a.zip")
    assert isinstance(found[0], Failure) and found[0].source == "a.zip!a.txt" and isinstance(found[1], Article)
    assert isinstance(read(tarred(MEMBERS)[:700], "a.tar")[-1], Failure)
    assert "no files" in str(read(zipped({}), "a.zip")[0])


def test_a_locked_member_is_told() -> None:
    data = bytearray(zipped({"a.txt": TEXT.encode()}, zipfile.ZIP_STORED))
    data[6] |= 1
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    (found,) = read(bytes(data), "a.zip")
    assert isinstance(found, Failure) and "password" in found.reason


class Zeros(io.RawIOBase):
    """A gzip stream of zeros without end, which counts how far it was read."""

    served = 0

    def __init__(self) -> None:
        import zlib

        self._packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while len(self._left) < len(buffer):
            self._left += self._packer.compress(b"\n" * (1 << 20))
        part, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(part)] = part
        self.served += len(part)
        return len(part)


def test_a_bomb_is_stopped_by_its_proportion() -> None:
    bomb = Zeros()
    (found,) = read_articles(io.BufferedReader(bomb, 4096))  # type: ignore[arg-type]
    assert isinstance(found, Failure) and "bomb" in found.reason
    assert bomb.served < 1 << 20


def test_bombs_in_archives_are_stopped() -> None:
    blank = b" " * 1023 + b"\n"
    zeros = zipped({"a.jsonl": blank * (20 << 10)})  # 20 MiB
    (found,) = read(zeros, "a.zip")
    assert isinstance(found, Failure) and "bomb" in found.reason
    (nested,) = read(zipped({"b.zip": zeros}, zipfile.ZIP_STORED), "b.zip")
    assert isinstance(nested, Failure) and "bomb" in nested.reason
    office = zipped({"word/document.xml": b"<w>" + blank * (20 << 10) + b"</w>"})
    (document,) = read(office, "a.docx")
    assert isinstance(document, Failure) and "bomb" in document.reason


def test_a_crowd_of_members_is_refused() -> None:
    members = {f"{n}.txt": b"x1" for n in range(50)}
    assert "members" in str(read(zipped(members), "a.zip", members=40)[0])
    assert "members" in str(read(tarred(members), "a.tar", members=40)[-1])


def test_expansion_has_a_limit() -> None:
    lines = b"".join(json.dumps({"text": os.urandom(2000).hex()}).encode() + b"\n" for _ in range(2000))
    found = read(gzip.compress(lines), "a.jsonl.gz", expanded=1 << 20)
    assert isinstance(found[-1], Failure) and found[-1].stage == "archive"
    assert 0 < len(found) < 2000


@given(
    st.binary(max_size=300),
    st.sampled_from(
        [
            b"\x1f\x8b\x08",
            b"PK\x03\x04",
            b"BZh9",
            b"\xfd7zXZ\x00",
            b"%PDF-1.4",
            b"PAR1",
            b"WARC/1.0\r\n",
            b"<rss>",
            b"<?xml",
        ]
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_bytes_under_any_magic_never_raise(data: bytes, magic: bytes) -> None:
    for item in read(magic + data):
        assert isinstance(item, (Article, Failure)) and "unexpectedly" not in str(item)


@given(st.integers(0, 2000), st.binary(min_size=1, max_size=6), st.sampled_from(["zip", "tar", "gz"]))
@example(490, b"\x00", "zip")  # a name of no characters
@settings(max_examples=200, deadline=None)
def test_any_spoiled_byte_never_raises(at: int, put: bytes, kind: str) -> None:
    data = {"zip": zipped(MEMBERS), "tar": tarred(MEMBERS), "gz": gzip.compress(LINES)}[kind]
    at %= len(data)
    for item in read(data[:at] + put + data[at + len(put) :], f"a.{kind}"):
        assert isinstance(item, (Article, Failure)) and "unexpectedly" not in str(item)
