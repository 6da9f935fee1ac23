"""Rules for names by their shape: letters with digits (``MI300X``), families with a number (``麒麟9000``), standards."""

from __future__ import annotations

import re

from extract.mentions.name_words import measures, not_models, stems
from extract.rules import Rule
from extract.types import NotClaim

_D = "0123456789"
_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LATIN = _UPPER + _UPPER.lower()
_B = r"[ \u00a0\u3000]?"
# what a value, and not a model number, has behind it
_UNIT = rf"""{_B}(?:[%％‰℃°万亿倍兆]|千(?!问|帆|寻|元机)|百(?!度|炼|川)|元(?!器|件|数|宇)
    |[美港欧日韩英澳加新]元|人民币|新台币|块(?!钱的|链)|个|家(?!族|用|居|电|里|庭)|台(?!积|湾|式)
    |件|张|项(?!目)|款(?!式)|种|枚|颗|片(?!上)|辆|部(?!署|分|门|件)|套(?!件)|座|条|位(?!列|于|居)|名|人(?!工|形|机|脸|类|才)|户|次(?!世代|旗舰)|笔(?!记)|秒
    |分(?!布|别|析|辨|支|区|享|为)|小时|毫秒|微秒|天(?!池|玑|翼)
    |周(?!期|边)|年|季|月|财|日(?!前|本)|点(?!亮|击)|度|页|字(?!节)|层|卡(?!片)|核(?!心)|节点|吨|克|千克|公斤|米(?!家)|公里|毫米|厘米|英寸|吋|瓦|伏|平方|立方|升(?!级
    |至|到|腾)|成(?!为|立|功|本|都)|折(?!叠)
    |[KMGTPE]?i?(?:B|bps|b/s|W|Wh|Hz|FLOPS|OPS|Tokens?|tokens?)(?![A-Za-z]))"""
_NOT_UNIT = rf"(?!{_UNIT})"
_UNITS = re.compile(_UNIT, re.VERBOSE)
_BEFORE_METRES = frozenset(_D + "一二三四五六七八九十百千万亿每/ ")


def named(match: re.Match[str], rule: str, why: str = "a model or product name") -> NotClaim:
    """The whole match as a name."""
    return NotClaim(match.start(), match.end(), "name", why, rule)


def _token(match: re.Match[str]) -> NotClaim | None:
    word = match["word"].rstrip("-.").lower()
    plain = match["plain"] is not None
    if plain and word in not_models() and (word in measures() or _UNITS.match(match.string, match.end())):
        return None
    if word in ("m", "km", "cm", "mm", "nm", "dm") and match.group()[-1] in "23" and not _is_generation(match):
        return None
    return named(match, "letters-digits")


def _is_generation(match: re.Match[str]) -> bool:
    """``比M2便宜``: a capital M that no number stands before is no metre."""
    return match["word"] == "M" and match.string[match.start() - 1 : match.start()] not in _BEFORE_METRES


LETTERS_DIGITS = Rule(
    "letters-digits",
    r"""(?<![A-Za-z\d]) (?:(?<![\d.][-/])|(?<=[A-Za-z]\d/)|(?<=[A-Za-z]\d\d/)|(?<=[A-Za-z]\d{3}/)) (?!(?:[Nn][Oo]\.?|TOP|Top|top)\d)
        (?=[A-Za-z]{1,16}+[-.·\d])
        (?P<word>[A-Za-z]{1,16}(?:[-.·][A-Za-z]{1,12}){0,3}[-.]?)
        (?P<plain>(?=\d{1,8}(?:[.,]\d{1,6}){0,3}(?![A-Za-z\-])))?
        \d{1,6}
    (?:[A-Za-z\d]{0,12}(?:[-.+/·][A-Za-z\d]{1,12}){0,5}) \+{0,2} (?!\d|[%％‰亿倍元]|万(?![卡P级])|\.\d|,\d{3}|美元|个百分点)""",
    _token,
    {
        "对标A100,官方": "A100",
        "GPT-4的费用": "GPT-4",
        "MI300X吞吐": "MI300X",
        "HF18000G5-I在SPC-1": "HF18000G5-I",
        "在v5.1 基准": "v5.1",
        "x86授权": "x86",
        "小鹏P7+上市": "P7+",
        "与M9同款": "M9",
        "比M2便宜": "M2",
        "H20万卡集群": "H20",
        "Qwen3-235B-A22B发布": "Qwen3-235B-A22B",
    },
    ("PUE1.15", "384GB", "16GB+512GB", "EPS3.2元", "DAU3000万", "9EFLOPS", "RMB100", "10万m3", "MPV2000辆"),
)


def _spaced(match: re.Match[str]) -> NotClaim | None:
    if match["word"].lower() in not_models():
        return None
    return named(match, "word-number")


WORD_NUMBER = Rule(
    "word-number",
    rf"""(?<![A-Za-z\d]) (?P<word>(?:[A-Z][A-Za-z]{{0,15}}+|[a-z]{{1,3}}+[A-Z][A-Za-z]{{1,15}}+)(?:-[A-Za-z]{{1,12}}+)?)
        [ \u00a0] (?!\d{{1,6}}(?:\.\d{{1,4}})?[ ]?(?:倍|%)) (?:[A-Z]{{1,3}}[ ])?
    (?:\d{{1,5}}(?:\.\d{{1,2}}){{0,2}}) (?:[A-Za-z]{{1,2}}(?![A-Za-z\d])(?<![\dA-Za-z][WVKMGTPBsA]))? (?:[ ](?:Pro
    |Max|Ultra|Plus|Turbo|Ti|Super|Air|mini|SE|Lite|Mini|Edge)(?![A-Za-z]))* \+?
    (?![\dA-Za-z]|[.,，:]\d|[-—–~～至到/]{_B}\d) {_NOT_UNIT}""",
    _spaced,
    {
        "用 Llama 3.1 测试": "Llama 3.1",
        "华为 Mate 70 系列": "Mate 70",
        "PCIe 5.0接口": "PCIe 5.0",
        "WATCH GT 6主打": "WATCH GT 6",
        "支持Wi-Fi 7的": "Wi-Fi 7",
        "Quest 3S虽": "Quest 3S",
        "iPhone 17 Pro Max的": "iPhone 17 Pro Max",
        "(Fab 9)月产能": "Fab 9",
    },
    ("EPS 72.3，", "AMD 30%", "Token 0.2美元", "PUE 1.15，", "OpenAI 300 亿", "GPU 8 卡", "IBM 2,000", "Tokens 10 个"),
)


def _stem(match: re.Match[str]) -> NotClaim | None:
    known = stems()
    for length in (4, 3, 2):
        start = match.start("number") - len(match["blank"]) - length
        if start >= 0 and match.string[start : start + length] in known:
            return NotClaim(start, match.end(), "name", "a product family with its number", "family-number")
    return None


FAMILY_NUMBER = Rule(
    "family-number",
    rf"""(?<=[\u4e00-\u9fff])(?P<blank>{_B})
    (?P<number>(?:\d{{1,2}}[A-Z]|[A-Z]{{0,2}})\d{{1,4}}(?:\.\d)?(?:[A-Za-z]{{1,4}}(?![A-Za-z\d])(?<!GB)(?<!TB)(?<![\d]W))?\+?)
    (?![\d]|\.\d|,\d{{3}}|[—–\-~～至到]\d){_NOT_UNIT}""",
    _stem,
    {
        "骁龙 8至尊版": " 8",
        "思元690能否": "690",
        "麒麟9000S": "9000S",
        "征程6P的算力": "6P",
        "昇腾910B集群": "910B",
        "龙芯3D5000服务器": "3D5000",
        "沪深300指数": "300",
    },
    ("昇腾384个", "增长300", "骁龙30%", "小米2860 万台"),
)

CORES = Rule(
    "cores",
    r"(?<![\d.]) (?:\d{1,3}|[四六八双]) 核 (?=处理器|芯片|架构|服务器芯片|CPU|SoC|旗舰)",
    lambda match: named(match, "cores", "a processor named after its cores"),
    {"搭载64核处理器": "64核"},
    ("共64核。", "3.64核处理器", "64核心"),
)

QUOTED_NAME = Rule(
    "quoted-name",
    r"""(?:(?<=[“"「『《][\u4e00-\u9fff]{2})|(?<=[“"「『《][\u4e00-\u9fff]{3})|(?<=[“"「『《][\u4e00-\u9fff]{4})) (?<![增降升涨跌达到近约超为第前后至])(?<!增[长加])(?<!下[降滑跌]) \d{1,3}(?:\.\d)? (?=[”"」』》])""",
    lambda match: named(match, "quoted-name", "part of a name in quotation marks"),
    {"旗舰模型“澄心2.5”": "2.5", "《流浪地球3》": "3"},
    ("“增长20”", "“20”", "“澄心2.5亿”"),
)

MODEL_NOUN = Rule(
    "number-before-model-noun",
    r"""(?<=[\u4e00-\u9fff]) (?<![有共达至约近超逾过了为是以计供的]) \d{3,5}[A-Z]{0,2} (?=处理器|芯片|加速卡|显卡|系列|原生|超节点|机型|车型|平台|架构|服务器|手机|平板
        |笔记本|耳机)""",
    lambda match: named(match, "number-before-model-noun"),
    {"第三代山岳920处理器": "920", "某某7000系列": "7000"},
    ("采用了500芯片", "共1000平台", "500颗芯片", "20系列"),
)

CELLULAR = Rule(
    "cellular",
    rf"""(?<![\dA-Za-z.]) (?:[2-7]|5\.5)G(?:-?A(?:dvanced)?(?![A-Za-z]))?C? (?![A-Za-z\d]|{_B}(?:内存|显存|流量|运存|容量|带宽|大小
        |文件|套餐包))""",
    lambda match: named(match, "cellular", "a generation of mobile networks"),
    {"5G网络客户": "5G", "5G-A规模组网": "5G-A", "6G研究": "6G"},
    ("5GB", "5Gbps", "15G", "4G内存"),
)

LINE_RATE = Rule(
    "line-rate-product",
    rf"""(?<![\dA-Za-z.]) (?:(?:100|200|400|800)G|(?:1\.6|3\.2|6\.4|12\.8)T) (?![A-Za-z\d/]|{_B}(?:带宽|容量|流量|内存|显存|存储
        |数据|参数|左右|及?以[上下]|的?算力|硬盘)) (?<![达为至到][\d.]{{3}}[GT])""",
    lambda match: named(match, "line-rate-product", "optical modules and switches named after their line rate"),
    {"比800G贵一倍": "800G", "1.6T产品": "1.6T", "400G光模块": "400G"},
    ("800GB", "800Gbps", "带宽达800G", "800G带宽"),
)

RESOLUTION = Rule(
    "resolution",
    rf"""(?<![\dA-Za-z.]) (?:[248]|5\.3|16|[1-3]\.\d(?=K(?:超清|高清|全?面?屏|直屏|分辨率|显示|OLED|LTPO)))K (?![A-Za-z\d+/]|{_B}(?:上下文|长度|字|块|窗口|行|条|人|元|token|Token|文本|随机|缓存|次|多|左右
        |，|、\d)) | (?<![\dA-Za-z.])(?:2\.5D|[234]D)(?![A-Za-z\d]) | (?<![\dA-Za-z.])3C(?=产品|数码|电子|认证|家电|行业|品类|[，。、])""",
    lambda match: named(match, "resolution", "a picture standard"),
    {"8K超高清": "8K", "4K视频": "4K", "3D打印": "3D", "1.5K分辨率": "1.5K"},
    ("1.5K美元", "64K上下文", "8K上下文", "4KB", "4K随机读"),
)

DIGITS_LETTERS = Rule(
    "digits-letters",
    r"""(?<![\dA-Za-z.]) (?: \dD-[A-Z][A-Za-z]+ | \d{1,2}[A-Z]\d{3,4}(?:[A-Z]{1,2})?(?![A-Za-z\d.%]) | \d{3}[BCDX](?=芯片|处理器|加速卡|集群|卡|”|」) | (?:18|20|14)A(?=制程|工艺|节点|芯片
        |量产|良率|试产) | \d{2,4}\.1[15](?:ax|be|ac)
      | (?:2170|18650|21700|26700|32700|4680|4695|46\d\d)(?=电池|电芯|大?圆柱|型|项目|产线) | \d{2}系列?(?=大圆柱) | \d-(?:Eleven|11) )
    | (?:182|210)(?:RN?|mm)?(?=组件|硅片|电池|尺寸|版型|矩形|产品|系列)
    | (?<=[“"「『])\d{1,4}[A-Z]{1,3}\d?(?=[”"」』])(?<!\d[GTMKP]B)(?<!\d[WVKG])""",
    lambda match: named(match, "digits-letters"),
    {
        "“237X”智算云池": "237X",
        "3D-UNet项目": "3D-UNet",
        "4680电池": "4680",
        "910B芯片": "910B",
        "18A制程": "18A",
        "210R组件": "210R",
        "新一代3C6000处理器": "3C6000",
    },
    ("384GB", "30W", "1000A", "700B参数", "“16GB”"),
)

SIZE_TAG = Rule(
    "size-tag",
    rf"""(?:(?<=[A-Za-z\d][ -])) \d{{1,4}}(?:\.\d)?[BM](?:-[A-Z][\dA-Za-z]*)? (?![A-Za-z\d/]|{_B}(?:参数|数据|tokens?|美元
        |带宽|内存))""",
    lambda match: named(match, "size-tag", "a model size that belongs to the model's name"),
    {"DeepSeek-R1 671B**,": "671B", "Llama 2 70B，吞吐": "70B", "Llama 3.1 8B 和": "8B"},
    ("671B参数", "带宽 70B", "每日 8B"),
)

VERSION = Rule(
    "version",
    rf"""(?<![\d.A-Za-z]) (?: \d{{1,3}}(?:\.\d{{1,4}}){{1,3}}(?={_B}(?:版本?|时代|架构|长期支持))(?!版权) |
        \d{{1,3}}\.\d{{1,4}}\.\d{{1,4}}(?:\.\d+)?(?![\d%]|[年月]|{_B}[万亿]) )
    | (?<=[\u4e00-\u9fffA-Z])(?<![为到至达于约近超仅了是分比降增升达给得打评涨跌过率从和与第])(?<![A-Z]{{2}}E)
    {_B}[1-9]\.0(?![\d.]){_NOT_UNIT}(?!{_B}[个pP以左和至到—\-~])""",
    lambda match: named(match, "version", "a version"),
    {
        "4.4版本里": "4.4",
        "升级到2.3.1，": "2.3.1",
        "星睿智算中心2.0联合": "2.0",
        "较1.0版本": "1.0",
        "工业4.0转型": "4.0",
    },
    ("增长2.0%", "评分5.0", "降至1.0", "PUE为1.0", "3.0个", "1.2亿"),
)

STANDARD = Rule(
    "standard",
    r"""(?<![A-Za-z\d]) (?:GB(?:/T)?|ISO(?:/IEC)?|IEC|IEEE|YD(?:/T)?|UL|EN|ITU-T|RFC|HJ|DB|T/CCSA|SAE|GJB|QC/T|JB/T
        |ASTM|JEDEC|NIST|FIPS|SOC|PCI)[ -]? (?:[A-Z]\.?)? \d{1,6}(?:\.\d{1,4}){0,3}[a-z]{0,2}
        (?:[-—:：](?:19|20)\d\d)? (?!\d
        |%|万|亿|[ ]?GB)""",
    lambda match: named(match, "standard", "a standard"),
    {
        "通过ISO 9001认证": "ISO 9001",
        "GB 40001—2024要求": "GB 40001—2024",
        "IEEE 802.11be": "IEEE 802.11be",
        "SOC 2审计": "SOC 2",
    },
    ("16GB 256", "512GB", "BENGB 2"),
)

RATIO = Rule(
    "aspect-or-score",
    rf"""(?<![\d.:]) (?: (?:16|18|19\.5|20|21|3|4|32)[:：](?:9|10|3|2)(?={_B}(?:的?(?:全面)?屏|的?画面|的?比例|的?画幅|视频|竖屏|宽屏)) |
        (?<=[屏画][幕面]比例[为是]) \d{{1,2}}(?:\.\d)?[:：](?:9|10|3|2)(?!\d) |
        \d{{1,2}}[:：比]\d{{1,2}}(?=(?:战胜|击败|取胜|获胜|落败|告负|领先|的比分|大胜|险胜|逼平))
      | 1/\d(?:\.\d{{1,2}})?{_B}(?:英寸|[\"”″])(?=大底|传感|主摄|CMOS|的|[，,。、]) ) |
      (?<![A-Za-z])[fF]/\d(?:\.\d{{1,2}})?(?![\d])""",
    lambda match: named(match, "aspect-or-score", "a picture format, an aperture or a score"),
    {
        "18:9全面屏": "18:9",
        "以3:1战胜": "3:1",
        "1/1.3英寸大底": "1/1.3英寸",
        "f/1.85光圈": "f/1.85",
        "屏幕比例为16:9,": "16:9",
    },
    ("压缩比5:1", "1/3的", "16:90", "1/3英寸屏"),
)

WAFER = Rule(
    "wafer",
    rf"""(?<![\d.]) (?:4|6|8|12|十二|[四六八]){_B}(?:英寸|吋|寸)(?={_B}(?:晶圆|厂|产线|硅片|生产线|线|标准|SiC|碳化硅|衬底|外延|约当)) | (?<![\d.])
        (?:6|8|12)吋 (?!{_B}(?:的?屏|显示|面板|平板|笔电|电视|手机|荧幕|萤幕|以上|以下))""",
    lambda match: named(match, "wafer", "wafers named after their size"),
    {"12英寸晶圆": "12英寸", "三座12英寸厂": "12英寸", "其余23%来自8吋。": "8吋"},
    ("6.8英寸屏", "12英寸显示屏", "112英寸晶圆"),
)

RULES: tuple[tuple[str, Rule[NotClaim]], ...] = (
    (_LATIN, STANDARD),
    (_LATIN, LETTERS_DIGITS),
    (_LATIN, WORD_NUMBER),
    (_D + "四六八双", CORES),
    (_D, QUOTED_NAME),
    (_D, MODEL_NOUN),
    (_D, CELLULAR),
    (_D, LINE_RATE),
    (_D, RESOLUTION),
    (_D, DIGITS_LETTERS),
    (_D, SIZE_TAG),
    (_D + " \u00a0\u3000", VERSION),
    (_D + "fF", RATIO),
    (_D + "十四六八", WAFER),
)
FAMILY_RULES: tuple[tuple[str, Rule[NotClaim]], ...] = ((_D + _UPPER + " \u00a0\u3000", FAMILY_NUMBER),)
