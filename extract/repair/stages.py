"""The kinds of damage in the order in which they are undone. Each stage looks at the characters of the page first."""

from __future__ import annotations

from typing import Literal

from extract.repair.alphabet import odd
from extract.repair.blanks import blanks
from extract.repair.damage import damage
from extract.repair.edits import Draft
from extract.repair.glosses import NONE, Glosses, find_glosses
from extract.repair.markup import entities, tags, unseen
from extract.repair.mirror import CUT_SIGN, realign
from extract.repair.mojibake import mojibake
from extract.repair.region import region
from extract.repair.script import converted, origin, simplified, site_forms
from extract.repair.width import width
from extract.types import Article, Repaired


def repair(article: Article) -> Repaired:
    """The restored text of ``article`` with the log of edits that leads back to the text as given.

    ``flags`` are those of ``extract.repair.damage``. Text without damage comes back as it is.

    >>> page = repair(Article(id="a", text="市場(chǎng)規(guī)模達(dá)２２３ 億(yì)元，增長148％"))
    >>> page.text, page.script, page.flags
    ('市场规模达223亿元，增长148%', 'simplified', ('readings-removed',))
    """
    draft = Draft(article.text)
    strange = odd(draft.text)
    for stage in (mojibake, unseen, entities, tags):
        if found := stage(draft.text, strange):
            draft.apply(found)
            strange = odd(draft.text)
    decoded = draft.text

    flags: list[str] = []
    script: Literal["simplified", "traditional"] = "simplified"
    if glosses := find_glosses(draft.text):
        flags += _undo_mirror(draft, glosses)
    else:
        match origin(draft.text, strange):
            case "site":
                flags += _undo_mirror(draft, NONE)
            case "traditional":
                script = "traditional"
                draft.apply(simplified(draft.text))

    strange = odd(draft.text) if draft.edits else strange
    for _ in range(3):  # what one round joins may be part of a number that the next completes
        joined = width(draft.text, strange)
        draft.apply(joined)
        spaced = blanks(draft.text)
        draft.apply(spaced)
        if not joined and not spaced:
            break
    return Repaired(
        article=article,
        text=draft.text,
        edits=tuple(draft.edits),
        script=script,
        region=region(article, decoded, script == "traditional"),
        flags=(*flags, *damage(draft.text, strange, bool(flags))),
    )


def _undo_mirror(draft: Draft, glosses: Glosses) -> list[str]:
    """Take the readings out, bring the bytes back into step, turn the site's table round; the flags that say so."""
    forms = site_forms(frozenset(draft.text), glosses.readings) if glosses.converted else {}
    edits = realign(draft.text, glosses, forms) if glosses.readings or CUT_SIGN.search(draft.text) else []
    draft.apply(edits)
    if glosses.converted:
        draft.apply(converted(draft.text, glosses.readings))
    done = {edit.kind for edit in edits}
    flags = ["readings-removed"] if "reading" in done else []
    return [*flags, "bytes-restored"] if done & {"byte", "lost"} else flags
