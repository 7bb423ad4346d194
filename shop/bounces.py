"""Letters that come back: nobody writes to that address any more, and what they told of says so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from shop.case_ports import Cases
from shop.cases import Case, Filing
from shop.errors import Stale, Unavailable
from shop.numbers import contact_key
from shop.orders import Order, flagged
from shop.ports import Change, Orders, Suppressions

_C = TypeVar("_C", bound=Case)

#: A case with one more flag; nothing where it has that one.
Flagging = Callable[[_C, str, datetime], Filing[_C] | None]

#: Why an address is not written to; the flag of its orders and cases has the same name.
UNDELIVERABLE = "undeliverable"
COMPLAINT = "complaint"  #: its reader called a letter of ours spam

_TRIES = 5


class Silence(Protocol):
    """What an address that is not written to is known by."""

    @property
    def suppressions(self) -> Suppressions: ...
    @property
    def root_key(self) -> bytes: ...


class Post(Silence, Protocol):
    """What letters about orders that come back have to do with."""

    @property
    def orders(self) -> Orders: ...


def silenced(email: str, post: Silence) -> str | None:
    """Why nothing is written to that address; None where it may be."""
    return post.suppressions.suppressed(contact_key(post.root_key, email))


def silence(email: str, why: str, post: Silence, at: datetime) -> None:
    post.suppressions.suppress(contact_key(post.root_key, email), why, at)


def allow(email: str, post: Silence) -> str | None:
    """Lets letters go to that address again; why none did, or None where nothing had silenced it."""
    why = silenced(email, post)
    post.suppressions.allow(contact_key(post.root_key, email))
    return why


def came_back(order: Order, why: str, post: Post, at: datetime) -> None:
    """Flags the order, so that somebody calls its customer, whose address is not written to any more."""
    # In this order: were the address silenced and the flag lost, no later letter would set the flag.
    _persistently(partial(_flag_order, order.id, why, post.orders, at))
    if order.customer.email:
        silence(order.customer.email, why, post, at)


def case_came_back(
    case: _C,
    email: str | None,
    why: str,
    cases: Cases[_C],
    flagging: Flagging[_C],
    post: Silence,
    at: datetime,
) -> None:
    """Flags the ticket or the post; its state stays. The address is not written to any more."""
    _persistently(partial(_flag_case, case.id, why, cases, flagging, at))
    if email:
        silence(email, why, post, at)


def _flag_order(id: str, flag: str, orders: Orders, at: datetime) -> None:
    order = orders.by_id(id)
    if order and (step := flagged(order, flag, at)):
        orders.change(Change(step))


def _flag_case(id: str, flag: str, cases: Cases[_C], flagging: Flagging[_C], at: datetime) -> None:
    case = cases.by_id(id)
    if case and (filing := flagging(case, flag, at)):
        cases.change(filing)


def _persistently(flag: Callable[[], None]) -> None:
    """Again from the newest version where somebody else was faster."""
    for _ in range(_TRIES):
        with suppress(Stale):
            flag()
            return
    raise Unavailable("somebody else changes it all the time")
