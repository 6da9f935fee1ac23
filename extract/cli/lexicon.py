"""``zhclaims lexicon suggest``: what the words lack, as rows ready to append."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from extract.cli.extract import LexiconFolder, Quiet

if TYPE_CHECKING:
    from extract.lexicon import Lexicon
    from extract.suggest import Candidate
    from extract.types import Reading


def suggest(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH...|-]", help="Articles as for extract.", show_default=False),
    ] = None,
    db: Annotated[Path | None, typer.Option("--db", metavar="FILE", help="The articles of a store instead.")] = None,
    least: Annotated[int, typer.Option(min=1, metavar="N", help="Only what stands at least so often.")] = 3,
    kind: Annotated[str | None, typer.Option(help="Only one kind: vendor, product, metric or unit.")] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Write the rows there, a table for each kind, as a new folder."),
    ] = None,
    lexicon: LexiconFolder = None,
    quiet: Quiet = False,
) -> None:
    """List organisations, products, metrics and units that stand often in articles but not in the words.

    Each with its counts, its sentences and the row to append. A person looks at them: fill in what is missing, drop what is
    none, then run zhclaims check --lexicon DIR. Exit status: 0 done, 1 some inputs failed, 2 wrong use.
    """
    from extract.cli.inputs import Inputs, load_lexicon
    from extract.suggest import TABLE
    from extract.suggest import suggest as candidates

    if kind is not None and kind not in TABLE:
        raise typer.BadParameter(f"unknown kind {kind!r}; choose from {', '.join(TABLE)}", param_hint="--kind")
    if bool(paths) == (db is not None):
        raise typer.BadParameter("give articles, or a store with --db", param_hint="PATH")
    words, status = load_lexicon(lexicon), 0
    if db is not None:
        found = candidates(_stored(db, words), words, least)
    else:
        inputs = Inputs(paths or [], lexicon, quiet)
        found = candidates(inputs.readings(), words, least)
        status = inputs.status()
    chosen = [candidate for candidate in found if kind in (None, candidate.kind)]
    if output is None:
        for candidate in chosen:
            _print(candidate)
    else:
        _write(chosen, output)
    raise typer.Exit(status)


def _stored(db: Path, words: Lexicon) -> Iterator[Reading]:
    from contextlib import closing

    from extract.exchange import articles_of_store
    from extract.pipeline import read_article
    from extract.query.articles import page_of_articles
    from extract.store import connect_read_only

    with closing(connect_read_only(db)) as connection:
        cursor: str | None = None
        while True:
            page = page_of_articles(connection, cursor=cursor)
            for row in page.items:
                article = articles_of_store(connection, row["id"])
                if article is not None:
                    yield read_article(article, words)
            cursor = page.next
            if cursor is None:
                return


def _print(candidate: Candidate) -> None:
    print(f"{candidate.kind} {candidate.text} · {candidate.count} times in {len(candidate.articles)} articles")
    for sentence in candidate.sentences:
        print(f"    {sentence}")
    print("    row: " + ", ".join(f"{column}={cell}" for column, cell in candidate.row().items() if column != "examples"))


def _write(candidates: list[Candidate], folder: Path) -> None:
    from extract.cli.guard import say
    from extract.errors import ClaimsError
    from extract.suggest import TABLE, as_csv

    kinds = [kind for kind in TABLE if any(candidate.kind == kind for candidate in candidates)]
    for kind in kinds:
        path = folder / TABLE[kind].file
        if path.exists():
            raise ClaimsError(f"{path} is there already", remedy="choose a new folder; append its rows to yours afterwards")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind in kinds:
            (folder / TABLE[kind].file).write_text(as_csv(candidates, kind), encoding="utf-8-sig")
    except OSError as error:
        raise ClaimsError(f"{folder} cannot be written ({error.strerror})", remedy="choose another place with -o") from error
    say(f"{len(candidates)} rows written to {folder}")
