"""The whole way to an order by plain forms, without script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import html5lib  # type: ignore[import-untyped]
import pytest

from functions import orders
from functions._wiring import Ports
from shop.ports import PriceList
from shop.published import PriceBook
from tests.functions.browser import Answer, Client
from tests.functions.published import OFFERS, TERMS, offer, publish

BASKET = {"lines.0.sku": "TP-01-S", "lines.0.quantity": "1", "language": "en"}
PERSON = {
    "contact.name": "Anna <b>Berg",
    "contact.email": "anna@example.org",
    "delivery.address.postcode": "10115",
    "delivery.address.city": "Berlin",
    "delivery.address.street": "Invalidenstr. 1",
    "note": "ring\ntwice",
}


class Keeping:
    """A price list that is read anew only when a fresh look is asked for."""

    def __init__(self, prices: PriceList) -> None:
        self._prices = prices
        self._book = prices.book([each.sku for each in OFFERS])

    def book(self, skus: Sequence[str], fresh: bool = False) -> PriceBook:
        if fresh:
            self._book = self._prices.book(skus, fresh=True)
        found = {sku: self._book.offers[sku] for sku in skus if sku in self._book.offers}
        return replace(self._book, offers=found)


def stored(ports: Ports) -> list[Any]:
    return list(ports.orders.recent(1000))


def well_formed(answer: Answer) -> bool:
    parser = html5lib.HTMLParser(strict=False)
    document = parser.parse(answer.text)
    ids = [element.get("id") for element in document.iter() if element.get("id")]
    return not parser.errors and len(ids) == len(set(ids))


def test_a_basket_becomes_a_complete_checkout_page(client: Client) -> None:
    page = client.submit("/api/quote", BASKET)

    assert page.status == 200
    assert well_formed(page)
    assert page.fields["expected_total"] == "52.90"
    assert page.fields["delivery.method"] == "courier"
    assert page.fields["delivery.address.country"] == "DE"
    assert page.fields["payment"] == "cash"
    assert len(page.fields["idempotency_key"]) >= 22
    assert "Delivery: Courier" in page.text
    assert '<link rel="stylesheet" href="/assets/abc/css/checkout.css">' in page.text
    assert "<script" not in page.text
    assert " style=" not in page.text


def test_what_has_just_come_on_sale_is_quoted_and_its_mistakes_are_told(
    client: Client, ports: Ports, site: Path
) -> None:
    kept = replace(ports, prices=Keeping(ports.prices))
    client = Client(orders.application(lambda: kept))
    client.submit("/api/quote", BASKET)
    publish(site, (*OFFERS, offer("NEW-1", "Cup", "12.00")))
    basket = BASKET | {"lines.0.sku": "NEW-1", "delivery.method": "pickup"}

    page = client.submit("/api/orders", basket | {"idempotency_key": "a-fresh-key"})

    assert page.status == 422
    assert "not on sale" not in page.text
    assert page.fields["lines.0.sku"] == "NEW-1"
    assert "Please fill this in." in page.text


def test_the_page_is_ordered_from_as_it_stands(client: Client, ports: Ports) -> None:
    page = client.submit("/api/quote", BASKET)

    done = client.submit("/api/orders", page.fields | PERSON)

    assert done.status == 201
    assert well_formed(done)
    order = stored(ports)[0]
    assert order.customer.name == "Anna <b>Berg"
    assert order.note == "ring\ntwice"
    assert order.number in done.text
    assert order.link(ports.root_key) in done.text
    assert "within 30 minutes of working time" in done.text


def test_sending_the_page_twice_places_one_order(client: Client, ports: Ports) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON

    first, second = client.submit("/api/orders", filled), client.submit("/api/orders", filled)

    assert (first.status, second.status) == (201, 201)
    assert first.body == second.body
    assert len(stored(ports)) == 1


def test_changing_a_page_that_was_sent_asks_whether_another_order_is_meant(
    client: Client, ports: Ports
) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON
    client.submit("/api/orders", filled)

    page = client.submit("/api/orders", filled | {"note": "another"})

    assert page.status == 422
    assert "already placed from this page" in page.text
    assert page.fields["idempotency_key"] != filled["idempotency_key"]
    assert len(stored(ports)) == 1


def test_mistakes_come_back_on_top_and_beside_their_fields_with_everything_typed_kept(
    client: Client, ports: Ports
) -> None:
    filled = client.submit("/api/quote", BASKET).fields
    typed = {"contact.email": '"><script>', "delivery.address.city": "Köln", "note": "\nfirst empty"}

    page = client.submit("/api/orders", filled | typed)

    assert page.status == 422
    assert well_formed(page)
    assert '<a href="#contact-name">Name: Please fill this in.</a>' in page.text
    assert 'aria-describedby="contact-name-error" aria-invalid="true"' in page.text
    assert '<p class="field__error" id="contact-name-error">Please fill this in.</p>' in page.text
    assert page.text.index("#contact-name") < page.text.index("#delivery-address-postcode")
    assert page.fields["contact.email"] == '"><script>'
    assert page.fields["delivery.address.city"] == "Köln"
    assert page.fields["idempotency_key"] == filled["idempotency_key"]
    assert "<script" not in page.text
    assert stored(ports) == []


def test_another_way_of_delivery_shows_the_new_total_once_more(client: Client, ports: Ports) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON | {"delivery.method": "pickup"}

    page = client.submit("/api/orders", filled)
    done = client.submit("/api/orders", page.fields)

    assert page.status == 409
    assert "The total is different now" in page.text
    assert page.fields["expected_total"] == "48.00"
    assert (done.status, str(stored(ports)[0].total.decimal())) == (201, "48.00")


def test_the_total_can_be_updated_before_ordering(client: Client) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON
    filled |= {"delivery.method": "parcel", "delivery.address.country": "FR"}

    page = client.submit("/api/quote", filled)

    assert page.status == 200
    assert page.fields["expected_total"] == "57.50"
    assert page.fields["contact.name"] == "Anna <b>Berg"
    assert page.fields["idempotency_key"] == filled["idempotency_key"]


def test_a_country_the_method_does_not_reach_is_told_on_the_page(client: Client) -> None:
    filled = client.submit("/api/quote", BASKET).fields | {"delivery.method": "parcel"}

    page = client.submit("/api/quote", filled)

    assert page.status == 422
    assert page.fields["delivery.method"] == "parcel"
    assert "does not reach that country" in page.text


def test_a_changed_price_is_shown_before_it_is_charged(client: Client, site: Path, ports: Ports) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON
    publish(site, (offer("TP-01-S", "Gaiwan", "50.00"),))

    page = client.submit("/api/orders", filled)

    assert page.status == 409
    assert "€50.00" in page.text
    assert stored(ports) == []


def test_too_many_become_as_many_as_there_are_and_can_be_lowered(
    client: Client, site: Path, ports: Ports
) -> None:
    publish(site, (offer("TP-01-S", "Gaiwan", "48.00", stock=2), *OFFERS[1:]))

    page = client.submit("/api/quote", {**BASKET, "lines.0.quantity": "3"})
    done = client.submit(
        "/api/orders", page.fields | PERSON | {"lines.0.quantity": "1", "expected_total": ""}
    )

    assert well_formed(page)
    assert "Gaiwan: you wanted 3, only 2 left" in page.text
    assert (page.fields["lines.0.quantity"], page.fields["expected_total"]) == ("2", "96.00")
    assert "Nothing has been ordered yet" in page.text
    assert done.status == 201
    assert stored(ports)[0].lines[0].quantity == 1


def test_what_others_took_in_the_meantime_is_cut_and_one_more_press_orders_the_rest(
    client: Client, site: Path, ports: Ports
) -> None:
    basket = {**BASKET, "lines.0.quantity": "2", "lines.1.sku": "TP-01-L", "lines.1.quantity": "1"}
    filled = client.submit("/api/quote", basket).fields | PERSON
    fewer = (
        offer("TP-01-S", "Gaiwan", "48.00", stock=1),
        offer("TP-01-L", "Gaiwan", "56.00", stock=0, option="L"),
    )
    publish(site, fewer)

    page = client.submit("/api/orders", filled)
    done = client.submit("/api/orders", page.fields)

    assert (page.status, well_formed(page)) == (409, True)
    assert "Gaiwan: you wanted 2, only 1 left" in page.text
    assert "Gaiwan L: sold out" in page.text
    assert "Total: €152.00 before, €52.90 now" in page.text
    assert page.fields["contact.name"] == PERSON["contact.name"]
    assert "lines.1.sku" not in page.fields
    assert done.status == 201
    assert [(line.sku, line.quantity) for line in stored(ports)[0].lines] == [("TP-01-S", 1)]


def test_another_price_is_told_beside_the_one_that_was_seen(client: Client, site: Path, ports: Ports) -> None:
    filled = client.submit("/api/quote", BASKET).fields | PERSON
    publish(site, (offer("TP-01-S", "Gaiwan", "51.00", stock=7), *OFFERS[1:]))

    page = client.submit("/api/orders", filled)
    done = client.submit("/api/orders", page.fields)

    assert (page.status, well_formed(page)) == (409, True)
    assert "Total: €52.90 before, €55.90 now" in page.text
    assert done.status == 201


def test_what_is_no_longer_sold_is_left_out_and_told(client: Client, site: Path, ports: Ports) -> None:
    basket = {**BASKET, "lines.1.sku": "TEA-1", "lines.1.quantity": "1"}
    filled = client.submit("/api/quote", basket).fields | PERSON
    publish(site, OFFERS[:2])

    page = client.submit("/api/orders", filled)
    done = client.submit("/api/orders", page.fields)

    assert (page.status, well_formed(page)) == (422, True)
    assert "TEA-1: no longer sold" in page.text
    assert page.fields["contact.email"] == PERSON["contact.email"]
    assert done.status == 201


def test_a_form_without_a_key_is_shown_for_confirmation(client: Client, ports: Ports) -> None:
    sent = {
        **BASKET,
        **PERSON,
        "delivery.method": "courier",
        "delivery.address.country": "DE",
        "payment": "cash",
    }

    page = client.submit("/api/orders", sent)
    done = client.submit("/api/orders", page.fields)

    assert page.status == 422
    assert "Nothing has been ordered yet" in page.text
    assert done.status == 201
    assert len(stored(ports)) == 1


@pytest.mark.parametrize("path", ["/api/orders", "/api/quote"])
@pytest.mark.parametrize(
    "lines", [{}, {"lines.0.sku": "NO-1", "lines.0.quantity": "1"}, {"lines.0.sku": "TEA-1"}]
)
def test_a_basket_that_cannot_be_priced_is_a_page_that_says_why(
    client: Client, path: str, lines: dict[str, str]
) -> None:
    page = client.submit(path, {**lines, "language": "ru"})

    assert page.status == 422
    assert well_formed(page)
    assert '<a class="button" href="/ru/">Вернуться в магазин</a>' in page.text


def test_an_order_is_followed_by_form_too(client: Client, ports: Ports) -> None:
    client.submit("/api/orders", client.submit("/api/quote", BASKET).fields | PERSON)
    order = stored(ports)[0]
    number, key = order.link(ports.root_key).split("#")[1].split(".")

    page = client.submit("/api/track", {"number": number, "key": key})
    wrong = client.submit("/api/track", {"number": number, "key": key + "x"})

    assert (page.status, wrong.status) == (200, 404)
    assert well_formed(page)
    assert well_formed(wrong)
    assert "Received, waiting for our answer" in page.text
    assert "Anna" not in page.text


def test_a_page_names_the_language_it_is_really_in(client: Client, site: Path) -> None:
    publish(site, terms=replace(TERMS, languages=("de", "ru")))

    page = client.submit("/api/quote", {**BASKET, "language": "de"})
    russian = client.submit("/api/quote", {**BASKET, "language": "ru"})

    assert '<html lang="en">' in page.text
    assert '<html lang="ru">' in russian.text
    assert page.fields["language"] == "de"


def test_a_shop_that_cannot_be_reached_still_answers_with_a_page(client: Client, site: Path) -> None:
    (site / "prices" / "index.json").unlink()

    page = client.submit("/api/orders", {**BASKET, **PERSON})

    assert page.status == 503
    assert page.headers["retry-after"] == "30"
    assert well_formed(page)
    assert "try again in a minute" in page.text
