"""The wording of a metric: a noun phrase without its growth noun and light words, and whether it ends in a word that measures."""

from __future__ import annotations

import re
from functools import lru_cache

from extract.claims.candidates import MetricCandidate
from extract.claims.scene import Scene
from extract.claims.verbs import FALL_NOUN, FALL_NOUN_ANY, GROWTH_NOUN, GROWTH_NOUN_ANY

_GROWTH_NOUN = re.compile(rf"(?:的|同比|环比|年|复合)*(?:{GROWTH_NOUN_ANY}|{FALL_NOUN_ANY})(?:目标|预期|指引|预估)?$")
# A wording without such an end has no growth noun.
_GROWTH_ENDS = (*GROWTH_NOUN, *FALL_NOUN, "目标", "预期", "指引", "预估")
_HEADER = re.compile(r"(?<=..)(?:排名|排行榜?|榜单?|表现|情况|一览|速览)$")  # 销量排名: the header of a list
# A syllable that makes another word of what follows, with the words that it does so to.
_PREFIXED = {
    "非": ("公认", "国际", "通用", "经常", "息", "硅", "晶", "传统", "金融", "流动", "道路", "化石", "住宅", "苹果", "手机"),
    "不": ("合格", "良"),
    "可": ("穿戴", "再生", "回收", "支配", "折叠", "转债", "控核"),
    "新": ("业务", "能源", "产品收入", "零售"),
}
_SEGMENT = frozenset(["其他", "其它", "线上", "线下"])
_FRAME = re.compile(r"^(?:将(?![军士乐])|把(?![手握])|导致|造成|令(?!牌)|使(?![用命馆者])|让(?![利步]))(?=..)")
_GLOSS = re.compile(r"[(（][^()（）]*[)）]")
_TAIL = re.compile(r"(?<=..)(?:仍|再度|主要|已经?|达到?|为|约|近|超过?|是|在|至|到|仅|(?<!平)均|共|则|就|只|还)+$")
_TAIL_ENDS = frozenset("仍度要已经达到为约近超过是在至仅均共则就只还")
GROWTH_WORDS = frozenset(
    [*GROWTH_NOUN, *FALL_NOUN, "增长", "提升", "增加", "下降", "降低", "涨", "跌", "下调", "直降", "上涨"]
)
# What only says that something is meant, told or reached: 计划再铺120座, 如今报到7.4万元
_NEVER = frozenset(["计划", "打算", "准备", "考虑", "预计", "报到", "只到", "知道", "得知", "了解", "获悉", "看到", "发现", "挤出", "收获", "来到", "拿到", "做到", "用到", "想到", "变成", "成为", "分获", "分得", "各占", "全省", "全市", "全国", "年均", "平均", "普遍", "累计", "数字", "该数字", "停留", "停留在", "徘徊", "中间值", "值", "中值", "平均值", "高标", "低标"])
HEADS = frozenset("税率量额数比价费本利损值度长延宽速力耗时级龄位幅差重距径压流温期币金产")
HEAD_WORDS = (
    "收入", "营收", "利润", "成本", "费用", "价格", "性能", "效率", "带宽", "吞吐", "时间", "周期", "规模", "面积",
    "容量", "功率", "寿命", "续航", "算力", "份额", "占比", "订单", "人数", "客户", "用户", "销售", "投资", "投入",
    "支出", "开支", "显存", "内存", "电流", "电压", "密度", "速度", "准确率", "能耗", "功耗", "库存", "存货",
    "现金", "负债", "资产", "需求", "供给", "精度", "市值", "估值", "工资", "薪酬", "补贴", "距离", "里程", "误差",
    "电量", "用时", "耗时", "能力", "产出", "产值", "通量", "参数", "评分", "得分", "跑分", "持股", "股息", "融资",
    "出货", "交付", "交付期", "月活", "日活", "会员", "专利", "像素", "亮度", "尺寸", "厚度", "重量", "温度",
    "净流出", "净流入", "净买入", "净卖出", "增加值", "税收", "扭矩", "转速", "倍率", "油耗", "电耗", "预算", "耗电", "造价", "租金",
)  # fmt: skip


def measures(text: str, start: int, end: int, tag: str = "n") -> bool:
    """Whether the phrase ends in a word that measures: 误差, 密度, 投入; of a verb the last character tells nothing."""
    return (text[end - 1] in HEADS and not tag.startswith("v")) or text.endswith(HEAD_WORDS, start, end)


def add(out: list[MetricCandidate], candidate: MetricCandidate) -> None:
    """Put the candidate among the others, unless it has no words or the same rule has offered the same words."""
    text, how = candidate.text, candidate.how
    if not text:
        return
    for other in out:
        if other.text == text and other.how == how:
            return
    out.append(candidate)


def phrase(
    scene: Scene, start: int, end: int, how: str, out: list[MetricCandidate], told: tuple[str, ...] = ()
) -> None:
    """The noun phrase at ``start:end``; a growth noun at its end is no metric of its own."""
    start = _whole_word(scene.text, start)
    text, cut = _wording(scene.text[start:end])
    if text and text not in GROWTH_WORDS and text not in _NEVER:
        add(out, MetricCandidate(text, start, start + len(text), how, told=(*told, "growth-noun-cut") if cut else told))


def _whole_word(text: str, start: int) -> int:
    """Where the phrase at ``start`` really begins: at 非 of 非公认会计准则净利润, behind 目的 of 该项目的投资额."""
    if text.startswith("目的", start) and text[start - 1 : start] == "项":
        return start + 2
    if start > 1 and text[start - 2 : start] in _SEGMENT and text.startswith(("业务", "服务", "收入", "产品"), start):
        return start - 2
    before = text[start - 1 : start] if start else ""
    follows = _PREFIXED.get(before)
    return start - 1 if follows is not None and text.startswith(follows, start) and text[start - 2 : start - 1] not in ("是", "并") else start


@lru_cache(maxsize=8192)
def _wording(run: str) -> tuple[str, bool]:
    """A noun phrase without glosses, light words at its end and a growth noun, and whether a growth noun was cut.

    >>> _wording("的云(公有云)收入同比增速")
    ('云收入', True)
    """
    text = (_GLOSS.sub("", run) if ")" in run or "）" in run else run).strip("的 ")
    text = _FRAME.sub("", text)
    if text.endswith("中") and not text.endswith(("集中", "命中", "其中", "空中", "高中", "初中", "适中")) and len(text) > 3:
        text = text[:-1]  # 风机订单中
    if text[-1:] in _TAIL_ENDS:
        text = _TAIL.sub("", text)
    text = _HEADER.sub("", text)
    if not text.endswith(_GROWTH_ENDS):
        return text, False
    shorter = _GROWTH_NOUN.sub("", text)
    return shorter, shorter != text
