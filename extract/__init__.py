"""zhclaims: structured numeric claims from Chinese press articles.

>>> import extract
>>> reading = extract.read("该公司2024年营收50亿元，同比增长20%。", title="年报", published="2025-03-01")
>>> reading.text
'该公司2024年营收50亿元，同比增长20%。'

Importing this package loads none of its stages; the first call does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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

    Raises TypeError for bytes, ValueError for a date that is none, ``extract.errors.InternalError`` for a record that does not
    follow the schema (a defect of zhclaims).
    """
    from extract.ingest import article_from_text
    from extract.pipeline import read_article

    article = article_from_text(text, id=id, title=title, published=published, publisher=publisher)
    return read_article(article, _lexicon(lexicon))


def read_many(
    articles: Iterable[Article | str], jobs: int = 1, *, lexicon: Lexicon | str | Path | None = None
) -> Iterator[Reading]:
    """Read articles (or texts) one after the other, in order; with ``jobs`` > 1 in as many processes.

    >>> [len(reading.text) for reading in read_many(["甲。", "乙丙。"])]
    [2, 3]
    """
    from functools import partial

    from extract.ingest import article_from_text
    from extract.pipeline import read_article

    if jobs < 1:
        raise ValueError(f"jobs is {jobs}: it must be 1 or more")
    made = (article_from_text(each) if isinstance(each, str) else each for each in articles)
    step = partial(read_article, lexicon=_lexicon(lexicon))
    if jobs == 1:
        yield from map(step, made)
        return
    from multiprocessing import get_context

    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap(step, made, chunksize=4)


def to_frame(records: Iterable[dict[str, Any]]) -> pd.DataFrame:
    """Records as a pandas frame: vendor, metric, value, unit, baseline first, the rest flattened.

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
