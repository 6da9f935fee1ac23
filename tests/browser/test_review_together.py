"""Two reviewers, disagreements, batches, views told by the address, and the page in one file."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from extract.review.static_page import write_page
from extract.store import connect_read_only
from tests.browser.conftest import ROOT, Server
from tests.browser.steps import current, held, press, statuses
from tests.browser.stores import small_store

if TYPE_CHECKING:
    from playwright.sync_api import Page

Serve = Callable[..., Server]
Visit = Callable[..., "Page"]


def test_the_second_sees_the_first_and_chooses(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    address = f"{serve(db).address}/?order=article"
    first, second = visit(address, name="王芳"), visit(address, name="李雷", expect_trouble=True)
    for page in (first, second):
        page.evaluate("() => { Z.watch = async () => {}; }")  # news from the other would come in between
    id = current(first)
    press(first, "x", "1")
    second.keyboard.press("a")
    box = second.locator("dialog#conflict")
    box.wait_for()
    assert "王芳" in box.inner_text() and "厂商有误" in box.inner_text()
    assert statuses(db)[id] == "rejected"
    second.keyboard.press("Enter")  # keep the first's
    box.wait_for(state="detached")
    second.evaluate("() => Z.line")
    assert statuses(db)[id] == "rejected"
    other = current(second)
    assert other != id
    press(first, "a")
    second.keyboard.press("x")
    second.keyboard.press("5")
    box.wait_for()
    box.locator("button", has_text="仍然").click()
    box.wait_for(state="detached")
    second.evaluate("() => Z.line")
    assert statuses(db)[other] == "rejected"
    rows = connect_read_only(db).execute(
        "SELECT reviewer, verdict FROM judgements WHERE record = ? ORDER BY seq", (other,)
    )
    assert rows.fetchall() == [("王芳", "accept"), ("李雷", "reject")]


def test_names_and_news_of_others_are_on_the_page(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    address = f"{serve(db).address}/?order=article"
    first, second = visit(address, name="王芳"), visit(address, name="李雷")
    second.locator("#here", has_text="王芳").wait_for()
    press(first, "a")
    second.locator("#card .voices", has_text="王芳").wait_for()
    assert "已接受" in second.locator("#card .status").inner_text()
    assert "王芳" in second.locator("#toast").inner_text()


def test_two_independent_opinions_their_agreement_and_a_settlement(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    address = f"{serve(db).address}/?order=article&by=me"
    first, second = visit(address, name="王芳"), visit(address, name="李雷")
    press(first, *"aaaaaaa")
    assert len([each for each in statuses(db).values() if each == "accepted"]) == 7
    assert "王芳" not in second.locator("#card").inner_text()  # hidden until the own decision
    press(second, "x", "5", "a", "e")
    second.locator("#edit-unit").fill("s")
    second.locator("#edit-unit").press("Escape")
    second.keyboard.press("Enter")
    second.wait_for_selector(".edit-form", state="detached")
    second.evaluate("() => Z.line")
    press(second, "a", "a", "a", "a")
    second.locator("[data-page=disputes]").click()
    second.locator(".dispute").nth(1).wait_for()
    assert second.locator(".dispute").count() == 2
    rows = {row.split("\t")[0]: row.split("\t")[1:] for row in second.locator("table.kappa tr").all_inner_texts()}
    assert rows["判断"][:2] == ["7", "6 (86%)"]
    assert rows["单位"][:2] == ["7", "5 (71%)"]
    press(second, "2")
    second.locator(".dispute").nth(1).wait_for(state="detached")
    assert second.locator(".dispute").count() == 1
    log = connect_read_only(db).execute("SELECT verdict FROM judgements WHERE reason = 'adjudicated'").fetchall()
    assert len(log) == 1
    press(second, "u")
    second.locator(".dispute").nth(1).wait_for()


def test_a_batch_with_preview_and_one_undo(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?vendor=甲云&order=article")
    page.locator("button.batch").click()
    page.locator("dialog .preview li").nth(2).wait_for()
    assert "3" in page.locator("dialog .preview b").first.inner_text()
    page.keyboard.press("Enter")
    page.locator("dialog").wait_for(state="detached")
    assert sorted(statuses(db).values()).count("accepted") == 3
    press(page, "u")
    assert set(statuses(db).values()) == {"unreviewed"}


def test_a_view_is_shared_by_its_address(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    page = visit(serve(small_store(tmp_path)).address)
    page.locator("select[name=order]").select_option("article")
    page.evaluate("() => Z.line")
    page.locator("#search").fill("3000")
    page.locator("#search").press("Enter")
    page.wait_for_function("() => Z.state.queue.length === 1")
    assert page.evaluate("() => Z.state.queue.map((item) => item.quantity)") == ["3000家"]
    other = visit(page.url)
    assert other.evaluate("() => Z.state.queue.map((item) => item.quantity)") == ["3000家"]
    assert other.locator("#search").input_value() == "3000"
    assert current(other) == current(page)
    page.go_back()
    page.wait_for_timeout(400)
    assert page.evaluate("() => Z.state.queue.length") == 7


def test_the_other_pages(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(small_store(tmp_path)).address}/?order=article")
    press(page, "a", "x", "3")
    page.locator("[data-page=rules]").click()
    page.locator("table", has_text="number-unit").wait_for()
    assert "50%" in page.locator("tr", has_text="number-unit").inner_text()
    page.locator("[data-page=log]").click()
    page.locator("table", has_text="单位有误").wait_for()
    assert page.locator("tbody tr").count() == 2
    page.locator("[data-page=articles]").click()
    page.locator("a", has_text="芯片快讯").click()
    page.wait_for_timeout(300)
    assert page.evaluate("() => Z.claim().article") == "chips"
    page.go_back()
    page.locator("#language").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_page_in_one_file(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    """Reviewed without a server, decisions downloaded, taken over by the store and taken up again elsewhere."""
    db = small_store(tmp_path)
    write_page(db, tmp_path / "out.html")
    page = visit((tmp_path / "out.html").as_uri(), name="韩梅", accept_downloads=True)
    page.locator("select[name=order]").select_option("article")
    press(page, "a", "x", "5", "f", "u", " ")
    press(page, "e")
    page.locator("#edit-scope").fill("夜间")
    page.keyboard.press("Escape")
    page.keyboard.press("Enter")
    page.wait_for_selector(".edit-form", state="detached")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert page.locator("#progress").inner_text().startswith("3 / 7")
    page.locator("select[name=vendor]").select_option("丙芯")
    page.wait_for_timeout(100)
    assert page.evaluate("() => Z.state.queue.map((item) => item.quantity)") == ["92%"]
    page.locator("#more").click()
    with page.expect_download() as waiting:
        page.locator("#export").click()
    decisions = tmp_path / "decisions.jsonl"
    waiting.value.save_as(decisions)
    assert len(decisions.read_text("utf-8").splitlines()) == 6
    command = [sys.executable, "-m", "extract", "review", "--db", str(db), "--import", str(decisions)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "6 decisions imported" in done.stderr
    found = statuses(db)
    assert sorted(found.values()) == ["accepted", "edited", "rejected", "skipped", *["unreviewed"] * 3]
    (edited,) = [id for id, status in found.items() if status == "edited"]
    assert held(db, edited)["scope"] == "夜间"
    other = visit((tmp_path / "out.html").as_uri(), name="李雷")
    other.locator("#more").click()
    other.locator("dialog input[type=file]").set_input_files(str(decisions))
    other.locator("dialog button[type=submit]").click()
    other.locator("dialog").wait_for(state="detached")
    assert other.locator("#progress").inner_text().startswith("3 / 7")
    log = [json.loads(line) for line in decisions.read_text("utf-8").splitlines()]
    assert {row["reviewer"] for row in log} == {"韩梅"}
