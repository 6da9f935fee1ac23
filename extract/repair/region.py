"""Which press a page belongs to: it decides bare currencies, 兆 and date words."""

from __future__ import annotations

import re

from extract.types import Article, Region

# words of one press alone
_TAIWAN = re.compile(
    "新台幣|新臺幣|新台币|台股|臺股|年增|年減|年减|季增|季減|季减|月增|月減|月减|软体|軟體|网路|網路|资料中心|資料中心|資訊|奈米"
    "|記憶體|记忆体|法人|外資(?:買|賣|券商)|行動(?:裝置|電話|網路|通訊|支付)|程式|專案|櫃買|柜买|證交所|金管會|經濟部|台幣|工商時報|中央社"
)
_HONGKONG = re.compile(
    "港元|港幣|港币|按年|按季|港股|恒指|恆指|港交所|聯交所|联交所|首季|派息|溢利|純利|錄得|蝕|內地|滙豐|港府|本港|市民|惟|每股盈利|財政司"
)
_MAINLAND = re.compile(
    "同比|環比|人民幣|工信部|發改委|發展改革委|國資委|國務院|國家統計局|億千瓦時|新華社|新華網|中新網|中新社|人民網|央視|服務器|信息|質量"
    "|十四五|十五五"
)
_NOT_TAIWAN = re.compile("芯片|數據|軟件|智能|互聯網|項目|網絡|硬件|激光|視頻")
_NOT_MAINLAND = re.compile("晶片|伺服器")
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
    >>> region(Article(id="a", text=""), "工信部數據顯示，市場規模達53億元，同比增長三成", True)
    'mainland'
    >>> region(Article(id="a", text=""), "营收同比增长三成，每股派0.5港元", False)
    'mainland'
    """
    if not traditional:
        return _of_simplified(text)
    names = " ".join(filter(None, (article.publisher, article.url, article.reprinted_from)))
    taiwan = len(_TAIWAN.findall(text)) + 6 * len(_TAIWAN_NAMES.findall(names))
    hongkong = len(_HONGKONG.findall(text)) + 6 * len(_HONGKONG_NAMES.findall(names))
    mainland = 2 * len(_MAINLAND.findall(text))
    shared, foreign = len(_NOT_TAIWAN.findall(text)), len(_NOT_MAINLAND.findall(text))
    if mainland + shared > taiwan + foreign and (mainland > hongkong or not hongkong):
        return "mainland"
    return "hongkong" if hongkong and hongkong + shared > taiwan else "taiwan"


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
