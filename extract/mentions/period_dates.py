"""Rules for the calendar: halves, quarters, months and days, each as the press writes it."""

from __future__ import annotations

import re

from extract.mentions.period_expressions import (
    BLANK,
    DIGITS,
    EDGE,
    FREE,
    HAN_DIGITS,
    MONTH,
    PARTS,
    TO,
    YEAR,
    Expression,
    number,
)
from extract.rules import Rule

_DAY = r"(?:3[01]|[12]\d|0?[1-9]|三十一?|二?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[一二三四五六七八九])"
HALF_RULE = Rule(
    "half-year",
    rf"(?P<which>[上下]|首) {BLANK} 半年 (?:末|(?=[^报]|$))",
    lambda match: Expression(
        match.start(),
        match.end(),
        "half-year",
        "day" if match.group().endswith("末") else "half",
        months=(7, 12) if match["which"] == "下" else (1, 6),
        part="end" if match.group().endswith("末") else None,
    ),
    {"今年上半年": "上半年", "预计下半年": "下半年"},
    ("用了半年", "大半年", "上半场"),
)


def _quarter(match: re.Match[str]) -> Expression | None:
    first = number(match["first"] or match["bare"])
    last = number(match["second"] or match["other"] or str(first))
    if last < first:
        return None
    edge = match["edge"]
    grain = "day" if edge in ("底", "末") else "month" if edge else "quarter" if first == last else "span"
    return Expression(
        match.start(),
        match.end(),
        "quarter",
        grain,  # type: ignore[arg-type]
        months=(3 * first - 2, 3 * last),
        part=PARTS.get(edge or ""),
    )


_Q = "[一二三四1-4]"
QUARTER_RULE = Rule(
    "quarter",
    rf"""(?:第{BLANK}(?P<first>{_Q}){BLANK}(?:季度?)?(?:[、至到和及与\-—~～]第?(?P<second>{_Q}){BLANK})?季度?(?!节)
    |(?<![\d第两]) (?<!\d\.) (?<!前[一二两]) (?P<bare>{_Q}){BLANK}(?:季度)?(?:[、至到和及与\-—~～]?(?P<other>{_Q}){BLANK})?季度(?!假)
    ) {EDGE}?""",
    _quarter,
    {
        "第三季度收入": "第三季度",
        "第3季每股": "第3季",
        "三季度末": "三季度末",
        "一至三季度": "一至三季度",
        "预计三、四季度": "三、四季度",
        "第三、第四季度": "第三、第四季度",
    },
    ("四季度假村", "三季", "连续3个季度", "第5季"),
)

_FIRST_QUARTERS = Rule(
    "first-quarters",
    rf"(?P<word>(?<![目以之此])前|首|头) {BLANK} (?P<count>[一二两三1-3]) {BLANK} 个? {BLANK} 季度? (?!节)",
    lambda match: (
        Expression(
            match.start(),
            match.end(),
            "first-quarters",
            "span" if number(match["count"]) > 1 else "quarter",
            months=(1, 3 * number(match["count"])),
        )
        if (match["word"], match["count"]) != ("前", "一")
        else None
    ),
    {"前三季度营收": "前三季度", "首三季": "首三季", "前三个季度": "前三个季度"},
    ("前一季", "前三名", "目前三季度"),
)

_EDGE_QUARTERS = Rule(
    "edge-quarter",
    r"首季(?!度?报)度?|末季|最后一(?:(?P<month>个月)|个?季度?)",
    lambda match: Expression(
        match.start(),
        match.end(),
        "edge-quarter",
        "month" if match["month"] else "quarter",
        months=(12, 12) if match["month"] else (1, 3) if match.group()[0] == "首" else (10, 12),
    ),
    {"明年首季": "首季", "2025年最后一个月": "最后一个月", "最后一个季度": "最后一个季度", "最后一季": "最后一季"},
    ("最后一个问题", "首次"),
)

_FIRST_MONTHS = Rule(
    "first-months",
    rf"(?:(?<![目以之此日])前|首|头) {BLANK} (?P<count>{MONTH}|两) {BLANK} 个?月 (?!份?[初底末中])",
    lambda match: Expression(
        match.start(), match.end(), "first-months", "span", months=(1, min(12, number(match["count"])))
    ),
    {"前11月累计": "前11月", "今年前8个月": "前8个月", "首十一个月": "首十一个月", "前两个月": "前两个月"},
    ("前三名", "目前11月", "前9月底"),
)


def _month_range(match: re.Match[str]) -> Expression | None:
    first, last = number(match["first"]), number(match["last"])
    if not (1 <= first <= 12 and 1 <= last <= 12 and first != last):
        return None
    return Expression(match.start(), match.end(), "month-range", "span", months=(first, last))


MONTH_RANGE_RULE = Rule(
    "month-range",
    rf"""{FREE} (?P<first>{MONTH}) {BLANK} 月?份? {BLANK} (?:、{MONTH}月?){{0,4}} (?:{TO}|[、和及与]|——) {BLANK}
        (?P<last>{MONTH}) {BLANK} 月 (?!\d|{BLANK}\d) 份?""",
    _month_range,
    {
        "1-9月合计": "1-9月",
        "7月至9月": "7月至9月",
        "较7、8月减半": "7、8月",
        "今年1—10月": "1—10月",
        "1、2、3月销量": "1、2、3月",
    },
    ("7月20日至8月", "3-6个月", "1-13月", "0.1-9月"),
)


def _month(match: re.Match[str]) -> Expression | None:
    month = number(match["month"])
    days = match["day"], match["last"]
    if not 1 <= month <= 12:
        return None
    edge = match["edge"] or match["ten"]
    grain = "day" if days[0] or edge in ("底", "末") else "month"
    return Expression(
        match.start(),
        match.end(),
        "month",
        grain if not (days[1] or (edge and grain == "month")) else "span",  # type: ignore[arg-type]
        months=(month, month),
        day=number(days[0]) if days[0] else None,
        to_day=number(days[1]) if days[1] else None,
        part=PARTS.get(edge or ""),
    )


MONTH_RULE = Rule(
    "month",
    rf"""{FREE} (?<![一二三四五六七八九十几百千万亿数两]) (?P<month>{MONTH}) {BLANK} 月 (?!球|饼|嫂)
    (?: {BLANK}(?P<day>{_DAY})(?:{BLANK}[日号]?{BLANK}{TO}{BLANK}(?P<last>{_DAY}))?{BLANK}[日号](?!元|圆)
      | 份? (?:{EDGE} | (?P<ten>[上中下]旬))?
      )""",
    _month,
    {
        "11月18日": "11月18日",
        "11 月 18 日消息": "11 月 18 日",
        "9月6日至12日": "9月6日至12日",
        "10月份以来": "10月份",
        "截至9月底": "9月底",
        "4月上旬": "4月上旬",
        "十月最后": "十月",
        "9月中国销量": "9月",
    },
    ("3个月", "13月", "1.2月", "十二月球"),
)

DAY_RULE = Rule(
    "day",
    rf"""(?: [昨今前明][（(](?P<bracket>\d{{1,2}})[)）] {BLANK} [日天]?
        | {FREE} (?:(?<![近连续每达共满前首约超逾第过去])|(?<=[纽公]约)(?=\d\d?日[讯电])) (?P<bare>3[01]|[12]\d|0?[1-9]) {BLANK} 日
          (?! [元圆均活年游间产内本线系化币式料]|以?[内上]|留存|之?内|后|移动|转|龄)
        )""",
    lambda match: (
        Expression(
            match.start(), match.end(), "day", "day", anchor="calendar", day=int(match["bracket"] or match["bare"])
        )
        if 1 <= int(match["bracket"] or match["bare"]) <= 31
        else None
    ),
    {"已于22日晚间": "22日", "昨（16）日登场": "昨（16）日", "该公司13日揭露": "13日", "(纽约22日讯)": "22日"},
    ("100日元", "15日均线", "近7日", "30日内", "7日年化", "32日"),
)


def _iso(match: re.Match[str]) -> Expression | None:
    month, day = int(match["month"]), match["day"]
    return Expression(
        match.start(),
        match.end(),
        "iso-date",
        "day" if day else "month",
        year=int(match["year"]),
        months=(month, month),
        day=int(day) if day else None,
    )


ISO_RULE = Rule(
    "iso-date",
    rf"""{FREE} (?<!-) (?P<year>{YEAR}) [-/.] (?P<month>1[0-2]|0?[1-9]) (?: (?:(?<=-\d)-|(?<=-\d\d)-|(?<=/\d)/
        |(?<=/\d\d)/|(?<=\.\d)\.|(?<=\.\d\d)\.) (?P<day>3[01]|[12]\d|0?[1-9]) (?!\d|[./-]\d)"""
    r"| (?<![.]\d) (?<![.]\d\d) (?!\d|[-/.]\d|\s?[年%亿万]))",
    _iso,
    {
        "时间:2025-11-18": "2025-11-18",
        "2025/11/18发布": "2025/11/18",
        "（2025.11.18）": "2025.11.18",
        "2025-11": "2025-11",
    },
    ("2025-13-01", "2025-2027年", "010-2025-1", "2025.1"),
)

MONTH_DAY_RULE = Rule(
    "month-day",
    rf"""(?<![\dA-Za-z./:：]) (?<![\d年]-) (?P<month>0[1-9]|1[0-2]) - (?P<day>0[1-9]|[12]\d|3[01])
        (?: (?<=0\d-\d\d) | (?<=-0\d) | (?={BLANK}[0-2]?\d[:：][0-5]\d) ) (?! \d | [-./%‰~～] | {BLANK}[万亿元年月个家倍千百台吨成℃] )""",
    lambda match: Expression(
        match.start(),
        match.end(),
        "month-day",
        "day",
        months=(int(match["month"]), int(match["month"])),
        day=int(match["day"]),
    ),
    {"\n04-28\n": "04-28", "某网 11-18 10:30": "11-18"},
    ("2025-04-28", "10-12", "04-28%", "010-0428", "04-28-2025"),
)

GLUED_MONTH_RULE = Rule(
    "month-after-name",
    r"(?<=[A-Za-z]{3}) (?P<month>1[0-2]|[1-9]) 月 (?!球|饼|\d) (?!份?[底初末中上下]旬?)",
    lambda match: Expression(
        match.start(), match.end(), "month-after-name", "month", months=(int(match["month"]), int(match["month"]))
    ),
    {"IDC9月公布": "9月", "SUV10月销量": "10月"},
    ("ES8月销", "M9月均", "IDC13月", "9月"),
)

RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    ("12", ISO_RULE),
    ("上下首", HALF_RULE),
    ("第一二三四1234", QUARTER_RULE),
    ("前首头", _FIRST_QUARTERS),
    ("首末最", _EDGE_QUARTERS),
    ("前首头", _FIRST_MONTHS),
    (DIGITS + HAN_DIGITS, MONTH_RANGE_RULE),
    (DIGITS + HAN_DIGITS, MONTH_RULE),
    ("01", MONTH_DAY_RULE),
    ("123456789", GLUED_MONTH_RULE),
    (DIGITS + "昨今前明", DAY_RULE),
)
