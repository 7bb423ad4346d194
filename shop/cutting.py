"""Baskets cut to what can be had: what a page offers in place of one that cannot be ordered as it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop import limits
from shop.fields import folded
from shop.pricing import Quote
from shop.published import PriceBook
from shop.requests import Sent
from shop.text import Text


@dataclass(frozen=True, slots=True)
class Cut:
    """A line that is not as it was asked for."""

    sku: str
    name: Text
    option: Text
    wanted: int
    left: int | None  #: 0: sold out; None: no longer sold


def on_sale(sent: Sent, book: PriceBook) -> tuple[Sent, tuple[Cut, ...]]:
    """The form without what is no longer sold; as it came where nothing would be left."""
    lines = sent.get("lines")
    lost = [sku for line in lines if (sku := _lost(line, book))] if isinstance(lines, list) else []
    if not isinstance(lines, list) or not 0 < len(lost) < len(lines):
        return sent, ()
    kept = [line for line in lines if not _lost(line, book)]
    cuts = tuple(Cut(sku, Text.plain(sku), Text({}), 0, None) for sku in dict.fromkeys(lost))
    return {**sent, "lines": kept}, cuts


def within(sent: Sent, quote: Quote) -> tuple[Sent, tuple[Cut, ...]]:
    """The form with no more of anything than there is; as it came where nothing would be left."""
    cuts = tuple(
        Cut(line.sku, line.name, line.option, line.quantity, line.left)
        for line in quote.lines
        if not line.enough
    )
    had = {
        line.sku: line.quantity if line.left is None else min(line.quantity, line.left)
        for line in quote.lines
    }
    kept = [{"sku": sku, "quantity": quantity} for sku, quantity in had.items() if quantity]
    return ({**sent, "lines": kept}, cuts) if cuts and kept else (sent, ())


def _lost(line: object, book: PriceBook) -> str:
    """The SKU of a line that names one that is not sold; empty for any other line."""
    sku = line.get("sku") if isinstance(line, Mapping) else None
    # What is longer than any SKU is not even composed: that takes time with the square of its marks.
    if not isinstance(sku, str) or not sku.strip() or len(sku) > limits.SKU:
        return ""
    return sku if folded(sku) not in book.offers else ""
