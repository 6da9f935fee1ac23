"""What the lexicon may lack: organisations, products, metrics and units that articles use often, as rows ready to append.

>>> from extract.pipeline import read_article
>>> from extract.types import Article
>>> text = "蓝湖实验室宣布,星飞F9000的吞吐达3TB/s。蓝湖实验室称,星飞F9000已出货200台。"
>>> for candidate in suggest([read_article(Article(id="a", text=text))], least=2):
...     print(candidate.kind, candidate.text, candidate.count)
vendor 蓝湖实验室 2
product 星飞F9000 2
"""

from __future__ import annotations

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from extract.lexicon import Lexicon, load
from extract.lexicon.tables import METRICS, PRODUCTS, UNITS, VENDORS, Table
from extract.types import Document, Reading

Kind = Literal["vendor", "product", "metric", "unit"]
TABLE: dict[Kind, Table] = {"vendor": VENDORS, "product": PRODUCTS, "metric": METRICS, "unit": UNITS}

_SHAPES = frozenset(("letters-digits", "digits-letters", "family-number", "quoted-name"))
_UNIT = re.compile(r"[A-Za-zμµΩ°][A-Za-z0-9/·²³%]{0,11}|[一-鿿](?:/[一-鿿A-Za-z]{1,3})?")
_NO_UNIT = frozenset(
    "的了在和与及或是为将对从由向被把让使给到至于以并而也又都还就不，。、以上下左右多余来年月日号时前后内外之间"
)
_MOST_SENTENCES = 3


@dataclass
class Candidate:
    """A form that the lexicon lacks: how often it stands where, in which sentences, and the row to append.

    ``owner`` is the registered vendor that stands most often in its sentences; ``units`` are those of its values.
    """

    kind: Kind
    text: str
    count: int = 0
    articles: set[str] = field(default_factory=set)
    sentences: list[str] = field(default_factory=list)
    owners: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)

    @property
    def owner(self) -> str:
        """The vendor id that stands most often in the sentences, or nothing."""
        return max(self.owners, key=lambda id: self.owners[id], default="")

    def row(self) -> dict[str, str]:
        """The cells that are known; the person who appends the row fills in the rest."""
        example = self.sentences[0].replace("|", "｜") if self.sentences else ""
        if self.kind == "unit":
            return {"symbol": self.text, "name": self.text, "written": self.text, "dimension": "count", "factor": "1",
                    "base": "个", "examples": example}  # fmt: skip
        if self.kind == "product":
            return {"id": self.text, "name": self.text, "owner": self.owner, "examples": example}
        if self.kind == "metric":
            units = sorted(self.units, key=lambda unit: -self.units[unit])[:3]
            return {"id": "", "name": self.text, "units": "|".join(units), "examples": example}
        return {"id": self.text, "name": self.text, "kind": "company", "examples": example}


def suggest(readings: Iterable[Reading], lexicon: Lexicon | None = None, least: int = 3) -> tuple[Candidate, ...]:
    """Forms that stand in ``readings`` at least ``least`` times and that ``lexicon`` does not know, the most frequent first."""
    words = lexicon or load()
    found: dict[tuple[Kind, str], Candidate] = {}
    for reading in readings:
        article = reading.document.article.id
        sentences = _Sentences(reading.document)
        for kind, text, start, unit in _unknown(reading, words):
            candidate = found.setdefault((kind, text), Candidate(kind, text))
            candidate.count += 1
            candidate.articles.add(article)
            if unit:
                candidate.units[unit] = candidate.units.get(unit, 0) + 1
            sentence = sentences.around(start)
            if sentence and sentence not in candidate.sentences and len(candidate.sentences) < _MOST_SENTENCES:
                candidate.sentences.append(sentence)
            for owner in _owners(reading, sentences, start):
                candidate.owners[owner] = candidate.owners.get(owner, 0) + 1
    often = [candidate for candidate in found.values() if candidate.count >= least]
    return tuple(sorted(often, key=lambda each: (_ORDER.index(each.kind), -each.count, each.text)))


_ORDER: tuple[Kind, ...] = ("vendor", "product", "metric", "unit")


def as_csv(candidates: Iterable[Candidate], kind: Kind) -> str:
    """The rows of one kind with their header, for a folder of one's own.

    >>> print(as_csv([Candidate("vendor", "蓝湖实验室", sentences=["蓝湖实验室营收5亿元。"])], "vendor"), end="")
    id,name,kind,examples
    蓝湖实验室,蓝湖实验室,company,蓝湖实验室营收5亿元。
    """
    rows = [candidate.row() for candidate in candidates if candidate.kind == kind]
    columns = [column for column in TABLE[kind].columns if any(column in row for row in rows)]
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _unknown(reading: Reading, lexicon: Lexicon) -> Iterator[tuple[Kind, str, int, str | None]]:
    """Each form that no row covers: kind, text, where, and the unit of the value it stands with."""
    text = reading.document.text
    for entity in reading.mentions.entities:
        if entity.id is None:
            yield "vendor", entity.name, entity.start, None
    registered = [(entity.start, entity.end) for entity in reading.mentions.entities if entity.id]
    for name in reading.mentions.not_claims:
        shaped = name.role == "name" and name.rule in _SHAPES and name.end - name.start > 2
        if shaped and not _covered(registered, name.start, name.end):
            yield "product", text[name.start : name.end].strip(), name.start, None
    for claim in reading.claims:
        if claim.metric.id is None and lexicon.metric_head(claim.metric.text, claim.unit) is None:
            yield "metric", claim.metric.text, claim.metric.start, claim.unit
    for quantity in reading.mentions.quantities:
        unit = _unit_after(text, quantity.end) if quantity.unit is None else quantity.unit
        if unit and unit not in lexicon.units and unit not in lexicon.unit_choices and "/" not in unit:
            yield "unit", unit, quantity.start, None


def _unit_after(text: str, end: int) -> str | None:
    match = _UNIT.match(text, end)
    if match is None or match.group()[0] in _NO_UNIT:
        return None
    return match.group() if not match.group()[0].isascii() or len(match.group()) <= 8 else None


def _covered(spans: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    i = bisect_right(spans, (start, end))
    near = spans[max(0, i - 1) : i + 1]
    return any(first < end and start < last for first, last in near)


def _owners(reading: Reading, sentences: _Sentences, start: int) -> set[str]:
    inside = sentences.span(start)
    if inside is None:
        return set()
    return {e.owner for e in reading.mentions.entities if e.owner and inside[0] <= e.start < inside[1]}


class _Sentences:
    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._spans = [(s.start, s.end) for block in document.blocks for s in block.sentences]

    def span(self, offset: int) -> tuple[int, int] | None:
        i = bisect_right(self._spans, (offset, len(self._text) + 1)) - 1
        return self._spans[i] if i >= 0 and self._spans[i][1] > offset else None

    def around(self, offset: int) -> str:
        span = self.span(offset)
        return "" if span is None else " ".join(self._text[span[0] : span[1]].split())
