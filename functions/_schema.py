"""The shapes of answers: what is published as OpenAPI is what they are made of."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

Amount = Annotated[str, Meta(pattern=r"^-?[0-9]+(\.[0-9]+)?$", description="A decimal number.")]
Words = Annotated[str, Meta(description="For people, in the visitor's language; never to be parsed.")]


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
    visitor: Annotated[
        str | None,
        Meta(description="The network address that this call is counted by; null: one of no visitor's."),
    ] = None
    forwarded: Annotated[int, Meta(description="How many entries of X-Forwarded-For came with it.")] = 0
