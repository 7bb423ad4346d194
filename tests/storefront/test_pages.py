from __future__ import annotations

import pytest

from shop.text import Text
from storefront import urls
from tests.storefront.conftest import Shop


def page(shop: Shop, slug: str):
    return next(page for page in shop.load().pages if page.slug == slug)


def test_a_page_has_a_title_and_a_text_in_each_language(shop: Shop) -> None:
    delivery = page(shop, "delivery")

    assert delivery.title == Text({"en": "Delivery", "ru": "Доставка"})
    assert delivery.body == {"en": "By courier.\n", "ru": "Курьером.\n"}
    assert (delivery.menu, delivery.order) == ("footer", 0)


def test_a_page_in_one_file_serves_every_language(shop: Shop) -> None:
    (shop.content / "pages" / "delivery.ru.md").unlink()

    delivery = page(shop, "delivery")

    assert delivery.title == Text.plain("Delivery")
    assert delivery.body == {"en": "By courier.\n", "ru": "By courier.\n"}


def test_a_title_by_language_needs_no_other(shop: Shop) -> None:
    shop.change("pages/delivery.md", "title: Delivery", "title: {en: Delivery, ru: Доставка}")
    shop.change("pages/delivery.ru.md", "title: Доставка\n", "description: О доставке\n")

    delivery = page(shop, "delivery")

    assert delivery.title["ru"] == "Доставка"
    assert delivery.description["ru"] == "О доставке"


def test_pages_stand_in_the_owners_order(shop: Shop) -> None:
    shop.write("pages/about.md", "---\ntitle: About\norder: 5\n---\n")
    shop.write("pages/terms.md", "---\ntitle: Terms\norder: -1\n---\n")

    assert [page.slug for page in shop.load().pages] == ["terms", "delivery", "home", "about"]


def test_pictures_inside_texts_are_known(shop: Shop) -> None:
    shop.change("pages/delivery.md", "By courier.", "![Parcel](gaiwan.jpg)")

    assert shop.load().text_pictures == ("gaiwan.jpg",)


def test_links_may_carry_a_place_or_a_query(shop: Shop) -> None:
    shop_pages = "[d](/) [e](/basket/) [f](/find/) [g](/support/)"
    links = f"[a](/delivery/#price) [b](/catalog/pots/?sort=price) [c](/product/gaiwan/) {shop_pages}"
    shop.change("pages/delivery.md", "By courier.", links)

    assert shop.load()


@pytest.mark.parametrize(
    "path", [urls.CATALOG, urls.PRODUCT, urls.BASKET, urls.CHECKOUT, urls.THANKS, urls.ORDER]
)
def test_no_page_takes_a_path_of_the_shop_itself(path: str) -> None:
    assert path.strip("/") in urls.RESERVED
