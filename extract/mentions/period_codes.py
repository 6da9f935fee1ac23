"""Rules for periods in Latin shorthand (``Q3``, ``3Q25``, ``2025H1``, ``9M25``, ``2026E``) and for financial years."""

from __future__ import annotations

import re

from extract.mentions.period_expressions import BLANK, DIGITS, YEAR, Expression, number
from extract.rules import Rule

_OPEN = r"(?<![A-Za-z0-9.])(?<![A-Za-z]-)"
_CLOSE = r"(?![A-Za-z0-9])(?!\.\d)"


def _year(text: str | None) -> int | None:
    if not text:
        return None
    year = int(text)
    return year if year > 99 else 2000 + year


def _calendar(match: re.Match[str], rule: str, first: int, last: int) -> Expression | None:
    if last < first:
        return None
    found = match.groupdict()
    length = last - first
    grain = "quarter" if length == 2 else "half" if length == 5 and first in (1, 7) else "span"
    fiscal = bool(found.get("fiscal") or found.get("fiscal2"))
    return Expression(
        match.start(),
        match.end(),
        rule,
        grain,  # type: ignore[arg-type]
        anchor="fiscal-quarter" if fiscal else "calendar",
        year=_year(found.get("year") or found.get("year2")),
        months=(first, last),
        amount=last // 3 if fiscal else 0,
    )


QUARTER_CODE = Rule(
    "quarter-code",
    rf"""{_OPEN} (?: (?P<fiscal>FY)? (?P<year>(?:20)?[0-4]\d) [ -]? )? Q(?P<first>[1-4])
        (?:[-—–~至到/、]Q?(?P<last>[1-4]))?
    (?: ['’ ]?(?: (?P<fiscal2>FY)(?P<year2>(?:20)?\d\d) | (?P<year3>20[0-4]\d)(?!\d|{BLANK}[%亿万元]) ) |
    ['’](?P<year4>\d\d) )?
    {_CLOSE} (?!{BLANK}[:：])(?<!奥迪Q\d)""",
    lambda match: _calendar(
        match, "quarter-code", 3 * int(match["first"]) - 2, 3 * int(match["last"] or match["first"])
    ),
    {
        "2025Q1营收": "2025Q1",
        "Q3净利润": "Q3",
        "25Q3": "25Q3",
        "FY26Q3业绩": "FY26Q3",
        "Q1-Q3合计": "Q1-Q3",
        "2025 Q3": "2025 Q3",
    },
    ("Q3：怎么选？", "SQ3", "Q35", "奥迪Q3", "Q7"),
)

NUMBER_QUARTER = Rule(
    "number-quarter",
    rf"{_OPEN} (?P<first>[1-4])(?:-(?P<last>[2-4]))?Q (?P<year>(?:20)?[0-4]\d)? {_CLOSE}",
    lambda match: _calendar(
        match, "number-quarter", 3 * int(match["first"]) - 2, 3 * int(match["last"] or match["first"])
    ),
    {"3Q25收入": "3Q25", "4Q毛利率": "4Q", "1-3Q25": "1-3Q25"},
    ("5Q25", "13Q25", "3QA"),
)


def _half(match: re.Match[str]) -> Expression | None:
    which = int(match["which"] or match["plain"] or match["lead"])
    year = match["year"] or match["year2"] or match["year3"]
    made = _calendar(match, "half-code", 6 * which - 5, 6 * which)
    return (
        None
        if made is None
        else Expression(made.start, made.end, made.rule, "half", year=_year(year), months=made.months)
    )


HALF_CODE = Rule(
    "half-code",
    rf"""{_OPEN} (?: (?P<year>(?:20)?[0-4]\d) [ -]? H(?P<which>[12])
    | (?<![氢哈弗]) H(?P<plain>[12]) (?:['’ ]?(?P<year2>20[0-4]\d))?
    | (?P<lead>[12])H (?P<year3>(?:20)?[0-4]\d)?
    ) {_CLOSE}""",
    _half,
    {"2025H1净利": "2025H1", "1H25收入": "1H25", "H2指引": "H2", "2H毛利率": "2H"},
    ("H20", "哈弗H2", "3H25", "PH1"),
)

MONTHS_CODE = Rule(
    "months-code",
    rf"{_OPEN} (?P<count>[369]|1[0-2]?|[24578])M(?P<year>(?:20)?[12]\d) {_CLOSE} (?!{BLANK}[/*×])",
    lambda match: _calendar(match, "months-code", 1, int(match["count"])),
    {"9M25归母净利": "9M25"},
    ("100M25", "9M", "GM25"),
)

ESTIMATE = Rule(
    "year-estimate",
    rf"{_OPEN} (?P<year>{YEAR})(?:-(?P<last>{YEAR}|2\d))?{BLANK}[EeAF] {_CLOSE}",
    lambda match: Expression(
        match.start(),
        match.end(),
        "year-estimate",
        "span" if match["last"] else "year",
        year=int(match["year"]),
        to_year=_year(match["last"]),
    ),
    {"2025E营收": "2025E", "2025-2027E": "2025-2027E"},
    ("2025EV", "12025E"),
)


def _fiscal(match: re.Match[str]) -> Expression:
    quarter, half = match["quarter"] or match["code"] or match["only"], match["half"]
    return Expression(
        match.start(),
        match.end(),
        "fiscal-year",
        "quarter" if quarter else "half" if half else "year",
        anchor="fiscal-quarter" if quarter else "fiscal-year",
        year=_year(match["year"] or match["fy"]),
        amount=number(quarter) if quarter else 0,
        relative=not (match["year"] or match["fy"]),
        reference=bool(match["word"] and match["word"][0] in "上前"),
    )


FISCAL = Rule(
    "fiscal-year",
    rf"""(?<![\d.A-Za-z第])
    (?: (?: (?P<year>(?:20)?\d\d) (?:[/—-](?:20)?\d\d)? {BLANK} (?:财|会计)年度?
          | FY{BLANK}(?P<fy>(?:20)?\d\d)(?:/\d\d)?(?:财年)?(?![A-Za-z0-9])
          | (?P<word>[本上下前今去]一?个?)财年 )
        (?: {BLANK}(?: 第?{BLANK}(?P<quarter>[一二三四1-4]){BLANK}财?季度? | Q(?P<code>[1-4])(?!\d) | (?P<half>[上下]半(?:财年
        |年)?) ))?
      | 第{BLANK}(?P<only>[一二三四1-4]){BLANK}财季
      | (?P<season>[本上下前当该]一?个?)财季 )""",
    _fiscal,
    {
        "2026财年第三财季": "2026财年第三财季",
        "FY25全闪": "FY25",
        "2025/26财年第二财季业绩": "2025/26财年第二财季",
        "第四财季指引": "第四财季",
        "2026 财年第三财季": "2026 财年第三财季",
        "上财季回升": "上财季",
    },
    ("FY25A1", "理财年化", "第五财季"),
)

RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    (DIGITS + "QF", QUARTER_CODE),
    ("1234", NUMBER_QUARTER),
    (DIGITS + "H", HALF_CODE),
    (DIGITS, MONTHS_CODE),
    ("12", ESTIMATE),
    (DIGITS + "F第本上下前今去当该", FISCAL),
)
