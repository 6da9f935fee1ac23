"""Readings that a mirror site put behind characters: ``實(shí)現(xiàn)``. Decided on the whole page, never on one sentence.

The sign is consistency: a site has a list of characters, and a listed character carries its one reading at every
occurrence. Glosses of rare characters (``亳(bó)州``), abbreviations (``训练(LLM)``) and lessons do not behave like that.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from extract.repair.readings import LETTERS, can_be_read, is_syllable, usual_readings
from extract.repair.script import is_traditional

GLOSS = re.compile(rf"[(（][ \u3000]?([{LETTERS}]{{1,6}})[ \u3000]?[)）]")
CUT_GLOSS = re.compile(rf"\?([{LETTERS}]{{1,6}})[)）]")  # the bracket was swallowed
_HAN = re.compile(r"[㐀-鿿]")


@dataclass(frozen=True, slots=True)
class Glosses:
    """What the readings of a page have in common."""

    readings: dict[str, str]  # of the listed characters
    converted: bool  # the readings stand behind traditional characters
    trailing_blank: bool  # a blank follows every reading
    toned: bool

    def explains(self, char: str, reading: str) -> bool:
        """Whether the site would have put ``reading`` behind ``char``."""
        known = self.readings.get(char)
        if known is not None:
            return known == reading
        return (is_traditional(char) or not self.converted) and can_be_read(char, reading)


NONE = Glosses(readings={}, converted=True, trailing_blank=False, toned=True)  # of a page that a site only converted


def find_glosses(text: str) -> Glosses | None:
    """The readings of a page, or None when what stands in brackets is part of the text.

    >>> page = "實(shí)現(xiàn)營(yíng)收12億元，實(shí)際"
    >>> sorted(find_glosses(page).readings)
    ['實', '營', '現']
    >>> find_glosses("亳(bó)州的训练(ai)平台(tai)") is None
    True
    """
    if "(" not in text and "（" not in text:
        return None
    found: list[tuple[str, str, int]] = []
    base, end = "", -1
    for match in GLOSS.finditer(text):
        start = match.start()
        if start != end:  # else the reading is doubled
            base = text[start - 1] if start else ""
        end = match.end()
        found.append((base, match[1], end))
    if len(found) < 3:
        return None
    pairs = Counter((char, reading) for char, reading, _ in found if "㐀" <= char <= "鿿")
    readings: dict[str, str] = {}
    glossed: Counter[str] = Counter()
    for (char, reading), count in pairs.most_common():
        glossed[char] += count
        readings.setdefault(char, reading)
    occurrences = Counter(char for char in text if char in readings)
    listed = {
        char: reading
        for char, reading in readings.items()
        if pairs[char, reading] >= 0.75 * occurrences[char]
        and (can_be_read(char, reading) or (not usual_readings(char) and pairs[char, reading] > 2))
    }
    if not _believable(text, listed, occurrences, glossed):
        return None
    blanks = sum(text[stop : stop + 1] in (" ", "\u3000") for *_, stop in found)
    traditional = {char: reading for char, reading in listed.items() if is_traditional(char)}
    converted = len(traditional) > 0.7 * len(listed)
    if converted:  # a simplified character that carries one may have it from the text
        listed = traditional | {char: reading for char, reading in listed.items() if occurrences[char] > 2}
    return Glosses(
        readings=listed,
        converted=converted,
        trailing_blank=blanks > 0.8 * len(found),
        toned=any(not reading.isascii() for reading in listed.values()),
    )


def _believable(text: str, listed: dict[str, str], occurrences: Counter[str], glossed: Counter[str]) -> bool:
    """Whether so many readings, so consistent, can only come from a machine."""
    known = [char for char, reading in listed.items() if can_be_read(char, reading)]
    carrying = sum(glossed[char] for char in listed)
    all_glosses = glossed.total()
    if len(known) < 3 or len(known) < 0.8 * len(listed) or carrying < 0.7 * all_glosses:
        return False
    if not all(is_syllable(reading) for reading in listed.values()):
        return False
    if sum(is_traditional(char) for char in known) >= 3:
        return True
    repeated = sum(glossed[char] > 1 for char in known)
    share = carrying / max(1, len(_HAN.findall(text)))
    return len(known) >= 5 and repeated >= 3 and 0.01 < share < 0.6
