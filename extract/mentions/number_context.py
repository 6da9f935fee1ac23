"""What stands right before a number and belongs to it: a sign, a currency, a letter glued to it, a word that points."""

from __future__ import annotations

import re

from extract.mentions.drafts import NO_UNIT, Draft
from extract.mentions.quantity_units import Form

# how a currency is written before an amount
_SYMBOLS = {
    "$": "USD", "US$": "USD", "U.S.$": "USD", "HK$": "HKD", "NT$": "TWD", "S$": "SGD", "A$": "AUD", "AU$": "AUD", "C$": "CAD",
    "CA$": "CAD", "¥": "CNY", "RMB¥": "CNY", "€": "EUR", "£": "GBP", "₩": "KRW", "RMB": "CNY", "USD": "USD", "HKD": "HKD",
    "CNY": "CNY", "NTD": "TWD", "TWD": "TWD", "EUR": "EUR", "JPY": "JPY", "RM": "MYR", "NT": "TWD",
}  # fmt: skip
_SYMBOL = re.compile("(?:" + "|".join(re.escape(each) for each in sorted(_SYMBOLS, key=len, reverse=True)) + r")[ ]?\Z")
CURRENCY_WORDS = {
    "人民币": "CNY", "新台币": "TWD", "台币": "TWD", "港币": "HKD", "港元": "HKD", "美金": "USD", "美元": "USD", "欧元": "EUR",
    "日元": "JPY", "日币": "JPY", "令吉": "MYR",
}  # fmt: skip
_BEFORE_AMOUNT = frozenset("$¥€£₩BDYPMRT 币元金吉")
_IN_BRACKET = re.compile(r"[(（](人民币|港元|港币|美元|新台币|欧元|日元)(?=[)）,，、])")
_BELOW = re.compile(r"[(（](?:单位[:：]|均为|以)?(人民币|港元|港币|美元|新台币|欧元)(?:计)?[,，、][^()（）]{0,4}下同")

_SIGNED = ("fraction", "fraction_change", "money", "multiple", "temperature", "成", "mass_co2")
_POINTING = frozenset("上下这那每同另某哪前后首头任各该")
CAN_MATTER = _POINTING | frozenset("-−负+")
_NO_MINUS = tuple("正肩背担抱欺自胜")  # 正负2%, 背负3亿


def currency_note(text: str) -> str | None:
    """The currency that a note of the text fixes for all of it.

    >>> currency_note("纯利705亿元（人民币，下同）")
    'CNY'
    """
    note = _BELOW.search(text) if "下同" in text else None
    return CURRENCY_WORDS[note.group(1)] if note else None


def add_currency(text: str, draft: Draft, reach: int = 0) -> None:
    """``US$4.2亿``, ``人民币5312亿元``: the currency in front, from ``reach`` on; or in a bracket behind, ``705.5亿元（人民币…``."""
    start = draft.start
    code: str | None = None
    before = text[start - 1] if start else ""
    if before in _BEFORE_AMOUNT:
        symbol = _symbol(text, start) if before not in "币元金吉" else None
        if symbol is not None and symbol.start() >= reach:
            code = _SYMBOLS[symbol.group().strip()]
            draft.start = symbol.start()
        elif before in "币元金吉":
            for word, named in CURRENCY_WORDS.items():
                if start >= len(word) and text.startswith(word, start - len(word)):
                    code, draft.first = named, start - len(word)
                    break
    if code is None and draft.has_unit and text.startswith(("(", "（"), draft.end):
        bracket = _IN_BRACKET.match(text, draft.end)
        code = CURRENCY_WORDS[bracket.group(1)] if bracket else None
    if code is not None and (draft.form is NO_UNIT or "currency-by-region" in draft.flags):
        draft.form = Form(code, "money", draft.form.factor)
        draft.flags = tuple(flag for flag in draft.flags if flag != "currency-by-region")


def _symbol(text: str, start: int) -> re.Match[str] | None:
    for begin in range(max(0, start - 6), start):
        match = _SYMBOL.match(text, begin, start)
        if match and not (begin and text[begin - 1].isascii() and text[begin - 1].isalpha()):
            return match
    return None


def add_sign(text: str, draft: Draft) -> None:
    """A minus or plus sign, a Latin letter, a word that points (``这两家``): as value and flags of ``draft``."""
    start = draft.start
    before = text[start - 1] if start else "\n"
    if before not in CAN_MATTER:
        if before.isascii() and before.isalpha():
            draft.flags = (*draft.flags, "glued")
        return
    further = text[start - 2] if start > 1 else "\n"
    if before in "-−":
        if further.isascii() and (further.isalnum() or further in ")%"):
            if further.isalpha():
                draft.flags = (*draft.flags, "glued")
        elif further not in "-—–−" and (
            draft.form.dimension in _SIGNED or (not draft.has_unit and draft.number is not None and draft.number.scaled)
        ):
            _negate(draft, start - 1)
    elif before == "负":
        if further not in _NO_MINUS:
            _negate(draft, start - 1)
    elif before == "+":
        if not (further.isascii() and further.isalnum()):
            draft.flags = (*draft.flags, "plus")
    elif before == "下" and draft.form.dimension in ("temperature", "energy") and further == "零":
        _negate(draft, start)
    elif _points(before, draft):
        draft.flags = (*draft.flags, "denominator" if before == "每" else "determined")


def _points(before: str, draft: Draft) -> bool:
    """Whether 上 and 下 mean the last and the next (``上一家``, not ``冲上五成``, ``上百家``, ``环境下30分钟``)."""
    number = draft.number
    if before not in "上下":
        return True
    return number is not None and not (number.bare or number.arabic) and draft.form.dimension in ("count", "time", None)


def _negate(draft: Draft, start: int) -> None:
    draft.value = -draft.value
    if draft.value_max is not None:
        draft.value, draft.value_max = -draft.value_max, draft.value
    draft.start, draft.negative, draft.flags = start, True, (*draft.flags, "minus")
