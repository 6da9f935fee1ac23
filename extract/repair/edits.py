"""The log of edits: how a repaired text leads back to the text as given, and how stages add to it.

Offsets of an :class:`~extract.types.Edit` are code points of the *original* text. Each stage finds its edits in the text
that it is handed; :class:`Draft` folds them into the one log, so nothing is ever recovered by comparing two texts.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from extract.types import Edit, Repaired, Span

# When edits of two stages meet, the joint edit is named after the graver of the two.
GRAVITY = ("lost", "byte", "mojibake", "reading", "entity", "markup", "control", "blank", "width", "script")
_RANK = {kind: rank for rank, kind in enumerate(GRAVITY)}


def replay(original: str, edits: Iterable[Edit]) -> str:
    """The text that ``edits`` make of ``original``.

    >>> replay("實(shí)現", [Edit(0, 1, "实", "script"), Edit(1, 6, "", "reading"), Edit(6, 7, "现", "script")])
    '实现'

    Raises ValueError when the edits overlap or do not ascend.
    """
    pieces = []
    at = 0
    for edit in edits:
        if edit.start < at or edit.end < edit.start:
            raise ValueError(f"edit {edit} begins before offset {at}: edits must ascend and not overlap")
        pieces.append(original[at : edit.start])
        pieces.append(edit.text)
        at = edit.end
    pieces.append(original[at:])
    return "".join(pieces)


class Draft:
    """A text under repair: ``text`` is what the stages so far have made of ``original``, ``edits`` is how."""

    __slots__ = ("edits", "original", "text")

    def __init__(self, original: str) -> None:
        self.original = original
        self.text = original
        self.edits: list[Edit] = []

    def apply(self, found: Sequence[Edit]) -> None:
        """Carry out edits whose offsets count in ``text`` as it is now; they must ascend and not overlap.

        >>> draft = Draft("３６ ％")
        >>> draft.apply([Edit(0, 2, "36", "width"), Edit(3, 4, "%", "width")])
        >>> draft.apply([Edit(2, 3, "", "blank")])
        >>> draft.text, [(edit.start, edit.end, edit.text) for edit in draft.edits]
        ('36%', [(0, 2, '36'), (2, 3, ''), (3, 4, '%')])
        """
        if not found:
            return
        text = replay(self.text, found)
        self.edits = _compose(self.text, self.edits, found) if self.edits else list(found)
        self.text = text


def _compose(middle: str, first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """``first`` (original to ``middle``) and then ``second`` (``middle`` onwards) as one log over the original."""
    joined: list[Edit] = []
    i = j = 0
    shift = 0  # original offset minus middle offset, outside the edits of ``first``
    while i < len(first) or j < len(second):
        start = first[i].start - shift if i < len(first) else len(middle) + 1
        end = start + len(first[i].text) if i < len(first) else start
        if j == len(second) or end <= second[j].start:
            joined.append(first[i])
            shift = first[i].end - end
            i += 1
            continue
        other = second[j]
        if other.end <= start:
            joined.append(Edit(other.start + shift, other.end + shift, other.text, other.kind))
            j += 1
            continue
        # The two overlap: gather all that hangs together into one edit.
        left = at = min(start, other.start)
        right = max(end, other.end)
        original_start = left + shift if left < start else first[i].start
        kind = first[i].kind
        pieces: list[str] = []
        while True:
            if i < len(first) and first[i].start - shift < right:
                end = first[i].start - shift + len(first[i].text)
                shift = first[i].end - end
                right = max(right, end)
                kind = min(kind, first[i].kind, key=_gravity)
                i += 1
            elif j < len(second) and second[j].start < right:
                pieces += (middle[at : second[j].start], second[j].text)
                at = second[j].end
                right = max(right, at)
                kind = min(kind, second[j].kind, key=_gravity)
                j += 1
            else:
                break
        pieces.append(middle[at:right])
        joined.append(Edit(original_start, right + shift, "".join(pieces), kind))
    return joined


def _gravity(kind: str) -> int:
    return _RANK.get(kind, len(_RANK))


# ------------------------------------------------------------------------------------------------------ way back

_KEPT = 16  # logs whose index is kept; an article is looked up many times in a row
_indexes: dict[int, tuple[tuple[Edit, ...], list[int]]] = {}


def _starts(edits: tuple[Edit, ...]) -> list[int]:
    """Where each edit begins in the restored text; kept for the logs used last."""
    known = _indexes.get(id(edits))
    if known is not None and known[0] is edits:
        return known[1]
    starts = []
    shift = 0
    for edit in edits:
        starts.append(edit.start + shift)
        shift += len(edit.text) - (edit.end - edit.start)
    while len(_indexes) >= _KEPT:
        try:
            _indexes.pop(next(iter(_indexes)), None)
        except (StopIteration, RuntimeError):  # another thread was quicker
            break
    _indexes[id(edits)] = (edits, starts)
    return starts


def original_span(repaired: Repaired, span: Span) -> Span:
    """Where a run of the restored text stands in the article as given.

    A run that touches part of an edit covers the whole original run of that edit; what was deleted at its borders stays
    outside. An empty span maps to an empty span.

    >>> from extract.repair import repair
    >>> from extract.types import Article
    >>> repaired = repair(Article(id="a", text="實(shí)現(xiàn)營(yíng)收12億元"))
    >>> repaired.text, original_span(repaired, Span(2, 4)), original_span(repaired, Span(4, 8))
    ('实现营收12亿元', Span(start=13, end=21), Span(start=21, end=25))

    Raises ValueError for a span that does not lie in the restored text.
    """
    return Span(*way_back(repaired)(*span))


def way_back(repaired: Repaired) -> Callable[[int, int], tuple[int, int]]:
    """``original_span`` of one page as a function of start and end, for whoever asks about many runs of it."""
    length, edits = len(repaired.text), repaired.edits
    starts = _starts(edits) if edits else []

    def original(start: int, end: int) -> tuple[int, int]:
        if not 0 <= start <= end <= length:
            raise ValueError(f"span {start}:{end} does not lie in a text of {length} characters")
        if not starts:
            return start, end
        at = bisect_right(starts, start) - 1
        if at < 0:
            first = start
        else:
            past = start - starts[at] - len(edits[at].text)
            first = edits[at].start if past < 0 else edits[at].end + past
        if start == end:
            return first, first
        at = bisect_left(starts, end) - 1
        return first, end if at < 0 else edits[at].end + max(0, end - starts[at] - len(edits[at].text))

    return original
