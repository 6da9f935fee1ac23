"""zhclaims: structured numeric claims from Chinese press articles.

>>> import extract
>>> reading = extract.read("该公司2024年营收50亿元，同比增长20%。", title="年报", published="2025-03-01")
>>> reading.text
'该公司2024年营收50亿元，同比增长20%。'

Importing this package loads none of its stages; the first call does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from extract.version import __version__

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import pandas as pd

    from extract.lexicon import Lexicon
    from extract.types import Article, Reading

__all__ = ["__version__", "read", "read_many", "to_frame"]


def read(
    text: str,
    title: str | None = None,
    published: str | dt.date | None = None,
    publisher: str | None = None,
    *,
    id: str | None = None,
    lexicon: Lexicon | str | Path | None = None,
) -> Reading:
    """Read one article.

    ``published`` is a date or its ISO form; relative dates (今年, 去年同期) are resolved against it. ``id`` becomes the
    article's id, else one is derived from the content. ``lexicon`` is a folder of your own words or a loaded lexicon.

    >>> reading = read("浪潮信息今年营收50亿元。", published="2025-11-18")
    >>> record = reading.records[0]
    >>> record["vendor"]["id"], record["value"], record["unit"], record["period"]["start"]
    ('inspur', 5000000000, 'CNY', '2025-01-01')

    Raises ``extract.errors.ArgumentError`` (a ClaimsError, ValueError and TypeError) for bytes and for a date that is none,
    LexiconError for a mistake in your words, InternalError for a record that does not follow the schema (a defect of zhclaims).
    Each says what to do.
    """
    from extract.errors import ArgumentError
    from extract.ingest import article_from_text
    from extract.pipeline import read_article

    try:
        article = article_from_text(text, id=id, title=title, published=published, publisher=publisher)
    except (TypeError, ValueError) as error:
        message, _, remedy = str(error).partition("; ")
        raise ArgumentError(message, remedy=remedy) from error
    return read_article(article, _lexicon(lexicon))


def read_many(
    articles: Iterable[Article | str], jobs: int = 1, *, lexicon: Lexicon | str | Path | None = None
) -> Iterator[Reading]:
    """Read articles (or texts) one after the other, in order; with ``jobs`` > 1 in as many processes.

    Any iterator will do, also one without an end: no more than a few articles for each process are taken ahead. Articles
    are made by ``extract.ingest.read_articles`` (files, folders, archives) or ``extract.ingest.article_from_text``.

    >>> [len(reading.text) for reading in read_many(["甲。", "乙丙。"])]
    [2, 3]

    Raises as ``read`` does, for the article in question; ArgumentError for less than one job.
    """
    from functools import partial

    from extract.errors import ArgumentError
    from extract.ingest import article_from_text
    from extract.pipeline import read_article

    if jobs < 1:
        raise ArgumentError(f"jobs is {jobs}", remedy="it must be 1 or more")
    made = (article_from_text(each) if isinstance(each, str) else each for each in articles)
    step = partial(read_article, lexicon=_lexicon(lexicon))
    if jobs == 1:
        yield from map(step, made)
        return
    yield from _in_parallel(step, made, jobs)


def _in_parallel(step: Callable[[Article], Reading], articles: Iterator[Article], jobs: int) -> Iterator[Reading]:
    """The readings in order, by as many processes, with a bounded number of articles under way."""
    from multiprocessing import get_context
    from threading import Semaphore

    chunk = 4
    room, ended = Semaphore(jobs * chunk * 2), False

    def let_in() -> Iterator[Article]:
        for article in articles:
            room.acquire()
            if ended:
                return
            yield article

    with get_context("spawn").Pool(jobs) as pool:
        try:
            for reading in pool.imap(step, let_in(), chunksize=chunk):
                yield reading
                room.release()
        finally:
            ended = True
            room.release(chunk)


def to_frame(records: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Records as a pandas frame: vendor, metric, value, unit, baseline first, the rest flattened.

    >>> frame = to_frame(read("浪潮信息营收50亿元，净利润7亿元。").records)
    >>> frame[["vendor", "metric", "value"]].values.tolist()
    [['浪潮信息', '营业收入', 5000000000], ['浪潮信息', '净利润', 700000000]]
    >>> list(to_frame([]).columns[:5])
    ['vendor', 'metric', 'value', 'unit', 'baseline']
    """
    import pandas as pd

    from extract.table import COLUMNS, flatten

    return pd.DataFrame([flatten(record) for record in records], columns=list(COLUMNS))


def _lexicon(lexicon: Lexicon | str | Path | None) -> Lexicon | None:
    from pathlib import Path

    if lexicon is None:
        return None
    if isinstance(lexicon, str | Path):
        from extract.lexicon import load

        return load(Path(lexicon))
    return lexicon
