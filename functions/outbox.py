"""Sends the letters and webhooks that are due; deployed as `functions.outbox.handler`, for a timer."""

from __future__ import annotations

import logging
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions import _wiring
from functions._wiring import Ports
from shop.errors import Throttled, Undeliverable
from shop.outbox import HOOK, LETTER, Leased, next_try, tries

#: In one call; what is left is due again at the next.
_MOST = 100

_KINDS = (LETTER, HOOK)

_log = logging.getLogger("vitrina.outbox")


@dataclass(frozen=True, slots=True)
class Drained:
    sent: int = 0
    failed: int = 0


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """What the timer calls."""
    drained = drain(_wiring.ports(), datetime.now(UTC))
    return {"sent": drained.sent, "failed": drained.failed}


def drain(ports: Ports, at: datetime, most: int = _MOST) -> Drained:
    """Sends up to *most* messages that are due. One that fails waits its turn and holds up no other."""
    sent = failed = 0
    while sent + failed < most and (leased := ports.outbox.take(at, _KINDS)):
        if _sent(leased, ports, at):
            sent += 1
        else:
            failed += 1
    return Drained(sent, failed)


def _sent(leased: Leased, ports: Ports, at: datetime) -> bool:
    message = leased.message
    try:
        _send(leased, ports, at)
    except Throttled as throttled:
        ports.outbox.postponed(leased, at + timedelta(seconds=throttled.seconds), "throttled")
        return False
    except Exception as error:  # whatever is wrong with one message is that message's trouble
        retry_at = next_try(message.kind, leased.attempt, at, random.random())
        reason = type(error).__name__
        _log.warning("%s %s failed (attempt %d): %s", message.kind, message.id, leased.attempt, reason)
        ports.outbox.failed(leased, None if isinstance(error, Undeliverable) else retry_at, reason)
        return False
    ports.outbox.done(leased, at)
    return True


def _send(leased: Leased, ports: Ports, at: datetime) -> None:
    message = leased.message
    if leased.attempt > tries(message.kind):
        raise RuntimeError("whoever tried to send this message died of it each time")
    if message.kind == HOOK:
        ports.hooks.send(message.recipient, message.id, message.body, at)
        return
    from functions import _letters  # jinja2 is loaded only where a letter is written

    order = ports.orders.by_id(message.order_id)
    if order is None:
        raise LookupError("a letter without its order")
    terms = ports.prices.book(()).terms
    ports.mailer.send(message.id, _letters.message(message, order, terms, ports.root_key))
