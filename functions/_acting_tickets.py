"""A ticket behind a link in the owner's letters: what was written, an answer to it, and what comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from starlette.responses import Response

from functions import _acting
from functions._acting import Asked, Button, Outcome, Past
from shop import cases, desk_forms, labels, picture_links, replying, tickets
from shop.cases import ANSWERED, MERGED, MOVED, NOTED, OPENED, WROTE, Entry
from shop.desk_forms import ANSWER, FILL, MERGE, MOVE, NOTE, Handling
from shop.errors import FieldError, Invalid, NoLink, NoMerge, Stale
from shop.events import CUSTOMER
from shop.numbers import TICKET, parse_number
from shop.statuses import OWNER
from shop.tickets import FINAL, HOLD, OPEN, PENDING, SOLVED, SPAM, Ticket
from shop.words import say

#: What somebody has decided, or written, since a page was opened; what the clock did is in nobody's way.
_DECIDED = (WROTE, ANSWERED, NOTED, MOVED, MERGED)
_WRITTEN = (OPENED, WROTE, ANSWERED, NOTED)

#: What follows an answer, the likeliest first.
_AFTER = (SOLVED, PENDING, OPEN, HOLD)


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that was written, with its pictures."""

    kind: str  #: `customer`, `shop`, or `note`, which no customer sees
    who: str
    at: str
    text: str
    pictures: tuple[str, ...]


def show(asked: Asked, outcome: Outcome) -> Response:
    """GET /desk/act/{token}"""
    ticket, language = _found(asked), asked.language
    entries = asked.ports.tickets.entries(ticket.id)
    return _acting.page(
        "act_ticket",
        asked,
        outcome,
        ticket=ticket,
        heading=say(language, "ticket_heading", number=ticket.number),
        topic=labels.topic_label(ticket.topic, language),
        state=labels.state_label(ticket.state, language),
        since=asked.moment(ticket.since or ticket.opened_at),
        promised=asked.moment(ticket.answer_by) if ticket.answer_by else "",
        late=ticket.answer_by is not None and ticket.answer_by <= asked.at,
        notices=labels.notices(ticket, language),
        thread=[_message(each, ticket, asked) for each in entries if each.name in _WRITTEN],
        answers=[
            Button(f"{ANSWER}.{to}", say(language, f"act_answer_{to}"))
            for to in _AFTER
            if to in replying.answers(ticket)
        ],
        moves=[
            Button(f"{MOVE}.{to}", say(language, f"act_ticket_{to}"))
            for to in (*_AFTER, SPAM)
            if to in replying.moves(ticket)
        ],
        canned=list(enumerate(each.name[language] for each in asked.terms.canned)),
        others=_others(ticket, asked),
        history=[_past(each, asked) for each in entries if each.name not in _WRITTEN],
        meanwhile=[_past(each, asked) for each in _since(entries, outcome.seen)],
        link=ticket.link(asked.ports.root_key),
    )


def act(asked: Asked) -> Asked | None:
    """POST /desk/act/{token}"""
    handling = desk_forms.read_handling(asked.fields)
    ticket, shop, at = _found(asked), asked.ports, asked.at
    if handling.do == FILL:
        return _filled(asked, handling, ticket)
    if _since(shop.tickets.entries(ticket.id), handling.version):
        raise Stale(ticket.number)
    if handling.do == ANSWER:
        replying.answer(ticket, handling.message, handling.to, shop, at, who=OWNER)
    elif handling.do == NOTE:
        replying.note(ticket, handling.note, shop, at, who=OWNER)
    elif handling.do == MERGE:
        _merge(ticket, handling.into, asked)
    else:
        replying.move(ticket, handling.to, shop, at, who=OWNER)
    return None


def _found(asked: Asked) -> Ticket:
    ticket = asked.ports.tickets.by_id(asked.action.target)
    if ticket is None:
        raise NoLink
    return ticket


def _filled(asked: Asked, handling: Handling, ticket: Ticket) -> Asked:
    """The form with an answer that is sent often written into it, after what was typed."""
    known = asked.terms.canned
    said = known[handling.canned].text[ticket.language] if 0 <= handling.canned < len(known) else ""
    message = "\n\n".join(part for part in (handling.message, said) if part)
    return replace(asked, fields={**asked.fields, "message": message})


def _merge(ticket: Ticket, number: str, asked: Asked) -> None:
    known = parse_number(number, TICKET)
    into = asked.ports.tickets.by_number(known) if known else None
    if into is None:
        raise Invalid([FieldError("into", "act_choose_ticket")])
    try:
        replying.merge(ticket, into, asked.ports, asked.at, who=OWNER)
    except NoMerge:
        raise Invalid([FieldError("into", "act_choose_ticket")]) from None


def _since(entries: Sequence[Entry], seen: int) -> list[Entry]:
    """What was decided after that version; nothing where none was seen."""
    return [each for each in entries if seen and each.version > seen and each.name in _DECIDED]


def _others(ticket: Ticket, asked: Asked) -> list[tuple[str, str]]:
    """The tickets of the same customer that it may go on in, by number."""
    if tickets.MERGED not in tickets.TRANSITIONS[ticket.state]:
        return []
    found = {
        each.number: f"{each.number}, {labels.topic_label(each.topic, asked.language)}"
        for contact in ticket.contacts
        for each in asked.ports.tickets.of_contact(contact)
        if each.id != ticket.id and each.state not in FINAL
    }
    return list(found.items())


def _message(entry: Entry, ticket: Ticket, asked: Asked) -> Message:
    by_customer = entry.who == CUSTOMER
    key = asked.ports.root_key
    signed = (picture_links.sign(key, ticket.number, picture, asked.at) for picture in entry.pictures)
    return Message(
        kind="note" if entry.name == NOTED else "customer" if by_customer else "shop",
        who=ticket.author.name if by_customer else labels.who_label(entry.who, asked.language),
        at=asked.moment(entry.at),
        text=entry.text,
        pictures=tuple(f"/api/pictures/{token}" for token in signed),
    )


def _past(entry: Entry, asked: Asked) -> Past:
    who = labels.who_label(entry.who, asked.language)
    return Past(asked.moment(entry.at), _told(entry, asked.language), who, entry.text)


def _told(entry: Entry, language: str) -> str:
    data = entry.data
    if entry.name == MOVED:
        before, after = (labels.state_label(data[end], language) for end in ("from", "to"))
        return say(language, "past_moved", before=before, after=after)
    if entry.name == MERGED:
        if "into" in data:
            return say(language, "past_merged_into", number=data["into"])
        return say(language, "past_merged_from", number=data["merged"])
    if entry.name == tickets.RATED:
        return say(language, f"rating_{data['rating']}")
    if entry.name == cases.FLAGGED:
        return labels.flag_label(data["flag"], language)
    return say(language, f"past_{entry.name}")
