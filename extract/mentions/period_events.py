"""Rules for periods with a name of their own: reporting seasons, five-year plans, feasts, times of day, the nth day."""

from __future__ import annotations

import re

from extract.mentions.period_expressions import BLANK, DIGITS, Expression
from extract.rules import Rule

_REPORTS = {"一季": (1, 3), "三季": (1, 9), "半年": (1, 6), "1季": (1, 3), "3季": (1, 9), "中": (1, 6)}
REPORT = Rule(
    "report-season",
    r"(?P<which>[一三13]季|半年) 度?报(?!名|考|案|警) | (?<=年)中报 | (?<![\u4e00-\u9fff])中期(?=收入|业绩|溢利|纯利|息|股息|报告|净利)",
    lambda match: Expression(
        match.start(),
        match.end(),
        "report-season",
        "half" if match["which"] in ("半年", None) else "quarter" if match["which"][0] in "一1" else "span",
        months=_REPORTS[match["which"] or "中"],
    ),
    {"三季报披露完毕": "三季报", "半年报上周出齐": "半年报", "。中期收入138亿": "中期"},
    ("用了半年报名", "四季报", "，中期目标", "发布中期业绩"),
)

_PLANS = {"十一五": 2006, "十二五": 2011, "十三五": 2016, "十四五": 2021, "十五五": 2026}
PLAN = Rule(
    "five-year-plan",
    r"[“\"「『]? (?P<plan>十[一二三四五]五) (?:[”\"」』]? (?:规划)?(?:期间|时期|期内|(?P<end>[期收]?末|收官)|(?P<begin>开局)|期)? )? (?!\w*[届])",
    lambda match: (
        Expression(
            match.start(),
            match.end(),
            "five-year-plan",
            "span",
            year=_PLANS[match["plan"]],
            to_year=_PLANS[match["plan"]] + 4,
        )
        if not re.search("[一二三四五六七八九第]$", match.string[max(0, match.start() - 1) : match.start()])
        else None
    ),
    {"“十四五”期间建成": "“十四五”期间", "十五五规划": "十五五规划"},
    ("二十四五万", "第十四五名"),
)

_FEASTS = {
    "双11": (11, 1, 30),
    "双十一": (11, 1, 30),
    "双12": (12, 1, 12),
    "双十二": (12, 1, 12),
    "618": (6, 1, 20),
    "五一": (5, 1, 5),
    "十一": (10, 1, 8),
    "国庆": (10, 1, 8),
    "元旦": (1, 1, 3),
}
_SEASON = (
    r"(?=[”\"」』]?(?:大促|期间|购物|活动|年中|当天|首日|开门红|假期|黄金周|小?长假|前夕|前后|预售|全周期|战报|节))"
)
FEAST = Rule(
    "feast",
    rf"""(?P<feast>双(?:11|12|十一|十二)|(?<![\d.])618{_SEASON}|(?<=[“「『"])618(?=[”」』"])|(?<![十\d第])五一{_SEASON}|(?<![二三四五六七八九\d第])十一{_SEASON}|国庆|元旦)
    (?:中秋)? (?:[”"」』]?期间|当[天日]|(?:黄金周|小?长假|假期)(?:期间)?)?
    | (?:春节|端午|清明|中秋|圣诞|黑五|暑期|寒假|暑假)(?:期间|当[天日]|档期?|(?:黄金周|小?长假|假期)(?:期间)?|前夕|前后)""",
    lambda match: _feast(match),
    {
        "据监测,双11期间": "双11期间",
        "今年国庆中秋假期": "国庆中秋假期",
        "618大促": "618",
        "“618”期间": "618”期间",
        "五一假期": "五一假期",
        "春节期间": "春节期间",
    },
    ("收入618亿元", "第五一中学", "二十一黄金周", "春节联欢"),
)


def _feast(match: re.Match[str]) -> Expression:
    if match["feast"] is None:
        return Expression(match.start(), match.end(), "feast", "span", anchor="unknown")
    month, first, last = _FEASTS[match["feast"]]
    return Expression(match.start(), match.end(), "feast", "span", months=(month, month), day=first, to_day=last)


CLOCK = Rule(
    "clock",
    rf"""(?<![\d:：.A-Za-z]) (?:[01]?\d|2[0-3])[:：][0-5]\d(?:[:：][0-5]\d)? (?![\d.]|[:：]\d|{BLANK}[倍比])
    | (?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|深夜|夜里|半夜|午夜|[早晚]) {BLANK} (?:\d{{1,2}}|[一二三四五六七八九十两]{{1,3}}) {BLANK}[点时](?!半天)
      (?:半|整|\d{{1,2}}分|[一二三四五]?十[一二三四五六七八九]?分)?
    | (?:(?<=周[一二三四五六日天])|(?<=次日)|(?<=当[日天])|(?<=\d日)|(?<=[今明昨][天晚])) (?:\d{{1,2}}|零|[一二三四五六七八九十两]{{1,3}}) [点时](?=起|整|[，,。、]|准时|开|前|后|正式|$)
    | (?<![\d.]) (?:[01]?\d|2[0-3]) (?:点|时) [0-5]\d分(?!之)""",
    lambda match: Expression(match.start(), match.end(), "clock", "vague", anchor="unknown"),
    {"夜里十一点，": "夜里十一点", "下周一零点起": "零点", "10:08开售": "10:08", "凌晨四点,青岛": "凌晨四点", "上午9点30分": "上午9点30分", "18时05分": "18时05分"},
    ("比例5:1", "16:9屏", "涨20点", "跌20点", "12:345"),
)

NTH_DAY = Rule(
    "nth-day",
    r"第[一二两三四五六七八九十\d]{1,3}[天年](?!级) | (?<![目以])前一[日天晚](?!天) | 最后一天 | 首(?:周末?|[日月年])(?!封|季)",
    lambda match: Expression(match.start(), match.end(), "nth-day", "vague", anchor="unknown", relative=True),
    {"第二天看结果": "第二天", "第二年夏天": "第二年", "前一日的线上会": "前一日", "首周末": "首周末"},
    ("第二代", "第三周"),
)

RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    ("一三半13中", REPORT),
    ('“"「『十', PLAN),
    ("双65五十国元春端清中圣黑暑寒", FEAST),
    (DIGITS + "凌清早上中下傍晚深夜半午零", CLOCK),
    ("第前最首", NTH_DAY),
)
