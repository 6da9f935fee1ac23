"""Products that the text itself gives a maker: ``荣泰发布了K7系列`` makes ``K7``, ``K7 Pro`` and ``该系列`` products of 荣泰.

A code is a product only if one maker alone is named with it. A term of the trade (``5G``, ``HBM4``, ``A轮``) is none.

>>> [match.group() for match in _CODE.finditer("K7系列、Buds Air8、Walker S2、5G和16GB")]
['K7', 'Buds Air8', 'Walker S2']
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from extract.lexicon import Lexicon
from extract.mentions.name_words import not_models
from extract.rules import any_of
from extract.types import Document, Entity

_TRIM = r"(?:[ \u00a0]?(?:Pro|Max|Ultra|Plus|Mini|mini|Lite|SE|Air|Turbo|GT|Neo|Ti|Super|Space|Edge|Fold|Flip|顶配版?|标准版|青春版|至尊版|旗舰版|尊享版|竞速版))"
_CODE = re.compile(
    rf"(?<![A-Za-z0-9.\-])(?:[A-Z][A-Za-z]{{0,11}}(?:[ \-][A-Z][A-Za-z]{{1,9}})?[ \-]?(?!(?:19|20)\d\d(?!\d))\d{{1,4}}(?:\.\d{{1,2}})?[A-Za-z]{{0,2}}|[A-Z][a-z]{{1,11}} [A-Z]\d{{1,3}})(?:{_TRIM}(?![A-Za-z])){{0,2}}\+?(?![A-Za-z0-9%％‰]|\.\d|,\d{{3}}|[ ]?[万亿千百倍元台辆部颗个件家款项人名次分年月日轮])"
)
_NAMED = re.compile(rf"[“\"「]?(?P<code>{_CODE.pattern})")
_BETWEEN = re.compile(r"[^，。；！？,;!?\n：:]{0,24}?")
_MODIFIERS = r"(?:了|的|旗下|其|自家|全新|新款|新一代|新机|新车|新品|首款|首颗|首台|第[一二三四五六]代|最新|旗舰|年度|人形|四足|机器人|手机|折叠屏|平板|芯片|耳机|手表|汽车|轿车|车型|SUV|大模型|模型|系列|产品|一款|一颗|名为|型号为|命名为|——|“|\"|「|[ ])"
_NO_MAKERS = frozenset(
    [
        "research_firm",
        "government",
        "benchmark",
        "industry_body",
        "intl_org",
        "research_org",
        "media",
        "broker",
        "finance",
        "bank",
        "exchange",
        "retail",
    ]
)
_THIS = re.compile(r"(?:该|这一|此|这款|这个)(?:系列|机型|新机)")
_TRIM_RUN = re.compile(rf"{_TRIM}(?![A-Za-z])")


class _Patterns:
    def __init__(self, lexicon: Lexicon) -> None:
        verbs = any_of(lexicon.cues["names.launches"])
        self.launched = re.compile(rf"{_BETWEEN.pattern}{verbs}{_MODIFIERS}{{0,8}}{_NAMED.pattern}")
        self.terms = re.compile(rf"(?:{any_of(lexicon.cues['names.no_products'])})[ \-]?\d*[A-Za-z]{{0,2}}\+?$")


@lru_cache(maxsize=4)
def _patterns(lexicon: Lexicon) -> _Patterns:
    return _Patterns(lexicon)


def introduced_products(document: Document, known: Sequence[Entity], lexicon: Lexicon) -> list[Entity]:
    """The products that ``known`` makers are named with, wherever they stand outside ``known``."""
    text, patterns = document.text, _patterns(lexicon)
    makers: dict[str, dict[str, Entity]] = {}
    since: dict[str, int] = {}
    for place, maker in enumerate(known):
        vendor = lexicon.vendors.get(maker.id or "")
        if maker.kind == "product" or maker.rule == "source" or (vendor is not None and vendor.sector in _NO_MAKERS):
            continue
        limit = known[place + 1].start if place + 1 < len(known) else len(text)
        for code, at in _codes_of(text, maker, limit, patterns):
            makers.setdefault(code, {}).setdefault(_owner(maker), maker)
            since.setdefault(code, at)
    told = {code: next(iter(of.values())) for code, of in makers.items() if len(of) == 1}
    if not told:
        return []
    found = [*_places(text, told, since, known), *_anaphors(text, told, since)]
    starts = [entity.start for entity in known]
    free = [each for each in found if _is_free(known, starts, each)]
    free.sort(key=lambda entity: (entity.start, -entity.end))
    kept: list[Entity] = []
    for each in free:
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept


def _codes_of(text: str, maker: Entity, limit: int, patterns: _Patterns) -> Iterator[tuple[str, int]]:
    """The codes directly behind the maker (``追觅X50``), or that it launches before another name comes."""
    at = maker.end + (text[maker.end : maker.end + 1] == " ")
    match = _CODE.match(text, at, limit)
    if match is None:
        launched = patterns.launched.match(text, maker.end, min(limit, maker.end + 80))
        if launched is None:
            return
        code, start = launched["code"], launched.start("code")
    else:
        code, start = match.group(), match.start()
    base = _base(code)
    word = re.match(r"[A-Za-z\-]*", base)
    if not patterns.terms.match(base) and not (word and word.group().lower() in not_models()):
        yield base, start


def _base(code: str) -> str:
    """``K7 Pro`` without ``Pro``."""
    match = _TRIM_RUN.search(code)
    return code[: match.start()] if match and any(char.isdigit() for char in code[: match.start()]) else code


def _owner(maker: Entity) -> str:
    return maker.owner or maker.id or maker.name


def _places(text: str, told: dict[str, Entity], since: dict[str, int], known: Sequence[Entity]) -> Iterator[Entity]:
    codes = re.compile(
        rf"(?<![A-Za-z0-9.\-])(?P<code>{any_of(told)})(?:{_TRIM}(?![A-Za-z])){{0,2}}\+?(?![A-Za-z0-9]|\.\d|[ ]?[万亿%％])"
    )
    for match in codes.finditer(text):
        code = match["code"]
        if match.start() >= since[code]:
            yield Entity(
                match.start(), match.end(), match.group(), match.group(), "product", _owner(told[code]), "introduced"
            )


def _anaphors(text: str, told: dict[str, Entity], since: dict[str, int]) -> Iterator[Entity]:
    """``该系列`` is the last one introduced before it."""
    order = sorted((at, code) for code, at in since.items() if code in told)
    for match in _THIS.finditer(text):
        i = bisect_left(order, (match.start(), "")) - 1
        if i >= 0:
            code = order[i][1]
            yield Entity(match.start(), match.end(), code, code, "product", _owner(told[code]), "introduced")


def _is_free(known: Sequence[Entity], starts: Sequence[int], each: Entity) -> bool:
    i = bisect_left(starts, each.end) - 1
    return i < 0 or known[i].end <= each.start
