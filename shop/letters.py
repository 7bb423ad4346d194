"""Letters and webhooks: which follow an event, and to whom."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from shop.orders import Order
from shop.outbox import HOOK, LETTER, ORDER, Message
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
REVIEW_REQUEST = "review_request"  #: some days after it is complete
#: To the owner.
ORDER_PLACED = "order_placed"
ORDER_OVERDUE = "order_overdue"
ORDER_WITHDRAWN = "order_withdrawn"  #: cancelled by the customer
ACT_LINK = "act_link"  #: a new link to act on something, instead of one that was too old
OUTBOX_DEAD = "outbox_dead"  #: another message was given up


def to_customer(order: Order, event: str, at: datetime, cause: str = "") -> tuple[Message, ...]:
    """A letter to the customer who left an e-mail address, about what happened at that moment."""
    if order.customer.email is None:
        return ()
    return (letter(ORDER, order.id, event, CUSTOMER, order.language, at, cause=cause),)


def to_owner(
    order: Order, event: str, language: str, at: datetime, cause: str = "",
    told: Mapping[str, str] | None = None,
) -> Message:  # fmt: skip
    """A letter to the owner; *told* is what its order may not tell any more by the time it leaves."""
    return letter(ORDER, order.id, event, OWNER, language, at, cause=cause, told=told)


def letter(
    about: str, about_id: str, event: str, recipient: str, language: str, at: datetime, *,
    cause: str = "", told: Mapping[str, str] | None = None, due_at: datetime | None = None,
) -> Message:  # fmt: skip
    """A letter about an order, a ticket or a post, and about what happened to it at that moment."""
    id = message_id(about_id, event, recipient, *((cause,) if cause else ()))
    body = json.dumps({"at": at.isoformat(), **(told or {})}, ensure_ascii=False)
    return Message(id, LETTER, event, recipient, language, about_id, body, about, due_at)


def told(letter: Message) -> Mapping[str, str]:
    """What was put down with a letter: `at`, when what it tells happened, and whatever else its kind has."""
    found: dict[str, str] = json.loads(letter.body) if letter.body else {}
    return found


def message_id(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:40]


def hook(about: str, about_id: str, version: int, event: str, endpoint: str, body: str) -> Message:
    """A webhook to one endpoint; its id is the same however often it is sent."""
    id = message_id(about_id, event, endpoint, str(version))
    return Message(id, HOOK, event, endpoint, "", about_id, body, about)
