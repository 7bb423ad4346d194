"""Orders over HTTP: what is left, quoting a basket, placing an order, following one.

Deployed as `functions.orders.handler`.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions import (
    _answers,
    _calls,
    _checkout,
    _client,
    _cors,
    _following,
    _schema,
    _shelf,
    _unseen,
    _web,
    _wiring,
)
from functions._calls import get, post
from functions._web import Sent
from functions._wiring import Ports
from shop import service
from shop.errors import Unavailable
from shop.outbox import LATE, TOLD
from shop.ports import Placed


def application(ports: Callable[[], Ports] = _wiring.ports) -> Starlette:
    """The app of all calls below; *ports* is asked when the first request comes."""
    return _calls.application(routes(ports))


def routes(ports: Callable[[], Ports]) -> list[Route]:
    token = _cors.shared(get(form_token, ports), ports, "GET")
    return [
        Route("/api/orders", post(place, ports, _calls.TRIES), methods=["POST"]),
        Route("/api/orders/find", post(_following.find, ports), methods=["POST"]),
        Route("/api/orders/{number}/cancel", post(_following.cancel, ports), methods=["POST"]),
        Route("/api/stock", get(_shelf.stock, ports), methods=["GET"]),
        Route("/api/quote", post(quote, ports), methods=["POST"]),
        Route("/api/track", post(_following.track, ports), methods=["POST"]),
        Route("/api/form-token", token, methods=["GET", "OPTIONS"]),
        Route("/api/health", _health(ports), methods=["GET"]),
        Route("/api/openapi.json", _openapi_json, methods=["GET"]),
    ]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls, for a function address and for API Gateway."""
    return _lambda()(event, context)


def place(ports: Ports, sent: Sent) -> Response:
    """POST /api/orders"""
    if sent.form:
        return _checkout.place(ports, sent, _place)
    placed = _place(ports, sent, _web.needed_key(sent))
    return _web.created(_answers.placed_answer(placed.order, ports.root_key), replayed=placed.replayed)


def quote(ports: Ports, sent: Sent) -> Response:
    """POST /api/quote"""
    if sent.form:
        return _checkout.quote(ports, sent)
    priced, book = service.quote_basket(sent.fields, ports, datetime.now(UTC))
    return _web.answer(_answers.quote_answer(priced, sent.language(book.terms.languages)))


def form_token(ports: Ports, sent: Sent) -> Response:
    """GET /api/form-token"""
    return _web.answer(_schema.TokenAnswer(_unseen.new_token(ports)))


def _place(ports: Ports, sent: Sent, key: str) -> Placed:
    return service.place_order(
        sent.fields,
        _calls.visit(ports, sent),
        key=key,
        language=sent.language(ports.prices.book(()).terms.languages),
        order_id=secrets.token_hex(16),
        shop=ports,
        at=datetime.now(UTC),
    )


def _health(ports: Callable[[], Ports]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        health = await run_in_threadpool(_examined, ports, request)
        if health.status == "ok":
            return _web.answer(health)
        return _web.answer(health, 503, {"Retry-After": _web.RETRY_AFTER})

    return endpoint


def _examined(ports: Callable[[], Ports], request: Request) -> _schema.HealthAnswer:
    health = _schema.HealthAnswer("ok", None, "ok", "ok")
    forwarded = request.headers.getlist("x-forwarded-for")
    health.forwarded = sum(len(each.split(",")) for each in forwarded)
    try:
        health.visitor = _client.network(_web.peer(request), forwarded, ports().proxies)
        health.prices = ports().prices.book(()).digest
    except Unavailable:
        health.status = "unavailable"
    try:
        at = datetime.now(UTC)
        health.mailer = "behind" if ports().outbox.behind(at - LATE, at - TOLD) else "ok"
    except Unavailable:
        health.status = health.store = health.mailer = "unavailable"
    return health


async def _openapi_json(_request: Request) -> Response:
    from functions import _openapi  # its shapes are made only where somebody asks for them

    return _web.answer(_openapi.document())


@cache
def _lambda() -> Mangum:
    return _calls.on_lambda(application())
