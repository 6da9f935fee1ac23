"""Who may ask what of the review page: only this machine or the holder of the token, and nothing another site's page sends.

Loopback needs no token, but the name in the Host header must be one of loopback, so that a name which an outsider lets
point here does not pass. What changes anything must be JSON with a header of ours, from a page of ours.
"""

from __future__ import annotations

import hmac
import re
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qsl, urlencode

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

LOOPBACK = ("localhost", "127.0.0.1", "::1")
COOKIE = "zhclaims_review"
HEADER = "x-zhclaims"
_HOST = re.compile(r"(\[[0-9a-fA-F:]+\]|[\w.-]+)(?::\d+)?")
LARGEST = 64 * 1024 * 1024  # bytes of a request: an imported file of decisions

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself.

    >>> is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, False)
    """
    return host.strip("[]").lower() in LOOPBACK


class Guard:
    """The outer layer of the web application. ``token`` None: loopback only."""

    def __init__(self, app: App, token: str | None) -> None:
        self.app = app
        self.token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self.refusal(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)
        if refusal is None:
            try:
                await self.app(scope, receive, _with_headers(send))
            except Exception as error:  # the page was told 500; no traceback reaches who runs it
                print(f"zhclaims: {scope['path']}: {type(error).__name__}: {str(error)[:300]}", file=sys.stderr)
            return
        status, text, extra = refusal
        content = [(b"content-type", b"text/plain; charset=utf-8"), *extra]
        await _with_headers(send)({"type": "http.response.start", "status": status, "headers": content})
        await send({"type": "http.response.body", "body": text.encode()})

    def refusal(
        self, method: str, path: str, query: str, headers: dict[str, str]
    ) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
        """Status, words and headers of a refusal; None for a request that may pass."""
        host = headers.get("host", "")
        if self.token is None:
            name = _HOST.fullmatch(host)
            if name is None or not is_loopback(name[1]):
                return 403, f"this page answers on localhost only, not as {host!r}\n", []
        elif not self._may(headers):
            given = dict(parse_qsl(query)).get("token", "")
            if method != "GET" or not hmac.compare_digest(given.encode(), self.token.encode()):
                return 401, "open the address with its token, as it was printed at the start\n", []
            return 303, "", [_cookie(self.token), (b"location", _without_token(path, query).encode())]
        if method in ("GET", "HEAD"):
            return None
        return _refuse_foreign(host, headers)

    def _may(self, headers: dict[str, str]) -> bool:
        """Whether a request holds the token, in its cookie or as a bearer."""
        cookies: SimpleCookie = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            return False
        kept = cookies[COOKIE].value if COOKIE in cookies else ""
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        wanted = (self.token or "").encode()
        return any(hmac.compare_digest(given.encode(), wanted) for given in (kept, bearer))


def _refuse_foreign(host: str, headers: dict[str, str]) -> tuple[int, str, list[tuple[bytes, bytes]]] | None:
    """Why a request that would change something is refused."""
    origin, site = headers.get("origin"), headers.get("sec-fetch-site")
    if origin is not None and origin.lower().partition("://")[2] != host.lower():
        return 403, f"a page of {origin!r} may not decide here\n", []
    if site is not None and site != "same-origin":
        return 403, "a page of another site may not decide here\n", []
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json" or HEADER not in headers:
        return 403, f"send JSON, with the header {HEADER}\n", []
    length = headers.get("content-length", "")
    if not length.isdecimal():
        return 411, "say how long the request is\n", []
    if int(length) > LARGEST:
        return 413, "the file is too large; split it\n", []
    return None


def _cookie(token: str) -> tuple[bytes, bytes]:
    return (b"set-cookie", f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict".encode())


def _without_token(path: str, query: str) -> str:
    """The address without its token; always a path of this page."""
    rest = urlencode([(name, value) for name, value in parse_qsl(query) if name != "token"])
    return f"/{path.lstrip('/')}{'?' if rest else ''}{rest}"


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = {name for name, _ in message.get("headers", ())}
            message["headers"] = [*message.get("headers", ()), *(each for each in _HEADERS if each[0] not in own)]
        await send(message)

    return wrapped
