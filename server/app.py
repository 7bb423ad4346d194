"""One web application of a built site, the functions, and what only the person at this machine may see."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from functions import _local as functions
from functions._wiring import Ports
from server import live, mailbox, orders, outbox
from server.pages import Pages

_THIS_MACHINE = ["127.0.0.1", "localhost", "[::1]"]


def create(site: Path, state: Path, reload: live.Reload) -> Starlette:
    """The application. It answers to names of this machine only, so that no other site can reach it."""

    def books() -> Ports | None:
        return functions.ports(site, state) if site.is_dir() else None

    return Starlette(
        routes=[
            Route("/_live", reload.answer),
            Route("/_live.js", live.script),
            Mount("/_mail", app=_Own(mailbox.app(functions.letters_folder(state)))),
            Mount("/_orders", app=_Own(orders.app(books))),
            Mount("/_outbox", app=_Own(outbox.app(books))),
            Mount("/", app=_Shop(functions.local(site, state), Pages(site, lambda: reload.problems))),
        ],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=_THIS_MACHINE)],
    )


class _Shop:
    """What the public sees: functions below /api/ and /desk/, pages everywhere else."""

    def __init__(self, functions: ASGIApp, pages: ASGIApp) -> None:
        self._functions, self._pages = functions, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        chosen = self._functions if scope["path"].startswith(("/api/", "/desk/")) else self._pages
        await chosen(scope, receive, send)


class _Own:
    """What no page of another site may ask for, not even blindly."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        foreign = Headers(scope=scope).get("sec-fetch-site") in ("cross-site", "same-site")
        chosen = PlainTextResponse("Open this page by its address.\n", 403) if foreign else self._app
        await chosen(scope, receive, send)
