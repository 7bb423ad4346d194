"""Having a link sent once more, to the address it belongs to: of an order, or of a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from shop import limits
from shop.contacts import mailbox
from shop.fields import Fields
from shop.numbers import ORDER, contact_key, parse_number
from shop.outbox import Message
from shop.ports import ContactRules, Outbox
from shop.requests import FIND_FIELDS, FindRequest, Sent
from shop.visits import LETTERS, Door

#: A link is sent once in this time, and so three times an hour at most.
_PAUSE = timedelta(minutes=20)
_DAY = timedelta(days=1)


class Links(Door, Protocol):
    """What sending a link needs from outside."""

    @property
    def outbox(self) -> Outbox: ...
    @property
    def contacts(self) -> ContactRules: ...


def read_find(sent: Sent, contacts: ContactRules, letter: str) -> FindRequest:
    """What somebody knows of an order or a ticket, whose numbers begin with *letter*.

    A number that was never given out is told by its check digit alone. Raises Invalid.
    """
    fields = Fields(sent)
    fields.refuse_others(FIND_FIELDS)
    typed = fields.text("number", limits.NUMBER, required=True)
    number = parse_number(typed, letter)
    if typed and number is None:
        fields.refuse("number", "not_a_number" if letter == ORDER else "not_a_ticket_number")
    written = fields.text("email", limits.EMAIL, required=True)
    email = contacts.email(written) if written else None
    if written and email is None:
        fields.refuse("email", "not_an_email")
    fields.text("language", limits.LANGUAGE)
    fields.finish()
    return FindRequest(number or "", email or "")


def answer(request: FindRequest, found: Sequence[Message], shop: Links, at: datetime) -> None:
    """Puts the letters in the outbox; none where nothing was found.

    Whoever asks learns nothing: whether there is such a thing shows neither in the answer nor in how much is
    written for it.
    """
    key = contact_key(shop.root_key, f"{request.number} {request.email}")
    waited = shop.limits.hit(f"link:{key}", 1, _PAUSE, at)
    # What was not found is counted and written too, on an account of its own.
    account = contact_key(shop.root_key, mailbox(request.email)) if found and waited else f"nobody:{key}"
    welcome = shop.limits.hit(f"letters:{account}", LETTERS, _DAY, at)
    if found and waited and welcome:
        shop.outbox.put(found, at)
    else:
        shop.limits.hit(f"letter:{account}", 1, _PAUSE, at)


def is_of(email: str | None, request: FindRequest) -> bool:
    return email is not None and email.casefold() == request.email.casefold()
