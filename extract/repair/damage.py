"""What cannot be undone: the signs of pages whose words or numbers were changed. They set flags and never change a value.

``source-damaged`` goes with every flag below that makes the numbers of the whole page doubtful.

================== ======================================================================= ======== =================
flag               the page                                                                 example  doubtful
================== ======================================================================= ======== =================
readings-removed   had readings behind its characters                                       實(shí)   no
bytes-restored     had runs out of step that were brought back                               ?jǐn)   no
lost-characters    has characters that nothing can bring back, marked U+FFFC                 ?027年   those it touches
undecodable        has replacement characters, or damage that no reading explains            �       yes
spun               had words swapped for others                                              宁德年代  yes
scrambled          repeats one shard of text between its clauses                             -        yes
doubled            doubles its characters                                                    核核心心  yes
numbers-deleted    has units whose numbers are gone                                          增长%    yes
decimals-deleted   has shares above 100 % and no decimal point                               占513%   yes
superscripts-lost  has powers of ten as plain digits                                         1012倍   yes
footnotes-glued    has note marks run into numbers                                           率22024年 yes
letters-replaced   has Chinese characters for Latin letters                                  罢叠     yes
================== ======================================================================= ======== =================
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set

DOUBTFUL = frozenset(
    {
        "undecodable", "spun", "scrambled", "doubled", "numbers-deleted", "decimals-deleted", "superscripts-lost",
        "footnotes-glued", "letters-replaced",
    }
)  # fmt: skip
_HAN = "[㐀-鿿]"
_SPUN = re.compile(
    r"宁德年代|中国(?:出动|挪动|电力信)|阿里爸爸|造谣了|(?:同比|环比|年均)(?:添加|增添|晋升|增进|下落)[0-9]"
    r"|(?:添加|增添|晋升|增进|提拔)(?:至|到|了)?[0-9.]+(?:%|倍|个百分点)|人工智能时期的?手艺|大范围模子|大模子"
)
_SPUN_CHARS = frozenset("添晋拔模挪宁爸")
_NO_NUMBER = re.compile(
    r"(?:增长|增加|上升|下降|下滑|减少|提升|降低|上涨|下跌|攀升|占比|高达|达到|达|超过|超|约|仅|为|至)(?:约|近|超|了|至|到)?"
    r"(?:%|个百分点|亿元|万亿元|亿美元|万元|万亿美元)"
)
_NUMERALS = frozenset("一二三四五六七八九十百千万亿零两几半余多数")
_DECIMAL = re.compile(r"[0-9]\.[0-9]")
_BIG_SHARE = re.compile(
    r"(?:占[^，。；0-9]{0,8}|(?:占比|份额|占有率|市占率|渗透率|毛利率|利用率|覆盖率|净利率|准确率)[^，。；0-9]{0,6})([0-9]{3,})%"
)
_POWER = re.compile(
    r"(?:快|慢|高|大|约|达|近|提升|降低)10(?:1[0-9]|2[0-4])(?:倍|次)|误码率[^，。0-9]{0,6}10-?[0-9]{1,2}(?![0-9])"
)
_YEAR = re.compile(r"20[0-4][0-9]年")
_NOTED = re.compile(r"[率额润入量利本][1-9]")
_LETTERS = re.compile(r"础滨|骋笔鲍|颁笔鲍|罢叠|骋叠|颁贰翱|础笔笔|尝尝惭|[0-9]骋(?!驰)")
_DOUBLED = re.compile(rf"({_HAN})\1({_HAN})\2({_HAN})\3")


def damage(text: str, odd: Set[str], mirrored: bool = False) -> tuple[str, ...]:
    """The flags of a restored text, most serious first; empty for sound text. ``mirrored``: a mirror site rewrote it.

    >>> page = "营收同比增长%，利润达到亿元，占比为%。"
    >>> damage(page, set())
    ('source-damaged', 'numbers-deleted')
    >>> page = "毛利率22024年为19%，宁德时代占比35.2%"
    >>> damage(page, set())
    ('source-damaged', 'footnotes-glued')
    >>> page = "营收同比增长12%，利润达到3亿元。"
    >>> damage(page, set())
    ()
    """
    flags = []
    if "\ufffc" in odd:
        flags.append("lost-characters")
    if ("\ufffd" in odd and text.count("\ufffd") > 1) or (
        mirrored and any("\ue000" <= char <= "\uf8ff" for char in odd)
    ):
        flags.append("undecodable")
    if any(map(text.__contains__, _SPUN_CHARS)) and len(set(_SPUN.findall(text))) > 1:
        flags.append("spun")
    if _scrambled(text):
        flags.append("scrambled")
    if _DOUBLED.search(text, 0, 160) and len(_DOUBLED.findall(text)) > 2:
        flags.append("doubled")
    if _without_number(text) and len(_NO_NUMBER.findall(text)) > 1:
        flags.append("numbers-deleted")
    if text.count("%") > 3 and not _DECIMAL.search(text):
        shares = [int(share) for share in _BIG_SHARE.findall(text)]
        if sum(share > 100 for share in shares) > 1:
            flags.append("decimals-deleted")
    if ("101" in text or "102" in text or "误码率" in text) and _POWER.search(text):
        flags.append("superscripts-lost")
    if any(_NOTED.fullmatch(text, match.start() - 2, match.start()) for match in _YEAR.finditer(text, 2)):
        flags.append("footnotes-glued")
    if any(map(text.__contains__, "骋颁叠滨")) and len(_LETTERS.findall(text)) > 1:
        flags.append("letters-replaced")
    if not DOUBTFUL.isdisjoint(flags):
        flags.insert(0, "source-damaged")
    return tuple(flags)


def _without_number(text: str) -> bool:
    """A quick look whether any percent sign or 亿元 follows a Chinese character that is no numeral."""
    for unit in ("%", "亿", "个百分点"):
        at = text.find(unit)
        past = 0
        while at >= 0:
            if at > past and "㐀" <= text[at - 1] <= "鿿" and text[at - 1] not in _NUMERALS:
                return True
            past = at + len(unit)
            at = text.find(unit, past)
    return False


def _scrambled(text: str) -> bool:
    """Whether one short shard stands between a large part of the clauses."""
    clauses = text.replace("。", "，").replace("；", "，").replace("\n", "，").split("，")
    if len(clauses) < 24:
        return False
    short = [clause for clause in clauses if 2 < len(clause) < 9]
    if len(short) - len(set(short)) < 5:  # none stands there more than five times
        return False
    (shard, count), *_ = Counter(short).most_common(1)
    return count > 5 and count * 5 > len(clauses) and not shard.isdigit()
