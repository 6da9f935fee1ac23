"""Parquet files: a row is an article; read in batches, so that a file of any length fits."""

from __future__ import annotations

from collections.abc import Iterator

from extract.ingest.articles import article_from_fields
from extract.ingest.failures import Failure, Problem, in_words, missing
from extract.ingest.options import Options
from extract.ingest.streams import Stream
from extract.ingest.tables import choose_columns
from extract.types import Article


def read_parquet(stream: Stream, where: str, options: Options) -> Iterator[Article | Failure]:
    """One article a row. Raises ``Problem`` when pyarrow is not installed or the file is damaged."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise missing("pyarrow", "parquet", "Parquet") from error
    with stream.seekable_copy(options.limits.expanded) as copy:
        try:
            file = pyarrow.parquet.ParquetFile(copy)
            header = list(file.schema_arrow.names)
            columns: dict[str, str] | None = None
            notes: tuple[str, ...] = ()
            number = 0
            for batch in file.iter_batches(batch_size=256):
                rows = batch.to_pylist()
                if columns is None:
                    columns, notes = choose_columns(header, rows[:20], options, where)
                for row in rows:
                    number += 1
                    try:
                        yield article_from_fields(row, columns, source=f"{where}:{number}", notes=notes)
                    except Problem as problem:
                        yield problem.at(f"{where}:{number}")
            if not number:
                raise Problem("extract", "the table has no rows", "leave it out, or write it again")
        except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
            raise Problem("parse", f"the Parquet file is damaged ({in_words(error)})", "write it again") from error
