"""``zhclaims convert``: claims in the formats of other tools."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.extract import LexiconFolder, Quiet

if TYPE_CHECKING:
    from extract.exchange import Annotated as Annotation
    from extract.types import Article


def convert(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH...|-]", help="Articles as for extract, or files that --from names the format of."
        ),
    ] = None,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="jsonl, label-studio, label-studio-config, langextract, web-annotation, datapackage, json-ld or spacy.",
        ),
    ] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="The file, or folder for datapackage.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="FORMAT", help="jsonl, label-studio, langextract, web-annotation or datapackage."
        ),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="A store: its claims, or the articles that --from needs."),
    ] = None,
    articles: Annotated[
        list[str] | None,
        typer.Option("--articles", metavar="PATH", help="The articles that --from needs; may be repeated."),
    ] = None,
    accepted: Annotated[
        bool, typer.Option("--accepted", help="Of a store only what a reviewer accepted, corrected claims among it.")
    ] = False,
    min_confidence: Annotated[
        float | None, typer.Option(min=0.0, max=1.0, help="Of a store only claims so sure.")
    ] = None,
    lexicon: LexiconFolder = None,
    quiet: Quiet = False,
) -> None:
    """Write claims - of articles, of a store, or of a file of another tool - in the format of another tool.

    What is read is checked strictly: with a fault, which is told with its place and field, nothing is written.
    Exit status: 0 done, 1 some inputs failed or a file has faults, 2 wrong use.
    """
    from extract.cli.inputs import Inputs
    from extract.exchange import READABLE, WRITABLE, of_reading, write

    if to not in WRITABLE:
        raise typer.BadParameter(f"{to!r} is not written; choose from {', '.join(WRITABLE)}", param_hint="--to")
    if source is not None and source not in READABLE:
        raise typer.BadParameter(f"{source!r} is not read; choose from {', '.join(READABLE)}", param_hint="--from")
    if output is None:
        raise typer.BadParameter("name the file", param_hint="-o")
    named = list(paths or ())
    status = 0
    if to == "label-studio-config":
        write(to, (), output)
        return
    if source is not None:
        if not named:
            raise typer.BadParameter("name the file to read", param_hint="PATH")
        found = [each for path in named for each in _read(source, Path(path), db, list(articles or ()))]
        count = write(to, found, output)
    elif named:
        inputs = Inputs(named, lexicon, quiet)
        count = write(to, (of_reading(reading) for reading in inputs.readings()), output)
        status = inputs.status()
    elif db is not None:
        count = write(to, _stored(db, accepted, min_confidence, lexicon), output)
    else:
        raise typer.BadParameter("give articles, a file with --from, or a store with --db", param_hint="PATH")
    if not quiet:
        print(f"{count} claims written to {output}", file=sys.stderr)
    raise typer.Exit(status)


def _stored(db: Path, accepted: bool, min_confidence: float | None, lexicon: Path | None) -> Iterator[Annotation]:
    from contextlib import closing

    from extract.exchange import of_store
    from extract.lexicon.loading import user_folders
    from extract.query import Wanted
    from extract.review.places import Sights
    from extract.store import ACCEPTED, connect_read_only

    wanted = Wanted(statuses=ACCEPTED if accepted else (), min_confidence=min_confidence)
    with closing(connect_read_only(db)) as connection:
        yield from of_store(connection, wanted, Sights(user_folders(lexicon)))


def _read(source: str, file: Path, db: Path | None, articles: list[str]) -> list[Annotation]:
    """What a file holds; articles that it does not hold itself come from a store or from files."""
    from contextlib import closing

    from extract.exchange import articles_of_store, read
    from extract.store import connect_read_only

    if db is not None:
        with closing(connect_read_only(db)) as connection:
            return read(source, file, lambda id: articles_of_store(connection, id))
    known = {article.id: article for article in _articles(articles)}
    return read(source, file, known.get if known else None)


def _articles(paths: list[str]) -> Iterator[Article]:
    from extract.errors import ClaimsError
    from extract.ingest import read_articles
    from extract.pipeline import prepare
    from extract.types import Article

    for path in paths:
        for made in read_articles(path):
            if not isinstance(made, Article):
                raise ClaimsError(str(made))
            yield prepare(made).article
