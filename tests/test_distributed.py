"""Many machines: the function on an Arrow batch, and Ray Data and Spark on a local cluster, give the records of one process."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import extract
from extract.distributed import (
    articles_of_files,
    claims_of_batch,
    claims_schema,
    numbers_of_batch,
    with_ray,
    with_spark,
)
from extract.errors import ClaimsError
from extract.ingest import article_from_text
from extract.table import COLUMNS, flatten

pa = pytest.importorskip("pyarrow", reason="needs pyarrow (extra `parquet`)")

ROOT = Path(__file__).parents[1]
SEED = (ROOT / "corpus" / "articles" / "seed.txt").read_text(encoding="utf-8")
FILES = sorted((ROOT / "corpus" / "gold" / "dev").glob("*.json"))[:12]
GOLD = [json.loads(path.read_text(encoding="utf-8")) for path in FILES]
ARTICLES: list[dict[str, Any]] = [
    {"id": "seed", "text": SEED, "title": None, "published": "2025-11-18"},
    *({name: each[name] for name in ("id", "text", "title", "published")} for each in GOLD),
    {"id": "empty", "text": " ", "title": None, "published": None},
    {"id": "none", "text": "没有数字。", "title": None, "published": None},
]


@pytest.fixture(scope="module")
def expected() -> dict[str, list[dict[str, Any]]]:
    """What one process gives, by article, in order."""
    good = [article_from_text(**each) for each in ARTICLES if each["text"].strip()]
    return {reading.document.article.id: list(reading.records) for reading in extract.read_many(good)}


def assert_same(rows: list[dict[str, Any]], expected: dict[str, list[dict[str, Any]]]) -> None:
    """The same records in the same order in each article; each flat row says what its record says."""
    failed = [row for row in rows if row["failure"] is not None]
    assert [row["article"] for row in failed] == ["empty"] and "is empty" in failed[0]["failure"]
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["failure"] is None:
            record = json.loads(row["json"])
            found.setdefault(row["article"], []).append(record)
            flat = flatten(record)
            assert {
                name: str(row[name]) if name.startswith("period_") and row[name] else row[name] for name in COLUMNS
            } == flat
    assert found == {id: records for id, records in expected.items() if records}
    assert sum(map(len, found.values())) > 100


def batch(rows: list[dict[str, Any]] = ARTICLES) -> Any:
    return pa.RecordBatch.from_pylist(rows)


def test_a_batch_gives_the_records_of_one_process(expected: dict[str, list[dict[str, Any]]]) -> None:
    made = claims_of_batch(batch())
    assert made.schema == claims_schema()
    assert_same(made.to_pylist(), expected)
    parts = [claims_of_batch(batch().slice(at, 3)) for at in range(0, len(ARTICLES), 3)]
    assert pa.Table.from_batches(parts) == pa.Table.from_batches([made])


def test_numbers_of_a_batch() -> None:
    made = numbers_of_batch(batch([ARTICLES[0], ARTICLES[-2]])).to_pylist()
    numbers = extract.read(SEED, published="2025-11-18", id="seed").numbers
    assert [{name: row[name] for name in row if name != "failure"} for row in made[:-1]] == list(numbers)
    assert made[-1]["article"] == "empty" and made[-1]["failure"]


@pytest.mark.parametrize("rows", [[], [ARTICLES[-1]], [ARTICLES[-2]]], ids=["nothing", "no claim", "a failure"])
def test_the_schema_is_the_same_whatever_comes(rows: list[dict[str, Any]]) -> None:
    given = pa.RecordBatch.from_pylist(rows, schema=batch().schema)
    assert claims_of_batch(given).schema == claims_schema()
    assert (
        claims_schema().field("value").type == pa.float64()
        and claims_schema().field("period_start").type == pa.date32()
    )


def test_columns_called_otherwise_typed_dates_and_own_words(tmp_path: Path) -> None:
    import datetime as dt

    (tmp_path / "vendors.csv").write_text("id,name,kind\nlanhu,蓝湖实验室,company\n", encoding="utf-8")
    given = batch([{"url": "http://x/1", "content": "蓝湖实验室今年营收50亿元。", "day": dt.date(2025, 11, 18)}])
    made = claims_of_batch(given, columns={"text": "content", "published": "day"}, lexicon=[str(tmp_path)])
    (row,) = made.to_pylist()
    assert (row["vendor_id"], row["period_start"], row["failure"]) == ("lanhu", dt.date(2025, 1, 1), None)
    with pytest.raises(ClaimsError, match=r"no column 'text' .it has url, content, day.*columns="):
        claims_of_batch(given)


def test_an_article_that_cannot_be_read_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract import pipeline

    read = pipeline.read_article

    def sometimes(article: Any, words: Any, **options: Any) -> Any:
        if article.id == "seed":
            raise RuntimeError("bad luck")
        return read(article, words, **options)

    monkeypatch.setattr(pipeline, "read_article", sometimes)
    rows = claims_of_batch(batch(ARTICLES[:2])).to_pylist()
    assert rows[0]["article"] == "seed" and "RuntimeError: bad luck; please report" in rows[0]["failure"]
    assert len(rows) > 1 and all(row["failure"] is None for row in rows[1:])


def warc(texts: list[str]) -> bytes:
    made = b""
    for number, text in enumerate(texts):
        page = f"<html><head><meta charset='utf-8'><title>第{number}篇</title></head><body><article><p>{text}</p></article></body></html>"
        body = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page.encode()
        head = (
            "WARC/1.0\r\nWARC-Type: response\r\n" + f"WARC-Target-URI: http://example.invalid/{number}\r\n"
            "WARC-Date: 2025-11-18T08:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
            f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-00000000000{number}>\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        made += gzip.compress(head + body + b"\r\n\r\n")
    return made


SENTENCE = "浪潮信息2025年第一季度营收达到468.6亿元，同比增长165.3%，公司表示服务器业务是主要来源。" * 3


def test_whole_files_give_articles_with_where_they_were_read() -> None:
    files = [
        {"path": "s3://bucket/a.warc.gz", "content": warc([SENTENCE, SENTENCE.replace("浪潮信息", "小米集团")])},
        {"path": "s3://bucket/b.jsonl", "content": '{"text": "营收5亿元。"}\n{"id": 7}\n'.encode()},
    ]
    made = articles_of_files(batch(files), content="content")
    rows = made.to_pylist()
    assert [row["url"] for row in rows[:2]] == ["http://example.invalid/0", "http://example.invalid/1"]
    assert all(row["source"].startswith("s3://bucket/") for row in rows)
    assert rows[2]["text"] == "营收5亿元。" and rows[3]["failure"] and rows[3]["source"] == "s3://bucket/b.jsonl:2"
    claims = claims_of_batch(made).to_pylist()
    assert {row["vendor_id"] for row in claims} >= {"inspur", "xiaomi"}
    (failed,) = [row for row in claims if row["failure"]]
    assert failed["article"] == "s3://bucket/b.jsonl:2"


def test_what_there_is_not_is_told() -> None:
    with pytest.raises(ClaimsError, match="ask for claims, numbers, articles"):
        with_spark(None, what="sentences")


# ---------------------------------------------------------------------------------------------------------------- Ray


@pytest.fixture(scope="module")
def ray(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if importlib.util.find_spec("ray") is None:
        pytest.skip("needs ray (extra `ray`)")
    os.environ |= {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
        "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
    }
    import ray

    environment = {"env_vars": {"PYTHONPATH": str(ROOT)}}
    ray.init(
        num_cpus=2, include_dashboard=False, object_store_memory=100 * 2**20, log_to_driver=False, logging_level="ERROR",
        configure_logging=False, runtime_env=environment,
    )  # fmt: skip
    ray.data.DataContext.get_current().enable_progress_bars = False
    yield ray
    ray.shutdown()


def test_ray_gives_the_records_of_one_process(
    ray: Any, expected: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    parts = [pa.Table.from_batches([batch().slice(at, 5)]) for at in range(0, len(ARTICLES), 5)]
    made = with_ray(ray.data.from_arrow(parts), batch_size=4)
    made.write_parquet(str(tmp_path / "claims"))
    assert_same(in_order(pa.parquet.read_table(tmp_path / "claims").to_pylist()), expected)


def test_ray_reads_whole_files(ray: Any, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([SENTENCE]))
    (tmp_path / "b.jsonl").write_text('{"id": "b", "text": "营收5亿元。"}\n{"id": 7}\n', encoding="utf-8")
    files = ray.data.read_binary_files(str(tmp_path), include_paths=True)
    rows = with_ray(with_ray(files, what="articles", batch_size=1)).take_all()
    assert {row["vendor_id"] for row in rows if row["vendor_id"]} == {"inspur"}
    (failed,) = [row for row in rows if row["failure"]]
    assert failed["article"].endswith("b.jsonl:2")


# -------------------------------------------------------------------------------------------------------------- Spark


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("needs pyspark (extra `spark`)")
    if shutil.which("java") is None:
        pytest.skip("needs Java 17 or later")
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    from pyspark.sql import SparkSession

    flags = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
    session = (
        SparkSession.builder.master("local[2]")
        .appName("zhclaims")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.extraJavaOptions", flags)
        .config("spark.driver.memory", "512m")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.execution.arrow.maxRecordsPerBatch", "4")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("ERROR")
    yield session
    session.stop()


def test_spark_gives_the_records_of_one_process(
    spark: Any, expected: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    pa.parquet.write_table(pa.Table.from_batches([batch()]), tmp_path / "articles.parquet")
    frame = spark.read.parquet(str(tmp_path / "articles.parquet")).repartition(2)
    with_spark(frame).write.parquet(str(tmp_path / "claims"))
    table = pa.parquet.read_table(tmp_path / "claims")
    assert table.schema.names == claims_schema().names
    assert_same(in_order(table.to_pylist()), expected)


def test_spark_reads_whole_files(spark: Any, tmp_path: Path) -> None:
    (tmp_path / "a.warc.gz").write_bytes(warc([SENTENCE]))
    (tmp_path / "b.jsonl").write_text('{"id": "b", "text": "营收5亿元。"}\n{"id": 7}\n', encoding="utf-8")
    files = spark.read.format("binaryFile").load(str(tmp_path)).select("path", "content")
    rows = [row.asDict() for row in with_spark(with_spark(files, what="articles", content="content")).collect()]
    assert {row["vendor_id"] for row in rows if row["vendor_id"]} == {"inspur"}
    (failed,) = [row for row in rows if row["failure"]]
    assert failed["article"].endswith("b.jsonl:2")


def in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as one process would give them: parts of a cluster's output come in any order."""
    order = {each["id"]: at for at, each in enumerate(ARTICLES)}
    return sorted(rows, key=lambda row: order[row["article"]])
