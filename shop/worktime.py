"""The shop's working time: when a promise made now falls due, by opening hours and holidays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shop.terms import Terms

#: Nobody looks further ahead; a shop with hours that is never open in that time keeps no clock.
_LONGEST = timedelta(days=400)


def deadline(at: datetime, minutes: int, terms: Terms) -> datetime:
    """The moment at which so many minutes of working time have passed; a shop without hours never closes."""
    wait = left = timedelta(minutes=minutes)
    for opens, closes in openings(at, terms):
        begins = max(at, opens)
        if begins + left <= closes:
            return begins + left
        left -= closes - begins
    return at + (max(wait, _LONGEST) if left < wait else wait)


def openings(at: datetime, terms: Terms) -> Iterator[tuple[datetime, datetime]]:
    """The spans in which the shop is open that are not over at that moment, in UTC, in their order."""
    zone = _zone(terms.timezone)
    day = at.astimezone(zone).date() - timedelta(days=1)  # yesterday's hours may reach past midnight
    last = day + _LONGEST
    while day < last and any(terms.hours):
        if day not in terms.holidays:
            for opens, closes in terms.hours[day.weekday()]:
                span = _moment(day, opens, zone), _moment(day, closes, zone)
                if max(at, span[0]) < span[1]:  # none of it is left where the clocks leap over it
                    yield span
        day += timedelta(days=1)


def worked(begin: datetime, end: datetime, terms: Terms) -> timedelta:
    """How much working time lies between two moments; for a shop without hours, all of it."""
    if not any(terms.hours):
        return max(end - begin, timedelta())
    spent = timedelta()
    for opens, closes in openings(begin, terms):
        if opens >= end:
            break
        spent += min(end, closes) - max(begin, opens)
    return spent


def today(at: datetime, terms: Terms) -> date:
    """What the shop's own calendar shows at that moment."""
    return local(at, terms).date()


def local(at: datetime, terms: Terms) -> datetime:
    """The moment on the shop's own clock."""
    return at.astimezone(_zone(terms.timezone))


def moment_of(day: date, minutes: int, terms: Terms) -> datetime:
    """When the shop's clock shows so many minutes of that day."""
    return _moment(day, minutes, _zone(terms.timezone))


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """That many minutes on the clock of that day: at 10:00 it is open at 10:00, whatever the clocks did."""
    days, minute = divmod(minutes, 24 * 60)
    clock = time(minute // 60, minute % 60, tzinfo=zone)
    return datetime.combine(day + timedelta(days=days), clock).astimezone(UTC)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):  # a system without time zones still keeps promises
        return ZoneInfo("UTC")
