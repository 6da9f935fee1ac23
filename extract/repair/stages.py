"""The kinds of damage in the order in which they are undone. Each stage looks at the characters of the page first."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal

from extract.repair.blanks import blanks
from extract.repair.damage import damage
from extract.repair.edits import Draft
from extract.repair.glosses import find_glosses
from extract.repair.markup import entities, tags, unseen
from extract.repair.mirror import realign
from extract.repair.mojibake import mojibake
from extract.repair.region import region
from extract.repair.script import converted, origin, simplified, site_forms
from extract.repair.width import width
from extract.types import Article, Repaired


def repair(article: Article) -> Repaired:
    """The restored text of ``article`` with the log of edits that leads back to the text as given.

    ``flags`` are those of ``extract.repair.damage``. Text without damage comes back as it is.

    >>> page = repair(Article(id="a", text="市場(chǎng)規(guī)模(mó)達(dá)２２３ 億(yì)元，增長148％"))
    >>> page.text, page.script, page.flags
    ('市场规模达223亿元，增长148%', 'simplified', ('readings-removed',))
    """
    draft = Draft(article.text)
    alphabet: Set[str] = set(article.text)
    flags: list[str] = []
    for stage in (mojibake, entities, tags, unseen):
        alphabet = _apply(draft, stage(draft.text, alphabet), alphabet)

    script: Literal["simplified", "traditional"] = "simplified"
    region_text, region_alphabet = draft.text, alphabet
    if glosses := find_glosses(draft.text, alphabet):
        forms = site_forms(alphabet, glosses.readings) if glosses.converted else {}
        edits = realign(draft.text, glosses, forms)
        flags.append("readings-removed")
        if any(edit.kind in ("byte", "lost") for edit in edits):
            flags.append("bytes-restored")
        alphabet = _apply(draft, edits, alphabet)
        if glosses.converted:
            alphabet = _apply(draft, converted(draft.text, alphabet, glosses.readings), alphabet)
    else:
        match origin(draft.text, alphabet):
            case "site":
                alphabet = _apply(draft, converted(draft.text, alphabet), alphabet)
            case "traditional":
                script = "traditional"
                alphabet = _apply(draft, simplified(draft.text), alphabet)
    for stage in (width, blanks, blanks):  # what one round joins may be part of a number that the next completes
        alphabet = _apply(draft, stage(draft.text, alphabet), alphabet)
    flags += damage(draft.text, alphabet)
    return Repaired(
        article=article,
        text=draft.text,
        edits=tuple(draft.edits),
        script=script,
        region=region(article, region_text, region_alphabet, script == "traditional"),
        flags=tuple(flags),
    )


def _apply(draft: Draft, found: list, alphabet: Set[str]) -> Set[str]:  # type: ignore[type-arg]
    if not found:
        return alphabet
    draft.apply(found)
    return set(draft.text)
