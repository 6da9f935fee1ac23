"""Does a batch of any size take memory that stays flat and time that grows in line, and what does a second worker bring?

    python tests/benchmarks/batch.py [--sizes 1000 30000] [--jobs 1 2] [--folder]

Generated articles are ingested by the real command into a fresh store. Memory is the peak of the sum over all processes
(proportional set size, sampled four times a second; of the coordinating process alone in brackets). ``again`` is a second run,
in which nothing is new. ``spin`` is what two processes bring over one on this machine for pure computing.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from press import articles


@dataclass
class Cost:
    """Of one run: seconds of wall and CPU time, megabytes at the peak."""

    wall: float
    cpu: float
    peak: float
    coordinator: float
    status: int
    said: str


def pss(pid: int) -> float:
    """Proportional set size in megabytes; 0 when the process is gone."""
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def children(pid: int) -> list[int]:
    """The processes that a process has started."""
    with contextlib.suppress(OSError):
        return [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    return []


def ingest(source: Path, database: Path, jobs: int) -> Cost:
    """Run the command and watch it."""
    words = [sys.executable, "-m", "extract", "ingest", str(source), "--db", str(database), "--jobs", str(jobs)]
    before, began = os.times(), time.monotonic()
    process = subprocess.Popen(words, stderr=subprocess.PIPE, text=True)
    peak = coordinator = 0.0
    while process.poll() is None:
        own = pss(process.pid)
        coordinator = max(coordinator, own)
        peak = max(peak, own + sum(map(pss, children(process.pid))))
        time.sleep(0.25)
    wall, after = time.monotonic() - began, os.times()
    assert process.stderr is not None
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Cost(wall, cpu, peak, coordinator, process.returncode, process.stderr.read().splitlines()[0])


def spin(count: int) -> None:
    """Nothing but computing."""
    total = 0
    for number in range(count):
        total += number * number


def spin_gain() -> float:
    """How much faster two processes do two units of pure computing than one does."""
    count, context = 20_000_000, multiprocessing.get_context("spawn")
    times = []
    for jobs in (1, 2):
        began = time.monotonic()
        with context.Pool(jobs) as pool:
            pool.map(spin, [count, count])
        times.append(time.monotonic() - began)
    return times[0] / times[1]


def write_articles(target: Path, count: int, folder: bool) -> None:
    """One file of JSON Lines, or a folder with a text file for each article."""
    if not folder:
        with target.open("w") as stream:
            stream.writelines(json.dumps(article, ensure_ascii=False) + "\n" for article in articles(count))
        return
    target.mkdir()
    for article in articles(count):
        (target / f"{article['id']}.txt").write_text(f"{article['title']}\n{article['text']}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 30_000])
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2])
    parser.add_argument(
        "--folder", action="store_true", help="a file for each article instead of one file of JSON Lines"
    )
    asked = parser.parse_args()
    print(f"spin: two processes are {spin_gain():.2f} times as fast as one")
    print("articles  jobs    wall s    CPU s  ms/article  articles/s  peak MB (coordinator)  again s  store MB")
    costs: dict[tuple[int, int], Cost] = {}
    with tempfile.TemporaryDirectory() as scratch:
        for size in asked.sizes:
            source = Path(scratch) / (f"articles-{size}" if asked.folder else f"articles-{size}.jsonl")
            write_articles(source, size, asked.folder)
            for jobs in asked.jobs:
                database = Path(scratch) / f"{size}-{jobs}.db"
                cost = costs[size, jobs] = ingest(source, database, jobs)
                again = ingest(source, database, jobs)
                print(
                    f"{size:8}  {jobs:4}  {cost.wall:8.1f} {cost.cpu:8.1f}  {cost.cpu / size * 1000:10.2f}  {size / cost.wall:10.0f}"
                    f"  {cost.peak:7.0f} ({cost.coordinator:.0f}){'':8}  {again.wall:7.1f}  {database.stat().st_size / 2**20:8.0f}"
                    f"  {'' if cost.status == 0 else f'status {cost.status}: '}{cost.said}",
                    flush=True,
                )
    small, large = min(asked.sizes), max(asked.sizes)
    for jobs in asked.jobs if small != large else ():
        few, many = costs[small, jobs], costs[large, jobs]
        print(
            f"{jobs} jobs, {large} against {small} articles: peak memory {many.peak / few.peak:.2f} times (target 1.15 at most), "
            f"CPU time {many.cpu / few.cpu:.1f} times for {large / small:.1f} times the articles"
        )
    if {1, 2} <= set(asked.jobs):
        for size in asked.sizes:
            print(f"{size} articles: 2 workers are {costs[size, 1].wall / costs[size, 2].wall:.2f} times as fast as 1")


if __name__ == "__main__":
    main()
