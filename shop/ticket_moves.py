"""What happens to a ticket, as changes of it: each is a new version and one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from shop.cases import ANSWERED, MERGED, MOVED, NOTED, VERIFIED, WROTE, Entry, Filing, Picture
from shop.errors import IllegalMove
from shop.events import CUSTOMER, SHOP
from shop.terms import Support, Terms
from shop.tickets import (
    CLOSED,
    FINAL,
    NEW,
    OPEN,
    OVERDUE,
    PENDING,
    RATED,
    REMINDED,
    SOLVED,
    TRANSITIONS,
    WAITING,
    Ticket,
)
from shop.tickets import MERGED as INTO_ANOTHER
from shop.worktime import deadline


def asked(ticket: Ticket, terms: Terms, at: datetime) -> Ticket:
    """The ticket with a message that is to be answered; the oldest that nobody has answered counts."""
    if ticket.asked_at is None:
        by = deadline(at, terms.answer_within, terms) if terms.answer_within else None
        ticket = replace(ticket, asked_at=at, answer_by=by)
    return replace(ticket, due_at=_due(ticket, terms.support))


def wrote(
    ticket: Ticket, text: str, pictures: tuple[Picture, ...], terms: Terms, at: datetime
) -> Filing[Ticket]:
    """What its customer wrote opens it again. Raises IllegalMove for one that has ended."""
    if ticket.state in FINAL:
        raise IllegalMove(ticket.state, OPEN, ())
    to = NEW if ticket.state == NEW else OPEN
    after = asked(_into(ticket, to, terms.support, at), terms, at)
    entry = _entry(after, at, WROTE, CUSTOMER, _way(ticket, to), text)
    return Filing(after, replace(entry, pictures=tuple(each.id for each in pictures)), (), pictures)


def answered(ticket: Ticket, text: str, to: str, terms: Terms, at: datetime, who: str) -> Filing[Ticket]:
    """What the shop wrote to its customer; *to* says what comes next. Raises IllegalMove."""
    _check(ticket, to)
    settled = replace(ticket, asked_at=None, answer_by=None)
    after = _into(settled, to, terms.support, at)
    return Filing(after, _entry(after, at, ANSWERED, who, _way(ticket, to), text))


def moved(ticket: Ticket, to: str, terms: Terms, at: datetime, who: str) -> Filing[Ticket]:
    """The ticket in another state, without a word to anybody. Raises IllegalMove."""
    if to in (ticket.state, INTO_ANOTHER):
        raise IllegalMove(ticket.state, to, TRANSITIONS[ticket.state])
    _check(ticket, to)
    after = _into(ticket, to, terms.support, at)
    return Filing(after, _entry(after, at, MOVED, who, _way(ticket, to)))


def closed(ticket: Ticket, terms: Terms, at: datetime) -> Filing[Ticket]:
    """A solved ticket that nobody has come back to; only time does that."""
    after = _into(ticket, CLOSED, terms.support, at)
    return Filing(after, _entry(after, at, MOVED, SHOP, _way(ticket, CLOSED)))


def noted(ticket: Ticket, text: str, at: datetime, who: str) -> Filing[Ticket]:
    after = replace(ticket, version=ticket.version + 1)
    return Filing(after, _entry(after, at, NOTED, who, text=text))


def rated(ticket: Ticket, rating: str, comment: str, at: datetime) -> Filing[Ticket]:
    """What its customer thinks of how it was solved: once, until it is closed. Raises IllegalMove."""
    if ticket.state != SOLVED or ticket.rating:
        raise IllegalMove(ticket.state, RATED, ())
    after = replace(ticket, version=ticket.version + 1, rating=rating)
    return Filing(after, _entry(after, at, RATED, CUSTOMER, {"rating": rating}, comment))


def verified(ticket: Ticket, at: datetime) -> Filing[Ticket]:
    """The ticket once somebody has come with what was sent to its author's address."""
    author = replace(ticket.author, verified=True)
    after = replace(ticket, version=ticket.version + 1, author=author)
    return Filing(after, _entry(after, at, VERIFIED, CUSTOMER))


def overdue(ticket: Ticket, at: datetime) -> Filing[Ticket]:
    """The ticket once its owner is told that the answer is late: once for each promise."""
    promised = {"promised": ticket.answer_by.isoformat()} if ticket.answer_by else {}
    after = replace(ticket, version=ticket.version + 1, answer_by=None, due_at=None)
    return Filing(after, _entry(after, at, OVERDUE, SHOP, promised))


def reminded(ticket: Ticket, terms: Terms, at: datetime) -> Filing[Ticket]:
    """The ticket once its customer has been asked again; as much time is left as there was to be."""
    support = terms.support
    left = timedelta(days=support.solve_after - support.remind_after)
    after = replace(ticket, version=ticket.version + 1, due_at=at + left if support.solve_after else None)
    return Filing(after, _entry(after, at, REMINDED, SHOP))


def merged(ticket: Ticket, into: Ticket, terms: Terms, at: datetime, who: str) -> Filing[Ticket]:
    """The ticket that goes on in the other one; it keeps all that was written. Raises IllegalMove."""
    _check(ticket, INTO_ANOTHER)
    after = replace(_into(ticket, INTO_ANOTHER, terms.support, at), into=into.number)
    data = {**_way(ticket, INTO_ANOTHER), "into": into.number}
    return Filing(after, _entry(after, at, MERGED, who, data))


def taken_in(into: Ticket, ticket: Ticket, terms: Terms, at: datetime, who: str) -> Filing[Ticket]:
    """The ticket that the other one goes on in: with its question, where nobody has answered that."""
    after, to = replace(into, version=into.version + 1), into.state
    data = {"merged": ticket.number}
    if ticket.asked_at is not None:
        data["asked"] = ticket.asked_at.isoformat()
        to = into.state if into.state in WAITING else OPEN
        after = _into(into, to, terms.support, at)
        first = min(filter(None, (ticket.asked_at, into.asked_at)))
        by = min(filter(None, (ticket.answer_by, into.answer_by)), default=None)
        after = replace(after, asked_at=first, answer_by=by)
        after = replace(after, due_at=_due(after, terms.support))
    return Filing(after, _entry(after, at, MERGED, who, {**_way(into, to), **data}))


def reminds(ticket: Ticket, support: Support, at: datetime) -> bool:
    """Whether it is a reminder that a pending ticket is due for, and not its end."""
    first, since = _first(support), ticket.since or ticket.opened_at
    # However late somebody looks, nothing ends before its reminder.
    early = at < since + timedelta(days=support.solve_after)
    return bool(first) and (early or ticket.due_at == since + timedelta(days=first))


def _into(ticket: Ticket, to: str, support: Support, at: datetime) -> Ticket:
    after = replace(
        ticket, state=to, version=ticket.version + 1, since=at if to != ticket.state else ticket.since
    )
    if to not in WAITING:
        after = replace(after, asked_at=None, answer_by=None)
    # Asked anew, the customer has all the time again.
    after = replace(after, since=at) if to in (PENDING, SOLVED) else after
    return replace(after, due_at=_due(after, support))


def _due(ticket: Ticket, support: Support) -> datetime | None:
    since = ticket.since or ticket.opened_at
    if ticket.state == PENDING:
        days = _first(support) or support.solve_after
    else:
        days = support.close_after if ticket.state == SOLVED else 0
    return since + timedelta(days=days) if days else ticket.answer_by


def _first(support: Support) -> int:
    """After how many days there is a reminder; 0 where there is none before the end."""
    remind, solve = support.remind_after, support.solve_after
    return remind if remind and (not solve or remind < solve) else 0


def _check(ticket: Ticket, to: str) -> None:
    allowed = TRANSITIONS[ticket.state]
    if to not in allowed:
        raise IllegalMove(ticket.state, to, allowed)


def _way(before: Ticket, to: str) -> Mapping[str, str]:
    return {"from": before.state, "to": to} if before.state != to else {}


def _entry(
    after: Ticket, at: datetime, name: str, who: str, data: Mapping[str, str] | None = None, text: str = ""
) -> Entry:
    return Entry(after.id, after.version, at, name, who, data or {}, text)
