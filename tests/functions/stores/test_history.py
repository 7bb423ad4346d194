"""The Orders port: what has happened to an order, and what came back of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shop import orders
from shop.errors import Stale
from shop.events import MOVED, OVERDUE, PLACED
from shop.orders import Order
from shop.ports import Change
from shop.pricing import Line
from shop.returns import Return
from shop.stock import Counter
from tests.functions.stores.makers import (
    AT,
    LINE,
    SECOND,
    Store,
    at_once,
    count_of,
    moving,
    placed,
    shelf,
    takes,
    walked,
)


def test_events_are_told_in_the_order_they_happened_also_beyond_nine(store: Store) -> None:
    order = placed(store)
    for turn in range(12):
        store.orders.change(Change(step := with_flag(order, f"flag-{turn}")))
        order = step.order

    events = store.orders.events(order.id)

    assert [event.version for event in events] == list(range(1, 14))
    assert [event.data.get("flag") for event in events[1:]] == [f"flag-{turn}" for turn in range(12)]


def with_flag(order: Order, flag: str) -> orders.Step:
    step = orders.flagged(order, flag, AT)
    assert step is not None
    return step


def test_an_event_comes_back_with_who_when_and_what_was_said(store: Store) -> None:
    order = placed(store)
    at = AT + timedelta(hours=1, microseconds=7)
    store.orders.change(moving(order, "cancel", at=at, who="Анна", comment="«нет» \n дома", reason="no_call"))
    placed(store, 2)

    first, second = store.orders.events(order.id)

    assert (first.name, first.who, first.at, first.data) == (PLACED, "customer", AT, {})
    assert (second.name, second.who, second.at) == (MOVED, "Анна", at)
    assert second.comment == "«нет» \n дома"
    assert second.data == {"from": "new", "to": "cancel", "reason": "no_call"}


def test_what_the_clock_did_is_told_like_any_other_event(store: Store) -> None:
    order = placed(store, due_at=AT)

    store.orders.change(Change(orders.overdue(order, AT + SECOND)))

    assert [event.name for event in store.orders.events(order.id)] == [PLACED, OVERDUE]


@pytest.mark.parametrize("find", ["events", "returns"])
def test_an_order_that_is_not_there_has_no_history(store: Store, find: str) -> None:
    placed(store)

    assert getattr(store.orders, find)("f" * 32) == []


@pytest.mark.parametrize("restock", [True, False])
def test_a_return_is_linked_to_its_order_and_fills_the_shelf_if_it_can_be_sold(
    store: Store, restock: bool
) -> None:
    line = replace(LINE, parts={"A": 1, "B": 2})
    order = placed(store, 1, takes("A", 2, of=9), takes("B", 4, of=9), lines=(line,))
    order = walked(store, order, "approval", "assembling", "delivery", "complete")
    back = Return("r1", order.id, AT, "anna", (Line("TP-01", 1),), "broken", restock)

    step = orders.returned(order, back)
    store.orders.change(Change(step))

    assert store.orders.returns(order.id) == [back]
    assert store.orders.by_id(order.id) == step.order
    assert shelf(store, "A") == (Counter("", 1, 0, 1) if restock else Counter("", 2, 0, 2))
    assert shelf(store, "B") == (Counter("", 2, 0, 2) if restock else Counter("", 4, 0, 4))


def test_returns_are_told_oldest_first(store: Store) -> None:
    order = placed(store, lines=(replace(LINE, quantity=3),))
    order = walked(store, order, "approval", "assembling", "delivery", "complete")
    for id, hours in (("z", 1), ("a", 2), ("m", 3)):
        back = Return(id, order.id, AT + timedelta(hours=hours), "anna", (Line("TP-01", 1),), "", False)
        step = orders.returned(order, back)
        store.orders.change(Change(step))
        order = step.order

    assert [back.id for back in store.orders.returns(order.id)] == ["z", "a", "m"]


def test_two_returns_of_the_same_piece_at_once_are_one(store: Store) -> None:
    order = placed(store, 1, takes("TP-01", 2, of=9), lines=(replace(LINE, parts={"TP-01": 1}),))
    order = walked(store, order, "approval", "assembling", "delivery", "complete")
    backs = [Return(id, order.id, AT, "anna", (Line("TP-01", 2),), "", True) for id in ("r1", "r2")]

    results = at_once(
        *(lambda back=back: store.orders.change(Change(orders.returned(order, back))) for back in backs)
    )

    assert count_of(results, Stale) == 1
    assert len(store.orders.returns(order.id)) == 1
    assert shelf(store, "TP-01") == Counter("", 0, 0, 0)
