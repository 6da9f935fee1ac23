"""``zhclaims check``: is the lexicon in order, in words."""

from __future__ import annotations

from extract.cli.extract import LexiconFolder


def check(lexicon: LexiconFolder = None) -> None:
    """Check the words: schema, order, clashes, and that every example is found and every reject is not."""
    import typer

    from extract.check import check as check_words

    problems = list(check_words(*([] if lexicon is None else [lexicon])))
    for problem in problems:
        print(problem)
    raise typer.Exit(1 if problems else 0)
