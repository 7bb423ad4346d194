"""Tickets in a small shop that is open from ten to six on weekdays, for tests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from shop.opening import open_ticket
from shop.published import PriceBook
from shop.terms import Rates, Terms
from shop.tickets import Ticket, proof_of
from shop.visits import Visit
from tests.shop.makers import BOOK, TERMS, Prices, Shop

#: Monday, ten o'clock.
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN_TERMS = replace(
    TERMS, hours=(((600, 1080),),) * 5 + ((), ()), holidays=(date(2026, 12, 25),), answer_within=30,
    rates=Rates(0, 0, 0),
)  # fmt: skip


def shop_with(terms: Terms = OPEN_TERMS, **changes: Any) -> Shop:
    return Shop(prices=Prices(book_of(terms)), **changes)


def book_of(terms: Terms) -> PriceBook:
    return replace(BOOK, terms=terms)


def asking(**changes: Any) -> dict[str, Any]:
    """A question that is taken as it stands."""
    return {
        "topic": "question",
        "message": "Does the gaiwan keep the heat?",
        "contact": {"name": "Anna Berg", "email": "anna@example.org"},
        **changes,
    }


def opened(shop: Shop, key: str = "k", at: datetime = AT, **changes: Any) -> Ticket:
    return open_ticket(
        asking(**changes), Visit(), key=key, language="en", ticket_id=f"{key:0>32}", pictures=(), shop=shop,
        at=at,
    ).case  # fmt: skip


def key_of(ticket: Ticket, shop: Shop) -> dict[str, str]:
    """What the holder of the link sends along."""
    return {"key": ticket.link(shop.root_key).rpartition(".")[2]}


def with_proof(ticket: Ticket, shop: Shop) -> dict[str, str]:
    return {**key_of(ticket, shop), "proof": proof_of(ticket, shop.root_key)}


def letters(shop: Shop) -> list[tuple[str, str]]:
    """The letters that were written, oldest first, and to whom; then they are as if sent."""
    rows = [row.message for row in shop.memory.rows.values() if row.message.kind == "letter"]
    shop.memory.rows.clear()
    return [(each.event, each.recipient) for each in rows]
