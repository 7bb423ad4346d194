"""Ways of delivery: their prices by country and weight, and where they go."""

from __future__ import annotations

from collections.abc import Iterable

from shop.terms import DeliveryMethod, DeliveryRate
from shop.text import Text
from storefront.countries import codes as known_countries
from storefront.findings import Findings
from storefront.locales import locale
from storefront.nodes import Way
from storefront.problems import quoted
from storefront.shop_models import DeliveryKeys, RateKeys
from storefront.source import Source


def method(keys: DeliveryKeys) -> DeliveryMethod:
    return DeliveryMethod(
        id=keys.id,
        name=keys.name,
        price=keys.price,
        free_from=keys.free_from,
        countries=keys.countries or (),
        address=_asks_address(keys),
        note=keys.note or Text({}),
        rates=tuple(
            DeliveryRate(rate.price, rate.countries or (), rate.up_to, rate.free_from)
            for rate in keys.rates or ()
        ),
        max_weight=keys.max_weight,
    )


def countries(methods: Iterable[DeliveryKeys], languages: tuple[str, ...]) -> dict[str, Text]:
    """The names of the countries delivered to: all there are, where a method with an address names none."""
    chosen = list(methods)
    everywhere = any(_asks_address(method) and not method.countries for method in chosen)
    named = {code for method in chosen for code in method.countries or ()}
    codes = sorted(known_countries() if everywhere else named)
    names_in = {language: locale(language).territories for language in languages}
    return {
        code: Text({language: str(known.get(code, code)) for language, known in names_in.items()})
        for code in codes
    }


def check_rates(keys: DeliveryKeys, source: Source, way: Way, findings: Findings) -> None:
    """Rates that would never be used, or always."""
    rates = keys.rates or ()
    for index, rate in enumerate(rates):
        here: Way = (*way, "rates", index)
        if not rate.countries and rate.up_to is None:
            findings.note(source.place(here), "rate_open")
        for place, country in enumerate(rate.countries or ()):
            if keys.countries and country not in keys.countries:
                where = source.place((*here, "countries", place))
                findings.note(where, "rate_country", country=quoted(country))
        before = next((n for n, other in enumerate(rates[:index]) if _holds(other, rate)), None)
        if before is not None:
            line = source.place((*way, "rates", before)).line
            findings.note(source.place(here), "rate_unreached", line=line)


def _asks_address(keys: DeliveryKeys) -> bool:
    named = bool(keys.countries) or any(rate.countries for rate in keys.rates or ())
    return named if keys.address is None else keys.address


def _holds(wide: RateKeys, narrow: RateKeys) -> bool:
    """Whether the one fits whatever the other fits."""
    weight = wide.up_to is None or (narrow.up_to is not None and narrow.up_to <= wide.up_to)
    places = not wide.countries or (narrow.countries and set(narrow.countries) <= set(wide.countries))
    return bool(weight and places) and (bool(wide.countries) or wide.up_to is not None)
