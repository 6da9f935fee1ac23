"""Two reviewers: what they say differently, Cohen's kappa, how a disagreement is settled; and how often rules are right."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.review.agreement import agreements, disagreements, kappa
from extract.review.decisions import SETTLED, Decision, decide, newest, undo
from extract.review.opinions import opinions
from extract.review.rule_report import interval, rule_report
from extract.store import Verdict, connect
from tests.browser.stores import small_store


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    return connect(small_store(tmp_path))


def ids(connection: sqlite3.Connection) -> list[str]:
    return [id for (id,) in connection.execute("SELECT id FROM claims ORDER BY article DESC, quantity_start")]


def extracted(connection: sqlite3.Connection, id: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(connection.execute("SELECT json FROM records WHERE id = ?", (id,)).fetchone()[0])
    return made


def say(connection: sqlite3.Connection, who: str, id: str, verdict: Verdict, **changes: Any) -> None:
    after = {**extracted(connection, id), **changes} if verdict == "edit" else None
    decide(connection, who, [Decision(verdict, id, after=after, original=True)])


def table(connection: sqlite3.Connection) -> dict[str, tuple[int, int, float | None]]:
    return {each.field: (each.both, each.same, each.kappa) for each in agreements(connection)}


# The worked example of the literature: 20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no gives 0.4.
@pytest.mark.parametrize(
    ("pairs", "wanted"),
    [
        ([("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15, 0.4),
        ([("y", "y"), ("n", "n")], 1.0),
        ([("y", "n"), ("n", "y")], -1.0),
        ([("a", "a"), ("b", "b"), ("c", "c"), ("a", "b"), ("b", "c"), ("c", "a")], 0.25),
        ([("y", "y")], None),
        ([], None),
    ],
)
def test_kappa(pairs: Sequence[tuple[str, str]], wanted: float | None) -> None:
    assert kappa(pairs) == wanted


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))))
def test_kappa_is_at_most_one_and_does_not_depend_on_who_is_first(pairs: list[tuple[str, str]]) -> None:
    found = kappa(pairs)
    assert found == kappa([(other, one) for one, other in pairs])
    assert found is None or -1 <= found <= 1


def test_agreement_by_field(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    for id in chosen[:4]:
        say(connection, "王芳", id, "accept")
    say(connection, "李雷", chosen[0], "accept")
    say(connection, "李雷", chosen[1], "edit", unit="pp")
    say(connection, "李雷", chosen[2], "reject")
    say(connection, "李雷", chosen[4], "accept")  # nobody else judged it
    found = table(connection)
    assert found["verdict"] == (3, 2, 0.0)
    assert found["unit"][:2] == (3, 1)
    assert found["vendor"][:2] == (3, 2)


def test_two_corrections_to_the_same_value_agree(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    say(connection, "王芳", chosen[0], "edit", value=1)
    say(connection, "李雷", chosen[0], "edit", value=1)
    say(connection, "王芳", chosen[1], "edit", value=1)
    say(connection, "李雷", chosen[1], "edit", value=2)
    assert table(connection)["value"][:2] == (2, 1)


def test_disagreements_and_how_they_end(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    say(connection, "王芳", chosen[0], "accept")
    say(connection, "李雷", chosen[0], "reject")
    say(connection, "王芳", chosen[1], "accept")
    say(connection, "李雷", chosen[1], "edit", unit="pp")
    say(connection, "王芳", chosen[2], "accept")
    say(connection, "李雷", chosen[2], "skip")  # putting off is no opinion
    assert [(each["id"], each["fields"]) for each in disagreements(connection)] == [
        (chosen[0], ["verdict"]),
        (chosen[1], ["unit"]),
    ]
    before = table(connection)
    decide(
        connection, "韩梅", [Decision("accept", chosen[0], SETTLED, seen=newest(connection, chosen[0]), original=True)]
    )
    assert [each["id"] for each in disagreements(connection)] == [chosen[1]]
    assert table(connection) == before  # what settles a disagreement is no agreement
    undo(connection, "韩梅")
    assert len(disagreements(connection)) == 2
    say(connection, "李雷", chosen[1], "accept")
    assert [each["id"] for each in disagreements(connection)] == [chosen[0]]


def test_an_opinion_that_was_undone_is_none(connection: sqlite3.Connection) -> None:
    first = ids(connection)[0]
    say(connection, "王芳", first, "accept")
    say(connection, "王芳", first, "reject")
    assert opinions(connection)[first]["王芳"].verdict == "reject"
    undo(connection, "王芳")
    assert opinions(connection)[first]["王芳"].verdict == "accept"
    undo(connection, "王芳")
    assert first not in opinions(connection)


def test_the_rules_report_says_how_often_a_rule_is_right(connection: sqlite3.Connection) -> None:
    chosen = ids(connection)
    say(connection, "王芳", chosen[0], "accept")
    say(connection, "王芳", chosen[1], "edit", unit="pp")
    decide(connection, "王芳", [Decision("reject", chosen[2], "wrong-baseline")])
    found = {each["rule"]: each for each in rule_report(connection)}
    assert found["number-unit"] | {"low": 0, "high": 0} == {
        "rule": "number-unit", "decided": 3, "accepted": 1, "edited": 1, "rejected": 1, "right": 0.3333, "low": 0, "high": 0,
        "wrong": {"unit": 1, "wrong-baseline": 1},
    }  # fmt: skip
    assert found["from-to"]["rejected"] == 1
    assert rule_report(connection)[-1]["rule"] != "from-to"  # the surely worse first


@given(st.integers(1, 400).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))))
def test_the_interval_holds_the_share(pair: tuple[int, int]) -> None:
    right, total = pair
    low, high = interval(right, total)
    assert 0 <= low <= round(right / total, 4) <= high <= 1
