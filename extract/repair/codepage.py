"""Code page 936 with its user-defined areas: the two bytes behind a character, and back."""

from __future__ import annotations

from functools import cache

HIGH = range(0x81, 0xFF)  # first bytes
LOW = (*range(0x40, 0x7F), *range(0x80, 0xFF))  # second bytes


@cache
def characters() -> dict[int, str]:
    """Character by code, ``first byte << 8 | second byte``.

    >>> characters()[0x94B5], characters()[0xAFC2] == chr(0xE1F7)
    ('數', True)
    """
    table: dict[int, str] = {}
    for first in HIGH:
        row = b"".join(bytes((first, second)) for second in LOW).decode("gb18030")
        table.update(zip((first << 8 | second for second in LOW), row, strict=True))
    return table


@cache
def codes() -> dict[str, int]:
    """Code by character; ASCII and characters outside the code page are absent.

    >>> hex(codes()["數"]), "A" in codes()
    ('0x94b5', False)
    """
    return {char: code for code, char in characters().items()}
