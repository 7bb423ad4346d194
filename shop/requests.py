"""What can be asked of a shop: the fields that are known, and requests whose every field is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from shop.money import Money
from shop.pricing import Line

#: A request as it came: nested fields, nothing about them known yet.
Sent = Mapping[str, object]

CONTACT_FIELDS = ("name", "email", "phone")
ADDRESS_FIELDS = ("street", "postcode", "city", "country")

#: What a form carries against robots: a token, and a field that nobody sees and only robots fill in.
TOKEN_FIELD = "form_token"
TRAP_FIELD = "subject"
GUARD_FIELDS = (TOKEN_FIELD, TRAP_FIELD)
PICTURES_FIELD = "pictures"

ORDER_FIELDS = (
    "lines", "contact", "delivery", "payment", "promo", "note", "language", "expected_total", *GUARD_FIELDS,
)  # fmt: skip
TRACK_FIELDS = ("number", "key", "language")
FIND_FIELDS = ("number", "email", "language")


@dataclass(frozen=True, slots=True)
class Customer:
    name: str
    email: str | None
    phone: str | None


@dataclass(frozen=True, slots=True)
class Address:
    country: str
    postcode: str
    city: str
    street: str


@dataclass(frozen=True, slots=True)
class QuoteRequest:
    lines: tuple[Line, ...]
    method: str | None
    country: str | None
    promo: str = ""  #: the id of the one whose code was given


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order as asked for, every field checked."""

    lines: tuple[Line, ...]
    customer: Customer
    method: str
    address: Address | None
    payment: str
    note: str
    language: str
    expected_total: Money | None
    promo: str = ""  #: the id of the one whose code was given
    quick: bool = False  #: one click: one line and a way to be called back
    token: str = ""
    trapped: bool = False  #: whether the field was filled in that nobody sees


@dataclass(frozen=True, slots=True)
class TrackRequest:
    number: str
    key: str


@dataclass(frozen=True, slots=True)
class FindRequest:
    number: str
    email: str
