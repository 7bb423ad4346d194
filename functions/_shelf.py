"""What is left over HTTP, for product pages that want it live."""

from __future__ import annotations

from starlette.responses import Response

from functions import _web
from functions._web import Sent
from functions._wiring import Ports
from shop import shelf

#: Many visitors look at one product; a few seconds' age does no harm, an order is checked anyway.
_KEPT = {"Cache-Control": "public, max-age=15"}


def stock(ports: Ports, sent: Sent) -> Response:
    """GET /api/stock"""
    return _web.answer(shelf.left(sent.fields, ports.prices, ports.stock), headers=_KEPT)
