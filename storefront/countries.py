"""Countries, by the two letters of ISO 3166."""

from __future__ import annotations

import re
from functools import cache

from storefront.fields import fault, words


def country(value: object) -> str:
    written = words(value)
    if written not in codes():
        raise fault("country", written, how=_meant(written))
    return written


@cache
def codes() -> frozenset[str]:
    from shop.words import FALLBACK
    from storefront.locales import locale

    groups = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    known = map(str, locale(FALLBACK).territories)
    return frozenset(code for code in known if re.fullmatch("[A-Z]{2}", code)) - groups


def _meant(written: str) -> str:
    """The code of a country that is written in small letters, by its name, or as people call it."""
    from storefront.locales import locale

    code = {"UK": "GB"}.get(written.upper(), written.upper())
    if code in codes():
        return code
    for language in ("en", "ru", "de"):
        for code, name in locale(language).territories.items():
            if code in codes() and str(name).casefold() == written.casefold():
                return str(code)
    return "the two letters of ISO 3166, such as DE"
