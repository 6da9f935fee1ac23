"""Numbers that only say when, how long or under what condition something else holds: no claims, whatever stands beside them.

Each rule holds where the words leave no doubt; what they leave open the learned weights decide (``roles``). A duration that is
the outcome (``交付周期缩短至三周``, ``历时六周``) or a metric's value stays a claim.
"""

from __future__ import annotations

import re

from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.types import Quantity

_DAYS = frozenset(["min", "h", "d", "wk", "mo", "a", "季", "工作日", "交易日"])

# ---------------------------------------------------------------------------------------------------------- durations

_WITHIN = re.compile(r"(?:之?[内中后前]|以[来后前]|里|期间|的?时间里|的?时间内)")
_GOES_ON = re.compile(r"[，,](?!且|并)|相继|陆续|接连|先后|累计|通过|减持|增持|择机|实施")
_OF_RUN = re.compile(r"的?(?:连续|持续|高速|快速|稳步)(?:增长|上涨|下跌|下滑|回落|攀升)|里?的?(?:\ue106|第)")
_RUN = re.compile(r"连续?(?:上|下)?(?:涨|跌|升|降|增|减|滑|亏|阴|阳)(?:了)?$")
_MOVED_SINCE = re.compile(
    r"(?:[里内])?(?:就|便|已经?|累计)+(?:上?涨|下?跌|飙升|暴涨|暴跌|大涨|大跌|蒸发)[^，,。；;\ue100]{0,4}\ue100"
)
_COMPOUND_RATE = re.compile(r"[^，,。；;\ue100]{0,16}(?:复合|年均|年化|CAGR)[^，,。；;\ue100]{0,8}\ue100")
_READING = re.compile(r"(?:看懂|看完|读懂|读完|了解|带你|学会|速览|速读)")
_CAREER = re.compile(
    r"[^，,。；;\ue100-\ue107]{1,10}的(?:老?师傅|厂长|工程师|工人|职员|技术员|老板|经理|主任|老人|员工|他|她|技工|行家|老将|老兵|创始人|董事长|总裁)"
)
_ON_SALE = re.compile(r"(?:上市|开售|发布|预售|开播|上线|首发|开订|锁单)(?:仅|不到|刚|才)?$")
_ORDERED = re.compile(r"(?:之?[内后]|里)?[，,]?[^，,。；;0-9]{0,6}(?:大定|锁单|订单|销量|下载|预订|小订|成交|定单)")
_DONE = re.compile(r"(?:做|干|搞|当|从事|开|写|待|耕耘|深耕|跟踪|研究|服务|工作)(?:了|过)$")
_STORES = re.compile(r"(?:磷酸铁锂|液流|构网型|电化学)?(?:储能|系统|电站)(?!时)")  # 4小时储能系统
_STATE = re.compile(r"(?:静|愣|呆|沉默|停顿|僵持|安静|犹豫|鼓掌|哭|笑|聊|谈|吵|坐|站|等)了?(?:足足|整整|约|近|大约)?$")
_NO_OUTCOME = re.compile(
    r"(?:缩短|压缩|延长|降|减|提升|增|升|用时|耗时|历时|为期|需要?|用|花|续航|待机|寿命|周期|时长|达到?|为|至|到|工期|账期|交期|质保|保修|快|慢|少|多|约|在|控制|每|只要|可)$"
)

# ------------------------------------------------------------------------------------------------ conditions and ends

_EACH_CHANGE = re.compile(
    r"每(?:再|多|少)?(?:上涨|下跌|下降|上升|增加|减少|提高|提升|降低|升值|贬值|波动|变动|变化|偏离|回落|涨|跌|升|降|加|减|多|少|新增)(?:了)?$"
)
_IF_LOST = re.compile(
    r"(?=[若如倘一假要])(?:若|如(?:果|(?![今期同何此下上]))|倘若|一旦|假如|假设|要是)[^，,。；;\ue100]{0,14}(?:失守|跌破|跌穿|跌至|掉到|掉破|低于|高于|超过|突破|升穿|站上|站稳|达到?|不足|少于|降到|降至|破|守住|升破)(?:了)?$"
)
_GOES_WITH = re.compile(r"(?:左右|以上)?[^。；;\ue100]{0,24}\ue100")
_LOST_TAIL = re.compile(r"(?:以[上下内]|左右|关口|大关|水平|的?关|心理关口|时|后)?(?=[，,])")
_COMMA_SOON = re.compile(r"[^，,。；;]{0,6}[，,]")
_BOUNDED = frozenset([">", ">=", "<", "<="])
_THRESHOLD_TAIL = re.compile(r"(?:以后|之后)(?=[，,])|就(?:该|得|要|必须|应)")
_WHEN_OVER = re.compile(r"当[^，,。；;\ue100]{1,14}(?:超过?|大于|高于|达到?|低于|小于|不足|突破|升至|降至|跌破|逾)$")
_WHEN_TAIL = re.compile(r"(?:以[上下内]|左右)?(?:的)?(?:时|之?后|以后|之际|的时候)(?=[，,、])")
_PROVIDED = re.compile(
    r"在[^，,。；;\ue100]{1,16}(?:不高于|不低于|不超过|不大于|不小于|低于|高于|小于|大于|超过|达|为|约)$"
)
_PROVIDED_TAIL = re.compile(r"(?:以[上下内])?的?(?:前提|条件|情况|约束|限制|要求|基础|背景|假设|场景)(?:下|上|中|之下)")
_ONCE_IT = re.compile(r"(?:一旦)[^，,。；;\ue100]{1,14}$")
_RATE_OF_EXCHANGE = re.compile(
    r"(?:兑|对|折合?|换算?)[^，,。；;]{0,6}(?:元|美元|\ue100)[^，,。；;]{0,6}(?:估算|计算|换算|折算|假设|为?基准|为准|计$|计[，,。])"
)
_CONVERTS = re.compile(r"(?:兑|对)(?:约)?$")
_RECKONED = re.compile(r"(?:元)?(?:估算|计算|换算|折算|假设)")
_AT_RATE = re.compile(r"以?汇率[^，,。；;]{0,4}\ue100?\ue101*(?:兑|对|换)?$|\ue100\ue101*(?:兑|换)$")
_NOTED_RATE = re.compile(r"(?:1|一|\ue100)\ue101*(?:美元|港元|港币|欧元|日元|人民币|元)?(?:约|等于|大约)?(?:兑换?|兌|对|合|折合|≈|=|＝|等于)(?:约|大约)?$")  # 1港元约兑0.92元
_RATE_TAIL = re.compile(r"(?:兑|换|假设|计算|估算|折算)")
_BASIS = re.compile(r"(?:以|按|按照|抓)[^，,。；;]{0,12}$")
_CHARGED_TO = re.compile(r"(?:充|充电|闪充|快充)(?:至|到)$")
_CHARGES = re.compile(r"(?:的?电量)?(?:充|充电|闪充|快充)(?:至|到)\ue100")
_TAKES = re.compile(
    r"(?:电量)?[，,]?(?:就|便|才)?(?:最快)?(?:只要|只需|仅需|仅要|需要?|要用|用时?|耗时|用了|要|大约需|约需|花)(?:了|约|大约|时)?\ue100"
)
_THING_OF_COMPARISON = re.compile(r"(?:抵得上|相当于|好比|等于|比得上)(?:一|\ue100\ue101*)[台辆个条艘部座架]$")
_SURVEY = re.compile(r"[^，,。；;\ue100]{0,12}?(?:调查|调研|访问|访谈|问卷|统计|采访)")
_LOT = re.compile(r"(?:一手|每手)$")
_POURED = re.compile(r"(?:撒下?|倒入?|倒上|洒下?|放入?|塞入?|泼)(?:了|上)?$")

# --------------------------------------------------------------------------------------------------------- partitives

_AMONG = re.compile(
    r"(?:(?![，,。；;：:]|[\ue100-\ue103]).){0,12}?(?<!其)(?:中|当中|之中|里)(?:[，,]|有|的|宣布|已|共|仅|只|约|近|超|实现|占|\ue100)(?:(?![。；;]).){0,30}\ue100"
)
_SUM_OF = re.compile(
    r"(?:(?![，,。；;：:、的]|[\ue100-\ue107]).){1,12}(?:合计|总计|共计|总共|加起来|平均|去年合计|今年合计)(?:(?![，,。；;]|\ue100).){0,14}\ue100"
)
_TOTAL_OF = re.compile(
    r"(?:(?![，,。；;：:、的]|[\ue100-\ue107]).){1,14}的(?:(?![，,。；;]|\ue100).){1,12}(?:总数|总量|总额|合计|总规模|总产能|总和)(?:(?![，,。；;]|\ue100).){0,8}\ue100"
)
_COUNTERS = frozenset("个家条座款种项名位台只")

# 20万元以上车型销量增长18%, 3000-5000元价位段市占率12.3%: a band of prices or sizes that narrows another value's metric
_BAND = re.compile(
    r"(?:及)?(?:以上|以下|以内|价位段?|价格段|价格带|价位区间|级别?|吨级|档位?)(?:的)?(?P<noun>(?:(?![，,。；;、：:]|[\ue100\ue101]).){1,18})(?:[\ue100])"
)
_BAND_NOUN = re.compile(r"以[上下内]的?[^，,。；;、\ue100-\ue101]{2,}")  # 对10万元以上的铜价已有抵触
# 首款8000mAh手机, 开通800MHz 4G基站
_SIZED = re.compile(r"(?:级|系列)?[ ]?(?:[2-6]G|大型|超大型|柴油|电动|纯电|液冷|高速|双燃料)?(?:手机|机型|车型|集装箱船|货轮|散货船|油轮|LNG船|运输船|基站|挖掘机|挖机|起重机|装载机|卡车|重卡|矿卡|光模块|电芯|显卡)(?!的?(?:容量|功率|重量|尺寸|能量密度|数量))")
_REACHES = re.compile(r"(?:配备|搭载|支持|内置|采用|提供|具备|达到?|高达|多达|为|至|到|约|近|超过?|逾|突破|仅|重|有)$")
_OVER = re.compile("(?:超过?|过|逾|达到?|上)$")  # 产值超亿元企业达75家
_THRESHOLD = re.compile(r"(?:及?以上)?的?(?:工业|规上|制造业|重大|产业)?(?:企业|项目|工厂|园区|公司|厂商|城市|县|镇|村|单品|品牌|客户|门店|产业|集群)[^，,。；;\ue100-\ue107]{0,10}\ue100")
_BAND_OF = re.compile(r"以[上下内]的[^，,。；;、\ue100-\ue101]{1,24}(?:$|[，,])")  # 300元以下的耳机早已没有门槛
_MEASURED = re.compile(r"[\ue108\ue109]|[量率比额数价]|份额|增长|下降|下滑|占|渗透")

_STORAGE = frozenset(["GB", "TB"])
_VERSION_PRICE = re.compile(
    r"(?:版本?|配置|款)?(?:的?(?:国行|起?售价|价格|定价|首发价|到手价|售|卖|起))?(?:为|是|，|,|：|:| ){0,2}(?:\ue100)"
)


def certain_scope(scene: Scene, site: Site, pred: Predicate) -> str | None:
    """The reason why the quantity is certainly no claim, or None.

    ``仅隔几个小时``, ``每上涨1万元``, ``18条产线中…的有10条``, ``当功率超15kW时``.
    """
    level, unit = pred.rule == "level", site.quantity.unit
    return (
        (_duration(scene, site, pred) if unit in _DAYS else None)
        or _condition(scene, site, pred)
        or (_partitive(scene, site, pred) if level else None)
        or (_memory(scene, site, pred) if unit in _STORAGE else None)
        or (_band(scene, site, pred) if level else None)
    )


def _around(scene: Scene, site: Site) -> tuple[str, str]:
    """The mask before and behind the quantity, within its sentence; the clause's start is a comma."""
    start = site.clause.start
    return scene.mask[max(start, site.quantity.lead - 24) : site.quantity.lead], scene.mask[
        site.quantity.tail : min(site.sent.end, site.quantity.tail + 60)
    ]


def _duration(scene: Scene, site: Site, pred: Predicate) -> str | None:
    quantity = site.quantity
    if quantity.unit not in _DAYS:
        return None
    before, after = _around(scene, site)
    text = scene.text[quantity.start : quantity.end]
    if _COMPOUND_RATE.match(after) and pred.rule == "level":
        return "the span of a yearly growth rate"
    if _OF_RUN.match(after):
        return "how long a run has gone on"
    if re.search(r"(?:仅|只|才|时|相)隔(?:了|不到)?$", before):
        return "how much later something happened"
    if _RUN.search(before) and re.match(r"[，,。；;）)]|$", after):
        return "how long a run has gone on"
    if _MOVED_SINCE.match(after):
        return "how long a move took"
    small = not any(c.isdigit() for c in text) or quantity.value <= 100
    within = _WITHIN.match(after) is not None or _WITHIN.fullmatch(scene.text, quantity.end, quantity.tail) is not None
    if small and within and not _NO_OUTCOME.search(before) and _is_told_later(after) and pred.rule == "level":
        return "the span within which something happens"
    if (not before.strip() or re.search(r"^(?:这|那|就?在|过去|短短)?(?:的)?$", before.strip())) and _READING.match(
        after
    ):
        return "how long the text takes to read"
    if quantity.unit == "h" and _STORES.match(after):
        return "the size of a storage system"
    if pred.rule == "level" and _STATE.search(before) and re.match(r"[，,。；;]|$", after):
        return "how long a scene lasts"
    if _DONE.search(before) and _CAREER.match(after):
        return "how long somebody has done something"
    if _ON_SALE.search(before) and _ORDERED.match(scene.text, quantity.end):
        return "the first hours of a sale"
    if (
        re.search(r"(?:那|这)$", before)
        and "determined" in quantity.flags
        and re.match(r"(?:[里中]|[，,。]|的时间)", after)
    ):
        return "a time that is pointed at"
    return None


def _is_told_later(after: str) -> bool:
    """What happened follows with a comma or a word of sequence; ``4小时内换机`` promises a time."""
    rest = _WITHIN.sub("", after, count=1)
    return _GOES_ON.match(rest) is not None


def _condition(scene: Scene, site: Site, pred: Predicate) -> str | None:
    quantity = site.quantity
    before = scene.mask[max(site.clause.start, quantity.start - 24) : quantity.start]
    after = scene.mask[quantity.tail : min(site.sent.end, quantity.tail + 60)]
    if "每" in before and _EACH_CHANGE.search(before) and _GOES_WITH.match(after):
        return "the step that another value goes with"
    if _IF_LOST.search(before) and _LOST_TAIL.match(after):
        return "a condition"
    once = "一旦" in before and _ONCE_IT.search(before) is not None
    if (once or ("当" in before and _WHEN_OVER.search(before) and _WHEN_TAIL.match(after))) and _COMMA_SOON.match(after):
        return "a condition"
    if "在" in before and _PROVIDED.search(before) and _PROVIDED_TAIL.match(after):
        return "a condition"
    if pred.rule == "level" and quantity.comparator in _BOUNDED and _THRESHOLD_TAIL.match(after):
        return "a threshold"
    if quantity.dimension == "money" and (_is_rate(before, after) or _NOTED_RATE.search(before)):
        return "a rate of exchange"
    if quantity.unit == "%" and before.endswith(("从", "由")) and _CHARGES.match(after):
        return "where the charging begins"
    if quantity.unit == "%" and _CHARGED_TO.search(before) and _TAKES.match(after):
        return "where the charging ends"
    if after.startswith("的") and _THING_OF_COMPARISON.search(before):
        return "the size of a thing of comparison"
    if quantity.dimension == "count" and before.endswith(("对", "针对", "访问", "采访")) and _SURVEY.match(after):
        return "how many were asked"
    if quantity.unit == "股" and _LOT.search(before):
        return "a trading lot"
    if quantity.dimension == "mass" and _POURED.search(before):
        return "what a test was made with"
    return None


def _is_rate(before: str, after: str) -> bool:
    """以7.1元兑1美元估算, 按汇率1:7.2换算: money that only converts other money."""
    if _RATE_OF_EXCHANGE.match(after) and _BASIS.search(before):
        return True
    if _CONVERTS.search(before) and _RECKONED.match(after):
        return True
    return _AT_RATE.search(before) is not None and _RATE_TAIL.match(after) is not None


def _partitive(scene: Scene, site: Site, pred: Predicate) -> str | None:
    quantity = site.quantity
    if quantity.dimension not in ("count", None) or quantity.unit is None or pred.rule != "level":
        return None
    before, after = _around(scene, site)
    opens = (
        not before.strip()
        or before.endswith(("在", "从", "的", "：", "全国", "全球", "全部", "这"))
        or len(before) <= 5
    )
    if opens and _AMONG.match(after) and _next_counts(scene, site):
        return "the whole that a part is taken of"
    if opens and (_SUM_OF.match(after) or _TOTAL_OF.match(after)):
        return "the things that a total is of"
    return None


def _next_counts(scene: Scene, site: Site) -> bool:
    """The part is a count as well; a share of a whole (``420名员工中有五分之一``) leaves the whole a claim of its own."""
    after = site.index + 1
    return after < len(scene.quantities) and scene.quantities[after].dimension == "count"


def _band(scene: Scene, site: Site, pred: Predicate) -> str | None:
    """``20万元以上车型销量增长18%``: which of the things another value is told of."""
    quantity = site.quantity
    if pred.rule != "level" or quantity.unit in ("%", "x", "pp", None) or (quantity.dimension == "count" and quantity.unit in _COUNTERS):
        return None
    if quantity.dimension == "money" and _prices(scene, site):
        return "a band of prices that narrows a noun"
    if _counts_over(scene, site):
        return "a threshold that the things are counted by"
    if _names_product(scene, site):
        return "the size that a product is named by"
    found = _BAND.match(scene.mask, quantity.end, min(site.clause.end, quantity.end + 60))
    if found is None or _MEASURED.search(found.group("noun")) is None:
        return None
    before = scene.mask[site.clause.start : quantity.lead].strip("\ue104\ue105，, 其中而在对")
    opens = not before or before.endswith(("的", "中", "，", "全球", "国内", "全国")) or len(before) <= 4
    return "a band that narrows another value" if opens else None


def _prices(scene: Scene, site: Site) -> bool:
    """``300元以下的耳机早已没有门槛``, ``对10万元以上的铜价已有抵触``: which things are spoken of, by what they cost."""
    quantity, clause = site.quantity, site.clause
    if scene.mask.endswith(("对", "针对", "面向"), 0, quantity.lead):
        return _BAND_NOUN.match(scene.mask, quantity.end, clause.end) is not None
    opens = not scene.mask[clause.start : quantity.lead].strip("\ue104\ue105，, 在而")
    return opens and _BAND_OF.match(scene.mask, quantity.end, clause.end) is not None


def _counts_over(scene: Scene, site: Site) -> bool:
    """``产值超亿元企业达75家``: what the things that are counted must have reached."""
    quantity, clause = site.quantity, site.clause
    if _THRESHOLD.match(scene.mask, quantity.end, clause.end) is None or not _next_counts(scene, site):
        return False
    return scene.text.startswith(("以上", "及以上"), quantity.end) or _OVER.search(scene.mask, clause.start, quantity.start) is not None


def _names_product(scene: Scene, site: Site) -> bool:
    """``首款8000mAh手机``: whole products are told apart by a size; what a product is equipped with is a claim."""
    quantity, clause = site.quantity, site.clause
    if quantity.dimension in ("money", "count", "time", "fraction", None) or _SIZED.match(scene.text, quantity.end, clause.end) is None:
        return False
    return _REACHES.search(scene.mask, clause.start, quantity.lead) is None


def _memory(scene: Scene, site: Site, pred: Predicate) -> str | None:
    """``12GB+256GB，2599元``: a version of a product, told by its memory, before the price."""
    quantity = site.quantity
    if quantity.unit not in _STORAGE or not (
        quantity.value <= 32 or quantity.unit == "TB" or quantity.value in (64, 128, 256, 512)
    ):
        return None
    start, end = _chain(scene, site.index)
    if end - start < 1:
        return None
    last: Quantity = scene.quantities[end]
    after = scene.mask[last.tail : min(site.sent.end, last.tail + 24)]
    priced = _VERSION_PRICE.match(after)
    if priced is None:
        return None
    price = scene.quantities[end + 1]
    return "a version of a product before its price" if price.dimension == "money" else None


def _chain(scene: Scene, index: int) -> tuple[int, int]:
    """The first and the last of the quantities joined with a plus or a stroke."""
    first = last = index
    while first and scene.text[scene.quantities[first - 1].end : scene.quantities[first].start] in (
        "+",
        "/",
        "＋",
        " + ",
    ):
        first -= 1
    while last + 1 < len(scene.quantities) and scene.text[
        scene.quantities[last].end : scene.quantities[last + 1].start
    ] in ("+", "/", "＋", " + "):
        last += 1
    return first, last
