"""The stages in order, once: bytes became an Article in ``extract.ingest``; here an Article becomes a Reading.

>>> from extract.pipeline import read_article
>>> from extract.types import Article
>>> reading = read_article(Article(id="a", text="该公司营收50亿元。"))
>>> reading.text
'该公司营收50亿元。'
"""

from __future__ import annotations

from dataclasses import replace

from extract.claims import make_claims
from extract.ingest.metadata import complete
from extract.lexicon import Lexicon, load
from extract.mentions import find_mentions
from extract.records import make_records
from extract.repair import repair
from extract.segment import segment
from extract.types import Article, Document, Reading


def prepare(article: Article) -> Document:
    """Repair, read the metadata that only the restored text tells, and segment: what every later stage looks at."""
    repaired = repair(article)
    return segment(replace(repaired, article=complete(repaired.article, repaired.text)))


def read_article(article: Article, lexicon: Lexicon | None = None, *, explain: bool = True) -> Reading:
    """Read one article: repair, segment, find mentions, make claims, write records.

    Without ``explain`` the claims do not keep which features decided, which takes a little less time.
    """
    words = lexicon or load()
    document = prepare(article)
    mentions = find_mentions(document, words)
    claims, number_mentions = make_claims(document, mentions, words, explain=explain)
    records, numbers = make_records(document, claims, number_mentions, words)
    return Reading(document, mentions, claims, number_mentions, records, numbers)
