"""Asking a store: claims page by page, articles, vendors and metrics with how often they are spoken of, vendors compared.

Everything is read-only, plain JSON, and bounded: a page has a size, a query has a time.

>>> import tempfile
>>> from pathlib import Path
>>> from extract.store import Store, connect_read_only
>>> with tempfile.TemporaryDirectory() as folder:
...     Store(Path(folder) / "claims.db").__exit__(None, None, None)
...     with connect_read_only(Path(folder) / "claims.db") as connection:
...         page_of_claims(connection, Wanted(vendors=("华为云",)))
Page(items=[], next=None)
"""

from extract.query.articles import page_of_articles, page_of_judgements, stored_article, stored_numbers
from extract.query.claims import claim_by_id, page_of_claims
from extract.query.comparing import compare_vendors
from extract.query.names import metrics, vendors
from extract.query.paging import CursorError, Page, QueryTooSlow, within
from extract.query.wanted import Wanted, period_of

__all__ = [
    "CursorError",
    "Page",
    "QueryTooSlow",
    "Wanted",
    "claim_by_id",
    "compare_vendors",
    "metrics",
    "page_of_articles",
    "page_of_claims",
    "page_of_judgements",
    "period_of",
    "stored_article",
    "stored_numbers",
    "vendors",
    "within",
]
