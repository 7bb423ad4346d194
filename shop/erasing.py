"""Erasing a person: from orders that have ended, tickets, posts, votes, letters and everything counted."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from shop import anonymous
from shop.errors import Stale, Unavailable
from shop.post_messages import IDEAS_CHANGED
from shop.privacy import Archive, Known, Person, silences
from shop.statuses import FINAL

_TRIES = 5


def erase(who: Person, found: Known, archive: Archive, at: datetime) -> None:
    """Leaves nothing of the person but in orders that are still to be fulfilled.

    What has ended stays without whoever it was: an order with its lines and sums, for the tax office, a
    ticket with its times. Where it breaks off, doing it again goes on with the rest. Raises Unavailable.
    """
    for each in found.orders:
        if each.order.status in FINAL:
            erase_order(each.order.id, archive, at)
    for held in found.tickets:
        erase_ticket(held.ticket.id, archive, at)
    for left in found.posts:
        erase_post(left.post.id, archive, at)
    _forget(who.key, archive)
    archive.votes.forget(who.key)
    for key in silences(who, archive):
        archive.suppressions.allow(key)


def erase_order(id: str, archive: Archive, at: datetime) -> None:
    """The order without its customer. Raises Unavailable."""

    def rewrite() -> None:
        if order := archive.orders.by_id(id):
            events, returns = archive.orders.events(id), archive.orders.returns(id)
            archive.orders.rewrite(*anonymous.order(order, events, returns, at))

    _forget(id, archive)
    _tried(rewrite)


def erase_ticket(id: str, archive: Archive, at: datetime) -> None:
    """The ticket without a word of what was written, nor a picture. Raises Unavailable."""

    def rewrite() -> None:
        if ticket := archive.tickets.by_id(id):
            archive.tickets.rewrite(*anonymous.ticket(ticket, archive.tickets.entries(id), at))

    _forget(id, archive)
    _tried(rewrite)


def erase_post(id: str, archive: Archive, at: datetime) -> None:
    """The post without a word of it. Raises Unavailable."""

    def rewrite() -> None:
        if post := archive.posts.by_id(id):
            archive.posts.rewrite(*anonymous.post(post, archive.posts.entries(id), at))

    _forget(id, archive)
    _forget_news(id, archive)
    _tried(rewrite)


def unsign_post(id: str, archive: Archive, at: datetime) -> None:
    """The post as everybody sees it, of nobody, and followed by nobody any more. Raises Unavailable."""

    def rewrite() -> None:
        if post := archive.posts.by_id(id):
            archive.posts.rewrite(*anonymous.unsigned(post, archive.posts.entries(id), at))

    _forget(id, archive)
    for vote in archive.votes.of_post(id):
        if vote.email:
            archive.votes.quiet(id, vote.voter)
    _tried(rewrite)


def _forget(about_id: str, archive: Archive) -> None:
    """Letters and webhooks that tell of it, first: they are found by what is erased afterwards."""
    ids = [message.id for message in archive.outbox.about(about_id)]
    archive.mailer.forget(ids)
    archive.outbox.forget(ids)


def _forget_news(post_id: str, archive: Archive) -> None:
    """Letters that told others of it and are still kept; of one that is yet to leave nothing is written."""
    voters = {vote.voter for vote in archive.votes.of_post(post_id)}
    told = (message for voter in voters for message in archive.outbox.about(voter))
    if ids := [message.id for message in told if message.event == IDEAS_CHANGED]:
        archive.mailer.forget(ids)


def _tried(rewrite: Callable[[], None]) -> None:
    """Again from the newest version where somebody else was faster."""
    for _ in range(_TRIES):
        with suppress(Stale):
            rewrite()
            return
    raise Unavailable("somebody else changes that all the time")
