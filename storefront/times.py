"""How times are read: days, moments, spans of time, opening hours."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from storefront.fields import Context, Fault, Faults, fault, words
from storefront.problems import quoted

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_TIME = r"(?:[01]?\d|2[0-3]):[0-5]\d|24:00"
_HOURS = re.compile(rf"({_TIME}) ?[-–] ?({_TIME})", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}:\d\d))?", re.ASCII)


def day(value: object) -> date:
    written = words(value)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", written, re.ASCII):
            raise ValueError
        return date.fromisoformat(written)
    except ValueError:
        raise fault("date", written) from None


def counted(value: object, context: Context) -> str:
    """When something was counted: a day, or a day and an hour; the later of two is the greater text."""
    written = words(value)
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d(?:[ T]\d{1,2}:\d\d)?", written, re.ASCII):
            raise ValueError
        day, _, clock = written.replace("T", " ").partition(" ")
        counted = datetime.fromisoformat(f"{day} {clock.zfill(5)}" if clock else day)
    except ValueError:
        raise fault("counted", written) from None
    # It may be tomorrow already where the shop is.
    if context.today is not None and counted.date() > context.today + timedelta(days=1):
        raise fault("counted_later", written, today=context.today)
    return f"{counted:%Y-%m-%d %H:%M}" if clock else day


def moment(value: object) -> date | datetime:
    """A day, or a moment by the shop's clock."""
    written = words(value)
    try:
        found = _MOMENT.fullmatch(written)
        if found is None or not 2000 <= int(written[:4]) <= 2999:
            raise ValueError
        if found[2]:
            return datetime.fromisoformat(f"{found[1]} {found[2].zfill(5)}")
        return date.fromisoformat(written)
    except ValueError:
        raise fault("moment", written) from None


def minutes(value: object) -> int:
    """A span of time, `30m` or `2h`; 0 where there is none."""
    written = words(value)
    if written == "0":
        return 0
    found = re.fullmatch(r"(\d{1,4}) ?(m|min|h)", written, re.ASCII)
    if not found:
        raise fault("duration", written)
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
            faults.append(Fault("day", {"text": quoted(span)}, (span,), on_key=True))
        elif seen.intersection(days):
            faults.append(Fault("day_twice", {"text": quoted(span)}, (span,), on_key=True))
        seen.update(days)
        try:
            read[span.lower()] = _times(times)
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
    first, _, last = span.lower().partition("-")
    if first not in DAYS or (last and last not in DAYS):
        return ()
    start, end = DAYS.index(first), DAYS.index(last or first)
    return DAYS[start : end + 1] if start <= end else ()


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
