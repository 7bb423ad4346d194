"""`/_orders/`: all orders, and a page for each, from which it is moved on or things are taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from functions._wiring import Ports
from server import desk, order_page, plain
from server.answering import Books, answered, posted
from server.desk import Back, Move, NotDone, Seen
from server.forms import Fields
from shop.orders import Order

_HEADS = ("Number", "Status", "Total", "What", "Who", "Look")
_PIECES = "pieces."


def app(books: Books) -> Starlette:
    def index(_: Request) -> Response:
        return answered(books, _listed)

    def shown(request: Request) -> Response:
        return answered(books, lambda ports: _shown(ports, request.path_params["number"]))

    async def moved(request: Request) -> Response:
        return await posted(
            request, books, partial(_changed, request.path_params["number"], desk.move, _move)
        )

    async def returned(request: Request) -> Response:
        return await posted(
            request, books, partial(_changed, request.path_params["number"], desk.take_back, _back)
        )

    return Starlette(
        routes=[
            Route("/", index),
            Route("/style.css", plain.style),
            Route("/{number}/style.css", plain.style),
            Route("/{number}/", shown),
            Route("/{number}/move", moved, methods=["POST"]),
            Route("/{number}/return", returned, methods=["POST"]),
        ]
    )


def _listed(ports: Ports) -> Response:
    orders = desk.listed(ports, datetime.now(UTC))
    if not orders:
        return plain.page(
            "Orders", Markup("<p>No orders yet. Place one in the shop and it appears here.</p>")
        )
    return plain.page("Orders", plain.table(_HEADS, [_row(each) for each in orders]))


def _row(each: Seen) -> list[object]:
    order, language = each.order, desk.LANGUAGE
    what = (
        f"{line.quantity} × {line.name[language]} {line.option[language]}".strip() for line in order.lines
    )
    who = (order.customer.name, order.customer.phone, order.customer.email)
    status = plain.stacked([each.status, each.waiting])
    return [
        Markup('<a href="{0}/">{0}</a>').format(order.number),
        Markup("{}<br>{}").format(order_page.OVERDUE, status) if each.overdue else status,
        order.total.text(language),
        plain.stacked(what),
        plain.stacked(value for value in who if value),
        plain.stacked(each.notices),
    ]


def _shown(ports: Ports, typed: str, refusal: str = "", status: int = 200) -> Response:
    try:
        order = desk.found(ports, typed)
    except NotDone as not_done:
        return plain.page("No such order", plain.refusal(str(not_done)), 404)
    body = plain.refusal(refusal) + order_page.body(ports, order, datetime.now(UTC))
    return plain.page(f"Order {order.number}", body, status, forms=True)


def _changed(
    typed: str, change: Callable[..., Order], wish: Callable[[Fields], object], ports: Ports, fields: Fields
) -> Response:
    try:
        order = desk.found(ports, typed)
        change(ports, order, wish(fields), datetime.now(UTC), int(fields.get("version", "")))
    except NotDone as not_done:
        return _shown(ports, typed, str(not_done), 409)
    except ValueError:
        return _shown(ports, typed, "Please write whole numbers of pieces.", 422)
    return RedirectResponse(f"/_orders/{order.number}/", 303)


def _move(fields: Fields) -> Move:
    return Move(
        fields.get("to", ""), fields.get("tracking", ""), fields.get("reason", ""), fields.get("comment", "")
    )


def _back(fields: Fields) -> Back:
    pieces = {
        name.removeprefix(_PIECES): int(text or "0")
        for name, text in fields.items()
        if name.startswith(_PIECES)
    }
    return Back(pieces, fields.get("reason", ""), "restock" in fields)
