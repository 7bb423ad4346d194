"""How stores write a moment down."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def iso(at: datetime) -> str:
    """A moment in UTC with microseconds, so that it sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def begin_of(window: timedelta, at: datetime) -> datetime:
    """When the window around *at* began; windows lie end to end, the same for everybody."""
    seconds = window.total_seconds()
    return datetime.fromtimestamp(at.timestamp() // seconds * seconds, UTC)
