from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.errors import Invalid, KeyReused, QuoteChanged
from shop.letters import letters_for_placed
from shop.orders import Order, hash_of
from shop.outbox import DELAYS, TRIES, next_try
from shop.ports import Placed, Placement, Wish
from shop.published import shard_of
from shop.service import place_order, quote_basket, track_order
from tests.shop.makers import BOOK, TERMS, Contacts, Prices, offer, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROOT_KEY = b"k" * 32


class Orders:
    """The Orders port in a dict."""

    def __init__(self) -> None:
        self.by_key: dict[str, tuple[Placement, str]] = {}

    def placed(self, key: str) -> Placed | None:
        found = self.by_key.get(key)
        return Placed(found[0].order, found[1], replayed=True) if found else None

    def place(self, wish: Wish, make: Callable[[int], Placement]) -> Placed:
        if earlier := self.placed(wish.key):
            return earlier
        placement = make(10001 + len(self.by_key))
        self.by_key[wish.key] = placement, wish.fingerprint
        return Placed(placement.order, wish.fingerprint, replayed=False)

    def by_id(self, id: str) -> Order | None:
        return next((each.order for each, _ in self.by_key.values() if each.order.id == id), None)

    def by_secret(self, secret_hash: str) -> Order | None:
        orders = (each.order for each, _ in self.by_key.values())
        return next((order for order in orders if order.secret_hash == secret_hash), None)


def place(orders: Orders, prices: Prices | None = None, key: str = "key", **changes: Any) -> Placed:
    return place_order(
        sent(**changes),
        key=key,
        language="en",
        order_id="0" * 32,
        prices=prices or Prices(),
        orders=orders,
        contacts=Contacts(),
        root_key=ROOT_KEY,
        at=AT,
    )


def test_an_order_is_stored_with_its_letters_and_without_its_secret() -> None:
    orders = Orders()

    placed = place(orders)

    placement = next(iter(orders.by_key.values()))[0]
    secret = placed.order.link(ROOT_KEY).rsplit(".", maxsplit=1)[1]
    assert placed.order.secret_hash == hash_of(secret)
    assert secret not in repr(placement)
    assert [(letter.event, letter.language) for letter in placement.letters] == [
        ("order_placed", "ru"),
        ("order_received", "en"),
    ]


def test_nothing_but_the_key_is_looked_at_for_a_replay() -> None:
    orders = Orders()
    first = place(orders)

    class Gone(Prices):
        def book(self, skus: Any, fresh: bool = False) -> Any:
            raise AssertionError

    again = place(orders, Gone())

    assert again.order == first.order
    assert again.replayed


def test_a_key_is_for_one_content() -> None:
    orders = Orders()
    place(orders)

    with pytest.raises(KeyReused):
        place(orders, note="another")


def test_a_twin_that_wins_between_look_and_write_is_the_answer() -> None:
    orders = Orders()
    first = place(orders)
    orders.placed = lambda key: None  # type: ignore
    taken, mark = next(iter(orders.by_key.values()))
    orders.place = lambda wish, make: Placed(taken.order, mark, True)  # type: ignore[method-assign]

    assert place(orders).order == first.order
    with pytest.raises(KeyReused):
        place(orders, note="another")


def test_a_page_newer_than_the_kept_list_makes_the_shop_look_again() -> None:
    newer = replace(BOOK, digest="two", offers={"A": offer("A", "19")})
    prices = Prices(BOOK, newer)

    placed = place(Orders(), prices, expected_total="38.00")

    assert prices.fresh_looks == 1
    assert (placed.order.total.decimal(), placed.order.digest) == ("38.00", "two")


def test_a_total_that_is_wrong_by_any_list_is_refused_with_the_right_one() -> None:
    orders = Orders()

    with pytest.raises(QuoteChanged) as raised:
        place(orders, expected_total="39.99")

    assert raised.value.code == "price_changed"
    assert raised.value.quote.total.decimal() == "40.00"
    assert orders.by_key == {}


def test_more_than_the_list_has_is_refused_after_a_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(QuoteChanged) as raised:
        place(Orders(), prices, lines=[{"sku": "B", "quantity": 4}])

    assert raised.value.code == "not_enough"
    assert prices.fresh_looks == 1


def test_what_has_come_in_since_the_kept_list_can_be_ordered() -> None:
    newer = replace(BOOK, digest="two", offers={"B": offer("B", "0.05", 9)})

    placed = place(Orders(), Prices(BOOK, newer), lines=[{"sku": "B", "quantity": 4}])

    assert placed.order.digest == "two"


def test_what_is_new_on_sale_since_the_kept_list_can_be_quoted_and_ordered() -> None:
    newer = replace(BOOK, digest="two", offers={"NEW": offer("NEW", "7")})
    lines = [{"sku": "NEW", "quantity": 1}]
    quoting, ordering = Prices(BOOK, newer), Prices(BOOK, newer)

    quoted, book = quote_basket({"lines": lines}, quoting)
    placed = place(Orders(), ordering, lines=lines)

    assert (quoted.digest, book.digest, placed.order.digest) == ("two", "two", "two")
    assert (quoting.fresh_looks, ordering.fresh_looks) == (1, 1)


def test_what_no_list_has_is_refused_after_one_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(Invalid, match="not_on_sale"):
        place(Orders(), prices, lines=[{"sku": "GONE", "quantity": 1}])

    assert prices.fresh_looks == 1


def test_what_no_list_can_heal_takes_no_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(Invalid):
        place(Orders(), prices, payment="gold")

    assert prices.fresh_looks == 0


def test_an_order_is_shown_for_its_number_and_secret_only() -> None:
    orders = Orders()
    order = place(orders).order
    number, secret = order.link(ROOT_KEY).split("#")[1].split(".")

    assert track_order({"number": number, "key": secret}, orders) == order
    assert track_order({"number": number, "key": secret[:-1]}, orders) is None
    assert track_order({"number": "V-10002-3", "key": secret}, orders) is None
    assert track_order({"number": "no number", "key": secret}, orders) is None


def test_a_letter_has_the_same_name_for_the_same_cause_alone() -> None:
    order = place(Orders()).order
    other = replace(order, id="1" * 32)

    names = [letter.message_id for each in (order, other) for letter in letters_for_placed(each, "en")]

    assert len(set(names)) == 4
    assert names[:2] == [letter.message_id for letter in letters_for_placed(order, "ru")]


def test_a_letter_is_tried_for_about_a_day() -> None:
    waits = [next_try(attempt, AT) for attempt in range(1, TRIES + 1)]

    assert waits[0] == AT + timedelta(seconds=5)
    assert waits[-1] is None
    assert timedelta(hours=23) < sum(DELAYS, timedelta()) < timedelta(hours=25)


def test_paths_carry_every_language_but_the_first() -> None:
    assert [TERMS.path("ru"), TERMS.path("en"), TERMS.path("ru", "order"), TERMS.path("en", "order")] == [
        "/", "/en/", "/order/", "/en/order/",
    ]  # fmt: skip


def test_skus_spread_over_shards_and_stay_where_they_are() -> None:
    numbers = [shard_of(f"SKU-{number}", 8) for number in range(400)]

    assert set(numbers) == set(range(8))
    assert shard_of("TP-01", 8) == shard_of("TP-01", 8)
