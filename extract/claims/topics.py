"""Whom the text is speaking about when a number's own sentence names nobody.

Read in text order, a vendor becomes the topic when it is the subject of a sentence; a market, a region, a survey or an index as
the subject suspends the topic, and a word for the firm (公司, 我们, 该集团) takes it up again. The *main* vendor is the one
of the title, else of the lead: 公司 without a name near it is that one, however many others are named further on. In an
interview the turns of whoever is asked speak of the main vendor.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from extract.claims.credit_cues import is_source, is_source_name, local_cues, owner_of, rates
from extract.claims.markets import joint_subject, market_subject
from extract.claims.scene import Scene, Sent, Site, Token
from extract.lexicon import Lexicon
from extract.types import Entity, Span


def _alone(word: str) -> str:
    """The word by itself, not the end of a description: not 网路公司, 一家公司. (A pattern that begins with the word scans fast.)"""
    return rf"{word}(?:(?<![一-鿿\ue100-\ue103\ue106-\ue109]{word})|(?<=[据对由为让使在向从与和是但而且则给被把将令年月日前后时内上底期中]{word}))"


FIRM = re.compile(
    rf"该公司|本公司|我司|{_alone('公司')}(?!债|法|治理|股份)|企业(?<![一-鿿]企业)(?=实现|已|将|累计|完成|投入|上缴|拥有)|该集团|本集团|{_alone('集团')}(?!军)|该企业|该厂商|该品牌|该平台|该行|该股|我们(?<!据我们)|咱们|你们|其(?!中|他|余|它|实|次|间)|旗下|自家|董事会|管理层|创始人|官方|总经理|董事长|总裁|财务长|执行长|首席执行官"
)
THING = re.compile(r"该(?:系统|产品|芯片|车|机|款|模型|方案|项目|超节点|系列|机型|设备|园区|工厂|基地|应用)|这款|这台|这座|这条|新机|新车|新品|新模型|它|二期|一期|园区|车间|厂区|厂里|产品|顶配|标准版|项目")
_GENERAL = re.compile(r"行业|市场|背景|展望|宏观|趋势|产业|赛道|大盘|板块|政策|数据|观察|写在最后|小结|结语")
_RATES_OTHERS = re.compile(r"[^，,。；;]{0,10}(?:分析师|研报|报告|表示|认为|预计|预期|指出|指|料|维持|给予|予|上调|下调|重申|首予|目标价|提醒)")  # a broker speaks of others
_SPEAKER = re.compile(r"(?:表示|透露|坦言|介绍|直言|强调|告诉|承认|说|称)[，,:：“「]?")
_LABEL = re.compile(r"(?P<who>[一-鿿A-Za-z·]{1,10}?)(?:（[^）]{1,12}）|\([^)]{1,20}\))?[:：]")
_ASKS = re.compile(r"^(?:问|Q|记者|主持人|提问|投资者|分析师|笔者|编辑|本刊|媒体|观众)$|[报刊网社科周志纪察]$|记者|财经|科技$")
_ANSWERS = re.compile(r"^(?:答|A|公司|董秘|管理层)$")
_LISTS = frozenset("、和与及") | {"以及"}
_PASSED = _LISTS | frozenset(["了", "过", "着", "国产"])
_TURNS_TO = ("换到", "回到", "轮到", "放到", "说到", "再看", "来看", "看看", "至于", "而", "让", "使", "令", "帮助", "助力", "的是", "则是", "还有", "只有", "当属", "数")  # 回到X。稳的是X。
_UNLIKE_SUBJECT = frozenset(
    ["source-before", "source-after", "rival-before", "rival-after", "other-before", "modifier", "component", "object", "after-verb", "after-preposition"]
)


@dataclass(frozen=True, slots=True)
class Topic:
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
        self._first: dict[str, Entity] = {}
        for entity in scene.entities:
            self._first.setdefault(self.key_of(entity), entity)
        self.titled = frozenset(hit.id for hit in lexicon.find_names(scene.document.title) if hit.kind == "vendor")
        self.by_name = frozenset(owner_of(e, lexicon)[0] for e in scene.entities if e.kind == "vendor")
        self.sections = sum(1 for b in scene.document.blocks if b.kind == "heading" and scene.entities_in(b.start, b.end))
        self.main, self.main_by = self._main(focus)
        self._before: list[tuple[str | None, int, bool]] = []  # key, its sentence, suspended
        self._turns = _turns(scene)
        self._walk()

    def key_of(self, entity: Entity) -> str:
        """What credits are compared by: the registry id, or the name."""
        vendor, name = owner_of(entity, self.lexicon)
        return vendor or name

    def counts(self, entity: Entity) -> bool:
        """Whether the mention can be credited at all: no research firm, exchange or ministry."""
        vendor, name = owner_of(entity, self.lexicon)
        return not (is_source(vendor, self.lexicon) or (vendor is None and is_source_name(name)) or entity.rule == "source")

    def entity_of(self, key: str) -> Entity | None:
        """The first mention of a vendor in the text."""
        return self._first.get(key)

    def at(self, site: Site) -> Topic:
        """The topic where ``site`` stands."""
        sent = site.sent
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
        for hit in self.lexicon.find_names(title):
            owner = hit.id if hit.kind == "vendor" else self.lexicon.products[hit.id].owner
            if not is_source(owner, self.lexicon):
                told.append((hit.start, owner))
        for entity in self.scene.entities:
            if entity.kind == "organisation" and self.counts(entity) and entity.name in title:
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
            if lead and entity.start < lead[-1].end and self.counts(entity) and focus.get(key, 0) == most and not self._is_object(entity):
                return key, "first"
        return None, "none"

    def _is_object(self, entity: Entity) -> bool:
        """引来X, 卖X: the text is not about X."""
        sent = self.scene.sent_at(entity.start)
        clause = clause_of(sent, entity) if sent else None
        return clause is not None and "object" in local_cues(self.scene, entity, None, 0, 1, clause.start, governor(self.scene, clause, entity))

    # ---------------------------------------------------------------------------------------------------- the walk

    def _walk(self) -> None:
        key: str | None = None
        order, suspended, block = 0, False, -1
        for sent in self.scene.sents:
            if sent.block != block:
                block = sent.block
                heading = self.scene.block_of(sent)
                if heading.kind == "heading" and any(self.counts(e) for e in self.scene.entities_in(heading.start, heading.end)):
                    key, suspended = None, False  # it names whom its section is about
                elif heading.kind == "heading" and _GENERAL.search(self.scene.text, heading.start, heading.end):
                    suspended = True
            if self._turns.get(sent.block) == "answer" and self.main is not None and (key != self.main or suspended):
                key, suspended = self.main, False  # whoever is asked speaks of the main vendor
            self._before.append((key, order, suspended))
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
            if market_subject(self.scene, clause.start, clause.end) or joint_subject(self.scene, clause.start, clause.end):
                return "market"
            firm = FIRM.search(self.scene.mask, clause.start, clause.end)
            for entity in self.scene.entities_in(clause.start, firm.start() if firm else clause.end):
                cues = local_cues(self.scene, entity, None, 0, 1, clause.start, governor(self.scene, clause, entity))
                if rates(owner_of(entity, self.lexicon)[0], self.lexicon) and _RATES_OTHERS.match(self.scene.text, entity.end):
                    continue
                if self.counts(entity) and _UNLIKE_SUBJECT.isdisjoint(cues):
                    return entity
                if said_by is None and self.counts(entity) and "source-before" in cues:
                    said_by = entity  # 据X负责人介绍: X speaks of itself
            if firm is not None:
                return "firm"
        return said_by

    # ---------------------------------------------------------------------------------------------- how it is referred to

    def _reference(self, site: Site) -> str:
        clauses: Sequence[Span] = site.sent.clauses
        for order in range(site.clause_index, -1, -1):
            clause = clauses[order]
            end = site.quantity.lead if order == site.clause_index else clause.end
            if market_subject(self.scene, clause.start, end, own=order == site.clause_index):
                return "market"
            run = self.scene.mask[clause.start : end]
            if FIRM.search(run):
                return "firm"
            if THING.search(run):
                return "thing"
            if order < site.clause_index and _SPEAKER.search(run):
                return "speaker"
        return "none"


def clause_of(sent: Sent, entity: Entity) -> Span | None:
    """The clause of the sentence that holds a name."""
    return next((c for c in sent.clauses if c.start <= entity.start < c.end), None)


def governor(scene: Scene, clause: Span, entity: Entity) -> Token | None:
    """The word that governs a name in its clause, passing over names listed before it: 引来 in 引来A、B, 在 in 在A."""
    if entity.start not in scene.governors:
        scene.governors[entity.start] = _governor(scene.tokens(clause), entity)
    return scene.governors[entity.start]


def _governor(tokens: Sequence[Token], entity: Entity) -> Token | None:
    order = len(tokens) - 1
    while order >= 0 and tokens[order].end > entity.start:
        order -= 1
    while order >= 0 and (tokens[order].word in _PASSED or (tokens[order].tag == "E" and order + 1 < len(tokens) and tokens[order + 1].word in _LISTS)):
        order -= 1
    if order < 0 or tokens[order].word in ("的", *_TURNS_TO):
        return None  # 放榜的X: what stands before describes it; 回到X: it is turned to
    if tokens[order].word == "是" and (not order or tokens[order - 1].word in ("的", "则", "就", "正", "便", "这", "这里", "那里", "它")):
        return None  # 这里是X的园区
    return tokens[order]


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
