"""Correcting, adding, splitting and merging claims, and that nothing of it is lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.store import connect_read_only
from tests.browser.conftest import ARGUMENTS, CHROMIUM, Server
from tests.browser.steps import current, held, press, select, statuses
from tests.browser.stores import CLOUD, make_store, piece, small_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

Serve = Callable[..., Server]
Visit = Callable[..., "Page"]


def save(page: Page) -> None:
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-form", state="detached")
    page.evaluate("() => Z.line")


def test_a_field_is_corrected_with_completion_and_live_meaning(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article")
    id = current(page)
    press(page, "e")
    assert page.evaluate("() => document.activeElement.name") == "vendor.name"
    page.keyboard.type("腾讯云")
    page.locator(".offers li", has_text="tencent_cloud").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.locator("#edit-quantity-text").fill("逾4.5亿美元")
    page.locator("#meaning", has_text="USD").wait_for()
    assert page.locator("#meaning").inner_text().replace("\u2009", "") == "= >450000000 USD"
    page.locator("#edit-baseline-kind").select_option("prior-period")
    page.locator("#edit-baseline-text").fill("去年同期的3亿元")
    page.locator("#edit-baseline-text").press("Tab")
    value = page.locator("#edit-baseline-value")
    for _ in range(200):
        if value.input_value() == "300000000":
            break
        page.wait_for_timeout(20)
    save(page)
    record = held(db, id)
    assert (record["vendor"]["id"], record["vendor"]["name"], record["vendor"]["how"]) == (
        "tencent_cloud",
        "腾讯云",
        "reviewer",
    )
    assert (record["value"], record["unit"], record["comparator"]) == (450000000, "USD", ">")
    assert (record["baseline"]["kind"], record["baseline"]["value"], record["baseline"]["unit"]) == (
        "prior-period",
        300000000,
        "CNY",
    )
    assert record["quantity"]["text"] == "3.2亿元"  # what stands in the text stays
    assert statuses(db)[id] == "edited"
    press(page, "k")
    assert page.locator("#card .changed").count() >= 3


def test_a_field_is_filled_by_selecting_text(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article&q=45毫秒&status=")
    id = next(claim for claim in statuses(db) if held(db, claim)["quantity"]["text"] == "45毫秒")
    press(page, "e")
    page.locator("#edit-subject").focus()
    select(page, "推理平台")
    assert page.locator("#edit-subject").input_value() == "推理平台"
    page.locator("#edit-quantity-text").focus()
    select(page, "120毫秒")
    page.locator("#meaning", has_text="120 ms").wait_for()
    page.locator("#edit-evidence-text").focus()
    select(page, "把时延从120毫秒降至45毫秒")
    save(page)
    record = held(db, id)
    start = CLOUD.index("120毫秒")
    assert record["quantity"] == {"text": "120毫秒", "start": start, "end": start + 5}
    assert record["evidence"]["text"] == "把时延从120毫秒降至45毫秒"
    assert (record["subject"], record["value"]) == ("推理平台", 120)


def test_selecting_counts_code_points_after_rare_characters(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    text = "标题\n𠮷𠮷芯与😀公司出货1.5万片和2.5万片。\n"
    claims = [{"quantity": "1.5万片", "vendor": "𠮷芯", "metric": "出货量", "value": 15000, "unit": "片"}]
    db = make_store(tmp_path / "claims.db", [piece("rare", text, claims)])
    page = visit(serve(db).address)
    assert page.locator("#article .piece.current").all_inner_texts() == ["1.5万", "片"]
    select(page, "2.5万片")
    page.locator("#selection button").click()
    page.locator("#edit-metric-text").fill("出货量")
    save(page)
    (added,) = [id for id in statuses(db) if "+" in id]
    quantity = held(db, added)["quantity"]
    assert text[quantity["start"] : quantity["end"]] == quantity["text"] == "2.5万片"


def test_a_number_that_was_kept_out_becomes_a_claim_by_one_key(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article")
    total = len(statuses(db))
    for _ in range(12):
        press(page, "n")
        if page.locator("#list [aria-current] b").inner_text() == "120":
            break
    assert "made by hand" in page.locator("#list [aria-current]").inner_text()
    press(page, "m")
    form = page.locator(".edit-form")
    assert form.locator("#edit-quantity-text").input_value() == "120毫秒"
    page.locator("#edit-metric-text").fill("")
    page.keyboard.press("Enter")
    page.locator("#form-problem", has_text="指标").wait_for()  # a claim needs a metric
    page.locator("#edit-metric-text").fill("时延")
    save(page)
    assert len(statuses(db)) == total + 1
    added = current(page)
    assert (held(db, added)["value"], held(db, added)["unit"], statuses(db)[added]) == (120, "ms", "edited")
    press(page, "u")
    assert len(statuses(db)) == total
    assert page.locator("#trouble").is_hidden()


def test_split_and_merge_are_one_decision_each(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    text = "标题\n甲云毛利率在30%-35%之间，同比提升2个百分点。\n"
    claims = [
        {"quantity": "30%-35%", "vendor": "甲云", "metric": "毛利率", "value": 30, "value_max": 35, "unit": "%"},
        {"quantity": "2个百分点", "vendor": "甲云", "metric": "毛利率", "value": 2, "unit": "pp", "kind": "increase"},
    ]
    db = make_store(tmp_path / "claims.db", [piece("range", text, claims)])
    page = visit(f"{serve(db).address}/?order=article&status=")
    first = current(page)
    press(page, "s")
    assert page.locator(".draft-tabs button").all_inner_texts() == ["1 · 30%", "2 · 35%"]
    save(page)
    assert {held(db, id)["quantity"]["text"] for id in statuses(db)} == {"30%", "35%", "2个百分点"}
    page.goto(f"{page.url.split('?')[0]}?order=article&status=")
    page.wait_for_selector("html[data-ready]")
    press(page, "g")
    assert page.locator("#edit-value").input_value() == "30"
    assert page.locator("#edit-value_max").input_value() == "35"
    save(page)
    record = held(db, first)
    assert (record["value"], record["value_max"], record["quantity"]["text"]) == (30, 35, "30%-35%")
    assert sorted(statuses(db).values()) == ["edited", "rejected", "unreviewed"]
    press(page, "u")
    assert sorted(statuses(db).values()) == ["edited", "edited", "unreviewed"]
    press(page, "u")
    assert sorted(statuses(db).values()) == ["unreviewed", "unreviewed"]


def test_what_was_typed_but_not_saved_is_there_again(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article")
    press(page, "e")
    page.locator("#edit-scope").fill("夜间")
    page.wait_for_function("() => Z.vault.draft(Z.state.editing.key)")  # the browser's store writes behind the keyboard
    page.reload()
    page.wait_for_selector("html[data-ready]")
    press(page, "e")
    assert page.locator("#edit-scope").input_value() == "夜间"
    page.keyboard.press("Escape")  # leaves the field
    assert page.evaluate("() => Z.state.editing !== null")
    page.keyboard.press("Escape")  # leaves the editor
    assert page.evaluate("() => Z.state.editing === null")
    assert set(statuses(db).values()) == {"unreviewed"}


def test_undo_goes_on_after_the_server_was_killed(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    server = serve(db)
    page = visit(f"{server.address}/?order=article", expect_trouble=True)
    press(page, "a", "x", "3", " ", "f")
    before = statuses(db)
    assert sorted(before.values()) == [
        "accepted",
        "flagged",
        "rejected",
        "skipped",
        "unreviewed",
        "unreviewed",
        "unreviewed",
    ]
    server.kill()
    assert statuses(db) == before
    shown = current(page)
    press(page, "a")
    assert "没有应答" in page.locator("#trouble").inner_text()
    assert current(page) == shown  # what is not stored is not shown as decided
    again = serve(db, port=server.port)
    press(page, "a")
    assert page.locator("#trouble").is_hidden()
    assert statuses(db)[shown] == "accepted"
    again.kill()
    serve(db, port=server.port)
    page.reload()
    page.wait_for_selector("html[data-ready]")
    press(page, "u", "u", "Backspace", "u", "u")
    assert set(statuses(db).values()) == {"unreviewed"}
    press(page, "u")
    assert "没有可撤销" in page.locator("#toast").inner_text()


@pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (apt-get install chromium fonts-noto-cjk)")
def test_a_killed_browser_loses_no_decision(tmp_path: Path, serve: Serve, browser: object) -> None:
    from subprocess import DEVNULL, Popen

    db = small_store(tmp_path)
    server = serve(db)
    profile = tmp_path / "profile"
    port = 9000 + os.getpid() % 900
    flags = [
        *ARGUMENTS,
        "--headless=new",
        "--no-first-run",
        f"--user-data-dir={profile}",
        f"--remote-debugging-port={port}",
    ]
    process = Popen(
        [str(CHROMIUM), *flags, f"{server.address}/?order=article"],
        stdout=DEVNULL,
        stderr=DEVNULL,
        start_new_session=True,
    )
    try:
        for _ in range(300):
            try:
                other = browser.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")  # type: ignore[attr-defined]
                break
            except Exception:
                import time

                time.sleep(0.1)
        page = other.contexts[0].pages[0]
        page.wait_for_selector("html[data-ready]")
        press(page, "a", "a", "x", "5")
        page.keyboard.press("a")  # the answer to this one is not waited for
        before = sorted(statuses(db).values())
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    after = sorted(statuses(db).values())
    assert after.count("accepted") >= 2 and after.count("rejected") == 1
    assert after.count("unreviewed") <= before.count("unreviewed")
    assert connect_read_only(db).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_an_unknown_vendor_goes_to_the_users_lexicon(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article&vendor=丙芯")
    id = current(page)
    page.locator("#card .rows button.warn").first.click()
    page.locator("dialog input").first.fill("bingxin")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-form")
    save(page)
    assert held(db, id)["vendor"]["id"] == "bingxin"
    table = (tmp_path / "lexicon" / "vendors.csv").read_text("utf-8-sig")
    assert "bingxin,丙芯" in table and "丙芯的良率升至92%" in table
