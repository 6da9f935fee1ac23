"""The narrower thing that has the attribute: a product, a facility, a market."""

from __future__ import annotations

import re

from extract.claims.scene import Scene, Site
from extract.lexicon import Lexicon
from extract.types import Credit, Metric, Phrase

_MARKET = re.compile(r"(?:全球|中国|国内|我国|全国|国产|海外|欧洲|北美|美国)?[A-Za-z0-9一-鿿]{0,12}?(?:市场|行业|产业)")
_OF = re.compile(r"(?P<thing>[A-Za-z0-9一-鿿+\-“”]{2,20})的$")


def subject_of(scene: Scene, site: Site, metric: Metric, vendor: Credit | None, lexicon: Lexicon) -> Phrase | None:
    """The product that stands before the value in its sentence, else the market when nobody is credited."""
    for start, end in ((site.clause.start, site.quantity.lead), (site.sent.start, site.clause.start)):
        products = [e for e in scene.entities_in(start, end) if e.kind == "product"]
        if vendor is not None:
            products = [e for e in products if e.owner == vendor.id or vendor.id is None]
        if products:
            product = products[-1]
            return Phrase(scene.text[product.start : product.end], product.start, product.end)
    if vendor is None:
        for start, end in ((site.clause.start, site.quantity.lead), (site.sent.start, site.clause.start)):
            markets = [m for m in _MARKET.finditer(scene.text, start, end) if len(m.group()) > 2]
            if markets:
                return Phrase(markets[-1].group(), markets[-1].start(), markets[-1].end())
    before = scene.text[site.clause.start : metric.start] if site.clause.start <= metric.start <= site.quantity.lead else ""
    owner = _OF.search(before)
    if owner is not None:
        start = site.clause.start + owner.start("thing")
        return Phrase(owner.group("thing"), start, start + len(owner.group("thing")))
    return None
