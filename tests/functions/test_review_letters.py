"""The letter that asks how the things are, some days after an order is complete."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions._wiring import Ports
from functions.outbox import drain
from shop import bounces, desk
from shop.orders import Order
from shop.pricing import Line
from shop.returns import Return
from shop.terms import Feedback
from tests.functions.browser import Client
from tests.functions.conftest import KEY
from tests.functions.published import OFFERS, TERMS, publish
from tests.functions.test_post_letters import Mailbox, both, text

#: After everything that the tests order, also where the last of them runs long after this was read.
AT = datetime.now(UTC) + timedelta(hours=2)
WEEK = timedelta(days=7)
ASKING = replace(TERMS, feedback=Feedback(review_after=7))

Completes = Callable[[], Order]


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def shop(ports: Ports, mailbox: Mailbox, site: Path) -> Ports:
    publish(site, terms=ASKING)
    return replace(ports, mailer=mailbox)


@pytest.fixture
def complete(client: Client, shop: Ports, order: dict[str, Any]) -> Completes:
    def completed() -> Order:
        more = {**order, "lines": [*order["lines"], {"sku": "TEA-1", "quantity": 2}], "expected_total": None}
        number = client.post("/api/orders", more, KEY).json["number"]
        for status in ("approval", "assembling", "delivery", "complete"):
            found = shop.orders.by_number(number)
            assert found is not None
            after = desk.move(found, status, shop.prices.book(()).terms, shop, AT, who="owner")
        drain(shop, AT)
        return after

    return completed


def asked(mailbox: Mailbox) -> list[str]:
    return [text(letter) for letter in mailbox.letters if letter["Subject"].startswith("How do you like it?")]


def test_a_week_later_the_customer_is_asked_about_each_thing_once(
    shop: Ports, mailbox: Mailbox, complete: Completes
) -> None:
    order = complete()
    secret = order.link(shop.root_key).partition("#")[2]

    drain(shop, AT + WEEK - timedelta(minutes=1))
    early = asked(mailbox)
    for minutes in (0, 1, 2):
        drain(shop, AT + WEEK + timedelta(minutes=minutes))

    (letter,) = asked(mailbox)
    assert early == []
    assert f"Review: Gaiwan, S:\nhttps://shop.example/tp-01-s/#review.{secret}.TP-01-S" in letter
    assert f"Review: Sencha:\nhttps://shop.example/tea-1/#review.{secret}.TEA-1" in letter
    for typed in ("Anna Berg", "please ring twice", "Invalidenstr"):
        assert typed not in both(mailbox.letters[-1])


def test_what_came_back_is_not_asked_about(shop: Ports, mailbox: Mailbox, complete: Completes) -> None:
    order = complete()
    desk.take_back(order, Return("back", order.id, AT, "owner", (Line("TP-01-S", 1),), "", True), shop)

    drain(shop, AT + WEEK)

    (letter,) = asked(mailbox)
    assert "Gaiwan" not in letter
    assert "Sencha" in letter


def test_what_is_sold_no_more_is_not_asked_about(
    shop: Ports, mailbox: Mailbox, complete: Completes, site: Path
) -> None:
    complete()
    publish(site, tuple(offer for offer in OFFERS if offer.sku != "TEA-1"), ASKING)

    drain(shop, AT + WEEK)

    (letter,) = asked(mailbox)
    assert "Gaiwan" in letter
    assert "Sencha" not in letter


def test_of_an_order_that_came_back_whole_nothing_is_asked(
    shop: Ports, mailbox: Mailbox, complete: Completes
) -> None:
    order = complete()
    lines = (Line("TP-01-S", 1), Line("TEA-1", 2))
    desk.take_back(order, Return("back", order.id, AT, "owner", lines, "", True), shop)

    assert drain(shop, AT + WEEK).kept == 1
    assert asked(mailbox) == []


def test_a_shop_that_does_not_want_it_any_more_asks_nobody(
    shop: Ports, mailbox: Mailbox, complete: Completes, site: Path
) -> None:
    complete()
    publish(site)

    assert drain(shop, AT + WEEK).kept == 1
    assert asked(mailbox) == []


def test_a_shop_that_has_never_wanted_it_writes_no_such_letter(
    shop: Ports, complete: Completes, site: Path
) -> None:
    publish(site)

    complete()

    assert shop.outbox.waiting(10) == []


def test_whoever_cannot_be_reached_is_not_asked(shop: Ports, mailbox: Mailbox, complete: Completes) -> None:
    complete()
    bounces.silence("anna@example.org", bounces.UNDELIVERABLE, shop, AT)

    assert drain(shop, AT + WEEK).kept == 1
    assert asked(mailbox) == []


def test_the_customer_is_asked_in_the_language_of_the_order(
    shop: Ports, mailbox: Mailbox, complete: Completes, order: dict[str, Any]
) -> None:
    order["language"] = "ru"
    complete()

    drain(shop, AT + WEEK)

    assert mailbox.letters[-1]["Subject"] == "Как вам покупка? — Глина и лист"
    assert "Отзыв: Sencha (ru):" in text(mailbox.letters[-1])
