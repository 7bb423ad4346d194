"""A small shop in memory, for tests of the domain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from shop.catalog import Offer, Part
from shop.money import Money
from shop.published import PriceBook
from shop.terms import Contact, DeliveryMethod, PaymentMethod, Tax, Terms
from shop.text import Text
from tests.shop.memory import Memory


def euros(text: str) -> Money:
    return Money.parse(text, "EUR")


def offer(sku: str, price: str, stock: int | None = None) -> Offer:
    parts = () if stock is None else (Part(sku, 1, stock),)
    return Offer(sku, Text.plain(sku), Text({}), euros(price), parts, None, Text.plain("/"), None)


TERMS = Terms(
    name=Text.plain("Shop"),
    url="https://shop.example/",
    currency="EUR",
    languages=("ru", "en"),
    timezone="UTC",
    contact=Contact("a@shop.example", "+49 30 1"),
    delivery=(
        DeliveryMethod("courier", Text.plain("Courier"), euros("5"), countries=("DE",)),
        DeliveryMethod("post", Text.plain("Post"), euros("9")),
        DeliveryMethod("pickup", Text.plain("Pick up"), euros("0"), address=False),
    ),
    payment=(PaymentMethod("cash", Text.plain("Cash")),),
    tax=Tax(Decimal(0)),
)
BOOK = PriceBook("one", TERMS, {each.sku: each for each in (offer("A", "20"), offer("B", "0.05", 3))}, "/a/")


class Prices:
    """A price list that has *newer* when it is looked at afresh."""

    def __init__(self, book: PriceBook = BOOK, newer: PriceBook | None = None) -> None:
        self._book, self._newer, self.fresh_looks = book, newer or book, 0

    def book(self, skus: Sequence[str], fresh: bool = False) -> PriceBook:
        if fresh:
            self.fresh_looks += 1
            self._book = self._newer
        found = {sku: self._book.offers[sku] for sku in skus if sku in self._book.offers}
        return replace(self._book, offers=found)


@dataclass
class Shop:
    """Everything a shop sells with, in memory."""

    prices: Prices = field(default_factory=Prices)
    memory: Memory = field(default_factory=Memory)
    endpoints: tuple[str, ...] = ()
    root_key: bytes = b"k" * 32

    def __post_init__(self) -> None:
        self.orders = self.stock = self.promos = self.limits = self.outbox = self.memory
        self.tickets, self.posts, self.votes = self.memory.tickets, self.memory.posts, self.memory.votes
        self.contacts, self.hooks = Contacts(), Hooks(self.endpoints)


class Hooks:
    """Endpoints that want to hear of everything."""

    def __init__(self, named: tuple[str, ...]) -> None:
        self._named = named

    def endpoints(self, event: str) -> tuple[str, ...]:
        return self._named

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        raise AssertionError("nothing is sent while an order is placed")


class Contacts:
    """Believes every address with an @ and every number of digits."""

    def email(self, text: str) -> str | None:
        return text if "@" in text else None

    def phone(self, text: str, country: str | None, shop_phone: str | None) -> str | None:
        return f"{country or shop_phone}:{text}" if text.isdigit() else None


def sent(**changes: Any) -> dict[str, Any]:
    return {
        "lines": [{"sku": "A", "quantity": 2}],
        "contact": {"name": "Anna", "email": "anna@example.org"},
        "delivery": {"method": "pickup"},
        "payment": "cash",
        **changes,
    }
