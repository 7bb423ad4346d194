"""Returns: things that came back, as records linked to an order that itself never changes its lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shop.pricing import Line


@dataclass(frozen=True, slots=True)
class Return:
    id: str
    order_id: str
    at: datetime
    who: str
    lines: tuple[Line, ...]
    reason: str
    restock: bool  #: whether what came back can be sold again
