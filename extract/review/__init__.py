"""The review page: a person checks claims against their text, and what is decided pays back.

- ``decisions``: the append-only log - deciding and undoing; ``restoring``: decisions made elsewhere; ``opinions``: what each reviewer's word is now.
- ``queue``: which claims come, in which order; ``views``: claims and articles as the page wants them;
  ``places``: where each part of a claim stands in the article as given.
- ``amounts``, ``drafts``: re-normalising a quantity, deriving a corrected record, drafting a missed claim.
- ``agreement``, ``rule_report``, ``gold``, ``words``: what comes back - kappa, how often a rule is right, gold, the user's words.
- ``app``, ``guards``, ``server``: the local web page; ``static_page``: the same as one file to hand around.

Nothing of a web framework is loaded before ``app`` is.
"""
