"""What a request may hold: the types of parameters and bodies, as strict as their description says."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from extract.store import STATUSES, ClaimStatus

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d{1,3})?")


def _whole(text: str) -> str:
    """Text that every program takes: no half of a surrogate pair, no NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("it holds half of a surrogate pair") from None
    if "\x00" in text:
        raise ValueError("it holds a NUL character")
    return text


def _day(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str) or not value.isascii() or not _DAY.fullmatch(value):
        raise ValueError("it is no day, write it like 2025-11-18")
    return dt.date.fromisoformat(value)


def _count(value: Any) -> Any:
    if isinstance(value, str) and not re.fullmatch("[0-9]{1,9}", value):
        raise ValueError("it is no whole number")
    return value


def _number(value: Any) -> Any:
    if isinstance(value, str) and not (value.isascii() and _NUMBER.fullmatch(value)):
        raise ValueError("it is no number")
    return value


def _switch(value: Any) -> Any:
    if value not in ("true", "false", True, False):
        raise ValueError("it is neither true nor false")
    return value in ("true", True)


Word = Annotated[str, AfterValidator(_whole), Field(min_length=1, max_length=200)]
Id = Annotated[str, AfterValidator(_whole), Field(min_length=1, max_length=1000)]
Day = Annotated[dt.date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]
Verdict = Literal["accept", "reject", "skip", "edit", "flag", "comment", "undo"]

Names = Annotated[
    list[Word], Query(default_factory=list, max_length=50, description="By id, name or as written; may be repeated.")
]
DayParameter = Annotated[Day | None, Query(description="Of publication, included.")]
Text = Annotated[Word | None, Query(description="Stands in the sentence of the claim.")]
Period = Annotated[
    str | None,
    AfterValidator(lambda value: value if value is None else _whole(value)),
    Query(
        max_length=25,
        description="The period of the claim lies within: 2025, 2025-H1, 2025-Q3, 2025-03, 2025-03-09, or FROM/TO.",
    ),
]
Confidence = Annotated[Annotated[float, BeforeValidator(_number)] | None, Query(ge=0, le=1)]
Switch = Annotated[bool, BeforeValidator(_switch), Query()]
Limit = Annotated[int, BeforeValidator(_count), Query(ge=1, le=1000, description="Items of one page.")]
Statuses = Annotated[list[ClaimStatus], Query(default_factory=list, max_length=len(STATUSES))]
Cursor = Annotated[
    str | None, Query(max_length=4000, pattern=r"^[A-Za-z0-9_-]*$", description="`next` of the page before.")
]


class ArticleIn(BaseModel):
    """An article to be read."""

    model_config = ConfigDict(strict=True, extra="forbid")

    text: Annotated[
        str, AfterValidator(_whole), Field(description="Offsets of records count code points of this string.")
    ]
    id: Word | None = Field(default=None, description="Without it one is derived from the text.")
    title: Annotated[str, AfterValidator(_whole), Field(max_length=1000)] | None = None
    published: Day | None = Field(default=None, description="Relative dates are resolved against it.")
    publisher: Word | None = None


class JudgementIn(BaseModel):
    """What a reviewer decides about a claim."""

    model_config = ConfigDict(strict=True, extra="forbid")

    record: Id
    verdict: Verdict
    reviewer: Annotated[
        str,
        AfterValidator(_whole),
        Field(pattern=r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$", max_length=40),
    ]
    reason: Annotated[str, AfterValidator(_whole), Field(max_length=2000)] | None = None
    after: dict[str, Any] | None = Field(default=None, description="The corrected record, with `edit` and only then.")
    undoes: Id | None = Field(default=None, description="The judgement that is taken back, with `undo` and only then.")
    seen: Annotated[int, Field(ge=0, le=2**62)] | None = Field(
        default=None,
        description="`seq` of the newest judgement that the reviewer was shown, 0 for none: a newer one is a conflict.",
    )
    id: Annotated[str, Field(pattern="^[0-9A-Za-z_-]{8,64}$")] | None = Field(
        default=None, description="Said twice under one id, it is said once."
    )
