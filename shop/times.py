"""When something was or will be, and how long it takes, as people are told it."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shop.text import Text
from shop.words import FALLBACK, WORDS, say

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}

#: From so many days on, the name of a weekday may be that of another week.
_WEEK = 7


def moment(at: datetime, timezone: str, language: str) -> str:
    """A moment as the shop's clock shows it: `23 November 2026, 14:05`."""
    local, zone = _local(at, timezone)
    return f"{local.day} {_month(local, language)} {local.year}, {local:%H:%M}{zone}"


def date(at: datetime, timezone: str, language: str) -> str:
    """The day of a moment by that clock: `23 November 2026`."""
    local, _ = _local(at, timezone)
    return f"{local.day} {_month(local, language)} {local.year}"


def clock(at: datetime, timezone: str) -> str:
    """The time of day alone: `14:05`."""
    local, zone = _local(at, timezone)
    return f"{local:%H:%M}{zone}"


def day(at: datetime, now: datetime, timezone: str, language: str) -> str:
    """The day of a moment to come, as people say it: `today`, `tomorrow`, `on Monday`, `on 4 January`."""
    local, _ = _local(at, timezone)
    ahead = (local.date() - _local(now, timezone)[0].date()).days
    if ahead in (0, 1):
        return say(language, "day_tomorrow" if ahead else "day_today")
    if 1 < ahead < _WEEK:
        return say(language, f"day_{local.weekday()}")
    return say(language, "day_date", date=f"{local.day} {_month(local, language)}")


def moment_text(at: datetime, timezone: str) -> Text:
    """The same in every language that is spoken here."""
    return Text({language: moment(at, timezone, language) for language in WORDS})


def promise(minutes: int, language: str) -> str:
    """By when the shop answers; empty where it does not say."""
    if not minutes:
        return ""
    if minutes == 1:
        return say(language, "promise_minute")
    if minutes % 60:
        return say(language, "promise_minutes", n=minutes)
    return say(language, "promise_hours", n=minutes // 60)


def duration(minutes: int, language: str) -> str:
    """How long something may take: `30 min`, `8 h`; empty for no time at all."""
    if not minutes:
        return ""
    if minutes % 60:
        return say(language, "duration_minutes", n=minutes)
    return say(language, "duration_hours", n=minutes // 60)


def _local(at: datetime, timezone: str) -> tuple[datetime, str]:
    """The moment on the shop's clock, and what to put behind it where nobody knows that clock."""
    # A system without time zones still tells the time.
    with suppress(ZoneInfoNotFoundError, ValueError):
        return at.astimezone(ZoneInfo(timezone)), ""
    return at.astimezone(UTC), " UTC"


def _month(local: datetime, language: str) -> str:
    return _MONTHS.get(language, _MONTHS[FALLBACK]).split()[local.month - 1]
