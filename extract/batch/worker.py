"""A worker: a process that reads files and extracts from articles until its pipe is closed."""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

from extract.batch.interrupt import INTERRUPTS
from extract.batch.messages import (
    ArticleTask,
    Broken,
    End,
    FileTask,
    Item,
    MakeTools,
    Message,
    Note,
    Reached,
    Ready,
    Task,
    Tools,
)
from extract.errors import ClaimsError, InternalError
from extract.ingest import Failure
from extract.ingest.articles import content_id
from extract.store import Found, Known, content_fingerprint, printable
from extract.types import Article

Send = Callable[[Message], None]


def work(connection: Connection, make_tools: MakeTools, database: Path, refresh: bool) -> None:
    """Do each task that comes, in order; end at once when the pipe is closed.

    Ctrl-C and SIGTERM are left to the coordinating process. ``refresh``: an article that another extractor read is not known.
    """
    _leave_interrupts()
    tasks = _receive(connection)
    try:
        tools = make_tools()
        tools.prepare()
        known = Known(database)
    except Exception as error:
        connection.send(Broken(*_message_and_remedy(error)))
        return
    connection.send(Ready())

    def is_known(content: str) -> bool:
        extractor = known.extractor(content)
        return extractor is not None and not (refresh and extractor != tools.extractor)

    with _unless_gone():
        while True:
            task = tasks.get()
            if isinstance(task, FileTask):
                _do_file(task, tools, is_known, connection.send)
            else:
                _do_article(task, tools, is_known, connection.send)


def _leave_interrupts() -> None:
    for number in INTERRUPTS:
        signal.signal(number, signal.SIG_IGN)


@contextlib.contextmanager
def _unless_gone() -> Iterator[None]:
    """End without a word when the coordinating process is gone."""
    try:
        yield
    except (BrokenPipeError, ConnectionError):
        os._exit(0)


def list_articles(connection: Connection, make_tools: MakeTools) -> None:
    """Tell the articles of each file that comes without extracting; the body of the reading process."""
    _leave_interrupts()
    tasks = _receive(connection)
    try:
        tools = make_tools()
    except Exception as error:
        connection.send(Broken(*_message_and_remedy(error)))
        return
    connection.send(Ready())
    with _unless_gone():
        while True:
            task = tasks.get()
            if isinstance(task, FileTask):
                tell_articles(task, tools, connection.send)


def tell_articles(task: FileTask, tools: Tools, send: Send) -> None:
    """Send each article of a file as an item, then the end."""
    _each_place(task, tools, send, lambda found: found)


def _receive(connection: Connection) -> queue.SimpleQueue[Task]:
    """Tasks as they come, taken out of the pipe at once so that the sender never waits."""
    tasks: queue.SimpleQueue[Task] = queue.SimpleQueue()

    def receive() -> None:
        try:
            while True:
                tasks.put(connection.recv())
        except (EOFError, OSError):
            os._exit(0)  # the coordinating process is gone: so is the sense of what we do

    threading.Thread(target=receive, daemon=True).start()
    return tasks


def _do_file(task: FileTask, tools: Tools, is_known: Callable[[str], bool], send: Send) -> None:
    def extract(found: Found) -> Found | Failure:
        return found if is_known(found.content) else _extracted(found, tools)

    _each_place(task, tools, send, extract)


def _do_article(task: ArticleTask, tools: Tools, is_known: Callable[[str], bool], send: Send) -> None:
    began = time.monotonic()
    made: Found | Failure = task.found
    if task.force or not is_known(task.found.content):
        made = _extracted(task.found, tools)
    send(_item(task.seq, task.place, task.source, made, began))


def _each_place(task: FileTask, tools: Tools, send: Send, step: Callable[[Found], Found | Failure]) -> None:
    """Send what becomes of each place of a file, then the end. If reading raises, the file ends there."""
    articles = tools.read(task.path, lambda text: send(Note(task.seq, text)))
    name, place = printable(task.path), 0
    while True:
        began = time.monotonic()
        try:
            read = next(articles)
        except StopIteration:
            break
        except Exception as error:
            send(_item(task.seq, place, name, _as_failure(name, "parse", error), began))
            place += 1
            break
        if place >= task.skip:
            source = read.source or name
            send(Reached(task.seq, place, source))
            made = read if isinstance(read, Failure) else step(_found(read))
            send(_item(task.seq, place, source, made, began))
        place += 1
    if place == 0:
        nothing = Failure(name, "parse", "there is no article in it", "leave it out, or look into it")
        send(_item(task.seq, 0, name, nothing, began))
        place = 1
    send(End(task.seq, place))


def _found(article: Article) -> Found:
    return Found(article, content_fingerprint(article), article.id == content_id(article.text), None)


def _extracted(found: Found, tools: Tools) -> Found | Failure:
    try:
        article, readout = tools.extract(found.article)
    except Exception as error:
        return _as_failure(found.article.source or found.article.id, "extract", error)
    return Found(article, found.content, found.derived, readout)


def _item(seq: int, place: int, source: str, made: Found | Failure, began: float) -> Item:
    seconds = round(time.monotonic() - began, 4)
    if isinstance(made, Failure):
        return Item(seq, place, made.source, None, made, seconds)
    return Item(seq, place, source, made, None, seconds)


def _as_failure(source: str, stage: str, error: Exception) -> Failure:
    message, remedy = _message_and_remedy(error)
    return Failure(source, "extract" if stage == "extract" else "parse", message, remedy)


def _message_and_remedy(error: Exception) -> tuple[str, str]:
    """An exception as reason and remedy; one of ours says both itself."""
    if isinstance(error, ClaimsError) and not isinstance(error, InternalError):
        return error.message, error.remedy
    if isinstance(error, MemoryError):
        return "there is not enough memory for it", "split it, or use a larger machine"
    if isinstance(error, RecursionError):
        return "it is nested too deeply", "split it, or leave it out"
    place, trace = "", error.__traceback__
    while trace is not None:
        file = Path(trace.tb_frame.f_code.co_filename)
        if "extract" in file.parts:
            place = f" at {'/'.join(file.parts[file.parts.index('extract') :])}:{trace.tb_lineno}"
        trace = trace.tb_next
    said = " ".join(str(error).split())[:300]
    return (
        f"internal error: {type(error).__name__}{': ' * bool(said)}{said}{place}",
        "please report this line with the article",
    )
