"""Organisations outside the registry, by what stands around a name: a stock code, a company word, an office, a heading.

Precision comes first: a name needs a coined word (one that no dictionary holds) or Latin letters, and nothing that only a
sentence has. ``一家科技公司`` and ``该公司`` name nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from extract.segment.words import Words
from extract.types import Block, Document, Entity, Span

Groups = Mapping[str, tuple[str, ...]]

_TICKER = re.compile(
    r"[（(]\s*(?:股票代码|证券代码|股份代号|代码|股票代号)?[:：]?\s*(?:[0368]\d{5}(?:\s*\.\s*(?:SH|SZ|BJ))?|[0-9]{4,5}\s*\.\s*(?:HK|TW|TWO)"
    r"|[1-9]\d{3}(?=\s*[)）])|(?:NASDAQ|NYSE|纳斯达克|纽交所|HKEX|港股)[:：]?\s*[0-9A-Z]{1,6})"
)
_LATIN_NAME = re.compile(r"[A-Z][0-9A-Za-z.&'+\-]*(?: [A-Z][0-9A-Za-z.&'+\-]*){0,3}")
_QUOTED = re.compile(r"[“「\"]([\u4e00-\u9fff]{2,8})[”」\"]")
_STOP = re.compile(r"[\s，。、；：！？,;:!?（）()《》<>“”\"‘’「」『』\[\]【】|/~～—\-\d]")
_MARKER = re.compile(r"^(?:[第]?[0-9一二三四五六七八九十]+[、.．)）章节]?|[①-⑳]|[（(][0-9一二三四五六七八九十]+[)）]|[#*·•\-\s])+")
_TERMS = frozenset(
    ["AI", "IT", "IC", "PC", "EV", "VR", "AR", "XR", "MR", "IoT", "GPU", "CPU", "NPU", "SaaS", "PaaS", "IaaS", "IDC", "AIDC", "LED", "OLED", "LCD", "PCB", "IP", "APP", "App", "API", "ICT", "DRAM", "NAND", "HBM", "SSD", "CEO", "CTO", "CFO", "COO", "ESG", "IPO", "ETF", "5G", "6G", "4G", "Q1", "Q2", "Q3", "Q4", "H1", "H2", "Robotaxi", "Agent", "Token", "RISC-V", "MPV", "SUV", "CIO", "CXO", "ToB", "ToC", "To", "B", "C"]
)


class _Name(NamedTuple):
    start: int
    end: int
    rule: str


def find_organisations(document: Document, known: Sequence[Entity], words: Words, groups: Groups) -> list[Entity]:
    """Organisations that none of ``known`` covers, with every other place where the name or its short form stands.

    ``groups`` are the cue words of the lexicon.
    """
    search = _Search(document, known, words, groups)
    names = {document.text[name.start : name.end]: name.rule for name in search.names()}
    return list(search.everywhere(names))


class _Search:
    def __init__(self, document: Document, known: Sequence[Entity], words: Words, groups: Groups) -> None:
        self.document = document
        self.text = document.text
        self.words = words
        self.starts = [entity.start for entity in known]
        self.ends = [entity.end for entity in known]
        self.endings = sorted(groups.get("organisations.company_endings", ()), key=len, reverse=True)
        self.trade = frozenset(groups.get("organisations.trade_words", ()))
        self.common = frozenset(groups.get("organisations.common_before", ()))
        self.never = frozenset(groups.get("organisations.never_inside", ()))
        self.weak = sorted(groups.get("organisations.trade_endings", ()), key=len, reverse=True)
        self.verbs = tuple(groups.get("organisations.company_verbs", ()))
        self.torn = frozenset(groups.get("organisations.never_characters", ()))
        self.terms = frozenset(groups.get("organisations.terms", ()))
        self.offices = sorted(groups.get("organisations.offices", ()), key=len, reverse=True)
        self.descriptions = sorted(groups.get("organisations.descriptions", ()), key=len, reverse=True)

    def is_free(self, start: int, end: int) -> bool:
        """Whether no registered name stands in ``start:end``."""
        i = bisect_right(self.starts, start) - 1
        if i >= 0 and self.ends[i] > start:
            return False
        return i + 1 >= len(self.starts) or self.starts[i + 1] >= end

    def names(self) -> Iterator[_Name]:
        """Each place that proves a name."""
        yield from self._by_ticker()
        yield from self._by_heading()
        for block in self.document.blocks:
            for sentence in block.sentences:
                yield from self._by_ending(Span(sentence.start, sentence.end))
                yield from self._by_office(Span(sentence.start, sentence.end))
                yield from self._by_description(Span(sentence.start, sentence.end))

    # ------------------------------------------------------------------------------------------------ one kind each

    def _by_ticker(self) -> Iterator[_Name]:
        for match in _TICKER.finditer(self.text):
            name = self._back_from(match.start(), longest=10)
            if name:
                yield _Name(name.start, name.end, "ticker")

    def _by_heading(self) -> Iterator[_Name]:
        """``三、远芯科技:…`` where the other headings are companies too."""
        heads = [head for block in self.document.blocks if block.kind == "heading" and (head := self._head(block))]
        if sum(not self.is_free(*head) for head in heads) < 2:
            return
        for head in heads:
            if self.is_free(*head) and self._is_coined_phrase(self.text[head.start : head.end]):
                yield _Name(head.start, head.end, "heading")

    def _head(self, block: Block) -> Span | None:
        line = self.text[block.start : block.end]
        marker = _MARKER.match(line)
        start = marker.end() if marker else 0
        cut = re.search(r"[:：|丨—（(]", line[start:])
        name = line[start : start + cut.start()] if cut else line[start:]
        return Span(block.start + start, block.start + start + len(name.rstrip())) if 2 <= len(name.rstrip()) <= 10 else None

    def _by_ending(self, sentence: Span) -> Iterator[_Name]:
        line = self.text[sentence.start : sentence.end]
        if not any(ending in line for ending in (*self.endings, *self.weak)):
            return
        pieces = self._pieces(sentence)
        for i, (_, end, word) in enumerate(pieces):
            ending = next((each for each in self.endings if word.endswith(each)), None)
            strong = ending is not None
            if not strong:
                ending = next((each for each in self.weak if word.endswith(each)), None)
            after = self.text[end : end + 5]
            if ending is None or (i + 1 < len(pieces) and self._goes_on(pieces[i + 1][2])):
                continue
            first = self._first_piece(pieces, i, word == ending)
            if first is None:
                continue
            start = pieces[first][0]
            if not strong and not after.startswith(self.verbs) and not self._comes_back(self.text[start:end], ending):
                continue
            if 3 <= end - start <= 24 and self.is_free(start, end):
                yield _Name(start, end, "company-word")

    def _comes_back(self, name: str, ending: str) -> bool:
        """A coined word before a trade word (北屿储能) is a company when the title or the text names it again."""
        core = name.removesuffix(ending)
        title = self.document.article.title or ""
        return len(core) >= 2 and self._is_coined(core) and (core in title or self.text.count(core) >= 2)

    def _by_office(self, sentence: Span) -> Iterator[_Name]:
        line = self.text[sentence.start : sentence.end]
        for office in self.offices:
            at = line.find(office)
            while at > 0:
                name = self._back_from(sentence.start + at, longest=10)
                if name and self._is_coined_phrase(self.text[name.start : name.end]):
                    yield _Name(name.start, name.end, "office")
                at = line.find(office, at + len(office))

    def _by_description(self, sentence: Span) -> Iterator[_Name]:
        line = self.text[sentence.start : sentence.end]
        for match in _LATIN_NAME.finditer(line):
            name = match.group().rstrip(".-")
            before = line[: match.start()].rstrip(" “\"")
            if len(name) < 3 or name in _TERMS or not before.endswith(tuple(self.descriptions)):
                continue
            if re.fullmatch(r"[A-Z]{1,5}[-]?\d*\w*", name) and not re.search(r"[a-z]", name):
                continue
            start = sentence.start + match.start()
            if self.is_free(start, start + len(name)):
                yield _Name(start, start + len(name), "description")
        for match in _QUOTED.finditer(line):
            start = sentence.start + match.start(1)
            end = start + len(match.group(1))
            told = line[: match.start()].endswith(tuple(self.descriptions)) and line[match.end() :].startswith(self.verbs)
            if told and self.is_free(start, end) and not self.words.knows(match.group(1)):
                yield _Name(start, end, "description")

    # ------------------------------------------------------------------------------------------------- reading back

    def _pieces(self, span: Span) -> list[tuple[int, int, str]]:
        return self._cut(self.text[span.start : span.end], span.start)

    def _cut(self, text: str, at: int) -> list[tuple[int, int, str]]:
        """The words with their offsets from ``at`` on, loose characters joined."""
        pieces: list[tuple[int, int, str]] = []
        for word in self.words.cut(text):
            joined = pieces and self._is_loose(word) and self._is_loose(pieces[-1][2][-1]) and pieces[-1][2] not in self.trade
            if joined and (len(pieces[-1][2]) == 1 or not self.words.knows(pieces[-1][2])) and len(pieces[-1][2]) < 4:
                start, _, before = pieces.pop()
                pieces.append((start, at + 1, before + word))
            else:
                pieces.append((at, at + len(word), word))
            at += len(word)
        return pieces

    def _is_loose(self, word: str) -> bool:
        """A single Han character that no grammar word is: two in a row are taken for a coined word."""
        return len(word) == 1 and "\u4e00" <= word <= "\u9fff" and word not in self.torn and word not in self.never

    def _goes_on(self, word: str) -> bool:
        """Whether a company word is followed by another part of a longer name or compound."""
        return word in self.trade or word in self.endings or word in self.weak

    def _first_piece(self, pieces: Sequence[tuple[int, int, str]], last: int, whole: bool) -> int | None:
        """The first piece of the name that ends with the piece ``last``; None when no piece is coined."""
        coined = not whole and self._is_coined(pieces[last][2])
        first = last
        i = last - 1
        while i >= 0:
            start, end, word = pieces[i]
            if not self.is_free(start, end):
                return None
            if word in self.trade and word not in self.never:
                first = i
            elif self._is_coined(word):
                first, coined = i, True
            else:
                break
            i -= 1
        if not coined or (i >= 0 and pieces[i][2] in self.common and first == last):
            return None
        while first < last and pieces[first][2] in self.trade:  # a name begins with its coined part
            if pieces[first][2] in self.common:
                return None
            first += 1
        return first

    def _is_coined(self, word: str) -> bool:
        """Whether ``word`` is a name by its looks: Latin with a capital, or Han that no dictionary holds."""
        if word.isascii():
            return len(word) > 1 and word[0].isupper() and word not in _TERMS and not word[-1].isdigit()
        if len(word) < 2 or _STOP.search(word) or any(char in self.torn for char in word):
            return False
        if self.words.knows(word) or any(term in word for term in self.terms):
            return False
        if all(len(piece) == 1 for piece in self.words.cut(word)):
            return True
        return all(piece not in self.never and piece not in self.common for piece in self.words.cut(word))

    def _is_coined_phrase(self, phrase: str) -> bool:
        """Whether ``phrase`` is coined words and trade words, at least one coined."""
        if phrase.isascii():
            return self._is_coined(phrase)
        for ending in (*self.endings, *self.weak, *self.trade):
            core = phrase.removesuffix(ending)
            if core != phrase and len(core) >= 2 and self._is_coined(core):
                return True
        pieces = [word for _, _, word in self._cut(phrase, 0) if word.strip()]
        coined = [piece for piece in pieces if self._is_coined(piece)]
        return bool(coined) and all(piece in coined or piece in self.trade for piece in pieces)

    def _back_from(self, end: int, longest: int) -> Span | None:
        """The name that ends at ``end``: back to a mark, or to a word that no name holds."""
        while end > 0 and self.text[end - 1] == " ":
            end -= 1
        start = end
        while start > max(0, end - longest) and not _STOP.match(self.text[start - 1]):
            start -= 1
        pieces = self._pieces(Span(start, end))
        for i in range(len(pieces) - 1, -1, -1):
            if pieces[i][2] in self.never or (pieces[i][2] in self.common and i < len(pieces) - 1):
                start = pieces[i][1]
                break
        if end - start < 2 or not self.is_free(start, end):
            return None
        name = self.text[start:end]
        if name in self.common or name in self.trade or name in self.endings or self.words.knows(name):
            return None
        return Span(start, end)

    # --------------------------------------------------------------------------------------------------- everywhere

    def everywhere(self, names: Mapping[str, str]) -> Iterator[Entity]:
        """Each place of each name and of its short form, the longest first, none inside another or a registered name."""
        forms: dict[str, tuple[str, str]] = {}
        for name, rule in names.items():
            forms[name] = (name, rule)
            for ending in (*self.endings, *self.weak):
                short = name.removesuffix(ending)
                if short != name and len(short) >= 2 and self._is_coined(short) and not short.isascii():
                    forms.setdefault(short, (name, "short-form"))
                    break
        taken: list[Span] = []
        for form in sorted(forms, key=len, reverse=True):
            name, rule = forms[form]
            for start in _places(self.text, form):
                span = Span(start, start + len(form))
                if self.is_free(*span) and not any(span.start < t.end and t.start < span.end for t in taken):
                    if rule == "short-form" and not self._edges(span):
                        continue
                    taken.append(span)
                    yield Entity(span.start, span.end, None, name, "organisation", None, rule)

    def _edges(self, span: Span) -> bool:
        start, end = max(0, span.start - 12), min(len(self.text), span.end + 12)
        found = self.words.boundaries(self.text[start:end])
        return span.start - start in found and span.end - start in found


def _places(text: str, form: str) -> Iterable[int]:
    at = text.find(form)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(form) : at + len(form) + 1]
        if not (form.isascii() and ((before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum()))):
            yield at
        at = text.find(form, at + len(form))
