from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop import bounces, messages
from shop.errors import Stale, Unavailable
from shop.letters import ORDER_RECEIVED, OUTBOX_DEAD, to_customer, to_owner
from shop.orders import Order
from shop.ports import Change
from shop.service import Visit, place_order
from tests.shop.makers import TERMS, Shop, sent
from tests.shop.memory import Memory

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class Post(Shop):
    """A shop whose memory knows silenced addresses too."""

    @property
    def suppressions(self) -> Memory:
        return self.memory


@pytest.fixture
def shop() -> Post:
    return Post()


@pytest.fixture
def order(shop: Post) -> Order:
    return place_order(
        sent(), Visit(), key="key", language="en", order_id="0" * 32, shop=shop, at=AT
    ).order  # fmt: skip


def test_a_letter_that_came_back_silences_its_address_and_flags_its_order(shop: Post, order: Order) -> None:
    bounces.came_back(order, bounces.UNDELIVERABLE, shop, AT)

    assert bounces.silenced("Anna@Example.org", shop) == "undeliverable"
    assert bounces.silenced("boris@example.org", shop) is None
    assert shop.memory.orders[order.id].flags == ("undeliverable",)


def test_the_first_reason_stays_and_each_flag_is_set_once(shop: Post, order: Order) -> None:
    for why in (bounces.UNDELIVERABLE, bounces.COMPLAINT, bounces.UNDELIVERABLE):
        bounces.came_back(order, why, shop, AT)

    assert bounces.silenced("anna@example.org", shop) == "undeliverable"
    assert shop.memory.orders[order.id].flags == ("undeliverable", "complaint")


def test_an_address_that_is_allowed_is_written_to_until_a_letter_comes_back_again(
    shop: Post, order: Order
) -> None:
    bounces.came_back(order, bounces.COMPLAINT, shop, AT)

    assert bounces.allow("ANNA@example.org", shop) == "complaint"
    assert bounces.silenced("anna@example.org", shop) is None
    assert bounces.allow("anna@example.org", shop) is None

    bounces.came_back(order, bounces.UNDELIVERABLE, shop, AT)
    assert bounces.silenced("anna@example.org", shop) == "undeliverable"


def test_an_order_without_an_address_is_flagged_and_nothing_silenced(shop: Post, order: Order) -> None:
    by_phone = replace(order, customer=replace(order.customer, email=None, phone="+49 30 1"))

    bounces.came_back(by_phone, bounces.UNDELIVERABLE, shop, AT)

    assert shop.memory.silenced == {}


def test_the_address_is_not_silenced_before_the_order_is_flagged(
    shop: Post, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stale(_change: Change) -> None:
        raise Stale("somebody was faster")

    monkeypatch.setattr(shop.memory, "change", stale)

    with pytest.raises(Unavailable):
        bounces.came_back(order, bounces.UNDELIVERABLE, shop, AT)
    assert bounces.silenced("anna@example.org", shop) is None


def test_messages_given_up_within_an_hour_are_one_letter(order: Order) -> None:
    dead = to_customer(order, ORDER_RECEIVED, AT)[0]

    def letter(at: datetime, cause: str = "") -> str:
        return messages.of_given_up(replace(dead, id=cause or dead.id), "refused", TERMS, at)[0].id

    assert letter(AT) == letter(AT.replace(minute=59), "another")
    assert letter(AT) != letter(AT.replace(hour=10))


def test_nobody_is_told_that_the_owner_s_own_letters_do_not_arrive(order: Order) -> None:
    placed = to_owner(order, "order_placed", "en", AT)

    assert messages.of_given_up(placed, "refused", TERMS, AT) == ()
    assert messages.of_given_up(replace(placed, event=OUTBOX_DEAD), "refused", TERMS, AT) == ()
