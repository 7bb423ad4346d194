"""What a customer who has written may expect, in a sentence: when the shop opens, by when it answers."""

from __future__ import annotations

from datetime import datetime

from shop.terms import Terms
from shop.tickets import CLOSED, MERGED, PENDING, SOLVED, SPAM, Ticket
from shop.times import clock, day
from shop.words import say
from shop.worktime import openings, today


def outlook(ticket: Ticket, terms: Terms, language: str, at: datetime) -> str:
    """What happens next to the ticket; never a moment that has passed."""
    if ticket.state in (PENDING, SOLVED, CLOSED, SPAM, MERGED):
        return say(language, f"ticket_next_{ticket.state}", number=ticket.into)
    if ticket.asked_at is None:
        return say(language, "ticket_next_answered")
    by = ticket.answer_by
    if by is None:
        # It was promised, and the owner has been told that it is late.
        return say(language, "next_late") if terms.answer_within else _unpromised(terms, language, at)
    return say(language, "next_late") if at > by else _promised(by, terms, language, at)


def _promised(by: datetime, terms: Terms, language: str, at: datetime) -> str:
    zone = terms.timezone
    told = {"by": clock(by, zone), "day": day(by, at, zone, language)}
    opens = _opening(at, terms)
    if opens is None:
        return say(language, "ticket_next_answer", **told)
    same = today(opens, terms) == today(by, terms)
    code = "ticket_next_opens_same" if same else "ticket_next_opens"
    return say(language, code, opens=clock(opens, zone), opens_day=day(opens, at, zone, language), **told)


def _unpromised(terms: Terms, language: str, at: datetime) -> str:
    opens = _opening(at, terms)
    if opens is None:
        return say(language, "ticket_next_soon")
    on = day(opens, at, terms.timezone, language)
    return say(language, "ticket_next_opens_soon", opens=clock(opens, terms.timezone), opens_day=on)


def _opening(at: datetime, terms: Terms) -> datetime | None:
    """When the shop opens again; None where it is open, or has no hours that ever come."""
    opens, _ = next(openings(at, terms), (at, at))
    return opens if opens > at else None
