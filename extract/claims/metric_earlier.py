"""The metric from earlier words: a clause, sentence, heading or question before, or a claim already made."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.claims.candidates import MetricCandidate
from extract.claims.metric_features import kinship
from extract.claims.metric_wording import GROWTH_WORDS, add, measures, phrase
from extract.claims.noun_phrases import phrase_before
from extract.claims.predicates import Predicate
from extract.claims.registry import fits, head_of
from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.types import Metric, MetricMention, Quantity, Span

_LABEL = re.compile(r"[（(]?[0-9一二三四五六七八九十]*[)）.、]?|公司|单季|季度|全年|整体|[\s•■●◆*-]+")
_NO_TOPIC = re.compile("截至|按|据|统计|数据")
_NOTHING = re.compile("(?:[\ue104\ue105\ue10a 约则也又还并但而已仍再到很将会或]|大约|几乎|差不多|可能|有望|预计)*+")
_PLACES = {(back, told): (f"back={back}", f"numbered={told}") for back in (1, 2, 3) for told in (False, True)}
_COMPARES = re.compile(
    "(?:[\ue104\ue105]*)(?:约为|约合|相当于|较|比|高于|低于|高出|领先|落后|不及|是|占|仅为|只有|接近|超过|同比|环比|抵得上|等于)"
)


@dataclass(frozen=True, slots=True)
class Past:
    """A claim already made, as far as later numbers may inherit from it."""

    metric: Metric
    unit: str | None
    dimension: str | None
    kind: str
    sent: int
    clause: int
    block: int


def _whole(mention: MetricMention, past: Sequence[Past]) -> tuple[int, int]:
    """The span of a metric as an earlier claim took it: 手机芯片收入, not the 收入 in it."""
    for claim in past[-6:]:
        if claim.metric.start <= mention.start and mention.end <= claim.metric.end:
            return claim.metric.start, claim.metric.end
    return mention.start, mention.end


def _is_label(scene: Scene, site: Site, clause: Span, mention: MetricMention) -> bool:
    """营收端:季度实现57亿美元: a metric alone before the colon names the number behind it."""
    if scene.text[clause.end : clause.end + 1] not in (":", "：") or scene.metrics_in(
        site.clause.start, site.quantity.lead
    ):
        return False
    alone = _LABEL.sub("", scene.text[clause.start : mention.start]) == ""
    return alone and scene.text[mention.end : clause.end] in ("", "端", "方面", "上", "情况")


def topic_candidates(scene: Scene, site: Site, past: Sequence[Past], out: list[MetricCandidate]) -> None:
    """A metric named in an earlier clause of the sentence, or in the sentence before, without a number of its own."""
    clauses, others = site.sent.clauses, len(out)
    for back in range(1, 4):
        order = site.clause_index - back
        if order < 0:
            break
        clause = clauses[order]
        numbered = len(scene.quantities_in(clause.start, clause.end)) > 0
        registered = [
            m for m in scene.metrics_in(clause.start, clause.end) if scene.text[m.start : m.end] not in GROWTH_WORDS
        ]
        if back == 1 and registered and _is_label(scene, site, clause, registered[-1]):
            phrase(scene, registered[-1].start, registered[-1].end, "label", out)
        if registered:
            phrase(scene, *_whole(registered[-1], past), "topic-registered", out, _PLACES[back, numbered])
        if back == 1 and not numbered:
            start, end = phrase_before(scene.tokens(clause), clause.start, clause.end)
            if end > start and not _NO_TOPIC.match(scene.text, start):
                phrase(scene, start, end, "topic-phrase", out, ("back=1",))
    block = scene.block_of(site.sent)
    if site.sent.block and site.sent.start <= block.sentences[0].start:
        intro = scene.document.blocks[site.sent.block - 1]
        steps = 1
        while (
            intro.kind in ("list-item", "heading")
            and steps < 8
            and site.sent.block - steps > 0
            and scene.text[intro.end - 1] not in ":："
        ):
            steps += 1
            intro = scene.document.blocks[site.sent.block - steps]
        if (
            intro.kind == "question"
            or scene.text[intro.end - 1] in ":：?？"
            or scene.text.startswith("——", intro.end - 2)
        ):
            told = scene.metrics_in(intro.start, intro.end)
            if told:
                phrase(
                    scene,
                    told[-1].start,
                    told[-1].end,
                    "intro-registered",
                    out,
                    (
                        intro.kind,
                        "first" if site.clause_index == 0 else "later",
                        "told-since" if past and past[-1].sent == site.sent.index else "none-since",
                    ),
                )
    if site.clause_index > 3 or site.host is not None:
        told = [m for m in scene.metrics_in(site.sent.start, site.clause.start) if m.end < site.left]
        if told:
            phrase(
                scene, told[-1].start, told[-1].end, "sentence-registered", out, ("bracket" if site.host else "far",)
            )
    if site.left > site.clause.start:  # an earlier item of the same clause
        items = scene.metrics_in(site.clause.start, site.left)
        if items:
            phrase(scene, items[-1].start, items[-1].end, "clause-registered", out)
    if not site.sent.index:
        return
    for candidate in out[others:]:
        if candidate.how.startswith("topic"):
            return
    before = scene.sents[site.sent.index - 1]
    if before.block == site.sent.block:
        earlier = scene.metrics_in(before.start, before.end)
        if earlier:
            phrase(scene, earlier[-1].start, earlier[-1].end, "previous-sentence-registered", out)


def inherited_candidates(
    scene: Scene, site: Site, pred: Predicate, past: Sequence[Past], lexicon: Lexicon, out: list[MetricCandidate]
) -> None:
    """The metrics of the claims before, the nearest first; of the nearest also its head, for a new parallel subject."""
    if not past:
        return
    opens = _opens(scene, site, pred)
    again = _same_again(site, pred, past) if opens != "own" else None
    if again is not None:
        last = again.metric
        add(out, MetricCandidate(last.text, last.start, last.end, "same-again", last.id, last.name))
        return
    quantity = site.quantity
    amount = (quantity.unit or "None") if quantity.dimension == "fraction" else "amount"
    typed = pred.kind == "level" and quantity.unit is not None and quantity.dimension not in ("fraction", None)
    amounts = 0
    seen: list[str] = []
    for claim in reversed(past[-8:]):
        metric = claim.metric
        if metric.text in seen:
            continue
        seen.append(metric.text)
        rank = len(seen)
        if rank > 3:
            break
        if typed and _foreign(quantity, claim, lexicon):
            continue
        if claim.kind == "level" and claim.unit not in ("%", "x", "pp"):
            amounts += 1
            first = amounts == 1
        else:
            first = False
        where = _where(site, claim)
        told = kinship(
            where,
            "next" if where == "sentence" and site.clause_index - claim.clause == 1 else where,
            rank,
            "same" if claim.dimension == quantity.dimension else "other",
            "same-unit" if claim.unit == quantity.unit else "other-unit",
            claim.kind or "None",
            _sort(claim),
            amount,
            pred.kind,
            opens,
            first,
        )
        add(out, MetricCandidate(metric.text, metric.start, metric.end, "inherited", metric.id, metric.name, told))
        if rank == 1:
            _head(scene, site, pred, _parallel(site, pred, past) or claim, lexicon, out)


def _sort(claim: Past) -> str:
    """What sort of value an earlier claim has."""
    if claim.unit == "%" and claim.kind == "level":
        return "share"
    return "change" if claim.kind in ("increase", "decrease") else "amount"


def _foreign(quantity: Quantity, claim: Past, lexicon: Lexicon) -> bool:
    """A level of another dimension is no level of the same metric: money of a count, a length of a time."""
    if claim.unit is None or claim.dimension in ("fraction", None, quantity.dimension):
        return False
    return claim.metric.id is None or not fits(lexicon, claim.metric.id, quantity.unit)


def _same_again(site: Site, pred: Predicate, past: Sequence[Past]) -> Past | None:
    """The claim whose value a change with nothing of its own speaks of; an inserted share is passed over:
    用电量485,占全球1.7%,到2030年翻一番."""
    if past and _goes_on(site, pred, past[-1]):
        return past[-1]
    inserted = len(past) > 1 and past[-1].sent == site.sent.index and past[-1].unit == "%" and past[-1].kind == "level"
    if inserted and past[-1].metric.how.startswith("share") and site.quantity.unit in ("%", "x"):
        shifted = replace(past[-2], clause=past[-2].clause + 1)
        return past[-2] if _goes_on(site, pred, shifted) else None
    return None


def _goes_on(site: Site, pred: Predicate, claim: Past) -> bool:
    """A change or ratio that has nothing of its own, right behind a level: it is that level that changes."""
    if (
        claim.sent != site.sent.index
        or site.clause_index - claim.clause > 1
        or site.host is not None
        or pred.kind == "level"
    ):
        return False
    unit = site.quantity.unit
    share = claim.unit == "%" and claim.kind == "level"
    if unit in ("pp", "bp"):
        return share
    if unit in ("%", "x"):
        return claim.kind == "level" and not share and claim.unit != "x"
    return unit == claim.unit and claim.kind == "level"


def _where(site: Site, claim: Past) -> str:
    if claim.sent == site.sent.index:
        return "clause" if claim.clause == site.clause_index else "sentence"
    return "far" if claim.block != site.sent.block or site.sent.index - claim.sent > 3 else "earlier"


def _opens(scene: Scene, site: Site, pred: Predicate) -> str:
    """Whether the clause is nothing but a comparison or a change: 约为上年的四分之一, 较年初增加11.5个百分点."""
    start, end = site.clause.start, min(pred.start, site.quantity.lead)
    if end <= start or _NOTHING.fullmatch(scene.flat, start, end):
        return "opens"
    return "compares" if _COMPARES.match(scene.flat, start, end) else "own"


def _parallel(site: Site, pred: Predicate, past: Sequence[Past]) -> Past | None:
    """The nearest of the last claims, of this sentence or the one before, that is of the site's sort: 云业务营收增长20%至80亿元,终端业务增长15%."""
    for claim in reversed(past[-3:]):
        near = claim.block == site.sent.block and claim.sent >= site.sent.index - 1
        if near and claim.unit == site.quantity.unit and claim.kind == pred.kind:
            return claim
    return None


def _head(scene: Scene, site: Site, pred: Predicate, claim: Past, lexicon: Lexicon, out: list[MetricCandidate]) -> None:
    """水泥18517万吨 behind 钢材产量9880万吨: another subject, the same attribute."""
    text = claim.metric.text
    if claim.unit != site.quantity.unit or claim.kind != pred.kind or scene.metrics_in(site.left, site.quantity.lead):
        return
    registered = head_of(lexicon, text, site.quantity.unit)
    if registered is None:
        return
    begin, entry = registered
    start, end = phrase_before(scene.tokens(site.clause), site.left, min(pred.start, site.quantity.lead))
    if end <= start and not scene.entities_in(site.left, site.quantity.lead):
        return
    if (pred.kind == "level" and site.quantity.dimension == "fraction") or any(c.how == "verb" for c in out):
        return
    if begin == 0 and end > start and scene.tokens(site.clause)[0].tag.startswith("v"):
        return
    if end > start and measures(scene.text, start, end):
        return
    head = MetricCandidate(
        text[begin:], claim.metric.start + begin, claim.metric.end, "inherited-head", entry.id, entry.name
    )
    close = "close" if end >= min(pred.start, site.quantity.lead) - 1 else "apart"
    alone = "alone" if start - site.left <= 1 else "more"
    where = _where(site, claim)
    head.told = (close, where, f"{close}|{alone}", f"{where}|{close}|{pred.kind}", f"narrower={begin > 0}")
    add(out, head)
