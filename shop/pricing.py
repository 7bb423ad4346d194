"""What a basket costs. Pure: the same basket, offers and terms always give the same quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial

from shop import discounts, limits
from shop.catalog import Offer, Part
from shop.discounts import Goods, Reduction
from shop.errors import FieldError, Invalid
from shop.money import Money
from shop.promos import Discount, Promo
from shop.stock import Counter, left_for, parts_of
from shop.terms import DeliveryMethod, Tax, Terms
from shop.text import Text


@dataclass(frozen=True, slots=True)
class Line:
    """So many of one SKU, as asked for."""

    sku: str
    quantity: int


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """A line priced from the shop's own list."""

    sku: str
    quantity: int
    name: Text
    option: Text
    price: Money
    total: Money
    left: int | None  #: how many there are; None means not counted
    path: Text
    picture: str | None
    parts: Mapping[str, int] = field(default_factory=dict)  #: pieces of counted things in one unit
    off: Money | None = None  #: its share of the discounts; the total is before them

    @property
    def enough(self) -> bool:
        return self.left is None or self.quantity <= self.left


@dataclass(frozen=True, slots=True)
class DeliveryChoice:
    """A way of delivery with its price for this basket."""

    id: str
    name: Text
    note: Text
    price: Money
    address: bool
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A basket priced exactly as an order would be."""

    lines: tuple[QuoteLine, ...]
    goods: Money
    choices: tuple[DeliveryChoice, ...]
    method: str | None  #: the chosen delivery
    delivery: Money
    tax: Money
    tax_rate: Decimal
    tax_included: bool
    total: Money
    digest: str  #: of the price list it was made from
    discounts: tuple[Discount, ...] = ()
    code_used: bool | None = None  #: whether the visitor's code takes anything off; None: there is none
    #: What all lines take, by counted thing.
    parts: Mapping[str, tuple[Part, int]] = field(default_factory=dict)

    @property
    def enough(self) -> bool:
        return all(line.enough for line in self.lines)


def quote(
    lines: Sequence[Line],
    offers: Mapping[str, Offer],
    terms: Terms,
    digest: str,
    method: str | None = None,
    country: str | None = None,
    *,
    counters: Mapping[str, Counter] | None = None,
    promos: Sequence[Promo] = (),
) -> Quote:
    """The basket's price with that delivery; without one, the total is that of the goods.

    *promos* are those in force now, one with a code only where the visitor gave it; which of them the basket
    gets is decided here. Tax is that of what is really paid. Raises Invalid naming every line whose SKU is
    not on sale, a delivery that cannot be had and a code that this basket cannot have.
    """
    basket = _basket(lines, offers)
    weight = sum((offers[line.sku].weight or 0) * line.quantity for line in lines if line.sku in offers)
    chosen = terms.method(method) if method is not None else None
    refused = {promo.id: discounts.refusal(promo, list(basket.values()), terms.currency) for promo in promos}
    errors = _not_on_sale(lines, offers) or [
        error for promo in promos if promo.code and (error := refused[promo.id])
    ]
    if errors := errors + _delivery_errors(method, chosen, country, weight):
        raise Invalid(errors)

    had = [promo for promo in promos if refused[promo.id] is None]
    reduced = partial(_reduced, list(basket.values()), had, terms.currency, country, weight)
    result = reduced(chosen)
    needed = parts_of((offers[line.sku], line.quantity) for line in lines)
    if len(needed) > limits.THINGS:
        raise Invalid([FieldError("lines", "too_many_things", {"limit": limits.THINGS})])
    shares = dict(zip(basket, result.off, strict=True))
    tax = _tax(result.paid, terms.tax)
    return Quote(
        lines=tuple(
            _priced(line, offers[line.sku], needed, counters or {}, shares[place])
            for place, line in enumerate(lines)
        ),
        goods=sum((goods.total for goods in basket.values()), Money.zero(terms.currency)),
        choices=tuple(
            _choice(each, reduced(each).delivery)
            for each in terms.delivery
            if each.reaches(country) and each.carries(weight)
        ),
        method=method,
        delivery=result.delivery,
        tax=tax,
        tax_rate=terms.tax.rate,
        tax_included=terms.tax.included,
        total=result.paid if terms.tax.included else result.paid + tax,
        digest=digest,
        discounts=result.discounts,
        code_used=result.coded if any(promo.code for promo in promos) else None,
        parts=needed,
    )


def _basket(lines: Sequence[Line], offers: Mapping[str, Offer]) -> dict[int, Goods]:
    """The lines on sale by their place, always in one order: a cent falls alike however they came."""
    known = [place for place, line in enumerate(lines) if line.sku in offers]
    known.sort(key=lambda place: (lines[place].sku, lines[place].quantity))
    asked = ((place, lines[place], offers[lines[place].sku]) for place in known)
    return {place: Goods(offer, offer.price.times(line.quantity)) for place, line, offer in asked}


def _reduced(
    basket: Sequence[Goods],
    promos: Sequence[Promo],
    currency: str,
    country: str | None,
    weight: int,
    method: DeliveryMethod | None,
) -> Reduction:
    if method is None:
        return discounts.best(basket, promos, None, currency)
    return discounts.best(basket, promos, lambda goods: method.price_for(goods, country, weight), currency)


def _not_on_sale(lines: Sequence[Line], offers: Mapping[str, Offer]) -> list[FieldError]:
    return [
        FieldError(f"lines.{number}.sku", "not_on_sale", {"sku": line.sku})
        for number, line in enumerate(lines)
        if line.sku not in offers
    ]


def _delivery_errors(
    method: str | None, chosen: DeliveryMethod | None, country: str | None, weight: int
) -> list[FieldError]:
    if method is not None and chosen is None:
        return [FieldError("delivery.method", "choose_delivery")]
    if chosen and not chosen.reaches(country):
        return [FieldError("delivery.address.country", "not_delivered_there")]
    if chosen and not chosen.carries(weight):
        return [FieldError("delivery.method", "too_heavy")]
    return []


def _priced(
    line: Line,
    offer: Offer,
    needed: Mapping[str, tuple[Part, int]],
    counters: Mapping[str, Counter],
    off: Money,
) -> QuoteLine:
    others = {part.item: needed[part.item][1] - part.each * line.quantity for part in offer.parts}
    return QuoteLine(
        sku=line.sku,
        quantity=line.quantity,
        name=offer.name,
        option=offer.option,
        price=offer.price,
        total=offer.price.times(line.quantity),
        left=left_for(offer, counters, others),
        path=offer.path,
        picture=offer.picture,
        parts={part.item: part.each for part in offer.parts},
        off=off or None,
    )


def _choice(method: DeliveryMethod, price: Money) -> DeliveryChoice:
    return DeliveryChoice(method.id, method.name, method.note, price, method.address, method.countries)


def _tax(amount: Money, tax: Tax) -> Money:
    return amount.tax_inside(tax.rate) if tax.included else amount.percent(tax.rate)
