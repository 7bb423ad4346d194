"""Tickets by plain forms: pages that are shown again until what stands in them can be taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from starlette.responses import Response

from functions import _problems, _ticket_answers, _unseen, _web
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import helping
from shop.cases import Filed
from shop.errors import FieldError, IllegalMove, Invalid, KeyReused, Stale, TooMany
from shop.numbers import hash_of, parse_number
from shop.orders import Order
from shop.tickets import Ticket
from shop.words import say

Open = Callable[[Ports, Sent, str], Filed[Ticket]]
Act = Callable[[Ports, Sent], Ticket | None]


@dataclass(frozen=True, slots=True)
class Asking:
    """The form for a new ticket: what it carries unseen, and why it is shown."""

    status: int
    key: str
    token: str
    notice: str
    errors: Sequence[FieldError]
    order: Order | None  #: whose link led here
    first: bool  #: whether nothing has been chosen in it yet


@dataclass(frozen=True, slots=True)
class Talk:
    """What a ticket's page says besides the ticket: why nothing was done."""

    status: int = 200
    notice: str = ""
    errors: Sequence[FieldError] = ()


def open(ports: Ports, sent: Sent, open: Open) -> Response:
    """The ticket's number, or the page to send it from. One that no function has made yet is looked at once
    more: only then it has a key, by which it is sent once, a token, and room for pictures."""
    if sent.key is None or not _web.valid_key(sent.key):
        return _asked(ports, sent, _unseen.new_key(), "support_look", status=200, first=True)
    try:
        filed = open(ports, sent, sent.key)
    except Invalid as invalid:
        return _asked(ports, sent, sent.key, "", invalid.errors)
    except KeyReused:
        return _asked(ports, sent, _unseen.new_key(), "support_twice")
    except TooMany as many:
        page = _asked(ports, sent, sent.key, "too_many", status=429, minutes=_problems.minutes(many))
        page.headers["Retry-After"] = str(many.seconds)
        return page
    return _opened(filed.case, ports, sent)


def act(ports: Ports, sent: Sent, act: Act) -> Response:
    """The ticket after *act*, or as it is with what speaks against it."""
    try:
        ticket = act(ports, sent)
    except Invalid as invalid:
        return _shown(_held(ports, sent, invalid), ports, sent, Talk(422, errors=invalid.errors))
    except TooMany as many:
        language = sent.language(ports.prices.book(()).terms.languages)
        notice = say(language, "too_many", minutes=_problems.minutes(many))
        page = _shown(_held(ports, sent, many), ports, sent, Talk(429, notice))
        page.headers["Retry-After"] = str(many.seconds)
        return page
    except (IllegalMove, Stale) as error:
        code = "illegal_move" if isinstance(error, IllegalMove) else "stale"
        language = sent.language(ports.prices.book(()).terms.languages)
        return _shown(_held(ports, sent, error), ports, sent, Talk(409, say(language, code)))
    if ticket is None:
        raise Refused(404, "ticket_not_found")
    taken = {"language": sent.fields.get("language")}
    return _shown(ticket, ports, replace(sent, fields=taken), Talk())


def sought(ports: Ports, sent: Sent) -> Response:
    """What everybody is told who looks for a ticket."""
    from functions import _ticket_pages  # jinja2 is loaded only where a page is made

    book = ports.prices.book(())
    return _ticket_pages.sought(book, sent.language(book.terms.languages))


def _held(ports: Ports, sent: Sent, error: Invalid | IllegalMove | Stale | TooMany) -> Ticket:
    """The ticket that something could not be done with. Raises the error where there is none."""
    key = {"key": sent.fields.get("key")}
    ticket = helping.view_ticket(sent.path["number"], key, ports, datetime.now(UTC))
    if ticket is None:
        raise error
    return ticket


def _opened(ticket: Ticket, ports: Ports, sent: Sent) -> Response:
    from functions import _ticket_pages

    book, at = ports.prices.book(()), datetime.now(UTC)
    language = sent.language(book.terms.languages)
    answer = _ticket_answers.opened_answer(ticket, book.terms, language, ports.root_key, at)
    written = ticket.author.email is not None and not ticket.doubts and not ticket.flags
    return _ticket_pages.opened(answer, book, language, letter_sent=written)


def _shown(ticket: Ticket, ports: Ports, sent: Sent, talk: Talk) -> Response:
    from functions import _ticket_pages

    book = ports.prices.book(())
    language = sent.language(book.terms.languages)
    answer = _ticket_answers.shown_answer(ticket, ports, book.terms, language, datetime.now(UTC))
    return _ticket_pages.ticket(answer, sent.fields, book, language, _unseen.new_token(ports), talk)


def _asked(
    ports: Ports, sent: Sent, key: str, notice: str, errors: Sequence[FieldError] = (),
    status: int = 422, first: bool = False, **values: object,
) -> Response:  # fmt: skip
    from functions import _ticket_pages

    book = ports.prices.book(())
    language = sent.language(book.terms.languages)
    token = _unseen.new_token(ports) if notice == "support_twice" else _unseen.kept_token(ports, sent)
    said = say(language, notice, **values) if notice else ""
    asking = Asking(status, key, token, said, errors, _order(ports, sent.fields), first)
    return _ticket_pages.asked(sent.fields, asking, book, language)


def _order(ports: Ports, fields: Mapping[str, object]) -> Order | None:
    """The order it is about, where it came with the secret of that order's link."""
    group = fields.get("order")
    number, key = (group.get("number"), group.get("key")) if isinstance(group, Mapping) else ("", "")
    if not isinstance(number, str) or not isinstance(key, str) or not key:
        return None
    order = ports.orders.by_secret(hash_of(key))
    return order if order and order.number == parse_number(number) else None
