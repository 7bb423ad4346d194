"""The outbox: letters and webhooks to be sent, when each is tried, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

LETTER = "letter"
HOOK = "hook"

#: What a message tells of.
ORDER, TICKET, POST = "order", "ticket", "post"

#: The wait after each failed try of a letter; after the last one the row is dead. Some 24 hours in all.
_LETTER_DELAYS = (5, 30, 120, 600, 1800, 3600, 3600, 3600, 14400, 14400, 14400, 14400, 14400)

#: Standard Webhooks, "Deliverability and reliability": ten tries over 75 hours and 35 minutes.
_HOOK_DELAYS = (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)

DELAYS = {LETTER: _LETTER_DELAYS, HOOK: _HOOK_DELAYS}

#: How much a wait is lengthened at random, so that what failed together does not come back together.
JITTER = 0.1

#: How long whoever took a row may keep it before somebody else does.
LEASE = timedelta(seconds=90)

#: A letter that should first have left so long ago says that letters do not get through.
LATE = timedelta(minutes=15)

#: How long a letter that was given up is told: long enough to be noticed, not for good.
TOLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Message:
    """Something the outside is to be told: a row written together with its cause."""

    id: str  #: the same for the same cause, so that a message sent twice can be told
    kind: str
    event: str  #: a letter's template, or a webhook's type
    recipient: str  #: CUSTOMER or OWNER of a letter; the endpoint of a webhook
    language: str
    about_id: str  #: the id of the order, ticket or post that it tells of
    #: What a webhook sends; of a letter, what `letters.told` reads: the rest is written when it leaves.
    body: str = ""
    about: str = ORDER
    due_at: datetime | None = None  #: when it is first tried; None: at once


@dataclass(frozen=True, slots=True)
class Leased:
    """A due message, leased to whoever sends it; *attempt* counts from one."""

    message: Message
    attempt: int
    lease: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is still to be sent."""

    message: Message
    due_at: datetime  #: when it is tried next
    attempts: int
    reason: str  #: why the last try failed; empty before the first


def tries(kind: str) -> int:
    """How often a message of that kind is tried before it is given up."""
    return len(DELAYS[kind]) + 1


def next_try(kind: str, attempt: int, at: datetime, chance: float) -> datetime | None:
    """When to try again after that attempt failed; None when it was the last. *chance* is between 0 and 1."""
    if attempt >= tries(kind):
        return None
    return at + timedelta(seconds=DELAYS[kind][attempt - 1] * (1 + JITTER * chance))
