from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import html5lib
import pytest

from shop.terms import Tax
from storefront import words
from storefront.checkout import CheckoutView, DeliveryView, checkout
from storefront.site import load
from tests.storefront.conftest import TEMPLATES, build


def offered(content: Path, tax: Tax, language: str = "en") -> CheckoutView:
    terms = replace(load(content, TEMPLATES).terms, tax=tax)
    return checkout(terms, words.load(TEMPLATES, (language,))[language])


def test_ways_of_delivery_have_their_price_in_words(content: Path) -> None:
    assert offered(content, Tax(), "ru").delivery == (
        DeliveryView("courier", "Courier", "", "4,90\u00a0€", True, ("DE",)),
        DeliveryView("pickup", "Pick up in the shop", "", "бесплатно", False, ()),
    )


def test_the_first_country_delivered_to_is_chosen(content: Path) -> None:
    shop = content / "shop.yaml"
    shop.write_text(shop.read_text().replace("[DE]", "[FR, DE]"))

    view = offered(content, Tax())

    assert view.countries == (("FR", "France"), ("DE", "Germany"))
    assert view.country == "FR"


@pytest.mark.parametrize(
    ("tax", "added", "included"),
    [
        (Tax(Decimal(0), True), "", ""),
        (Tax(Decimal(0), False), "", ""),
        (Tax(Decimal("7.5"), False), "tax_added", ""),
        (Tax(Decimal("7.5"), True), "", "tax_included"),
    ],
)
def test_tax_is_named_where_there_is_any(content: Path, tax: Tax, added: str, included: str) -> None:
    t = words.load(TEMPLATES, ("en",))["en"]

    view = offered(content, tax)

    assert view.tax_added == (t(added, rate=tax.rate) if added else "")
    assert view.tax_included == (t(included, rate=tax.rate) if included else "")


def test_the_page_leads_to_the_thanks_in_its_language(content: Path, tmp_path: Path) -> None:
    build(content, tmp_path / "dist")

    page = html5lib.parse(
        (tmp_path / "dist/ru/checkout/index.html").read_text("utf-8"), namespaceHTMLElements=False
    )
    assert page.find(".//checkout-form").get("thanks") == "/ru/thanks/"
    assert [option.get("value") for option in page.iter("option") if "selected" in option.attrib] == ["DE"]
