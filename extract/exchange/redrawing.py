"""A claim as an annotator drew it - runs of the text, choices, typed values - as a record: the old one where nothing changed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extract.errors import ClaimsError
from extract.exchange.annotated import Record
from extract.exchange.checking import Faults
from extract.lexicon import load
from extract.review.amounts import read_amount
from extract.review.drafts import corrected, draft_claim
from extract.review.places import Sight, restored_span
from extract.types import Span
from extract.validation import problem

_WORDS = ("subject", "scope", "attribution")


@dataclass(frozen=True)
class Drawn:
    """Where the quantity stands, where its parts stand by name, and what was chosen or typed by name (None: emptied)."""

    quantity: Span
    parts: Mapping[str, Span]
    told: Mapping[str, str | None]


def redraw(
    drawn: Drawn,
    base: Record | None,
    places: Mapping[str, Span],
    sight: Sight,
    near: Sequence[Record],
    place: str,
    field: str,
    faults: Faults,
) -> Record | None:
    """The record that a drawing says. ``base`` is the one that the annotator was shown, ``places`` where its parts stood.

    A part that was shown and is not drawn any more is gone; one that was never placed stays. None, and a fault, when what
    is drawn is no claim.
    """
    try:
        made = _changed(drawn, base, places, sight, near)
        if base is not None and made == base:
            return base
        made = corrected(made, base, sight, load())
    except ClaimsError as error:
        faults.add(place, field, str(error))
        return None
    wrong = problem("record", made)
    if wrong is not None:
        faults.add(place, field, f"is no claim: {wrong}")
        return None
    return made


def _changed(
    drawn: Drawn, base: Record | None, places: Mapping[str, Span], sight: Sight, near: Sequence[Record]
) -> Record:
    if base is None:
        made = draft_claim(sight, drawn.quantity.start, drawn.quantity.end, load(), near)
        made = {**made, "vendor": None, "subject": None, "period": None, "attribution": None, "modality": "asserted"}
        made["id"] = f"{made['article']}#{drawn.quantity.start}+new"
        moved = True
    else:
        made = dict(base)
        moved = drawn.quantity != Span(base["quantity"]["start"], base["quantity"]["end"])
    if moved:
        made["quantity"] = {
            "text": _given(sight, drawn.quantity),
            "start": drawn.quantity.start,
            "end": drawn.quantity.end,
        }
    for name in ("kind", "comparator", "modality"):
        if drawn.told.get(name) is not None:
            made[name] = drawn.told[name]
    for name in ("value", "value_max", "unit"):
        if name in drawn.told or (base is not None and base[name] is not None):
            made[name] = _typed(name, drawn.told.get(name), made[name])
    for name in ("vendor", "metric", "baseline", "period", "evidence", *_WORDS):
        run, old = drawn.parts.get(name), places.get(name)
        if run is not None and (old is None or run != old):
            made[name] = _part(name, run, made, sight)
        elif run is None and old is not None:
            if name in ("metric", "evidence"):
                raise ClaimsError(f"a claim needs its {name}", remedy=f"draw a relation to a region labelled {name}")
            made[name] = None
    kind = drawn.told.get("baseline_kind")
    if made["baseline"] is not None and kind is not None and kind != made["baseline"]["kind"]:
        made["baseline"] = {**made["baseline"], "kind": kind}
    return made


def _typed(name: str, text: str | None, old: Any) -> Any:
    """A typed value; the number that it was when it still is that."""
    if text is None or not text.strip():
        if name == "value":
            raise ClaimsError("a claim needs its value", remedy="type it")
        return None
    if name == "unit":
        return text.strip()
    found = json.loads(text)
    return old if found == old else found


def _part(name: str, run: Span, made: Record, sight: Sight) -> Any:
    """A part that was drawn anew, as the field of a record."""
    inside = restored_span(sight.repaired, run)
    text = sight.repaired.text[inside.start : inside.end]
    lexicon = load()
    if name == "evidence":
        return {"text": text, "start": run.start, "end": run.end}
    if name == "vendor":
        hit = next((each for each in lexicon.find_names(text) if each.end - each.start == len(text)), None)
        owner = None
        if hit is not None:
            owner = hit.id if hit.kind == "vendor" else lexicon.products[hit.id].owner
        return {"id": owner, "name": lexicon.vendors[owner].name if owner else text, "text": text, "how": "reviewer"}
    if name == "metric":
        entry = lexicon.metric_of(text, made["unit"])
        return {"id": entry.id if entry else None, "name": entry.name if entry else None, "text": text}
    if name == "baseline":
        amount = read_amount(text, lexicon, sight.repaired.region)
        kind = made["baseline"]["kind"] if made["baseline"] else "conventional"
        told = (None, None, None) if amount is None else (amount.value, amount.value_max, amount.unit)
        return {"kind": kind, "text": text, "value": told[0], "value_max": told[1], "unit": told[2], "entity": None}
    if name == "period":
        found = [] if sight.reading is None else sight.reading.mentions.periods
        same = next((each for each in found if (each.start, each.end) == (inside.start, inside.end)), None)
        days = (None, None) if same is None else (same.first, same.last)
        return {
            "text": text,
            **{edge: day.isoformat() if day else None for edge, day in zip(("start", "end"), days, strict=True)},
        }
    return text


def _given(sight: Sight, run: Span) -> str:
    return sight.repaired.article.text[run.start : run.end]
