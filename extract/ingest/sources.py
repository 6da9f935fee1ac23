"""Inputs by name: files, folders, standard input; the same order every time, and never out of the folder.

Symbolic links inside a folder are not followed: one that points into the folder leads to what is read anyway, one that
points out of it, or nowhere, is told as a ``Failure``. A path that the caller names is followed wherever it leads.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from extract.ingest.failures import Failure, Problem

# what systems leave in folders and people never put there
_LITTER = frozenset({"Thumbs.db", "desktop.ini", "ehthumbs.db", "Icon\r", "__MACOSX", "$RECYCLE.BIN"})
_CHECK = "check that it is there and readable, and try again"


def printable(path: str | os.PathLike[str]) -> str:
    """A path that any terminal and any JSON file can hold: bytes that are no UTF-8 appear as ``\\\\xNN``.

    >>> printable("新闻\\udcff.txt")
    '新闻\\\\xff.txt'
    """
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace("\n", "\\n").replace("\r", "\\r")


def expand(paths: Iterable[str | os.PathLike[str]]) -> Iterator[Path | Failure]:
    """The files behind ``paths``: a file itself, a folder's files in the order of their names, at any depth.

    ``-`` (standard input) is passed through. Hidden files (``.git``), system litter (``Thumbs.db``)
    and the folder that a browser saves beside a page (``a_files`` beside ``a.html``) are left out.
    A file reached twice is given once. What is missing, unreadable, or no file comes as a ``Failure``; nothing is
    raised.
    """
    seen: set[str] = set()
    for path in paths:
        name = os.fspath(path)
        if name == "-":
            yield Path("-")
            continue
        try:
            status = Path(name).stat()
        except (OSError, ValueError) as error:
            yield _unreadable(name, error)
            continue
        found = _inside(name) if stat.S_ISDIR(status.st_mode) else iter([name])
        count = 0
        for item in found:
            count += 1
            if isinstance(item, Failure):
                yield item
                continue
            absolute = os.path.abspath(item)  # noqa: PTH100 - without following links
            if absolute not in seen:
                seen.add(absolute)
                yield Path(absolute) if item == "-" else Path(item)
        if not count:
            yield Failure(printable(name), "open", "the folder holds no files", "name a folder that holds articles")


def _inside(folder: str) -> Iterator[str | Failure]:
    """The files of a folder, names in the order of their bytes, without recursion so that no depth is too much."""
    root = os.path.realpath(folder)
    waiting: list[str] = [folder]
    while waiting:
        path = waiting.pop()
        try:
            mode = os.lstat(path).st_mode
            if path == folder or stat.S_ISDIR(mode):
                names = _names_in(path)
                waiting += (f"{path.rstrip(os.sep) or os.sep}{os.sep}{name}" for name in reversed(names))
            elif stat.S_ISLNK(mode):
                if failure := _link(path, root):
                    yield failure
            elif stat.S_ISREG(mode):
                if _is_output(path):
                    yield Failure(printable(path), "open", "this is the file that the output goes to", "write it outside the folder")
                else:
                    yield path
            else:
                yield Failure(printable(path), "open", "this is no file but a device, pipe or socket", "leave it out")
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)


def _is_output(path: str) -> bool:
    """Whether standard output is redirected into this file: reading it would never end."""
    try:
        return os.path.samestat(os.fstat(1), Path(path).stat())
    except OSError:
        return False


def _names_in(folder: str) -> list[str]:
    """The names in a folder in order, without hidden ones, litter, and what a browser saved beside a page."""
    with os.scandir(folder) as entries:
        names = sorted((e.name for e in entries), key=os.fsencode)
    pages = {name.rpartition(".")[0] for name in names if name.lower().endswith((".html", ".htm"))}
    beside = {f"{page}{end}" for page in pages for end in ("_files", ".files", "_文件")}
    return [name for name in names if not name.startswith(".") and name not in _LITTER and name not in beside]


def _link(path: str, root: str) -> Failure | None:
    target = os.path.realpath(path)
    if target == root or target.startswith(root.rstrip(os.sep) + os.sep):
        if os.path.lexists(target) and not Path(target).is_symlink():
            return None
        return Failure(
            printable(path), "open", "the symbolic link leads nowhere or in a circle", "mend or remove the link"
        )
    return Failure(
        printable(path), "open", "the symbolic link leads out of the folder and is not followed",
        f"name {printable(target)} itself if it is wanted",
    )  # fmt: skip


def open_file(path: str) -> IO[bytes]:
    """A file opened for reading. Raises ``Problem`` when it can't be, saying why."""
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        failure = _unreadable(path, error)
        raise Problem(failure.stage, failure.reason, failure.remedy) from error


def _unreadable(path: str, error: Exception) -> Failure:
    name = printable(path)
    if isinstance(error, FileNotFoundError):
        return Failure(name, "open", "there is no such file (it was moved or deleted, or the name is wrong)", _CHECK)
    if isinstance(error, PermissionError):
        return Failure(name, "open", "reading it is not permitted", "give yourself the right to read it, and try again")
    if isinstance(error, IsADirectoryError):
        return Failure(name, "open", "this is a folder, not a file", "name the folder as an input of its own")
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Failure(name, "open", f"it cannot be opened ({reason})", _CHECK)
