"""One automaton over all forms of a family: every form that stands in a text, in time that does not grow with the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic, NamedTuple, TypeVar

import daachorse

T = TypeVar("T")
_ALNUM = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_LETTERS = _ALNUM - _DIGITS


class Found(NamedTuple, Generic[T]):
    """A form at ``start:end`` and what it stands for; ``payload`` is None for a decoy."""

    start: int
    end: int
    payload: T | None


class Finder(Generic[T]):
    """Finds the given folded forms in a folded text.

    A form that begins (ends) with a Latin letter or a digit is not found inside a longer run of them:

    >>> finder = Finder({"h20": "H20", "移动": "CM", "移动端": None}, digits_may_precede=False)
    >>> [found.payload for found in finder.find("移动的h20,不是h200或移动端")]
    ['CM', 'H20']

    With ``digits_may_precede`` a number may touch the form, with its unit or without (``2150tps``, ``45mstpot``).
    """

    def __init__(self, forms: dict[str, T | None], *, digits_may_precede: bool) -> None:
        self._payloads: Sequence[T | None] = list(forms.values())
        self._digits_may_precede = digits_may_precede
        self._search: Callable[[str], list[tuple[int, int, int]]] = (
            daachorse.CharwiseDoubleArrayAhoCorasick(list(forms)).find_overlapping if forms else lambda text: []
        )

    def find_all(self, folded: str) -> list[Found[T]]:
        """Every form that stands in ``folded``, overlapping ones and decoys too, by start, the longest first."""
        found: list[Found[T]] = []
        payloads = self._payloads
        size = len(folded)
        for start, end, index in self._search(folded):
            if (
                start
                and folded[start] in _ALNUM
                and folded[start - 1] in _ALNUM
                and not self._follows_number(folded, start)
            ):
                continue
            if end < size and folded[end - 1] in _ALNUM:
                after = folded[end]
                if after in _ALNUM:
                    continue
                if after == "." and folded[end - 1] in _DIGITS and folded[end + 1 : end + 2] in _DIGITS:
                    continue
            found.append(Found(start, end, payloads[index]))
        found.sort(key=_order)
        return found

    def _follows_number(self, folded: str, start: int) -> bool:
        if not self._digits_may_precede:
            return False
        unit = start
        while unit and folded[unit - 1] in _LETTERS:
            unit -= 1
        return start - unit <= 3 and folded[unit - 1 : unit] in _DIGITS

    def find(self, folded: str) -> list[Found[T]]:
        """The leftmost-longest forms, decoys left out."""
        return [found for found in leftmost_longest(self.find_all(folded)) if found.payload is not None]


def _order(found: Found[T]) -> tuple[int, int]:
    return found.start, -found.end


def leftmost_longest(found: Iterable[Found[T]]) -> list[Found[T]]:
    """Of ``found`` (by start, the longest first) those that do not overlap an earlier one."""
    kept: list[Found[T]] = []
    last = 0
    for each in found:
        if each.start >= last:
            kept.append(each)
            last = each.end
    return kept
