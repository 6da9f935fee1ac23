"""Which metric a number measures: every candidate, with the features that the ranker weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.claims.candidates import Candidate, MetricCandidate
from extract.claims.metric_after import after_candidates, after_list_candidates
from extract.claims.metric_before import before_candidates, compared_region, host_candidates
from extract.claims.metric_earlier import Past, inherited_candidates, topic_candidates
from extract.claims.metric_features import against, found, placed, worded
from extract.claims.metric_shares import share_candidates, share_start
from extract.claims.metric_verbs import verb_candidates
from extract.claims.predicates import Predicate
from extract.claims.registry import fits, wording
from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.types import Quantity, Span

_FRONTED = re.compile("以(?:约|近)?\ue100\ue101*的[^，,。；;\ue100]{1,8}$")
_CERTAIN = frozenset(
    [
        "index",
        "score",
        "gift",
        "counted-doing",
        "counted-of",
        "counted-covered",
        "price",
        "label",
        "verb-alone",
        "same-again",
    ]
)


def metric_candidates(
    scene: Scene, site: Site, pred: Predicate, regions: Sequence[Span], past: Sequence[Past], lexicon: Lexicon
) -> list[Candidate]:
    """Every metric that the number could measure, each with the features that the ranker weighs.

    ``regions`` are the runs before the number where its noun phrase may stand, the likeliest first.
    """
    out: list[MetricCandidate] = []
    for order, region in enumerate(regions):
        compared = compared_region(scene, site, region)
        if compared is None:
            before_candidates(scene, site, region, str(order), out)
            continue
        before_candidates(scene, site, compared[0], "compared", out)
        if compared[1] is not None:
            before_candidates(scene, site, compared[1], "rival", out)
    share_candidates(scene, site, past, out)
    after_candidates(scene, site, out)
    after_list_candidates(scene, site, out)
    verb_candidates(scene, site, pred, out)
    host_candidates(scene, site, out)
    topic_candidates(scene, site, past, out)
    inherited_candidates(scene, site, pred, past, lexicon, out)
    hows = {c.how for c in out}
    if "share-purpose" in hows and any(c.how == "share-purpose" and "opens" in c.told for c in out):
        out = [c for c in out if c.how not in ("after-phrase", "after-registered")]
    if "counted-joined" in hows:
        out = [c for c in out if c.how not in ("after-phrase", "after-registered", "counted")]
        hows.discard("counted")
    if not hows.isdisjoint(_CERTAIN):  # the words leave no choice
        out = [c for c in out if c.how in _CERTAIN][:1]
        hows = {out[0].how}
    if not out:
        out.append(MetricCandidate("", site.quantity.start, site.quantity.start, "none"))
    own = "no-own-phrase"
    for how in hows:
        if how.startswith(("before", "share")):
            own = "own-phrase"
    share = share_start(scene, site)
    out = _not_of_others(scene, site, share, hows, out)
    _describe(scene, site, pred, out, lexicon, own, share)
    return list[Candidate](out)


def _not_of_others(
    scene: Scene, site: Site, share: int, hows: set[str], out: list[MetricCandidate]
) -> list[MetricCandidate]:
    """The candidates without the phrases before the number that belong to something else, as another candidate tells."""
    if "share-of" in hows and any(c.how == "share-of" and "whole" in c.told for c in out):
        out = [c for c in out if not (c.how.startswith("before") and _is_whole(c, share, site))]
    if site.previous is not None and "counted" in hows:  # 2个平台、7个项目: each number its noun
        other = scene.quantities[site.previous].tail
        out = [c for c in out if not (c.how.startswith("before") and c.start == other)]
    if "verb" in hows:
        fronted = _FRONTED.search(scene.flat, site.clause.start, site.quantity.lead)
        if fronted is not None:  # 以17.6万元的均价卖出4.2万辆
            out = [c for c in out if not (c.how.startswith("before") and fronted.start() < c.start < fronted.end())]
    return out


def _is_whole(candidate: MetricCandidate, share: int, site: Site) -> bool:
    """总能耗 in 占总能耗的35%: what the share is taken of; 占营收比重 names the share itself."""
    if candidate.start == share:
        return not candidate.text.endswith(("比重", "比例", "占比", "百分比", "份额", "比"))
    return share < candidate.start < site.quantity.lead


_RATES = ("率", "占比", "份额", "比重", "比例", "市占", "百分比")


def _may_be_foreign(pred: Predicate, quantity: Quantity) -> bool:
    """Whether the unit of the value can tell that it is none of a registered metric's."""
    return (
        pred.kind == "level"
        and quantity.unit not in (None, "分", "仙", "角")
        and quantity.dimension not in ("fraction", None)
    )


def _describe(
    scene: Scene, site: Site, pred: Predicate, out: list[MetricCandidate], lexicon: Lexicon, own: str, share: int
) -> None:
    """Give each candidate its features, and the registry's metric where its words name one."""
    quantity = site.quantity
    unit, lead, clause = quantity.unit, quantity.lead, site.clause.start
    dimension = quantity.dimension or ("none" if unit is None else "other")
    if dimension == "fraction":
        dimension = unit or dimension
    change = "change" if pred.kind in ("increase", "decrease") else pred.kind
    typed = _may_be_foreign(pred, quantity)
    sure = quantity.dimension in ("count", "money")
    moves = unit if change == "change" and unit in ("%", "pp", "x") else None
    other = scene.quantities[site.previous].tail if site.previous is not None else quantity.start
    counted = dimension in ("count", "other") and any(c.how == "counted" and "counter" in c.told for c in out)
    for candidate in out:
        how, text, start = candidate.how, candidate.text, candidate.start
        known = wording(lexicon, text, candidate.id, unit)
        fitting = known.fits
        foreign = False
        if candidate.id is None and known.entry is not None:
            entry = known.entry  # a unit that it is not told in: 排名 of 41,222 cars, 市场规模 of 300 MW
            foreign = typed and not fitting and (sure or fits(lexicon, entry.id, "CNY"))
            if foreign:
                fitting = None
            else:
                candidate.id, candidate.name = entry.id, entry.name
        told = found(how, candidate.told, own, change if how == "inherited" else "")
        met = against(how, dimension, change, pred.rule)
        place = placed(
            how,
            dimension,
            moves,
            other <= start < quantity.start,
            candidate.end == lead and text != "",
            moves is not None and text.endswith(_RATES),
            candidate.end <= lead and start >= clause,
            foreign,
            counted,
            lead > share < start and how.startswith("before"),
        )
        if text:
            candidate.groups = (told, met, worded(how, known.measures, known.size, fitting, change), place)
        else:
            candidate.groups = (told, met, place)
