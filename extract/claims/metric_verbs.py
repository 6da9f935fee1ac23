"""The metric that a verb or the unit tells: 售价 of 卖, 融资额 of 融资, 像素 of a number of pixels."""

from __future__ import annotations

import re

from extract.claims.candidates import Candidate
from extract.claims.metric_after import RECORD
from extract.claims.metric_wording import add
from extract.claims.scene import Scene, Site
from extract.claims.verbs import VERB_METRIC

_SIZED = re.compile(r"(?:支持|承载|容纳|扩展?[至到]|组成|构成|调度|管理|建成|部署)[^，,。；;]{0,4}$")
_UNIT_METRIC = {
    "IOPS": "IOPS",
    "tpmC": "tpmC",
    "参数": "参数量",
    "像素": "像素",
    "QPS": "QPS",
    "TPS": "TPS",
    "股": "股数",
}


def verb_candidates(scene: Scene, site: Site, out: list[Candidate]) -> None:
    left = scene.mask[site.left : site.quantity.lead]
    if site.quantity.unit == "卡" and _SIZED.search(left):
        whole = scene.text[site.quantity.tail : site.clause.end]
        add(
            out,
            Candidate(
                "互联规模" if "互联" in whole else "集群规模", site.quantity.start, site.quantity.start, "capability"
            ),
        )
    named = _UNIT_METRIC.get(site.quantity.unit or "")
    if named:
        add(out, Candidate(named, site.quantity.unit_start, site.quantity.end, "unit", features=[f"unit={named}"]))
    for pattern, metric, dimension in VERB_METRIC:
        if dimension is not None and dimension != site.quantity.dimension:
            continue
        match = pattern.search(left)
        if match:
            add(
                out,
                Candidate(
                    metric, site.left + match.start(), site.left + match.start(), "verb", features=[f"verb={metric}"]
                ),
            )
            break
    right = scene.mask[site.quantity.tail : site.clause.end]
    if re.match(r"(?:的?(?:价格|售价)?(?:起售?|起))", right) and site.quantity.dimension == "money":
        add(out, Candidate("售价", site.quantity.start, site.quantity.start, "verb", features=["verb=起"]))
    if RECORD.match(right) and site.quantity.dimension == "count":
        add(out, Candidate("销量", site.quantity.start, site.quantity.start, "verb-after", features=["verb=成绩"]))
    if re.match(r"[^，,。]{0,8}?中标", right):
        add(out, Candidate("中标金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=中标"]))
    if re.match(r"[^，,。]{0,6}?(?:融资|募资)", right):
        add(out, Candidate("融资额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=融资"]))
    if re.match(r"[^，,。]{0,3}?(?:收购|并购)", right):
        add(out, Candidate("收购金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=收购"]))
    if re.match(r"[^，,。]{0,3}?回购", right):
        add(out, Candidate("回购金额", site.quantity.start, site.quantity.start, "verb-after", features=["verb=回购"]))
