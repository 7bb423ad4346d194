from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from shop.catalog import Offer, Part
from shop.published import PriceBook
from shop.service import Visit, place_order, quote_basket
from shop.stock import (
    Counter,
    Held,
    Move,
    left_for,
    left_of,
    parts_of,
    releasing,
    restocking,
    selling,
    taking,
)
from tests.shop.makers import TERMS, Prices, Shop, offer, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CUP = offer("CUP", "20", 5)
POT = offer("POT", "40", 3)
#: Two cups and a pot.
SET = replace(offer("SET", "70"), parts=(Part("CUP", 2, 5), Part("POT", 1, 3)))
TEA = offer("TEA", "7")


def bundle(**each: int) -> Offer:
    return replace(SET, parts=tuple(Part(item, n, 10) for item, n in each.items()))


def test_lines_that_share_a_shelf_are_added_up_before_anything_is_asked() -> None:
    needed = parts_of([(SET, 2), (CUP, 1), (TEA, 9)])

    assert {item: pieces for item, (_, pieces) in needed.items()} == {"CUP": 5, "POT": 2}
    assert parts_of([(TEA, 1)]) == {}


def test_what_is_left_is_the_count_less_what_was_taken_since() -> None:
    part = Part("CUP", 1, 5, "2026-11-20")

    assert left_of(part, {}) == 5
    assert left_of(part, {"CUP": Counter("2026-11-20", taken=2)}) == 3
    assert left_of(part, {"CUP": Counter("2026-11-20", taken=9)}) == 0
    assert left_of(part, {"CUP": Counter("", taken=4)}) == 5
    assert left_of(part, {"CUP": Counter("2026-11-21", taken=4)}) == 1


def test_a_count_without_a_date_is_never_later_than_another() -> None:
    assert left_of(Part("CUP", 1, 9), {"CUP": Counter("", taken=4)}) == 5
    assert left_of(Part("CUP", 1, 9), {"CUP": Counter("2026-11-20", taken=4)}) == 5


def test_a_count_of_an_hour_is_later_than_that_of_its_day() -> None:
    part = Part("CUP", 1, 5, "2026-11-20 14:30")

    assert left_of(part, {"CUP": Counter("2026-11-20", taken=4)}) == 5
    assert left_of(part, {"CUP": Counter("2026-11-20 09:00", taken=4)}) == 5
    assert left_of(part, {"CUP": Counter("2026-11-20 15:00", taken=4)}) == 1


def test_a_bundle_can_be_had_as_often_as_its_scarcest_part() -> None:
    assert left_for(SET, {}, {}) == 2
    assert left_for(SET, {"POT": Counter(taken=2)}, {}) == 1
    assert left_for(SET, {"CUP": Counter(taken=4)}, {}) == 0
    assert left_for(SET, {}, {"CUP": 3}) == 1


def test_what_is_not_counted_has_no_end() -> None:
    assert left_for(TEA, {}, {}) is None


def test_an_order_takes_no_more_than_there_is() -> None:
    needed = parts_of([(SET, 2), (CUP, 1)])

    assert taking(needed) == (Move("CUP", "", 5, 5, 0, most=0), Move("POT", "", 2, 2, 0, most=1))


def test_what_an_order_took_comes_back_is_sold_or_comes_back_sold() -> None:
    held = [Held("CUP", 4), Held("POT", 2)]

    assert releasing(held) == (Move("CUP", "", -4, -4, 0), Move("POT", "", -2, -2, 0))
    assert selling(held) == (Move("CUP", "", 0, -4, 4), Move("POT", "", 0, -2, 2))
    assert restocking([Held("CUP", 1)]) == (Move("CUP", "", -1, 0, -1),)


@given(
    lines=st.lists(st.tuples(st.sampled_from([CUP, POT, SET, TEA]), st.integers(1, 4)), max_size=6),
    taken=st.dictionaries(st.sampled_from(["CUP", "POT"]), st.integers(0, 6)),
)
def test_lines_that_each_have_enough_can_be_taken_together(
    lines: list[tuple[Offer, int]], taken: dict[str, int]
) -> None:
    counters = {item: Counter(taken=n) for item, n in taken.items()}
    needed = parts_of(lines)

    each_has_enough = all(
        left is None or quantity <= left
        for offer, quantity in lines
        for left in [
            left_for(offer, counters, {p.item: needed[p.item][1] - p.each * quantity for p in offer.parts})
        ]
    )

    fits = all(counters.get(m.item, Counter()).taken <= (m.most or 0) for m in taking(needed))
    assert each_has_enough == fits


def test_a_later_count_is_believed_and_forgets_what_was_sold_before_it_once() -> None:
    shop, lines = Shop(), [{"sku": "CUP", "quantity": 2}]

    def published(stock: int, counted: str) -> None:
        cup = replace(CUP, parts=(Part("CUP", 1, stock, counted),))
        shop.prices = Prices(PriceBook("d", TERMS, {"CUP": cup}, ""))

    def order(key: str) -> None:
        place_order(
            sent(lines=lines), Visit(), key=key, language="en", order_id=f"{key:0>32}", shop=shop, at=AT
        )  # fmt: skip

    def left() -> int | None:
        return quote_basket({"lines": lines}, shop, AT)[0].lines[0].left

    published(5, "2026-11-20")
    order("1")
    assert left() == 3
    published(9, "2026-11-20")
    assert left() == 7, "another number of the same count: what was sold since is still subtracted"
    published(4, "2026-11-23")
    assert left() == 4
    order("2")
    order("3")
    assert left() == 0, "the count is counted from anew once, not with every order"
    assert (shop.memory.shelves["CUP"].taken, shop.memory.shelves["CUP"].held) == (4, 6)
