"""What the same extraction costs with one process, with two, with Ray Data and with Spark on this machine.

    python tests/benchmarks/clusters.py [--articles 1000] [serial processes ray spark]

Each reads one Parquet file of invented press articles and writes claims as Parquet; start-up and work are timed apart.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]
from press import articles  # noqa: E402

from extract.distributed import BATCH, claims_of_batch, claims_schema, with_ray, with_spark  # noqa: E402


def serial(source: Path, target: Path) -> Callable[[], None]:
    """One process."""
    import pyarrow.parquet as parquet

    def work() -> None:
        with parquet.ParquetWriter(target / "claims.parquet", claims_schema()) as writer:
            for path in sorted(source.glob("*.parquet")):
                for batch in parquet.ParquetFile(path).iter_batches(BATCH):
                    writer.write_batch(claims_of_batch(batch))

    return work


def step(task: tuple[Path, Path]) -> None:
    """One file of a pool."""
    import pyarrow.parquet as parquet

    source, target = task
    with parquet.ParquetWriter(target, claims_schema()) as writer:
        for batch in parquet.ParquetFile(source).iter_batches(BATCH):
            writer.write_batch(claims_of_batch(batch))


def processes(source: Path, target: Path) -> Callable[[], None]:
    """Two processes, a file at a time."""
    from multiprocessing import get_context

    def work() -> None:
        tasks = [(path, target / path.name) for path in sorted(source.glob("*.parquet"))]
        with get_context("spawn").Pool(2) as pool:
            pool.map(step, tasks, chunksize=1)
            pool.close()
            pool.join()

    return work


def ray(source: Path, target: Path) -> Callable[[], None]:
    """Ray Data."""
    os.environ |= {"RAY_USAGE_STATS_ENABLED": "0", "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0"}
    import ray as cluster

    cluster.init(
        num_cpus=2, include_dashboard=False, object_store_memory=200 * 2**20, log_to_driver=False, configure_logging=False,
        runtime_env={"env_vars": {"PYTHONPATH": str(ROOT)}},
    )  # fmt: skip
    cluster.data.DataContext.get_current().enable_progress_bars = False
    return lambda: with_ray(cluster.data.read_parquet(str(source))).write_parquet(str(target))


def spark(source: Path, target: Path) -> Callable[[], None]:
    """Spark."""
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": str(ROOT)}
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.extraJavaOptions", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", str(BATCH))
        .config("spark.sql.files.maxPartitionBytes", str(2**20))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    return lambda: with_spark(session.read.parquet(str(source))).write.parquet(str(target / "spark"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runners", nargs="*", default=["serial", "processes", "ray", "spark"])
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--files", type=int, default=8)
    asked = parser.parse_args()

    import pyarrow as pa
    import pyarrow.parquet as parquet

    made: list[dict[str, Any]] = [dict(each) for each in articles(asked.articles)]
    characters = sum(len(each["text"]) for each in made)
    print(f"{len(made)} articles, {characters:,} characters")
    runners: dict[str, Callable[[Path, Path], Callable[[], None]]] = {
        "serial": serial, "processes": processes, "ray": ray, "spark": spark,
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "articles"
        source.mkdir()
        size = -(-len(made) // asked.files)
        for at in range(0, len(made), size):
            parquet.write_table(pa.Table.from_pylist(made[at : at + size]), source / f"{at:08}.parquet")
        for name in asked.runners:
            target = Path(folder) / name
            target.mkdir()
            began, cpu = time.monotonic(), _cpu()
            work = runners[name](source, target)
            ready = time.monotonic()
            work()
            ended = time.monotonic()
            rows = parquet.read_table(target).num_rows
            print(
                f"{name:10} start {ready - began:5.1f} s, work {ended - ready:6.1f} s, own CPU {_cpu() - cpu:6.1f} s, "
                f"{characters / (ended - ready):>9,.0f} characters a second, {rows} rows"
            )


def _cpu() -> float:
    """CPU seconds of this process and of those that it has waited for."""
    return sum(
        getattr(resource.getrusage(who), name)
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        for name in ("ru_utime", "ru_stime")
    )


if __name__ == "__main__":
    main()
