"""Where the vendors stand that a number could be credited to: in its sentence, in the sentences before, above it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from extract.claims.credit_cues import OUTLOOK, market_opens
from extract.claims.naming import Name, Naming
from extract.claims.scene import Scene, Sent, Site
from extract.types import Entity

Place = tuple[str, tuple[Name, ...]]  # how it is called, who is named there


class Heading(NamedTuple):
    """The heading that a block stands under."""

    block: int
    start: int
    end: int
    last: bool  # no other follows
    key: str | None  # the vendor that it names as its subject


class Surroundings:
    """The places of one document; what is the same for every number of a sentence or of a block is settled once."""

    def __init__(self, scene: Scene, names: Naming) -> None:
        self.scene = scene
        self.names = names
        self._first: dict[int, Sent] = {}
        for sent in scene.sents:
            self._first.setdefault(sent.block, sent)
        headings = [order for order, block in enumerate(scene.document.blocks) if block.kind == "heading"]
        self.sections = sum(1 for order in headings if scene.entities_in(*self._span(order)))  # headings that name someone
        self._last_heading = headings[-1] if headings else -1
        self._headings: dict[int, Heading | None] = {}
        self._above: dict[int, tuple[Place, ...]] = {}
        self._markets: dict[tuple[int, int], tuple[int, int]] = {}  # where the first clause of a sentence that is about one opens
        self._around: dict[int, tuple[Place, ...]] = {}

    def _span(self, block: int) -> tuple[int, int]:
        found = self.scene.document.blocks[block]
        return found.start, found.end

    # ------------------------------------------------------------------------------------------- in the sentence

    def near(self, site: Site) -> list[tuple[str, tuple[Name, ...], bool]]:
        """The places of the number's sentence, the nearest first, and whether a semicolon cuts them off."""
        sent, quantity = site.sent, site.quantity
        if not self.scene.entities_in(sent.start, max(sent.end, quantity.lead)):
            return []
        text = self.scene.text
        out: list[tuple[str, tuple[Name, ...], bool]] = []
        for how, start, end in _zones(site):
            names = self.names.last_in(start, end) if how == "host" else self.names.in_clause(start, end)
            if names:
                cut = how.startswith("earlier") and (text.find("；", end, quantity.lead) >= 0 or text.find(";", end, quantity.lead) >= 0)
                out.append((how, names, cut))
        return out

    def speaks_of_market(self, site: Site) -> bool:
        """Whether a clause of the sentence begins, before the number, with a market, a trade or unnamed ones."""
        start, lead = site.sent.start, site.quantity.lead
        end = max(site.sent.end, lead)
        if (start, end) not in self._markets:
            found = market_opens(self.scene.mask, start, end)
            self._markets[start, end] = found.span() if found is not None else (end, end)
        first, last = self._markets[start, end]
        return first < lead and (last <= lead or market_opens(self.scene.mask, start, lead) is not None)

    # --------------------------------------------------------------------------------------- around the sentence

    def around(self, sent: Sent) -> tuple[Place, ...]:
        """The places outside a sentence: those before it in its paragraph, the heading, the block before, the paragraph's head."""
        known = self._around.get(sent.index)
        if known is None:
            known = self._around[sent.index] = tuple((how, names) for how, names in self._find_around(sent) if names)
        return known

    def _find_around(self, sent: Sent) -> Iterable[Place]:
        sents = self.scene.sents
        for back in (1, 2):
            order = sent.index - back
            if order < 0 or sents[order].block != sent.block:
                break
            yield f"sentence-{back}", self.names.in_sentence(sents[order])
        if sent.block not in self._above:
            self._above[sent.block] = tuple(self._find_above(sent.block))
        yield from self._above[sent.block]
        first = self._first.get(sent.block, sent)
        if first.index < sent.index - 2:
            found = self.scene.entities_in(first.start, first.end)
            yield "paragraph-head", self._names((entity, (f"order={min(place, 1)}",)) for place, entity in enumerate(found))

    def _find_above(self, order: int) -> Iterable[Place]:
        scene = self.scene
        block = scene.document.blocks[order]
        heading = self.heading(order)
        if heading is not None:
            place_in = "last" if heading.last else "inner"
            away = "near" if heading.block == order - 1 else "far"
            told: tuple[str, ...] = (f"{place_in}-section|{away}", f"sections={min(self.sections, 2)}")
            if OUTLOOK.match(scene.text[block.start : block.start + 12]):
                told = (*told, "outlook")
            found = scene.entities_in(heading.start, heading.end)
            yield "heading", self._names((entity, (f"order={min(place, 1)}", *told)) for place, entity in enumerate(found))
        if block.kind in ("answer", "list-item") and order:
            yield "block-before", self._names((entity, ()) for entity in scene.entities_in(*self._span(order - 1)))

    def _names(self, found: Iterable[tuple[Entity, tuple[str, ...]]]) -> tuple[Name, ...]:
        named = [Name(entity, self.names.whose(entity), cues) for entity, cues in found]
        return tuple(name for name in named if name.whose.counts)

    def heading(self, block: int) -> Heading | None:
        """The heading that a block stands under."""
        if block not in self._headings:
            self._headings[block] = self._find_heading(block)
        return self._headings[block]

    def _find_heading(self, block: int) -> Heading | None:
        above = block - 1
        while above >= 0 and self.scene.document.blocks[above].kind != "heading":
            above -= 1
        if above < 0:
            return None
        start, end = self._span(above)
        named = next((e for e in self.scene.entities_in(start, end) if self.names.like_subject(e, start)), None)
        return Heading(above, start, end, self._last_heading < block, self.names.whose(named).key if named is not None else None)


def _zones(site: Site) -> list[tuple[str, int, int]]:
    zones = []
    clauses, order, clause = site.sent.clauses, site.clause_index, site.clause
    if site.host is not None:
        zones.append(("host", max(site.host.start, site.host.end - 16), site.host.end))
    if site.left > clause.start:
        zones.append(("clause-earlier", clause.start, site.left))
    zones.append(("item" if site.left > clause.start else "clause-before", site.left, site.quantity.lead))
    zones.append(("clause-after", site.quantity.tail, clause.end))
    if order + 1 < len(clauses):
        following = clauses[order + 1]
        zones.append(("next-clause", following.start, min(following.start + 3, following.end)))
    for back in range(1, min(order, 3) + 1):
        zones.append((f"earlier-clause-{back}", clauses[order - back].start, clauses[order - back].end))
    if order > 3:
        zones.append(("earlier-clause-far", clauses[0].start, clauses[order - 4].end))
    return zones
