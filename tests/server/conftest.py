"""A small shop that is served on this machine, for tests of its pages and commands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from functions import _local
from functions._wiring import Ports
from server.app import create
from server.live import Reload
from shop import desk
from shop.orders import Order
from tests.functions.browser import Answer, Client
from tests.functions.published import publish

HERE = {"host": "127.0.0.1:8000"}


@dataclass
class Served:
    """The shop, its owner's browser, and what is in its store."""

    client: Client
    site: Path
    state: Path
    number: str = "V-10001-4"

    @property
    def ports(self) -> Ports:
        return _local.ports(self.site, self.state)

    @property
    def order(self) -> Order:
        order = self.ports.orders.by_number(self.number)
        assert order is not None
        return order

    def place(self, key: str = "a-fresh-key", **changes: Any) -> str:
        order = {
            "lines": [{"sku": "TP-01-S", "quantity": 2}],
            "contact": {"name": "Anna Berg", "email": "anna@example.org", "phone": "+49 30 1234567"},
            "delivery": {"method": "pickup"},
            "payment": "cash",
            **changes,
        }
        answer = self.client.post("/api/orders", order, key, host="127.0.0.1")
        assert answer.status == 201
        number: str = answer.json["number"]
        return number

    def go(self, *way: str) -> Order:
        """The order moved that way by somebody else."""
        terms, at = self.ports.prices.book(()).terms, datetime.now(UTC)
        for to in way:
            desk.move(self.order, to, terms, self.ports, at, who="anna", reason="other" * (to == "cancel"))
        return self.order

    def see(self, path: str) -> Answer:
        return self.client.get(path, HERE)

    def letters(self) -> list[str]:
        """The events of all messages that wait."""
        return [each.message.event for each in self.ports.outbox.waiting(99)]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Served]:
    site, state = tmp_path / "site", tmp_path / "state"
    publish(site)
    yield Served(Client(create(site, state, Reload())), site, state)
    _local._at(state).close()


@pytest.fixture
def placed(shop: Served) -> Served:
    """With one order that nobody has looked at."""
    shop.place()
    return shop
