"""Who may ask, how much and how long: the outermost layer of the service.

On loopback no token is needed, but the name in the ``Host`` header must be one of loopback, so that a name which an outsider
lets point here does not pass, and a page of another site may not write. Elsewhere every request but that for health needs
the token. A request body is read here, up to a size and a time, before anything looks at it.
"""

from __future__ import annotations

import asyncio
import hmac
import json
from urllib.parse import urlsplit

from extract.review.guards import App, Message, Receive, Scope, Send, is_loopback
from extract.serve.problems import MEDIA, document

OPEN = ("/v1/health",)  # without a token
_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
)


class Guard:
    """``token`` None: loopback only. ``size`` bytes and ``seconds`` for the body of a request."""

    def __init__(self, app: App, token: str | None, size: int, seconds: float) -> None:
        self.app = app
        self.token = token
        self.size = size
        self.seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or say why not."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        send = _with_headers(send)
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        refusal = self.refusal(scope["method"], scope["path"], headers)
        if refusal is not None:
            await _refuse(send, *refusal)
            return
        try:
            body = await asyncio.wait_for(self._body(receive), self.seconds)
        except TimeoutError:
            await _refuse(send, 408, f"the request did not arrive within {self.seconds:g} seconds", "send it again")
            return
        if body is None:
            await _refuse(send, 413, f"the request is larger than {self.size} bytes", "send it in parts")
            return
        await self.app(scope, _replay(body, receive), send)

    def refusal(self, method: str, path: str, headers: dict[str, str]) -> tuple[int, str, str] | None:
        """Status, detail and remedy of a refusal; None for a request that may pass."""
        if self.token is None:
            host = headers.get("host", "")
            if not is_loopback(_host_of(host)):
                return (
                    403,
                    f"this service answers on localhost only, not as {host[:80]!r}",
                    "start it with --host and --token",
                )
        elif path not in OPEN and not self._holds_token(headers.get("authorization", "")):
            return 401, "the token is missing or wrong", "send it as `Authorization: Bearer TOKEN`"
        if method not in ("GET", "HEAD", "OPTIONS"):
            origin, site = headers.get("origin"), headers.get("sec-fetch-site")
            foreign = origin is not None and urlsplit_netloc(origin) != headers.get("host", "").lower()
            if foreign or site not in (None, "same-origin", "none"):
                return 403, "a page of another site may not write here", "ask from a program"
        length = headers.get("content-length", "0")
        if length.isdecimal() and int(length[:20]) > self.size:
            return 413, f"the request is larger than {self.size} bytes", "send it in parts"
        return None

    def _holds_token(self, authorization: str) -> bool:
        scheme, _, given = authorization.partition(" ")
        wanted = (self.token or "").encode()
        return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode("utf-8", "replace"), wanted)

    async def _body(self, receive: Receive) -> bytes | None:
        """The whole body; None when it is too large."""
        parts, size, more = [], 0, True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                break  # the client is gone; whoever reads next will be told
            part = message.get("body", b"")
            size += len(part)
            if size > self.size:
                return None
            parts.append(part)
            more = message.get("more_body", False)
        return b"".join(parts)


def _host_of(header: str) -> str:
    try:
        return urlsplit(f"//{header}").hostname or ""
    except ValueError:
        return ""


def urlsplit_netloc(origin: str) -> str:
    """Host and port of an origin; nothing for what is no address.

    >>> urlsplit_netloc("http://localhost:8422"), urlsplit_netloc("null")
    ('localhost:8422', '')
    """
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def _replay(body: bytes, receive: Receive) -> Receive:
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _refuse(send: Send, status: int, detail: str, remedy: str) -> None:
    content = json.dumps(document(status, detail, remedy)).encode()
    headers = [(b"content-type", MEDIA.encode()), (b"content-length", str(len(content)).encode())]
    if status == 401:
        headers.append((b"www-authenticate", b"Bearer"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _with_headers(send: Send) -> Send:
    async def wrapped(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", ()), *_HEADERS]
        await send(message)

    return wrapped
