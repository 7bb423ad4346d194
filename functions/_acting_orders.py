"""An order behind a link in the owner's letter: what it is, and every move that can be made with it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from functions import _acting, _answers
from functions._acting import Asked, Outcome, Past
from shop import desk, events, labels, moves
from shop.errors import NoLink, Stale
from shop.events import Event
from shop.orders import Order
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, DELIVERY, FINAL, OWNER, choices
from shop.terms import Terms
from shop.times import moment
from shop.words import say
from shop.worktime import deadline


@dataclass(frozen=True, slots=True)
class Way:
    """One move that can be made."""

    to: str
    button: str
    note: str  #: who is written to
    folded: bool  #: whether it is seldom wanted, and must not be pressed by chance
    tracking: bool
    reasons: tuple[tuple[str, str], ...]


def show(asked: Asked, outcome: Outcome) -> Response:
    """GET /desk/act/{token}"""
    order, terms, language = _found(asked), asked.terms, asked.language
    history = asked.ports.orders.events(order.id)
    view = _answers.track_answer(order, (), terms, language, asked.at)
    view.delivery.city = None  # the whole address stands beside it
    since = order.since or order.placed_at
    return _acting.page(
        "act_order",
        asked,
        outcome,
        order=view,
        version=order.version,
        since=moment(since, terms.timezone, language),
        late=_late(order, terms, asked),
        notices=labels.notices(order, language),
        customer=order.customer,
        address=order.delivery.address,
        note=order.note,
        ways=[_way(order, to, terms, language) for to in choices(order.status, OWNER, terms.statuses)],
        final=order.status in FINAL,
        history=_pasts(order, history, terms, language),
        meanwhile=_pasts(order, _since(history, outcome), terms, language),
        link=order.link(asked.ports.root_key),
    )


def act(asked: Asked) -> None:
    """POST /desk/act/{token}"""
    move = moves.read_move(asked.fields, asked.terms)
    order = _found(asked)
    if desk.decided_since(order, move.version, asked.ports):
        raise Stale(order.number)
    desk.move(
        order, move.to, asked.terms, asked.ports, asked.at, who=OWNER,
        tracking=move.tracking, reason=move.reason, comment=move.comment,
    )  # fmt: skip


def _found(asked: Asked) -> Order:
    order = asked.ports.orders.by_id(asked.action.target)
    if order is None:
        raise NoLink
    return order


def _since(history: list[Event], outcome: Outcome) -> list[Event]:
    return [event for event in history if outcome.seen and event.version > outcome.seen]


def _late(order: Order, terms: Terms, asked: Asked) -> bool:
    limit = 0 if order.status in FINAL else terms.status(order.status).limit
    return bool(limit) and deadline(order.since or order.placed_at, limit, terms) <= asked.at


def _way(order: Order, to: str, terms: Terms, language: str) -> Way:
    back = order.status == ASSEMBLING and to == APPROVAL
    told = terms.status(to).letter and order.customer.email is not None and not back
    unless = "_unless" if to == CANCEL else ""
    return Way(
        to=to,
        button=say(language, "act_back" if back else f"act_{to}"),
        note=say(language, f"act_written_to{unless}" if told else "act_not_written_to"),
        folded=to == CANCEL or back,
        tracking=to == DELIVERY,
        reasons=tuple(moves.reasons(terms, language).items()) if to == CANCEL else (),
    )


def _pasts(order: Order, history: list[Event], terms: Terms, language: str) -> list[Past]:
    return [
        Past(
            moment(event.at, terms.timezone, language),
            _told(order, event, terms, language),
            labels.who_label(event.who, language),
            event.comment,
        )
        for event in history
    ]


def _told(order: Order, event: Event, terms: Terms, language: str) -> str:
    match event.name:
        case events.MOVED:
            before, after = (
                labels.status_label(order, event.data[end], terms, language) for end in ("from", "to")
            )
            return say(language, "past_moved", before=before, after=after)
        case events.FLAGGED:
            return labels.flag_label(event.data["flag"], language)
    return say(language, f"past_{event.name}")
