"""Companies by their stock code: ``蓝天国际(02718)公告``, ``轴承厂新日兴（3376）``, ``(HK.0728)``, ``（000333.SZ，00300.HK）``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.mentions.organisation_reading import Name, Reader

_LABEL = r"(?:(?:股票|证券|股份|[AHB]股|港股|美股)?(?:代码|代号|编号|简称)\s*[:：]?\s*)?"
_EXCHANGE = r"(?:SH|SZ|BJ|SS|HK|TW|TWO|US|SEHK|HKEX|TWSE|NASDAQ|Nasdaq|NYSE|AMEX|纳斯达克|纽交所|港股|港交所|联交所|台股|上交所|深交所|北交所)"  # (SSG) is none
_CODE = (
    rf"(?:{_EXCHANGE}(?:\s*[.:：]\s*[0-9A-Z]{{1,6}}|\s?\d{{4,6}})"
    r"|[034689]\d{5}(?:\s*[.·]\s*(?:SH|SZ|BJ|SS|sh|sz|bj))?"
    r"|[0-9]{4,5}\s*[.·]\s*(?:HK|TW|TWO|hk)|[0-9]{4,5}(?:-TW|-HK|-KY)"
    r"|[A-Z]{1,5}\.(?:US|O|N|OQ|HK)"
    r"|0\d{4}|8\d{4}|0\d{3}"
    r"|(?!19\d\d|20[0-4]\d)[1-9]\d{3})"  # （2024） is a year
)
TICKER = re.compile(rf"[（(]\s*{_LABEL}{_CODE}(?:\s*[/、,，;；|]\s*[^（）()]{{2,24}})?\s*[)）]")


_EXCHANGED = re.compile(r"\.\s?(?:HK|SH|SZ|BJ|TW|US|O|N)\b|(?:HK|SH|SZ)[.:]", re.I)


def by_code(reader: Reader) -> Iterator[Name]:
    """The name before each stock code of the text, and before each of the title that the text holds too."""
    for match in TICKER.finditer(reader.text):
        name = reader.back_from(match.start(), longest=14, listed=True, sure=_EXCHANGED.search(match.group()) is not None)
        if name and not reader.text[name.start : name.end].endswith(reader.cues.papers):
            yield Name(name.start, name.end, "ticker")
    for match in TICKER.finditer(reader.title):
        name = reader.back_from(match.start(), longest=14, text=reader.title, listed=True)
        form = reader.title[name.start : name.end] if name else ""
        at = reader.text.find(form) if form else -1
        if at >= 0 and not form.endswith(reader.cues.papers) and reader.is_free(at, at + len(form)):
            yield Name(at, at + len(form), "ticker")
