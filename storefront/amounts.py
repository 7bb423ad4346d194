"""How amounts are read: prices, numbers, weights, percentages, pieces."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from shop.errors import NotAPrice
from shop.money import CURRENCIES, Money
from storefront import names
from storefront.fields import Context, Fault, Faults, fault, words
from storefront.problems import quoted

_WRITTEN = re.compile(r"-?\d+", re.ASCII)
#: More than any range has, and few enough to be read as a number.
_MOST_DIGITS = 16
_PERCENT = re.compile(r"\d{1,3}(?:\.\d{1,4})?", re.ASCII)
#: What people put between thousands: spaces that break or do not, apostrophes.
_GAPS = " \u00a0\u2009\u202f'\u2019"
_WHOLE = (
    rf"\d{{1,3}}(?:[{_GAPS}]\d{{3}})+|\d{{1,3}}(?:,\d{{3}})+(?=\.)|\d{{1,3}}(?:\.\d{{3}})+(?=,)|\d{{1,12}}|"
)
_AMOUNT = re.compile(
    rf"(?P<before>(?:[^\W\d_]+[{_GAPS}]|[^\w.,-]?)[{_GAPS}]?)"
    rf"(?P<whole>{_WHOLE})(?:[.,](?P<part>\d{{1,2}}))?(?P<after>[{_GAPS}]?[^\d,-]{{0,8}})",
    re.ASCII,
)
_NEGATIVE = re.compile(r"[^\d.,]{0,5}[-\u2212\u2013][^\d.,-]{0,5}[.,]?\d", re.ASCII)
_CURRENCY_WORDS = frozenset(
    [
        "euro",
        "euros",
        "dollar",
        "dollars",
        "руб",
        "р",
        "рублей",
        "рубля",
        "рубль",
        "грн",
        "тг",
        "zł",
        "kč",
        "kr",
    ]
)
#: `1 000`, `5 pcs`, `5.0`: a number of things that is clear all the same.
_COUNTED = re.compile(
    rf"([0-9]{{1,3}}(?:[{_GAPS}][0-9]{{3}})+|[0-9]{{1,9}})(?:[.,]0{{1,2}})?(?: ?(?:pcs?|pieces?|шт|Stk)\.?)?",
    re.IGNORECASE,
)
_WEIGHT = re.compile(r"([0-9]{1,6}(?:[.,][0-9]{1,3})?) ?(g|kg|г|кг)\.?", re.IGNORECASE)
_YES = {"yes": True, "true": True, "on": True, "no": False, "false": False, "off": False}


def price(value: object, context: Context) -> Money:
    """An amount in the shop's currency."""
    written = words(value)
    # Without a known currency only the form can be judged, so the one with most digits stands in.
    currency = context.currency or "KWD"
    try:
        return Money.parse(written, currency)
    except NotAPrice as error:
        if re.fullmatch(r"\d{1,12}\.\d+", written):
            raise fault("price_digits", written, currency=currency, digits=_digits(error.digits)) from None
        raise fault("price", written, how=_how_to_write(written)) from None


def whole(value: object, low: int, high: int, how: str = "") -> int:
    """A whole number in a range; *how* says what to write where the number counts something."""
    if isinstance(value, (list, dict)):
        raise Faults(Fault("number_expected", {"example": min(max(7, low), high)}))
    written = words(value)
    if not _WRITTEN.fullmatch(written):
        raise fault(
            "whole",
            written,
            how=_digits_in(written) or how or f"write digits only, such as {min(max(7, low), high)}",
        )
    if len(written) > _MOST_DIGITS or not low <= int(written) <= high:
        raise fault("range", written, low=low, high=high)
    return int(written)


def count(value: object) -> int:
    return whole(value, 0, 1_000_000)


def days(value: object) -> int:
    return whole(value, 0, 365, "write the days in digits, such as 14 for two weeks; 0 is never")


def months(value: object) -> int:
    return whole(value, 0, 600, "write the months in digits, such as 24 for two years; 0 is for good")


def grams(value: object, low: int = 0) -> int:
    """A weight; what is written in another unit is told in grams."""
    written = words(value)
    if not _WRITTEN.fullmatch(written):
        raise fault("grams", written, how=_grams_in(written) or "write digits only, such as 350")
    return whole(value, low, 1_000_000)


def heaviest(value: object) -> int:
    """A weight up to which something holds."""
    return grams(value, 1)


def order(value: object) -> int:
    return whole(value, -1_000_000, 1_000_000)


def percent(value: object) -> Decimal:
    written = words(value)
    if not _PERCENT.fullmatch(written) or Decimal(written) > 100:
        raise fault("percent", written)
    return Decimal(written)


def share(value: object) -> Decimal:
    """A percentage that takes something off."""
    written = words(value)
    if not _PERCENT.fullmatch(written) or not 0 < Decimal(written) <= 100:
        raise fault("share", written)
    return Decimal(written)


def times(value: object) -> int:
    return whole(value, 1, 1_000_000)


def yes_no(value: object) -> bool:
    written = words(value)
    if written.lower() not in _YES:
        raise fault("yes_no", written)
    return _YES[written.lower()]


def contents(value: object) -> dict[str, int]:
    """What a bundle is made of: how many of each SKU."""
    if not isinstance(value, dict) or not value:
        raise Faults(Fault("keys_expected", {"example": "such as {CUP-01: 2, TP-01: 1}"}))
    read: dict[str, int] = {}
    faults: list[Fault] = []
    for sku, quantity in value.items():
        if quantity is None:
            faults.append(_without_number(sku))
            continue
        try:
            names.sku(sku)
        except Faults as error:
            faults.extend(Fault(each.code, each.values, (sku,), on_key=True) for each in error.faults)
        try:
            read[sku] = whole(quantity, 1, 1000)
        except Faults as error:
            faults.extend(Fault(each.code, each.values, (sku,)) for each in error.faults)
    if faults:
        raise Faults(*faults)
    return read


def _digits(count: int) -> str:
    return f"with {count} digits after the point" if count else "in whole numbers"


def _how_to_write(written: str) -> str:
    """What to write instead, where the whole value is understood; never another amount."""
    if _NEGATIVE.match(written):
        return "a price is never below zero"
    found = _AMOUNT.fullmatch(written)
    if not found or not (found["whole"] or found["part"]) or not _is_money(found["before"], found["after"]):
        return "write digits and a point, such as 12.50"
    whole = re.sub(rf"[{_GAPS},.]", "", found["whole"]) or "0"
    amount = whole + (f".{found['part']}" if found["part"] else "")
    return f"write the number alone: {amount}" if found["before"] or found["after"] else f"write {amount}"


def _is_money(before: str, after: str) -> bool:
    """Whether what stands around a number names a currency, and no other amount such as thousands."""
    named = f"{before}{after}".strip(_GAPS).rstrip(".")
    sign = len(named) == 1 and unicodedata.category(named) == "Sc"
    return not named or sign or named.upper() in CURRENCIES or named.casefold() in _CURRENCY_WORDS


def _without_number(sku: str) -> Fault:
    """A part of a bundle of which nobody knows how many."""
    if found := re.fullmatch(r"([\w.-]+):(\d+)", sku):
        return Fault("no_space", {"key": found[1], "text": found[2]}, (sku,), on_key=True)
    code = "number_cut" if sku.isdigit() else "how_many"
    return Fault(code, {"text": quoted(sku), "plain": sku}, (sku,), on_key=True)


def _digits_in(written: str) -> str:
    """What to write for a whole number with gaps in it or a word behind it; empty where that is not clear."""
    found = _COUNTED.fullmatch(written)
    return f"write {re.sub(rf'[{_GAPS}]', '', found[1])}" if found else ""


def _grams_in(written: str) -> str:
    found = _WEIGHT.fullmatch(written)
    if found is None:
        return ""
    weight = Decimal(found[1].replace(",", ".")) * (1 if found[2].casefold() in ("g", "г") else 1000)
    return f"write {weight:.0f}" if weight == weight.to_integral_value() else ""
