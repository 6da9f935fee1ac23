"""``zhclaims extract``: claims of articles as JSON Lines, CSV, Parquet or a table."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli.inputs import Inputs
from extract.cli.output import format_of, open_numbers, open_output

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...|-", help="Text, HTML or JSON Lines files, folders of them, or - for stdin."),
]
LexiconFolder = Annotated[
    Path | None,
    typer.Option("--lexicon", metavar="DIR", help="A folder of your own words, on top of the built-in ones."),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr; failures are still told.")]


def extract(
    paths: Paths,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.")
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            help="jsonl, csv, parquet or table. A table on a terminal and JSON Lines in a pipe, unless you say."
        ),
    ] = None,
    numbers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write every number with its role and reason there, as JSON Lines."),
    ] = None,
    lexicon: LexiconFolder = None,
    quiet: Quiet = False,
) -> None:
    """Extract the numeric claims of articles."""
    try:
        chosen = format_of(format, output)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    inputs = Inputs(paths, lexicon, quiet)
    with open_output(chosen, output) as records, open_numbers(numbers) as all_numbers:
        for reading in inputs.readings():
            records.write(reading)
            all_numbers.write(reading)
    raise typer.Exit(inputs.status())
