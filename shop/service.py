"""What a shop does for a visitor: price a basket, take an order, show one to whoever holds its link."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from shop.baskets import skus
from shop.errors import Invalid, KeyReused, QuoteChanged
from shop.forms import fingerprint, read_order, read_quote, read_track
from shop.letters import letters_for_placed
from shop.orders import Order, hash_of, new_order, parse_number
from shop.ports import ContactRules, Orders, Placed, Placement, PriceList, Wish
from shop.pricing import Quote, quote
from shop.published import PriceBook
from shop.requests import OrderRequest, Sent
from shop.terms import Terms

_Read = TypeVar("_Read")


def quote_basket(sent: Sent, prices: PriceList) -> tuple[Quote, PriceBook]:
    """The basket's price, exactly as an order would be priced, and the list it comes from.

    Raises Invalid, Unavailable.
    """

    def read(book: PriceBook) -> tuple[Quote, PriceBook]:
        request = read_quote(sent, book)
        priced = quote(request.lines, book.offers, book.terms, book.digest, request.method, request.country)
        return priced, book

    return _by_the_newest(sent, prices, read)


def place_order(
    sent: Sent,
    *,
    key: str,
    language: str,
    order_id: str,
    prices: PriceList,
    orders: Orders,
    contacts: ContactRules,
    root_key: bytes,
    at: datetime,
) -> Placed:
    """Takes an order, priced from the shop's own list, once for each *key*.

    The same key with the same content gives the same order again. Raises KeyReused, Invalid,
    QuoteChanged where the visitor saw another total or there is not enough, and Unavailable;
    after each of them nothing has been written.
    """
    wish = Wish(hash_of(f"order\0{key}"), fingerprint(sent))
    if earlier := orders.placed(wish.key):
        return _same(earlier, wish)

    def read(book: PriceBook) -> tuple[OrderRequest, Quote, Terms]:
        request = read_order(sent, book, contacts, language)
        return request, _agreed(request, book), book.terms

    request, priced, terms = _by_the_newest(sent, prices, read)

    def make(counter: int) -> Placement:
        order = new_order(request, priced, terms, id=order_id, counter=counter, root_key=root_key, at=at)
        return Placement(order, letters_for_placed(order, terms.languages[0]))

    return _same(orders.place(wish, make), wish)


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
        if all(error.code != "not_on_sale" for error in invalid.errors):
            raise
    return read(prices.book(skus(sent), fresh=True))


def _agreed(request: OrderRequest, book: PriceBook) -> Quote:
    """The price of the order. Raises QuoteChanged where it is not what the visitor can have agreed to."""
    country = request.address.country if request.address else None
    priced = quote(request.lines, book.offers, book.terms, book.digest, request.method, country)
    if not priced.enough:
        raise QuoteChanged(priced, "not_enough")
    if request.expected_total not in (None, priced.total):
        raise QuoteChanged(priced, "price_changed")
    return priced


def _same(placed: Placed, wish: Wish) -> Placed:
    if placed.fingerprint != wish.fingerprint:
        raise KeyReused
    return placed
