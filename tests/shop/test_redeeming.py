"""Promos from the code a visitor types to the uses an order counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from shop import desk, quoting
from shop.errors import Invalid, QuoteChanged
from shop.numbers import contact_key, hash_of
from shop.ports import Placed
from shop.promos import Promo, code_hash
from shop.published import PriceBook
from shop.service import Visit, place_order, quote_basket
from shop.statuses import CANCEL, REASONS
from shop.text import Text
from tests.shop.makers import BOOK, TERMS, Prices, Shop, euros, sent

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@cache
def hashed(code: str) -> str:
    return code_hash(code, TERMS.url)


def ten(id: str = "ten", code: str | None = "SPRING10", **what: Any) -> Promo:
    return Promo(id, Text.plain(id), hashed(code) if code else None, Decimal(10), **what)


def selling(*promos: Promo) -> Shop:
    return Shop(Prices(book(*promos)))


def book(*promos: Promo) -> PriceBook:
    return replace(BOOK, terms=replace(TERMS, promos=promos))


def place(shop: Shop, key: str = "key", **changes: Any) -> Placed:
    return place_order(
        sent(**changes), Visit(), key=key, language="en", order_id=f"{hash_of(key):.32}", shop=shop, at=AT
    )


def refused(shop: Shop, **changes: Any) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as raised:
        place(shop, **changes)
    return [(error.field, error.code) for error in raised.value.errors]


def test_an_order_with_a_code_has_its_discount_and_counts_its_use() -> None:
    shop = selling(ten(uses=5, uses_per_contact=1))

    order = place(shop, promo=" spring10", expected_total="36.00").order

    anna = contact_key(shop.root_key, "anna@example.org")
    assert [(each.promo, each.amount) for each in order.discounts] == [("ten", euros("4"))]
    assert order.total == euros("36")
    assert shop.memory.uses == {("ten", ""): 1, ("ten", anna): 1}


def test_without_its_code_a_promo_is_not_had() -> None:
    assert place(selling(ten())).order.discounts == ()


def test_a_promo_without_a_code_needs_none() -> None:
    assert place(selling(ten(code=None))).order.total == euros("36")


def test_a_promo_that_may_be_used_for_ever_is_not_counted() -> None:
    shop = selling(ten(code=None))

    assert place(shop).order.uses == ()
    assert shop.memory.uses == {}


@pytest.mark.parametrize(
    ("what", "code", "why"),
    [
        ({}, "SPRING11", "unknown_promo"),
        ({}, "x" * 65, "too_long"),
        ({}, 7, "not_text"),
        ({"starts": AT + DAY}, "SPRING10", "promo_not_yet"),
        ({"ends": AT}, "SPRING10", "promo_over"),
        ({"minimum": euros("40.01")}, "SPRING10", "promo_minimum"),
        ({"categories": ("tea",)}, "SPRING10", "promo_other_goods"),
        ({"uses": 0}, "SPRING10", "promo_used_up"),
        ({"uses_per_contact": 0}, "SPRING10", "promo_used"),
    ],
)
def test_a_code_that_cannot_be_used_is_a_mistake_in_its_field(
    what: dict[str, Any], code: object, why: str
) -> None:
    shop = selling(ten(**what))

    assert refused(shop, promo=code) == [("promo", why)]
    assert shop.memory.orders == {}


def test_what_is_wrong_with_a_code_is_told_beside_everything_else() -> None:
    assert refused(selling(ten(ends=AT)), promo="spring10", payment="gold") == [
        ("payment", "choose_payment"),
        ("promo", "promo_over"),
    ]


def test_where_no_promo_has_a_code_nothing_is_hashed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shop.promos.code_hash", None)

    assert refused(selling(ten(code=None)), promo="guess") == [("promo", "unknown_promo")]


def test_a_code_newer_than_the_kept_list_is_known_after_a_fresh_look() -> None:
    prices = Prices(BOOK, book(ten()))

    assert place(Shop(prices), promo="SPRING10").order.total == euros("36")
    assert prices.fresh_looks == 1


def test_a_contact_cannot_use_a_code_more_often_than_it_may() -> None:
    shop = selling(ten(uses_per_contact=1))
    place(shop, promo="SPRING10")

    assert refused(shop, key="again", promo="SPRING10") == [("promo", "promo_used")]
    other = place(shop, key="other", promo="SPRING10", contact={"name": "B", "email": "b@example.org"})
    assert other.order.total == euros("36")


def test_a_cancelled_order_gives_its_use_back() -> None:
    shop = selling(ten(uses=1))
    order = place(shop, promo="SPRING10").order

    desk.move(order, CANCEL, TERMS, shop, AT, who="owner", reason=REASONS[0])

    assert shop.memory.uses["ten", ""] == 0
    assert place(shop, key="again", promo="SPRING10").order.discounts


def faster(shop: Shop, monkeypatch: pytest.MonkeyPatch, promo: str) -> None:
    """Somebody uses the promo between the look and the write."""
    monkeypatch.setattr(shop.memory, "used", lambda promo, contacts: (0, 0))
    shop.memory.uses[promo, ""] = 1


def test_a_code_that_somebody_was_faster_with_is_told_as_used_up(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = selling(ten(uses=1))
    faster(shop, monkeypatch, "ten")

    assert refused(shop, promo="SPRING10") == [("promo", "promo_used_up")]
    assert shop.memory.orders == {}


def test_a_spent_promo_without_a_code_drops_out_with_the_new_total(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = selling(ten(code=None, uses=1))
    faster(shop, monkeypatch, "ten")

    with pytest.raises(QuoteChanged) as raised:
        place(shop, expected_total="36.00")

    assert raised.value.quote.total == euros("40")
    assert shop.memory.orders == {}


def test_a_spent_promo_makes_room_for_the_next_and_the_order_is_placed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shop = selling(ten("a", code=None, uses=1), ten("b", code=None, uses=1), ten("c", code=None))
    faster(shop, monkeypatch, "a")
    shop.memory.uses["b", ""] = 1

    order = place(shop, expected_total="36.00").order

    assert [each.promo for each in order.discounts] == ["c"]


def test_a_quote_has_the_promos_that_an_order_would_have() -> None:
    shop = selling(ten(), ten("other", code=None, uses=0))

    with_code, _ = quote_basket(sent(promo="SPRING10"), shop, AT)
    without, _ = quote_basket(sent(), shop, AT)

    assert (with_code.total, with_code.code_used) == (euros("36"), True)
    assert (without.total, without.code_used) == (euros("40"), None)


def test_a_page_shows_the_price_without_a_code_that_is_wrong_and_says_so() -> None:
    shop = selling(ten(minimum=euros("41")))

    quoted, errors = quoting.shown(sent(promo="SPRING10"), book(*shop.prices.book(()).terms.promos), shop, AT)

    assert quoted.total == euros("40")
    assert [(error.field, error.code) for error in errors] == [("promo", "promo_minimum")]


@pytest.mark.parametrize(
    ("delivery", "method", "price"),
    [
        ({"method": "courier"}, "courier", "5"),
        ({"method": "post", "address": {"country": "AT"}}, "post", "9"),
        ({"method": "rocket"}, "courier", "5"),
        ("nonsense", "courier", "5"),
        ({"method": "courier", "address": {"country": "FR"}}, "courier", "5"),
    ],
)
def test_a_page_shows_the_way_of_delivery_asked_for_or_the_first_and_all_others(
    delivery: object, method: str, price: str
) -> None:
    quoted, _ = quoting.shown(sent(delivery=delivery), BOOK, Shop(), AT)

    assert (quoted.method, quoted.delivery) == (method, euros(price))
    assert [choice.id for choice in quoted.choices] == ["courier", "post", "pickup"]


def test_a_page_chooses_a_way_that_carries_the_basket_or_none() -> None:
    light = tuple(replace(each, max_weight=10) for each in TERMS.delivery)
    heavy = {sku: replace(each, weight=11) for sku, each in BOOK.offers.items()}
    some = replace(BOOK, offers=heavy, terms=replace(TERMS, delivery=(light[0], *TERMS.delivery[1:])))
    none = replace(some, terms=replace(TERMS, delivery=light))

    assert quoting.shown(sent(delivery={"method": "courier"}), some, Shop(), AT)[0].method == "post"
    assert quoting.shown(sent(), none, Shop(), AT)[0].choices == ()
