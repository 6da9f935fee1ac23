"""Organisations outside the registry, by what stands around a name: a stock code, a company word, a person's office."""

from __future__ import annotations

from collections.abc import Sequence

from extract.segment.words import Words
from extract.types import Document, Entity


def find_organisations(document: Document, known: Sequence[Entity], words: Words) -> list[Entity]:
    """Organisations that none of ``known`` covers."""
    del document, known, words
    return []
