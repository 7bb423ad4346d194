"""Limits and doubts, through placing orders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.desk import withdraw
from shop.errors import NotEnough, QuoteChanged, TooMany, Unavailable
from shop.numbers import hash_of
from shop.ports import Change, Placed
from shop.service import NO_LETTER, place_order
from shop.terms import Rates
from shop.tokens import FORM, sign
from shop.visits import LETTERS, Visit
from tests.shop.makers import BOOK, TERMS, Prices, Shop, sent

AT = datetime(2026, 11, 23, 8, 20, tzinfo=UTC)
BROWSER = Visit("a", form=True)


def shop_with(**rates: int) -> Shop:
    terms = replace(TERMS, rates=Rates(**{"per_address": 0, "per_contact": 0, "per_shop": 0, **rates}))
    return Shop(Prices(replace(BOOK, terms=terms)))


def token(shop: Shop, nonce: bytes = b"n" * 16, age: timedelta = timedelta(minutes=1)) -> str:
    return sign(shop.root_key, FORM, nonce, AT - age)


def place(shop: Shop, key: str, visit: Visit | None = None, at: datetime = AT, **changes: Any) -> Placed:
    return place_order(
        sent(**changes), visit or Visit("a"), key=key, language="en", order_id=f"{hash_of(key):.32}",
        shop=shop, at=at,
    )  # fmt: skip


def letters(shop: Shop) -> list[str]:
    """What customers are written."""
    return [row.message.event for row in shop.memory.rows.values() if row.message.recipient == "customer"]


def test_an_address_may_order_so_often_and_is_told_when_it_may_again() -> None:
    shop = shop_with(per_address=2)
    place(shop, "one")
    place(shop, "two")

    with pytest.raises(TooMany) as refused:
        place(shop, "three")

    assert refused.value.seconds == 40 * 60
    assert len(shop.memory.orders) == 2
    assert place(shop, "four", Visit("another")).order.doubts == ()
    assert place(shop, "five", at=AT + timedelta(minutes=40)).order.doubts == ()


def test_an_order_sent_again_is_never_too_much() -> None:
    shop = shop_with(per_address=1, per_contact=1, per_shop=1)
    first = place(shop, "one")

    assert [place(shop, "one").order for _ in range(5)] == [first.order] * 5


def test_a_twin_that_was_the_last_to_be_taken_is_the_answer() -> None:
    shop = shop_with(per_address=1)
    first = place(shop, "one")
    found = iter([None, first])
    shop.memory.placed = lambda key: next(found)  # type: ignore[method-assign]
    shop.memory.place = lambda wish, make, at: make(1)  # type: ignore[method-assign, assignment, return-value]

    assert place(shop, "one").order == first.order


@pytest.mark.parametrize("trouble", [Unavailable("the store"), NotEnough(["A"])])
def test_an_order_that_could_not_be_written_does_not_use_up_its_form(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = shop_with()

    def unwritten(change: Change) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(shop.memory, "_write", unwritten)
        with pytest.raises((Unavailable, QuoteChanged)):
            place(shop, "one", BROWSER, form_token=token(shop))

    again = place(shop, "one", BROWSER, form_token=token(shop))
    other = place(shop, "two", BROWSER, form_token=token(shop))

    assert again.order.doubts == ()
    assert other.order.doubts == ("reused_token",)


def test_whoever_has_no_address_that_says_anything_is_not_refused() -> None:
    shop = shop_with(per_address=1)

    assert [place(shop, str(n), Visit()).replayed for n in range(5)] == [False] * 5


def test_many_orders_of_one_contact_are_doubted_and_not_refused() -> None:
    shop = shop_with(per_contact=2)
    emails = ["Anna@example.org", "anna+1@example.org", "anna@example.org", "other@example.org"]

    doubts = [
        place(shop, mail, contact={"name": "A", "email": mail}).order.doubts for mail in emails
    ]  # fmt: skip

    assert doubts == [(), (), ("many_of_contact",), ()]


def test_many_orders_of_everybody_are_doubted_and_the_owner_gets_one_letter_about_them() -> None:
    shop = shop_with(per_shop=3)

    doubts = [
        place(shop, str(n), contact={"name": "A", "phone": str(n)}, form_token=token(shop, bytes([n] * 16)))
        .order.doubts
        for n in range(6)
    ]  # fmt: skip

    owner = [row for row in shop.memory.rows.values() if row.message.recipient == "owner"]
    assert doubts == [(), (), (), ("many",), ("many",), ("many",)]
    assert len(owner) == 4


def test_a_limit_of_nothing_is_no_limit() -> None:
    shop = shop_with()

    orders = [place(shop, str(n)).order for n in range(60)]

    assert {order.doubts for order in orders} == {()}


@pytest.mark.parametrize(
    ("age", "doubts"),
    [
        (timedelta(seconds=1), ("too_fast",)),
        (timedelta(seconds=3), ()),
        (timedelta(hours=23), ()),
        (timedelta(hours=25), ("old_token",)),
    ],
)
def test_the_age_of_a_form_can_make_its_order_doubtful(age: timedelta, doubts: Sequence[str]) -> None:
    shop = shop_with()

    order = place(shop, "k", BROWSER, form_token=token(shop, age=age)).order

    assert order.doubts == doubts


@pytest.mark.parametrize("wrong", ["", "v1", "x" * 200])
def test_a_form_without_a_token_of_this_shop_is_doubted(wrong: str) -> None:
    assert place(shop_with(), "k", BROWSER, form_token=wrong).order.doubts == ("no_token",)


def test_what_nobody_sees_is_filled_in_by_robots() -> None:
    shop = shop_with()
    signed = token(shop)

    assert place(shop, "1", form_token=signed, subject="Buy pills").order.doubts == ("trap",)
    assert place(shop, "2", BROWSER, subject="Buy\npills").order.doubts == ("trap", "no_token")
    assert place(shop, "3", subject=" ").order.doubts == ()


def test_a_token_serves_one_order_for_all_of_its_life() -> None:
    shop = shop_with()
    signed = sign(shop.root_key, FORM, b"n" * 16, AT)

    moments = [AT + timedelta(hours=hours) for hours in (1, 2, 15, 16, 23)]
    doubts = [place(shop, at.isoformat(), BROWSER, at, form_token=signed).order.doubts for at in moments]

    assert doubts == [(), *[("reused_token",)] * 4]


def test_the_same_order_with_another_token_is_the_same_order() -> None:
    shop = shop_with()
    first = place(shop, "k", BROWSER, form_token=token(shop))

    again = place(shop, "k", BROWSER, form_token=token(shop, b"m" * 16), subject="")

    assert again.replayed
    assert again.order == first.order


def test_programs_need_no_token_until_they_send_more_than_a_tenth() -> None:
    shop = shop_with(per_shop=30)

    doubts = [place(shop, str(n), contact={"name": "A", "phone": str(n)}).order.doubts for n in range(4)]

    assert doubts == [(), (), (), ("no_token",)]


def test_nobody_is_written_to_about_an_order_that_is_doubted() -> None:
    shop = shop_with()

    order = place(shop, "k", BROWSER).order
    withdraw(order, TERMS, shop, AT)

    assert letters(shop) == []
    assert order.flags == ()


def test_an_address_gets_three_letters_a_day_that_it_has_not_asked_for() -> None:
    shop = shop_with()

    orders = [
        place(shop, str(n), contact={"name": "A", "email": f"v+{n}@example.org"}).order for n in range(9)
    ]
    for order in orders:
        withdraw(order, TERMS, shop, AT)

    assert letters(shop) == ["order_received"] * LETTERS
    assert [order.flags for order in orders] == [(), (), (), *[(NO_LETTER,)] * 6]
