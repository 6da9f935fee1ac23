"""How far two reviewers agree: Cohen's kappa for the verdict and for each field, and the claims on which they do not."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from extract.review.opinions import FIELDS, Opinion, content, disagree, opinions


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers on one field: ``both`` judged claims, of which ``same`` alike; ``kappa`` None where chance cannot be told."""

    one: str
    other: str
    field: str
    both: int
    same: int
    kappa: float | None


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa of pairs of labels; None without pairs and where both give one and the same label throughout.

    >>> kappa([("a", "a"), ("a", "a"), ("b", "b"), ("b", "a")])
    0.5
    >>> kappa([("a", "a")]) is None
    True
    """
    if not pairs:
        return None
    total = len(pairs)
    observed = sum(one == other for one, other in pairs) / total
    left, right = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(left[label] * right[label] for label in left) / total**2
    return None if expected == 1 else round((observed - expected) / (1 - expected), 6)


def agreements(connection: sqlite3.Connection) -> list[Agreement]:
    """For each two reviewers who judged a claim in common, their agreement on the verdict and on each field.

    A reviewer's label for a field is ``kept`` (right as extracted), the value it was corrected to, or ``rejected``. What was
    said to settle a disagreement does not count.
    """
    labels: dict[tuple[str, str], dict[str, list[tuple[str, str]]]] = {}
    for held in opinions(connection, independent=True).values():
        decided = sorted((each for each in held.values() if each.decides), key=lambda each: each.reviewer)
        for one, other in combinations(decided, 2):
            found = labels.setdefault((one.reviewer, other.reviewer), {})
            mine, theirs = _labels(one, decided), _labels(other, decided)
            for field in mine:
                found.setdefault(field, []).append((mine[field], theirs[field]))
    return [
        Agreement(one, other, field, len(pairs), sum(a == b for a, b in pairs), kappa(pairs))
        for (one, other), found in sorted(labels.items())
        for field, pairs in found.items()
    ]


def _labels(opinion: Opinion, decided: Sequence[Opinion]) -> dict[str, str]:
    """The label of a verdict and of each field; what was extracted is what the earliest of the reviewers was shown."""
    if opinion.says is None:
        return {"verdict": "rejected", **dict.fromkeys(FIELDS, "rejected")}
    first = min(decided, key=lambda each: each.seq)
    shown = content(first.before) if first.before is not None else {}
    said = content(opinion.says)
    return {
        "verdict": "claim",
        **{field: "kept" if said[field] == shown.get(field) else said[field] for field in FIELDS},
    }


def disagreements(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """The records on which reviewers differ, the most disputed first: id, article and the fields in dispute."""
    found = []
    for record, held in opinions(connection).items():
        fields = disagree(held.values())
        if fields:
            article = next(iter(held.values())).article
            found.append({"id": record, "article": article, "fields": fields})
    return sorted(found, key=lambda each: (-("verdict" in each["fields"]), -len(each["fields"]), each["id"]))
