"""What follows an event: the letters and the webhooks that are written together with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shop import letters, webhooks
from shop.events import CUSTOMER
from shop.orders import Order, Step
from shop.outbox import LETTER, ORDER, Message
from shop.ports import Hooks
from shop.statuses import APPROVAL, ASSEMBLING, COMPLETE, NEW, SPAM
from shop.terms import Terms
from shop.visits import is_told_of


def of_placed(
    order: Order, terms: Terms, hooks: Hooks, at: datetime, *, customer: bool, owner: bool
) -> tuple[Message, ...]:
    """The order to the owner and a confirmation to the customer, where they are wanted; the webhooks."""
    return (
        *((letters.to_owner(order, letters.ORDER_PLACED, terms.languages[0], at),) if owner else ()),
        *(letters.to_customer(order, letters.ORDER_RECEIVED, at) if customer else ()),
        *_hooks(order, webhooks.ORDER_PLACED, hooks, at),
    )


def of_moved(
    step: Step, terms: Terms, hooks: Hooks, at: datetime, *, customer: bool = True
) -> tuple[Message, ...]:
    """What is told of an order that has come into another status; to its *customer* where that is wanted."""
    order, cause = step.order, str(step.order.version)
    withdrawn = step.event.who == CUSTOMER
    # Packing that waits for a missing thing is the shop's own affair until it has been talked over.
    back = step.event.data["from"] == ASSEMBLING and order.status == APPROVAL
    # What was nobody's order came with an address that may be a stranger's.
    told = customer and terms.status(order.status).letter and not back and order.reason != SPAM
    owner = letters.to_owner(order, letters.ORDER_WITHDRAWN, terms.languages[0], at, cause)
    return (
        *(letters.to_customer(order, letters.MOVED[order.status], at, cause) if told else ()),
        *((owner,) if withdrawn and is_told_of(order.doubts) else ()),
        *(_review_request(order, terms, at) if order.status == COMPLETE else ()),
        *_hooks(order, webhooks.ORDER_MOVED, hooks, at),
    )


def of_returned(order: Order, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    return _hooks(order, webhooks.ORDER_RETURNED, hooks, at)


def of_overdue(order: Order, terms: Terms, at: datetime) -> tuple[Message, ...]:
    """A letter to the owner, but for one of a flood that was told of as a whole."""
    if order.status == NEW and not is_told_of(order.doubts):
        return ()
    letter = letters.to_owner(
        order,
        letters.ORDER_OVERDUE,
        terms.languages[0],
        at,
        str(order.version),
        {"status": order.status, "since": (order.since or order.placed_at).isoformat()},
    )
    return (letter,)


def of_given_up(message: Message, reason: str, terms: Terms, at: datetime) -> tuple[Message, ...]:
    """A letter to the owner about a message that will not be tried again, one in an hour.

    None about the owner's own letters: it would not arrive either.
    """
    if message.kind == LETTER and message.recipient == letters.OWNER:
        return ()
    letter = letters.letter(
        message.about,
        message.about_id,
        letters.OUTBOX_DEAD,
        letters.OWNER,
        terms.languages[0],
        at,
        told={
            "id": message.id,
            "kind": message.kind,
            "event": message.event,
            "recipient": message.recipient,
            "reason": reason,
        },
    )
    # The outbox takes one message of an id; those of one hour have the same.
    return (replace(letter, id=letters.message_id(letters.OUTBOX_DEAD, f"{at:%Y-%m-%dT%H}")),)


def _review_request(order: Order, terms: Terms, at: datetime) -> tuple[Message, ...]:
    """What asks, once, how the things are, when there has been time to try them; where the shop wants it."""
    due_at = at + timedelta(days=terms.feedback.review_after)
    asked = letters.to_customer(order, letters.REVIEW_REQUEST, due_at) if due_at > at else ()
    return tuple(replace(each, due_at=due_at) for each in asked)


def _hooks(order: Order, event: str, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    endpoints = hooks.endpoints(event)
    body = webhooks.body(order, event, at) if endpoints else ""
    return tuple(
        letters.hook(ORDER, order.id, order.version, event, endpoint, body) for endpoint in endpoints
    )
