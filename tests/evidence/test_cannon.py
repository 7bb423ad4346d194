"""A stranger's mailbox as the target: how many letters it gets, and whether any says what somebody typed.

VITRINA_CANNON=100 sets how many orders are placed in the stranger's name, each from an address of its own.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions import orders
from functions._letters import message
from functions._wiring import Ports, embedded
from functions.outbox import drain
from shop import letters, tokens
from shop.orders import Order
from shop.terms import Rates
from tests.evidence.figures import note
from tests.evidence.mailboxes import BAIT, RUN, Mailboxes, quoted
from tests.functions.browser import Client
from tests.functions.published import TERMS, offer, publish

COUNT = int(os.environ.get("VITRINA_CANNON", "100"))
VICTIM = "victim@example.org"
KINDS = (letters.ORDER_RECEIVED, letters.ORDER_LINK, letters.MOVED["cancel"])

SPOTS = ("name", "street", "city", "note")


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    # Limits as a shop has them that has decided nothing.
    publish(tmp_path / "dist", (offer("TEA-1", "Sencha", "7.45"),), terms=_with(Rates()))
    ports = embedded(str(tmp_path / "dist"), tmp_path / "state", root_key=b"k" * 32)
    yield ports
    ports.close()


def _with(rates: Rates) -> Any:
    return replace(TERMS, rates=rates)


def attack(ports: Ports, number: int, chance: random.Random) -> dict[str, str]:
    """An order in the victim's name, then a request for its link, then its cancelling; what was typed."""
    address = f"5.{number // 250}.{number % 250}.9"
    app = orders.application(lambda: ports)

    async def from_there(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "client": (address, 0)}, receive, send)

    client, typed = Client(from_there), {spot: _bait(chance) for spot in SPOTS}
    signed = tokens.sign(
        ports.root_key, tokens.FORM, chance.randbytes(16), datetime.now(UTC) - timedelta(minutes=1)
    )
    placed = client.post("/api/orders", _order(typed, _spelled(chance), signed), f"cannon-{number:05}")
    assert placed.status == 201, placed.text

    number_, key = placed.json["track"].split("#")[1].split(".")
    found = client.post("/api/orders/find", {"number": number_, "email": _spelled(chance)})
    gone = client.post(f"/api/orders/{number_}/cancel", {"number": number_, "key": key})
    assert (found.status, gone.status) == (202, 200)
    return typed


def _order(typed: dict[str, str], email: str, token: str) -> dict[str, Any]:
    return {
        "lines": [{"sku": "TEA-1", "quantity": 1}],
        "contact": {"name": typed["name"], "email": email},
        "delivery": {
            "method": "courier",
            "address": {
                "street": typed["street"], "city": typed["city"], "postcode": "10115", "country": "DE",
            },
        },
        "payment": "cash",
        "note": typed["note"],
        "form_token": token,
    }  # fmt: skip


def _bait(chance: random.Random) -> str:
    """One of the baits, with something of its own, as long as every field takes."""
    own = "".join(chance.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(20))
    return f"{own} {chance.choice(BAIT)}"[:100]


def _spelled(chance: random.Random) -> str:
    """The victim's address in another of its ways to be written."""
    tag = chance.choice(("", f"+{chance.randrange(10**6)}", "+a+b"))
    name, _, host = VICTIM.partition("@")
    return "".join(chance.choice((c, c.upper())) for c in f"{name}{tag}@{host}")


def test_orders_in_a_stranger_s_name_are_three_letters_that_say_nothing_of_the_sender_s(shop: Ports) -> None:
    chance, mailer = random.Random(38), Mailboxes()
    typed = [attack(shop, number, chance) for number in range(COUNT)]

    while drain(_mailing(shop, mailer), datetime.now(UTC)).sent:
        pass

    received = mailer.of(VICTIM)
    runs = [run for mail in received for each in typed for run in quoted(each, mail)]
    stored = shop.orders.recent(COUNT + 1)
    doubted = sum(bool(order.doubts) for order in stored)
    assert len(stored) == COUNT
    assert 0 < len(received) <= 3
    assert sorted(set(runs)) == []
    assert doubted == COUNT - Rates().per_contact
    note(
        "cannon",
        orders=COUNT,
        **{
            "network addresses": COUNT,
            "links asked for": COUNT,
            "cancelled": COUNT,
            "letters to the victim": len(received),
            "of them with eight characters of the sender's": 0,
            "orders lost": 0,
            "orders marked as doubtful": doubted,
        },
    )


def _mailing(shop: Ports, mailer: Mailboxes) -> Ports:
    return replace(shop, mailer=mailer)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_letter_that_a_visitor_can_cause_says_what_was_typed(
    shop: Ports, kind: str, language: str
) -> None:
    chance = random.Random(f"{kind} {language}")
    attack(shop, 0, chance)
    first = shop.orders.recent(1)[0]

    for _ in range(100):
        typed = {spot: _noise(chance) for spot in SPOTS}
        order = _renamed(first, typed, language)
        for letter in letters.to_customer(order, kind, order.placed_at):
            assert quoted(typed, message(letter, order, _with(Rates()), shop.root_key)) == []


def test_a_letter_that_did_say_it_would_be_found(shop: Ports) -> None:
    typed = attack(shop, 0, random.Random(1))
    order = shop.orders.recent(1)[0]
    owner = letters.to_owner(order, letters.ORDER_PLACED, "en", order.placed_at)

    found = quoted(typed, message(owner, order, _with(Rates()), shop.root_key))

    assert len(found) > 40


def _noise(chance: random.Random) -> str:
    """Letters of many scripts, digits and signs, without a space that a letter might have by itself."""
    ranges = ((0x21, 0x7F), (0xA1, 0x180), (0x410, 0x450), (0x4E00, 0x4F00), (0x1F600, 0x1F640))
    return "".join(chr(chance.randrange(*chance.choice(ranges))) for _ in range(chance.randrange(RUN, 60)))


def _renamed(order: Order, typed: dict[str, str], language: str) -> Order:
    address = order.delivery.address
    assert address is not None
    delivery = replace(order.delivery, address=replace(address, street=typed["street"], city=typed["city"]))
    customer = replace(order.customer, name=typed["name"])
    return replace(order, customer=customer, delivery=delivery, note=typed["note"], language=language)
