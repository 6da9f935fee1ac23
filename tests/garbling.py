"""How mirror sites damage a page, step by step, so that tests have damaged pages with a known truth.

1. simplified to traditional, character by character, with one fixed table;
2. for every character of a list, in list order, its code is followed by its reading in brackets wherever the two bytes
   stand, on a character boundary or across one;
3. an unseen byte is put before some occurrences of the codes of ，。！？；, again wherever they stand;
4. the bytes are decoded as code page 936: a first byte without a second becomes ``?`` and takes the next byte with it,
   or, on some sites, is dropped;
5. a crawler folds full-width forms to ASCII.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from opencc import OpenCC

from extract.repair.readings import usual_readings

ROOT = Path(__file__).parent.parent
LOST = "\ufffc"
MARK = 0x0B  # not shown by a browser
BREAK = b"</p>\n<p>"
MARKED = tuple(sign.encode("gbk") for sign in "，。！？；")
STAYS = frozenset(
    "云于占并后里制系征采群么只面谷松斗布表才升周游沈丑峰床秘灶唇吃"
)  # with a traditional form, kept by the table
OWN_WAY = dict(zip("台准冲启钟着几范余为", "臺準沖啟鐘著幾範餘為", strict=True))
SEEN_LIST = (
    "訓業務場時產領網發優術數級構競動實達規爭臺據現對聯標應關計調點轉個進勢權礎設態穩內協經準測強區運濟預統環節擴遠絡團隊"
    "價創當驗戰驅評導號醫責風結復儲機認獨學習質請謹"
)


@cache
def _traditional() -> dict[str, str]:
    signs = [bytes([first, second]) for first in range(0xB0, 0xF8) for second in range(0xA1, 0xFF)]
    simplified = [char for sign in signs if (char := sign.decode("gb2312", "ignore"))]
    table = dict(zip(simplified, OpenCC("s2t").convert("\n".join(simplified)).split("\n"), strict=True))
    table.update((char, char) for char in STAYS)
    table.update(OWN_WAY)
    return {char: other for char, other in table.items() if other != char and len(other) == 1 and _code(other)}


def _code(char: str) -> bytes:
    try:
        return char.encode("gbk")
    except UnicodeEncodeError:
        return b""


@dataclass(frozen=True)
class Knobs:
    """What differs from site to site."""

    seed: int = 0
    listed: float = 0.4  # share of the traditional characters that carry a reading, beside those always seen
    order: str = "shuffled"  # or "code"
    mark_rate: float = 0.5
    question_mark: bool = True  # False: a first byte without a second is dropped and the next byte stays
    fold: bool = False
    strip_private: bool = False
    toned: bool = True
    readings: tuple[tuple[str, str], ...] = ()  # instead of a list drawn by chance


@dataclass(frozen=True)
class Spot:
    """``text[start:end]`` of the damaged page stands for ``clean`` (lost characters marked)."""

    start: int
    end: int
    clean: str


@dataclass(frozen=True)
class Garbled:
    """A damaged page, what it should be repaired to, and where it is damaged beyond plain readings."""

    text: str
    clean: str
    spots: tuple[Spot, ...]


def own_texts() -> dict[str, tuple[str, str]]:
    """Text and script of every article of the project's own, by name; the sealed ones and the seed are left out."""
    texts = {}
    for path in sorted((ROOT / "corpus/gold").rglob("*.json")):
        if not {"check", "seed"} & set(path.parts):
            article = json.loads(path.read_text(encoding="utf-8"))
            texts[path.stem] = (article["text"], article.get("script", "simplified"))
    for path in sorted((ROOT / "corpus/articles").glob("*.txt")):
        if path.name != "seed.txt" and ".damaged" not in path.suffixes:
            texts[path.stem] = (path.read_text(encoding="utf-8"), "simplified")
    return texts


def plain_clean(text: str) -> str:
    """``text`` as a page in code page 936 could hold it: other characters left out, blanks and breaks made simple."""
    kept = "".join(char for char in text if char < "\x80" or _code(char))
    return re.sub(r"[ \t]+\n", "\n", kept.replace("\r", "").replace("?", ""))


def listed_readings(knobs: Knobs) -> list[tuple[str, str]]:
    """The characters that the site follows with a reading, in its order."""
    if knobs.readings:
        return list(knobs.readings)
    chance = random.Random(f"list {knobs.seed}")
    produced = sorted(set(_traditional().values()))
    chosen = {char for char in produced if char in SEEN_LIST or chance.random() < knobs.listed}
    pairs = [(char, usual_readings(char)[0]) for char in sorted(chosen) if usual_readings(char)]
    if knobs.order == "shuffled":
        chance.shuffle(pairs)
    return pairs if knobs.toned else [(char, _toneless(reading)) for char, reading in pairs]


def _toneless(reading: str) -> str:
    plain = dict(zip("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü", "aaaaeeeeiiiioooouuuuvvvvv", strict=True))
    return "".join(plain.get(char, char) for char in reading)


def garble(text: str, knobs: Knobs) -> Garbled:
    """Damage ``text``, which must hold only characters of code page 936 (see ``plain_clean``)."""
    table = _traditional()
    clean = list(text)
    data = bytearray()
    owner: list[int] = []  # per byte: 16 * index of the clean character + place in it, -1 for what the site put in
    for index, char in enumerate(clean):
        code = BREAK if char == "\n" else table.get(char, char).encode("gbk")
        data += code
        owner += range(16 * index, 16 * index + len(code))
    for char, reading in listed_readings(knobs):
        _insert_after(data, owner, char.encode("gbk"), f"({reading})".encode("gb18030"))
    chance = random.Random(f"marks {knobs.seed}")
    for code in MARKED:
        _insert_before(data, owner, code, chance, knobs.mark_rate)
    signs = _decode(bytes(data), owner, knobs.question_mark)
    swallowed = {sign.swallowed for sign in signs}
    for place in swallowed:
        if place >= 0 and clean[place // 16] != "\n":
            clean[place // 16] = LOST
    return _publish(signs, clean, swallowed, knobs)


@dataclass
class _Sign:
    """A character as shown, the places in the clean text of the bytes behind it, and that of the byte it swallowed."""

    shown: str
    places: list[int]
    swallowed: int = -1
    orphan: bool = False


def _insert_after(data: bytearray, owner: list[int], code: bytes, added: bytes) -> None:
    at = data.find(code)
    while at >= 0:
        end = at + len(code)
        data[end:end] = added
        owner[end:end] = [-1] * len(added)
        at = data.find(code, end + len(added))


def _insert_before(data: bytearray, owner: list[int], code: bytes, chance: random.Random, rate: float) -> None:
    at = data.find(code)
    while at >= 0:
        if chance.random() < rate:
            data.insert(at, MARK)
            owner.insert(at, -1)
            at += 1
        at = data.find(code, at + 2)


def _decode(data: bytes, owner: list[int], question_mark: bool) -> list[_Sign]:
    signs: list[_Sign] = []
    at = 0
    while at < len(data):
        byte = data[at]
        after = data[at + 1] if at + 1 < len(data) else 0
        if byte < 0x80:
            signs.append(_Sign("" if byte == MARK else chr(byte), owner[at : at + 1]))
            at += 1
        elif byte in (0x80, 0xFF):
            signs.append(_Sign("€" if byte == 0x80 else "\uf8f5", owner[at : at + 1], orphan=True))
            at += 1
        elif after >= 0x40 and after not in (0x7F, 0xFF):
            signs.append(_Sign(data[at : at + 2].decode("gb18030"), owner[at : at + 2]))
            at += 2
        elif question_mark:
            signs.append(_Sign("?", owner[at : at + 2], owner[at + 1] if after else -1, orphan=True))
            at += 2
        else:
            signs.append(_Sign("", owner[at : at + 1], orphan=True))
            at += 1
    return signs


def _publish(signs: list[_Sign], clean: list[str], swallowed: set[int], knobs: Knobs) -> Garbled:
    """Take tags away, fold, strip, and note which runs of the page are out of step with the clean text."""
    text = ""
    spots: list[list[int]] = []  # begin and end in the page, in the clean text
    begin = done = clean_begin = 0
    broken = False
    for number, sign in enumerate(signs):
        real = [place for place in sign.places if place >= 0]
        if real and clean[real[0] // 16] == "\n" and not sign.orphan:
            place = real[0] % 16
            tag = real[0] - place + (0 if place < 4 else 5)
            text += sign.shown if place == 4 or tag in swallowed else ""
        elif not (knobs.strip_private and "\ue000" <= sign.shown <= "\uf8ff"):
            text += sign.shown
        broken = broken or sign.orphan or len({place // 16 for place in sign.places}) > 1
        coming = next((place for later in signs[number + 1 :] for place in later.places if place >= 0), 16 * len(clean))
        if coming % 16 == 0:
            done = coming // 16
            if broken:
                spots.append([begin, len(text), clean_begin, done])
            begin, clean_begin, broken = len(text), done, False
    wide = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
    page, truth = text, "".join(clean)
    if knobs.fold:
        page, truth = page.translate(wide), truth.translate(wide)
    merged: list[list[int]] = []
    for spot in spots:
        if merged and merged[-1][1] >= spot[0]:
            merged[-1][1], merged[-1][3] = spot[1], spot[3]
        else:
            merged.append(spot)
    return Garbled(page, truth, tuple(Spot(begin, end, truth[first:last]) for begin, end, first, last in merged))
