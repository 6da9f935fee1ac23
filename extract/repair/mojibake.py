"""Text whose bytes were read in the wrong encoding: GBK as Latin-1, and UTF-8 as GBK. One layer only."""

from __future__ import annotations

import re
from collections.abc import Set

from extract.types import Edit

LOST = "\ufffc"
_HAN = re.compile("[㐀-鿿]")
# What the commonest leading bytes of Chinese UTF-8 look like when read as GBK: ， 。 的 是 中 公 人 在 有 一 年 等.
_AS_GBK = frozenset("锛銆鐨鏄涓鍏浜鍦鏈骞绗鍥澶鎴浠涔閲杩瀹鍙犲鈥")
_OUTSIDE_ASCII = re.compile(r"([^\x00-\x7f\ufffd]+)([?\ufffd]?)")
# Western characters that do not belong to Chinese text, as readings (á), blanks and a few signs do.
_WESTERN = re.compile("[\x80-\x9f¡-¯´-¶¸-ÖØ-ßâ-çëîïðñôõö÷øûýþÿ]")
_READING = re.compile("[áàéèêíìóòúùüāǎēěīǐōǒūǔǖǘǚǜńňǹ\xa0]")


def mojibake(text: str, odd: Set[str]) -> list[Edit]:
    """The edits that read a wrongly decoded text again; none when the bytes do not make clean Chinese.

    >>> from extract.repair.edits import replay
    >>> wrong = "云市场营收223亿元，增长148%".encode("gbk").decode("latin-1")
    >>> replay(wrong, mojibake(wrong, set(wrong)))
    '云市场营收223亿元，增长148%'
    >>> wrong = "公司营收增长148%，利润增".encode().decode("gb18030")
    >>> replay(wrong, mojibake(wrong, set(wrong)))
    '公司营收增长148%，利润增'
    """
    if sum("\x80" <= char <= "\xff" for char in odd) >= 6 and len(_WESTERN.findall(text)) >= 6:
        return _gbk_as_latin(text)
    if not _AS_GBK.isdisjoint(odd):
        return _utf8_as_gbk(text)
    return []


def _gbk_as_latin(text: str) -> list[Edit]:
    """Line by line, where most characters beyond ASCII are Western ones."""
    found: list[Edit] = []
    at = 0
    for line in text.splitlines(keepends=True):
        beyond = len(line) - sum(map(str.isascii, line)) - len(_READING.findall(line))
        western = len(_WESTERN.findall(line))
        if western >= 4 and western >= 0.5 * beyond and not _HAN.search(line):
            found += _reread(line, at, [_western_bytes(char) for char in line], "gb18030", 3)
        at += len(line)
    return found


def _western_bytes(char: str) -> bytes:
    """The byte behind a character of Latin-1 or Windows-1252, else its UTF-8, for text that was half repaired."""
    if char <= "\xff":
        return bytes([ord(char)])
    try:
        return char.encode("cp1252")
    except UnicodeEncodeError:
        return char.encode("utf-8", "surrogatepass")


def _utf8_as_gbk(text: str) -> list[Edit]:
    """Run by run between ASCII characters."""
    found: list[Edit] = []
    runs = 0
    for match in _OUTSIDE_ASCII.finditer(text):
        run, cut = match.groups()
        if len(run) < 3 or _AS_GBK.isdisjoint(run):
            continue
        try:
            behind = [char.encode("gb18030") for char in run]
        except UnicodeEncodeError:
            continue
        joined = b"".join(behind)
        whole = len(joined.decode("utf-8", "ignore").encode())
        lost = 0  # characters at the end whose last byte fell together with the character that follows
        if cut and 0 < len(joined) - whole < 3:
            while sum(map(len, behind)) > whole and behind:
                lost += 1
                behind.pop()
        edits = _reread(run[: len(run) - lost], match.start(), behind, "utf-8", 1)
        if edits and lost and sum(map(len, behind)) == whole:
            edits.append(Edit(match.end(1) - lost, match.end(), LOST, "lost"))
        runs += bool(edits)
        found += edits
    return found if runs > 1 or len(found) > 2 else []


def _common(char: str) -> bool:
    """Whether the character is one of the 3,755 common ones that GB 2312 puts first."""
    try:
        code = char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return len(code) == 2 and 0xB0 <= code[0] <= 0xD7


def _reread(line: str, at: int, behind: list[bytes], encoding: str, least: int) -> list[Edit]:
    """``line``, whose characters stand for the bytes ``behind``, decoded again; one edit per smallest whole piece."""
    try:
        decoded = b"".join(behind).decode(encoding)
    except UnicodeDecodeError:
        return []
    han = len(_HAN.findall(decoded))
    common = sum(_common(char) for char in decoded)
    if (
        5 * common < 4 * han
        or han < least
        or 2 * han < len(decoded) - sum(map(str.isascii, decoded))
        or not han
        or _AS_GBK & set(decoded)
    ):
        return []
    found: list[Edit] = []
    start = end = 0  # characters of ``line``
    balance = 0  # bytes of the line ahead of the bytes of what was decoded
    piece = ""
    for char in decoded:
        size = len(char.encode(encoding))
        while balance < size:
            balance += len(behind[end])
            end += 1
        balance -= size
        piece += char
        if not balance:
            if piece != line[start:end]:
                found.append(Edit(at + start, at + end, piece, "mojibake"))
            start, piece = end, ""
    return found
