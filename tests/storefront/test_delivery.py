from __future__ import annotations

from shop.money import Money
from shop.terms import DeliveryMethod, Terms
from tests.storefront.conftest import Shop

PICKUP = "  - {id: pickup, name: Pickup, price: 0}\n"


def terms(shop: Shop, keys: str) -> Terms:
    shop.change("shop.yaml", PICKUP, f"{PICKUP}  - {{id: post, name: Post, price: 9.50, {keys}}}\n")
    return shop.load().terms


def post(found: Terms) -> DeliveryMethod:
    method = found.method("post")
    assert method is not None
    return method


def test_rates_and_a_greatest_weight_are_read(shop: Shop) -> None:
    method = post(terms(shop, "rates: [{up_to: 2000, price: 4, free_from: 50}], max_weight: 30000"))

    (rate,) = method.rates
    assert (rate.price, rate.free_from, rate.up_to) == (Money(400, "EUR"), Money(5000, "EUR"), 2000)
    assert (method.max_weight, method.address) == (30000, False)


def test_countries_of_a_rate_make_a_method_ask_for_an_address_wherever_it_goes(shop: Shop) -> None:
    found = terms(shop, "rates: [{countries: [AT], price: 4}]")

    assert post(found).address
    assert len(found.countries) > 200


def test_rates_that_are_each_for_something_else_are_right(shop: Shop) -> None:
    rates = "{countries: [AT], up_to: 1000, price: 1}, {countries: [DE], price: 2}, {up_to: 1000, price: 3}"

    assert len(post(terms(shop, f"countries: [AT, DE, FR], rates: [{rates}]")).rates) == 3
