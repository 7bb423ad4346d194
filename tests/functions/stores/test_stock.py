"""The Stock port: nobody buys what is not there, and an owner's new count begins anew exactly once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.catalog import Offer, Part
from shop.errors import NotEnough
from shop.money import Money
from shop.ports import Change, Placed
from shop.stock import Counter, Move, parts_of, taking
from shop.text import Text
from tests.functions.stores.makers import (
    AT,
    Store,
    at_once,
    basket,
    buying,
    count_of,
    moving,
    placed,
    placing,
    shelf,
    takes,
    walked,
    wish,
)

EARLY, LATE, LATER = "2026-11-01", "2026-11-20", "2026-11-20 12:00"


def offer(sku: str, **parts: int) -> Offer:
    """A bundle of these; ten of each thing have been counted."""
    made = tuple(Part(item, each, 10) for item, each in parts.items())
    return Offer(sku, Text.plain(sku), Text({}), Money(100, "EUR"), made, None, Text.plain("/"), None)


def test_things_nobody_has_taken_have_no_counters(store: Store) -> None:
    placed(store, 1, takes("A", 1, of=5))

    assert store.stock.counters([]) == {}
    assert store.stock.counters(["B", "a", ""]) == {}
    assert store.stock.counters(["A", "B"]) == {"A": Counter("", 1, 1, 0)}


def test_many_things_are_asked_for_at_once(store: Store) -> None:
    placed(store, 1, *(takes(f"T-{n}", n + 1, of=99) for n in range(40)))

    counters = store.stock.counters([f"T-{n}" for n in range(150)])

    assert {item: counter.taken for item, counter in counters.items()} == {f"T-{n}": n + 1 for n in range(40)}


@pytest.mark.parametrize(
    ("already", "quantity", "of", "enough"),
    [
        (0, 1, 1, True), (0, 1, 0, False), (0, 2, 1, False), (0, 999, 999, True), (0, 1000, 999, False),
        (4, 1, 5, True), (4, 2, 5, False), (5, 1, 5, False), (5, 1, 6, True),
        (5, 1, 3, False),
    ],
    ids=[
        "the only one", "of none", "one too many", "all of many", "one more than many",
        "the last", "beyond the last", "none left", "a raised count", "a lowered count",
    ],
)  # fmt: skip
def test_an_order_takes_what_is_left_and_no_more(
    store: Store, already: int, quantity: int, of: int, enough: bool
) -> None:
    if already:
        placed(store, 1, takes("A", already, of=99))

    (result,) = at_once(buying(store, 2, takes("A", quantity, of)))

    assert isinstance(result, Placed if enough else NotEnough)
    assert shelf(store, "A") == Counter("", taken := already + quantity * enough, taken, 0)


def test_a_thing_that_is_not_watched_is_counted_all_the_same(store: Store) -> None:
    unwatched = replace(takes("A", 7, of=0), most=None)

    placed(store, 1, unwatched)
    placed(store, 2, unwatched)

    assert shelf(store, "A").taken == 14


@pytest.mark.parametrize(
    ("quantities", "short"),
    [
        ({"A": (1, 0), "B": (1, 1)}, ("A",)),
        ({"A": (1, 1), "B": (2, 1)}, ("B",)),
        ({"A": (2, 1), "B": (1, 1), "C": (9, 8)}, ("A", "C")),
        ({"A": (1, 0), "B": (1, 0), "C": (1, 0)}, ("A", "B", "C")),
    ],
    ids=["the first", "the second", "two of three", "all"],
)
def test_everything_that_there_is_too_little_of_is_named(
    store: Store, quantities: dict[str, tuple[int, int]], short: tuple[str, ...]
) -> None:
    with pytest.raises(NotEnough) as raised:
        store.orders.place(wish(), placing(*basket(**quantities)), AT)

    assert raised.value.items == short
    assert store.stock.counters(list(quantities)) == {}


def test_lines_and_bundles_that_share_a_thing_are_summed(store: Store) -> None:
    cup, saucer, both = offer("cup", A=1), offer("saucer", B=1), offer("set", A=4, B=4)
    moves = taking(parts_of([(cup, 2), (both, 2), (saucer, 1)]))

    placed(store, 1, *moves)

    assert store.stock.counters(["A", "B"]) == {"A": Counter("", 10, 10, 0), "B": Counter("", 9, 9, 0)}
    with pytest.raises(NotEnough, match="A"):
        placed(store, 2, *taking(parts_of([(cup, 1), (saucer, 1)])))


def test_moves_of_one_thing_in_one_change_are_taken_together(store: Store) -> None:
    with pytest.raises(NotEnough):
        store.orders.place(wish(1), placing(takes("A", 3, of=5), takes("A", 3, of=5)), AT)
    assert shelf(store, "A") == Counter()

    placed(store, 2, takes("A", 3, of=5), takes("A", 2, of=5))
    assert shelf(store, "A") == Counter("", 5, 5, 0)


@pytest.mark.parametrize(
    ("path", "left"),
    [
        ((), Counter("", 3, 3, 0)),
        (("cancel",), Counter("", 0, 0, 0)),
        (("approval", "assembling", "delivery"), Counter("", 3, 3, 0)),
        (("approval", "assembling", "delivery", "complete"), Counter("", 3, 0, 3)),
        (("approval", "assembling", "approval", "cancel"), Counter("", 0, 0, 0)),
    ],
    ids=["placed", "cancelled", "on its way", "complete", "cancelled later"],
)
def test_what_an_order_took_follows_it(store: Store, path: tuple[str, ...], left: Counter) -> None:
    walked(store, placed(store, 1, takes("A", 3, of=5)), *path)

    assert shelf(store, "A") == left


def test_what_a_cancelled_order_held_can_be_bought_again(store: Store) -> None:
    first = placed(store, 1, takes("A", 5, of=5))
    with pytest.raises(NotEnough):
        placed(store, 2, takes("A", 1, of=5))

    walked(store, first, "cancel")

    placed(store, 3, takes("A", 5, of=5))
    assert shelf(store, "A") == Counter("", 5, 5, 0)


@pytest.mark.parametrize(
    ("known", "counted", "begins_anew"),
    [
        ("", EARLY, True), (EARLY, LATE, True), (LATE, LATER, True),
        (EARLY, EARLY, False), (LATE, EARLY, False), (LATER, LATE, False), (EARLY, "", False),
        ("", "", False),
    ],
    ids=[
        "the first", "a later day", "a later hour", "the same", "an older", "an older hour", "none", "never",
    ],
)  # fmt: skip
def test_only_a_later_count_begins_anew(store: Store, known: str, counted: str, begins_anew: bool) -> None:
    placed(store, 1, takes("A", 4, of=9, counted=known))

    placed(store, 2, takes("A", 1, of=9, counted=counted))

    assert shelf(store, "A") == Counter(counted if begins_anew else known, 1 if begins_anew else 5, 5, 0)


def test_a_later_count_sells_what_the_old_one_had_sold_out(store: Store) -> None:
    placed(store, 1, takes("A", 5, of=5, counted=EARLY))

    placed(store, 2, takes("A", 3, of=3, counted=LATE))

    assert shelf(store, "A") == Counter(LATE, 3, 8, 0)
    with pytest.raises(NotEnough):
        placed(store, 3, takes("A", 1, of=3, counted=LATE))


def test_a_later_count_that_is_too_small_refuses_and_stays_open(store: Store) -> None:
    placed(store, 1, takes("A", 1, of=5, counted=EARLY))

    with pytest.raises(NotEnough):
        placed(store, 2, takes("A", 3, of=2, counted=LATE))

    # Whoever looks with the later count sees nothing taken, whether it has begun anew already or not.
    assert shelf(store, "A").since(LATE) == 0
    assert shelf(store, "A").held == 1
    placed(store, 3, takes("A", 2, of=2, counted=LATE))
    assert shelf(store, "A") == Counter(LATE, 2, 3, 0)


def test_an_order_from_an_old_page_is_measured_by_the_new_count(store: Store) -> None:
    placed(store, 1, takes("A", 2, of=2, counted=LATE))

    with pytest.raises(NotEnough):
        placed(store, 2, takes("A", 1, of=2, counted=EARLY))


@pytest.mark.parametrize(("counted", "taken"), [("", 0), (LATE, -2)])
def test_what_is_given_back_after_a_count_is_more_than_was_counted(
    store: Store, counted: str, taken: int
) -> None:
    order = placed(store, 1, takes("A", 2, of=5, counted=EARLY))
    if counted:
        placed(store, 2, replace(takes("A", 1, of=5, counted=counted), taken=0))

    store.orders.change(moving(order, "cancel"))

    assert shelf(store, "A").taken == taken
    assert shelf(store, "A").counted == (counted or EARLY)


@pytest.mark.parametrize(
    ("buyers", "units", "each"), [(12, 5, 1), (10, 20, 3), (8, 8, 1), (9, 1, 1), (6, 0, 1)]
)
def test_a_crowd_buys_exactly_what_is_there(store: Store, buyers: int, units: int, each: int) -> None:
    results = at_once(*(buying(store, number, takes("A", each, of=units)) for number in range(buyers)))

    sold = min(buyers, units // each)
    assert count_of(results, Placed) == sold, results
    assert count_of(results, NotEnough) == buyers - sold, results
    assert shelf(store, "A") == (Counter("", sold * each, sold * each, 0) if sold else Counter())
    assert len(store.orders.recent(99)) == sold


@pytest.mark.parametrize(("sets", "cups"), [(6, 6), (2, 8)])
def test_a_crowd_that_buys_sets_and_their_parts_never_takes_too_much(
    store: Store, sets: int, cups: int
) -> None:
    """A set takes two A and one B; ten A and four B have been counted."""
    a_set = basket(A=(2, 10), B=(1, 4))
    a_cup = basket(A=(1, 10))
    crowd = [buying(store, number, *(a_set if number < sets else a_cup)) for number in range(sets + cups)]

    results = at_once(*crowd)

    sold_sets = count_of(results[:sets], Placed)
    sold_cups = count_of(results[sets:], Placed)
    assert count_of(results, NotEnough) == sets + cups - sold_sets - sold_cups, results
    assert shelf(store, "A").taken == 2 * sold_sets + sold_cups <= 10
    assert shelf(store, "B").taken == sold_sets <= 4
    # Whoever was refused was refused with reason.
    assert sold_cups == cups or shelf(store, "A").taken == 10
    assert sold_sets == sets or shelf(store, "B").taken == 4 or shelf(store, "A").taken >= 9


def test_a_crowd_with_baskets_in_opposite_orders_gets_all_of_it(store: Store) -> None:
    forth, back = basket(A=(1, 8), B=(1, 8)), basket(B=(1, 8), A=(1, 8))

    results = at_once(*(buying(store, n, *(forth if n % 2 else back)) for n in range(8)))

    assert count_of(results, Placed) == 8, results
    assert [shelf(store, item).taken for item in "AB"] == [8, 8]


@pytest.mark.parametrize(
    ("buyers", "known", "before"),
    [(8, EARLY, 5), (8, None, 0)],
    ids=["sold out before", "never sold before"],
)
def test_a_later_count_begins_anew_once_when_many_know_of_it(
    store: Store, buyers: int, known: str | None, before: int
) -> None:
    if known:
        placed(store, 99, takes("A", before, of=before, counted=known))

    results = at_once(*(buying(store, n, takes("A", 1, of=5, counted=LATE)) for n in range(buyers)))

    assert count_of(results, Placed) == 5, results
    assert count_of(results, NotEnough) == buyers - 5, results
    assert shelf(store, "A") == Counter(LATE, 5, 5 + before, 0)


def test_a_count_that_changes_while_a_crowd_buys_never_sells_more_than_it(store: Store) -> None:
    placed(store, 99, takes("A", 4, of=5, counted=EARLY))
    old = [buying(store, n, takes("A", 1, of=5, counted=EARLY)) for n in range(5)]
    new = [buying(store, 5 + n, takes("A", 1, of=3, counted=LATE)) for n in range(5)]

    results = at_once(*old, *new)

    # Before the count changed one could be had; after it three, or as many as old pages still allow.
    since = shelf(store, "A")
    assert since.counted == LATE
    assert since.taken <= 5
    assert count_of(results[5:], Placed) >= 1
    assert since.held == 4 + count_of(results, Placed)
    assert count_of(results, Placed) - since.taken in (0, 1)


def test_what_is_cancelled_while_a_crowd_buys_is_sold_once(store: Store) -> None:
    held = [placed(store, 90 + n, takes("A", 1, of=6)) for n in range(3)]
    cancel = [lambda order=order: store.orders.change(moving(order, "cancel")) for order in held]
    buy = [buying(store, n, takes("A", 1, of=6)) for n in range(9)]

    results = at_once(*cancel, *buy)

    sold = count_of(results, Placed)
    assert 3 <= sold <= 6
    assert shelf(store, "A") == Counter("", sold, sold, 0)


@pytest.mark.parametrize("movers", [2, 5])
def test_an_order_cancelled_by_many_at_once_gives_back_once(store: Store, movers: int) -> None:
    order = placed(store, 1, takes("A", 2, of=9), takes("B", 1, of=9))
    placed(store, 2, takes("A", 3, of=9))

    at_once(*(lambda: store.orders.change(moving(order, "cancel")) for _ in range(movers)))

    assert shelf(store, "A") == Counter("", 3, 3, 0)
    assert shelf(store, "B") == Counter("", 0, 0, 0)


def test_a_count_written_by_hand_can_hold_any_text(store: Store) -> None:
    placed(store, 1, takes("чашка/№ 1", 1, of=2, counted="23 ноября"))

    assert shelf(store, "чашка/№ 1") == Counter("23 ноября", 1, 1, 0)


def test_a_move_without_a_count_makes_the_counters_where_there_are_none(store: Store) -> None:
    order = placed(store)
    change = moving(order, "approval")

    store.orders.change(Change(replace(change.step, stock=(Move("A", "", 2, 0, 2),))))

    assert shelf(store, "A") == Counter("", 2, 0, 2)
