"""Baskets priced with what is left and with the promos to be had: what quotes, orders and pages share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop.baskets import read_basket
from shop.errors import FieldError, Invalid
from shop.forms import read_country, read_promo
from shop.ports import Promos, Stock
from shop.pricing import Quote, quote
from shop.published import PriceBook
from shop.redeeming import redeemable
from shop.requests import QuoteRequest, Sent
from shop.shelf import counters_of


class Counts(Protocol):
    """What the store has counted."""

    @property
    def stock(self) -> Stock: ...
    @property
    def promos(self) -> Promos: ...


def priced(
    asked: QuoteRequest, book: PriceBook, counts: Counts, at: datetime,
    contacts: Collection[str] = (), spent: Collection[str] = (),
) -> Quote:  # fmt: skip
    """The basket as an order would be priced now.

    Promos are had by those contacts, of which a quote knows none; those *spent* are gone whatever is counted.
    Raises Invalid.
    """
    promos = redeemable(asked.promo, book.terms, counts.promos, contacts, at, spent)
    return quote(
        asked.lines, book.offers, book.terms, book.digest, asked.method, asked.country,
        counters=counters_of(book, counts.stock), promos=promos,
    )  # fmt: skip


def shown(sent: Sent, book: PriceBook, counts: Counts, at: datetime) -> tuple[Quote, tuple[FieldError, ...]]:
    """What a page shows of a form, whatever else is wrong with it, and what is wrong with its code.

    With the method asked for, or the first to be had, and every other to choose from. Raises Invalid where
    not even the lines can be priced.
    """
    basket = QuoteRequest(read_basket(sent, book), None, None)
    anywhere = priced(basket, book, counts, at)
    basket = replace(basket, method=_method(sent, anywhere))
    basket = replace(basket, country=read_country(sent, book.terms, basket.method))
    try:
        asked = replace(basket, promo=read_promo(sent, book, at))
        return with_choices(priced(asked, book, counts, at), anywhere), ()
    except Invalid as invalid:
        return with_choices(priced(basket, book, counts, at), anywhere), invalid.errors


def with_choices(quote: Quote, other: Quote) -> Quote:
    """The quote with every way of delivery that the other one offers."""
    own = {choice.id: choice for choice in quote.choices}
    return replace(quote, choices=tuple(own.get(choice.id, choice) for choice in other.choices))


def _method(sent: Sent, offered: Quote) -> str | None:
    delivery = sent.get("delivery")
    asked = delivery.get("method") if isinstance(delivery, Mapping) else None
    choices = [choice.id for choice in offered.choices]
    return asked if isinstance(asked, str) and asked in choices else next(iter(choices), None)
