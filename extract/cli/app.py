"""The commands, one module each, put together to one program."""

from __future__ import annotations

import typer

from extract import __version__
from extract.cli import (
    check,
    compare,
    convert,
    evaluate,
    explain,
    export,
    extract,
    ingest,
    lexicon,
    mcp,
    review,
    serve,
    take_over,
)
from extract.cli.guard import guarded

app = typer.Typer(
    name="zhclaims",
    help="Structured numeric claims from Chinese press articles.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for _name, _command in (
    ("extract", extract.extract),
    ("explain", explain.explain),
    ("ingest", ingest.ingest),
    ("export", export.export),
    ("evaluate", evaluate.evaluate),
    ("review", review.review),
    ("serve", serve.serve),
    ("mcp", mcp.mcp),
    ("convert", convert.convert),
    ("import", take_over.take_over),
    ("compare", compare.compare),
    ("check", check.check),
):
    app.command(_name, no_args_is_help=False)(guarded(_command))


_words = typer.Typer(help="Look after the words.", no_args_is_help=True)
_words.command("suggest", no_args_is_help=False)(guarded(lexicon.suggest))
app.add_typer(_words, name="lexicon")


@_words.callback()
def _of_words() -> None:
    """Look after the words: what they lack."""


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"zhclaims {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    version: bool = typer.Option(
        False, "--version", help="Show the version and stop.", callback=_print_version, is_eager=True
    ),
) -> None:
    """Structured numeric claims from Chinese press articles: who says what of whom, with value, unit and baseline."""

