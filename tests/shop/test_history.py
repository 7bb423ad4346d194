from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.catalog import Variant
from shop.history import KEPT, WINDOW, Entry, History, lowest_before, pruned, recorded, uncounted
from shop.money import Money
from tests.shop.makers import euros

SINCE = date(2026, 1, 1)
#: A day in the life of a thing: its price and previous price; None is not on sale.
Told = tuple[int, int | None] | None


def on(day: int) -> date:
    return SINCE + timedelta(days=day)


def variant(price: str, was: str | None = None, **more: object) -> Variant:
    made = Variant("A", euros(price), was=euros(was) if was else None)
    return replace(made, **more)  # type: ignore[arg-type]


def history(*told: tuple[int, str, str | None]) -> History:
    """The history of one thing: from which day on it had which price, and which previous one."""
    book = History(SINCE)
    for day, price, was in told:
        book = recorded(book, [variant(price, was)] if price else [], on(day))
    return book


def lowest(*told: tuple[int, str, str | None]) -> str | None:
    found = lowest_before(history(*told), "A")
    return found.decimal() if found else None


def test_the_lowest_price_is_that_of_the_thirty_days_before_the_reduction() -> None:
    assert lowest((0, "50", None), (40, "45", None), (50, "48", None), (60, "40", "48")) == "45.00"


@pytest.mark.parametrize(("day", "price"), [(29, "50.00"), (30, "50.00"), (31, "45.00"), (69, "45.00")])
def test_a_price_counts_for_thirty_days_and_no_longer(day: int, price: str) -> None:
    """The low price ends at that day, and with it the last moment in which somebody could pay it."""
    assert lowest((0, "45", None), (day, "50", None), (61, "40", "50")) == price


def test_a_price_of_a_few_hours_counts() -> None:
    assert lowest((0, "50", None), (50, "30", None), (50, "50", None), (60, "40", "50")) == "30.00"
    assert lowest((0, "50", None), (60, "30", None), (60, "40", "50")) == "30.00"


def test_a_reduction_that_grows_counts_from_its_first_day() -> None:
    assert lowest((0, "50", None), (60, "45", "50"), (70, "40", "50"), (80, "35", "50")) == "50.00"


def test_a_reduction_that_shrinks_or_is_taken_back_is_followed_by_a_new_one() -> None:
    assert lowest((0, "50", None), (60, "35", "50"), (70, "40", "50")) == "35.00"
    assert lowest((0, "50", None), (60, "35", "50"), (70, "50", None), (75, "40", "50")) == "35.00"
    assert lowest((0, "50", None), (60, "40", "50"), (70, "40", "60")) == "40.00"


def test_nothing_is_said_where_nothing_is_reduced() -> None:
    assert lowest((0, "50", None), (60, "40", None)) is None
    assert lowest((0, "50", None), (60, "40", "50"), (70, "", None)) is None
    assert lowest_before(History(SINCE), "A") is None


def test_nothing_is_said_where_the_history_does_not_reach_back() -> None:
    assert lowest((0, "40", "50")) is None
    assert lowest((0, "50", None), (29, "40", "50")) is None
    assert lowest((0, "50", None), (30, "40", "50")) == "50.00"


def test_something_newer_than_the_history_is_known_from_its_first_day() -> None:
    assert lowest((1, "50", None), (10, "40", "50")) == "50.00"


def test_something_that_was_never_sold_at_another_price_has_none_before() -> None:
    assert lowest((50, "40", "50")) is None


def test_a_price_counts_only_while_it_could_be_paid() -> None:
    assert lowest((0, "20", None), (10, "", None), (50, "50", None), (60, "40", "50")) == "50.00"


def test_prices_in_another_currency_say_nothing() -> None:
    dollars = Variant("A", Money(3000, "USD"))
    book = recorded(History(SINCE), [dollars], on(0))
    book = recorded(book, [variant("40", "50")], on(60))

    assert lowest_before(book, "A") is None


def test_only_changes_are_kept() -> None:
    book = history((0, "50", None), (1, "50", None), (2, "50", None), (3, "40", None))

    assert [entry.day for entry in book.entries["A"]] == [on(0), on(3)]


def test_stock_is_kept_with_the_day_it_was_counted() -> None:
    book = recorded(History(SINCE), [variant("50", stock=7, counted="2026-01-01")], on(0))
    book = recorded(book, [variant("50", stock=6, counted="2026-01-02")], on(1))

    assert book.entries["A"][-1] == Entry(on(1), euros("50"), None, 6, "2026-01-02")


def test_a_clock_that_was_set_back_does_not_turn_the_order_of_things_around() -> None:
    book = history((5, "50", None), (3, "40", None))

    assert [entry.day for entry in book.entries["A"]] == [on(5), on(5)]


def test_a_number_that_changed_without_a_count_is_noticed() -> None:
    book = recorded(History(SINCE), [variant("50", stock=7, counted="2026-01-01")], on(0))

    assert uncounted(book, [variant("50", stock=5, counted="2026-01-01")]) == (("A", 7, 5),)
    assert uncounted(book, [variant("50", stock=5, counted="2026-01-02")]) == ()
    assert uncounted(book, [variant("50", stock=7, counted="2026-01-01")]) == ()
    assert uncounted(book, [variant("50")]) == ()
    assert uncounted(History(SINCE), [variant("50", stock=5)]) == ()


def test_a_bundle_is_counted_by_nobody() -> None:
    book = recorded(History(SINCE), [variant("50", stock=7, contents={"B": 1})], on(0))

    assert book.entries["A"][0].stock is None
    assert uncounted(book, [variant("50", stock=5, contents={"B": 1})]) == ()


def test_what_left_the_shop_long_ago_is_forgotten() -> None:
    book = history((0, "50", None), (10, "", None))

    assert pruned(book, on(10) + KEPT) == book
    assert pruned(book, on(11) + KEPT).entries == {}


prices = st.one_of(st.none(), st.tuples(st.integers(1, 5), st.one_of(st.none(), st.integers(6, 8))))
lives = st.lists(st.tuples(st.integers(0, 25), prices), min_size=1, max_size=12)


@given(lives)
def test_it_agrees_with_looking_through_every_day(life: list[tuple[int, Told]]) -> None:
    days = dated(life)

    assert minor(lowest_before(book_of(days), "A")) == oracle(days)


@given(lives, st.integers(0, 200), lives)
def test_nothing_is_forgotten_that_is_asked_for_later(
    life: list[tuple[int, Told]], pause: int, later: list[tuple[int, Told]]
) -> None:
    days = dated(life)
    more = [(day + days[-1][0] + pause, told) for day, told in dated(later)]
    whole, short = book_of(days), pruned(book_of(days), on(days[-1][0] + pause))

    for index in range(len(more)):
        day, told = more[index]
        whole, short = with_told(whole, day, told), pruned(with_told(short, day, told), on(day))
        assert lowest_before(short, "A") == lowest_before(whole, "A") or gone_long(whole, on(day))


def gone_long(book: History, day: date) -> bool:
    """Whether the thing was away so long that it is a new one for who has forgotten it."""
    entries = book.entries["A"]
    return any(a.price is None and (b.day - a.day) > KEPT for a, b in pairwise(entries))


def dated(life: Iterable[tuple[int, Told]]) -> list[tuple[int, Told]]:
    """Pauses between builds as days since the history began; several builds may be on one day."""
    day, days = 0, []
    for pause, told in life:
        day += pause
        days.append((day, told))
    return days


def book_of(days: Iterable[tuple[int, Told]]) -> History:
    book = History(SINCE)
    for day, told in days:
        book = with_told(book, day, told)
    return book


def with_told(book: History, day: int, told: Told) -> History:
    sold = (
        []
        if told is None
        else [Variant("A", Money(told[0], "EUR"), was=Money(told[1], "EUR") if told[1] is not None else None)]
    )
    return recorded(book, sold, on(day))


def minor(money: Money | None) -> int | None:
    return money.minor if money else None


def oracle(days: list[tuple[int, Told]]) -> int | None:
    """The same by brute force: which prices could be paid on which day."""
    if days[-1][1] is None or days[-1][1][1] is None:
        return None
    began = len(days) - 1
    while began > 0:
        before, after = days[began - 1][1], days[began][1]
        assert after is not None
        if before is None or before[1] is None or before[0] < after[0] or before[1] < (after[1] or 0):
            break
        began -= 1
    first = days[began][0]
    opens = first - WINDOW.days
    paid: dict[int, set[int]] = {}
    for index, (day, told) in enumerate(days[:began]):
        until = days[index + 1][0]
        for each in range(day, until + 1):
            if told is not None:
                paid.setdefault(each, set()).add(told[0])
    seen = [price for day, those in paid.items() if opens <= day <= first for price in those]
    first_sold = next((day for day, told in days if told is not None), None)
    reaches = opens >= 0 or (first_sold is not None and first_sold > 0 and began > 0)
    return min(seen) if seen and reaches else None
