"""Organisations outside the registry, by what stands around a name: a stock code, a company word, an office, a heading.

Precision comes first: a name needs a coined word (one that no dictionary holds) or Latin letters, and nothing that only a
sentence has. ``一家科技公司`` and ``该公司`` name nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.lexicon import Lexicon
from extract.mentions.organisation_aliases import everywhere
from extract.mentions.organisation_codes import by_code
from extract.mentions.organisation_constructions import by_clause_head, by_construction
from extract.mentions.organisation_introductions import by_introduction
from extract.mentions.organisation_reading import Name, Reader
from extract.segment.words import Words
from extract.types import Block, Document, Entity, Span

_MARKER = re.compile(
    r"^(?:[第]?[0-9一二三四五六七八九十]+[、.．)）章节]?|[①-⑳]|[（(][0-9一二三四五六七八九十]+[)）]|[#*·•\-\s])+"
)
_BRACKETED = re.compile(r"【([^】\d]{2,8})】")  # 【星驰电源】要点速览
_HEAD_END = re.compile(r"[:：|丨—（(]")
_NO_COMPANY = ("问答", "答疑", "指南", "清单", "速览", "盘点", "攻略", "提示", "榜单", "要点", "看点", "小结", "总结", "展望", "点评")
_LETTERS_AND_DIGITS = re.compile(r"[A-Z]{1,5}[-]?\d*[A-Z]*\Z")
_NO_NAME_BEFORE = frozenset(
    "该本此各其子母分总老大小新旧两三四五多几数家国某一这那同该我他她它们的了 ，。、；：“”（）()\n"
)


_ITEM = r"(?P<name>[A-Za-z][A-Za-z.&-]{1,14}|[\u4e00-\u9fff]{2,5})[（(][\d.]+(?:%|％|[万亿]?[台部辆家颗元])[）)]"
_BRACKET_ITEM = re.compile(_ITEM)
_BRACKET_GOES_ON = re.compile(r"[（(][\d.]+(?:%|％|[万亿]?[台部辆家颗元])[）)][、，,和与及以]")  # what every list has
_BRACKET_LIST = re.compile(
    rf"{_ITEM.replace('?P<name>', '?:')}(?:(?:、|，|,\s?|和|与|及|以及){_ITEM.replace('?P<name>', '?:')})+"
)


def find_organisations(document: Document, known: Sequence[Entity], lexicon: Lexicon, words: Words) -> list[Entity]:
    """Organisations that none of ``known`` covers, with every other place where the name or its short form stands.

    An organisation that the text only names as where a number comes from has the rule ``source``: nobody credits it.
    """
    reader = Reader(document, known, lexicon, words)
    return list(everywhere(reader, _Evidence(reader).names()))


class _Evidence:
    """What proves a name, one kind each."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self.document = reader.document
        self.text = reader.text
        self.cues = reader.cues
        self.ends = reader.ends
        self.is_free = reader.is_free

    def names(self) -> Iterator[Name]:
        """Each place that proves a name."""
        yield from by_introduction(self.reader)
        yield from by_code(self.reader)
        yield from by_construction(self.reader)
        yield from self._by_heading()
        yield from self._by_company_word()
        yield from by_clause_head(self.reader)
        yield from self._by_office()
        yield from self._by_description()
        yield from self._by_list()

    # ------------------------------------------------------------------------------------------------ one kind each

    def _by_heading(self) -> Iterator[Name]:
        """``三、远芯科技:…`` where two other headings are registered companies, or one is and the title names both."""
        heads = [head for block in self.document.blocks if block.kind == "heading" and (head := self._head(block))]
        companies = sum(not self.is_free(*head) for head in heads)
        if not companies:
            return
        title = self.document.title
        for head in heads:
            name = self.text[head.start : head.end]
            ends = 4 <= len(name) <= 6 and self.cues.ending_of(name) is not None
            among = companies >= 2 and (ends or self.cues.is_coined_phrase(name))
            titled = name in title and (ends or (self.text[head.start - 1] == "【" and not self.cues.words.knows(name)))
            if self.is_free(*head) and (among or titled) and not name.endswith(_NO_COMPANY):
                yield Name(head.start, head.end, "heading")

    def _head(self, block: Block) -> Span | None:
        line = self.text[block.start : block.end]
        told = _BRACKETED.match(line)
        if told:
            return Span(block.start + told.start(1), block.start + told.end(1))
        marker = _MARKER.match(line)
        start = marker.end() if marker else 0
        cut = _HEAD_END.search(line, start)
        name = line[start : cut.start() if cut else None].rstrip()
        return Span(block.start + start, block.start + start + len(name)) if 2 <= len(name) <= 10 else None

    def _by_company_word(self) -> Iterator[Name]:
        for start, end, proves in self.cues.company_words.find(self.text):
            if not start or self.text[start - 1] in _NO_NAME_BEFORE:
                continue
            if not self.is_free(start - 1, end):
                continue
            sure = proves or self.text.startswith(self.cues.verbs, end)
            if not sure and not self._may_come_back(start, end):
                continue
            name = self.reader.ending_at(end)
            if not name or not 3 <= name.end - name.start <= 24 or not self.is_free(*name):
                continue
            if sure or self._comes_back(self.text[name.start : start], self.text[start:end]):
                yield Name(name.start, name.end, "company-word")

    def _may_come_back(self, start: int, end: int) -> bool:
        """A look at the two characters before a trade word, before the sentence is cut into words; see ``_comes_back``."""
        if self.text[start:end] in self.cues.product_words:
            return False
        last = self.text[start - 2 : start]
        return last in self.document.title or self.text.count(last) >= 2

    def _comes_back(self, core: str, ending: str) -> bool:
        """A coined word before a trade word (北屿储能) is a company when the title or the text names it again.

        Trade words that products are named by as well (刀片电池) prove nothing by coming back.
        """
        if not 2 <= len(core) <= 4 or ending in self.cues.product_words or not self.cues.is_coined(core):
            return False
        return core in self.document.title or self.text.count(core) >= 2

    def _by_office(self) -> Iterator[Name]:
        for match in self.cues.office.finditer(self.text):
            name = self.reader.back_from(match.start(), longest=10)
            if name and self.cues.is_coined_phrase(self.text[name.start : name.end]):
                yield Name(name.start, name.end, "office")

    def _by_description(self) -> Iterator[Name]:
        for match in self.cues.described.finditer(self.text):
            group = "latin" if match["latin"] else "han"
            name = match[group].rstrip(".-")
            start = match.start(group)
            if group == "latin" and (len(name) < 3 or not self.cues.is_coined(name) or _LETTERS_AND_DIGITS.match(name)):
                continue
            if group == "han" and self.cues.words.knows(name):
                continue
            if self.is_free(start, start + len(name)):
                yield Name(start, start + len(name), "description")

    def _by_list(self) -> Iterator[Name]:
        """``雷鸟（37%）、Rokid（14%）``: a list of names with a value each in brackets, one of them a registered company."""
        if not _BRACKET_GOES_ON.search(self.text):
            return
        for run in _BRACKET_LIST.finditer(self.text):
            items = [Span(*item.span("name")) for item in _BRACKET_ITEM.finditer(self.text, *run.span())]
            if not any(
                i and self.ends[i - 1] == item.end for item in items for i in [bisect_right(self.ends, item.end)]
            ):
                continue
            for item in items:
                name = self.text[item.start : item.end]
                latin = name.isascii()
                plain = latin and (len(name) < 3 or not name[0].isupper() or _LETTERS_AND_DIGITS.match(name))
                if (
                    not plain
                    and (latin or not self.cues.words.knows(name))
                    and not {name, name[-2:]} & self.cues.kinds
                    and self.is_free(*item)
                ):
                    yield Name(item.start, item.end, "list")
