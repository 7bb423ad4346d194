"""Promos: discounts that a code or nothing but the basket brings, and how often they may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from shop.money import Money
from shop.text import Text


@dataclass(frozen=True, slots=True)
class Promo:
    """One discount. It takes off a percentage, a fixed amount, or what delivery costs."""

    id: str
    name: Text
    code: str | None = None  #: the hash of the code (`code_hash`); None: applies by itself
    percent: Decimal | None = None
    amount: Money | None = None
    free_delivery: bool = False
    categories: tuple[str, ...] = ()  #: empty, with no products: everything
    products: tuple[str, ...] = ()  #: SKUs
    starts: datetime | None = None
    ends: datetime | None = None  #: the first moment at which it is over
    minimum: Money | None = None  #: of goods, before any discount
    uses: int | None = None  #: at most, by everybody
    uses_per_contact: int | None = None
    stacks: bool = False  #: whether it may come on top of others that say so too


@dataclass(frozen=True, slots=True)
class Discount:
    """What one promo takes off one order."""

    promo: str
    name: Text
    amount: Money  #: off the goods; nothing for free delivery
    free_delivery: bool = False


@dataclass(frozen=True, slots=True)
class Use:
    """One use of a promo, to be counted; *by* is -1 where a cancelled order gives it back."""

    promo: str
    contacts: tuple[str, ...]  #: keys of those who use it, see `numbers.contact_key`
    most: int | None = None
    most_per_contact: int | None = None
    by: int = 1
