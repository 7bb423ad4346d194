"""How times are read: spans of time, opening hours."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storefront.fields import Fault, Faults, fault, words
from storefront.problems import quoted

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d|24:00"
_DASH = re.compile(r" ?[-–—] ?")
_HOURS = re.compile(rf"({_TIME}) ?[-–] ?({_TIME})", re.ASCII)


def minutes(value: object) -> int:
    """A span of time, `30m` or `2h`; 0 where there is none."""
    written = words(value)
    if written == "0":
        return 0
    found = re.fullmatch(r"(\d{1,4}) ?(m|min|h)", written, re.ASCII)
    if not found:
        raise fault("duration", written)
    if not int(found[1]):
        raise fault("duration_none", written)
    return int(found[1]) * (60 if found[2] == "h" else 1)


def hours(value: object) -> Mapping[str, str]:
    """Opening hours by day or span of days, each day at most once."""
    if not isinstance(value, dict):
        raise Faults(Fault("keys_expected", {"example": 'such as mon-fri: "10:00-19:00"'}))
    read: dict[str, str] = {}
    seen: set[str] = set()
    faults: list[Fault] = []
    for span, times in value.items():
        days = _days(span)
        if not days:
            faults.append(Fault(_no_days(span), {"text": quoted(span)}, (span,), on_key=True))
        elif seen.intersection(days):
            faults.append(Fault("day_twice", {"text": quoted(span)}, (span,), on_key=True))
        seen.update(days)
        try:
            read[_DASH.sub("-", span.lower())] = _times(times)
        except Faults as error:
            faults.extend(Fault(fault.code, fault.values, (span,)) for fault in error.faults)
    if faults:
        raise Faults(*faults)
    return read


def week(written: Mapping[str, str]) -> tuple[tuple[tuple[int, int], ...], ...]:
    """Hours that were read before, as minutes of opening and closing for Monday to Sunday."""
    days: list[tuple[tuple[int, int], ...]] = [()] * len(DAYS)
    for span, times in written.items():
        for day in _days(span):
            days[DAYS.index(day)] = _spans(times)
    return tuple(days)


def _days(span: str) -> tuple[str, ...]:
    first, _, last = _DASH.sub("-", span.lower()).partition("-")
    if first not in DAYS or (last and last not in DAYS):
        return ()
    start, end = DAYS.index(first), DAYS.index(last or first)
    return DAYS[start : end + 1] if start <= end else ()


def _no_days(span: str) -> str:
    """What is wrong with it: hours that a comma cut off, a span over the end of the week, or other words."""
    if _HOURS.fullmatch(span):
        return "hours_cut"
    first, _, last = _DASH.sub("-", span.lower()).partition("-")
    return "day_order" if first in DAYS and last in DAYS else "day"


def _times(value: object) -> str:
    written = words(value)
    if written == "closed":
        return written
    closed = 0
    for part in re.split(r", ?", written):
        if not _HOURS.fullmatch(part):
            raise fault("hours", written)
        opens, closes = _span(part)
        if opens >= closes:
            raise fault("hours_order", part)
        if opens < closed:
            raise fault("hours_overlap", written)
        closed = closes
    return written


def _spans(times: str) -> tuple[tuple[int, int], ...]:
    return () if times == "closed" else tuple(_span(part) for part in re.split(r", ?", times))


def _span(part: str) -> tuple[int, int]:
    """Minutes of the day between which it is open."""
    found = _HOURS.fullmatch(part)
    assert found is not None
    opens, closes = (int(hour) * 60 + int(minute) for hour, minute in (t.split(":") for t in found.groups()))
    return opens, closes
