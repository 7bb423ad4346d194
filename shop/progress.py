"""How far an order has come: the statuses on its way, which of them it has reached, and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shop.events import MOVED, Event
from shop.orders import Order
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY, NEW

_WAY = (NEW, APPROVAL, ASSEMBLING, DELIVERY, COMPLETE)


@dataclass(frozen=True, slots=True)
class Stage:
    status: str
    at: datetime | None  #: when it was reached; None: it lies ahead


def stages(order: Order, history: Sequence[Event]) -> tuple[Stage, ...]:
    """The order's way from first to last; of a cancelled one, only what it has reached.

    Where an order went back because something was missing, what followed lies ahead once more.
    """
    way = _WAY[1:] if order.quick else _WAY
    reached = {way[0]: order.placed_at}
    for event in history:
        # A change made since the order was read is left out: both must tell the same.
        if event.name == MOVED and event.version <= order.version:
            reached = _moved(reached, event.data["to"], event.at)
    if order.status == CANCEL:
        return tuple(Stage(status, at) for status, at in reached.items())
    return tuple(Stage(status, reached.get(status)) for status in way)


def _moved(reached: dict[str, datetime], to: str, at: datetime) -> dict[str, datetime]:
    behind = {
        status: when
        for status, when in reached.items()
        if to == CANCEL or _WAY.index(status) < _WAY.index(to)
    }
    return behind | {to: at}
