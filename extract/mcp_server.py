"""The MCP server, ``zhclaims mcp``: language-model agents extract, search, explain and compare claims, over standard input.

Tools, each with typed, structured output:

- ``extract_claims``: the claims of a text, and how many other numbers it holds in which roles;
- ``search_claims``: claims of the store by vendor, metric, period, words of the sentence, status, confidence; page by page;
- ``explain_claim``: how a claim was derived, step by step;
- ``compare_vendors``: what is claimed of one metric, vendor by vendor, only what can be compared together.

Register it with an agent as the command ``zhclaims mcp --db claims.db``. Without a store the last three say so.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, Literal

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import BaseModel, Field

from extract.errors import ClaimsError
from extract.explain import explain
from extract.ingest import article_from_text
from extract.lexicon import Lexicon, load
from extract.pipeline import read_article
from extract.query import QueryTooSlow, Wanted, claim_by_id, page_of_claims, within
from extract.query import compare_vendors as compare
from extract.review.views import stored_article
from extract.store import ClaimStatus, connect_read_only
from extract.types import Article
from extract.version import __version__

LONGEST = 200_000  # characters of a text
SECONDS = 20.0  # for a query

_INSTRUCTIONS = (
    "Numeric claims of Chinese press articles: who (vendor) says what (metric, value, unit) against what (baseline). "
    "A claim is what a text says, not a fact. Quote `evidence` when you use one, and mind `modality` and `confidence`."
)
Text = Annotated[str, Field(max_length=LONGEST, description="The article, Chinese, as it stands.")]
Names = Annotated[list[str], Field(max_length=50, description="By id, name or as written.")]
Period = Annotated[
    str | None, Field(description="The claim's period lies within: 2025, 2025-H1, 2025-Q3, 2025-03, or FROM/TO.")
]


class ClaimFound(BaseModel):
    """A claim; ``baseline`` and ``period`` as written, ``si_value`` in ``si_unit`` for comparing."""

    id: str
    article: str
    vendor: str | None
    vendor_id: str | None
    subject: str | None
    metric: str
    metric_id: str | None
    value: float
    value_max: float | None
    unit: str | None
    kind: Literal["level", "increase", "decrease", "ratio"]
    comparator: str
    baseline: str | None
    period: str | None
    modality: Literal["asserted", "forecast", "target", "denied"]
    attribution: str | None
    si_value: float | None
    si_unit: str | None
    confidence: float
    evidence: str
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    url: str | None = None
    status: str | None = None


class Extraction(BaseModel):
    """The claims of a text. ``other_numbers`` counts the numbers that are none, by role."""

    article: str
    claims: list[ClaimFound]
    other_numbers: dict[str, int]


class ClaimsPage(BaseModel):
    """Some claims; pass ``next`` as ``cursor`` for more, with the same filters."""

    claims: list[ClaimFound]
    next: str | None


class Explanation(BaseModel):
    """How a claim was derived: role and reason of its number, vendor, metric, baseline, rules, what decided."""

    claim: ClaimFound
    derivation: list[str]


class Compared(BaseModel):
    """A claim of a comparison."""

    id: str
    subject: str | None
    value: float
    value_max: float | None
    unit: str | None
    comparator: str
    modality: str
    confidence: float
    si_value: float | None
    baseline: str | None
    period: str | None
    published: str | None
    status: str
    evidence: str


class VendorCompared(BaseModel):
    """One vendor's claims, the newest first."""

    id: str | None
    name: str
    latest: Compared
    earlier: list[Compared]


class Group(BaseModel):
    """Claims that can be compared: of one kind, in one base unit; the largest latest value first."""

    kind: str
    unit: str | None
    vendors: list[VendorCompared]


class Comparison(BaseModel):
    """What is claimed of a metric. ``cut``: there are more claims than were looked at."""

    metric: str
    groups: list[Group]
    cut: bool


def make_server(db: Path | None = None, folders: tuple[Path, ...] = ()) -> MCPServer[Any]:
    """The server over a store (none: extraction only) and a user's words. Raises StoreError when the store cannot be used."""
    desk = _Desk(db, folders)
    if db is not None:
        connect_read_only(db).close()
    server: MCPServer[Any] = MCPServer("zhclaims", version=__version__, instructions=_INSTRUCTIONS, log_level="ERROR")
    reading = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)

    def tool(function: Callable[..., Any]) -> None:
        server.tool(annotations=reading, structured_output=True)(_in_words(function))

    tool(desk.extract_claims)
    tool(desk.search_claims)
    tool(desk.explain_claim)
    tool(desk.compare_vendors)
    return server


class _Desk:
    """The tools. Each call may come from another thread."""

    def __init__(self, db: Path | None, folders: tuple[Path, ...]) -> None:
        self._db = db
        self._folders = folders
        self._local = threading.local()

    def extract_claims(
        self,
        text: Text,
        title: str | None = None,
        published: Annotated[str | None, Field(description="The day of publication, e.g. 2025-11-18.")] = None,
        publisher: str | None = None,
    ) -> Extraction:
        """Extract every numeric claim of a Chinese text: vendor, metric, value, unit, baseline, and the words that show it."""
        reading = read_article(_article(text, title, published, publisher), self._words())
        roles = Counter(number["role"] for number in reading.numbers if number["role"] != "claim")
        claims = [_claim(record) for record in reading.records]
        return Extraction(article=reading.document.article.id, claims=claims, other_numbers=dict(roles))

    def search_claims(
        self,
        text: Annotated[str | None, Field(description="Stands in the sentence of the claim.")] = None,
        vendors: Names = [],  # noqa: B006 - the schema shows it as the default
        metrics: Names = [],  # noqa: B006
        since: Annotated[str | None, Field(description="Published on this day or later.")] = None,
        until: Annotated[str | None, Field(description="Published on this day or earlier.")] = None,
        period: Period = None,
        statuses: list[ClaimStatus] = [],  # noqa: B006
        min_confidence: Annotated[float | None, Field(ge=0, le=1)] = None,
        limit: Annotated[int, Field(ge=1, le=200)] = 20,
        cursor: str | None = None,
    ) -> ClaimsPage:
        """Search the claims of the store, by day of publication; reprints are left out."""
        wanted = Wanted(
            tuple(vendors), tuple(metrics), _day(since), _day(until), tuple(statuses), min_confidence, False,
            text or None, period,
        )  # fmt: skip
        connection = self._connection()
        with within(connection, SECONDS):
            page = page_of_claims(connection, wanted, limit, cursor)
        return ClaimsPage(claims=[_claim(each) for each in page.items], next=page.next)

    def explain_claim(
        self,
        id: Annotated[str, Field(description="The id of a claim, as search_claims or extract_claims gave it.")],
        text: Annotated[
            str | None, Field(max_length=LONGEST, description="The text, for a claim that is not in the store.")
        ] = None,
        published: Annotated[
            str | None, Field(description="The day of publication that was given for the text.")
        ] = None,
    ) -> Explanation:
        """Explain how a claim was derived: why this number, this vendor, this metric, by which rules."""
        if text is not None:
            article, stored = _article(text, None, published, None), None
        else:
            connection = self._connection()
            stored = claim_by_id(connection, id)
            if stored is None:
                raise ClaimsError(f"there is no claim {id!r}", remedy="search for it, or give its text")
            article = stored_article(connection, stored["article"])
        reading = read_article(article, self._words())
        record = next((each for each in reading.records if each["id"] == id), None)
        if record is None and stored is None:
            raise ClaimsError(
                f"the text holds no claim {id!r}", remedy="take an id that extract_claims gave for this text"
            )
        lines = [] if record is None else _derivation(list(explain(reading)), id)
        told = lines or ["the extractor does not find this claim any more: a reviewer added it, or the words changed"]
        return Explanation(claim=_claim(stored or record or {}), derivation=told)

    def compare_vendors(
        self,
        metric: Annotated[str, Field(description="By id, name or as written.")],
        vendors: Names = [],  # noqa: B006
        period: Period = None,
        min_confidence: Annotated[float | None, Field(ge=0, le=1)] = None,
    ) -> Comparison:
        """Compare what is claimed of one metric, vendor by vendor; without vendors, all that have such claims."""
        connection = self._connection()
        with within(connection, SECONDS):
            made = compare(connection, metric, tuple(vendors), period=period, min_confidence=min_confidence)
        return Comparison.model_validate(made)

    def _connection(self) -> sqlite3.Connection:
        if self._db is None:
            raise ClaimsError("there is no store", remedy="start the server with `zhclaims mcp --db FILE`")
        if not hasattr(self._local, "connection"):
            self._local.connection = connect_read_only(self._db)
        made: sqlite3.Connection = self._local.connection
        return made

    def _words(self) -> Lexicon:
        return load(*self._folders)


def _in_words(function: Callable[..., Any]) -> Callable[..., Any]:
    """The tool with our errors as errors that the model may read."""

    @wraps(function)
    def told(*arguments: Any, **named: Any) -> Any:
        try:
            return function(*arguments, **named)
        except (ClaimsError, QueryTooSlow) as error:
            raise ToolError(str(error)) from error
        except (sqlite3.Error, ValueError) as error:
            raise ToolError(f"{type(error).__name__}: {error}") from error

    return told


def _article(text: str, title: str | None, published: str | None, publisher: str | None) -> Article:
    if not text.strip():
        raise ClaimsError("the text is empty", remedy="send the article")
    return article_from_text(text, title=title, published=published, publisher=publisher)


def _day(text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ClaimsError(f"{text[:40]!r} is no day", remedy="write it like 2025-11-18") from None


def _claim(record: dict[str, Any]) -> ClaimFound:
    """A record, in context or not, as the tools give it."""
    vendor, metric, source = record["vendor"] or {}, record["metric"], record.get("source", {})
    kept = ("id", "article", "subject", "value", "value_max", "unit", "kind", "comparator", "modality", "attribution",
            "confidence")  # fmt: skip
    return ClaimFound(
        **{name: record[name] for name in kept},
        vendor=vendor.get("name"),
        vendor_id=vendor.get("id"),
        metric=metric["name"] or metric["text"],
        metric_id=metric["id"],
        baseline=record["baseline"] and record["baseline"]["text"],
        period=record["period"] and record["period"]["text"],
        si_value=record["derived"]["si_value"],
        si_unit=record["derived"]["si_unit"],
        evidence=record["evidence"]["text"],
        **{name: source.get(name) for name in ("title", "published", "publisher", "url")},
        status=record.get("review", {}).get("status"),
    )


def _derivation(lines: list[str], id: str) -> list[str]:
    """The block of an explanation that is about one claim."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line:
            block.append(line)
            continue
        if any(each.strip().startswith(f"record {id}: ") for each in block):
            return [block[0], *(each.strip() for each in block[1:])]
        block = []
    return []
