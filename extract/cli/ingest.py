"""``zhclaims ingest``: everything behind the named paths into a store."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extract.ingest import Options

Database = Annotated[
    Path, typer.Option("--db", metavar="FILE", help="The store: one SQLite file, made when it is not there.")
]


def ingest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH...|-", help="Files, folders and archives of any format, or - for stdin.", show_default=False
        ),
    ] = None,
    db: Database = Path("claims.db"),
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", min=1, help="Processes that extract.", show_default="one for each core"),
    ] = None,
    report: Annotated[
        Path | None, typer.Option(metavar="FILE", help="What became of each input, as JSON Lines.")
    ] = None,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", help="Time for one article; one that takes longer fails by itself.")
    ] = 30.0,
    refresh: Annotated[
        bool,
        typer.Option(
            "--refresh",
            help="Read again what another version or other words extracted; without PATH, all of the store.",
        ),
    ] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIELD=NAME", help="Where a table has a field, e.g. text=正文; guessed and told when not said."
        ),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="FORMAT", help="The format of the files, when it cannot be seen from them.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The encoding of the files, when it is declared wrongly.")
    ] = None,
    lexicon: Annotated[
        list[Path] | None, typer.Option("--lexicon", metavar="DIR", help="A folder of your own words, on top of ours.")
    ] = None,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="No notes and no tally; failures are still told.")
    ] = False,
) -> None:
    """Extract from any number of files into a store.

    Each article ends as done, unchanged since last time, duplicate of another, or failed with reason and remedy. A run that
    was interrupted, in whatever way, is taken up by running again.

    Exit status: 0 all done, 1 something failed, 2 wrong use, 130 interrupted.
    """
    from extract.batch import ingest as run
    from extract.batch import on_terminal
    from extract.lexicon import user_folders

    if not paths and not refresh:
        raise typer.BadParameter("name files or folders, or - for stdin", param_hint="PATH")
    named = paths or []
    with on_terminal(sys.stderr, _bytes(named) if sys.stderr.isatty() else None, quiet=quiet) as listener:
        tally = run(
            named,
            db,
            jobs=jobs,
            limit=timeout,
            refresh=refresh,
            report=report,
            lexicon=tuple(lexicon or ()) or user_folders(),
            options=_options(_columns(column or []), kind, encoding),
            listener=listener,
        )
    for line in () if quiet else tally.lines():
        print(line, file=sys.stderr)
    if tally.broken:
        print(f"zhclaims: {tally.broken}", file=sys.stderr)
    raise typer.Exit(tally.status)


def _options(columns: Mapping[str, str | int], kind: str | None, encoding: str | None) -> Options:
    from extract.ingest import KINDS, Options

    if encoding is not None:
        try:
            "".encode(encoding)
        except LookupError:
            raise typer.BadParameter(f"there is no encoding {encoding!r}", param_hint="--encoding") from None
    if kind is None:
        return Options(columns=columns, encoding=encoding)
    for known in KINDS:
        if kind == known:
            return Options(kind=known, columns=columns, encoding=encoding)
    raise typer.BadParameter(f"unknown format {kind!r}; choose from {', '.join(KINDS)}", param_hint="--kind")


def _columns(given: list[str]) -> dict[str, str | int]:
    """``text=正文`` as a mapping; a number counts columns from 1."""
    from extract.ingest.options import FIELDS

    columns: dict[str, str | int] = {}
    for pair in given:
        field, sign, name = pair.partition("=")
        if not sign or not name or field not in FIELDS:
            fields = ", ".join(FIELDS)
            raise typer.BadParameter(f"{pair!r} is not FIELD=NAME with a field of {fields}", param_hint="--column")
        columns[field] = int(name) if name.isdecimal() else name
    return columns


def _bytes(paths: list[str]) -> int | None:
    """The size of all files, for the time left; None when it cannot be known."""
    from extract.ingest import expand

    total = 0
    for path in expand(paths):
        if isinstance(path, Path):
            if str(path) == "-":
                return None
            try:
                total += path.stat().st_size
            except OSError:
                continue
    return total
