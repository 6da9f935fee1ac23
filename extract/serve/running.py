"""Running the service: a socket before anything else, the address told, one process to read at the ready."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from extract.batch import PipelineTools
from extract.review.server import Place
from extract.serve.readers import Readers
from extract.store import connect

PORT = 8422


def serve(
    db: Path,
    place: Place,
    folders: tuple[Path, ...],
    *,
    create: bool,
    jobs: int,
    limit: float,
    size: int,
    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr),
) -> None:
    """Answer until interrupted. Raises StoreError when the store cannot be opened."""
    import uvicorn

    from extract.serve.app import make_app
    from extract.serve.office import Office

    connect(db, create=create).close()
    with Readers(partial(PipelineTools, folders), jobs, limit) as readers:
        app = make_app(Office(db, readers, folders), place.token, size=size)
        threading.Thread(target=readers.warm_up, daemon=True).start()
        address = place.address.partition("?")[0]
        say(f"serve {db} at {address}v1/  (description: {address}v1/openapi.json; Ctrl+C ends it)")
        if place.token is not None:
            say(f"token: {place.token}")
        settings = uvicorn.Config(
            app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False, lifespan="off"
        )
        uvicorn.Server(settings).run(sockets=[place.socket])
