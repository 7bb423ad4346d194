"""Following an order over HTTP: its customer looks at it, cancels it, or has its link sent once more."""

from __future__ import annotations

from datetime import UTC, datetime

from starlette.responses import Response

from functions import _answers, _schema, _web
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import following, service
from shop.errors import IllegalMove
from shop.orders import Order
from shop.words import say


def track(ports: Ports, sent: Sent) -> Response:
    """POST /api/track"""
    return _shown(service.track_order(sent.fields, ports.orders), ports, sent)


def cancel(ports: Ports, sent: Sent) -> Response:
    """POST /api/orders/{number}/cancel"""
    try:
        order = following.withdraw(sent.path["number"], sent.fields, ports, datetime.now(UTC))
    except IllegalMove:
        if not sent.form:
            raise
        return _shown(service.track_order(sent.fields, ports.orders), ports, sent, "too_late", 409)
    return _shown(order, ports, sent)


def find(ports: Ports, sent: Sent) -> Response:
    """POST /api/orders/find"""
    following.send_link(sent.fields, ports, datetime.now(UTC))
    book = ports.prices.book(())
    language = sent.language(book.terms.languages)
    if sent.form:
        from functions import _pages  # jinja2 is loaded only where a page is made

        return _pages.sought(book, language)
    return _web.answer(_schema.SoughtAnswer(say(language, "link_sent")), 202)


def _shown(order: Order | None, ports: Ports, sent: Sent, notice: str = "", status: int = 200) -> Response:
    if order is None:
        raise Refused(404, "order_not_found")
    book = ports.prices.book([line.sku for line in order.lines] if sent.form else ())
    language = sent.language(book.terms.languages)
    history = ports.orders.events(order.id)
    answer = _answers.track_answer(order, history, book.terms, language, datetime.now(UTC))
    if sent.form:
        from functions import _pages

        return _pages.tracked(answer, str(sent.fields["key"]), book, language, notice, status)
    return _web.answer(answer, status)
