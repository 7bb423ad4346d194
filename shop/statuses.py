"""The statuses of an order: which may follow which, who may move one, and what follows from it.

new -> approval -> assembling -> delivery -> complete
  \\________\\_________\\___________\\-> cancel
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop.text import Text

NEW = "new"
APPROVAL = "approval"
ASSEMBLING = "assembling"
DELIVERY = "delivery"
COMPLETE = "complete"
CANCEL = "cancel"

#: Every allowed move; approval comes again when a thing is missing. A return is a linked record, no status.
TRANSITIONS: Mapping[str, tuple[str, ...]] = {
    NEW: (APPROVAL, CANCEL),
    APPROVAL: (ASSEMBLING, CANCEL),
    ASSEMBLING: (DELIVERY, APPROVAL, CANCEL),
    DELIVERY: (COMPLETE, CANCEL),
    COMPLETE: (),
    CANCEL: (),
}
STATUSES = tuple(TRANSITIONS)
FINAL = frozenset(status for status, following in TRANSITIONS.items() if not following)

OWNER, MANAGER, PACKER, SUPPORT = "owner", "manager", "packer", "support"
ROLES = (OWNER, MANAGER, PACKER, SUPPORT)

SPAM = "spam"  #: nobody's order

#: Why an order was cancelled; one of these, or one of the shop's own, must be given.
REASONS = (
    "no_call", "no_product", "bought_elsewhere", "delivery_does_not_suit", "price_does_not_suit",
    "duplicate", SPAM, "customer", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Status:
    """What a shop has decided about one status."""

    label: Text = field(default_factory=lambda: Text({}))  #: for customers; the interface's own when empty
    limit: int = 0  #: minutes of working time before the owner is told that it takes long; 0: no limit
    letter: bool = True  #: whether the customer is written to
    who: tuple[str, ...] = (OWNER, MANAGER)  #: roles that may move an order here


#: What holds until the owner writes something else in `statuses:`.
DEFAULTS: Mapping[str, Status] = {
    NEW: Status(limit=30, who=()),
    APPROVAL: Status(limit=8 * 60, who=(OWNER, MANAGER)),
    ASSEMBLING: Status(limit=16 * 60, who=(OWNER, MANAGER, PACKER)),
    DELIVERY: Status(who=(OWNER, MANAGER, PACKER)),
    COMPLETE: Status(who=(OWNER, MANAGER, PACKER)),
    CANCEL: Status(who=(OWNER, MANAGER)),
}


def may(status: str, role: str, to: str, statuses: Mapping[str, Status]) -> bool:
    """Whether somebody in that role may move an order from the one status to the other."""
    return to in TRANSITIONS[status] and role in statuses.get(to, DEFAULTS[to]).who


def choices(status: str, role: str, statuses: Mapping[str, Status]) -> tuple[str, ...]:
    """Where that role may move an order to."""
    return tuple(to for to in TRANSITIONS[status] if may(status, role, to, statuses))
