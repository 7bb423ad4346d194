"""What time does with tickets: late answers are told, customers reminded, what nobody comes back to ends."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from shop import ticket_letters, ticket_moves, webhooks
from shop.cases import Filing
from shop.errors import Stale
from shop.events import SHOP
from shop.replying import Books
from shop.terms import Terms
from shop.ticket_hooks import hooks_of
from shop.tickets import NEW, PENDING, SOLVED, Ticket
from shop.visits import is_told_of


def tick(shop: Books, at: datetime, limit: int = 100) -> int:
    """Does what is due, once for each; how much there was. Raises Unavailable."""
    terms = shop.prices.book(()).terms
    done = 0
    for ticket in shop.tickets.due(at, limit):
        with suppress(Stale):  # somebody writes in it at this very moment, which may be all that was wanted
            shop.tickets.change(_due(ticket, terms, shop, at))
            done += 1
    return done


def _due(ticket: Ticket, terms: Terms, shop: Books, at: datetime) -> Filing[Ticket]:
    if ticket.state == SOLVED:
        return _told(ticket_moves.closed(ticket, terms, at), shop, at)
    if ticket.state != PENDING:
        late = ticket_moves.overdue(ticket, at)
        if ticket.state == NEW and not is_told_of(ticket.doubts):
            return late
        letter = ticket_letters.to_owner(late.case, ticket_letters.OVERDUE, terms, at, late.entry.data)
        return replace(late, messages=(letter,))
    if ticket_moves.reminds(ticket, terms.support, at):
        reminded = ticket_moves.reminded(ticket, terms, at)
        letters = ticket_letters.to_customer(reminded.case, ticket_letters.REMINDER, at)
        return replace(reminded, messages=letters)
    solved = _told(ticket_moves.moved(ticket, SOLVED, terms, at, SHOP), shop, at)
    letters = ticket_letters.to_customer(solved.case, ticket_letters.SOLVED, at)
    return replace(solved, messages=(*letters, *solved.messages))


def _told(filing: Filing[Ticket], shop: Books, at: datetime) -> Filing[Ticket]:
    hooks = hooks_of(filing.case, filing.entry, webhooks.TICKET_MOVED, shop.hooks, at)
    return replace(filing, messages=hooks)
