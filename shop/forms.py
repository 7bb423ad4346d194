"""What a visitor may send: rules for orders, quotes and tracking, each reported with every error at once.

Requests are plain nested dicts, whether they came as JSON or as a form; amounts and addresses to write
to are never among them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from functools import partial

from shop import limits
from shop.errors import FieldError, Invalid, NotAPrice
from shop.fields import Fields, folded
from shop.money import Money
from shop.ports import ContactRules
from shop.pricing import Line
from shop.published import PriceBook
from shop.requests import (
    ADDRESS_FIELDS,
    CONTACT_FIELDS,
    ORDER_FIELDS,
    TRACK_FIELDS,
    Address,
    Customer,
    OrderRequest,
    QuoteRequest,
    TrackRequest,
)
from shop.terms import DeliveryMethod, Terms

_COUNTRY = re.compile(r"[A-Z]{2}")

Sent = Mapping[str, object]


def read_order(sent: Sent, book: PriceBook, contacts: ContactRules, language: str) -> OrderRequest:
    """The order in *sent*; *language* serves one that names none.

    Raises Invalid with every field that is missing, wrong, too long or unknown.
    """
    fields = Fields(sent)
    fields.refuse_others(ORDER_FIELDS)
    lines = _lines(fields, book)
    method = _method(fields.group("delivery"), book.terms, required=True)
    address = _address(fields.group("delivery"), method)
    order = OrderRequest(
        lines=lines,
        customer=_customer(fields.group("contact"), contacts, book.terms, address),
        method=method.id if method else "",
        address=address,
        payment=_payment(fields, book.terms),
        note=fields.text("note", limits.NOTE, paragraphs=True),
        language=_language(fields, book.terms) or language,
        expected_total=_expected_total(fields, book.terms.currency),
    )
    _no_promo(fields)
    _raise(fields.errors)
    return order


def read_quote(sent: Sent, book: PriceBook) -> QuoteRequest:
    """The basket in *sent*. The rest of an order may stand beside it and is not looked at."""
    fields = Fields(sent)
    fields.refuse_others(ORDER_FIELDS)
    lines = _lines(fields, book)
    delivery = fields.group("delivery")
    delivery.refuse_others(("method", "address"))
    method = _method(delivery, book.terms, required=False)
    address = delivery.group("address")
    address.refuse_others(ADDRESS_FIELDS)
    country = _country(address, method, required=False)
    _language(fields, book.terms)
    _no_promo(fields)
    _raise(fields.errors)
    return QuoteRequest(lines, method.id if method else None, country)


def read_basket(sent: Sent, book: PriceBook) -> tuple[Line, ...]:
    """Only the lines: what a page can still be shown for when other fields are wrong."""
    fields = Fields(sent)
    lines = _lines(fields, book)
    _raise(fields.errors)
    return lines


def read_track(sent: Sent) -> TrackRequest:
    fields = Fields(sent)
    fields.refuse_others(TRACK_FIELDS)
    request = TrackRequest(
        number=fields.text("number", limits.NUMBER, required=True),
        key=fields.text("key", limits.SECRET, required=True),
    )
    fields.text("language", limits.LANGUAGE)
    _raise(fields.errors)
    return request


def skus(sent: Sent) -> tuple[str, ...]:
    """The SKUs named in *sent*, as far as it can be read: what to open the price list at."""
    lines = sent.get("lines")
    if not isinstance(lines, list):
        return ()
    named = (line.get("sku") for line in lines[: limits.LINES_SENT] if isinstance(line, Mapping))
    return tuple(
        dict.fromkeys(folded(sku) for sku in named if isinstance(sku, str) and len(sku) <= limits.SKU)
    )


def fingerprint(sent: Sent) -> str:
    """The same for the same request, whatever the order of its fields."""
    canonical = json.dumps(sent, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _raise(errors: list[FieldError]) -> None:
    if errors:
        raise Invalid(errors)


def _lines(fields: Fields, book: PriceBook) -> tuple[Line, ...]:
    sent = fields.get("lines")
    if sent is not None and not isinstance(sent, list):
        fields.refuse("lines", "not_a_list")
        return ()
    if not sent:
        fields.refuse("lines", "no_lines")
        return ()
    if len(sent) > limits.LINES_SENT:
        fields.refuse("lines", "too_many_lines", limit=limits.LINES)
        return ()
    lines = [_line(Fields(line, f"lines.{n}", fields.errors), book) for n, line in enumerate(sent)]
    return _summed(fields, lines)


def _line(fields: Fields, book: PriceBook) -> Line:
    fields.refuse_others(("sku", "quantity"))
    sku = fields.text("sku", limits.SKU, required=True)
    if sku and sku not in book.offers:
        fields.refuse("sku", "not_on_sale", sku=sku)
    return Line(sku, _quantity(fields))


def _quantity(fields: Fields) -> int:
    sent = fields.get("quantity")
    if sent is None or sent == "":
        fields.refuse("quantity", "required")
        return 0
    number = _whole(sent)
    if number is None or not 1 <= number <= limits.QUANTITY:
        fields.refuse("quantity", "quantity_range", limit=limits.QUANTITY)
        return 0
    return number


def _whole(sent: object) -> int | None:
    if isinstance(sent, bool):
        return None
    if isinstance(sent, str):
        return int(sent) if re.fullmatch(r"\s*[0-9]{1,4}\s*", sent) else None
    if isinstance(sent, float):
        return int(sent) if sent.is_integer() else None
    return sent if isinstance(sent, int) else None


def _summed(fields: Fields, lines: list[Line]) -> tuple[Line, ...]:
    quantities: dict[str, int] = {}
    for line in lines:
        quantities[line.sku] = quantities.get(line.sku, 0) + line.quantity
    if len(quantities) > limits.LINES:
        fields.refuse("lines", "too_many_lines", limit=limits.LINES)
    if any(quantity > limits.QUANTITY for quantity in quantities.values()):
        fields.refuse("lines", "quantity_range", limit=limits.QUANTITY)
    return tuple(Line(sku, quantity) for sku, quantity in quantities.items())


def _customer(fields: Fields, contacts: ContactRules, terms: Terms, address: Address | None) -> Customer:
    fields.refuse_others(CONTACT_FIELDS)
    country = address.country if address else None
    phone = partial(contacts.phone, country=country, shop_phone=terms.contact.phone)
    customer = Customer(
        name=fields.text("name", limits.NAME, required=True),
        email=_checked(fields, "email", limits.EMAIL, contacts.email, "not_an_email"),
        phone=_checked(fields, "phone", limits.PHONE, phone, "not_a_phone"),
    )
    if not fields.has("email") and not fields.has("phone"):
        fields.refuse("email", "email_or_phone")
        fields.refuse("phone", "email_or_phone")
    return customer


def _checked(
    fields: Fields, name: str, longest: int, check: Callable[[str], str | None], code: str
) -> str | None:
    text = fields.text(name, longest)
    value = check(text) if text else None
    if text and value is None:
        fields.refuse(name, code)
    return value


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
        country=_country(fields, method, required=True) or "",
        postcode=fields.text("postcode", limits.POSTCODE, required=True),
        city=fields.text("city", limits.CITY, required=True),
        street=fields.text("street", limits.STREET, required=True),
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


def _language(fields: Fields, terms: Terms) -> str | None:
    language = fields.text("language", limits.LANGUAGE)
    if language and language not in terms.languages:
        fields.refuse("language", "unknown_language", languages=", ".join(terms.languages))
    return language or None


def _no_promo(fields: Fields) -> None:
    if fields.has("promo"):
        fields.refuse("promo", "unknown_promo")


def _expected_total(fields: Fields, currency: str) -> Money | None:
    text = fields.text("expected_total", limits.AMOUNT)
    try:
        return Money.parse(text, currency) if text else None
    except NotAPrice:
        fields.refuse("expected_total", "not_an_amount", currency=currency)
        return None
