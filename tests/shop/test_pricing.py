from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from shop import limits
from shop.catalog import Part
from shop.errors import Invalid
from shop.pricing import Line, Quote, quote
from shop.terms import Contact, DeliveryMethod, DeliveryRate, PaymentMethod, Tax, Terms
from shop.text import Text
from tests.shop.makers import euros, offer


def terms(tax: Tax | None = None) -> Terms:
    return Terms(
        name=Text.plain("Shop"),
        url="https://shop.example",
        currency="EUR",
        languages=("en",),
        timezone="UTC",
        contact=Contact("a@shop.example"),
        delivery=(
            DeliveryMethod("courier", Text.plain("Courier"), euros("5"), euros("60"), ("DE",)),
            DeliveryMethod("pickup", Text.plain("Pick up"), euros("0"), address=False),
        ),
        payment=(PaymentMethod("cash", Text.plain("Cash")),),
        tax=tax or Tax(),
    )


OFFERS = {"A": offer("A", "20.00"), "B": offer("B", "0.05", 3)}


def priced(*lines: Line, method: str | None = "courier", tax: Tax | None = None) -> Quote:
    return quote(lines, OFFERS, terms(tax), "digest", method)


@pytest.mark.parametrize(("quantity", "delivery", "total"), [(2, "5", "45"), (3, "0", "60")])
def test_delivery_is_free_from_the_amount_named(quantity: int, delivery: str, total: str) -> None:
    result = priced(Line("A", quantity))

    assert (result.delivery, result.total) == (euros(delivery), euros(total))


def test_a_total_without_delivery_is_that_of_the_goods() -> None:
    result = priced(Line("A", 1), Line("B", 2), method=None)

    assert (result.goods, result.total, result.method) == (euros("20.10"), euros("20.10"), None)
    assert [choice.id for choice in result.choices] == ["courier", "pickup"]


def test_tax_is_shown_inside_or_added_on_top() -> None:
    inside = priced(Line("A", 1), method="pickup", tax=Tax(Decimal(25), included=True))
    on_top = priced(Line("A", 1), method="pickup", tax=Tax(Decimal(25), included=False))

    assert (inside.tax, inside.total) == (euros("4"), euros("20"))
    assert (on_top.tax, on_top.total) == (euros("5"), euros("25"))


def test_more_than_there_is_is_told_by_line() -> None:
    result = priced(Line("A", 100), Line("B", 4))

    assert [line.enough for line in result.lines] == [True, False]
    assert not result.enough


def test_everything_that_cannot_be_had_is_named_at_once() -> None:
    with pytest.raises(Invalid) as raised:
        priced(Line("X", 1), Line("A", 1), Line("Y", 1), method="rocket")

    assert [error.field for error in raised.value.errors] == ["lines.0.sku", "lines.2.sku", "delivery.method"]


def test_a_method_that_does_not_reach_the_country_is_refused() -> None:
    with pytest.raises(Invalid) as raised:
        quote([Line("A", 1)], OFFERS, terms(), "digest", "courier", "FR")

    assert raised.value.errors[0].code == "not_delivered_there"


def heavy(*rates: DeliveryRate, max_weight: int | None = None, free_from: str | None = None) -> Terms:
    post = DeliveryMethod(
        "post", Text.plain("Post"), euros("9"), euros(free_from) if free_from else None, ("DE", "AT"),
        rates=rates, max_weight=max_weight,
    )  # fmt: skip
    return replace(terms(), delivery=(post, *terms().delivery))


def stones(count: int, shop: Terms, country: str | None = "DE", method: str | None = "post") -> Quote:
    offers = {"S": replace(offer("S", "10"), weight=1000), "N": offer("N", "0")}
    return quote([Line("S", count), Line("N", 1)], offers, shop, "digest", method, country)


RATES = (
    DeliveryRate(euros("2"), ("AT",), up_to=1000),
    DeliveryRate(euros("3"), up_to=2000, free_from=euros("15")),
    DeliveryRate(euros("4"), ("AT",)),
)


@pytest.mark.parametrize(
    ("count", "country", "price"),
    [(1, "AT", "2"), (1, "DE", "3"), (2, "AT", "0"), (3, "AT", "4"), (3, "DE", "9"), (3, None, "9")],
)
def test_the_first_rate_that_fits_country_and_weight_is_the_price(
    count: int, country: str | None, price: str
) -> None:
    result = stones(count, heavy(*RATES), country)

    assert result.delivery == euros(price)
    assert result.choices[0].price == euros(price)


def test_a_rate_has_its_own_amount_from_which_it_is_free_or_none() -> None:
    shop = heavy(DeliveryRate(euros("3")), free_from="10")

    assert stones(9, shop).delivery == euros("3")


def test_what_is_too_heavy_for_a_way_of_delivery_is_not_offered_and_refused() -> None:
    shop = heavy(max_weight=2000)

    assert [choice.id for choice in stones(2, shop).choices] == ["post", "courier", "pickup"]
    assert [choice.id for choice in stones(3, shop, method=None).choices] == ["courier", "pickup"]
    with pytest.raises(Invalid) as raised:
        stones(3, shop)
    assert [(error.field, error.code) for error in raised.value.errors] == [("delivery.method", "too_heavy")]


@pytest.mark.parametrize(("sets", "refused"), [(5, False), (6, True)])
def test_an_order_takes_no_more_counted_things_than_a_store_writes_at_once(sets: int, refused: bool) -> None:
    """Sets of twelve things each; sixty may be in one order."""
    offers = {
        f"SET-{n}": replace(offer(f"SET-{n}", "9"), parts=tuple(Part(f"T-{n}-{m}", 1, 9) for m in range(12)))
        for n in range(sets)
    }
    lines = [Line(sku, 1) for sku in offers]

    if not refused:
        assert len(quote(lines, offers, terms(), "digest", "pickup").parts) == limits.THINGS
        return
    with pytest.raises(Invalid) as raised:
        quote(lines, offers, terms(), "digest", "pickup")
    assert [(error.field, error.code) for error in raised.value.errors] == [("lines", "too_many_things")]
    assert raised.value.errors[0].values == {"limit": limits.THINGS}
