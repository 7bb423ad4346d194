"""`orders`: the shop's orders at a terminal, moved on and taken back from there."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import UTC, datetime

from functions._wiring import Ports
from server import desk
from server.desk import Back, Move, NotDone, Seen
from server.words import counted, table
from shop.labels import reason_label
from shop.orders import Order
from shop.statuses import CANCEL, COMPLETE
from shop.terms import Terms
from shop.times import moment
from storefront.problems import printable

_HEADS = ("NUMBER", "STATUS", "FOR", "TOTAL", "WHO", "")


def listed(ports: Ports) -> int:
    """Prints the newest orders, what waits too long first."""
    orders = desk.listed(ports, datetime.now(UTC))
    if not orders:
        print("No orders yet.")
        return 0
    lines = table(_HEADS, [_row(each) for each in orders])
    for line, each in zip(lines, [None, *orders], strict=True):
        print(line)
        for notice in each.notices if each else ():
            print(f"    ! {notice}")
    return 0


def shown(ports: Ports, typed: str) -> int:
    """Prints everything about one order."""
    try:
        order = desk.found(ports, typed)
    except NotDone as not_done:
        return _refused(not_done)
    terms = ports.prices.book(()).terms
    for line in _everything(ports, order, terms):
        print(printable(line))
    return 0


def moved(ports: Ports, typed: str, wish: Move) -> int:
    """Moves one order on."""
    at = datetime.now(UTC)
    try:
        before = desk.found(ports, typed)
        after = desk.move(ports, before, wish, at)
    except NotDone as not_done:
        return _refused(not_done)
    print(f"{after.number}: {before.status} → {after.status}")
    return 0


def taken_back(ports: Ports, typed: str, wish: Back) -> int:
    """Notes what came back of one order."""
    try:
        after = desk.take_back(ports, desk.found(ports, typed), wish, datetime.now(UTC))
    except NotDone as not_done:
        return _refused(not_done)
    pieces = counted(sum(wish.pieces.values()), "piece")
    print(f"{after.number}: {pieces} came back{', for sale again' if wish.restock else ''}")
    return 0


def _refused(not_done: NotDone) -> int:
    print(printable(str(not_done)), file=sys.stderr)
    return 1


def _row(each: Seen) -> tuple[str, ...]:
    order = each.order
    mark = "overdue" if each.overdue else ""
    who = printable(order.customer.name or order.customer.phone or order.customer.email or "")
    return order.number, order.status, each.waiting, order.total.text(desk.LANGUAGE), who, mark


def _everything(ports: Ports, order: Order, terms: Terms) -> Iterable[str]:
    yield from _head(order, terms)
    yield from ("", *_sums(order), "", *_customer(order), "", "History")
    for past in desk.history(ports, order):
        yield f"  {past.when}  {past.what}  ({past.who})"
        if past.comment:
            yield f"      “{past.comment}”"
    yield from ("", *_next(order, terms), f"The customer's page: {order.link(ports.root_key)}")


def _head(order: Order, terms: Terms) -> Iterable[str]:
    each = desk.seen(order, terms, datetime.now(UTC))
    yield f"{order.number}: {each.status} ({order.status}, for {each.waiting}{', overdue' * each.overdue})"
    yield (
        f"Placed {moment(order.placed_at, terms.timezone, desk.LANGUAGE)}" + ", with one click" * order.quick
    )
    yield from (f"! {notice}" for notice in each.notices)
    if order.tracking:
        yield f"The carrier's number: {order.tracking}"
    if order.reason:
        told = reason_label(order.reason, terms, desk.LANGUAGE)
        yield f"Cancelled: {order.reason}" + (f" (“{told}”)" if told else "")


def _sums(order: Order) -> Iterable[str]:
    language = desk.LANGUAGE
    for line in order.lines:
        name = " ".join(filter(None, (line.name[language], line.option[language])))
        back = f", {order.returned[line.sku]} came back" if order.returned.get(line.sku) else ""
        yield f"  {line.quantity} × {name} ({line.sku})  {line.total.text(language)}{back}"
    for discount in order.discounts:
        yield f"  {discount.name[language]}  −{discount.amount.text(language)}"
    if order.delivery.method:
        yield f"  Delivery, {order.delivery.name[language]}  {desk.fee(order)}"
    yield f"  Total  {order.total.text(language)}"


def _customer(order: Order) -> Iterable[str]:
    customer, address = order.customer, order.delivery.address
    # What was typed stands behind a label, or a name could pass for a line of the command's own.
    where = f"{address.street}, {address.postcode} {address.city}, {address.country}" if address else ""
    typed = {"Name": customer.name, "Phone": customer.phone, "E-mail": customer.email, "Where to": where}
    yield from (f"{label}: {words}" for label, words in typed.items() if words)
    if order.payment.name:
        yield f"Payment: {order.payment.name[desk.LANGUAGE]}"
    # Every line is marked: none may pass for one of the command's own.
    yield from (f"> {line}" for line in order.note.splitlines())


def _next(order: Order, terms: Terms) -> Iterable[str]:
    ways = desk.ways(order, terms)
    back = order.status == COMPLETE and any(desk.left(order).values())
    yield f"Next: {', '.join(f'--to {to}' for to in ways) or ('--return SKU=PIECES' if back else 'nothing')}"
    if CANCEL in ways:
        yield f"Reasons to cancel: {', '.join(desk.reasons(terms))}"
