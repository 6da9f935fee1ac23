"""When, how surely and on whose word a value holds: period, modality, attribution and scope of a claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.claims.alternation import sign_of
from extract.claims.scene import Scene, Site
from extract.types import Baseline, Modality, Period, Phrase

# 将 speaks of the future before a verb of its own; before a noun and a verb of change it only moves the object: 将成本降低25%.
_FORECAST = re.compile(
    r"预计|预测(?!误差|模型|精度|算法|准确|维护|性|能力|分析)|预估|(?<![于过及合出到胜逊])预期(?!的|信用|信贷|损失|收益率|寿命|股息)|有望|可望|或将|料将?(?!号)|上看|展望|指引|财测(?=[^，,]{0,6}\d)|估计(?=[^，,]{0,14}(?:会|将|明年|后年|再))|(?<![预评低高测推粗概约毛])估(?=[ ]?[\d约在达为])|预(?:亏|增|减|盈|告)(?!加)|恐(?!慌|怖|惧|龙|吓)|或许|看好|机会|可能|(?<!倘)若(?!干|以[^，,]{1,8}计|不(?:考虑|计)|[^，,]{0,4}(?:改用[^，,]{0,6}计|按(?![^，,]{0,14}算)|选|单看|只[看比]|计入|不计|剔除|扣除|换算|命中))|假设|如果(?!以[^，,]{1,8}计|不(?:考虑|计)|[^，,]{0,4}(?:改用[^，,]{0,6}计|按(?![^，,]{0,14}算)|选|单看|只[看比]|计入|不计|剔除|扣除|换算|命中))|"
    r"将(?=会|于|在|达|突破|超|增|升|降|减|扩|保持|维持|继续|进一步|实现|建成|完成|交付|投产|是|有|至|新增|形成|迎来|成为|攀升|膨胀|再|持续|逾|约|年[增减]|季[增减]|月[增减]|按|从|由|较|同比|比|占|接近|逼近|翻|跌|涨|大幅|小幅|首次|不低于|不超过|不少于)|"
    r"或(?=达|超|突破|降|升|增|再|涨|跌|进一步)|会(?=超|突破|达|涨|升|降|比|再)"
)
_TARGET = re.compile(r"(?:目标|(?<![GＧ费餐务惠])计划(?!的?月费|收费|用户|客户|最平)|设想是|规划(?!(?:月|年)?产能|机柜|装机|用地|面积|总|建筑))(?!的|完成率|达成率|价|院|局|图|外|内)|准备(?=投|建|采|再|新|拿|用|花|招|扩|推)|将(?=安排|投入|采购|筹集|募集|斥资|出资|拿出)|通过[^，,]{1,14}(?:方式|渠道|形式)(?:筹集|募集)(?!了)|力争|(?<![虚模比])拟(?!态|人|合)|争取|(?<!已)锁定|冲刺|瞄准|希望|要把|想把|旨在|承诺(?!为)|(?<![只需主重不还])要(?=达到|扩充|提升[至到]|超过|突破|做到|翻)")
# One of these words stands wherever a rule of modality holds: without them a value is asserted, and no pattern is asked.
_MODAL = sign_of(
    "预计 预测 预估 预期 预亏 预增 预减 预盈 预告 将 有望 可望 可能 或将 或许 或达 或超 或突 或降 或升 或增 或再 或涨 或跌 或进 会超 会突 会达 会涨 会升 会降 会比 会再",
    "设想 料 上看 展望 指引 财测 估 恐 看好 机会 若 假 如果 倘 一旦 的话 目标 计划 规划 准备 通过 力争 拟 争取 锁定 冲刺 瞄准 希望 想把 旨在 承诺",
    "要把 要达 要扩 要提 要超 要突 要做 要翻 方案 意见 行动计划 纲要 通知 文件 否认 并非 并不 未达 未能 没有达到 没有到 不实 不属实 不会 辟谣 从未",
    "不认 不太 反驳 澄清 驳斥 传 坊间 谣 外间 外界 听说 有消息 说法 消息 猜测 报道 一说",
)
PLAN = re.compile(r"方案|规划|行动计划|意见|提出|目标|计划|力争")
_DENIED = re.compile(r"否认|并非|未达|没有达到|不实|不属实|辟谣|未能达到|从未|不会(?!低于|少于|超过|高于|多于|小于|大于)|没有到")
_DENIED_AFTER = re.compile(r"[^，,。]{0,4}(?:的传言|不实|并不属实|的说法)")
_TARGET_AFTER = re.compile(r"[^，,。]{0,8}(?:成为.{0,6}目标|的目标|目标)")
_FORECAST_BEFORE = re.compile(r"预计|预测(?!误差|模型|精度|算法|准确|维护|性|能力)|预估|预期(?!的)|有望|可望|料将|展望|指引|估(?=[^，,]{0,8}季)")
_TARGET_BEFORE = re.compile(r"目标(?:是|为|定)|设想是|(?<![GＧ费餐务惠])计划(?!外|内)|力争|(?<![虚模比])拟(?!态|人|合)|规划(?!院|局|图)")
_NEAR = 15  # how far behind the value a word can stand that makes a rumour of it
_ACTUAL = re.compile(r"实际|已经?(?!公布)|达到了|完成了|截至|突破了|目前|当前|现有|如今|去年|上年|上季|上月|前年|此前|曾|手[里上头]")
# a comparison with what was expected leaves the value a fact: 优于市场预估, 达到此前指引上限
_MEASURED = re.compile(r"(?:优于|高于|低于|好于|多于|少于|大于|胜过|快于|快过|好过|慢于|完成|达成|(?<!占)比|较|占(?!比)|超过|超出|超越?|逊于|差于|不及|不如|未及|符合|合乎|落在|接近|贴近|高出|达到)(?:了)?[^，,。；;]{0,12}?(?:预期|预估|预计|指引|预测|展望|目标|财测|计划|规划|估计)(?:的|上限|下限|中值|区间|范围|水平|值|上缘)*")
_RUMOUR = re.compile(r"网传|外传|传闻|传言|市传|坊间|流传|谣传|外间|外界(?:所|传|称|说|指)|听说|有消息称|误传")
_SAID = re.compile(r"[^，,。；;]{0,14}(?:传闻|传言|说法|消息|猜测|报道|一说)")
_REFUSES = re.compile(r"不(?:太)?认同|否认|反驳|澄清|驳斥")
_UNTRUE = re.compile(r"失实|不实|不属实|非事实|不是事实|谣言|否认|子虚乌有|误读|辟谣|纯属|无稽|没有这回事|没有此事|并无此事")
_NOW = re.compile(r"[，,；;](?:而|但|不过)?(?:公司)?(?:目前|当前|如今|现时|现有)")
_CONDITION = re.compile(r"(?:而|但|不过)?(?:如果|若|假设|假如|倘若|一旦)(?!干|以[^，,]{1,8}计|不(?:考虑|计)|[^，,]{0,4}(?:改用[^，,]{0,6}计|按(?![^，,]{0,14}算)|选|单看|只[看比]|计入|不计|剔除|扣除|换算|命中))")
_POLICY = re.compile(r"(?:方案|规划|意见|行动计划|纲要|通知|文件)[》”\"]?中?(?:提出|明确|要求|指出)")
_TURNS = re.compile(r"(?:其(?!中)|该|目前|公司|截至|此前|另|同时|去年|上[年季月])")
_BY_YEAR = re.compile(r"(?:[到至]|力争)(?:20\d\d|十[四五]五)(?:年|末|期末)")
# Each way of naming a source, behind the sign without which it is not there.
_ATTRIBUTION = (
    (
        sign_of("据", "援引", "引述", "按"),
        re.compile(
            r"(?:据|根据|援引|引述|按照?(?=[^年季月此计此应地区产品业务，,]{2,14}(?:数据|统计|测算|口径|报告)))(?P<who>[^，,。；;：:\"“「]{2,16}?)"
            r"(?:的?(?:最新|近日|日前)?(?:发布的|公布的)?(?:数据(?!中心|采集|底座|流量|库)|统计|测算|预测|报告|披露|介绍|监测|调研|研报|估算|口径|估计|消息|称|透露|公告|财报|显示|发布)|[，,]|$)"
        ),
    ),
    (
        sign_of("指 显示 认为 表示 称 透露 坦言 披露 判断 直言 强调 预计 预测 预估 估计"),
        re.compile(
            r"(?:^|[，,。；;“「\"])(?P<who>[^，,。；;：:\"“」”]{2,16}?)(?:的?(?:最新|发布的|公布的)?(?:数据(?!中心|采集|底座|流量|库)|数字|统计|报告|测算|监测|研报)?(?:进一步)?(?:指(?=[，,：:])|显示|指出|认为|表示|称|透露|坦言|披露|判断|直言|强调|预计|预测|预估|估计))(?!的|误差|模型|性|未来)"
        ),
    ),
    (
        sign_of("发布 公布 发表 出具 更新 发出 推出"),
        re.compile(
            r"(?:^|[，,。；;])(?P<who>[^，,。；;：:\"“」”]{2,16}?)(?:日前|近日|昨日|今日|昨天|最近|最新|本周|上周)?(?:发布|公布|发表|出具|更新|发出|推出)(?:的|了)?(?:最新|一份)*[^，,。；;]{0,8}?(?:报告|研报|数据|预测|调查|白皮书)[，,](?:并)?(?:预估|预计|预测|指出?|称|显示|认为|料)"
        ),
    ),
    (sign_of("口径"), re.compile(r"(?P<who>[A-Za-z][A-Za-z ]{1,14}|[一-鿿]{2,8})口径")),
)
_SOURCE_LIKE = re.compile(
    r"(?:[A-Za-z]{2,}|第三方|评测|机构|公司|分析师|专家|人士|总裁|董事长|负责人|官方|统计局|协会|研究院|研究所|咨询|部门?|集团|券商|投行|高管|创始人|管理层|发言人|经理|财务长|执行长|学者|行业|业内|市场|调查|法人|投顾|证券|银行|信托|报告|消息|公告|财报|年报|委|局|会|网|报|院|所|科技|数据)$"
)
_NOT_SOURCE = re.compile(
    r"^(?:其中|此外|同时|目前|公司并|并|且|而|他|她|它|也|还|又|都|均|已|其(?!数据)|数据|报告|结果|有|可|将|不过|但|这|该(?!公司|机构|行)|可以|一般|今年|去年|明年|全年|中心|显示|来看|从|季度|年|按|预计|市场预|官方预)"
)
_DATELINE = re.compile(r"(?:讯|电|消息|（记者|\(记者)(?=[)）】,，:：\s]|$)")  # （纽约22日讯）: when the news was told
_SEMICOLON = frozenset("；;")
_SCOPE = re.compile(r"(?:在|针对|面向|于)(?P<scope>[^，,。；;]{2,20}?(?:场景|领域|环节|行业|方面|条件|环境|任务|规模|精度|负载|模式|口径|情况|前提|工况|市场)(?:下|中|里|内|上|时)?)")


def period_of(scene: Scene, site: Site, compared: Sequence[Baseline]) -> Period | None:
    """The period that governs the value: in its clause, else the last one before it in the sentence.

    A date in ``compared``, the baselines of the sentence, governs nothing: 比三年前高出一倍，净利润只有12亿元.
    """
    found = None
    for period in scene.periods_in(site.sent.start, site.quantity.start):
        if period.reference or _DATELINE.match(scene.text, period.end):
            continue
        if any(told.start <= period.start < told.end for told in compared):
            continue
        found = period
    if found is not None and _NOW.search(scene.text, found.end, site.quantity.lead):
        return None  # 计划2026年投产，目前产能为5万吨
    if found is None:
        for period in scene.periods_in(site.quantity.tail, site.right):
            if not period.reference and not any(told.start <= period.start < told.end for told in compared):
                return None
    return found


def modality_of(scene: Scene, site: Site) -> Modality:
    """asserted unless a word that governs the value says forecast, target or denied."""
    text = scene.text
    tail = site.quantity.tail
    if not scene.tells(_MODAL, site.sent.start, tail + _NEAR):
        return "asserted"
    clause = text[site.clause.start : site.quantity.start]
    after = text[tail : min(site.clause.end, tail + 12)]
    modal = scene.tells(_MODAL, site.clause.start, site.quantity.start)
    if modal:
        clause = _MEASURED.sub("", clause)
    if (modal and _DENIED.search(clause)) or _DENIED_AFTER.match(after):
        return "denied"
    if _is_denied_rumour(scene, site):
        return "denied"
    targets = list(_TARGET.finditer(clause)) if modal else []
    forecasts = list(_FORECAST.finditer(clause)) if modal else []
    if targets or forecasts:
        last_target = targets[-1].end() if targets else -1
        last_forecast = forecasts[-1].end() if forecasts else -1
        return "target" if last_target > last_forecast else "forecast"
    if _TARGET_AFTER.match(after):
        return "target"
    for order in range(site.clause_index - 1, -1, -1):
        earlier = site.sent.clauses[order]
        then = site.sent.clauses[order + 1].start
        if text[earlier.end : then].strip()[:1] in _SEMICOLON and (_TURNS.match(text, then) or scene.entities_in(then, then + 4)):
            break  # 计划投资50亿元；其产能利用率为80%
        if not scene.tells(_MODAL, earlier.start, earlier.end):
            continue
        run = _MEASURED.sub("", text[earlier.start : earlier.end])
        if _CONDITION.match(run) or run.rstrip("，, ").endswith("的话"):
            return "forecast"
        if _POLICY.search(run) and _BY_YEAR.search(text, earlier.start, site.quantity.lead):
            return "target"  # 方案提出，到2027年，算力规模超过60EFLOPS
        if _FORECAST_BEFORE.search(run):
            return "asserted" if _ACTUAL.search(clause) else "forecast"
        if _TARGET_BEFORE.search(run):
            return "asserted" if _ACTUAL.search(clause) else "target"
    return "asserted"


def _is_denied_rumour(scene: Scene, site: Site) -> bool:
    """``网传裁员三成，公司称失实``: what is told outside before the value is denied behind it, or by the next sentence."""
    sent = site.sent
    said = _SAID.match(scene.text, site.quantity.tail) is not None
    refused = _REFUSES.search(scene.text, sent.start, site.quantity.lead) is not None
    if said and refused:
        return True
    if not (said or refused or _RUMOUR.search(scene.text, sent.start, site.quantity.lead)):
        return False
    stop = next((clause.start for clause in sent.clauses[site.clause_index + 1 :] if scene.text[clause.start - 1] in _SEMICOLON), sent.end)
    if _UNTRUE.search(scene.text, site.quantity.tail, stop):
        return True
    after = sent.index + 1
    if stop != sent.end or after >= len(scene.sents) or scene.sents[after].block != sent.block:
        return False
    following = scene.sents[after]
    return not len(scene.quantities_in(following.start, following.end)) and _UNTRUE.search(scene.text, following.start, following.end) is not None


def attribution_of(scene: Scene, site: Site) -> Phrase | None:
    """Who says so, when the sentence names a source before the value."""
    start = site.sent.start
    run = scene.text[start : site.quantity.lead]
    for sign, pattern in _ATTRIBUTION:
        if not scene.tells(sign, start, site.quantity.lead):
            continue
        for match in pattern.finditer(run):
            who = match.group("who").strip("的 ")
            if len(who) < 2 or _NOT_SOURCE.match(who) or any(c.isdigit() for c in who):
                continue
            if not _SOURCE_LIKE.search(who) and not scene.entities_in(start + match.start("who"), start + match.end("who")):
                continue
            at = start + match.start("who")
            return Phrase(who, at, at + len(who))
    return None


def scope_of(scene: Scene, site: Site) -> Phrase | None:
    """The condition under which the value holds: a qualifier with a number, or 在…场景."""
    run = scene.text[site.sent.start : site.quantity.lead]
    matches = list(_SCOPE.finditer(run))
    if not matches:
        return None
    found = matches[-1]
    start = site.sent.start + found.start("scope")
    return Phrase(found.group("scope"), start, start + len(found.group("scope")))
