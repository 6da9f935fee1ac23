"""The queue: what a view lets through, in which order, and how it is counted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from extract.review.decisions import Decision, decide, undo
from extract.review.queue import View, choices, counted, listed
from extract.store import StoreError, connect
from tests.browser.stores import small_store


@pytest.fixture
def connection(tmp_path: Path) -> sqlite3.Connection:
    return connect(small_store(tmp_path))


def shown(connection: sqlite3.Connection, **view: str) -> list[str]:
    return [item["quantity"] for item in listed(connection, View(**view))]


def test_least_sure_and_most_consequential_comes_first(connection: sqlite3.Connection) -> None:
    order = shown(connection)
    assert order[0] == "45毫秒"  # 0.4 sure, compared with something, vendor outside the registry
    assert order[-1] == "3.2亿元"
    priorities = [item["priority"] for item in listed(connection, View())]
    assert priorities == sorted(priorities, reverse=True)


def test_by_article_the_newest_first_in_the_order_of_the_text(connection: sqlite3.Connection) -> None:
    assert shown(connection, order="article") == ["3.2亿元", "20%", "45毫秒", "3000家", "12%", "92%", "1.5万片"]


@pytest.mark.parametrize(
    ("view", "wanted"),
    [
        ({"vendor": "甲云"}, ["3.2亿元", "20%", "45毫秒"]),
        ({"metric": "revenue"}, ["3.2亿元", "20%"]),
        ({"flag": "times-ambiguous"}, ["12%"]),
        ({"rule": "from-to"}, ["45毫秒"]),
        ({"source": "另一报"}, ["92%", "1.5万片"]),
        ({"source": "cloud.txt"}, ["3.2亿元", "20%", "45毫秒", "3000家", "12%"]),
        ({"since": "2025-11-01"}, ["3.2亿元", "20%", "45毫秒", "3000家", "12%"]),
        ({"until": "2025-11-01"}, ["92%", "1.5万片"]),
        ({"q": "3000"}, ["3000家"]),
        ({"q": "芯片快讯"}, ["92%", "1.5万片"]),
        ({"low": "0.85"}, ["3.2亿元", "20%", "12%"]),
        ({"high": "0.55"}, ["45毫秒", "1.5万片"]),
        ({"article": "chips"}, ["92%", "1.5万片"]),
        ({"vendor": "甲云", "high": "0.5"}, ["45毫秒"]),
        ({"q": "%"}, ["20%", "12%", "92%"]),
        ({"q": "_"}, []),
        ({"q": "' OR 1=1 --"}, []),
        ({"vendor": "甲云' --"}, []),
        ({"flag": "%"}, []),
    ],
)
def test_filters(connection: sqlite3.Connection, view: dict[str, str], wanted: list[str]) -> None:
    assert shown(connection, order="article", **view) == wanted


@pytest.mark.parametrize(
    "view",
    [{"status": "done"}, {"order": "random"}, {"by": "all"}, {"since": "yesterday"}, {"low": "2"}, {"high": "x"}],
)
def test_a_view_that_can_only_be_a_mistake_is_refused(view: dict[str, str]) -> None:
    with pytest.raises(StoreError):
        View(**view)


def test_an_address_tells_the_view_and_what_it_does_not_know_is_left_alone() -> None:
    assert View.of({"vendor": " 甲云 ", "status": "", "page": "log"}) == View(vendor="甲云", status="")


def test_a_decided_claim_leaves_the_unreviewed_and_counts(connection: sqlite3.Connection) -> None:
    first = listed(connection, View())[0]["id"]
    decide(connection, "王芳", [Decision("reject", first, "hedged")])
    assert first not in [item["id"] for item in listed(connection, View())]
    assert counted(connection, View()) == {
        "unreviewed": 6, "accepted": 0, "edited": 0, "rejected": 1, "flagged": 0, "skipped": 0,
    }  # fmt: skip
    undo(connection, "王芳")
    assert counted(connection, View())["unreviewed"] == 7


def test_counted_by_me_only_my_own_decisions_count(connection: sqlite3.Connection) -> None:
    first = listed(connection, View())[0]["id"]
    decide(connection, "王芳", [Decision("accept", first)])
    mine = View(by="me", me="李雷")
    assert first in [item["id"] for item in listed(connection, mine)]
    assert counted(connection, mine)["unreviewed"] == 7
    assert counted(connection, View(by="me", me="王芳"))["accepted"] == 1


def test_pages_of_a_queue_hold_each_claim_once(connection: sqlite3.Connection) -> None:
    pages = [item["id"] for at in (0, 3, 6) for item in listed(connection, View(), at, 3)]
    assert len(pages) == len(set(pages)) == 7


def test_what_can_be_chosen_is_counted(connection: sqlite3.Connection) -> None:
    found = choices(connection)
    assert found["vendor"][0] == ("甲云", 3)
    assert ("times-ambiguous", 1) in found["flag"]
    assert ("number-unit", 7) in found["rule"]
