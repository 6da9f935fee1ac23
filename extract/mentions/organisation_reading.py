"""A text as the search for organisations reads it: which places are free, and where a name that ends here begins."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from extract.lexicon import Lexicon
from extract.mentions.organisation_words import OrganisationWords, organisation_words
from extract.segment.words import Words
from extract.types import Document, Entity, Span

Piece = tuple[int, int, str]

_STOP = re.compile(r"[\s，。、；：！？,;:!?（）()《》<>“”\"‘’「」『』\[\]【】|丨｜│■●◆▲·/~～—–\-\d]")
_SHARE_CLASS = re.compile(r"[-－—](?:[A-Z]{1,2}|[ＡＢＤＨＰＲＳＵＷ]{1,2})$")


class Name(NamedTuple):
    """A place that proves a name: what the organisation is called, if not as written there, or which ``vendor`` it is."""

    start: int
    end: int
    rule: str
    name: str = ""
    vendor: str | None = None


class Reader:
    """One document, the registered names in it, and the words that names are made of."""

    def __init__(self, document: Document, known: Sequence[Entity], lexicon: Lexicon, words: Words) -> None:
        self.document = document
        self.text = document.text
        self.title = document.title
        self.lexicon = lexicon
        self.cues: OrganisationWords = organisation_words(lexicon, words)
        self.known = known
        self.starts = [entity.start for entity in known]
        self.ends = [entity.end for entity in known]
        self.sentences = [Span(s.start, s.end) for block in document.blocks for s in block.sentences]
        self._pieces: dict[int, list[Piece]] = {}

    def is_free(self, start: int, end: int) -> bool:
        """Whether no registered name stands in ``start:end``."""
        i = bisect_right(self.starts, start) - 1
        if i >= 0 and self.ends[i] > start:
            return False
        return i + 1 >= len(self.starts) or self.starts[i + 1] >= end

    def known_at(self, end: int) -> Entity | None:
        """The registered name that ends at ``end``."""
        i = bisect_right(self.ends, end) - 1
        return self.known[i] if i >= 0 and self.ends[i] == end else None

    def pieces_around(self, offset: int) -> list[Piece]:
        """The words of the sentence at ``offset``."""
        i = bisect_right(self.sentences, (offset, len(self.text) + 1)) - 1
        if i < 0 or self.sentences[i].end <= offset:
            return []
        if i not in self._pieces:
            sentence = self.sentences[i]
            self._pieces[i] = self.cues.cut(self.text[sentence.start : sentence.end], sentence.start)
        return self._pieces[i]

    def ending_at(self, end: int) -> Span | None:
        """The name whose company word ends at ``end``: back over coined words and trade words."""
        pieces = self.pieces_around(end - 1)
        last = next((i for i, piece in enumerate(pieces) if piece[1] == end), None)
        if last is None or (last + 1 < len(pieces) and pieces[last + 1][2] in self.cues.follows):
            return None
        ending = self.cues.ending_of(pieces[last][2])
        coined = ending != pieces[last][2] and self.cues.is_coined(pieces[last][2])
        first = i = last
        while i > 0:
            i -= 1
            start, stop, word = pieces[i]
            if not self.is_free(start, stop):
                return None
            if self.cues.is_coined(word):
                coined = True
            elif word not in self.cues.trade or word in self.cues.never:
                break
            first = i
        if not coined:
            return None
        while first < last and pieces[first][2] in self.cues.trade:  # a name begins with its coined part
            if pieces[first][2] in self.cues.common:
                return None
            first += 1
        return Span(pieces[first][0], end)

    def back_from(self, end: int, longest: int, *, text: str = "", listed: bool = False, sure: bool = False) -> Span | None:
        """The name that ends at ``end``: back to a mark, to a word that no name holds, or to what the company is.

        ``电源晶片商曜芯微（02691）`` gives ``曜芯微``; with ``text`` the name is read in a title instead. A ``listed`` company's
        name may begin with a common word: ``中国擎天软件(01297)``; with an exchange in its code it may be a word: ``子不语(02420.HK)``.
        """
        cues = self.cues
        elsewhere, text = bool(text), text or self.text
        while end > 0 and text[end - 1] == " ":
            end -= 1
        told = _SHARE_CLASS.search(text, max(0, end - 3), end)
        end = told.start() if told else end
        start = end
        while start > max(0, end - longest) and not _STOP.match(text[start - 1]):
            start -= 1
        if end - start < 2:
            return None
        start += cues.role_before(text[start:end])
        pieces = cues.cut(text[start:end], start)
        for i in range(len(pieces) - 1, -1, -1):
            word = pieces[i][2]
            common = word in cues.common and i < len(pieces) - 1
            common = common and not (listed and (word in cues.names_begin or word in cues.trade))
            if word in cues.never or word in cues.before_names or common:
                start = pieces[i][1]
                break
        name = text[start:end]
        if len(name) < 2 or not (elsewhere or self.is_free(start, end)) or name in cues.common or name in cues.follows:
            return None
        known = cues.words.knows(name) and not (sure and (not start or _STOP.match(text[start - 1])))
        return None if known or cues.is_measure(name) else Span(start, end)

    def coined_from(self, start: int, longest: int) -> Span | None:
        """The coined words, with trade words behind them, that begin at ``start``: ``锐驰电动工具``."""
        cues = self.cues
        end = start
        while end < min(len(self.text), start + longest) and not _STOP.match(self.text[end]):
            end += 1
        last, coined = start, False
        pieces = cues.cut(self.text[start:end], start)
        for place, (_, stop, word) in enumerate(pieces):
            if cues.is_coined(word) or (word not in cues.never and cues.is_coined_phrase(word)):
                coined = True
            elif not place and len(pieces) > 1 and pieces[1][2] in cues.endings and cues.may_begin(word):
                coined = True  # 河洛智算: a word that no common noun begins with, and a company word
            elif word not in cues.follows:
                break
            last = stop
        if not coined or last - start < 2 or not self.is_free(start, last) or cues.is_measure(self.text[start:last]):
            return None
        return Span(start, last)

    def ends_well(self, end: int) -> bool:
        """Whether a name may end at ``end``: a mark follows, or what is said of companies."""
        after = self.text[end : end + 6]
        return (
            not after
            or not ("\u3400" <= after[0] <= "\u9fff" or after[0].isalnum())
            or after.startswith(self.cues.after)
        )

    def edges(self, span: Span) -> bool:
        """Whether the segmenter cuts at both ends of ``span``."""
        start, end = max(0, span.start - 12), min(len(self.text), span.end + 12)
        found = self.cues.words.boundaries(self.text[start:end])
        return span.start - start in found and span.end - start in found


def places(text: str, form: str) -> Iterable[int]:
    """Where ``form`` stands in ``text``, a Latin one not inside a longer run."""
    at = text.find(form)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(form) : at + len(form) + 1]
        if not (form.isascii() and any(side.isascii() and side.isalnum() for side in (before, after))):
            yield at
        at = text.find(form, at + len(form))
