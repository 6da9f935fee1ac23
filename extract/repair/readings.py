"""Which readings (pinyin) a character has. The table is read when the first page with readings turns up."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

_PLAIN = str.maketrans("āáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɑɡ", "aaaaeeeeeiiiioooouuuuvvvvvnnnmag")
LETTERS = "a-zāáǎàēéěèêīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿɑɡ"  # of a reading, inside [ ]


def toneless(reading: str) -> str:
    """The reading without tone marks, ü as v.

    >>> toneless("lǜ")
    'lv'
    """
    return reading.translate(_PLAIN)


@cache
def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, str], frozenset[str]]:
    """Readings by character, usual one first; characters by reading, toned and toneless; all syllables."""
    by_char: dict[str, list[str]] = {}
    others: list[tuple[str, str]] = []
    for line in files(__package__).joinpath("readings.tsv").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        syllable, usual, rare = line.split("\t")
        for char in usual:
            by_char.setdefault(char, []).append(syllable)
        others.append((syllable, rare))
    for syllable, rare in others:
        for char in rare:
            by_char.setdefault(char, []).append(syllable)
    by_reading: dict[str, list[str]] = {}
    for char, readings in by_char.items():
        for reading in dict.fromkeys([*readings, *map(toneless, readings)]):
            by_reading.setdefault(reading, []).append(char)
    return (
        {char: tuple(readings) for char, readings in by_char.items()},
        {reading: "".join(chars) for reading, chars in by_reading.items()},
        frozenset(by_reading),
    )


def usual_readings(char: str) -> tuple[str, ...]:
    """The readings of a character, the usual one first; empty when the table does not hold it.

    >>> usual_readings("數"), usual_readings("亳"), usual_readings("A")
    (('shù', 'shuò', 'shǔ'), ('bó',), ())
    """
    return _table()[0].get(char, ())


def characters_read(reading: str) -> str:
    """All characters of the table with that reading; a reading without tone stands for every tone.

    >>> "數" in characters_read("shù"), "數" in characters_read("shu"), "數" in characters_read("shí")
    (True, True, False)
    """
    return _table()[1].get(reading.replace("ɡ", "g").replace("ɑ", "a"), "")


def is_syllable(letters: str) -> bool:
    """Whether the letters spell a Chinese syllable, with or without tone.

    >>> is_syllable("zhuǎn"), is_syllable("zhuan"), is_syllable("llm")
    (True, True, False)
    """
    return letters.replace("ɡ", "g").replace("ɑ", "a") in _table()[2]


def can_be_read(char: str, reading: str) -> bool:
    """Whether ``reading`` is among the readings of ``char``.

    >>> can_be_read("調", "diào"), can_be_read("調", "tiao"), can_be_read("調", "bó")
    (True, True, False)
    """
    known = usual_readings(char)
    reading = reading.replace("ɡ", "g").replace("ɑ", "a")
    return reading in known or any(reading == toneless(other) for other in known)
