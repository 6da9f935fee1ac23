"""What a row of each lexicon file is, once read. An entry is text and facts; it holds no pattern characters.

List cells are written with ``|`` between the items. ``aliases`` count wherever they stand (apart from ``decoys``, longer
words that hold an alias and mean something else); ``context_aliases`` count only with a witness, see
``extract.mentions.vendors``.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

NameKind = Literal["vendor", "product"]


class Vendor(NamedTuple):
    """A company, a brand, a public body or a research firm that a value can be credited to.

    ``context`` words confirm a context alias from the same sentence, ``topic`` words from anywhere in the article.
    ``parent`` is a vendor id; ``stock_codes`` are written ``688256.SH``.
    """

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    context_aliases: tuple[str, ...]
    context: tuple[str, ...]
    topic: tuple[str, ...]
    decoys: tuple[str, ...]
    parent: str | None
    stock_codes: tuple[str, ...]
    sector: str
    kind: str
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


class Product(NamedTuple):
    """A product or product family; ``owner`` is the vendor id that is credited, ``family`` a product id."""

    id: str
    name: str
    aliases: tuple[str, ...]
    context_aliases: tuple[str, ...]
    context: tuple[str, ...]
    topic: tuple[str, ...]
    decoys: tuple[str, ...]
    owner: str
    family: str | None
    kind: str
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


class MetricEntry(NamedTuple):
    """An attribute that numbers are told of. ``ambiguous_aliases`` name several metrics; the unit decides between them.

    ``units`` are canonical symbols, ``kind`` is what its values are (amount, share, ratio, ...), ``better`` is ``up``,
    ``down`` or ``neutral``.
    """

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    ambiguous_aliases: tuple[str, ...]
    decoys: tuple[str, ...]
    units: tuple[str, ...]
    domain: str
    kind: str
    better: str
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


class Unit(NamedTuple):
    """A unit: one ``symbol`` is ``factor`` of ``base``. ``ambiguous`` forms belong to several units or words.

    ``record_as`` names the unit that a record shows instead (``成`` is shown as ``%``).
    """

    symbol: str
    name: str
    written: tuple[str, ...]
    ambiguous: tuple[str, ...]
    dimension: str
    factor: Decimal
    base: str
    record_as: str | None
    examples: tuple[str, ...]
    rejects: tuple[str, ...]


class NameHit(NamedTuple):
    """A vendor or product form at ``start:end``. ``needs_context``: the form alone proves nothing.

    ``rivals`` are the other entries that are written so.
    """

    start: int
    end: int
    id: str
    kind: NameKind
    needs_context: bool
    rivals: tuple[tuple[NameKind, str], ...] = ()


class MetricHit(NamedTuple):
    """A metric form at ``start:end``; ``rivals`` are the ids of other metrics that are written so."""

    start: int
    end: int
    id: str
    ambiguous: bool
    rivals: tuple[str, ...] = ()


Cues = Mapping[str, tuple[str, ...]]
