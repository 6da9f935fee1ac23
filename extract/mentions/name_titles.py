"""Rules for names with a number of their own: titles, quoted names, years of events and prizes, rooms and roads."""

from __future__ import annotations

import re

from extract.mentions.name_shapes import named
from extract.rules import Rule
from extract.types import NotClaim

MODEL_YEAR = Rule(
    "model-year",
    r"""(?<!\d) (?<!\d[.,]) (?:19|20)\d\d (?: 款 | (?=(?:世界|全球|中国|亚洲|国际|第|云栖|春季|秋季|数博会
        |[A-Za-z \u4e00-\u9fff]{0,16}(?:大会|峰会
        |论坛|展会?|博览会|榜单?|年会|报告|白皮书|指数|发布会|百强|开发者|颁奖|评选|排行)))(?!年) )
    | (?<=[A-Za-z][(（])20[0-4]\d(?=[)）]) | (?<=[A-Za-z][ -])(?:19|20)[0-4]\d(?!\d|[.,]\d|[ ]?[年万亿%个家台元])""",
    lambda match: named(match, "model-year", "the year in a name"),
    {"2025世界人工智能大会": "2025", "2025款车型": "2025款", "在CES 2025上": "2025"},
    ("2025年世界", "2025亿元", "增至2025个", "12025款"),
)

YEAR_GLUED = Rule(
    "year-glued",
    r"""(?<![\d.A-Za-z]) (?<!\d,) (?:19|20)[0-4]\d (?= 百度(?!数) | 百家号 | 万科 | 亿欧 | 亿邦
        | [A-Za-z\u4e00-\u9fff]{2,10}(?:作者|创作者|自媒体|媒体人|人物|撰稿人|专栏|年度|大奖|奖项|奖(?![励金]))(?![\u4e00-\u9fff]{0,2}\d) ) (?!年|[万亿个家台名])""",
    lambda match: named(match, "year-glued", "the year in a name"),
    {"曾获2019百度优秀作者": "2019", "2021百家号创作者": "2021", ",2019搜狐科技年度作者": "2019"},
    ("2019年百度", "2019百度数", "2019家自媒体", "2019搜狐"),
)

ADDRESS = Rule(
    "address",
    r"(?<=[座楼栋层元号]) \d{3,4}室 | (?<![\d.A-Za-z]) [GSgs]?\d{2,3}(?=国道|省道|县道|高速公路)",
    lambda match: named(match, "address", "a room or a road"),
    {"科技园A座2301室": "2301室", "沿318国道": "318"},
    ("新增2301室", "3.18国道", "1318家国道"),
)

TITLE = Rule(
    "title-marks",
    r"《[^《》\n]{1,30}》",
    lambda match: (
        named(match, "title-marks", "a title")
        if re.search(r"[\d零〇一二两三四五六七八九十百千万几双]", match.group())
        and not re.search(r"\d[\d.]*[%％万亿倍]|亿元|万元", match.group())
        else None
    ),
    {"《燕云十六声》登陆": "《燕云十六声》", "《三角洲行动》": "《三角洲行动》"},
    ("《财富》", "《增长30%的秘密》", "《》"),
)

QUOTED = Rule(
    "quoted-name",
    r"""[“"「『](?P<inner>[^“”"「」『』\n，,。；]{2,14})[”"」』](?=行动|计划|工程|战略|方案|模式|规划|专项|系列|品牌|项目|智算|架构|体系|布局|算力|超节点|平台|工厂
        |实验室|闪充|充电|政策)""",
    lambda match: (
        named(match, "quoted-name", "a name in quotation marks")
        if re.search(r"[\d零一二两三四五六七八九十百千万亿兆双]", match["inner"])
        and not re.search(r"\d[\d.]*[%％万亿倍元个家]|[一二三四五六七八九十]成", match["inner"])
        else None
    ),
    {"“三年倍增”行动方案": "“三年倍增”", "“237X”智算云池": "“237X”", "“5+N”战略": "“5+N”"},
    ("“增长30%”计划", "“云上”计划", "“三成”方案"),
)

MOVING_AVERAGE = Rule(
    "moving-average",
    r"""(?<![\d.第近]) (?:\d{1,3}|[一二三五六十百]{1,4}|百|半) (?:天|日|周|月|年|小时) (?:移动)?(?:平均|均)?线(?![上下性索程路条城索缆])""",
    lambda match: named(match, "moving-average", "a line of a price chart"),
    {"跌破20天线": "20天线", "百天线失守": "百天线", "站上250日均线": "250日均线", "重上50周线，": "50周线"},
    ("20天线上销售", "三条线", "开通5天线路", "30天线性增长"),
)

RULES: tuple[tuple[str, Rule[NotClaim]], ...] = (
    ("《", TITLE),
    ('“"「『', QUOTED),
    ("12", MODEL_YEAR),
    ("12", YEAR_GLUED),
    ("0123456789GSgs", ADDRESS),
    ("0123456789一二三五六十百半", MOVING_AVERAGE),
)
