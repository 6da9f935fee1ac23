"""ZIP, tar, gzip, bzip2 and xz, read member by member in memory; nothing is ever unpacked to disk.

What a packed file expands to is bounded, in all and in proportion, and so is how deep archives may lie in archives.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from typing import IO, Protocol

from extract.ingest.failures import Failure, Problem, in_words
from extract.ingest.options import Kind, Options
from extract.ingest.sources import printable
from extract.ingest.streams import Bounded, Counted, Stream, broken, size_in_words
from extract.types import Article

_ZIP_ERRORS = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    OverflowError,
    struct.error,
)
_LITTER = ("__MACOSX/", ".DS_Store", "Thumbs.db", "desktop.ini")


class Opened(Protocol):
    """Reads an open stream, ``depth`` archives deep; ``name`` tells its kind."""

    def __call__(
        self, raw: IO[bytes], where: str, options: Options, depth: int = 0, name: str | None = None
    ) -> Iterator[Article | Failure]:
        """The articles and failures of the stream."""


def read_packed(
    kind: Kind, depth: int, read_inner: Opened, stream: Stream, where: str, options: Options
) -> Iterator[Article | Failure]:
    """The articles of a packed file; ``read_inner`` reads what is in it, one level deeper."""
    if depth >= options.limits.depth:
        raise Problem(
            "archive", f"archives lie more than {options.limits.depth} deep in one another", "unpack the outer ones"
        )
    if kind == "zip":
        yield from _zip(stream, where, options, depth, read_inner)
    elif kind == "tar":
        yield from _tar(stream, where, options, depth, read_inner)
    else:
        yield from read_inner(_expanded(kind, stream, options), where, options, depth + 1, _inner_name(where))


def _expanded(kind: Kind, stream: Stream, options: Options) -> IO[bytes]:
    counted = Counted(stream)
    opened: IO[bytes]
    if kind == "gzip":
        import gzip

        opened = gzip.GzipFile(fileobj=counted)  # type: ignore[assignment]
    elif kind == "bzip2":
        import bz2

        opened = bz2.BZ2File(counted)
    else:
        import lzma

        opened = lzma.LZMAFile(counted)  # type: ignore[arg-type]  # noqa: SIM115
    limits = options.limits
    return Bounded(opened, lambda: counted.count, limits.expanded, limits.ratio)  # type: ignore[return-value]


def _inner_name(where: str) -> str:
    """The name of what a packed file holds, whose ending tells its kind.

    >>> _inner_name("news.jsonl.gz"), _inner_name("a.tgz"), _inner_name("-")
    ('news.jsonl', 'a.tar', '-')
    """
    for end, put in ((".gz", ""), (".bz2", ""), (".xz", ""), (".tgz", ".tar"), (".tbz", ".tar"), (".txz", ".tar")):
        if where.lower().endswith(end):
            return where[: -len(end)] + put
    return where


def _zip(stream: Stream, where: str, options: Options, depth: int, read_inner: Opened) -> Iterator[Article | Failure]:
    with stream.seekable_copy(options.limits.expanded) as copy:
        try:
            archive = zipfile.ZipFile(copy)
            members = archive.infolist()
        except _ZIP_ERRORS as error:
            raise Problem(
                "archive", f"the ZIP file is damaged ({in_words(error)})", "fetch or pack it again"
            ) from error
        names = {member.filename for member in members}
        if "word/document.xml" in names or "xl/workbook.xml" in names:
            _refuse_bomb(members, options)
            if "word/document.xml" in names:
                from extract.ingest.docx import read_document

                yield from read_document(archive, where, options)
            else:
                from extract.ingest.workbooks import read_workbook

                copy.seek(0)
                yield from read_workbook(copy, where, options)
            return
        _refuse_crowd(len(members), options)
        spent = read = 0
        for member in sorted(members, key=lambda m: m.filename):
            name = zip_name(member)
            if not name:
                read += 1
                yield Failure(
                    f"{where}!?", "archive", "a file in the archive has lost its name, its entry is damaged", "fetch or pack the archive again"
                )
                continue
            if member.is_dir() or _is_litter(name):
                continue
            read += 1
            place = f"{where}!{printable(name)}"
            spent += member.file_size
            if spent > options.limits.expanded:
                raise Problem(
                    "archive", f"it expands to more than {size_in_words(options.limits.expanded)}", "unpack it by hand"
                )
            yield from _zip_member(archive, member, place, options, depth, read_inner)
        if not read:
            raise Problem("extract", "the archive holds no files", "leave it out, or pack it again")


def _zip_member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: str, options: Options, depth: int, read_inner: Opened
) -> Iterator[Article | Failure]:
    if member.flag_bits & 1:
        yield Failure(place, "archive", "it is locked with a password", "pack it again without one")
        return
    try:
        opened = archive.open(member)
    except _ZIP_ERRORS as error:
        yield Failure(place, "archive", f"it cannot be unpacked ({in_words(error)})", "fetch or pack the archive again")
        return
    limits = options.limits
    with opened:
        bounded = Bounded(opened, lambda: member.compress_size, limits.expanded, limits.ratio)
        yield from read_inner(bounded, place, options, depth + 1)  # type: ignore[arg-type]


def zip_name(member: zipfile.ZipInfo) -> str:
    """The name of a member; one that is not marked as UTF-8 was most likely packed under Chinese Windows.

    >>> info = zipfile.ZipInfo("新闻.txt".encode("gbk").decode("cp437"))
    >>> zip_name(info)
    '新闻.txt'
    """
    if member.flag_bits & 0x800 or member.filename.isascii():
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec)
        except UnicodeDecodeError:
            continue
    return member.filename


def _tar(stream: Stream, where: str, options: Options, depth: int, read_inner: Opened) -> Iterator[Article | Failure]:
    import tarfile

    count = read = 0
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                count += 1
                _refuse_crowd(count, options)
                if not member.isfile() or _is_litter(member.name):
                    if member.issym() or member.islnk():
                        read += 1
                        yield Failure(
                            f"{where}!{printable(member.name)}",
                            "archive",
                            "it is a link, which is not followed",
                            "pack the file itself",
                        )
                    continue
                read += 1
                opened = archive.extractfile(member)
                if opened is not None:
                    yield from read_inner(opened, f"{where}!{printable(member.name)}", options, depth + 1)
    except Problem:
        raise
    except (tarfile.TarError, OSError, EOFError, ValueError) as error:
        trouble = broken(error) if isinstance(error, OSError) else None
        raise trouble or Problem(
            "archive", f"the tar file breaks off or is damaged ({in_words(error)})", "fetch or pack it again"
        ) from error
    if not read:
        raise Problem("extract", "the archive holds no files", "leave it out, or pack it again")


def _is_litter(name: str) -> bool:
    base = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    return name.startswith("__MACOSX/") or base.startswith(".") or base in _LITTER


def _refuse_crowd(count: int, options: Options) -> None:
    if count > options.limits.members:
        raise Problem(
            "archive", f"it has more than {options.limits.members} members", "unpack it by hand, or raise the limit"
        )


def _refuse_bomb(members: list[zipfile.ZipInfo], options: Options) -> None:
    """An Office file is held whole, so its parts are added up before any is opened."""
    size = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    if size > options.limits.document or (size > 16 * 2**20 and size > options.limits.ratio * max(packed, 1)):
        raise Problem(
            "archive", f"it expands to {size >> 20} MiB, out of all proportion: perhaps a decompression bomb",
            "save its text in another way if it is sound, or raise the limits",
        )  # fmt: skip
