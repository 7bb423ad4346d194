"""`tickets`: what customers need, at a terminal, answered and moved on from there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from functions._wiring import Ports
from server import help_desk
from server.desk import LANGUAGE, NotDone
from server.help_desk import Seen
from server.words import table
from shop import replying
from shop.labels import state_label, topic_label
from shop.tickets import Ticket
from shop.times import moment
from storefront.problems import printable

_HEADS = ("NUMBER", "STATE", "WAITS", "ABOUT", "WHO", "")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with one ticket; nothing: it is shown."""

    answer: str = ""
    to: str = ""
    note: str = ""
    into: str = ""  #: the number of the ticket that it goes on in


def listed(ports: Ports) -> int:
    """Prints the tickets that have not ended, late ones first."""
    found = help_desk.listed(ports, datetime.now(UTC))
    if not found:
        print("No tickets wait.")
        return 0
    lines = table(_HEADS, [_row(each) for each in found])
    for line, each in zip(lines, [None, *found], strict=True):
        print(line)
        for notice in each.notices if each else ():
            print(f"    ! {notice}")
    return 0


def handled(ports: Ports, typed: str, wish: Wish) -> int:
    """Does that with one ticket, or prints everything about it."""
    try:
        before = help_desk.found(ports, typed)
        after = _done(ports, before, wish, datetime.now(UTC))
    except NotDone as not_done:
        print(printable(str(not_done)), file=sys.stderr)
        return 1
    for line in _everything(ports, before) if after is None else [_said(before, after, wish)]:
        print(printable(line))
    return 0


def _done(ports: Ports, ticket: Ticket, wish: Wish, at: datetime) -> Ticket | None:
    if wish.answer:
        return help_desk.answer(ports, ticket, wish.answer, wish.to or "open", at)
    if wish.to:
        return help_desk.move(ports, ticket, wish.to, at)
    if wish.note:
        return help_desk.note(ports, ticket, wish.note, at)
    if wish.into:
        return help_desk.merge(ports, ticket, help_desk.found(ports, wish.into), at)
    return None


def _said(before: Ticket, after: Ticket, wish: Wish) -> str:
    if wish.note:
        return f"{after.number}: noted"
    done = "answered, " if wish.answer else ""
    where = f" into {after.into}" if after.into else ""
    return f"{after.number}: {done}{before.state} → {after.state}{where}"


def _row(each: Seen) -> tuple[str, ...]:
    ticket = each.ticket
    who = printable(ticket.author.name or ticket.author.email or ticket.author.phone or "")
    return (
        ticket.number, ticket.state, each.waiting, topic_label(ticket.topic, LANGUAGE), who,
        "late" if each.late else "",
    )  # fmt: skip


def _everything(ports: Ports, ticket: Ticket) -> Iterable[str]:
    terms = ports.prices.book(()).terms
    each = help_desk.seen(ticket, datetime.now(UTC), terms.answer_within > 0)
    waits = f", waiting for {each.waiting}" if each.waiting else ""
    state = state_label(ticket.state, LANGUAGE)
    yield f"{ticket.number}: {state} ({ticket.state}{waits}{', late' * each.late})"
    yield f"{topic_label(ticket.topic, LANGUAGE)}, {moment(ticket.opened_at, terms.timezone, LANGUAGE)}"
    yield from (f"! {notice}" for notice in each.notices)
    yield from (f"{label}: {words}" for label, words in _facts(ticket).items() if words)
    yield ""
    for past in help_desk.history(ports, ticket):
        yield f"{past.when}  {past.what}  ({past.who})"
        # Every line is marked: none may pass for one of the command's own.
        yield from (f"> {line}" for line in past.text.splitlines())
    yield ""
    yield f"Next: {', '.join(_next(ticket)) or 'nothing'}"
    yield f"The customer's page: {ticket.link(ports.root_key)}"


def _facts(ticket: Ticket) -> dict[str, str]:
    author = ticket.author
    confirmed = " (confirmed)" if author.verified else ""
    said = "" if ticket.order_proven else " (as the customer says)"
    return {
        "Name": author.name,
        "Phone": author.phone or "",
        "E-mail": f"{author.email}{confirmed}" if author.email else "",
        "Order": f"{ticket.order_number}{said}" if ticket.order_number else "",
        "Things": ", ".join(ticket.skus),
        "Goes on from": ticket.follows,
        "Goes on in": ticket.into,
        "Rated": ticket.rating,
    }


def _next(ticket: Ticket) -> Iterable[str]:
    answers = replying.answers(ticket)
    if answers:
        yield "--answer TEXT"
    yield from (f"--to {to}" for to in replying.moves(ticket))
