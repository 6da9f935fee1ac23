"""Rules for numbers that lead somewhere: telephones, addresses on the net, stock codes, licences, document numbers."""

from __future__ import annotations

import re

from extract.rules import Rule
from extract.types import NotClaim, Role

_D = "0123456789"
_B = r"[ \u3000\u00a0]?"


def _made(match: re.Match[str], rule: str, why: str, role: Role = "contact") -> NotClaim:
    return NotClaim(match.start(), match.end(), role, why, rule)


URL = Rule(
    "url",
    r"""(?:https?://|www\.)[\w\-./?%&=#~+:@!$*;,]{3,300} |
        (?<![A-Za-z0-9.])[A-Za-z0-9][A-Za-z0-9_.\-]{0,40}+@[A-Za-z0-9][\w\-]{0,40}(?:\.[A-Za-z]{2,12}){1,3}"""
    r""" | (?<![A-Za-z0-9.\-])[a-z0-9][a-z0-9\-]{0,30}+(?:\.[a-z0-9\-]{1,30}+){0,2}\.(?:com|cn|net|org|io|ai|tw|hk|gov
        |edu)(?:\.cn|\.tw|\.hk)?(?![A-Za-z0-9])(?:/[\w\-./?%&=#]{0,200})?""",
    lambda match: _made(match, "url", "an address on the net"),
    {
        "见https://a1.example.com/2025/11/18。": "https://a1.example.com/2025/11/18",
        "邮箱ir2025@corp.com": "ir2025@corp.com",
        "上36kr.com看": "36kr.com",
    },
    ("网址", "v2.3.1", "Node.js"),
)

TELEPHONE = Rule(
    "telephone",
    r"""(?<![\d.\-]) (?: (?:\+?86[- ]?)? 1[3-9]\d(?:[- ]?\d{4}){2}
      | \(?0\d{2,3}\)?[- ][\dxX×*]{7,8}(?:[-转]\d{1,5})?
      | [48]00[- ]\d{3,4}[- ]\d{3,4} | \+\d{1,3}[- ]\d{2,4}[- ]\d{3,4}[- ]?\d{3,4} )(?![\d.])
    | (?:电话|热线|手机号?|传真|TEL|Tel|客服|咨询|拨打|致电|投诉|举报)[：: ]{0,2}(?:电话|热线)?[：: ]{0,2}
      [\d+(（][\d\-()（） ×xX*]{3,24}(?:转(?:分机)?[ ]?\d{1,6})?(?![\d.]{0,16}(?:%|万|亿|元|年|月|个|家|名|人|件|起|次))
    | (?<![\d.])1(?:2345|2315|2320|2306|2321|0086|0010|0000|10|20|19)(?=热线|客服|电话|举报)""",
    lambda match: _made(match, "telephone", "a telephone number"),
    {
        "联系电话:010-8805xxxx": "电话:010-8805xxxx",
        "电话：021-6888××××": "电话：021-6888××××",
        "客服热线：10010": "客服热线：10010",
        "咨询电话12345转3。": "咨询电话12345转3",
        "拨400-123-4567": "400-123-4567",
    },
    ("电话会议", "2020-2025", "投诉1200件", "手机 200万"),
)

STOCK = Rule(
    "stock-code",
    r"""(?<![\dA-Za-z.]) (?:(?:SH|SZ|BJ|HK|sh|sz)[:：.]?)? \d{4,6} (?:\.(?:SH|SZ|BJ|HK|TW|TWO|TT|SS|T|KS|KQ|US|O|N|sh
        |sz|hk))(?![A-Za-z])
    | (?<![A-Za-z]) (?:SH|SZ|HK|BJ)[:：.]?(?:\d{6}|0\d{3,4}) (?!\d)
    | (?<=[（(\[［]) (?:股票代[码号]|证券代[码号]|代[码号]|东证|港股|A股|H股|美股|上市|上柜|兴柜)?[：: ]{0,2} (?:[03689]\d{5}|4[38]\d{4}|0\d{4}
    |8\d{4}|0\d{3}|[1-9]\d{3}) (?:-[A-Z]{1,3})?
      (?= [）)\]］、,，;；/ ] | -KY)
    | (?:股票代[码号]|证券代[码号]|代[码号]|股份代号|东证)[：: （(]{0,2}\d{4,6}(?:\.[A-Z]{2,3})?(?!\d)
    | (?<=[（(、,，;； ])[沪深港京美][:：][ ]?\d{4,6}(?!\d)
    | (?:HKEX|SEHK|TWSE|SSE|SZSE|KRX|TSE)[:：][ ]?\d{4,6}(?!\d)
    | [A-Z]{1,5}+\.(?:US|O|N)(?=[/、，,；;）)]) """,
    lambda match: _stock(match),
    {
        "中际旭创（300308）": "300308",
        "联发科（2454）": "2454",
        "工业富联（601138.SH）": "601138.SH",
        "万国数据（GDS.US/09698.HK）": "09698.HK",
        "腾讯（00700）": "00700",
        "美团（0700）": "0700",
        "领先科技（HK.0728）": "HK.0728",
        "（Appier，东证4180）": "东证4180",
    },
    ("（2025）", "（1234亿元）", "共3231家", "（1500台）"),
)


def _stock(match: re.Match[str]) -> NotClaim | None:
    code = match.group()
    bracket = match.string[match.start() - 1 : match.start()] in tuple("（([［")
    if code.isdigit() and len(code) == 4 and (1949 < int(code) < 2041 or not bracket):
        return None
    return _made(match, "stock-code", "a stock code")


LICENCE = Rule(
    "licence",
    rf"""[京沪津渝粤浙苏鲁闽川鄂湘皖赣冀晋豫陕甘宁青新藏桂琼黔滇辽吉黑蒙][A-Za-z]?(?:ICP|公网安备)[备证]?{_B}(?:字)?(?:第
        |[Bb]\d-)?{_B}[\d\-]{{4,20}}{_B}号?(?:-\d{{1,3}})?
    | (?:ICP|公网安备|增值电信|经营许可证|许可证|执业证书|执业证|登记证|备案|批准文号|注册证|国药准字|京网文|沪网文|编号|证号|从业资格证)(?:备案)?(?:证|号|编号|号码|文
    |字)?[：: ]{{0,2}}[【\[〔]?[A-Za-z0-9\u4e00-\u9fff]{{0,4}}?[【\[〔]?
    (?=[\dA-Z])[\dA-Za-z\-]{{4,30}}[】\]〕]?{_B}(?:\d{{1,6}}-?\d{{0,4}})?{_B}号?(?:-\d{{1,3}})?
    | ISBN[：: ]{{0,2}}[\dX\-]{{9,20}} | ISSN[：: ]{{0,2}}[\dX\-]{{8,10}} | CN{_B}\d{{2}}-\d{{4}}(?:/[A-Z]+)? |
    DOI[：: ]{{0,2}}10\.[\w./\-]{{4,60}}""",
    lambda match: _made(match, "licence", "a licence, registration or file number"),
    {
        "沪ICP备2021000000号-3": "沪ICP备2021000000号-3",
        "京ICP证030173号": "京ICP证030173号",
        "执业证书编号S0880522120004": "执业证书编号S0880522120004",
        "编号FT-2025-117)": "编号FT-2025-117",
        "ISBN 978-7-111-12345-6": "ISBN 978-7-111-12345-6",
    },
    ("新ICP", "编号规则", "许可证3张"),
)

DOCUMENT = Rule(
    "document-number",
    rf"[〔\[【［(（](?:19|20)\d\d[〕\]】］)）]{_B}第?{_B}\d{{1,5}}{_B}号",
    lambda match: _made(match, "document-number", "the number of a document", "name"),
    {"发改高技〔2024〕9号": "〔2024〕9号", "工信部函（2025）第12号": "（2025）第12号"},
    ("（2025）增长9%", "〔2024〕"),
)

ACCOUNT = Rule(
    "account",
    r"""(?:QQ群?|微信号?|公众号|WeChat|vx|VX|Vx|V信|加微|钉钉|账号|帐号|ID|UID|邮编|邮政编码|群号
        |统一社会信用代码)[ ]?[：:][ ]?[A-Za-z]?[\w\-]{4,24}(?![\u4e00-\u9fff%])
    | (?:邮编|邮政编码|QQ群?)\d{5,11}(?!\d)""",
    lambda match: _made(match, "account", "an account or a postal code") if re.search(r"\d", match.group()) else None,
    {"转载请联系 vx:ctqbj2019 —": "vx:ctqbj2019", "邮编：100033": "邮编：100033", "QQ群:123456789": "QQ群:123456789"},
    ("公众号：某某观察", "微信 13亿用户", "ID认证"),
)

BYLINE = Rule(
    "byline-code",
    r"(?:责任编辑|责编|编辑|作者|记者|校对|审核|监制|编审|文|来源)[：:／/丨| ]{1,2}[\u4e00-\u9fff·]{0,4}[ _（(]?[A-Za-z]{1,4}\d{2,8}"
    r"|(?:责任编辑|责编|编辑|校对|审核|监制|编审)[：:／/丨| ]{1,2}\d{2,8}(?=[ \u3000）)】\]|]*(?:\n|$))",
    lambda match: _made(match, "byline-code", "the code of an editor", "other"),
    {
        "责任编辑:kj005": "责任编辑:kj005",
        "（责任编辑：周一鸣 HN032）": "责任编辑：周一鸣 HN032",
        "校对：0415\n": "校对：0415",
    },
    ("编辑：陈晓", "作者A100测试", "审核：1200件申请"),
)

ISSUE_DAY = Rule(
    "issue-day",
    r"(?<=[）)]) (?:1[01]\d|20[0-4]\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) (?=[ \u3000]*(?:\n|$))",
    lambda match: _made(match, "issue-day", "the day of issue as a code", "other"),
    {"（编辑：杨凯）1141112\n": "1141112"},
    ("（注）1141112元", "共1141112\n", "（注）1149912\n"),
)

BYLINE_NAME = Rule(
    "byline-name",
    r"""(?:责任编辑|责编|编辑|作者|记者|校对|审核|监制|编审|撰文|摄影
        |通讯员)[：:／/丨| ]{1,2}[\u4e00-\u9fff]{0,2}[一二三四五六七八九十百千万亿][\u4e00-\u9fff]{0,2}(?=[\s）)，,、。]|$)""",
    lambda match: _made(match, "byline-name", "the name of an editor", "name"),
    {"编辑：周一鸣\n": "编辑：周一鸣", "记者 万一 ": "记者 万一"},
    ("编辑：陈晓", "记者三人组团报道"),
)

RULES: tuple[tuple[str, Rule[NotClaim]], ...] = (
    ("〔[【［(（", DOCUMENT),
    (_D + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", URL),
    (_D + "+(电热手传TtE客咨拨致投举", TELEPHONE),
    (_D + "SBHsh股证代东港美上兴A" + "BCDEFGIJKLMNOPQRTUVWXYZ", STOCK),
    ("京沪津渝粤浙苏鲁闽川鄂湘皖赣冀晋豫陕甘宁青新藏桂琼黔滇辽吉黑蒙IC公增经许执登备批注国编证从D", LICENCE),
    ("QWVvV加微公钉账帐IU邮群统", ACCOUNT),
    ("责编作记校审监文来", BYLINE),
    ("12", ISSUE_DAY),
    ("责编作记校审监撰摄通", BYLINE_NAME),
)
