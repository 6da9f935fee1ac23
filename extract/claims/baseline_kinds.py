"""What kind of baseline a wording describes: an earlier period, a rival, an expectation, another way of doing it."""

from __future__ import annotations

import re

from extract.claims.scene import Scene
from extract.types import BaselineKind

INDUSTRY = re.compile(r"行业|业内|业界|同业|同行|市场平均|平均水平|均值|大盘|全国平均|全球平均|国际平均|普遍")
EXPECTATION = re.compile(
    r"预期|(?:市场|业内|外界|机构|分析师)[^，,]{0,6}(?:猜测|估计|判断|推测)|调查(?:所得|得出|得到)?的|汇编|汇总|共识|指引|预测|预估|原估|估算|预计|目标|计划|财测|原订|原定|核定|限价|标称|包装上|约定|共识|估计|展望|原定|原先预|先前预|此前预|市场原本|分析师|华尔街|法人|承诺|规划|预算|设计值|设计产能|中性情景|考核|上缘|下缘|上限|下限"
)
GENERATION = re.compile(r"上一?代|前代|前一?代|初代|上一个|上一版|长期支持版|[\d.]+版本|老款|旧款|旧版|上一版|前作|上代|旧机型|前款|一代产品|老产品|老型号|老产线|老厂|旧厂|老线|旧产线|上一型|改款前|第[一二三四五]代|现款|现行款")
RIVAL_WORD = re.compile(r"同类|同级|同档|进口|竞品|对手|友商|人家|对方|第二名|第[二三四五]位|榜首|第一名|冠军")
CONVENTIONAL = re.compile(
    r"传统|正常|合理|标准价|原价|目录价|官方价|熟练|工人|人力|方案|架构|模式|人工|风冷|常规|普通|手工|通用|老式|燃油|纸质|线下|有线|单机|原生|开源|原(?=[^来先本])|公网|自建|单独|机械|铅酸|柴油|燃煤|火电|现有方案|原有方案|标准|BF16|FP16|FP32|CPU方案|逐一|裸机|单一|直接|包卡|包月|按量|硬盘"
)
_OF_THEN = re.compile(r"(?:去年|上年|前年|上一?期|上季|上月|年初)(?:的)?同[类级]")  # 去年同类项目: one's own of that time
PERIOD_WORD = re.compile(
    r"同期|去年|上年|前年|年初|年中|年底|年末|上季|上一?期|前一?期|上一?批|前一?批|上一?轮集采|前季|上月|前月|上周|季度|上半年|下半年|月底|月末|月份|季末|上日|上个?交易日|前一?日|昨日|期初|期末|一周|财季|交易日|[12]\d{3}年|\d{1,2}月|十[一二三四五]五|同比|环比|前一年|次年|一年前|两年前|三年前|第[一二三四1-4]季|[Qq][1-4]|[1-4][Qq]|一季|二季|三季|四季|年报|财政年度|财年|当时|发布时|上市时|峰值|历史|高点|低点|最高|疫情前|投产时|开业时"
)
OWN_EARLIER = re.compile(r"平时|平常|原本(?!预)|目前|现在|当前|如今|招股价|预售价|原来|原先|此前|以前|之前|过去|先前|早前|最初|起初|改造前|上线前|优化前|升级前|使用前|前值|当初|[一-鿿]{2}前$|早期|现价|收盘|上一?轮|前一?轮|上一次|上次|发行价|试点前|实施前")


def baseline_kind(scene: Scene, start: int, end: int, default: BaselineKind = "previous-value") -> tuple[BaselineKind, str | None]:
    """The kind of the baseline that ``start:end`` describes, and the registry id of a rival named in it."""
    text = scene.text[start:end]
    named = scene.entities_in(start, end)
    entity = named[0].owner or named[0].id if named else None
    if EXPECTATION.search(text):
        return "expectation", None
    if INDUSTRY.search(text):
        return "industry-average", None
    if _OF_THEN.search(text):
        return "prior-period", None
    if RIVAL_WORD.search(text):
        return "competitor", entity
    if GENERATION.search(text):
        return "prior-generation", None
    if scene.periods_in(start, end) or PERIOD_WORD.search(text):
        return "prior-period", None
    if OWN_EARLIER.search(text):
        return "previous-value", None
    if named:
        return "competitor", entity
    if CONVENTIONAL.search(text):
        return "conventional", None
    return default, None
