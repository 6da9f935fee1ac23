"""Ingest: files, folders, archives and streams become articles, one after another, and nothing raises.

>>> import io
>>> from extract.ingest import read_articles
>>> for article in read_articles(io.BytesIO('{"id": "a1", "text": "该公司营收50亿元。"}\\n{"id": 7}'.encode())):
...     print(article.id if isinstance(article, Article) else article)
a1
-:2: there is no “text”; found: id; name the key or column that holds the article's text

Importing this loads nothing heavy; each format's library is loaded when a file of that format comes up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO

from extract.ingest.articles import article_from_text
from extract.ingest.failures import Failure
from extract.ingest.options import KINDS, Kind, Limits, Options
from extract.ingest.sources import expand
from extract.types import Article

__all__ = [
    "KINDS",
    "Failure",
    "Kind",
    "Limits",
    "Options",
    "article_from_text",
    "complete",
    "expand",
    "read_articles",
]


def read_articles(
    source: str | os.PathLike[str] | IO[bytes], options: Options | None = None
) -> Iterator[Article | Failure]:
    """The articles of a file, a folder, standard input (``"-"``) or an open binary file, as they are reached.

    Whatever gives no article comes as a ``Failure`` in its place; bad content, a missing file or a missing optional
    package never raises. Text, Markdown, HTML, JSON Lines, JSON, CSV, XLSX, Parquet, RSS and Atom, WARC and WET, DOCX
    and PDF are read, plain or packed in ZIP, tar, gzip, bzip2 or xz.
    """
    from extract.ingest.reader import read

    return read(source, options or Options())


def complete(article: Article, restored_text: str) -> Article:
    """The article with what its container did not say - title, date, publisher, origin, editor - read from its text.

    ``restored_text`` is the text after repair. See ``extract.ingest.metadata.complete``.
    """
    from extract.ingest.metadata import complete as from_text

    return from_text(article, restored_text)
