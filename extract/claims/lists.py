"""Coordination: ``A、B、C分别为1、2和3``, ``同比分别增长42%和62%``, ``3%、5%和8%``.

A list is aligned only when the number of heads equals the number of values.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from extract.claims.change_words import GROWTH
from extract.claims.metric_wording import measures
from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.types import Entity, MetricMention, Period, Span

_ITEM_GAP = re.compile("^[\ue10a \u3000]*[、/和及与跟以或]+[及和]?[\ue10a \u3000]*$")
_HEAD_GAP = re.compile("^[\ue10a \u3000]*(?:[、/和及与跟]|以及)[\ue10a \u3000]*$")
_JOINT = {
    "产销量": ("产量", "销量"),
    "产销": ("产量", "销量"),
    "进出口": ("进口额", "出口额"),
    "营利双增": ("营收", "净利润"),
    "长宽高": ("车长", "车宽", "车高"),
}
_JOINT_END = re.compile(rf"(?P<head>{'|'.join(_JOINT)})[^，,。；;：:]{{0,3}}?(?:分别|依次)?(?:达到?|为|完成|实现|约)*$")
_CHANGE_NOUN = re.compile(rf"(?:的|同比|环比|年|按年)*{GROWTH}?$")
_COMPARED = re.compile("(?<![、和及与])(?:同比|环比|按年|按季|按月)$")  # A业、B业增加值同比分别增长9.2%、9.4%
_EACH = re.compile(r"分别|各自|依次|依序|各为|各占")


@dataclass(frozen=True, slots=True)
class Alignment:
    """What a list gives to one of its values: the entity or the metric that stands at the same place of the heads."""

    entity: Entity | None = None
    metric: MetricMention | None = None
    period: Period | None = None
    phrase: Span | None = None  # a plain phrase of the heads: the subject
    wording: str | None = None  # a metric that the head only implies: 产销 -> 产量, 销量
    claim_offset: int | None = None  # inherits the metric of the n-th last claim of the sentence
    first: int = 0  # index of the list's first site
    length: int = 1


def runs(scene: Scene) -> list[list[int]]:
    """Indexes of quantities that stand in a bare list, separated by nothing but list marks."""
    out: list[list[int]] = []
    current: list[int] = []
    for index, quantity in enumerate(scene.quantities):
        if current:
            before = scene.quantities[current[-1]]
            gap = scene.flat[before.tail : quantity.lead]
            same = scene.sites[index].sent.index == scene.sites[current[-1]].sent.index
            if same and before.tail <= quantity.lead and _ITEM_GAP.match(gap):
                current.append(index)
                continue
            if len(current) > 1:
                out.append(current)
        current = [index]
    if len(current) > 1:
        out.append(current)
    return out


def align(scene: Scene, lexicon: Lexicon) -> dict[int, Alignment]:
    """Site index -> what its list gives to it."""
    out: dict[int, Alignment] = {}
    before: tuple[Sequence[Entity], int] | None = None  # the vendors of the list before, and its sentence
    for run in runs(scene):
        site = scene.sites[run[0]]
        left = scene.flat[site.sent.start : site.quantity.lead]
        marks = list(_EACH.finditer(scene.flat[site.clause.start : site.quantity.lead]))
        each = marks[-1] if marks else None
        position = site.clause.start + each.start() if each else site.quantity.lead
        compared = _COMPARED.search(scene.flat, site.clause.start, position) if each else None
        position = compared.start() if compared is not None else position
        heads: Sequence[Entity | MetricMention | Period | Span] | None = None
        if each is not None or re.search(r"[\ue102\ue103][^，,\ue102\ue103]{0,3}$", left):
            heads = _heads(scene, site, position, len(run))
        if heads is None or isinstance(heads[0], Span):
            heads = _years(scene, site, position, len(run), each is not None) or heads
        if heads is None and before is not None and len(before[0]) == len(run) and _same_heads(scene, site, before[1], each is not None):
            heads = before[0]
        if heads is not None and isinstance(heads[0], Entity):
            before = ([h for h in heads if isinstance(h, Entity)], site.sent.index)
        wordings = _joint(scene, site, each is not None, len(run)) or _shared_tail(
            scene, site, position, len(run), lexicon
        )
        for place, index in enumerate(run):
            if wordings is not None:
                out[index] = Alignment(wording=wordings[place], first=run[0], length=len(run))
            elif heads is not None:
                head = heads[place]
                out[index] = Alignment(
                    entity=head if isinstance(head, Entity) else None,
                    metric=head if isinstance(head, MetricMention) else None,
                    period=head if isinstance(head, Period) else None,
                    phrase=head if isinstance(head, Span) else None,
                    first=run[0],
                    length=len(run),
                )
            elif each is not None:
                out[index] = Alignment(claim_offset=len(run) - place, first=run[0], length=len(run))
            else:
                out[index] = Alignment(first=run[0], length=len(run))
    return out


def _joint(scene: Scene, site: Site, each: bool, count: int) -> Sequence[str] | None:
    """产销量达105万辆和100万辆, 长宽高分别为…: a word that joins several metrics."""
    left = scene.text[site.sent.start : site.quantity.lead]
    found = _JOINT_END.search(left)
    head = found.group("head") if found else next((word for word in _JOINT if each and word in left[-24:]), None)
    return _JOINT[head] if head is not None and len(_JOINT[head]) == count else None


_TAILED = re.compile(
    r"(?:^|[，,：:；;的和及与]|[\ue100-\ue107])(?P<items>[一-鿿A-Za-z]{1,8}(?:(?:[、/]|和|及|与)[一-鿿A-Za-z]{1,12})+)$"
)


def _shared_tail(scene: Scene, site: Site, position: int, count: int, lexicon: Lexicon) -> Sequence[str] | None:
    """销售、管理、研发费用率分别为…: the last item's head belongs to all, when it makes a metric of each."""
    left = _visible(scene, site.clause.start, position)
    found = _TAILED.search(left)
    if found is None or count < 2:
        return None
    items = re.split("[、/]|和|及|与", found.group("items"))
    if len(items) != count:
        return None
    last = _CHANGE_NOUN.sub("", items[-1])
    if not last:
        return None
    for at in range(1, len(last) - 1):
        made = [f"{item}{last[at:]}" for item in items[:-1]]
        if all(lexicon.metric_of(word) for word in made):
            return [*made, last]
    own = [bool(measures(item, 0, len(item)) or lexicon.metric_of(item)) for item in [*items[:-1], last]]
    if all(own):
        return [*items[:-1], last]  # 功率规模和能量规模: each has a head of its own
    if any(own[:-1]):
        return None
    for at in range(1, len(last) - 1):  # 高技术产业和装备制造业增加值: the registered head goes to each
        if lexicon.metric_of(last[at:]):
            return [*(f"{item}{last[at:]}" for item in items[:-1]), last]
    return None


def _visible(scene: Scene, start: int, end: int) -> str:
    """The text with periods, entities and quantities covered, metrics shown."""
    flat = scene.flat[start:end]
    return "".join(
        shown if covered in "\ue108\ue109" else covered
        for shown, covered in zip(scene.text[start:end], flat, strict=True)
    )


def continues(site: Site, alignment: Mapping[int, Alignment]) -> bool:
    """A list item that has nothing of its own before it: 42.81%和62.04%."""
    aligned = alignment.get(site.index)
    return aligned is not None and aligned.first != site.index


def _same_heads(scene: Scene, site: Site, sent: int, each: bool) -> bool:
    """环比则为8.2%、-3.1%、12.4% after a list of three makers speaks of the same three, as 三家…依次 does a sentence later."""
    inside = scene.entities_in(site.clause.start, site.quantity.lead)
    if inside:
        return False
    if sent == site.sent.index:
        return True
    return (
        each
        and site.sent.index - sent == 1
        and re.search("[两三四五六]家|[两三四五六]者|上述", scene.text[site.sent.start : site.quantity.lead])
        is not None
    )


def _heads(
    scene: Scene, site: Site, position: int, count: int
) -> Sequence[Entity | MetricMention | Period | Span] | None:
    for start, end in ((site.clause.start, position), (site.sent.start, site.clause.start)):
        entities = _chain(scene, scene.entities_in(start, end), count)
        if entities is not None:
            return entities
        metrics = _chain(scene, scene.metrics_in(start, end), count)
        if metrics is not None:
            return metrics
        periods = _chain(scene, scene.periods_in(start, end), count)
        if periods is not None:
            return periods
        if start == site.clause.start:
            listed = _listed_phrases(scene, start, end, count)
            if listed is not None:
                return listed
    return None


def _years(scene: Scene, site: Site, position: int, count: int, each: bool) -> Sequence[Period] | None:
    """``2026年、2027年有望攀升至A和B`` and ``2025-2027年…分别为A、B、C``: one year for each value."""
    inside = [p for p in scene.periods_in(site.clause.start, position) if p.first and p.last and not p.reference]
    chain: Sequence[Period] | None = _chain(scene, inside, count)
    if chain is not None:
        return chain
    slashed = scene.text[site.quantity.tail : site.quantity.tail + 1] in ("/", "／")
    if not (each or slashed):
        return None
    if not inside:
        inside = [p for p in scene.periods_in(site.sent.start, position) if p.first and p.last and not p.reference]
    whole = inside[-1] if inside else None
    if whole is None or whole.first is None or whole.last is None or whole.last.year - whole.first.year + 1 != count:
        return None
    if (whole.first.month, whole.first.day, whole.last.month, whole.last.day) != (1, 1, 12, 31):
        return None
    years = range(whole.first.year, whole.last.year + 1)
    return [replace(whole, first=dt.date(year, 1, 1), last=dt.date(year, 12, 31)) for year in years]


def _chain(scene: Scene, mentions: Sequence, count: int) -> Sequence | None:  # type: ignore[type-arg]
    """The last ``count`` mentions that follow one another with list marks only, when exactly so many do."""
    chains: list[list] = []  # type: ignore[type-arg]
    for mention in mentions:
        if chains and _HEAD_GAP.match(scene.flat[chains[-1][-1].end : mention.start]):
            chains[-1].append(mention)
        else:
            chains.append([mention])
    fitting = [chain for chain in chains if len(chain) == count and count > 1]
    return fitting[-1] if fitting else None


def _listed_phrases(scene: Scene, start: int, end: int, count: int) -> Sequence[Span] | None:
    """``超大尺寸、高端机型和入门机分别增长…``: phrases between list marks in the clause before 分别."""
    run = scene.flat[start:end]
    if "、" not in run and "和" not in run:
        return None
    pieces: list[Span] = []
    at = start
    for match in re.finditer(r"、|以及|和|与|及(?!其)", run):
        pieces.append(Span(at, start + match.start()))
        at = start + match.end()
    pieces.append(Span(at, end))
    if len(pieces) != count or any(not 1 < p.end - p.start <= 14 for p in pieces):
        return None
    return pieces
