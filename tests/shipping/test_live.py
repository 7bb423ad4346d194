"""The test order of `doctor --live`: placed once, seen, taken back; and told where that did not go well."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import pytest

from functions import outbox
from functions._wiring import Ports
from shipping import live
from shipping.findings import ERROR, WARNING, Finding
from shop.orders import Order
from tests.functions.published import OFFERS, TERMS, offer, publish
from tests.shipping.clinic import Clinic


@pytest.fixture
def shop(clinic: Clinic) -> Clinic:
    """Published where it is asked for, and with letters that are written."""
    published(clinic)
    return clinic


def published(clinic: Clinic, url: str = "", stock: int = 7) -> None:
    contact = replace(TERMS.contact, email="hello@clay-and-leaf.com")
    terms = replace(TERMS, url=url or clinic.live, contact=contact)
    publish(clinic.site, (*OFFERS[:2], offer("TEA-1", "Sencha", "7.45", stock=stock)), terms)
    clinic.open()


def placed(clinic: Clinic) -> tuple[list[str], list[Finding]]:
    said: list[str] = []
    return said, live.order(clinic.patient(), said.append)


def ports(clinic: Clinic) -> Ports:
    assert clinic.house.ports
    return clinic.house.ports()


def orders(clinic: Clinic) -> list[Order]:
    return ports(clinic).orders.recent(10)


def left(clinic: Clinic, sku: str) -> int:
    [counter] = ports(clinic).stock.counters([sku]).values() or [None]
    return counter.taken if counter else 0


def test_a_test_order_is_placed_and_taken_back(shop: Clinic) -> None:
    said, found = placed(shop)

    [order] = orders(shop)
    number = order.number
    assert found == []
    assert (order.status, order.reason, order.lines[0].sku) == ("cancel", "customer", "TEA-1")
    assert said == [
        f"Placed {number}, one TEA-1 for €7.45, as “TEST, please ignore”.",
        f"Cancelled {number} by its own link. The shop's mailbox gets the letters, also the customer's.",
        "TEA-1: 7 are left, as before.",
    ]
    assert left(shop, "TEA-1") == 0


def test_all_its_letters_go_to_the_shop_and_the_owner_s_say_that_it_is_a_test(shop: Clinic) -> None:
    placed(shop)
    outbox.drain(ports(shop), datetime.now(UTC))

    files = (shop.state / "letters").glob("*.eml")
    letters = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    to_owner = [mail for mail in letters if _says_test(mail)]
    assert {str(mail["To"].addresses[0].addr_spec) for mail in letters} == {"hello@clay-and-leaf.com"}
    assert len(letters) == 4
    assert len(to_owner) == 2


def _says_test(mail: object) -> bool:
    body = mail.get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    return live.NAME in body


def test_what_is_sent_again_after_a_lost_answer_is_one_order(shop: Clinic) -> None:
    shop.house.loses = 1

    _, found = placed(shop)

    assert found == []
    assert len(orders(shop)) == 1


def test_where_nothing_can_be_had_nothing_is_ordered(clinic: Clinic) -> None:
    published(clinic, stock=0)
    publish(clinic.site, (offer("TEA-1", "Sencha", "7.45", stock=0),), replace(TERMS, url=clinic.live))

    said, [finding] = placed(clinic)

    assert (finding.kind, "sold out" in finding.what) == (WARNING, True)
    assert said == []
    assert orders(clinic) == []


def test_an_order_that_is_refused_is_told(shop: Clinic) -> None:
    shop.house.refuses = "/api/orders"

    said, [finding] = placed(shop)

    assert (finding.kind, "refused with 503" in finding.what) == (ERROR, True)
    assert said == []


def test_an_order_that_cannot_be_taken_back_is_told_with_how_to_do_it(shop: Clinic) -> None:
    shop.house.refuses = "/cancel"

    _, [finding] = placed(shop)

    [order] = orders(shop)
    assert finding.kind == ERROR
    assert f"build.py orders {order.number} --to cancel" in finding.fix


def test_links_to_another_site_are_told(clinic: Clinic) -> None:
    published(clinic, url="https://clay-and-loaf.com")

    _, [finding] = placed(clinic)

    assert "https://clay-and-loaf.com/order/, another site than this one" in finding.what
    assert orders(clinic)[0].status == "cancel"


def test_a_shop_that_only_delivers_gets_an_address_that_is_no_home(clinic: Clinic) -> None:
    contact = replace(TERMS.contact, email="hello@clay-and-leaf.com")
    publish(
        clinic.site, OFFERS, replace(TERMS, url=clinic.live, delivery=TERMS.delivery[:1], contact=contact)
    )
    clinic.open()

    _, found = placed(clinic)

    [order] = orders(clinic)
    assert found == []
    assert order.delivery.address
    assert (order.delivery.address.country, order.delivery.address.city) == ("DE", "Test")


def test_a_link_that_does_not_show_the_order_is_told_and_it_is_taken_back_all_the_same(shop: Clinic) -> None:
    shop.house.refuses = "/api/track"

    _, [finding] = placed(shop)

    assert "does not show it" in finding.what
    assert orders(shop)[0].status == "cancel"
