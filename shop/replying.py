"""What the shop does with its tickets: answers them, moves them on, notes something, puts two together."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop import ticket_letters, ticket_moves, webhooks
from shop.case_ports import Cases
from shop.cases import MERGED, Filing
from shop.errors import IllegalMove, NoMerge
from shop.outbox import Message
from shop.ports import Hooks, PriceList
from shop.terms import Terms
from shop.ticket_hooks import hooks_of
from shop.tickets import FINAL, SOLVED, SPAM, TRANSITIONS, Ticket
from shop.tickets import MERGED as INTO_ANOTHER


class Books(Protocol):
    """What looking after tickets needs from outside."""

    @property
    def tickets(self) -> Cases[Ticket]: ...
    @property
    def prices(self) -> PriceList: ...
    @property
    def hooks(self) -> Hooks: ...


def answer(ticket: Ticket, text: str, to: str, shop: Books, at: datetime, *, who: str) -> Ticket:
    """The ticket answered, its customer written to; *to* is OPEN, PENDING, HOLD or SOLVED.

    Raises IllegalMove; Stale where somebody else, its customer perhaps, was faster.
    """
    if to in (SPAM, INTO_ANOTHER):
        raise IllegalMove(ticket.state, to, answers(ticket))
    terms = shop.prices.book(()).terms
    filing = ticket_moves.answered(ticket, text, to, terms, at, who)
    told = ticket_letters.to_customer(filing.case, ticket_letters.ANSWERED, at)
    return _filed(filing, (*told, *_asked_how_it_was(filing.case, terms, at)), shop, at)


def move(ticket: Ticket, to: str, shop: Books, at: datetime, *, who: str) -> Ticket:
    """The ticket in that state; its customer is written to only where it is solved.

    Raises IllegalMove, Stale.
    """
    terms = shop.prices.book(()).terms
    filing = ticket_moves.moved(ticket, to, terms, at, who)
    solved = to == SOLVED
    told = ticket_letters.to_customer(filing.case, ticket_letters.SOLVED, at) if solved else ()
    return _filed(filing, (*told, *_asked_how_it_was(filing.case, terms, at)), shop, at)


def note(ticket: Ticket, text: str, shop: Books, at: datetime, *, who: str) -> Ticket:
    """The ticket with something for the shop's own eyes. Raises Stale."""
    filing = ticket_moves.noted(ticket, text, at, who)
    shop.tickets.change(filing)
    return filing.case


def merge(ticket: Ticket, into: Ticket, shop: Books, at: datetime, *, who: str) -> Ticket:
    """The ticket, which goes on in the other one of the same customer from now on.

    Its words stay where they are and its link shows none of the other's: anybody may have typed that
    customer's address. What was stopped halfway is finished by doing it again.

    Raises NoMerge, IllegalMove, Stale.
    """
    if ticket.id == into.id or into.state in FINAL or not set(ticket.contacts) & set(into.contacts):
        raise NoMerge(f"{ticket.number} cannot go on in {into.number}")
    terms = shop.prices.book(()).terms
    filing = ticket_moves.merged(ticket, into, terms, at, who)
    if not _has_taken_in(into, ticket, shop):
        shop.tickets.change(ticket_moves.taken_in(into, ticket, terms, at, who))
    return _filed(filing, (), shop, at)


def answers(ticket: Ticket) -> tuple[str, ...]:
    """The states that an answer may bring a ticket to."""
    return tuple(to for to in TRANSITIONS[ticket.state] if to not in (SPAM, INTO_ANOTHER))


def moves(ticket: Ticket) -> tuple[str, ...]:
    """The states that a ticket may be moved to without a word."""
    return tuple(to for to in TRANSITIONS[ticket.state] if to not in (ticket.state, INTO_ANOTHER))


def _has_taken_in(into: Ticket, ticket: Ticket, shop: Books) -> bool:
    entries = shop.tickets.entries(into.id)
    return any(each.name == MERGED and each.data.get("merged") == ticket.number for each in entries)


def _asked_how_it_was(ticket: Ticket, terms: Terms, at: datetime) -> tuple[Message, ...]:
    return ticket_letters.asking_how_it_was(ticket, terms, at) if ticket.state == SOLVED else ()


def _filed(filing: Filing[Ticket], letters: tuple[Message, ...], shop: Books, at: datetime) -> Ticket:
    entry, after = filing.entry, filing.case
    moved = hooks_of(after, entry, webhooks.TICKET_MOVED, shop.hooks, at) if "to" in entry.data else ()
    shop.tickets.change(replace(filing, messages=(*letters, *moved)))
    return after
