"""What messages tell of, an order, a ticket or a post, and what sending them has to know of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage

from functions._wiring import Ports
from shop import bounces
from shop.outbox import ORDER, TICKET, Message
from shop.terms import Terms
from shop.ticket_letters import outdated
from shop.tickets import flagged


@dataclass(frozen=True, slots=True)
class About:
    """What one message tells of."""

    email: str | None  #: of the customer; letters to customers go there
    write: Callable[[Terms], EmailMessage]  #: the letter, as things are now
    came_back: Callable[[str, datetime], None]  #: says there that letters do not arrive, and why
    outdated: bool = False  #: whether what the letter asks for has been settled in the meantime


def about(message: Message, ports: Ports) -> About | None:
    """What *message* tells of; None where that is not known any more."""
    return _KINDS[message.about](message, ports)


def _order(message: Message, ports: Ports) -> About | None:
    order = ports.orders.by_id(message.about_id)
    if order is None:
        return None

    def write(terms: Terms) -> EmailMessage:
        from functions import _letters  # jinja2 is loaded only where a letter is written

        return _letters.message(message, order, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        bounces.came_back(order, why, ports, at)

    return About(order.customer.email, write, came_back)


def _ticket(message: Message, ports: Ports) -> About | None:
    ticket = ports.tickets.by_id(message.about_id)
    if ticket is None:
        return None

    def write(terms: Terms) -> EmailMessage:
        from functions import _ticket_letters

        entries = ports.tickets.entries(ticket.id)
        return _ticket_letters.message(message, ticket, entries, terms, ports.root_key)

    def came_back(why: str, at: datetime) -> None:
        bounces.case_came_back(ticket, ticket.author.email, why, ports.tickets, flagged, ports, at)

    return About(ticket.author.email, write, came_back, outdated(message, ticket))


_KINDS: Mapping[str, Callable[[Message, Ports], About | None]] = {ORDER: _order, TICKET: _ticket}
