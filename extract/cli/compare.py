"""``zhclaims compare``: what a change of the program or of the words gained and lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.inputs import Inputs

if TYPE_CHECKING:
    from extract.compare import Difference


def compare(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="OLD NEW | PATH...",
            help="Two outputs of extract; with --lexicon, articles (the corpus of a checkout when none is named).",
            show_default=False,
        ),
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option(
            "--lexicon", metavar="DIR", help="Read the articles with our words alone and with this folder on top, and compare."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="The differences as JSON Lines.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr; failures are still told.")] = False,
) -> None:
    """List the records gained, lost and changed between two runs."""
    from extract.compare import compare as differences
    from extract.compare import read_records

    status, paths = 0, paths or []
    if lexicon is None:
        if len(paths) != 2:
            raise typer.BadParameter("give two outputs of extract, OLD and NEW; or articles with --lexicon DIR")
        found = differences(read_records(Path(paths[0])), read_records(Path(paths[1])))
    else:
        if "-" in paths:
            raise typer.BadParameter("standard input cannot be read twice; give files or folders", param_hint="PATH")
        paths = paths or _corpus()
        with_words = Inputs(paths, lexicon, quiet)
        new = [record for reading in with_words.readings() for record in reading.records]
        without = Inputs(paths, quiet=True, built_in=True)
        old = [record for reading in without.readings() for record in reading.records]
        found, status = differences(old, new), with_words.status()
    _show(found, as_json)
    raise typer.Exit(status)


def _corpus() -> list[str]:
    """The annotated articles of a checkout, but for those that nobody looks into."""
    from extract.evaluate import default_corpus, score_only

    corpus = default_corpus()
    if corpus is None:
        raise typer.BadParameter("there is no corpus here; name articles", param_hint="PATH")
    folders = sorted(path for path in (corpus / "gold").iterdir() if path.is_dir() and score_only(path) is None)
    return [str(folder) for folder in folders]


def _show(found: list[Difference], as_json: bool) -> None:
    from extract.compare import describe

    for difference in found:
        if as_json:
            fields = {field: {"old": old, "new": new} for field, (old, new) in difference.fields.items()}
            made = {"what": difference.what, "id": difference.id, "fields": fields, "record": difference.record}
            print(json.dumps(made, ensure_ascii=False))
        else:
            for line in describe(difference):
                print(line)
    if not as_json:
        counts = {what: sum(each.what == what for each in found) for what in ("gained", "lost", "changed")}
        print(", ".join(f"{count} {what}" for what, count in counts.items()))
