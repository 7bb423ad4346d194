"""Small words of the pages and commands for whoever runs the shop."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def waited(since: datetime, at: datetime) -> str:
    """How long something has lasted: `35 min`, `5 h`, `3 days`."""
    span = max(timedelta(), at - since)
    if span < _HOUR:
        return f"{span // timedelta(minutes=1)} min"
    if span < 2 * _DAY:
        return f"{span // _HOUR} h"
    return f"{span // _DAY} days"


def listing(words: Iterable[str], last: str) -> str:
    """`a, b or c`"""
    *first, end = words
    return f"{', '.join(first)} {last} {end}" if first else end


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
