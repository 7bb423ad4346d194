from __future__ import annotations

from dataclasses import replace

import pytest

from shop import limits
from shop.catalog import Part
from shop.errors import Invalid
from shop.requests import Sent
from shop.shelf import left
from shop.stock import Counter
from tests.shop.makers import BOOK, Prices, Shop, offer


def test_what_is_left_is_told_of_each_thing_that_is_sold() -> None:
    shop = Shop()
    shop.memory.shelves["B"] = Counter(taken=2, held=2)

    assert left({"sku": ["B", " A ", "GONE", "B", "x" * 65]}, shop.prices, shop.stock) == {"A": None, "B": 1}


def test_a_bundle_can_be_had_as_often_as_its_scarcest_part() -> None:
    bundle = replace(offer("SET", "9"), parts=(Part("B", 2, 7), Part("C", 1, 5)))
    shop = Shop(prices=Prices(replace(BOOK, offers={"SET": bundle})))
    shop.memory.shelves["C"] = Counter(taken=3, held=3)

    assert left({"sku": ["SET"]}, shop.prices, shop.stock) == {"SET": 2}


@pytest.mark.parametrize(
    ("sent", "refused"),
    [
        ({}, {"sku": "required"}),
        ({"sku": []}, {"sku": "required"}),
        ({"sku": "A"}, {"sku": "required"}),
        ({"sku": ["A"] * (limits.SKUS_ASKED + 1)}, {"sku": "too_many_skus"}),
        ({"sku": ["A"], "all": ["yes"]}, {"all": "unknown_field"}),
    ],
)
def test_nothing_and_too_much_cannot_be_asked_for(sent: Sent, refused: dict[str, str]) -> None:
    shop = Shop()

    with pytest.raises(Invalid) as raised:
        left(sent, shop.prices, shop.stock)

    assert {error.field: error.code for error in raised.value.errors} == refused
