"""Which press a page belongs to: it decides bare currencies, 兆 and date words."""

from __future__ import annotations

import re

from extract.types import Article, Region

_TAIWAN = re.compile(
    "新台幣|新臺幣|新台币|台股|臺股|年增|年減|年减|季增|季減|季减|月增|月減|月减|伺服器|软体|軟體|网路|網路|资料中心|資料中心"
    "|記憶體|记忆体|法人|外資|外资|行動|程式|櫃買|柜买|證交所|金管會|經濟部|台幣|工商時報|中央社|記者"
)
_HONGKONG = re.compile(
    "港元|港幣|港币|按年|按季|港股|恒指|恆指|港交所|聯交所|联交所|數據中心|軟件|網絡|首季|派息|溢利|蝕|內地|滙豐|港府|本港|市民|惟"
    "|每股盈利|財政司"
)
_TAIWAN_NAMES = re.compile(
    "台灣|臺灣|工商時報|經濟日報|自由時報|聯合報|聯合新聞|中央社|鉅亨|數位時代|天下雜誌|商業周刊|\\.tw\\b"
)
_HONGKONG_NAMES = re.compile("香港|香江|港聞|港股|港澳|文匯|大公|明報|星島|信報|東方日報|經濟日報.*香港|\\.hk\\b")


def region(article: Article, text: str, traditional: bool) -> Region:
    """The region of an article; ``text`` is the text as given, ``traditional`` whether it is genuine traditional text.

    >>> region(Article(id="a", text=""), "營收年增三成，毛利率季減1.2個百分點", True)
    'taiwan'
    >>> region(Article(id="a", text=""), "溢利按年升三成，派息0.5港元", True)
    'hongkong'
    >>> region(Article(id="a", text=""), "营收同比增长三成，每股派0.5港元", False)
    'mainland'
    """
    if not traditional:
        return _of_simplified(text)
    names = " ".join(filter(None, (article.publisher, article.url, article.reprinted_from)))
    taiwan = len(_TAIWAN.findall(text)) + 6 * len(_TAIWAN_NAMES.findall(names))
    hongkong = len(_HONGKONG.findall(text)) + 6 * len(_HONGKONG_NAMES.findall(names))
    return "hongkong" if hongkong > taiwan else "taiwan"


def _of_simplified(text: str) -> Region:
    """Simplified text is mainland text unless it keeps the wording of another press throughout."""
    if "按" in text and "港" in text and text.count("按年") + text.count("按季") > 1:
        if "同比" not in text and ("港元" in text or "港币" in text):
            return "hongkong"
    elif "台" in text and ("新台币" in text or "台股" in text):
        wording = sum(text.count(word) for word in ("年增", "年减", "季增", "季减", "月增", "月减"))
        if wording > 1 and "同比" not in text and "环比" not in text:
            return "taiwan"
    return "mainland"
