"""A stream of bytes with its head in view, lines of bounded length, and no more bytes than allowed."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from typing import IO, Any

from extract.ingest.failures import Problem

HEAD = 64 * 1024
_SPOOL = 32 * 2**20


class Stream(io.RawIOBase):
    """Bytes from anywhere - a file, standard input, a member of an archive - read once from front to back."""

    def __init__(self, raw: IO[bytes]) -> None:
        """Take the first bytes of ``raw`` into view. An error of reading appears as ``Problem`` when it is reached."""
        super().__init__()
        self._raw = raw
        self._broken: Problem | None = None
        self.head = b""
        try:
            while len(self.head) < HEAD and (more := self._from_raw(HEAD - len(self.head))):
                self.head += more
        except Problem as problem:
            if not self.head:
                raise
            self._broken = problem
        self._pending = self.head

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """The next bytes; the head first."""
        if self._pending:
            part, self._pending = self._pending[: len(buffer)], self._pending[len(buffer) :]
        elif self._broken is not None:
            raise self._broken
        else:
            part = self._from_raw(len(buffer))
        buffer[: len(part)] = part
        return len(part)

    def _from_raw(self, size: int) -> bytes:
        try:
            return self._raw.read(size) or b""
        except Problem:
            raise
        except Exception as error:  # what a decompressor raises is its own affair
            raise broken(error) from error

    def whole(self, limit: int, what: str = "one article") -> bytes:
        """All that is left. Raises ``Problem`` when it is more than ``limit`` bytes, without having held more."""
        parts: list[bytes] = []
        size = 0
        while part := self.read(1 << 20):
            size += len(part)
            if size > limit:
                raise too_long("the file", limit, what)
            parts.append(part)
        return b"".join(parts)

    def lines(self, limit: int) -> Iterator[tuple[int, bytes | None]]:
        """Each line with its number, without the line feed; None in place of a line of more than ``limit`` bytes."""
        buffered = io.BufferedReader(self, 1 << 18)
        number = 0
        while line := buffered.readline(limit + 2):
            number += 1
            if len(line) <= limit + 1 and (line.endswith(b"\n") or len(line) <= limit):
                yield number, line.rstrip(b"\r\n")
                continue
            while line and not line.endswith(b"\n"):
                line = buffered.readline(1 << 20)
            yield number, None

    def seekable_copy(self, limit: int) -> IO[bytes]:
        """The rest in a file without a name that can be read in any order, at most ``limit`` bytes of it."""
        copy: IO[bytes] = tempfile.SpooledTemporaryFile(_SPOOL)  # noqa: SIM115
        size = 0
        while part := self.read(1 << 20):
            size += len(part)
            if size > limit:
                copy.close()
                raise too_long("the file", limit, "a file that must be held whole")
            copy.write(part)
        copy.seek(0)
        return copy


class Bounded(io.RawIOBase):
    """What a compressed stream expands to, stopped with a ``Problem`` where it grows out of all proportion."""

    _GRACE = 16 * 2**20

    def __init__(self, expanded: IO[bytes], packed: Callable[[], int], limit: int, ratio: int) -> None:
        """``packed`` tells how many compressed bytes have gone in so far."""
        super().__init__()
        self._read: Callable[[int], bytes] = getattr(
            expanded, "read1", expanded.read
        )  # so that nothing is lost before a fault
        self._packed, self._limit, self._ratio = packed, limit, ratio
        self._size = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """The next expanded bytes, or ``Problem``."""
        part = self._read(len(buffer)) or b""
        self._size += len(part)
        if self._size > self._limit or (self._size > self._GRACE and self._size > self._ratio * max(self._packed(), 1)):
            raise Problem(
                "archive",
                f"it expands to more than {self._size >> 20} MiB, out of all proportion: perhaps a decompression bomb",
                "unpack it by hand if it is sound, or raise the limits",
            )
        buffer[: len(part)] = part
        return len(part)


class Counted(io.RawIOBase):
    """Passes bytes on and counts them."""

    def __init__(self, raw: IO[bytes] | io.RawIOBase) -> None:
        """Count what is read from ``raw``."""
        super().__init__()
        self._raw = raw
        self.count = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """The next bytes."""
        part = self._raw.read(len(buffer)) or b""
        self.count += len(part)
        buffer[: len(part)] = part
        return len(part)


def too_long(thing: str, limit: int, what: str) -> Problem:
    """The problem of more bytes than the limit for one thing."""
    return Problem(
        "limit", f"{thing} is longer than {size_in_words(limit)}, the limit for {what}", "split it, or raise the limit"
    )


def size_in_words(size: int) -> str:
    """A number of bytes for people.

    >>> size_in_words(16 * 2**20), size_in_words(1000)
    ('16 MiB', '1000 bytes')
    """
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"


def broken(error: BaseException) -> Problem:
    """An error of reading as a problem."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, EOFError):
        return Problem("archive", "the compressed data breaks off before its end", "fetch or pack the file again")
    if isinstance(error, _packing_errors()) or type(error).__name__ == "BadGzipFile":
        return Problem("archive", f"the compressed data is damaged ({error})", "fetch or pack the file again")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Problem("open", f"it cannot be read ({reason})", "check that it is there and readable, and try again")


def _packing_errors() -> tuple[type[Exception], ...]:
    import lzma
    import zipfile
    import zlib

    return (zlib.error, lzma.LZMAError, zipfile.BadZipFile)
