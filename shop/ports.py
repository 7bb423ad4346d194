"""What the shop needs from outside. Adapters are in `functions/`; none is imported here.

Every call may raise Unavailable, and then nothing was written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol

from shop.events import Event
from shop.orders import Order, Step
from shop.outbox import Leased, Message, Waiting
from shop.published import PriceBook
from shop.returns import Return
from shop.stock import Counter


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
class Placed:
    """An order and what it was placed with; *replayed* when it had been stored before this call."""

    order: Order
    fingerprint: str
    replayed: bool


@dataclass(frozen=True, slots=True)
class Change:
    """All that one change of an order writes, in one transaction: all of it or nothing."""

    step: Step
    messages: tuple[Message, ...] = ()


class Orders(Protocol):
    def placed(self, key: str) -> Placed | None:
        """What has been placed with that idempotency key."""

    def place(self, wish: Wish, make: Callable[[int], Change], at: datetime) -> Placed:
        """Takes the next counter and writes the key and all that *make* returns for that counter.

        When the key is taken already, nothing is written and that order is the answer. Counters are never
        given out twice; one may be left out. *make* is called once at most, and what it raises is raised.
        Raises NotEnough, PromoSpent.
        """

    def change(self, change: Change) -> None:
        """Writes a later version of an order. Raises Stale, NotEnough, PromoSpent."""

    def by_id(self, id: str) -> Order | None: ...

    def by_secret(self, secret_hash: str) -> Order | None:
        """The order whose link has the secret with that hash. Its number plays no part in the search."""

    def by_number(self, number: str) -> Order | None: ...

    def recent(self, limit: int) -> list[Order]:
        """The newest orders, newest first."""

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        """Orders whose `due_at` has come, the earliest first."""

    def of_contact(self, contact: str) -> list[Order]:
        """All orders with that e-mail address or phone number, however it is written, newest first."""

    def aged(self, before: datetime, limit: int) -> list[Order]:
        """Orders placed before that moment whose customer is still known, the oldest first."""

    def events(self, order_id: str) -> list[Event]:
        """What has happened to an order, oldest first."""

    def returns(self, order_id: str) -> list[Return]:
        """What came back of an order, oldest first."""

    def rewrite(self, order: Order, events: Sequence[Event], returns: Sequence[Return]) -> None:
        """Puts an order, its events and its returns in the place of all that is known of it.

        For erasing a person alone. *order* has the version after the one that is replaced. Raises Stale.
        """


class Stock(Protocol):
    def counters(self, items: Collection[str]) -> Mapping[str, Counter]:
        """The counters of those of the things that any order has ever taken."""


class Promos(Protocol):
    def used(self, promo: str, contacts: Collection[str]) -> tuple[int, int]:
        """How often a promo was used by everybody, and the most by any one of those contacts."""


class Outbox(Protocol):
    def put(self, messages: Sequence[Message], at: datetime) -> None:
        """Writes messages that no change of an order causes; one that is there already stays as it is."""

    def take(self, at: datetime, kinds: Collection[str]) -> Leased | None:
        """The message of those kinds that is due longest and that nobody holds, leased to the caller."""

    def done(self, leased: Leased, at: datetime, reason: str = "") -> None:
        """Sent; or, with a *reason*, settled without having been sent."""

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        """Puts it back until *retry_at*; without one it is dead."""

    def postponed(self, leased: Leased, until: datetime, reason: str) -> None:
        """Puts it back until then, as if it had not been tried."""

    def message(self, id: str) -> Message | None:
        """The message with that id, whatever has become of it."""

    def about(self, about_id: str) -> list[Message]:
        """All messages that tell of an order, a ticket or a post, whatever has become of them."""

    def settled(self, before: datetime, limit: int) -> list[str]:
        """The ids of messages that were sent or given up before that moment, the oldest first."""

    def forget(self, ids: Sequence[str]) -> None:
        """Removes messages as if they had never been written; whoever holds one may still send it."""

    def waiting(self, limit: int) -> list[Waiting]:
        """Messages that are still to be sent, those due longest first."""

    def dead(self, limit: int) -> list[tuple[Message, str]]:
        """Messages that were given up, with the reason, the latest first."""

    def replay(self, ids: Sequence[str], at: datetime) -> int:
        """Makes given-up messages due again, under their old ids; how many there were."""

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        """Whether a message first due before that moment still waits, or one was given up after the other."""


class Limits(Protocol):
    def hit(self, key: str, limit: int, window: timedelta, at: datetime) -> bool:
        """Counts one more for *key* in the window around *at*; False, and not counted, above *limit*.

        Called while an order is made, it may stand or fall with that order.
        """


class Suppressions(Protocol):
    """Addresses that no automatic letter goes to any more, by `numbers.contact_key`."""

    def suppress(self, contact: str, reason: str, at: datetime) -> None: ...

    def suppressed(self, contact: str) -> str | None:
        """Why nothing is sent there; None where it may be."""

    def allow(self, contact: str) -> None:
        """Letters go there again, until the address is suppressed anew."""


class Mailer(Protocol):
    def send(self, id: str, message: EmailMessage) -> None:
        """Hands the message over; *id* is the same whenever the same letter is sent again.

        Raises Undeliverable, Throttled.
        """

    def forget(self, ids: Collection[str]) -> None:
        """Removes what is still kept of letters; one that was handed over is the mail server's."""


class Hooks(Protocol):
    """Sends webhooks to the endpoints that are configured."""

    def endpoints(self, event: str) -> tuple[str, ...]:
        """The ids of the endpoints that want to hear of such an event."""

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        """Posts the signed body. Raises Undeliverable for an endpoint that is gone, Throttled."""
