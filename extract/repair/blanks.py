"""Blanks and line breaks inside numbers and between a number and its scale or unit.

A blank goes only where the result is a well-formed number and no other reading is likely: columns of a table, versions
(``iPhone 15 128GB``), list markers (``1. 46亿元``) and page navigation (``1 2 3 4 5``) keep theirs. Blanks between
Chinese and Latin words are typography and stay.
"""

from __future__ import annotations

import re
from itertools import pairwise

from extract.types import Edit

_BLANK = "[ \t\u00a0\u2002-\u200a\u202f\u205f\u3000]"
_NAMES = "(?!科|达|華|华|向|国数|國數|兴|興|和城|代|事|物|象|纬|緯|联|联|聯|航|咖|欧|道|田|帆)"  # 万科, 亿纬 ...
_SCALE = rf"[百千]?[万萬亿億兆]{_NAMES}"
# Units that may follow, each with the characters that would make another word of it (人工智能, 天猫, 股份, 万科).
_UNIT_WORDS = (
    "% ％ ‰ 元!宝气戎 美元 港元 欧元 歐元 日元 英镑 新台幣 新臺幣 个!人性股税 個!人性股稅 倍 家!族乐用居电庭长具 台!湾北积達达 臺!灣北 "
    "辆 輛 人次 人!工民形才均类们大社行寿保力脸机智 名!单称字單稱 款 项!目 項!目 次!日年于於 吨 噸 平方 公里 千米 千瓦 兆瓦 毫秒 毫米 厘米 "
    "微秒 纳米 奈米 米!其哈兰粉家 克!隆 千克 公斤 小时 小時 分钟 分鐘 秒!杀殺 天!猫翼津河下气然玑文 年 月!活 日!本元 季度 周!期五边鸿 週 度 "
    "户!外 戶!外 笔!记 筆!記 套 件!套 颗 顆 块 塊 张!江家三 張!江家三 枚 片!区區 节 座!谈 条!件款 條!件款 艘 架!构 所!以有得 股!份东价市票权東價權 "
    "折!扣合 成!为立长都功員為長员 百分点 百分點"
)
_UNIT = "|".join(
    word + (f"(?![{others}])" if others else "")
    for word, _, others in (unit.partition("!") for unit in _UNIT_WORDS.split())
)
_AFTER = rf"(?={_SCALE}|{_UNIT})"
# Each pattern begins with a set of characters, which the engine searches for quickly; look-behinds ask for what is before it.
# A digit, blanks, and what belongs to the number.
_BEFORE_UNIT = re.compile(rf"({_BLANK}(?<=[0-9]{_BLANK}){_BLANK}?){_AFTER}")
_SCALE_UNIT = re.compile(rf"({_BLANK}(?<=[0-9][万萬亿億]{_BLANK}){_BLANK}?)(?=元|美元|港元|[亿億]|个百|人|家|台|辆|吨)")
_LOWER_SCALE = re.compile(
    rf"{_BLANK}(?:(?<=[0-9]兆{_BLANK})(?=[0-9][0-9,.]*{_BLANK}?[億亿萬万])|(?<=[0-9][億亿]{_BLANK})(?=[0-9][0-9,.]*{_BLANK}?[萬万]))"
)
_DATE = re.compile(
    rf"({_BLANK}(?:(?<=[0-9][年月]{_BLANK})|(?<=[0-9] [年月]{_BLANK})){_BLANK}?)(?=[0-9]{{1,2}}{_BLANK}?[月日])"
)
_POINT = re.compile(rf"[0-9]({_BLANK}*)[.．](\s{{1,3}})(?=[0-9]{{1,4}}{_BLANK}?(?:{_SCALE}|{_UNIT}))")
_POINT_AFTER = re.compile(rf"(\s(?<=[0-9]\s)\s{{0,2}})(?=[.．][0-9]{{1,4}}{_BLANK}?(?:{_SCALE}|{_UNIT}))")
_THIN = "[\u00a0\u2009\u202f]"
_GROUPS = re.compile(
    rf"[1-9](?<![0-9.,A-Za-z\-][1-9])[0-9]{{0,2}}(?:(?:{_THIN}[0-9]{{3}})+(?![0-9])"
    rf"|(?: [0-9]{{3}})+(?![0-9]|{_BLANK}[0-9])(?:\.[0-9]+)?(?={_BLANK}?(?:多|余|餘)?(?:{_SCALE}|{_UNIT})))"
)
_SPACED = re.compile(
    rf"[0-9](?<![0-9A-Za-z.]{_BLANK}[0-9])(?<![0-9A-Za-z.,\-][0-9])(?:{_BLANK}[0-9.]){{2,11}}(?!{_BLANK}?[0-9A-Za-z])"
    rf"(?={_BLANK}?(?:{_SCALE}|{_UNIT}))"
)
_BROKEN = re.compile(r"((?:\n(?<=[0-9]\n)|\r\n(?<=[0-9]\r\n))[ \u3000]*)(?=[%％](?:[，。；、,;]|$))")
_BLANK_ONLY = re.compile(r"\s+")
_RUN_BACK = re.compile(rf"[0-9](?:[0-9.,]|{_BLANK}(?=[0-9.]))*\Z")
_UNIT_HEADS = "".join(sorted({unit[0] for unit in _UNIT_WORDS.split()} | set("百千万萬亿億兆")))
_FIRST = re.compile(
    rf"[0-9万萬亿億兆年月](?=[\s.．])(?:(?<=[0-9])(?:{_BLANK}{{1,3}}[0-9.．{_UNIT_HEADS}]|[.．]\s|\s{{1,3}}[.．%％])"
    rf"|(?<=[万萬亿億兆]){_BLANK}[0-9元美港亿億个人家台辆吨]|(?<=[年月]){_BLANK}{{1,2}}[0-9])"
)


def blanks(text: str) -> list[Edit]:
    """Blanks to take out of numbers.

    >>> from extract.repair.edits import replay
    >>> for page in ("营收 223 亿元", "约8 000元", "1. 46亿元落地", "达11. 46亿", "升12\\n.5%", "2 0 2 5 年", "共 12 345 67% 列"):
    ...     replay(page, blanks(page))
    '营收 223亿元'
    '约8000元'
    '1. 46亿元落地'
    '达11.46亿'
    '升12.5%'
    '2025年'
    '共 12 345 67% 列'
    >>> page = "华为 Mate 60 系列，iPhone 15 128GB，2025 百度世界，1 2 3 4 5 页"
    >>> blanks(page)
    []
    """
    if not _FIRST.search(text):
        return []
    taken: set[tuple[int, int]] = set()
    for match in _GROUPS.finditer(text):
        if not _after_latin(text, match.start()):
            taken.update((match.start() + at, match.start() + end) for at, end in _gaps(match[0]))
    for match in _SPACED.finditer(text):
        run = _BLANK_ONLY.sub("", match[0])
        if not _counts_up(run) and run.count(".") < 2 and run[-1] != ".":
            taken.update((match.start() + at, match.start() + end) for at, end in _gaps(match[0]))
    for match in _POINT.finditer(text):
        if not _list_marker(text, match.start(1)):
            taken.update(span for span in (match.span(1), match.span(2)) if span[0] < span[1])
    for pattern in (_POINT_AFTER, _BROKEN, _SCALE_UNIT, _DATE):
        taken.update(match.span(1) for match in pattern.finditer(text))
    taken.update(match.span() for match in _LOWER_SCALE.finditer(text))
    for match in _BEFORE_UNIT.finditer(text):
        number = _RUN_BACK.search(text, max(0, match.start() - 24), match.start())
        if number and not _after_latin(text, number.start()):
            taken.add(match.span(1))
    found: list[Edit] = []
    for start, end in sorted(taken):
        if found and start < found[-1].end:
            continue
        found.append(Edit(start, end, "", "blank"))
    return found


def _gaps(run: str) -> list[tuple[int, int]]:
    return [match.span() for match in _BLANK_ONLY.finditer(run)]


def _after_latin(text: str, at: int) -> bool:
    """Whether the number at ``at`` belongs to a Latin name before it: ``Mate 60``, ``GPT-5``, ``V5``."""
    before = text[max(0, at - 2) : at].rstrip(" \u00a0")[-1:]
    return before != "" and before.isascii() and (before.isalpha() or before in "-_.+/#")


def _list_marker(text: str, point: int) -> bool:
    """Whether the digits before ``point`` open a line."""
    start = max(0, point - 12)
    before = text[start:point]
    line = before.rpartition("\n")[2]
    return (start == 0 or "\n" in before) and line.strip(" \t\u3000\u00a0#*-•").isdigit()


def _counts_up(run: str) -> bool:
    digits = [int(digit) for digit in run if digit.isdigit()]
    return all(after == before + 1 for before, after in pairwise(digits))
