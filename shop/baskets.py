"""The lines of a basket as they are sent: which SKUs, how many of each, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from shop import limits
from shop.fields import Fields, folded
from shop.pricing import Line
from shop.published import PriceBook
from shop.requests import Sent


def read_basket(sent: Sent, book: PriceBook) -> tuple[Line, ...]:
    """Only the lines: what a page can still be shown for when other fields are wrong. Raises Invalid."""
    fields = Fields(sent)
    lines = read_lines(fields, book)
    fields.finish()
    return lines


def read_lines(fields: Fields, book: PriceBook) -> tuple[Line, ...]:
    """The lines, those of one SKU summed; what is wrong with them is left in *fields*."""
    sent = fields.get("lines")
    if sent is not None and not isinstance(sent, list):
        fields.refuse("lines", "not_a_list")
        return ()
    if not sent:
        fields.refuse("lines", "no_lines")
        return ()
    if len(sent) > limits.LINES_SENT:
        fields.refuse("lines", "too_many_lines", limit=limits.LINES)
        return ()
    lines = [_line(Fields(line, f"lines.{n}", fields.errors), book) for n, line in enumerate(sent)]
    return _summed(fields, lines)


def skus(sent: Sent) -> tuple[str, ...]:
    """The SKUs named in *sent*, as far as it can be read: what to open the price list at."""
    lines = sent.get("lines")
    if not isinstance(lines, list):
        return ()
    named = (line.get("sku") for line in lines[: limits.LINES_SENT] if isinstance(line, Mapping))
    return tuple(
        dict.fromkeys(folded(sku) for sku in named if isinstance(sku, str) and len(sku) <= limits.SKU)
    )


def _line(fields: Fields, book: PriceBook) -> Line:
    fields.refuse_others(("sku", "quantity"))
    sku = fields.text("sku", limits.SKU, required=True)
    if sku and sku not in book.offers:
        fields.refuse("sku", "not_on_sale", sku=sku)
    return Line(sku, _quantity(fields))


def _quantity(fields: Fields) -> int:
    sent = fields.get("quantity")
    if sent is None or sent == "":
        fields.refuse("quantity", "required")
        return 0
    number = _whole(sent)
    if number is None or not 1 <= number <= limits.QUANTITY:
        fields.refuse("quantity", "quantity_range", limit=limits.QUANTITY)
        return 0
    return number


def _whole(sent: object) -> int | None:
    if isinstance(sent, bool):
        return None
    if isinstance(sent, str):
        return int(sent) if re.fullmatch(r"\s*[0-9]{1,4}\s*", sent) else None
    if isinstance(sent, float):
        return int(sent) if sent.is_integer() else None
    return sent if isinstance(sent, int) else None


def _summed(fields: Fields, lines: list[Line]) -> tuple[Line, ...]:
    quantities: dict[str, int] = {}
    for line in lines:
        quantities[line.sku] = quantities.get(line.sku, 0) + line.quantity
    if len(quantities) > limits.LINES:
        fields.refuse("lines", "too_many_lines", limit=limits.LINES)
    if any(quantity > limits.QUANTITY for quantity in quantities.values()):
        fields.refuse("lines", "quantity_range", limit=limits.QUANTITY)
    return tuple(Line(sku, quantity) for sku, quantity in quantities.items())
