"""Orders over HTTP: what is left, quoting a basket, placing an order, following one.

Deployed as `functions.orders.handler`.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions import (
    _answers,
    _checkout,
    _client,
    _following,
    _openapi,
    _problems,
    _schema,
    _shelf,
    _web,
    _wiring,
)
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import limits, service, visits
from shop.errors import ShopError, Unavailable
from shop.numbers import address_key
from shop.outbox import LATE, TOLD
from shop.ports import Placed
from shop.visits import Visit

_log = logging.getLogger("vitrina.orders")

_Handler = Callable[[Ports, Sent], Response]


def application(ports: Callable[[], Ports] = _wiring.ports) -> Starlette:
    """The app of all calls below; *ports* is asked when the first request comes."""
    app = Starlette(
        routes=[
            Route("/api/orders", _post(place, ports), methods=["POST"]),
            Route("/api/orders/find", _post(_following.find, ports), methods=["POST"]),
            Route("/api/orders/{number}/cancel", _post(_following.cancel, ports), methods=["POST"]),
            Route("/api/stock", _get(_shelf.stock, ports), methods=["GET"]),
            Route("/api/quote", _post(quote, ports), methods=["POST"]),
            Route("/api/track", _post(_following.track, ports), methods=["POST"]),
            Route("/api/form-token", _get(form_token, ports), methods=["GET"]),
            Route("/api/health", _health(ports), methods=["GET"]),
            Route("/api/openapi.json", _openapi_json, methods=["GET"]),
        ],
        middleware=[Middleware(_web.Guarded)],
        exception_handlers={HTTPException: _problems.unanswered, Exception: _problems.unexpected},
    )
    app.router.redirect_slashes = False
    return app


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls, for a function address and for API Gateway."""
    return _lambda()(event, context)


def place(ports: Ports, sent: Sent) -> Response:
    """POST /api/orders"""
    if sent.form:
        return _checkout.place(ports, sent, _place)
    if sent.key is None:
        raise Refused(400, "key_missing")
    if not _web.valid_key(sent.key):
        raise Refused(400, "key_malformed")
    placed = _place(ports, sent, sent.key)
    replayed = {"Idempotent-Replayed": "true"} if placed.replayed else {}
    return _web.answer(_answers.placed_answer(placed.order, ports.root_key), 201, replayed)


def quote(ports: Ports, sent: Sent) -> Response:
    """POST /api/quote"""
    if sent.form:
        return _checkout.quote(ports, sent)
    priced, book = service.quote_basket(sent.fields, ports, datetime.now(UTC))
    return _web.answer(_answers.quote_answer(priced, sent.language(book.terms.languages)))


def form_token(ports: Ports, sent: Sent) -> Response:
    """GET /api/form-token"""
    return _web.answer(_schema.TokenAnswer(_checkout.new_token(ports)))


def _place(ports: Ports, sent: Sent, key: str) -> Placed:
    return service.place_order(
        sent.fields,
        _visit(ports, sent),
        key=key,
        language=sent.language(ports.prices.book(()).terms.languages),
        order_id=secrets.token_hex(16),
        shop=ports,
        at=datetime.now(UTC),
    )


def _visit(ports: Ports, sent: Sent) -> Visit:
    network = _client.network(sent.peer, sent.headers.getlist("x-forwarded-for"), ports.proxies)
    return Visit(address_key(ports.root_key, network) if network else None, sent.form)


def _post(handle: _Handler, ports: Callable[[], Ports]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            sent = await _web.read(request)
        except Refused as refused:
            unread = Sent({}, _web.is_form(request), request.headers)
            return await run_in_threadpool(_refused, refused, unread, ports)
        return await run_in_threadpool(_answered, handle, sent, ports)

    return endpoint


def _get(handle: _Handler, ports: Callable[[], Ports]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        asked = request.query_params
        fields = {name: asked.getlist(name) for name in asked}
        sent = Sent(fields, False, request.headers, peer=_web.peer(request))
        return await run_in_threadpool(_answered, handle, sent, ports)

    return endpoint


def _answered(handle: _Handler, sent: Sent, ports: Callable[[], Ports]) -> Response:
    try:
        if sent.form and not _web.from_own_pages(sent.headers, [ports().prices.book(()).terms.url]):
            raise Refused(403, "cross_site")
        # Orders are counted where they are written; those that are refused, here alone.
        kind, most = ("tries", limits.TRIES) if handle is place else ("looks", limits.LOOKS)
        visits.pace(_visit(ports(), sent), kind, most, ports().pace, datetime.now(UTC))
        return handle(ports(), sent)
    except (Refused, ShopError) as error:
        return _refused(error, sent, ports)


def _refused(error: Refused | ShopError, sent: Sent, ports: Callable[[], Ports]) -> Response:
    if isinstance(error, Unavailable):
        _log.error("unavailable: %s", error)
    try:
        book = ports().prices.book(())
    except Unavailable:
        book = None
    return _problems.refusal(error, sent, book)


def _health(ports: Callable[[], Ports]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(_request: Request) -> Response:
        health = await run_in_threadpool(_examined, ports)
        if health.status == "ok":
            return _web.answer(health)
        return _web.answer(health, 503, {"Retry-After": _web.RETRY_AFTER})

    return endpoint


def _examined(ports: Callable[[], Ports]) -> _schema.HealthAnswer:
    health = _schema.HealthAnswer("ok", None, "ok", "ok")
    try:
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
    return _web.answer(_openapi.document())


@cache
def _lambda() -> Mangum:
    text = ["text/", "application/json", "application/problem+json"]
    return Mangum(application(), lifespan="off", text_mime_types=text)
