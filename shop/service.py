"""What a shop does for a visitor: price a basket, take an order, show one to whoever holds its link."""

from __future__ import annotations

import hashlib
from datetime import datetime

from shop.baskets import skus
from shop.errors import KeyReused, QuoteChanged
from shop.forms import fingerprint, read_order, read_quote, read_track
from shop.letters import letters_for_placed
from shop.orders import Order, hash_of, new_order, parse_number
from shop.ports import ContactRules, Orders, Placed, Placement, PriceList, Wish
from shop.pricing import Quote, quote
from shop.published import PriceBook
from shop.requests import OrderRequest, Sent


def quote_basket(sent: Sent, prices: PriceList) -> tuple[Quote, PriceBook]:
    """The basket's price, exactly as an order would be priced, and the list it comes from.

    Raises Invalid, Unavailable.
    """
    book = prices.book(skus(sent))
    request = read_quote(sent, book)
    return quote(request.lines, book.offers, book.terms, book.digest, request.method, request.country), book


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

    book = prices.book(skus(sent))
    request = read_order(sent, book, contacts, language)
    priced = _priced(request, book)
    if not (priced.enough and _as_seen(request, priced)):
        book = prices.book(skus(sent), fresh=True)
        request = read_order(sent, book, contacts, language)
        priced = _priced(request, book)
    if not priced.enough:
        raise QuoteChanged(priced, "not_enough")
    if not _as_seen(request, priced):
        raise QuoteChanged(priced, "price_changed")

    def make(counter: int) -> Placement:
        order = new_order(request, priced, book.terms, id=order_id, counter=counter, root_key=root_key, at=at)
        return Placement(order, letters_for_placed(order, book.terms.languages[0]))

    return _same(orders.place(wish, make), wish)


def track_order(sent: Sent, orders: Orders) -> Order | None:
    """The order whose number and secret were sent; None, after the same work, where either is wrong."""
    request = read_track(sent)
    order = orders.by_number(parse_number(request.number) or "")
    if order is None:
        hashlib.sha256(request.key.encode()).hexdigest()
        return None
    return order if order.opens_with(request.key) else None


def _priced(request: OrderRequest, book: PriceBook) -> Quote:
    country = request.address.country if request.address else None
    return quote(request.lines, book.offers, book.terms, book.digest, request.method, country)


def _as_seen(request: OrderRequest, priced: Quote) -> bool:
    return request.expected_total is None or request.expected_total == priced.total


def _same(placed: Placed, wish: Wish) -> Placed:
    if placed.fingerprint != wish.fingerprint:
        raise KeyReused
    return placed
