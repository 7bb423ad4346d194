from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shop.bounces import COMPLAINT, UNDELIVERABLE
from shop.labels import doubt_label, flag_label, message_label, reason_label, status_label
from shop.orders import Order
from shop.outbox import HOOK, LETTER
from shop.service import NO_LETTER, Visit, place_order
from shop.statuses import APPROVAL, DELIVERY, NEW, Status
from shop.terms import Terms
from shop.text import Text
from tests.shop.makers import TERMS, Shop, sent


def order_with(method: str, **changes: object) -> Order:
    address = {"street": "S", "postcode": "1", "city": "C", "country": "DE"}
    delivery = {"method": method, "address": address}
    shop, at = Shop(), datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    placed = place_order(
        sent(delivery=delivery),
        Visit(),
        key="key-0001",
        language="en",
        order_id="1" * 32,
        shop=shop,
        at=at,  # type: ignore[arg-type]
    )
    return replace(placed.order, **changes)  # type: ignore[arg-type]


def labelled(status: str, words: str) -> Terms:
    return replace(TERMS, statuses={status: Status(label=Text({"en": words, "ru": f"{words} (ru)"}))})


def test_a_status_has_the_interface_s_words_until_the_shop_writes_its_own() -> None:
    order = order_with("courier")

    assert status_label(order, NEW, TERMS, "en") == "Received, waiting for our answer"
    assert status_label(order, NEW, labelled(NEW, "In the book"), "ru") == "In the book (ru)"


def test_what_needs_no_address_is_ready_and_not_on_the_way() -> None:
    assert status_label(order_with("courier"), DELIVERY, TERMS, "en") == "On the way"
    assert status_label(order_with("pickup"), DELIVERY, TERMS, "en") == "Ready for you"
    assert (
        status_label(order_with("pickup"), DELIVERY, labelled(DELIVERY, "In the shop"), "en") == "In the shop"
    )


def test_an_order_of_one_click_is_not_called_confirmed() -> None:
    mailed = order_with("courier", quick=True)
    quick = replace(mailed, customer=replace(mailed.customer, phone="+49 30 1"))

    assert status_label(quick, APPROVAL, TERMS, "en") == "Received, we will call you back"
    assert (
        status_label(quick, APPROVAL, labelled(APPROVAL, "Confirmed"), "en")
        == "Received, we will call you back"
    )
    assert status_label(mailed, APPROVAL, TERMS, "en") == "Received, we will write to you"
    assert status_label(order_with("courier"), APPROVAL, TERMS, "en") == "Confirmed, we are getting it ready"


@pytest.mark.parametrize(
    ("reason", "words"),
    [("no_call", "We could not reach you."), ("moth", "A moth ate it."), ("unheard_of", ""), ("", "")],
)
def test_a_reason_is_told_in_words_or_not_at_all(reason: str, words: str) -> None:
    terms = replace(TERMS, reasons={"moth": Text.plain("A moth ate it.")})

    assert reason_label(reason, terms, "en") == words


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("flag", [NO_LETTER, UNDELIVERABLE, COMPLAINT])
def test_every_flag_is_told_in_words(flag: str, language: str) -> None:
    assert " " in flag_label(flag, language)


def test_what_has_no_name_yet_is_called_by_its_code() -> None:
    assert doubt_label("many", "ru").startswith("За час")
    assert [doubt_label("moth", "en"), flag_label("moth", "en")] == ["moth", "moth"]
    assert message_label(LETTER, "order_sent", "en") == "Letter “Your order is on its way”"
    assert message_label(HOOK, "order.moved", "ru") == "Вебхук order.moved"
