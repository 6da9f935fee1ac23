"""Stand-ins for ingest and pipeline that are quick, and that misbehave when an article says so.

Each run of digits is a claim of 甲公司 in 元. An article with HANG never ends, one with DIE takes its process along, one with
RAISE fails. Workers import this module by name, so it must not depend on pytest.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from extract.ingest import Failure, Options, read_articles
from extract.ingest.articles import content_id
from extract.reprints import sign
from extract.store import Found, Readout, content_fingerprint, readout
from extract.types import Article


@dataclass
class StandIn:
    """Tools for workers; ``seconds`` is what each article costs, ``offset`` is added to each value (another version)."""

    extractor: str = "stand-in 1"
    seconds: float = 0.0
    offset: int = 0
    reading: str = "plainly"

    def prepare(self) -> None:
        """Nothing to load."""

    def read(self, path: str, note: Callable[[str], None]) -> Iterator[Article | Failure]:
        """With the real ingest."""
        source = os.fdopen(os.dup(0), "rb") if path == "-" else path
        for each in read_articles(source, Options(report=note)):
            if isinstance(each, Article) and "HANGREADING" in each.text:
                time.sleep(1000)
            yield each

    def extract(self, article: Article) -> tuple[Article, Readout]:
        """A claim for each run of digits."""
        time.sleep(self.seconds)
        if "HANG" in article.text:
            time.sleep(1000)
        if "DIE" in article.text:
            os.kill(os.getpid(), 9)
        if "RAISE" in article.text:
            raise ValueError("bad luck")
        return article, read_out(article, self.offset)


def record(article: Article, match: re.Match[str], offset: int = 0) -> dict[str, Any]:
    """A record that follows the schema."""
    start, end = match.span()
    value = int(match[0]) + offset
    return {
        "id": f"{article.id}#{start}",
        "article": article.id,
        "vendor": {"id": None, "name": "甲公司", "text": "甲公司", "how": "clause"},
        "subject": None,
        "metric": {"id": "revenue", "name": "营业收入", "text": "营收"},
        "value": value,
        "value_max": None,
        "unit": "元",
        "kind": "level",
        "comparator": "=",
        "baseline": None,
        "period": None,
        "modality": "asserted",
        "attribution": None,
        "scope": None,
        "quantity": {"text": match[0], "start": start, "end": end},
        "evidence": {"text": article.text[start:end], "start": start, "end": end},
        "derived": {"si_value": value, "si_unit": "CNY", "factor": None, "baseline_value": None},
        "confidence": 0.9,
        "flags": [],
        "rules": ["stand-in"],
        "extractor": "zhclaims 0.0.0",
    }


def read_out(article: Article, offset: int = 0) -> Readout:
    """Rows for the store."""
    records = [record(article, match, offset) for match in re.finditer(r"\d+", article.text)]
    numbers = [
        {
            **each["quantity"],
            "article": article.id,
            "value": each["value"],
            "value_max": None,
            "unit": "元",
            "comparator": "=",
        }
        | {"role": "claim", "record": each["id"], "why": "the value of a claim"}
        for each in records
    ]
    made = readout(records, numbers, [_sentence(article.text, each["quantity"]["start"]) for each in records])
    signature = sign(article.text)
    return replace(made, signature=signature.hashes, letters=signature.letters, method=signature.method)


def _sentence(text: str, at: int) -> str:
    end = text.find("。", at)
    return text[text.rfind("。", 0, at) + 1 : len(text) if end < 0 else end + 1]


def find(text: str, *, id: str | None = None, offset: int = 0, **metadata: Any) -> Found:
    """An article found in an input, with its readout."""
    article = Article(id=id or content_id(text), text=text, **metadata)
    return Found(article, content_fingerprint(article), id is None, read_out(article, offset))
