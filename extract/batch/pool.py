"""The workers: given tasks in order, watched for time, replaced when they die; none of it loses an article.

A worker does its tasks in the order in which it got them. When one article takes longer than the limit, or ends the process,
that article is a failure and the tasks behind it go to a fresh worker.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from extract.batch.interrupt import INTERRUPTS
from extract.batch.messages import ArticleTask, Broken, End, FileTask, Item, MakeTools, Message, Reached, Ready, Task
from extract.batch.worker import list_articles, work
from extract.errors import ClaimsError
from extract.ingest import Failure
from extract.store import printable

AHEAD_TASKS, AHEAD_CHARACTERS = 16, 500_000  # what one worker may hold
_STARTS = 3  # times that a worker may die before it was ready

_CONTEXT = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Setting:
    """What all workers of a run have in common. ``limit`` is in seconds of wall time for one article."""

    make_tools: MakeTools
    database: Path
    refresh: bool
    limit: float


@dataclass
class Worker:
    """One process with the tasks that it was given and has not finished, oldest first."""

    process: BaseProcess
    connection: Connection
    tasks: deque[Task] = field(default_factory=deque)
    told: int = 0  # places of the first task, a file, that were told
    reached: str | None = None  # the source of the article at the place behind them, once it is read
    since: float = field(default_factory=time.monotonic)
    ready: bool = False

    @property
    def held(self) -> int:
        """Characters in its tasks."""
        return sum(len(task.found.article.text) for task in self.tasks if isinstance(task, ArticleTask))

    @property
    def first(self) -> tuple[int, int] | None:
        """File and place that its first task is about; a file from its first untold place on."""
        if not self.tasks:
            return None
        task = self.tasks[0]
        return (task.seq, task.place) if isinstance(task, ArticleTask) else (task.seq, max(task.skip, self.told))

    def stop(self) -> None:
        """End the process and forget its pipe."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Pool:
    """``jobs`` workers that extract, one that reads a large file when there is one, and a spare one for what must be done again.

    ``willing`` says whether the messages of a worker whose first task is about (file, place) may be taken now.
    """

    def __init__(self, setting: Setting, jobs: int, willing: Callable[[tuple[int, int]], bool]) -> None:
        self._setting = setting
        self._willing = willing
        self._deaths = 0
        self._spare: Worker | None = None
        self._reader: Worker | None = None
        self._streams: list[Connection] = []
        self._jobs = jobs
        self._workers = [self._start()]  # the others when there is something for them to do

    def close(self) -> None:
        """End all processes."""
        for worker in (*self._workers, self._spare, self._reader):
            if worker is not None:
                worker.stop()
        self._workers, self._spare, self._reader = [], None, None

    # --------------------------------------------------------------------------------------------------------- tasks

    def has_room(self) -> bool:
        """Whether a worker can take another task."""
        return len(self._workers) < self._jobs or any(_has_room(worker) for worker in self._workers)

    def give(self, task: Task) -> None:
        """A task for the worker with the least to do."""
        worker = min(self._workers, key=lambda each: (not _has_room(each), len(each.tasks), each.held))
        if worker.tasks and len(self._workers) < self._jobs:
            worker = self._start()
            self._workers.append(worker)
        self._hand(worker, task)

    def do_again(self, task: ArticleTask) -> None:
        """A task that everything else waits for, for the spare worker."""
        self._spare = self._spare or self._start()
        self._hand(self._spare, task)

    def read(self, task: FileTask) -> None:
        """Have the articles of a large file told, by a process that only reads."""
        self._reader = self._reader or self._start_reader()
        self._hand(self._reader, task)

    def listen(self, connection: Connection) -> None:
        """Take articles from a thread of this process, too; its messages end with ``End``."""
        self._streams.append(connection)

    @property
    def reading(self) -> bool:
        """Whether a large file or a stream is being read."""
        return bool(self._streams) or (self._reader is not None and bool(self._reader.tasks))

    def _start(self) -> Worker:
        setting = self._setting
        return _started(work, (setting.make_tools, setting.database, setting.refresh), "zhclaims-worker")

    def _start_reader(self) -> Worker:
        return _started(list_articles, (self._setting.make_tools,), "zhclaims-reader")

    def _hand(self, worker: Worker, task: Task) -> None:
        if not worker.tasks:
            worker.since = time.monotonic()
        worker.tasks.append(task)
        with contextlib.suppress(OSError):  # it has died: it is noticed when its pipe is read
            worker.connection.send(task)

    # ------------------------------------------------------------------------------------------------------ messages

    def messages(self, patience: float) -> Iterator[Message]:
        """What the workers have to tell, after waiting at most ``patience`` seconds for it.

        Raises ClaimsError when workers cannot start at all.
        """
        taken: dict[Connection, Worker | None] = {}
        for worker in (*self._workers, self._spare):
            if worker is not None and (
                worker.first is None or not worker.ready or worker is self._spare or self._willing(worker.first)
            ):
                taken[worker.connection] = worker
        if self.has_room():
            if self._reader is not None:
                taken[self._reader.connection] = self._reader
            taken |= dict.fromkeys(self._streams, None)
        elif self._reader is not None:
            self._reader.since = time.monotonic()  # it waits for us
        for connection in wait(list(taken), patience):
            assert isinstance(connection, Connection)
            taking = taken[connection]
            yield from self._take_stream(connection) if taking is None else self._take(taking)
        yield from self._overdue()

    def _take_stream(self, connection: Connection) -> Iterator[Message]:
        message = connection.recv()
        if isinstance(message, End):
            self._streams.remove(connection)
            connection.close()
        yield message

    def _take(self, worker: Worker) -> Iterator[Message]:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            yield from self._died(worker)
            return
        worker.since = time.monotonic()
        if isinstance(message, Broken):
            raise ClaimsError(message.message, remedy=message.remedy)
        if isinstance(message, Ready):
            worker.ready, self._deaths = True, 0
        elif isinstance(message, End):
            self._finished(worker)
            yield message
        elif isinstance(message, Reached):
            worker.reached = message.source
        elif isinstance(message, Item):
            if isinstance(worker.tasks[0], ArticleTask):
                self._finished(worker)
            else:
                worker.told, worker.reached = message.place + 1, None
            yield message
        else:
            yield message

    def _finished(self, worker: Worker) -> None:
        worker.tasks.popleft()
        worker.told, worker.reached = 0, None

    # -------------------------------------------------------------------------------------------------- time and death

    def _overdue(self) -> Iterator[Message]:
        """Kill the workers whose article takes too long."""
        now = time.monotonic()
        for worker in (*self._workers, self._spare, self._reader):
            late = worker is not None and worker.ready and worker.tasks and now - worker.since > self._setting.limit
            if worker is None or not late or worker.connection.poll():
                continue
            reason = f"it took longer than {self._setting.limit:g} seconds"
            yield from self._replace(worker, "limit", reason, "give more time with --timeout, or leave it out")

    def _died(self, worker: Worker) -> Iterator[Message]:
        worker.process.join(5)
        how = _how_it_ended(worker.process.exitcode)
        if not worker.ready:
            self._deaths += 1
            if self._deaths >= _STARTS:
                raise ClaimsError(
                    f"the working processes cannot start ({how})", remedy="try with --jobs 1; is there enough memory?"
                )
            yield from self._replace(worker, None, "", "")
            return
        yield from self._replace(
            worker,
            "limit",
            f"the process that worked on it ended ({how})",
            "if memory is short use fewer --jobs, or leave it out",
        )

    def _replace(self, worker: Worker, stage: str | None, reason: str, remedy: str) -> Iterator[Message]:
        """A fresh worker for the tasks of one that is no more; the first task's article is given up when ``stage`` says so."""
        worker.stop()
        tasks = worker.tasks
        if stage is not None and tasks:
            yield from self._give_up(worker, reason, remedy)
        fresh = self._start_reader() if worker is self._reader else self._start()
        for task in tasks:
            self._hand(fresh, task)
        if worker is self._reader:
            self._reader = fresh
        elif worker is self._spare:
            self._spare = fresh
        else:
            self._workers[self._workers.index(worker)] = fresh

    def _give_up(self, worker: Worker, reason: str, remedy: str) -> Iterator[Message]:
        """The failure of the article that a worker was at. A file goes on behind it, unless reading did not get that far."""
        task = worker.tasks.popleft()
        if isinstance(task, ArticleTask):
            yield Item(task.seq, task.place, task.source, None, Failure(task.source, "limit", reason, remedy))
            return
        place = max(task.skip, worker.told)
        if worker.reached is not None and worker is not self._reader:
            yield Item(task.seq, place, worker.reached, None, Failure(worker.reached, "limit", reason, remedy))
            worker.tasks.appendleft(FileTask(task.seq, task.path, place + 1))
            return
        name = printable(task.path)
        source = f"{name} (article {place + 1} and what follows)" if place else name
        yield Item(task.seq, place, source, None, Failure(source, "limit", reason, remedy))
        yield End(task.seq, place + 1)


def _started(target: Callable[..., None], arguments: tuple[object, ...], name: str) -> Worker:
    """A process with a pipe to it. Ctrl-C and SIGTERM do not reach it, not even while it starts."""
    ours, theirs = _CONTEXT.Pipe()
    process = _CONTEXT.Process(target=target, args=(theirs, *arguments), daemon=True, name=name)
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS) if hasattr(signal, "pthread_sigmask") else None
    try:
        process.start()
    finally:
        if blocked is not None:
            signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    theirs.close()
    return Worker(process, ours)


def _has_room(worker: Worker) -> bool:
    return len(worker.tasks) < AHEAD_TASKS and worker.held < AHEAD_CHARACTERS


def _how_it_ended(code: int | None) -> str:
    """An exit code in words.

    >>> _how_it_ended(-9), _how_it_ended(1)
    ('signal SIGKILL', 'exit status 1')
    """
    if code is not None and code < 0:
        with contextlib.suppress(ValueError):
            return f"signal {signal.Signals(-code).name}"
    return f"exit status {code}"
