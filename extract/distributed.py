"""The same extraction on many machines: a plain function on an Arrow batch, and thin adapters for Ray Data and Spark.

The function takes a batch of articles and gives a batch of claims; it needs nothing but pyarrow, keeps no state but the
words (loaded once for each process), and gives exactly the records that one process gives. An article that cannot be
read gives one row with ``failure``: it neither stops the job nor vanishes.

>>> import pyarrow
>>> articles = pyarrow.RecordBatch.from_pylist([{"id": "a", "text": "浪潮信息营收50亿元。"}, {"id": "b", "text": ""}])
>>> claims_of_batch(articles).select(["vendor", "value", "unit", "article", "failure"]).to_pylist()
[{'vendor': '浪潮信息', 'value': 5000000000.0, 'unit': 'CNY', 'article': 'a', 'failure': None},
 {'vendor': None, 'value': None, 'unit': None, 'article': 'b', 'failure': '“text” is empty; leave the entry out, or give it its text'}]

``json`` is the record as the schema has it; the other columns are those of every table. Articles come as rows with ``text`` and
what is known of ``id``, ``title``, ``published``, ``publisher``, ``url``; ``columns`` names them when they are called otherwise.
``articles_of_files`` makes such rows of whole files (WARC, HTML, JSON Lines …) as Ray and Spark read them from object storage.

Which way to go. One machine: ``zhclaims ingest``, which is resumable and needs nothing else. Some machines and a queue (Slurm,
Kubernetes jobs): one ``zhclaims ingest SHARD --db SHARD.db`` for each shard, and the stores read together. A cluster that is there:
these adapters. On one machine Ray and Spark cost more than they give (schemas/README.md; ``tests/benchmarks/clusters.py``).

On paper, 100 million articles in WARC files on object storage:

- Measured on one core of a 2-core cloud machine: extraction 125,000 characters of press a CPU second (55,000 where every sentence
  is figures), so 9 ms for 1,100 characters; main text of a page of 25 KB 4 ms, of ordinary 100 KB 15 ms. With unpacking and
  Arrow some 30 ms an article: 3 million CPU seconds, 830 core hours. Ray Data took 1.5 and Spark 1.9 times as long as plain processes
  on a small job, nearly all of it fixed; plan with 1,200 core hours.
- Workers: 128 cores (8 machines of 16) are done in 7 to 10 hours. 200 MB for each process, 300 MB with its batch: 40 GB in all.
  2.5 TB of packed pages in 8 hours are 90 MB a second over all machines, within any object store.
- Parts: files as they are crawled (1 GB, some 40,000 pages, 20 minutes of one core): 2,500 tasks, small enough to be done again.
  ``what="articles"``, then ``claims``; both run where the file was read, so that pages do not travel.
- Failures: an article that fails is a row with ``failure``; a task that dies is done again by Ray or Spark, and as a part's output has the
  part's name and a record's id comes from article and place, doing it twice changes nothing. Count rows with ``failure`` at the
  end and read those again with the next version.
- Store: some 500 million claims, 130 bytes each in Parquet with ``json``, 55 without: 30 to 65 GB, by month of publication; DuckDB
  asks that directly. What people are to review goes into a store of its own (``zhclaims ingest`` of those articles): one SQLite
  file is meant for some million articles. Copies are found before: articles without an id have that of their text.
"""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.errors import ClaimsError, InternalError
from extract.table import COLUMNS, flatten
from extract.types import Article

if TYPE_CHECKING:
    import pyarrow as pa

    from extract.types import Reading

FIELDS = ("id", "text", "title", "published", "publisher", "url", "reprinted_from", "editor")
BATCH = 128  # articles; a batch takes seconds, not minutes, and a failed one is soon done again
_NUMBERS = ("article", "text", "start", "end", "value", "value_max", "unit", "comparator", "role", "record", "why")


def claims_schema() -> pa.Schema:
    """The columns of a batch of claims: those of a table, then ``json`` and ``failure``. Only ``article`` is never null."""
    from extract.export.columnar import arrow_schema

    return _nullable(arrow_schema((*COLUMNS, "json", "failure")))


def numbers_schema() -> pa.Schema:
    """The columns of a batch of numbers: schemas/number.schema.json, then ``failure``."""
    pa = _pyarrow()
    kinds = {"start": pa.int32(), "end": pa.int32(), "value": pa.float64(), "value_max": pa.float64()}
    return _nullable(pa.schema([pa.field(name, kinds.get(name, pa.string())) for name in (*_NUMBERS, "failure")]))


def articles_schema() -> pa.Schema:
    """The columns of a batch of articles: what is known of each, where it was read, and ``failure``."""
    pa = _pyarrow()
    return pa.schema([pa.field(name, pa.string()) for name in (*FIELDS, "source", "failure")])


def claims_of_batch(
    batch: pa.RecordBatch, *, columns: Mapping[str, str] | None = None, lexicon: Sequence[str] = ()
) -> pa.RecordBatch:
    """The claims of a batch of articles, in their order. ``lexicon`` are folders of your own words, there on every machine.

    Raises ClaimsError when the batch has no column for the text.
    """
    rows: list[dict[str, Any]] = []
    for id, made in _read(batch, columns, lexicon):
        if isinstance(made, str):
            rows.append({"article": id, "failure": made})
            continue
        for record in made.records:
            rows.append({**_cells(flatten(record)), "json": json.dumps(record, ensure_ascii=False), "failure": None})
    return _batch(rows, claims_schema())


def numbers_of_batch(
    batch: pa.RecordBatch, *, columns: Mapping[str, str] | None = None, lexicon: Sequence[str] = ()
) -> pa.RecordBatch:
    """Every number of a batch of articles with its role, in their order; otherwise as ``claims_of_batch``."""
    rows: list[dict[str, Any]] = []
    for id, made in _read(batch, columns, lexicon):
        rows += [{"article": id, "failure": made}] if isinstance(made, str) else map(_cells, made.numbers)
    return _batch(rows, numbers_schema())


def articles_of_files(batch: pa.RecordBatch, *, name: str = "path", content: str = "bytes") -> pa.RecordBatch:
    """The articles in a batch of whole files; ``name`` and ``content`` are its columns (Spark calls them path and content).

    >>> import pyarrow
    >>> files = pyarrow.RecordBatch.from_pylist([{"path": "s3://x/a.jsonl", "bytes": '{"text": "营收5亿元。"}'.encode()}])
    >>> articles_of_files(files).select(["text", "source"]).to_pylist()
    [{'text': '营收5亿元。', 'source': 's3://x/a.jsonl:1'}]
    """
    from extract.ingest import read_articles

    rows: list[dict[str, Any]] = []
    for file, data in zip(batch.column(name).to_pylist(), batch.column(content).to_pylist(), strict=True):
        for made in read_articles(io.BytesIO(data)):
            source = f"{file}{(made.source or '-').removeprefix('-')}"
            if not isinstance(made, Article):
                rows.append({"source": source, "failure": f"{made.reason}; {made.remedy}"})
                continue
            told = {name: getattr(made, name) for name in FIELDS}
            day = None if made.published is None else made.published.isoformat()
            rows.append({**told, "published": day, "source": source, "failure": None})
    return _batch(rows, articles_schema())


# ----------------------------------------------------------------------------------------------------------- adapters


def with_ray(dataset: Any, *, what: str = "claims", batch_size: int | None = BATCH, **options: Any) -> Any:
    """A Ray dataset of articles as one of claims (or ``numbers``, or the ``articles`` of files).

    A plain function is mapped, so that reading, extracting and writing run in one task and the words stay in the process; an
    actor pool gains nothing here and can dead-lock a small cluster. Cap ``object_store_memory`` in ``ray.init``.
    """
    step = partial(_table_step, what, tuple(sorted(options.items())))
    return dataset.map_batches(step, batch_format="pyarrow", batch_size=batch_size, zero_copy_batch=True)


def with_spark(frame: Any, *, what: str = "claims", **options: Any) -> Any:
    """A Spark data frame of articles as one of claims (or ``numbers``, or the ``articles`` of files), by ``mapInArrow``.

    Set ``spark.sql.execution.arrow.maxRecordsPerBatch`` to a few hundred, and ``PYSPARK_PYTHON`` to a Python that has zhclaims,
    on every machine.
    """
    step, schema = _step(what)
    return frame.mapInArrow(partial(_each_batch, step, options), _as_ddl(schema()))


def _step(what: str) -> tuple[Callable[..., Any], Callable[[], Any]]:
    steps: dict[str, tuple[Callable[..., Any], Callable[[], Any]]] = {
        "claims": (claims_of_batch, claims_schema),
        "numbers": (numbers_of_batch, numbers_schema),
        "articles": (articles_of_files, articles_schema),
    }
    if what not in steps:
        raise ClaimsError(f"there are no {what!r} to be had", remedy=f"ask for {', '.join(steps)}")
    return steps[what]


def _table_step(what: str, options: tuple[tuple[str, Any], ...], table: Any) -> Any:
    """What Ray maps: a table in, a table out."""
    step, schema = _step(what)
    made = [step(batch, **dict(options)) for batch in table.to_batches()]
    return _pyarrow().Table.from_batches(made, schema=schema())


def _each_batch(step: Callable[..., Any], options: Mapping[str, Any], batches: Iterable[Any]) -> Iterator[Any]:
    """What Spark maps: batches in, batches out."""
    for batch in batches:
        yield step(batch, **options)


def _as_ddl(schema: Any) -> str:
    """An Arrow schema as Spark writes one."""
    names = {"string": "string", "double": "double", "int32": "int", "bool": "boolean", "date32[day]": "date"}
    return ", ".join(f"`{field.name}` {names[str(field.type)]}" for field in schema)


# ------------------------------------------------------------------------------------------------------------ reading


def _read(
    batch: pa.RecordBatch, columns: Mapping[str, str] | None, lexicon: Sequence[str]
) -> Iterator[tuple[str, Reading | str]]:
    """Id and reading of each article, or id and why there is none."""
    from extract.ingest.articles import article_from_fields
    from extract.ingest.failures import Problem
    from extract.lexicon import load
    from extract.pipeline import read_article

    called = {name: name for name in FIELDS} | dict(columns or {})
    there = [name for name in called.values() if name in batch.schema.names]
    if called["text"] not in there:
        found = ", ".join(batch.schema.names)
        raise ClaimsError(
            f"the batch has no column {called['text']!r} (it has {found})", remedy="name it with columns="
        )
    words = load(*map(Path, lexicon))
    sources, failures = (_column(batch, name) for name in ("source", "failure"))
    rows = zip(batch.select(there).to_pylist(), sources, failures, strict=True)
    for number, (fields, source, failure) in enumerate(rows):
        name = str(fields.get(called["id"]) or source or f"row {number}")
        if failure is not None:
            yield name, failure
            continue
        try:
            given = {key: value for key, value in fields.items() if value is not None or key == called["text"]}
            article = article_from_fields(given, called, source=name)
            yield article.id, read_article(article, words, explain=False)
        except Problem as problem:
            yield name, f"{problem.reason}; {problem.remedy}"
        except Exception as error:  # one article must not stop the others
            yield name, _in_words(error)


def _column(batch: pa.RecordBatch, name: str) -> list[Any]:
    return list(batch.column(name).to_pylist()) if name in batch.schema.names else [None] * batch.num_rows


def _in_words(error: Exception) -> str:
    if isinstance(error, ClaimsError) and not isinstance(error, InternalError):
        return str(error)
    return f"internal error: {type(error).__name__}: {' '.join(str(error).split())[:300]}; please report it with the article"


def _cells(row: Mapping[str, Any]) -> dict[str, Any]:
    """Numbers as doubles and days as days, as the schema has them."""
    made = dict(row)
    for name, cell in row.items():
        if name in ("period_start", "period_end") and cell is not None:
            made[name] = dt.date.fromisoformat(cell)
        elif isinstance(cell, int) and not isinstance(cell, bool) and not name.endswith(("start", "end")):
            made[name] = float(cell)
    return made


def _batch(rows: Sequence[Mapping[str, Any]], schema: Any) -> Any:
    return _pyarrow().RecordBatch.from_pydict(
        {name: [row.get(name) for row in rows] for name in schema.names}, schema=schema
    )


def _nullable(schema: Any) -> Any:
    pa = _pyarrow()
    return pa.schema([field.with_nullable(field.name != "article") for field in schema])


def _pyarrow() -> Any:
    try:
        return import_module("pyarrow")
    except ImportError:
        raise ClaimsError(
            "Arrow needs pyarrow, which is not installed", remedy="pip install 'zhclaims[parquet]'"
        ) from None
