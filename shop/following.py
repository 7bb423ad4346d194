"""Following an order without an account: its customer takes it back, or has the link sent once more."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from shop import desk, limits
from shop.contacts import mailbox
from shop.errors import Stale
from shop.events import CUSTOMER
from shop.fields import Fields
from shop.letters import ORDER_LINK, to_customer
from shop.numbers import contact_key, parse_number
from shop.orders import Order
from shop.ports import ContactRules, Outbox, PriceList
from shop.requests import FIND_FIELDS, FindRequest, Sent
from shop.service import track_order
from shop.statuses import CANCEL, SPAM
from shop.visits import LETTERS

#: A link is sent once in this time, and so three times an hour at most.
_PAUSE = timedelta(minutes=20)
_DAY = timedelta(days=1)


class Books(desk.Open, Protocol):
    """What following an order needs from outside."""

    @property
    def prices(self) -> PriceList: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def contacts(self) -> ContactRules: ...


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

    Whoever asks learns nothing: whether there is such an order shows neither in the answer nor in how much
    is written for it. Raises Invalid, Unavailable.
    """
    request = _asked(sent, shop.contacts)
    order = shop.orders.by_number(request.number)
    # What was nobody's order came with an address that may be a stranger's.
    found = order if order and _is_of(order, request) and order.reason != SPAM else None
    key = contact_key(shop.root_key, f"{request.number} {request.email}")
    waited = shop.limits.hit(f"link:{key}", 1, _PAUSE, at)
    # What was not found is counted and written too, on an account of its own.
    account = contact_key(shop.root_key, mailbox(request.email)) if found and waited else f"nobody:{key}"
    welcome = shop.limits.hit(f"letters:{account}", LETTERS, _DAY, at)
    if found and waited and welcome:
        shop.outbox.put(to_customer(found, ORDER_LINK, at, at.isoformat()), at)
    else:
        shop.limits.hit(f"letter:{account}", 1, _PAUSE, at)


def _asked(sent: Sent, contacts: ContactRules) -> FindRequest:
    """What somebody knows of an order. A number that was never given out is told by its check digit alone."""
    fields = Fields(sent)
    fields.refuse_others(FIND_FIELDS)
    typed = fields.text("number", limits.NUMBER, required=True)
    number = parse_number(typed)
    if typed and number is None:
        fields.refuse("number", "not_a_number")
    written = fields.text("email", limits.EMAIL, required=True)
    email = contacts.email(written) if written else None
    if written and email is None:
        fields.refuse("email", "not_an_email")
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return FindRequest(number or "", email or "")


def _held(number: str, sent: Sent, shop: Books) -> Order | None:
    order = track_order(sent, shop.orders)
    return order if order and order.number == parse_number(number) else None


def _is_of(order: Order, request: FindRequest) -> bool:
    return order.customer.email is not None and order.customer.email.casefold() == request.email.casefold()
