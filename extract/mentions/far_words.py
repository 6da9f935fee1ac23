"""Words that reach a number over the words between: ``约`` of ``约为前者的三分之二``, ``每`` of ``每次收费0.2元``, ``持平`` of ``持平至升2%``.

Where they stand is found once for a text, because hardly any number has one near it and each has to ask.
"""

from __future__ import annotations

import re
from bisect import bisect_right

_WORDS = re.compile("(?=[每约至最起大差持一])(?:[每约]|至少|最少|起码|大概|差不多|持平|一秒)")
_REACH = 16  # characters


class FarWords:
    """The words of one text that can matter from a distance.

    >>> far = FarWords("约为前者的三分之二，同比增长20%")
    >>> far.before(5), far.before(0), far.before(20)
    (True, False, False)
    """

    def __init__(self, text: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for match in _WORDS.finditer(text):
            self._starts.append(match.start())
            self._ends.append(match.end())

    def before(self, position: int) -> bool:
        """Whether one of them stands within a few characters before ``position``."""
        count = bisect_right(self._ends, position)
        return count > 0 and self._starts[count - 1] >= position - _REACH
