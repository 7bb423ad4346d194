"""Promos: discounts that a code or nothing but the basket brings, and how often they may be used."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache

from shop.money import Money
from shop.text import Text

#: What scrypt is asked for (RFC 7914): 16 MiB and some 50 ms for every guess at a code.
_SCRYPT = {"n": 2**14, "r": 8, "p": 1, "dklen": 24}


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

    def covers(self, sku: str, categories: Sequence[str]) -> bool:
        """Whether it is about such goods."""
        everything = not self.categories and not self.products
        return everything or sku in self.products or any(each in self.categories for each in categories)

    @property
    def counted(self) -> bool:
        return self.uses is not None or self.uses_per_contact is not None


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


def code_hash(code: str, url: str) -> str:
    """What the public price list says of a code. Slow on purpose; a code that can be guessed stays guessable.

    Case and spaces do not matter: people type codes from paper.
    """
    return _hashed(folded_code(code), url.rstrip("/"))


def folded_code(code: str) -> str:
    """The code as it is compared."""
    return "".join(unicodedata.normalize("NFKC", code).casefold().split())


def by_code(promos: Iterable[Promo], code: str, url: str) -> Promo | None:
    """The promo with that code, in the price list of the shop at that address."""
    coded = {promo.code: promo for promo in promos if promo.code is not None}
    return coded.get(code_hash(code, url)) if coded else None


def not_in_force(promo: Promo, at: datetime) -> str:
    """Why it cannot be used at that moment, as the name of a sentence; empty where it can."""
    if promo.starts is not None and at < promo.starts:
        return "promo_not_yet"
    return "promo_over" if promo.ends is not None and at >= promo.ends else ""


def uses_of(
    discounts: Iterable[Discount], promos: Iterable[Promo], contacts: tuple[str, ...]
) -> tuple[Use, ...]:
    """What an order with those discounts uses up; a promo that may be used for ever is not counted."""
    used = {discount.promo for discount in discounts}
    return tuple(
        Use(
            promo.id,
            contacts if promo.uses_per_contact is not None else (),
            promo.uses,
            promo.uses_per_contact,
        )
        for promo in promos
        if promo.id in used and promo.counted
    )


@lru_cache(maxsize=256)
def _hashed(plain: str, salt: str) -> str:
    return hashlib.scrypt(plain.encode("utf-8", "surrogatepass"), salt=salt.encode(), **_SCRYPT).hex()
