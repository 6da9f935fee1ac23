"""``zhclaims explain``: what happened to every number, as a readable derivation."""

from __future__ import annotations

from extract.cli.extract import LexiconFolder, Paths, Quiet


def explain(paths: Paths, lexicon: LexiconFolder = None, quiet: Quiet = False) -> None:
    """Show for every number its role and why, and for every claim how it was derived."""
    import typer

    from extract.cli.inputs import Inputs
    from extract.explain import explain as explain_reading

    inputs = Inputs(paths, lexicon, quiet)
    for at, reading in enumerate(inputs.readings()):
        if at:
            print()
        for line in explain_reading(reading):
            print(line)
    raise typer.Exit(inputs.status())
