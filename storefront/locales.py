"""What is known of languages beyond their codes: names of days and countries, plural forms, dates."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal

from shop import times
from shop.words import FALLBACK, WORDS


@cache
def locale(language: str) -> Locale:
    """The language's data; English stands in for the many codes that have none."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(FALLBACK)


def own_name(language: str) -> str:
    """What the language calls itself, or what English calls it."""
    name = str(locale(language).languages.get(language, language))
    return name[:1].upper() + name[1:]


def day(at: datetime, timezone: str, language: str) -> tuple[str, str]:
    """The day a moment has by the shop's clock, in words and as machines read it."""
    local = at.astimezone(UTC)
    with suppress(ZoneInfoNotFoundError, ValueError):
        local = at.astimezone(ZoneInfo(timezone))
    # As letters write it, where letters speak that language.
    told = times.date(at, timezone, language) if language in WORDS else ""
    return told or format_date(local.date(), "long", locale(language)), local.date().isoformat()


def figure(number: Decimal, language: str) -> str:
    """A number with one decimal as it is written there: `4.6`, `4,6`."""
    return str(format_decimal(number, "0.0", locale(language)))
