"""Keeping nothing of people for longer than the shop has decided; it decides in months."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from datetime import datetime

from shop import erasing, posts, tickets
from shop.posts import is_shown
from shop.privacy import Archive
from shop.statuses import FINAL
from shop.terms import Retention

#: Looked at in one go: of what is old, some may not have ended yet.
_MOST = 1000


@dataclass(frozen=True, slots=True)
class Gone:
    """How much was forgotten."""

    orders: int = 0
    tickets: int = 0
    posts: int = 0
    messages: int = 0

    def __bool__(self) -> bool:
        return any(astuple(self))

    def __add__(self, more: Gone) -> Gone:
        return Gone(*map(sum, zip(astuple(self), astuple(more), strict=True)))


def retain(archive: Archive, at: datetime, most: int = _MOST) -> Gone:
    """Forgets what has been kept long enough, up to *most* of each; what is left is found the next time.

    Raises Unavailable.
    """
    decided = archive.prices.book(()).terms.retention
    return Gone(
        orders=_orders(decided, archive, at, most),
        tickets=_tickets(decided, archive, at, most),
        posts=_posts(decided, archive, at, most),
        messages=_messages(decided, archive, at, most),
    )


def months_before(at: datetime, months: int) -> datetime:
    """The same day so many months ago, or the last day of that month where it has no such day."""
    years, month = divmod(at.year * 12 + at.month - 1 - months, 12)
    for day in range(at.day, 27, -1):
        try:
            return at.replace(year=years, month=month + 1, day=day)
        except ValueError:
            continue
    return at.replace(year=years, month=month + 1, day=min(at.day, 28))


def _orders(decided: Retention, archive: Archive, at: datetime, most: int) -> int:
    """Orders lose their customer, so many months after they were completed or cancelled."""
    if not decided.orders:
        return 0
    before = months_before(at, decided.orders)
    old = [
        order
        for order in archive.orders.aged(before, most)
        if order.status in FINAL and (order.since or order.placed_at) < before
    ]
    for order in old:
        erasing.erase_order(order.id, archive, at)
    return len(old)


def _tickets(decided: Retention, archive: Archive, at: datetime, most: int) -> int:
    """Tickets keep their times alone, so many months after they have ended."""
    if not decided.tickets:
        return 0
    before = months_before(at, decided.tickets)
    old = [
        ticket
        for ticket in archive.tickets.aged(before, tickets.FINAL, most)
        if (ticket.since or ticket.opened_at) < before
    ]
    for ticket in old:
        erasing.erase_ticket(ticket.id, archive, at)
    return len(old)


def _posts(decided: Retention, archive: Archive, at: datetime, most: int) -> int:
    """Posts lose their author, so many months after they were last changed; of others nothing stays."""
    if not decided.posts:
        return 0
    before = months_before(at, decided.posts)
    old = [
        post
        for post in archive.posts.aged(before, posts.STATES, most)
        if (post.changed_at or post.opened_at) < before
    ]
    for post in old:
        (erasing.unsign_post if is_shown(post) else erasing.erase_post)(post.id, archive, at)
    return len(old)


def _messages(decided: Retention, archive: Archive, at: datetime, most: int) -> int:
    """Letters and webhooks, so many months after they were sent or given up."""
    if not decided.letters:
        return 0
    ids = archive.outbox.settled(months_before(at, decided.letters), most)
    if ids:
        archive.mailer.forget(ids)
        archive.outbox.forget(ids)
    return len(ids)
