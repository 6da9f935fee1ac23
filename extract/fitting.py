"""Make ``extract/claims/weights.json``: ``python -m extract.fitting corpus/gold/dev corpus/gold/own``.

Three questions are learned: is a number a claim, which candidate is its metric, which its vendor. Each is a linear model
over named features (``extract.claims.ranking``), fitted by full-batch gradient descent from zero, so that the same gold
and the same rules give the same weights. The articles are read again with the new weights after each round, because what
a later number inherits depends on what was said of an earlier one.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from extract.claims import ranking
from extract.claims.candidates import Candidate
from extract.claims.making import Making
from extract.evaluate.equal import FIVE, Names, choices, judge, same_metric, same_vendor
from extract.evaluate.gold import GoldArticle, read_gold, span_of
from extract.evaluate.names import RegistryNames
from extract.evaluate.score import pair_up
from extract.lexicon import Lexicon, load
from extract.mentions import find_mentions
from extract.pipeline import prepare
from extract.records import make_records
from extract.repair import original_span
from extract.types import Span

_ROUNDS = 3
_FOLDS = 10
_PENALTIES = (0.001, 0.002)
_STEPS = 300
_SMALLEST = 0.02


@dataclass
class Examples:
    """What one round of reading gives to learn from."""

    claim: list[tuple[list[str], bool]] = field(default_factory=list)
    metric: list[tuple[list[list[str]], list[bool]]] = field(default_factory=list)
    vendor: list[tuple[list[list[str]], list[bool]]] = field(default_factory=list)


def collect(gold: Iterable[GoldArticle], lexicon: Lexicon, names: Names) -> Examples:
    """Read the articles with the present weights and compare every candidate with the gold."""
    out = Examples()
    for article in gold:
        _collect_article(article, lexicon, names, out)
    return out


def _collect_article(gold: GoldArticle, lexicon: Lexicon, names: Names, out: Examples) -> None:
    document = prepare(gold.article)
    making = Making(document, find_mentions(document, lexicon), lexicon)
    making.claims()
    places = [original_span(document.repaired, Span(s.quantity.start, s.quantity.end)) for s in making.sites]
    pairs = pair_up(places, [span_of(claim) for claim in gold.claims])
    claims = gold.claims
    for site in making.sites:
        wanted: dict[str, Any] | None = claims[pairs[site.index]] if site.index in pairs else None
        if (wanted is None or not wanted.get("optional")) and site.index not in making.consumed:
            out.claim.append((making.features[site.index], wanted is not None))
        if wanted is None:
            continue
        offered = making.choices.get(site.index, {})
        for question, candidates in offered.items():
            right = [_right(question, candidate, wanted, names) for candidate in candidates]
            if any(right) and not all(right):
                group = ([c.features for c in candidates], right)
                (out.metric if question == "metric" else out.vendor).append(group)


def _right(question: str, candidate: Candidate, gold: dict[str, Any], names: Names) -> bool:
    if question == "metric":
        wordings = [*choices(gold, "metric"), *gold["metric_alternatives"]]
        return any(
            same_metric({"text": candidate.text or "数值", "id": candidate.id}, each, names) for each in wordings
        )
    mine = (
        None
        if candidate.how == "nobody"
        else {"id": candidate.id, "name": candidate.name or candidate.text, "text": candidate.text}
    )
    return any(same_vendor(mine, each, names) for each in choices(gold, "vendor"))


# ------------------------------------------------------------------------------------------------------------ learning


def fit_yes_no(examples: Sequence[tuple[list[str], bool]], penalty: float) -> dict[str, float]:
    """Weights of a logistic model."""
    index = _index(features for features, _ in examples)
    rows, cols = _sparse([features for features, _ in examples], index)
    truth = np.array([float(right) for _, right in examples])
    weights = np.zeros(len(index))

    def gradient(w: Any) -> Any:
        score = np.bincount(rows, weights=w[cols], minlength=len(truth))
        error = 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))) - truth
        return np.bincount(cols, weights=error[rows], minlength=len(w)) / len(truth) + penalty * w

    return _named(_descend(weights, gradient), index)


def fit_choice(groups: Sequence[tuple[list[list[str]], list[bool]]], penalty: float) -> dict[str, float]:
    """Weights of a softmax over each group's candidates; any right candidate will do."""
    flat = [features for candidates, _ in groups for features in candidates]
    index = _index(flat)
    rows, cols = _sparse(flat, index)
    group = np.repeat(np.arange(len(groups)), [len(candidates) for candidates, _ in groups])
    right = np.array([flag for _, flags in groups for flag in flags])
    count = len(groups)

    def gradient(w: Any) -> Any:
        score = np.clip(np.bincount(rows, weights=w[cols], minlength=len(flat)), -40, 40)
        power = np.exp(score)
        total = np.bincount(group, weights=power, minlength=count)
        good = np.bincount(group, weights=power * right, minlength=count)
        error = power / total[group] - np.where(right, power / np.maximum(good[group], 1e-12), 0.0)
        return np.bincount(cols, weights=error[rows], minlength=len(w)) / count + penalty * w

    return _named(_descend(np.zeros(len(index)), gradient), index)


def _descend(weights: Any, gradient: Any) -> Any:
    """Adam with a falling rate, full batch: deterministic."""
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    for step in range(1, _STEPS + 1):
        slope = gradient(weights)
        first = 0.9 * first + 0.1 * slope
        second = 0.99 * second + 0.01 * slope**2
        rate = 0.15 * (1 - step / (_STEPS + 1))
        weights = weights - rate * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
    return weights


def _index(lists: Iterable[list[str]]) -> dict[str, int]:
    seen: dict[str, int] = {}
    counts: dict[str, int] = {}
    for features in lists:
        for name in features:
            counts[name] = counts.get(name, 0) + 1
    for name in sorted(counts):
        if counts[name] >= 3:
            seen[name] = len(seen)
    return seen


def _sparse(lists: Sequence[list[str]], index: dict[str, int]) -> tuple[Any, Any]:
    rows, cols = [], []
    for row, features in enumerate(lists):
        for name in features:
            if name in index:
                rows.append(row)
                cols.append(index[name])
    return np.array(rows, dtype=int), np.array(cols, dtype=int)


def _named(weights: Any, index: dict[str, int]) -> dict[str, float]:
    return {name: round(float(weights[at]), 2) for name, at in index.items() if abs(weights[at]) >= _SMALLEST}


def fit(folders: Sequence[Path], rounds: int = _ROUNDS) -> dict[str, Any]:
    """Weights from the gold in ``folders``; also leaves them in force in this process.

    Models of different strictness, each fitted without a tenth of the articles, are averaged: what only one of them
    believes weighs little. The tenth left out tells how certain a model may be, for the confidence.
    """
    lexicon = load()
    names = RegistryNames(lexicon)
    gold = [article for folder in folders for article in read_gold(folder)]
    models: list[dict[str, Any]] = []
    seen: list[tuple[list[str], list[tuple[str, float]], bool]] = []
    for part in range(_FOLDS):
        learned = [article for at, article in enumerate(gold) if at % _FOLDS != part]
        model = _average([_learn(learned, lexicon, names, rounds, penalty) for penalty in _PENALTIES])
        ranking.use(model)
        for article in gold[part::_FOLDS]:
            seen += _judged(article, lexicon, names)
        models.append(model)
    made = _average(models)
    made["confidence"] = fit_confidence(seen)
    ranking.use(made)
    return made


def _average(models: Sequence[dict[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {"confidence": {}}
    for question in ("claim", "metric", "vendor"):
        features = sorted({feature for model in models for feature in model[question]})
        mean = {f: round(sum(model[question].get(f, 0.0) for model in models) / len(models), 2) for f in features}
        made[question] = {feature: weight for feature, weight in mean.items() if weight}
    return made


def _learn(gold: Sequence[GoldArticle], lexicon: Lexicon, names: Names, rounds: int, penalty: float) -> dict[str, Any]:
    made: dict[str, Any] = {"claim": {"bias": 3.0}, "metric": {}, "vendor": {}, "confidence": {}}
    ranking.use(made)
    for _ in range(rounds):
        examples = collect(gold, lexicon, names)
        made = {
            "claim": fit_yes_no(examples.claim, penalty),
            "metric": fit_choice(examples.metric, penalty),
            "vendor": fit_choice(examples.vendor, penalty),
            "confidence": {},
        }
        ranking.use(made)
    return made


def _judged(gold: GoldArticle, lexicon: Lexicon, names: Names) -> list[tuple[list[str], list[tuple[str, float]], bool]]:
    """For each claim made: what tells how sure it is, and whether all five fields are right."""
    document = prepare(gold.article)
    making = Making(document, find_mentions(document, lexicon), lexicon)
    claims = making.claims()
    records, _ = make_records(document, claims, (), lexicon)
    places = [Span(record["quantity"]["start"], record["quantity"]["end"]) for record in records]
    pairs = pair_up(places, [span_of(claim) for claim in gold.claims])
    sites = [making.parts[index] for index in sorted(making.parts)]
    out = []
    for order, record in enumerate(records):
        wanted = gold.claims[pairs[order]] if order in pairs else None
        if wanted is not None and wanted.get("optional"):
            continue
        right = wanted is not None and all(judge(record, wanted, names)[field] for field in FIVE)
        sure, metric, vendor, features = sites[order]
        out.append((features, list(ranking.certainties(sure, metric, vendor)), right))
    return out


def fit_confidence(seen: Sequence[tuple[list[str], list[tuple[str, float]], bool]]) -> dict[str, float]:
    """Weights of the logistic that turns certainties into a confidence."""
    index = _index([*features, "bias", *(name for name, _ in numbers)] for features, numbers, _ in seen)
    rows, cols, values = [], [], []
    for row, (features, numbers, _) in enumerate(seen):
        for name, value in [(f, 1.0) for f in features] + [("bias", 1.0)] + numbers:
            if name in index:
                rows.append(row)
                cols.append(index[name])
                values.append(value)
    at, of, amount = np.array(rows), np.array(cols), np.array(values)
    truth = np.array([float(right) for _, _, right in seen])

    def gradient(w: Any) -> Any:
        score = np.bincount(at, weights=w[of] * amount, minlength=len(truth))
        error = 1.0 / (1.0 + np.exp(-np.clip(score, -30, 30))) - truth
        return np.bincount(of, weights=error[at] * amount, minlength=len(w)) / len(truth) + 0.003 * w

    return _named(_descend(np.zeros(len(index)), gradient), index)


def main() -> None:
    """Fit and write the weights file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("gold", nargs="+", type=Path, help="folders of gold articles to learn from")
    parser.add_argument("--rounds", type=int, default=_ROUNDS)
    given = parser.parse_args()
    made = fit(given.gold, given.rounds)
    ranking.write(made)
    print(json.dumps({question: len(table) for question, table in made.items()}))


if __name__ == "__main__":
    main()
