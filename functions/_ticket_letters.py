"""Letters about tickets: what each of them says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage

from functions import _mail
from shop import actions, labels
from shop.cases import ANSWERED, OPENED, WROTE, Entry
from shop.events import SHOP
from shop.letters import ACT_LINK, CUSTOMER, told
from shop.outbox import Message
from shop.terms import Terms
from shop.ticket_letters import OPENED as TICKET_OPENED
from shop.ticket_letters import OVERDUE
from shop.ticket_letters import WROTE as TICKET_WROTE
from shop.ticket_outlook import outlook
from shop.tickets import PENDING, SOLVED, Ticket
from shop.times import moment
from shop.words import say

#: Letters with a link to act on the ticket.
_ACTING = (TICKET_OPENED, TICKET_WROTE, OVERDUE, ACT_LINK)


def message(
    letter: Message, ticket: Ticket, entries: Sequence[Entry], terms: Terms, root_key: bytes
) -> EmailMessage:
    """The letter, the same to the byte whenever it is made from the same ticket and terms."""
    at = _mail.happened_at(letter, ticket.opened_at)
    version = int(told(letter).get("version", ticket.version))
    known = [entry for entry in entries if entry.version <= version]
    values = _common(letter, ticket, terms)
    if letter.recipient == CUSTOMER:
        values |= {"link": ticket.letter_link(root_key)} | _for_customer(letter, ticket, known, terms, at)
    else:
        values |= {"link": ticket.link(root_key)} | _for_owner(letter, ticket, known, terms)
        if letter.event in _ACTING:
            values["act"] = actions.link(root_key, terms, actions.TICKET, ticket.id, at)
        values |= _mail.given_up(letter, ticket.author.email, terms)
    return _mail.message(letter, ticket.author.email, at, terms, values)


def _common(letter: Message, ticket: Ticket, terms: Terms) -> dict[str, object]:
    language = letter.language
    since = datetime.fromisoformat(told(letter).get("since", (ticket.since or ticket.opened_at).isoformat()))
    return {
        "number": ticket.number,
        "about": say(language, "ticket_heading", number=ticket.number),
        "since": moment(since, terms.timezone, language),
    }


def _for_customer(
    letter: Message, ticket: Ticket, known: Sequence[Entry], terms: Terms, at: datetime
) -> dict[str, object]:
    """An address nobody has confirmed gets no word that a visitor typed: it may be a stranger's."""
    asked = _last(known, OPENED, WROTE).text if ticket.author.verified else ""
    return {
        "outlook": outlook(ticket, terms, letter.language, at),
        "answer": _last(known, ANSWERED).text,
        "asked": asked,
        "waits": ticket.state == PENDING,
        "solved": ticket.state == SOLVED,
        "unanswered": bool(known) and known[-1].who == SHOP,
        "ends": _ends(ticket, terms, letter.language),
    }


def _for_owner(letter: Message, ticket: Ticket, known: Sequence[Entry], terms: Terms) -> dict[str, object]:
    language = letter.language
    last = _last(known, OPENED, WROTE)
    promised = told(letter).get("promised") or (ticket.answer_by.isoformat() if ticket.answer_by else "")
    return {
        "customer": ticket.author,
        "topic": labels.topic_label(ticket.topic, language),
        "written": last.text,
        "pictures": len(last.pictures),
        "opened": moment(ticket.opened_at, terms.timezone, language),
        "asked_at": moment(ticket.asked_at or ticket.opened_at, terms.timezone, language),
        "promised": moment(datetime.fromisoformat(promised), terms.timezone, language) if promised else "",
        "order": ticket.order_number,
        "proven": ticket.order_proven,
        "skus": ", ".join(ticket.skus),
        "follows": ticket.follows,
        "doubts": [labels.doubt_label(doubt, language) for doubt in ticket.doubts],
        "rating": say(language, f"rating_{ticket.rating}") if ticket.rating else "",
        "comment": known[-1].text if known else "",
    }


def _last(entries: Iterable[Entry], *names: str) -> Entry:
    """The last of those entries; one that says nothing where there is none."""
    found = [entry for entry in entries if entry.name in names]
    return found[-1] if found else Entry("", 0, datetime.min, "", "")


def _ends(ticket: Ticket, terms: Terms, language: str) -> str:
    """When a pending ticket is taken as solved, or a solved one is closed; empty where it never is."""
    support = terms.support
    days = {PENDING: support.solve_after, SOLVED: support.close_after}.get(ticket.state, 0)
    since = ticket.since or ticket.opened_at
    return moment(since + timedelta(days=days), terms.timezone, language) if days else ""
