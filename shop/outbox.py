"""The outbox: letters waiting to be sent, when each is tried, and when it is given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.letters import Letter

#: The wait after each failure; after the last one the row is dead. Some 24 hours in all.
DELAYS = tuple(
    timedelta(seconds=seconds)
    for seconds in (5, 30, 120, 600, 1800, 3600, 3600, 3600, 14400, 14400, 14400, 14400, 14400)
)

TRIES = len(DELAYS) + 1

#: How long whoever took a row may keep it before somebody else does.
LEASE = timedelta(seconds=90)

#: A letter that should first have left so long ago says that letters do not get through.
LATE = timedelta(minutes=15)

#: How long a letter that was given up is told: long enough to be noticed, not for good.
TOLD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Leased:
    """A due letter, leased to whoever sends it; *attempt* counts from one."""

    letter: Letter
    attempt: int
    lease: str


def next_try(attempt: int, at: datetime) -> datetime | None:
    """When to try again after that attempt failed; None when it was the last."""
    return at + DELAYS[attempt - 1] if attempt < TRIES else None
