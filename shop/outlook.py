"""What happens next to an order, in a sentence for its customer."""

from __future__ import annotations

from datetime import datetime

from shop.orders import Order
from shop.statuses import APPROVAL, DELIVERY, NEW
from shop.terms import Terms
from shop.times import moment
from shop.words import say
from shop.worktime import deadline


def outlook(order: Order, terms: Terms, language: str, at: datetime) -> str:
    """What the shop does next, and by when where it has promised that; never a moment that has passed."""
    if not _waits(order):
        return say(language, _following(order, terms))
    code = _answer(order)
    if not terms.answer_within:
        return say(language, f"{code}_soon")
    by = deadline(order.placed_at, terms.answer_within, terms)
    if at > by:
        return say(language, "next_late")
    return say(language, code, by=moment(by, terms.timezone, language))


def _waits(order: Order) -> bool:
    """Whether nobody has answered yet."""
    return order.status == NEW or (order.status == APPROVAL and order.quick)


def _answer(order: Order) -> str:
    if not order.quick:
        return "next_check"
    return "next_call" if order.customer.phone else "next_write"


def _following(order: Order, terms: Terms) -> str:
    method = terms.method(order.delivery.method)
    if order.status == DELIVERY and method is not None and not method.address:
        return "next_delivery_pickup"
    return f"next_{order.status}"
