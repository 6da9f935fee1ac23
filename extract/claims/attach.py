"""Which metric a number measures: every candidate, with the features that the ranker weighs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.claims.candidates import Candidate
from extract.claims.metric_after import after_candidates, after_list_candidates
from extract.claims.metric_before import before_candidates, compared_region, host_candidates
from extract.claims.metric_earlier import Past, inherited_candidates, topic_candidates
from extract.claims.metric_shares import share_candidates, share_start
from extract.claims.metric_verbs import verb_candidates
from extract.claims.metric_wording import HEAD_WORDS, HEADS
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.lexicon.entries import MetricEntry
from extract.types import Span

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
    out: list[Candidate] = []
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
    if any(c.how == "share-purpose" and "opens" in c.features for c in out):
        out = [c for c in out if c.how not in ("after-phrase", "after-registered")]
    if any(c.how == "counted-joined" for c in out):
        out = [c for c in out if c.how not in ("after-phrase", "after-registered", "counted")]
    certain = [c for c in out if c.how in _CERTAIN]
    if certain:  # the words leave no choice
        out = certain[:1]
    if not out:
        out.append(Candidate("", site.quantity.start, site.quantity.start, "none"))
    own = "own-phrase" if any(c.how.startswith(("before", "share")) for c in out) else "no-own-phrase"
    share = share_start(scene, site)
    if any(c.how == "share-of" and "whole" in c.features for c in out):
        out = [c for c in out if not (c.how.startswith("before") and _is_whole(c, share, site))]
    if site.previous is not None and any(c.how == "counted" for c in out):  # 2个平台、7个项目: each number its noun
        other = scene.quantities[site.previous].tail
        out = [c for c in out if not (c.how.startswith("before") and c.start == other)]
    fronted = _FRONTED.search(scene.flat, site.clause.start, site.quantity.lead)
    if fronted is not None and any(c.how == "verb" for c in out):  # 以17.6万元的均价卖出4.2万辆
        out = [c for c in out if not (c.how.startswith("before") and fronted.start() < c.start < fronted.end())]
    counted = any(c.how == "counted" and "counter" in c.features for c in out)
    for candidate in out:
        _describe(scene, site, pred, candidate, lexicon, own, share, counted)
    return out


def _is_whole(candidate: Candidate, share: int, site: Site) -> bool:
    """总能耗 in 占总能耗的35%: what the share is taken of; 占营收比重 names the share itself."""
    if candidate.start == share:
        return not candidate.text.endswith(("比重", "比例", "占比", "百分比", "份额", "比"))
    return share < candidate.start < site.quantity.lead


_RATES = ("率", "占比", "份额", "比重", "比例", "市占", "百分比")


@lru_cache(maxsize=20000)
def _entry(lexicon: Lexicon, wording: str, unit: str | None) -> MetricEntry | None:
    """The registry's metric for a wording, or the one that it narrows."""
    return lexicon.metric_of(wording, unit) or lexicon.metric_head(wording, unit)


@lru_cache(maxsize=20000)
def _fits(lexicon: Lexicon, metric: str, unit: str | None) -> bool:
    return lexicon.fits(metric, unit)


def _foreign(lexicon: Lexicon, metric: str, site: Site, pred: Predicate) -> bool:
    """Whether a level's unit is none that the registered metric is told in: 排名 of 41,222 cars, 市场规模 of 300 MW."""
    quantity = site.quantity
    if pred.kind != "level" or quantity.unit in (None, "分", "仙", "角") or quantity.dimension in ("fraction", None):
        return False
    sure = quantity.dimension in ("count", "money") or _fits(lexicon, metric, "CNY")
    return sure and not _fits(lexicon, metric, quantity.unit)


def _describe(
    scene: Scene,
    site: Site,
    pred: Predicate,
    candidate: Candidate,
    lexicon: Lexicon,
    own: str,
    share: int,
    counted: bool,
) -> None:
    foreign = False
    if candidate.id is None and candidate.text:
        entry = _entry(lexicon, candidate.text, site.quantity.unit)
        foreign = entry is not None and _foreign(lexicon, entry.id, site, pred)
        if entry is not None and not foreign:
            candidate.id, candidate.name = entry.id, entry.name
    how = candidate.how
    told = ["unit-fits=False", f"foreign|{how}"] if foreign else []
    features = [f"{how}:{f}" for f in candidate.features]
    dimension = site.quantity.dimension or ("none" if site.quantity.unit is None else "other")
    if dimension == "fraction":
        dimension = site.quantity.unit or dimension
    change = "change" if pred.kind in ("increase", "decrease") else pred.kind
    features += [
        f"{own}|{how}",
        *(f"{own}|{how}:{f}" for f in candidate.features if f.startswith(("back", "numbered", "where=", "rank"))),
    ]
    if how == "inherited":
        features += [f"inherited|{change}|{f}" for f in candidate.features if f.startswith(("from", "where", "dim"))]
    features += [f"how={how}", f"{how}|{dimension}", f"{how}|{change}", f"{how}|{pred.rule}"]
    if candidate.text:
        head = candidate.text[-1]
        features.append("head=metric" if head in HEADS or HEAD_WORDS.search(candidate.text) else "head=other")
        features.append(f"{how}|" + features[-1])
        size = len(candidate.text)
        features.append(
            f"size={'1' if size == 1 else '2-3' if size <= 3 else '4-8' if size <= 8 else '9-14' if size <= 14 else '15+'}"
        )
        features.append("registered" if candidate.id else "unregistered")
        features.append(f"{how}|{features[-1]}")
        if candidate.id:
            fits = _fits(lexicon, candidate.id, site.quantity.unit)
            features.append(f"unit-fits={fits}")
            features.append(f"unit-fits={fits}|{change}")
            if change == "level":
                features.append(f"level|unit-fits={fits}|{how}")
    if site.previous is not None and scene.quantities[site.previous].tail <= candidate.start < site.quantity.start:
        features += ["after-another-number", f"after-another-number|{how}"]
    if candidate.text and candidate.end == site.quantity.lead:
        features += ["adjacent", f"adjacent|{how}|{dimension}"]
    if change == "change" and site.quantity.unit in ("%", "pp", "x"):  # a share moves by points, an amount by percent
        rate = candidate.text.endswith(_RATES)
        features += [f"change|{site.quantity.unit}|rate={rate}", f"change|{site.quantity.unit}|rate={rate}|{how}"]
    between = candidate.end <= site.quantity.lead
    if between and candidate.start >= site.clause.start:
        features.append("same-clause-before")
    features += told
    if counted:
        features.append(f"counted-follows|{how}")
    if share < site.quantity.lead and candidate.start > share and candidate.how.startswith("before"):
        features.append("in-share-whole")
    candidate.features = features
