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
from collections.abc import Iterator

from extract.repair.explanations import IN_STEP, LOST, Node, cheapest
from extract.repair.glosses import GLOSS, Glosses
from extract.repair.language_model import Language
from extract.repair.readings import is_syllable
from extract.repair.steps import Steps
from extract.types import Edit

_TELLING = frozenset("！!？?；;")  # rare in the press, common where bytes are out of step
_SILENT_SIGN = re.compile(r"[(（，。！？；：、,!?;:]")
_UNFOLD = {0xFEE0 + code: code for code in range(0x21, 0x7F)} | {0x3000: 0x20}


class Realigner:
    """Finds the edits that bring one page back into step.

    ``simple`` is the site's table turned round, ``folded`` says that the signs of the page lost their full width,
    ``silent`` that the site's decoder drops a first byte without a second and writes no ``?``.
    """

    def __init__(
        self, text: str, glosses: Glosses, simple: dict[str, str], language: Language, folded: bool, silent: bool
    ) -> None:
        self._steps = Steps(text, glosses, simple, language, folded, silent)
        self._text = text
        self._effort = 20_000 + 40 * len(
            text
        )  # explanations that may be looked at; a page of the press needs a hundredth
        self._restored = (0, "")  # where the last run ended, and its clean text

    def edits(self) -> Iterator[Edit]:
        """Readings taken out, runs brought back into step, lost characters marked."""
        text = self._text
        at = 0
        for sign in self.signs():
            if sign < at or self._effort < 0:
                continue
            yield from self._plain(at, sign)
            nodes, at = self._run(sign)
            self._restored = at, "".join(node.clean for node in nodes)
            yield from self._as_edits(nodes)
        yield from self._plain(at, len(text))

    def signs(self) -> Iterator[int]:
        """Where the page may fall out of step."""
        text = self._text
        if not self._steps.silent:
            return (match.start() for match in re.finditer(r"\?", text))
        return (match.start() for match in _SILENT_SIGN.finditer(text) if self._suspicious(match.start()))

    def _suspicious(self, at: int) -> bool:
        """Whether a first byte may have been dropped without a sign at ``at``, before a reading or a marked sign."""
        if match := GLOSS.match(self._text, at):
            return is_syllable(match[1]) and not (at and self._explained(at - 1, match[1]))
        if self._text[at] in _TELLING:
            return True
        shown = shifted = self._steps.language.start(self._steps.simple.get(self._text[at], self._text[at]))
        pending = self._steps.last_bytes(self._text[at])[1]
        number = 0
        for char in self._text[at + 1 : at + 4]:
            first, second = self._steps.bytes_of(char)
            if not first:
                break
            shown = self._steps.emit(shown, char)
            shifted = self._steps.emit(shifted, self._steps.characters.get(pending << 8 | first, "\ue000"))
            pending = second
            number += 1
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
                if self._steps.glosses.trailing_blank and text[done : done + 1] in (" ", "\u3000"):
                    done += 1
                yield Edit(at, done, "", "reading")

    def _explained(self, at: int, reading: str) -> bool:
        char = self._text[at]
        if self._steps.glosses.explains(char, reading):
            return True
        if "@" <= char <= "~" and at:  # the second byte of one character and a letter
            before = self._steps.last_bytes(self._text[max(0, self._steps.before_glosses(at) - 1)])[1]
            pair = self._steps.characters.get(before << 8 | ord(char), "")
            return bool(pair) and self._steps.glosses.explains(pair, reading)
        return False

    # -------------------------------------------------------------------------------------------- out of step

    def _run(self, start: int) -> tuple[list[Node], int]:
        """The cheapest explanation from the ``?`` at ``start`` to where all explanations agree again."""
        text = self._text
        beam = [self._steps.entry(start, *self._restored)]
        at = start
        while at < len(text):
            if self._steps.silent:
                beam = self._steps.dropped(beam, at)
            following, at = self._steps.read(beam, at)
            self._effort -= len(following)
            if not following:
                break
            beam = cheapest(following)
            if len(beam) == 1 and beam[0].pending == IN_STEP and at > start + 1 and not self._reading_follows(at):
                break
        best = min(beam, key=lambda state: state.total + (20.0 if state.pending != IN_STEP else 0.0))
        nodes = []
        node = best.node
        while node is not None:
            nodes.append(node)
            node = node.before
        nodes.reverse()
        return nodes, max(nodes[-1].end if nodes else 0, start + 1)

    def _reading_follows(self, at: int) -> bool:
        """Whether a reading begins at ``at``, or after a letter there: it belongs to the bytes before it."""
        text = self._text
        return bool(GLOSS.match(text, at) or ("@" <= text[at : at + 1] <= "~" and GLOSS.match(text, at + 1)))

    def _as_edits(self, nodes: list[Node]) -> Iterator[Edit]:
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
        if self._steps.folded:
            clean = clean.translate(_UNFOLD)
        return Edit(start, end, clean, "lost" if LOST in clean else "byte")
