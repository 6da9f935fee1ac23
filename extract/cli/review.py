"""``zhclaims review``: check claims against their text on a local web page."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from extract.review.gold import GoldWritten


def review(
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The store.")] = Path("claims.db"),
    static: Annotated[
        Path | None,
        typer.Option("--static", metavar="FILE", help="Write one self-contained page there instead, to hand around."),
    ] = None,
    export_gold: Annotated[
        Path | None,
        typer.Option("--export-gold", metavar="DIR", help="Write the articles that are wholly reviewed there as gold."),
    ] = None,
    import_decisions: Annotated[
        Path | None,
        typer.Option("--import", metavar="FILE", help="Take over decisions made on a static page or another store."),
    ] = None,
    export_decisions: Annotated[
        Path | None,
        typer.Option("--export-log", metavar="FILE|-", help="Write the log of decisions there, as JSON Lines."),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Print how often each rule is right, and agreement.")
    ] = False,
    host: Annotated[str, typer.Option(help="Where to listen; other than loopback demands a token.")] = "127.0.0.1",
    port: Annotated[int | None, typer.Option(min=0, max=65535, show_default="8421, else a free one")] = None,
    token: Annotated[
        str | None, typer.Option(help="The token that is demanded.", show_default="made up where one is needed")
    ] = None,
    reviewer: Annotated[
        str | None, typer.Option(metavar="NAME", help="The name offered to a new reviewer.", show_default="yours")
    ] = None,
    lexicon: Annotated[
        Path | None,
        typer.Option("--lexicon", metavar="DIR", help="A folder of your own words; new words go there."),
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in a browser.")] = True,
) -> None:
    """Check claims against their text, by keyboard, on a page of this machine.

    Exit status: 0 done, 1 the store or a file cannot be used, 2 wrong use.
    """
    from extract.lexicon.loading import user_folders

    other_work = [static, export_gold, import_decisions, export_decisions, report or None]
    if sum(each is not None for each in other_work) > 1:
        raise typer.BadParameter("give one of --static, --export-gold, --import, --export-log, --report at a time")
    folders = user_folders(lexicon)
    if static is not None:
        from extract.review.static_page import write_page

        count = write_page(db, static, folders)
        print(f"{count} claims written to {static}", file=sys.stderr)
    elif export_gold is not None:
        from extract.review.gold import write_gold

        tell_gold(write_gold(db, export_gold), export_gold)
    elif import_decisions is not None:
        _take_over(db, import_decisions, folders)
    elif export_decisions is not None:
        _write_log(db, export_decisions)
    elif report:
        _report(db)
    else:
        _serve(db, host, port, token, reviewer, folders, browser)


def _serve(
    db: Path,
    host: str,
    port: int | None,
    token: str | None,
    reviewer: str | None,
    folders: tuple[Path, ...],
    browser: bool,
) -> None:
    from importlib.util import find_spec

    from extract.errors import ClaimsError
    from extract.review.server import find_place, serve, user_name

    if find_spec("fastapi") is None or find_spec("uvicorn") is None or find_spec("jinja2") is None:
        raise ClaimsError("the review page needs FastAPI, Jinja and uvicorn", remedy="pip install 'zhclaims[web]'")
    place = find_place(host, port, token)
    try:
        serve(db, place, folders, user_name() if reviewer is None else reviewer, open_browser=browser)
    finally:
        place.socket.close()


def tell_gold(written: GoldWritten, folder: Path) -> None:
    print(
        f"{len(written.files)} articles with {written.claims} claims written to {folder}; "
        f"{written.counter_examples} counter-examples",
        file=sys.stderr,
    )
    for article, reason in written.left_out:
        print(f"left out: {article}: {reason}", file=sys.stderr)


def _take_over(db: Path, file: Path, folders: tuple[Path, ...]) -> None:
    from extract.review.desk import Desk
    from extract.review.rows import read_rows

    done = Desk(db, folders).restore(read_rows(file))
    print(f"{done['added']} decisions imported, {done['known']} known before", file=sys.stderr)
    if done["disputed"]:
        print(f"reviewers differ on {done['disputed']} of their claims: see the page of disagreements", file=sys.stderr)


def _write_log(db: Path, file: Path) -> None:
    from extract.errors import ClaimsError
    from extract.review.views import exported_log
    from extract.store import connect_read_only

    lines = "".join(f"{line}\n" for line in exported_log(connect_read_only(db)))
    if str(file) == "-":
        print(lines, end="")
        return
    try:
        file.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise ClaimsError(f"{file} cannot be written ({error.strerror})", remedy="choose another place") from error


def _report(db: Path) -> None:
    from dataclasses import asdict

    from extract.review.agreement import agreements
    from extract.review.rule_report import rule_report
    from extract.store import connect_read_only

    connection = connect_read_only(db)
    made = {"rules": rule_report(connection), "agreement": [asdict(each) for each in agreements(connection)]}
    print(json.dumps(made, ensure_ascii=False, indent=1))
