"""Orders: the record, as it is placed and as it moves from status to status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from shop import events, stock
from shop.errors import IllegalMove, NoReturn, Stale
from shop.events import Event
from shop.money import Money
from shop.numbers import hash_of, number_of, secret_of
from shop.pricing import Quote, QuoteLine
from shop.promos import Discount, Use
from shop.requests import Address, Customer, OrderRequest
from shop.returns import Return
from shop.statuses import APPROVAL, CANCEL, COMPLETE, FINAL, NEW, TRANSITIONS
from shop.stock import Held
from shop.terms import Terms
from shop.text import Text


@dataclass(frozen=True, slots=True)
class Delivery:
    method: str
    name: Text
    price: Money
    address: Address | None


@dataclass(frozen=True, slots=True)
class Payment:
    method: str
    name: Text
    note: Text


@dataclass(frozen=True, slots=True)
class Order:
    """What was ordered, by whom, and what it cost, as it was on that day; and where it is now."""

    id: str  #: random, the key to everything; never shown
    number: str  #: for people; a key to nothing
    placed_at: datetime
    language: str
    customer: Customer
    delivery: Delivery
    payment: Payment
    note: str
    lines: tuple[QuoteLine, ...]
    goods: Money
    tax: Money
    tax_rate: Decimal
    tax_included: bool
    total: Money
    digest: str  #: of the price list it was priced from
    page: str  #: address of the page that shows an order to whoever holds its secret
    secret_hash: str
    status: str = NEW
    version: int = 1
    discounts: tuple[Discount, ...] = ()
    quick: bool = False  #: ordered with one click: the shop calls back for the rest
    held: tuple[Held, ...] = ()  #: what it has taken from the counted shelves
    uses: tuple[Use, ...] = ()  #: the promos it has used
    doubts: tuple[str, ...] = ()  #: why it may not be meant; somebody should look before packing
    flags: tuple[str, ...] = ()  #: what somebody should know, such as a letter that came back
    since: datetime | None = None  #: when it came into its status
    due_at: datetime | None = None  #: when its status will have taken too long; None: no limit, or told
    tracking: str = ""  #: the carrier's number
    reason: str = ""  #: why it was cancelled
    returned: Mapping[str, int] = field(default_factory=dict)  #: pieces that came back, by SKU

    def link(self, root_key: bytes) -> str:
        """The address to follow this order at. Its secret is in the fragment, which no server log sees."""
        return f"{self.page}#{self.number}.{secret_of(root_key, self.id)}"


@dataclass(frozen=True, slots=True)
class Step:
    """One change of an order, and what must be written with it."""

    order: Order  #: as it is afterwards
    event: Event
    stock: tuple[stock.Move, ...] = ()
    uses: tuple[Use, ...] = ()
    returned: Return | None = None


def new_order(
    request: OrderRequest, quote: Quote, terms: Terms, *, id: str, counter: int, root_key: bytes, at: datetime
) -> Order:
    """The order that a checked request and its quote make."""
    return Order(
        id=id,
        number=number_of(counter),
        placed_at=at,
        language=request.language,
        customer=request.customer,
        delivery=_delivery(request, quote, terms),
        payment=_payment(request, terms),
        note=request.note,
        lines=quote.lines,
        goods=quote.goods,
        tax=quote.tax,
        tax_rate=quote.tax_rate,
        tax_included=quote.tax_included,
        total=quote.total,
        digest=quote.digest,
        page=terms.url.rstrip("/") + terms.path(request.language, "order"),
        secret_hash=hash_of(secret_of(root_key, id)),
        status=APPROVAL if request.quick else NEW,
        discounts=quote.discounts,
        quick=request.quick,
        held=tuple(Held(item, quantity) for item, (_, quantity) in sorted(quote.parts.items())),
        since=at,
    )


def moved(
    order: Order, to: str, *, at: datetime, who: str, due_at: datetime | None = None,
    tracking: str = "", reason: str = "", comment: str = "",
) -> Step:  # fmt: skip
    """The order in another status. Raises IllegalMove; whether *who* may do it has been asked before."""
    if to not in TRANSITIONS[order.status] or (to == CANCEL and not reason):
        raise IllegalMove(order.status, to, TRANSITIONS[order.status])
    after = replace(
        order,
        status=to,
        version=order.version + 1,
        since=at,
        due_at=None if to in FINAL else due_at,
        tracking=tracking or order.tracking,
        reason=reason,
        held=() if to in FINAL else order.held,
        uses=() if to == CANCEL else order.uses,
    )
    data = {"from": order.status, "to": to} | ({"reason": reason} if reason else {})
    moves = {CANCEL: stock.releasing, COMPLETE: stock.selling}.get(to)
    return Step(
        after,
        Event(order.id, after.version, at, events.MOVED, who, data, comment),
        stock=moves(order.held) if moves else (),
        uses=tuple(replace(use, by=-1, most=None, most_per_contact=None) for use in order.uses)
        if to == CANCEL
        else (),
    )


def overdue(order: Order, at: datetime) -> Step:
    """The order once the owner is told that its status takes too long."""
    after = replace(order, version=order.version + 1, due_at=None)
    return Step(after, Event(order.id, after.version, at, events.OVERDUE, events.SHOP, {"in": order.status}))


def flagged(order: Order, flag: str, at: datetime) -> Step | None:
    """The order with one more flag; None where it has that one."""
    if flag in order.flags:
        return None
    after = replace(order, version=order.version + 1, flags=(*order.flags, flag))
    return Step(after, Event(order.id, after.version, at, events.FLAGGED, events.SHOP, {"flag": flag}))


def returned(order: Order, back: Return) -> Step:
    """The order with a return linked to it. Raises NoReturn."""
    if order.status != COMPLETE or not back.lines:
        raise NoReturn(order.status)
    total = dict(order.returned)
    for line in back.lines:
        total[line.sku] = total.get(line.sku, 0) + line.quantity
        bought = sum(each.quantity for each in order.lines if each.sku == line.sku)
        if line.quantity < 1 or total[line.sku] > bought:
            raise NoReturn(line.sku)
    after = replace(order, version=order.version + 1, returned=total)
    event = Event(
        order.id, after.version, back.at, events.RETURNED, back.who, {"return": back.id}, back.reason
    )
    return Step(after, event, stock=_restocked(order, back) if back.restock else (), returned=back)


def newer(order: Order, expected: int) -> Order:
    """The order where it is still the version somebody looked at. Raises Stale."""
    if order.version != expected:
        raise Stale(f"{order.number} is at version {order.version}, not {expected}")
    return order


def _restocked(order: Order, back: Return) -> tuple[stock.Move, ...]:
    parts = {line.sku: line.parts for line in order.lines}
    pieces: dict[str, int] = {}
    for line in back.lines:
        for item, each in parts[line.sku].items():
            pieces[item] = pieces.get(item, 0) + each * line.quantity
    return stock.restocking(Held(item, quantity) for item, quantity in sorted(pieces.items()))


def _delivery(request: OrderRequest, quote: Quote, terms: Terms) -> Delivery:
    method = terms.method(request.method)
    return Delivery(request.method, method.name if method else Text({}), quote.delivery, request.address)


def _payment(request: OrderRequest, terms: Terms) -> Payment:
    method = terms.payment_method(request.payment)
    return Payment(request.payment, method.name if method else Text({}), method.note if method else Text({}))
