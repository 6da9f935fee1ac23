"""The kinds of damage in the order in which they are undone."""

from __future__ import annotations

from extract.types import Article, Repaired


def repair(article: Article) -> Repaired:
    """The restored text of ``article`` with the log of edits that leads back to the text as given."""
    return Repaired(article, article.text)
