"""A real browser and a real server for the tests of the review page. Without Debian's chromium they are skipped, and say so."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


class Server:
    """``zhclaims review`` in a process of its own."""

    def __init__(self, db: Path, *more: str, port: int | None = None, timeout: float = 60) -> None:
        self.db = db
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        command = [sys.executable, "-m", "extract", "review", "--db", str(db), "--no-browser", "--port", str(self.port)]
        words = db.parent / "no-words"
        words.mkdir(exist_ok=True)
        environment = {**os.environ, "ZHCLAIMS_LEXICON": "", "PYTHONPATH": str(ROOT)}
        self.process = subprocess.Popen(
            [*command, *(more or ("--reviewer", "王芳"))],
            cwd=db.parent,
            env=environment,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._wait(timeout)

    def _wait(self, timeout: float) -> None:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            assert self.process.poll() is None, self.process.stderr and self.process.stderr.read()
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                    pass
                with urllib.request.urlopen(f"{self.address}/assets/base.js", timeout=10):
                    return
            except OSError:
                time.sleep(0.03)
        raise AssertionError("the review page did not answer")

    def kill(self) -> None:
        """As kill -9 does."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


def free_port() -> int:
    """A port that is free now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's chromium, one for all tests."""
    if CHROMIUM is None:
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed (pip install playwright)")
    with sync_api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield made
        made.close()


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Starts servers and stops them at the end."""
    servers: list[Server] = []

    def start(db: Path, *more: str, port: int | None = None) -> Server:
        servers.append(Server(db, *more, port=port))
        return servers[-1]

    yield start
    for server in servers:
        server.stop()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each in a profile of its own; at the end nothing went wrong in them and no other host was asked."""
    contexts: list[Any] = []
    troubles: list[str] = []
    asked: set[str] = set()

    def open_page(address: str, *, name: str | None = None, expect_trouble: bool = False, **options: Any) -> Page:
        settings = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN", **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        if name is not None:
            context.add_init_script(f"localStorage.setItem('zhclaims.reviewer', JSON.stringify({name!r}))")
        page = context.new_page()
        page.set_default_timeout(15000)
        page.on("request", lambda request: asked.add(urlsplit(request.url).hostname or urlsplit(request.url).scheme))
        page.on("pageerror", lambda error: troubles.append(f"error: {error.stack}"))
        if not expect_trouble:
            page.on(
                "console",
                lambda message: troubles.append(message.text) if message.type in ("error", "warning") else None,
            )
        page.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
        page.goto(address)
        page.wait_for_selector("html[data-ready]")
        if not address.endswith("evil.html"):
            page.wait_for_selector("html[data-read]")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles
    assert asked <= {"127.0.0.1", "file", "blob", "data"}
