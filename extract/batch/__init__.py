"""Batch ingest: any number of files into a store, by several processes, resumable at any moment.

``ingest`` settles each article of each file as exactly one of done, unchanged, duplicate or failed. What is settled is in the
store; a run that was killed is taken up by running again. See ``extract.store`` for what the store holds.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterable
from functools import partial
from pathlib import Path

from extract.batch.interrupt import Interrupt, Stopped
from extract.batch.messages import MakeTools, Tools
from extract.batch.pool import Setting
from extract.batch.progress import Listener, on_terminal
from extract.batch.running import Run
from extract.batch.tally import Report, Tally
from extract.batch.tools import PipelineTools
from extract.errors import ClaimsError
from extract.ingest import Options
from extract.store import RunState, Store, StoreError

__all__ = ["Listener", "MakeTools", "PipelineTools", "Tally", "Tools", "cores", "ingest", "on_terminal"]

LIMIT = 30.0  # seconds for one article


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def ingest(
    paths: Iterable[str | os.PathLike[str]],
    database: Path,
    *,
    jobs: int | None = None,
    limit: float = LIMIT,
    refresh: bool = False,
    report: Path | None = None,
    lexicon: tuple[Path, ...] = (),
    options: Options | None = None,
    make_tools: MakeTools | None = None,
    listener: Listener | None = None,
) -> Tally:
    """Read, extract and store everything behind ``paths``; files that look as they did are not opened again.

    ``jobs`` processes extract (default: one for each core), ``limit`` seconds are given to one article. ``refresh`` reads
    again what another version or other words extracted - without ``paths``, every such article of the store. ``report``
    is written as JSON Lines, one object for each input. ``make_tools`` replaces ingest and pipeline (it must be picklable).

    Raises ClaimsError when nothing can be done at all: the store is unusable or busy, the lexicon has a mistake, the report
    cannot be written.
    """
    if jobs is not None and jobs < 1:
        raise ClaimsError(f"there cannot be {jobs} jobs", remedy="give --jobs 1 or more")
    if limit <= 0:
        raise ClaimsError(f"an article cannot be read in {limit:g} seconds", remedy="give a --timeout above 0")
    named = list(paths)
    if not named and not refresh:
        raise ClaimsError("no input was named", remedy="name files or folders, or - for standard input")
    began = time.monotonic()
    maker = make_tools or partial(
        PipelineTools, tuple(Path(folder).resolve() for folder in lexicon), options or Options()
    )
    tools, told = maker(), listener or Listener()
    with Interrupt() as interrupt, Store(database) as store:
        written = Report(report)
        number = store.begin_run(
            tools.extractor, {"jobs": jobs, "limit": limit, "refresh": refresh, "reading": tools.reading}
        )
        run = Run(
            store, number, Setting(maker, database, refresh, limit), jobs or cores(), tools, written, told, interrupt
        )
        run.go(named)
        if not run.tally.broken and not run.tally.stopped:
            _reprints(store, run.tally, interrupt, told)
        _end(store, run.tally)
    run.tally.seconds = time.monotonic() - began
    written.hold(run.tally.as_json())
    written.write()
    written.close()
    return run.tally


def _reprints(store: Store, tally: Tally, interrupt: Interrupt, listener: Listener) -> None:
    from extract.reprints import find_reprints

    def step(count: int) -> None:
        interrupt.check()

    listener.stage("comparing")
    try:
        tally.reprints = find_reprints(store.connection, step)
        tally.changed_figures = store.connection.execute("SELECT count(DISTINCT record) FROM differences").fetchone()[0]
    except Stopped:
        tally.stopped = True
    except StoreError as error:
        tally.broken = str(error)
    except sqlite3.Error as error:
        tally.broken = str(store.in_words(error))


def _end(store: Store, tally: Tally) -> None:
    state: RunState = "broken" if tally.broken else "stopped" if tally.stopped else "finished"
    try:
        store.end_run(tally.run, state, tally.outcomes)
    except StoreError as error:
        tally.broken = tally.broken or str(error)
