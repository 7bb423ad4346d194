"""How far a ticket has come, as its customer sees it: received, answered, solved, closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shop.cases import ANSWERED, Entry
from shop.tickets import CLOSED, SOLVED, SPAM, Ticket

RECEIVED = "received"
#: In their order; what was answered is one, too.
STEPS = (RECEIVED, ANSWERED, SOLVED, CLOSED)


def steps(ticket: Ticket, entries: Sequence[Entry]) -> tuple[tuple[str, datetime | None], ...]:
    """Each step with when it was reached; without a moment it lies ahead.

    What was solved and is open again has that step before it once more; what has ended has only its past.
    """
    reached: dict[str, datetime | None] = {RECEIVED: ticket.opened_at}
    reached[ANSWERED] = next((entry.at for entry in entries if entry.name == ANSWERED), None)
    ended = ticket.state in (CLOSED, SPAM)
    reached[SOLVED] = _last(SOLVED, entries) if ended or ticket.state == SOLVED else None
    reached[CLOSED] = ticket.since if ended else None
    return tuple((step, reached[step]) for step in STEPS if reached[step] or not ended)


def _last(state: str, entries: Sequence[Entry]) -> datetime | None:
    """When it last came into that state."""
    return next((entry.at for entry in reversed(entries) if entry.data.get("to") == state), None)
