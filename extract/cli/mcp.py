"""``zhclaims mcp``: the MCP server for language-model agents."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extract.cli.extract import LexiconFolder


def mcp(
    db: Annotated[
        Path | None, typer.Option("--db", metavar="FILE", help="The store; without one, extraction only.")
    ] = None,
    lexicon: LexiconFolder = None,
) -> None:
    """Speak the Model Context Protocol on standard input and output: tools to extract, search, explain and compare claims.

    An agent starts this itself; register it as the command `zhclaims mcp --db FILE`.
    """
    from importlib.util import find_spec

    from extract.errors import ClaimsError
    from extract.lexicon.loading import user_folders

    if find_spec("mcp") is None:
        raise ClaimsError("the MCP server needs the package mcp", remedy="pip install 'zhclaims[mcp]'")
    from extract.mcp_server import make_server

    make_server(db, user_folders(lexicon)).run("stdio")
