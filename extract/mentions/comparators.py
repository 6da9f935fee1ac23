"""Words that say how a number is meant: ``超``, ``不到``, ``以上``, ``左右``. They stand right before or right after a quantity.

A word that a noun phrase separates from its number (``约为前者的三分之二``) counts too, but the quantity's ``lead`` does not
reach over the phrase.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extract.mentions.numerals import HAN
from extract.types import Comparator, Quantity

_BEFORE: dict[Comparator, str] = {
    ">": "超过 超 逾 突破 冲破 突破了 超过了 破 多于 高于 大于 不止 不只 远超 > ＞ 跨过 迈过 越过 跨越 超逾 超越 过了 刚过 刚刚过",
    ">=": "不低于 不少于 不小于 不下于 不下 不亚于 至少 最少 起码 少说 少说也要 少说也有 ≥ ⩾ ≧ >= 不弱于 不劣于 不得低于 不得少于 不应低于 不能低于 不会低于",
    "<": "不到 不足 不满 未满 未到 未及 不及 低于 少于 小于 未达 没到 跌破 失守 跌穿 跌破了 < ＜ 没有到 没有到过 没到过 不敌 还差 难及",
    "<=": "不超过 不超 不高于 不多于 不大于 至多 未超过 未超 没超过 没有超过 无一超过 难超过 难超 难过 ≤ ⩽ ≦ <= 不突破 低于或等于 不得高于 不得超过 不得多于 不应高于 不应超过 不能超过 不会超过 不可超过 不可高于 不能高于",
    "~": "约 大约 约莫 大概 大致 近 接近 逼近 将近 几近 趋近 迫近 差不多 几乎 ≈ ~ ～ 约略 粗估约 靠近 近乎 约等于 估约 概约",
}
_FILLED = {
    "~": (
        "约 大约 大概 大致 差不多 几乎",
        "为 占 合 有 是 达 在 到 至 需 要 降 升 增 省 涨 跌 可 能 占到 达到 合计 相当于",
    ),
    ">": ("超过 突破 冲破 逼近 接近", "了"),
}
_ALSO = {"接近于": "~", "接近了": "~", "逼近了": "~", "近于": "~", "趋近于": "~", "近到": "~"}
# what must not stand before a word, by the word
_NOT_AFTER = {
    "约": "节预签公履违特条制简纽邀契续毁爽婚盟誓赴践",
    "近": "最附临邻新亲靠就贴远毗拉走",
    "超": "反赶高华英",
    "破": "读识爆打攻击",
    "过了": "度经通走越路跑渡闯熬见看用做去穿错睡坐绕躲避挺干忙吃喝玩谈聊问想试住开飞传会来放翻拿打踏找",
}
_REAL_CONTRACT = re.compile("[折综整结总]合约$")  # 折合约28亿: 约 is its own word; 合约3亿 is a contract

_AFTER: dict[Comparator, str] = {
    ">": "有余 出头 开外 还多 不止 往上 多 余 挂零",
    ">=": "以上 及以上 或以上 (含)以上 （含）以上 含以上 起步 打底 + 之上 或更多 或更高",
    "<": "不到 有找",
    "<=": "以内 之内 内 以下 及以下 或以下 (含)以下 （含）以下 封顶 为限 为上限 或更低 或更少",
    "~": "左右 上下 前后 附近 光景 上下浮动",
}
# what must not follow a word
_NOT_BEFORE = {
    "以上": ("市", "述", "各", "诸", "几", "调"),
    "以下": ("简称", "几", "是", "为", "各", "四", "三", "五", "称"),
    "左右": ("手", "逢", "为难", "两"),
    "上下": ("游", "浮动", "文", "班", "行", "车", "铺", "半", "联动", "两"),
    "多": (
        "数",
        "样",
        "元",
        "次",
        "名",
        "家",
        "个",
        "项",
        "款",
        "位",
        "种",
        "于",
        "边",
        "维",
        "点",
        "来",
        "少",
        "模",
        "年",
        "月",
    ),
    "余": ("额", "下", "热", "杭"),
    "内": (
        "存",
        "部",
        "地",
        "容",
        "核",
        "卷",
        "置",
        "衣",
        "在",
        "外",
        "生",
        "饰",
        "需",
        "网",
        "蒙",
        "含",
        "嵌",
        "资",
        "销",
        "地",
    ),
    "之内": (),
    "前后": ("端", "排", "置", "轴", "桥", "双"),
    "+": (*"0123456789", "N", "X"),
}
_INSIDE_DIMENSIONS = (
    "time",
    "length",
    "fraction",
    "money",
    "fraction_change",
    "data",
    "area",
    "temperature",
    "multiple",
)
_MANY_DIMENSIONS = ("multiple", "time", "fraction", "money", "length", "mass", "成")


def _by_ending(table: dict[Comparator, str]) -> dict[str, list[tuple[str, Comparator]]]:
    """The words by their last two characters, the longest first; those of one character by it, and after the others."""
    words: dict[str, Comparator] = {word: op for op, listed in table.items() for word in listed.split()}
    for op, (heads, fillers) in _FILLED.items():
        words.update({head + filler: op for head in heads.split() for filler in fillers.split()})  # type: ignore[misc]
    words.update(_ALSO)  # type: ignore[arg-type]
    found: dict[str, list[tuple[str, Comparator]]] = {}
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[-2:], []).append((word, words[word]))
    for ending, listed in found.items():
        if len(ending) == 2:
            listed += found.get(ending[1], [])
    return found


def _by_first(table: dict[Comparator, str]) -> dict[str, list[tuple[str, Comparator]]]:
    words: dict[str, Comparator] = {word: op for op, listed in table.items() for word in listed.split()}
    found: dict[str, list[tuple[str, Comparator]]] = {}
    for word in sorted(words, key=len, reverse=True):
        found.setdefault(word[0], []).append((word, words[word]))
    return found


_LEADS = _by_ending(_BEFORE)
_TAILS = _by_first(_AFTER)
_PASSED = ' *“"「『‘'
_CLOSED = ' *”"」』’'

LEAD_LAST = frozenset(ending[-1] for ending in _LEADS).union(_PASSED)  # what can end the words before a quantity
TAIL_FIRST = frozenset((*_TAILS, *_CLOSED))  # what can begin the words after it
ALL_BEFORE: dict[str, Comparator] = {word: op for words in _LEADS.values() for word, op in words}
ALL_AFTER: dict[str, Comparator] = {word: op for words in _TAILS.values() for word, op in words}


def lead(text: str, start: int) -> tuple[int, Comparator | None]:
    """Where the comparator words before ``start`` begin, and what they say.

    >>> lead("达到约15%", 3), lead("节约15%", 2), lead("超3万亿次", 1)
    ((2, '~'), (2, None), (0, '>'))
    """
    op: Comparator | None = None
    position = start
    while position:
        at = position
        while at and text[at - 1] in _PASSED:
            at -= 1
        words = _LEADS.get(text[at - 2 : at]) or _LEADS.get(text[at - 1 : at])
        if words is None:
            break
        for word, says in words:
            begin = at - len(word)
            if begin >= 0 and text.startswith(word, begin) and _stands_alone(text, word, begin):
                position = begin
                op = says if op is None or op == "~" else op
                break
        else:
            break
    return position, op


def _stands_alone(text: str, word: str, begin: int) -> bool:
    before = text[begin - 1 : begin]
    if not before:
        return True
    if word[0] == "约":
        if before in _NOT_AFTER["约"]:
            return False
        return before != "合" or _REAL_CONTRACT.search(text, max(0, begin - 2), begin + 1) is not None
    if word in ("近", "超", "破", "过了"):
        return before not in _NOT_AFTER[word]
    if word in ("~", "～"):
        return not (before.isdigit() or before in "%)）")
    return word not in ("<", ">") or before not in "<>-="


def tail(text: str, end: int, dimension: str | None, latin: bool = False) -> tuple[int, Comparator | None]:
    """Where the comparator words after ``end`` stop, and what they say; ``dimension`` is the unit's.

    >>> tail("10天以内完成", 3, "time"), tail("3家内部", 2, "count"), tail("3倍多", 2, "multiple")
    ((5, '<='), (2, None), (3, '>'))
    """
    at = end
    length = len(text)
    while at < length and text[at] in _CLOSED:
        at += 1
    words = _TAILS.get(text[at]) if at < length else None
    if words is None:
        return end, None
    for word, says in words:
        stop = at + len(word)
        if not text.startswith(word, at) or text.startswith(_NOT_BEFORE.get(word, ()), stop):
            continue
        if word == "内" and dimension not in _INSIDE_DIMENSIONS:
            continue
        if word in ("多", "余") and dimension not in _MANY_DIMENSIONS:
            continue
        if word == "+" and at != end:
            continue
        return stop, says
    return end, None


# ------------------------------------------------------------------------------------------------ from a distance

_GOVERNS_ALL = re.compile(r"(?:分别|依次|各自|双双)(?:已|则|将|又)?(?:达到?|为|是|在|占)?\Z")
_NEXT_ITEM = re.compile(r"[ ]?(?:、|和|与|及|以及|、?而)[ ]?\Z")


def shared(text: str, quantities: Sequence[Quantity]) -> tuple[Quantity, ...]:
    """``分别接近3万亿元和4万亿元``: after 分别 the comparator holds for all; without it each item has its own.

    A comparator of the first item alone (``约5元和6元``) stays with it.
    """
    out = list(quantities)
    for index, first in enumerate(out):
        if first.lead == first.start or first.comparator == "=":
            continue
        if not _GOVERNS_ALL.search(text, max(0, first.lead - 6), first.lead):
            continue
        for order in range(index + 1, len(out)):
            item, before = out[order], out[order - 1]
            if (
                item.comparator != "="
                or item.unit != first.unit
                or not _NEXT_ITEM.fullmatch(text, before.tail, item.lead)
            ):
                break
            out[order] = replace(item, comparator=first.comparator)
    return tuple(out)


_PLAIN = "，,。；;：:、！？!?\n（）()"
_WALL = rf"[^{_PLAIN}0-9{HAN}]"
_OF = re.compile(
    rf"(?P<word>几乎|接近|将近|逼近|差不多|大约|大概|不到|不及|不足|未及|超过|远超|逾|约)"
    rf"(?:{_WALL}|[两一三](?=[年季月])|第)[^{_PLAIN}]{{0,15}}的\Z"
)
_OF_WORDS = re.compile("几乎|接近|将近|逼近|差不多|大约|大概|不到|不及|不足|未及|超过|远超|逾|约")
_FORECAST = re.compile(rf"超过{_WALL}{{0,8}}(?:预测|预期|目标|预算|计划)的\Z")
_ABOUT = re.compile(rf"(?P<word>大约|大概|约|差不多)(?P<gap>{_WALL}{{1,8}})\Z")
_LEAST = re.compile(rf"(?:至少|最少|起码)(?P<gap>{_WALL}{{1,5}})\Z")  # 至少培训3000人
_NOT_ABOUT = re.compile("约(?=[定束谈会请见好翰车炮])")
_OF_MEANS: dict[str, Comparator] = {
    "不到": "<", "不及": "<", "不足": "<", "未及": "<", "超过": ">", "远超": ">", "逾": ">",
}  # fmt: skip


def from_distance(text: str, start: int, of_something: bool) -> Comparator | None:
    """What a comparator says from further back in the clause; ``of_something``: the unit compares (%, x).

    >>> from_distance("约为前者的三分之二", 5, True), from_distance("大约要被吃掉0.4个百分点", 6, True)
    ('~', '~')
    >>> from_distance("签约额增长20%", 5, True) is None
    True
    """
    if of_something and text[start - 1 : start] == "的":
        found = _last(_OF, text, max(0, start - 22), start)
        if found:
            return _OF_MEANS.get(found["word"], "~")
    elif text[start - 1 : start] == "的":
        at = text.rfind("超过", max(0, start - 14), start)
        if at >= 0 and _FORECAST.match(text, at, start):
            return ">"
    window = max(0, start - 10)
    least = _LEAST.search(text, window, start)
    if least and "的" not in least["gap"]:
        return ">="
    if (
        text.find("约", window, start) < 0
        and text.find("大概", window, start) < 0
        and text.find("差不多", window, start) < 0
    ):
        return None
    found = _last(_ABOUT, text, window, start)
    if found and not _NOT_ABOUT.match(text, found.start("word")) and "的" not in found["gap"]:
        return "~"
    return None


def _last(pattern: re.Pattern[str], text: str, start: int, end: int) -> re.Match[str] | None:
    for match in _OF_WORDS.finditer(text, start, end):
        found = pattern.match(text, match.start(), end)
        if found and _stands_alone(text, found["word"], found.start("word")):
            return found
    return None
