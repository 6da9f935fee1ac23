"""One step of bringing a page back into step: what each shown sign can mean after what came before it.

An explanation of the page so far is a ``State``: in step, or with one byte pending that the next byte completes. Reading
one more sign of the page turns it into the states that may follow, each with its cost, the minus logarithm of a chance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from extract.repair.codepage import HIGH, characters, codes
from extract.repair.explanations import IN_STEP, LOST, Node, State, cheapest
from extract.repair.glosses import CUT_GLOSS, GLOSS, Glosses
from extract.repair.language_model import LONGEST, Language, Tail, before_number
from extract.repair.readings import characters_read, is_syllable, toneless, usual_readings
from extract.repair.script import converted_characters

FOLDED = {chr(code): (0xA3, code + 0x80) for code in range(0x21, 0x7F)} | {" ": (0xA1, 0xA1)}
_MARKED = frozenset("，。！？；：、")  # signs before which the unseen byte may stand
_MARKED_FOLDED = _MARKED | frozenset(",!?;:")
_CUT_TAG = re.compile(r"\?/?(?:p|br|b|div|span|strong|li|td|em|a|h\d)\s*/?>")
_NUMERIC = frozenset("0123456789.%亿万億萬倍")

# Costs are minus logarithms of chances; those below are of events, the rest comes from the language model.
_UNCONVERTED = 8.0  # a simplified character on a page whose site converts them all
_UNREADABLE = 22.0  # a reading that its character does not have
_UNREAD = 12.0  # a listed character without its reading
_RARE_READING = 1.5  # per step down the list of readings
_NOT_LISTED = 3.0  # a simplified character as a listed one
_ACROSS = 3.0  # a reading behind two bytes of different characters
_LOST = 3.0
_MARK = 1.5
_GLOSS = 16.0  # a reading in brackets that belongs to the text
_BRANCHING = 6  # of the cheapest explanations, those that are tried with every byte
_SENSELESS = 19.0  # of a single character
_SILENT_MARK = 6.5  # to fall out of step before a sign


class Steps:
    """The steps of one page. ``folded``: its signs lost their full width; ``silent``: its site drops bytes without ``?``."""

    def __init__(
        self, text: str, glosses: Glosses, simple: dict[str, str], language: Language, folded: bool, silent: bool
    ) -> None:
        self.text = text
        self.glosses = glosses
        self.language = language
        self.folded = folded
        self.silent = silent
        self._marked = _MARKED_FOLDED if folded else _MARKED
        self._codes = codes()
        self.characters = characters()
        self.simple = simple | {"著": "着"} if simple else simple
        self._listed = {self._codes[char]: reading for char, reading in glosses.readings.items() if char in self._codes}
        # Simplified characters that the site converts; a few may stand in what is garbled, many in a frame of the page.
        self._unlikely = converted_characters() if glosses.converted else frozenset()
        self._counts = Counter(text)
        self._first_bytes: dict[int, tuple[int, ...]] = {}
        self._second_bytes: dict[int, tuple[int, ...]] = {}

    def read(self, beam: list[State], at: int) -> tuple[list[State], int]:
        """What follows from the explanations in ``beam`` when the next sign is read, and where that sign ends."""
        text = self.text
        if text[at] == "?" and not self.silent:
            if (match := CUT_GLOSS.match(text, at)) and is_syllable(match[1]):
                end = match.end()
                return [state for old in beam for state in self._cut_gloss(old, at, end, match[1])], end
            tag = _CUT_TAG.match(text, at)
            end = tag.end() if tag else at + 1
            following = [state for old in beam[:_BRANCHING] for state in self._question(old, at, end)]
            if self.folded and not tag:
                following += [new for old in beam if old.pending != IN_STEP for new in self._char(old, at)]
            return following, end
        if (match := GLOSS.match(text, at)) and is_syllable(match[1]):
            end = match.end()
            following = [state for old in beam for state in self._gloss(old, at, end, match[1])]
            if self.silent:
                following += [state for old in beam for state in self._cut_gloss(old, at, end, match[1])]
            return following, end
        return [state for old in beam for state in self._char(old, at)], at + 1

    def dropped(self, beam: list[State], at: int) -> list[State]:
        """The explanations in ``beam`` and, for sites that drop a first byte without a sign, those where one is missing."""
        char = self.text[at]
        marked = char in self._marked
        if not marked and (char >= "@" or GLOSS.match(self.text, at)):
            return beam
        more: list[State] = []
        falls = marked and self._may_fall(at)
        for old in beam[:_BRANCHING]:
            if old.pending != IN_STEP or falls:
                state = old._replace(cost=old.cost + (_SILENT_MARK if old.pending == IN_STEP else _MARK))
                for hidden in (
                    self._openers(self.last_bytes(char)[0])
                    if old.pending == IN_STEP
                    else self._completions(old.pending)
                ):
                    more += self._hidden(state, hidden, "", at, at, False)
        return cheapest((beam if marked else [state for state in beam if state.pending == IN_STEP]) + more)

    def _may_fall(self, at: int) -> bool:
        """Whether what follows the sign at ``at`` makes any sense one byte out of step."""
        second = self.last_bytes(self.text[at])[1]
        following = self.text[at + 1 : at + 2]
        first, other = self.bytes_of(following) if following else (0, 0)
        if not first and other < 0x40:
            return True
        return self._likely(second << 8 | (first or other))

    def entry(self, at: int, done: int, restored: str) -> State:
        """In step before ``at``, when the text up to ``done`` ends with ``restored``."""
        text = self.text
        end = self.before_glosses(at)
        context = GLOSS.sub("", text[max(0, end - 40, done) : end])
        if done > end or len(context) < LONGEST:
            context = restored + context
        quoted = text.rfind("“", max(0, end - 200), end) > text.rfind("”", max(0, end - 200), end)
        tail = self.language.start("".join(self.simple.get(char, char) for char in context[-LONGEST:]), quoted)
        first, second = self.last_bytes(context[-1:] or "\n")
        if not first:
            first = self.last_bytes(context[-2:-1] or "\n")[1]
        return State(0.0, IN_STEP, first, second, tail, None)

    def before_glosses(self, at: int) -> int:
        """The offset before the readings that end at ``at``."""
        text = self.text
        while at and text[at - 1] in ")）":
            opened = max(text.rfind("(", max(0, at - 9), at), text.rfind("（", max(0, at - 9), at))
            if opened < 0 or not GLOSS.fullmatch(text, opened, at):
                break
            at = opened
        return at

    def bytes_of(self, char: str) -> tuple[int, int]:
        """The two bytes of a shown character; the first is 0 for one that has a single byte."""
        code = self._codes.get(char)
        if char == "€":
            return 0, 0x80
        if code is None:
            return 0, ord(char) if char < "\x80" else 0
        return code >> 8, code & 0xFF

    def last_bytes(self, char: str) -> tuple[int, int]:
        """The same, a sign that may have been folded taken for its full-width form."""
        return FOLDED[char] if self.folded and char in FOLDED and not char.isalnum() else self.bytes_of(char)

    def _char(self, old: State, at: int) -> Iterator[State]:
        """A shown character that is neither ``?`` nor part of a reading."""
        char = self.text[at]
        followed = GLOSS.match(self.text, at + 1) is not None
        apart = old.node is not None and old.node.gloss
        if old.pending == IN_STEP:
            first, second = self.last_bytes(char)
            cost = old.cost
            if first and not apart:
                cost += self._unread(old.last, first)
            if not followed:
                cost += self._unread(first or old.last, second)
            node = Node(old.node, char, at, at + 1, True, False)
            yield State(cost, IN_STEP, first or old.last, second, self.emit(old.tail, char), node)
            return
        first, second = self.bytes_of(char)
        if not first and second >= 0x40:
            yield from self._complete(old, second, "", at, at + 1, 0.0 if followed else None)
        if not first and self.folded and char in FOLDED:
            first, second = FOLDED[char]
        if first:
            yield from self._shift(old, first, second, at, followed)

    def _complete(
        self, old: State, second: int, more: str, start: int, end: int, unread: float | None = None
    ) -> Iterator[State]:
        """The pending byte and ``second`` make a clean character, ``more`` follows it, and all is in step again."""
        char = self.characters.get(old.pending << 8 | second)
        if char is None:
            return
        if unread is None:
            unread = 0.0 if old.node and old.node.gloss else self._unread(old.pending, second)
        tail = self.emit(old.tail, char)
        for other in more:
            tail = self.emit(tail, other)
        node = Node(old.node, char + more, start, end, True, False)
        yield State(old.cost + unread, IN_STEP, old.pending, second, tail, node)

    def _shift(self, old: State, first: int, second: int, at: int, followed: bool) -> Iterator[State]:
        """The pending byte takes the first byte of a shown character; its second byte is pending, or is ASCII."""
        char = self.characters.get(old.pending << 8 | first)
        if char is None or second == 0x80:
            return
        cost = old.cost
        if not (old.node and old.node.gloss):
            cost += self._unread(old.pending, first)
        if not followed:
            cost += self._unread(first, second)
        tail = self.emit(old.tail, char)
        if second > 0x80:
            yield State(cost, second, first, second, tail, Node(old.node, char, at, at + 1, False, False))
        else:
            letter = chr(second)
            node = Node(old.node, char + letter, at, at + 1, True, False)
            yield State(cost, IN_STEP, first, second, self.emit(tail, letter), node)

    def _gloss(self, old: State, start: int, end: int, reading: str) -> Iterator[State]:
        """A whole reading: put in behind the last two bytes, or a gloss that was in the text."""
        cost = self._reading_cost(old.last_but_one << 8 | old.last, reading)
        if old.pending == IN_STEP and cost >= _NOT_LISTED:
            node = Node(old.node, self.text[start:end], start, end, True, False)
            yield old._replace(cost=old.cost + (_GLOSS if cost >= _UNREADABLE else 1.0), last=0x29, node=node)
        if old.last < 0x80 and old.tail.chars[-1:].isascii():
            cost += _ACROSS + 2.0
        if self.glosses.trailing_blank and self.text[end : end + 1] in (" ", "\u3000"):
            end += 1
        node = Node(old.node, "", start, end, old.pending == IN_STEP, True)
        yield old._replace(cost=old.cost + cost, node=node)

    def _cut_gloss(self, old: State, start: int, end: int, reading: str) -> Iterator[State]:
        """``?jǐn)``: the byte behind ``?`` and the byte before it are the code of a character read so."""
        candidates = {self._codes[char] for char in characters_read(reading) if char in self._codes}
        folded = FOLDED.get(chr(old.last), (0, 0))[1] if self.folded else 0
        candidates.update(code for code, listed in self._listed.items() if listed == reading)
        for code in candidates:
            if code >> 8 == old.last or (code >> 8 == folded and old.pending == IN_STEP):
                cost = self._reading_cost(code, reading) + (_ACROSS if old.pending == IN_STEP else 0.0)
                yield from self._hidden(old._replace(cost=old.cost + cost), code & 0xFF, "", start, end, True)
        if not self.silent:
            node = Node(old.node, self.text[start:end], start, end, old.pending == IN_STEP, False)
            yield old._replace(cost=old.cost + 2 * _UNREADABLE, node=node)

    def _question(self, old: State, start: int, end: int) -> Iterator[State]:
        """A ``?`` that is not part of a reading: a plain one, or a first byte and what it swallowed."""
        marked = self.text[end : end + 1] in self._marked
        if old.pending == IN_STEP:
            node = Node(old.node, self.text[start:end], start, end, True, False)
            yield State(old.cost, IN_STEP, old.last, 0x3F, self.emit(old.tail, "?"), node)
            if marked:
                state = old._replace(cost=old.cost + _MARK)
                for hidden in self._openers(self.last_bytes(self.text[end])[0]):
                    yield from self._hidden(state, hidden, "", start, end, False)
            return
        numeric = False
        if end > start + 1:
            more, cost = "", _MARK  # the first character of a tag
        else:
            more, cost = ("", _MARK) if marked or end == len(self.text) else (LOST, _LOST)
            numeric = bool(more) and self.text[end] in _NUMERIC
        state = old._replace(cost=old.cost + cost)
        for hidden in self._completions(old.pending):
            for new in self._hidden(state, hidden, more, start, end, False):
                yield new._replace(cost=new.cost + before_number(new.tail.chars[-2])) if numeric else new

    def _hidden(self, old: State, hidden: int, more: str, start: int, end: int, read: bool) -> Iterator[State]:
        """The unknown byte behind a ``?``: it completes the pending one, or is pending itself."""
        if old.pending != IN_STEP:
            for state in self._complete(old, hidden, more, start, end, 0.0 if read else None):
                node = state.node
                yield state._replace(node=node._replace(gloss=read)) if node else state
        elif hidden in HIGH:
            unread = 0.0 if read else self._unread(old.last, hidden)
            node = Node(old.node, "", start, end, False, read)
            yield State(old.cost + unread, hidden, old.last, hidden, old.tail, node)

    def _completions(self, pending: int) -> tuple[int, ...]:
        """The second bytes that make a likely character of the pending one."""
        known = self._second_bytes.get(pending)
        if known is None:
            known = tuple(second for second in HIGH if self._likely(pending << 8 | second))
            self._second_bytes[pending] = known
        return known

    def _openers(self, second: int) -> tuple[int, ...]:
        """The first bytes that make a likely character with ``second``."""
        known = self._first_bytes.get(second)
        if known is None:
            known = tuple(first for first in HIGH if self._likely(first << 8 | second))
            self._first_bytes[second] = known
        return known

    def _likely(self, code: int) -> bool:
        char = self.characters.get(code, "\ue000")
        return self.language.word(self.simple.get(char, char)) < _SENSELESS

    # -------------------------------------------------------------------------------------------------- costs

    def emit(self, tail: Tail, char: str) -> Tail:
        """``tail`` with the clean character ``char`` after it."""
        if char == LOST:
            return self.language.extend(tail, char, -16.0)
        return self.language.extend(
            tail,
            self.simple.get(char, char),
            _UNCONVERTED if char in self._unlikely and self._counts[char] < 3 else 0.0,
        )

    def _unread(self, first: int, second: int) -> float:
        """The cost of two bytes standing together without the reading that the site would have put behind them."""
        return _UNREAD if (first << 8 | second) in self._listed else 0.0

    def _reading_cost(self, code: int, reading: str) -> float:
        listed = self._listed.get(code)
        if listed is not None:
            return 0.0 if listed == reading else _UNREADABLE
        char = self.characters.get(code, "")
        known = usual_readings(char) if char else ()
        for rank, other in enumerate(known):
            if other == reading or (not self.glosses.toned and toneless(other) == toneless(reading)):
                return 1.0 + rank * _RARE_READING + (0.0 if char in self.simple else _NOT_LISTED)
        return _UNREADABLE
