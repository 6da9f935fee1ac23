"""Explanations of what a page shows: which clean text stands behind it, at what cost."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from extract.repair.language_model import Tail

LOST = "\ufffc"  # stands for a character that cannot come back
IN_STEP = -1  # no byte is pending
_WIDTH = 40  # explanations kept
_MARGIN = 18.0  # a dearer one than the cheapest by so much is given up


class Node(NamedTuple):
    """One step of an explanation: ``text[start:end]`` stands for ``clean``; in step afterwards or not."""

    before: Node | None
    clean: str
    start: int
    end: int
    in_step: bool
    gloss: bool


class State(NamedTuple):
    """An explanation of all that was shown so far; ``last`` and ``last_but_one`` are the bytes at its end."""

    cost: float  # beside that of the tail
    pending: int
    last_but_one: int
    last: int
    tail: Tail  # the end of the clean text, simplified
    node: Node | None

    @property
    def total(self) -> float:
        return self.cost + self.tail.cost


def cheapest(states: list[State]) -> list[State]:
    """The cheapest state of each kind, at most ``_WIDTH`` of them unless they only just branched."""
    kinds: dict[tuple[int, str], tuple[float, State]] = {}
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
