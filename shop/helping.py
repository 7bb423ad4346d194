"""Helping customers: a ticket is looked at, written to, rated and found by whoever holds its link."""

from __future__ import annotations

import hmac
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from shop import opening, ticket_letters, ticket_moves, webhooks
from shop.cases import OPENED, WROTE, Picture
from shop.errors import Stale, Unavailable
from shop.numbers import TICKET, hash_of
from shop.opening import Desk
from shop.outbox import Message
from shop.picture_room import make_room
from shop.requests import Sent
from shop.seeking import answer, is_of, read_find
from shop.terms import Terms
from shop.ticket_forms import read_message, read_rating, read_view, typed_number
from shop.ticket_hooks import hooks_of
from shop.tickets import CLOSED, FINAL, NEW, SPAM, Ticket, proof_of
from shop.visits import HOUR, Visit, is_told_of, pace, within

#: Messages to one ticket in an hour, and letters to the owner about them.
_MESSAGES, _LETTERS = 20, 4

#: The same words within this time were sent twice by mistake.
_TWICE = timedelta(minutes=10)

#: Versions of a ticket. Longer threads would be too large for a page, and nobody reads them.
_FULL = 200

_TRIES = 5


def view_ticket(number: str, sent: Sent, shop: Desk, at: datetime) -> Ticket | None:
    """The ticket whose number and secret were sent; None where either is wrong.

    Whoever comes with the proof out of a letter has shown whose address it is. Raises Invalid.
    """
    request = read_view(sent)
    ticket = _held(number, request.key, shop)
    if ticket is None or ticket.author.verified or not ticket.author.email:
        return ticket
    proof = proof_of(ticket, shop.root_key)
    if not hmac.compare_digest(request.proof.encode(), proof.encode()):
        return ticket
    with suppress(Stale):  # next time
        filing = ticket_moves.verified(ticket, at)
        shop.tickets.change(filing)
        return filing.case
    return _held(number, request.key, shop)


def write(
    number: str, sent: Sent, visit: Visit, *, ticket_id: str, pictures: tuple[Picture, ...], shop: Desk,
    at: datetime,
) -> Ticket | None:  # fmt: skip
    """The ticket with a message from its customer; where that is closed or full, a new one that goes on.

    None where the number or the secret is wrong. Raises Invalid, IllegalMove, TooMany, Unavailable.
    """
    request = read_message(sent)
    terms = shop.prices.book(()).terms
    pace(visit, "messages", terms.rates.per_address, shop.limits, at)
    for tried in range(_TRIES):
        ticket = _held(number, request.key, shop)
        if ticket is None or _said_just_now(ticket, request.message, shop, at):
            return ticket
        if not tried:
            within(f"messages:{ticket.id}", _MESSAGES, shop.limits, at)
        if ticket.state == CLOSED or _is_full(ticket):
            return opening.follow_up(
                ticket, request, visit, ticket_id=ticket_id, pictures=pictures, shop=shop, at=at
            )
        if not tried:
            make_room(pictures, ticket.id, shop.limits, at)
        with suppress(Stale):  # again from the newest version where somebody else was faster
            return _wrote(ticket, request.message, pictures, terms, shop, at)
    raise Unavailable("somebody else changes that ticket all the time")


def rate(number: str, sent: Sent, shop: Desk, at: datetime) -> Ticket | None:
    """The ticket with what its customer thinks of it: once, while it is solved; the same again is no matter.

    None where the number or the secret is wrong. Raises Invalid, IllegalMove, Stale.
    """
    request = read_rating(sent)
    ticket = _held(number, request.key, shop)
    if ticket is None or (ticket.rating == request.rating and ticket.state != SPAM):
        return ticket
    filing = ticket_moves.rated(ticket, request.rating, request.comment, at)
    terms = shop.prices.book(()).terms
    told = ticket_letters.to_owner(filing.case, ticket_letters.RATED, terms, at)
    shop.tickets.change(replace(filing, messages=(told,)))
    return filing.case


def find(sent: Sent, shop: Desk, at: datetime) -> None:
    """Writes the ticket's link to its author's address, where number and address belong together.

    Whoever asks learns nothing. Raises Invalid, Unavailable.
    """
    request = read_find(sent, shop.contacts, TICKET)
    ticket = shop.tickets.by_number(request.number)
    found = ticket and is_of(ticket.author.email, request) and ticket.state != SPAM
    letters = ticket_letters.asked_for_link(ticket, at) if ticket and found else ()
    answer(request, letters, shop, at)


def _held(number: str, key: str, shop: Desk) -> Ticket | None:
    """It is looked for by its secret alone: how long that takes says nothing of which numbers there are."""
    ticket = shop.tickets.by_secret(hash_of(key))
    return ticket if ticket and ticket.number == typed_number(number) else None


def _wrote(
    ticket: Ticket, text: str, pictures: tuple[Picture, ...], terms: Terms, shop: Desk, at: datetime
) -> Ticket:
    filing = ticket_moves.wrote(ticket, text, pictures, terms, at)
    after = filing.case
    owner: tuple[Message, ...] = ()
    if _is_told(after, terms, shop, at):
        owner = (ticket_letters.to_owner(after, ticket_letters.WROTE, terms, at),)
    hooks = hooks_of(after, filing.entry, webhooks.TICKET_WROTE, shop.hooks, at)
    shop.tickets.change(replace(filing, messages=(*owner, *hooks)))
    return after


def _is_full(ticket: Ticket) -> bool:
    return ticket.version >= _FULL and ticket.state not in FINAL


def _is_told(ticket: Ticket, terms: Terms, shop: Desk, at: datetime) -> bool:
    """Whether the owner gets a letter about one more message: not about each of a flood."""
    if ticket.state == NEW and not is_told_of(ticket.doubts):
        return False
    of_all = terms.rates.per_shop
    few = shop.limits.hit(f"letter:wrote:{ticket.id}", _LETTERS, HOUR, at)
    return few and (not of_all or shop.limits.hit("letter:wrote", of_all, HOUR, at))


def _said_just_now(ticket: Ticket, text: str, shop: Desk, at: datetime) -> bool:
    last = shop.tickets.entries(ticket.id)[-1]
    return last.name in (OPENED, WROTE) and last.text == text and at - last.at < _TWICE
