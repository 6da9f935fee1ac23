"""``zhclaims import``: what was annotated elsewhere becomes judgements of a store."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def take_over(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file or folder of another tool.")],
    source: Annotated[
        str,
        typer.Option(
            "--from", metavar="FORMAT", help="label-studio, langextract, web-annotation, datapackage or jsonl."
        ),
    ] = "label-studio",
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The store.")] = Path("claims.db"),
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="Whose judgements these are.", show_default="yours")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be imported.")] = False,
) -> None:
    """Take over claims annotated in another tool: accepted, corrected, added and, where the annotator saw and deleted
    them, rejected. All of the file, or - with a fault, which is told with its place and field - nothing.

    Exit status: 0 done, 1 the file has faults or the store cannot be used, 2 wrong use.
    """
    from extract.exchange import READABLE
    from extract.exchange.importing import import_annotations
    from extract.review.server import user_name

    if source not in READABLE:
        raise typer.BadParameter(f"{source!r} is not read; choose from {', '.join(READABLE)}", param_hint="--from")
    who = reviewer or user_name()
    if not who:
        raise typer.BadParameter("say whose judgements these are", param_hint="--reviewer")
    counts = import_annotations(db, source, file, who, dry_run=dry_run)
    told = ", ".join(f"{count} {what}" for what, count in counts.items() if count) or "nothing to import"
    print(f"{'would import: ' if dry_run else ''}{told}", file=sys.stderr)
