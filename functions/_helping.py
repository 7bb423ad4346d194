"""Tickets over HTTP: a customer opens one, follows it, writes to it and says how it was."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from starlette.responses import Response

from functions import _asking, _calls, _schema, _ticket_answers, _web
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import helping, limits, opening, picture_links, visits
from shop.cases import Filed, Picture
from shop.errors import FieldError, Invalid
from shop.requests import PICTURES_FIELD
from shop.ticket_forms import read_message, read_ticket
from shop.tickets import Ticket
from shop.words import say

#: What may be shown on a page as it is; anything else is handed over as a file.
_SHOWN = ("image/jpeg", "image/png", "image/webp")


def open(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets"""
    if sent.form:
        return _asking.open(ports, sent, _open)
    filed, terms = _open(ports, sent, _web.needed_key(sent)), ports.prices.book(()).terms
    answer = _ticket_answers.opened_answer(
        filed.case, terms, filed.case.language, ports.root_key, datetime.now(UTC)
    )
    return _web.created(answer, replayed=filed.replayed)


def view(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets/{number}/view"""
    return _acted(ports, sent, _view)


def look_up(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets/view, where the number is typed into a form."""
    number = sent.fields.get("number")
    fields = {name: value for name, value in sent.fields.items() if name != "number"}
    named = replace(sent, fields=fields, path={"number": number if isinstance(number, str) else ""})
    return _acted(ports, named, _view)


def write(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets/{number}/messages"""
    return _acted(ports, sent, _write)


def rate(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets/{number}/rating"""
    return _acted(ports, sent, _rate)


def find(ports: Ports, sent: Sent) -> Response:
    """POST /api/tickets/find"""
    helping.find(sent.fields, ports, datetime.now(UTC))
    if sent.form:
        return _asking.sought(ports, sent)
    language = sent.language(ports.prices.book(()).terms.languages)
    return _web.answer(_schema.SoughtAnswer(say(language, "ticket_link_sent")), 202)


def picture(ports: Ports, sent: Sent) -> Response:
    """GET /api/pictures/{token}"""
    meant = picture_links.read(ports.root_key, sent.path["token"], datetime.now(UTC))
    ticket = ports.tickets.by_number(meant[0]) if meant else None
    found = ports.tickets.picture(ticket.id, meant[1]) if ticket and meant else None
    if found is None:
        raise Refused(404, "picture_gone")
    shown = found.media in _SHOWN
    media = found.media if shown else "application/octet-stream"
    placed = "inline" if shown else "attachment"
    return Response(found.content, 200, {"Content-Disposition": placed}, media_type=media)


def _acted(ports: Ports, sent: Sent, act: _asking.Act) -> Response:
    if sent.form:
        return _asking.act(ports, sent, act)
    ticket = act(ports, sent)
    if ticket is None:
        raise Refused(404, "ticket_not_found")
    book = ports.prices.book(())
    answer = _ticket_answers.shown_answer(
        ticket, ports, book.terms, sent.language(book.terms.languages), datetime.now(UTC)
    )
    return _web.answer(answer)


def _open(ports: Ports, sent: Sent, key: str) -> Filed[Ticket]:
    language = sent.language(ports.prices.book(()).terms.languages)
    return opening.open_ticket(
        sent.fields, _calls.visit(ports, sent), key=key, language=language, ticket_id=secrets.token_hex(16),
        pictures=_pictures(ports, sent, language), shop=ports, at=datetime.now(UTC),
    )  # fmt: skip


def _view(ports: Ports, sent: Sent) -> Ticket | None:
    return helping.view_ticket(sent.path["number"], sent.fields, ports, datetime.now(UTC))


def _write(ports: Ports, sent: Sent) -> Ticket | None:
    return helping.write(
        sent.path["number"], sent.fields, _calls.visit(ports, sent), ticket_id=secrets.token_hex(16),
        pictures=_pictures(ports, sent), shop=ports, at=datetime.now(UTC),
    )  # fmt: skip


def _rate(ports: Ports, sent: Sent) -> Ticket | None:
    return helping.rate(sent.path["number"], sent.fields, ports, datetime.now(UTC))


def _pictures(ports: Ports, sent: Sent, language: str = "") -> tuple[Picture, ...]:
    """The pictures that came along, drawn anew. Raises Invalid with whatever else is wrong, too."""
    listed = sent.fields.get(PICTURES_FIELD)
    if listed is None or listed == []:
        return ()
    from functions import _images  # Pillow is loaded only where there is a picture

    # Drawing takes a hundred times longer than anything else that is asked for.
    visits.pace(_calls.visit(ports, sent), "pictures", limits.PICTURE_TRIES, ports.pace, datetime.now(UTC))
    drawn = _images.drawn(listed)
    if drawn.errors:
        raise Invalid((*_other_errors(ports, sent, language), *drawn.errors))
    return drawn.pictures


def _other_errors(ports: Ports, sent: Sent, language: str) -> Sequence[FieldError]:
    try:
        if language:
            terms = ports.prices.book(()).terms
            read_ticket(sent.fields, terms, ports.contacts, ports.orders, language)
        else:
            read_message(sent.fields)
    except Invalid as invalid:
        return invalid.errors
    return ()
