"""Linear rankers with readable weights: every feature has a name, its weight says how much it speaks for a candidate.

The weights stand in ``weights.json`` beside this file (one object a question), are made by ``python -m extract.fitting``
from annotated articles, and are reviewed like code. A feature without a weight counts nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, cast

from extract.claims.candidates import Candidate, Group

_FILE = Path(__file__).with_name("weights.json")


_in_force: dict[str, Mapping[str, float]] = {}
_LEAST = math.exp(-30.0)
_outdated: list[Callable[[], None]] = []  # what forgets the groups that other weights have weighed
_Parts = ParamSpec("_Parts")


def weights() -> Mapping[str, Mapping[str, float]]:
    """Question -> feature -> weight: ``claim`` (is this number a claim), ``metric``, ``vendor``, ``confidence``."""
    if not _in_force:
        use(json.loads(_FILE.read_text(encoding="utf-8")))
    return _in_force


def use(made: Mapping[str, Mapping[str, float]]) -> None:
    """Put other weights in force (fitting does, between rounds)."""
    _in_force.clear()
    _in_force.update(made)
    for forget in _outdated:
        forget()


def write(made: Mapping[str, Mapping[str, float]]) -> None:
    """Write the weights file, sorted, one feature a line."""
    _FILE.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def score(question: str, features: Iterable[str]) -> float:
    """The sum of the weights of ``features``."""
    return sum(filter(None, map(weights()[question].get, features)))


def weighed(question: str, names: Sequence[str]) -> Group:
    """Features that come together as a group."""
    return Group(tuple(names), tuple(filter(None, map(weights()[question].get, names))))


def remembered(make: Callable[_Parts, Group]) -> Callable[_Parts, Group]:
    """A function that makes a group, made once for each combination of its parts as long as the weights are in force."""
    kept = lru_cache(maxsize=4096)(make)
    _outdated.append(kept.cache_clear)
    return cast("Callable[_Parts, Group]", kept)


def probability(question: str, features: Iterable[str]) -> float:
    """The logistic of the score: how sure a yes is."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score(question, features)))))


def confidence(sure: float, metric: float, vendor: float, features: Iterable[str]) -> float:
    """How likely all five fields of a claim are right: a logistic over the three certainties (as logarithms) and features.

    Its weights are fitted on articles that the other weights have not seen, so that 0.9 means right in nine of ten.
    """
    table = weights()["confidence"]
    if not table:
        return sure * metric * vendor
    total = sum(filter(None, map(table.get, features))) + table.get("bias", 0.0)
    for name, value in certainties(sure, metric, vendor):
        total += table.get(name, 0.0) * value
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def certainties(sure: float, metric: float, vendor: float) -> tuple[tuple[str, float], ...]:
    """The three certainties as logarithms, by name."""
    return (
        ("log claim", math.log(max(sure, 1e-3))),
        ("log metric", math.log(max(metric, 1e-3))),
        ("log vendor", math.log(max(vendor, 1e-3))),
    )


def best(question: str, candidates: Sequence[Candidate]) -> tuple[Candidate, float]:
    """The candidate with the highest score (the earlier one on a tie) and its share of the softmax."""
    weight = weights()[question].get
    top = candidates[0]
    for candidate in candidates:
        candidate.score = candidate.weigh(weight)
        if candidate.score > top.score:
            top = candidate
    if len(candidates) == 1:
        return top, 1.0
    total = 0.0
    for candidate in candidates:
        behind = candidate.score - top.score
        total += math.exp(behind) if behind > -30.0 else _LEAST
    return top, 1.0 / total


def explained(question: str, candidate: Candidate, most: int = 6) -> str:
    """The features that decided, strongest first, as text for ``explain``."""
    table = weights()[question]
    found = sorted(((table.get(f, 0.0), f) for f in dict.fromkeys(candidate.features)), key=lambda pair: (-abs(pair[0]), pair[1]))
    return ", ".join(f"{name} {value:+.2f}" for value, name in found[:most] if value)
