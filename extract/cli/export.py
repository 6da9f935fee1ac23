"""``zhclaims export``: claims out of a store."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import Annotated

import typer


def export(
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The store.")] = Path("claims.db"),
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(help="jsonl, csv, xlsx or parquet; the end of FILE says it, jsonl on stdout.")
    ] = None,
    vendor: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this vendor, by id, name or as written; may be repeated."),
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this metric, by id, name or as written; may be repeated."),
    ] = None,
    since: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Published on this day or later.")
    ] = None,
    until: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DAY", help="Published on this day or earlier.")
    ] = None,
    status: Annotated[
        list[str] | None,
        typer.Option(help="unreviewed, accepted, edited, rejected, flagged or skipped; may be repeated."),
    ] = None,
    accepted: Annotated[
        bool, typer.Option("--accepted", help="Only what a reviewer accepted, corrected claims among it.")
    ] = False,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Only claims that are at least this sure.")
    ] = None,
    reprints: Annotated[
        bool,
        typer.Option("--reprints/--no-reprints", help="With the claims of reprints, or of canonical articles only."),
    ] = True,
    bom: Annotated[bool, typer.Option("--bom/--no-bom", help="CSV with the mark by which Excel knows UTF-8.")] = True,
    context: Annotated[
        bool, typer.Option("--context", help="JSON Lines with source, review and sentence beside each record.")
    ] = False,
    gold: Annotated[
        Path | None,
        typer.Option("--gold", metavar="DIR", help="Reviewed articles as gold instead, one file each, for evaluate."),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No notes on stderr.")] = False,
) -> None:
    """Write claims of a store as JSON Lines, CSV, XLSX or Parquet, in an order that does not depend on how they came in.

    With --gold DIR: articles whose claims are all decided, as gold in the corpus's form; rejected claims as counter-examples.

    Exit status: 0 done, 1 it could not be written, 2 wrong use.
    """
    from extract.export import export as write
    from extract.export import format_of
    from extract.store import ACCEPTED, STATUSES, Filter

    if gold is not None:
        from extract.cli.review import tell_gold
        from extract.review.gold import write_gold

        if output is not None or format is not None:
            raise typer.BadParameter("gold has its own form: give --gold without --output and --format", param_hint="--gold")
        tell_gold(write_gold(db, gold), gold)
        return
    chosen = [known for known in STATUSES if known in (status or ())]
    unknown = sorted(set(status or ()) - set(STATUSES))
    if unknown:
        raise typer.BadParameter(
            f"unknown status {unknown[0]!r}; choose from {', '.join(STATUSES)}", param_hint="--status"
        )
    if accepted and chosen:
        raise typer.BadParameter("give --accepted or --status, not both", param_hint="--accepted")
    if since and until and since > until:
        raise typer.BadParameter(f"no day lies between {since:%Y-%m-%d} and {until:%Y-%m-%d}", param_hint="--since")
    wanted = Filter(
        vendors=tuple(vendor or ()),
        metrics=tuple(metric or ()),
        since=since.date() if since else None,
        until=until.date() if until else None,
        statuses=ACCEPTED if accepted else tuple(chosen),
        min_confidence=min_confidence,
        reprints=reprints,
    )
    count = write(db, output, format_of(format, output), wanted, bom=bom, context=context)
    if not quiet and (output is not None or not count):
        print(f"{count} claims{'' if output is None else f' written to {output}'}", file=sys.stderr)
