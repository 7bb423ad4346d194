"""Orders of a month against figures computed by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from shop.desk import move, withdraw
from shop.order_metrics import OrderFigures, OrderHistory, figures
from shop.orders import Order
from shop.service import place_order
from shop.spreads import Spread, Taken
from shop.visits import Visit
from tests.shop.makers import Shop, euros, sent
from tests.shop.tickets import OPEN_TERMS, shop_with

BEGIN, END = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)


def placed(shop: Shop, at: datetime, pieces: int, **contact: str) -> Order:
    number = len(shop.memory.orders)
    fields: dict[str, Any] = sent(
        lines=[{"sku": "A", "quantity": pieces}], contact={"name": "Somebody", **contact}
    )
    return place_order(
        fields, Visit(), key=f"k{number}", language="en", order_id=f"{number:0>32}", shop=shop, at=at
    ).order  # fmt: skip


def told(shop: Shop, begin: datetime = BEGIN, end: datetime = END) -> OrderFigures:
    orders = shop.memory.orders.values()
    histories = [OrderHistory(each, shop.memory.events(each.id)) for each in orders]
    return figures(histories, OPEN_TERMS, begin, end)


def went(shop: Shop, order: Order, to: str, at: datetime, reason: str = "") -> None:
    move(shop.memory.orders[order.id], to, OPEN_TERMS, shop, at, who="boris", reason=reason)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


def test_the_month_is_as_computed_by_hand() -> None:
    shop = shop_with()
    before = placed(shop, at(31, 12, month=10), 1, email="hanna@example.org")  # a Saturday
    went(shop, before, "approval", at(2, 10, 15))  # 2775 minutes later, 15 of them working time
    first = placed(shop, at(3, 10), 2, email="Anna+shop@example.org")  # 40
    went(shop, first, "approval", at(3, 10, 10))  # 10
    second = placed(shop, at(4, 10), 1, email="anna@example.org", phone="123")  # 20; the same person
    went(shop, second, "cancel", at(4, 10, 30), reason="no_product")  # 30; cancelled
    third = placed(shop, at(5, 17, 50), 4, phone="123")  # 80; the same again, by her phone
    went(shop, third, "approval", at(6, 10, 20))  # 990, 30 of them working time
    withdrawn = placed(shop, at(9, 10), 1, email="ivo@example.org")  # cancelled by its customer
    withdraw(withdrawn, OPEN_TERMS, shop, at(9, 10, 5))
    nobody = placed(shop, at(10, 10), 9, email="robot@example.org")
    went(shop, nobody, "cancel", at(10, 10, 5), reason="spam")
    placed(shop, at(11, 10), 1, email="hanna@example.org")  # 20; nobody has looked yet

    month = told(shop)

    assert (month.placed, month.cancelled) == (5, 2)
    assert month.reaction == Taken(
        Spread(4, timedelta(minutes=510), timedelta(minutes=2775)),  # 10, 30, 990, 2775
        Spread(4, timedelta(minutes=22.5), timedelta(minutes=30)),  # 10, 15, 30, 30
    )
    assert (month.revenue, month.average) == (euros("140"), euros("46.67"))  # 40 + 80 + 20 by three
    assert (month.customers, month.again) == (2, 1)  # Anna with two, Hanna with one
    assert (month.customers_ever, month.again_ever) == (2, 2)  # Hanna has bought before
    assert month.busy == {(1, 10): 1, (2, 10): 2, (3, 17): 1, (0, 10): 1}


def test_a_month_without_orders_has_no_average() -> None:
    month = told(shop_with(), datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 2, 1, tzinfo=UTC))

    assert (month.placed, month.average, month.customers) == (0, None, 0)
    assert not month.revenue


def test_contacts_in_common_make_one_customer_in_whatever_order_they_come() -> None:
    shop = shop_with()
    placed(shop, at(3, 10), 1, email="a@example.org")
    placed(shop, at(3, 11), 1, phone="1")
    placed(shop, at(3, 12), 1, email="b@example.org")
    assert told(shop).customers == 3

    placed(shop, at(3, 13), 1, email="a@example.org", phone="1")
    assert told(shop).customers == 2

    placed(shop, at(3, 14), 1, email="b@example.org", phone="1")
    assert (told(shop).customers, told(shop).again) == (1, 1)
