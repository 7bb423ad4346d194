"""`/_orders/`: the order table, newest first."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from server import plain

Orders = Callable[[], Sequence[Mapping[str, Any]]]
_HEADS = ["Number", "Placed", "Stage", "What", "Total", "Who", "Where to", "Note"]


def app(recent: Orders) -> Starlette:
    async def index(_: Request) -> Response:
        return plain.page("Orders", _list(await run_in_threadpool(recent)))

    return Starlette(routes=[Route("/", index), Route("/style.css", plain.style)])


def _list(orders: Sequence[Mapping[str, Any]]) -> Markup:
    if not orders:
        return Markup("<p>No orders yet. Place one in the shop and it appears here.</p>")
    return plain.table(_HEADS, [_row(**order) for order in orders])


def _row(
    order: Mapping[str, Any],
    customer: Mapping[str, Any],
    address: Mapping[str, Any] | None,
    note: str | None,
    link: str,
) -> list[object]:
    lines = (f"{line['quantity']} × {line['name']} {line['option']}".strip() for line in order["lines"])
    where = [*address.values()] if address else [order["delivery"]["name"]]
    return [
        Markup('<a href="{}">{}</a>').format(link, order["number"]),
        order["placed_at_text"],
        order["status_text"],
        plain.stacked(lines),
        order["total_text"],
        plain.stacked(value for value in customer.values() if value),
        plain.stacked(value for value in where if value),
        note or "",
    ]
