from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shop import orders
from shop.desk import move
from shop.events import PLACED, Event
from shop.orders import Order
from shop.progress import stages
from shop.service import Visit, place_order
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY, NEW
from tests.shop.makers import TERMS, Shop, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
def shop() -> Shop:
    return Shop()


def placed(shop: Shop) -> Order:
    return place_order(
        sent(), Visit(), key="key-0001", language="en", order_id="1" * 32, shop=shop, at=AT
    ).order  # type: ignore[arg-type]


def after(order: Order, shop: Shop, *way: str) -> Order:
    """Moved that way, an hour for each step."""
    for hours, to in enumerate(way, start=1):
        reason = "other" if to == CANCEL else ""
        order = move(order, to, TERMS, shop, AT + timedelta(hours=hours), who="anna", reason=reason)  # type: ignore[arg-type]
    return order


def hours(order: Order, shop: Shop) -> list[tuple[str, int | None]]:
    """Each stage, and how many hours after the order it was reached."""
    found = stages(order, shop.orders.events(order.id))
    return [(stage.status, (stage.at - AT) // timedelta(hours=1) if stage.at else None) for stage in found]


def test_a_new_order_has_its_whole_way_ahead(shop: Shop) -> None:
    assert hours(placed(shop), shop) == [
        (NEW, 0), (APPROVAL, None), (ASSEMBLING, None), (DELIVERY, None), (COMPLETE, None),
    ]  # fmt: skip


def test_each_move_is_told_with_its_time(shop: Shop) -> None:
    order = after(placed(shop), shop, APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)

    assert hours(order, shop) == [(NEW, 0), (APPROVAL, 1), (ASSEMBLING, 2), (DELIVERY, 3), (COMPLETE, 4)]


def test_an_order_that_went_back_has_the_rest_ahead_once_more(shop: Shop) -> None:
    order = after(placed(shop), shop, APPROVAL, ASSEMBLING, APPROVAL)

    assert hours(order, shop)[:3] == [(NEW, 0), (APPROVAL, 3), (ASSEMBLING, None)]


def test_of_a_cancelled_order_only_what_it_went_is_told(shop: Shop) -> None:
    order = after(placed(shop), shop, APPROVAL, CANCEL)

    assert hours(order, shop) == [(NEW, 0), (APPROVAL, 1), (CANCEL, 2)]


def test_an_order_of_one_click_begins_with_the_call_back() -> None:
    order = replace(placed(Shop()), quick=True, status=APPROVAL)

    found = stages(order, [Event(order.id, 1, AT, PLACED, "customer")])

    assert [(stage.status, stage.at) for stage in found][:2] == [(APPROVAL, AT), (ASSEMBLING, None)]
    assert len(found) == 4


def test_a_change_later_than_the_order_that_was_read_is_not_told(shop: Shop) -> None:
    order = placed(shop)
    later = orders.moved(order, APPROVAL, at=AT + timedelta(hours=1), who="anna").event

    assert stages(order, [later])[1].at is None
