"""Small words of the pages and commands for whoever runs the shop."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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


def span(length: timedelta) -> str:
    """How long something takes, as reports tell it: `35 min`, `5 h 10 min`, `3 days 4 h`."""
    minutes = round(length / timedelta(minutes=1))
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    parts = (
        (days, counted(days, "day")),
        (hour, f"{hour} h"),
        (minute and not days, f"{minute} min"),
    )
    return " ".join(said for number, said in parts if number) or "0 min"


def hours(length: timedelta) -> str:
    """The same of working time, whose days are shorter than others: `25 h 10 min`."""
    hour, minute = divmod(round(length / timedelta(minutes=1)), 60)
    parts = ((hour, f"{hour} h"), (minute, f"{minute} min"))
    return " ".join(said for number, said in parts if number) or "0 min"


def percent(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "–"


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """Columns as wide as what stands in them, under their heads."""
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (heads, *rows)
    ]


def counted(number: int, noun: str, many: str = "") -> str:
    return f"{number} {noun if number == 1 else many or f'{noun}s'}"
