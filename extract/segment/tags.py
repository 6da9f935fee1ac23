"""Words with their part of speech, as jieba's dictionary has them: where the noun phrase beside a number begins and ends.

The tag is the dictionary's for the word, never guessed from the context: enough to tell a noun from a function word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from extract.lexicon import Lexicon

Tagger = Callable[[str], Iterable[tuple[str, str]]]
_FREQUENCY = 20000  # the words that name a metric win over a cut through them


@lru_cache(maxsize=4)
def tagger(lexicon: Lexicon) -> Tagger:
    """A function from text to (word, tag); the lexicon's metrics are words, tagged as nouns. Loaded on first use.

    >>> from extract.lexicon import load
    >>> tagger(load())("毛利率提高")
    [('毛利率', 'n'), ('提高', 'v')]
    """
    loaded: list[Tagger] = []

    def tag(text: str) -> Iterable[tuple[str, str]]:
        if not loaded:
            loaded.append(_engine(lexicon).tag)
        return loaded[0](text)

    return tag


def _engine(lexicon: Lexicon) -> Any:
    import rjieba

    made = rjieba.Jieba()
    for entry in lexicon.metrics.values():
        for word in (entry.name, *entry.aliases):
            if 2 <= len(word) <= 8 and not word.isascii():
                made.add_word(word, _FREQUENCY, "n")
    made.add_word("平均分别", _FREQUENCY, "d")  # 两年平均分别增长: no 平均分
    return made
