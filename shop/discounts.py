"""Discounts: which promos a basket gets, and how much each takes off which line. Pure.

Promos never come together unless they say so: of each promo alone, and all that stack together, a basket
gets what is paid least for, delivery included. It gets none where that is cheaper still, as when a discount
would lose it the free delivery.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shop.catalog import Offer
from shop.errors import FieldError
from shop.money import Money
from shop.promos import Discount, Promo

#: What delivery costs for goods of that value; None while none is chosen.
Fee = Callable[[Money], Money] | None


@dataclass(frozen=True, slots=True)
class Goods:
    """One line as promos look at it."""

    offer: Offer
    total: Money


@dataclass(frozen=True, slots=True)
class Reduction:
    """What promos do to one basket."""

    discounts: tuple[Discount, ...]
    off: tuple[Money, ...]  #: by line
    delivery: Money
    paid: Money  #: goods and delivery
    coded: bool  #: whether one of them came with a code


def best(basket: Sequence[Goods], promos: Sequence[Promo], fee: Fee, currency: str) -> Reduction:
    """The reduction after which least is paid.

    Among equals one that uses the visitor's code, then the one with more promos, then the order of the list.
    Promos that stack are taken in the list's order, each off what those before it have left.
    """
    stack = tuple(promo for promo in promos if promo.stacks)
    tries = [*((promo,) for promo in promos), stack, ()]
    reduced = [_reduced(basket, tried, fee, currency) for tried in tries]
    return min(reduced, key=lambda each: (each.paid, not each.coded, -len(each.discounts)))


def refusal(promo: Promo, basket: Sequence[Goods], currency: str) -> FieldError | None:
    """Why the basket as it is cannot have that promo."""
    goods = sum((line.total for line in basket), Money.zero(currency))
    if not any(_covers(promo, line) for line in basket):
        return FieldError("promo", "promo_other_goods")
    if promo.minimum is not None and goods < promo.minimum:
        return FieldError("promo", "promo_minimum", {"minimum": promo.minimum})
    return None


def _reduced(basket: Sequence[Goods], promos: Sequence[Promo], fee: Fee, currency: str) -> Reduction:
    left = [line.total for line in basket]
    applied: list[tuple[Promo, Money]] = []
    for promo in promos:
        shares = _shares(promo, basket, left, currency)
        left = [total - share for total, share in zip(left, shares, strict=True)]
        applied.append((promo, sum(shares, Money.zero(currency))))
    goods = sum(left, Money.zero(currency))
    price = fee(goods) if fee else Money.zero(currency)
    carrier = next((p for p in promos if p.free_delivery), None) if price or fee is None else None
    delivery = Money.zero(currency) if carrier else price
    felt = [(promo, amount) for promo, amount in applied if amount or promo is carrier]
    return Reduction(
        discounts=tuple(Discount(p.id, p.name, amount, p is carrier) for p, amount in felt),
        off=tuple(line.total - rest for line, rest in zip(basket, left, strict=True)),
        delivery=delivery,
        paid=goods + delivery,
        coded=any(promo.code is not None for promo, _ in felt),
    )


def _shares(promo: Promo, basket: Sequence[Goods], left: Sequence[Money], currency: str) -> tuple[Money, ...]:
    """What the promo takes off each line, of what is left of it."""
    weights = [rest.minor if _covers(promo, line) else 0 for line, rest in zip(basket, left, strict=True)]
    meant = Money(sum(weights), currency)
    amount = min(promo.amount, meant) if promo.amount is not None else Money.zero(currency)
    if promo.percent is not None:
        amount = meant.percent(promo.percent)
    return amount.shared(weights)


def _covers(promo: Promo, line: Goods) -> bool:
    return promo.covers(line.offer.sku, line.offer.categories)
