"""Many rules in one pass: a rule is tried only where one of its first characters stands.

Each rule's pattern must start with one of the characters it is registered under. Reading a text costs one fast search for
those characters, then one attempt per rule that can begin there, so time grows with the text and not with rules x text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from extract.rules import Rule

T = TypeVar("T")


class Scanner(Generic[T]):
    """Finds what the rules build, left to right and without overlaps: at one place the longest match, then the first rule.

    >>> shout = Rule("shout", r"[ab]+!", lambda match: match.group(), {"ab!": "ab!"}, ("ab",))
    >>> name = Rule("name", r"a\\w*", lambda match: match.group().upper(), {"abc": "abc"}, ("b",))
    >>> [made for _, made in Scanner([("ab", shout), ("a", name)]).scan("abc ba! ab!")]
    ['ABC', 'ba!', 'ab!']
    """

    def __init__(self, rules: Sequence[tuple[Iterable[str], Rule[T]]]) -> None:
        """Register each rule under the characters that its matches can start with."""
        self._rules = [(frozenset(first), rule) for first, rule in rules]

    @property
    def rules(self) -> tuple[Rule[T], ...]:
        """The rules in their order."""
        return tuple(rule for _, rule in self._rules)

    @cached_property
    def _by_first(self) -> dict[str, tuple[Rule[T], ...]]:
        every = frozenset[str]().union(*(first for first, _ in self._rules))
        return {char: tuple(rule for first, rule in self._rules if char in first) for char in every}

    @cached_property
    def _starts(self) -> re.Pattern[str]:
        return re.compile("[" + re.escape("".join(sorted(self._by_first))) + "]")

    def scan(self, text: str) -> Iterator[tuple[re.Match[str], T]]:
        """The matches that their rules built something from, with what was built."""
        by_first = self._by_first
        reach = 0
        for hit in self._starts.finditer(text):
            position = hit.start()
            if position < reach:
                continue
            best: tuple[re.Match[str], T] | None = None
            for rule in by_first[text[position]]:
                match = rule.compiled.match(text, position)
                if match is None or (best is not None and match.end() <= best[0].end()):
                    continue
                made = rule.build(match)
                if made is not None:
                    best = match, made
            if best is not None:
                yield best
                reach = best[0].end()
