"""Processes that extract, one article each at a time: a text that takes too long ends with its process, not with the service."""

from __future__ import annotations

import contextlib
import multiprocessing
import queue
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from extract.batch import MakeTools
from extract.errors import ClaimsError
from extract.store import Readout
from extract.types import Article

START = 120.0  # seconds that a process may take to be ready


class Busy(ClaimsError):
    """All processes are at work, for longer than one may wait."""

    def __init__(self) -> None:
        super().__init__("all readers are at work", remedy="ask again in a while")


class TooSlow(ClaimsError):
    """An article that took longer than it may."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"the article took longer than {seconds:g} seconds", remedy="send it in parts")


class Unreadable(ClaimsError):
    """An article that could not be extracted."""


@dataclass
class _Reader:
    process: BaseProcess
    connection: Connection
    ready: bool = False


class Readers:
    """``count`` processes made by ``make_tools``, started when they are first needed; ``limit`` seconds for one article.

    Use it in a ``with`` block, or call ``close``.
    """

    def __init__(self, make_tools: MakeTools, count: int, limit: float) -> None:
        self._make_tools = make_tools
        self.limit = limit
        self._idle: queue.LifoQueue[_Reader | None] = queue.LifoQueue()
        self._context = multiprocessing.get_context("spawn")
        for _ in range(count):
            self._idle.put(None)

    def __enter__(self) -> Readers:
        """The readers themselves."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close them."""
        self.close()

    def extract(self, article: Article) -> tuple[Article, Readout]:
        """Extract from one article; waits for a free process first. Thread-safe.

        Raises Busy, TooSlow, and Unreadable with the reason.
        """
        with self._one() as reader:
            try:
                reader.connection.send(article)
                if not reader.connection.poll(self.limit):
                    raise TooSlow(self.limit)
                answer = reader.connection.recv()
            except (EOFError, OSError):
                raise Unreadable("the process that read the article died", remedy="send it in parts") from None
        if isinstance(answer[0], str):
            raise Unreadable(*answer[:1], remedy=answer[1])
        made: tuple[Article, Readout] = answer
        return made

    def warm_up(self) -> None:
        """Start a process now, so that the first article does not wait for it. What goes wrong is told by ``extract``."""
        with contextlib.suppress(ClaimsError), self._one():
            pass

    def close(self) -> None:
        """End all processes that are idle."""
        with contextlib.suppress(queue.Empty):
            while True:
                reader = self._idle.get_nowait()
                if reader is not None:
                    _end(reader)

    @contextlib.contextmanager
    def _one(self) -> Iterator[_Reader]:
        """A process for one article; after an error it is ended, and another takes its place when needed."""
        try:
            reader = self._idle.get(timeout=self.limit)
        except queue.Empty:
            raise Busy from None
        try:
            if reader is None:
                reader = self._start()
            yield reader
        except BaseException:
            if reader is not None:
                _end(reader)
            reader = None
            raise
        finally:
            self._idle.put(reader)

    def _start(self) -> _Reader:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_work, args=(theirs, self._make_tools), daemon=True)
        process.start()
        theirs.close()
        reader = _Reader(process, ours)
        try:
            answer = ours.recv() if ours.poll(START) else ("the reader did not start", "try again")
        except (EOFError, OSError):
            answer = ("the reader died while it started", "see the log")
        if answer is not None:
            _end(reader)
            raise Unreadable(answer[0], remedy=answer[1])
        return reader


def _end(reader: _Reader) -> None:
    reader.connection.close()
    reader.process.kill()
    reader.process.join(5)


def _work(connection: Connection, make_tools: MakeTools) -> None:
    """The body of a process: articles come, what was extracted goes, until the pipe is closed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        tools = make_tools()
        tools.prepare()
    except Exception as error:
        connection.send(_in_words(error))
        return
    connection.send(None)
    with contextlib.suppress(EOFError, OSError):
        while True:
            article = connection.recv()
            try:
                answer: object = tools.extract(article)
            except Exception as error:
                answer = _in_words(error)
            connection.send(answer)


def _in_words(error: Exception) -> tuple[str, str]:
    """An error as reason and remedy; one of ours says both itself."""
    if isinstance(error, ClaimsError):
        return error.message, error.remedy
    said = " ".join(str(error).split())[:300]
    return f"internal error: {type(error).__name__}{': ' * bool(said)}{said}", "please report this with the article"
