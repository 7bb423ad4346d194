"""What a shop does for a visitor: price a basket, take an order, show one to whoever holds its link."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from shop import messages
from shop.baskets import skus
from shop.errors import Invalid, KeyReused, NotEnough, QuoteChanged, TooMany
from shop.events import CUSTOMER, PLACED, Event
from shop.forms import fingerprint, read_order, read_quote, read_track
from shop.numbers import contact_key, hash_of, parse_number
from shop.orders import Order, Step, new_order
from shop.ports import Change, ContactRules, Hooks, Limits, Orders, Placed, PriceList, Promos, Stock, Wish
from shop.pricing import Quote, quote
from shop.published import PriceBook
from shop.requests import Customer, OrderRequest, Sent
from shop.shelf import counters_of as _counters
from shop.stock import Counter, taking
from shop.terms import Terms
from shop.worktime import deadline

_Read = TypeVar("_Read")

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)

#: Doubts: this contact, or everybody together, has ordered more in an hour than passes without a look.
MANY_OF_CONTACT = "many_of_contact"
MANY = "many"

#: Letters a day to an address that nobody has confirmed: it may be a stranger's.
LETTERS = 3


class Intake(Protocol):
    """What a shop needs from outside to sell: its prices, its shelves, its books."""

    @property
    def prices(self) -> PriceList: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def stock(self) -> Stock: ...
    @property
    def promos(self) -> Promos: ...
    @property
    def limits(self) -> Limits: ...
    @property
    def contacts(self) -> ContactRules: ...
    @property
    def hooks(self) -> Hooks: ...
    @property
    def root_key(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of whoever sent a request."""

    address: str | None = None  #: a key that stands for the network address; None where it says nothing
    doubts: tuple[str, ...] = ()  #: what makes it look like a robot's


def quote_basket(sent: Sent, shop: Intake, at: datetime) -> tuple[Quote, PriceBook]:
    """The basket's price, exactly as an order would be priced, and the list it comes from.

    Raises Invalid, Unavailable.
    """

    def read(book: PriceBook) -> tuple[Quote, PriceBook]:
        request = read_quote(sent, book)
        counters = _counters(book, shop.stock)
        return quote(
            request.lines, book.offers, book.terms, book.digest, request.method, request.country,
            counters=counters,
        ), book  # fmt: skip

    return _by_the_newest(sent, shop.prices, read)


def place_order(
    sent: Sent, visit: Visit, *, key: str, language: str, order_id: str, shop: Intake, at: datetime
) -> Placed:
    """Takes an order, priced from the shop's own list, once for each *key*.

    The same key with the same content gives the same order again. Raises KeyReused, Invalid, TooMany,
    QuoteChanged where the visitor saw another total or there is not enough, and Unavailable;
    after each of them nothing has been written.
    """
    wish = Wish(hash_of(f"order\0{key}"), fingerprint(sent))
    if earlier := shop.orders.placed(wish.key):
        return _same(earlier, wish)

    def read(book: PriceBook) -> tuple[OrderRequest, Quote, Terms]:
        request = read_order(sent, book, shop.contacts, language)
        return request, _agreed(request, book, _counters(book, shop.stock)), book.terms

    request, priced, terms = _by_the_newest(sent, shop.prices, read)

    def make(counter: int) -> Change:
        # Counted here, the limits are a part of the order's own write where the store can have it so.
        doubts = (*visit.doubts, *_counted(request.customer, visit, terms, shop, at))
        customer = not doubts and _may_be_written_to(request.customer, shop, at)
        owner = MANY not in doubts or shop.limits.hit("letter:many", 1, _HOUR, at)
        order = new_order(request, priced, terms, id=order_id, counter=counter, root_key=shop.root_key, at=at)
        limit = terms.status(order.status).limit
        due_at = deadline(at, limit, terms) if limit else None
        order = replace(order, doubts=doubts, due_at=due_at)
        placed = Event(order.id, order.version, at, PLACED, CUSTOMER)
        return Change(
            Step(order, placed, stock=taking(priced.parts), uses=order.uses),
            messages.of_placed(order, terms, shop.hooks, at, customer=customer, owner=owner),
        )

    try:
        return _same(shop.orders.place(wish, make, at), wish)
    except NotEnough:
        # Somebody was faster between the look and the write.
        book = shop.prices.book(skus(sent))
        raise QuoteChanged(_priced(request, book, _counters(book, shop.stock)), "not_enough") from None


def track_order(sent: Sent, orders: Orders) -> Order | None:
    """The order whose number and secret were sent; None where either is wrong.

    It is looked for by its secret alone: how long that takes says nothing of which numbers there are.
    """
    request = read_track(sent)
    order = orders.by_secret(hash_of(request.key))
    return order if order and order.number == parse_number(request.number) else None


def _counted(customer: Customer, visit: Visit, terms: Terms, shop: Intake, at: datetime) -> tuple[str, ...]:
    """Counts an order against the shop's limits. Above one it is doubtful, above that of an address refused.

    Raises TooMany.
    """
    rates = terms.rates

    def within(key: str, limit: int) -> bool:
        return limit == 0 or shop.limits.hit(f"orders:{key}", limit, _HOUR, at)

    if visit.address and not within(f"address:{visit.address}", rates.per_address):
        raise TooMany(int(_HOUR.total_seconds()))
    contacts = contact_keys(customer, shop.root_key)
    few = [within(f"contact:{contact}", rates.per_contact) for contact in contacts]
    calm = within("shop", rates.per_shop)
    return (*(() if all(few) else (MANY_OF_CONTACT,)), *(() if calm else (MANY,)))


def contact_keys(customer: Customer, root_key: bytes) -> tuple[str, ...]:
    return tuple(contact_key(root_key, contact) for contact in (customer.email, customer.phone) if contact)


def _may_be_written_to(customer: Customer, shop: Intake, at: datetime) -> bool:
    if customer.email is None:
        return False
    return shop.limits.hit(f"letters:{contact_key(shop.root_key, customer.email)}", LETTERS, _DAY, at)


def _by_the_newest(sent: Sent, prices: PriceList, read: Callable[[PriceBook], _Read]) -> _Read:
    """What *read* makes of the kept list; of a fresh one where it may be the list's age that refuses."""
    try:
        return read(prices.book(skus(sent)))
    except QuoteChanged:
        pass
    except Invalid as invalid:
        if all(error.code != "not_on_sale" for error in invalid.errors):
            raise
    return read(prices.book(skus(sent), fresh=True))


def _agreed(request: OrderRequest, book: PriceBook, counters: Mapping[str, Counter]) -> Quote:
    """The price of the order. Raises QuoteChanged where it is not what the visitor can have agreed to."""
    priced = _priced(request, book, counters)
    if not priced.enough:
        raise QuoteChanged(priced, "not_enough")
    if request.expected_total not in (None, priced.total):
        raise QuoteChanged(priced, "price_changed")
    return priced


def _priced(request: OrderRequest, book: PriceBook, counters: Mapping[str, Counter]) -> Quote:
    country = request.address.country if request.address else None
    return quote(
        request.lines, book.offers, book.terms, book.digest, request.method, country, counters=counters
    )


def _same(placed: Placed, wish: Wish) -> Placed:
    if placed.fingerprint != wish.fingerprint:
        raise KeyReused
    return placed
