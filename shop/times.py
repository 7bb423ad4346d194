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


def moment(at: datetime, timezone: str, language: str) -> str:
    """A moment as the shop's clock shows it: `23 November 2026, 14:05`."""
    local, zone = at.astimezone(UTC), " UTC"
    # A system without time zones still tells the time.
    with suppress(ZoneInfoNotFoundError, ValueError):
        local, zone = at.astimezone(ZoneInfo(timezone)), ""
    month = _MONTHS.get(language, _MONTHS[FALLBACK]).split()[local.month - 1]
    return f"{local.day} {month} {local.year}, {local:%H:%M}{zone}"


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
