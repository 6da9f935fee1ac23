"""What a value is compared with: 从A到B, 较…, 同比, …的N倍, 高于…, 去年同期为…"""

from __future__ import annotations

import re
from dataclasses import replace

from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site, shape
from extract.claims.verbs import DOWN_ANY, UP_ANY
from extract.types import Baseline, BaselineKind, Quantity

# ------------------------------------------------------------------------------------------------ what kind it is

_INDUSTRY = re.compile(r"行业|业内|业界|同业|同行|市场平均|平均水平|均值|大盘|全国平均|全球平均|国际平均|普遍")
_EXPECTATION = re.compile(
    r"预期|指引|预测|预估|预计|目标|计划|财测|共识|估计|展望|原定|原先预|先前预|此前预|市场原本|分析师|华尔街|法人|承诺|规划|预算|考核|上缘|下缘|上限|下限|原本"
)
_GENERATION = re.compile(r"上一?代|前代|前一?代|老款|旧款|旧版|上一版|前作|上代|旧机型|前款|一代产品|老产品|老型号|上一型|改款前|第[一二三四五]代|现款|现行款")
_CONVENTIONAL = re.compile(
    r"传统|人工|风冷|常规|普通|手工|通用|老式|燃油|纸质|线下|有线|单机|原生|开源|公网|自建|机械|铅酸|柴油|燃煤|火电|现有方案|原有方案|标准|BF16|FP16|FP32|CPU方案|逐一|裸机|单一|直接|包卡|按量"
)
_PERIOD_WORD = re.compile(
    r"同期|去年|上年|前年|年初|年中|年底|年末|上季|前季|上月|前月|上周|季度|上半年|下半年|月底|月末|月份|季末|期初|期末|[12]\d{3}年|\d{1,2}月|十[一二三四五]五|同比|环比|前一年|次年|一年前|两年前|三年前|第[一二三四1-4]季|[Qq][1-4]|[1-4][Qq]|一季|二季|三季|四季|年报|当时|发布时|上市时|峰值|历史|高点|低点|最高|疫情前|投产时|开业时"
)
_OWN_EARLIER = re.compile(r"原来|原先|此前|以前|之前|过去|先前|早前|最初|起初|改造前|上线前|优化前|升级前|使用前|前值|当初|早期|现价|收盘|上一轮|前一轮|上一次|上次|发行价|试点前|实施前")


def baseline_kind(scene: Scene, start: int, end: int, default: BaselineKind = "previous-value") -> tuple[BaselineKind, str | None]:
    """The kind of the baseline that ``start:end`` describes, and the registry id of a rival named in it."""
    text = scene.text[start:end]
    named = [e for e in scene.entities_in(start, end)]
    entity = named[0].owner or named[0].id if named else None
    if _EXPECTATION.search(text):
        return "expectation", None
    if _INDUSTRY.search(text):
        return "industry-average", None
    if _GENERATION.search(text):
        return "prior-generation", None
    if scene.periods_in(start, end) or _PERIOD_WORD.search(text):
        return "prior-period", None
    if _OWN_EARLIER.search(text):
        return "previous-value", None
    if named:
        return "competitor", entity
    if _CONVENTIONAL.search(text):
        return "conventional", None
    return default, None


def _make(scene: Scene, start: int, end: int, default: BaselineKind, quantity: Quantity | None = None) -> Baseline:
    while start < end and scene.text[start] in "的了在于，, ":
        start += 1
    kind, entity = baseline_kind(scene, start, end, default)
    if quantity is None:
        return Baseline(kind, scene.text[start:end], start, end, entity=entity)
    return Baseline(kind, scene.text[start:end], start, end, quantity.value, quantity.value_max, quantity.unit, entity)


# ---------------------------------------------------------------------------------------------------- from A to B

_FROM = re.compile(shape(r"(?:从|由|自)(?P<pre>(?:(?!从|由|{Q})[^，,；;。：:]){0,22}?)$"))
_TO_GAP = re.compile(shape(
    r"^(?:\ue10a|[”」』\"'）)]|以上|以下|左右|上下|多|余|大?幅?|级)*(?P<mid>[^{Q}，,；;。]{0,14}?)(?:至|到|为|成|降到?|升到?|达到?|改口为|变为|变成|缩成)(?P<tail>[^，,；;。]{0,8})$"
).replace("[^{Q}", "[^\ue100\ue101"))


def from_to(scene: Scene, site: Site) -> tuple[Baseline, int] | None:
    """``从行业平均的45%提升至82%``: the baseline and the index of its quantity."""
    if site.previous is None:
        return None
    before = scene.quantities[site.previous]
    gap = scene.flat[before.tail : site.quantity.lead]
    head = scene.flat[site.clause.start : before.lead]
    opened = _FROM.search(head)
    if opened is None and len(gap) <= 12 and re.search(rf"(?:{UP_ANY}|{DOWN_ANY})(?:至|到|为)[^，]{{0,4}}$", gap) and not re.search(r"[、和及的]", gap):
        if not re.search(rf"(?:{UP_ANY}|{DOWN_ANY})了?[^，、]{{0,3}}$", head):  # 升21%至362亿元 is a change and its level
            return _make(scene, before.lead, before.tail, "previous-value", before), site.previous
    if opened is None or not _TO_GAP.match(gap):
        return None
    start = site.clause.start + opened.start("pre")
    return _make(scene, start, before.tail, "previous-value", before), site.previous


_FROM_WORDS = re.compile(
    r"(?:从|由|自)(?P<base>(?:原来|原先|此前|过去|以前|传统|最初|早期|行业|上一?代|[^，,；;。从由自]{0,6}(?:级|半天|整天))[^，,；;。]{0,12}?)"
    rf"(?:{UP_ANY}|{DOWN_ANY}|变|改)[^，,；;。]{{0,3}}(?:至|到|为|成)[^，,；;。]{{0,4}}$"
)

# ----------------------------------------------------------------------------------------------- 同比, 较…, 比…

_CUE = re.compile(
    r"(?P<cue>同比|环比|按年|按季|按月|年增率|年减率|季增率|月增率|(?<![今去前明当多全半每近逐])年(?=增|减|升|跌|涨|成长|衰退)|(?<![四三二一上本前当单])季(?=增|减|升|跌|涨|成长|衰退)|(?<![\d一二三四五六七八九十个上本])月(?=增|减|升|跌|涨)|周(?=增|减|升|跌|涨)|(?<=\()YoY|QoQ|YoY)"
)
_THAN = re.compile(
    shape(
        r"(?:(?P<with>与|跟|和|同)(?P<a>[^，,；;。]{1,26}?)(?:相比|比较|对比|相较|比起来|相比较)|(?P<than>相?较之?于?|相比于?|对比|比起?|较之)(?P<b>[^，,；;。]{1,30}?))"
        r"(?P<rest>(?:[，,])?(?:的?\ue10a*)(?:[^，,；;。{Q}]{0,12}))$"
    ).replace("{Q}", "\ue100\ue101")
)
_THAN_BODY = re.compile(
    rf"^(?P<body>.{{1,30}}?)(?P<verb>相比|而言|来说|的?水平|时|(?:{UP_ANY}|{DOWN_ANY})|仍|还|又|大幅|大约|约|只|仅|已|再|进一步|有|净|分别|均|都|略|微|小幅|明显|显著|便|就|要|增|减|持平|反而|几乎|足足|整整)"
)


def comparison(scene: Scene, site: Site, pred: Predicate, governed_from: int) -> tuple[Baseline, tuple[int, ...]] | None:
    """同比, 环比, 较…, 比…, 与…相比 in the run before the value that governs it."""
    end = site.quantity.lead
    left = scene.flat[governed_from:end]
    best: tuple[int, Baseline, tuple[int, ...]] | None = None
    for match in _CUE.finditer(left):
        start = governed_from + match.start("cue")
        text = scene.text[start : governed_from + match.end("cue")]
        if text in ("年", "季", "月", "周"):
            text = scene.text[start : start + 2]
        best = (start, Baseline("prior-period", text, start, start + len(text)), ())
    for found in re.finditer(r"与|跟|和|同|相较|较|相比|对比|比", left):
        start = found.start()
        if best is not None and governed_from + start < best[0]:
            continue
        if found.group() in ("较", "比") and re.search(r"(?:同|环|占|对|性价|可|相|配|百分)$|[\u4e00-\u9fff]?价$", left[:start]) and found.group() == "比":
            continue
        made = _than(scene, governed_from, left, start, found.group())
        if made is not None:
            best = (governed_from + start, made[0], made[1])
    return (best[1], best[2]) if best else None


def _than(scene: Scene, offset: int, left: str, start: int, word: str) -> tuple[Baseline, tuple[int, ...]] | None:
    rest = left[start + len(word) :]
    if word in ("与", "跟", "和", "同"):
        match = re.match(r"(?P<body>[^，,；;。]{1,26}?)(?:相比|比较|对比|相较|比起来)", rest)
    else:
        body = re.sub(r"^(?:之|于|起|之于)", "", rest)
        shift = len(rest) - len(body)
        rest, start = body, start + shift
        match = _THAN_BODY.match(rest)
        if match is None:
            match = re.match(r"(?P<body>[^，,；;。]{1,16})[，,]", rest)
        if match is None and re.fullmatch(r"[^，,；;。]{1,16}", rest):
            match = re.match(r"(?P<body>.+)", rest)
    if match is None:
        return None
    begin = offset + start + len(word)
    end = begin + len(match.group("body"))
    inside = scene.quantities_in(begin, end)
    value = scene.quantities[inside[0]] if len(inside) else None
    if end <= begin or not scene.text[begin:end].strip():
        return None
    end = max(end, value.tail) if value else end
    return _make(scene, begin, end, "competitor", value), tuple(inside)


# ------------------------------------------------------------------------------ told after the value, or in a bracket

_ABOVE = (
    "高于 低于 优于 好于 强于 差于 弱于 逊于 大于 小于 多于 少于 快于 慢于 长于 短于 远超 超过 超出 不及 不如 领先 落后于? 远优于 远高于 远低于 略高于 略低于 明显高于 明显低于 "
    "大幅高于 大幅低于 显著高于 显著低于 显著优于 大幅优于 明显优于 好过 高过 低过 胜过 超越 优於 打败 击败 输给 逼近 接近 追平 持平于 符合 达到 不敌 跑赢 跑输"
).split()
_TRAILING = re.compile(
    r"^(?:[”」』\"）)]|以上|以内|左右|\ue10a)*[，,]?(?:[^，,；;。\ue100]{0,8}?)(?:仍|也|已|均|都|还|又|并|且|而|则|大幅|略|略微|远|明显|显著|稍|小幅|一举|首次|再度)*(?P<word>" + "|".join(_ABOVE) + r")(?:了|于)?(?P<base>[^，,；;。]{1,30}?)(?=$|[，,；;。）)])"
)
_REFERENCE = re.compile(
    shape(
        r"^(?P<base>(?:而|上|前|去|此|先|之|早|市场|行业|业内|同行|预期|原|年|分析师|华尔街|法人|其|公司|{T}|{E}|竞品|对手|传统|旧款|老款|人工|国际|普通|[一-鿿]{1,4}?(?:时|前))(?:[^，,；;。{Q}]{0,14}?))"
        r"(?P<link>仅|只|只有|则|为|是|有|约|近|才|还|仅为|约为|原为|在|的|即|不过|不到|\ue10a)*$"
    ).replace("{Q}]", "\ue100\ue101]")
)
_REFERENCE_HEAD = re.compile(
    r"去年同期|上年同期|同期|去年|上年|上季|前季|上一?季度|前值|预期|预测|预估|指引|上一年|前一年|上一?代|行业|均值|平均|此前|原来|年初|目标|上月|一年前|上年度|前代|竞品|人工|传统"
)


def trailing(scene: Scene, site: Site, next_clause_free: bool) -> tuple[Baseline, tuple[int, ...]] | None:
    """``PUE降至1.15,远优于行业平均水平`` and ``毛利率41%,高于预期的39%``."""
    end = site.clause.end
    if next_clause_free:
        order = site.clause_index + 1
        if order < len(site.sent.clauses):
            end = site.sent.clauses[order].end
    run = scene.flat[site.quantity.tail : end]
    match = _TRAILING.match(run)
    if match is None:
        return None
    start = site.quantity.tail + match.start("base")
    stop = site.quantity.tail + match.end("base")
    inside = scene.quantities_in(start, stop)
    own = [i for i in inside if scene.quantities[i].unit == site.quantity.unit]
    if len(inside) and not own:
        value = scene.quantities[inside[0]]
        if value.unit in ("pp", "x", "%"):  # 高于预期4个百分点: the difference is a claim of its own
            return None
    value = scene.quantities[own[0]] if own else None
    if value is not None:
        stop = value.tail
    body = scene.text[start:stop]
    if match.group("word") in ("达到", "接近", "逼近", "符合", "超过", "超出") and not (_REFERENCE_HEAD.search(body) or scene.entities_in(start, stop)):
        return None
    if match.group("word") in ("超过", "逼近", "接近", "达到") and value is not None and not _REFERENCE_HEAD.search(body):
        return None
    return _make(scene, start, stop, "competitor", value), tuple(own)


def reference(scene: Scene, site: Site, following: Site) -> Baseline | None:
    """``营收50亿元,去年同期为42亿元``: the quantity of ``following`` is only told for comparison with ``site``'s."""
    if following.quantity.unit != site.quantity.unit:
        return None
    left = scene.flat[following.left : following.quantity.lead]
    match = _REFERENCE.match(left)
    if match is None or not _REFERENCE_HEAD.search(scene.text[following.left : following.quantity.lead]):
        return None
    return _make(scene, following.left + match.start("base"), following.left + match.end("base"), "prior-period", following.quantity)


def of_ratio(scene: Scene, pred: Predicate) -> Baseline | None:
    """The baseline of ``是…的N倍``; null when it is another metric of one's own."""
    if pred.base is None:
        return None
    start, end = pred.base
    inside = scene.quantities_in(start, end)
    value = scene.quantities[inside[0]] if len(inside) else None
    return _make(scene, start, end, "competitor", value)


def from_words(scene: Scene, site: Site) -> Baseline | None:
    """``由原来的大半天变成20分钟``: an earlier value without a number."""
    left = scene.flat[site.clause.start : site.quantity.lead]
    match = _FROM_WORDS.search(left)
    if match is None:
        return None
    start = site.clause.start + match.start("base")
    return _make(scene, start, site.clause.start + match.end("base"), "previous-value")


def with_value(baseline: Baseline, quantity: Quantity) -> Baseline:
    """The baseline with the value of ``quantity``."""
    return replace(baseline, value=quantity.value, value_max=quantity.value_max, unit=quantity.unit)
