"""Opening tickets: a first message, or the one that goes on from a ticket that is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from shop import ticket_letters, ticket_moves, webhooks
from shop.case_ports import Cases
from shop.cases import OPENED, Author, Entry, Filed, Filing, Picture
from shop.contacts import contact_keys
from shop.errors import KeyReused, TooMany
from shop.events import CUSTOMER
from shop.numbers import TICKET, hash_of, number_of, secret_of
from shop.picture_room import make_room
from shop.ports import Hooks, Orders, PriceList, Wish
from shop.requests import Sent
from shop.seeking import Links
from shop.service import NO_LETTER
from shop.terms import Terms
from shop.ticket_forms import MessageRequest, TicketRequest, print_of, read_ticket
from shop.ticket_hooks import hooks_of
from shop.tickets import NEW, Ticket
from shop.visits import HOUR, MANY, Sending, Visit, doubts_about, may_be_written_to


class Desk(Links, Protocol):
    """What helping needs from outside."""

    @property
    def tickets(self) -> Cases[Ticket]: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def prices(self) -> PriceList: ...
    @property
    def hooks(self) -> Hooks: ...


def open_ticket(
    sent: Sent, visit: Visit, *, key: str, language: str, ticket_id: str,
    pictures: tuple[Picture, ...], shop: Desk, at: datetime,
) -> Filed[Ticket]:  # fmt: skip
    """Takes a new ticket, once for each *key*; the same key with the same content gives it again.

    One that is doubted is kept, and its author not written to. Raises KeyReused, Invalid, TooMany and
    Unavailable; after each of them nothing has been written.
    """
    wish = Wish(hash_of(f"ticket\0{key}"), print_of(sent, pictures))
    if earlier := shop.tickets.filed(wish.key):
        return _same(earlier, wish)
    terms = shop.prices.book(()).terms
    request = read_ticket(sent, terms, shop.contacts, shop.orders, language)
    fresh = _fresh(request, ticket_id, terms, shop.root_key, at)
    sending = Sending("tickets", fresh.contacts, request.token, request.trapped)

    def make(counter: int) -> Filing[Ticket]:
        # Counted here, the limits are a part of the ticket's own write where the store can have it so.
        make_room(pictures, ticket_id, shop.limits, at)
        doubts = doubts_about(sending, visit, terms.rates, shop, at, key=wish.key)
        ticket = replace(fresh, number=number_of(counter, TICKET), doubts=doubts)
        return _opened(ticket, request.message, pictures, terms, shop, at)

    return _file(wish, make, shop, at)


def follow_up(
    ticket: Ticket, request: MessageRequest, visit: Visit, *, ticket_id: str,
    pictures: tuple[Picture, ...], shop: Desk, at: datetime,
) -> Ticket:  # fmt: skip
    """A new ticket that goes on from a closed one, of the same author about the same things.

    The same words of the same day open one. Raises Invalid, TooMany, Unavailable.
    """
    terms = shop.prices.book(()).terms
    again = f"{ticket.id}\0{request.message}\0{at:%Y-%m-%d}"
    wish = Wish(hash_of(f"ticket\0follow\0{again}"), hash_of(again))
    sending = Sending("tickets", ticket.contacts, request.token, request.trapped)
    secret = secret_of(shop.root_key, ticket_id)
    fresh = replace(
        ticket, id=ticket_id, number="", opened_at=at, secret_hash=hash_of(secret),
        state=NEW, version=1, flags=(), since=at, asked_at=None, answer_by=None, rating="",
        follows=ticket.number,
    )  # fmt: skip
    fresh = ticket_moves.asked(fresh, terms, at)

    def make(counter: int) -> Filing[Ticket]:
        make_room(pictures, ticket_id, shop.limits, at)
        doubts = doubts_about(sending, visit, terms.rates, shop, at, key=wish.key)
        numbered = replace(fresh, number=number_of(counter, TICKET), doubts=doubts)
        return _opened(numbered, request.message, pictures, terms, shop, at)

    return _file(wish, make, shop, at).case


def _fresh(request: TicketRequest, id: str, terms: Terms, root_key: bytes, at: datetime) -> Ticket:
    customer = request.customer
    return ticket_moves.asked(
        Ticket(
            id=id,
            number="",
            opened_at=at,
            language=request.language,
            author=Author(customer.name, customer.email, phone=customer.phone),
            topic=request.topic,
            page=terms.url.rstrip("/") + terms.path(request.language, "support/ticket"),
            secret_hash=hash_of(secret_of(root_key, id)),
            contacts=contact_keys(customer, root_key),
            order_number=request.order_number,
            order_proven=request.order is not None,
            skus=request.skus,
            since=at,
        ),
        terms,
        at,
    )


def _opened(
    ticket: Ticket, text: str, pictures: tuple[Picture, ...], terms: Terms, shop: Desk, at: datetime
) -> Filing[Ticket]:
    """The ticket with its first entry, its letters and webhooks."""
    email, doubts = ticket.author.email, ticket.doubts
    customer = not doubts and may_be_written_to(email, shop, at)
    owner = MANY not in doubts or shop.limits.hit("letter:many:tickets", 1, HOUR, at)
    if email is not None and not customer and not doubts:
        ticket = replace(ticket, flags=(NO_LETTER,))
    drawn = tuple(each.id for each in pictures)
    entry = Entry(ticket.id, ticket.version, at, OPENED, CUSTOMER, text=text, pictures=drawn)
    messages = (
        *((ticket_letters.to_owner(ticket, ticket_letters.OPENED, terms, at),) if owner else ()),
        *(ticket_letters.to_customer(ticket, ticket_letters.RECEIVED, at) if customer else ()),
        *hooks_of(ticket, entry, webhooks.TICKET_OPENED, shop.hooks, at),
    )
    return Filing(ticket, entry, messages, pictures)


def _file(wish: Wish, make: Callable[[int], Filing[Ticket]], shop: Desk, at: datetime) -> Filed[Ticket]:
    try:
        return _same(shop.tickets.file(wish, make, at), wish)
    except TooMany:
        # The last one that was taken may have been this one's twin.
        if earlier := shop.tickets.filed(wish.key):
            return _same(earlier, wish)
        raise


def _same(filed: Filed[Ticket], wish: Wish) -> Filed[Ticket]:
    if filed.fingerprint != wish.fingerprint:
        raise KeyReused
    return filed
