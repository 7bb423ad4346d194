"""What a visitor may send: rules for orders, quotes and tracking, each reported with every error at once.

Requests are plain nested dicts, whether they came as JSON or as a form; amounts and addresses to write
to are never among them.
"""

from __future__ import annotations

import hashlib
import json
import re
from datetime import datetime

from shop import limits
from shop.baskets import read_lines
from shop.errors import NotAPrice
from shop.fields import Fields
from shop.money import Money
from shop.ports import ContactRules
from shop.promos import by_code, not_in_force
from shop.published import PriceBook
from shop.reading import is_trapped, read_customer, read_language, read_token
from shop.requests import (
    ADDRESS_FIELDS,
    GUARD_FIELDS,
    ORDER_FIELDS,
    TRACK_FIELDS,
    Address,
    OrderRequest,
    QuoteRequest,
    Sent,
    TrackRequest,
)
from shop.terms import DeliveryMethod, Terms
from shop.times import moment_text

_COUNTRY = re.compile(r"[A-Z]{2}")


def read_order(
    sent: Sent, book: PriceBook, contacts: ContactRules, language: str, at: datetime
) -> OrderRequest:
    """The order in *sent*, which came at that moment; *language* serves one that names none.

    A quick one is asked for nothing but a way to call back. Raises Invalid with every field that is missing,
    wrong, too long or unknown.
    """
    fields = Fields(sent)
    fields.refuse_others(ORDER_FIELDS)
    lines = read_lines(fields, book)
    quick = is_quick(sent)
    delivery = fields.group("delivery")
    method = _method(delivery, book.terms, required=not quick)
    address = _address(delivery, method)
    order = OrderRequest(
        lines=lines,
        customer=read_customer(
            fields.group("contact"),
            contacts,
            book.terms,
            address.country if address else None,
            named=not quick,
        ),
        method=method.id if method else "",
        address=address,
        payment="" if quick else _payment(fields, book.terms),
        note=fields.text("note", limits.NOTE, paragraphs=True),
        language=read_language(fields, book.terms) or language,
        expected_total=_expected_total(fields, book.terms.currency),
        promo=_promo(fields, book.terms, at),
        quick=quick,
        token=read_token(fields),
        trapped=is_trapped(fields),
    )
    fields.finish()
    return order


def is_quick(sent: Sent) -> bool:
    """Whether it is an order with one click: one line, and not a word of delivery or payment."""
    fields, lines = Fields(sent), sent.get("lines")
    one = isinstance(lines, list) and len(lines) == 1
    return one and not fields.has("delivery") and not fields.has("payment")


def read_quote(sent: Sent, book: PriceBook, at: datetime) -> QuoteRequest:
    """The basket in *sent*. The rest of an order may stand beside it and is not looked at."""
    fields = Fields(sent)
    fields.refuse_others(ORDER_FIELDS)
    lines = read_lines(fields, book)
    delivery = fields.group("delivery")
    delivery.refuse_others(("method", "address"))
    method = _method(delivery, book.terms, required=False)
    address = delivery.group("address")
    address.refuse_others(ADDRESS_FIELDS)
    country = _country(address, method, required=False)
    read_language(fields, book.terms)
    promo = _promo(fields, book.terms, at)
    fields.finish()
    return QuoteRequest(lines, method.id if method else None, country, promo)


def read_track(sent: Sent) -> TrackRequest:
    fields = Fields(sent)
    fields.refuse_others(TRACK_FIELDS)
    request = TrackRequest(
        number=fields.text("number", limits.NUMBER, required=True),
        key=fields.text("key", limits.SECRET, required=True),
    )
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return request


def read_promo(sent: Sent, book: PriceBook, at: datetime) -> str:
    """The id of the promo whose code is in *sent*, whatever else is there. Raises Invalid."""
    fields = Fields(sent)
    promo = _promo(fields, book.terms, at)
    fields.finish()
    return promo


def read_country(sent: Sent, terms: Terms, method: str | None) -> str | None:
    """The country a page shows: that in *sent* where the method reaches it, else the method's first."""
    chosen = terms.method(method or "")
    if chosen is None or not chosen.address:
        return None
    country = Fields(sent).group("delivery").group("address").text("country", limits.ID).upper()
    if _COUNTRY.fullmatch(country) and chosen.reaches(country):
        return country
    return next(iter(chosen.countries), None)


def fingerprint(sent: Sent) -> str:
    """The same for the same request, whatever the order of its fields and whichever token it carries."""
    content = {name: value for name, value in sent.items() if name not in GUARD_FIELDS}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _method(delivery: Fields, terms: Terms, *, required: bool) -> DeliveryMethod | None:
    id = delivery.text("method", limits.ID)
    method = terms.method(id)
    if method is None and (required or delivery.has("method")):
        delivery.refuse("method", "choose_delivery")
    return method


def _address(delivery: Fields, method: DeliveryMethod | None) -> Address | None:
    """The place to deliver to, or None where the method needs none: what is not needed is not kept."""
    delivery.refuse_others(("method", "address"))
    fields = delivery.group("address")
    fields.refuse_others(ADDRESS_FIELDS)
    if method is None or not method.address:
        return None
    return Address(
        street=fields.text("street", limits.STREET, required=True),
        postcode=fields.text("postcode", limits.POSTCODE, required=True),
        city=fields.text("city", limits.CITY, required=True),
        country=_country(fields, method, required=True) or "",
    )


def _country(fields: Fields, method: DeliveryMethod | None, *, required: bool) -> str | None:
    country = fields.text("country", limits.ID, required=required).upper()
    if not country or (method is not None and not method.address):
        return None
    if not _COUNTRY.fullmatch(country) or (method is not None and not method.reaches(country)):
        fields.refuse("country", "not_delivered_there")
        return None
    return country


def _payment(fields: Fields, terms: Terms) -> str:
    id = fields.text("payment", limits.ID)
    if terms.payment and terms.payment_method(id) is None:
        fields.refuse("payment", "choose_payment")
    return id


def _promo(fields: Fields, terms: Terms, at: datetime) -> str:
    code = fields.text("promo", limits.CODE)
    if not code:
        return ""
    promo = by_code(terms.promos, code, terms.url)
    if promo is None:
        fields.refuse("promo", "unknown_promo")
        return ""
    if why := not_in_force(promo, at):
        begins = moment_text(promo.starts, terms.timezone) if promo.starts else ""
        fields.refuse("promo", why, **{"from": begins})
    return promo.id


def _expected_total(fields: Fields, currency: str) -> Money | None:
    text = fields.text("expected_total", limits.AMOUNT)
    try:
        return Money.parse(text, currency) if text else None
    except NotAPrice:
        fields.refuse("expected_total", "not_an_amount", currency=currency)
        return None
