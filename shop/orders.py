"""Orders: the record, the number people read out, and the secret link to follow one."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shop.money import Money
from shop.pricing import Quote, QuoteLine
from shop.requests import Address, Customer, OrderRequest
from shop.terms import Terms
from shop.text import Text

NEW = "new"

_NUMBER = re.compile(r"V-?([0-9]{5,12})-?([0-9])")
_SECRET_BYTES = 20

#: H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): finds every single wrong digit and every
#: swap of two neighbours.
_DAMM = (
    "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
    "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Delivery:
    method: str
    name: Text
    price: Money
    address: Address | None


@dataclass(frozen=True, slots=True)
class Payment:
    method: str
    name: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered, by whom, and what it cost, as it was on that day."""

    id: str  #: random, the key to everything; never shown
    number: str  #: for people; a key to nothing
    placed_at: datetime
    language: str
    customer: Customer
    delivery: Delivery
    payment: Payment
    note: str
    lines: tuple[QuoteLine, ...]
    goods: Money
    tax: Money
    tax_rate: Decimal
    tax_included: bool
    total: Money
    digest: str  #: of the price list it was priced from
    page: str  #: address of the page that shows an order to whoever holds its secret
    secret_hash: str
    status: str = NEW
    version: int = 1

    def link(self, root_key: bytes) -> str:
        """The address to follow this order at. Its secret is in the fragment, which no server log sees."""
        return f"{self.page}#{self.number}.{secret_of(root_key, self.id)}"


def new_order(
    request: OrderRequest, quote: Quote, terms: Terms, *, id: str, counter: int, root_key: bytes, at: datetime
) -> Order:
    """The order that a checked request and its quote make."""
    return Order(
        id=id,
        number=number_of(counter),
        placed_at=at,
        language=request.language,
        customer=request.customer,
        delivery=_delivery(request, quote, terms),
        payment=_payment(request, terms),
        note=request.note,
        lines=quote.lines,
        goods=quote.goods,
        tax=quote.tax,
        tax_rate=quote.tax_rate,
        tax_included=quote.tax_included,
        total=quote.total,
        digest=quote.digest,
        page=terms.url.rstrip("/") + terms.path(request.language, "order"),
        secret_hash=hash_of(secret_of(root_key, id)),
    )


def number_of(counter: int) -> str:
    """`V-10427-7`: a counter and its check digit. Only letters, digits and hyphens, as carriers demand."""
    return f"V-{counter}-{check_digit(str(counter))}"


def parse_number(text: str) -> str | None:
    """The number as it was given out, from what a person typed; None where it cannot be one."""
    match = _NUMBER.fullmatch(text.strip().upper())
    if match is None or check_digit(match[1]) != match[2]:
        return None
    return f"V-{match[1]}-{match[2]}"


def check_digit(digits: str) -> str:
    interim = "0"
    for digit in digits:
        interim = _DAMM[int(interim)][int(digit)]
    return interim


def secret_of(root_key: bytes, order_id: str) -> str:
    """The 160-bit secret of an order's link: made anew from the root key whenever it is needed."""
    mac = hmac.digest(root_key, b"order-link\0" + order_id.encode(), "sha256")
    return base64.urlsafe_b64encode(mac[:_SECRET_BYTES]).decode().rstrip("=")


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _delivery(request: OrderRequest, quote: Quote, terms: Terms) -> Delivery:
    method = terms.method(request.method)
    return Delivery(request.method, method.name if method else Text({}), quote.delivery, request.address)


def _payment(request: OrderRequest, terms: Terms) -> Payment:
    method = terms.payment_method(request.payment)
    return Payment(request.payment, method.name if method else Text({}), method.note if method else Text({}))
