"""Records of the shop in the words of one language, as JSON answers and pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from functions import _schema as schema
from shop import words
from shop.errors import FieldError
from shop.events import Event
from shop.labels import reason_label, status_label
from shop.money import Money
from shop.orders import Order
from shop.outlook import outlook
from shop.pricing import DeliveryChoice, Quote, QuoteLine
from shop.progress import Stage, stages
from shop.promos import Discount
from shop.statuses import APPROVAL, NEW
from shop.terms import Terms
from shop.times import moment


def quote_answer(quote: Quote, language: str) -> schema.QuoteAnswer:
    return schema.QuoteAnswer(
        lines=[_quote_line(line, language) for line in quote.lines],
        discounts=_discounts(quote.discounts, language),
        promo=_promo(quote.code_used, language),
        goods=quote.goods.decimal(),
        goods_text=quote.goods.text(language),
        delivery=schema.QuoteDeliveryAnswer(
            method=quote.method,
            price=quote.delivery.decimal() if quote.method else None,
            price_text=_fee(quote.delivery, language) if quote.method else "",
            choices=[_choice(choice, language) for choice in quote.choices],
        ),
        tax=_tax(quote.tax, quote.tax_rate, quote.tax_included, language),
        total=quote.total.decimal(),
        total_text=quote.total.text(language),
        currency=quote.total.currency,
        digest=quote.digest,
    )


def placed_answer(order: Order, root_key: bytes) -> schema.PlacedAnswer:
    """The answer an order was placed with; the same whatever has happened to the order since."""
    return schema.PlacedAnswer(
        number=order.number,
        total=order.total.decimal(),
        total_text=order.total.text(order.language),
        currency=order.total.currency,
        status=APPROVAL if order.quick else NEW,
        discounts=_discounts(order.discounts, order.language),
        track=order.link(root_key),
    )


def track_answer(
    order: Order, history: Sequence[Event], terms: Terms, language: str, at: datetime | None = None
) -> schema.TrackAnswer:
    """What the holder of the link may see at that moment: nothing about the customer but the city.

    Without its *history* an order that has just been placed can be shown; without *at*, as of then.
    """
    return schema.TrackAnswer(
        number=order.number,
        status=order.status,
        status_text=status_label(order, order.status, terms, language),
        next_text=outlook(order, terms, language, at or order.placed_at),
        quick=order.quick,
        steps=[_step(order, stage, terms, language) for stage in stages(order, history)],
        tracking=order.tracking,
        reason=order.reason,
        reason_text=reason_label(order.reason, terms, language),
        can_cancel=order.status == NEW,
        returned=_returned(order, language),
        placed_at=order.placed_at,
        placed_at_text=moment(order.placed_at, terms.timezone, language),
        lines=[_line(line, language) for line in order.lines],
        discounts=_discounts(order.discounts, language),
        goods=order.goods.decimal(),
        goods_text=order.goods.text(language),
        delivery=schema.DeliveryAnswer(
            method=order.delivery.method,
            name=order.delivery.name[language],
            price=order.delivery.price.decimal(),
            price_text=_fee(order.delivery.price, language) if order.delivery.method else "",
            city=order.delivery.address.city if order.delivery.address else None,
        ),
        payment=schema.PaymentAnswer(
            order.payment.method, order.payment.name[language], order.payment.note[language]
        ),
        tax=_tax(order.tax, order.tax_rate, order.tax_included, language),
        total=order.total.decimal(),
        total_text=order.total.text(language),
        currency=order.total.currency,
    )


def field_problems(errors: Sequence[FieldError], language: str) -> list[schema.FieldProblem]:
    return [
        schema.FieldProblem(error.field, error.code, words.say(language, error.code, **error.values))
        for error in errors
    ]


def _quote_line(line: QuoteLine, language: str) -> schema.QuoteLineAnswer:
    return schema.QuoteLineAnswer(**_line_parts(line, language), left=line.left, enough=line.enough)


def _line(line: QuoteLine, language: str) -> schema.LineAnswer:
    return schema.LineAnswer(**_line_parts(line, language))


def _line_parts(line: QuoteLine, language: str) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "name": line.name[language],
        "option": line.option[language],
        "quantity": line.quantity,
        "price": line.price.decimal(),
        "price_text": line.price.text(language),
        "total": line.total.decimal(),
        "total_text": line.total.text(language),
        "path": line.path[language],
        "picture": line.picture,
    }


def _step(order: Order, stage: Stage, terms: Terms, language: str) -> schema.StepAnswer:
    return schema.StepAnswer(
        status=stage.status,
        label=status_label(order, stage.status, terms, language),
        reached=stage.at is not None,
        at=stage.at,
        at_text=moment(stage.at, terms.timezone, language) if stage.at else "",
    )


def _returned(order: Order, language: str) -> list[schema.ReturnedAnswer]:
    return [
        schema.ReturnedAnswer(line.sku, line.name[language], line.option[language], order.returned[line.sku])
        for line in order.lines
        if order.returned.get(line.sku)
    ]


def _discounts(discounts: Sequence[Discount], language: str) -> list[schema.DiscountAnswer]:
    return [
        schema.DiscountAnswer(
            name=each.name[language],
            amount=each.amount.decimal(),
            amount_text=(-each.amount).text(language)
            if each.amount
            else words.say(language, "free_delivery"),
            free_delivery=each.free_delivery,
        )
        for each in discounts
    ]


def _promo(used: bool | None, language: str) -> schema.PromoAnswer | None:
    if used is None:
        return None
    return schema.PromoAnswer(used, "" if used else words.say(language, "promo_idle"))


def _choice(choice: DeliveryChoice, language: str) -> schema.ChoiceAnswer:
    return schema.ChoiceAnswer(
        id=choice.id,
        name=choice.name[language],
        note=choice.note[language],
        price=choice.price.decimal(),
        price_text=_fee(choice.price, language),
        address=choice.address,
        countries=list(choice.countries),
    )


def _fee(price: Money, language: str) -> str:
    return price.text(language) if price else words.say(language, "free")


def _tax(amount: Money, rate: Decimal, included: bool, language: str) -> schema.TaxAnswer:
    return schema.TaxAnswer(f"{rate:f}", included, amount.decimal(), amount.text(language))
