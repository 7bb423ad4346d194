"""What the shop needs from outside. Adapters are in `functions/`; none is imported here.

Every call may raise Unavailable, and then nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol

from shop.letters import Letter
from shop.orders import Order
from shop.outbox import Leased
from shop.published import PriceBook


class PriceList(Protocol):
    """The price list as the shop's site publishes it."""

    def book(self, skus: Sequence[str], fresh: bool = False) -> PriceBook:
        """The terms and those of the SKUs that are on sale; *fresh* looks for a newer list first."""


class ContactRules(Protocol):
    """Whether somebody can be reached there."""

    def email(self, text: str) -> str | None:
        """The address in ASCII, ready for a header; None where it is none."""

    def phone(self, text: str, country: str | None, shop_phone: str | None) -> str | None:
        """The number with its country's code, for people; None where it is none.

        One written without the code is dialled in *country*, else where the shop's own phone is.
        """


@dataclass(frozen=True, slots=True)
class Wish:
    """One visitor's wish for one order: the hash of its idempotency key, and of what was sent with it."""

    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Placement:
    """All that placing an order writes, in one transaction."""

    order: Order
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """An order and what it was placed with; *replayed* when it had been stored before this call."""

    order: Order
    fingerprint: str
    replayed: bool


class Orders(Protocol):
    def placed(self, key: str) -> Placed | None:
        """What has been placed with that idempotency key."""

    def place(self, wish: Wish, make: Callable[[int], Placement]) -> Placed:
        """Takes the next counter and writes what *make* returns for it: key, order, event, letters.

        All or nothing. When the key is taken already, nothing is written and that order is the answer.
        """

    def by_id(self, id: str) -> Order | None: ...

    def by_secret(self, secret_hash: str) -> Order | None:
        """The order whose link has the secret with that hash. Its number plays no part in the search."""


class Outbox(Protocol):
    def take(self, at: datetime) -> Leased | None:
        """The letter that has been due longest and that nobody holds, leased to the caller."""

    def done(self, leased: Leased, at: datetime) -> None: ...

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        """Puts it back until *retry_at*; without one it is dead."""

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        """Whether a letter first due before that moment still waits, or one was given up after the other."""


class Mailer(Protocol):
    def send(self, id: str, message: EmailMessage) -> None:
        """Hands the message over; *id* is the same whenever the same letter is sent again."""
