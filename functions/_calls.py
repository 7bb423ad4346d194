"""Calls over HTTP: a request is read, counted and handed to whoever answers it; what is refused is told."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

from mangum import Mangum
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from functions import _client, _problems, _web
from functions._web import Refused, Sent
from functions._wiring import Ports
from functions._yandex import FirstShape
from shop import limits, visits
from shop.errors import ShopError, Unavailable
from shop.numbers import address_key
from shop.visits import Visit

Handler = Callable[[Ports, Sent], Response]
Endpoint = Callable[[Request], Awaitable[Response]]

#: What is counted of an address: its calls; or, apart from them, its tries at what is counted when written.
LOOKS, TRIES = "looks", "tries"

_log = logging.getLogger("vitrina.calls")


def application(routes: Sequence[Route]) -> Starlette:
    """An app of those calls alone."""
    app = Starlette(
        routes=routes,
        middleware=[Middleware(_web.Guarded)],
        exception_handlers={HTTPException: _problems.unanswered, Exception: _problems.unexpected},
    )
    app.router.redirect_slashes = False
    return app


def on_lambda(app: Starlette) -> Mangum:
    """What answers a function address and API Gateway, Amazon's or Yandex Cloud's."""
    text = ["text/", "application/json", "application/problem+json"]
    return Mangum(app, lifespan="off", text_mime_types=text, custom_handlers=[FirstShape])


def post(
    handle: Handler, ports: Callable[[], Ports], counted: str = LOOKS, pictures: bool = False
) -> Endpoint:
    """*pictures* may come with it, in JSON or in a form that is multipart/form-data."""

    async def endpoint(request: Request) -> Response:
        try:
            sent = await _web.read(request, pictures)
        except Refused as refused:
            unread = Sent({}, _web.is_form(request), request.headers)
            return await run_in_threadpool(_refused, refused, unread, ports)
        return await run_in_threadpool(_answered, handle, sent, ports, counted)

    return endpoint


def get(handle: Handler, ports: Callable[[], Ports]) -> Endpoint:
    async def endpoint(request: Request) -> Response:
        asked = request.query_params
        fields = {name: asked.getlist(name) for name in asked}
        sent = Sent(fields, False, request.headers, path=request.path_params, peer=_web.peer(request))
        return await run_in_threadpool(_answered, handle, sent, ports, LOOKS)

    return endpoint


def visit(ports: Ports, sent: Sent) -> Visit:
    """Who sent that, as far as it is counted."""
    network = _client.network(sent.peer, sent.headers.getlist("x-forwarded-for"), ports.proxies)
    return Visit(address_key(ports.root_key, network) if network else None, sent.form)


def _answered(handle: Handler, sent: Sent, ports: Callable[[], Ports], counted: str) -> Response:
    try:
        if sent.form and not _web.from_own_pages(sent.headers, [ports().prices.book(()).terms.url]):
            raise Refused(403, "cross_site")
        most = limits.TRIES if counted == TRIES else limits.LOOKS
        visits.pace(visit(ports(), sent), counted, most, ports().pace, datetime.now(UTC))
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
