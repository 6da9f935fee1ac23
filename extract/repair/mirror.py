"""Pages that a mirror site rewrote: readings behind characters, bytes out of step, a table from simplified to traditional."""

from __future__ import annotations

import re

from extract.repair.glosses import CUT_GLOSS, GLOSS, Glosses
from extract.repair.language_model import Language
from extract.repair.realign import Realigner
from extract.types import Edit

# From a sign of damage to the next character that brings the bytes back into step.
_RUN = re.compile(r"\?(?:[^\x00-\x2b\x2d-\x39\x3c-\x7f]|[,:;!?])*")
CUT_SIGN = re.compile(r"\?[，。！？；：、,!?;:]")
_SILENT_RUN = re.compile(r"[^\n](?:[^\x00-\x2b\x2d-\x39\x3c-\x7f]|[,:;!?])*")


def realign(text: str, glosses: Glosses, simple: dict[str, str]) -> list[Edit]:
    """The edits that take the readings of a page out and bring its bytes back into step.

    ``simple`` is the table of the site turned round. The characters stay as the site wrote them.
    """
    folded = "，" not in text and "," in text
    silent = _drops_without_sign(text, glosses)
    if silent:
        general = Realigner(text, glosses, simple, Language(()), folded, silent)
        undamaged = _cut(text, list(general.signs()))
    else:
        undamaged = _RUN.sub("\n", CUT_GLOSS.sub("?", GLOSS.sub("", text)))
    table = str.maketrans(simple | {"著": "着"})
    page = Language(line.translate(table) for line in undamaged.split("\n") if line)
    return list(Realigner(text, glosses, simple, page, folded, silent).edits())


def _drops_without_sign(text: str, glosses: Glosses) -> bool:
    """Whether the site's decoder dropped a first byte without writing ``?``: readings stand where none belongs."""
    cut = len(CUT_GLOSS.findall(text))
    stray = before = 0
    for match in GLOSS.finditer(text):
        at = match.start()
        base = text[at - 1 : at]
        stray += at == before or ("㐀" <= base <= "鿿" and not glosses.explains(base, match[1]))
        before = match.end()
    return stray > cut or (not cut and not CUT_SIGN.search(text))


def _cut(text: str, signs: list[int]) -> str:
    """``text`` without readings and without what may be out of step after each of ``signs``."""
    pieces = []
    done = 0
    for at in signs:
        if at >= done:
            pieces.append(text[done:at])
            gloss = GLOSS.match(text, at)
            run = _SILENT_RUN.match(text, gloss.end() if gloss else at)
            done = run.end() if run else at + 1
    pieces.append(text[done:])
    return GLOSS.sub("", "\n".join(pieces))
