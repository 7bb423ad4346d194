"""The shapes of requests, as OpenAPI publishes them; what is sent is checked by `shop.forms`, in words."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from functions._schema import Amount
from shop import limits

Language = Annotated[str, Meta(max_length=limits.LANGUAGE, description="One of the shop's languages.")]


class LineRequest(Struct, forbid_unknown_fields=True):
    sku: Annotated[str, Meta(min_length=1, max_length=limits.SKU)]
    quantity: Annotated[int, Meta(ge=1, le=limits.QUANTITY)]


class ContactRequest(Struct, forbid_unknown_fields=True):
    """A name, and an e-mail address or a phone number or both."""

    name: Annotated[str, Meta(min_length=1, max_length=limits.NAME)]
    email: Annotated[str, Meta(max_length=limits.EMAIL)] | None = None
    phone: Annotated[str, Meta(max_length=limits.PHONE)] | None = None


class AddressRequest(Struct, forbid_unknown_fields=True):
    """Needed by methods of delivery that say so."""

    country: Annotated[str, Meta(pattern="^[A-Za-z]{2}$", description="ISO 3166-1 alpha-2.")] | None = None
    postcode: Annotated[str, Meta(max_length=limits.POSTCODE)] | None = None
    city: Annotated[str, Meta(max_length=limits.CITY)] | None = None
    street: Annotated[str, Meta(max_length=limits.STREET)] | None = None


class DeliveryRequest(Struct, forbid_unknown_fields=True):
    method: Annotated[str, Meta(max_length=limits.ID)]
    address: AddressRequest | None = None


Code = Annotated[str, Meta(max_length=limits.CODE, description="Of a promo; case and spaces do not matter.")]
Lines = Annotated[list[LineRequest], Meta(min_length=1, max_length=limits.LINES_SENT)]


class Guarded(Struct, forbid_unknown_fields=True):
    """What a form carries against robots. Programs may leave both out."""

    form_token: (
        Annotated[str, Meta(max_length=limits.TOKEN, description="From /api/form-token; for one order.")]
        | None
    ) = None
    subject: (
        Annotated[str, Meta(max_length=limits.NOTE, description="Always empty: nobody sees it.")] | None
    ) = None


class OrderRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    lines: Lines
    contact: ContactRequest
    delivery: DeliveryRequest
    payment: Annotated[str, Meta(max_length=limits.ID)]
    promo: Code | None = None
    note: Annotated[str, Meta(max_length=limits.NOTE)] | None = None
    language: Language | None = None
    expected_total: (
        Annotated[Amount, Meta(description="The total the visitor saw; only ever compared.")] | None
    ) = None


class QuickContactRequest(Struct, forbid_unknown_fields=True):
    """An e-mail address or a phone number or both; a name where somebody likes to give one."""

    name: Annotated[str, Meta(max_length=limits.NAME)] | None = None
    email: Annotated[str, Meta(max_length=limits.EMAIL)] | None = None
    phone: Annotated[str, Meta(max_length=limits.PHONE)] | None = None


class QuickOrderRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    """An order with one click: one line and a way to call back; delivery and payment are agreed on then."""

    lines: Annotated[list[LineRequest], Meta(min_length=1, max_length=1)]
    contact: QuickContactRequest
    promo: Code | None = None
    note: Annotated[str, Meta(max_length=limits.NOTE)] | None = None
    language: Language | None = None
    expected_total: (
        Annotated[Amount, Meta(description="The price of the goods the visitor saw; only ever compared.")]
        | None
    ) = None


class QuoteDeliveryRequest(Struct, forbid_unknown_fields=True):
    method: Annotated[str, Meta(max_length=limits.ID)] | None = None
    address: AddressRequest | None = None


class QuoteRequest(Guarded, forbid_unknown_fields=True, kw_only=True):
    """A basket. The other fields of an order may stand beside it and are not looked at."""

    lines: Lines
    delivery: QuoteDeliveryRequest | None = None
    promo: Code | None = None
    language: Language | None = None


class TrackRequest(Struct, forbid_unknown_fields=True):
    """Both halves of what stands behind the `#` of an order's link."""

    number: Annotated[str, Meta(min_length=1, max_length=limits.NUMBER)]
    key: Annotated[str, Meta(min_length=1, max_length=limits.SECRET)]
    language: Language | None = None


class FindRequest(Struct, forbid_unknown_fields=True):
    """What a customer without the link knows of an order."""

    number: Annotated[str, Meta(min_length=1, max_length=limits.NUMBER)]
    email: Annotated[str, Meta(min_length=1, max_length=limits.EMAIL)]
    language: Language | None = None
