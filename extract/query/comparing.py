"""Vendors side by side on one metric: only what can be compared stands in one group."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from extract.query.claims import page_of_claims
from extract.query.wanted import Wanted

_MOST = 2000  # claims that are looked at


def compare_vendors(
    connection: sqlite3.Connection,
    metric: str,
    names: Sequence[str] = (),
    *,
    period: str | None = None,
    min_confidence: float | None = None,
) -> dict[str, Any]:
    """What is claimed of one metric by vendor: groups of one kind (level, increase …) and one base unit, the best known first.

    Each group has for each vendor its claims, the newest first; the newest is its ``latest``. Rejected claims, denials,
    reprints and claims without a vendor are left out. ``names`` are vendors by id, name or as written; all without any.
    ``cut`` says that there are more claims than were looked at.
    """
    wanted = Wanted(
        tuple(names), (metric,), statuses=("unreviewed", "accepted", "edited", "flagged", "skipped"),
        min_confidence=min_confidence, reprints=False, period=period,
    )  # fmt: skip
    page = page_of_claims(connection, wanted, _MOST)
    groups: dict[tuple[str, str | None], dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    for claim in page.items:
        if claim["vendor"] is not None and claim["modality"] != "denied":
            unit = claim["derived"]["si_unit"] or claim["unit"]
            groups[claim["kind"], unit][claim["vendor"]["id"] or claim["vendor"]["name"]].append(claim)
    made: list[dict[str, Any]] = [
        {"kind": kind, "unit": unit, "vendors": [_vendor(claims) for claims in vendors.values()]}
        for (kind, unit), vendors in groups.items()
    ]
    made.sort(key=lambda group: (-len(group["vendors"]), group["kind"], group["unit"] or ""))
    for group in made:
        group["vendors"].sort(key=lambda vendor: -(vendor["latest"]["si_value"] or 0))
    return {"metric": metric, "groups": made, "cut": page.next is not None}


def _vendor(claims: list[dict[str, Any]]) -> dict[str, Any]:
    newest = sorted(claims, key=lambda claim: (_day(claim), claim["confidence"]), reverse=True)
    vendor = newest[0]["vendor"]
    return {
        "id": vendor["id"], "name": vendor["name"], "latest": _brief(newest[0]),
        "earlier": [_brief(claim) for claim in newest[1:]],
    }  # fmt: skip


def _day(claim: dict[str, Any]) -> str:
    period = claim["period"] or {}
    return period.get("end") or claim["source"]["published"] or ""


def _brief(claim: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "subject", "value", "value_max", "unit", "comparator", "modality", "confidence")
    return {
        **{name: claim[name] for name in kept},
        "si_value": claim["derived"]["si_value"],
        "baseline": None if claim["baseline"] is None else claim["baseline"]["text"],
        "period": None if claim["period"] is None else claim["period"]["text"],
        "published": claim["source"]["published"],
        "status": claim["review"]["status"],
        "evidence": claim["evidence"]["text"],
    }
