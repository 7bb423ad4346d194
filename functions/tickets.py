"""Tickets over HTTP; deployed as `functions.tickets.handler`."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from mangum import Mangum
from starlette.applications import Starlette
from starlette.routing import Route

from functions import _calls, _helping, _wiring
from functions._calls import TRIES, get, post
from functions._wiring import Ports


def application(ports: Callable[[], Ports] = _wiring.ports) -> Starlette:
    """The app of all calls below; *ports* is asked when the first request comes."""
    return _calls.application(routes(ports))


def routes(ports: Callable[[], Ports]) -> list[Route]:
    return [
        Route("/api/tickets", post(_helping.open, ports, TRIES, pictures=True), methods=["POST"]),
        Route("/api/tickets/find", post(_helping.find, ports), methods=["POST"]),
        Route("/api/tickets/view", post(_helping.look_up, ports), methods=["POST"]),
        Route("/api/tickets/{number}/view", post(_helping.view, ports), methods=["POST"]),
        Route(
            "/api/tickets/{number}/messages",
            post(_helping.write, ports, TRIES, pictures=True),
            methods=["POST"],
        ),
        Route("/api/tickets/{number}/rating", post(_helping.rate, ports), methods=["POST"]),
        Route("/api/pictures/{token}", get(_helping.picture, ports), methods=["GET"]),
    ]


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """What Lambda calls, for a function address and for API Gateway."""
    return _lambda()(event, context)


@cache
def _lambda() -> Mangum:
    return _calls.on_lambda(application())
