"""The description of the service: OpenAPI 3.1 with the published schemas, an example of everything, every status it answers."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from extract.serve.problems import MEDIA, document
from extract.store import STATUSES
from extract.validation import schema

_ABOUT = """Numeric claims of Chinese press articles: who says what of whom, with value, unit and baseline.

A claim is a record (`Record`) with `sentence`, `source` and `review` beside its fields; offsets count code points of the
article's text as given. Lists come in pages: pass `next` as `cursor`, with the same filters, until it is null (the `Link`
header holds the address). Errors are problem documents (RFC 9457)."""

_ANYWHERE = (403, 408, 413, 422, 500, 503)
_FURTHER: dict[str, tuple[int, ...]] = {
    "list_claims": (400, 406, 504),
    "compare": (504,),
    "extract_text": (400, 415, 504),
    "upload_articles": (415, 504),
    "judge": (400, 404, 409, 415),
    "get_claim": (404,),
    "get_article": (404,),
    "get_vendor": (404,),
    "get_metric": (404,),
    "list_numbers": (404,),
    "list_articles": (400,),
    "list_vendors": (400,),
    "list_metrics": (400,),
    "list_judgements": (400,),
}
ANSWERS: dict[str, tuple[str, str]] = {
    "health": ("200", "Health"),
    "extract_text": ("200", "Extraction"),
    "list_claims": ("200", "ClaimPage"),
    "get_claim": ("200", "Claim"),
    "compare": ("200", "Comparison"),
    "list_articles": ("200", "ArticlePage"),
    "upload_articles": ("200", "Upload"),
    "get_article": ("200", "StoredArticle"),
    "list_numbers": ("200", "NumberPage"),
    "list_vendors": ("200", "VendorPage"),
    "get_vendor": ("200", "Vendor"),
    "list_metrics": ("200", "MetricPage"),
    "get_metric": ("200", "Metric"),
    "list_judgements": ("200", "JudgementPage"),
    "judge": ("201", "JudgementPage"),
}


def describe(app: FastAPI, *, secured: bool) -> None:
    """Give the application its description; made once, when it is first asked for."""
    made: dict[str, Any] = {}

    def description() -> dict[str, Any]:
        if not made:
            made.update(_description(app, secured))
        return made

    app.openapi = description  # type: ignore[method-assign]


def _description(app: FastAPI, secured: bool) -> dict[str, Any]:
    from extract.serve.examples import examples

    made = get_openapi(
        title=app.title, version=app.version, openapi_version="3.1.0", description=_ABOUT, routes=app.routes
    )
    shown = examples()
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas.update(_schemas())
    for name, example in shown.items():
        if name in schemas:
            schemas[name]["examples"] = [example]
    if secured:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for path, methods in made["paths"].items():
        for operation in methods.values():
            _complete(operation, shown, secured and path != "/v1/health")
    return made


def _complete(operation: dict[str, Any], shown: dict[str, Any], secured: bool) -> None:
    name = operation["operationId"]
    status, schema_name = ANSWERS[name]
    content: dict[str, Any] = {"application/json": {"schema": _ref(schema_name), "example": shown[schema_name]}}
    if name == "list_claims":
        content["text/csv"] = {"schema": {"type": "string"}, "example": shown["csv"]}
        content["application/x-ndjson"] = {"schema": {"type": "string"}, "example": shown["lines"]}
    answer: dict[str, Any] = {"description": "Done.", "content": content}
    if schema_name.endswith("Page"):
        answer["headers"] = {"Link": {"description": 'The next page, rel="next".', "schema": {"type": "string"}}}
    statuses = sorted({*_ANYWHERE, *_FURTHER.get(name, ()), *((401,) if secured else ())})
    problems = {str(each): _problem(each) for each in statuses}
    operation["responses"] = {status: answer, **problems}
    if secured:
        operation["security"] = [{"token": []}]
    if name == "upload_articles":
        operation["requestBody"] = _uploads(shown)
    elif "requestBody" in operation:
        body = operation["requestBody"]["content"]["application/json"]
        body["example"] = shown["ArticleIn" if name == "extract_text" else "JudgementIn"]


def _uploads(shown: dict[str, Any]) -> dict[str, Any]:
    article = {"oneOf": [_ref("Article"), {"type": "array", "items": _ref("Article"), "minItems": 1}]}
    text = {"type": "string", "minLength": 1}
    return {
        "required": True,
        "content": {
            "application/json": {"schema": article, "example": shown["Article"]},
            "application/x-ndjson": {"schema": text, "example": shown["lines of articles"]},
            "text/plain": {"schema": text, "example": shown["Article"]["text"]},
            "text/html": {"schema": text, "example": shown["page"]},
        },
    }


def _problem(status: int) -> dict[str, Any]:
    detail = document(status, "what was wrong", "what to do about it")
    return {"description": detail["title"], "content": {MEDIA: {"schema": _ref("Problem"), "example": detail}}}


def _schemas() -> dict[str, Any]:
    """Everything that is answered, by name; what is published is taken from ``schemas/``."""
    record, run = _published("record")
    text, count = {"type": "string"}, {"type": "integer", "minimum": 0}
    words = {"type": ["string", "null"]}
    claim = copy.deepcopy(record)
    claim["title"], claim["description"] = (
        "Claim",
        "A record, corrected where a reviewer corrected it, with its sentence and source.",
    )
    claim["required"] = [*record["required"], "sentence", "source", "review"]
    claim["properties"] |= {
        "sentence": words,
        "source": _object(
            dict.fromkeys(
                ("title", "published", "publisher", "url", "reprinted_from", "editor", "reprint_of", "source"), words
            )
            | {
                "changed_figure": {
                    "type": "boolean",
                    "description": "A reprint tells this figure otherwise, or this reprint does.",
                }
            }
        ),
        "review": _object({"status": {"enum": list(STATUSES)}, "reviewer": words, "reason": words, "reviewed": words}),
    }
    article = dict.fromkeys(("title", "published", "publisher", "url", "reprinted_from", "editor", "source"), words)
    brief = {"id": text, **article, "records": count}
    names = {"type": "array", "items": text}
    registered = {"id": words, "name": text, "name_en": words, "aliases": names, "records": count}
    made = {
        "Record": record,
        "Run": run,
        "Number": _published("number")[0],
        "Judgement": _published("judgement")[0],
        "Article": _published("article")[0],
        "Claim": claim,
        "Health": _object({"status": {"const": "ok"}, "extractor": text}),
        "Extraction": _object({"article": text, "records": _list("Record"), "numbers": _list("Number")}),
        "ArticleInStore": _object(brief),
        "StoredArticle": _object(
            {"id": text, **article, "text": text, "extra": {"type": "object"}, "notes": names, "extractor": text}
        ),
        "Upload": _object({"items": {"type": "array", "items": _outcome()}}),
        "Vendor": _object({**registered, **dict.fromkeys(("kind", "sector", "parent"), words), "stock_codes": names}),
        "Metric": _object({**registered, **dict.fromkeys(("domain", "kind", "better"), words), "units": names}),
        "Comparison": _comparison(),
        "Problem": {
            **_object({"type": text, "title": text, "status": {"type": "integer"}, "detail": text}),
            "description": "RFC 9457, with a remedy.",
            "additionalProperties": True,
        },
    }
    made["Problem"]["properties"] |= {
        "remedy": text, "errors": {"type": "array", "items": _object({"field": text, "message": text})},
    }  # fmt: skip
    for page, item in (
        ("ClaimPage", "Claim"), ("ArticlePage", "ArticleInStore"), ("NumberPage", "Number"), ("VendorPage", "Vendor"),
        ("MetricPage", "Metric"), ("JudgementPage", "Judgement"),
    ):  # fmt: skip
        made[page] = _object({"items": _list(item), "next": words})
    return made


def _outcome() -> dict[str, Any]:
    text, words = {"type": "string"}, {"type": ["string", "null"]}
    made = _object(
        {
            "place": {"type": "integer"},
            "status": {"enum": ["done", "unchanged", "duplicate", "failed"]},
            "article": words,
        }
    )
    made["properties"] |= {
        "how": words, "records": {"type": "integer"}, "numbers": {"type": "integer"}, "stage": text, "reason": text, "remedy": text,
    }  # fmt: skip
    return made


def _comparison() -> dict[str, Any]:
    text, words, number = {"type": "string"}, {"type": ["string", "null"]}, {"type": ["number", "null"]}
    brief = _object(
        {
            "id": text, "subject": words, "value": {"type": "number"}, "value_max": number, "unit": words, "comparator": text,
            "modality": text, "confidence": {"type": "number"}, "si_value": number, "baseline": words, "period": words,
            "published": words, "status": text, "evidence": text,
        }
    )  # fmt: skip
    vendor = _object({"id": words, "name": text, "latest": brief, "earlier": {"type": "array", "items": brief}})
    group = _object({"kind": text, "unit": words, "vendors": {"type": "array", "items": vendor}})
    return _object({"metric": text, "groups": {"type": "array", "items": group}, "cut": {"type": "boolean"}})


def _published(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """A published schema as a component: without its own address, its run of text as ``Run``."""
    found = schema(name)
    run = found.pop("$defs", {}).get("run", {})
    for key in ("$schema", "$id"):
        found.pop(key)
    return _replaced(found, lambda ref: "#/components/schemas/Run"), run


def _replaced(value: Any, replace: Callable[[str], str]) -> Any:
    if isinstance(value, dict):
        return {key: replace(item) if key == "$ref" else _replaced(item, replace) for key, item in value.items()}
    return [_replaced(item, replace) for item in value] if isinstance(value, list) else value


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "properties": dict(properties),
        "additionalProperties": False,
    }


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(name: str) -> dict[str, Any]:
    return {"type": "array", "items": _ref(name)}
