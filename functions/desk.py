"""The desk over HTTP: the page behind a link in the owner's letters. GET shows, POST acts.

Deployed as `functions.desk.handler`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route

from functions import _acting, _acting_orders, _acting_posts, _acting_tickets, _calls, _wiring
from functions._acting import Asked, Kind
from functions._web import Refused, Sent
from functions._wiring import Ports
from shop import actions
from shop.errors import LinkExpired, ShopError

#: What is behind a link of each purpose.
_KINDS: Mapping[str, Kind] = {
    actions.ORDER: _acting_orders,
    actions.TICKET: _acting_tickets,
    actions.POST: _acting_posts,
}

_RENEW = "renew"


def routes(ports: Callable[[], Ports]) -> list[Route]:
    """The calls of this function; *ports* is asked when the first request comes."""
    path = f"{actions.PATH}{{token}}"
    return [
        Route(path, _calls.get(show, ports), methods=["GET"]),  # and HEAD
        Route(path, _calls.post(act, ports), methods=["POST"]),
    ]


def application(ports: Callable[[], Ports] = _wiring.ports) -> Starlette:
    return _calls.application(routes(ports))


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls, for a function address and for API Gateway."""
    return _lambda()(event, context)


def show(ports: Ports, sent: Sent) -> Response:
    """GET /desk/act/{token}"""
    return _opened(_acting.shown, ports, sent)


def act(ports: Ports, sent: Sent) -> Response:
    """POST /desk/act/{token}"""
    if not sent.form:
        raise Refused(415, "unsupported_type")
    return _opened(_acting.acted, ports, sent)


def _expired(error: LinkExpired, ports: Ports, sent: Sent) -> Response:
    """Whoever presses the button on the page of a link that is too old gets a new one by letter."""
    if sent.form and sent.fields.get("do") == _RENEW:
        return _acting.renewed(ports, error.action, datetime.now(UTC))
    return _acting.refusal(error, ports)


def _opened(do: Callable[[Asked, Kind], Response], ports: Ports, sent: Sent) -> Response:
    try:
        asked = _acting.asked(ports, sent, datetime.now(UTC))
        return do(asked, _KINDS[asked.action.purpose])
    except LinkExpired as expired:
        return _expired(expired, ports, sent)
    except ShopError as error:
        return _acting.refusal(error, ports)


@cache
def _lambda() -> Mangum:
    return _calls.on_lambda(application())
