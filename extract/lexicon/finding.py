"""One automaton over all forms of a family: every form that stands in a text, in time that does not grow with the list."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

import daachorse

from extract.lexicon.folding import squeeze

T = TypeVar("T")
_ALNUM = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_DIGITS = frozenset("0123456789")
_LETTERS = _ALNUM - _DIGITS
_BLANKS = " ·"
_BLANK = re.compile("[ ·]")


class Found(NamedTuple, Generic[T]):
    """A form at ``start:end`` and what it stands for; ``payload`` is None for a decoy."""

    start: int
    end: int
    payload: T | None


class Finder(Generic[T]):
    """Finds the given forms (squeezed keys) in a text's key.

    A form that begins (ends) with a Latin letter or a digit is not found inside a longer run of them:

    >>> finder = Finder({"h20": "H20", "移动": "CM", "移动端": None, "rtx5090": "RTX"}, [("rtx5090", "rtx 5090")])
    >>> [found.payload for found in finder.find("移动的h20,不是h200或移动端,rtx 5090")]
    ['CM', 'H20', 'RTX']

    A blank may stand where ``spaced`` (form and key) has one, between Han and Latin, and between a word of three letters or
    more and its number. With ``digits_may_precede`` a number may touch the form, with its unit or without (``2150tps``,
    ``45mstpot``).
    """

    def __init__(
        self, forms: Mapping[str, T | None], spaced: Iterable[tuple[str, str]] = (), *, digits_may_precede: bool = False
    ) -> None:
        self._forms = list(forms)
        self._payloads: Sequence[T | None] = list(forms.values())
        self._spaced: dict[str, list[str]] = {}
        for form, written in spaced:
            self._spaced.setdefault(form, []).append(written)
        self._digits_may_precede = digits_may_precede
        self._last: tuple[str, tuple[Found[T], ...]] = ("", ())
        self._search: Callable[[str], list[tuple[int, int, int]]] = (
            daachorse.CharwiseDoubleArrayAhoCorasick(self._forms).find_overlapping if forms else lambda text: []
        )

    def find_all(self, text: str) -> tuple[Found[T], ...]:
        """Every form that stands in ``text`` (a key), overlapping ones and decoys too, by start, the longest first.

        What was found in the text before is kept, because two stages ask for the names of one document.
        """
        before, known = self._last
        if text != before:
            known = tuple(self._find_all(text))
            self._last = text, known
        return known

    def _find_all(self, text: str) -> list[Found[T]]:
        found: list[Found[T]] = []
        payloads = self._payloads
        squeezed = squeeze(text)
        if len(squeezed) == len(text):
            places = self._search(text)
        else:
            shifts = [match.start() - count for count, match in enumerate(_BLANK.finditer(text))]
            places = []
            for start, end, index in self._search(squeezed):
                first, last = bisect_right(shifts, start), bisect_right(shifts, end - 1)
                if first == last or self._may_be_apart(shifts[first:last], start, index):
                    places.append((start + first, end + last, index))
        for start, end, index in places:
            if self._stands_free(text, start, end):
                found.append(Found(start, end, payloads[index]))
        found.sort(key=_order)
        return found

    def find(self, text: str) -> list[Found[T]]:
        """The leftmost-longest forms, decoys left out."""
        return [found for found in leftmost_longest(self.find_all(text)) if found.payload is not None]

    def _stands_free(self, text: str, start: int, end: int) -> bool:
        if start and text[start] in _ALNUM and text[start - 1] in _ALNUM and not self._follows_number(text, start):
            return False
        if end < len(text) and text[end - 1] in _ALNUM:
            after = text[end]
            if after in _ALNUM:
                return False
            if after == "." and text[end - 1] in _DIGITS and text[end + 1 : end + 2] in _DIGITS:
                return False
        return True

    def _follows_number(self, text: str, start: int) -> bool:
        if not self._digits_may_precede:
            return False
        unit = start
        while unit and text[unit - 1] in _LETTERS:
            unit -= 1
        return start - unit <= 3 and text[unit - 1 : unit] in _DIGITS

    def _may_be_apart(self, shifts: Sequence[int], start: int, index: int) -> bool:
        """Whether a blank may stand at each place where the text has one inside the form."""
        form = self._forms[index]
        gaps = {gap for shift in shifts if not _is_joint(form, gap := shift - start)}
        return not gaps or any(gaps <= _gaps(written) for written in self._spaced.get(form, ()))


def _is_joint(form: str, i: int) -> bool:
    before, after = form[i - 1], form[i]
    if before.isascii() != after.isascii():
        return True
    return after in _DIGITS and i >= 3 and _LETTERS.issuperset(form[i - 3 : i])


def _gaps(written: str) -> set[int]:
    """Where in the squeezed form ``written`` has a blank."""
    gaps: set[int] = set()
    at = 0
    for char in written:
        if char in _BLANKS:
            gaps.add(at)
        else:
            at += 1
    return gaps


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
