"""Values told only to compare another with: 去年同期为42亿, 高于预期的39%, 以前14个月，现在8个月."""

from __future__ import annotations

import re

from extract.claims.alternation import sign_of
from extract.claims.baselines import ABOVE, ABOVE_WORD, EARLIER, make
from extract.claims.change_words import MOVE
from extract.claims.scene import Scene, Site
from extract.types import Baseline

_AIM = re.compile(r"目标|计划|预算|原本想")
_CONSENSUS = re.compile(r"预估|预期|预测|共识")
_RESULT = re.compile(r"(?:而|但|结果)?(?:最后|最终|实际|结果)")
_ONCE_MORE = re.compile("又|再|续|也")
_BEFORE_NOW = re.compile(r"原计划|原定|原订|核定|老厂|老产线|旧厂|以前|之前|此前|过去|原来|原先|先前|早前|去年|上年|年前|月前|年初|当初|人工|传统|原估|往年|初期")
_NOW = re.compile(r"^(?:而|但|则|可|不过|结果)?(?:最后|最终|结果|(?:将|现|拟|已)?(?:拉高|提高|上调|下调|上修|下修|追加|调整|缩减)(?:至|为|到)|现在|如今|目前|眼下|当下|今年|这次|实际|改造后|上线后|升级后|使用后|换成|到|至(?!少))")
_STRONG_PAST = re.compile(r"同期|去年|上年|前年|上季|前季|上月|此前|原先|先前|预期|指引|前值|年初|高于|低于|超过|优于|不及|较|比|胜")
_OWN_NOUN = re.compile("的(?:上行|上涨|下行|下跌|增长|提升|降价|升值)?(?:空间|溢价|折让|折价|差距|缺口)")
_SAME_TIME = re.compile(r"[而但，,；; ]*同期(?![的为是仅只约则数也还均\d]|行业|市场|同行|平均)")  # 同期经营现金净流出73亿元: of the same time
_FUTURE = re.compile(r"上看|年底前|明年|后年|下一?季|下个?月|未来|今后|届时|预计到|到20\d\d年|有望|将")
_LINK = re.compile(
    r"(?:仅|只|只有|则|为|是|有|约|近|才|还|还有|尚|仅为|约为|原为|在|的|即|不过|不到|也|曾|停在|停留在|处于|给|要|只要|高达|达|这一?数字|这个数字?|这一比例|的水平|占|还占|大概|数字|\ue10a|\s)*$"
)
_THAN_CLAUSE = re.compile(
    r"^(?:但|而|也|一举|首次|首度|甚至|双双|皆|亦|已|仍|则|均|都|虽然?|并|且|又|再|会|将|仍会|略|略微|大幅|明显|显著|远|稍|小幅|一口气|不过|已经|几乎|公司|这)*(?:" + ABOVE_WORD + r"|较|比|相比|好于|越过|落在|对比)(?:了|于)?(?P<base>[^，,；;。]{0,22})$"
)
# 而国内平均水平仍在1.43: what is usual, told beside one's own value
_AVERAGE = re.compile(
    r"(?:而|但|不过)?(?P<base>(?:目前)?(?:行业|国内|全国|全球|业内|业界|同行|同业|同级竞品|竞品|同类产品|普通|传统)[^，,；;。\ue102]{0,14}?(?:平均(?:水平|值)?|均值|通常|普遍|一般)(?:则|仍|还|也|只|仅|多|大多)*(?:为|是|在|有|要))[^，,；;。]{0,3}$"
)
# Without one of these words no value is told for comparison, unless it is dated or stands in a bracket.
_COMPARES = sign_of(
    "去年 上年 前年 同期 上季 前季 上一季 上月 前月 上周 前值 预期 市场 分析师 此前 原先 先前 法人 华尔街 机构 卖方 一致 指引 期待 上一年 前一年 上一代 上代 前代 行业 业内 同行",
    "以前 之前 原来 原本 早前 过去 年初 年前 个月前 周前 季前 当时 当初 竞品 人工 传统 目前 这数字 这一数字 这个数 这一比例 这个比例 在同等 同等条件 对手",
    "平均 均值 通常 普遍 一般 较 比 相比 对比 落在 好于 越过",
    *ABOVE,
)
_DATED = frozenset("而但\ue104")
_REACHES = re.compile(r"[^，,]{0,4}(?:达到|超过|超出|突破|逼近|接近|越过)")
_FORMER = re.compile(r"此前|原先|先前|早前|原[本来]?的?(?:指引|目标)")
_OWN_SUBJECT = re.compile(r"公司|集团|其(?!中|他)|也|亦")
_DIFFERS = re.compile(rf"(?:{MOVE}|提前|推迟|延后|早|晚|领先|落后)[了出]?[^，,]{{0,3}}$")
_DATED_BEFORE = re.compile("(?:(?:而|但)(?P<base>[\ue104][\ue105]*[^，,；;。\ue100]{0,8}?(?:为|是|只有|仅有?|仅为|才|不过))|[\ue104][\ue105]*(?:还是|还只有|只有|仅为|才|才有))[^，,；;。\ue100]{0,3}$")  # 而2024年为2亿
# 而此前一年还有259亿美元: the number in the words is masked as one of its own
_YEAR_BEFORE = re.compile(r"(?:而|但|不过)?(?P<base>(?:(?:此前|之前|在此之前)一年|再往前(?:推|数)?[一两二三四五六\\d]?[年季]?(?:个?月)?)(?:同期)?(?:则|还|也|只|仅)*(?:为|是|有|达|高达)?)(?:约|近|超过?|逾|只|仅)*")
_BRACKET_OF = re.compile(r"(?:指引|预期|预测|预估|目标|财测|高标|低标|共识|预计|水平|全年|均值|平均(?:水平|值)?|同期|[\ue102\ue103]|[A-Za-z]{2,10}|产品|方案|车型|机型|电池)$")
_IN_BRACKET = re.compile("(?:[\ue104][\ue105]*|上年同期|去年同期|前值|上季|上月|同期)[^，,；;。\ue100]{0,6}?(?:为|是|约|：|:)?[^，,；;。\ue100]{0,2}$")
# 由原本380亿至420亿美元，微幅上调至400亿: a comma before the change
_WAS = re.compile(r"(?P<said>[由从自])?(?P<base>(?(said)[^，,；;。由从自]{0,12}|(?:原本?|原先|原来)(?:为|是|约|估|预估|预期)[^，,；;。]{0,4}))$")
_MOVED_TO = re.compile(rf"(?:将|现|拟|已|昨|最新|微幅|小幅|大幅|一举|再)*(?:{MOVE}|修正|改|调整|释出)(?:至|到|为)")


def told_for_comparison(scene: Scene, site: Site) -> Baseline | None:
    """``去年同期为42亿元``, ``高于市场预期的549亿美元``, ``较上年同期的74.6%略有下滑``: the value at ``site`` is one to compare with.

    Its clause holds no other value. The caller finds the value before it that it is compared with.
    """
    quantity = site.quantity
    if _OWN_NOUN.match(scene.text, quantity.tail):
        return None  # 较当前股价尚有约14%的上行空间: a claim of its own
    start = site.left
    left = scene.view(site)[start : quantity.lead]
    if site.host is None and left[:1] not in _DATED and not scene.tells(_COMPARES, start, quantity.lead):
        return None
    run = scene.text[start : quantity.lead]
    average = _AVERAGE.match(scene.plain[start : quantity.lead])
    if average is not None and site.following is None:
        return make(scene, start + average.start("base"), quantity.tail, "industry-average", quantity)
    if scene.metrics_in(start, quantity.lead) and not _STRONG_PAST.search(run):
        return None  # 今年前三季度营收7.85亿元: a level with a metric of its own
    if len(left) > (44 if _CONSENSUS.search(run) else 26) or _FUTURE.search(run):
        return None
    if site.host is not None:
        return _in_bracket(scene, site)
    than = _THAN_CLAUSE.match(left)
    if than is not None and _DIFFERS.search(than.group("base")):
        return None  # 比约定的工期提前了75天: a difference, told for itself
    if than is not None and not than.group("base").strip() and _REACHES.match(left):
        return None  # 达到2130亿: the level that was reached
    if than is None and any(scene.text.endswith(("指引", "展望"), m.start, m.end) and m.end - m.start > 3 for m in scene.metrics_in(start, quantity.lead)):
        return None  # 资本开支指引为90亿: an outlook of one's own, for another metric
    if than is None and not _CONSENSUS.search(run) and not _FORMER.search(run) and _OWN_SUBJECT.search(run):
        return None  # 乙也预告同期盈利3亿元: told of somebody, for itself
    if than is not None and site.following is None:
        begin = start + than.start("base")
        return make(scene, begin, quantity.tail, "competitor", quantity)
    year_before = _YEAR_BEFORE.fullmatch(scene.text, start, quantity.lead)
    if year_before is not None:
        return make(scene, year_before.start("base"), quantity.tail, "prior-period", quantity)
    dated = _DATED_BEFORE.match(left)
    if dated is not None:
        begin = start + max(dated.start("base"), dated.start())
        return make(scene, begin, quantity.tail, "prior-period", quantity)
    if not EARLIER.search(run) or _SAME_TIME.match(run):
        return None
    link = _LINK.search(left)
    head = left[: link.start()] if link else left
    if "目前" in run and len(head) > 3 and not _STRONG_PAST.search(run):
        return None  # 目前全球雇员约1.9万人: another thing, told for itself
    text = scene.text[start : start + len(head)]
    if not head or "\ue100" in head:
        return None
    skip = re.match(r"(?:而|但|只是|不过|则|且|其中|，|,)*", text)
    begin = start + (skip.end() if skip else 0)
    end = max(start + len(head), begin)
    made = make(scene, begin, end if end > begin else quantity.tail, "prior-period", quantity)
    return made


def _in_bracket(scene: Scene, site: Site) -> Baseline | None:
    """``低于市场预期(9.5亿)``, ``超过了美光(37%)``, ``(2023年为572万片)``: a value told in a bracket to compare with."""
    host, quantity = site.host, site.quantity
    assert host is not None
    run = scene.mask[site.left : quantity.lead]
    if _IN_BRACKET.fullmatch(run):
        return make(scene, site.left, quantity.tail, "prior-period", quantity)
    head = scene.flat[host.start : host.end]
    than = _THAN_CLAUSE.match(head)
    if than is None or run.strip("约近为 ") or not _BRACKET_OF.search(head) or re.search("[\ue100\ue101]", head):
        return None
    return make(scene, host.start + than.start("base"), quantity.tail, "competitor", quantity)


def told_before(scene: Scene, site: Site, before: Site) -> Baseline | None:
    """``以前给14个月，现在只给8个月``: the value of the clause before is the one that ``site``'s is compared with."""
    alike = before.quantity.unit == site.quantity.unit or before.quantity.dimension == site.quantity.dimension == "count"
    if not alike or before.clause_index != site.clause_index - 1:
        return None
    own = scene.text[site.clause.start : site.quantity.lead]
    if _ONCE_MORE.search(own):
        return None  # 去年亏三百亿，今年又亏七十亿: each is told for itself
    moved = _MOVED_TO.match(own) is not None
    was = _WAS.search(scene.text[before.clause.start : before.quantity.lead]) if moved else None
    if was is not None:
        return make(scene, before.clause.start + was.start("base"), before.quantity.tail, "previous-value", before.quantity)
    if not _NOW.match(own):
        return None
    head = _BEFORE_NOW.search(scene.text[before.clause.start : before.quantity.lead])
    if head is None and _RESULT.match(scene.text, site.clause.start):
        head = _AIM.search(scene.text[before.clause.start : before.quantity.lead])
    if head is None:
        return None
    return make(scene, before.clause.start + head.start(), before.quantity.tail, "previous-value", before.quantity)
