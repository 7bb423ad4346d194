"""What is known of languages beyond their codes: names of days and countries, plural forms."""

from __future__ import annotations

from functools import cache

from babel import Locale
from babel.core import UnknownLocaleError

from shop.words import FALLBACK


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
