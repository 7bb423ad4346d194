"""Orders, tickets and posts without whoever they were of: what has happened stays, what was written goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from shop import posts, tickets
from shop.cases import Author, Entry
from shop.events import ERASED, SHOP, Event
from shop.orders import Order
from shop.posts import Post
from shop.requests import Customer
from shop.returns import Return
from shop.tickets import Ticket

_NOBODY = Author("", None)


def order(
    order: Order, events: Sequence[Event], returns: Sequence[Return], at: datetime
) -> tuple[Order, list[Event], list[Return]]:
    """The order with its lines, its sums and the country it went to, which taxes depend on."""
    address = order.delivery.address
    country = replace(address, postcode="", city="", street="") if address else None
    after = replace(
        order,
        version=order.version + 1,
        customer=Customer("", None, None),
        delivery=replace(order.delivery, address=country),
        note="",
        tracking="",
        uses=(),
        due_at=None,
    )
    kept = [replace(event, comment="") for event in events]
    erased = Event(order.id, after.version, at, ERASED, SHOP)
    return after, [*kept, erased], [replace(back, reason="") for back in returns]


def ticket(ticket: Ticket, entries: Sequence[Entry], at: datetime) -> tuple[Ticket, list[Entry]]:
    """The ticket with the times at which something happened; one that has not ended is closed."""
    ended = ticket.state in tickets.FINAL
    after = replace(
        ticket,
        version=ticket.version + 1,
        author=_NOBODY,
        contacts=(),
        state=ticket.state if ended else tickets.CLOSED,
        since=ticket.since if ended else at,
        asked_at=None,
        answer_by=None,
        due_at=None,
    )
    return after, [*_silent(entries), _erased(ticket.id, after.version, at)]


def post(post: Post, entries: Sequence[Entry], at: datetime) -> tuple[Post, list[Entry]]:
    """The post without a word of it, shown to nobody."""
    after = replace(
        post,
        version=post.version + 1,
        author=_NOBODY,
        contacts=(),
        title="",
        text="",
        page="",
        answer=None,
        consent={},
        state=posts.REJECTED,
        changed_at=at,
        due_at=None,
    )
    return after, [*_silent(entries), _erased(post.id, after.version, at)]


def unsigned(post: Post, entries: Sequence[Entry], at: datetime) -> tuple[Post, list[Entry]]:
    """The post as it stands, without its author."""
    after = replace(post, version=post.version + 1, author=_NOBODY, contacts=())
    return after, [*entries, _erased(post.id, after.version, at)]


def _silent(entries: Sequence[Entry]) -> list[Entry]:
    return [replace(entry, text="", pictures=()) for entry in entries]


def _erased(id: str, version: int, at: datetime) -> Entry:
    return Entry(id, version, at, ERASED, SHOP)
