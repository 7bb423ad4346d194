"""Letters and webhooks that are still to be sent or were given up, for pages and commands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from functions._wiring import Ports
from server.desk import LANGUAGE
from shop.labels import message_label
from shop.letters import CUSTOMER, OWNER
from shop.outbox import Message
from shop.times import moment

ALL = "all"

_SHOWN = 200
_SENT_AGAIN = 10_000
#: An id may be shortened to so many characters.
_SHORTEST = 6


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message, and how it stands with it."""

    id: str
    what: str
    number: str  #: of its order
    to: str
    state: str


def waiting(ports: Ports) -> list[Parcel]:
    timezone = ports.prices.book(()).terms.timezone
    return [
        _parcel(
            ports, each.message, _waits(each.attempts, each.reason, moment(each.due_at, timezone, LANGUAGE))
        )
        for each in ports.outbox.waiting(_SHOWN)
    ]


def dead(ports: Ports) -> list[Parcel]:
    return [_parcel(ports, message, f"given up: {reason}") for message, reason in ports.outbox.dead(_SHOWN)]


def replay(ports: Ports, wanted: str, at: datetime) -> int:
    """Makes messages due again, all of them or the one whose id begins so; how many there were."""
    ids = [message.id for message, _ in ports.outbox.dead(_SENT_AGAIN)]
    if wanted != ALL:
        begins = [id for id in ids if len(wanted) >= _SHORTEST and id.startswith(wanted)]
        ids = begins if len(begins) == 1 else []
    return ports.outbox.replay(ids, at) if ids else 0


def _waits(attempts: int, reason: str, due: str) -> str:
    if not attempts:
        return f"due {due}"
    times = "once" if attempts == 1 else f"{attempts} times"
    return f"tried {times}, next {due}" + (f": {reason}" if reason else "")


def _parcel(ports: Ports, message: Message, state: str) -> Parcel:
    order = ports.orders.by_id(message.about_id)
    to = {CUSTOMER: (order.customer.email if order else None) or "the customer", OWNER: "you"}
    return Parcel(
        id=message.id,
        what=message_label(message.kind, message.event, LANGUAGE),
        number=order.number if order else "",
        to=to.get(message.recipient, message.recipient),
        state=state,
    )
