"""Invented press articles for the benchmarks: as many as wanted, always the same for one seed, hardly two alike.

>>> first, second = list(articles(2))
>>> first["id"], first["text"] == next(iter(articles(1)))["text"]
('press-0', True)
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

VENDORS = (
    "华为", "阿里云", "腾讯云", "百度", "小米", "比亚迪", "宁德时代", "中兴通讯", "联想", "海康威视", "中国移动", "中国电信", "京东", "美团",
    "寒武纪", "中芯国际", "理想汽车", "蔚来", "隆基绿能", "浪潮信息", "商汤科技", "科大讯飞", "字节跳动", "快手", "网易", "格力电器",
)  # fmt: skip
PUBLISHERS = ("晨光财经", "长河日报", "新域科技网", "东岸观察", "数智前线报", "产经快讯", "城市商报")
METRICS = (
    "营业收入",
    "净利润",
    "研发投入",
    "毛利率",
    "出货量",
    "市场份额",
    "订单金额",
    "日均调用量",
    "活跃用户数",
    "推理时延",
    "产能",
)
UNITS = {
    "营业收入": "亿元",
    "净利润": "亿元",
    "研发投入": "亿元",
    "订单金额": "亿元",
    "毛利率": "%",
    "市场份额": "%",
    "出货量": "万台",
}
UNITS |= {"日均调用量": "亿次", "活跃用户数": "万", "推理时延": "毫秒", "产能": "万吨"}
PERIODS = ("2024年", "2025年上半年", "去年", "今年第一季度", "三季度", "报告期内", "截至6月底", "本月", "2023年全年")
WHO = (
    "分析人士",
    "公司管理层",
    "多位业内专家",
    "行业协会负责人",
    "券商研究员",
    "供应链人士",
    "渠道商",
    "地方主管部门",
    "项目负责人",
)
SAYS = ("认为", "指出", "表示", "在接受采访时说", "判断", "强调", "坦言", "预计")
THINGS = (
    "算力需求",
    "终端市场",
    "海外业务",
    "供应链",
    "价格竞争",
    "政策环境",
    "技术路线",
    "人才储备",
    "渠道库存",
    "客户结构",
    "原材料成本",
    "数据安全",
)
DOES = (
    "正在加速分化",
    "仍处于调整期",
    "逐步趋于稳定",
    "面临新的不确定性",
    "出现明显回暖",
    "将进入深水区",
    "有待进一步观察",
    "正在重塑行业格局",
)
WHY = (
    "受此影响",
    "与此同时",
    "从长期看",
    "值得注意的是",
    "相比之下",
    "在这一背景下",
    "需要看到",
    "随着新规落地",
    "除此之外",
)
PLANS = (
    "加大自主研发力度",
    "推进精细化运营",
    "布局新一代产品",
    "优化渠道结构",
    "扩建生产基地",
    "深化与伙伴的合作",
    "完善售后服务网络",
    "探索新的商业模式",
)


def articles(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """``count`` articles as JSON-ready objects of about 1,500 characters, with some fifteen claims each."""
    for number in range(count):
        dice = random.Random(seed * 1_000_003 + number)
        vendor = dice.choice(VENDORS)
        paragraphs = [_paragraph(dice, vendor) for _ in range(dice.randint(6, 11))]
        day = dt.date(2025, 1, 1) + dt.timedelta(days=dice.randrange(300))
        yield {
            "id": f"press-{number}",
            "title": f"{vendor}{dice.choice(METRICS)}{dice.choice(DOES)}",
            "published": day.isoformat(),
            "publisher": dice.choice(PUBLISHERS),
            "text": "\n".join(paragraphs),
        }


def _paragraph(dice: random.Random, vendor: str) -> str:
    sentences = [_figure(dice, vendor) if dice.random() < 0.2 else _talk(dice) for _ in range(dice.randint(3, 6))]
    return "".join(sentences)


def _figure(dice: random.Random, vendor: str) -> str:
    metric = dice.choice(METRICS)
    amount = f"{dice.uniform(1, 900):.{dice.randint(0, 2)}f}{UNITS[metric]}"
    percent = f"{dice.uniform(1, 90):.1f}%"
    return dice.choice(
        (
            f"{dice.choice(PERIODS)}，{vendor}{metric}为{amount}，同比增长{percent}。",
            f"数据显示，{vendor}的{metric}达到{amount}，较上年提升{percent}。",
            f"{vendor}{metric}从{dice.randint(2, 50)}{UNITS[metric]}增至{amount}，约为行业平均水平的{dice.randint(2, 9)}倍。",
            f"{dice.choice(WHO)}{dice.choice(SAYS)}，{vendor}{metric}有望突破{amount}。",
            f"其中，{metric}环比下降{percent}，降至{amount}左右。",
        )
    )


def _talk(dice: random.Random) -> str:
    return dice.choice(
        (
            f"{dice.choice(WHO)}{dice.choice(SAYS)}，{dice.choice(THINGS)}{dice.choice(DOES)}。",
            f"{dice.choice(WHY)}，{dice.choice(THINGS)}与{dice.choice(THINGS)}之间的关系{dice.choice(DOES)}，企业需要{dice.choice(PLANS)}。",
            f"下一步，公司将{dice.choice(PLANS)}，并{dice.choice(PLANS)}。",
            f"{dice.choice(WHY)}，{dice.choice(WHO)}{dice.choice(SAYS)}{dice.choice(THINGS)}{dice.choice(DOES)}，建议{dice.choice(PLANS)}。",
        )
    )
