"""The verbs of change and the growth nouns of ``verbs``, as alternations that the engine passes over quickly.

The same words are tried in the same order as in ``any_of``; but where no word can begin, one look at the character tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from extract.claims.verbs import DOWN, FALL_NOUN, GROWTH_NOUN, UP

__all__ = ["CHANGE", "DOWN_WORD", "FALL_NOUN_WORD", "GROWTH", "GROWTH_NOUN_WORD", "MOVE", "UP_WORD", "begins", "in_order", "one_of"]


def one_of(*groups: Iterable[str]) -> str:
    """An alternation of the words of each group in turn, longest first, set apart by their first character.

    >>> one_of(["超", "超过", "逾"], ["超出"])
    '(?:(?=[超逾])(?:超(?:过||出)|逾))'
    """
    return in_order(word for group in groups for word in sorted(set(group), key=lambda word: (-len(word), word)))


def in_order(words: Iterable[str]) -> str:
    """The same for words that are tried as they stand.

    >>> in_order(["胜", "胜过", "超过"])
    '(?:(?=[胜超])(?:胜(?:|过)|超过))'
    """
    rests: dict[str, list[str]] = {}
    for word in words:
        known = rests.setdefault(word[0], [])
        if word[1:] not in known:
            known.append(word[1:])
    branches = (re.escape(first) + _rest(found) for first, found in rests.items())
    return f"(?:{begins(*rests)}(?:{'|'.join(branches)}))"


def begins(*words: str) -> str:
    """A look-ahead: a word of those begins here, as far as its first character tells.

    >>> begins("增长", "增加", "升")
    '(?=[升增])'
    """
    return f"(?=[{''.join(re.escape(first) for first in sorted({word[0] for word in words}))}])"


def _rest(rests: list[str]) -> str:
    if rests == [""]:
        return ""
    return re.escape(rests[0]) if len(rests) == 1 else f"(?:{'|'.join(map(re.escape, rests))})"


UP_WORD = one_of(UP)
DOWN_WORD = one_of(DOWN)
MOVE = one_of(UP, DOWN)  # a verb of either direction
GROWTH_NOUN_WORD = one_of(GROWTH_NOUN)
FALL_NOUN_WORD = one_of(FALL_NOUN)
GROWTH = one_of(GROWTH_NOUN, FALL_NOUN)  # a noun of either direction
CHANGE = one_of(GROWTH_NOUN, FALL_NOUN, UP, DOWN)
