"""Following an order without an account: its customer takes it back, or has the link sent once more."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from shop import desk
from shop.errors import Stale
from shop.events import CUSTOMER
from shop.letters import ORDER_LINK, to_customer
from shop.numbers import ORDER, parse_number
from shop.orders import Order
from shop.requests import Sent
from shop.seeking import Links, answer, is_of, read_find
from shop.service import track_order
from shop.statuses import CANCEL, SPAM


class Books(desk.Open, Links, Protocol):
    """What following an order needs from outside."""


def withdraw(number: str, sent: Sent, shop: Books, at: datetime) -> Order | None:
    """The order, cancelled by the holder of its link; None where the number or the secret is wrong.

    Asked for twice, it is answered twice. Raises Invalid, IllegalMove, Unavailable.
    """
    order = _held(number, sent, shop)
    if order is None or (order.status == CANCEL and order.reason == CUSTOMER):
        return order
    terms = shop.prices.book(()).terms
    try:
        return desk.withdraw(order, terms, shop, at)
    except Stale:
        # Something was noted on it in the meantime; what counts is where it is now.
        latest = _held(number, sent, shop)
        return desk.withdraw(latest, terms, shop, at) if latest else None


def send_link(sent: Sent, shop: Books, at: datetime) -> None:
    """Writes the order's link to the address in the order, where number and address belong together.

    Whoever asks learns nothing. Raises Invalid, Unavailable.
    """
    request = read_find(sent, shop.contacts, ORDER)
    order = shop.orders.by_number(request.number)
    # What was nobody's order came with an address that may be a stranger's.
    found = order and is_of(order.customer.email, request) and order.reason != SPAM
    answer(request, to_customer(order, ORDER_LINK, at, at.isoformat()) if order and found else (), shop, at)


def _held(number: str, sent: Sent, shop: Books) -> Order | None:
    order = track_order(sent, shop.orders)
    return order if order and order.number == parse_number(number) else None
