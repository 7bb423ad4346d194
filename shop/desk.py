"""What the shop does with its orders: moves them on, takes things back, is told when one takes too long."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Protocol

from shop import messages, orders
from shop.errors import IllegalMove, Stale
from shop.events import CUSTOMER
from shop.orders import Order
from shop.ports import Change, Hooks, Orders
from shop.returns import Return
from shop.statuses import CANCEL, FINAL, NEW, OWNER, choices
from shop.terms import Terms
from shop.visits import Door, may_be_written_to
from shop.worktime import deadline


class Books(Protocol):
    """What moving orders needs from outside."""

    @property
    def orders(self) -> Orders: ...
    @property
    def hooks(self) -> Hooks: ...


class Open(Books, Door, Protocol):
    """What a customer's change of an order needs on top: it is counted."""


def move(
    order: Order, to: str, terms: Terms, books: Books, at: datetime, *, who: str, role: str = OWNER,
    tracking: str = "", reason: str = "", comment: str = "",
) -> Order:  # fmt: skip
    """The order in that status, its letters and webhooks on their way.

    Raises IllegalMove for a move that is not in the table or not for that role; Stale.
    """
    allowed = choices(order.status, role, terms.statuses)
    if to not in allowed:
        raise IllegalMove(order.status, to, allowed)
    limit = terms.status(to).limit
    due_at = deadline(at, limit, terms) if limit and to not in FINAL else None
    step = orders.moved(
        order, to, at=at, who=who, due_at=due_at, tracking=tracking, reason=reason, comment=comment
    )
    books.orders.change(Change(step, messages.of_moved(step, terms, books.hooks, at)))
    return step.order


def withdraw(order: Order, terms: Terms, books: Open, at: datetime) -> Order:
    """The order cancelled by its customer, which is possible while nobody has begun with it.

    Whoever has just ordered in a stranger's name can do that, too: it is confirmed by letter as seldom as
    an order is. Raises IllegalMove, Stale.
    """
    if order.status != NEW:
        raise IllegalMove(order.status, CANCEL, ())
    step = orders.moved(order, CANCEL, at=at, who=CUSTOMER, reason=CUSTOMER)
    letter = not order.doubts and may_be_written_to(order.customer, books, at)
    books.orders.change(Change(step, messages.of_moved(step, terms, books.hooks, at, customer=letter)))
    return step.order


def take_back(order: Order, back: Return, books: Books) -> Order:
    """The order with things returned. Raises NoReturn, Stale."""
    step = orders.returned(order, back)
    books.orders.change(Change(step, messages.of_returned(step.order, books.hooks, back.at)))
    return step.order


def tell_overdue(terms: Terms, books: Books, at: datetime, limit: int = 100) -> int:
    """Writes to the owner, once for each, about orders whose status takes too long; how many there were."""
    told = 0
    for order in books.orders.overdue(at, limit):
        with suppress(Stale):  # somebody moves it at this very moment, which is what the letter would ask for
            books.orders.change(Change(orders.overdue(order, at), messages.of_overdue(order, terms, at)))
            told += 1
    return told
