"""Every numeral of the document with its one role."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extract.claims.roles import not_claim_role
from extract.mentions.numerals import find_numerals
from extract.types import Claim, NumberMention, Role, Span

if TYPE_CHECKING:
    from extract.claims.making import Making

_LOST = "\ufffc"


def number_mentions(making: Making, claims: Sequence[Claim]) -> tuple[NumberMention, ...]:
    """Quantities, periods, names and stray numerals, in text order, each with role and reason."""
    scene = making.scene
    out: list[NumberMention] = []
    by_start = {claim.quantity.start: order for order, claim in enumerate(claims)}
    by_site = {site.index: by_start.get(site.quantity.start) for site in making.sites}
    for site in making.sites:
        quantity = site.quantity
        order = by_site[site.index]
        claim: int | None = None
        role: Role
        if order is not None:
            role, why, claim = "claim", f"value of the claim about {claims[order].metric.text}", order
        elif site.index in making.consumed:
            claim = by_site.get(making.consumed[site.index])
            role, why = "baseline", "told only for comparison with another value"
        else:
            role, why = not_claim_role(scene, site, making.features[site.index])
        start = min([quantity.start, *(numeral.start for numeral in quantity.numerals)])  # 每百万Token 0.2美元 is one number
        end = max([quantity.end, *(numeral.end for numeral in quantity.numerals)])
        out.append(NumberMention(start, end, quantity.value, quantity.value_max, quantity.unit, quantity.comparator, role, why, claim))
    for period in scene.periods:
        if period.numerals:
            out.append(NumberMention(period.start, period.end, None, None, None, "=", "time", f"a date or period ({period.rule})"))
    for name in scene.mentions.not_claims:
        out.append(NumberMention(name.start, name.end, name.value, None, None, "=", name.role, name.why))
    out.sort(key=lambda n: (n.start, -n.end))
    edges = [(p.start, p.end) for p in scene.periods] + [(n.start, n.end) for n in scene.mentions.not_claims]
    inside = [span for q in scene.quantities for span in q.numerals]
    return tuple(_complete(scene.text, out, edges, inside))


def _complete(text: str, known: list[NumberMention], edges: Sequence[tuple[int, int]], inside: Sequence[Span]) -> list[NumberMention]:
    """Add a number for each numeral that no mention covers."""
    out = list(known)
    at = 0
    spans = sorted([(n.start, n.end) for n in known] + [(s.start, s.end) for s in inside])
    for numeral in find_numerals(text, edges):
        while at < len(spans) and spans[at][1] <= numeral.start:
            at += 1
        if at < len(spans) and spans[at][0] < numeral.end:
            continue
        why = "a character was lost before it" if text[numeral.start - 1 : numeral.start] == _LOST else "part of a word or an unmeasured numeral"
        role: Role = "other" if text[numeral.start - 1 : numeral.start] == _LOST else "idiom"
        out.append(NumberMention(numeral.start, numeral.end, None, None, None, "=", role, why))
    out.sort(key=lambda n: (n.start, n.end))
    return out
