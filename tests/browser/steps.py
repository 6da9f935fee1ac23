"""Steps that the tests of the review page share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extract.store import connect_read_only

if TYPE_CHECKING:
    from playwright.sync_api import Page


def statuses(db: Path) -> dict[str, str]:
    """The status of each claim, as the store has it."""
    return dict(connect_read_only(db).execute("SELECT id, status FROM claims").fetchall())


def held(db: Path, id: str) -> dict[str, Any]:
    """A claim's record as it stands in the store."""
    row = connect_read_only(db).execute("SELECT json FROM claims WHERE id = ?", (id,)).fetchone()
    made: dict[str, Any] = json.loads(row[0])
    return made


def press(page: Page, *keys: str) -> None:
    """Press keys, each after the one before it has had its effect."""
    for key in keys:
        page.keyboard.press(key)
        page.evaluate("() => Z.line")


def current(page: Page) -> str:
    """The id of the claim that is shown."""
    return str(page.evaluate("() => Z.state.current"))


def select(page: Page, words: str, at: int = 0) -> None:
    """Select words of the article with the mouse, as a person does."""
    box = page.evaluate(
        """([words, at]) => {
            const walker = document.createTreeWalker(document.getElementById("article"), NodeFilter.SHOW_TEXT);
            const places = [];
            let text = "";
            while (walker.nextNode()) { for (let i = 0; i < walker.currentNode.length; i += 1) places.push([walker.currentNode, i]); text += walker.currentNode.data; }
            let found = -1;
            for (let n = 0; n <= at; n += 1) found = text.indexOf(words, found + 1);
            const first = places[found], last = places[found + words.length - 1];
            first[0].parentElement.scrollIntoView({ block: "center" });
            const range = document.createRange();
            range.setStart(first[0], first[1]); range.setEnd(first[0], first[1] + 1);
            const one = range.getBoundingClientRect();
            range.setStart(last[0], last[1]); range.setEnd(last[0], last[1] + 1);
            const other = range.getBoundingClientRect();
            return [one.left + 1, one.top + one.height / 2, other.right - 1, other.top + other.height / 2];
        }""",
        [words, at],
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    page.mouse.move(box[2], box[3], steps=4)
    page.mouse.up()
    page.wait_for_timeout(60)
