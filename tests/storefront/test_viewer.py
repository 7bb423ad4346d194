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


def viewed(content: Path, language: str = "en") -> ProductView:
    site = load(content, TEMPLATES)
    t = words.load(TEMPLATES, (language,))[language]
    viewer = Viewer(site, t, {"pot.jpg": Picture("pot", (900,), 900, 1200)}, str)
    return viewer.product(next(product for product in site.products if product.sku == "POT"))


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
    stock(content, ", stock: 5000")

    build(content, tmp_path / "dist")

    for page in ("product/pot", "catalog/pots", "basket"):
        markup = (tmp_path / "dist" / page / "index.html").read_text("utf-8")
        assert f'max="{limits.QUANTITY}"' in markup
        assert "5000" not in markup
