"""Many rules in one pass over a text, at the cost of a few patterns.

Each rule is registered under the characters that its matches can begin with. The rules that begin with a digit, a Han
numeral, a Latin letter or any other character are joined into one pattern each, which finds the places where one of
them matches; only there are the rules themselves tried. A place inside a run of letters or digits is no beginning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from extract.rules import Rule

T = TypeVar("T")
_NAMED = re.compile(r"\(\?P<\w+>")
_BACK_REFERENCE = re.compile(r"(?<!\\)\\[1-9]")
_CLASSES = ("0123456789", "一二三四五六七八九十两", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")


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

    @cached_property
    def _by_first(self) -> dict[str, tuple[int, ...]]:
        every = frozenset[str]().union(*self._firsts)
        return {char: tuple(place for place, first in enumerate(self._firsts) if char in first) for char in every}

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        """One pattern a class of characters: it matches a character where a rule matches; ``lastgroup`` tells which.

        The engine searches quickly for a leading set of characters, and passes quickly over alternatives that begin
        with one; so the rules themselves are tried from a look-behind over the character that was found.
        """
        rest = "".join(sorted(set(self._by_first).difference(*_CLASSES)))
        made = []
        for chars in (*_CLASSES, rest):
            used = "".join(char for char in chars if char in self._by_first)
            if used:
                union = "|".join(self._alternatives(used))
                guard = "(?<![0-9A-Za-z][0-9A-Za-z])"
                if used in _CLASSES[0]:
                    guard = (f"(?:{guard}|{self._glued})" if self._glued else guard) + self._digits
                made.append(re.compile(_at(f"[{re.escape(used)}]{guard}", f"(?:{union})"), re.VERBOSE))
        return made

    def _alternatives(self, chars: str) -> Iterator[str]:
        for place, (first, rule) in enumerate(zip(self._firsts, self.rules, strict=True)):
            own = "".join(char for char in chars if char in first)
            if own:
                pattern = _BACK_REFERENCE.sub(r"[\\s\\S]", _NAMED.sub("(?:", rule.pattern))
                yield _at(f"[{re.escape(own)}]", f"(?:{pattern})") + f"(?P<r{place}>)"

    def candidates(self, text: str) -> list[tuple[int, int]]:
        """The places where a rule matches, ascending, each with the number of the first rule that does."""
        found = [
            (match.start(), int((match.lastgroup or "r0")[1:]))
            for pattern in self._patterns
            for match in pattern.finditer(text)
        ]
        found.sort()
        return found

    def matches(self, text: str, position: int, first: int) -> Iterator[tuple[int, re.Match[str], T]]:
        """What the rules from number ``first`` on build at ``position``, with the rule's number and its match."""
        for place in self._by_first[text[position]]:
            if place < first:
                continue
            rule = self.rules[place]
            match = rule.compiled.match(text, position)
            if match is not None:
                made = rule.build(match)
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


def _at(char: str, pattern: str) -> str:
    """``char`` where ``pattern`` matches, beginning with that very character."""
    return rf"{char}(?<=(?={pattern})[\s\S])"
