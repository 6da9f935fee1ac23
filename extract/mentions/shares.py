"""Shares of a whole: 三成五, 百分之三十, 三分之一, 四分三, 1/3, 一半, 两位数, 八折, 5个9, 持平至升2%.

Each is a rule whose pattern starts at its numeral, or at the word where it has none.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

from extract.mentions.numerals import HAN, parse_numeral
from extract.mentions.rule_quantities import COUNTER, FREE, NUMBER, D, number_of, quantity
from extract.rules import Rule
from extract.types import Comparator, Kind, Quantity, Span


def _tenths(match: re.Match[str]) -> Quantity | None:
    low = match["n"]
    high: Decimal | None = None
    if low in ("数", "几"):
        value, high = Decimal(20), Decimal(90)
    elif len(low) == 2 and low[0] in D:
        first, second = parse_numeral(low[0]), parse_numeral(low[1])
        if second - first != 1:
            return None
        value, high = first * 10, second * 10
    else:
        value = parse_numeral(low) * 10
    if match["more"]:
        value += 5 if match["more"] == "半" else parse_numeral(match["more"])
    comparator: Comparator = "~" if high is not None else ">" if match["many"] else "="
    flags = ("vague",) if high is not None else ()
    return quantity(
        match, "tenths", value, "%", "fraction", value_max=high, comparator=comparator, flags=flags,
        unit_start=match.start("cheng"),
    )  # fmt: skip


TENTHS = Rule[Quantity](
    "tenths",
    rf"""
    {FREE} (?<![唯统之专第合归]) (?<!(?<![订砍下接保签跳])单) (?P<n> [{D}]{{1,2}} | [数几] | [1-9](?:\.[0-9])? | 十 )
    (?P<cheng>成) (?! 员|立|功|果|长(?!期|约)|交(?!给|由)|品|分|就|熟|型|都|绩|群|不变|见|语|名|形|像|灾|套|批|片|书|衣|药|事|效(?!率)|本(?!土|地|科|身|次|年|季|月|周) )
    (?P<more> 半 (?!导体|年|天|数|价|径) | [{D}] (?![个家种次位名台款项大批类点年月天日倍分成0-9{HAN}]) (?!(?<=一)[些样起直般致定]) )?
    (?P<many> 多 (?!数|样|元|于|年|次) )?
    """,
    _tenths,
    {
        "占比超三成": "三成",
        "前五名占去七成半": "七成半",
        "渗透率升至五成七。": "五成七",
        "四成五直接外购": "四成五",
        "提高了八成多": "八成多",
        "七八成": "七八成",
        "否认砍单三成": "三成",
    },
    ("一成不变", "三成员", "统一成为", "完成三项", "两成功案例", "五成立"),
)


HALF_A_TENTH = Rule[Quantity](
    "half-a-tenth",
    r"(?<![一大多过对小]) 半 (?P<unit>成) (?! 品|本|型|熟|功|员|为|立|都|交|形|套|婴|年|份|片 )",
    lambda match: quantity(match, "half-a-tenth", Decimal(5), "%", "fraction", unit_start=match.start("unit")),
    {"同比微增近半成。": "半成", "下跌半成": "半成"},
    ("半成品", "一半成本", "过半成员"),
)


# fractions


def _share(match: re.Match[str]) -> Quantity | None:
    number = number_of(match["n"])
    if number is None:
        return None
    word = match["word"]
    number = -number if match["minus"] else number
    comparator: Comparator = "~" if match["level"] else ">" if match["many"] else "="
    flags = ("order",) if match["level"] else ()
    if word in ("百分之", "千分之"):
        unit = "%" if word == "百分之" else "‰"
        return quantity(match, "percent-words", number, unit, "fraction", comparator=comparator, flags=flags)
    whole = {"万分之": 10**4, "百万分之": 10**6, "十万分之": 10**5, "十亿分之": 10**9, "亿分之": 10**8}[word]
    return quantity(
        match, "percent-words", Fraction(number) / whole, "x", "multiple", comparator=comparator, flags=flags
    )


PERCENT_WORDS = Rule[Quantity](
    "percent-words",
    rf"{FREE} (?P<minus>负)? (?P<word>百分之|千分之|百万分之|十万分之|十亿分之|万分之|亿分之) (?P<n>{NUMBER}) (?P<many>多)? (?P<level>级)? (?!分)",
    _share,
    {
        "增长百分之三十": "百分之三十",
        "约百分之零点二": "百分之零点二",
        "增长百分之1,280。": "百分之1,280",
        "误差千分之五": "千分之五",
        "控制在万分之一": "万分之一",
    },
    ("百分之百分", "三分之一", "百分点"),
)

ALL_OF_IT = Rule[Quantity](
    "all-of-it",
    rf"{FREE} (?:百分之百|百分百) (?![{HAN}分])",
    lambda match: quantity(match, "all-of-it", Decimal(100), "%", "fraction"),
    {"百分百自研": "百分百", "达到百分之百。": "百分之百"},
    ("百分之百分", "百分之三"),
)


def _part(match: re.Match[str]) -> Quantity | None:
    below, above = match["d"], match["n"]
    over = number_of(above)
    if over is None:
        return None
    if below[0] in "几数":
        unit = number_of(below[1:])
        if unit is None:
            return None
        low, high = Fraction(over) / Fraction(unit * 9), Fraction(over) / Fraction(unit * 2)
        return quantity(match, "fraction", low, "x", "multiple", value_max=high, comparator="~", flags=("vague",))
    under = number_of(below)
    if not under:
        return None
    return quantity(match, "fraction", Fraction(over) / Fraction(under), "x", "multiple")


FRACTION = Rule[Quantity](
    "fraction",
    rf"{FREE} (?<![第]) (?! [百千万亿]分之 ) (?P<d> [几数][十百] | {NUMBER} ) 分之 (?P<n> 一 (?= 一[直般定些样旦起]) | {NUMBER} )",
    _part,
    {"仅为三分之一": "三分之一", "30分之一": "30分之一", "降到几十分之一": "几十分之一", "1.5分之一": "1.5分之一"},
    ("百分之三", "三分天下", "十分之"),
)


def _hongkong_part(match: re.Match[str]) -> Quantity | None:
    over, under = parse_numeral(match["n"]), parse_numeral(match["d"])
    return quantity(match, "fraction-bare", Fraction(over) / Fraction(under), "x", "multiple") if over < under else None


FRACTION_BARE = Rule[Quantity](
    "fraction-bare",
    rf"{FREE} (?P<d>[二三四五六七八九]) 分 (?P<n>[一二三四五六七八]) (?! [之钟秒次{COUNTER}{HAN}成旦起度举时再] )",
    _hongkong_part,
    {"近四分三收入": "四分三", "约三分一。": "三分一", "三分一产能": "三分一"},
    ("三分一次", "五分三家", "十分一致", "三分四"),
)


def _slash(match: re.Match[str]) -> Quantity | None:
    over, under = Decimal(match["n"]), Decimal(match["d"])
    if not 0 < over < under:
        return None
    value = Fraction(over) / Fraction(under)
    if match["inch"]:
        return quantity(match, "fraction-slash", value, "in", "length", unit_start=match.start("inch"))
    return quantity(match, "fraction-slash", value, "x", "multiple")


FRACTION_SLASH = Rule[Quantity](
    "fraction-slash",
    r"""
    (?<![0-9./A-Za-z\-]) (?P<n>[0-9]{1,2}) / (?P<d> [0-9]{1,4}+ (?: \.[0-9]{1,2} (?=[ ]?英寸) )? )
    (?: [ ]?(?P<inch>英寸) )? (?! [0-9./年月日%十百千万亿兆元倍天] | [,-][0-9] )
    """,
    _slash,
    {"仅为行业均值的1/3": "1/3", "1/14的成本": "1/14", "1/1.3英寸大底": "1/1.3英寸"},
    ("2024/12/31", "24/7", "1/2.3", "9.6/11.8亿元", "31/22倍"),
)


def _half(match: re.Match[str]) -> Quantity:
    word = match.group()
    kinds: dict[str, Kind] = {
        "减半": "decrease",
        "砍半": "decrease",
        "折半": "decrease",
        "腰斩": "decrease",
        "半价": "ratio",
    }
    comparators: dict[str, Comparator] = {"过半": ">", "过半数": ">", "近半": "~", "近半数": "~"}
    return quantity(
        match, "half", Decimal(50), "%", "fraction", comparator=comparators.get(word, "="), kind=kinds.get(word)
    )  # fmt: skip


HALF = Rule[Quantity](
    "half",
    r"(?: (?<![统唯第之]) 一半 | (?<![超通]) (?<!(?<!已)经) 过半(?:数)? | (?<![附最]) 近半(?:数)? | 半数 | (?<![高多]) 半价 | 减半 | 砍半 | 折半 | 腰斩 )"
    r"(?! 导体|成(?![本员功立])|径|个|天|小时|年|月|日|周|岛|决赛 )",
    _half,
    {
        "收入占比过半": "过半",
        "国产化率已经过半": "过半",
        "缩短了一半": "一半",
        "亏损已经减半": "减半",
        "近半客户": "近半",
        "价格几近腰斩": "腰斩",
        "批量推理半价": "半价",
        "超半数企业": "半数",
    },
    ("过半年", "近半成。", "半导体", "一半径", "上半年", "近半个月"),
)


def _discount(match: re.Match[str]) -> Quantity:
    written = match["n"]
    if match["two"]:
        value = parse_numeral(written)
    elif written.isascii() and "." not in written and len(written) == 2:
        value = Decimal(written)
    else:
        value = parse_numeral(written) * 10
    return quantity(match, "discount", value, "%", "fraction", kind="ratio", unit_start=match.start("unit"))


DISCOUNT = Rule[Quantity](
    "discount",
    rf"{FREE} (?P<n> (?P<two>[{D}][一二三四五六七八九]) | [{D}]点[一二三四五六七八九] | [{D}] | [1-9]\.[0-9] | [1-9][0-9]? )"
    r"(?P<unit>折) (?! 叠|页|痕|旧|合|射|算|扇|线|屏|纸|磨|腾|股|机|半|返|损|中 )",
    _discount,
    {"只有标准价的两折": "两折", "八五折优惠": "八五折", "低至3折": "3折", "打9.5折": "9.5折"},
    ("三折屏", "三折叠", "2折合", "一折腾"),
)


def _nines(match: re.Match[str]) -> Quantity | None:
    number = number_of(match["n"])
    if number is None or not 1 <= number <= 20 or number != number.to_integral_value():
        return None
    value = Decimal(100) - Decimal(10) ** int(2 - number)
    if match["half"]:
        value += Decimal(5) * Decimal(10) ** int(1 - number)
    return quantity(match, "nines", value, "%", "fraction", flags=("nines",), unit_start=match.start("unit"))


NINES = Rule[Quantity](
    "nines",
    rf"{FREE} (?P<n>[0-9]{{1,2}}|[{D}十]{{1,2}}) [ ]? (?P<unit>个 (?P<half>半)? [ ]? [9九]) (?! [.,]?[0-9] | [%个点成元寸纳英{HAN}] )",
    _nines,
    {"可用度达到7个9": "7个9", "三个九的可用性": "三个九", "三个半九": "三个半九"},
    ("3个90后", "两个9.9元", "5个9寸"),
)


def _digits(match: re.Match[str]) -> Quantity:
    """``两位数`` is 10 to 99; 高, 中 and 低 are thirds of that."""
    count = {"单": 1, "个": 1, "两": 2, "双": 2, "三": 3, "2": 2, "3": 3}[match["n"] or match["one"]]
    low, high = Decimal(10) ** (count - 1), Decimal(10) ** count - 1
    third = ((high - low) / 3).to_integral_value()
    part = match["part"] or match["third"]
    if part == "高":
        low = high - third
    elif part == "低":
        high = low + third
    elif part == "中":
        low, high = low + third, high - third
    return quantity(match, "digit-band", low, "%", "fraction", value_max=high, flags=("digit-band",))


DIGIT_BAND = Rule[Quantity](
    "digit-band",
    rf"(?<![0-9{HAN}]) (?: (?P<part>[高中低])? (?P<n>[两双三]|[23](?=位数(?:百分比|按年|按季|同比|的?增))) | (?P<third>[高中低]) (?P<one>[单个]) ) 位数 (?: 百分比 )? (?! 字|组|码|据 )",
    _digits,
    {
        "实现两位数增长": "两位数",
        "收取两位数百分比的分成": "两位数百分比",
        "保持双位数增速": "双位数",
        "低单位数增长": "低单位数",
        "实现3位数按年增长": "3位数",
    },
    ("11位数字", "中位数", "单位数量", "两位数字"),
)


def _from_flat(match: re.Match[str]) -> Quantity | None:
    value = number_of(match["n"])
    if value is None:
        return None
    start, end = match.span("n")
    falls = match["verb"] in ("减少", "下降", "降", "跌", "减")
    return Quantity(
        start, match.end(), Decimal(0), value, "%", "=", "from-flat", match.start(), match.end(), (Span(start, end),), end,
        "fraction", "decrease" if falls else "increase", ("from-flat",),
    )  # fmt: skip


FROM_FLAT = Rule[Quantity](
    "from-flat",
    rf"持平 [ ]?[至到] (?:环比|同比|按季|按年|季|年)? (?P<verb>增加|增长|成长|上升|微增|提高|增|升|减少|下降|降|跌|减)? [ ]?(?P<n>{NUMBER}) [ ]?%",
    _from_flat,
    {"收入持平到环比增加2%": "持平到环比增加2%", "按季持平至升2%": "持平至升2%"},
    ("持平", "增长2%", "持平至年底"),
)


def _middle(match: re.Match[str]) -> Quantity:
    value = Decimal(match["n"])
    return quantity(
        match, "mid-band", value + 4, "%", "fraction", value_max=value + 6, comparator="~", flags=("mid-band",),
        unit_start=match.start("unit"),
    )  # fmt: skip


def _middle_of(match: re.Match[str]) -> Quantity:
    value = Decimal(match["n"])
    low = {"低": 1, "中": 4, "高": 7}[match.string[match.start() - 2]]
    return quantity(
        match, "band-of-tens", value + low, "%", "fraction", value_max=value + low + 2, comparator="~", flags=("mid-band",),
    )  # fmt: skip


BAND_OF_TENS = Rule[Quantity](
    "band-of-tens",
    r"(?<=[低中高]段) (?P<n>[1-9]0) [ ]? 位数 (?:百分比)?",
    _middle_of,
    {"年增中段30位数百分比": "30位数百分比", "落在高段20位数，": "20位数"},
    ("30位数", "中段30位"),
)

MID_BAND = Rule[Quantity](
    "mid-band",
    r"(?<![0-9.]) (?P<n>[1-9]0) [ ]? (?P<unit>%) [ ]? 中位数",
    _middle,
    {"年成长落在30%中位数": "30%中位数"},
    ("中位数为30%", "35%中位数"),
)
