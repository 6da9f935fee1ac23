"""Which rules are right how often: what reviewers said of the claims that each rule helped to make."""

from __future__ import annotations

import json
import math
import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from extract.review.opinions import changed_fields, opinions


@dataclass(slots=True)
class RuleScore:
    """What became of the claims of one rule. ``wrong`` counts corrected fields and reasons of rejection."""

    rule: str
    accepted: int = 0
    edited: int = 0
    rejected: int = 0
    wrong: Counter[str] = field(default_factory=Counter)

    @property
    def decided(self) -> int:
        """How many claims were decided."""
        return self.accepted + self.edited + self.rejected

    def as_json(self) -> dict[str, Any]:
        """Counts, share right as it was, and the 95 % interval of that share."""
        low, high = interval(self.accepted, self.decided)
        return {
            "rule": self.rule,
            "decided": self.decided,
            "accepted": self.accepted,
            "edited": self.edited,
            "rejected": self.rejected,
            "right": round(self.accepted / self.decided, 4) if self.decided else None,
            "low": low,
            "high": high,
            "wrong": dict(self.wrong.most_common(6)),
        }


def interval(right: int, total: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson).

    >>> interval(9, 10)
    (0.5958, 0.9821)
    """
    if not total:
        return 0.0, 1.0
    z = 1.96
    share, square = right / total, z * z / total
    middle = (share + square / 2) / (1 + square)
    half = z * math.sqrt(share * (1 - share) / total + square / (4 * total)) / (1 + square)
    return round(max(middle - half, 0), 4), round(min(middle + half, 1), 4)


def rule_report(connection: sqlite3.Connection) -> list[dict[str, Any]]:
    """For each rule, what reviewers made of its claims, the surely worst first. The latest opinion on a claim counts."""
    scores: dict[str, RuleScore] = {}
    latest = {record: max(held.values(), key=lambda each: each.seq) for record, held in opinions(connection).items()}
    rows = connection.execute("SELECT id, rules, json FROM records WHERE origin = 'extractor' AND rules <> ''")
    for id, rules, extracted in rows:
        opinion = latest.get(id)
        if opinion is None or not opinion.decides:
            continue
        changed = changed_fields(json.loads(extracted), opinion.says)
        for rule in set(rules.split("|")):
            score = scores.setdefault(rule, RuleScore(rule))
            if opinion.says is None:
                score.rejected += 1
                score.wrong[opinion.reason or "rejected"] += 1
            elif changed:
                score.edited += 1
                score.wrong.update(changed)
            else:
                score.accepted += 1
    made = [score.as_json() for score in scores.values()]
    return sorted(made, key=lambda each: (each["high"], -each["decided"], each["rule"]))
