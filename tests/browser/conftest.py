"""A real shop under a real browser: `build.py serve` in its own process, and the Chromium that is there."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser import chromium

ROOT = Path(__file__).resolve().parents[2]
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 900}
PATIENCE = 60  #: seconds that a busy machine may need for what takes none
_READY = "Ctrl-C ends it"

expect.set_options(timeout=PATIENCE * 1000)


@dataclass(frozen=True)
class Shop:
    """A shop that is being served."""

    url: str
    state: Path
    content: Path
    process: subprocess.Popen[str]

    def orders(self) -> list[sqlite3.Row]:
        file = self.state / "orders.sqlite3"
        if not file.exists():
            return []
        with closing(sqlite3.connect(file)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute("SELECT * FROM orders ORDER BY placed_at, number").fetchall()

    def letters_about(self, number: str, expected: int = 2) -> list[EmailMessage]:
        """Those with that number in their subject, once there are as many: others' may come meanwhile."""
        end = time.monotonic() + PATIENCE
        while True:
            letters = [each for each in self.letters(0, within=0) if number in each["Subject"]]
            if len(letters) >= expected or time.monotonic() > end:
                return letters
            time.sleep(0.05)

    def letters(self, expected: int, within: float = PATIENCE) -> list[EmailMessage]:
        """The letters written so far, once there are as many as expected."""
        end = time.monotonic() + within
        while True:
            files = sorted((self.state / "letters").glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
            if len(files) >= expected or time.monotonic() > end:
                return [_parse(file) for file in files]
            time.sleep(0.05)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serving(content: Path, folder: Path) -> Iterator[Shop]:
    """Serves a shop until the test is over; its orders and letters go to that folder."""
    port = free_port()
    command = [sys.executable, "build.py", "serve", "--port", str(port), "--content", str(content)]
    command += ["--out", str(folder / "site"), "--state", str(folder / "state")]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=os.environ
    )
    output = process.stdout
    assert output is not None
    said = list(takewhile(lambda line: _READY not in line, output))
    if process.poll() is not None:
        pytest.fail("serve ended early:\n" + "".join(said))
    reader = threading.Thread(target=output.read, daemon=True)
    reader.start()
    try:
        yield Shop(f"http://127.0.0.1:{port}", folder / "state", content, process)
    finally:
        process.send_signal(signal.SIGINT)
        code = process.wait(timeout=PATIENCE)
        reader.join()
        output.close()
    assert code == 0


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The demo shop of this repository, with enough on the shelves for all that tests order."""
    folder = tmp_path_factory.mktemp("demo")
    yield from serving(_plenty(folder / "content"), folder)


def _plenty(content: Path) -> Path:
    shutil.copytree(ROOT / "content", content)
    for file in (content / "catalog").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        file.write_text(re.sub(r"\bstock: ([4-9]|[0-9]{2,})\b", r"stock: 5\g<1>", text), encoding="utf-8")
    return content


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed after each file: Playwright's event loop must not outlive the tests that need it."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.ARGUMENTS))
        yield launched
        launched.close()


@dataclass
class Visit:
    """One visitor's browser, with everything it asked for and complained about."""

    context: BrowserContext
    page: Page
    asked: list[str]
    errors: list[str]


def entering(
    browser: Browser, shop: Shop, *, script: bool = True, size: object = DESK, scheme: str = "light"
) -> Visit:
    """A visitor's browser, which whoever asked for it closes."""
    context = browser.new_context(
        base_url=shop.url,
        java_script_enabled=script,
        viewport=size,
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    context.set_default_timeout(PATIENCE * 1000)
    # Pages as they are published: without the script that looks for a new build all the time.
    context.route("**/_live.js", lambda route: route.fulfill(content_type="text/javascript", body=""))
    visit = Visit(context, context.new_page(), [], [])
    visit.page.on("request", lambda request: visit.asked.append(request.url))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on(
        "console",
        lambda message: visit.errors.append(message.text) if message.type == "error" else None,
    )
    return visit


@pytest.fixture
def visit(browser: Browser, demo: Shop) -> Iterator[object]:
    """Opens a visitor's browser: `visit(script=False, size=PHONE, scheme="dark")`."""
    visits: list[Visit] = []

    def opened(**wishes: Any) -> Visit:
        visits.append(entering(browser, demo, **wishes))
        return visits[-1]

    yield opened
    for each in visits:
        each.context.close()


def _parse(file: Path) -> EmailMessage:
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(file.read_bytes())
