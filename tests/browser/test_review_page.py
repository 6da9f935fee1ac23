"""The page itself: hostile articles, long articles, screen readers, contrast, both colour schemes, a quick start."""

from __future__ import annotations

import contextlib
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from extract.review.static_page import write_page
from extract.types import Article
from tests.browser.conftest import ROOT, Server
from tests.browser.steps import press, select, statuses
from tests.browser.stores import Piece, make_store, piece, small_store

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Serve = Callable[..., Server]
Visit = Callable[..., "Page"]

ATTACKS = (
    "</script><script>window.hurt=1</script>",
    "<img src=x onerror='window.hurt=1'>",
    "<svg/onload=window.hurt=1>",
    "<iframe srcdoc='<script>parent.hurt=1</script>'></iframe>",
    "javascript:window.hurt=1",
    "{{constructor.constructor('window.hurt=1')()}}",
    "<!--",
    "<style>*{display:none}</style>",
    "<base href='https://evil.example/'>",
    "<a href='javascript:window.hurt=1'>点我</a>",
    "&lt;b&gt;&#x3c;script&#x3e;",
    "\u202e反转\u2066\u2028\u2029\u0007\ufeff",
)


def hostile_piece() -> Piece:
    text = (
        "标题"
        + ATTACKS[0]
        + "\n"
        + "\n".join(f"{attack}甲云营收{n + 1}亿元。" for n, attack in enumerate(ATTACKS))
        + "\n"
    )
    claims = [
        {
            "quantity": f"{n + 1}亿元",
            "start": text.index(f"甲云营收{n + 1}亿元") + 4,
            "vendor": attack,
            "metric": f"{attack}营收",
            "metric_name": attack,
            "value": (n + 1) * 1e8,
            "unit": attack[:30],
            "subject": attack,
            "scope": attack,
            "attribution": attack,
            "how": attack,
            "flags": (attack,),
            "rules": (attack,),
            "baseline": {
                "kind": "competitor",
                "text": attack,
                "value": None,
                "value_max": None,
                "unit": None,
                "entity": attack,
            },
            "period": {"text": attack, "start": None, "end": None},
        }
        for n, attack in enumerate(ATTACKS)
    ]
    return piece(
        ATTACKS[1],
        text,
        claims,
        title=ATTACKS[0],
        publisher=ATTACKS[1],
        source=ATTACKS[2],
        url="javascript:window.hurt=1",
    )


def test_hostile_articles_are_shown_as_text_everywhere(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = make_store(tmp_path / "claims.db", [hostile_piece()])
    write_page(db, tmp_path / "out.html")
    attacker = ATTACKS[1][:40]
    for address in (f"{serve(db).address}/?order=article&status=&q=", (tmp_path / "out.html").as_uri()):
        page = visit(address, name=attacker)
        for attack in ATTACKS:
            assert attack.strip("\u2028\u2029\ufeff") in page.locator("#article").evaluate("(node) => node.textContent")
        for _ in ATTACKS:
            press(page, "a")
        for name in ("articles", "disputes", "rules", "log", "review"):
            page.locator(f"[data-page={name}]").click()
            page.wait_for_timeout(150)
        page.locator("select[name=status]").select_option("")
        press(page, "n", "t", "d", "k", "e")
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        page.wait_for_timeout(100)
        assert page.evaluate("() => window.hurt") is None
        assert (
            page.evaluate(
                "() => document.querySelectorAll('img, iframe, svg, base, #article script, #card script').length"
            )
            == 0
        )
        assert not page.evaluate(
            "() => [...document.querySelectorAll('a')].some((link) => link.href.startsWith('javascript:'))"
        )
        assert page.evaluate("() => document.querySelectorAll('style').length") == (
            0 if address.startswith("http") else 1
        )


def test_a_page_of_another_site_can_decide_nothing(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    """A real cross-site page: forms and fetches towards the review page, in a browser that has it open."""
    db = small_store(tmp_path)
    server = serve(db)
    evil = tmp_path / "evil.html"
    evil.write_text("<!doctype html><html data-ready><title>evil</title>", "utf-8")
    page = visit(evil.as_uri(), expect_trouble=True)
    found = page.evaluate(
        """async (address) => {
            const body = JSON.stringify({ reviewer: "x", items: [{ verdict: "accept", record: "chips#12" }] });
            const tries = [
                { method: "POST", mode: "no-cors", body },
                { method: "POST", mode: "cors", headers: { "content-type": "application/json", "x-zhclaims": "review" }, body },
                { method: "POST", mode: "no-cors", headers: { "content-type": "text/plain" }, body },
            ];
            const answers = [];
            for (const options of tries) {
                try { answers.push((await fetch(address + "/api/decide", options)).type); } catch (error) { answers.push("refused"); }
            }
            try { answers.push(await (await fetch(address + "/api/queue")).text()); } catch (error) { answers.push("refused"); }
            return answers;
        }""",
        server.address,
    )
    assert found[1] == "refused" and found[3] == "refused"
    assert set(statuses(db).values()) == {"unreviewed"}


# ------------------------------------------------------------------------------------------------------- long articles


def long_piece(claims: int = 200, characters: int = 25_000) -> Piece:
    """An article of 25,000 characters (75 KB as UTF-8) with 200 claims, vendors in headings far from the numbers among it."""
    names = ("甲云", "乙云", "丙芯", "丁科技", "戊数据")
    filler = "持续投入研发与生态建设推动智能化升级在多个场景完成落地整体表现稳健客户认可程度稳步提升渠道体系逐步完善"
    text, found = "长文\n", []
    for n in range(claims):
        vendor, quantity = names[n % 5], f"{n + 3}.{n % 9 + 1}亿元"
        sentence = f"{vendor}第{n + 1}项业务营收达到{quantity}，"
        found.append(
            {
                "quantity": quantity,
                "start": len(text) + sentence.index(quantity),
                "vendor": vendor,
                "metric": f"第{n + 1}项业务营收",
                "value": float(quantity[:-2]) * 1e8,
                "unit": "CNY",
                "confidence": 0.3 + (n * 37 % 200) / 300,
            }
        )
        wanted = (characters * (n + 1)) // claims - len(text) - len(sentence) - 2
        text += sentence + (filler * 4)[: max(wanted, 0)] + ("。\n" if n % 4 == 3 else "。")
    return piece("long", text, found)


_PAINTED = """() => {
    window.painted = [];
    document.addEventListener("keydown", (event) => {
        const pressed = event.timeStamp;
        queueMicrotask(async () => {
            await Z.line;
            requestAnimationFrame(() => {
                const channel = new MessageChannel();
                channel.port1.onmessage = () => window.painted.push(performance.now() - pressed);
                channel.port2.postMessage(0);
            });
        });
    }, true);
}"""


def times(page: Page, key: str, count: int) -> list[float]:
    """Milliseconds from each key press to the frame that shows its effect, as the page measures them."""
    page.evaluate("() => { window.painted.length = 0; }")
    for done in range(1, count + 1):
        page.keyboard.press(key)
        while page.evaluate("() => window.painted.length") < done:
            pass
    found: list[float] = page.evaluate("() => window.painted")
    return sorted(found)


@pytest.mark.timing
def test_from_key_to_next_claim_in_a_long_article(tmp_path: Path, serve: Serve, visit: Visit, capsys: Any) -> None:
    """The 95th percentile stays under 100 ms. A machine that others keep busy gets three tries; the best one counts."""
    long = long_piece()
    assert len(long.article.text) >= 25_000 and len(long.claims) == 200
    page = visit(serve(make_store(tmp_path / "claims.db", [long])).address)
    page.evaluate(_PAINTED)
    best = {"j": 10_000.0, "a": 10_000.0}
    for _ in range(3):
        for key in best:
            found = times(page, key, 30)
            best[key] = min(best[key], found[int(len(found) * 0.95)])
        if max(best.values()) < 100:
            break
    with capsys.disabled():
        print(f"\n  key to next claim, 95th percentile: j {best['j']:.0f} ms, a {best['a']:.0f} ms")
    assert max(best.values()) < 100


def test_a_longer_article_is_no_slower_to_walk_through(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    """Four times the text and the claims: the next claim does not cost four times as much."""
    (tmp_path / "short").mkdir()
    (tmp_path / "long").mkdir()
    pages = []
    for name, factor in (("short", 1), ("long", 4)):
        db = make_store(tmp_path / name / "claims.db", [long_piece(100 * factor, 12_500 * factor)])
        page = visit(f"{serve(db).address}/?order=article")
        page.evaluate(
            "() => { window.spent = []; const go = Z.go; Z.go = async (id) => { const start = performance.now(); await go(id); window.spent.push(performance.now() - start); }; }"
        )
        pages.append(page)
    ratios = []
    for _ in range(4):
        medians = []
        for page in pages:
            page.evaluate("() => { window.spent.length = 0; }")
            press(page, *"jjjjjjjjjj")
            medians.append(sorted(page.evaluate("() => window.spent"))[5])
        ratios.append(medians[1] / max(medians[0], 0.5))
    assert min(ratios) < 3


def test_far_parts_are_quoted_at_the_edge(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    gap = "\n".join("这一段没有数字只是填充文字" * 6 for _ in range(14))
    text = f"要闻\n一、甲云：降本\n{gap}\n其时延降至45毫秒。\n"
    claims = [{"quantity": "45毫秒", "vendor": "甲云", "metric": "时延", "value": 45, "unit": "ms", "how": "heading"}]
    page = visit(serve(make_store(tmp_path / "claims.db", [piece("far", text, claims)])).address)
    far = page.locator("#far-above .far-part")
    assert far.count() == 1
    assert "厂商" in far.inner_text() and "甲云" in far.inner_text()
    far.click()
    page.locator("#far-below .f-quantity", has_text="45毫秒").wait_for()
    box, pane = page.locator("#article .f-vendor").first.bounding_box(), page.locator("#article-scroll").bounding_box()
    assert box and pane and pane["y"] <= box["y"] <= pane["y"] + pane["height"]


# ------------------------------------------------------------------------------------------------------- accessibility

_NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, select, textarea, [role=tab], [role=progressbar], main, section, aside, nav")]
    .filter((each) => each.checkVisibility())
    .filter((each) => {
        if (["MAIN", "ASIDE", "SECTION"].includes(each.tagName)) return false;
        const label = each.getAttribute("aria-label") || each.labels?.[0]?.textContent || each.textContent || each.title || each.alt;
        return !(label || "").trim();
    }).map((each) => each.outerHTML.slice(0, 120))"""

_CONTRAST = """() => {
    const parse = (colour) => { const made = document.createElement("canvas").getContext("2d"); made.fillStyle = colour; made.fillRect(0, 0, 1, 1); return [...made.getImageData(0, 0, 1, 1).data].slice(0, 3); };
    const light = (colour) => { const [r, g, b] = parse(colour).map((each) => { const part = each / 255; return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
    const contrast = (one, other) => { const [high, low] = [light(one), light(other)].sort((a, b) => b - a); return (high + 0.05) / (low + 0.05); };
    const style = getComputedStyle(document.documentElement);
    const value = (name) => style.getPropertyValue("--" + name).trim();
    const pairs = [];
    for (const field of ["vendor", "subject", "metric", "value", "unit", "baseline", "period", "scope", "attribution"]) {
        for (const ground of ["paper", "panel", field + "-tint"]) pairs.push([field, ground]);
    }
    for (const status of ["accepted", "edited", "rejected", "flagged", "skipped", "unreviewed", "accent", "ink", "soft"]) for (const ground of ["paper", "panel", "sunk"]) pairs.push([status, ground]);
    pairs.push(["ink", "evidence"], ["on-accent", "accent"], ["paper", "ink"], ["accent", "accent-tint"]);
    return pairs.map(([one, other]) => [one, other, contrast(value(one), value(other))]).filter(([, , found]) => !(found >= 4.5));
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast_in_both_colour_schemes(tmp_path: Path, serve: Serve, visit: Visit, scheme: str) -> None:
    page = visit(serve(small_store(tmp_path)).address, color_scheme=scheme)
    assert page.evaluate(_CONTRAST) == []
    ground = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.locator("#scheme").click()
    assert page.evaluate(_CONTRAST) == []
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != ground


def test_everything_has_a_name(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(small_store(tmp_path)).address}/?order=article")
    assert page.evaluate(_NAMELESS) == []
    press(page, "x")
    assert page.evaluate(_NAMELESS) == []
    press(page, "Escape", "e")
    assert page.evaluate(_NAMELESS) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    press(page, "?")
    assert page.evaluate(_NAMELESS) == []
    page.keyboard.press("Escape")
    for name in ("articles", "rules", "log", "disputes"):
        page.locator(f"[data-page={name}]").click()
        page.wait_for_timeout(150)
        assert page.evaluate(_NAMELESS) == []


def test_the_focus_goes_round_and_is_seen(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    page = visit(f"{serve(small_store(tmp_path)).address}/?order=article")
    seen: list[str] = []
    for _ in range(70):
        page.keyboard.press("Tab")
        found = page.evaluate(
            "() => { const it = document.activeElement; const style = getComputedStyle(it); "
            "return [it.className + '#' + it.id, it === document.body || style.outlineStyle !== 'none']; }"
        )
        seen.append(found[0])
        assert found[1], found[0]
    reached = " ".join(seen)
    for wanted in ("skip-link", "act-accept", "act-reject", "act-edit", "#language", "#search", "list-item"):
        assert wanted in reached


def test_everything_works_by_mouse(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = small_store(tmp_path)
    page = visit(f"{serve(db).address}/?order=article")
    page.locator(".act-accept").click()
    page.evaluate("() => Z.line")
    page.locator(".act-reject").click()
    page.locator(".reasons .act", has_text="重复").click()
    page.evaluate("() => Z.line")
    page.locator("#article .piece.claimed", has_text="12").first.click()
    page.evaluate("() => Z.line")
    page.locator(".act-flag").dblclick()  # the second click of a double click decides nothing
    page.evaluate("() => Z.line")
    assert sorted(statuses(db).values()) == ["accepted", "flagged", "rejected", *["unreviewed"] * 4]
    page.locator(".act-undo").click()
    page.evaluate("() => Z.line")
    assert sorted(statuses(db).values()).count("flagged") == 0
    select(page, "120毫秒")
    page.locator("#selection button").click()
    page.locator("#edit-metric-text").fill("时延")
    page.locator(".edit-form button[type=submit]").click()
    page.locator(".edit-form").wait_for(state="detached")
    assert len(statuses(db)) == 8


def test_an_article_without_claims_can_be_read_and_added_to(tmp_path: Path, serve: Serve, visit: Visit) -> None:
    db = make_store(
        tmp_path / "claims.db", [Piece(Article(id="bare", text="简讯\n甲云营收5亿元。\n", title="简讯"), ())]
    )
    page = visit(serve(db).address)
    page.locator("[data-page=articles]").click()
    page.locator("a", has_text="简讯").click()
    page.locator("#article", has_text="甲云营收").wait_for()
    select(page, "5亿元")
    page.locator("#selection button").click()
    page.locator("#edit-metric-text").fill("营收")
    page.keyboard.press("Enter")
    page.locator(".edit-form").wait_for(state="detached")
    assert list(statuses(db).values()) == ["edited"]


@pytest.mark.timing
def test_from_start_to_first_claim(tmp_path: Path, browser: Browser, capsys: Any) -> None:
    """Under 3 s from the command to the claim on the screen; a machine that others keep busy gets three tries."""
    db = small_store(tmp_path)
    best = 100.0
    for _ in range(3):
        page = browser.new_page()
        start = time.time()
        with started(db) as address:
            page.goto(address)
            page.wait_for_selector("html[data-ready]")
            shown = page.evaluate(
                "() => performance.timeOrigin + performance.getEntriesByName('first-claim')[0].startTime"
            )
            assert page.locator("#card .much").is_visible()
        page.close()
        best = min(best, shown / 1000 - start)
        if best < 3:
            break
    with capsys.disabled():
        print(f"\n  start to first claim: {best:.2f} s")
    assert best < 3


@contextlib.contextmanager
def started(db: Path) -> Iterator[str]:
    """The review page as a user starts it; the address as it is told."""
    command = [
        sys.executable,
        "-m",
        "extract",
        "review",
        "--db",
        str(db),
        "--no-browser",
        "--port",
        "0",
        "--reviewer",
        "王芳",
    ]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        told = re.search(r"http://\S+", process.stderr.readline())
        assert told
        yield told.group()
    finally:
        process.terminate()
        process.wait(20)
