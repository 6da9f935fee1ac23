"""JSON, CSV or JSON Lines: what the ``Accept`` header asks for, and how a page of claims is written so."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence

from fastapi.responses import JSONResponse, Response

from extract.export.delimited import write_csv
from extract.query import Page
from extract.serve.problems import Problem

JSON = "application/json"
CSV = "text/csv"
LINES = "application/x-ndjson"
OFFERED = (JSON, CSV, LINES)


def chosen(accept: str | None, offered: Sequence[str] = OFFERED) -> str:
    """The media type of ``offered`` that an ``Accept`` header likes best, the earlier one when it likes two the same.

    >>> chosen("text/csv;q=0.9, application/*;q=0.5"), chosen(None), chosen("*/*")
    ('text/csv', 'application/json', 'application/json')

    Raises Problem (406) when it likes none.
    """
    if accept is None or not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",") if part.strip()]
    best = max(offered, key=lambda media: _liking(media, ranges))  # the first of equals
    if _liking(best, ranges) <= 0:
        raise Problem(406, f"nothing here is {accept[:80]!r}", f"accept one of {', '.join(offered)}")
    return best


def _range(part: str) -> tuple[str, float]:
    media, *parameters = (piece.strip().lower() for piece in part.split(";"))
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return media, min(max(float(value), 0.0), 1.0)
            except ValueError:
                return media, 0.0
    return media, 1.0


def _liking(media: str, ranges: Sequence[tuple[str, float]]) -> float:
    """How much is asked of a media type; the most exact range decides."""
    for wanted in (media, f"{media.partition('/')[0]}/*", "*/*"):
        found = [liking for each, liking in ranges if each == wanted]
        if found:
            return max(found)
    return 0.0


def page_response(page: Page, media: str, columns: Sequence[str], link: str | None) -> Response:
    """A page of claims. ``link`` is the address of the next page; JSON tells the cursor in ``next`` as well.

    Rows of the view ``claims`` make CSV, records in context the others.
    """
    headers = {} if link is None else {"link": f'<{link}>; rel="next"'}
    if media == CSV:
        stream = io.BytesIO()
        write_csv(page.items, tuple(columns), stream, bom=False)
        return Response(stream.getvalue(), media_type=f"{CSV}; charset=utf-8; header=present", headers=headers)
    if media == LINES:
        lines = "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in page.items)
        return Response(lines.encode(), media_type=LINES, headers=headers)
    return JSONResponse({"items": page.items, "next": page.next}, headers=headers)
