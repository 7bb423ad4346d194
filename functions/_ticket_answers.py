"""A ticket as its customer sees it: what was written, where it is, what comes next; nothing of the desk's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from functions import _ticket_schema as schema
from shop import picture_links
from shop.case_ports import Cases
from shop.cases import ANSWERED, OPENED, WROTE, Entry
from shop.contacts import mailbox
from shop.events import CUSTOMER, SHOP
from shop.labels import stage_label, topic_label
from shop.stages import steps
from shop.terms import Terms
from shop.ticket_outlook import outlook
from shop.tickets import CLOSED, FINAL, SOLVED, Ticket
from shop.times import moment
from shop.words import say

_WRITTEN = (OPENED, WROTE, ANSWERED)


def opened_answer(
    ticket: Ticket, terms: Terms, language: str, root_key: bytes, at: datetime
) -> schema.OpenedTicketAnswer:
    return schema.OpenedTicketAnswer(
        number=ticket.number,
        track=ticket.link(root_key),
        state=ticket.shown_state,
        answer_by=ticket.answer_by,
        outlook=outlook(ticket, terms, language, at),
    )


class Books(Protocol):
    """What a ticket is shown from."""

    @property
    def tickets(self) -> Cases[Ticket]: ...
    @property
    def root_key(self) -> bytes: ...


def shown_answer(
    ticket: Ticket, books: Books, terms: Terms, language: str, at: datetime
) -> schema.TicketAnswer:
    """What the holder of the link may see now."""
    into = books.tickets.by_number(ticket.into) if ticket.into else None
    entries = books.tickets.entries(ticket.id)
    return ticket_answer(ticket, entries, into, terms, language, books.root_key, at)


def ticket_answer(
    ticket: Ticket, entries: Sequence[Entry], into: Ticket | None, terms: Terms, language: str,
    root_key: bytes, at: datetime,
) -> schema.TicketAnswer:  # fmt: skip
    """What the holder of the link may see; *into* is the ticket it goes on in."""
    # A change made since the ticket was read is left out: both must tell the same.
    known = [entry for entry in entries if entry.version <= ticket.version]
    return schema.TicketAnswer(
        number=ticket.number,
        track=ticket.link(root_key),
        topic=ticket.topic,
        topic_label=topic_label(ticket.topic, language),
        state=ticket.shown_state,
        stage=stage_label(ticket, language),
        steps=[_step(code, when, terms, language) for code, when in steps(ticket, known)],
        opened_at=ticket.opened_at,
        opened_at_text=moment(ticket.opened_at, terms.timezone, language),
        outlook=outlook(ticket, terms, language, at),
        order_number=ticket.order_number,
        thread=[
            _message(entry, ticket, terms, language, root_key, at)
            for entry in known
            if entry.name in _WRITTEN
        ],
        may_write=ticket.state not in FINAL or ticket.state == CLOSED,
        may_rate=ticket.state == SOLVED and not ticket.rating,
        rating=ticket.rating,
        follows=ticket.follows,
        into=ticket.into,
        into_track=into.link(root_key) if into and _of_one_mailbox(ticket, into) else "",
    )


def _of_one_mailbox(ticket: Ticket, into: Ticket) -> bool:
    """Whether one person holds both: anybody may have typed an address that nobody has confirmed."""
    both = (ticket.author, into.author)
    addresses = {mailbox(author.email) for author in both if author.email and author.verified}
    return all(author.email and author.verified for author in both) and len(addresses) == 1


def _step(code: str, when: datetime | None, terms: Terms, language: str) -> schema.TicketStepAnswer:
    return schema.TicketStepAnswer(
        label=say(language, f"ticket_step_{code}"),
        at=when,
        at_text=moment(when, terms.timezone, language) if when else "",
        done=when is not None,
    )


def _message(
    entry: Entry, ticket: Ticket, terms: Terms, language: str, root_key: bytes, at: datetime
) -> schema.TicketMessageAnswer:
    by_customer = entry.who == CUSTOMER
    tokens = [picture_links.sign(root_key, ticket.number, picture, at) for picture in entry.pictures]
    return schema.TicketMessageAnswer(
        who=CUSTOMER if by_customer else SHOP,
        name=ticket.author.name if by_customer else terms.name[language],
        at=entry.at,
        at_text=moment(entry.at, terms.timezone, language),
        text=entry.text,
        pictures=[schema.TicketPictureAnswer(f"/api/pictures/{token}") for token in tokens],
    )
