"""Written numerals: what they are worth, and where they stand.

Arabic (``9,300``), Han (``二十七亿六千五百万``), digit by digit (``七.六四``, ``二〇二六``), financial (``壹贰叁``) and mixed
(``5兆8,260亿``, ``3万2千``). A value is always exact: a Decimal, never a float.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from functools import lru_cache

from extract.types import Span

DIGITS = {char: number for number, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
SMALL = {"十": Decimal(10), "百": Decimal(100), "千": Decimal(1000)}
LARGE = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8, "兆": Decimal(10) ** 12}
HAN = "〇零一二两三四五六七八九十百千万亿兆廿卅"  # every Han numeral of running text
HAN_DIGIT = "〇零一二两三四五六七八九"
SCALE = "十百千万亿兆"
FINANCIAL = dict(zip("壹贰叁肆伍陆柒捌玖拾佰仟弐参两", "一二三四五六七八九十百千二三两", strict=True))

LONGEST = 40  # a longer run is a code, not a number
EXACT = Context(prec=100)

ARABIC = r"(?:[0-9]{1,3}(?:,[0-9]{3})++(?![0-9])(?:\.[0-9]++)?+|[0-9]++(?:\.[0-9]++)*+)"
# a scale word, unless it begins a unit's name: 百 of 百分点, 千 of 千瓦, 兆 of 兆瓦
SCALES = "(?:[十万亿]|百(?!分点|分比)|千(?!兆?(?:[瓦克米赫伏帕焦牛]|字节|比特))|兆(?!瓦|赫|帕|焦|伏|字节|比特|位元))"
# 3,231亿 6,600万: a blank before a lower scale
_FALLS = (
    "(?:(?<=兆)[ ](?=[0-9][0-9,.]{0,8}[ ]?[千百十]?[亿万])|(?<=[亿兆])[ ](?=[0-9][0-9,.]{0,8}[ ]?[千百十]?万(?!亿)))"
)
_LOW = r"(?:[0-9],[0-9]{3}|[0-9]{3,4})(?![0-9.,%年月日])"  # 3,120 of 47万3,120
MORE_SCALES = rf"(?:(?:{_FALLS}?+零?+(?:[0-9]{{1,3}}(?:,[0-9]{{3}})++(?![0-9])|[0-9]++)(?:\.[0-9]++)?+(?:[ ](?=[千百十]?[亿万]))?+{SCALES}++)++(?:(?<=万){_LOW})?+|(?<=万){_LOW})"
HAN_NUMERAL = (
    rf"(?:(?:[〇零一二两三四五六七八九廿卅]|{SCALES})++"
    rf"(?:(?<=[{HAN_DIGIT}])[点.](?=[{HAN_DIGIT}])[{HAN_DIGIT}]++{SCALES}*+)?+)"
)

_FOLD = {0xFF10 + i: 0x30 + i for i in range(10)}
_FOLD |= {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_FOLD |= {
    ord(wide): ord(plain)
    for wide, plain in zip("％﹪．﹒＋－−／＄￥＜＞　\u00a0\u2009\u202f", "%%..+--/$¥<>    ", strict=True)
}
_UNFOLDED = re.compile("[０-９Ａ-Ｚａ-ｚ％﹪．﹒＋－−／＄￥＜＞○\u3000\u00a0\u2009\u202f]++")
_WIDE_COMMA = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_CIRCLES = re.compile("○++")
_FINANCIAL_RUN = re.compile("(?:[壹贰叁肆伍陆柒捌玖零]*[拾佰仟万亿]|[壹贰叁肆柒捌玖]+)+[壹贰叁肆伍陆柒捌玖]*")
_FINANCIAL_PROOF = re.compile("[壹贰叁柒捌玖佰仟]|[肆伍陆]拾|肆[万亿]|拾[伍陆万亿]")


class NumeralError(ValueError):
    """A text is no well-formed numeral; the message says which text and why."""


def fold(text: str) -> str:
    """``text`` with full-width digits, letters and signs as ASCII, ``○`` between numerals as ``〇``; of the same length.

    >>> fold("３，８００萬次，９．３％")
    '3,800萬次，9.3%'
    """
    if _UNFOLDED.search(text) is None:
        return text
    text = _CIRCLES.sub(_zeros, text)
    text = _WIDE_COMMA.sub(",", text)
    return _UNFOLDED.sub(lambda run: run.group().translate(_FOLD), text)


def _zeros(run: re.Match[str]) -> str:
    beside = run.string[run.start() - 1 : run.start()] + run.string[run.end() : run.end() + 1]
    return run.group().replace("○", "〇") if any(char in HAN_DIGIT for char in beside) else run.group()


def plain_han(text: str) -> str:
    """``text`` with financial numerals (``叁仟万``) as ordinary ones, where they are certain; of the same length.

    >>> plain_han("注资叁仟万元，大陆市场"), plain_han("206亿3仟万元")
    ('注资三千万元，大陆市场', '206亿3千万元')
    """
    if _FINANCIAL_PROOF.search(text) is None:
        return text
    return _FINANCIAL_RUN.sub(_plain, text)


def _plain(run: re.Match[str]) -> str:
    written = run.group()
    if _FINANCIAL_PROOF.search(written) is None:
        return written
    return "".join(FINANCIAL.get(char, char) for char in written)


# ------------------------------------------------------------------------------------------------------- the value

_PARTS = re.compile(rf"[0-9][0-9.,]*|[{HAN_DIGIT}]+(?:[点.][{HAN_DIGIT}]+)?|[廿卅十百千万亿兆]")
_POSITIONAL = str.maketrans(HAN_DIGIT + "点", "001223456789.")
_COMMAS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?")


@lru_cache(maxsize=1 << 16)
def parse_numeral(text: str) -> Decimal:
    """What the numeral ``text`` is worth.

    >>> parse_numeral("5兆8,260亿"), parse_numeral("二十七亿六千五百万"), parse_numeral("一万三")
    (Decimal('5826000000000'), Decimal('2765000000'), Decimal('13000'))
    >>> parse_numeral("七.六四"), parse_numeral("零点二"), parse_numeral("-1,234.5")
    (Decimal('7.64'), Decimal('0.2'), Decimal('-1234.5'))

    Raises NumeralError for anything that is no numeral, such as ``十百`` or ``1,23``.
    """
    run = fold(text).strip().replace(" ", "")
    run = "".join(FINANCIAL.get(char, char) for char in run)
    if run[:1] in ("-", "负"):
        return EXACT.minus(parse_numeral(run[1:]))
    if len(run) > LONGEST:
        raise NumeralError(f"{text[:20]!r}… has {len(run)} characters: too long for a number")
    if _COMMAS.fullmatch(run):
        return Decimal(run.replace(",", ""))
    return _Sum(text, run).value()


class _Sum:
    """A numeral read from left to right.

    ``parts`` are finished sections with their large unit (``5兆``), ``section`` is below 万, ``digit`` waits for its unit.
    """

    def __init__(self, text: str, run: str) -> None:
        self.text = text
        self.run = run
        self.parts: list[tuple[Decimal, Decimal]] = []
        self.section: Decimal | None = None
        self.digit: Decimal | None = None
        self.before = Decimal(0)  # the unit before a single digit: 一万三
        self.zero = False  # 零 before the digit: 一百零五
        self.last = Decimal(0)  # the unit just read; 0 after a digit
        self.floor = Decimal(0)  # the lowest small unit of the section

    def value(self) -> Decimal:
        end = 0
        for match in _PARTS.finditer(self.run):
            if match.start() != end:
                raise self.wrong("it holds a character that is no numeral")
            end = match.end()
            token = match.group()
            if token[0] in "十百千":
                self.small(SMALL[token])
            elif token[0] in "万亿兆":
                self.large(LARGE[token])
            elif token[0] in "廿卅":
                self.number("二" if token == "廿" else "三")
                self.small(SMALL["十"])
            else:
                self.number(token)
        if end != len(self.run) or not self.run:
            raise self.wrong("it holds a character that is no numeral" if self.run else "it is empty")
        return self.total()

    def wrong(self, why: str) -> NumeralError:
        return NumeralError(f"{self.text!r} is no numeral: {why}")

    def number(self, token: str) -> None:
        arabic = token[0] in "0123456789"
        if self.digit is not None and not (arabic and self.digit == 0):  # 1亿零500万
            raise self.wrong("two numbers follow each other")
        if arabic and not _COMMAS.fullmatch(token):
            raise self.wrong("its commas or points are misplaced")
        plain = token.replace(",", "") if arabic else token.translate(_POSITIONAL)
        self.digit = Decimal(plain)
        self.zero = len(plain) > 1 and plain[0] == "0" and "." not in plain
        self.before = self.last if len(plain) == 1 and self.last > 10 else Decimal(0)
        self.last = Decimal(0)

    def small(self, unit: Decimal) -> None:
        digit = self.digit
        if digit is None:
            if self.last and not (unit == 10 and self.last == 100):  # 三百十五
                raise self.wrong("two units follow each other")
            digit = Decimal(1)
        if self.floor and unit >= self.floor:
            raise self.wrong("its units do not descend")
        if digit >= 10 and self.section is not None:
            raise self.wrong("a unit has more than one digit")
        self.section = EXACT.add(self.section or Decimal(0), EXACT.multiply(digit, unit))
        self.digit, self.last, self.floor = None, unit, unit

    def large(self, unit: Decimal) -> None:
        if self.last in LARGE.values():  # 万亿, 亿亿
            value, below = self.parts.pop()
            self.parts.append((EXACT.multiply(value, unit), EXACT.multiply(below, unit)))
            self.last = unit
            return
        self.before = Decimal(0)  # 三亿五万: 五 counts 万
        here = self.section_value()
        if here is None:
            if self.parts:
                raise self.wrong("a unit lacks its digit")
            here = Decimal(1)
        while self.parts and self.parts[-1][1] < unit:
            here = EXACT.add(here, self.parts.pop()[0])
        if self.parts and self.parts[-1][1] <= unit:
            raise self.wrong("its units do not descend")
        self.parts.append((EXACT.multiply(here, unit), unit))
        self.section, self.digit, self.floor, self.last = None, None, Decimal(0), unit

    def section_value(self) -> Decimal | None:
        """The section with the digit that waits at its end, which after 百, 千, 万 stands for the next lower unit."""
        if self.digit is None:
            return self.section
        digit = self.digit
        if self.section is not None and digit >= self.floor:
            raise self.wrong("its units do not descend")
        if self.before and not self.zero:
            digit = EXACT.divide(EXACT.multiply(digit, self.before), Decimal(10))
        return EXACT.add(self.section or Decimal(0), digit)

    def total(self) -> Decimal:
        here = self.section_value() or Decimal(0)
        if self.parts and here >= self.parts[-1][1]:
            raise self.wrong("its units do not descend")
        for value, _ in self.parts:
            here = EXACT.add(here, value)
        return here


# ------------------------------------------------------------------------------------------------------- the place

_NUMERAL = re.compile(rf"(?=[0-9{HAN}])(?:{ARABIC}(?:{SCALES}++{MORE_SCALES}?+)?+|{HAN_NUMERAL})")


# 下周一零点: the day of the week, and the hour
_WEEKDAY = re.compile("(?<![一二两三四五六七八九十几每0-9])(?:周|星期|礼拜)[一二三四五六日天](?=[零〇一二两三四五六七八九十]{1,3}[点时])")


def find_numerals(text: str, edges: Sequence[tuple[int, int]] = ()) -> tuple[Span, ...]:
    """Every numeral of ``text``: digits with their separators and scale words (``3.2万``), and runs of Han numerals.

    This is what the accounting of numbers counts, so a numeral inside a word (``统一``, ``一体化``) or a name (``A100``) is
    one too. Financial numerals count where they are certain. 半, 数, 几 and 成 do not count by themselves, nor do 百, 千 and 兆
    where they begin a unit's name (``百分点``, ``千瓦``, ``兆瓦``).

    A numeral never reaches over the edge of one of the spans ``edges`` (names, dates: ``A100`` of ``A100万卡``), nor from
    a day of the week to the hour (``周一零点``).

    >>> [text[a:b] for text in ["A100在3.2万家企业统一部署，大陆三家注资伍拾万"] for a, b in find_numerals(text)]
    ['100', '3.2万', '一', '三', '伍拾万']
    """
    spans = [Span(*match.span()) for match in _NUMERAL.finditer(plain_han(fold(text)))]
    places = {place for edge in edges for place in edge}
    if "点" in text or "时" in text:
        places.update(match.end() for match in _WEEKDAY.finditer(text))
    return tuple(_cut(spans, sorted(places)) if places else spans)


@lru_cache(maxsize=1 << 12)
def _found_in(run: str) -> tuple[Span, ...]:
    return find_numerals(run)


def numerals_at(run: str, start: int) -> tuple[Span, ...]:
    """The numerals of ``run``, a few characters that begin at ``start`` of a text, as spans of that text.

    >>> numerals_at("27万—35万元", 10)
    (Span(start=10, end=13), Span(start=14, end=17))
    """
    return tuple(Span(first + start, last + start) for first, last in _found_in(run))


def _cut(spans: list[Span], places: list[int]) -> Iterator[Span]:
    at = 0
    for start, end in spans:
        while at < len(places) and places[at] < end:
            if places[at] > start:
                yield Span(start, places[at])
                start = places[at]
            at += 1
        yield Span(start, end)
