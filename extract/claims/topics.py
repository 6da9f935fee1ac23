"""Whom the text is speaking about when a number's own sentence names nobody.

Read in text order, a vendor becomes the topic when it is the subject of a sentence; a market, a region, a survey or an index as
the subject suspends the topic, and a word for the firm (公司, 我们, 该集团) takes it up again. The *main* vendor is the one
of the title, else of the lead: 公司 without a name near it is that one, however many others are named further on. In an
interview the turns of whoever is asked speak of the main vendor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from extract.claims.candidates import Candidate
from extract.claims.credit_cues import is_source, rates, title_names
from extract.claims.focus import Focus
from extract.claims.markets import joint_subject
from extract.claims.naming import Naming, clause_of
from extract.claims.referring import FIRM, Readings
from extract.claims.scene import Scene, Sent, Site
from extract.claims.surroundings import Surroundings
from extract.lexicon import Lexicon
from extract.types import Entity

_GENERAL = re.compile(r"行业|市场|背景|展望|宏观|趋势|产业|赛道|大盘|板块|政策|数据|观察|写在最后|小结|结语")
_RATES_OTHERS = re.compile(r"[^，,。；;]{0,10}(?:分析师|研报|报告|表示|认为|预计|预期|指出|指|料|维持|给予|予|上调|下调|重申|首予|目标价|提醒)")  # a broker speaks of others
_SPEAKER = re.compile(r"(?:表示|透露|坦言|介绍|直言|强调|告诉|承认|说|称)[，,:：“「]?")
_LABEL = re.compile(r"(?P<who>[一-鿿A-Za-z·]{1,10}?)(?:（[^）]{1,12}）|\([^)]{1,20}\))?[:：]")
_ASKS = re.compile(r"^(?:问|Q|记者|主持人|提问|投资者|分析师|笔者|编辑|本刊|媒体|观众)$|[报刊网社科周志纪察]$|记者|财经|科技$")
_ANSWERS = re.compile(r"^(?:答|A|公司|董秘|管理层)$")


class Topic(NamedTuple):
    """What is being spoken about where a number stands."""

    key: str | None  # the vendor that was last the subject, before the number's sentence
    since: int  # the sentence in which it was
    where: str  # how far away that was: block, section, article; none
    suspended: bool  # something that is no vendor was the subject since
    ref: str  # how the number's sentence refers: firm, thing, speaker, market, none
    turn: str  # answer, question, none


class Topics:
    """The topic of every sentence of one document."""

    def __init__(self, scene: Scene, lexicon: Lexicon, focus: Mapping[str, int]) -> None:
        self.scene = scene
        self.lexicon = lexicon
        self.names = Naming(scene, lexicon)
        self.surroundings = Surroundings(scene, self.names)
        self.readings = Readings(scene)
        self._first: dict[str, Entity] = {}
        for entity in scene.entities:
            self._first.setdefault(self.key_of(entity), entity)
        self._title = title_names(lexicon, scene.document.title)
        self.titled = frozenset(hit.id for hit in self._title if hit.kind == "vendor")
        self.by_name = frozenset(self.names.whose(e).id for e in scene.entities if e.kind == "vendor")
        self.focus = Focus(focus, self.titled)
        self.main, self.main_by = self._main(focus)
        self._turns = _turns(scene)
        self._before: list[tuple[str | None, int, bool]] = []  # key, its sentence, suspended
        self._walking = self._walk()
        self._natures: dict[tuple[str, str | None, str | None], tuple[bool, bool]] = {}

    def key_of(self, entity: Entity) -> str:
        """What credits are compared by: the registry id, or the name."""
        return self.names.whose(entity).key

    def stand_in(self, key: str, how: str) -> Candidate | None:
        """The candidate that a vendor's first mention makes."""
        entity = self._first.get(key)
        if entity is None:
            return None
        whose = self.names.whose(entity)
        return Candidate(self.scene.text[entity.start : entity.end], entity.start, entity.end, how, whose.id, whose.name)

    def titled_only(self, key: str) -> Candidate | None:
        """The candidate of a vendor that is named in the title only."""
        vendor = self.lexicon.vendors.get(key)
        return Candidate(vendor.name, 0, 0, "title", vendor.id, vendor.name) if vendor is not None else None

    def nature(self, candidate: Candidate) -> tuple[bool, bool]:
        """Whether the candidate is a broker or a bank; whether the title holds its name as the text writes it or in another form."""
        form = (candidate.text, candidate.id, candidate.name)
        known = self._natures.get(form)
        if known is None:
            title = self.scene.document.title
            vendor = self.lexicon.vendors.get(candidate.id or "")
            names = (candidate.text, candidate.name or candidate.text, *(vendor.aliases if vendor else ()))
            titled = bool(title) and any(name and name in title for name in names)
            known = self._natures[form] = rates(candidate.id, self.lexicon), titled
        return known

    def at(self, site: Site) -> Topic:
        """The topic where ``site`` stands."""
        sent = site.sent
        while len(self._before) <= sent.index:  # the text is read as far as somebody asks
            self._before.append(next(self._walking))
        key, order, suspended = self._before[sent.index]
        where = "none"
        if key is not None:
            block = self.scene.sents[order].block
            where = "block" if block == sent.block else "next-block" if block == sent.block - 1 else "article"
        return Topic(key, order, where, suspended, self._reference(site), self._turns.get(sent.block, "none"))

    # ------------------------------------------------------------------------------------------------ the main vendor

    def _main(self, focus: Mapping[str, int]) -> tuple[str | None, str]:
        title = self.scene.document.title
        told: list[tuple[int, str]] = []
        for hit in self._title:
            owner = hit.id if hit.kind == "vendor" else self.lexicon.products[hit.id].owner
            if not is_source(owner, self.lexicon):
                told.append((hit.start, owner))
        for entity in self.scene.entities:
            if entity.kind == "organisation" and self.names.whose(entity).counts and entity.name in title:
                told.append((title.index(entity.name), self.key_of(entity)))
        if told:
            return min(told)[1], "title"
        for sent in self.scene.sents[:3]:
            subject = self.subject(sent)
            if isinstance(subject, Entity):
                key = self.key_of(subject)
                if focus.get(key, 0) > 1:
                    return key, "lead"
                break
        most, lead = max(focus.values(), default=0), self.scene.sents[:3]
        for entity in self.scene.entities[:6]:
            key = self.key_of(entity)
            if lead and entity.start < lead[-1].end and self.names.whose(entity).counts and focus.get(key, 0) == most and not self._is_object(entity):
                return key, "first"
        return None, "none"

    def _is_object(self, entity: Entity) -> bool:
        """引来X, 卖X: the text is not about X."""
        sent = self.scene.sent_at(entity.start)
        clause = clause_of(sent, entity) if sent else None
        return clause is not None and "object" in self.names.cues(entity, clause.start)

    # ---------------------------------------------------------------------------------------------------- the walk

    def _walk(self) -> Iterator[tuple[str | None, int, bool]]:
        """Before each sentence: whom the text speaks about, since which sentence, and whether that is suspended."""
        key: str | None = None
        order, suspended, block = 0, False, -1
        for sent in self.scene.sents:
            if sent.block != block:
                block = sent.block
                heading = self.scene.block_of(sent)
                if heading.kind == "heading" and any(self.names.whose(e).counts for e in self.scene.entities_in(heading.start, heading.end)):
                    key, suspended = None, False  # it names whom its section is about
                elif heading.kind == "heading" and _GENERAL.search(self.scene.text, heading.start, heading.end):
                    suspended = True
            if self._turns.get(sent.block) == "answer" and self.main is not None and (key != self.main or suspended):
                key, suspended = self.main, False  # whoever is asked speaks of the main vendor
            yield key, order, suspended
            subject = self.subject(sent)
            if isinstance(subject, Entity):
                key, order, suspended = self.key_of(subject), sent.index, False
            elif subject == "market":
                suspended = True
            elif subject == "firm" and key is not None:
                order, suspended = sent.index, False

    def subject(self, sent: Sent) -> Entity | str | None:
        """The vendor that is the sentence's subject, "market", "firm" for a word for it, or None."""
        said_by: Entity | None = None
        for clause in sent.clauses[:3]:
            reading = self.readings.of(clause.start, clause.end)
            if reading.market or joint_subject(self.scene, clause.start, clause.end):
                return "market"
            firm = FIRM.search(self.scene.mask, clause.start, clause.end) if reading.firm >= 0 else None
            for entity in self.scene.entities_in(clause.start, firm.start() if firm else clause.end):
                whose = self.names.whose(entity)
                if not whose.counts or (whose.rates and _RATES_OTHERS.match(self.scene.text, entity.end)):
                    continue
                if self.names.like_subject(entity, clause.start):
                    return entity
                if said_by is None and "source-before" in self.names.cues(entity, clause.start):
                    said_by = entity  # 据X负责人介绍: X speaks of itself
            if firm is not None:
                return "firm"
        return said_by

    # ---------------------------------------------------------------------------------------------- how it is referred to

    def _reference(self, site: Site) -> str:
        clauses = site.sent.clauses
        for order in range(site.clause_index, -1, -1):
            clause = clauses[order]
            own = order == site.clause_index
            reading = self.readings.of(clause.start, site.quantity.lead if own else clause.end, own=own)
            if reading.market:
                return "market"
            if reading.firm >= 0:
                return "firm"
            if reading.thing:
                return "thing"
            if not own and _SPEAKER.search(self.scene.mask, clause.start, clause.end):
                return "speaker"
        return "none"


def _turns(scene: Scene) -> dict[int, str]:
    """Block -> answer or question, in an interview whose turns open with a label: 记者：…, 林知远：…"""
    labels: dict[int, str] = {}
    count: dict[str, int] = {}
    for order, block in enumerate(scene.document.blocks):
        if block.kind in ("question", "answer"):
            labels[order] = "问" if block.kind == "question" else "答"
        else:
            match = _LABEL.match(scene.text, block.start, block.end)
            if match is None:
                continue
            labels[order] = match.group("who")
        count[labels[order]] = count.get(labels[order], 0) + 1
    turns = {label for label, times in count.items() if times > 1}
    if len(turns) < 2:
        return {}
    out: dict[int, str] = {}
    now = "none"
    first = next(label for label in labels.values() if label in turns)
    for order in range(len(scene.document.blocks)):
        label = labels.get(order)
        if label in turns:
            asks = _ASKS.search(label) is not None or (label == first and not _ANSWERS.match(label) and not any(_ASKS.search(each) for each in turns))
            now = "question" if asks else "answer"
        elif scene.document.blocks[order].kind == "heading":
            now = "none"
        out[order] = now
    return out
