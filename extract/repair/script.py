"""Traditional characters: what the site of a mirror page made of simplified ones, and genuine Taiwan or Hong Kong text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from itertools import compress
from operator import ne
from typing import Literal, Protocol

from extract.types import Edit

_ALWAYS = frozenset("臺準幾範餘個萬與廣廠")  # made by every site though 台 准 … are in traditional text too
_LISTED = frozenset("後於麼夥徵")  # in GB 2312, yet no simplified text uses them but in names
_IN_NAMES = frozenset("昇崑陞峯濬甯甦")  # traditional forms that names keep in simplified text
_NAMES = re.compile("昇[腾騰思陽阳]|[旭畢毕日東东弘鴻鸿]昇")
_KEEP_ZHU = re.compile("(?<=[显顯卓昭执執土原专專论論编編巨合译譯遗遺拙名])著|著(?=[名作称稱述书書者录錄])")


class _Converter(Protocol):
    def convert(self, text: str) -> str: ...


@cache
def _converter(table: str) -> _Converter:
    from opencc import OpenCC

    converter: _Converter = OpenCC(table)
    return converter


def to_simplified(text: str) -> str:
    """``text`` in simplified characters, as many characters as before; names that keep a character keep it.

    >>> to_simplified("昇騰晶片的訊號顯著提昇")
    '昇腾晶片的讯号显著提升'
    """
    converted = _converter("t2s").convert(text)
    if len(converted) != len(text):
        converted = "".join(_single(char) for char in text)
    if "昇" in text:
        kept = list(converted)
        for match in _NAMES.finditer(text):
            at = match.start() + match[0].index("昇")
            kept[at] = "昇"
        converted = "".join(kept)
    return converted


def _single(char: str) -> str:
    converted = _converter("t2s").convert(char)
    return converted if len(converted) == 1 else char


@cache
def simple_forms() -> dict[str, str]:
    """The simplified form of each traditional character of code page 936 that simplified text would not use."""
    from extract.repair.codepage import codes

    chars = [char for char in codes() if "㐀" <= char <= "鿿"]
    simple: list[str] = _converter("t2s").convert("\n".join(chars)).split("\n")
    return {
        char: other
        for char, other in zip(chars, simple, strict=True)
        if char != other and len(other) == 1 and (char in _LISTED or not _encodes(char, "gb2312"))
    }


@cache
def _site_forms() -> tuple[dict[str, str], dict[str, str]]:
    """What every site makes of simplified characters, turned round; and what it makes only of some of them.

    The second part holds the characters whose simplified form is a character of traditional text too: 後 of 后.
    """
    sure, unsure = {}, {}
    for char, other in simple_forms().items():
        if char in _ALWAYS or not _encodes(other, "big5"):
            sure[char] = other
        elif char not in _IN_NAMES:
            unsure[char] = other
    return sure, unsure


def sure_forms() -> dict[str, str]:
    """The part of ``site_forms`` that holds for every page."""
    return _site_forms()[0]


@cache
def converted_characters() -> frozenset[str]:
    """The simplified characters that every site makes traditional."""
    return frozenset(sure_forms().values())


def site_forms(alphabet: Set[str], listed: Iterable[str] = ()) -> dict[str, str]:
    """The table of the site that made a page traditional, turned round.

    ``alphabet`` is the characters of the page, ``listed`` those that carry readings, which the site made for certain.

    A site's table is a function: where 后 stands on the page, 后 is what the site makes of 后, so a 後 on that page was
    there before. 昇 is what no site makes of 升.

    >>> page = site_forms(frozenset("后"))
    >>> page["發"], page.get("後"), page.get("昇"), site_forms(frozenset())["後"]
    ('发', None, None, '后')
    """
    sure, unsure = _site_forms()
    found = sure | {char: other for char, other in unsure.items() if other not in alphabet}
    made = "".join(char for char in listed if char not in found and char not in "著")
    found.update((char, other) for char, other in zip(made, to_simplified(made), strict=True) if char != other)
    return found


def _encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def is_traditional(char: str) -> bool:
    """Whether simplified text would write the character otherwise.

    >>> is_traditional("數"), is_traditional("数"), is_traditional("云"), is_traditional("A")
    (True, False, False, False)
    """
    return char in simple_forms()


# ------------------------------------------------------------------------------------- whole pages


@cache
def _only_simplified() -> frozenset[str]:
    """Simplified characters that no traditional text holds."""
    return frozenset(other for char, other in sure_forms().items() if char not in _ALWAYS)


Origin = Literal["simplified", "site", "traditional"]

# Any traditional text of a few lines holds one of these; a page without them needs no closer look.
COMMON = frozenset(
    "國這個們來時會對發為於後經還實現說學種體電與從業關產開動兩長當樣點機問題數條進無將億萬該應認達門間東車見員區總頭級"
    "據運聯線場網華術報導雲價額計劃標準預營邊單強選調設買賣銷構極讓際轉處確統滿廣較過億週財資貨貸費質購則創務勢勝爾"
    "訊軟陸險黃齊龍馬魚鳥麥點齡環獲漲盤紐約紅級給組織終結續維綠緊練縣縮績聲職聽臺舉舊號虧補裝複規視覽觀訂記許評試話誌"
)
_GENUINE = frozenset(
    "於後並麼佔裡裏雲徵採製係瞭週"
)  # simplified text and the tables of sites write 于后并么占里云征采制系
_SITE = re.compile("[于并么云]|后(?!妃|宮|冠|座)")


def origin(text: str, odd: Set[str]) -> Origin:
    """How a page without readings came to its script: simplified, made traditional by a site, or genuine traditional.

    >>> page = "公司營收年增三成，並將於後年擴產"
    >>> origin(page, set(page))
    'traditional'
    >>> page = "公司營收同比增長，云計算業務并未受累于此，將在后年擴產"
    >>> origin(page, set(page))
    'site'
    >>> origin("昇腾芯片由鴻海代工", set("昇腾芯片由鴻海代工"))
    'simplified'
    """
    if COMMON.isdisjoint(odd):
        return "simplified"
    forms = simple_forms()
    simple = _only_simplified()
    traditional = sum(text.count(char) for char in odd if char in forms or char in _GENUINE)
    simplified = sum(map(simple.__contains__, text))
    if traditional <= 2 * simplified or traditional < 2:
        return "simplified"
    genuine = sum(text.count(char) for char in _GENUINE & odd)
    site = len(_SITE.findall(text))
    return "site" if site > 1 and site > 4 * genuine else "traditional"


def converted(text: str, listed: Iterable[str] = ()) -> list[Edit]:
    """The edits that turn the table of a site round; see ``site_forms``.

    >>> [(edit.start, edit.text) for edit in converted("隨著顯著的發展")]
    [(0, '随'), (1, '着'), (2, '显'), (5, '发')]
    """
    forms = site_forms(frozenset(text), listed)
    found = [Edit(at, at + 1, forms[char], "script") for at, char in enumerate(text) if char in forms]
    if "著" in text:
        kept = {match.start() for match in _KEEP_ZHU.finditer(text)}
        found += [Edit(at, at + 1, "着", "script") for at, char in enumerate(text) if char == "著" and at not in kept]
        found.sort(key=lambda edit: edit.start)
    return found


def simplified(text: str) -> list[Edit]:
    """The edits that write genuine traditional text in simplified characters; its wording stays.

    >>> [edit.text for edit in simplified("營收新台幣12億元")]
    ['营', '币', '亿']
    """
    simple = to_simplified(text)
    return [Edit(at, at + 1, simple[at], "script") for at in compress(range(len(text)), map(ne, text, simple))]
