"""The shapes of requests and answers: what is published as OpenAPI is what answers are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from shop import limits

Amount = Annotated[str, Meta(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="A decimal number.")]
Words = Annotated[str, Meta(description="For people, in the visitor's language; never to be parsed.")]
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


class LineAnswer(Struct):
    sku: str
    name: Words
    option: Words
    quantity: int
    price: Amount
    price_text: Words
    total: Amount
    total_text: Words
    path: str
    picture: str | None


class QuoteLineAnswer(LineAnswer):
    left: Annotated[int | None, Meta(description="How many there are; null: not counted.")]
    enough: bool


class ChoiceAnswer(Struct):
    id: str
    name: Words
    note: Words
    price: Amount
    price_text: Words
    address: Annotated[bool, Meta(description="Whether an address is needed.")]
    countries: Annotated[list[str], Meta(description="Where to; empty: everywhere.")]


class QuoteDeliveryAnswer(Struct):
    method: str | None
    price: Annotated[Amount | None, Meta(description="null until a method is chosen.")]
    price_text: Words
    choices: list[ChoiceAnswer]


class TaxAnswer(Struct):
    rate: Amount
    included: bool
    amount: Amount
    amount_text: Words


class DiscountAnswer(Struct):
    """What one promo takes off. No promo's code is ever answered."""

    name: Words
    amount: Annotated[Amount, Meta(description="Off the goods; 0 where only delivery is free.")]
    amount_text: Annotated[Words, Meta(description="With a minus before it, or that delivery is free.")]
    free_delivery: bool


class PromoAnswer(Struct):
    """What became of the code that was sent."""

    applied: bool
    text: Annotated[Words, Meta(description="Why it takes nothing off; empty where it does.")]


Discounts = Annotated[
    list[DiscountAnswer], Meta(description="What is taken off, one after another; lines are before that.")
]


class QuoteAnswer(Struct):
    lines: list[QuoteLineAnswer]
    discounts: Discounts
    promo: Annotated[PromoAnswer | None, Meta(description="null: no code was sent.")]
    goods: Amount
    goods_text: Words
    delivery: QuoteDeliveryAnswer
    tax: TaxAnswer
    total: Annotated[Amount, Meta(description="Without delivery until a method is chosen.")]
    total_text: Words
    currency: str
    digest: Annotated[str, Meta(description="Of the price list it was priced from.")]


class PlacedAnswer(Struct):
    number: str
    total: Amount
    total_text: Words
    currency: str
    status: str
    discounts: Discounts
    track: Annotated[str, Meta(description="The link to follow the order; its fragment is a secret.")]


class DeliveryAnswer(Struct):
    method: str
    name: Words
    price: Amount
    price_text: Words
    city: str | None


class PaymentAnswer(Struct):
    method: str
    name: Words
    note: Words


class StepAnswer(Struct):
    """One status on an order's way."""

    status: str
    label: Words
    reached: bool
    at: Annotated[datetime | None, Meta(description="When it was reached; null: it lies ahead.")]
    at_text: Words


class ReturnedAnswer(Struct):
    """Pieces that came back."""

    sku: str
    name: Words
    option: Words
    quantity: int


class TrackAnswer(Struct):
    number: str
    status: str
    status_text: Words
    next_text: Annotated[Words, Meta(description="What happens next, and by when.")]
    quick: Annotated[bool, Meta(description="Ordered with one click: the shop calls back.")]
    steps: Annotated[list[StepAnswer], Meta(description="The whole way; of a cancelled order, what it went.")]
    tracking: Annotated[str, Meta(description="The carrier's number; empty until there is one.")]
    reason: Annotated[str, Meta(description="Why it was cancelled, as a code; empty where it was not.")]
    reason_text: Words
    can_cancel: Annotated[bool, Meta(description="Whether its customer may still cancel it.")]
    returned: list[ReturnedAnswer]
    placed_at: datetime
    placed_at_text: Words
    lines: list[LineAnswer]
    discounts: Discounts
    goods: Amount
    goods_text: Words
    delivery: DeliveryAnswer
    payment: PaymentAnswer
    tax: TaxAnswer
    total: Amount
    total_text: Words
    currency: str


class SoughtAnswer(Struct):
    """The same whether or not there is such an order."""

    message: Words


class FieldProblem(Struct):
    field: Annotated[str, Meta(description="As in the request: `contact.email`, `lines.0.sku`.")]
    code: str
    message: Words


class Problem(Struct):
    """RFC 9457."""

    type: str
    title: Words
    status: int
    errors: list[FieldProblem] | UnsetType = UNSET


class ChangedProblem(Problem, kw_only=True):
    """What was ordered would cost or contain something else now; the new quote says what."""

    quote: QuoteAnswer


class MoveProblem(Problem, kw_only=True):
    """An order cannot go to that status from where it is."""

    allowed: Annotated[list[str], Meta(description="Where whoever asked may still move it to.")]


class TokenAnswer(Struct):
    token: Annotated[str, Meta(description="To send as form_token, 2 seconds to 24 hours later.")]


class HealthAnswer(Struct):
    status: Annotated[str, Meta(description="`ok`, or `unavailable`.")]
    prices: Annotated[str | None, Meta(description="The digest of the price list; null: not reachable.")]
    store: str
    mailer: Annotated[
        str, Meta(description="`ok`; `behind` when letters wait too long or were given up lately.")
    ]
