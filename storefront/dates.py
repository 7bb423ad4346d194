"""How days and moments are read, and what to write instead of one that is written another way."""

from __future__ import annotations

import re
from calendar import month_name, monthrange
from datetime import date, datetime, timedelta

from storefront.fields import Context, Faults, fault, words

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:[ T](\d{1,2}:\d\d))?", re.ASCII)
#: How else people write them: 31.12.2026, 2026-3-1, 20261231; with a slash it may be the month that is first.
_CLOCK = r"(?:(?:[ T]|, ?)(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?::\d\d)?)?"
_PARTS = ("year", "month", "day", "hour", "minute")
_OTHERWISE = (
    re.compile(rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}}){_CLOCK}", re.ASCII),
    re.compile(rf"(?P<day>1[3-9]|2\d|3[01])/(?P<month>\d{{1,2}})/(?P<year>\d{{4}}){_CLOCK}", re.ASCII),
    re.compile(rf"(?P<year>\d{{4}})([-./])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_CLOCK}", re.ASCII),
    re.compile(rf"(?P<year>\d{{4}})(?P<month>\d\d)(?P<day>\d\d){_CLOCK}", re.ASCII),
)


def day(value: object) -> date:
    written = words(value)
    if not _DAY.fullmatch(written):
        raise _misread("date", written, "write it as year-month-day, such as 2026-12-25", clock=False)
    return _date(written)


def counted(value: object, context: Context) -> str:
    """When something was counted: a day, or a day and an hour; the later of two is the greater text."""
    written = words(value)
    found = _MOMENT.fullmatch(written)
    if found is None:
        raise _misread("counted", written, "write it as 2026-11-25, or 2026-11-25 14:30")
    counted = _moment(found)
    # It may be tomorrow already where the shop is.
    if context.today is not None and _day_of(counted) > context.today + timedelta(days=1):
        raise fault("counted_later", written, today=context.today)
    return f"{counted:%Y-%m-%d %H:%M}" if isinstance(counted, datetime) else found[1]


def moment(value: object) -> date | datetime:
    """A day, or a moment by the shop's clock."""
    written = words(value)
    found = _MOMENT.fullmatch(written)
    if found is None or not 2000 <= int(written[:4]) <= 2999:
        how = "write it as year-month-day, with the time where it matters: 2026-03-31, or 2026-03-31 18:00"
        raise _misread("moment", written, how)
    return _moment(found)


def _moment(found: re.Match[str]) -> date | datetime:
    day, clock = _date(found[1]), found[2]
    if not clock:
        return day
    try:
        return datetime.fromisoformat(f"{found[1]} {clock.zfill(5)}")
    except ValueError:
        raise fault("no_such_time", clock) from None


def _date(written: str) -> date:
    """A day of the calendar, from its digits."""
    year, month, day = map(int, written.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        pass
    if year and 1 <= month <= 12:
        raise fault(
            "no_such_day", written, how=f"{month_name[month]} {year} has {monthrange(year, month)[1]} days"
        )
    raise fault("no_such_day", written, how="write the year, then the month from 01 to 12, then the day")


def _day_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _misread(code: str, written: str, how: str, *, clock: bool = True) -> Faults:
    """The mistake, with the same moment as it is to be written where it is understood."""
    found = next(filter(None, (pattern.fullmatch(written) for pattern in _OTHERWISE)), None)
    if found is not None and (clock or not found["hour"]):
        try:
            year, month, day, hour, minute = (int(found[part] or 0) for part in _PARTS)
            meant = datetime(year, month, day, hour, minute)
        except ValueError:
            return fault(code, written, how=how)
        if meant.year >= 2000:
            how = f"write {meant:%Y-%m-%d %H:%M}" if found["hour"] else f"write {meant:%Y-%m-%d}"
    return fault(code, written, how=how)
