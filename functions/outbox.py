"""Sends the letters and webhooks that are due; deployed as `functions.outbox.handler`, for a timer."""

from __future__ import annotations

import logging
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from functions import _wiring
from functions._about import about
from functions._wiring import Ports
from shop import bounces, clocks, desk, followers, keeping, messages
from shop.errors import ShopError, Throttled, Undeliverable
from shop.letters import CUSTOMER
from shop.outbox import HOOK, LETTER, Leased, Message, next_try, tries
from shop.post_messages import FOLLOWERS

#: In one call; what is left is due again at the next.
_MOST = 100

#: After so long no other message is begun: each must be settled before its lease ends, which is counted
#: from the beginning of the call, and one may take half a minute.
_SECONDS = 45.0

#: How long a message that cannot even be given up is left alone.
_LATER = timedelta(minutes=10)

_KINDS = (LETTER, HOOK)

_RETAIN, _HOUR, _DAY = "retain", timedelta(hours=1), timedelta(days=1)

_SENT, _FAILED, _KEPT = "sent", "failed", "kept"

#: Why a message was settled without having been sent.
_SUPPRESSED, _OUTDATED = "suppressed", "outdated"

#: On AWS alarms listen for what is said of messages given up and of orders that take too long.
_log = logging.getLogger("vitrina.outbox")


@dataclass(frozen=True, slots=True)
class Drained:
    sent: int = 0
    failed: int = 0
    kept: int = 0  #: not sent: nobody writes there any more, or what it asks for is settled


def handler(_event: dict[str, Any], _context: Any) -> dict[str, int]:
    """What the timer calls."""
    return asdict(drain(_wiring.ports(), datetime.now(UTC)))


def drain(
    ports: Ports, at: datetime, most: int = _MOST, clock: Callable[[], float] = time.monotonic
) -> Drained:
    """Sends up to *most* messages that are due. One that fails waits its turn and holds up no other."""
    until = clock() + _SECONDS
    _keep_time(ports, at)
    _forget(ports, at)
    done: Counter[str] = Counter()
    while done.total() < most and clock() < until and (leased := ports.outbox.take(at, _KINDS)):
        done[_tried(leased, ports, at)] += 1
    return Drained(**done)


def _keep_time(ports: Ports, at: datetime) -> None:
    """What orders and tickets are due for by now; neither holds up the other, nor any letter."""
    try:
        if late := desk.tell_overdue(ports.prices.book(()).terms, ports, at):
            _log.warning("orders that take too long: %d", late)
    except ShopError as error:
        _log.warning("overdue orders are not told: %s", _reason(error))
    try:
        clocks.tick(ports, at)
    except ShopError as error:
        _log.warning("time stands still for tickets: %s", _reason(error))


def _forget(ports: Ports, at: datetime) -> None:
    """Once a day: what has been kept of people for long enough."""
    try:
        # Asked here first, because this is called every second where a shop is served.
        today = ports.pace.hit(_RETAIN, 1, _HOUR, at) and ports.limits.hit(_RETAIN, 1, _DAY, at)
        if today and keeping.retain(ports, at):
            ports.scrub()
    except ShopError as error:
        _log.warning("what is old is not forgotten: %s", _reason(error))


def _tried(leased: Leased, ports: Ports, at: datetime) -> str:
    try:
        why = _send(leased, ports, at)
    except Throttled as throttled:
        ports.outbox.postponed(leased, at + timedelta(seconds=throttled.seconds), "throttled")
        return _FAILED
    except Exception as error:  # whatever is wrong with one message is that message's trouble
        _put_back(leased, error, ports, at)
        return _FAILED
    ports.outbox.done(leased, at, why)
    return _KEPT if why else _SENT


def _send(leased: Leased, ports: Ports, at: datetime) -> str:
    """Sends the message; or says why it is not to be sent any more."""
    message = leased.message
    if leased.attempt > tries(message.kind):
        raise RuntimeError("whoever tried to send this message died of it each time")
    if message.kind == HOOK:
        ports.hooks.send(message.recipient, message.id, message.body, at)
        return ""
    if message.recipient == FOLLOWERS:
        ports.outbox.put(followers.letters_about(message, ports, ports.prices.book(()).terms), at)
        return ""
    told = about(message, ports, at)
    if told is None:
        raise LookupError("a letter without what it tells of")
    if told.outdated:
        return _OUTDATED
    if message.recipient == CUSTOMER and (why := bounces.silenced(told.email or "", ports)):
        told.came_back(why, at)
        return _SUPPRESSED
    ports.mailer.send(message.id, told.write(ports.prices.book(()).terms))
    return ""


def _put_back(leased: Leased, error: Exception, ports: Ports, at: datetime) -> None:
    message, reason = leased.message, _reason(error)
    _log.warning("%s %s failed (attempt %d): %s", message.kind, message.id, leased.attempt, reason)
    final = isinstance(error, Undeliverable)
    retry_at = None if final else next_try(message.kind, leased.attempt, at, random.random())
    if retry_at is None:
        try:
            _give_up(message, reason, ports, at, nobody_there=final)
        except ShopError as trouble:
            _log.warning("%s %s is not given up yet: %s", message.kind, message.id, _reason(trouble))
            ports.outbox.postponed(leased, at + _LATER, reason)
            return
        _log.error("%s %s is given up", message.kind, message.id)
    ports.outbox.failed(leased, retry_at, reason)


def _give_up(message: Message, reason: str, ports: Ports, at: datetime, *, nobody_there: bool) -> None:
    """Tells the owner, and silences an address that does not exist: all of it before the message is dead."""
    told = about(message, ports, at)
    if told is None:
        return
    if nobody_there and message.kind == LETTER and message.recipient == CUSTOMER:
        told.came_back(bounces.UNDELIVERABLE, at)
    terms = ports.prices.book(()).terms
    ports.outbox.put(messages.of_given_up(message, reason, terms, at), at)


def _reason(error: Exception) -> str:
    """What the shop's own errors say names no person; of others only the kind is told."""
    return (str(error) if isinstance(error, ShopError) else "") or type(error).__name__
