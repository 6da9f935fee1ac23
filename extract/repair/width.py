"""Full-width and other odd forms of digits, letters and the signs inside numbers. Chinese punctuation stays as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Set

from extract.types import Edit

_WIDE = {chr(0xFEE0 + code): chr(code) for code in (*range(0x30, 0x3A), *range(0x41, 0x5B), *range(0x61, 0x7B))}
_WIDE |= {"％": "%", "﹪": "%", "＄": "$", "﹩": "$"}
_WIDE |= {chr(0x1D7CE + number): str(number % 10) for number in range(50)}
_SQUARED = {
    "㎏": "kg", "㎞": "km", "㎜": "mm", "㎝": "cm", "㎎": "mg", "㎖": "ml", "㏄": "cc", "㎾": "kW", "㎿": "MW", "㎐": "Hz",
    "㎑": "kHz", "㎒": "MHz", "㎓": "GHz", "㎔": "THz", "㎅": "KB", "㎆": "MB", "㎇": "GB", "㎢": "km²", "㎥": "m³", "㎠": "cm²",
    "㎟": "mm²", "㎛": "μm", "㎚": "nm", "㎳": "ms", "㎲": "μs", "㎱": "ns", "㎸": "kV", "㎃": "mA", "㏈": "dB", "㏑": "ln",
}  # fmt: skip
_SINGLE = _WIDE | _SQUARED
_SINGLE_CHARS = frozenset(_SINGLE)
_COMPATIBLE = re.compile("[\u2f00-\u2fd5\uf900-\ufad9]")
_DIGIT = "[0-9０-９]"
_UNIT = "(?:%|％|﹪|‰|亿|億|万|萬|兆|元|倍|个百分点|個百分點|百分點|百分点|美元|港元)"
_BETWEEN: tuple[tuple[frozenset[str], re.Pattern[str], str], ...] = (
    (frozenset("．﹒"), re.compile(rf"(?<={_DIGIT})[．﹒](?={_DIGIT})"), "."),
    (frozenset("．"), re.compile(r"(?<=[A-Za-zＡ-Ｚａ-ｚ0-9０-９])．(?=[A-Za-zＡ-Ｚａ-ｚ0-9０-９])"), "."),
    (frozenset("·•‧∙・"), re.compile(rf"(?<={_DIGIT})[·•‧∙・](?={_DIGIT}{{1,4}}{_UNIT})"), "."),
    (frozenset("﹐"), re.compile(rf"(?<={_DIGIT})﹐(?={_DIGIT})"), ","),
    (frozenset("，"), re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![0-9０-９]))"), ","),
    (frozenset("：﹕"), re.compile(r"(?<=[０-９])[：﹕](?=[０-９]{2}(?![0-9０-９]))"), ":"),
    (
        frozenset("－﹣"),
        re.compile(rf"[－﹣](?={_DIGIT})|(?<=[A-Za-zＡ-Ｚａ-ｚ])－(?=[A-Za-zＡ-Ｚａ-ｚ0-9０-９])"),
        "-",
    ),
    (frozenset("＋﹢"), re.compile(rf"[＋﹢](?={_DIGIT})|(?<={_DIGIT})[＋﹢](?={_DIGIT})"), "+"),
    (frozenset("／"), re.compile(r"(?<=[A-Za-z0-9Ａ-Ｚａ-ｚ０-９])／(?=[A-Za-z0-9Ａ-Ｚａ-ｚ０-９])"), "/"),
)
_ODD = _SINGLE_CHARS.union(*(chars for chars, *_ in _BETWEEN)) - frozenset("，：")
_WIDE_DIGITS = frozenset("０１２３４５６７８９")


def width(text: str, odd: Set[str]) -> list[Edit]:
    """Digits, letters and the signs of numbers in their ordinary form.

    >>> from extract.repair.edits import replay
    >>> for page in ("增长３６．５％，达１，２００家", "12﹒35﹪", "3·2亿元，9·18事变", "（１）版本，２０２５"):
    ...     replay(page, width(page, set(page)))
    '增长36.5%，达1,200家'
    '12.35%'
    '3.2亿元，9·18事变'
    '（1）版本，2025'
    """
    found: list[Edit] = []
    if not _ODD.isdisjoint(odd):
        single = "".join(_SINGLE_CHARS & odd)
        if single:
            for match in re.finditer(f"[{single}]", text):
                found.append(Edit(match.start(), match.end(), _SINGLE[match[0]], "width"))
        wide = not _WIDE_DIGITS.isdisjoint(odd)
        taken = set()
        for chars, pattern, plain in _BETWEEN:
            if not wide if "，" in chars or "：" in chars else chars.isdisjoint(odd):
                continue
            for match in pattern.finditer(text):
                if match.start() not in taken:
                    taken.add(match.start())
                    found.append(Edit(match.start(), match.end(), plain, "width"))
        found.sort(key=lambda edit: edit.start)
    if any("\u2f00" <= char <= "\u2fd5" or "\uf900" <= char <= "\ufad9" for char in odd):
        for match in _COMPATIBLE.finditer(text):
            plain = unicodedata.normalize("NFKC", match[0])
            if len(plain) == 1 and plain != match[0]:
                found.append(Edit(match.start(), match.end(), plain, "width"))
        found.sort(key=lambda edit: edit.start)
    return found
