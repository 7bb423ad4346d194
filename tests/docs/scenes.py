"""What must have happened in a shop before the commands of a page print what the page shows."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from functions import outbox
from functions._together import together
from functions._wiring import Ports, embedded
from shop import consents, desk
from shop.outbox import LETTER
from storefront import starter
from tests.functions.browser import Client
from tests.functions.published import publish

#: Ids as pages spell them, and as they are in this run.
StandIns = dict[str, str]

ANNA = {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"}
BORIS = {"name": "Boris Orlov", "email": "boris@example.org"}
BERLIN = {"country": "DE", "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"}
IDEA = {
    "kind": "idea", "title": "Please sell oolong", "text": "I miss it.",
    "consent": consents.token(consents.FEEDBACK),
}  # fmt: skip


class Place:
    """The shop in the folders in which commands look for it, small and quick, and its visitors."""

    def __init__(self, folder: Path) -> None:
        self.site, self.state = (
            folder / ".cache" / "vitrina" / "served" / "content",
            folder / ".state" / "content",
        )
        publish(self.site)
        self.ports: Ports = embedded(str(self.site), self.state)
        self._client = Client(together(lambda: self.ports))

    def close(self) -> None:
        self.ports.close()

    def post(self, path: str, content: Mapping[str, Any]) -> Any:
        answer = self._client.post(path, content, f"a-key-of-{datetime.now(UTC).timestamp()}")
        assert answer.status == 201, answer.text
        return answer.json

    def orders(self) -> None:
        courier = {"method": "courier", "address": BERLIN}
        gaiwan = [{"sku": "TP-01-S", "quantity": 1}, {"sku": "TEA-1", "quantity": 2}]
        tea = [{"sku": "TEA-1", "quantity": 2}]
        note = "Please ring twice."
        self.post(
            "/api/orders",
            {"lines": gaiwan, "contact": ANNA, "delivery": courier, "payment": "cash", "note": note},
        )
        self.post(
            "/api/orders",
            {"lines": tea, "contact": BORIS, "delivery": {"method": "pickup"}, "payment": "cash"},
        )

    def tickets(self) -> None:
        broken = "The lid of my gaiwan came broken.\nWhat now?"
        asked = (
            ("return", broken, ANNA),
            ("question", "When was it picked?", BORIS),
            ("return", "And?", ANNA),
        )
        for topic, words, who in asked:
            contact = {"name": who["name"], "email": who["email"]}
            self.post("/api/tickets", {"topic": topic, "message": words, "contact": contact})

    def ideas(self) -> StandIns:
        """An idea that nobody has looked at, and another."""
        ids = [
            self.post("/api/feedback", IDEA | {"title": each})["id"] for each in ("Please sell oolong", "Tea")
        ]
        return {"5f0d3c1a": ids[0][:8], "a91be0c7": ids[1][:8]}

    def cancel(self, number: str = "V-10001-4") -> None:
        order = self.ports.orders.by_number(number)
        assert order is not None
        at, terms = datetime.now(UTC), self.ports.prices.book(()).terms
        desk.move(order, "cancel", terms, self.ports, at, who="owner", reason="customer")

    def give_up(self) -> None:
        """One letter cannot be sent and is given up; all others have left."""
        at = datetime.now(UTC)
        letter = next(each for each in iter(lambda: self.ports.outbox.take(at, (LETTER,)), None))
        self.ports.outbox.failed(letter, None, "the mail server refuses this address")
        outbox.drain(self.ports, at)


def _with(folder: Path, *happened: Callable[[Place], Any]) -> StandIns:
    stand_ins: StandIns = {}
    with closing(Place(folder)) as place:
        for each in happened:
            stand_ins |= each(place) or {}
    return stand_ins


def _broken(folder: Path) -> StandIns:
    shutil.rmtree(folder / "myshop")
    starter.create(folder / "myshop")
    mistakes = (
        ("catalog/things.yaml", "price: 12.50", "prise: 12.50"),
        ("pages/about.md", "menu: header", "menu: left"),
    )
    for name, before, after in mistakes:
        file = folder / "myshop" / name
        file.write_text(file.read_text().replace(before, after))
    return {}


def _gone(folder: Path) -> StandIns:
    shutil.rmtree(folder / "myshop")
    return {}


def _photos(folder: Path) -> StandIns:
    (folder / "photos").mkdir()
    (folder / "photos" / "mine.jpg").write_bytes(b"x")
    return {}


def _looks(folder: Path) -> StandIns:
    starter.create(folder / "myshop")
    return {}


#: By page and by how a command begins: what happens before it, and once.
BEFORE: Mapping[tuple[str, str], Callable[[Path], StandIns]] = {
    ("docs/how-to/handle-orders.md", ".venv/bin/python build.py orders"): lambda f: _with(f, Place.orders),
    ("docs/how-to/handle-orders.md", ".venv/bin/python build.py outbox"): lambda f: _with(f, Place.give_up),
    ("docs/how-to/answer-tickets.md", ".venv/bin/python build.py tickets"): lambda f: _with(f, Place.tickets),
    ("docs/how-to/ideas-and-reviews.md", ".venv/bin/python build.py feedback"): lambda f: _with(
        f, Place.ideas
    ),
    ("docs/how-to/send-letters.md", ".venv/bin/python build.py outbox"): lambda f: _with(f),
    ("docs/how-to/somebody-asks-for-their-data.md", ".venv/bin/python build.py privacy"): lambda f: _with(
        f, Place.orders, Place.cancel
    ),
    ("docs/reference/commands.md", "make build"): _looks,
    ("docs/reference/commands.md", ".venv/bin/python build.py build --out photos"): _photos,
    ("docs/reference/commands.md", ".venv/bin/python build.py check --content myshop"): _broken,
    ("docs/reference/commands.md", ".venv/bin/python build.py new myshop"): _gone,
    ("docs/reference/commands.md", ".venv/bin/python build.py orders"): lambda f: _with(
        f, Place.orders, Place.tickets, Place.ideas
    ),
}
