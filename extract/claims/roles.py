"""Is a number a claim, or does it only narrow, count, or decorate? Features for the ranker, and the reason in words."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.claims.predicates import Predicate
from extract.claims.scene import Scene, Site
from extract.claims.scopes import certain_scope
from extract.types import Quantity, Role

_HAN_DIGITS = frozenset("一二两三四五六七八九十几数半双")
_HAN_SMALL = re.compile(r"[一二两三四五六七八九十几数半双]{1,3}(?:余|多|来)?[^\d%％百千万亿.．点]{0,3}$")
_DETERMINER = frozenset("这那某每同另哪任首前后上下第头唯逐是成有为找给用像当作又")
_VERB_LEVEL = re.compile(r"(?:达到?|为|是|约|近|超过?|逾|突破|至|到|有|仅|只|共|高达|不到|不足|占|升|降|增|减|涨|跌|售|卖|花|赚|亏|募|投|融)[^，,。]{0,2}$")
_CONDITION = re.compile(r"(?:在|当|每|若|如果|假设|一旦|满|从|起|距|仅需|经过|连续|持续|长达|历时|为期|时隔|早|晚|再过|不出)[^，,。]{0,3}$")
_CAPABILITY = re.compile(r"(?=[支承可容满兼管调扩覆服部连接处完达])(?:支持|承载|可?容纳|承接|满足|兼容|管理|调度|支撑|扩展[至到]|扩至|扩到|覆盖|服务|部署|连接|接入|处理|完成|达成)(?:了|着|过|全国|最多|最大|最高|单集群)?$")
_CONDITION_CLAUSE = re.compile(r"(?:若|如果|假设|假如|一旦|倘若|按照?(?!年|季|月)|以[^，,]{1,8}(?:计|兑|估|算)|每[^，,]{0,5}$|当|在[^，,]{1,6}以[上下内])")
_NARROWS = re.compile(r"(?:以上|以下|以内|左右|级别?|规模|量级|档|价位|价格带|区间|起步|版本?|款|型|后|前|内|时|里|环境|条件|场景)?(?:的)?(?:模型|集群|车型|机型|产品|市场|区间|项目|企业|公司|客户|用户|场景|任务|网络|服务器|芯片|平台|系统|设备|人群|家庭|城市|电芯|电池|屏幕|平台|架构|工艺|制程|节点|晶圆|产线|交换机|光模块|端口|接口|电站|门店|基站|手机|订单|合同|大单|大关|关口|门槛|俱乐部|阵营)")
_SCOPED = "scoped="
_CLOSES = frozenset("，,。；;、）)")


def claim_features(scene: Scene, site: Site, pred: Predicate) -> list[str]:
    """What speaks for and against the quantity's being a claim; why it is certainly none stands last."""
    quantity = site.quantity
    clause = site.clause
    text = scene.text[quantity.start : quantity.end]
    before = scene.text[max(clause.start, quantity.lead - 6) : quantity.lead]
    after = scene.text[quantity.tail : min(clause.end, quantity.tail + 10)].lstrip()
    dimension = quantity.dimension or ("bare" if quantity.unit is None else "other")
    if dimension == "fraction":
        dimension = quantity.unit or dimension
    style = "han" if not _has_digit(text) and quantity.value < 10 else "arabic"
    out = list(_of_number(dimension, style, pred.rule, quantity.comparator, quantity.rule))
    if _is_small(text):
        size = "one" if text.startswith("一") else "two" if text[0] in "两二双" else "few"
        out += [f"small={size}", f"small|dim={dimension}", f"small|{pred.rule}"]
    if quantity.unit is not None:
        out.append(f"unit={quantity.unit}")
        if dimension == "count":
            out.append(f"unit={quantity.unit}|{style}")
    if before:
        if before[-1] in _DETERMINER:
            out += ["determiner", f"determiner|{style}"]
        out.append(f"before={before[-1]}")
    if after:
        out.append(f"after={after[0]}")
    predicated = pred.rule != "level" or _VERB_LEVEL.search(before) is not None
    if predicated:
        out.append("predicated")
    narrows = _NARROWS.match(after) is not None
    if _CAPABILITY.search(scene.text[max(clause.start, quantity.lead - 8) : quantity.lead]):
        out += ["capability", f"capability|dim={dimension}", f"capability|{'narrows' if narrows else 'open'}"]
    if _CONDITION_CLAUSE.match(scene.text, clause.start, quantity.lead):
        out += ["condition-clause", f"condition-clause|dim={dimension}"]
    if _CONDITION.search(before):
        out += ["condition", f"condition|dim={dimension}"]
    if narrows:
        out += ["narrows", f"narrows|{'predicated' if predicated else 'bare'}", f"narrows|dim={dimension}"]
    if not after or after[0] in _CLOSES:
        out += ["closes", f"closes|dim={dimension}"]
    elif after[0] == "的":
        out += ["de", f"de|dim={dimension}"]
    if site.host is not None:
        out.append("bracket")
    if quantity.value_max is not None:
        out.append("range")
    if quantity.lead < quantity.start or quantity.tail > quantity.end:
        out.append("compared")
    for flag in quantity.flags:
        out.append(f"flag={flag}")
    others = len(scene.quantities_in(clause.start, clause.end))
    out.append(f"quantities={min(others, 4)}")
    if scene.metrics_in(clause.start, clause.end):
        out += ["clause-has-metric", f"clause-has-metric|dim={dimension}"]
    if scene.entities_in(clause.start, clause.end):
        out.append("clause-has-entity")
    if clause.end - clause.start <= len(text) + 2:
        out.append("clause-is-quantity")
    out.append(f"block={scene.block_of(site.sent).kind}")
    why = certain_scope(scene, site, pred)
    if why is not None:
        out += ["scoped", _SCOPED + why]
    return out


@lru_cache(maxsize=4096)
def _of_number(dimension: str, style: str, predicate: str, comparator: str, rule: str) -> tuple[str, ...]:
    """What the number itself says, whatever stands beside it: few such combinations make up a newspaper."""
    return ("bias", f"dim={dimension}", f"style={style}", f"dim={dimension}|{style}", f"pred={predicate}", f"cmp={comparator}", f"rule={rule}")


def _has_digit(text: str) -> bool:
    return text[0].isdigit() or any(char.isdigit() for char in text)


def _is_small(text: str) -> bool:
    """A count written out: 两家, 三四个, 数十."""
    return text[0] in _HAN_DIGITS and _HAN_SMALL.match(text) is not None


_ABLE = re.compile(r"(?:支持|承载|承受|扛得住|扛住|顶得住|耐受|容纳|支撑|搭载|配备|内置|标配|装有|配有|装载|具备|可扩展[至到]|扩展[至到]|扩至)(?:了|着|过|最多|最大|最高|单集群|多达|高达|超过?|超大规模)?$")


_PROVIDED = frozenset(["compute", "power", "data", "energy", "data_rate", "throughput"])


def is_capability(scene: Scene, site: Site) -> bool:
    """The object of a capability is a claim even where the same words would only narrow another noun: 支持16万卡规模组网."""
    quantity = site.quantity
    if _is_small(scene.text[quantity.start : quantity.end]):
        return False
    before = scene.text[max(site.clause.start, quantity.lead - 10) : quantity.lead]
    if quantity.dimension in _PROVIDED or "bare-prefix" in quantity.flags:
        return _ABLE.search(before) is not None or before.endswith(("提供", "可提供", "提供了"))
    return _ABLE.search(before) is not None


_OUTCOME_BEFORE = re.compile(r"(?:周期|期限|工期|交期|回本期|时间|时长|耗时|用时)(?:一般|通常|往往|普遍)?(?:动辄|长达|约为?|需要?|要|为|是|已经?|达|缩短[至到]|延长[至到])+(?:约|近|超过?)?$")
_OUTCOME_AFTER = re.compile(r"(?:左右|上下|之?内)?(?:就|便|即|才|方)?(?:能|可|可以)?(?:收回(?:全部)?(?:投资|成本)|回本)")


def is_outcome(scene: Scene, site: Site) -> bool:
    """How long something takes is a claim, also in Han numerals: 验证周期动辄一年半, 一年半左右就能收回投资."""
    if site.quantity.dimension != "time":
        return False
    return _OUTCOME_BEFORE.search(scene.text, max(site.clause.start, site.quantity.lead - 14), site.quantity.lead) is not None or _OUTCOME_AFTER.match(scene.text, site.quantity.end) is not None


def scoped_why(features: list[str]) -> str | None:
    """Why the words say that the number is no claim, when they leave no doubt."""
    return features[-1].removeprefix(_SCOPED) if features[-1].startswith(_SCOPED) else None


def not_claim_role(scene: Scene, site: Site, features: list[str]) -> tuple[Role, str]:
    """The role of a quantity that is no claim, and why."""
    quantity: Quantity = site.quantity
    if "tolerance" in quantity.flags:
        return "scope", "a tolerance, no claim of its own"
    why = scoped_why(features)
    if why is not None:
        return ("time" if quantity.dimension == "time" and "condition" not in why else "scope"), why
    if "narrows" in features or "condition" in features:
        return "scope", "narrows another value or names a condition"
    if "de" in features and quantity.dimension not in ("count", None):
        return "scope", "modifies the noun that follows"
    if any(f.startswith("small=") for f in features):
        return "other", "a small count in running text, told of nothing measurable"
    if quantity.unit is None:
        return "other", "a bare number without a unit or a metric"
    return "other", "no metric is told of it"
