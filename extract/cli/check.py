"""``zhclaims check``: is the lexicon in order, in words."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.extract import LexiconFolder


def check(
    lexicon: LexiconFolder = None,
    fix: Annotated[bool, typer.Option("--fix", help="Sort the rows and drop doubled items first.")] = False,
) -> None:
    """Check the words: schema, order, clashes, and that every example is found and every reject is not."""
    from extract.check import check as problems_of
    from extract.check import fix as put_in_order
    from extract.cli.guard import SOME_FAILED, say
    from extract.lexicon import BUILT_IN

    if fix:
        for path in put_in_order(lexicon or BUILT_IN):
            say(f"put in order: {path}")
    problems = problems_of() if lexicon is None else problems_of(lexicon)
    for problem in problems:
        print(problem)
    say("the words are in order" if not problems else f"{len(problems)} problems")
    raise typer.Exit(SOME_FAILED if problems else 0)
