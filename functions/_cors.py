"""The shop's other sites: what their pages may ask of the functions, and nothing with cookies."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from functions._calls import Endpoint
from functions._wiring import Ports
from shop.errors import ShopError

#: How long a browser need not ask again, in seconds.
_AGE = "600"


def shared(endpoint: Endpoint, ports: Callable[[], Ports], method: str) -> Endpoint:
    """The call for pages of the sites that the shop names, too; it answers to OPTIONS beside its *method*."""

    async def answered(request: Request) -> Response:
        allowed = await run_in_threadpool(_allowed, request.headers.get("origin", ""), ports)
        if request.method == "OPTIONS":
            response = Response(status_code=204, headers=_preflight(method) if allowed else None)
        else:
            response = await endpoint(request)
        response.headers.update({"Vary": "Origin", **allowed})
        return response

    return answered


def _allowed(origin: str, ports: Callable[[], Ports]) -> Mapping[str, str]:
    if not origin:
        return {}
    try:
        sites = ports().prices.book(()).terms.feedback.sites
    except ShopError:
        return {}
    return {"Access-Control-Allow-Origin": origin} if origin in sites else {}


def _preflight(method: str) -> Mapping[str, str]:
    return {
        "Access-Control-Allow-Methods": method,
        "Access-Control-Allow-Headers": "Content-Type, Idempotency-Key",
        "Access-Control-Max-Age": _AGE,
    }
