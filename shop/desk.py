"""What the shop does with its orders: moves them on, takes things back, is told when one takes too long."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop import messages, orders
from shop.errors import IllegalMove, Stale, Unavailable
from shop.events import CUSTOMER, MOVED, RETURNED, Event
from shop.orders import Order, Step
from shop.ports import Change, Hooks, Orders, PriceList
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
    @property
    def prices(self) -> PriceList: ...


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
    books.orders.change(
        Change(_by_newest_count(step, books), messages.of_moved(step, terms, books.hooks, at))
    )
    return step.order


def withdraw(order: Order, terms: Terms, books: Open, at: datetime) -> Order:
    """The order cancelled by its customer, which is possible while nobody has begun with it.

    Whoever has just ordered in a stranger's name can do that, too: it is confirmed by letter as seldom as
    an order is. Raises IllegalMove, Stale.
    """
    if order.status != NEW:
        raise IllegalMove(order.status, CANCEL, ())
    step = orders.moved(order, CANCEL, at=at, who=CUSTOMER, reason=CUSTOMER)
    letter = not order.doubts and may_be_written_to(order.customer.email, books, at)
    told = messages.of_moved(step, terms, books.hooks, at, customer=letter)
    books.orders.change(Change(_by_newest_count(step, books), told))
    return step.order


def take_back(order: Order, back: Return, books: Books) -> Order:
    """The order with things returned. Raises NoReturn, Stale."""
    step = orders.returned(order, back)
    told = messages.of_returned(step.order, books.hooks, back.at)
    books.orders.change(Change(_by_newest_count(step, books), told))
    return step.order


def decided_since(order: Order, version: int, books: Books) -> list[Event]:
    """What somebody has decided about it after that version; what the clock did is in nobody's way."""
    return [
        event
        for event in books.orders.events(order.id)
        if event.version > version and event.name in (MOVED, RETURNED)
    ]


def tell_overdue(terms: Terms, books: Books, at: datetime, limit: int = 100) -> int:
    """Writes to the owner, once for each, about orders whose status takes too long; how many there were."""
    told = 0
    for order in books.orders.overdue(at, limit):
        with suppress(Stale):  # somebody moves it at this very moment, which is what the letter would ask for
            books.orders.change(Change(orders.overdue(order, at), messages.of_overdue(order, terms, at)))
            told += 1
    return told


def _by_newest_count(step: Step, books: Books) -> Step:
    """What the step gives back, given back to the owner's newest count, of which no order may know yet.

    Otherwise the next order would begin that count from nothing, and what came back before it would be lost.
    """
    items = [move.item for move in step.stock if move.taken]
    if not items:
        return step
    try:
        # What is counted need not be sold by itself, nor what was ordered still be sold.
        offers = books.prices.book((*items, *(line.sku for line in step.order.lines))).offers
    except Unavailable:
        return step  # an order is moved all the same
    counted = {part.item: part.counted for offer in offers.values() for part in offer.parts}
    return replace(
        step, stock=tuple(replace(move, counted=counted.get(move.item, "")) for move in step.stock)
    )
