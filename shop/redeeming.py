"""Which promos somebody can have now: in force, and not used as often as they may be."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from shop.errors import FieldError, Invalid
from shop.ports import Promos
from shop.promos import Promo, not_in_force
from shop.terms import Terms


def redeemable(
    chosen: str, terms: Terms, promos: Promos, contacts: Collection[str], at: datetime,
    spent: Collection[str] = (),
) -> tuple[Promo, ...]:  # fmt: skip
    """Those that apply by themselves, and the one *chosen* by its code; those *spent* are not asked about.

    One without a code that is used up is left out. Raises Invalid where the chosen one is.
    """
    found = []
    for promo in _in_force(chosen, terms, at):
        why = "promo_used_up" if promo.id in spent else _used_up(promo, promos, contacts)
        if why and promo.code is not None:
            raise Invalid([FieldError("promo", why)])
        if not why:
            found.append(promo)
    return tuple(found)


def _in_force(chosen: str, terms: Terms, at: datetime) -> Iterator[Promo]:
    for promo in terms.promos:
        wanted = promo.code is None or promo.id == chosen
        if wanted and not not_in_force(promo, at):
            yield promo


def _used_up(promo: Promo, promos: Promos, contacts: Collection[str]) -> str:
    """Why it cannot be used once more; the store has the last word when an order is written."""
    if not promo.counted:
        return ""
    by_all, by_one = promos.used(promo.id, contacts if promo.uses_per_contact is not None else ())
    if promo.uses is not None and by_all >= promo.uses:
        return "promo_used_up"
    mine = promo.uses_per_contact is not None and by_one >= promo.uses_per_contact
    return "promo_used" if mine else ""
