"""Letters and webhooks: which follow an event, and to whom."""

from __future__ import annotations

import hashlib

from shop.orders import Order
from shop.outbox import HOOK, LETTER, Message
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY

CUSTOMER = "customer"
OWNER = "owner"

#: To the customer.
ORDER_RECEIVED = "order_received"
ORDER_LINK = "order_link"  #: asked for on the page that finds an order
MOVED = {
    APPROVAL: "order_confirmed",
    ASSEMBLING: "order_packing",
    DELIVERY: "order_sent",
    COMPLETE: "order_done",
    CANCEL: "order_cancelled",
}
#: To the owner.
ORDER_PLACED = "order_placed"
ORDER_OVERDUE = "order_overdue"
ORDER_WITHDRAWN = "order_withdrawn"  #: cancelled by the customer


def to_customer(order: Order, event: str, cause: str = "") -> tuple[Message, ...]:
    """A letter to the customer who left an e-mail address."""
    if order.customer.email is None:
        return ()
    return (_letter(order, event, CUSTOMER, order.language, cause),)


def to_owner(order: Order, event: str, language: str, cause: str = "") -> Message:
    return _letter(order, event, OWNER, language, cause)


def message_id(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def _letter(order: Order, event: str, recipient: str, language: str, cause: str) -> Message:
    id = message_id(order.id, event, recipient, *((cause,) if cause else ()))
    return Message(id, LETTER, event, recipient, language, order.id)


def hook(order: Order, event: str, endpoint: str, body: str) -> Message:
    """A webhook to one endpoint; its id is the same however often it is sent."""
    id = message_id(order.id, event, endpoint, str(order.version))
    return Message(id, HOOK, event, endpoint, "", order.id, body)
