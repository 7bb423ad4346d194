"""All functions in one process: on the owner's own machine, and on a server of the shop's own."""

from __future__ import annotations

from collections.abc import Callable

from starlette.applications import Starlette

from functions import _calls, desk, feedback, orders, tickets
from functions._wiring import Ports


def together(ports: Callable[[], Ports]) -> Starlette:
    """Everything below /api/ and /desk/; *ports* is asked when a request comes."""
    apps = (orders, tickets, feedback, desk)
    return _calls.application([route for each in apps for route in each.routes(ports)])
