"""Letters about tickets: which follow what happens to one, and to whom."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from shop.letters import CUSTOMER, OWNER, letter, told
from shop.outbox import TICKET, Message
from shop.terms import Terms
from shop.tickets import CLOSED, PENDING, Ticket
from shop.tickets import SOLVED as STATE_SOLVED

#: To the customer.
RECEIVED = "ticket_received"
ANSWERED = "ticket_answered"
REMINDER = "ticket_reminder"  #: something is still asked of its reader
SOLVED = "ticket_solved"
RATING = "ticket_rating"  #: how it was, a day later
LINK = "ticket_link"  #: asked for on the page that finds a ticket
#: To the owner.
OPENED = "ticket_opened"
WROTE = "ticket_wrote"
OVERDUE = "ticket_overdue"
RATED = "ticket_rated"

#: How long after it is solved a customer is asked how it was.
_LATER = timedelta(days=1)


def to_customer(ticket: Ticket, event: str, at: datetime, cause: str = "") -> tuple[Message, ...]:
    """A letter to the author who left an e-mail address."""
    version = str(ticket.version)
    return _to_customer(ticket, event, at, cause or version, {"version": version}, None)


def to_owner(
    ticket: Ticket, event: str, terms: Terms, at: datetime, facts: Mapping[str, str] | None = None
) -> Message:
    """A letter to the owner; what was written it reads from the entry of this version."""
    version = str(ticket.version)
    return letter(
        TICKET, ticket.id, event, OWNER, terms.languages[0], at,
        cause=version, told={"version": version, **(facts or {})},
    )  # fmt: skip


def asked_for_link(ticket: Ticket, at: datetime) -> tuple[Message, ...]:
    """The ticket's link once more; each time it is asked for is a letter of its own."""
    return to_customer(ticket, LINK, at, at.isoformat())


def asking_how_it_was(ticket: Ticket, terms: Terms, at: datetime) -> tuple[Message, ...]:
    """The letter that leaves a day after a person has solved it, unless anything changes until then."""
    if not terms.support.rating or ticket.rating:
        return ()
    facts = {"version": str(ticket.version), "since": at.isoformat()}
    return _to_customer(ticket, RATING, at + _LATER, str(ticket.version), facts, at + _LATER)


def outdated(message: Message, ticket: Ticket) -> bool:
    """Whether what the letter asks for has been settled since it was written down."""
    if message.event == RATING:
        asked = told(message)["since"]
        since = ticket.since.isoformat() if ticket.since else ""
        return ticket.state != STATE_SOLVED or ticket.rating != "" or since != asked
    if message.event == REMINDER:
        return ticket.state != PENDING
    if message.event == OVERDUE:
        return ticket.asked_at is None
    return message.event == SOLVED and ticket.state not in (STATE_SOLVED, CLOSED)


def _to_customer(
    ticket: Ticket, event: str, at: datetime, cause: str, facts: Mapping[str, str], due_at: datetime | None
) -> tuple[Message, ...]:
    if ticket.author.email is None:
        return ()
    return (
        letter(
            TICKET, ticket.id, event, CUSTOMER, ticket.language, at, cause=cause, told=facts, due_at=due_at
        ),
    )
