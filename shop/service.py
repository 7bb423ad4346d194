"""What a shop does for a visitor: price a basket, take an order, show one to whoever holds its link."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

from shop import messages
from shop.baskets import skus
from shop.contacts import contact_keys
from shop.errors import Invalid, KeyReused, NotEnough, PromoSpent, QuoteChanged, TooMany
from shop.events import CUSTOMER, PLACED, Event
from shop.forms import fingerprint, read_order, read_quote, read_track
from shop.numbers import hash_of, parse_number
from shop.orders import Order, Step, new_order
from shop.ports import Change, ContactRules, Hooks, Orders, Placed, PriceList, Wish
from shop.pricing import Quote
from shop.promos import uses_of
from shop.published import PriceBook
from shop.quoting import Counts, priced
from shop.requests import OrderRequest, QuoteRequest, Sent
from shop.stock import taking
from shop.visits import HOUR, MANY, Door, Sending, Visit, doubts_about, may_be_written_to
from shop.worktime import deadline

_Read = TypeVar("_Read")

#: What a newer price list may put right.
_HEALED = frozenset(("not_on_sale", "unknown_promo", "promo_not_yet", "promo_over"))

#: A flag: the customer was not written to, because too many letters went to that address that day.
NO_LETTER = "no_letter"


class Intake(Counts, Door, Protocol):
    """What a shop needs from outside to sell: its prices, its shelves, its books."""

    @property
    def prices(self) -> PriceList: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def contacts(self) -> ContactRules: ...
    @property
    def hooks(self) -> Hooks: ...


def quote_basket(sent: Sent, shop: Intake, at: datetime) -> tuple[Quote, PriceBook]:
    """The basket's price, exactly as an order would be priced, and the list it comes from.

    Raises Invalid, Unavailable.
    """

    def read(book: PriceBook) -> tuple[Quote, PriceBook]:
        return priced(read_quote(sent, book, at), book, shop, at), book

    return _by_the_newest(sent, shop.prices, read)


def place_order(
    sent: Sent, visit: Visit, *, key: str, language: str, order_id: str, shop: Intake, at: datetime
) -> Placed:
    """Takes an order, priced from the shop's own list, once for each *key*.

    The same key with the same content gives the same order again. A promo that applies by itself and is spent
    between the look and the write is left out. Raises KeyReused, Invalid, TooMany, QuoteChanged where the
    visitor saw another total or there is not enough, and Unavailable; after each of them nothing has been
    written.
    """
    wish = Wish(hash_of(f"order\0{key}"), fingerprint(sent))
    if earlier := shop.orders.placed(wish.key):
        return _same(earlier, wish)

    def read(book: PriceBook) -> tuple[OrderRequest, Quote, PriceBook]:
        request = read_order(sent, book, shop.contacts, language, at)
        return request, _agreed(request, book, shop, at), book

    request, agreed, book = _by_the_newest(sent, shop.prices, read)
    terms, contacts = book.terms, contact_keys(request.customer, shop.root_key)
    sending = Sending("orders", contacts, request.token, request.trapped)

    def make(quoted: Quote, counter: int) -> Change:
        # Counted here, the limits are a part of the order's own write where the store can have it so.
        doubts = doubts_about(sending, visit, terms.rates, shop, at, key=wish.key)
        customer = not doubts and may_be_written_to(request.customer.email, shop, at)
        owner = MANY not in doubts or shop.limits.hit("letter:many", 1, HOUR, at)
        unwritten = request.customer.email is not None and not customer and not doubts
        order = new_order(request, quoted, terms, id=order_id, counter=counter, root_key=shop.root_key, at=at)
        limit = terms.status(order.status).limit
        due_at = deadline(at, limit, terms) if limit else None
        uses = uses_of(order.discounts, terms.promos, contacts)
        flags = (NO_LETTER,) if unwritten else ()
        order = replace(order, doubts=doubts, flags=flags, due_at=due_at, uses=uses)
        placed = Event(order.id, order.version, at, PLACED, CUSTOMER)
        return Change(
            Step(order, placed, stock=taking(quoted.parts), uses=order.uses),
            messages.of_placed(order, terms, shop.hooks, at, customer=customer, owner=owner),
        )

    spent: frozenset[str] = frozenset()
    while True:
        # Somebody may be faster between the look and the write.
        try:
            return _same(shop.orders.place(wish, partial(make, agreed), at), wish)
        except TooMany:
            # The last one that was taken may have been this one's twin.
            if earlier := shop.orders.placed(wish.key):
                return _same(earlier, wish)
            raise
        except NotEnough:
            newest = shop.prices.book(skus(sent))
            raise QuoteChanged(_priced(request, newest, shop, at, spent), "not_enough") from None
        except PromoSpent as error:
            spent |= {error.promo}
            agreed = _agreed(request, book, shop, at, spent)


def track_order(sent: Sent, orders: Orders) -> Order | None:
    """The order whose number and secret were sent; None where either is wrong.

    It is looked for by its secret alone: how long that takes says nothing of which numbers there are.
    """
    request = read_track(sent)
    order = orders.by_secret(hash_of(request.key))
    return order if order and order.number == parse_number(request.number) else None


def _by_the_newest(sent: Sent, prices: PriceList, read: Callable[[PriceBook], _Read]) -> _Read:
    """What *read* makes of the kept list; of a fresh one where it may be the list's age that refuses."""
    try:
        return read(prices.book(skus(sent)))
    except QuoteChanged:
        pass
    except Invalid as invalid:
        if all(error.code not in _HEALED for error in invalid.errors):
            raise
    return read(prices.book(skus(sent), fresh=True))


def _agreed(
    request: OrderRequest, book: PriceBook, shop: Intake, at: datetime, spent: Collection[str] = ()
) -> Quote:
    """The price of the order. Raises QuoteChanged where it is not what the visitor can have agreed to."""
    agreed = _priced(request, book, shop, at, spent)
    if not agreed.enough:
        raise QuoteChanged(agreed, "not_enough")
    if request.expected_total not in (None, agreed.total):
        raise QuoteChanged(agreed, "price_changed")
    return agreed


def _priced(
    request: OrderRequest, book: PriceBook, shop: Intake, at: datetime, spent: Collection[str]
) -> Quote:
    country = request.address.country if request.address else None
    asked = QuoteRequest(request.lines, request.method or None, country, request.promo)
    return priced(asked, book, shop, at, contact_keys(request.customer, shop.root_key), spent)


def _same(placed: Placed, wish: Wish) -> Placed:
    if placed.fingerprint != wish.fingerprint:
        raise KeyReused
    return placed
