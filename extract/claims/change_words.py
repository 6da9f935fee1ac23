"""The verbs of change and the growth nouns of ``verbs`` as alternations for patterns that are asked of every number.

The words are tried in the order of ``any_of``.
"""

from __future__ import annotations

from extract.claims.alternation import begins, one_of
from extract.claims.verbs import DOWN, FALL_NOUN, GROWTH_NOUN, UP

UP_WORD = one_of(UP)
DOWN_WORD = one_of(DOWN)
MOVE = one_of(UP, DOWN)  # a verb of either direction
MOVE_BEGINS = begins(*UP, *DOWN)
GROWTH_NOUN_WORD = one_of(GROWTH_NOUN)
FALL_NOUN_WORD = one_of(FALL_NOUN)
GROWTH = one_of(GROWTH_NOUN, FALL_NOUN)  # a noun of either direction
GROWTH_BEGINS = begins(*GROWTH_NOUN, *FALL_NOUN)
CHANGE = one_of(GROWTH_NOUN, FALL_NOUN, UP, DOWN)
