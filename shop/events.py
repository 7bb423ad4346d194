"""What has happened to an order: one record for every change, never altered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

CUSTOMER = "customer"
SHOP = "shop"  #: by itself, because of the clock or an answer from outside

PLACED = "placed"
MOVED = "moved"  #: from one status to another; data: from, to, reason
OVERDUE = "overdue"
FLAGGED = "flagged"  #: data: flag
RETURNED = "returned"  #: data: return
ERASED = "erased"  #: whoever it was of is not known any more


@dataclass(frozen=True, slots=True)
class Event:
    order_id: str
    version: int  #: of the order afterwards
    at: datetime
    name: str
    who: str
    data: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""  #: for the shop's eyes only
