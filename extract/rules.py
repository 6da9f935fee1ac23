"""What a rule is: a name, a pattern, a builder, and the examples and counter-examples that prove it.

A rule that lacks an example or a counter-example, repeats a group name, or holds an empty alternative cannot be made.
``tests/test_rules.py`` runs every rule of the package alone over its own examples, its rejects and flood input.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

T = TypeVar("T")


class RuleError(ValueError):
    """A rule is malformed; the message names the rule and what to change."""


def any_of(words: Iterable[str]) -> str:
    """An alternation of literal words, longest first, as a non-capturing group.

    >>> any_of(["超", "超过"])
    '(?:超过|超)'

    Raises RuleError for no words or an empty word, because an empty alternative would match everywhere.
    """
    ordered = sorted(set(words), key=lambda word: (-len(word), word))
    if not ordered or not all(ordered):
        raise RuleError("any_of needs at least one word and no empty word")
    return "(?:" + "|".join(re.escape(word) for word in ordered) + ")"


@dataclass(frozen=True)
class Rule(Generic[T]):
    """One language phenomenon: where ``pattern`` (verbose syntax) matches, ``build`` makes a mention or declines with None.

    ``examples`` maps a sentence to the run of it that the rule must match *and build from*; every text in ``rejects``
    must give nothing. The pattern is compiled on first use.

    >>> percent = Rule("percent", r"\\d+ %", lambda m: m.group(), {"增长20%": "20%"}, ("A100",))
    >>> list(percent.find("增长20%"))
    ['20%']
    """

    name: str
    pattern: str
    build: Callable[[re.Match[str]], T | None]
    examples: Mapping[str, str]
    rejects: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.examples:
            raise RuleError(f"rule {self.name!r} has no example: add a sentence and the run it must match")
        if not self.rejects:
            raise RuleError(f"rule {self.name!r} has no counter-example: add a text that must not match")
        names = re.findall(r"\(\?P<(\w+)>", self.pattern)
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise RuleError(f"rule {self.name!r} names a group twice: {', '.join(sorted(twice))}")
        if re.search(r"\(\|(?!\))|\|\||(?<!\\)\|\)", self.pattern):
            raise RuleError(f"rule {self.name!r} holds an empty alternative")

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """The compiled pattern."""
        return re.compile(self.pattern, re.VERBOSE)

    def find(self, text: str) -> Iterator[T]:
        """What the rule builds from ``text``, left to right."""
        for _, made in self.find_matches(text):
            yield made

    def find_matches(self, text: str) -> Iterator[tuple[re.Match[str], T]]:
        """The same with the match that each was built from."""
        for match in self.compiled.finditer(text):
            made = self.build(match)
            if made is not None:
                yield match, made
