"""Every numeral of the document with its one role."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from extract.claims.roles import not_claim_role
from extract.mentions.numerals import find_numerals
from extract.types import Claim, NumberMention, Role, Span

if TYPE_CHECKING:
    from extract.claims.making import Making

_LOST = "\ufffc"
_PLACE = attrgetter("start", "end")


def number_mentions(making: Making, claims: Sequence[Claim]) -> tuple[NumberMention, ...]:
    """Quantities, periods, names and stray numerals, in text order, each with role and reason."""
    scene = making.scene
    out: list[NumberMention] = []
    by_start = {claim.quantity.start: order for order, claim in enumerate(claims)}
    for site in making.sites:
        quantity = site.quantity
        order = by_start.get(quantity.start)
        claim: int | None = None
        role: Role
        if order is not None:
            role, why, claim = "claim", f"value of the claim about {claims[order].metric.text}", order
        elif site.index in making.consumed:
            claim = by_start.get(making.sites[making.consumed[site.index]].quantity.start)
            role, why = "baseline", "told only for comparison with another value"
        else:
            role, why = not_claim_role(scene, site, making.features[site.index])
        start, end = quantity.start, quantity.end
        for first, last in quantity.numerals:  # 每百万Token 0.2美元 is one number
            start, end = min(start, first), max(end, last)
        out.append(NumberMention(start, end, quantity.value, quantity.value_max, quantity.unit, quantity.comparator, role, why, claim))
    for period in scene.periods:
        if period.numerals:
            out.append(NumberMention(period.start, period.end, None, None, None, "=", "time", f"a date or period ({period.rule})"))
    for name in scene.mentions.not_claims:
        out.append(NumberMention(name.start, name.end, name.value, None, None, "=", name.role, name.why))
    edges = [(p.start, p.end) for p in scene.periods] + [(n.start, n.end) for n in scene.mentions.not_claims]
    inside = [span for q in scene.quantities for span in q.numerals]
    return tuple(_complete(scene.text, out, edges, inside))


def _complete(text: str, known: list[NumberMention], edges: Sequence[tuple[int, int]], inside: Sequence[Span]) -> list[NumberMention]:
    """Add a number for each numeral that no mention covers."""
    out = list(known)
    at = 0
    spans: list[tuple[int, int]] = sorted([*map(_PLACE, known), *inside])
    for start, end in find_numerals(text, edges):
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        if at < len(spans) and spans[at][0] < end:
            continue
        lost = text[start - 1 : start] == _LOST
        why = "a character was lost before it" if lost else "part of a word or an unmeasured numeral"
        out.append(NumberMention(start, end, None, None, None, "=", "other" if lost else "idiom", why))
    out.sort(key=_PLACE)
    return out
