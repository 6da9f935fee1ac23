"""The metric that a verb or the unit tells: 售价 of 卖, 融资额 of 融资, 像素 of a number of pixels."""

from __future__ import annotations

import re

from extract.claims.candidates import MetricCandidate
from extract.claims.metric_after import RECORD
from extract.claims.metric_wording import add
from extract.claims.noun_phrases import phrase_after
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.claims.verbs import implied_metric

_SIZED = re.compile(r"(?:支持|承载|容纳|扩展?[至到]|组成|构成|调度|管理|建成|部署)[^，,。；;]{0,4}$")
_UNIT_METRIC = {
    "IOPS": "IOPS",
    "tpmC": "tpmC",
    "参数": "参数量",
    "像素": "像素",
    "QPS": "QPS",
    "TPS": "TPS",
    "股": "股数",
    "dB": "噪声",
    "nit": "亮度",
}


_AFTER = tuple(
    (re.compile(pattern), metric, cue)
    for pattern, metric, cue in (
        (r"[^，,。]{0,8}?中标", "中标金额", "中标"),
        (r"[^，,。]{0,6}?(?:融资|募资)", "融资额", "融资"),
        (r"[^，,。]{0,3}?(?:收购|并购)", "收购金额", "收购"),
        (r"[^，,。]{0,3}?回购", "回购金额", "回购"),
    )
)
# Without one of these words none of the four can match.
_ANY_AFTER = re.compile("[^，,。]{0,8}?(?:中标|融资|募资|收购|并购|回购)")
_SURE = frozenset(["净亏损", "成交额", "股息", "纳税额"])  # 旗下分部蚀2.2亿元: no noun is needed beside such a verb
_SELLS = re.compile("[卖售]")
_NO_PRICE = 50_000_000  # what is sold for so much is no single thing
_TOUCHES = re.compile("^[^了约近逾超]{1,3}(?:了|约|近|逾|超过?)?$")
_MEASURED = {
    "mass": ((re.compile("重(?![量要新点])"), "重量"),),
    "length": (
        (re.compile("厚(?!度)"), "厚度"),
        (re.compile("长(?=[，,、。 ]|$)"), "长度"),
        (re.compile("宽(?=[，,、。 ]|$)"), "宽度"),
        (re.compile("高(?=[，,、。 ]|$)"), "高度"),
    ),
}
_DELIVERED = re.compile(
    r"(?:左右|之?后|之?内|以内|才能?|就能?|即可|的)*(?:交付|交货|发货|到货|提车|供货)(?!期|周期|时间)"
)
_STARTS_AT = re.compile(r"(?:的?(?:价格|售价)?(?:起售?|起))")
_SCORE = re.compile(r"(?:拿到|拿下|取得|获得|得到|考出|跑出|录得|得|获)了?(?:约|近|超|逾|高达)*$")
_BENCHMARK = re.compile(r"[A-Za-z][A-Za-z0-9.+\-]*(?: [A-Za-z0-9.+\-]+){0,3}")
_DEARER = re.compile("(?:贵|便宜)[了出]?(?:将?近|约|逾|超过?|大约)?$")
_PRICE = re.compile("[价费]|成本|资费|电费|\ue108")
_GIFT = re.compile(r"(?:赠送|附赠|免费送|再送|送|赠)(?:出|了|你|您|用户|约|超|近)*$")
# What shares do on a market: a company rises or falls, and it is its price that does. The look-ahead holds the first
# character of every word that can begin it.
_SHARE_MOVES = re.compile(
    "(?=[急劲猛狂大小微续累齐再反倒曾又升收盘早午尾一逆开全应最跟涨飙弹跌挫下重泻插跳高低走])(?P<verb>(?:[急劲猛狂大小微续累齐再反倒曾又升收]|盘[中前后]|早盘|午后|尾盘|一度|逆[市势]|收市|收盘|开盘|全[天日]|盘初|应声|最多|最大|累计|跟)*"
    "(?:涨|升|飙|弹|跌去|跌掉|跌|挫|下挫|重挫|泻|插|跳水|高开|低开|涨停|走高|走低|高走|低走))(?:了|不到|不足|达到?|为|近|约|逾|超|超过|幅|\ue10a)*$"
)
_QUOTED = re.compile(r"(?:收报|现报|报收|收在|收于|收盘报|报|收)(?:约|近)*$")
_STOCK_WORDS = re.compile(
    "股价|个股|该股|股份|港股|美股|A股|台股|H股|大盘|指数|盘中|收盘|收报|早盘|午后|尾盘|涨停|跌停|成交额|蓝筹|沪指|恒指|道指|纳指|标普|概念股|股市|两市|收市|开盘|盘后|盘前|板块|散户|获利盘"
)
_NAME_OF_INDEX = re.compile("^.*?(?:[的但而和与]|其中|今日|昨日|昨天|周[一二三四五])(?=.{2})")
_SHARES = re.compile("美股|港股|A股|H股|盘前|盘后|盘中|收报|股价|该股|报收|收盘|股票|每股")
_CODE = re.compile(r"[(（]\d{4,6}(?:\.[A-Za-z]+)?[)）]")  # 舜宇光学科技(02382)
_SHARE_WORD = re.compile("该股|股份|股票|个股|[A-Z]股|股价?$")
_STRONG = re.compile("挫|泻|飙|弹|插|停|累|收|逆|盘|开")
_LIGHT = re.compile(
    "(?:则|亦|也|却|都|均|更|昨|今|当日|当天|更是|分别|依次|绩后|放榜后|复牌后|开市|-[A-Z]{1,2}|\ue104\ue105*|\ue10a| )+$"
)
_PERIOD_CUE = re.compile("(?:同比|环比|按[年季月]|年|季|月)$")
_INDEX = re.compile(
    "(?:[一-鿿A-Za-z]{0,8}(?:指数|板指|成指|国指|综指|期指)|(?<![一-鿿])(?:沪|深|恒|道|纳|科|国|创)指|[沪深恒道纳]指|科创50|标普500|沪深300|中证500|上证50|恒生科技|日经225)"
)


def verb_candidates(scene: Scene, site: Site, pred: Predicate, out: list[MetricCandidate]) -> None:
    """The metric that the unit, the verb before or the verb behind the number implies."""
    quantity = site.quantity
    left = scene.mask[site.left : quantity.lead]
    right = scene.mask[quantity.tail : site.clause.end]

    def offer(metric: str, how: str, cue: str) -> None:
        add(out, MetricCandidate(metric, quantity.start, quantity.start, how, told=(cue,)))

    if quantity.unit == "卡" and _SIZED.search(left):
        whole = scene.text[quantity.tail : site.clause.end]
        add(
            out,
            MetricCandidate(
                "互联规模" if "互联" in whole else "集群规模", quantity.start, quantity.start, "capability"
            ),
        )
    named = _UNIT_METRIC.get(quantity.unit or "")
    if named:
        add(out, MetricCandidate(named, quantity.unit_start, quantity.end, "unit", told=(f"unit={named}",)))
    bare = quantity.unit is None and quantity.value >= 10000  # 亏4000多万: the currency is left out
    implied = implied_metric(left, quantity.dimension, "money" if bare else quantity.unit)
    if implied is not None and implied[1] == "售价" and quantity.value >= _NO_PRICE:  # 系列卖出48.1亿元, 最贵的突破10亿元
        implied = (implied[0], "销售额") if _SELLS.search(implied[0].group()) else None
    if implied is not None:
        match, metric = implied
        place = site.left + match.start()
        touch = "touches" if _TOUCHES.search(match.group()) else "apart"
        alone = touch == "touches" and (metric in _SURE or match.group().startswith("转")) and not scene.metrics_in(site.left, place)
        told = (f"verb={metric}", touch, f"verb={metric}|{touch}")
        add(out, MetricCandidate(metric, place, place, "verb-alone" if alone else "verb", told=told))
    if quantity.dimension == "money" and _STARTS_AT.match(right):
        offer("售价", "verb", "verb=起")
    if quantity.dimension == "count" and RECORD.match(right):
        offer("销量", "verb-after", "verb=成绩")
    if quantity.dimension == "time" and _DELIVERED.match(right):
        offer("交付周期", "verb-after", "verb=交付")
    if _GIFT.search(left):
        _gift(scene, site, out)
    if (
        quantity.dimension == "money"
        and _DEARER.search(left)
        and not _PRICE.search(scene.text, site.clause.start, quantity.lead)
    ):
        offer("售价", "price", "dearer")
    if quantity.unit == "分" and _SCORE.search(left):
        names = list(_BENCHMARK.finditer(scene.text, site.sent.start, quantity.lead))
        if names and not scene.metrics_in(site.clause.start, quantity.lead):
            add(out, MetricCandidate(f"{names[-1].group()}得分", names[-1].start(), names[-1].end(), "score"))
        offer("得分", "verb", "verb=得分")
    for pattern, metric in _MEASURED.get(quantity.dimension or "", ()):
        if pattern.match(right):
            offer(metric, "verb-after", f"verb={metric}")
    for pattern, metric, cue in _AFTER if _ANY_AFTER.match(right) else ():
        if pattern.match(right):
            offer(metric, "verb-after", f"verb={cue}")
    if quantity.unit in ("%", "点", "x", None) or quantity.dimension == "money":
        _market(scene, site, pred, out)


def _gift(scene: Scene, site: Site, out: list[MetricCandidate]) -> None:
    """再送50万Token: the number of what is given away, told by the noun or the unit."""
    quantity = site.quantity
    start, end, _ = phrase_after(scene.tokens(site.clause), quantity.tail, site.clause.end)
    thing = scene.text[start:end] or scene.text[quantity.unit_start : quantity.end]
    if thing and quantity.dimension != "money":
        add(out, MetricCandidate(f"赠送{thing}数", quantity.start, max(end, quantity.end), "gift"))


def _market(scene: Scene, site: Site, pred: Predicate, out: list[MetricCandidate]) -> None:
    """联想集团跌3.2%, 收报61.35元: the share price; of an index it is the index."""
    left = scene.flat[site.clause.start : site.quantity.lead]
    moved = _SHARE_MOVES.search(left) if pred.kind in ("increase", "decrease") else None
    quoted = _QUOTED.search(left) if moved is None else None
    if moved is None and quoted is None:
        return
    block = scene.block_of(site.sent)
    context = "market" if _STOCK_WORDS.search(scene.text, block.start, block.end) else "elsewhere"
    indexes = list(_INDEX.finditer(scene.text, site.sent.start, site.quantity.lead))
    if indexes and site.quantity.dimension != "money" and not scene.entities_in(indexes[-1].end(), site.quantity.lead):
        text = _NAME_OF_INDEX.sub("", indexes[-1].group())
        end = indexes[-1].end()
        if not scene.metrics_in(end, site.quantity.lead):
            add(out, MetricCandidate(text, end - len(text), end, "index"))
            return
    if site.quantity.unit == "点":
        return
    begin = (moved or quoted).start()  # type: ignore[union-attr]
    before = _LIGHT.sub("", left[:begin])
    if _PERIOD_CUE.search(before):
        return
    whose = (
        "company"
        if before.endswith(("\ue102", "\ue103"))
        else "share"
        if _SHARE_WORD.search(before[-6:])
        else "opens"
        if not before
        else "other"
    )
    if whose == "other" and _CODE.search(scene.text, site.clause.start, site.clause.start + begin):
        whose = "company"
    strong = moved is not None and context == "market" and _STRONG.search(moved.group("verb")) is not None
    if whose == "other" or (
        whose == "opens" and not strong and not _SHARES.search(scene.text, site.sent.start, site.quantity.lead)
    ):
        return
    place = site.clause.start + begin
    add(
        out,
        MetricCandidate(
            "股价",
            place,
            place,
            "market",
            told=(
                whose,
                context,
                f"{whose}|{context}",
                "moves" if moved else "quoted",
                f"unit={site.quantity.unit}|{whose}",
            ),
        ),
    )
