"""What statuses and reasons are called: in the shop's own words, else in those of the interface."""

from __future__ import annotations

from shop.orders import Order
from shop.statuses import APPROVAL, DELIVERY, REASONS
from shop.terms import Terms
from shop.words import say


def status_label(order: Order, status: str, terms: Terms, language: str) -> str:
    """What *order* being in that status is called."""
    if status == APPROVAL and order.quick:
        # Nothing has been confirmed yet, whatever the shop says of other orders.
        return say(language, "status_approval_quick")
    if own := terms.status(status).label[language]:
        return own
    method = terms.method(order.delivery.method)
    if status == DELIVERY and method is not None and not method.address:
        return say(language, "status_delivery_pickup")
    return say(language, f"status_{status}")


def reason_label(reason: str, terms: Terms, language: str) -> str:
    """Why an order was cancelled, as its customer is told; empty where there is nothing to tell."""
    if own := terms.reasons.get(reason):
        return own[language]
    return say(language, f"reason_{reason}") if reason in REASONS else ""
