"""Words as jieba cuts them: a witness for where a name may begin and end, never the source of a span.

``rjieba`` cuts (about twenty times as fast); runs of ASCII, the one thing it does otherwise, are split again, so that the
words are those of jieba. Nothing is loaded before the first question.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import accumulate
from typing import Any, Literal, Protocol

Engine = Literal["rjieba", "jieba"]

_MIXED = re.compile(r"[!-~]*[._\-][!-~]*").fullmatch
_SPLIT = re.compile(r"[a-zA-Z0-9]+(?:\.\d+)?%?|[^a-zA-Z0-9]+").findall
_FREQUENCY = 40  # enough to keep a new name whole beside rare words, too little to tear 提高/通信 apart


class _Cutter(Protocol):
    def cut(self, text: str) -> Iterable[str]: ...

    def knows(self, word: str) -> bool: ...


class Words:
    """Cuts text into words; ``known`` are names that the dictionary may lack.

    >>> words = Words()
    >>> words.cut("提高通信带宽")
    ['提高', '通信', '带宽']
    >>> words.is_word("提高通信带宽", 1, 3)
    False
    """

    def __init__(self, known: Iterable[str] = (), engine: Engine = "rjieba") -> None:
        self._known = known
        self._engine = engine

    @cached_property
    def _cutter(self) -> _Cutter:
        return _RustCutter(self._known) if self._engine == "rjieba" else _PythonCutter(self._known)

    def cut(self, text: str) -> list[str]:
        """The words of ``text``; joined they are ``text``."""
        words = list(self._cutter.cut(text))
        if self._engine == "jieba":
            return words
        return [
            piece
            for word in words
            for piece in (_SPLIT(word) if len(word) > 1 and word.isascii() and _MIXED(word) else (word,))
        ]

    def boundaries(self, text: str) -> frozenset[int]:
        """The offsets at which a word begins or ends, 0 and the length included."""
        return frozenset(accumulate(map(len, self._cutter.cut(text)), initial=0))

    def knows(self, word: str) -> bool:
        """Whether the dictionary (or ``known``) holds ``word``; a coined name is not in it."""
        return self._cutter.knows(word)

    def is_word(self, text: str, start: int, end: int) -> bool:
        """Whether both ends of ``text[start:end]`` are word boundaries; ``text`` should be a sentence."""
        found = self.boundaries(text)
        return start in found and end in found


class _RustCutter:
    def __init__(self, known: Iterable[str]) -> None:
        import rjieba

        self._jieba: Any = rjieba.Jieba()
        for word in known:
            if not self._jieba.has_word(word):
                self._jieba.add_word(word, _FREQUENCY, "nz")

    def cut(self, text: str) -> Iterable[str]:
        words: list[str] = self._jieba.cut(text)
        return words

    def knows(self, word: str) -> bool:
        return bool(self._jieba.has_word(word))


class _PythonCutter:
    def __init__(self, known: Iterable[str]) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.ERROR)
        self._jieba: Any = jieba.Tokenizer()
        self._jieba.initialize()
        for word in known:
            if not self.knows(word):
                self._jieba.add_word(word, _FREQUENCY, "nz")

    def cut(self, text: str) -> Iterable[str]:
        words: Iterable[str] = self._jieba.cut(text)
        return words

    def knows(self, word: str) -> bool:
        return bool(self._jieba.FREQ.get(word))
