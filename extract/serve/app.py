"""The resources of the service."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Header, Query, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from extract.ingest import Kind, article_from_text
from extract.query import (
    Page,
    Wanted,
    claim_by_id,
    compare_vendors,
    metrics,
    page_of_articles,
    page_of_claims,
    page_of_judgements,
    stored_article,
    stored_numbers,
    vendors,
    within,
)
from extract.serve import requests as of
from extract.serve.formats import CSV, chosen, page_response
from extract.serve.guards import Guard
from extract.serve.office import Office
from extract.serve.openapi import describe
from extract.serve.problems import Problem, answer_errors
from extract.store import columns_of_claims
from extract.version import EXTRACTOR, __version__

SIZE = 16 * 2**20  # bytes of a request
SECONDS = 30.0  # for a request to arrive
_UPLOADS: dict[str, Kind] = {
    "application/json": "json",
    "application/x-ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "text/plain": "text",
    "text/html": "html",
}


def make_app(office: Office, token: str | None = None, *, size: int = SIZE, seconds: float = SECONDS) -> Guard:
    """The application over a store. ``token`` None: loopback only. ``size`` bytes and ``seconds`` bound a request."""
    return Guard(resources(office, secured=token is not None), token, size, seconds)


def resources(office: Office, *, secured: bool = False) -> FastAPI:
    """The application without its guard."""
    app = FastAPI(
        title="zhclaims", version=__version__, docs_url=None, redoc_url=None, openapi_url="/v1/openapi.json",
        redirect_slashes=False, generate_unique_id_function=lambda route: route.name,
    )  # fmt: skip
    answer_errors(app)
    _add_reading(app, office)
    _add_claims(app, office)
    _add_articles(app, office)
    _add_names(app, office)
    _add_judgements(app, office)
    describe(app, secured=secured)
    return app


def _json_only(request: Request) -> None:
    _media(request, ("application/json",))


def _media(request: Request, taken: tuple[str, ...]) -> str:
    media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media not in taken:
        raise Problem(415, f"a body of type {media[:80]!r} is not taken", f"send one of {', '.join(taken)}")
    return media


def _add_reading(app: FastAPI, office: Office) -> None:
    @app.get("/v1/health", tags=["service"], summary="Whether the service and its store work")
    def health() -> Response:
        office.connection.execute("SELECT 1 FROM articles LIMIT 1").fetchone()
        return JSONResponse({"status": "ok", "extractor": EXTRACTOR})

    @app.post("/v1/extract", tags=["extract"], summary="Claims and numbers of a text, which is not stored",
              dependencies=[Depends(_json_only)])  # fmt: skip
    def extract_text(article: of.ArticleIn) -> Response:
        made = article_from_text(
            article.text, id=article.id, title=article.title, published=article.published, publisher=article.publisher
        )
        return JSONResponse(office.extract(made))


def _add_claims(app: FastAPI, office: Office) -> None:
    @app.get("/v1/claims", tags=["claims"], summary="Claims by day of publication, article and place")
    def list_claims(
        request: Request,
        vendor: of.Names,
        metric: of.Names,
        status: of.Statuses,
        article: Annotated[of.Id | None, Query()] = None,
        since: of.DayParameter = None,
        until: of.DayParameter = None,
        period: of.Period = None,
        min_confidence: of.Confidence = None,
        text: of.Text = None,
        reprints: of.Switch = True,
        limit: of.Limit = 100,
        cursor: of.Cursor = None,
        accept: Annotated[str | None, Header(include_in_schema=False)] = None,
    ) -> Response:
        media = chosen(accept)
        wanted = Wanted(
            tuple(vendor), tuple(metric), since, until, tuple(status), min_confidence, reprints,
            text, period, article,
        )  # fmt: skip
        with within(office.connection, office.seconds):
            page = page_of_claims(office.connection, wanted, limit, cursor, rows=media == CSV)
        columns = [name for name in columns_of_claims(office.connection) if name != "json"]
        return page_response(page, media, columns, _next(request, page))

    @app.get("/v1/claims/{id:path}", tags=["claims"], summary="One claim")
    def get_claim(id: str) -> Response:
        return JSONResponse(_there(claim_by_id(office.connection, id), "claim", id))

    @app.get("/v1/comparison", tags=["claims"], summary="Vendors side by side on a metric")
    def compare(
        metric: Annotated[of.Word, Query()],
        vendor: of.Names,
        period: of.Period = None,
        min_confidence: of.Confidence = None,
    ) -> Response:
        with within(office.connection, office.seconds):
            made = compare_vendors(
                office.connection, metric, tuple(vendor), period=period, min_confidence=min_confidence
            )
        return JSONResponse(made)


def _add_articles(app: FastAPI, office: Office) -> None:
    @app.get("/v1/articles", tags=["articles"], summary="Articles in the order in which they came, without their text")
    def list_articles(request: Request, limit: of.Limit = 100, cursor: of.Cursor = None) -> Response:
        return _listed(request, page_of_articles(office.connection, limit, cursor))

    @app.post("/v1/articles", tags=["articles"], summary="Read, extract and store articles")
    async def upload_articles(request: Request) -> Response:
        kind = _UPLOADS[_media(request, tuple(_UPLOADS))]
        body = await request.body()
        return JSONResponse({"items": await run_in_threadpool(office.upload, body, kind)})

    @app.get("/v1/articles/{id:path}", tags=["articles"], summary="One article with its text")
    def get_article(id: str) -> Response:
        return JSONResponse(_there(stored_article(office.connection, id), "article", id))

    @app.get(
        "/v1/numbers", tags=["articles"], summary="Every number of an article, with its role and the reason for it"
    )
    def list_numbers(article: Annotated[of.Id, Query()]) -> Response:
        _there(stored_article(office.connection, article), "article", article)
        return JSONResponse({"items": stored_numbers(office.connection, article), "next": None})


def _add_names(app: FastAPI, office: Office) -> None:
    def add(kind: str, all_of: Callable[..., list[dict[str, Any]]]) -> None:
        @app.get(
            f"/v1/{kind}s", name=f"list_{kind}s", tags=["registry"], summary=f"All {kind}s, with how often they come up"
        )
        def list_names(request: Request, text: Annotated[of.Word | None, Query()] = None, limit: of.Limit = 100,
                       cursor: of.Cursor = None) -> Response:  # fmt: skip
            found = [each for each in all_of(office.connection, office.lexicon()) if text is None or _names(each, text)]
            return _listed(request, _slice(found, limit, cursor, [kind, text]))

        @app.get(
            f"/v1/{kind}s/{{id:path}}", name=f"get_{kind}", tags=["registry"], summary=f"One {kind} of the registry"
        )
        def get_name(id: str) -> Response:
            found = (each for each in all_of(office.connection, office.lexicon()) if each["id"] == id)
            return JSONResponse(_there(next(found, None), kind, id))

    add("vendor", vendors)
    add("metric", metrics)


def _add_judgements(app: FastAPI, office: Office) -> None:
    @app.get("/v1/judgements", tags=["judgements"], summary="What reviewers decided, oldest first")
    def list_judgements(
        request: Request,
        record: Annotated[of.Id | None, Query()] = None,
        limit: of.Limit = 100,
        cursor: of.Cursor = None,
    ) -> Response:
        return _listed(request, page_of_judgements(office.connection, record, limit, cursor))

    @app.post("/v1/judgements", status_code=201, tags=["judgements"], summary="Decide about a claim, or undo a decision",
              dependencies=[Depends(_json_only)])  # fmt: skip
    def judge(asked: of.JudgementIn) -> Response:
        _there(claim_by_id(office.connection, asked.record), "claim", asked.record)
        if (asked.verdict == "undo") != (asked.undoes is not None):
            raise Problem(422, "`undoes` goes with `undo` and only with it", "name the judgement to undo")
        if (asked.verdict == "edit") != (asked.after is not None):
            raise Problem(422, "`after` goes with `edit` and only with it", "send the corrected record")
        rows = office.judge(
            asked.record, asked.verdict, asked.reviewer, reason=asked.reason, after=asked.after, undoes=asked.undoes,
            seen=asked.seen, name=asked.id,
        )  # fmt: skip
        return JSONResponse({"items": rows, "next": None}, 201)


def _there(found: dict[str, Any] | None, kind: str, id: str) -> dict[str, Any]:
    if found is None:
        raise Problem(404, f"there is no {kind} {id[:200]!r}", f"list them at /v1/{kind}s")
    return found


def _names(entry: dict[str, Any], text: str) -> bool:
    told = (entry["id"], entry["name"], entry["name_en"], *entry["aliases"])
    return any(text.lower() in name.lower() for name in told if name)


def _slice(found: list[dict[str, Any]], limit: int, cursor: str | None, question: Any) -> Page:
    from extract.query.paging import cursor_of, place_of

    start = 0 if cursor is None else place_of(cursor, question, "i")[0]
    end = start + limit
    return Page(found[start:end], cursor_of((end,), question) if end < len(found) else None)


def _next(request: Request, page: Page) -> str | None:
    """The address of the next page, relative to the service."""
    if page.next is None:
        return None
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', page.next)])}"


def _listed(request: Request, page: Page) -> Response:
    link = _next(request, page)
    headers = {} if link is None else {"link": f'<{link}>; rel="next"'}
    return JSONResponse({"items": page.items, "next": page.next}, headers=headers)
