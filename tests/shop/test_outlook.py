from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.orders import Order
from shop.outlook import outlook
from shop.requests import Customer
from shop.statuses import STATUSES
from tests.shop.makers import TERMS, Shop
from tests.shop.test_following import AT, placed

#: From ten to six every day, in Moscow; nine in the morning is an hour too early.
PROMISING = replace(TERMS, answer_within=30, hours=(((600, 1080),),) * 7, timezone="Europe/Moscow")
EARLY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def order() -> Order:
    return replace(placed(Shop()), placed_at=EARLY)


def quick(order: Order, *, phone: str | None) -> Order:
    customer = Customer("", None if phone else "anna@example.org", phone)
    return replace(order, status="approval", quick=True, customer=customer)


def test_a_promise_is_a_moment_at_which_the_shop_is_open(order: Order) -> None:
    words = outlook(order, PROMISING, "en", EARLY)

    assert words == "We check that everything is here and get back to you by 23 November 2026, 10:30."


def test_a_promise_that_was_not_kept_is_not_repeated(order: Order) -> None:
    late = outlook(order, PROMISING, "en", EARLY + timedelta(hours=2))

    assert late.startswith("This takes longer than we promised")


def test_a_shop_that_promises_nothing_names_no_moment(order: Order) -> None:
    assert outlook(order, TERMS, "en", AT) == "We check that everything is here and get back to you."


def test_who_ordered_with_one_click_is_called_or_written_to(order: Order) -> None:
    called = outlook(quick(order, phone="301"), PROMISING, "ru", EARLY)
    written = outlook(quick(order, phone=None), TERMS, "ru", EARLY)

    assert called.startswith("Позвоним до 23 ноября 2026, 10:30")
    assert written.startswith("Напишем и договоримся")


def test_what_waits_in_the_shop_is_not_on_its_way(order: Order) -> None:
    assert order.delivery.method == "pickup"

    assert outlook(replace(order, status="delivery"), TERMS, "en", AT) == "It waits for you in the shop."


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("status", STATUSES)
def test_every_status_has_an_outlook(order: Order, status: str, language: str) -> None:
    sent = replace(order, status=status, delivery=replace(order.delivery, method="post"))

    assert outlook(sent, TERMS, language, AT)
