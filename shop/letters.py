"""Letters and webhooks: which follow an event, and to whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from shop.orders import Order
from shop.outbox import HOOK, LETTER, Message
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY

CUSTOMER = "customer"
OWNER = "owner"

#: The header that names a letter: a mail service may put its own Message-ID in the place of ours.
HEADER = "X-Vitrina-Message"

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
OUTBOX_DEAD = "outbox_dead"  #: another message was given up


def to_customer(order: Order, event: str, at: datetime, cause: str = "") -> tuple[Message, ...]:
    """A letter to the customer who left an e-mail address, about what happened at that moment."""
    if order.customer.email is None:
        return ()
    return (_letter(order, event, CUSTOMER, order.language, at, cause),)


def to_owner(
    order: Order, event: str, language: str, at: datetime, cause: str = "",
    told: Mapping[str, str] | None = None,
) -> Message:  # fmt: skip
    """A letter to the owner; *told* is what its order may not tell any more by the time it leaves."""
    return _letter(order, event, OWNER, language, at, cause, told)


def told(letter: Message) -> Mapping[str, str]:
    """What was put down with a letter: `at`, when what it tells happened, and whatever else its kind has."""
    found: dict[str, str] = json.loads(letter.body) if letter.body else {}
    return found


def message_id(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def hook(order: Order, event: str, endpoint: str, body: str) -> Message:
    """A webhook to one endpoint; its id is the same however often it is sent."""
    id = message_id(order.id, event, endpoint, str(order.version))
    return Message(id, HOOK, event, endpoint, "", order.id, body)


def _letter(
    order: Order, event: str, recipient: str, language: str, at: datetime, cause: str,
    told: Mapping[str, str] | None = None,
) -> Message:  # fmt: skip
    id = message_id(order.id, event, recipient, *((cause,) if cause else ()))
    body = json.dumps({"at": at.isoformat(), **(told or {})}, ensure_ascii=False)
    return Message(id, LETTER, event, recipient, language, order.id, body)
