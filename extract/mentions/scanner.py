"""Many rules in one pass over a text, at the cost of a few patterns.

Each rule is registered under the characters that its matches can begin with. The rules that begin with a digit, a Han
numeral, a Latin letter or any other character are joined into one pattern each, which finds the places where one of
them matches; only there are the rules themselves tried. A place inside a run of letters or digits is no beginning.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from extract.rules import Rule

T = TypeVar("T")
_NAMED = re.compile(r"\(\?P<\w+>")
_BACK_REFERENCE = re.compile(r"(?<!\\)\\[1-9]")
_TOGETHER = 8  # rules that one look at the character passes over
_CLASSES = ("0123456789", "一二三四五六七八九十两", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


_Try: TypeAlias = tuple[int, Callable[[str, int], "re.Match[str] | None"], Callable[["re.Match[str]"], T | None]]


class Scanner(Generic[T]):
    """Finds what the rules build, left to right and without overlaps; where several match, the first in order wins.

    >>> shout = Rule("shout", r"[ab]+!", lambda match: match.group(), {"ab!": "ab!"}, ("ab",))
    >>> name = Rule("name", r"a\\w*", lambda match: match.group().upper(), {"abc": "abc"}, ("b",))
    >>> [made for _, made in Scanner([("ab", shout), ("a", name)]).scan("abc ba! ab!")]
    ['ABC', 'ba!', 'ab!']
    """

    def __init__(self, rules: Sequence[tuple[Iterable[str], Rule[T]]], digits: str = "", glued: str = "") -> None:
        """Register each rule under the characters that its matches can start with.

        ``digits`` is a look-ahead behind the first digit of a number that has to hold where a rule may begin with it;
        it only saves time. ``glued`` holds behind the first digit of a number that may follow a letter all the same.
        """
        self._firsts = [frozenset(first) for first, _ in rules]
        self._digits = digits
        self._glued = glued
        self.rules: tuple[Rule[T], ...] = tuple(rule for _, rule in rules)
        self._tries: dict[str, tuple[_Try[T], ...]] = {}
        self._places = {_group(place): place for place in range(len(self.rules))}

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        """One pattern a class of characters: it matches a character where a rule matches; ``lastgroup`` tells which.

        The engine searches quickly for a leading set of characters, and passes quickly over alternatives that begin
        with one; so the rules themselves are tried from a look-behind over the character that was found.
        """
        every = frozenset[str]().union(*self._firsts)
        rest = "".join(sorted(every.difference(*_CLASSES)))
        made = []
        for chars in (*_CLASSES, rest):
            used = "".join(char for char in chars if char in every)
            if used:
                rules = [(place, own) for place, first in enumerate(self._firsts) if (own := _both(used, first))]
                union = "|".join(
                    self._union(rules[at : at + _TOGETHER], used) for at in range(0, len(rules), _TOGETHER)
                )
                guard = "(?<![0-9A-Za-z][0-9A-Za-z])"
                if used in _CLASSES[0]:
                    guard = (f"(?:{guard}|{self._glued})" if self._glued else guard) + self._digits
                made.append(re.compile(_at(f"[{re.escape(used)}]{guard}", f"(?:{union})"), re.VERBOSE))
        return made

    def _union(self, rules: Sequence[tuple[int, str]], chars: str) -> str:
        """A pattern for what some neighbouring rules match where one of ``chars`` stands: one look for all of them."""
        common = _both(chars, frozenset[str]().union(*(own for _, own in rules)))
        union = "|".join(f"{_where(own, common, self._anonymous(place))}(?P<{_group(place)}>)" for place, own in rules)
        return _where(common, chars, f"(?:{union})")

    def _anonymous(self, place: int) -> str:
        """The pattern of a rule without its group names, which another rule may have too."""
        unnamed = _NAMED.sub("(?:", self.rules[place].pattern)
        return "(?:" + _BACK_REFERENCE.sub(r"[\\s\\S]", unnamed) + ")"

    def candidates(self, text: str) -> list[tuple[int, int]]:
        """The places where a rule matches, ascending, each with the number of the first rule that does."""
        places = self._places
        found = [
            (match.start(), places[match.lastgroup])  # type: ignore[index]
            for pattern in self._patterns
            for match in pattern.finditer(text)
        ]
        found.sort()
        return found

    def _tries_at(self, char: str) -> tuple[_Try[T], ...]:
        """The rules that can begin with ``char``: their numbers, how they match and what they build."""
        known = self._tries.get(char)
        if known is None:
            known = self._tries[char] = tuple(
                (place, rule.compiled.match, rule.build)
                for place, (first, rule) in enumerate(zip(self._firsts, self.rules, strict=True))
                if char in first
            )
        return known

    def matches(self, text: str, position: int, first: int) -> Iterator[tuple[int, re.Match[str], T]]:
        """What the rules from number ``first`` on build at ``position``, with the rule's number and its match."""
        for place, matches, build in self._tries.get(text[position]) or self._tries_at(text[position]):
            if place >= first:
                match = matches(text, position)
                if match is not None:
                    made = build(match)
                    if made is not None:
                        yield place, match, made

    def scan(self, text: str) -> Iterator[tuple[re.Match[str], T]]:
        """The matches that their rules built something from, with what was built."""
        reach = 0
        for position, first in self.candidates(text):
            if position >= reach:
                for _, match, made in self.matches(text, position, first):
                    yield match, made
                    reach = match.end()
                    break


def _both(chars: str, some: frozenset[str]) -> str:
    return "".join(char for char in chars if char in some)


def _where(own: str, chars: str, pattern: str) -> str:
    """``pattern`` where one of ``own`` stands, which is known to be one of ``chars``."""
    return pattern if own == chars else _at(f"[{re.escape(own)}]", pattern)


def _group(place: int) -> str:
    return f"r{place}"


def _at(char: str, pattern: str) -> str:
    """``char`` where ``pattern`` matches, beginning with that very character."""
    return rf"{char}(?<=(?={pattern})[\s\S])"
