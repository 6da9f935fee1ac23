"""What a value is compared with: 从A到B, 较…, 同比, …的N倍, 高于…, 去年同期为…"""

from __future__ import annotations

import re

from extract.claims.alternation import in_order, sign_of
from extract.claims.baseline_kinds import (
    CONVENTIONAL,
    EXPECTATION,
    GENERATION,
    INDUSTRY,
    OWN_EARLIER,
    PERIOD_WORD,
    RIVAL_WORD,
    baseline_kind,
)
from extract.claims.change_words import MOVE
from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site, shape
from extract.types import Baseline, BaselineKind, Quantity

VALUE_NOUN = re.compile(r"[)）”」]*(?:以上|以下|左右|上下)?的?(?:业绩)?(?:指引|预期|预测|预估|目标|预算|上[限缘]|下[限缘]|区间|水平|中值|中位数|(?:行业|市场|全国|业内|同行)?平均(?:水平|值)?|均值|预售价|售价|定价|[)）])*")


def make(scene: Scene, start: int, end: int, default: BaselineKind, quantity: Quantity | None = None) -> Baseline:
    while start < end and scene.text[start] in "的了在于，, 为是":
        start += 1
    if quantity is not None:
        rest = scene.text[quantity.tail : end]
        if rest.strip() and not VALUE_NOUN.fullmatch(rest):
            quantity = None  # 三副本方案: the number is part of a name
        else:
            end = max(end, quantity.tail)
            noun = VALUE_NOUN.match(scene.text, end)
            end = noun.end() if noun else end
    kind, entity = baseline_kind(scene, start, end, default)
    if quantity is None:
        return Baseline(kind, scene.text[start:end], start, end, entity=entity)
    return Baseline(kind, scene.text[start:end], start, end, quantity.value, quantity.value_max, quantity.unit, entity)


# ---------------------------------------------------------------------------------------------------- from A to B

_FROM = re.compile(shape(r"(?:从|由|自)(?P<pre>(?:(?!从|由|{Q})[^，,；;。：:]){0,22}?)$"))
_TO_GAP = re.compile(shape(
    r"^(?:\ue10a|[”」』\"'）)]|以上|以下|左右|上下|多|余|大?幅?|级)*(?P<mid>[^{Q}，,；;。]{0,14}?)(?:至|到|为|成|向|降到?|升到?|达到?|改口为|变为|变成|缩成)(?P<tail>[^，,；;。]{0,8})$"
).replace("[^{Q}", "[^\ue100\ue101"))


_CHANGED_TO = re.compile(rf"{MOVE}(?:至|到|为)[^，]{{0,4}}$")
_TO_LEVEL = re.compile("[^，,；;。]{0,3}(?:至|到|为)")  # 由A降2.6%至B: the level has the baseline
_THAN_HEAD = re.compile("(?:较|(?<![占对同环])比(?![例重率特亚]))(?P<pre>[^，,；;。\ue100]{1,14})$")
_CHANGED_BY = re.compile(rf"[^，,；;。\ue100]{{0,6}}{MOVE}了?(?:约|近|超过?|逾|达|大约|不到|\ue10a)*")
_CHANGED = re.compile(rf"{MOVE}了?[^，、]{{0,3}}$")


def from_to(scene: Scene, site: Site) -> tuple[Baseline, int] | None:
    """``从行业平均的45%提升至82%``: the baseline and the index of its quantity."""
    if site.previous is None:
        return None
    index = site.previous
    if scene.quantities[index].unit in ("%", "pp", "x") and site.quantity.unit not in ("%", "pp", "x") and index and scene.quantities[index - 1].start >= site.clause.start:
        index -= 1  # 由每单31.2元增加6.4%至33.2元
    before = scene.quantities[index]
    opened = _FROM.search(scene.flat[site.clause.start : before.lead])
    if opened is not None and site.quantity.unit in ("%", "pp", "x") and before.unit != site.quantity.unit and _CHANGED_BY.fullmatch(scene.flat[before.tail : site.quantity.lead]) and not _TO_LEVEL.match(scene.flat, site.quantity.tail):
        return make(scene, site.clause.start + opened.start("pre"), before.tail, "previous-value", before), index  # 由3.1亿元减少约20%
    if before.dimension != site.quantity.dimension and before.unit is not None and site.quantity.unit is not None:
        return None  # 百公里电耗低至13.6度, 两年内把用户推至25万户
    gap = scene.flat[before.tail : site.quantity.lead]
    head = scene.flat[site.clause.start : before.lead]
    bare = opened is None and len(gap) <= 12 and _CHANGED_TO.search(gap) and not re.search(r"[、和及的]", gap)
    than = _THAN_HEAD.search(head) if bare else None
    if than is not None:  # 较去年同期的48%增长至52%
        return make(scene, site.clause.start + than.start("pre"), before.tail, "previous-value", before), index
    if bare and not _CHANGED.search(head):  # 升21%至362亿元 is a change and its level
        return make(scene, before.lead, before.tail, "previous-value", before), index
    if opened is None or not (_TO_GAP.match(gap) or (index != site.previous and re.search(r"(?:至|到|为)[^，,]{0,6}$", gap))):
        return None
    start = site.clause.start + opened.start("pre")
    return make(scene, start, before.tail, "previous-value", before), index


# 将原本需耗时三个月的仿真时长压缩至40小时: what it used to be stands before the metric
_ONCE = re.compile(r"(?P<once>(?:原本|原来|原先|过去|以往|以前|此前|先前)(?:平均|一般|通常|往往|大约|约|近|都|要|需要?|得|动辄|耗时|用时|花费?|至少|长达|高达|的)*)$")
_ONCE_GAP = re.compile(rf"^(?:以上|左右|才能|的|多|余)[^，,；;。\ue100]{{1,20}}?(?:{MOVE}|变|改)(?:至|到|为|成)[^，,；;。\ue100]{{0,4}}$")


def once(scene: Scene, site: Site) -> tuple[Baseline, int] | None:
    """``原本需要2小时的质检缩短到20秒``: the earlier value and the index of its quantity."""
    if site.previous is None:
        return None
    before = scene.quantities[site.previous]
    opened = _ONCE.search(scene.text[site.clause.start : before.lead])
    if opened is None or before.dimension != site.quantity.dimension or not _ONCE_GAP.match(scene.flat[before.tail : site.quantity.lead]):
        return None
    return make(scene, site.clause.start + opened.start("once"), before.tail, "previous-value", before), site.previous


_CHANGE_AFTER = re.compile(r"(?:以上|左右|以内)?的?(?P<cue>同比|环比|按年|按季|按月)(?:复合)?(?:增|涨|升|降|跌|减|下滑)")
_CUES = re.compile(r"(?:同比|环比|按年|按季|按月)(?:(?:、|和|及|与|以及)(?:同比|环比|按年|按季|按月))+")


def of_change_after(scene: Scene, site: Site) -> Baseline | None:
    """``实现三位数的同比增长``, ``以30%的同比增速``: the comparison stands behind the number."""
    match = _CHANGE_AFTER.match(scene.text, site.quantity.tail, site.clause.end)
    return Baseline("prior-period", match["cue"], match.start("cue"), match.end("cue")) if match else None


def of_cue_list(scene: Scene, first: Site, site: Site, place: int, length: int) -> Baseline | None:
    """``同比、环比分别增长17%和6%``: each value of the list has the comparison at its place."""
    match = _CUES.search(scene.text, site.clause.start, first.quantity.lead)
    cues = list(re.finditer(r"同比|环比|按年|按季|按月", match.group())) if match else []
    if match is None or len(cues) != length:
        return None
    start = match.start() + cues[place].start()
    return Baseline("prior-period", cues[place].group(), start, start + 2)


def of_signed_list(scene: Scene, site: Site) -> Baseline | None:
    """``11月销量同比:大众-8.3%,丰田+5.6%``: the comparison before the colon holds for every item."""
    cues = [m for m in _CUE.finditer(scene.text, site.sent.start, site.quantity.lead) if m.end() - m.start() > 1]
    return Baseline("prior-period", cues[-1].group(), cues[-1].start(), cues[-1].end()) if cues else None


_FROM_WORDS = re.compile(
    r"(?:从|由|自)(?P<base>(?:原来|原先|此前|过去|以前|传统|最初|早期|行业|上一?代|[^，,；;。从由自]{0,6}(?:级|半天|整天))[^，,；;。]{0,12}?)"
    rf"(?:{MOVE}|变|改)[^，,；;。]{{0,3}}(?:至|到|为|成)[^，,；;。]{{0,4}}$"
)

# ----------------------------------------------------------------------------------------------- 同比, 较…, 比…

_CUE = re.compile(
    r"(?=[同环按年季月周YyQq])(?P<cue>同比|环比|按年|按季|按月|年增率|年减率|季增率|月增率|(?<![今去前明当多全半每近逐合均化])年(?=(?:微|小|大|略|续|再|又|更|仍|狂|劲|急|骤)?(?:增|减|升|跌|涨|成长|衰退))|(?<![四三二一上本前当单])季(?=(?:微|小|大|略|续|再|又|更|仍|狂|劲|急|骤)?(?:增|减|升|跌|涨|成长|衰退))|(?<![\d一二三四五六七八九十个上本])月(?=(?:微|小|大|略|续|再|又|更|仍|狂|劲|急|骤)?(?:增|减|升|跌|涨))|周(?=增|减|升|跌|涨)|[Yy][Oo][Yy]|[Qq][Oo][Qq])"
)
# Without one of these no comparison governs the value: 同比 and 相比 hold a 比, 与去年 waits for one.
_GOVERNS = sign_of(
    "比", "较", "差", "按年", "按季", "按月",
    *(period + moved for period in "年季月周" for moved in "微小大略续再又更仍狂劲急骤增减升跌涨成衰"),
    *(y + o + z for y in "Yy" for o in "Oo" for z in "Yy"), *(q + o + z for q in "Qq" for o in "Oo" for z in "Qq"),
)  # fmt: skip
_WITH = ("与", "跟", "和", "同")
_THAN_WORD = re.compile("与|跟|和|同(?![比期样类级等时一行])|相较|较(?!好|高|低|大|小|多|少|快|强|为)|相比|对比|比(?!例|重|率|亚迪|特|价|如|拼|赛|分|利时|亚(?!洲)|雷埃|尔|萨|什凯克)")
_COMMA = re.compile("[，,]")
_NO_THAN = re.compile(r"(?:[同环占对相]|阿布扎|哥伦|赞|冈|纳米|性价|百分|(?<![顶标高低])配)$")  # 性价比, 百分比, but 顶配比上代
_THAN_BODY = re.compile(
    rf"^(?P<body>.{{1,30}}?)(?P<verb>相比|而言|来说|的?水平(?!\d)|平均(?!预期|水平|的)|累(?=升|涨|跌|挫|增)|提前|推迟|(?<![最全本我该各]){MOVE}(?![的点位峰值])|仍|还|又|大幅|普遍|整体|(?:大约|约)(?=[^，,\ue100]{{0,3}}$)|只|仅|已|再|进一步|有|净|分别|都|略|微|小幅|明显|显著|便|就|要|持平|反而|几乎|足足|整整|吞吐|性能|功耗|效率|拉开)"
)


def comparison(scene: Scene, site: Site, governed_from: int) -> tuple[Baseline, tuple[int, ...]] | None:
    """同比, 环比, 较…, 比…, 与…相比 in the run before the value that governs it."""
    if not scene.tells(_GOVERNS, governed_from, site.quantity.lead):
        return None
    left = scene.view(site)[governed_from : site.quantity.lead]
    best: tuple[int, Baseline, tuple[int, ...]] | None = None
    for match in _CUE.finditer(left):
        start = governed_from + match.start("cue")
        end = governed_from + match.end("cue")
        if end - start == 1:  # 年增, 季减: the cue is the two characters
            end += 1 if scene.text[end : end + 1] in "增减升跌涨成衰" else 2
        best = (start, Baseline("prior-period", scene.text[start:end], start, end), ())
    for found in _THAN_WORD.finditer(left):
        if best is not None and governed_from + found.start() < best[0]:
            continue
        made = _than(scene, governed_from, left, found.start(), found.group())
        if made is not None:
            best = (governed_from + found.start(), made[0], made[1])
    return (best[1], best[2]) if best else None


def _than(scene: Scene, offset: int, left: str, start: int, word: str) -> tuple[Baseline, tuple[int, ...]] | None:
    before, rest = left[:start], left[start + len(word) :]
    if word in _WITH:
        match = re.match(r"(?P<body>[^，,；;。]{1,26}?)(?:相比|比较|对比|相较|比起来|(?:只|仅|还|就)?差)", rest)
    else:
        if word in ("相比", "相较", "对比") and re.search(r"[与跟和同][^，,；;。]{1,26}$", before):
            return None
        if word == "比" and _NO_THAN.search(before):
            return None
        skipped = re.match(r"(?:之于|之(?![前后])|于|起)?", rest)
        start += skipped.end() if skipped else 0
        rest = left[start + len(word) :]
        match = _THAN_BODY.match(rest) or re.match(r"(?P<body>[^，,；;。]{1,16})[，,]", rest)
        if match is None:
            match = re.fullmatch(r"(?P<body>[^，,；;。]{1,16})", rest)
    if match is None:
        return None
    begin = offset + start + len(word)
    body = match.group("body")
    if word in ("相比", "相较", "对比"):
        body = _COMMA.split(body, maxsplit=1)[0]  # 相比上一代，华为新芯片功耗下降50%
    end = begin + len(body.rstrip("约近大"))
    if end <= begin or not scene.text[begin:end].strip():
        return None
    inside = scene.quantities_in(begin, end)
    value = scene.quantities[inside[0]] if len(inside) else None
    return make(scene, begin, max(end, value.tail) if value else end, "competitor", value), tuple(inside)


# ------------------------------------------------------------------------------ told after the value, or in a bracket

ABOVE = ["快过", "慢过", "强过", "大过", "越过", "触及", "胜", "高于", "低于", "优于", "好于", "强于", "差于", "弱于", "逊于", "大于", "小于", "多于", "少于", "快于", "慢于", "长于", "短于", "远超", "超过", "超出", "不及", "不如", "领先", "落后于", "落后", "远优于", "远高于", "远低于", "略高于", "略低于", "明显高于", "明显低于", "大幅高于", "大幅低于", "显著高于", "显著低于", "显著优于", "大幅优于", "明显优于", "好过", "高过", "低过", "胜过", "超越", "优於", "打败", "击败", "输给", "逼近", "接近", "追平", "持平于", "符合", "达到", "不敌", "跑赢", "跑输"]
ABOVE_WORD = in_order(ABOVE)
_TRAILING = re.compile(
    r"^(?:[”」』\"）)]|以上|以内|左右|\ue10a)*[，,]?(?:[^，,；;。\ue100]{0,8}?)(?:仍|也|已|均|都|还|又|并|且|而|则|大幅|略|略微|远|明显|显著|稍|小幅|一举|首次|再度)*(?P<word>" + ABOVE_WORD + r")(?:了|于)?(?P<base>[^，,；;。]{1,30}?)(?=$|[，,；;。）)])"
)
_LEVEL_WITH = re.compile(r"^[^，,；;。\ue100]{0,3}[，,]?[^，,；;。\ue100]{0,5}?(?:[与和跟]|同(?!比))(?P<base>[^，,；;。]{1,18}?)(?:大致|基本|大体|几乎)?(?:相当|持平|看齐|相若|相同|一致|相近|接近)")
_LATER_THAN = re.compile(r"^(?:以上|以内|左右)?[，,](?:而)?(?:相比于?|相较于?|对比|较之?|与)(?P<base>[^，,；;。\ue100]{1,20}?)(?:相比|而言|来说)?(?=[，,；;。]|$)")
EARLIER = re.compile(
    r"(?=[去上前同预市分此原先法华机卖一指期行业以之早过年\d二两三四五六七八九十半数几个周季当竞人传目这在对])(?:去年|上年|前年|同期|上季|前季|上一季|上月|前月|上周|前值|预期|(?:市场|分析师|此前|原先|先前|法人|华尔街|机构|卖方|一致)[^，,]{0,6}(?:预测|预估|预计|估计|目标)|指引|期待|"
    r"上一年|前一年|上一年度|前一年度|上一?代|前代|行业|业内|同行|此前|以前|之前|原来|原先|原本|先前|早前|过去|"
    r"年初|(?:(?<!\d{3})[\d一二两三四五六七八九十半数几])年前(?![\d一二三四五六七八九十两]{1,2}(?:个?月|季|天|周))|个月前|周前|季前|当时|当初|竞品|人工|传统|目前|这一?数字|这个数|这一比例|这个比例|在同等条件下|同等条件|对手)"
)



# Without one of these nothing behind the value says what it is compared with.
_TRAILS = sign_of(*ABOVE, "比", "较", "与", "持平", "不变", "相若", "相当", "看齐", "相同", "一致", "相近")


def _names_rival(scene: Scene, start: int, end: int) -> bool:
    """An organisation or product stands there and little else: 远高于华为, not 超过华为排到第五."""
    named = scene.entities_in(start, end)
    return bool(named) and (end - start) - sum(e.end - e.start for e in named) <= 4


# ARPU守在46.6元，比上年又薄了一些: how it moved, without a number
_MOVED_SINCE = re.compile(rf"^(?:以上|左右)?[，,](?:比|较)(?P<base>[^，,；;。\ue100]{{1,12}}?)(?:又|也|还|略|再|更|有所|稍|大幅|明显|小幅|微|已|均|都|仍)*(?:{MOVE}|薄|厚|好|差|紧|松)了?(?:一些|一点|些|不少|许多|一截|有余)?(?=$|[，,；;。）)])")
_TURNED = re.compile(rf"^(?:以上|左右)?[，,](?:但|且|而)?(?P<cue>同比|环比|按年|按季|按月)(?![^，,；;。]{{0,12}}\ue100)(?:[^，,；;。\ue100]{{0,10}}?){MOVE}[^，,；;。\ue100]{{0,3}}(?=$|[，,；;。）)])")
_SAME_AS_BEFORE = re.compile(r"^(?:以上|左右)?[，,](?P<cue>同比|环比|按年|按季|按月)(?:大致|基本|大体|几乎|均)?(?:持平|不变|相若)")


_THEN_CHANGES = re.compile(rf"[，,](?:则|又|大幅|同比|仍|已)*{MOVE}")  # 与去年同期相比,增长了20%: the change takes it


def trailing(scene: Scene, site: Site, next_clause_free: bool) -> tuple[Baseline, tuple[int, ...]] | None:
    """``PUE降至1.15,远优于行业平均水平`` and ``毛利率41%,高于预期的39%``."""
    end = site.clause.end
    if next_clause_free:
        order = site.clause_index + 1
        if order < len(site.sent.clauses):
            end = site.sent.clauses[order].end
    if not scene.tells(_TRAILS, site.quantity.tail, end):
        return None
    run = scene.flat[site.quantity.tail : end]
    same = _SAME_AS_BEFORE.match(run)
    if same is not None:
        begin, stop = site.quantity.tail + same.start("cue"), site.quantity.tail + same.end("cue")
        return Baseline("prior-period", scene.text[begin:stop], begin, stop), ()
    turned = _TURNED.match(run)
    if turned is not None:
        begin, stop = site.quantity.tail + turned.start("cue"), site.quantity.tail + turned.end("cue")
        return Baseline("prior-period", scene.text[begin:stop], begin, stop), ()
    moved = _MOVED_SINCE.match(run)
    if moved is not None:
        begin, stop = site.quantity.tail + moved.start("base"), site.quantity.tail + moved.end("base")
        if EARLIER.search(scene.text, begin, stop):
            return make(scene, begin, stop, "prior-period"), ()
    match = _TRAILING.match(run)
    later = _LATER_THAN.match(run) if match is None else None
    if later is not None and not _THEN_CHANGES.match(scene.text, site.quantity.tail + later.end()):
        return make(scene, site.quantity.tail + later.start("base"), site.quantity.tail + later.end("base"), "competitor"), ()
    if match is None:
        level = _LEVEL_WITH.match(run)
        if level is None:
            return None
        begin, stop = site.quantity.tail + level.start("base"), site.quantity.tail + level.end("base")
        inside = scene.quantities_in(site.quantity.tail, stop)
        if len(inside) > 1 or (len(inside) == 1 and scene.quantities[inside[0]].unit != site.quantity.unit):
            return None
        return make(scene, begin, stop, "competitor", scene.quantities[inside[0]] if len(inside) else None), tuple(inside)
    start = site.quantity.tail + match.start("base")
    stop = site.quantity.tail + match.end("base")
    inside = scene.quantities_in(start, stop)
    own = [i for i in inside if scene.quantities[i].unit == site.quantity.unit]
    if len(inside) and not own:
        return None  # 高于预期4个百分点: a claim of its own; 多赚6.3%,略胜预期的2.6亿元: compared with another value
    value = scene.quantities[own[0]] if own else None
    if value is not None:
        stop = value.tail
    body = scene.text[start:stop]
    if value is not None and not scene.text[start : value.lead].strip() and not scene.text[value.tail : site.quantity.tail + match.end("base")].strip():
        return None  # 超过3%: a threshold, nobody is compared with
    if value is None and not (EARLIER.search(body) or INDUSTRY.search(body) or EXPECTATION.search(body) or RIVAL_WORD.search(body) or CONVENTIONAL.search(body) or GENERATION.search(body) or _names_rival(scene, start, stop)):
        return None
    if scene.text[start - len(match.group("word")) - 1 : start - len(match.group("word"))] in ("“", "「", '"') or (value is None and body.startswith("同期") and not body.startswith(("同期的", "同期水平"))):
        return None  # 维持“跑赢行业”评级; 已超过同期营收: a name, and another value of the same time
    if match.group("word") in ("达到", "接近", "逼近", "符合", "超过", "超出") and not (EARLIER.search(body) or scene.entities_in(start, stop)):
        return None
    named = bool(scene.entities_in(start, stop)) or INDUSTRY.search(body) is not None
    if match.group("word") in ("超过", "逼近", "接近", "达到") and value is not None and not (EARLIER.search(body) or named):
        return None
    return make(scene, start, stop, "competitor", value), tuple(own)


_OWN_AMOUNT = re.compile(r"(?:收入|利润|投入|费用|支出|开支|成本|负债|资产|现金流|存货|产能|销量|产量)$")
_OWN_METRIC = re.compile("(?:[\ue104\ue105]+|同期|当期|其|公司|自身|全年|当年|本期)?的?[\ue108\ue109]+")


def of_ratio(scene: Scene, pred: Predicate) -> Baseline | None:
    """The baseline of ``是…的N倍``; null when it is another metric of one's own."""
    if pred.base is None:
        return None
    start, end = pred.base
    if _OWN_METRIC.fullmatch(scene.mask[start:end]):
        return None  # 是同期净利润的3.3倍: another metric of one's own
    if pred.rule == "ratio-of" and _OWN_AMOUNT.search(scene.text, start, end) and not (scene.entities_in(start, end) or RIVAL_WORD.search(scene.text, start, end) or INDUSTRY.search(scene.text, start, end) or GENERATION.search(scene.text, start, end) or PERIOD_WORD.search(scene.text, start, end) or OWN_EARLIER.search(scene.text, start, end) or CONVENTIONAL.search(scene.text, start, end) or EXPECTATION.search(scene.text, start, end)):
        return None  # 研发投入是营销投入的1.7倍
    inside = scene.quantities_in(start, end)
    value = scene.quantities[inside[0]] if len(inside) else None
    return make(scene, start, end, "competitor", value)


def from_words(scene: Scene, site: Site) -> Baseline | None:
    """``由原来的大半天变成20分钟``: an earlier value without a number."""
    left = scene.flat[site.clause.start : site.quantity.lead]
    match = _FROM_WORDS.search(left)
    if match is None:
        return None
    start = site.clause.start + match.start("base")
    return make(scene, start, site.clause.start + match.end("base"), "previous-value")
