"""``zhclaims serve``: the REST interface."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def serve(
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The store.")] = Path("claims.db"),
    create: Annotated[bool, typer.Option("--create", help="Make the store when there is none.")] = False,
    host: Annotated[str, typer.Option(help="Where to listen; other than loopback demands a token.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8422,
    token: Annotated[
        str | None, typer.Option(help="The token that is demanded.", show_default="made up where one is needed")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that extract.")] = 2,
    timeout: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="For one article.")] = 30.0,
    max_size: Annotated[int, typer.Option(min=1, metavar="MB", help="Of a request.")] = 16,
    lexicon: Annotated[
        Path | None, typer.Option("--lexicon", metavar="DIR", help="A folder of your own words.")
    ] = None,
    openapi: Annotated[bool, typer.Option("--openapi", help="Print the description (OpenAPI 3.1) and stop.")] = False,
) -> None:
    """Answer over HTTP: extract a text, upload articles, ask for claims, vendors and metrics, judge claims.

    The address and, off loopback, the token are told on stderr. Exit status: 0 ended, 1 the store or the port cannot be
    used, 2 wrong use.
    """
    from importlib.util import find_spec

    from extract.errors import ClaimsError
    from extract.lexicon.loading import user_folders

    if find_spec("fastapi") is None or find_spec("uvicorn") is None:
        raise ClaimsError("the REST interface needs FastAPI and uvicorn", remedy="pip install 'zhclaims[web]'")
    if openapi:
        _print_description()
        return
    from extract.review.server import find_place
    from extract.serve.running import serve as answer

    place = find_place(host, port, token)
    try:
        answer(db, place, user_folders(lexicon), create=create, jobs=jobs, limit=timeout, size=max_size * 2**20)
    finally:
        place.socket.close()


def _print_description() -> None:
    import json
    from functools import partial

    from extract.batch import PipelineTools
    from extract.serve.app import resources
    from extract.serve.office import Office
    from extract.serve.readers import Readers

    office = Office(Path("claims.db"), Readers(partial(PipelineTools), 1, 30))
    print(json.dumps(resources(office).openapi(), ensure_ascii=False, indent=1))
