"""Organisations by the construction that they stand in: ``周某是澄一智能的创始人``, ``运营航线的，是落户海岛的翼舟智航``.

Each construction leaves room for a company only; the name itself must still look like one: a short word that names
nothing by itself with a company word behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from extract.mentions.organisation_reading import Name, Reader
from extract.mentions.organisation_words import OrganisationWords
from extract.rules import any_of
from extract.types import Span

_OFFICE_OF = re.compile(r"(?<=[\u4e00-\u9fff])的(?=(?:联合|共同)?创始人|(?:副|名誉)?董事长|CEO|总裁|首席[执技财运科])")
_CLEFT = re.compile(r"(?:(?<=的[，,])|(?<=的))(?:正|就|还)?是(?:(?:落户|来自|位于|扎根|总部(?:设在|位于|在)|注册在|成立于|诞生于)[^，。；,;\n]{2,10}?的)?(?=[\u4e00-\u9fff])")
_IS_A = r"是(?:一家|国内|全球|中国|我国|当地|本地|最早|较早)[^，。；,;\n]{0,20}?(?:公司|企业|厂商|供应商|服务商|运营商|制造商|开发商|独角兽)"
_DOES = (
    r"(?:更是?|也|却|则|还|同样|仅|只|反而|随即|早已|已|曾|主攻|主营|专注|聚焦|深耕|位于|扭亏|由盈|由亏|眼下|目前|现有|拥有|拿到|拿下|收获|有\d|(?:于|在|自)?(?:20\d\d年|\d{1,2}月|今年|去年|上半年|下半年|前[三3]季|[一二三四]季度|第[一二三四]季|全年|单季|近日|日前|本周)|宣布|发布|推出|完成|获得|中标|签下|交付|营收|营业收入|净利|归母|实现|拟|表示|"
    r"[，,](?=(?:20\d\d年|上半年|前三季度|[一二三四]季度|全年|单季|其)?(?:营收|营业收入|归母|净利|收入|毛利率|订单|股价|市值))|" + _IS_A + ")"
)
_LEFT = r"(?:^|(?<=[\n。！？!?；;，,：:“「])|(?<=[\u4e00-\u9fff]{3}的))[ \u3000]*"

_OPENING = re.compile(
    r"[ \u3000]*(?P<name>(?P<core>[\u4e00-\u9fff]{2,3})(?:集团|科技|股份|电子|汽车|精密|机器人|半导体|微电子|光电|能源|通信|信息|智能|智造|动力|重工|电气|生物|医药|制药|新材|软件|传媒|控股|实业|电器|家居|乳业|药业|数科|智联))"
    r"(?=[（(]|(?:于|在|自)?(?:20\d\d|\d{1,2}月|今年|去年|上半年|下半年|前[三3]季|[一二三四]季|第[一二三四]季|全年|单季|三季报|年报|中报|昨|日前|近日|本周|的|旗下|自研|自主|推出|发布|宣布|披露|公告|公布|通过|凭借|依托|以|实现|拟|将|称|表示|预计|计划|完成|获|中标|拿下|"
    r"股价|市值|总市值|营收|营业|收入|净利|归母|毛利|交付|销量|出货|订单|产能|研发|新增|累计|董事长|总裁|CEO|创始人|首席|副总|工厂|今日|则|也))",
)
_SUBJECT = re.compile(rf"[\n。！？!?；;，,：:“「]{_OPENING.pattern}")


def by_construction(reader: Reader) -> Iterator[Name]:
    """Each place of the text where a construction tells a company."""
    yield from _in_office(reader)
    yield from _in_clefts(reader)
    yield from _as_subjects(reader)


def by_clause_head(reader: Reader) -> Iterator[Name]:
    """``星汉集团2025年营收…``: a short word with a company word that opens a clause and does what companies do.

    The word may be one of the dictionary here; ``_as_subjects`` asks for a coined one, and takes any company word of the lexicon.
    """
    cues = reader.cues
    opening = _OPENING.match(reader.text)
    for match in chain([opening] if opening else [], _SUBJECT.finditer(reader.text)):
        name, core = Span(*match.span("name")), match["core"]
        if core in cues.common or core in cues.trade or core in cues.never or core[:2] in cues.never or core.endswith(("本", "该")):
            continue
        if not cues.kinds.isdisjoint((core[:2], core[-2:])) or any(term in core for term in cues.terms):
            continue
        if reader.is_free(*name) and reader.edges(name):
            yield Name(*name, "subject")


def _in_office(reader: Reader) -> Iterator[Name]:
    """``澄一智能的创始人``."""
    for match in _OFFICE_OF.finditer(reader.text):
        name = reader.back_from(match.start(), longest=8)
        if name is not None and len(form := reader.text[name.start : name.end]) >= 3 and reader.cues.is_coined_phrase(form):
            yield Name(name.start, name.end, "office")


def _in_clefts(reader: Reader) -> Iterator[Name]:
    """``运营这条航线的，是落户海岛的翼舟智航。``"""
    for match in _CLEFT.finditer(reader.text):
        name = reader.coined_from(match.end(), longest=8)
        if name is not None and _is_company(reader, name) and reader.ends_well(name.end):
            yield Name(name.start, name.end, "introduced")


def _as_subjects(reader: Reader) -> Iterator[Name]:
    """``做耳机代工的佳禾智能更是由盈转亏``: behind an attribute or at the head of a clause, with what companies do."""
    for match in _subject(reader.cues).finditer(reader.text):
        name = Span(*match.span("name"))
        if reader.is_free(*name) and _is_company(reader, name) and reader.edges(name):
            yield Name(name.start, name.end, "subject")


def _is_company(reader: Reader, name: Span) -> bool:
    """Whether the name is two or three characters that mean nothing by themselves, and a company word."""
    cues, form = reader.cues, reader.text[name.start : name.end]
    ending = cues.ending_of(form)
    core = form.removesuffix(ending or "")
    if ending is None or not 2 <= len(core) <= 3 or cues.is_generic(form) or cues.is_measure(form) or cues.words.knows(form):
        return False
    if not cues.is_coined(core) or any(term in form for term in cues.terms):
        return False
    return cues.kinds.isdisjoint((core, core[:2], core[-2:])) and core not in cues.common


@lru_cache(maxsize=4)
def _subject(cues: OrganisationWords) -> re.Pattern[str]:
    """The pattern of a subject, with the company words of the lexicon."""
    endings = any_of(tuple(ending for ending in cues.endings if len(ending) > 1))
    return re.compile(rf"{_LEFT}(?P<name>[\u4e00-\u9fff]{{2,3}}?{endings})(?={_DOES}|的创始人|创始人)", re.MULTILINE)
