"""The narrower thing that has the attribute: a product, a facility, a market."""

from __future__ import annotations

import re

from extract.claims.credit_cues import cues_of
from extract.claims.naming import in_baseline
from extract.claims.noun_phrases import phrase_before
from extract.claims.scene import Scene, Site
from extract.types import Baseline, Credit, Entity, Metric, Phrase

_MARKET = re.compile(r"(?:全球|中国|国内|我国|全国|国产|海外|欧洲|北美|美国)?[A-Za-z0-9一-鿿]{0,12}?(?:市场|行业|产业)")
_MARKET_WORD = re.compile("市场|行业|产业")
_OF = re.compile(r"(?P<thing>[A-Za-z0-9一-鿿+\-“”]{2,16})的$")
_NO_THING = re.compile(
    r"\d{2}|^(?:公司|集团|该公司|本公司|其|归属|截至|按|每|这|那|该|不过|真正|所|当|占|新增|累计|平均|整体|单季|全年|上半年|下半年|三季度|同比|环比|市场|行业|目前|今年|去年|披露|公布)|(?:披露|公布|发布|达到|实现|完成|接入|砸进|研发的?|高达|超过|约|近|年|月|日|季度?|元|倍|股东)$"
)
_LIGHT = re.compile(r"^(?:今|去|明|上|下|本|单|全|同|整|期|年|季|月|日|前|后|约|近|则|且|而|但|还|又|也|都|均|已|将|会|可|能|其中|据|报告|数据|官方|业内|方面|期间|时间|部分|情况|结果|一方面)|(?:来看|而言|方面|显示|期间|情况|部分|介绍|表示|预计|阶段)$")
_COMPARED = frozenset(["rival-before", "rival-after", "other-before", "modifier", "component"])


def subject_of(scene: Scene, site: Site, metric: Metric, vendor: Credit | None, baseline: Baseline | None, before: tuple[Phrase | None, str | None, int] | None) -> Phrase | None:
    """The product that the clause is about, else what the sentence's claim before was about, else a market or an owner's noun.

    ``before`` is the subject of the claim before, whom it credited and its sentence.
    """
    for start, end in ((site.clause.start, site.quantity.lead), (site.sent.start, site.clause.start)):
        for product in reversed(scene.entities_in(start, end)):
            if product.kind == "product" and _credited(scene, product, start, vendor, baseline):
                return Phrase(scene.text[product.start : product.end], product.start, product.end)
    whom = (vendor.id or vendor.name) if vendor else None
    if before is not None and before[0] is not None and before[1] == whom and before[2] == site.sent.index:
        return before[0]
    if vendor is None:
        for start, end in ((site.clause.start, site.quantity.lead), (site.sent.start, site.clause.start)):
            if _MARKET_WORD.search(scene.text, start, end) is None:
                continue
            markets = [m for m in _MARKET.finditer(scene.text, start, end) if len(m.group()) > 2]
            if markets:
                return Phrase(markets[-1].group(), markets[-1].start(), markets[-1].end())
    return _owner(scene, site, metric, vendor) or _noun(scene, site, metric, vendor)


def _credited(scene: Scene, product: Entity, start: int, vendor: Credit | None, baseline: Baseline | None) -> bool:
    if vendor is not None and product.owner != vendor.id and vendor.id is not None:
        return False
    return (baseline is None or not in_baseline(product, (baseline,))) and _COMPARED.isdisjoint(cues_of(scene, product, start, None))


def _owner(scene: Scene, site: Site, metric: Metric, vendor: Credit | None) -> Phrase | None:
    """国产GPU in 国产GPU的训推性能: what stands before the metric's 的."""
    if not site.clause.start <= metric.start <= site.quantity.lead:
        return None
    if "的" not in scene.text[max(site.clause.start, metric.start - 2) : metric.start]:
        return None
    owner = _OF.search(scene.text, site.clause.start, metric.start)
    if owner is None or _NO_THING.search(owner["thing"]) or scene.periods_in(owner.start(), owner.end()):
        return None
    if vendor is not None and (owner["thing"] in (vendor.text, vendor.name) or owner["thing"].startswith(("不过" + vendor.text, vendor.text))):
        return None
    start = owner.start("thing")
    return Phrase(owner["thing"], start, owner.end("thing"))


def _noun(scene: Scene, site: Site, metric: Metric, vendor: Credit | None) -> Phrase | None:
    """MaaS平台 in MaaS平台9月Token调用量: the noun phrase that opens the clause, apart from the metric's own."""
    if not site.clause.start < metric.start <= site.quantity.lead:
        return None
    start, end = phrase_before(scene.tokens(site.clause), site.clause.start, metric.start)
    text = scene.text[start:end]
    if not 2 <= len(text) <= 14 or _NO_THING.search(text) or _LIGHT.search(text) or scene.metrics_in(start, end):
        return None
    if vendor is not None and (text in vendor.name or text in vendor.text):
        return None
    return Phrase(text, start, end)
