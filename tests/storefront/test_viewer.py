from __future__ import annotations

from pathlib import Path

import pytest

from shop import limits
from storefront import words
from storefront.pictures import Picture
from storefront.site import load
from storefront.viewer import Viewer
from storefront.views import ProductView
from tests.storefront.conftest import TEMPLATES, build


def viewed(content: Path, language: str = "en", sku: str = "POT") -> ProductView:
    site = load(content, TEMPLATES)
    t = words.load(TEMPLATES, (language,))[language]
    viewer = Viewer(site, t, {"pot.jpg": Picture("pot", (900,), 900, 1200)}, str)
    return viewer.product(next(product for product in site.products if product.sku == sku))


def stock(content: Path, written: str) -> None:
    pots = content / "catalog" / "pots.yaml"
    pots.write_text(pots.read_text("utf-8").replace(", stock: 2", written), "utf-8")


@pytest.mark.parametrize(
    ("written", "text", "most"),
    [
        (", stock: 1", "Осталась 1 штука", 1),
        (", stock: 3", "Осталось 3 штуки", 3),
        (", stock: 4", "Есть в наличии", 4),
        (", stock: 5000", "Есть в наличии", limits.QUANTITY),
        ("", "Можно заказать", limits.QUANTITY),
    ],
)
def test_a_choice_says_how_much_there_is_and_how_many_may_be_ordered(
    content: Path, written: str, text: str, most: int
) -> None:
    stock(content, written)

    small, large = viewed(content, "ru").choices

    assert (small.sold_out, small.stock_text, small.most) == (True, "Распродано", 0)
    assert (large.sold_out, large.stock_text, large.most) == (False, text, most)


def test_the_first_choice_that_can_be_had_is_made_for_the_visitor(content: Path) -> None:
    product = viewed(content)

    assert product.first.sku == "POT-L"
    assert product.price.text == "€48.00"


def test_the_first_choice_stands_where_nothing_can_be_had(content: Path) -> None:
    stock(content, ", stock: 0")

    assert viewed(content).first.sku == "POT-S"


def test_no_form_asks_for_more_than_an_order_may_hold(content: Path, tmp_path: Path) -> None:
    stock(content, ", stock: 4321")

    build(content, tmp_path / "dist")

    for page in ("product/pot", "catalog/pots", "basket"):
        markup = (tmp_path / "dist" / page / "index.html").read_text("utf-8")
        assert f'max="{limits.QUANTITY}"' in markup
        assert "4321" not in markup


SETS = """\
category: {slug: sets, name: {en: Sets, ru: Наборы}}
products:
  - {sku: SET, slug: set, name: {en: Set, ru: Набор}, price: 100, bundle: {POT-L: 2, FIRST-1: 1}}
"""


def bundled(content: Path, price: str = "100", language: str = "en") -> ProductView:
    written = SETS.replace("price: 100", f"price: {price}")
    (content / "catalog" / "sets.yaml").write_text(written, "utf-8")
    return viewed(content, language, "SET")


def test_a_bundle_shows_what_is_in_it_and_where_to_look_at_it(content: Path) -> None:
    pot, thing = bundled(content, language="ru").contents

    assert (pot.name, pot.url, pot.quantity) == ("Чайник, L", "/ru/product/pot/", 2)
    assert pot.image is not None
    assert pot.image.alt == "", "the link beside it says what it is"
    assert thing.quantity == 1


def test_a_bundle_has_the_stock_of_its_parts(content: Path) -> None:
    assert bundled(content).first.stock_text == "Only 1 left"
    assert bundled(content).first.most == 1

    stock(content, ", stock: 1")

    assert bundled(content).card.badge == "sold_out"


def test_a_bundle_says_what_its_parts_cost_where_that_is_more(content: Path) -> None:
    assert bundled(content, "112").one_by_one is not None
    assert bundled(content, "500").one_by_one is None
    assert viewed(content).one_by_one is None
    assert viewed(content).contents == ()


def test_a_page_lists_what_is_in_a_bundle(content: Path, tmp_path: Path) -> None:
    bundled(content)

    build(content, tmp_path / "dist")

    page = (tmp_path / "dist/product/set/index.html").read_text("utf-8")
    assert '<a href="/product/pot/">Pot &lt;/script&gt;&lt;b&gt;, L</a>' in page
    assert "2 pieces" in page
