"""Rules for durations that date something: 近三年, 未来五年, 两年前, 三年内, 连续六年. A bare ``三年`` is a quantity."""

from __future__ import annotations

import re
from dataclasses import replace

from extract.mentions.period_expressions import BLANK, DIGITS, Anchor, Expression, number
from extract.rules import Rule

_N = r"(?:\d{1,4}(?:\.\d)?|[一二三四五六七八九十两几数百半]{1,4})"
_UNITS = {
    "年": "a",
    "月": "mo",
    "季": "q",
    "周": "wk",
    "星": "wk",
    "礼": "wk",
    "天": "d",
    "日": "d",
    "小": "h",
    "分": "min",
}
_UNIT = r"(?:个?(?:多|半)?(?:财?年|季度?(?!节)|月|周(?!期)|星期|礼拜|天|小时|分钟)|个?(?:交易|工作)?日(?!均|元|圆|活)|年多|年半)"


def _span(match: re.Match[str], rule: str, anchor: Anchor) -> Expression | None:
    unit = next((_UNITS[char] for char in match["unit"] if char in _UNITS), None)
    count = match["count"]
    amount = int(float(count)) if count[0].isdigit() else number(count)
    vague = not amount or any(char in "几数多半" for char in count + match["unit"])
    if amount > 3000:
        return None
    return Expression(
        match.start(),
        match.end(),
        rule,
        "vague" if vague and anchor == "ago" else "span",
        anchor="unknown" if count in ("几", "数") or unit in ("h", "min") or count[-1] == "半" else anchor,
        amount=amount,
        unit=unit,
        relative=True,
    )


_LONG = r"(?:个?(?:多|半)?(?:财?年|季度?(?!节)|月|周(?!期)|星期|天)|个?(?:交易|工作)?日(?!均|元|圆|活)|年多|年半)"
_WORD = rf"(?!(?:19|20)\d\d{BLANK}年)(?P<count>{_N}){BLANK}(?:多|余)?{BLANK}(?P<unit>{_UNIT})"

_LONG_WORD = rf"(?!(?:19|20)\d\d{BLANK}年)(?P<count>{_N}){BLANK}(?:多|余)?{BLANK}(?P<unit>{_LONG})"

BACK = Rule(
    "last-years",
    rf"(?:过去|最近|(?<![了时达需要用近续年月附邻就将靠逼超])近) (?:的)?{BLANK} {_WORD} (?:以?来|间|里|内)?",
    lambda match: _span(match, "last-years", "back"),
    {"过去八年": "过去八年", "近三年复合": "近三年", "近十年来": "近十年来", "最近3个月": "最近3个月"},
    ("历时近三年", "耗时近3个月", "附近三年级", "近三成"),
)

AHEAD = Rule(
    "next-years",
    rf"(?:未来|今后|接下来|往后|此后) 的?{BLANK} {_WORD} (?:之?内|间|里)?",
    lambda match: _span(match, "next-years", "ahead"),
    {"未来五年将采购": "未来五年", "今后3年": "今后3年", "未来四个季度内": "未来四个季度内"},
    ("未来城", "未来三大方向"),
)

YEARS_BEFORE = Rule(
    "years-before",
    rf"""(?<![目以之此日]) (?<![\d一二两三四五六七八九十几数半][年月天周日]) 前 {BLANK} (?P<count>[一二两三四五六七八九十几数\d]{{1,2}}) {BLANK}
        (?P<unit>年) (?!级|段)""",
    lambda match: _span(match, "years-before", "years-before"),
    {"而前两年均为": "前两年", "前几年在东南亚": "前几年"},
    ("目前三年级", "两年前三年", "前三名"),
)

FIRST_SPAN = Rule(
    "first-span",
    rf"""(?:头|首|(?<![目以之此日年月])前) {BLANK} (?P<count>[一二两三四五六七八九十几数\d]{{1,2}}|半) {BLANK} (?P<unit>个?(?:半?年|天|周|小时|个半月))
        (?!级)""",
    lambda match: _span(match, "first-span", "unknown"),
    {"集群交付头半年": "头半年", "上市首三天": "首三天", "前两周": "前两周"},
    ("前三名", "目前三天两头"),
)

DIRECTED = Rule(
    "directed-duration",
    rf"""(?<![\d.提A-Za-z数第]) {_WORD} (?:
      (?P<ago>(?:多|半)?(?:之|以)?前(?!后|瞻|沿|景|往|来|端|述|者|台|夕))
      | (?P<later>(?:之|以)?后(?!台|端|续|来|市|者|备|排|置|盘|的?期|勤|视|缀|轮|驱))
      | (?P<since>(?:多|半)?(?:以来|来(?!自|源|看|说|讲|到|电|访|客|临)))
      | (?P<between>(?<=年)(?:间(?!隔)|里(?!程)|时间里|之间|期间)) )""",
    lambda match: _directed(match),
    {
        "两年前抢卡": "两年前",
        "三个月前还有64%": "三个月前",
        "一年多以前情形": "一年多以前",
        "半年前停在": "半年前",
        "6年前": "6年前",
        "两年后将达": "两年后",
        "三个月以后": "三个月以后",
        "为十个季度以来首次": "十个季度以来",
        "一年半以来首次": "一年半以来",
        "三十年来": "三十年来",
        "一年间提高了": "一年间",
        "一年里膨胀了": "一年里",
        "十余年间": "十余年间",
    },
    (
        "2028年前",
        "三年前后",
        "前三年",
        "提三年前",
        "三年后续",
        "第三天后",
        "5分钟后",
        "三年来自",
        "3天来看",
        "三年间隔",
        "一年里程",
    ),
)


def _directed(match: re.Match[str]) -> Expression | None:
    if match["ago"]:
        return _span(match, "directed-duration", "ago")
    if match["later"]:
        return None if match["unit"][-1] in "时钟" else _span(match, "directed-duration", "unknown")
    if match["between"] and match["count"][-1] in "近":
        return None
    return _span(match, "directed-duration", "back")


CONSECUTIVE = Rule(
    "consecutive",
    rf"(?:连续|接连|连(?![续接锁])|时隔|相隔) {BLANK} {_LONG_WORD} (?!以?[前后]|级|期)",
    lambda match: _span(match, "consecutive", "unknown"),
    {"连续四年居首": "连续四年", "时隔五年重回": "时隔五年", "连三季衰退": "连三季", "连续3个季度": "连续3个季度"},
    ("连续第18个季度", "连锁三年", "连续三次", "连续72小时"),
)

_EVENTS = "推出|上线|上市|发布|开服|开售|成立|落地|投产"
_EVENT = f"(?<={_EVENTS})"
_EVENT_BEFORE = re.compile(f"(?:{_EVENTS})(?:[仅刚满近才]|不满|不到)?$")
WITHIN = Rule(
    "within-years",
    rf"""(?: (?P<event>{_EVENT}) | (?P<aim>(?<=计划|力争|争取|预计|有望|目标)|(?<=[将拟约首])|(?<=在)(?<![控制持压缩定]在)) |
        (?<=[，,。；;：:、（(“\s]) | ^ )
    (?P<count>{_N}) {BLANK} (?P<unit>个?(?:多|半)?(?:年|季度|月|周(?!期)|天|小时|日)) (?:之?内|以内) (?!存|部|置|容|的?响应|送达|交付)""",
    lambda match: _within(match),
    {
        "力争三年内把PUE降到": "三年内",
        "，三年内实现盈利": "三年内",
        "发布24小时内，": "24小时内",
        "将在三年内": "三年内",
    },
    ("控制在三天内", "缩短至10天以内", "故障4小时内换机", "将内存", "，3天内交货"),
)


def _within(match: re.Match[str]) -> Expression | None:
    """A bare ``3天内`` is a promise of speed and no date; ``发布24小时内`` begins with its event."""
    if match["event"] is not None:
        return _since_event(match, "within-years")
    made = _span(match, "within-years", "ahead")
    if made is not None and match["aim"] is None and made.unit in ("h", "d", None):
        return None
    return made


def _since_event(match: re.Match[str], rule: str) -> Expression | None:
    made, before = (
        _span(match, rule, "unknown"),
        _EVENT_BEFORE.search(match.string, max(0, match.start() - 4), match.start()),
    )
    return None if made is None or before is None else replace(made, start=before.start())


EVENT = Rule(
    "since-event",
    rf"(?:{_EVENT}(?<!成立)|(?<=[线出布市服售产地][仅刚满近才])|(?<=[线出布市服售产地]不[满到])){_WORD}(?![前后内以级])",
    lambda match: _since_event(match, "since-event"),
    {"优速包推出百日，": "百日", "上线不满一年": "一年", "开服24小时玩家": "24小时"},
    ("发布三款", "上线三年级", "成立十一年的公司"),
)

_CHANGE = r"(?=(?:便|就|共|总共|合计|累计|净|已)?(?:卖|售|增|涨|翻|降|跌|下[降跌滑]|减|掉|突破|签|贡献|白|省|缩水|提[高升]|膨胀|回落|蒸发|锁单|大定|小订|下线|收获))"
SPENT = Rule(
    "time-spent",
    rf"""(?:(?<=[，,。；;：:“\s])|^) (?P<count>[一二两三四五六七八九十几半]{{1,2}}|\d{{1,2}}){BLANK}(?P<unit>年半|个?(?:半)?[年月]|个?季度|季|天|周|小时)(?:的?时间)?
        {_CHANGE}
    | 短短 (?P<brief>{_N}) {BLANK} (?:多|余)? {BLANK} (?P<briefly>{_UNIT}) (?:的?时间)? (?:之?[内里间])?
    | (?<![这那每近第十百千\d整满了]) (?P<one>一)(?P<year>年) (?=就|可|能|白|翻|要(?!求)|下来)""",
    lambda match: _spent(match),
    {
        "，三个月增加了32%": "三个月",
        "，三天卖掉近5万副": "三天",
        "集群一年白扔": "一年",
        "2021年一年就有": "一年",
        "短短两周时间,": "短短两周时间",
        "，72小时锁单超1万": "72小时",
    },
    ("三个月，", "耗时三天", "30天训完", "用了一年就"),
)


def _spent(match: re.Match[str]) -> Expression | None:
    if match["brief"]:
        return Expression(match.start(), match.end(), "time-spent", "span", anchor="unknown", relative=True)
    if match["one"]:
        return Expression(match.start(), match.end(), "time-spent", "span", anchor="unknown", amount=1, unit="a")
    return _span(match, "time-spent", "unknown" if match["unit"] == "年半" else "back")


_STARTS = DIGITS + "一二三四五六七八九十两几数百半"
RULES: tuple[tuple[str, Rule[Expression]], ...] = (
    ("过最近", BACK),
    ("未今接往此", AHEAD),
    ("前", YEARS_BEFORE),
    ("头首前", FIRST_SPAN),
    (_STARTS, DIRECTED),
    ("连接时相", CONSECUTIVE),
    (_STARTS + "短", SPENT),
    (_STARTS, EVENT),
    (_STARTS, WITHIN),
)
