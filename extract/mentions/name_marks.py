"""Rules for numbers that order a text: list marks, section and question numbers, figure and table numbers."""

from __future__ import annotations

import re

from extract.rules import Rule
from extract.types import NotClaim

_HAN = "[一二三四五六七八九十]{1,3}"
_BEFORE_MARK = re.compile(r"(?:^|[\n\r])[ \t\u3000\u00a0#>*_\-·•●■◆▶★☆【\[“\"「（(]*$")
_VALUE_AFTER = re.compile(r"[ \u3000]?(?:[\d.]{0,9}[%％‰万亿]|\d{1,3}[.,]\d|\d{1,4}[、和]\d{1,4}[万亿%个倍])")


def _line_start(match: re.Match[str]) -> bool:
    return _BEFORE_MARK.search(match.string[max(0, match.start() - 14) : match.start()]) is not None


def _made(match: re.Match[str], rule: str, why: str = "a list mark") -> NotClaim:
    return NotClaim(match.start(), match.end(), "list-marker", why, rule)


def _at_line(match: re.Match[str], rule: str, why: str) -> NotClaim | None:
    if not _line_start(match) or _VALUE_AFTER.match(match.string, match.end()):
        return None
    return _made(match, rule, why)


LINE_MARK = Rule(
    "line-mark",
    rf"""(?<![\d.A-Za-z]) (?:\d{{1,2}}[ ]?(?:[、．]|\.(?!\d)|[)）](?![\d元])|[:：](?!\d)) | {_HAN}[、．.：:] | 第?{_HAN}(?:章|节
        |部分)[、：: ]?)""",
    lambda match: _at_line(match, "line-mark", "a list mark at the start of a line"),
    {"\n1.寒武纪": "1.", "### 2. 火山方舟": "2.", "一、阿里云": "一、", "\n3、2025年增长": "3、", "1) 腾讯": "1)"},
    ("1.5亿元", "\n3、5亿元", "收入1、2", "12:30开始", "共1."),
)

MID_MARK = Rule(
    "mark-in-line",
    r"""(?: (?<=[。；;：:！？!?，,]) | (?<=[。；;：:！？!?，,][ \u3000]) ) (?: \d{1,2}[)）] | (?<![，,]) (?<![，,][ \u3000]) \d{1,2}[.．、](?!\d) )
        (?=[ \u3000]?[\u4e00-\u9fff“《A-Z]) (?![ \u3000]?[万亿元倍年月日个家])""",
    lambda match: _made(match, "mark-in-line", "a list mark in the middle of a line"),
    {
        "收入端:1)公有云": "1)",
        "。2)私有云收入": "2)",
        "整体表现。2. 鸿蒙智行": "2.",
        "如下：1、营收": "1、",
        "；3.毛利率": "3.",
    },
    ("位列1)", "增至：2、3亿元", "比分：2、个", "，2、云", "(12)万"),
)

SECTION = Rule(
    "section-number",
    r"""(?<![\d.A-Za-z]) \d{1,2}(?:\.\d{1,2}){1,3} (?=[ \u3000]{1,2}[\u4e00-\u9fffA-Z“《]) (?![ \u3000]{1,2}(?:万|亿|倍
        |个|元|美元|家|台|秒|分|小时|天|年|月|英寸|毫|微|公里|米|克|吨|版))""",
    lambda match: _at_line(match, "section-number", "a section number"),
    {"\n3.2 训练加速": "3.2", "## 1.1.2 背景": "1.1.2"},
    ("3.2 亿元", "达到3.2 训练", "3.2万"),
)

HEADING_NUMBER = Rule(
    "heading-number",
    r"(?<=[#*][ ]) \d{1,2} (?=[ \u3000/|])",
    lambda match: _at_line(match, "heading-number", "the number of a heading"),
    {"## 3 对比结果": "3"},
    ("共3 家", "# 3亿"),
)

BRACKET_MARK = Rule(
    "bracket-mark",
    rf"(?<![A-Za-z\d]) [（(] (?:\d{{1,2}}|{_HAN}) [)）] (?![日%亿万元])",
    lambda match: _made(match, "bracket-mark"),
    {"（1）收入增长": "（1）", "；(2) 毛利率": "(2)", "（一）业绩回顾": "（一）"},
    ("f(1)", "（16）日", "（2025）", "（三星）"),
)

CIRCLED = Rule(
    "circled",
    r"[①-⑳⑴-⒇⒈-⒛㈠-㈩❶-❿⓪㊀-㊉]",
    lambda match: _made(match, "circled"),
    {"① 自变量机器人": "①"},
    ("(1", "一"),
)

POINT_BY_POINT = Rule(
    "point-by-point",
    r"""(?:(?<=[\n，,。；;：:、？！\s“（*])|(?<=^)) (?:其?[一二三四五六七八九十](?=是|来(?=[\u4e00-\u9fff])|则(?=[\u4e00-\u9fff]))(?:是|来
        |则) | 其[一二三四五六七八九十](?=[，,：:是、]))""",
    lambda match: _made(match, "point-by-point", "a point told off one by one"),
    {"有关：一是国补,二是内存": "一是", "，二是高频宽": "二是", "。其一，成本": "其一"},
    ("统一是", "其中一是", "其一般"),
)

QUESTION = Rule(
    "question-number",
    r"(?:[QA]|[问答题]|问题|提问|回答)[ ]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[ ]?[:：.、](?!\d)",
    lambda match: _made(match, "question-number", "the number of a question") if _line_start(match) else None,
    {"\nQ1：先看哪个指标": "Q1：", "A2: 不够": "A2:", "问题三：怎么选": "问题三："},
    ("Q3净利润", "在Q1：", "A100："),
)

LABEL = Rule(
    "label-number",
    r"""(?:(?<![地企意版蓝截构草附])图表?|(?<![代发手仪报外钟图])表|附[件录表图]|标[包段]|步骤|案例|方案|情[景形]|场景|假设|选项|脚注|专栏|专题|第?[卷篇]|样[本例]|路线|模式|标的
        |区块|包)
    [ ]?(?:\d{1,2}(?:[-.]\d{1,2})?(?![\d.,]{0,9}(?:[%万亿倍元个家张台款项种条年月日天小]|\d))|[一二三四五六七八九十]{1,2}(?=[：:，,。、）)\s所中为的是显和与]
    |$))""",
    lambda match: _made(match, "label-number", "the number of a figure, table or part"),
    {"如图3所示": "图3", "见表5。": "表5", "附件二：": "附件二", "标包3：": "标包3"},
    ("地图3", "图30%", "代表5家", "表5000", "包3个月"),
)

TOP_HEADING = Rule(
    "top-heading",
    r"(?:TOP|Top|top|NO\.|No\.|NO|No)[ ]?\d{1,3}(?![\d%.]|万|亿)",
    lambda match: _made(match, "top-heading", "the rank that heads a list item") if _line_start(match) else None,
    {"## TOP1 树根互联": "TOP1", "\nNo.3 华为": "No.3"},
    ("全球Top10企业", "No.3.5"),
)

RULES: tuple[tuple[str, Rule[NotClaim]], ...] = (
    ("0123456789一二三四五六七八九十第", LINE_MARK),
    ("0123456789", MID_MARK),
    ("0123456789", SECTION),
    ("0123456789", HEADING_NUMBER),
    ("（(", BRACKET_MARK),
    (
        "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩❶❷❸❹❺❻❼❽❾❿⓪㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
        CIRCLED,
    ),
    ("一二三四五六七八九十其", POINT_BY_POINT),
    ("QA问答题提回", QUESTION),
    ("图表附标步案方情场假选脚专第卷篇样路模区包", LABEL),
    ("TtN", TOP_HEADING),
)
