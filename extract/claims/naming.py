"""Who is named in a run of text, and what part each name plays there: settled once a run, however many numbers ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from extract.claims.credit_cues import cues_of, is_source, is_source_name, owner_of, rates
from extract.claims.scene import Scene, Sent, Token
from extract.lexicon import Lexicon
from extract.types import Baseline, Entity, Span

_LISTS = frozenset("、和与及") | {"以及"}
_PASSED = _LISTS | frozenset(["了", "过", "着", "国产"])
_DESCRIBES = frozenset(["的", "换到", "回到", "轮到", "放到", "说到", "再看", "来看", "看看", "至于", "而", "让", "使", "令", "帮助", "助力", "的是", "则是", "还有", "只有", "当属", "数"])
_POINTS = frozenset(["的", "则", "就", "正", "便", "这", "这里", "那里", "它"])
# What describes another name, is a part of another's product or the object of a verb is not offered.
_NEVER_CREDITED = frozenset(["modifier", "component", "object"])
_SPEAKS_OF_OTHERS = frozenset(["source-before", "source-after", "expects-after"])  # a broker in such a place
_UNLIKE_SUBJECT = frozenset(
    ["source-before", "source-after", "rival-before", "rival-after", "other-before", "modifier", "component", "object", "after-verb", "after-preposition"]
)


class Whose(NamedTuple):
    """Whom a mention credits."""

    key: str  # what credits are compared by: the registry id, or the name
    id: str | None
    name: str
    counts: bool  # it can be credited at all: no research firm, exchange or ministry
    rates: bool  # a broker or a bank, as often a source as credited


class Name(NamedTuple):
    """A mention that may be credited, with what its place in the run says of it."""

    entity: Entity
    whose: Whose
    cues: tuple[str, ...]


class Naming:
    """The names of one document."""

    def __init__(self, scene: Scene, lexicon: Lexicon) -> None:
        self.scene = scene
        self._whose = {entity.start: _whose(entity, lexicon) for entity in scene.entities}
        self._runs: dict[tuple[int, int, bool], tuple[Name, ...]] = {}

    def whose(self, entity: Entity) -> Whose:
        """Whom a mention of the document credits."""
        return self._whose[entity.start]

    def cues(self, entity: Entity, start: int) -> tuple[str, ...]:
        """What is said of a name's part in a run that begins at ``start``, the word that governs it included."""
        return cues_of(self.scene, entity, start, governor(self.scene, entity))

    def like_subject(self, entity: Entity, start: int) -> bool:
        """Whether the name can be credited and nothing says that it is other than the subject of its clause."""
        return self._whose[entity.start].counts and _UNLIKE_SUBJECT.isdisjoint(self.cues(entity, start))

    def in_clause(self, start: int, end: int) -> tuple[Name, ...]:
        """Who may be credited of those named in a part of a clause."""
        known = self._runs.get((start, end, True))
        if known is None:
            found = self.scene.entities_in(start, end)
            known = self._runs[start, end, True] = self._governed(found, start) if found else ()
        return known

    def last_in(self, start: int, end: int) -> tuple[Name, ...]:
        """Like ``in_clause``, of the last name alone."""
        found = self.scene.entities_in(start, end)
        return self._governed(found[-1:], start) if found else ()

    def in_sentence(self, sent: Sent) -> tuple[Name, ...]:
        """Who may be credited of those named in a whole sentence; what governs each name is not asked."""
        known = self._runs.get((sent.start, sent.end, False))
        if known is None:
            found = [(entity, cues_of(self.scene, entity, sent.start, None)) for entity in self.scene.entities_in(sent.start, sent.end)]
            known = self._runs[sent.start, sent.end, False] = self._creditable(found)
        return known

    def _governed(self, entities: Sequence[Entity], start: int) -> tuple[Name, ...]:
        found = [(entity, self.cues(entity, start)) for entity in entities]
        return self._creditable([(e, cues) for e, cues in found if not self._whose[e.start].rates or _SPEAKS_OF_OTHERS.isdisjoint(cues)])

    def _creditable(self, found: Sequence[tuple[Entity, tuple[str, ...]]]) -> tuple[Name, ...]:
        out: list[Name] = []
        for order, (entity, cues) in enumerate(found):
            whose = self._whose[entity.start]
            if whose.counts and _NEVER_CREDITED.isdisjoint(cues):
                out.append(Name(entity, whose, (f"order={min(order, 2)}", f"of={min(len(found), 3)}", *cues)))
        return tuple(out)


def _whose(entity: Entity, lexicon: Lexicon) -> Whose:
    vendor, name = owner_of(entity, lexicon)
    source = entity.rule == "source" or is_source(vendor, lexicon) or (vendor is None and is_source_name(name))
    return Whose(vendor or name, vendor, name, not source, rates(vendor, lexicon))


def in_baseline(entity: Entity, compared: Sequence[Baseline]) -> bool:
    """Whether the name stands in what a value of the sentence is compared with."""
    return any(baseline.start <= entity.start < baseline.end for baseline in compared)


def clause_of(sent: Sent, entity: Entity) -> Span | None:
    """The clause of the sentence that holds a name."""
    for clause in sent.clauses:
        if clause.start <= entity.start < clause.end:
            return clause
    return None


def governor(scene: Scene, entity: Entity) -> Token | None:
    """The word that governs a name in its clause, passing over names listed before it: 引来 in 引来A、B, 在 in 在A."""
    if entity.start not in scene.governors:
        sent = scene.sent_at(entity.start)
        clause = clause_of(sent, entity) if sent is not None else None
        scene.governors[entity.start] = _governor(scene.tokens(clause), entity) if clause is not None else None
    return scene.governors[entity.start]


def _governor(tokens: Sequence[Token], entity: Entity) -> Token | None:
    order = len(tokens) - 1
    while order >= 0 and tokens[order].end > entity.start:
        order -= 1
    while order >= 0 and (tokens[order].word in _PASSED or (tokens[order].tag == "E" and order + 1 < len(tokens) and tokens[order + 1].word in _LISTS)):
        order -= 1
    if order < 0 or tokens[order].word in _DESCRIBES:
        return None  # 放榜的X: what stands before describes it; 回到X: it is turned to
    if tokens[order].word == "是" and (not order or tokens[order - 1].word in _POINTS):
        return None  # 这里是X的园区
    return tokens[order]
