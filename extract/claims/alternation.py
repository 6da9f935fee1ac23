"""Alternations of words that the engine passes over quickly, and the signs by which a text is searched but once.

Of a plain alternation the engine tries every word at every character; here one look at the character tells where none begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable


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
    rests = _rests(words)
    branches = (re.escape(first) + _joined(found) for first, found in rests.items())
    return f"(?:{begins(*rests)}(?:{'|'.join(branches)}))"


def begins(*words: str) -> str:
    """A look-ahead: a word of those begins here, as far as its first character tells.

    >>> begins("增长", "增加", "升")
    '(?=[升增])'
    """
    return f"(?=[{''.join(re.escape(first) for first in sorted({word[0] for word in words}))}])"


def sign_of(*words: str) -> re.Pattern[str]:
    """The sign that one of the words stands there, for ``Scene.tells``: its first character, the rest is only looked at.

    So no word hides another that begins inside it. Several words may be written as one text, with blanks between them.

    >>> [match.span() for match in sign_of("预期 期待", "将").finditer("将预期待")]
    [(0, 1), (1, 2), (2, 3)]
    """
    rests = _rests(" ".join(words).split())
    return re.compile("|".join(re.escape(first) + ("" if "" in found else f"(?={_joined(found)})") for first, found in rests.items()))


def _rests(words: Iterable[str]) -> dict[str, list[str]]:
    """What follows each first character, in the order given."""
    rests: dict[str, list[str]] = {}
    for word in words:
        known = rests.setdefault(word[0], [])
        if word[1:] not in known:
            known.append(word[1:])
    return rests


def _joined(rests: list[str]) -> str:
    return re.escape(rests[0]) if len(rests) == 1 else f"(?:{'|'.join(map(re.escape, rests))})"
