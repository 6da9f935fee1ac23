"""Pinned scores: ``corpus/floors.json`` says how good the extractor was, and on exactly which gold.

A score below its floor fails, and so does gold that is not the gold that the floors were measured on. Pinning anew never lowers
a floor without a reason, and the reason is kept in the file.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.errors import ClaimsError
from extract.evaluate.gold import GoldArticle, fingerprint, read_gold
from extract.evaluate.run import evaluate
from extract.evaluate.score import COMPOSITES, Score
from extract.lexicon import Lexicon, load

PINNED = ("detection F1", *(f"{name} F1" for name in COMPOSITES), "numbers accounted for")


class GateError(ClaimsError):
    """The floors cannot be read, or would have to be lowered without a reason."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A part of the corpus that is scored on its own: a folder of ``gold/``, as delivered or clean."""

    name: str
    folder: Path
    clean: bool
    golds: tuple[GoldArticle, ...]

    def measure(self, lexicon: Lexicon) -> Score:
        """Its score."""
        return evaluate(self.golds, lexicon, clean=self.clean)


def gold_sets(corpus: Path) -> Iterator[GoldSet]:
    """Each folder of ``gold/``; one with articles as delivered counts twice, the second time with its clean text."""
    for folder in sorted(path for path in (corpus / "gold").iterdir() if path.is_dir() and any(path.glob("*.json"))):
        golds = tuple(read_gold(folder))
        yield GoldSet(folder.name, folder, False, golds)
        if any(gold.delivered for gold in golds):
            yield GoldSet(f"{folder.name}-clean", folder, True, golds)


def read_floors(corpus: Path) -> dict[str, Any]:
    """The pinned scores. Raises GateError when the file is missing or no JSON."""
    path = corpus / "floors.json"
    try:
        made: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise GateError(
            f"{path} cannot be read ({type(error).__name__})", remedy="make it with evaluate --update-floors"
        ) from error
    return made


def check_floors(corpus: Path, lexicon: Lexicon | None = None) -> list[str]:
    """What is wrong with the scores, one sentence each; empty when all floors hold."""
    floors, words = read_floors(corpus)["sets"], lexicon or load()
    sets = {each.name: each for each in gold_sets(corpus)}
    found = [
        f"{name}: pinned, but the corpus no longer has it; --update-floors drops it"
        for name in floors
        if name not in sets
    ]
    for name, gold_set in sets.items():
        pinned = floors.get(name)
        if pinned is None:
            found.append(f"{name}: has no floors yet; pin them with evaluate --update-floors")
        elif pinned["fingerprint"] != fingerprint(gold_set.golds):
            found.append(
                f"{name}: the gold is not what the floors were measured on; pin anew with evaluate --update-floors"
            )
        elif set(pinned["floors"]) != set(PINNED):
            found.append(f"{name}: pins other measures than it should; pin anew with evaluate --update-floors")
        else:
            found += _below(name, pinned["floors"], gold_set.measure(words))
    return found


def update_floors(corpus: Path, reason: str | None = None, lexicon: Lexicon | None = None) -> list[str]:
    """Pin the scores of today; what changed, one line each. Raises GateError when a floor would fall and there is no reason."""
    path, words = corpus / "floors.json", lexicon or load()
    old = read_floors(corpus) if path.exists() else {"sets": {}, "lowered": []}
    made: dict[str, Any] = {}
    changes, lowered = [], []
    for gold_set in gold_sets(corpus):
        score = gold_set.measure(words)
        failures = [f"{article.article}: {article.failure}" for article in score.articles if article.failure]
        if failures:
            raise GateError(
                f"{gold_set.name}: {failures[0]}", remedy="mend that first; a score with failures is not pinned"
            )
        measured = score.measures()
        floors = {name: _floor(measured[name]) for name in PINNED}
        before = old["sets"].get(gold_set.name, {}).get("floors", {})
        for name, now in floors.items():
            if before.get(name, now) != now or name not in before:
                changes.append(f"{gold_set.name}, {name}: {before.get(name, 'new')} -> {now}")
            if now < before.get(name, 0):
                lowered.append({"set": gold_set.name, "measure": name, "from": before[name], "to": now})
        made[gold_set.name] = {"fingerprint": fingerprint(gold_set.golds), "floors": floors}
    if lowered and not reason:
        worst = "; ".join(f"{each['set']}, {each['measure']}: {each['from']} -> {each['to']}" for each in lowered)
        raise GateError(f"floors would fall ({worst})", remedy="mend the loss, or say why with --allow-lower REASON")
    history = [*old["lowered"], *({**each, "reason": reason} for each in lowered)]
    path.write_text(
        json.dumps({"sets": made, "lowered": history}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )
    return changes


def _below(name: str, floors: dict[str, float], score: Score) -> list[str]:
    measured = score.measures()
    found = [f"{name}, {article.article}: {article.failure}" for article in score.articles if article.failure]
    for measure, floor in floors.items():
        now = _floor(measured[measure])
        if now < floor:
            found.append(f"{name}: {measure} is {now}, its floor is {floor}")
    return found


def _floor(share: float) -> float:
    """Rounded down, so that the score that was pinned never falls below its own floor."""
    return math.floor(share * 10_000 + 1e-9) / 10_000
