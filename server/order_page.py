"""One order's page: what it is, what has happened to it, and a form for each thing that can be done now."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote

from markupsafe import Markup

from functions._wiring import Ports
from server import desk, forms, plain
from shop.labels import reason_label, status_label
from shop.orders import Order
from shop.phones import tel
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY, SPAM
from shop.terms import Terms
from shop.times import moment

OVERDUE = Markup('<strong class="late">overdue</strong>')

_BUTTONS = {
    APPROVAL: "Confirm it",
    ASSEMBLING: "Begin to pack",
    DELIVERY: "It leaves",
    COMPLETE: "It has arrived",
    CANCEL: "Cancel the order",
}


def body(ports: Ports, order: Order, at: datetime) -> Markup:
    terms = ports.prices.book(()).terms
    return Markup().join(
        [
            _state(order, terms, at),
            _actions(order, terms),
            _goods(order),
            _customer(order),
            _history(ports, order),
            Markup('<p><a href="{}">The customer’s page of this order</a></p>').format(
                order.link(ports.root_key)
            ),
        ]
    )


def _state(order: Order, terms: Terms, at: datetime) -> Markup:
    each = desk.seen(order, terms, at)
    late = Markup(" {}").format(OVERDUE) if each.overdue else ""
    facts: list[list[object]] = [
        ["Status", Markup("<strong>{}</strong>{}").format(each.status, late)],
        [
            "Since",
            f"{moment(order.since or order.placed_at, terms.timezone, desk.LANGUAGE)}, {each.waiting} ago",
        ],
        ["Placed", moment(order.placed_at, terms.timezone, desk.LANGUAGE) + ", with one click" * order.quick],
    ]
    if order.tracking:
        facts.append(["The carrier’s number", order.tracking])
    if order.reason:
        told = reason_label(order.reason, terms, desk.LANGUAGE)
        facts.append(["Cancelled", order.reason + (f": “{told}”" if told else "")])
    notices = Markup().join(Markup("<li>{}</li>").format(notice) for notice in each.notices)
    noticed = Markup('<ul class="notices">{}</ul>').format(notices) if notices else Markup()
    return noticed + plain.facts(facts)


def _actions(order: Order, terms: Terms) -> Markup:
    ways = desk.ways(order, terms)
    moves = Markup().join(_move(order, to, terms) for to in ways)
    if order.status == COMPLETE and any(desk.left(order).values()):
        moves += _return(order)
    return Markup("<h2>Next</h2>{}").format(moves) if moves else Markup()


def _move(order: Order, to: str, terms: Terms) -> Markup:
    back = order.status == ASSEMBLING and to == APPROVAL
    told = terms.status(to).letter and order.customer.email is not None and not back
    note = "The customer is written to." if told else "Nobody is written to."
    button = "Back: something is missing" if back else _BUTTONS[to]
    fields = [_hidden(order), Markup('<input type="hidden" name="to" value="{}">').format(to)]
    if to == DELIVERY:
        fields.append(plain.field("The carrier’s number, if there is one", "tracking", to, order.tracking))
    if to == CANCEL:
        fields.append(_reasons(terms))
        note = f"{note} Except for {SPAM}, which stays between us." if told else note
    fields.append(plain.field("A comment for your own eyes", "comment", to))
    fields.append(plain.button(button, note))
    form = forms.form("move", Markup().join(fields))
    label = status_label(order, to, terms, desk.LANGUAGE)
    return _folded(button, form) if to == CANCEL or back else plain.card(f"→ {label}", form)


def _reasons(terms: Terms) -> Markup:
    options = (
        Markup('<option value="{0}">{0}: “{1}”</option>').format(reason, told)
        for reason, told in desk.reasons(terms).items()
    )
    return Markup(
        '<p><label for="reason">Why; the words in quotes are for the customer</label>'
        '<select id="reason" name="reason" required><option value="">Choose</option>{}</select></p>'
    ).format(Markup().join(options))


def _return(order: Order) -> Markup:
    names = {line.sku: line.name[desk.LANGUAGE] for line in order.lines}
    rows = Markup().join(
        Markup(
            '<p><label for="back-{0}">{1} ({0})</label>'
            '<input id="back-{0}" name="pieces.{0}" type="number" min="0" max="{2}" value="0"> of {2}</p>'
        ).format(sku, names[sku], left)
        for sku, left in desk.left(order).items()
        if left
    )
    fields = [
        _hidden(order),
        rows,
        plain.field("Why", "reason", "return"),
        Markup('<p><label><input type="checkbox" name="restock"> It can be sold again</label></p>'),
        plain.button("It came back", "Nobody is written to."),
    ]
    return _folded("Something came back", forms.form("return", Markup().join(fields)))


def _hidden(order: Order) -> Markup:
    return Markup('<input type="hidden" name="version" value="{}">').format(order.version)


def _folded(words: str, content: Markup) -> Markup:
    return Markup('<details class="card"><summary>{}</summary>{}</details>').format(words, content)


def _goods(order: Order) -> Markup:
    language = desk.LANGUAGE
    rows: list[list[object]] = [
        [
            f"{line.quantity} × {line.name[language]} {line.option[language]}".strip(),
            line.sku,
            line.total.text(language),
            f"{order.returned[line.sku]} came back" if order.returned.get(line.sku) else "",
        ]
        for line in order.lines
    ]
    rows += [[each.name[language], "", f"−{each.amount.text(language)}", ""] for each in order.discounts]
    if order.delivery.method:
        rows.append([f"Delivery, {order.delivery.name[language]}", "", desk.fee(order), ""])
    rows.append(
        [
            Markup("<strong>Total</strong>"),
            "",
            Markup("<strong>{}</strong>").format(order.total.text(language)),
            "",
        ]
    )
    return Markup("<h2>What</h2>") + plain.table(["", "", "", ""], rows)


def _customer(order: Order) -> Markup:
    who, address = order.customer, order.delivery.address
    facts: list[list[object]] = [["Name", who.name]] if who.name else []
    if who.phone:
        facts.append(["Phone", Markup('<a href="{}">{}</a>').format(tel(who.phone), who.phone)])
    if who.email:
        facts.append(["E-mail", Markup('<a href="mailto:{}">{}</a>').format(quote(who.email), who.email)])
    if address:
        facts.append(
            [
                "Where to",
                plain.stacked([address.street, f"{address.postcode} {address.city}", address.country]),
            ]
        )
    if order.payment.name:
        facts.append(["Payment", order.payment.name[desk.LANGUAGE]])
    if order.note:
        facts.append(["Note", Markup('<span class="note">{}</span>').format(order.note)])
    return Markup("<h2>Who</h2>") + plain.facts(facts)


def _history(ports: Ports, order: Order) -> Markup:
    rows = [[past.when, past.what, past.who, past.comment] for past in desk.history(ports, order)]
    return Markup("<h2>What has happened</h2>") + plain.table(["When", "What", "By", "Comment"], rows)
