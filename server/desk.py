"""Orders as whoever runs the shop sees and moves them, for the pages and the commands of this machine."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from functions._wiring import Ports
from server.words import listing, waited
from shop import desk, events, labels, limits, moves
from shop.errors import IllegalMove, NoReturn, Stale
from shop.events import Event
from shop.numbers import parse_number
from shop.orders import Order
from shop.pricing import Line
from shop.returns import Return
from shop.statuses import APPROVAL, CANCEL, COMPLETE, FINAL, NEW, OWNER, STATUSES, choices
from shop.terms import Terms
from shop.times import moment
from shop.words import say
from shop.worktime import deadline

#: These pages and commands speak English; names of the shop's own are as it wrote them.
LANGUAGE = "en"


class NotDone(Exception):
    """Raised when nothing was changed; its text says why, and what can be done instead."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An order, and what should be noticed about it."""

    order: Order
    status: str  #: its label
    waiting: str  #: how long it has been in it
    overdue: bool
    notices: tuple[str, ...]  #: doubts and flags, in words


@dataclass(frozen=True, slots=True)
class Move:
    """What is asked for with a move to another status."""

    to: str
    tracking: str = ""
    reason: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Back:
    """What is asked for when things come back: pieces by SKU."""

    pieces: Mapping[str, int]
    reason: str = ""
    restock: bool = False


@dataclass(frozen=True, slots=True)
class Past:
    """One line of an order's history."""

    when: str
    what: str
    who: str
    comment: str


def seen(order: Order, terms: Terms, at: datetime) -> Seen:
    since = order.since or order.placed_at
    limit = 0 if order.status in FINAL else terms.status(order.status).limit
    return Seen(
        order=order,
        status=labels.status_label(order, order.status, terms, LANGUAGE),
        waiting=waited(since, at),
        overdue=bool(limit) and deadline(since, limit, terms) <= at,
        notices=labels.notices(order, LANGUAGE),
    )


def listed(ports: Ports, at: datetime, limit: int = 200) -> list[Seen]:
    """The newest orders: those that wait too long first, then those to look at before packing."""
    terms = ports.prices.book(()).terms
    found = [seen(order, terms, at) for order in ports.orders.recent(limit)]
    return sorted(found, key=lambda each: (not each.overdue, not _in_doubt(each.order)))


def found(ports: Ports, typed: str) -> Order:
    """The order with that number, however it is typed. Raises NotDone."""
    number = parse_number(typed)
    order = ports.orders.by_number(number) if number else None
    if order is None:
        raise NotDone(f"There is no order {typed}.")
    return order


def ways(order: Order, terms: Terms) -> tuple[str, ...]:
    """Where the owner may move it to."""
    return choices(order.status, OWNER, terms.statuses)


def reasons(terms: Terms) -> Mapping[str, str]:
    """Every reason to cancel, with what the customer reads."""
    return moves.reasons(terms, LANGUAGE)


def move(ports: Ports, order: Order, wish: Move, at: datetime, version: int | None = None) -> Order:
    """The order moved, unless it was changed after that *version*. Raises NotDone."""
    terms = ports.prices.book(()).terms
    _refuse_changed(ports, order, version)
    _check(order, wish, terms)
    try:
        return desk.move(
            order, wish.to, terms, ports, at, who=OWNER,
            tracking=wish.tracking, reason=wish.reason, comment=wish.comment,
        )  # fmt: skip
    except IllegalMove as illegal:
        raise NotDone(_where_to(order, wish.to, illegal.allowed)) from None
    except Stale:
        raise NotDone(_meanwhile(ports, order, order.version)) from None


def take_back(ports: Ports, order: Order, wish: Back, at: datetime, version: int | None = None) -> Order:
    """The order with things that came back, unless it was changed after that *version*. Raises NotDone."""
    _refuse_changed(ports, order, version)
    reason = _line(wish.reason, limits.COMMENT)
    lines = tuple(Line(sku, quantity) for sku, quantity in wish.pieces.items() if quantity)
    try:
        back = Return(secrets.token_hex(8), order.id, at, OWNER, lines, reason, wish.restock)
        return desk.take_back(order, back, ports)
    except NoReturn:
        raise NotDone(_not_back(order, wish)) from None
    except Stale:
        raise NotDone(_meanwhile(ports, order, order.version)) from None


def left(order: Order) -> Mapping[str, int]:
    """How many pieces of each line can still come back."""
    return {line.sku: line.quantity - order.returned.get(line.sku, 0) for line in order.lines}


def fee(order: Order) -> str:
    """What delivery costs."""
    return order.delivery.price.text(LANGUAGE) if order.delivery.price else say(LANGUAGE, "free")


def history(ports: Ports, order: Order, after: int = 0) -> list[Past]:
    """What has happened to it after that version, oldest first."""
    terms = ports.prices.book(()).terms
    backs = {back.id: back for back in ports.orders.returns(order.id)}
    return [
        Past(moment(event.at, terms.timezone, LANGUAGE), _told(event, backs), event.who, event.comment)
        for event in ports.orders.events(order.id)
        if event.version > after
    ]


def _in_doubt(order: Order) -> bool:
    return bool(order.doubts) and order.status in (NEW, APPROVAL)


def _check(order: Order, wish: Move, terms: Terms) -> None:
    known = reasons(terms)
    if wish.to not in STATUSES:
        raise NotDone(f"There is no status {wish.to}; there are {listing(STATUSES, 'and')}.")
    if wish.to == CANCEL and CANCEL in ways(order, terms) and wish.reason not in known:
        raise NotDone(f"Say why it is cancelled, with one of {listing(known, 'or')}.")
    if wish.to != CANCEL and wish.reason:
        raise NotDone("Only an order that is cancelled, or of which something comes back, has a reason.")
    _line(wish.tracking, limits.TRACKING)
    _line(wish.comment, limits.COMMENT)


def _line(text: str, longest: int) -> str:
    if len(text) > longest or not text.isprintable():
        raise NotDone(f"Please write one line of at most {longest} characters.")
    return text


def _where_to(order: Order, to: str, allowed: Sequence[str]) -> str:
    if allowed:
        can = listing(allowed, "or")
        return f"{order.number} is at {order.status}; from there it can go to {can}, not to {to}."
    if order.status in FINAL:
        return f"{order.number} is at {order.status}, where an order ends; it goes nowhere from there."
    return f"{order.number} is at {order.status}, and nobody in your role may move it on from there."


def _refuse_changed(ports: Ports, order: Order, version: int | None) -> None:
    """Raises NotDone where somebody has decided something since; what the clock did is in nobody's way."""
    if version is not None and desk.decided_since(order, version, ports):
        raise NotDone(_meanwhile(ports, order, version))


def _meanwhile(ports: Ports, order: Order, version: int) -> str:
    now = history(ports, order, after=version)
    what = "; ".join(f"{past.what} ({past.who}, {past.when})" for past in now)
    return f"{order.number} was changed meanwhile: {what}. Nothing was done; look at it and decide again."


def _not_back(order: Order, wish: Back) -> str:
    if order.status != COMPLETE:
        return f"{order.number} is at {order.status}; things come back from a complete order."
    can = left(order)
    for sku, quantity in wish.pieces.items():
        if quantity > can.get(sku, 0) or quantity < 0:
            many = f"{can[sku]} of {sku}" if sku in can else f"Nothing called {sku}"
            return f"{many} can still come back from {order.number}."
    return "Say what has come back, and how many pieces."


def _told(event: Event, backs: Mapping[str, Return]) -> str:
    data = event.data
    match event.name:
        case events.MOVED:
            return f"{data['from']} → {data['to']}" + (f": {data['reason']}" if data.get("reason") else "")
        case events.OVERDUE:
            return f"too long at {data['in']}, the owner was written to"
        case events.FLAGGED:
            return labels.flag_label(data["flag"], LANGUAGE)
        case events.RETURNED:
            return _came_back(backs.get(data["return"]))
    return event.name


def _came_back(back: Return | None) -> str:
    pieces = ", ".join(f"{line.quantity} × {line.sku}" for line in back.lines) if back else "something"
    return f"{pieces} came back" + (", for sale again" if back and back.restock else "")
