"""Which characters of a page are out of the ordinary: sound simplified text has none, and so costs one look."""

from __future__ import annotations

import re
from functools import cache

# In GB 2312, yet a sign of traditional script or of a wrong decoding.
_TELLING = frozenset("後於麼夥徵著骞绗浠鎴鍙鈥涓浜绛")


@cache
def _odd() -> re.Pattern[str]:
    codes = b"".join(bytes((first, second)) for first in range(0xB0, 0xF8) for second in range(0xA1, 0xFF))
    common = sorted(set(map(ord, codes.decode("gb2312", "ignore"))) - set(map(ord, _TELLING)))
    ranges: list[list[int]] = []
    for code in common:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    han = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(f"[^\t\n\r -~\u2014\u2018-\u201d\u2026\u3000-\u3017，。：；（）！？、￥～{han}]")


def odd(text: str) -> frozenset[str]:
    """The characters of a text that are neither ASCII nor common simplified Chinese nor Chinese punctuation.

    >>> sorted(odd("营收“增长”３６％，于2025年")), odd("营收增长36%（同比）")
    (['％', '３', '６'], frozenset())
    """
    return frozenset(_odd().findall(text))
