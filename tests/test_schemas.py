"""The corpus follows its schema, and stands where its README says."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from extract.evaluate.gold import read_gold, score_only, span_of
from extract.validation import problem, schema

CORPUS = Path(__file__).parents[1] / "corpus"
FOLDERS = sorted(path.name for path in (CORPUS / "gold").iterdir() if path.is_dir() and any(path.glob("*.json")))


@pytest.mark.parametrize("folder", FOLDERS)
def test_gold_follows_its_schema_and_every_quantity_stands_where_it_says(folder: str) -> None:
    golds = read_gold(CORPUS / "gold" / folder)
    assert len({gold.article.id for gold in golds}) == len(golds)
    for gold in golds:
        spans = [span_of(claim) for claim in gold.claims]
        assert all(one.end <= other.start for one, other in itertools.pairwise(spans)), gold.path.name


def test_the_counts_that_the_corpus_readme_names() -> None:
    counts = {name: read_gold(CORPUS / "gold" / name) for name in ("seed", "dev", "check")}
    assert [len(golds) for golds in counts.values()] == [1, 60, 20]
    assert sum(len(gold.claims) for gold in counts["seed"]) == 62


def test_the_seed_is_kept_as_delivered_and_restored() -> None:
    (gold,) = read_gold(CORPUS / "gold" / "seed")
    assert gold.delivered == CORPUS / "articles" / "seed.txt"
    assert gold.article.text == (CORPUS / "articles" / "seed.restored.txt").read_text(encoding="utf-8")


def test_only_check_is_for_the_score_only() -> None:
    assert [name for name in FOLDERS if score_only(CORPUS / "gold" / name)] == ["check"]


@pytest.mark.parametrize(
    ("name", "instance", "message"),
    [
        ("article", {"text": 7}, "text"),
        ("article", {"title": "x"}, "required"),
        ("number", {"article": "a"}, "required"),
        ("gold", {}, "required"),
    ],
)
def test_what_does_not_follow_a_schema_is_told(name: str, instance: object, message: str) -> None:
    assert message in (problem(name, instance) or "")


def test_every_field_of_a_record_that_needs_words_has_them() -> None:
    told = schema("record")["properties"]
    for field in ("derived", "confidence", "evidence", "quantity", "period", "baseline", "vendor", "scope"):
        assert told[field]["description"]
