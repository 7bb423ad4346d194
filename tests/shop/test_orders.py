from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest

from shop.catalog import Part
from shop.errors import IllegalMove, NoReturn, Stale
from shop.numbers import TICKET, check_digit, number_of, parse_number, secret_of
from shop.orders import Order, Step, flagged, moved, newer, overdue, returned
from shop.pricing import Line
from shop.promos import Use
from shop.published import PriceBook
from shop.returns import Return
from shop.service import Visit, place_order
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY, NEW, STATUSES, TRANSITIONS
from shop.stock import Held, Move
from tests.shop.makers import TERMS, Prices, Shop, offer, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LATER = AT.replace(hour=9)
#: Two cups and a pot.
SET = replace(offer("SET", "70"), parts=(Part("CUP", 2, 10), Part("POT", 1, 9)))
BOOK = PriceBook(
    "one", TERMS, {each.sku: each for each in (SET, offer("CUP", "20", 10), offer("TEA", "7"))}, ""
)


def order_in(status: str = NEW, **changes: Any) -> Order:
    """An order of three sets, a cup and a tea."""
    lines = [{"sku": sku, "quantity": n} for sku, n in (("SET", 3), ("CUP", 1), ("TEA", 1))]
    shop = Shop(Prices(BOOK))
    order = place_order(
        sent(lines=lines), Visit(), key="k", language="en", order_id="0" * 32, shop=shop, at=AT
    ).order  # fmt: skip
    return replace(order, **{"status": status, **changes})


def step(order: Order, to: str, **given: Any) -> Step:
    return moved(order, to, at=LATER, who="anna", **given)


def back(order: Order, *lines: tuple[str, int], restock: bool = True) -> Return:
    return Return("r1", order.id, LATER, "anna", tuple(Line(*line) for line in lines), "too small", restock)


def test_a_check_digit_is_that_of_damm() -> None:
    assert check_digit("572") == "4"
    assert number_of(10427) == "V-10427-7"


@pytest.mark.parametrize(
    "typed",
    [
        "V-10427-7",
        "v-10427-7",
        " V10427-7 ",
        "V-104277",
        "v104277",
        "v 10427 7",
        "V\u201110427\u20117",
        "V–10427–7",
    ],
)
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert parse_number(typed) == "V-10427-7"


@pytest.mark.parametrize("typed", ["T-10427-7", "t10427-7", "Т-10427-7", "т-104277"])
def test_a_ticket_s_number_has_another_letter_and_may_be_typed_in_cyrillic(typed: str) -> None:
    assert parse_number(typed, TICKET) == number_of(10427, TICKET) == "T-10427-7"


def test_a_number_of_one_kind_is_none_of_another() -> None:
    assert parse_number("T-10427-7") is None
    assert parse_number("V-10427-7", TICKET) is None


@pytest.mark.parametrize(
    "typed",
    ["", "V-10427-8", "10427-7", "V-1-0427-7", "V-١٠٤٢٧-7", "V-10427-7\0", "V--10427-7", "V- 10427-7"],
)
def test_what_is_no_number_is_none(typed: str) -> None:
    assert parse_number(typed) is None


def test_every_wrong_digit_and_every_swap_of_neighbours_is_noticed() -> None:
    for counter in range(10001, 10401):
        digits = str(counter) + check_digit(str(counter))
        wrong = {digits[:i] + d + digits[i + 1 :] for i in range(len(digits)) for d in "0123456789"}
        wrong |= {digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(len(digits) - 1)}
        wrong.discard(digits)
        assert not any(check_digit(candidate[:-1]) == candidate[-1] for candidate in wrong)


def test_a_secret_has_160_bits_and_belongs_to_one_order_and_one_key() -> None:
    first = secret_of(b"k" * 32, "order-1")

    assert len(first) == 27
    assert first == secret_of(b"k" * 32, "order-1")
    assert len({first, secret_of(b"k" * 32, "order-2"), secret_of(b"l" * 32, "order-1")}) == 3


@pytest.mark.parametrize(("status", "to"), list(product(STATUSES, STATUSES)))
def test_an_order_goes_where_the_table_says_and_nowhere_else(status: str, to: str) -> None:
    order = order_in(status)

    if to in TRANSITIONS[status]:
        assert step(order, to, reason="other").order.status == to
    else:
        with pytest.raises(IllegalMove) as raised:
            step(order, to, reason="other")
        assert raised.value.allowed == TRANSITIONS[status]


def test_a_move_is_the_next_version_and_one_event() -> None:
    before = order_in(ASSEMBLING, version=4, since=AT, tracking="")

    made = step(before, DELIVERY, due_at=LATER, tracking="RR1", comment="fragile")

    after, event = made.order, made.event
    assert (after.version, after.since, after.due_at, after.tracking) == (5, LATER, LATER, "RR1")
    assert (event.version, event.at, event.name, event.who) == (5, LATER, "moved", "anna")
    assert (event.data, event.comment) == ({"from": "assembling", "to": "delivery"}, "fragile")
    assert (made.stock, made.uses, after.held) == ((), (), before.held)


def test_a_carriers_number_stays_when_a_later_move_names_none() -> None:
    assert step(order_in(DELIVERY, tracking="RR1"), COMPLETE).order.tracking == "RR1"


def test_a_cancelled_order_has_a_reason() -> None:
    with pytest.raises(IllegalMove):
        step(order_in(), CANCEL)

    made = step(order_in(), CANCEL, reason="no_call")

    assert made.order.reason == "no_call"
    assert made.event.data == {"from": "new", "to": "cancel", "reason": "no_call"}


@pytest.mark.parametrize("status", [NEW, APPROVAL, ASSEMBLING, DELIVERY])
def test_a_cancelled_order_gives_back_what_it_held_and_used(status: str) -> None:
    use = Use("spring", ("c1",), most=10, most_per_contact=1)

    made = step(order_in(status, uses=(use,), due_at=AT), CANCEL, reason="other", due_at=LATER)

    assert made.stock == (Move("CUP", "", -7, -7, 0), Move("POT", "", -3, -3, 0))
    assert made.uses == (Use("spring", ("c1",), by=-1),)
    assert (made.order.held, made.order.uses, made.order.due_at) == ((), (), None)


def test_a_completed_order_has_sold_what_it_held_and_keeps_its_uses() -> None:
    use = Use("spring", ("c1",))

    made = step(order_in(DELIVERY, uses=(use,)), COMPLETE, due_at=LATER)

    assert made.stock == (Move("CUP", "", 0, -7, 7), Move("POT", "", 0, -3, 3))
    assert (made.order.held, made.order.uses, made.order.due_at, made.uses) == ((), (use,), None, ())


def test_an_order_holds_its_parts_all_lines_together() -> None:
    assert order_in().held == (Held("CUP", 7), Held("POT", 3))


def test_an_owner_is_told_once_that_it_takes_long() -> None:
    made = overdue(order_in(APPROVAL, due_at=AT), LATER)

    assert (made.order.due_at, made.order.version, made.order.status) == (None, 2, APPROVAL)
    assert (made.event.name, made.event.who, made.event.data) == ("overdue", "shop", {"in": "approval"})


def test_a_flag_is_set_once() -> None:
    made = flagged(order_in(), "letter_came_back", LATER)

    assert made is not None
    assert made.order.flags == ("letter_came_back",)
    assert (made.event.name, made.event.data) == ("flagged", {"flag": "letter_came_back"})
    assert flagged(made.order, "letter_came_back", LATER) is None


def test_doubts_stay_with_an_order_wherever_it_goes() -> None:
    assert step(order_in(doubts=("many",)), APPROVAL).order.doubts == ("many",)


def test_a_version_that_somebody_else_has_replaced_is_stale() -> None:
    order = order_in(version=3)

    assert newer(order, 3) is order
    with pytest.raises(Stale):
        newer(order, 2)


def test_a_part_of_a_bundle_goes_back_to_its_shelf() -> None:
    made = returned(order_in(COMPLETE), back(order_in(), ("SET", 2), ("CUP", 1)))

    assert made.order.returned == {"SET": 2, "CUP": 1}
    assert made.stock == (Move("CUP", "", -5, 0, -5), Move("POT", "", -2, 0, -2))
    assert (made.event.name, made.event.data, made.event.comment) == (
        "returned",
        {"return": "r1"},
        "too small",
    )
    assert made.returned is not None
    assert made.order.status == COMPLETE


def test_what_cannot_be_sold_again_goes_back_to_no_shelf() -> None:
    assert returned(order_in(COMPLETE), back(order_in(), ("SET", 1), restock=False)).stock == ()


def test_what_is_not_counted_goes_back_to_no_shelf() -> None:
    assert returned(order_in(COMPLETE), back(order_in(), ("TEA", 1))).stock == ()


def test_an_order_may_come_back_piece_by_piece_but_not_more_than_was_bought() -> None:
    once = returned(order_in(COMPLETE), back(order_in(), ("SET", 2))).order
    twice = returned(once, back(once, ("SET", 1))).order

    assert twice.returned == {"SET": 3}
    assert twice.version == 3
    with pytest.raises(NoReturn, match="SET"):
        returned(twice, back(twice, ("SET", 1)))


@pytest.mark.parametrize(
    "lines",
    [(), (("SET", 4),), (("SET", 0),), (("SET", -1),), (("SET", 2), ("SET", 2)), (("POT", 1),), (("X", 1),)],
)
def test_what_cannot_have_come_back_is_refused(lines: tuple[tuple[str, int], ...]) -> None:
    with pytest.raises(NoReturn):
        returned(order_in(COMPLETE), back(order_in(), *lines))


@pytest.mark.parametrize("status", [NEW, APPROVAL, ASSEMBLING, DELIVERY, CANCEL])
def test_only_what_was_handed_over_can_come_back(status: str) -> None:
    with pytest.raises(NoReturn):
        returned(order_in(status), back(order_in(), ("SET", 1)))
