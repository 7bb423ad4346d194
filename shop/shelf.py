"""What can still be had, for pages that want to know it live."""

from __future__ import annotations

from collections.abc import Mapping

from shop import limits
from shop.fields import Fields, folded
from shop.ports import PriceList, Stock
from shop.published import PriceBook
from shop.requests import Sent
from shop.stock import Counter, left_for


def left(sent: Sent, prices: PriceList, stock: Stock) -> dict[str, int | None]:
    """How many there are of each SKU asked for; None: not counted. What is not sold is left out.

    Raises Invalid where nothing or too much was asked for, Unavailable.
    """
    fields = Fields(sent)
    fields.refuse_others(("sku",))
    asked = fields.get("sku")
    skus = [sku for sku in asked if isinstance(sku, str)] if isinstance(asked, list) else []
    if not skus:
        fields.refuse("sku", "required")
    if len(skus) > limits.SKUS_ASKED:
        fields.refuse("sku", "too_many_skus", limit=limits.SKUS_ASKED)
    fields.finish()
    book = prices.book(tuple(dict.fromkeys(folded(sku) for sku in skus if len(sku) <= limits.SKU)))
    counters = counters_of(book, stock)
    return {sku: left_for(offer, counters, {}) for sku, offer in book.offers.items()}


def counters_of(book: PriceBook, stock: Stock) -> Mapping[str, Counter]:
    """The counters of everything that the offers are made of."""
    items = {part.item for offer in book.offers.values() for part in offer.parts}
    return stock.counters(items) if items else {}
