"""Bundles: what is sold as one thing and is several others, whose shelves it empties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from shop.catalog import Part, Product, Variant
from shop.money import Money


def variants_of(products: Iterable[Product]) -> dict[str, Variant]:
    """Everything that can be ordered, by SKU."""
    return {variant.sku: variant for product in products for variant in product.variants}


def stocked(products: Iterable[Product]) -> tuple[Product, ...]:
    """The products, each bundle with the stock, and where it tells none the weight, of what is in it."""
    listed = tuple(products)
    known = variants_of(listed)
    return tuple(
        replace(each, variants=tuple(_stocked(variant, known) for variant in each.variants))
        if any(variant.contents for variant in each.variants)
        else each
        for each in listed
    )


def parts_of(variant: Variant, known: Mapping[str, Variant]) -> tuple[Part, ...]:
    """What one unit takes from which counted shelf; nothing where nothing in it is counted."""
    contents = variant.contents or {variant.sku: 1}
    shelves = ((known[sku], each) for sku, each in contents.items())
    return tuple(
        Part(shelf.sku, each, shelf.stock, shelf.counted)
        for shelf, each in shelves
        if shelf.stock is not None
    )


def one_by_one(variant: Variant, known: Mapping[str, Variant]) -> Money:
    """What its contents cost when each is bought by itself."""
    prices = (known[sku].price.times(each) for sku, each in variant.contents.items())
    return sum(prices, Money.zero(variant.price.currency))


def _stocked(variant: Variant, known: Mapping[str, Variant]) -> Variant:
    if not variant.contents:
        return variant
    stock = min((part.published // part.each for part in parts_of(variant, known)), default=None)
    weights = [(known[sku].weight, each) for sku, each in variant.contents.items()]
    total = sum(weight * each for weight, each in weights if weight is not None)
    whole = all(weight is not None for weight, _ in weights)
    return replace(variant, stock=stock, weight=variant.weight or (total if whole else None))
