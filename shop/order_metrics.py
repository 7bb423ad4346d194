"""Figures of orders in a span of time: how soon somebody reacts, how much is bought, who comes again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.contacts import mailbox
from shop.events import CUSTOMER, MOVED, SHOP, Event
from shop.money import Money
from shop.orders import Order
from shop.spreads import Cell, Taken, by_hour, taken
from shop.statuses import CANCEL, SPAM
from shop.terms import Terms


@dataclass(frozen=True, slots=True)
class OrderFigures:
    placed: int  #: orders that were meant
    cancelled: int
    reaction: Taken  #: until somebody of the shop first moves one
    revenue: Money  #: of those not cancelled, delivery and tax inside
    average: Money | None
    customers: int  #: who placed those; one is known by any address or phone number
    again: int  #: of these, who placed two or more in the span
    again_ever: int  #: customers with two or more orders until the end of the span
    customers_ever: int
    busy: Mapping[Cell, int]


@dataclass(frozen=True, slots=True)
class OrderHistory:
    order: Order
    events: Sequence[Event]


def figures(histories: Sequence[OrderHistory], terms: Terms, begin: datetime, end: datetime) -> OrderFigures:
    """What was placed from *begin* on and before *end*; cancelled is what is so now."""
    meant = [each for each in histories if each.order.reason != SPAM and each.order.placed_at < end]
    placed = [each.order for each in meant if begin <= each.order.placed_at]
    bought = [order for order in placed if order.status != CANCEL]
    revenue = sum((order.total for order in bought), Money.zero(terms.currency))
    people = _people([each.order for each in meant])
    mine = Counter(people[order.id] for order in bought).values()
    ever = Counter(people[each.order.id] for each in meant if each.order.status != CANCEL).values()
    reactions = [span for each in meant if (span := _reaction(each)) and begin <= span[1] < end]
    return OrderFigures(
        placed=len(placed),
        cancelled=len(placed) - len(bought),
        reaction=taken(reactions, terms),
        revenue=revenue,
        average=revenue.per(len(bought)) if bought else None,
        customers=len(mine),
        again=sum(count > 1 for count in mine),
        again_ever=sum(count > 1 for count in ever),
        customers_ever=len(ever),
        busy=by_hour((order.placed_at for order in placed), terms),
    )


def _reaction(history: OrderHistory) -> tuple[datetime, datetime] | None:
    """From when it was placed until a person moved it; none where its customer was faster."""
    first = next((event for event in history.events if event.name == MOVED), None)
    if first is None or first.who in (CUSTOMER, SHOP):
        return None
    return history.order.placed_at, first.at


def _people(orders: Sequence[Order]) -> Mapping[str, str]:
    """Whose each order is: two with one contact in common, cancelled or not, are of one person."""
    leads: dict[str, str] = {}

    def first(contact: str) -> str:
        while (before := leads.setdefault(contact, contact)) != contact:
            leads[contact] = contact = leads[before]
        return contact

    for order in orders:
        contacts = _contacts(order)
        for contact in contacts[1:]:
            leads[first(contact)] = first(contacts[0])
    return {order.id: first(_contacts(order)[0]) for order in orders}


def _contacts(order: Order) -> list[str]:
    customer = order.customer
    given = (customer.email and mailbox(customer.email), customer.phone and "".join(customer.phone.split()))
    return [contact for contact in given if contact] or [order.id]
