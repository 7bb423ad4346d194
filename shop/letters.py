"""Letters: which follow an event, and to whom."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from shop.orders import Order

CUSTOMER = "customer"
OWNER = "owner"

ORDER_RECEIVED = "order_received"
ORDER_PLACED = "order_placed"


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to be written when it is sent, from the order as it is stored."""

    message_id: str  #: the same for the same cause, so that a letter sent twice can be told
    event: str
    recipient: str
    language: str
    order_id: str


def letters_for_placed(order: Order, owner_language: str) -> tuple[Letter, ...]:
    """A confirmation to the customer who left an e-mail address, and the order itself to the owner."""
    to_owner = _letter(order, ORDER_PLACED, OWNER, owner_language)
    if order.customer.email is None:
        return (to_owner,)
    return (to_owner, _letter(order, ORDER_RECEIVED, CUSTOMER, order.language))


def message_id(order_id: str, event: str, recipient: str) -> str:
    return hashlib.sha256("\0".join((order_id, event, recipient)).encode()).hexdigest()[:40]


def _letter(order: Order, event: str, recipient: str, language: str) -> Letter:
    return Letter(message_id(order.id, event, recipient), event, recipient, language, order.id)
