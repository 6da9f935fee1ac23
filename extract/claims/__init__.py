"""Mentions -> claims: which number is a value, of what, of whom, compared with what.

``make_claims`` gives the claims and one ``NumberMention`` for each numeral of the document, so that every number has
exactly one role.
"""

from __future__ import annotations

from extract.claims.making import Making
from extract.claims.numbers import number_mentions
from extract.lexicon import Lexicon
from extract.types import Claim, Document, Mentions, NumberMention

__all__ = ["make_claims"]


def make_claims(
    document: Document, mentions: Mentions, lexicon: Lexicon, *, explain: bool = True
) -> tuple[tuple[Claim, ...], tuple[NumberMention, ...]]:
    """The claims of a document in text order, and every numeral with its one role."""
    making = Making(document, mentions, lexicon, explain=explain)
    claims = making.claims()
    return claims, number_mentions(making, claims)
