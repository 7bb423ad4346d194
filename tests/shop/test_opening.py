from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop.cases import Picture
from shop.errors import Invalid, KeyReused, TooMany
from shop.opening import open_ticket
from shop.orders import Order
from shop.service import place_order
from shop.terms import Rates
from shop.visits import Visit
from tests.shop.makers import Shop, sent
from tests.shop.tickets import AT, OPEN_TERMS, asking, letters, opened, shop_with

PICTURE = Picture("p1", "image/jpeg", b"drawn anew")


def wrong_with(shop: Shop, **changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        opened(shop, **changes)
    assert shop.memory.tickets.cases == {}
    return {error.field: error.code for error in raised.value.errors}


def ordered(shop: Shop) -> tuple[Order, str]:
    """An order and the key of its link."""
    order = place_order(
        sent(), Visit(), key="o", language="en", order_id="o" * 32, shop=shop, at=AT
    ).order  # fmt: skip
    shop.memory.rows.clear()
    return order, order.link(shop.root_key).rpartition(".")[2]


def test_a_ticket_has_a_number_a_promise_and_what_was_written() -> None:
    shop = shop_with()

    ticket = opened(shop)

    assert (ticket.number, ticket.state, ticket.page) == (
        "T-10001-4",
        "new",
        "https://shop.example/en/support/ticket/",
    )
    assert ticket.asked_at == AT
    assert ticket.answer_by == ticket.due_at == AT + timedelta(minutes=30)
    assert [(each.name, each.who, each.text) for each in shop.memory.tickets.entries(ticket.id)] == [
        ("opened", "customer", "Does the gaiwan keep the heat?")
    ]
    assert letters(shop) == [("ticket_opened", "owner"), ("ticket_received", "customer")]


def test_without_a_promise_nothing_is_due() -> None:
    ticket = opened(shop_with(replace(OPEN_TERMS, answer_within=0)))

    assert (ticket.asked_at, ticket.answer_by, ticket.due_at) == (AT, None, None)


def test_the_same_key_opens_one_ticket_and_another_text_is_refused() -> None:
    shop = shop_with()

    first, again = opened(shop), opened(shop)

    assert first == again
    assert len(shop.memory.tickets.cases) == 1
    with pytest.raises(KeyReused):
        opened(shop, message="something else")


def test_pictures_are_a_part_of_what_was_sent() -> None:
    shop = shop_with()

    def with_pictures(*pictures: Picture) -> Any:
        return open_ticket(
            asking(pictures=["as it came"]), Visit(), key="k", language="en", ticket_id="1" * 32,
            pictures=pictures, shop=shop, at=AT,
        )  # fmt: skip

    filed, again = with_pictures(PICTURE), with_pictures(replace(PICTURE, id="drawn once more"))

    assert again.replayed
    assert shop.memory.tickets.entries(filed.case.id)[0].pictures == ("p1",)
    assert shop.memory.tickets.picture(filed.case.id, "p1") == PICTURE
    with pytest.raises(KeyReused):
        with_pictures(replace(PICTURE, content=b"another"))


def test_every_field_that_is_wrong_is_told_at_once() -> None:
    wrong = wrong_with(
        shop_with(), topic="gossip", message="...", contact={"name": "A", "fax": "1"}, language="de",
        order={"number": "V-10001-5", "colour": "red"}, skus="A", state="closed",
    )  # fmt: skip

    assert wrong == {
        "state": "unknown_field", "topic": "choose_topic", "message": "required",
        "contact.fax": "unknown_field", "contact.email": "email_or_phone", "contact.phone": "email_or_phone",
        "language": "unknown_language", "order.colour": "unknown_field", "order.number": "not_a_number",
        "skus": "not_in_order",
    }  # fmt: skip


@pytest.mark.parametrize(("length", "codes"), [(4000, {}), (4001, {"message": "too_long"})])
def test_a_message_is_counted_in_letters_and_not_in_bytes(length: int, codes: dict[str, str]) -> None:
    shop = shop_with()

    if codes:
        assert wrong_with(shop, message="ж" * length) == codes
    else:
        assert opened(shop, message="ж" * length).number


def test_an_order_s_link_proves_whose_order_it_is_and_which_lines_can_be_meant() -> None:
    shop = shop_with()
    order, key = ordered(shop)

    ticket = opened(
        shop, topic="return", order={"number": order.number, "key": key}, skus=["A"], contact={}
    )  # fmt: skip

    assert (ticket.order_number, ticket.order_proven, ticket.skus) == (order.number, True, ("A",))
    assert (ticket.author.name, ticket.author.email) == ("Anna", "anna@example.org")
    assert not ticket.author.verified


def test_an_order_without_its_link_is_only_what_somebody_says() -> None:
    shop = shop_with()
    order, _ = ordered(shop)

    ticket = opened(shop, order={"number": order.number})

    assert (ticket.order_number, ticket.order_proven) == (order.number, False)
    assert wrong_with(shop_with(), order={"number": order.number}, skus=["A"]) == {"skus": "not_in_order"}


@pytest.mark.parametrize("number", ["V-10001-4", "V-10002-3", ""])
def test_a_wrong_key_and_a_wrong_number_of_an_order_are_refused_alike(number: str) -> None:
    shop = shop_with()
    _, key = ordered(shop)
    sent_key = "x" * len(key) if number == "V-10001-4" else key

    wrong = wrong_with(shop, order={"number": number, "key": sent_key})

    assert wrong == {"order.number": "order_not_found"}


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [({"subject": "cheap pills"}, "trap"), ({"form_token": "forged"}, "no_token")],
)
def test_a_doubted_ticket_is_kept_and_its_author_not_written_to(changes: dict[str, str], doubt: str) -> None:
    shop = shop_with()

    ticket = opened(shop, **changes)

    assert ticket.doubts == (doubt,)
    assert letters(shop) == [("ticket_opened", "owner")]


def test_above_the_limit_of_a_contact_nobody_is_written_to_and_the_owner_is() -> None:
    shop = shop_with(replace(OPEN_TERMS, rates=Rates(0, 2, 0)))

    doubts = [opened(shop, key=f"k{number}").doubts for number in range(3)]

    assert doubts == [(), (), ("many_of_contact",)]
    assert letters(shop).count(("ticket_received", "customer")) == 2


def test_a_flood_from_all_sides_warns_the_owner_once_an_hour() -> None:
    shop = shop_with(replace(OPEN_TERMS, rates=Rates(0, 0, 100)))

    for number in range(1000):
        opened(shop, key=f"k{number}", contact={"email": f"{number}@example.org"})

    written = letters(shop)
    assert written.count(("ticket_received", "customer")) == 10  # as many as programs may send
    assert written.count(("ticket_opened", "owner")) == 100 + 1
    assert len(shop.memory.tickets.cases) == 1000


def test_an_address_gets_three_letters_a_day_and_then_the_ticket_says_so() -> None:
    shop = shop_with()

    flags = [opened(shop, key=f"k{number}", message=f"question {number}").flags for number in range(4)]

    assert flags == [(), (), (), ("no_letter",)]
    assert letters(shop).count(("ticket_received", "customer")) == 3


def test_too_many_from_one_network_address_are_refused_and_the_twin_of_one_is_not() -> None:
    shop = shop_with(replace(OPEN_TERMS, rates=Rates(1, 0, 0)))
    visit = Visit(address="somewhere")

    def once(key: str) -> str:
        return open_ticket(
            asking(), visit, key=key, language="en", ticket_id=f"{key:0>32}", pictures=(), shop=shop, at=AT
        ).case.number  # fmt: skip

    assert once("k") == once("k")
    with pytest.raises(TooMany):
        once("other")


def test_whoever_leaves_a_phone_number_alone_is_helped_as_well() -> None:
    shop = shop_with()

    ticket = opened(shop, contact={"phone": "12345"})

    assert (ticket.author.email, ticket.author.phone) == (None, "+49 30 1:12345")
    assert letters(shop) == [("ticket_opened", "owner")]


def test_webhooks_hear_of_it_and_learn_no_secret() -> None:
    shop = shop_with(endpoints=("crm",))

    ticket = opened(shop)

    [hook] = [row.message for row in shop.memory.rows.values() if row.message.kind == "hook"]
    told = json.loads(hook.body)
    assert (hook.event, hook.about, told["type"]) == ("ticket.opened", "ticket", "ticket.opened")
    assert told["data"]["number"] == ticket.number
    assert told["data"]["entry"]["text"] == "Does the gaiwan keep the heat?"
    secret = ticket.link(shop.root_key).rpartition(".")[2]
    assert secret not in hook.body
    assert ticket.secret_hash not in hook.body
