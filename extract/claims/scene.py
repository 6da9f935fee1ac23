"""The stage that every claim rule looks at: the document with its mentions masked, and one ``Site`` for each quantity.

The *mask* is the restored text with every mention replaced, character by character, by private characters: ``Q q q`` for
a quantity, ``E e`` an entity, ``T t`` a period, ``N n`` a name that looks like a number, ``M m`` a registered metric. It
has the text's length, so a pattern written over the mask (``shape("从 {Q} 降至")``) speaks of constructions, its offsets
are the text's, and a verb inside a company's name is never taken for a verb.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from extract.claims.change_words import CHANGE, GROWTH
from extract.types import Block, Document, Entity, Mentions, MetricMention, NotClaim, Period, Quantity, Span

_LETTERS = {
    "Q": ("\ue100", "\ue101"), "E": ("\ue102", "\ue103"), "T": ("\ue104", "\ue105"), "N": ("\ue106", "\ue107"), "M": ("\ue108", "\ue109"),
}  # fmt: skip
_LETTER_OF = {first: letter for letter, (first, _) in _LETTERS.items()}
_MENTION_RUN = re.compile("\ue100\ue101*|\ue102\ue103*|\ue104\ue105*|\ue106\ue107*")
_CHANGE_WORDS = re.compile(rf"{CHANGE}+")  # no metric by itself
_GROWTH_END = re.compile(rf"{GROWTH}$")
_PRIVATE = re.compile("[\ue100-\ue10f]")
_COVERED = frozenset(map(chr, range(0xE100, 0xE10A)))
_CLOSING = re.compile("[)）]")
BLANK = "\ue10a"  # stands for a character of a bracket that is passed over
ANY_MENTION = "[\ue100-\ue109]"


def shape(pattern: str) -> str:
    """Fill ``{Q}``, ``{E}``, ``{T}``, ``{N}``, ``{M}`` of a pattern with what one mention of that kind looks like.

    >>> bool(re.search(shape("从{Q}降至"), "从" + chr(0xE100) + chr(0xE101) + "降至"))
    True
    """
    for letter, (first, rest) in _LETTERS.items():
        pattern = pattern.replace("{" + letter + "}", f"(?:{first}{rest}*+)")
    return pattern


@dataclass(slots=True)
class Sent:
    """A sentence with the block it belongs to."""

    index: int
    block: int
    start: int
    end: int
    clauses: tuple[Span, ...]


@dataclass(slots=True)
class Site:
    """Where a quantity stands: its sentence, its clause, and the run that is its own on either side.

    ``left`` begins after the previous quantity when the two are items of a list, else at the clause; ``right`` ends at
    the next quantity or the clause's end. Inside a bracket both stop at the bracket and ``host`` ends before it.
    """

    index: int
    quantity: Quantity
    sent: Sent
    clause: Span
    clause_index: int
    left: int
    right: int
    previous: int | None  # the quantity before it in the same clause
    following: int | None
    host: Span | None  # the clause before the bracket that the quantity stands in


class Token(NamedTuple):
    """A word of a clause with its tag; a mention is one token tagged by its letter, punctuation is a ``wall``."""

    start: int
    end: int
    word: str
    tag: str


_token = partial(tuple.__new__, Token)  # half the cost of Token(…): a document has thousands
Tagger = Callable[[str], Iterable[tuple[str, str]]]


class Scene:
    """A document prepared for the claim rules."""

    def __init__(self, document: Document, mentions: Mentions, tagger: Tagger) -> None:
        self._tagger = tagger
        self._tokens: dict[int, list[Token]] = {}
        self._places: dict[str, list[int]] = {}  # where a sign stands
        self.cues: dict[tuple[int, int], tuple[str, ...]] = {}  # what extract.claims.credit_cues found of a name
        self.governors: dict[int, Token | None] = {}  # the word that governs a name
        self.document = document
        self.text = document.repaired.text
        self.mentions = mentions
        self.quantities: Sequence[Quantity] = mentions.quantities
        self.entities: Sequence[Entity] = mentions.entities
        self.periods: Sequence[Period] = mentions.periods
        self.metrics: Sequence[MetricMention] = [
            m for m in mentions.metrics if not _CHANGE_WORDS.fullmatch(self.text, m.start, m.end)
        ]
        self._entity_starts = [e.start for e in self.entities]
        self._period_starts = [p.start for p in self.periods]
        self._metric_starts = [m.start for m in self.metrics]
        self._quantity_starts = [q.start for q in self.quantities]
        self.sents = _sentences(document)
        self._sent_starts = [s.start for s in self.sents]
        shown = _PRIVATE.sub("?", self.text)
        self.mask = _mask(shown, mentions, self.metrics)
        self.flat = _without_brackets(self.mask)
        self.plain = _plain(shown, mentions)
        self.sites = tuple(self._site(i) for i in range(len(self.quantities)))

    # ------------------------------------------------------------------------------------------------- looking up

    def entities_in(self, start: int, end: int) -> Sequence[Entity]:
        """The entities that begin in ``start:end``."""
        return self.entities[bisect_left(self._entity_starts, start) : bisect_left(self._entity_starts, end)]

    def periods_in(self, start: int, end: int) -> Sequence[Period]:
        """The periods that begin in ``start:end``."""
        return self.periods[bisect_left(self._period_starts, start) : bisect_left(self._period_starts, end)]

    def metrics_in(self, start: int, end: int) -> Sequence[MetricMention]:
        """The registered metrics that begin in ``start:end``."""
        return self.metrics[bisect_left(self._metric_starts, start) : bisect_left(self._metric_starts, end)]

    def quantities_in(self, start: int, end: int) -> range:
        """The indexes of the quantities that begin in ``start:end``."""
        return range(bisect_left(self._quantity_starts, start), bisect_left(self._quantity_starts, end))

    def tells(self, sign: re.Pattern[str], start: int, end: int) -> bool:
        """Whether a sign stands in ``start:end``: a rule asks so before it looks at the words themselves.

        The text is searched once for each sign. A sign takes one character, so that none can hide behind another.
        """
        places = self._places.get(sign.pattern)
        if places is None:
            places = self._places[sign.pattern] = [match.start() for match in sign.finditer(self.text)]
        return bisect_left(places, start) < bisect_left(places, end)

    def view(self, site: Site) -> str:
        """The mask that a site's rules read: without brackets, unless the site itself stands in one."""
        return self.mask if site.host is not None else self.flat

    def block_of(self, sent: Sent) -> Block:
        """The block of a sentence."""
        return self.document.blocks[sent.block]

    def sent_at(self, position: int) -> Sent | None:
        """The sentence that holds a position."""
        order = bisect_right(self._sent_starts, position) - 1
        return self.sents[order] if order >= 0 and position < self.sents[order].end else None

    def tokens(self, clause: Span) -> list[Token]:
        """The words of a clause, mentions as single tokens (metrics are words like others). Made once, when asked for."""
        known = self._tokens.get(clause.start)
        if known is None:
            known = self._tokens[clause.start] = self._cut(clause)
        return known

    def _cut(self, clause: Span) -> list[Token]:
        out: list[Token] = []
        at = clause.start
        for match in _MENTION_RUN.finditer(self.mask, clause.start, clause.end):
            start, end = match.span()
            if at < start:
                self._words(at, start, out)
            out.append(_token((start, end, self.text[start:end], _LETTER_OF[self.mask[start]])))
            at = end
        if at < clause.end:
            self._words(at, clause.end, out)
        return out

    def _words(self, start: int, end: int, out: list[Token]) -> None:
        for word, tag in self._tagger(self.text[start:end]):
            end = start + len(word)
            if word[0].isalnum() or word[0] in "-+.%&":
                out.append(_token((start, end, word, tag)))
            elif not word.isspace():
                out.append(_token((start, end, word, "wall")))
            start = end

    def _site(self, index: int) -> Site:
        quantity = self.quantities[index]
        sent = self.sents[max(bisect_right(self._sent_starts, quantity.start) - 1, 0)]
        order = _clause_at(sent.clauses, quantity.start)
        clause = sent.clauses[order] if sent.clauses else Span(sent.start, sent.end)
        previous = index - 1 if index and self.quantities[index - 1].start >= clause.start else None
        follows = index + 1 < len(self.quantities) and self.quantities[index + 1].start < clause.end
        following = index + 1 if follows else None
        left, right, host = clause.start, clause.end, None
        opening = _opening_bracket(self.text, clause.start, quantity.start)
        if opening >= 0:
            host = Span(clause.start, opening)
            left = opening + 1
            closing = _CLOSING.search(self.text, quantity.end, clause.end)
            right = closing.start() if closing else clause.end
        if previous is not None:
            before = self.quantities[previous]
            mark = _LIST_GAP.match(self.flat, before.tail, max(before.tail, quantity.lead)) if before.tail > left else None
            if mark is not None:
                left = mark.end()
        if following is not None:
            right = min(right, self.quantities[following].lead)
        return Site(index, quantity, sent, clause, order, left, max(right, quantity.tail), previous, following, host)


_LIST_GAP = re.compile("[\ue10a]*[、/和及与跟或,，；;]")


def _clause_at(clauses: Sequence[Span], position: int) -> int:
    """The index of the clause that holds the position; the first where none does."""
    for order, (start, end) in enumerate(clauses):
        if start <= position < end:
            return order
    return 0


def _opening_bracket(text: str, start: int, position: int) -> int:
    opened = max(text.rfind("(", start, position), text.rfind("（", start, position))
    if opened < 0:
        return -1
    closed = max(text.rfind(")", start, position), text.rfind("）", start, position))
    return opened if opened > closed else -1


def _sentences(document: Document) -> tuple[Sent, ...]:
    out: list[Sent] = []
    for order, block in enumerate(document.blocks):
        for sentence in block.sentences:
            out.append(Sent(len(out), order, sentence.start, sentence.end, sentence.clauses))
    return tuple(out)


def _mask(shown: str, mentions: Mentions, metrics: Sequence[MetricMention]) -> str:
    chars = list(shown)
    _cover(chars, "Q", mentions.quantities)
    _cover(chars, "E", mentions.entities)
    _cover(chars, "T", mentions.periods)
    # the 零 of 即时零售, the 半 of 半导体: parts of ordinary words
    _cover(chars, "N", [name for name in mentions.not_claims if not (name.rule == "set-phrase" and name.role == "idiom")])
    values: list[Span] = []
    for metric in metrics:  # of 收入增速 the growth word stays visible: it says what kind the value is of
        growth = _GROWTH_END.search(shown, metric.start, metric.end)
        values.append(Span(metric.start, growth.start() if growth else metric.end))
    _cover(chars, "M", values)
    return "".join(chars)


def _plain(shown: str, mentions: Mentions) -> str:
    """The text with nothing but entities and periods masked: for rules about the words of a clause's subject."""
    chars = list(shown)
    _cover(chars, "E", mentions.entities)
    _cover(chars, "T", mentions.periods)
    return "".join(chars)


def _cover(chars: list[str], letter: str, found: Sequence[Entity | MetricMention | NotClaim | Period | Quantity | Span]) -> None:
    """Put a letter over each mention, but never over a part of one that is covered already."""
    first, rest = _LETTERS[letter]
    for mention in found:
        start, end = mention.start, mention.end
        if _COVERED.isdisjoint(chars[start:end]):
            chars[start:end] = first + rest * (end - start - 1)


_BRACKET = re.compile(r"[(（][^()（）\n]{0,80}[)）]")


def _without_brackets(mask: str) -> str:
    return _BRACKET.sub(lambda match: BLANK * len(match.group()), mask)
