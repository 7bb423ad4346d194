from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.errors import Invalid, KeyReused, QuoteChanged
from shop.letters import to_customer, to_owner
from shop.numbers import hash_of
from shop.outbox import HOOK, LETTER, next_try, tries
from shop.ports import Placed
from shop.published import shard_of
from shop.service import Visit, place_order, quote_basket, track_order
from tests.shop.makers import BOOK, TERMS, Prices, Shop, offer, sent

AT = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ROOT_KEY = b"k" * 32


def place(shop: Shop | None = None, key: str = "key", visit: Visit | None = None, **changes: Any) -> Placed:
    return place_order(
        sent(**changes), visit or Visit(), key=key, language="en", order_id=f"{hash_of(key):.32}",
        shop=shop or Shop(), at=AT,
    )  # fmt: skip


def test_an_order_is_stored_with_its_letters_and_without_its_secret() -> None:
    shop = Shop()

    placed = place(shop)

    written = repr(vars(shop.memory))
    secret = placed.order.link(ROOT_KEY).rsplit(".", maxsplit=1)[1]
    assert placed.order.secret_hash == hash_of(secret)
    assert secret not in written
    assert [(row.message.event, row.message.language) for row in shop.memory.rows.values()] == [
        ("order_placed", "ru"),
        ("order_received", "en"),
    ]


def test_nothing_but_the_key_is_looked_at_for_a_replay() -> None:
    shop = Shop()
    first = place(shop)

    class Gone(Prices):
        def book(self, skus: Any, fresh: bool = False) -> Any:
            raise AssertionError

    shop.prices = Gone()
    again = place(shop)

    assert again.order == first.order
    assert again.replayed


def test_a_key_is_for_one_content() -> None:
    shop = Shop()
    place(shop)

    with pytest.raises(KeyReused):
        place(shop, note="another")


def test_a_twin_that_wins_between_look_and_write_is_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop()
    first = place(shop)
    monkeypatch.setattr(shop.memory, "placed", lambda key: None)
    mark = shop.memory.keys[next(iter(shop.memory.keys))][1]
    monkeypatch.setattr(shop.memory, "place", lambda wish, make, at: Placed(first.order, mark, True))

    assert place(shop).order == first.order
    with pytest.raises(KeyReused):
        place(shop, note="another")


def test_a_page_newer_than_the_kept_list_makes_the_shop_look_again() -> None:
    newer = replace(BOOK, digest="two", offers={"A": offer("A", "19")})
    prices = Prices(BOOK, newer)

    placed = place(Shop(prices), expected_total="38.00")

    assert prices.fresh_looks == 1
    assert (placed.order.total.decimal(), placed.order.digest) == ("38.00", "two")


def test_a_total_that_is_wrong_by_any_list_is_refused_with_the_right_one() -> None:
    shop = Shop()

    with pytest.raises(QuoteChanged) as raised:
        place(shop, expected_total="39.99")

    assert raised.value.code == "price_changed"
    assert raised.value.quote.total.decimal() == "40.00"
    assert shop.memory.orders == {}


def test_more_than_the_list_has_is_refused_after_a_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(QuoteChanged) as raised:
        place(Shop(prices), lines=[{"sku": "B", "quantity": 4}])

    assert raised.value.code == "not_enough"
    assert prices.fresh_looks == 1


def test_what_has_come_in_since_the_kept_list_can_be_ordered() -> None:
    newer = replace(BOOK, digest="two", offers={"B": offer("B", "0.05", 9)})

    placed = place(Shop(Prices(BOOK, newer)), lines=[{"sku": "B", "quantity": 4}])

    assert placed.order.digest == "two"


def test_what_is_new_on_sale_since_the_kept_list_can_be_quoted_and_ordered() -> None:
    newer = replace(BOOK, digest="two", offers={"NEW": offer("NEW", "7")})
    lines = [{"sku": "NEW", "quantity": 1}]
    quoting, ordering = Prices(BOOK, newer), Prices(BOOK, newer)

    quoted, book = quote_basket({"lines": lines}, Shop(quoting), AT)
    placed = place(Shop(ordering), lines=lines)

    assert (quoted.digest, book.digest, placed.order.digest) == ("two", "two", "two")
    assert (quoting.fresh_looks, ordering.fresh_looks) == (1, 1)


def test_what_no_list_has_is_refused_after_one_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(Invalid, match="not_on_sale"):
        place(Shop(prices), lines=[{"sku": "GONE", "quantity": 1}])

    assert prices.fresh_looks == 1


def test_what_no_list_can_heal_takes_no_fresh_look() -> None:
    prices = Prices()

    with pytest.raises(Invalid):
        place(Shop(prices), payment="gold")

    assert prices.fresh_looks == 0


def test_an_order_is_shown_for_its_number_and_secret_only() -> None:
    shop = Shop()
    orders, order = shop.orders, place(shop).order
    number, secret = order.link(ROOT_KEY).split("#")[1].split(".")

    assert track_order({"number": number, "key": secret}, orders) == order
    assert track_order({"number": number, "key": secret[:-1]}, orders) is None
    assert track_order({"number": "V-10002-3", "key": secret}, orders) is None
    assert track_order({"number": "no number", "key": secret}, orders) is None


def test_a_letter_has_the_same_name_for_the_same_cause_alone() -> None:
    order = place().order
    other = replace(order, id="1" * 32)

    names = [
        message.id
        for each in (order, other)
        for message in (*to_customer(each, "a", AT), to_owner(each, "a", "en", AT))
    ]

    assert len(set(names)) == 4
    assert names[1] == to_owner(order, "a", "ru", AT).id
    assert names[1] != to_owner(order, "a", "ru", AT, cause="2").id


@pytest.mark.parametrize(
    ("kind", "shortest", "longest"),
    [(LETTER, timedelta(hours=23), timedelta(hours=25)), (HOOK, timedelta(hours=75), timedelta(hours=76))],
)
def test_a_message_is_tried_for_a_day_and_a_webhook_for_three(
    kind: str, shortest: timedelta, longest: timedelta
) -> None:
    waits = [next_try(kind, attempt, AT, 0.0) for attempt in range(1, tries(kind) + 1)]

    assert waits[0] == AT + timedelta(seconds=5)
    assert waits[-1] is None
    assert shortest < sum((wait - AT for wait in waits if wait), timedelta()) < longest


def test_a_wait_is_lengthened_by_a_tenth_at_most() -> None:
    assert next_try(HOOK, 2, AT, 1.0) == AT + timedelta(seconds=330)


def test_paths_carry_every_language_but_the_first() -> None:
    assert [TERMS.path("ru"), TERMS.path("en"), TERMS.path("ru", "order"), TERMS.path("en", "order")] == [
        "/", "/en/", "/order/", "/en/order/",
    ]  # fmt: skip


def test_skus_spread_over_shards_and_stay_where_they_are() -> None:
    numbers = [shard_of(f"SKU-{number}", 8) for number in range(400)]

    assert set(numbers) == set(range(8))
    assert shard_of("TP-01", 8) == shard_of("TP-01", 8)
