"""The seed article reviewed from end to end without the mouse, and that no key does harm while text is composed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extract.store import connect_read_only
from tests.browser.conftest import ROOT, Server
from tests.browser.steps import current, press, statuses
from tests.browser.stores import small_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

Serve = Callable[..., Server]
Visit = Callable[..., "Page"]


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from extract.batch import ingest

    db = tmp_path_factory.mktemp("seed") / "claims.db"
    ingest([str(ROOT / "corpus" / "articles" / "seed.txt")], db, jobs=1)
    return db


def test_the_seed_is_reviewed_by_keyboard_alone(seed: Path, serve: Serve, visit: Visit) -> None:
    server = serve(seed)
    page = visit(server.address)
    wanted: dict[str, str] = {}
    turn = ("accept", "reject", "accept", "skip", "accept", "flag", "accept", "reject-plainly")
    total = len(statuses(seed))
    assert total >= 50
    for at in range(total):
        id = current(page)
        assert id not in wanted, "a claim came twice"
        what = turn[at % len(turn)]
        if at == 2:
            page.keyboard.press("c")
            page.wait_for_selector("dialog textarea")
            page.keyboard.type("与图表核对过 a x u")
            page.keyboard.press("Enter")
            page.wait_for_selector("dialog", state="detached")
        keys = {"accept": "a", "skip": " ", "flag": "f", "reject": "x5", "reject-plainly": "xx"}[what]
        press(page, *keys)
        wanted[id] = {"accept": "accepted", "skip": "skipped", "flag": "flagged"}.get(what, "rejected")
    page.wait_for_selector("#card >> text=都核对完了")
    assert statuses(seed) == wanted
    connection = connect_read_only(seed)
    comments = connection.execute("SELECT reason FROM judgements WHERE verdict = 'comment'").fetchall()
    assert comments == [("与图表核对过 a x u",)]
    reasons = connection.execute(
        "SELECT reason, count(*) FROM judgements WHERE verdict = 'reject' GROUP BY 1"
    ).fetchall()
    assert {reason for reason, _ in reasons} == {None, "not-a-claim"}
    for _ in range(total + 1):  # the comment too
        press(page, "u")
    assert set(statuses(seed).values()) == {"unreviewed"}


def test_each_claim_lights_its_parts_in_the_text(seed: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(seed).address}/?order=article&status=")
    for _ in range(12):
        record = page.evaluate("() => Z.claim().record")
        pieces = page.eval_on_selector_all(
            "#article .piece.claimed.current",
            "all => all.map((piece) => [Number(piece.dataset.s), Number(piece.dataset.e), piece.textContent])",
        )
        assert "".join(text for *_, text in pieces) == record["quantity"]["text"]
        assert (pieces[0][0], pieces[-1][1]) == (record["quantity"]["start"], record["quantity"]["end"])
        assert page.locator("#article .part.f-value").count() >= 1
        box, pane = (
            page.locator("#article .piece.current").first.bounding_box(),
            page.locator("#article-scroll").bounding_box(),
        )
        assert box and pane and pane["y"] <= box["y"] <= pane["y"] + pane["height"]
        press(page, "j")


def test_repaired_text_on_demand_and_the_same_marks_in_it(seed: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(seed).address}/?order=article&status=")
    given = page.locator("#article").inner_text()
    assert "(xùn)" in given and page.locator("#article .damaged").count() > 100
    press(page, "t")
    restored = page.locator("#article").inner_text()
    assert "(xùn)" not in restored and "训推" in restored
    marked = "".join(page.locator("#article .piece.current").all_inner_texts())
    assert marked and marked in restored
    press(page, "t")
    assert page.locator("#article").inner_text() == given


def test_moving_by_claims_and_by_articles(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(small_store(tmp_path)).address}/?order=article")
    assert page.locator("#card .raw").first.inner_text() == "甲云"
    press(page, "j", "ArrowDown", "ArrowRight", "k", "ArrowUp")
    assert page.evaluate("() => Z.claim().record.quantity.text") == "20%"
    press(page, "J")
    assert page.evaluate("() => Z.claim().record.quantity.text") == "92%"
    press(page, "K", "K")
    assert page.evaluate("() => Z.claim().article") == "cloud"
    press(page, "d")
    assert page.locator("#card .why").get_attribute("open") is not None
    press(page, *"aaaaaaa")
    assert page.evaluate("() => Z.claim()") is None
    press(page, "k")  # back to what was decided last
    history = page.evaluate("() => Z.state.queue.map((item) => item.status)")
    assert history == ["accepted"] * 7
    assert page.evaluate("() => Z.claim().history.length") == 1


@pytest.mark.parametrize("event", [{"isComposing": True}, {"keyCode": 229}, {"key": "Process"}])
def test_no_key_does_harm_while_text_is_composed(
    tmp_path: Path, serve: Serve, visit: Visit, event: dict[str, Any]
) -> None:
    db = small_store(tmp_path)
    page = visit(serve(db).address)
    for key in ("a", "x", " ", "e", "u", "Backspace", "f", "Enter", "1"):
        details = {"key": key, "bubbles": True, "cancelable": True, **event}
        page.evaluate("(details) => document.body.dispatchEvent(new KeyboardEvent('keydown', details))", details)
    page.evaluate("() => Z.line")
    assert set(statuses(db).values()) == {"unreviewed"}
    assert page.evaluate("() => Z.state.editing") is None


def test_composing_with_an_input_method_inside_the_editor(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    """A real composition: Enter and Escape that belong to it neither save nor leave."""
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article")
    press(page, "e")
    field = page.locator("#edit-metric-text")
    field.click()
    field.fill("")
    devices = page.context.new_cdp_session(page)
    devices.send("Input.imeSetComposition", {"text": "zong shou ru", "selectionStart": 12, "selectionEnd": 12})
    for key, code in (("Enter", 229), ("Escape", 229), ("Backspace", 229)):
        for kind in ("rawKeyDown", "keyUp"):
            devices.send(
                "Input.dispatchKeyEvent",
                {"type": kind, "key": key, "windowsVirtualKeyCode": code, "nativeVirtualKeyCode": code},
            )
    assert page.evaluate("() => Z.state.editing !== null")
    assert set(statuses(db).values()) == {"unreviewed"}
    devices.send("Input.insertText", {"text": "总收入"})
    assert field.input_value() == "总收入"
    field.press("Enter")
    page.wait_for_selector(".edit-form", state="detached")
    found = connect_read_only(db).execute("SELECT metric_text FROM claims WHERE status = 'edited'").fetchall()
    assert found == [("总收入",)]


def test_letters_typed_into_fields_decide_nothing(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(serve(db).address)
    press(page, "/")
    page.keyboard.type("axeu 12")
    page.keyboard.press("Backspace")
    page.keyboard.press("Escape")
    assert set(statuses(db).values()) == {"unreviewed"}
    assert page.evaluate("() => document.activeElement.id") == "card"
    page.keyboard.press("Control+s")
    assert "已保存" in page.locator("#toast").inner_text()
    assert connect_read_only(db).execute("SELECT count(*) FROM judgements").fetchone() == (0,)


def test_a_key_can_be_changed_and_changed_back(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(serve(db).address)
    press(page, "?")
    page.locator(".rebind").first.click()
    page.keyboard.press("q")
    page.locator(".rebind").first.click()
    page.keyboard.press("x")  # taken
    page.keyboard.press("Escape")
    page.wait_for_selector("dialog", state="detached")
    press(page, "a")
    assert set(statuses(db).values()) == {"unreviewed"}
    press(page, "q")
    assert sorted(statuses(db).values()).count("accepted") == 1
    assert json.loads(page.evaluate("() => localStorage['zhclaims.keys']")) == {"accept": "q"}
