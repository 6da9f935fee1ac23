"""Lines of a page made plain before their words are looked for: readings taken out, traditional characters folded."""

from __future__ import annotations

import re

_READING = re.compile(r"(?<=[一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùüǖǘǚǜńňǹḿ]{1,6}\)")
# the characters of labels, buttons and notices only: this converts no text, it lets one set of words fit both scripts
_FOLD = str.maketrans(
    "來轉載責編輯時間發佈記訊員攝對審監總圖設計實譯標題欄頻類籤關鍵詞單閱讀瀏覽數點擊氣訪問評論貼讚贊號體熱網報電視臺週雜誌聞財經線資觀濟戶"
    "傳頭條門聲權別歸內專區鏈連結薦導頁請繼續廣開進動態選還歡為後於處聯絡綜覺國萬隨訴須險議萬聽舉複製獨衆眾錄註冊無與將鐘獲條",
    "来转载责编辑时间发布记讯员摄对审监总图设计实译标题栏频类签关键词单阅读浏览数点击气访问评论贴赞赞号体热网报电视台周杂志闻财经线资观济户"
    "传头条门声权别归内专区链连结荐导页请继续广开进动态选还欢为后于处联络综觉国万随诉须险议万听举复制独众众录注册无与将钟获条",
)


_FOLDABLE = re.compile("[" + "".join(map(chr, _FOLD)) + "]")  # quicker to look for than to translate


def without_readings(line: str) -> str:
    """A line of a damaged mirror page without the readings put after its characters.

    >>> without_readings("轉(zhuǎn)自:鷹潭新聞網(wǎng)")
    '轉自:鷹潭新聞網'
    """
    return _READING.sub("", line) if "(" in line else line


def has_readings(text: str) -> bool:
    """Whether a text is damaged so: three readings or more.

    >>> has_readings("實(shí)現(xiàn)營(yíng)收12億元"), has_readings("电池(dian)")
    (True, False)
    """
    return sum(1 for _ in zip(range(3), _READING.finditer(text), strict=False)) == 3


def folded(line: str) -> str:
    """A line with the characters of labels in simplified form, each in its place.

    >>> folded("責任編輯:吳思齊  轉載自:經濟日報")
    '责任编辑:吳思齊  转载自:经济日报'
    """
    return line.translate(_FOLD) if _FOLDABLE.search(line) else line


def any_of(words: str) -> str:
    """A pattern for any of the words, the longer ones first.

    >>> any_of("阅读 阅读量")
    '阅读量|阅读'
    """
    return "|".join(sorted(words.split(), key=len, reverse=True))
