"""What a server notes of each call: its kind, its answer, how long it took. Nothing of who called or why."""

from __future__ import annotations

import logging
import time
import traceback

from starlette.applications import Starlette
from starlette.routing import Match, Route
from starlette.types import Message, Receive, Scope, Send

#: What is not among these, a caller has made up.
_METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE")

_log = logging.getLogger("vitrina.access")


class Noted:
    """An app whose every call leaves one line in the log.

    Addresses of calls hold numbers of orders and keys that open them, so a call is named by its route. What
    went wrong unexpectedly is noted with where it did, without its text, which may quote what was sent.
    """

    def __init__(self, app: Starlette) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answered, since = [0], time.monotonic()

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                answered[0] = message["status"]
            await send(message)

        kind = self._kind(scope)
        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            _log.error("%s: %s\n%s", kind, type(error).__name__, _where(error))
        finally:
            _log.info("%s %d %d ms", kind, answered[0], (time.monotonic() - since) * 1000)

    def _kind(self, scope: Scope) -> str:
        method = scope["method"] if scope["method"] in _METHODS else "?"
        for route in self._app.routes:
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE:
                return f"{method} {route.path}"
        return f"{method} (no such address)"


def _where(error: Exception) -> str:
    return "".join(traceback.format_tb(error.__traceback__)).rstrip()
