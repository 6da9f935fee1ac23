"""Running the review page: a socket before anything else, the address told, the browser opened once the page answers."""

from __future__ import annotations

import contextlib
import getpass
import secrets
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from extract.errors import ClaimsError
from extract.review.guards import is_loopback

PORT = 8421


@dataclass(frozen=True, slots=True)
class Place:
    """Where the page is found. ``token`` is None on loopback."""

    socket: socket.socket
    host: str
    port: int
    token: str | None

    @property
    def address(self) -> str:
        """The address to open, with the token where one is asked for."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        query = "" if self.token is None else f"?token={self.token}"
        return f"http://{shown}:{self.port}/{query}"


def find_place(host: str, port: int | None, token: str | None) -> Place:
    """Take a port: the one asked for, or the usual one, or whichever is free when that is taken.

    A host that is not loopback gets a token, given or made here. Raises ClaimsError when the port cannot be taken.
    """
    if not is_loopback(host) and not token:
        token = secrets.token_urlsafe(24)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for wanted in (PORT, 0) if port is None else (port,):
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, wanted))
            listening.listen(128)  # who comes before the page is ready waits instead of being refused
        except (OSError, OverflowError) as error:
            listening.close()
            problem = error
            continue
        return Place(listening, host, listening.getsockname()[1], token)
    raise ClaimsError(f"port {port} of {host} cannot be taken ({problem})", remedy="choose another with --port")


def user_name() -> str:
    """The name of who runs this, as a first guess at the reviewer's; empty when the system has none."""
    with contextlib.suppress(Exception):
        name = getpass.getuser()
        return "" if name == "root" else name[:40]
    return ""


def serve(
    db: Path,
    place: Place,
    folders: tuple[Path, ...],
    reviewer: str,
    *,
    open_browser: bool,
    say: Callable[[str], None] = lambda text: print(text, file=sys.stderr),
) -> None:
    """Answer until interrupted. Raises StoreError when the store cannot be opened."""
    from extract.review.desk import Desk

    desk = Desk(db, folders)
    _ = desk.connection  # a store that cannot be opened is told before a page is

    import uvicorn

    from extract.review.app import make_app

    app = make_app(desk, reviewer, place.token)
    say(f"review {db} at {place.address}  (Ctrl+C ends it; every decision is stored at once)")
    if open_browser:
        threading.Timer(0.3, webbrowser.open, (place.address,)).start()
    settings = uvicorn.Config(
        app, log_level="warning", access_log=False, timeout_graceful_shutdown=2, server_header=False, lifespan="off"
    )
    uvicorn.Server(settings).run(sockets=[place.socket])
