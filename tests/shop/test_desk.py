from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from shop.desk import move, take_back, tell_overdue, withdraw
from shop.errors import IllegalMove, NoReturn, Stale, Unavailable
from shop.orders import Order
from shop.ports import Change
from shop.pricing import Line
from shop.published import PriceBook
from shop.returns import Return
from shop.service import Visit, place_order
from shop.statuses import (
    APPROVAL,
    ASSEMBLING,
    CANCEL,
    COMPLETE,
    DEFAULTS,
    DELIVERY,
    NEW,
    ROLES,
    STATUSES,
    SUPPORT,
    may,
)
from shop.stock import Counter
from shop.terms import Terms
from shop.visits import MANY, TRAP
from tests.shop.makers import BOOK, TERMS, Prices, Shop, sent
from tests.shop.memory import Memory

#: Monday, ten o'clock; the shop is open from ten to six on weekdays.
AT = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OPEN = replace(TERMS, hours=(((600, 1080),),) * 5 + ((), ()), holidays=(date(2026, 11, 24),))


def placed(shop: Shop, key: str = "k", **changes: Any) -> Order:
    """An order of two of what is counted, of which there are three."""
    order = place_order(
        sent(**{"lines": [{"sku": "B", "quantity": 2}], **changes}), Visit(),
        key=key, language="en", order_id=f"{key:0>32}", shop=shop, at=AT,
    ).order  # fmt: skip
    shop.memory.rows.clear()
    return order


def go(shop: Shop, order: Order, *way: str, terms: Terms = TERMS, at: datetime = AT) -> Order:
    for to in way:
        order = move(order, to, terms, shop, at, who="anna", reason="other" if to == CANCEL else "")
    return order


def recount(shop: Shop, counted: str) -> None:
    """The owner has counted again: there are three, beside what was put aside for orders."""
    counts = replace(BOOK.offers["B"], parts=(replace(BOOK.offers["B"].parts[0], counted=counted),))
    shop.prices = Prices(replace(BOOK, offers={"B": counts}))


def told(shop: Shop) -> list[tuple[str, str]]:
    return [(row.message.event, row.message.recipient) for row in shop.memory.rows.values()]


@pytest.mark.parametrize(("status", "to", "role"), list(product(STATUSES, STATUSES, ROLES)))
def test_the_desk_moves_what_the_table_and_the_role_allow_and_nothing_else(
    status: str, to: str, role: str
) -> None:
    shop = Shop()
    order = replace(placed(shop), status=status)
    shop.memory.orders[order.id] = order

    if may(status, role, to, DEFAULTS):
        assert move(order, to, TERMS, shop, AT, who="anna", role=role, reason="other").status == to
        assert shop.memory.orders[order.id].status == to
    else:
        with pytest.raises(IllegalMove):
            move(order, to, TERMS, shop, AT, who="anna", role=role, reason="other")
        assert (shop.memory.orders[order.id], told(shop), len(shop.memory.log)) == (order, [], 1)


def test_an_order_goes_its_way_to_the_end() -> None:
    shop = Shop()

    done = go(shop, placed(shop), APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)

    events = shop.orders.events(done.id)
    assert [event.version for event in events] == [1, 2, 3, 4, 5]
    assert [event.data.get("to") for event in events[1:]] == [APPROVAL, ASSEMBLING, DELIVERY, COMPLETE]
    assert shop.memory.shelves == {"B": Counter("", taken=2, held=0, sold=2)}


def test_a_cancelled_order_frees_what_it_held() -> None:
    shop = Shop()

    go(shop, placed(shop), APPROVAL, CANCEL)

    assert shop.memory.shelves == {"B": Counter("", taken=0, held=0, sold=0)}
    assert placed(shop, "next").held[0].quantity == 2


def test_what_comes_back_after_a_new_count_is_not_forgotten_with_the_old_one() -> None:
    shop = Shop()
    cancelled, returned = placed(shop, lines=[{"sku": "B", "quantity": 1}]), placed(shop, "next")
    returned = go(shop, returned, APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)
    recount(shop, "2026-11-23")

    go(shop, cancelled, CANCEL)
    take_back(returned, Return("r", returned.id, AT, "anna", (Line("B", 2),), "", restock=True), shop)

    assert shop.memory.shelves == {"B": Counter("2026-11-23", taken=-3, held=0, sold=0)}
    assert placed(shop, "all", lines=[{"sku": "B", "quantity": 6}]).held[0].quantity == 6


def test_an_order_is_cancelled_though_nobody_knows_the_newest_count(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    order = placed(shop)

    def gone(skus: object, fresh: bool = False) -> PriceBook:
        raise Unavailable("a part of the price list cannot be read")

    monkeypatch.setattr(shop.prices, "book", gone)

    assert go(shop, order, CANCEL).status == CANCEL
    assert shop.memory.shelves == {"B": Counter("", taken=0, held=0, sold=0)}


def test_an_order_is_not_cancelled_without_a_reason() -> None:
    shop = Shop()
    order = placed(shop)

    with pytest.raises(IllegalMove):
        move(order, CANCEL, TERMS, shop, AT, who="anna")

    assert shop.memory.orders[order.id] == order


def test_the_second_of_two_clerks_is_too_late() -> None:
    shop = Shop()
    order = placed(shop)
    go(shop, order, APPROVAL)

    with pytest.raises(Stale):
        go(shop, order, CANCEL)

    assert shop.memory.shelves["B"].held == 2


def test_a_limit_runs_in_working_time() -> None:
    shop = Shop()
    evening = AT.replace(hour=17)

    order = go(shop, placed(shop), APPROVAL, terms=OPEN, at=evening)

    # An hour on Monday, none on the holiday, seven on Wednesday.
    assert order.due_at == AT.replace(day=25, hour=17)


def test_a_status_without_a_limit_is_never_due() -> None:
    shop = Shop()

    order = go(shop, placed(shop), APPROVAL, ASSEMBLING, DELIVERY)

    assert DEFAULTS[DELIVERY].limit == 0
    assert order.due_at is None


def test_an_order_that_is_over_is_never_due_whatever_the_owner_has_written() -> None:
    shop = Shop()
    terms = replace(TERMS, statuses=DEFAULTS | {CANCEL: replace(DEFAULTS[CANCEL], limit=5)})

    assert go(shop, placed(shop), CANCEL, terms=terms).due_at is None


def test_a_status_that_is_not_to_be_told_writes_to_nobody_but_the_webhooks() -> None:
    shop = Shop(endpoints=("crm",))
    terms = replace(TERMS, statuses=DEFAULTS | {ASSEMBLING: replace(DEFAULTS[ASSEMBLING], letter=False)})

    go(shop, placed(shop), APPROVAL, ASSEMBLING, terms=terms)

    assert told(shop) == [("order_confirmed", "customer"), ("order.moved", "crm"), ("order.moved", "crm")]


def test_a_customer_without_an_address_for_letters_gets_none() -> None:
    shop = Shop()

    go(shop, placed(shop, contact={"name": "Anna", "phone": "301"}), APPROVAL)

    assert told(shop) == []


def test_an_owner_may_let_others_cancel() -> None:
    shop = Shop()
    terms = replace(TERMS, statuses=DEFAULTS | {CANCEL: replace(DEFAULTS[CANCEL], who=(SUPPORT,))})

    order = move(placed(shop), CANCEL, terms, shop, AT, who="zoe", role=SUPPORT, reason="spam")

    assert (order.status, order.reason) == (CANCEL, "spam")


def test_a_customer_withdraws_an_order_that_nobody_has_begun_with() -> None:
    shop = Shop(endpoints=("crm",))

    order = withdraw(placed(shop), TERMS, shop, AT)

    assert (order.status, order.reason) == (CANCEL, "customer")
    assert shop.memory.log[-1].who == "customer"
    assert shop.memory.shelves["B"].taken == 0
    assert told(shop) == [
        ("order_cancelled", "customer"), ("order_withdrawn", "owner"), ("order.moved", "crm")
    ]  # fmt: skip


@pytest.mark.parametrize("status", [each for each in STATUSES if each != NEW])
def test_nobody_withdraws_what_is_being_worked_on_or_over(status: str) -> None:
    shop = Shop()
    order = replace(placed(shop), status=status)

    with pytest.raises(IllegalMove):
        withdraw(order, TERMS, shop, AT)

    assert told(shop) == []


def test_a_return_is_kept_and_told_to_webhooks() -> None:
    shop = Shop(endpoints=("crm",))
    order = go(shop, placed(shop), APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)
    shop.memory.rows.clear()
    back = Return("r1", order.id, AT, "anna", (Line("B", 1),), "chipped", restock=True)

    order = take_back(order, back, shop)

    assert order.returned == {"B": 1}
    assert shop.orders.returns(order.id) == [back]
    assert shop.memory.shelves["B"] == Counter("", taken=1, held=0, sold=1)
    assert told(shop) == [("order.returned", "crm")]


def test_a_return_of_too_much_writes_nothing() -> None:
    shop = Shop()
    order = go(shop, placed(shop), APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)

    with pytest.raises(NoReturn):
        take_back(order, Return("r1", order.id, AT, "anna", (Line("B", 3),), "", restock=True), shop)

    assert (shop.orders.returns(order.id), shop.memory.orders[order.id]) == ([], order)


def test_an_owner_hears_once_of_an_order_that_waits_too_long() -> None:
    shop = Shop()
    order = placed(shop)
    late = AT + timedelta(minutes=DEFAULTS[NEW].limit)

    assert tell_overdue(TERMS, shop, late - timedelta(seconds=1)) == 0
    assert tell_overdue(TERMS, shop, late) == 1
    assert tell_overdue(TERMS, shop, late + timedelta(days=9)) == 0

    assert told(shop) == [("order_overdue", "owner")]
    assert shop.memory.orders[order.id].status == NEW


@pytest.mark.parametrize(("doubts", "letters"), [((TRAP,), 2), ((MANY,), 0), ((TRAP, MANY), 0)])
def test_of_a_flood_nothing_is_told_one_by_one(doubts: tuple[str, ...], letters: int) -> None:
    shop = Shop()
    order = replace(placed(shop), doubts=doubts)
    shop.memory.orders[order.id] = order

    assert tell_overdue(TERMS, shop, AT + timedelta(hours=1)) == 1
    withdraw(shop.memory.orders[order.id], TERMS, shop, AT + timedelta(hours=1))

    assert len(told(shop)) == letters


def test_an_order_of_a_flood_that_somebody_has_taken_up_is_watched_like_any_other() -> None:
    shop = Shop()
    order = replace(placed(shop), doubts=(MANY,))
    shop.memory.orders[order.id] = order
    go(shop, order, APPROVAL)
    shop.memory.rows.clear()

    assert tell_overdue(TERMS, shop, AT + timedelta(days=3)) == 1

    assert told(shop) == [("order_overdue", "owner")]


def test_an_order_is_watched_again_in_its_next_status() -> None:
    shop = Shop()
    order = placed(shop)
    tell_overdue(TERMS, shop, AT + timedelta(hours=1))
    order = shop.memory.orders[order.id]

    order = go(shop, order, APPROVAL, at=AT + timedelta(hours=2))

    assert order.due_at == AT + timedelta(hours=10)


def test_an_order_that_is_moved_meanwhile_keeps_no_other_from_being_told() -> None:
    shop = Shop()
    lines = [{"sku": "A", "quantity": 1}]
    first, second = placed(shop, "k1", lines=lines), placed(shop, "k2", lines=lines)
    shop.orders = MovedMeanwhile(shop.memory, first)  # type: ignore[assignment]

    assert tell_overdue(TERMS, shop, AT + timedelta(days=1)) == 1
    assert {row.message.about_id for row in shop.memory.rows.values()} == {second.id}


class MovedMeanwhile:
    """A store in which somebody else is always faster with one order."""

    def __init__(self, memory: Memory, order: Order) -> None:
        self._memory, self._order = memory, order

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        return self._memory.overdue(at, limit)

    def change(self, change: Change) -> None:
        if change.step.order.id == self._order.id:
            raise Stale(self._order.number)
        self._memory.change(change)
