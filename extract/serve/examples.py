"""One of everything that is asked and answered, made by the extractor itself from one article, so that no example is stale."""

from __future__ import annotations

import io
import json
import tempfile
from pathlib import Path
from typing import Any

from extract.batch.tools import as_readout
from extract.ingest import article_from_text
from extract.lexicon import load
from extract.pipeline import read_article
from extract.query import (
    Wanted,
    compare_vendors,
    metrics,
    page_of_articles,
    page_of_claims,
    page_of_judgements,
    stored_article,
    vendors,
)
from extract.store import Found, Store, columns_of_claims, content_fingerprint, judge
from extract.version import EXTRACTOR

ARTICLE: dict[str, Any] = {
    "id": "a1",
    "text": "浪潮信息2025年Q1营收468.6亿元，同比增长165.3%。",
    "title": "浪潮信息公布一季报",
    "published": "2025-04-29",
    "publisher": "示例报",
}


def examples() -> dict[str, Any]:
    """Examples by the name of their schema."""
    from extract.export.delimited import write_csv

    made = article_from_text(**ARTICLE)
    reading = read_article(made)
    lexicon = load()
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "example.db") as store:
        run = store.begin_run(EXTRACTOR, {})
        visit = store.visit(run, "example.jsonl", EXTRACTOR, False)
        with store.transaction():
            visit.settle(0, "example.jsonl:1", Found(made, content_fingerprint(made), False, as_readout(reading)[1]))
        asked = {
            "record": reading.records[0]["id"],
            "verdict": "accept",
            "reviewer": "王芳",
            "seen": 0,
            "id": "9f1c2a7e5b3d",
        }
        judge(store.connection, asked["record"], "accept", asked["reviewer"], id=asked["id"])
        page = page_of_claims(store.connection, Wanted(), 1)
        rows = page_of_claims(store.connection, Wanted(), 1, rows=True)
        columns = tuple(name for name in columns_of_claims(store.connection) if name != "json")
        csv = io.BytesIO()
        write_csv(rows.items, columns, csv, bom=False)
        vendor = next(each for each in vendors(store.connection, lexicon) if each["records"])
        metric = next(each for each in metrics(store.connection, lexicon) if each["records"])
        judgements = page_of_judgements(store.connection)
        return {
            "ArticleIn": ARTICLE,
            "Article": ARTICLE,
            "lines of articles": json.dumps(ARTICLE, ensure_ascii=False) + "\n",
            "page": f"<html><head><title>{ARTICLE['title']}</title></head><body><p>{ARTICLE['text']}</p></body></html>",
            "Health": {"status": "ok", "extractor": EXTRACTOR},
            "Extraction": {"article": made.id, "records": list(reading.records), "numbers": list(reading.numbers)},
            "Record": reading.records[0],
            "Claim": page.items[0],
            "ClaimPage": {"items": page.items, "next": page.next},
            "csv": csv.getvalue().decode(),
            "lines": json.dumps(page.items[0], ensure_ascii=False) + "\n",
            "Comparison": compare_vendors(store.connection, metric["id"]),
            "ArticlePage": {"items": page_of_articles(store.connection).items, "next": None},
            "StoredArticle": stored_article(store.connection, made.id),
            "NumberPage": {"items": list(reading.numbers), "next": None},
            "Upload": {"items": [{"place": 0, "status": "done", "article": made.id, "how": "new",
                                  "records": len(reading.records), "numbers": len(reading.numbers)}]},
            "Vendor": vendor,
            "VendorPage": {"items": [vendor], "next": None},
            "Metric": metric,
            "MetricPage": {"items": [metric], "next": None},
            "JudgementIn": asked,
            "Judgement": judgements.items[0],
            "JudgementPage": {"items": judgements.items, "next": None},
        }  # fmt: skip
