"""The how-to about orders, done: every command in it is run, and says what stands there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import build
from functions import _local
from server.app import create
from server.live import Reload
from tests.functions.browser import Client
from tests.functions.published import publish
from tests.server.conftest import Served

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "handle-orders.md"
COMMAND = "    $ .venv/bin/python build.py "

#: What differs from one time to the next, and how far columns stand apart because of it.
_VARIES = (
    (re.compile(r"\d+ \w+ 20\d\d, \d\d:\d\d"), "<when>"),
    (re.compile(r"\b\d+ (min|h|days)\b"), "<span>"),
    (re.compile(r"#(V-\d+-\d)\.[\w-]+"), r"#\1.<key>"),
    (re.compile(r"\b[0-9a-f]{40}\b"), "<id>"),
    (re.compile(r"  +"), "  "),
)


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Each command of a page, and what it prints there."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if line.startswith(COMMAND):
            printed = []
            for after in lines[number + 1 :]:
                if not after.startswith("    ") and after:
                    break
                if after.startswith("    $ "):
                    break
                printed.append(after[4:])
            yield line.removeprefix(COMMAND), "\n".join(printed).rstrip()


def alike(text: str) -> str:
    for pattern, name in _VARIES:
        text = pattern.sub(name, text)
    return text


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """Where the commands look by themselves, with the how-to's two orders."""
    monkeypatch.chdir(tmp_path)
    for name in ("VITRINA_PRICES", "VITRINA_STATE", "VITRINA_TABLES"):
        monkeypatch.delenv(name, raising=False)
    site, state = Path(".cache/vitrina/served/content"), Path(".state/content")
    publish(site)
    shop = Served(Client(create(site, state, Reload())), site, state)
    address = {"country": "DE", "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"}
    shop.place(
        "the-first-key",
        lines=[{"sku": "TP-01-S", "quantity": 1}, {"sku": "TEA-1", "quantity": 2}],
        delivery={"method": "courier", "address": address},
        note="Please ring twice.",
    )
    shop.place(
        "another-key",
        lines=[{"sku": "TEA-1", "quantity": 2}],
        contact={"name": "Boris Orlov", "phone": "+49 30 7654321"},
    )
    yield shop
    _local._at(state).close()


def deliver(shop: Served) -> None:
    """Everything that waits is sent, but for the letter that a parcel is on its way."""
    while leased := shop.ports.outbox.take(datetime.now(UTC) + timedelta(minutes=1), ("letter",)):
        if leased.message.event == "order_sent":
            shop.ports.outbox.failed(leased, None, "the mail server refuses this address")
        else:
            shop.ports.outbox.done(leased, datetime.now(UTC))


def test_the_how_to_about_orders_says_what_happens(shop: Served, capsys: pytest.CaptureFixture[str]) -> None:
    done = 0
    for command, printed in examples(HOW_TO.read_text(encoding="utf-8")):
        if command == "outbox":
            deliver(shop)
        code = build.main(shlex.split(command))
        said = capsys.readouterr()

        assert alike((said.out + said.err).rstrip()) == alike(printed), command
        assert code == (1 if said.err else 0)
        done += 1

    assert done == 15
    assert shop.order.status == "complete"
    assert shop.order.returned == {"TP-01-S": 1}
