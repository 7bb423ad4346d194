"""Webhooks: the endpoints that are told of events."""

from __future__ import annotations

from datetime import datetime

from shop.errors import Undeliverable


class NoHooks:
    """The Hooks port of a shop that tells nobody."""

    def endpoints(self, event: str) -> tuple[str, ...]:
        return ()

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        raise Undeliverable("this endpoint is not configured any more")
