"""What follows an event: the letters and the webhooks that are written together with it."""

from __future__ import annotations

from datetime import datetime

from shop import letters, webhooks
from shop.events import CUSTOMER
from shop.orders import Order, Step
from shop.outbox import Message
from shop.ports import Hooks
from shop.statuses import APPROVAL, ASSEMBLING
from shop.terms import Terms


def of_placed(
    order: Order, terms: Terms, hooks: Hooks, at: datetime, *, customer: bool, owner: bool
) -> tuple[Message, ...]:
    """The order to the owner and a confirmation to the customer, where they are wanted; the webhooks."""
    return (
        *((letters.to_owner(order, letters.ORDER_PLACED, terms.languages[0]),) if owner else ()),
        *(letters.to_customer(order, letters.ORDER_RECEIVED) if customer else ()),
        *_hooks(order, webhooks.ORDER_PLACED, hooks, at),
    )


def of_moved(step: Step, terms: Terms, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    """What is told of an order that has come into another status."""
    order, cause = step.order, str(step.order.version)
    withdrawn = step.event.who == CUSTOMER
    # Packing that waits for a missing thing is the shop's own affair until it has been talked over.
    back = step.event.data["from"] == ASSEMBLING and order.status == APPROVAL
    told = terms.status(order.status).letter and not back
    owner = letters.to_owner(order, letters.ORDER_WITHDRAWN, terms.languages[0], cause)
    return (
        *(letters.to_customer(order, letters.MOVED[order.status], cause) if told else ()),
        *((owner,) if withdrawn else ()),
        *_hooks(order, webhooks.ORDER_MOVED, hooks, at),
    )


def of_returned(order: Order, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    return _hooks(order, webhooks.ORDER_RETURNED, hooks, at)


def of_overdue(order: Order, terms: Terms) -> tuple[Message, ...]:
    return (letters.to_owner(order, letters.ORDER_OVERDUE, terms.languages[0], str(order.version)),)


def _hooks(order: Order, event: str, hooks: Hooks, at: datetime) -> tuple[Message, ...]:
    endpoints = hooks.endpoints(event)
    body = webhooks.body(order, event, at) if endpoints else ""
    return tuple(letters.hook(order, event, endpoint, body) for endpoint in endpoints)
