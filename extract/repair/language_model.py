"""How likely a run of simplified Chinese is: the words of jieba's dictionary, and the undamaged part of the page.

A text costs what its cheapest cut into words costs, each word at minus the logarithm of its chance. Runs that the page
itself repeats count as words of the page, so names and terms that no dictionary holds help to restore one another.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import NamedTuple

LONGEST = 4  # characters in a word
PAGE_SHARE = 0.25  # chance that a word comes from the page rather than from the dictionary
_RARE = 2e-10
_PRIVATE = 25.0  # a private-use character in clean text
_SIGNS = {"，": 0.06, "。": 0.04, "、": 0.02, ",": 0.06, "“": 0.004, "”": 0.004, "：": 0.004, "；": 0.003, "\n": 0.01}
_SIGNS |= {"！": 4e-4, "!": 4e-4, "？": 1e-3, "?": 1e-3, ";": 0.003, ":": 0.004}
_ENDS = frozenset("。！？!?：:；;”）)】》\n")
_PAUSES = frozenset("，、,“（(《【")
_OPENERS = frozenset("“（(《【")
_ASKING = frozenset("吗呢么何少")
_CLOSERS = frozenset("”）)】》")


@cache
def dictionary() -> tuple[dict[str, int], int]:
    """Frequency of each word of jieba's dictionary that has up to four characters, and the sum of all frequencies."""
    words: dict[str, int] = {}
    spec = find_spec("jieba")
    if spec is not None and spec.origin is not None:
        with (Path(spec.origin).parent / "dict.txt").open(encoding="utf-8") as lines:
            for line in lines:
                word, frequency, _ = line.split(" ", 2)
                if len(word) <= LONGEST:
                    words[word] = int(frequency)
    return words, sum(words.values()) or 1


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


@cache
def names() -> dict[str, int]:
    """Words that the dictionary has too rarely: names of the lexicon, and what numerals stand with."""
    words = {}
    for table in ("vendors", "products", "metrics"):
        path = files("extract.lexicon").joinpath(f"{table}.csv")
        if not path.is_file():
            continue
        for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()):
            for name in (row.get("name") or "", *(row.get("aliases") or "").split("|")):
                if 1 < len(name) <= LONGEST and all(map(_is_han, name)):
                    words[name] = 400
    for numeral in "一二两三四五六七八九十几百千万亿半":
        for unit in "成倍年月天个家万亿千百":
            words[numeral + unit] = 400
    return words


def _runs(text: str) -> list[str]:
    """All runs of one to four characters."""
    return [
        run
        for length in range(1, LONGEST + 1)
        for run in map("".join, zip(*(text[at:] for at in range(length)), strict=False))
    ]


class Tail(NamedTuple):
    """The end of a text and what the text up to each of its last places costs; ``quoted``: a quotation is open."""

    chars: str
    costs: tuple[float, ...]
    quoted: bool

    @property
    def cost(self) -> float:
        """The cost of the whole text so far."""
        return self.costs[-1]


class Language:
    """Likelihood of simplified Chinese on one page.

    >>> page = Language(["模型规模化落地，应用落地"])
    >>> page.after("规模化落地").cost < page.after("规模化落到").cost
    True
    """

    def __init__(self, clean: Iterable[str]) -> None:
        self._words, self._total = dictionary()
        counts: Counter[str] = Counter()
        letters = 0
        for text in clean:
            letters += len(text)
            counts.update(_runs(text))
        self._page = counts
        self._letters = max(letters, 400)
        self._names = names()
        self._known: dict[str, float] = {}

    def word(self, word: str) -> float:
        """The cost of one word, infinite when it is none."""
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._word(word)
        return known

    def _word(self, word: str) -> float:
        seen = max(0, self._page[word])
        chance = PAGE_SHARE * seen / self._letters if seen > 1 or len(word) <= 2 else 0.0
        if len(word) > 1 and seen == 1:
            chance *= 0.3
        if len(word) == 1 and not _is_han(word):
            if "\ue000" <= word <= "\uf8ff":
                return _PRIVATE
            return -log(chance + (_SIGNS.get(word) or (0.005 if word.isascii() else 1e-5)))
        chance += (self._words.get(word, 0) + self._names.get(word, 0)) / self._total
        if not chance and len(word) > 1:
            return float("inf")
        return -log(chance + _RARE)

    def start(self, chars: str, quoted: bool = False) -> Tail:
        """The end of a text that is not in doubt."""
        tail = Tail("", (0.0,), quoted)
        for char in chars[-LONGEST:]:
            tail = self.extend(tail, char)
        return tail

    def after(self, chars: str) -> Tail:
        """The end of ``chars``, counted from nothing."""
        tail = Tail("", (0.0,), False)
        for char in chars:
            tail = self.extend(tail, char)
        return tail

    def extend(self, tail: Tail, char: str, more: float = 0.0) -> Tail:
        """``tail`` with one more character; ``more`` is added to its cost."""
        chars, costs, quoted = tail
        last = chars[-1:]
        chars = (chars + char)[-LONGEST:]
        best = costs[-1] + self.word(char)
        if _is_han(char):
            for length in range(2, min(len(chars), len(costs)) + 1):
                if not _is_han(chars[-length]):
                    break
                cost = costs[-length] + self.word(chars[-length:])
                if cost < best:
                    best = cost
        elif char == "“":
            best += 4.0 if quoted else 0.0
            quoted = True
        elif char == "”":
            best += -1.5 if quoted else 6.0
            quoted = False
        if char.isdigit() and _is_han(last):
            best += before_number(last)
        if last == "”" and char in "。，," and chars[-3:-2] in _ENDS and len(chars) > 2:
            best += 5.0
        if char in "？?" and last in _ASKING and last:
            best -= 4.0
        if last and not _is_han(last):
            best += self._pause(last, char)
        return Tail(chars, (*costs[1 - LONGEST :], best + more), quoted)

    @staticmethod
    def _pause(last: str, char: str) -> float:
        """What it costs that ``char`` follows the sign ``last``."""
        if char == "\n":
            return -2.0 if last in _ENDS else 5.0 if last in _PAUSES else 0.0
        if char in _CLOSERS or char in _OPENERS:
            return 0.0
        if (char in _PAUSES or char in _ENDS) and (last in _PAUSES or last in _ENDS) and last not in _CLOSERS:
            return 8.0
        return 0.0


def before_number(char: str) -> float:
    """What it costs, beside the words, that a number follows ``char``."""
    return _BEFORE_NUMBER.get(char, 0.5)


_BEFORE_NUMBER = (
    {"逾": -4.5}
    | dict.fromkeys("到至约由从达近破升超降仅每", -2.2)
    | dict.fromkeys("为长入增了在有是过出减涨率润第", -1.4)
)
