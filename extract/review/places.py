"""Where each part of a claim stands in the article as given, so that the page can show vendor, metric, baseline in their places.

A record tells offsets of its quantity and its evidence only. The other parts come from reading the article anew; where
that gives another claim (other words, another version, a correction), the part's wording is looked for in the text, first
in the evidence, then before it, then after it.
"""

from __future__ import annotations

import re
import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.types import Article, Claim, Document, Repaired, Span

if TYPE_CHECKING:
    from extract.lexicon import Lexicon
    from extract.types import Reading

Parts = dict[str, list[Span]]

_KEPT = 48  # articles whose reading is kept
_UNIT_AT_END = re.compile(r"[^\d.,，．:：/—\-~至到０-９零〇一二三四五六七八九十百千万亿兆两几数半多余来]+\Z")


def restored_span(repaired: Repaired, span: Span) -> Span:
    """Where a run of the article as given stands in the restored text; the way back of ``original_span``.

    >>> from extract.types import Edit
    >>> repaired = Repaired(Article("a", "實(shí)現12"), "实现12", (Edit(0, 6, "实", "script"), Edit(6, 7, "现", "script")))
    >>> restored_span(repaired, Span(6, 9))
    Span(start=1, end=4)
    """
    ends = []
    for offset, at_end in ((span.start, False), (span.end, True)):
        shift = 0
        place = None
        for edit in repaired.edits:
            if edit.end <= offset and not (edit.end == edit.start == offset and at_end is False):
                shift += len(edit.text) - (edit.end - edit.start)
            elif edit.start < offset:
                place = edit.start + shift + (len(edit.text) if at_end else 0)
                break
            else:
                break
        ends.append(offset + shift if place is None else place)
    return Span(ends[0], max(ends))


@dataclass(frozen=True)
class Sight:
    """An article as the extractor sees it now. ``reading`` is None when reading it failed, for the reason ``problem``."""

    repaired: Repaired
    document: Document | None
    reading: Reading | None
    problem: str | None = None
    _claims: Mapping[str, Claim] = field(default_factory=dict)

    def given(self, span: Span) -> Span:
        """A run of the restored text in the article as given."""
        from extract.repair import original_span

        return original_span(self.repaired, span)

    def claim(self, record: Mapping[str, Any]) -> Claim | None:
        """What the extractor makes of a record's number now."""
        return self._claims.get(f"{record['quantity']['start']}:{record['quantity']['end']}")

    def parts(self, record: Mapping[str, Any]) -> tuple[Parts, list[str]]:
        """For each part of a record its runs of the article as given, and the names of the parts found by their wording."""
        claim = self.claim(record)
        found: Parts = {"quantity": [Span(record["quantity"]["start"], record["quantity"]["end"])]}
        found["evidence"] = [Span(record["evidence"]["start"], record["evidence"]["end"])]
        found |= self._amount(record, claim)
        guessed = []
        for name, wording, known in _wordings(record, claim):
            if known is not None and known.end > known.start and _squeezed(self._text(known)) == _squeezed(wording):
                found[name] = [self.given(known)]
                continue
            guess = self._look_for(wording, record)
            if guess is not None:
                found[name] = [guess]
                guessed.append(name)
        return {name: [run for run in runs if run.end > run.start] for name, runs in found.items()}, guessed

    def _text(self, span: Span) -> str:
        return self.repaired.text[span.start : span.end]

    def _amount(self, record: Mapping[str, Any], claim: Claim | None) -> Parts:
        """Value and unit; the comparator's words belong to the value."""
        start, end = record["quantity"]["start"], record["quantity"]["end"]
        if claim is not None:
            quantity = claim.quantity
            value = [Span(quantity.lead, quantity.unit_start), Span(quantity.end, quantity.tail)]
            return {
                "value": [self.given(span) for span in value if span.end > span.start],
                "unit": [self.given(Span(quantity.unit_start, quantity.end))],
            }
        written = _UNIT_AT_END.search(record["quantity"]["text"]) if record["unit"] else None
        middle = end if written is None or written.start() == 0 else start + written.start()
        return {"value": [Span(start, middle)], "unit": [Span(middle, end)]}

    def _look_for(self, wording: str, record: Mapping[str, Any]) -> Span | None:
        """The occurrence of a wording nearest to a record's evidence, in the article as given."""
        evidence = restored_span(self.repaired, Span(record["evidence"]["start"], record["evidence"]["end"]))
        text = self.repaired.text
        inside = text.find(wording, evidence.start, evidence.end)
        before = text.rfind(wording, 0, evidence.start)
        after = text.find(wording, evidence.start)
        at = next((place for place in (inside, before, after) if place >= 0), -1)
        return None if at < 0 else self.given(Span(at, at + len(wording)))


def _wordings(record: Mapping[str, Any], claim: Claim | None) -> Iterator[tuple[str, str, Span | None]]:
    """Name, wording and, where the extractor knows it, place in the restored text of each part a record has."""

    def place(part: Any) -> Span | None:
        return None if part is None else Span(part.start, part.end)

    of = claim
    if record["vendor"] is not None and record["vendor"]["text"]:
        yield "vendor", record["vendor"]["text"], place(of and of.vendor)
    yield "metric", record["metric"]["text"], place(of and of.metric)
    if record["baseline"] is not None:
        yield "baseline", record["baseline"]["text"], place(of and of.baseline)
    if record["period"] is not None:
        yield "period", record["period"]["text"], place(of and of.period)
    for name in ("subject", "scope", "attribution"):
        if record[name] is not None:
            yield name, record[name], place(of and getattr(of, name))


def _squeezed(text: str) -> str:
    return "".join(text.split())


class Sights:
    """The articles as the extractor sees them now, read when they are asked for; the last ones are kept. Thread-safe."""

    def __init__(self, folders: tuple[Path, ...] = ()) -> None:
        self.folders = folders
        self._kept: OrderedDict[tuple[str, int, int], Sight] = OrderedDict()
        self._lock = threading.Lock()
        self._reading = threading.Lock()

    def lexicon(self) -> Lexicon:
        """The built-in words with the user's on top, as they are now."""
        from extract.lexicon import load

        return load(*self.folders)

    def of(self, article: Article) -> Sight:
        """Read an article, or take what was read before."""
        lexicon = self.lexicon()
        key = (article.id, hash(article.text), id(lexicon))
        known = self._take(key)
        if known is not None:
            return known
        with self._reading:  # one at a time; who asks for the same one waits for it
            known = self._take(key)
            if known is not None:
                return known
            made = see(article, lexicon)
            with self._lock:
                self._kept[key] = made
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            return made

    def at_once(self, article: Article) -> Sight | None:
        """What was read before, without reading; None when it was not."""
        if not self._kept:
            return None
        return self._take((article.id, hash(article.text), id(self.lexicon())))

    def _take(self, key: tuple[str, int, int]) -> Sight | None:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)


def see(article: Article, lexicon: Lexicon) -> Sight:
    """Read an article; whatever goes wrong, its text can be shown."""
    try:
        from extract.pipeline import read_article

        reading = read_article(article, lexicon)
    except Exception as error:  # a reviewer must still be able to see and decide
        return Sight(Repaired(article, article.text), None, None, f"{type(error).__name__}: {error}")
    claims = {
        f"{record['quantity']['start']}:{record['quantity']['end']}": claim
        for claim, record in zip(reading.claims, reading.records, strict=True)
    }
    return Sight(reading.document.repaired, reading.document, reading, None, claims)


def sentence_at(document: Document, offset: int) -> Span:
    """The sentence of the restored text that holds ``offset``; the block where there is no sentence."""
    at = max(bisect_right(document.blocks, offset, key=lambda block: block.start) - 1, 0)
    if not document.blocks:
        return Span(0, len(document.text))
    block = document.blocks[at]
    for sentence in block.sentences:
        if sentence.start <= offset < sentence.end:
            return Span(sentence.start, sentence.end)
    return Span(block.start, block.end)
