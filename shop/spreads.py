"""Many durations in two figures, and things counted by the hour: what reports are made of."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from shop.terms import Terms
from shop.worktime import local, worked

#: Monday is 0, and the hour on the shop's clock.
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle, and what nine in ten stay within (nearest rank); never a mean, which one case can move."""

    count: int = 0
    median: timedelta = timedelta()
    ninetieth: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Taken:
    """How long something took, on the calendar and in the shop's working time."""

    calendar: Spread = Spread()
    working: Spread = Spread()


def spread(values: Iterable[timedelta]) -> Spread:
    ordered = sorted(values)
    if not ordered:
        return Spread()
    middle = len(ordered) // 2
    median = ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2
    return Spread(len(ordered), median, ordered[math.ceil(len(ordered) * 0.9) - 1])


def taken(spans: Collection[tuple[datetime, datetime]], terms: Terms) -> Taken:
    """What those spans took, from one moment to the other."""
    return together([[span] for span in spans], terms)


def together(lives: Collection[Collection[tuple[datetime, datetime]]], terms: Terms) -> Taken:
    """The same where each case took several spans, which are added up."""
    return Taken(
        spread(sum((end - begin for begin, end in spans), timedelta()) for spans in lives),
        spread(sum((worked(*span, terms) for span in spans), timedelta()) for spans in lives),
    )


def by_hour(moments: Iterable[datetime], terms: Terms) -> Mapping[Cell, int]:
    """How many there were in each hour of the week, by the shop's own clock."""
    return Counter(cell(at, terms) for at in moments)


def cell(at: datetime, terms: Terms) -> Cell:
    there = local(at, terms)
    return there.weekday(), there.hour
