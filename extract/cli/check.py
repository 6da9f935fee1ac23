"""``zhclaims check``: is the lexicon in order, in words."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.extract import LexiconFolder


def check(
    lexicon: LexiconFolder = None,
    fix: Annotated[bool, typer.Option("--fix", help="Sort the rows and drop doubled items first.")] = False,
) -> None:
    """Check the words: schema, order, clashes, and that every example is found and every reject is not.

    Your own, when --lexicon, ZHCLAIMS_LEXICON or zhclaims.toml names a folder; else those that came with zhclaims.
    """
    from extract.check import check as problems_of
    from extract.check import fix as put_in_order
    from extract.cli.guard import SOME_FAILED, say
    from extract.errors import ClaimsError
    from extract.lexicon import BUILT_IN, user_folders

    folders = user_folders(lexicon)
    for folder in (folders or (BUILT_IN,)) if fix else ():
        try:
            changed = put_in_order(folder)
        except OSError as error:
            raise ClaimsError(
                f"{error.filename or folder} cannot be written ({error.strerror})", remedy="close it elsewhere, or copy it"
            ) from error
        for path in changed:
            say(f"put in order: {path}")
    problems = problems_of(*folders)
    for problem in problems:
        print(problem)
    say("the words are in order" if not problems else f"{len(problems)} problems")
    raise typer.Exit(SOME_FAILED if problems else 0)
