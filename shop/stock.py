"""Stock: what an owner has counted, what orders have taken since, and what is left.

An owner's count is published with the prices and never changed by an order. The store counts beside it what
has been *taken* since: held for open orders, or sold. What is left is the one less the other. A later count
(`counted:`) makes the store count from nothing again, exactly once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shop.catalog import Offer, Part


@dataclass(frozen=True, slots=True)
class Held:
    """So many pieces of one counted thing that an order has taken."""

    item: str
    quantity: int


@dataclass(frozen=True, slots=True)
class Move:
    """A change of one thing's counters. Written only while no more than *most* were taken before it."""

    item: str
    counted: str  #: the owner's count this order knows of; one later than the store's starts it anew
    taken: int
    held: int
    sold: int
    most: int | None = None  #: None: whatever was taken


@dataclass(frozen=True, slots=True)
class Counter:
    """One thing's counters as the store has them."""

    counted: str = ""
    taken: int = 0
    held: int = 0
    sold: int = 0

    def since(self, counted: str) -> int:
        """What was taken since that count of the owner's."""
        return 0 if counted > self.counted else self.taken


def parts_of(lines: Iterable[tuple[Offer, int]]) -> dict[str, tuple[Part, int]]:
    """What the lines take of each counted thing, all lines together."""
    needed: dict[str, tuple[Part, int]] = {}
    for offer, quantity in lines:
        for part in offer.parts:
            _, before = needed.get(part.item, (part, 0))
            needed[part.item] = part, before + part.each * quantity
    return needed


def left_of(part: Part, counters: Mapping[str, Counter]) -> int:
    """How many pieces are left; never below nothing."""
    return max(0, part.published - counters.get(part.item, Counter()).since(part.counted))


def left_for(offer: Offer, counters: Mapping[str, Counter], others: Mapping[str, int]) -> int | None:
    """How many units of an offer can be had beside what *others* take of its parts; None: not counted."""
    had = (max(0, left_of(part, counters) - others.get(part.item, 0)) // part.each for part in offer.parts)
    return min(had, default=None)


def taking(needed: Mapping[str, tuple[Part, int]]) -> tuple[Move, ...]:
    """The moves of an order that is placed."""
    return tuple(
        Move(item, part.counted, quantity, quantity, 0, part.published - quantity)
        for item, (part, quantity) in sorted(needed.items())
    )


def releasing(held: Iterable[Held]) -> tuple[Move, ...]:
    """The moves of an order that is cancelled: what it held can be had again."""
    return tuple(Move(each.item, "", -each.quantity, -each.quantity, 0) for each in held)


def selling(held: Iterable[Held]) -> tuple[Move, ...]:
    """The moves of an order that is complete."""
    return tuple(Move(each.item, "", 0, -each.quantity, each.quantity) for each in held)


def restocking(returned: Iterable[Held]) -> tuple[Move, ...]:
    """The moves of things that came back and can be sold again."""
    return tuple(Move(each.item, "", -each.quantity, 0, -each.quantity) for each in returned)
