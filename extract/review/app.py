"""The web application: the page, its assets, and a small JSON interface that only the page uses."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Annotated, Any

from fastapi import FastAPI, Query, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from extract.errors import ClaimsError
from extract.review.agreement import disagreements as disagreements_in
from extract.review.assets import ASSETS, page, words
from extract.review.decisions import Conflict
from extract.review.desk import Desk, blind
from extract.review.guards import Guard
from extract.review.queue import View, choices
from extract.review.rule_report import rule_report
from extract.review.views import claims_by_id, exported_log, log_rows
from extract.review.words import add_word, complete, propose_id

Id = Annotated[str, Query(max_length=1000)]
Line = Annotated[str, Query(max_length=300)]


class Deciding(BaseModel):
    """One decision, on one claim or on several."""

    reviewer: str = Field(max_length=60)
    name: str | None = Field(default=None, max_length=64)
    items: list[dict[str, Any]] = Field(max_length=50)


class Undoing(BaseModel):
    """Taking back the latest decision, or the one named."""

    reviewer: str = Field(max_length=60)
    name: str | None = Field(default=None, max_length=64)
    judgement: str | None = Field(default=None, max_length=100)


class Batching(BaseModel):
    """One verdict on all claims of a view."""

    reviewer: str = Field(max_length=60)
    view: dict[str, str]
    verdict: str
    reason: str | None = Field(default=None, max_length=300)
    digest: str | None = Field(default=None, max_length=64)
    name: str | None = Field(default=None, max_length=64)


class Importing(BaseModel):
    """Decisions made elsewhere."""

    rows: list[dict[str, Any]]


class Adding(BaseModel):
    """A word for the user's lexicon."""

    kind: str
    cells: dict[str, str]
    example: str = Field(max_length=2000)


class Placing(BaseModel):
    """A record under edit, to be found in its article."""

    article: str
    record: dict[str, Any]


def make_app(desk: Desk, reviewer: str = "", token: str | None = None) -> Guard:
    """The application over a store. ``reviewer`` is the name offered to who has none yet; ``token`` None: loopback only."""
    app = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    _answer_errors(app)
    _add_pages(app, desk, reviewer)
    _add_looking(app, desk)
    _add_deciding(app, desk)
    return Guard(app, token)


def _answer_errors(app: FastAPI) -> None:
    @app.exception_handler(Conflict)
    async def meanwhile(_: Request, error: Conflict) -> Response:
        return JSONResponse({"error": str(error), "conflict": asdict(error.newest)}, 409)

    @app.exception_handler(ClaimsError)
    async def in_words(_: Request, error: ClaimsError) -> Response:
        return JSONResponse({"error": error.message, "remedy": error.remedy}, 400)


def _add_pages(app: FastAPI, desk: Desk, reviewer: str) -> None:
    @app.get("/")
    def index(request: Request) -> Response:
        language = _language(request)
        trouble = ""
        try:
            view = View.of(dict(request.query_params))
        except ClaimsError as error:  # a page that says so is better than none
            view, trouble = View(), str(error)
        me = request.query_params.get("me", "")[:40] or reviewer
        queue = desk.queue(blind(view, me))
        first = view.article or (queue["items"][0]["article"] if queue["items"] else "")
        start = {
            "words": words(language),
            "language": language,
            "reviewer": reviewer,
            "queue": queue,
            "articles": _articles(desk, first),
            "recent": desk.recent(me),
            "seq": desk.newest(),
            "lexicon": str(desk.writable),
            "store": desk.db.name,
            "trouble": trouble,
        }
        return Response(page(language, start), media_type="text/html; charset=utf-8")

    @app.get("/assets/{name}")
    def asset(name: str) -> Response:
        if name not in ASSETS or name == "offline.js":
            return Response("there is no such file\n", 404, media_type="text/plain")
        made = ASSETS[name]
        return Response(made.text(), media_type=made.media)

    @app.get("/favicon.ico")
    def favicon() -> Response:
        return Response(status_code=204)


def _add_looking(app: FastAPI, desk: Desk) -> None:
    @app.get("/api/queue")
    def queue(request: Request, offset: Annotated[int, Query(ge=0, le=10**8)] = 0, me: Line = "") -> dict[str, Any]:
        return desk.queue(blind(View.of(dict(request.query_params)), me), offset)

    @app.get("/api/article")
    def article(id: Id) -> dict[str, Any]:
        return desk.article(id)

    @app.get("/api/articles")
    def articles() -> list[dict[str, Any]]:
        return desk.articles()

    @app.get("/api/choices")
    def filters() -> dict[str, Any]:
        return {**choices(desk.connection), "disputes": len(disagreements_in(desk.connection))}

    @app.get("/api/changes")
    def changes(since: Annotated[int, Query(ge=0)] = 0, me: Line = "", at: Id = "") -> dict[str, Any]:
        return desk.changes(since, me, at)

    @app.get("/api/amount")
    def amount(text: Line, article: Id = "") -> dict[str, Any]:
        return {"amount": desk.amount(text, article)}

    @app.get("/api/complete")
    def completed(kind: Line, typed: Line) -> list[dict[str, Any]]:
        return complete(desk.sights.lexicon(), kind, typed)

    @app.get("/api/draft")
    def draft(
        kind: Line,
        article: Id,
        start: Annotated[int, Query(ge=0)] = 0,
        end: Annotated[int, Query(ge=0)] = 0,
        record: Annotated[list[str] | None, Query(max_length=2)] = None,
    ) -> list[dict[str, Any]]:
        return desk.draft(kind, article, start, end, record or [])

    @app.get("/api/disagreements")
    def disagreements() -> dict[str, Any]:
        return desk.disputed()

    @app.get("/api/rules")
    def rules() -> list[dict[str, Any]]:
        return rule_report(desk.connection)

    @app.get("/api/log")
    def log(before: Annotated[int, Query(ge=0)] = 0) -> list[dict[str, Any]]:
        return log_rows(desk.connection, before)

    @app.get("/api/decisions.jsonl")
    def decisions() -> Response:
        text = "".join(f"{line}\n" for line in exported_log(desk.connection))
        held = {"content-disposition": "attachment; filename=decisions.jsonl"}
        return Response(text, media_type="application/x-ndjson; charset=utf-8", headers=held)

    @app.get("/api/propose-id")
    def proposed(name: Line) -> dict[str, str]:
        return {"id": propose_id(name)}


def _add_deciding(app: FastAPI, desk: Desk) -> None:
    @app.post("/api/decide")
    def decide(asked: Deciding) -> Any:
        try:
            return desk.decide(asked.reviewer, asked.items, asked.name)
        except Conflict as error:
            return JSONResponse(_conflict(desk, error), 409)

    @app.post("/api/undo")
    def undo(asked: Undoing) -> dict[str, Any]:
        return desk.undo(asked.reviewer, asked.judgement, asked.name)

    @app.post("/api/batch")
    def batch(asked: Batching) -> dict[str, Any]:
        view = blind(View.of(asked.view), asked.reviewer)
        return desk.batch(asked.reviewer, view, asked.verdict, asked.reason, asked.digest, asked.name)

    @app.post("/api/import")
    def restore(asked: Importing) -> dict[str, int]:
        return desk.restore(asked.rows)

    @app.post("/api/places")
    def places(asked: Placing) -> dict[str, Any]:
        try:
            return desk.place_words(asked.article, asked.record)
        except (KeyError, TypeError):
            return {}

    @app.post("/api/words")
    def add(asked: Adding) -> dict[str, str]:
        below = tuple(folder for folder in desk.sights.folders if folder != desk.writable)
        path = add_word(desk.writable, asked.kind, asked.cells, asked.example, below)
        desk.sights.folders = (*below, desk.writable)
        return {"file": str(path), "id": asked.cells.get("id", "")}


def _conflict(desk: Desk, error: Conflict) -> dict[str, Any]:
    """What the second reviewer is shown: what the first decided, and the claim as it is now."""
    newest = error.newest
    made: Mapping[str, Any] = {
        name: getattr(newest, name) for name in ("seq", "reviewer", "verdict", "reason", "at", "after")
    }
    return {
        "error": error.message,
        "conflict": json.loads(json.dumps(made)),
        "claim": next(iter(claims_by_id(desk.connection, desk.sights, [error.record])), None),
    }


def _articles(desk: Desk, first: str) -> list[dict[str, Any]]:
    try:
        return [desk.article(first, at_once=True)] if first else []
    except ClaimsError:  # the address names an article that is gone
        return []


def _language(request: Request) -> str:
    """zh or en: as the address says, else as chosen before, else as the browser prefers."""
    for said in (request.query_params.get("lang"), request.cookies.get("zhclaims_lang")):
        if said in ("zh", "en"):
            return str(said)
    accepted = request.headers.get("accept-language", "").lower()
    first = accepted.split(",")[0]
    return "en" if first and not first.startswith("zh") else "zh"
