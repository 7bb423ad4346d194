"""The Orders port: placing, finding and listing, and that one key makes one order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from shop import orders
from shop.errors import NotEnough, PromoSpent, Unavailable
from shop.money import Money
from shop.numbers import hash_of, number_of
from shop.orders import Delivery
from shop.ports import Change, Placed
from shop.promos import Discount, Use
from shop.requests import Address, Customer
from shop.stock import Held
from shop.text import Text
from tests.functions.stores.makers import (
    AT,
    EURO,
    INSTANT,
    LINE,
    SECOND,
    Store,
    at_once,
    buying,
    count_of,
    hook,
    moving,
    order_of,
    placed,
    placing,
    shelf,
    taken,
    takes,
    trace,
    walked,
    wish,
)

#: Shapes an order may have; each must come back as it went in.
SHAPES: dict[str, dict[str, Any]] = {
    "plain": {},
    "by phone, picked up": {
        "customer": Customer("Ли", None, "+7 900 000-00-00"),
        "delivery": Delivery("pickup", Text({"ru": "Сам"}), Money(0, "RUB"), None),
    },
    "signs that could break a text": {"note": "'\"; DROP TABLE orders; -- \\ \n\t{}#%_*"},
    "signs beyond the first plane": {"note": "🏺 e\u0301 \u202e\u00a0 ﷺ"},
    "a long note": {"note": "ж" * 1000},
    "with lines and parts": {"lines": (LINE, replace(LINE, sku="X", left=None, picture="/p.webp"))},
    "forty lines": {"lines": tuple(replace(LINE, sku=f"SKU-{n}") for n in range(40))},
    "with discounts": {"discounts": (Discount("spring", Text.plain("Spring"), EURO, free_delivery=True),)},
    "one click": {"quick": True, "status": "approval", "doubts": ("many", "many_of_contact")},
    "with flags": {"flags": ("bounced",), "tracking": "RR123456785DE"},
    "a moment with microseconds": {"placed_at": AT + INSTANT, "since": AT + INSTANT},
    "no tax": {"tax_rate": Decimal(0), "tax": Money(0, "EUR"), "tax_included": False},
    "a tax rate of many digits": {"tax_rate": Decimal("7.0000000001")},
    "a currency without cents": {"total": Money(10**12, "JPY"), "goods": Money(0, "JPY")},
    "things that came back": {"returned": {"TP-01": 1, "X": 2}},
    "what it holds and uses": {
        "held": (Held("TP-01", 2), Held("LID-7", 4)),
        "uses": (Use("spring", ("c1", "c2"), 5, 1),),
    },
    "an address of another alphabet": {
        "delivery": Delivery("post", Text({}), EURO, Address("GE", "0105", "თბილისი", "რუსთაველი 1"))
    },
    "with a limit": {"due_at": AT + timedelta(minutes=30)},
}


@pytest.mark.parametrize("shape", SHAPES.values(), ids=SHAPES)
def test_an_order_comes_back_as_it_was_placed(store: Store, shape: dict[str, Any]) -> None:
    order = store.orders.place(wish(), placing(messages=0, **shape), AT).order

    assert store.orders.by_id(order.id) == order
    assert store.orders.by_secret(order.secret_hash) == order
    assert store.orders.by_number(order.number) == order
    assert store.orders.recent(1) == [order]
    for name, value in shape.items():
        assert getattr(order, name) == value


@pytest.mark.parametrize(
    "text", ["", "x", "V-10001-4 ", "v-10001-4", "0" * 31, "%", "#", "order#1", "V-1000_-4", "ключ"]
)
@pytest.mark.parametrize("find", ["by_id", "by_secret", "by_number", "placed"])
def test_what_was_never_stored_is_not_found(store: Store, find: str, text: str) -> None:
    placed(store)

    assert getattr(store.orders, find)(text) is None


def test_an_order_is_not_found_by_what_finds_another_way(store: Store) -> None:
    order = placed(store)

    assert store.orders.by_id(order.number) is None
    assert store.orders.by_number(order.id) is None
    assert store.orders.by_secret(order.id) is None
    assert store.orders.placed(order.secret_hash) is None


def test_the_first_order_is_not_replayed_and_has_the_first_number(store: Store) -> None:
    made = store.orders.place(wish(), placing(), AT)

    assert not made.replayed
    assert made.fingerprint == wish().fingerprint
    assert made.order == order_of(10001)


def test_every_order_has_a_number_of_its_own_in_the_order_they_come(store: Store) -> None:
    numbers = [placed(store, each).number for each in range(5)]

    assert numbers == [number_of(10001 + each) for each in range(5)]


def test_a_key_that_is_taken_makes_and_writes_nothing(store: Store) -> None:
    first = store.orders.place(wish(), placing(takes("A", 1, of=9)), AT)

    again = store.orders.place(wish(), lambda _: pytest.fail("must not be made"), AT + SECOND)

    assert again == replace(first, replayed=True)
    assert shelf(store, "A").taken == 1
    assert len(store.orders.events(first.order.id)) == 1
    assert len(taken(store, AT)) == 2


def test_a_key_that_is_taken_answers_with_what_it_was_placed_with(store: Store) -> None:
    store.orders.place(wish(1, "one"), placing(), AT)

    again = store.orders.place(wish(1, "another"), placing(), AT)

    assert again.replayed
    assert again.fingerprint == wish(1, "one").fingerprint
    assert store.orders.placed(wish().key) == again


def test_a_replay_shows_the_order_as_it_is_now(store: Store) -> None:
    order = walked(store, placed(store), "approval", "assembling")

    again = store.orders.place(wish(), placing(), AT)

    assert again.order == order
    assert again.order.status == "assembling"


@pytest.mark.parametrize("buyers", [2, 8])
def test_orders_that_come_at_once_have_different_numbers(store: Store, buyers: int) -> None:
    made = at_once(*(buying(store, number) for number in range(buyers)))

    assert len({each.order.number for each in made if isinstance(each, Placed)}) == buyers


@pytest.mark.parametrize(
    ("moves", "uses"),
    [
        ((), ()),
        ((takes("A", 1, of=1),), ()),
        ((takes("A", 3, of=3, counted="2026-11-01"), takes("B", 1, of=1)), ()),
        ((), (Use("once", ("c",), 1, 1),)),
        ((takes("A", 1, of=1),), (Use("once", ("c",), 1, 1),)),
    ],
    ids=["nothing", "the last piece", "two last things", "the last use", "last piece and last use"],
)
def test_twins_with_one_key_make_one_order_and_both_get_it(store: Store, moves: Any, uses: Any) -> None:
    # The slower twin finds the shelf empty, taken by the faster one: that is no reason to refuse it.
    made = at_once(*(buying(store, 1, *moves, uses=uses, messages=1) for _ in range(6)))

    assert count_of(made, Placed) == 6, made
    assert sorted(each.replayed for each in made if isinstance(each, Placed)) == [False] + [True] * 5
    assert len({each.order.id for each in made if isinstance(each, Placed)}) == 1
    assert len(store.orders.recent(9)) == 1
    assert len(taken(store, AT)) == 1
    assert [shelf(store, move.item).taken for move in moves] == [move.taken for move in moves]


def test_twins_with_different_content_make_one_order_and_the_other_can_tell(store: Store) -> None:
    contents = ["one", "two", "three", "four"]
    calls = [
        lambda content=content: store.orders.place(wish(1, content), placing(messages=0), AT)
        for content in contents
    ]

    made = at_once(*calls)

    assert len({each.fingerprint for each in made if isinstance(each, Placed)}) == 1
    assert len(store.orders.recent(9)) == 1


@pytest.mark.parametrize("buyers", [1, 6])
def test_each_order_is_made_once_however_often_it_must_be_written(store: Store, buyers: int) -> None:
    made: list[int] = []

    def making(counter: int) -> Change:
        made.append(counter)
        return placing(takes("A", 1, of=9, counted="2026-11-01"), messages=0)(counter)

    at_once(*(lambda n=n: store.orders.place(wish(n), making, AT) for n in range(buyers)))

    assert len(made) == len(set(made)) == buyers
    assert {order.number for order in store.orders.recent(9)} == {number_of(counter) for counter in made}


def make_raises(counter: int) -> Change:
    raise LookupError("no such price")


def twice_the_letter(counter: int) -> Change:
    made = placing(takes("A", 1, of=5), uses=[Use("once", ("c",), 5, 1)])(counter)
    return replace(made, messages=made.messages * 2)


def another_s_letter(counter: int) -> Change:
    made = placing(takes("A", 1, of=5), due_at=AT)(counter)
    return replace(made, messages=(*made.messages, hook("hook-of-first", made.step.order.id)))


def another_s_secret(counter: int) -> Change:
    return placing(takes("A", 1, of=5), secret_hash=order_of(10001).secret_hash)(counter)


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (placing(takes("A", 6, of=5), due_at=AT), NotEnough),
        (placing(takes("A", 1, of=5), takes("full", 1, of=1)), NotEnough),
        (placing(takes("new", 2, of=1)), NotEnough),
        (placing(uses=[Use("spent", ("c",), 1, 1)]), PromoSpent),
        (placing(takes("A", 1, of=5), uses=[Use("fresh", ("c",)), Use("spent", ("d",), 1)]), PromoSpent),
        (placing(takes("A", 1, of=5), uses=[Use("fresh", ("c",), 0)]), PromoSpent),
        (placing(takes("A", 1, of=5), uses=[Use("fresh", ("c",), 9, 0)]), PromoSpent),
        (make_raises, LookupError),
        (twice_the_letter, Unavailable),
        (another_s_letter, Unavailable),
        (another_s_secret, Unavailable),
    ],
    ids=[
        "too little", "too little of the second", "too little of a new thing", "a spent promo",
        "a spent promo after one that is not", "a promo of no uses", "none for a contact", "making fails",
        "a letter twice", "another's letter", "another's secret",
    ],
)  # fmt: skip
def test_a_placing_that_fails_writes_nothing_at_all(
    store: Store, make: Callable[[int], Change], error: type[Exception]
) -> None:
    first = store.orders.place(
        wish(0),
        placing(takes("A", 1, of=5), takes("full", 1, of=1), uses=[Use("spent", ("c",), 1, 1)], messages=0),
        AT,
    ).order
    store.outbox.put([hook("hook-of-first", first.id)], AT)
    before = store.stock.counters(["A", "full", "new"])

    with pytest.raises(error):
        store.orders.place(wish(1), make, AT)

    made = replace(order_of(10002), secret_hash=hash_of("secret of " + order_of(10002).id))
    assert not any(trace(store, made, wish(1)).values())
    assert store.stock.counters(["A", "full", "new"]) == before
    assert store.promos.used("fresh", ["c"]) == (0, 0)
    assert store.promos.used("spent", ["c", "d"]) == (1, 1)
    assert store.orders.recent(9) == [first]


def test_after_a_placing_that_failed_the_same_key_can_order(store: Store) -> None:
    with pytest.raises(NotEnough):
        store.orders.place(wish(), placing(takes("A", 6, of=5)), AT)

    made = store.orders.place(wish(), placing(takes("A", 5, of=5)), AT)

    assert not made.replayed
    assert shelf(store, "A").taken == 5


@pytest.mark.parametrize(
    ("there", "limit", "shown"), [(0, 5, 0), (3, 5, 3), (3, 3, 3), (5, 2, 2), (12, 12, 12)]
)
def test_the_newest_orders_come_first_and_no_more_than_asked_for(
    store: Store, there: int, limit: int, shown: int
) -> None:
    for number in range(there):
        placed(store, number, placed_at=AT + timedelta(minutes=number * 7 % 12))

    recent = store.orders.recent(limit)

    assert len(recent) == shown
    moments = sorted((AT + timedelta(minutes=number * 7 % 12) for number in range(there)), reverse=True)
    assert [order.placed_at for order in recent] == moments[:limit]


def test_of_orders_of_one_moment_the_higher_number_is_the_newer(store: Store) -> None:
    made = [placed(store, number) for number in range(4)]

    assert store.orders.recent(9) == made[::-1]


def test_an_hour_in_another_zone_is_the_same_hour(store: Store) -> None:
    east = timezone(timedelta(hours=3))
    early = placed(store, 1, placed_at=datetime(2026, 11, 23, 11, 30, tzinfo=east))
    late = placed(store, 2, placed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC))

    assert [order.id for order in store.orders.recent(2)] == [late.id, early.id]


@pytest.mark.parametrize(
    ("after", "found"),
    [(-SECOND, False), (-INSTANT, False), (0 * SECOND, True), (INSTANT, True), (timedelta(days=400), True)],
    ids=["a second before", "just before", "at the moment", "just after", "long after"],
)
def test_an_order_is_overdue_from_its_moment_on(store: Store, after: timedelta, found: bool) -> None:
    order = placed(store, due_at=AT + timedelta(hours=1))

    assert store.orders.overdue(AT + timedelta(hours=1) + after, 9) == [order] * found


def test_an_order_without_a_limit_is_never_overdue(store: Store) -> None:
    placed(store)

    assert store.orders.overdue(AT + timedelta(days=999), 9) == []


def test_the_longest_overdue_come_first_and_no_more_than_asked_for(store: Store) -> None:
    for number in range(6):
        placed(store, number, due_at=AT + timedelta(hours=number * 5 % 6))

    late = store.orders.overdue(AT + timedelta(hours=4), 3)

    assert [order.due_at for order in late] == [AT + timedelta(hours=hours) for hours in range(3)]


def test_an_order_moved_on_is_overdue_by_its_new_limit_only(store: Store) -> None:
    order = placed(store, due_at=AT)

    store.orders.change(moving(order, "approval", due_at=AT + timedelta(hours=8)))

    assert store.orders.overdue(AT + timedelta(hours=7), 9) == []
    assert [each.id for each in store.orders.overdue(AT + timedelta(hours=8), 9)] == [order.id]


@pytest.mark.parametrize("to", ["cancel", "told"])
def test_an_order_that_is_over_or_told_of_is_not_overdue_again(store: Store, to: str) -> None:
    order = placed(store, due_at=AT)
    change = moving(order, "cancel") if to == "cancel" else Change(orders.overdue(order, AT))

    store.orders.change(change)

    assert store.orders.overdue(AT + timedelta(days=999), 9) == []
