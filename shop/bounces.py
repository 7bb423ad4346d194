"""Letters that come back: nobody writes to that address any more, and the order says so."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Protocol

from shop.errors import Stale, Unavailable
from shop.numbers import contact_key
from shop.orders import Order, flagged
from shop.ports import Change, Orders, Suppressions

#: Why an address is not written to; the flag of its orders has the same name.
UNDELIVERABLE = "undeliverable"
COMPLAINT = "complaint"  #: its reader called a letter of ours spam

_TRIES = 5


class Post(Protocol):
    """What letters that come back have to do with."""

    @property
    def orders(self) -> Orders: ...
    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def root_key(self) -> bytes: ...


def silenced(email: str, post: Post) -> str | None:
    """Why nothing is written to that address; None where it may be."""
    return post.suppressions.suppressed(contact_key(post.root_key, email))


def silence(email: str, why: str, post: Post, at: datetime) -> None:
    post.suppressions.suppress(contact_key(post.root_key, email), why, at)


def allow(email: str, post: Post) -> str | None:
    """Lets letters go to that address again; why none did, or None where nothing had silenced it."""
    why = silenced(email, post)
    post.suppressions.allow(contact_key(post.root_key, email))
    return why


def came_back(order: Order, why: str, post: Post, at: datetime) -> None:
    """Flags the order, so that somebody calls its customer, whose address is not written to any more."""
    # In this order: were the address silenced and the flag lost, no later letter would set the flag.
    _flag(order.id, why, post.orders, at)
    if order.customer.email:
        silence(order.customer.email, why, post, at)


def _flag(order_id: str, flag: str, orders: Orders, at: datetime) -> None:
    """Again from the newest version where somebody else was faster."""
    for _ in range(_TRIES):
        order = orders.by_id(order_id)
        step = flagged(order, flag, at) if order else None
        if step is None:
            return
        with suppress(Stale):
            orders.change(Change(step))
            return
    raise Unavailable("somebody else changes that order all the time")
