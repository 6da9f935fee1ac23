"""Rules for what a page shows around its text: counters, page numbers, reading times, footnotes, widgets."""

from __future__ import annotations

import re

from extract.mentions.name_words import built_in
from extract.rules import Rule
from extract.types import NotClaim

_B = r"[ 　]?"
_COUNT = r"\d[\d,.]{0,11}(?:万|千|亿|[kKwW])?\+?"


def _made(match: re.Match[str], rule: str, why: str) -> NotClaim:
    return NotClaim(match.start(), match.end(), "other", why, rule)


def _counter(match: re.Match[str]) -> NotClaim | None:
    word = match["word"]
    if word not in built_in()["counters_of_pages"]:
        return None
    return _made(match, "page-counter", "a counter of the page")


PAGE_COUNTER = Rule(
    "page-counter",
    rf"""(?:(?<=[\n　 |｜·•*（(/　\]】、，,])|(?<=^)) (?P<word>[\u4e00-\u9fff]{{1,4}}|[Vv]iews) [：: （(　]{{0,2}} {_COUNT}
        次?[)）]?
    (?= [ \t　*)）]*(?:[\n|｜·•/]|$) | [ 　,，]{{1,3}}[\u4e00-\u9fff]{{1,4}}[：: （(　]{{0,2}}\d | [ 　]{{2,}} )""",
    _counter,
    {
        "作者    阅读 12847\n": "阅读 12847",
        "阅读 3万+ 在看 58": "阅读 3万+",
        "*点赞 102,收藏 45*": "点赞 102",
        "· 评论 286": "评论 286",
    },
    ("话题阅读量7.3亿次，", "粉丝 300万人", "累计下载 5亿"),
)

PAGE_NUMBER = Rule(
    "page-number",
    rf"""第{_B}\d{{1,4}}{_B}页(?:{_B}[/共，,]{{0,2}}{_B}共?{_B}\d{{1,4}}{_B}页)? | 共{_B}\d{{1,4}}{_B}页 |
        当前页{_B}[：:]?{_B}\d+(?:/\d+)? | (?:全文)?共{_B}\d{{2,6}}{_B}字
    | (?:阅读(?:时间|时长|本文)?|浏览|预计阅读|全文)(?:大?约|需要?|大约需){{0,2}}{_B}\d{{1,3}}{_B}分钟 | 需(?:浏览|阅读){_B}\d{{1,3}}{_B}分钟
    | (?:剩余|余下)[：:]?{_B}\d{{1,3}}%(?=未读|内容|\s|$) | (?:本文|全文)(?:共|约){_B}\d{{3,6}}{_B}字""",
    lambda match: _made(match, "page-number", "a page or a reading time"),
    {
        "第1页/共39页": "第1页/共39页",
        "共6820字，需浏览14分钟": "共6820字",
        "阅读时间9分钟": "阅读时间9分钟",
        "预计阅读约5分钟": "预计阅读约5分钟",
    },
    ("700页的招股书", "共3家", "浏览器"),
)

FOOTNOTE = Rule(
    "footnote",
    r"(?<![A-Za-z0-9])[\[［]\d{1,3}(?:[-,，、]\d{1,3}){0,4}[\]］] | \[\^?\d{1,3}\] | 【\d{1,2}】",
    lambda match: _made(match, "footnote", "a footnote mark"),
    {"据报告[12]，": "[12]", "研究[1][2]": "[1]", "区间[3-5]": "[3-5]", "显示【3】该": "【3】"},
    ("[5%]", "[2025]年", "[a]"),
)

WIDGET = Rule(
    "market-widget",
    r"[（(][-+]?\d{1,6}\.\d{1,3}[，, ]{1,2}[-+]?\d{1,5}\.\d{1,3}[，, ]{1,2}[-+]?\d{1,3}\.\d{1,2}%[）)]",
    lambda match: _made(match, "market-widget", "a quotation that the page inserts"),
    {"中兴通讯(58.20, 0.75, 1.31%)": "(58.20, 0.75, 1.31%)"},
    ("(58.20)", "(增长1.31%)"),
)

AGO = Rule(
    "posted-ago",
    rf"(?:(?<=[\n　 ·|])|(?<=^)|(?<=发布于)|(?<=更新于)) \d{{1,2}}{_B}(?:分钟|小时|天)前 (?=[\s·|]|$)",
    lambda match: _made(match, "posted-ago", "when a page was posted"),
    {"热搜榜 10小时前\n": "10小时前", "发布于3天前 ": "3天前"},
    ("，10年前的", "10小时前的消息"),
)

SCAN = Rule(
    "page-offer",
    rf"(?:首次登录|新人|新用户|注册|扫码|会员|开通|限时)(?:即?送|领取?|立减|立享|优惠|价)(?:你)?{_B}\d+(?:\.\d+)?{_B}元(?:/月|/年|红包|优惠券|现金)?",
    lambda match: _made(match, "page-offer", "an offer of the page itself"),
    {"首次登录送88元红包": "首次登录送88元红包", "扫码领5元": "扫码领5元"},
    ("会员收入5元", "注册资本5元"),
)

NUMBER_LINE = Rule(
    "number-line",
    r"""(?:(?<=\n)|(?<=^)) [ \u3000]{0,4}(?:[•·+][ ]?){0,2} (?! (?:19|20)\d\d[ \u3000]*(?:\n|$) ) \d{1,9}(?:,\d{3}){0,3} (?:[ \u3000]{1,4}\d{1,9}){0,5}
        (?=[ \u3000]*(?:\n|$))""",
    lambda match: _made(match, "number-line", "a line of counters"),
    {"标题\n11879 0 0\n营收": "11879 0 0", "\n1195\n": "1195", "\n  • +1\n": "  • +1"},
    ("营收\n5.2\n", "\n1195亿\n", "\n2025\n", "共1195\n"),
)

_BEFORE_WEATHER = re.compile(
    r"[ \u3000|·]{0,4}(?:[\u4e00-\u9fff]{2,5}[ \u3000|·:：]{1,2})?(?:晴|多云|阴|小雨|中雨|大雨|阵雨|雨|雪|雾|霾|今日|天气)?[ \u3000:：]{0,2}"
)


def _weather(match: re.Match[str]) -> NotClaim | None:
    begin = match.string.rfind("\n", 0, match.start()) + 1
    if _BEFORE_WEATHER.fullmatch(match.string, begin, match.start()) is None:
        return None
    return _made(match, "weather-line", "the weather on the page")


WEATHER = Rule(
    "weather-line",
    r"(?<![\d.]) (?:-?\d{1,2}[ ]?(?:℃|°C?)?[ ]?[~～/-][ ]?)? -?\d{1,2}[ ]?(?:℃|°C) (?=[ \u3000]*(?:\n|$))",
    _weather,
    {"首页\n14℃\n": "14℃", "\n北京 晴 -3~5℃\n": "-3~5℃"},
    ("水温降至14℃\n", "出水温度14℃\n", "\n14℃的水\n"),
)

CHART = Rule(
    "chart-code",
    r"[KkQ]线?图[ ]?\d{5,6}(?:_\d)?(?!\d)",
    lambda match: _made(match, "chart-code", "a chart that the page inserts"),
    {"(K图 002941_0)": "K图 002941_0"},
    ("图5", "K图"),
)

VIEWS = Rule(
    "viewed",
    rf"""(?: (?<=[ \u3000|｜·]) | (?<=[:：]\d\d) | (?<=[ \u3000|｜·],) | (?<=\n) | (?<=^) ) ,?\d[\d,.]{{0,9}}[万wW]?{_B}次(?:浏览|阅读|点击|播放|观看|围观)
        (?=[ \u3000|｜·]*(?:\n|$))""",
    lambda match: _made(match, "viewed", "a counter of the page"),
    {"2025-09-07 00:06:44 0,514次浏览\n": "0,514次浏览", "\n3.2万次阅读\n": "3.2万次阅读"},
    ("累计3亿次播放\n", " 3亿次播放的剧"),
)

RULES: tuple[tuple[str, Rule[NotClaim]], ...] = (
    ("阅浏点分转评赞收在好喜关粉回查播人积围参跟下打投弹推热字全文共次vV", PAGE_COUNTER),
    ("第共当全阅浏预需剩余本", PAGE_NUMBER),
    ("[［【", FOOTNOTE),
    ("0123456789 \u3000•·+", NUMBER_LINE),
    ("0123456789-", WEATHER),
    ("KkQ", CHART),
    ("0123456789,", VIEWS),
    ("（(", WIDGET),
    ("0123456789", AGO),
    ("首新注扫会开限", SCAN),
)
