"""What a basket costs. Pure: the same basket, offers and terms always give the same quote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from shop.catalog import Offer, Part
from shop.errors import FieldError, Invalid
from shop.money import Money
from shop.promos import Discount
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
    parts: Mapping[str, tuple[Part, int]] = field(
        default_factory=dict
    )  #: what all lines take, by counted thing

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
) -> Quote:
    """The basket's price with that delivery; without one, the total is that of the goods.

    Raises Invalid naming every line whose SKU is not on sale and a delivery that cannot be had.
    """
    errors = [
        FieldError(f"lines.{number}.sku", "not_on_sale", {"sku": line.sku})
        for number, line in enumerate(lines)
        if line.sku not in offers
    ]
    chosen = terms.method(method) if method is not None else None
    errors += _delivery_errors(method, chosen, country)
    if errors:
        raise Invalid(errors)

    needed = parts_of((offers[line.sku], line.quantity) for line in lines)
    priced = tuple(_priced(line, offers[line.sku], needed, counters or {}) for line in lines)
    goods = sum((line.total for line in priced), Money.zero(terms.currency))
    delivery = chosen.price_for(goods) if chosen else Money.zero(terms.currency)
    tax = _tax(goods + delivery, terms.tax)
    return Quote(
        lines=priced,
        goods=goods,
        choices=tuple(_choice(m, goods) for m in terms.delivery if m.reaches(country)),
        method=method,
        delivery=delivery,
        tax=tax,
        tax_rate=terms.tax.rate,
        tax_included=terms.tax.included,
        total=goods + delivery if terms.tax.included else goods + delivery + tax,
        digest=digest,
        parts=needed,
    )


def _delivery_errors(
    method: str | None, chosen: DeliveryMethod | None, country: str | None
) -> list[FieldError]:
    if method is not None and chosen is None:
        return [FieldError("delivery.method", "choose_delivery")]
    if chosen and not chosen.reaches(country):
        return [FieldError("delivery.address.country", "not_delivered_there")]
    return []


def _priced(
    line: Line, offer: Offer, needed: Mapping[str, tuple[Part, int]], counters: Mapping[str, Counter]
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
    )


def _choice(method: DeliveryMethod, goods: Money) -> DeliveryChoice:
    return DeliveryChoice(
        method.id, method.name, method.note, method.price_for(goods), method.address, method.countries
    )


def _tax(amount: Money, tax: Tax) -> Money:
    return amount.tax_inside(tax.rate) if tax.included else amount.percent(tax.rate)
