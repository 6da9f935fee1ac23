"""Every error as a problem document (RFC 9457): what was wrong, where, and what to do about it."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from extract.errors import ClaimsError
from extract.query import CursorError, QueryTooSlow
from extract.review.decisions import Conflict
from extract.serve.office import NothingRead, Unavailable
from extract.serve.readers import Busy, TooSlow, Unreadable
from extract.store import StoreError

MEDIA = "application/problem+json"
_STATUS: tuple[tuple[type[ClaimsError], int], ...] = (
    (CursorError, 400),
    (QueryTooSlow, 504),
    (TooSlow, 504),
    (Busy, 503),
    (Unavailable, 503),
    (Unreadable, 422),
    (Conflict, 409),
    (StoreError, 422),
    (ClaimsError, 422),
)


class Problem(Exception):
    """An error with its status, raised by a resource."""

    def __init__(self, status: int, detail: str, remedy: str = "") -> None:
        self.status = status
        self.detail = detail
        self.remedy = remedy
        super().__init__(detail)


class ProblemResponse(JSONResponse):
    """A problem document."""

    media_type = MEDIA


def document(status: int, detail: str, remedy: str = "", errors: Sequence[Mapping[str, str]] = ()) -> dict[str, Any]:
    """The content of a problem document.

    >>> document(404, "there is no claim 'a#1'")["title"]
    'Not Found'
    """
    made: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
    }
    if remedy:
        made["remedy"] = remedy
    if errors:
        made["errors"] = list(errors)
    return made


def respond(status: int, detail: str, remedy: str = "", errors: Sequence[Mapping[str, str]] = ()) -> ProblemResponse:
    """A problem as a response."""
    headers = {"retry-after": "5"} if status == 503 else None
    return ProblemResponse(document(status, detail, remedy, errors), status, headers)


def answer_errors(app: FastAPI) -> None:
    """Make the application answer every error with a problem document."""

    @app.exception_handler(Problem)
    def of_ours(request: Request, error: Problem) -> ProblemResponse:
        return respond(error.status, error.detail, error.remedy)

    @app.exception_handler(ClaimsError)
    def of_claims(request: Request, error: ClaimsError) -> ProblemResponse:
        status = next(status for kind, status in _STATUS if isinstance(error, kind))
        return respond(status, error.message, error.remedy)

    @app.exception_handler(NothingRead)
    def of_upload(request: Request, error: NothingRead) -> ProblemResponse:
        found = [{"field": each.source, "message": f"{each.reason}; {each.remedy}"} for each in error.failures[:50]]
        return respond(422, error.message, error.remedy, found)

    @app.exception_handler(sqlite3.Error)
    def of_database(request: Request, error: sqlite3.Error) -> ProblemResponse:
        return respond(503, f"the store cannot be asked now ({error})", "ask again in a while")

    @app.exception_handler(RequestValidationError)
    def of_validation(request: Request, error: RequestValidationError) -> ProblemResponse:
        found = [
            {"field": ".".join(str(step) for step in each["loc"]), "message": _printable(each["msg"])}
            for each in error.errors()
        ]
        return respond(422, "the request does not follow the description", "see openapi.json", found[:50])

    @app.exception_handler(HTTPException)
    def of_http(request: Request, error: HTTPException) -> ProblemResponse:
        made = respond(error.status_code, _printable(str(error.detail)))
        for name, value in (error.headers or {}).items():
            made.headers[name] = value
        return made

    @app.exception_handler(Exception)
    def of_anything(request: Request, error: Exception) -> ProblemResponse:
        said = _printable(f"{type(error).__name__}: {str(error)[:200]}")
        return respond(500, f"internal error: {said}", "please report this with the request")


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()
