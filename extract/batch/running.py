"""One run of ingest: files are handed out in order, come back as they are done, and are settled in order.

A file is a *lane* of places. Lanes are settled from the front, so that what is a duplicate of what, and every id, does not
depend on which worker was faster. What came early waits in its lane; when much waits, the workers that are ahead have to.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing import Pipe
from pathlib import Path

from extract.batch.interrupt import Interrupt
from extract.batch.messages import ArticleTask, End, FileTask, Item, Message, Note, Tools
from extract.batch.pool import Pool, Setting
from extract.batch.progress import Listener
from extract.batch.tally import Report, Tally, entry
from extract.batch.worker import tell_articles
from extract.ingest import Failure, expand
from extract.store import STANDARD_INPUT, Look, Outcome, Store, StoreError, Visit, printable

LARGE = 2**18  # bytes; a larger file is read by a process that only reads and its articles are shared out
_AHEAD = 32_000_000  # characters that may wait in the lanes
_LANES = 4096  # files that may wait
_BATCH, _BATCH_SECONDS = 100, 0.5  # inputs, and time, in one transaction
_PATIENCE = 0.25  # seconds between two looks at the clock


@dataclass
class Lane:
    """A file on its way. ``end`` is its number of places, once known; ``given`` places are with the workers."""

    seq: int
    path: str
    look: Look | None
    visit: Visit
    settled: bool = False
    streamed: bool = False
    refreshes: str | None = None  # no file but an article of the store
    items: dict[int, Item] = field(default_factory=dict)
    given: set[int] = field(default_factory=set)
    next: int = 0
    end: int | None = None
    failed: int = 0


class Run:
    """The coordinating process of one run; ``go`` does it all and leaves the tally."""

    def __init__(
        self,
        store: Store,
        run: int,
        setting: Setting,
        jobs: int,
        tools: Tools,
        report: Report,
        listener: Listener,
        interrupt: Interrupt,
    ) -> None:
        self.tally = Tally(run=run)
        self._store, self._run, self._setting, self._jobs, self._tools = store, run, setting, jobs, tools
        self._report, self._listener, self._interrupt = report, listener, interrupt
        self._pool: Pool | None = None
        self._lanes: dict[int, Lane] = {}
        self._waiting = 0  # characters in the lanes
        self._open = False
        self._opened = 0.0
        self._uncommitted: list[tuple[Outcome, str]] = []

    def go(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        """Settle every input behind ``paths``; without paths, refresh every stale article of the store."""
        feed = self._feed(paths)
        fed = False
        try:
            while not self._interrupt.asked:
                while not fed and self._can_feed():
                    fed = next(feed, None) is None
                self._settle()
                if fed and not self._lanes:
                    break
                self._commit_when_due()
                for message in self._pool.messages(_PATIENCE) if self._pool is not None else ():
                    self._take(message)
            self._settle()
            self._commit()
            self.tally.stopped = self._interrupt.asked
        except (StoreError, sqlite3.Error) as error:
            self._undo()
            self.tally.broken = str(error if isinstance(error, StoreError) else self._store.in_words(error))
        finally:
            if self._open:
                self._undo()
            if self._pool is not None:
                self._pool.close()

    # ------------------------------------------------------------------------------------------------------- feeding

    def _can_feed(self) -> bool:
        if self._waiting > _AHEAD or len(self._lanes) > _LANES:
            return False
        return self._pool is None or (self._pool.has_room() and not self._pool.reading)

    def _feed(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Lane]:
        """Make a lane for each file and start on it."""
        named = list(paths)
        for seq, found in enumerate(expand(named)):
            if isinstance(found, Path) and self._is_ours(found):
                continue
            if isinstance(found, Failure):
                lane = self._lane(seq, found.source, None)
                lane.items[0], lane.end = Item(seq, 0, found.source, None, found), 1
            else:
                lane = self._file_lane(seq, found)
            yield lane
        if not named:
            yield from self._stale_articles()

    def _is_ours(self, path: Path) -> bool:
        report = self._report.path
        return self._store.owns(path) or (report is not None and path.absolute() == report.absolute())

    def _lane(self, seq: int, path: str, look: Look | None) -> Lane:
        visit = self._store.visit(self._run, path, self._tools.extractor, self._setting.refresh)
        lane = self._lanes[seq] = Lane(seq, path, look, visit)
        return lane

    def _file_lane(self, seq: int, found: Path) -> Lane:
        path = os.fspath(found)
        if path == STANDARD_INPUT:
            lane = self._lane(seq, STANDARD_INPUT, None)
            lane.streamed = True
            self._listen_to_standard_input(seq)
            return lane
        path = os.path.abspath(path)  # noqa: PTH100 - links stay as they were named
        look = Look.at(path)
        lane = self._lane(seq, printable(path), look)
        stale = self._setting.refresh and self._store.is_stale(lane.path, self._tools.extractor)
        if self._store.is_settled(lane.path, look, self._tools.reading) and not stale:
            lane.settled = True
        elif look is not None and look.size > LARGE:
            lane.streamed = True
            self._workers().read(FileTask(seq, path))
        else:
            self._workers().give(FileTask(seq, path))
        return lane

    def _stale_articles(self) -> Iterator[Lane]:
        for seq, (found, path) in enumerate(self._store.stale_articles(self._tools.extractor)):
            lane = self._lane(seq, path, None)
            lane.refreshes, lane.end = found.article.id, 1
            self._workers().give(ArticleTask(seq, 0, found.article.source or path, found, force=True))
            yield lane

    def _listen_to_standard_input(self, seq: int) -> None:
        """Standard input cannot be read by another process, so a thread of this one does it."""
        ours, theirs = Pipe(duplex=False)
        task = FileTask(seq, STANDARD_INPUT)
        threading.Thread(target=tell_articles, args=(task, self._tools, theirs.send), daemon=True).start()
        self._workers().listen(ours)

    def _workers(self) -> Pool:
        if self._pool is None:
            self._pool = Pool(self._setting, self._jobs, self._may_tell)
        return self._pool

    def _may_tell(self, first: tuple[int, int]) -> bool:
        """Whether there is room for what comes of a task: always for what is to be settled next."""
        if self._waiting < _AHEAD:
            return True
        head = next(iter(self._lanes.values()), None)
        return head is None or first <= (head.seq, head.next)

    # -------------------------------------------------------------------------------------------------------- taking

    def _take(self, message: Message) -> None:
        if isinstance(message, Item):
            self._take_item(message)
        elif isinstance(message, End):
            self._lanes[message.seq].end = message.places
        elif isinstance(message, Note):
            self._listener.note(f"{self._lanes[message.seq].path}: {message.text}")

    def _take_item(self, item: Item) -> None:
        lane = self._lanes[item.seq]
        if lane.streamed and item.found is not None and item.place not in lane.given:
            lane.given.add(item.place)
            self._workers().give(ArticleTask(item.seq, item.place, item.source, item.found))
            return
        lane.items[item.place] = item
        self._waiting += item.weight

    # ------------------------------------------------------------------------------------------------------ settling

    def _settle(self) -> None:
        """Settle what is ready at the front."""
        for seq in list(self._lanes):
            lane = self._lanes[seq]
            if not (self._settle_unchanged(lane) if lane.settled else self._settle_places(lane)):
                return
            del self._lanes[seq]
            self._listener.advance(0, 0 if lane.look is None else lane.look.size)
            self._commit_when_due()

    def _settle_unchanged(self, lane: Lane) -> bool:
        self._begin()
        self.tally.files += 1
        self.tally.stale += self._store.count_stale(lane.path, self._tools.extractor)
        for place in self._store.places(lane.path):
            self._note_outcome(lane, place.place, place.source, Outcome("unchanged", place.article), 0.0)
        return True

    def _settle_places(self, lane: Lane) -> bool:
        """Settle the places that are there; True when the lane is at its end."""
        while (item := lane.items.pop(lane.next, None)) is not None:
            self._begin()
            self._waiting -= item.weight
            outcome = self._settle_item(lane, item)
            if outcome is None:
                assert item.found is not None
                lane.given.add(item.place)
                self._workers().do_again(ArticleTask(item.seq, item.place, item.source, item.found, force=True))
                return False
            lane.given.discard(item.place)
            lane.failed += outcome.status == "failed"
            lane.next += 1
            self._note_outcome(lane, item.place, item.source, outcome, item.seconds)
            self._commit_when_due()
        if lane.end != lane.next:
            return False
        self._begin()
        if lane.refreshes is None:
            self.tally.files += 1
            same = lane.look is not None and Look.at(lane.path) == lane.look
            self._store.settle_file(
                lane.visit, lane.look if same else None, self._tools.reading, lane.next, lane.failed
            )
        return True

    def _settle_item(self, lane: Lane, item: Item) -> Outcome | None:
        if item.found is None:
            failure = item.failure or Failure(item.source, "extract", "nothing came of it", "please report this")
            if lane.refreshes is not None:
                return Outcome("failed", stage=failure.stage, reason=failure.reason, remedy=failure.remedy)
            return lane.visit.fail(item.place, item.source, failure.stage, failure.reason, failure.remedy)
        if lane.refreshes is not None:
            assert item.found.readout is not None
            return lane.visit.refresh_stored(lane.refreshes, item.found.readout)
        return lane.visit.settle(item.place, item.source, item.found)

    def _note_outcome(self, lane: Lane, place: int, source: str, outcome: Outcome, seconds: float) -> None:
        self._report.hold(entry(lane.path, place, source, outcome, seconds))
        self._uncommitted.append((outcome, source))

    # -------------------------------------------------------------------------------------------------- transactions

    def _begin(self) -> None:
        if not self._open:
            self._store.begin()
            self._open, self._opened = True, time.monotonic()

    def _commit_when_due(self) -> None:
        if self._open and (len(self._uncommitted) >= _BATCH or time.monotonic() - self._opened > _BATCH_SECONDS):
            self._commit()

    def _commit(self) -> None:
        """What was settled is durable from here on, and is told."""
        if not self._open:
            return
        self._store.commit()
        self._open = False
        for outcome, source in self._uncommitted:
            self.tally.add(outcome)
            if outcome.status == "failed":
                self._listener.failed(f"{source}: {outcome.reason}; {outcome.remedy}")
        self._listener.advance(len(self._uncommitted), 0)
        self._uncommitted.clear()
        self._report.write()

    def _undo(self) -> None:
        self._store.rollback()
        self._open = False
        self._uncommitted.clear()
        self._report.forget()
