"""Vendors and metrics: what the registry knows of them, and how often the store speaks of them."""

from __future__ import annotations

import sqlite3
from typing import Any

from extract.lexicon import Lexicon


def vendors(connection: sqlite3.Connection | None, lexicon: Lexicon) -> list[dict[str, Any]]:
    """Every vendor of the registry, then the organisations outside it that claims are credited to (``id`` null).

    ``records`` counts what was extracted, corrections and rejections aside; null without a store.
    """
    counts = _counts(connection, "vendor")
    made = [
        {
            "id": vendor.id, "name": vendor.name, "name_en": vendor.name_en or None, "kind": vendor.kind,
            "sector": vendor.sector, "parent": vendor.parent, "aliases": [*vendor.aliases, *vendor.context_aliases],
            "stock_codes": list(vendor.stock_codes), "records": counts.get((vendor.id, None), 0) if connection else None,
        }
        for vendor in lexicon.vendors.values()
    ]  # fmt: skip
    outside = sorted((name, count) for (id, name), count in counts.items() if id is None and name is not None)
    blank = {"name_en": None, "kind": None, "sector": None, "parent": None}
    return made + [
        {"id": None, "name": name, **blank, "aliases": [], "stock_codes": [], "records": count}
        for name, count in outside
    ]


def metrics(connection: sqlite3.Connection | None, lexicon: Lexicon) -> list[dict[str, Any]]:
    """Every metric of the registry, with how many records there are of it (null without a store)."""
    counts = _counts(connection, "metric")
    return [
        {
            "id": metric.id, "name": metric.name, "name_en": metric.name_en or None, "domain": metric.domain,
            "kind": metric.kind, "better": metric.better, "units": list(metric.units),
            "aliases": [*metric.aliases, *metric.ambiguous_aliases],
            "records": counts.get((metric.id, None), 0) if connection else None,
        }
        for metric in lexicon.metrics.values()
    ]  # fmt: skip


def _counts(connection: sqlite3.Connection | None, what: str) -> dict[tuple[str | None, str | None], int]:
    """Records by id, those without an id by name."""
    if connection is None:
        return {}
    name = f"iif({what}_id IS NULL, {what}, NULL)"
    sql = f"SELECT {what}_id, {name}, count(*) FROM records WHERE origin = 'extractor' GROUP BY 1, 2"
    return {(id, called): count for id, called, count in connection.execute(sql)}
