from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop import desk
from shop.errors import IllegalMove, Invalid
from shop.following import send_link, withdraw
from shop.letters import ORDER_LINK, ORDER_WITHDRAWN
from shop.numbers import number_of
from shop.orders import Order, flagged
from shop.ports import Change
from shop.service import Visit, place_order
from shop.visits import LETTERS
from tests.shop.makers import TERMS, Shop, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def placed(shop: Shop, key: str = "key", **changes: Any) -> Order:
    return place_order(
        sent(**changes), Visit(), key=key, language="en", order_id=key * 8, shop=shop, at=AT
    ).order  # fmt: skip


def held(order: Order) -> dict[str, str]:
    """What its link says."""
    return {"number": order.number, "key": order.link(b"k" * 32).rpartition(".")[2]}


def letters(shop: Shop, event: str) -> list[str]:
    return [row.message.about_id for row in shop.memory.rows.values() if row.message.event == event]


def asking(order: Order, **changes: str) -> dict[str, str]:
    return {"number": order.number, "email": "anna@example.org", **changes}


def counted(shop: Shop, monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> tuple[int, int]:
    """How many limits were counted and how many times messages were put while that was done."""
    calls: list[str] = []

    def noted(name: str) -> Callable[..., Any]:
        real = getattr(shop.memory, name)

        def call(*given: Any) -> Any:
            calls.append(name)
            return real(*given)

        return call

    with monkeypatch.context() as patch:
        for name in ("hit", "put"):
            patch.setattr(shop.memory, name, noted(name))
        act()
    return calls.count("hit"), calls.count("put")


def test_the_holder_of_the_link_takes_an_order_back_and_its_pieces_can_be_had_again() -> None:
    shop = Shop()
    order = placed(shop, lines=[{"sku": "B", "quantity": 2}])

    taken_back = withdraw(order.number, held(order), shop, AT)

    assert taken_back is not None
    assert (taken_back.status, taken_back.reason) == ("cancel", "customer")
    assert shop.memory.shelves["B"].taken == 0
    assert letters(shop, ORDER_WITHDRAWN) == [order.id]


def test_taking_back_twice_is_answered_twice_and_told_once() -> None:
    shop = Shop()
    order = placed(shop)
    once = withdraw(order.number, held(order), shop, AT)

    assert withdraw(order.number, held(order), shop, AT) == once
    assert letters(shop, ORDER_WITHDRAWN) == [order.id]


def test_an_order_that_is_being_dealt_with_cannot_be_taken_back() -> None:
    shop = Shop()
    order = placed(shop)
    desk.move(order, "approval", TERMS, shop, AT, who="owner")

    with pytest.raises(IllegalMove) as raised:
        withdraw(order.number, held(order), shop, AT)

    assert raised.value.allowed == ()


def test_an_order_the_owner_has_cancelled_was_not_taken_back() -> None:
    shop = Shop()
    order = placed(shop)
    desk.move(order, "cancel", TERMS, shop, AT, who="owner", reason="spam")

    with pytest.raises(IllegalMove):
        withdraw(order.number, held(order), shop, AT)


def test_a_note_made_in_between_does_not_keep_an_order_from_being_taken_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = Shop()
    order = placed(shop)
    step = flagged(order, "bounced", AT)
    assert step is not None
    shop.memory.change(Change(step))
    answers = [order, step.order]
    monkeypatch.setattr(shop.memory, "by_secret", lambda secret_hash: answers.pop(0))

    taken_back = withdraw(order.number, held(order), shop, AT)

    assert taken_back is not None
    assert (taken_back.status, taken_back.flags) == ("cancel", ("bounced",))


def test_nobody_s_order_sends_no_link_and_tells_nobody_so(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    order = placed(shop)
    desk.move(order, "cancel", TERMS, shop, AT, who="owner", reason="spam")

    spam = counted(shop, monkeypatch, lambda: send_link(asking(order), shop, AT))
    unknown = counted(shop, monkeypatch, lambda: send_link(asking(order, email="no@example.org"), shop, AT))

    assert letters(shop, ORDER_LINK) == []
    assert spam == unknown


def test_the_number_in_the_address_must_be_the_one_in_the_body() -> None:
    shop = Shop()
    order, other = placed(shop), placed(shop, "another")

    assert withdraw(other.number, held(order), shop, AT) is None
    assert withdraw(order.number, {**held(order), "key": "no"}, shop, AT) is None
    assert withdraw(order.number, {**held(order), "number": other.number}, shop, AT) is None
    assert {each.status for each in shop.memory.orders.values()} == {"new"}


def test_the_link_goes_to_the_address_in_the_order_in_the_order_s_language() -> None:
    shop = Shop()
    order = placed(shop)

    send_link(asking(order, number=order.number.lower(), email="Anna@Example.org"), shop, AT)

    found = [row.message for row in shop.memory.rows.values() if row.message.event == ORDER_LINK]
    assert [(each.about_id, each.recipient, each.language) for each in found] == [
        (order.id, "customer", "en")
    ]


def test_nothing_goes_out_for_what_does_not_belong_together() -> None:
    shop = Shop()
    order = placed(shop)
    silent = placed(shop, "silent", contact={"name": "Anna", "phone": "301"})

    send_link(asking(order, email="bert@example.org"), shop, AT)
    send_link(asking(order, number=number_of(99999)), shop, AT)
    send_link(asking(silent), shop, AT)

    assert letters(shop, ORDER_LINK) == []


def test_a_link_goes_out_three_times_an_hour_at_most() -> None:
    shop = Shop()
    order = placed(shop)
    shop.memory.hits.clear()

    for minute in range(60):
        send_link(asking(order), shop, AT + timedelta(minutes=minute))

    assert len(letters(shop, ORDER_LINK)) == 3


def test_an_address_gets_no_more_letters_a_day_than_any_other() -> None:
    shop = Shop()
    order = placed(shop)  # whose confirmation is the first

    for hour in range(10):
        send_link(asking(order), shop, AT + timedelta(hours=hour))

    assert len(letters(shop, ORDER_LINK)) == LETTERS - 1


def test_a_stranger_who_guesses_uses_up_nothing_of_the_address() -> None:
    shop = Shop()
    order = placed(shop)

    for hour in range(10):
        send_link(asking(order, number=number_of(99999)), shop, AT + timedelta(hours=hour))
    send_link(asking(order), shop, AT + timedelta(hours=11))

    assert letters(shop, ORDER_LINK) == [order.id]


def test_as_much_is_written_for_what_is_not_there_as_for_what_is(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    order = placed(shop)

    found = counted(shop, monkeypatch, lambda: send_link(asking(order), shop, AT))
    missed = counted(shop, monkeypatch, lambda: send_link(asking(order, number=number_of(99999)), shop, AT))
    again = counted(shop, monkeypatch, lambda: send_link(asking(order), shop, AT))

    assert (found, missed, again) == ((2, 1), (3, 0), (3, 0))


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"number": "V-10001-5"}, {"number": "not_a_number"}),
        ({"number": ""}, {"number": "required"}),
        ({"email": "anna"}, {"email": "not_an_email"}),
        ({"email": "", "key": "x"}, {"email": "required", "key": "unknown_field"}),
    ],
)
def test_what_can_be_no_order_of_anybody_is_told_at_once(
    changes: dict[str, str], refused: dict[str, str]
) -> None:
    shop = Shop()

    with pytest.raises(Invalid) as raised:
        send_link(asking(placed(shop), **changes), shop, AT)

    assert {error.field: error.code for error in raised.value.errors} == refused


def test_an_order_nobody_can_be_written_to_is_found_by_nobody() -> None:
    shop = Shop()
    order = placed(shop)
    shop.memory.orders[order.id] = replace(order, customer=replace(order.customer, email=None))

    send_link(asking(order), shop, AT)

    assert letters(shop, ORDER_LINK) == []
