"""Tickets as whoever runs the shop sees, answers and moves them, for the commands of this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions._wiring import Ports
from server.desk import LANGUAGE, NotDone
from server.words import counted, listing, waited
from shop import cases, labels, limits, replying, tickets
from shop.cases import Entry
from shop.errors import IllegalMove, NoMerge, Stale
from shop.fields import folded, unprintable
from shop.statuses import OWNER
from shop.ticket_forms import typed_number
from shop.tickets import HOLD, NEW, OPEN, PENDING, SOLVED, Ticket
from shop.times import moment

#: What may still want something of somebody.
_LISTED = (NEW, OPEN, PENDING, HOLD, SOLVED)

#: What happened, where its own name does not say it.
_WORDS: Mapping[str, str] = {
    tickets.OVERDUE: "late, the owner was written to",
    tickets.REMINDED: "the customer was asked once more",
    cases.VERIFIED: "the address is the customer's",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket, and what should be noticed about it."""

    ticket: Ticket
    waiting: str  #: how long its customer has waited for an answer; empty where nobody waits
    late: bool
    notices: tuple[str, ...]  #: doubts and flags, in words


@dataclass(frozen=True, slots=True)
class Past:
    """One line of a ticket's history, and what was written with it."""

    when: str
    what: str
    who: str
    text: str


def seen(ticket: Ticket, at: datetime, promised: bool) -> Seen:
    asked, by = ticket.asked_at, ticket.answer_by
    return Seen(
        ticket=ticket,
        waiting=waited(asked, at) if asked else "",
        # Once the owner has been told, nothing is promised any more.
        late=bool(asked) and promised and (by is None or by <= at),
        notices=labels.notices(ticket, LANGUAGE),
    )


def listed(ports: Ports, at: datetime, limit: int = 200) -> list[Seen]:
    """The newest tickets that have not ended: late ones first, then others whose customers wait."""
    promised = ports.prices.book(()).terms.answer_within > 0
    found = [seen(ticket, at, promised) for ticket in ports.tickets.listed(_LISTED, limit)]
    return sorted(found, key=lambda each: (not each.late, not each.waiting))


def found(ports: Ports, typed: str) -> Ticket:
    """The ticket with that number, however it is typed. Raises NotDone."""
    number = typed_number(typed)
    ticket = ports.tickets.by_number(number) if number else None
    if ticket is None:
        raise NotDone(f"There is no ticket {typed}.")
    return ticket


def answer(ports: Ports, ticket: Ticket, text: str, to: str, at: datetime) -> Ticket:
    """The ticket answered, its customer written to. Raises NotDone."""
    said = _text(text)
    return _done(ticket, to, lambda: replying.answer(ticket, said, to, ports, at, who=OWNER))


def move(ports: Ports, ticket: Ticket, to: str, at: datetime) -> Ticket:
    return _done(ticket, to, lambda: replying.move(ticket, to, ports, at, who=OWNER))


def note(ports: Ports, ticket: Ticket, text: str, at: datetime) -> Ticket:
    said = _text(text)
    return _done(ticket, "", lambda: replying.note(ticket, said, ports, at, who=OWNER))


def merge(ports: Ports, ticket: Ticket, into: Ticket, at: datetime) -> Ticket:
    """The ticket, which goes on in the other one. Raises NotDone."""
    try:
        return _done(ticket, tickets.MERGED, lambda: replying.merge(ticket, into, ports, at, who=OWNER))
    except NoMerge:
        raise NotDone(
            f"{ticket.number} cannot go on in {into.number}: both must be of one customer, and that one open."
        ) from None


def history(ports: Ports, ticket: Ticket) -> list[Past]:
    """What has happened to it, oldest first."""
    zone = ports.prices.book(()).terms.timezone
    return [
        Past(moment(entry.at, zone, LANGUAGE), _told(entry), entry.who, entry.text)
        for entry in ports.tickets.entries(ticket.id)
    ]


def _done(ticket: Ticket, to: str, act: Callable[[], Ticket]) -> Ticket:
    try:
        return act()
    except IllegalMove as illegal:
        raise NotDone(_where_to(ticket, to, illegal.allowed)) from None
    except Stale:
        raise NotDone(
            f"Somebody wrote in {ticket.number} at this very moment. Nothing was done; look at it again."
        ) from None


def _where_to(ticket: Ticket, to: str, allowed: Sequence[str]) -> str:
    if to not in tickets.STATES:
        return f"There is no state {to}; there are {listing(tickets.STATES, 'and')}."
    if not allowed:
        return f"{ticket.number} is {ticket.state}, where a ticket ends; nothing is done to it any more."
    can = listing(allowed, "or")
    return f"{ticket.number} is {ticket.state}; from there it can become {can}, not {to}."


def _text(text: str) -> str:
    said = folded(text, paragraphs=True)
    if not said or len(said) > limits.MESSAGE or unprintable(said):
        raise NotDone(f"Please write something, in at most {limits.MESSAGE} characters that can be seen.")
    return said


def _told(entry: Entry) -> str:
    data, name = entry.data, _WORDS.get(entry.name, entry.name)
    match entry.name:
        case cases.FLAGGED:
            return labels.flag_label(data["flag"], LANGUAGE)
        case cases.MERGED:
            name = f"goes on in {data['into']}" if "into" in data else f"took {data['merged']} in"
        case tickets.RATED:
            name = f"found it {data['rating']}"
    way = f" ({data['from']} → {data['to']})" if "to" in data else ""
    pictures = len(entry.pictures)
    return name + way + (f", with {counted(pictures, 'picture')}" if pictures else "")
