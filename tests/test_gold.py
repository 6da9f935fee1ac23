"""The scores hold: no measure of any part of the corpus is below its floor, and the gold is what the floors were measured on."""

from __future__ import annotations

from pathlib import Path

from extract.evaluate.gate import check_floors, read_floors

CORPUS = Path(__file__).parents[1] / "corpus"


def test_all_floors_hold() -> None:
    assert check_floors(CORPUS) == []


def test_every_lowered_floor_has_its_reason() -> None:
    assert all(each["reason"].strip() for each in read_floors(CORPUS)["lowered"])
