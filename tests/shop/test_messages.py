from __future__ import annotations

from datetime import UTC, datetime

from shop.desk import move, withdraw
from shop.orders import Order
from shop.service import Visit, place_order
from tests.shop.makers import TERMS, Shop, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def placed(shop: Shop) -> Order:
    return place_order(
        sent(), Visit(), key="k", language="en", order_id="0" * 32, shop=shop, at=AT
    ).order  # fmt: skip


def told(shop: Shop, order: Order, *way: str) -> list[tuple[str, str]]:
    """What is written while an order goes that way: events and to whom."""
    shop.memory.rows.clear()
    for to in way:
        order = move(order, to, TERMS, shop, AT, who="anna", reason="other" if to == "cancel" else "")
    return [(row.message.event, row.message.recipient) for row in shop.memory.rows.values()]


def test_each_step_forward_is_told_to_the_customer() -> None:
    shop = Shop()

    letters = told(shop, placed(shop), "approval", "assembling", "delivery", "complete")

    assert letters == [
        ("order_confirmed", "customer"),
        ("order_packing", "customer"),
        ("order_sent", "customer"),
        ("order_done", "customer"),
    ]


def test_a_step_back_from_packing_is_not_told_and_the_next_one_forward_is() -> None:
    shop = Shop()
    order = placed(shop)

    letters = told(shop, order, "approval", "assembling", "approval", "assembling")

    assert [event for event, _ in letters] == ["order_confirmed", "order_packing", "order_packing"]


def test_webhooks_are_told_of_every_step_each_under_its_own_id() -> None:
    shop = Shop(endpoints=("crm", "courier"))
    order = placed(shop)

    told(shop, order, "approval", "cancel")

    hooks = [row.message for row in shop.memory.rows.values() if row.message.kind == "hook"]
    assert [hook.event for hook in hooks] == ["order.moved"] * 4
    assert [hook.recipient for hook in hooks] == ["crm", "courier"] * 2
    assert len({hook.id for hook in hooks}) == 4


def test_an_order_that_its_customer_cancels_is_told_to_both() -> None:
    shop = Shop()
    order = placed(shop)
    shop.memory.rows.clear()

    withdraw(order, TERMS, shop, AT)

    assert [row.message.event for row in shop.memory.rows.values()] == ["order_cancelled", "order_withdrawn"]


def test_nobody_s_order_is_cancelled_without_a_letter_to_a_stranger() -> None:
    shop = Shop()
    order = placed(shop)
    shop.memory.rows.clear()

    move(order, "cancel", TERMS, shop, AT, who="anna", reason="spam")

    assert shop.memory.rows == {}
