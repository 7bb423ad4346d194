"""Sends the letters that are due; deployed as `functions.outbox.handler`, called by a timer every minute."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from functions import _wiring
from functions._wiring import Ports
from shop.outbox import TRIES, Leased, next_try

#: In one call; what is left is due again at the next.
_MOST = 100

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
    """Sends up to *most* letters that are due. One that fails waits its turn and holds up no other."""
    sent = failed = 0
    while sent + failed < most and (leased := ports.outbox.take(at)):
        if _sent(leased, ports, at):
            sent += 1
        else:
            failed += 1
    return Drained(sent, failed)


def _sent(leased: Leased, ports: Ports, at: datetime) -> bool:
    retry_at = next_try(leased.attempt, at)
    try:
        _send(leased, ports)
    except Exception as error:  # whatever is wrong with one letter is that letter's trouble
        reason = type(error).__name__
        _log.warning("letter %s failed (attempt %d): %s", leased.letter.message_id, leased.attempt, reason)
        ports.outbox.failed(leased, retry_at, reason)
        return False
    ports.outbox.done(leased, at)
    return True


def _send(leased: Leased, ports: Ports) -> None:
    if leased.attempt > TRIES:
        raise RuntimeError("whoever tried to send this letter died of it each time")
    from functions import _letters  # jinja2 is loaded only where a letter is written

    letter = leased.letter
    order = ports.orders.by_id(letter.order_id)
    if order is None:
        raise LookupError("a letter without its order")
    terms = ports.prices.book(()).terms
    ports.mailer.send(letter.message_id, _letters.message(letter, order, terms, ports.root_key))
