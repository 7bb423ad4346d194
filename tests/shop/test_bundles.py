from __future__ import annotations

from dataclasses import replace

import pytest

from shop.bundles import one_by_one, parts_of, stocked, variants_of
from shop.catalog import Part, Product, Variant
from shop.text import Text
from tests.shop.makers import euros


def product(sku: str, price: str, stock: int | None = None, **more: object) -> Product:
    variant = replace(Variant(sku, euros(price), stock=stock), **more)  # type: ignore[arg-type]
    return Product(sku, Text.plain(sku), Text.plain(sku), "c", (variant,))


CUP = product("CUP", "20", 5, counted="2026-11-20", weight=100)
POT = product("POT", "40", 3, weight=400)
TEA = product("TEA", "7.50", weight=50)


def bundle(**each: int) -> Product:
    return product("SET", "70", contents=each)


def only(made: tuple[Product, ...]) -> Variant:
    return made[-1].variants[0]


def test_a_bundle_takes_from_the_shelves_of_its_contents() -> None:
    shop = (CUP, POT, TEA, bundle(CUP=2, POT=1, TEA=3))

    parts = parts_of(shop[-1].variants[0], variants_of(shop))

    assert parts == (Part("CUP", 2, 5, "2026-11-20"), Part("POT", 1, 3))


def test_anything_else_takes_from_its_own_shelf() -> None:
    known = variants_of((CUP, TEA))

    assert parts_of(CUP.variants[0], known) == (Part("CUP", 1, 5, "2026-11-20"),)
    assert parts_of(TEA.variants[0], known) == ()


@pytest.mark.parametrize(
    ("contents", "stock"),
    [({"CUP": 1}, 5), ({"CUP": 2}, 2), ({"CUP": 6}, 0), ({"CUP": 2, "POT": 2}, 1), ({"TEA": 4}, None)],
)
def test_there_are_as_many_as_the_scarcest_part_allows(contents: dict[str, int], stock: int | None) -> None:
    assert only(stocked((CUP, POT, TEA, bundle(**contents)))).stock == stock


def test_a_bundle_weighs_what_is_in_it_unless_it_tells_its_own_weight() -> None:
    made = bundle(CUP=2, POT=1)
    boxed = product("SET", "70", contents={"CUP": 2}, weight=999)
    light = product("AIR", "1")

    assert only(stocked((CUP, POT, made))).weight == 600
    assert only(stocked((CUP, POT, boxed))).weight == 999
    assert only(stocked((CUP, light, bundle(CUP=1, AIR=1)))).weight is None


def test_products_that_are_no_bundles_stay_as_they_are() -> None:
    assert stocked([CUP, TEA]) == (CUP, TEA)


def test_what_is_in_a_bundle_has_a_price_one_by_one() -> None:
    known = variants_of((CUP, POT, TEA))

    assert one_by_one(bundle(CUP=2, TEA=3).variants[0], known) == euros("62.50")
