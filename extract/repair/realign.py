"""Undo what byte replacement without regard to character boundaries did to a page with readings.

The site worked on the bytes of code page 936. Where it put something between the two bytes of a character, the decoder
saw a first byte without a second: it wrote ``?``, swallowed the next byte (a bracket, the unseen mark, or a real
character below 0x40) and read on one byte out of step until an ASCII byte or another ``?`` brought it back. The shown
characters still carry the bytes, so only the byte behind a ``?`` is unknown: a reading tells it almost always, a
language model has to choose elsewhere. The search walks over the page with two kinds of state, *in step* and *one byte
pending*, and keeps the cheapest explanations (a Viterbi search over a beam).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import NamedTuple

from extract.repair.codepage import HIGH, characters, codes
from extract.repair.glosses import CUT_GLOSS, GLOSS, Glosses
from extract.repair.language_model import LONGEST, Language, Tail, before_number
from extract.repair.readings import characters_read, is_syllable, usual_readings
from extract.repair.script import converted_characters
from extract.types import Edit

LOST = "\ufffc"
_MARKED = frozenset("，。！？；：、")  # signs before which the unseen byte may stand
_MARKED_FOLDED = _MARKED | frozenset(",!?;:")
_CUT_TAG = re.compile(r"\?/?(?:p|br|b|div|span|strong|li|td|em|a|h\d)\s*/?>")
_TELLING = frozenset("！!？?；;")  # rare in the press, common where bytes are out of step
_SILENT_SIGN = re.compile(r"[(（，。！？；：、,!?;:]")
_WIDTH = 40  # explanations kept
_MARGIN = 18.0  # a dearer one than the cheapest by so much is given up
_IN_STEP = -1
_NUMERIC = frozenset("0123456789.%亿万億萬倍")
_FOLDED = {chr(code): (0xA3, code + 0x80) for code in range(0x21, 0x7F)} | {" ": (0xA1, 0xA1)}
_UNFOLD = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}

# Costs are minus logarithms of chances; those below are of events, the rest comes from the language model.
_UNCONVERTED = 8.0  # a simplified character on a page whose site converts them all
_UNREADABLE = 22.0  # a reading that its character does not have
_UNREAD = 12.0  # a listed character without its reading
_RARE_READING = 1.5  # per step down the list of readings
_NOT_LISTED = 3.0  # a simplified character as a listed one
_ACROSS = 3.0  # a reading behind two bytes of different characters
_LOST = 3.0
_MARK = 1.5
_SENSELESS = 19.0  # of a single character
_SILENT_MARK = 6.5  # to fall out of step before a sign


class _Node(NamedTuple):
    """One step of an explanation: ``text[start:end]`` stands for ``clean``; in step afterwards or not."""

    before: _Node | None
    clean: str
    start: int
    end: int
    in_step: bool
    gloss: bool


class _State(NamedTuple):
    """An explanation of all that was shown so far; ``last`` and ``last_but_one`` are the bytes at its end."""

    cost: float  # beside that of the tail
    pending: int
    last_but_one: int
    last: int
    tail: Tail  # the end of the clean text, simplified
    node: _Node | None

    @property
    def total(self) -> float:
        return self.cost + self.tail.cost


class Realigner:
    """Finds the edits that bring one page back into step."""

    def __init__(
        self, text: str, glosses: Glosses, simple: dict[str, str], language: Language, folded: bool, silent: bool
    ) -> None:
        self._text = text
        self._glosses = glosses
        self._language = language
        self._folded = folded
        self._silent = silent
        self._codes = codes()
        self._characters = characters()
        self._simple = simple | {"著": "着"} if simple else simple
        self._listed = {self._codes[char]: reading for char, reading in glosses.readings.items() if char in self._codes}
        self._restored = (0, "")  # where the last run ended, and its clean text
        # Simplified characters that the site converts; a few may stand in what is garbled, many in a frame of the page.
        self._unlikely = converted_characters() if glosses.converted else frozenset()
        self._counts = Counter(text)

    def edits(self) -> Iterator[Edit]:
        """Readings taken out, runs brought back into step, lost characters marked."""
        text = self._text
        at = 0
        for sign in self.signs():
            if sign < at:
                continue
            yield from self._plain(at, sign)
            nodes, at = self._run(sign)
            self._restored = at, "".join(node.clean for node in nodes)
            yield from self._as_edits(nodes)
        yield from self._plain(at, len(text))

    def signs(self) -> Iterator[int]:
        """Where the page may fall out of step."""
        text = self._text
        if not self._silent:
            return (match.start() for match in re.finditer(r"\?", text))
        return (match.start() for match in _SILENT_SIGN.finditer(text) if self._suspicious(match.start()))

    def _suspicious(self, at: int) -> bool:
        """Whether a first byte may have been dropped without a sign at ``at``, before a reading or a marked sign."""
        if match := GLOSS.match(self._text, at):
            return is_syllable(match[1]) and not (at and self._explained(at - 1, match[1]))
        if self._text[at] in _TELLING:
            return True
        shown = shifted = self._language.start(self._simple.get(self._text[at], self._text[at]))
        pending = self._last_bytes(self._text[at])[1]
        number = 0
        for number, char in enumerate(self._text[at + 1 : at + 4]):
            first, second = self._bytes(char)
            if not first:
                break
            shown = self._emit(shown, char)
            shifted = self._emit(shifted, self._characters.get(pending << 8 | first, "\ue000"))
            pending = second
        if not number:
            return self._text[at + 1 : at + 2] >= "@" and self._text[at + 2 : at + 3] in ("(", "（")
        return shifted.cost < shown.cost + 2.0 * number

    # ------------------------------------------------------------------------------------------------ in step

    def _plain(self, start: int, stop: int) -> Iterator[Edit]:
        """Readings between ``start`` and ``stop``, where nothing is out of step."""
        text = self._text
        done, reading = -1, ""
        for match in GLOSS.finditer(text, start, stop):
            at = match.start()
            doubled = at == done and match[1] == reading
            if doubled or (at and self._explained(at - 1, match[1])):
                done, reading = match.end(), match[1]
                if self._glosses.trailing_blank and text[done : done + 1] in (" ", "\u3000"):
                    done += 1
                yield Edit(at, done, "", "reading")

    def _explained(self, at: int, reading: str) -> bool:
        char = self._text[at]
        if self._glosses.explains(char, reading):
            return True
        if "@" <= char <= "~" and at:  # the second byte of one character and a letter
            before = self._last_bytes(self._text[max(0, self._before_glosses(at) - 1)])[1]
            pair = self._characters.get(before << 8 | ord(char), "")
            return bool(pair) and self._glosses.explains(pair, reading)
        return False

    # -------------------------------------------------------------------------------------------- out of step

    def _run(self, start: int) -> tuple[list[_Node], int]:
        """The cheapest explanation from the ``?`` at ``start`` to where all explanations agree again."""
        text = self._text
        beam = [self._entry(start)]
        at = start
        while at < len(text):
            if self._silent:
                beam = self._dropped(beam, at)
            following, at = self._step(beam, at)
            if not following:
                break
            beam = _best(following)
            if len(beam) == 1 and beam[0].pending == _IN_STEP and at > start + 1 and not GLOSS.match(text, at):
                break
        best = min(beam, key=lambda state: state.total + (20.0 if state.pending != _IN_STEP else 0.0))
        nodes = []
        node = best.node
        while node is not None:
            nodes.append(node)
            node = node.before
        nodes.reverse()
        return nodes, max(nodes[-1].end if nodes else 0, start + 1)

    def _step(self, beam: list[_State], at: int) -> tuple[list[_State], int]:
        """What follows from the explanations in ``beam`` when the next sign is read, and where that sign ends."""
        text = self._text
        if text[at] == "?" and not self._silent:
            if (match := CUT_GLOSS.match(text, at)) and is_syllable(match[1]):
                end = match.end()
                return [state for old in beam for state in self._cut_gloss(old, at, end, match[1])], end
            tag = _CUT_TAG.match(text, at)
            end = tag.end() if tag else at + 1
            following = [state for old in beam for state in self._question(old, at, end)]
            if self._folded and not tag:
                following += [new for old in beam if old.pending != _IN_STEP for new in self._char(old, at)]
            return following, end
        if (match := GLOSS.match(text, at)) and is_syllable(match[1]):
            end = match.end()
            following = [self._gloss(old, at, end, match[1]) for old in beam]
            if self._silent:
                following += [state for old in beam for state in self._cut_gloss(old, at, end, match[1])]
            return following, end
        return [state for old in beam for state in self._char(old, at)], at + 1

    def _dropped(self, beam: list[_State], at: int) -> list[_State]:
        """The explanations in ``beam`` and, for sites that drop a first byte without a sign, those where one is missing."""
        char = self._text[at]
        marked = char in (_MARKED_FOLDED if self._folded else _MARKED)
        if not marked and (char >= "@" or GLOSS.match(self._text, at)):
            return beam
        more: list[_State] = []
        falls = marked and self._may_fall(at)
        for old in beam:
            if old.pending != _IN_STEP or falls:
                state = old._replace(cost=old.cost + (_SILENT_MARK if old.pending == _IN_STEP else _MARK))
                for hidden in HIGH:
                    more += self._hidden(state, hidden, "", at, at, False)
        return _best((beam if marked else [state for state in beam if state.pending == _IN_STEP]) + more)

    def _may_fall(self, at: int) -> bool:
        """Whether what follows the sign at ``at`` makes any sense one byte out of step."""
        second = self._last_bytes(self._text[at])[1]
        following = self._text[at + 1 : at + 2]
        first, other = self._bytes(following) if following else (0, 0)
        if not first and other < 0x40:
            return True
        char = self._characters.get(second << 8 | (first or other), "\ue000")
        return self._language.word(self._simple.get(char, char)) < _SENSELESS

    def _entry(self, at: int) -> _State:
        """In step before ``at``: the bytes and the character there, readings left out."""
        text = self._text
        end = self._before_glosses(at)
        begin, restored = self._restored
        context = GLOSS.sub("", text[max(0, end - 40, begin) : end])
        if begin > end or len(context) < LONGEST:
            context = restored + context
        quoted = text.rfind("“", max(0, end - 200), end) > text.rfind("”", max(0, end - 200), end)
        tail = self._language.start("".join(self._simple.get(char, char) for char in context[-LONGEST:]), quoted)
        first, second = self._last_bytes(context[-1:] or "\n")
        if not first:
            first = self._last_bytes(context[-2:-1] or "\n")[1]
        return _State(0.0, _IN_STEP, first, second, tail, None)

    def _before_glosses(self, at: int) -> int:
        """The offset before the readings that end at ``at``."""
        text = self._text
        while at and text[at - 1] in ")）":
            opened = max(text.rfind("(", max(0, at - 9), at), text.rfind("（", max(0, at - 9), at))
            if opened < 0 or not GLOSS.fullmatch(text, opened, at):
                break
            at = opened
        return at

    def _bytes(self, char: str) -> tuple[int, int]:
        """The two bytes of a shown character; the first is 0 for one that has a single byte."""
        code = self._codes.get(char)
        if char == "€":
            return 0, 0x80
        if code is None:
            return 0, ord(char) if char < "\x80" else 0
        return code >> 8, code & 0xFF

    def _last_bytes(self, char: str) -> tuple[int, int]:
        """The same, a sign that may have been folded taken for its full-width form."""
        return _FOLDED[char] if self._folded and char in _FOLDED and not char.isalnum() else self._bytes(char)

    def _char(self, old: _State, at: int) -> Iterator[_State]:
        """A shown character that is neither ``?`` nor part of a reading."""
        char = self._text[at]
        followed = GLOSS.match(self._text, at + 1) is not None
        apart = old.node is not None and old.node.gloss
        if old.pending == _IN_STEP:
            first, second = self._last_bytes(char)
            cost = old.cost
            if first and not apart:
                cost += self._unread(old.last, first)
            if not followed:
                cost += self._unread(first or old.last, second)
            node = _Node(old.node, char, at, at + 1, True, False)
            yield _State(cost, _IN_STEP, first or old.last, second, self._emit(old.tail, char), node)
            return
        first, second = self._bytes(char)
        if not first and second >= 0x40:
            yield from self._complete(old, second, "", at, at + 1, 0.0 if followed else None)
        if not first and self._folded and char in _FOLDED:
            first, second = _FOLDED[char]
        if first:
            yield from self._shift(old, first, second, at, followed)

    def _complete(
        self, old: _State, second: int, more: str, start: int, end: int, unread: float | None = None
    ) -> Iterator[_State]:
        """The pending byte and ``second`` make a clean character, ``more`` follows it, and all is in step again."""
        char = self._characters.get(old.pending << 8 | second)
        if char is None:
            return
        if unread is None:
            unread = 0.0 if old.node and old.node.gloss else self._unread(old.pending, second)
        tail = self._emit(old.tail, char)
        for other in more:
            tail = self._emit(tail, other)
        node = _Node(old.node, char + more, start, end, True, False)
        yield _State(old.cost + unread, _IN_STEP, old.pending, second, tail, node)

    def _shift(self, old: _State, first: int, second: int, at: int, followed: bool) -> Iterator[_State]:
        """The pending byte takes the first byte of a shown character; its second byte is pending, or is ASCII."""
        char = self._characters.get(old.pending << 8 | first)
        if char is None or second == 0x80:
            return
        cost = old.cost
        if not (old.node and old.node.gloss):
            cost += self._unread(old.pending, first)
        if not followed:
            cost += self._unread(first, second)
        tail = self._emit(old.tail, char)
        if second > 0x80:
            yield _State(cost, second, first, second, tail, _Node(old.node, char, at, at + 1, False, False))
        else:
            letter = chr(second)
            node = _Node(old.node, char + letter, at, at + 1, True, False)
            yield _State(cost, _IN_STEP, first, second, self._emit(tail, letter), node)

    def _gloss(self, old: _State, start: int, end: int, reading: str) -> _State:
        cost = old.cost + self._reading_cost(old.last_but_one << 8 | old.last, reading)
        if old.last < 0x80 and old.tail.chars[-1:].isascii():
            cost += _ACROSS + 2.0
        if self._glosses.trailing_blank and self._text[end : end + 1] in (" ", "\u3000"):
            end += 1
        return old._replace(cost=cost, node=_Node(old.node, "", start, end, old.pending == _IN_STEP, True))

    def _cut_gloss(self, old: _State, start: int, end: int, reading: str) -> Iterator[_State]:
        """``?jǐn)``: the byte behind ``?`` and the byte before it are the code of a character read so."""
        candidates = {self._codes[char] for char in characters_read(reading) if char in self._codes}
        folded = _FOLDED.get(chr(old.last), (0, 0))[1] if self._folded else 0
        candidates.update(code for code, listed in self._listed.items() if listed == reading)
        for code in candidates:
            if code >> 8 == old.last or (code >> 8 == folded and old.pending == _IN_STEP):
                cost = self._reading_cost(code, reading) + (_ACROSS if old.pending == _IN_STEP else 0.0)
                yield from self._hidden(old._replace(cost=old.cost + cost), code & 0xFF, "", start, end, True)
        if not self._silent:
            node = _Node(old.node, self._text[start:end], start, end, old.pending == _IN_STEP, False)
            yield old._replace(cost=old.cost + 2 * _UNREADABLE, node=node)

    def _question(self, old: _State, start: int, end: int) -> Iterator[_State]:
        """A ``?`` that is not part of a reading: a plain one, or a first byte and what it swallowed."""
        marked = self._text[end : end + 1] in (_MARKED_FOLDED if self._folded else _MARKED)
        if old.pending == _IN_STEP:
            node = _Node(old.node, self._text[start:end], start, end, True, False)
            yield _State(old.cost, _IN_STEP, old.last, 0x3F, self._emit(old.tail, "?"), node)
            if marked:
                state = old._replace(cost=old.cost + _MARK)
                for hidden in HIGH:
                    yield from self._hidden(state, hidden, "", start, end, False)
            return
        numeric = False
        if end > start + 1:
            more, cost = "", _MARK  # the first character of a tag
        else:
            more, cost = ("", _MARK) if marked or end == len(self._text) else (LOST, _LOST)
            numeric = bool(more) and self._text[end] in _NUMERIC
        state = old._replace(cost=old.cost + cost)
        for hidden in HIGH:
            for new in self._hidden(state, hidden, more, start, end, False):
                yield new._replace(cost=new.cost + before_number(new.tail.chars[-2])) if numeric else new

    def _hidden(self, old: _State, hidden: int, more: str, start: int, end: int, read: bool) -> Iterator[_State]:
        """The unknown byte behind a ``?``: it completes the pending one, or is pending itself."""
        if old.pending != _IN_STEP:
            for state in self._complete(old, hidden, more, start, end, 0.0 if read else None):
                node = state.node
                yield state._replace(node=node._replace(gloss=read)) if node else state
        elif hidden in HIGH:
            unread = 0.0 if read else self._unread(old.last, hidden)
            node = _Node(old.node, "", start, end, False, read)
            yield _State(old.cost + unread, hidden, old.last, hidden, old.tail, node)

    # -------------------------------------------------------------------------------------------------- costs

    def _emit(self, tail: Tail, char: str) -> Tail:
        """``tail`` with the clean character ``char`` after it."""
        if char == LOST:
            return self._language.extend(tail, char, -16.0)
        return self._language.extend(
            tail, self._simple.get(char, char), _UNCONVERTED if char in self._unlikely and self._counts[char] < 3 else 0.0
        )

    def _unread(self, first: int, second: int) -> float:
        """The cost of two bytes standing together without the reading that the site would have put behind them."""
        return _UNREAD if (first << 8 | second) in self._listed else 0.0

    def _reading_cost(self, code: int, reading: str) -> float:
        listed = self._listed.get(code)
        if listed is not None:
            return 0.0 if listed == reading else _UNREADABLE
        char = self._characters.get(code, "")
        known = usual_readings(char) if char else ()
        for rank, other in enumerate(known):
            if other == reading or (not self._glosses.toned and self._same_letters(other, reading)):
                return 1.0 + rank * _RARE_READING + (0.0 if char in self._simple else _NOT_LISTED)
        return _UNREADABLE

    @staticmethod
    def _same_letters(other: str, reading: str) -> bool:
        from extract.repair.readings import toneless

        return toneless(other) == toneless(reading)

    # -------------------------------------------------------------------------------------------------- edits

    def _as_edits(self, nodes: list[_Node]) -> Iterator[Edit]:
        """The steps of an explanation as edits; a run out of step becomes one edit."""
        start, pieces = -1, ""
        for node in nodes:
            if start < 0 and node.in_step and (node.before is None or node.before.in_step):
                shown = self._text[node.start : node.end]
                if node.gloss:
                    yield Edit(node.start, node.end, "", "reading")
                elif node.clean != shown:
                    yield Edit(node.start, node.end, node.clean, "byte")
                continue
            if start < 0:
                start = node.start
            pieces += node.clean
            if node.in_step:
                yield self._byte_edit(start, node.end, pieces)
                start, pieces = -1, ""
        if start >= 0:
            yield self._byte_edit(start, nodes[-1].end, pieces)

    def _byte_edit(self, start: int, end: int, clean: str) -> Edit:
        if self._folded:
            clean = clean.translate(_UNFOLD)
        return Edit(start, end, clean, "lost" if LOST in clean else "byte")


def _best(states: list[_State]) -> list[_State]:
    """The cheapest state of each kind, at most ``_WIDTH`` of them unless they only just branched."""
    kinds: dict[tuple[int, str], tuple[float, _State]] = {}
    for state in states:
        key = (state.pending, state.tail.chars[-3:])
        cost = state.total
        known = kinds.get(key)
        if known is None or cost < known[0]:
            kinds[key] = cost, state
    ranked = sorted(kinds.values(), key=itemgetter(0))
    limit = ranked[min(len(ranked), _WIDTH) - 1][0]
    limit = min(limit, ranked[0][0] + _MARGIN)
    return [state for cost, state in ranked if cost <= limit]
