"""Level, increase, decrease or ratio: what the words beside a number say happens to the value."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extract.claims.change_words import (
    DOWN_WORD,
    FALL_NOUN_WORD,
    GROWTH,
    GROWTH_BEGINS,
    GROWTH_NOUN_WORD,
    MOVE,
    MOVE_BEGINS,
    UP_WORD,
)
from extract.claims.scene import Scene, Site, shape
from extract.claims.verbs import ADVERB
from extract.types import Kind, Quantity

_GAP = rf"(?:{ADVERB}|[ 「“\"'‘]|\ue10a)*"
_CHANGE = re.compile(rf"{MOVE_BEGINS}(?P<verb>(?P<up>{UP_WORD})|(?P<down>{DOWN_WORD}))(?P<to>到了?|至|为|成为?|在|自|於|于)?(?P<gap>{_GAP})$")
_NOUN = re.compile(
    rf"{GROWTH_BEGINS}(?P<noun>(?P<up>{GROWTH_NOUN_WORD})|(?P<down>{FALL_NOUN_WORD}))"
    rf"(?P<link>(?:目标|预期|预估|指引|区间|中枢|略高|略低|更高|更低)?[，,]?(?:为|是|达到?|约|在|也|则|亦|却|都|均|仅|只有|仍有|还有|无一|一度|分别为?|依次[为是]?|介[乎于]|(?:将|已经?|会|有望|又)?(?:回升|回落|放缓|加快|提速|加速|收窄|收敛|扩大|缩小|降|升|提高|下滑|下降|上升|提升)(?:到了?|至|为)|定在|(?:从|由)\ue100\ue101*|落在|维持在|保持在|高达|可达|上看|超过|甚至|更是|恐怕|{_GAP})*)$"
)
_PERIOD_CHANGE = re.compile(
    r"(?=[年季月周按同环YyQq比较])(?P<cue>(?:年|季|月|周|按年|按季|按月|同比|环比|[Yy][Oo][Yy]|[Qq][Oo][Qq]|比去年同期|较上年同期)(?P<dir>增长|增加|增|升|涨|多|减少|减|跌|降|少|缩)?)"
    rf"(?P<sign>[+＋\-－﹣]?)(?P<gap>{_GAP})$"
)
_AFTER = re.compile(
    rf"^(?:以上|以内|左右|上下|以下|多|余|不等)?的?(?:同比|环比|年|季|按年|平均|年均|复合|年复合|高速|正|强劲|大幅|两位数)*"
    rf"(?P<noun>(?P<up>{GROWTH_NOUN_WORD}|提升|增加|上涨|涨价|提速|溢价|上涨空间|空间|改善|升幅)|(?P<down>{FALL_NOUN_WORD}|下降|下滑|降低|节省|减少|缩减|跌价|折扣))"
    r"(?!率|额|量|值|价|点|期|市场|型|后|前|而|的|到|至)"
)
_RATIO = re.compile(
    shape(
        r"(?:大约只有|只剩下|抵得上|相当于|等同于|顶得上|不到|不及|不足|仅为|仅及|仅有|做到|兑现|刚过|剩下|卖出|卖到|压到|只剩|只及|只有|多达|完成|实现|就是|恰是|未及|等于|约为|超过|跑出|达到|达成|高达|为|乃|了|仅|到|剩|只|抵|是|有|比|用(?![户量电于])|系|约|至|超|达|近|逾|需(?!求))(?:了|不到|不足|超过|约)?"
        r"(?P<base>(?:{Q}(?![的\ue10a]|以[上下])|(?![，,。；;：:、]|占|[\ue100\ue101]).){1,40}?)(?:的|之)(?P<gap>" + _GAP + ")$"
    )
)
# 恢复至疫情前约九成水平: a part of what it was then
_BACK_TO = re.compile(shape(r"(?:恢复|回升|回落|修复|回)(?:至|到)了?(?P<base>(?:{T}|疫情前|疫前|[^，,。；;\ue100]{0,6}(?:同期|高峰|巅峰|峰值|高点|之前|以前|前))[^，,。；;\ue100]{0,3}?)的?(?P<gap>" + _GAP + ")$"))
_BARE_RATIO = re.compile(shape(r"(?:^|[，,、是为达约])(?P<base>(?:原来|原先|过去|此前|上一?代|前代|竞品|同行|行业[^，,Q]{0,4}|{E}))的(?P<gap>" + _GAP + ")$"))
_PASSES = re.compile("超过|超|逾|比")
_TENTHS = re.compile("[成折半]")
_COPULA = re.compile("(?:抵得上|顶得上|刚过|只剩下?|仅有|相当于|等于|等同于|约为|仅为|只有|不到|不足|只及|仅及|不及|为|是)$")
# A part of a whole (占收入的两成) is a share, a level; a part of another's value (进口芯片的92%) is a ratio.
_RIVAL = re.compile(
    r"现在|目前|人家|对方|去年全年|年均|行业|业内|同行|均值|平均|上一?代|前代|初代|老款|旧|传统|人工|普通|常规|原来|原先|此前|过去|当初|同期|去年|上年|前年|年初|一年前|"
    r"同类|同级|进口|对手|竞品|官方|第二名|后者|前者|标准价|设计值|额定|理论值|方案|预算|目标|计划|预期|最高|峰值|高点|[\ue102\ue103]"
)
_WHOLE = re.compile(r"总|全部|整体|整个|全年|全国|全球|所有|其中|收入|营收|销量|产量|成本|用户|客户|市场|订单|份额|人口|面积|[\ue108\ue109]")
_SHARE_OF = re.compile(r"(?:占(?!板|地|用|空|位)|贡献|拿下|拿走|拿到|吃下|份额|比重|比例|占比|其中)[^，,。；;]{0,24}$")
# 减少碳排放4.7万吨: the verb's object stands between it and the number
_SAVED = re.compile(r"(?=[减节降少省])(?P<verb>减少|节省|节约|节电|降低|减排|少用|(?<![全各本该外两我跨])省(?![级份市内外区长委会域])|少排放?|少耗)(?:了|约)?(?P<object>(?:(?![至到从由的]|[\ue100-\ue107])[^，,；;。、]){1,10}?)(?:约|近|超|逾|达|超过|大约)?$")
# 增速超过硬件收入8个百分点: how far above what is named before the difference
_BEYOND = re.compile(rf"(?=[高多超优好跑领大低少落逊不弱小])(?P<verb>(?P<up>高出|多出|超过|超出|超|高于|高过|多于|优于|好于|跑赢|领先于?|大于)|(?P<down>低出|低于|少于|落后于?|逊于|跑输|不及|弱于|小于))(?P<base>[^，,。；;\ue100-\ue101]{{1,20}}?)(?P<gap>{_GAP})$")
_OF_ENTITY = re.compile(shape(rf"(?:达到?了?|做到|实现|恢复到|接近|相当于|追到|提升到|提升至)(?P<base>{{E}}) ?(?P<gap>{_GAP})$"))  # 可达到CUDA 88%的性能
_IS_OF_ENTITY = re.compile(shape(rf"(?:为|是|达到?|相当于|仅及|不及|抵得上)(?P<base>{{E}}) ?(?P<gap>{_GAP})$"))  # 仅为英伟达H100三分之一
_TIMES_OF = re.compile(r"于(?P<base>(?!是|此|今)[^，,。；;：:\ue100]{1,14})(?=$|[，,。；;])")  # 十倍于上一版
_SIGNED_LIST = re.compile(r"(?:同比|环比|按年|按月|按季|变动|变化|涨跌幅?|增减幅?|增速)(?:情况|幅度|分别|依次)*(?:为|如下|是)?[:：]")
_MOVES = re.compile(r"变[动化](?:幅度|率)?(?:分别|依次)?为?$")
_ONLY_CHANGE = re.compile(rf"(?:{MOVE}|{GROWTH}|了|\ue10a)*")
_SINGLE = frozenset("高快多低少长短重轻厚薄慢贵好强弱提加减升降涨跌缩省增退砍裁亏爬翻扩攀抬飙")
_PROVINCE = re.compile("(?:[全本我该各外两跨数多]|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾)$")
_TURNED = re.compile("(?:增长|上升|上涨|提升|增加|回升|(?P<down>下滑|下降|下跌|回落|减少|萎缩|衰退|下挫))$")
_RELATIVE = frozenset(["%", "x", "pp", "bp", "‰"])  # units that a change is told in


@dataclass(slots=True)
class Predicate:
    """The kind of a value and where the word that says so stands (``start`` of the predicate in the text)."""

    kind: Kind
    rule: str
    start: int  # where the predicate begins, i.e. where the metric's noun phrase must have ended
    to_level: bool = False  # a change that ends at the value: 降至, 提升到
    base: tuple[int, int] | None = None  # the baseline's span of a ratio
    cue: str = ""  # 同比 ... when the predicate holds it


def predicate(scene: Scene, site: Site) -> Predicate:
    """Decide the kind of the value at ``site``."""
    quantity = site.quantity
    left = scene.view(site)[site.left : quantity.lead]
    offset = site.left
    unit_ratio = quantity.unit in ("x", "%", None)
    if site.host is not None and (unit_ratio or quantity.unit in ("pp", "bp")) and _signed(quantity) and not left.strip():
        return Predicate("increase" if quantity.value >= 0 else "decrease", "bracket-signed", quantity.lead)
    if site.host is not None and quantity.unit in ("%", "pp") and not left.strip():
        turned = _TURNED.search(scene.flat, site.host.start, site.host.end)
        if turned is not None:  # 出货量首次出现下滑(1.2%)
            return Predicate("decrease" if turned.group("down") else "increase", "bracket-turned", quantity.lead)
    if quantity.kind is not None:
        verb = _CHANGE.search(left)
        of = _ratio(left) if quantity.kind == "ratio" else None
        if of is not None:
            return Predicate("ratio", "ratio-of", offset + of[1], base=(offset + of[0][0], offset + of[0][1]))
        start = offset + verb.start() if verb else quantity.lead
        return Predicate(quantity.kind, "quantity-says", start)
    if unit_ratio and quantity.unit is not None:
        found = _ratio(left, percent=quantity.unit == "%" and not _TENTHS.search(scene.text, quantity.start, quantity.end))
        if found is not None:
            base, start = found
            share = quantity.unit == "%" or (quantity.value < 1 and quantity.unit == "x")
            few = quantity.unit == "%" and _TENTHS.search(scene.text, quantity.start, quantity.end) and _COPULA.search(left[: base[0]])
            part = (quantity.unit == "x" or few) and share and not _WHOLE.search(left[slice(*base)])
            if not share or (part and not _SHARE_OF.search(left)) or _is_rival(left[slice(*base)], scene.text[offset + base[0] : offset + base[1]], left):
                return Predicate("ratio", "ratio-of", offset + start, base=(offset + base[0], offset + base[1]))
        joined = quantity.unit in ("%", "x") and scene.text.startswith("的", quantity.tail)
        of_entity = (_OF_ENTITY if joined else _IS_OF_ENTITY).search(left) if joined or quantity.unit == "x" else None
        if of_entity is not None:
            return Predicate("ratio", "ratio-of", offset + of_entity.start(), base=(offset + of_entity.start("base"), offset + of_entity.end("base")))
        back = _BACK_TO.search(left) if scene.text.startswith(("水平", "的水平", "左右"), quantity.tail) or "的" in left[-8:] else None
        if back is not None:
            return Predicate("ratio", "ratio-of", offset + back.start(), base=(offset + back.start("base"), offset + back.end("base")))
        times = _TIMES_OF.match(scene.view(site), quantity.tail, site.clause.end) if quantity.unit == "x" else None
        if times is not None:
            return Predicate("ratio", "ratio-of", quantity.lead, base=times.span("base"))
    if quantity.unit in ("pp", "bp", "%", "x"):
        beyond = _BEYOND.search(left)
        if beyond is not None and (quantity.unit in ("pp", "bp") or beyond.group("verb").endswith("出")) and not _ONLY_CHANGE.fullmatch(beyond.group("base").strip()):
            return Predicate("increase" if beyond.group("up") else "decrease", "beyond", offset + beyond.start(), base=(offset + beyond.start("base"), offset + beyond.end("base")))
    if quantity.unit in ("%", "pp") and _signed(quantity) and _SIGNED_LIST.search(scene.flat[site.sent.start : quantity.lead]):
        return Predicate("increase" if quantity.value >= 0 else "decrease", "signed-list", quantity.lead)
    period = _PERIOD_CHANGE.search(left)
    change = _CHANGE.search(left)
    if period and not (change and change.group("to") and change.start() > period.start()):
        word = period.group("dir") or ""
        if word or period.group("sign") or quantity.unit in ("%", "pp", "x") or quantity.value < 0:
            behind = _AFTER.match(scene.view(site)[quantity.tail : site.clause.end]) if not word else None  # 同比12%的下滑
            falls = (behind is not None and behind.group("down") is not None) or word in ("减少", "减", "跌", "降", "少", "缩") or period.group("sign") in ("-", "－", "﹣") or quantity.value < 0
            return Predicate("decrease" if falls else "increase", "period-change", offset + period.start(), cue=period.group("cue"))
    if unit_ratio and "变" in left and _MOVES.search(left):
        return Predicate("decrease" if quantity.value < 0 else "increase", "moves-by", offset + left.rindex("变"))
    noun = _NOUN.search(left)
    if noun and noun.group("noun") in ("增长", "成长") and noun.group("link").startswith(("至", "到")):
        return Predicate("level", "change-to", offset + noun.start(), to_level=True)  # 市占率成长至31.9%
    if noun:
        kind: Kind = "increase" if noun.group("up") else "decrease"
        if quantity.value < 0 and (quantity.value_max is None or quantity.value_max <= 0):
            kind = "decrease"
        return Predicate(kind, "growth-noun", offset + noun.start())
    if change and _allowed(left, change, quantity.unit):
        kind = "increase" if change.group("up") else "decrease"
        if quantity.dimension == "time" and change.group("verb") in ("快", "慢", "加快", "变慢"):  # a time that is slower by 0.4 s grows
            kind = "decrease" if kind == "increase" else "increase"
        if change.group("to"):
            return Predicate("level", "change-to", offset + change.start(), to_level=True)
        return Predicate(kind, "change-by", offset + change.start())
    saved = _SAVED.search(left) if not unit_ratio else None
    if saved:
        return Predicate("decrease", "verb-object", offset + saved.end("verb"))
    after = _AFTER.match(scene.view(site)[quantity.tail : site.clause.end].lstrip()) if quantity.unit in _RELATIVE else None
    if after:
        return Predicate("increase" if after.group("up") else "decrease", "change-after", quantity.lead)
    return Predicate("level", "level", quantity.lead)


def _signed(quantity: Quantity) -> bool:
    return "plus" in quantity.flags or "minus" in quantity.flags


def _ratio(left: str, *, percent: bool = False) -> tuple[tuple[int, int], int] | None:
    if "的" not in left and "之" not in left:
        return None
    match = _RATIO.search(left) or _BARE_RATIO.search(left)
    if match is None or (percent and _PASSES.match(match.group())):
        return None  # 超过美光的18%: a rival's value, no part of it
    return match.span("base"), match.start()


def _is_rival(base: str, text: str, left: str) -> bool:
    if _SHARE_OF.search(left):
        return False
    if re.fullmatch("[\ue104\ue105]+", base) and re.search("[从由]", left):  # 由今年的17%降到2026年的15%
        return False
    return _RIVAL.search(base) is not None or _RIVAL.search(text) is not None


def _allowed(left: str, change: re.Match[str], unit: str | None) -> bool:
    """A single adjective (高, 多, 快) is a change only in a comparison or before a share, factor or difference."""
    verb = change.group("verb")
    if verb in ("高于", "低于", "多于", "少于", "优惠", "好", "强", "弱"):
        return False
    if len(verb) > 1 or change.group("to"):
        return True
    if verb in "增减升降涨跌缩省砍裁翻飙扩挫泻":
        return True
    before = left[: change.start()]
    if verb == "省" and _PROVINCE.search(left[: change.start()]):
        return False
    if verb in ("亏", "损失") and unit not in _RELATIVE:
        return False  # 亏了600多万: what was lost, no change
    if verb == "掉" and re.search("[用吃花卖拿干删租省亏赔蚀输]$", before):
        return False
    if verb in "快慢" and unit in ("x", "%"):
        return True
    if verb in "多少高低" and (not before.strip() or before.endswith(("则", "亦", "也", "更"))) and unit in ("%", "x", "pp"):
        return True  # 纯利18.4亿元,少52%: the clause is nothing but the change
    compared = re.search(r"(?:比|较|同比|环比|按年|按季|年|季|月|再|还能|能再|又)[^，,]*$", before) is not None
    return compared or (verb in _SINGLE and "了" in change.group("gap")) or (unit in ("x", "pp") and verb in "高快低")
