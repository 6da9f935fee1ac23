"""Every date and period of a text, with the days that it means.

Rules read the pieces (``今年``, ``三季度``, ``9月底``); here they are put together (``今年三季度``, ``7月20日至8月5日``,
``截至9月底止第三季``), framed (``截至``, ``前``, ``以来``) and resolved in reading order against the article's date.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

from extract.mentions import (
    name_contacts,
    period_codes,
    period_dates,
    period_events,
    period_spans,
    period_words,
    period_years,
)
from extract.mentions.period_clock import Clock
from extract.mentions.period_expressions import BLANK, Expression, Grain, number, numeral_spans
from extract.mentions.scanner import Scanner
from extract.rules import Rule
from extract.types import Period, Region

SCANNER: Scanner[Expression] = Scanner(
    period_years.RULES
    + period_dates.RULES
    + period_codes.RULES
    + period_words.RULES
    + period_events.RULES
    + period_spans.RULES,
    digits=r"(?=[0-9]{3}\.[0-9]{1,2}\.|[0-9]{0,3}(?:[./-][0-9]{1,2}){0,2}[ \u3000\u00a0]?"
    r"[年月日号财会季QHMEAF个多余半周天星礼小分时点交工全上下第一二三四中:：/\-—–~～至到、和及与大今首期购活当开假黄预节战”」』\")])",
    glued="(?<=[A-Za-z]{3}[0-9])(?=[0-9]?月)",
)
RULES: tuple[Rule[Expression], ...] = SCANNER.rules

_WIDE = re.compile("[０-９Ａ-Ｚａ-ｚ]")
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ADDRESS = re.compile(r"://|www\.|@|\.(?:com|cn|net|org|hk|tw)\b")
_SENTENCE_END = re.compile(r"[。！？!?；;\n.](?:(?<!\.)|(?=[\u4e00-\u9fff\"”]))")
_RANGE = re.compile(rf"{BLANK}(?:至|到|——?|–|-|~|～){BLANK}")
_UNTIL = re.compile(rf"(?:截[至止]到?|截止至){BLANK}$")
_TO = re.compile(
    rf"(?:(?:^|[\s，,。.；;：:、（(“\"「—–-])|预计|预期|计划|力争|预测|目标|有望|估计|规划)(?P<to>到){BLANK}$"
)
_AFTER = re.compile(
    r"(?P<before>(?:之|以)?前(?![\d一二两三四五六七八九十几数后夕沿瞻景端者往期列述值提任台半])|之前)"
    r"|(?P<now>份?(?:以来|至今)|迄今)"
    r"|(?P<since>之后|以后|起(?![来初点步草诉飞售价码源家伏降床亮到因草重]))"
)
_SINCE = re.compile(r"[\u4e00-\u9fff]{1,6}?(?:以来|至今)")  # 自2024年3月上市以来
_FRAME_ENDS = frozenset("至止到自从 \u3000\u00a0")
_FRAME_STARTS = frozenset("前之以份至迄起")
_ENDED = re.compile(
    rf"{BLANK}(?:[止的之]{{1,2}}{BLANK})?"
    rf"(?:(?P<count>[一二三四五六七八九十]{{1,2}}|\d{{1,2}}){BLANK}个月|(?P<quarter>季度|财季)|(?P<half>(?:上|下)?半年)|(?P<year>年度|财年))"
)
_COMPARED = re.compile(r"(?:较|比|与|高于|低于|超过|相当于|vs)[^，。；,;、]{0,8}$")
_COMPARING = frozenset("和同于从由是")
_COMPARED_SIGNS = frozenset("较比与于过当s")  # every match of ``_COMPARED`` has one
_PAST_EVENT = re.compile("[^，。；,;]{0,6}以来")
_CLOSED = frozenset("到至的是为达在")
_FORWARD = re.compile("将|计划|预计|有望|力争|目标|拟|可望|争取|完成|料|实现")


def find_periods(text: str, published: dt.date | None, region: Region = "mainland") -> tuple[Period, ...]:
    """The dates, periods and dating durations of ``text``, ascending, never overlapping.

    ``published`` resolves what leans on the article's date (``今年``, a bare ``9月``); without it their days are None.
    A bare duration (``3个月``) is a quantity and is not found.

    >>> [(text[p.start : p.end], str(p.first), str(p.last)) for text in ["截至9月底，今年前三季度营收"]
    ...  for p in find_periods(text, dt.date(2025, 10, 30))]
    [('截至9月底', '2025-09-30', '2025-09-30'), ('今年前三季度', '2025-01-01', '2025-09-30')]
    """
    if _WIDE.search(text):
        text = text.translate(_NARROW)
    found = [made for _, made in SCANNER.scan(text)]
    if found and _ADDRESS.search(text):
        addresses = [(match.start(), match.end()) for match, _ in name_contacts.URL.find_matches(text)]
        found = [made for made in found if not any(start < made.end and made.start < end for start, end in addresses)]
    if not found:
        return ()
    return _resolve(text, _ended(text, _framed(text, _ranges(text, _composed(text, found)))), published, region)


def _composed(text: str, found: list[Expression]) -> list[Expression]:
    """Put a year in front of its part: ``今年`` ``前三季度``, ``去年`` ``同期``."""
    out: list[Expression] = []
    for item in found:
        before = out[-1] if out else None
        if before is not None and _takes(before, item, text[before.end : item.start]):
            item.start, item.year, item.ago = before.start, before.year, before.ago
            item.relative = before.relative
            item.reference = item.reference or before.reference or item.anchor == "same-period"
            out[-1] = item
        else:
            out.append(item)
    return out


def _takes(year: Expression, item: Expression, gap: str) -> bool:
    if year.grain != "year" or year.part or year.to_year or year.anchor != "calendar" or not year.has_year:
        return False
    if item.has_year or gap not in ("", " ", "的") or (gap == "的" and not item.months):
        return False
    if item.anchor == "calendar":
        return item.months is not None
    return item.anchor in ("full-year", "in-year", "same-period")


def _ranges(text: str, found: list[Expression]) -> list[Expression]:
    """Join the two ends of a range: ``7月20日`` 至 ``8月5日``."""
    out: list[Expression] = []
    for item in found:
        before = out[-1] if out else None
        if (
            before is not None
            and before.to is None
            and item.anchor in ("calendar", "weekday", "full-year", "unknown")
            and (before.anchor == item.anchor or {before.anchor, item.anchor} == {"calendar", "full-year"})
            and (item.anchor != "unknown" or item.rule == before.rule == "clock")
            and before.to_year is None
            and item.start - before.end <= 4
            and _RANGE.fullmatch(text, before.end, item.start)
        ):
            before.end, before.to = item.end, item
            before.grain = "vague" if item.anchor == "unknown" else "span"
        else:
            out.append(item)
    return out


def _framed(text: str, found: list[Expression]) -> list[Expression]:
    """Take in what bounds an expression: ``截至`` and ``到`` before it, ``前``, ``起``, ``以来`` after it."""
    out: list[Expression] = []
    reach = 0
    for place, item in enumerate(found):
        limit = found[place + 1].start if place + 1 < len(found) else len(text)
        start, end, bound = item.start, item.end, item.bound
        before = text[start - 1 : start] if start else ""
        if before not in _FRAME_ENDS and text[end : end + 1] not in _FRAME_STARTS:
            out.append(item)
            reach = end
            continue
        window = text[max(reach, start - 5) : start]
        until = _UNTIL.search(window)
        to = None if until else _TO.search(window)
        if until:
            start, bound = start - len(window) + until.start(), "until"
        elif to and item.anchor in ("calendar", "full-year", "that-month") and item.to is None:
            start, bound = start - len(window) + to.start("to"), "to"
        after = _AFTER.match(text, end, min(len(text), end + 4))
        since = _SINCE.match(text, end, min(limit, end + 8)) if before in ("自", "从") and not after else None
        if since and item.anchor == "calendar":
            end, bound = since.end(), "to-now"
        if after and after.end() <= limit and item.anchor not in ("ago", "unknown", "back", "ahead", "same-period"):
            end = after.end()
            bound = "before" if after["before"] else "to-now" if after["now"] else "since"
        item.start, item.end, item.bound = start, end, bound
        out.append(item)
        reach = end
    return out


def _ended(text: str, found: list[Expression]) -> list[Expression]:
    """Join a closing day with the period that it closes: ``截至9月底`` 止 ``第三季``, ``截至6月30日`` 止六个月."""
    out: list[Expression] = []
    for place, item in enumerate(found):
        before = out[-1] if out else None
        if before is not None and item.start < before.end:
            continue  # swallowed by the closing phrase before it
        if before is not None and before.bound == "until" and before.ends is None:
            gap = text[before.end : item.start]
            if len(gap) <= 3 and re.fullmatch(rf"{BLANK}[止的之]{{0,2}}{BLANK}", gap) and _closes(item):
                out[-1] = replace(item, start=before.start, bound=None, ends=before, reference=False)
                continue
        if item.bound == "until":
            match = _ENDED.match(text, item.end, min(len(text), item.end + 10))
            upcoming = found[place + 1].start if place + 1 < len(found) else len(text)
            if match and match.end() <= upcoming:
                amount = (
                    number(match["count"]) if match["count"] else 3 if match["quarter"] else 6 if match["half"] else 12
                )
                grain: Grain = (
                    "quarter" if amount == 3 else "half" if amount == 6 else "year" if amount == 12 else "span"
                )
                ends = replace(item)
                item = replace(
                    item, end=match.end(), grain=grain, unit="mo", amount=amount, bound=None, ends=ends, part=None
                )
        out.append(item)
    return out


def _closes(item: Expression) -> bool:
    return (
        item.bound is None
        and item.to is None
        and item.grain in ("quarter", "half", "year", "span")
        and (
            item.anchor in ("fiscal-quarter", "fiscal-year", "full-year")
            or (item.anchor == "calendar" and item.day is None)
        )
    )


def _resolve(text: str, found: list[Expression], published: dt.date | None, region: Region) -> tuple[Period, ...]:
    clock = Clock(published)
    periods = []
    reach = 0
    for item in found:
        if _SENTENCE_END.search(text, reach, item.start):
            clock.new_sentence()
        reach = item.end
        before = text[max(0, item.start - 12) : item.start]
        compared = (
            (not _COMPARED_SIGNS.isdisjoint(before) and _COMPARED.search(before) is not None)
            or before.rstrip()[-1:] in _COMPARING
            or (text.find("以来", item.end, item.end + 8) >= 0 and _PAST_EVENT.match(text, item.end) is not None)
        )
        forward = item.anchor == "in-year" and bool(
            _FORWARD.search(text, max(0, item.start - 12), min(len(text), item.end + 8))
        )
        first, last = clock.dates(item, forward=forward)
        opening = item.start == 0 or text[item.start - 1] not in _CLOSED
        clock.note(item, (first, last), compared=compared, opening=opening)
        reference = item.reference or (compared and _only_compared(item, region))
        covers: Grain = (
            "day" if item.bound == "until" and item.grain in ("month", "quarter", "half", "year") else item.grain
        )
        periods.append(
            Period(
                item.start,
                item.end,
                first,
                last,
                covers,
                item.rule,
                numeral_spans(text, item.start, item.end),
                relative=item.relative,
                reference=reference,
            )
        )
    return tuple(periods)


def _only_compared(item: Expression, region: Region) -> bool:
    """Whether 上季, 同期 after 较 or 比 are a point of comparison; in Hong Kong and Taiwan 上季 is the quarter reported."""
    if item.anchor == "same-period":
        return True
    return item.anchor == "from-now-quarter" and item.amount < 0 and region == "mainland"
