"""Rules for years: absolute, in lists, in two digits, of the Republic, and seen from the article's year."""

from __future__ import annotations

import re

from extract.mentions.period_expressions import (
    BLANK,
    EDGE,
    FREE,
    HAN_YEAR,
    PARTS,
    YEAR,
    Expression,
    number,
)
from extract.rules import Rule

_LIST = r"[、/和与及至到~～—–\-]"


def _year(match: re.Match[str], *, rule: str) -> Expression:
    found = match.groupdict()
    edge = found.get("edge")
    fields = {"months": (1, 6)} if edge == "中期" else {"part": PARTS.get(edge or "")}
    year = number(found["year"])
    year += 2000 if year < 100 else 1911 if year < 200 else 0
    grain = "half" if edge == "中期" else "day" if edge in ("底", "末") else "month" if edge else "year"
    return Expression(match.start(), match.end(), rule, grain, year=year, **fields)  # type: ignore[arg-type]


YEAR_RULE = Rule(
    "year",
    rf"{FREE} (?P<year>{YEAR}|{HAN_YEAR}) {BLANK} 年 (?:度(?!假))? (?!代|级|款|版|轻|货) {EDGE}?",
    lambda match: _year(match, rule="year"),
    {
        "2025年营收50亿元": "2025年",
        "到 2026 年底达5000亿美元": "2026 年底",
        "二○二六年产能": "二○二六年",
        "2025年中国AI市场": "2025年",
        "2025年中期业绩": "2025年中期",
    },
    ("12025年", "2100年", "3.2025年", "2000年代"),
)


BARE_YEAR = Rule(
    "year-before-part",
    rf"{FREE} (?P<year>{YEAR}) (?={BLANK}(?:全年|[上下]半年|前三季|第[一二三四1-4]季|[一二三四]季[度报]|年中|年初|年底|财报|中报|年报|半年报))",
    lambda match: _year(match, rule="year-before-part"),
    {"2024全年出货": "2024", "2025上半年": "2025"},
    ("12024全年", "2024亿元", "2025年全年"),
)


_EACH_YEAR = re.compile(r"年[ ]?[、和与及][ ]?(?:19|20)\d\d")  # 2022年、2023年 are two, each with its value


def _years(match: re.Match[str]) -> Expression | None:
    year, last = number(match["year"]), number(match["last"])
    last += year // 100 * 100 if last < 100 else 0
    if not year < last <= year + 40 or _EACH_YEAR.search(match.group()):
        return None
    return Expression(match.start(), match.end(), "years", "span", year=year, to_year=last)


YEARS_RULE = Rule(
    "years",
    rf"""{FREE} (?P<year>{YEAR}) {BLANK}年?{BLANK} (?:{_LIST}{BLANK}{YEAR}年?){{0,5}}? (?:{_LIST}|——){BLANK}
        (?P<last>(?:20)?\d\d)"""
    rf"{BLANK}年(?!代|级|期)度?",
    _years,
    {
        "2025-2027年净利润": "2025-2027年",
        "2025年至2027年": "2025年至2027年",
        "预计2025/2026/2027年EPS": "2025/2026/2027年",
        "2024、25年": "2024、25年",
    },
    ("2025年", "2027-2025年", "2025-11-18", "2025至尊版", "2022年、2023年"),
)

SHORT_YEAR_RULE = Rule(
    "short-year",
    rf"{FREE} (?<!连续)(?<!过去)(?<!近) ['’]? (?P<year>[12]\d) 年 (?:度|年?{EDGE}|(?=[1-4]?Q|H[12]|[12]H|全年|[上下]半年|前三季|前[\d一二两]"
    r"|第?[一二三四]季|同期(?!限)|(?<=[由从较比至到自]\d\d年)的[约近]?\d|营收|归母|净利|收入|业绩|(?:1[0-2]|[1-9])(?:-|月)))",
    lambda match: _year(match, rule="short-year"),
    {
        "公司25年Q3营收": "25年",
        "24年全年收入": "24年",
        "目标26年底量产": "26年底",
        "到25年年底建成": "25年年底",
        "由21年的60%提升": "21年",
    },
    ("连续25年营收增长", "一部25年的历史", "25年期国债", "由21年的历史"),
)


def _short_years(match: re.Match[str]) -> Expression | None:
    year, last = int(match["year"]), int(match["last"])
    if not year < last <= year + 5:
        return None
    return Expression(match.start(), match.end(), "short-years", "span", year=2000 + year, to_year=2000 + last)


SHORT_YEARS_RULE = Rule(
    "short-years",
    rf"{FREE} (?P<year>2\d)年? (?:[/、]2\d)?? [/、\-—~～至] (?P<last>[23]\d) 年 (?=公司|营收|归母|净利|收入|业绩|EPS|PE|的?复合|实现|将)",
    _short_years,
    {"预计25-27年归母净利润": "25-27年", "25/26/27年EPS": "25/26/27年"},
    ("20-30年的寿命", "质保10-15年，", "25-24年归母"),
)

ROC_YEAR_RULE = Rule(
    "roc-year",
    rf"(?:民国{BLANK}(?P<era>\d{{2,3}}|[一二三四五六七八九十百零○]+){BLANK}年度?"
    rf"|{FREE}(?P<bare>1[01]\d){BLANK}年(?=度|第?[一二三四1-4]季|[上下]半年|1?\d月|底|初|全年)度?) {EDGE}?",
    lambda match: Expression(
        match.start(),
        match.end(),
        "roc-year",
        "day" if match["edge"] in ("底", "末") else "year",
        year=1911 + number(match["era"] or match["bare"]),
        part=PARTS.get(match["edge"] or ""),
    ),
    {"民国114年第三季": "民国114年", "114年第三季营收": "114年", "民国一百一十四年": "民国一百一十四年"},
    ("114年历史", "2114年第三季", "民国风"),
)

_AGO = {"今": 0, "本": 0, "去": 1, "上": 1, "上一": 1, "前一": 1, "前": 2, "明": -1, "来": -1, "后": -2}


def _relative_year(match: re.Match[str]) -> Expression:
    word, edge = match["word"], match["edge"]
    grain = "half" if edge == "中期" else "day" if edge in ("底", "末") else "month" if edge else "year"
    return Expression(
        match.start(),
        match.end(),
        "relative-year",
        grain,  # type: ignore[arg-type]
        ago=_AGO[word],
        months=(1, 6) if edge == "中期" else None,
        part=PARTS.get(edge or ""),
        relative=True,
        reference=word in ("上", "上一", "前一"),
    )


RELATIVE_YEAR_RULE = Rule(
    "relative-year",
    rf"""(?P<word>(?<!如)今|(?<![过失])去|明|上一|(?<![目以之此])前一|(?<![以加跟])上|(?<![基成根资日样])本
    |(?<![目此以之日提年])前|(?<![此之以年今])后|(?<![\u4e00-\u9fff])来)
    年(?:度(?!假))?(?!轻|龄|均|化|产|薪) {EDGE}?""",
    _relative_year,
    {
        "预计今年营收": "今年",
        "去年底": "去年底",
        "明年中，": "明年中",
        "较上年下降": "上年",
        "是前一年度的五倍": "前一年度",
    },
    ("如今年轻人", "目前年产能", "50%以上年增长", "过去年均增长", "今年轻", "三年前年"),
)

_THAT_YEAR = Rule(
    "that-year",
    rf"(?:(?<!相)当|(?<!不)同) 年 (?!轻|龄|级|均) {EDGE}?",
    lambda match: Expression(
        match.start(),
        match.end(),
        "that-year",
        "day" if match["edge"] in ("底", "末") else "year",
        anchor="that-year",
        part=PARTS.get(match["edge"] or ""),
        relative=True,
    ),
    {"当年实现盈利": "当年", "同年底上市": "同年底"},
    ("相当年产能", "同年龄段"),
)

RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    ("12一二", YEARS_RULE),
    ("12一二", YEAR_RULE),
    ("12", BARE_YEAR),
    ("12", SHORT_YEARS_RULE),
    ("12'’", SHORT_YEAR_RULE),
    ("1民", ROC_YEAR_RULE),
    ("今去明上前本后来", RELATIVE_YEAR_RULE),
    ("当同", _THAT_YEAR),
)
