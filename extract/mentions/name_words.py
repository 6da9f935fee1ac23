"""The word lists behind the names: read once from ``lexicon/idioms.toml``, searched with one automaton."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from types import MappingProxyType

import daachorse

from extract.lexicon.lexicon import Lexicon

NUMERAL = re.compile(r"[\d零〇一二两三四五六七八九十百千万亿半几双①-⓿❶-➓㈠-㊿]")
_HAN = "零〇○一二两三四五六七八九十百千万亿半几"
_SCALES = frozenset("十百千万亿半")
_BEFORE_SCALE = frozenset("数几上近超逾过每成余多来整好")


@lru_cache(maxsize=1)
def built_in() -> Mapping[str, tuple[str, ...]]:
    """The groups of the built-in file: words, sayings, names, digit_names, stems, measures ..."""
    raw = tomllib.loads(resources.files("extract.lexicon").joinpath("idioms.toml").read_text(encoding="utf-8"))
    return MappingProxyType({name: tuple(words) for name, words in raw.items()})


@lru_cache(maxsize=1)
def measures() -> frozenset[str]:
    """Latin words that a value follows, not a model number: ``PUE``, ``EPS``, in lower case."""
    return frozenset(word.lower() for word in built_in()["measures"])


@lru_cache(maxsize=1)
def not_models() -> frozenset[str]:
    """``measures`` and the words that count what follows a blank: ``GPU``, ``IDC``, in lower case."""
    return measures() | {word.lower() for word in built_in()["not_models"]}


@lru_cache(maxsize=1)
def stems() -> frozenset[str]:
    """Han product families that a model number follows: ``麒麟``, ``骁龙``."""
    return frozenset(built_in()["stems"])


_HONGKONG_PART = re.compile("[二三四五六七八九]分")
_NO_PART = ("一般", "一直", "一样", "一些", "一定", "一旦", "一起", "一度", "一举", "一时", "一致", "一再")


class WordIndex:
    """Set phrases and names that hold a numeral, wherever they stand in a text.

    >>> index = WordIndex({"一体化": "idiom", "统一": "idiom", "百度": "name"}, {})
    >>> [(start, end, role) for start, end, role in index.find("统一的一体化方案,3百度")]
    [(0, 2, 'idiom'), (3, 6, 'idiom')]
    """

    def __init__(self, roles: Mapping[str, str], unless: Mapping[str, tuple[str, ...]]) -> None:
        """``roles`` gives each word its role; ``unless`` what must not follow a word."""
        self._words = [word for word in sorted(roles) if len(word) > 1 and NUMERAL.search(word)]
        self._roles = [roles[word] for word in self._words]
        self._unless = unless
        self._search = daachorse.CharwiseDoubleArrayAhoCorasick(self._words).find_overlapping if self._words else None

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Start, end and role of each word, left to right, the longest of those that begin at one place."""
        if self._search is None:
            return
        reach = 0
        for start, end, place in sorted(self._search(text), key=lambda hit: (hit[0], -hit[1])):
            if start < reach or not stands_alone(text, start, end):
                continue
            if not any(text.startswith(next_, end) for next_ in self._unless.get(self._words[place], ())):
                yield start, end, self._roles[place]
                reach = end


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether the word ``text[start:end]`` is itself and no piece of a number.

    >>> stands_alone("到百度", 1, 3), stands_alone("3百度", 1, 3), stands_alone("统一百亿", 0, 2)
    (True, False, False)
    """
    before, after, first, last = text[start - 1 : start], text[end : end + 1], text[start], text[end - 1]
    if (first in _HAN or first.isdigit()) and before:
        if before == "第" or (before == "之" and text[start - 2 : start - 1] == "分"):
            return False  # 第一级, 百万分之一级
        if first == "一" and _HONGKONG_PART.search(text, start - 2, start) and not text.startswith(_NO_PART, start):
            return False  # 三分一产能
        if first in _SCALES and (before.isdigit() or before in _BEFORE_SCALE):
            return False
        if first.isdigit() and (before.isdigit() or (before in ".," and text[start - 2 : start - 1].isdigit())):
            return False
        if before in _HAN and first in _HAN:
            return False
    if first.islower() and first.isascii() and before and (before.isdigit() or before in _SCALES):
        return False  # the m3 of 10万m3
    if last in _HAN and after and (after in _HAN or after.isdigit()):
        return False
    if (
        last.isdigit()
        and after
        and (after.isdigit() or after == "%" or (after == "." and text[end + 1 : end + 2].isdigit()))
    ):
        return False
    if first.isascii() and before and before.isascii() and before.isalnum():
        return False
    return not (last.isascii() and last.isalnum() and after and after.isascii() and after.isalnum())


@lru_cache(maxsize=8)
def index_of(lexicon: Lexicon | None) -> WordIndex:
    """The index of the lexicon's ``idioms`` groups; of the built-in file when there is no lexicon."""
    groups = (
        built_in()
        if lexicon is None
        else {name.removeprefix("idioms."): words for name, words in lexicon.cues.items() if name.startswith("idioms.")}
    )
    roles: dict[str, str] = {}
    for group, role in (("names", "name"), ("digit_names", "name"), ("sayings", "idiom"), ("words", "idiom")):
        roles.update(dict.fromkeys(groups.get(group, ()), role))
    return WordIndex(roles, _unless(groups.get("unless_followed_by", ())))


def _unless(rows: Iterable[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows:
        word, _, follower = row.partition(" ")
        found[word] = (*found.get(word, ()), follower)
    return found
