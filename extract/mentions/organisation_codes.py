"""Companies by their stock code: ``蓝天国际(02718)公告``, ``轴承厂新日兴（3376）``, ``(HK.0728)``, ``（000333.SZ，00300.HK）``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from extract.lexicon import Lexicon
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


_PLAIN_CODE = re.compile(r"\d{4,6}|(?<![A-Z])[A-Z]{1,5}(?![A-Z])")
_EXCHANGED = re.compile(r"\.\s?(?:HK|SH|SZ|BJ|TW|US|O|N)\b|(?:HK|SH|SZ)[.:]", re.I)


def by_code(reader: Reader) -> Iterator[Name]:
    """The name before each stock code of the text, and before each of the title that the text holds too."""
    for match in TICKER.finditer(reader.text):
        exchanged = _EXCHANGED.search(match.group()) is not None
        for sure in dict.fromkeys((True, exchanged)):  # a registered company's short name may be a word: 长荣（2603）
            name = reader.back_from(match.start(), longest=14, listed=True, sure=sure)
            form = reader.text[name.start : name.end] if name else ""
            vendor = _vendor(reader.lexicon, match.group(), form)
            if name and (vendor or sure == exchanged) and not form.endswith(reader.cues.papers):
                yield Name(name.start, name.end, "ticker", vendor=vendor)
                break
    for match in TICKER.finditer(reader.title):
        name = reader.back_from(match.start(), longest=14, text=reader.title, listed=True)
        form = reader.title[name.start : name.end] if name else ""
        at = reader.text.find(form) if form else -1
        if at >= 0 and not form.endswith(reader.cues.papers) and reader.is_free(at, at + len(form)):
            yield Name(at, at + len(form), "ticker")


def _vendor(lexicon: Lexicon, ticker: str, form: str) -> str | None:
    """The registered company that the code belongs to, if ``form`` may be short for its name: ``长荣（2603）``."""
    for code in _PLAIN_CODE.findall(ticker):
        vendor = lexicon.vendors.get(_codes(lexicon).get(code.lstrip("0"), ""))
        if vendor is not None and any(_is_short_for(form, full) for full in (vendor.name, *vendor.aliases)):
            return vendor.id
    return None


def _is_short_for(form: str, full: str) -> bool:
    """Whether the characters of ``form`` stand in ``full`` in their order, the first one first."""
    rest = iter(full)
    return full[:1] == form[:1] and all(char in rest for char in form)


@lru_cache(maxsize=4)
def _codes(lexicon: Lexicon) -> Mapping[str, str]:
    """Vendor ids by code without its exchange; a code of several companies is left out."""
    found: dict[str, set[str]] = {}
    for vendor in lexicon.vendors.values():
        for code in vendor.stock_codes:
            found.setdefault(code.partition(".")[0].lstrip("0"), set()).add(vendor.id)
    return {code: ids.pop() for code, ids in found.items() if len(ids) == 1}
