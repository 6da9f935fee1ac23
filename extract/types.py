"""The data that flows through zhclaims: frozen, slotted, without behaviour.

Every offset is a code point. Offsets in mentions and claims point into ``Document.text`` (the *restored* text); only
``Record`` and ``Number`` hold offsets in the article text *as given*. Fields named ``rule`` hold the name of the rule that
made the object, so that every output can say why it exists.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, NamedTuple

Value = Decimal | Fraction
Kind = Literal["level", "increase", "decrease", "ratio"]
Comparator = Literal["=", "~", ">", ">=", "<", "<="]
Modality = Literal["asserted", "forecast", "target", "denied"]
Role = Literal["claim", "baseline", "scope", "time", "name", "ordinal", "list-marker", "idiom", "contact", "other"]
BaselineKind = Literal[
    "previous-value", "prior-period", "prior-generation", "industry-average", "competitor", "conventional", "expectation"
]
Region = Literal["mainland", "taiwan", "hongkong"]
BlockKind = Literal["title", "heading", "paragraph", "list-item", "question", "answer", "meta", "residue"]


class Span(NamedTuple):
    """A half-open run ``text[start:end]`` in code points."""

    start: int
    end: int


# ---------------------------------------------------------------------------------------------- article and document


@dataclass(frozen=True, slots=True)
class Article:
    """One article as given. ``text`` is what offsets of records count in."""

    id: str
    text: str
    title: str | None = None
    published: dt.date | None = None
    publisher: str | None = None
    url: str | None = None
    reprinted_from: str | None = None
    editor: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    source: str | None = None  # where it was read: path[!member][:line], printable
    notes: tuple[str, ...] = ()  # what ingest had to guess or replace, one sentence each


@dataclass(frozen=True, slots=True)
class Edit:
    """``original[start:end]`` was replaced by ``text``. Edits of a document ascend and never overlap."""

    start: int
    end: int
    text: str
    kind: str  # reading | byte | lost | script | width | blank | entity | mojibake | control ...


@dataclass(frozen=True, slots=True)
class Repaired:
    """The restored text of an article and how it came about."""

    article: Article
    text: str
    edits: tuple[Edit, ...] = ()
    script: Literal["simplified", "traditional"] = "simplified"  # of the article as given, site conversions undone
    region: Region = "mainland"  # decides bare currencies, 兆, date words
    flags: tuple[str, ...] = ()  # source-damaged ...


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its clauses (separators excluded)."""

    start: int
    end: int
    clauses: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the restored text with the part that it plays. ``marker`` is the list or section mark, if any."""

    start: int
    end: int
    kind: BlockKind
    sentences: tuple[Sentence, ...]
    marker: Span | None = None
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A repaired article cut into blocks, sentences and clauses."""

    repaired: Repaired
    blocks: tuple[Block, ...]
    title: str = ""  # the article's title in the characters of the restored text

    @property
    def text(self) -> str:
        """The restored text."""
        return self.repaired.text

    @property
    def article(self) -> Article:
        """The article as given."""
        return self.repaired.article


# --------------------------------------------------------------------------------------------------------- mentions


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as written, e.g. ``近4倍``: ``start:end`` covers ``4倍``, ``lead`` reaches back to ``近``.

    ``start:end`` holds number, infix (``多``), scale and unit; comparator words outside that run (``超``, ``以上``) lie
    between ``lead`` and ``start`` or between ``end`` and ``tail``, as does a per-time word in front (``每分钟``).
    """

    start: int
    end: int
    value: Value
    value_max: Value | None
    unit: str | None
    comparator: Comparator
    rule: str
    lead: int  # <= start
    tail: int  # >= end
    numerals: tuple[Span, ...]  # the runs of numeral characters inside; two for a range
    unit_start: int  # where the unit begins; == end when there is none
    dimension: str | None = None  # of the unit: money, fraction, time, data, count ...
    kind: Kind | None = None  # when the words themselves fix it: 翻番 -> increase, 减半 -> decrease, 八折 -> ratio
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """A date, a period or a duration used as one: ``2025年上半年``, ``去年同期``, ``近三年``."""

    start: int
    end: int
    first: dt.date | None
    last: dt.date | None
    grain: Literal["day", "month", "quarter", "half", "year", "span", "vague"]
    rule: str
    numerals: tuple[Span, ...] = ()
    relative: bool = False  # 今年, 上季度, 去年同期
    reference: bool = False  # only ever a point of comparison: 去年同期, 上年同期


@dataclass(frozen=True, slots=True)
class NotClaim:
    """A number that is never a value: a name, an ordinal, an idiom, a list mark, a contact, a page residue."""

    start: int
    end: int
    role: Role
    why: str
    rule: str
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Entity:
    """A vendor or product found in the text. ``owner`` is the vendor that is credited: itself, or the product's owner."""

    start: int
    end: int
    id: str | None  # None for an organisation outside the registry
    name: str
    kind: Literal["vendor", "product", "organisation"]
    owner: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class MetricMention:
    """A metric of the registry found in the text."""

    start: int
    end: int
    id: str
    name: str
    rule: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """All that was found in a document, each list ascending by start."""

    quantities: tuple[Quantity, ...]
    periods: tuple[Period, ...]
    not_claims: tuple[NotClaim, ...]
    entities: tuple[Entity, ...]
    metrics: tuple[MetricMention, ...]


# ----------------------------------------------------------------------------------------------------------- claims


@dataclass(frozen=True, slots=True)
class Credit:
    """Who is credited with a value, and how that was found: clause, sentence, pronoun, heading, product, title ..."""

    id: str | None
    name: str
    text: str
    how: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metric:
    """The attribute as written (``text``), with the registry's id and name when the registry knows it."""

    text: str
    id: str | None
    name: str | None
    how: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """What a value is compared with."""

    kind: BaselineKind
    text: str
    start: int
    end: int
    value: Value | None = None
    value_max: Value | None = None
    unit: str | None = None
    entity: str | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of the text, or a wording made from one (then ``start == end`` may hold)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says what of whom; its parts are mentions."""

    quantity: Quantity
    value: Value
    value_max: Value | None
    unit: str | None
    comparator: Comparator
    kind: Kind
    metric: Metric
    vendor: Credit | None
    subject: Phrase | None
    baseline: Baseline | None
    period: Period | None
    modality: Modality
    attribution: Phrase | None
    scope: Phrase | None
    evidence: Span
    confidence: float
    flags: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    features: tuple[tuple[str, str], ...] = ()  # what decided, for `explain`


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A numeral with its one role. ``claim`` indexes the claim whose value, baseline or scope it belongs to."""

    start: int
    end: int
    value: Value | None
    value_max: Value | None
    unit: str | None
    comparator: Comparator
    role: Role
    why: str
    claim: int | None = None


# ---------------------------------------------------------------------------------------------------------- reading


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one article. ``records`` and ``numbers`` are JSON-ready and follow the published schemas."""

    document: Document
    mentions: Mentions
    claims: tuple[Claim, ...]
    number_mentions: tuple[NumberMention, ...]
    records: tuple[dict[str, Any], ...]
    numbers: tuple[dict[str, Any], ...]

    @property
    def text(self) -> str:
        """The restored text."""
        return self.document.repaired.text
