"""Money as whole minor units with a currency; percentages as Decimal; one rounding rule."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from shop.errors import NotAPrice

#: ISO 4217 codes of circulating currencies, by the number of digits after the point.
_DIGITS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    2: "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF"
    " CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL"
    " HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP"
    " MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD"
    " SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS"
    " VES WST XCD YER ZAR ZMW ZWG",
}
CURRENCIES = {code: digits for digits, codes in _DIGITS.items() for code in codes.split()}

_SYMBOLS = {
    "EUR": "€", "USD": "$", "GBP": "£", "RUB": "₽", "JPY": "¥", "CNY": "CN¥", "INR": "₹", "KZT": "₸",
    "UAH": "₴", "TRY": "₺", "ILS": "₪", "KRW": "₩", "VND": "₫", "PLN": "zł", "GEL": "₾", "AMD": "֏",
}  # fmt: skip
_PRICE = re.compile(r"([0-9]{1,12})(?:\.([0-9]{1,4}))?")
_NARROW_SPACE = "\u202f"
_SPACE = "\u00a0"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in whole minor units (cents, kopecks) of one currency."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """The amount written as people write it, `12.50` or `1200`.

        Raises NotAPrice for anything else: signs, exponents, more decimals than the currency has.
        """
        match = _PRICE.fullmatch(text)
        digits = CURRENCIES.get(currency, 2)
        if match is None:
            raise NotAPrice(text, currency, digits)
        whole, part = match[1], match[2] or ""
        if len(part) > digits:
            raise NotAPrice(text, currency, digits)
        return cls(int(whole + part.ljust(digits, "0")), currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other), self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def times(self, quantity: int) -> Money:
        return Money(self.minor * quantity, self.currency)

    def per(self, number: int) -> Money:
        """One of so many equal parts, rounded half up to a whole minor unit."""
        return Money(_whole(Decimal(self.minor) / number), self.currency)

    def percent(self, rate: Decimal) -> Money:
        """That share of the amount, rounded half up to a whole minor unit."""
        return Money(_whole(self.minor * rate / 100), self.currency)

    def tax_inside(self, rate: Decimal) -> Money:
        """The tax already contained in an amount that includes tax at that rate."""
        return Money(_whole(self.minor * rate / (100 + rate)), self.currency)

    def shared(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """The amount in whole minor units by those weights, to the last one: Hamilton's largest remainders.

        Among equal remainders the earlier one gets more. An amount up to the sum of the weights gives none
        more than its weight.
        """
        whole = sum(weights)
        if not whole:
            return tuple(Money.zero(self.currency) for _ in weights)
        shares = [divmod(self.minor * weight, whole) for weight in weights]
        over = self.minor - sum(share for share, _ in shares)
        favoured = set(sorted(range(len(shares)), key=lambda place: -shares[place][1])[:over])
        return tuple(
            Money(share + (place in favoured), self.currency) for place, (share, _) in enumerate(shares)
        )

    def decimal(self) -> str:
        """The plain number, `12.50`: what JSON, feeds and structured data carry."""
        digits = CURRENCIES.get(self.currency, 2)
        sign, figures = ("-" if self.minor < 0 else ""), str(abs(self.minor)).rjust(digits + 1, "0")
        return sign + (f"{figures[:-digits]}.{figures[-digits:]}" if digits else figures)

    def text(self, language: str) -> str:
        """The amount as a person reads it: `€1,200.50` in English, `1 200,50 €` elsewhere."""
        sign, number = ("−" if self.minor < 0 else ""), self.decimal().lstrip("-")
        whole, _, part = number.partition(".")
        if part and not int(part) and self.currency in _ROUND_PRICES:
            part = ""
        symbol = _SYMBOLS.get(self.currency, self.currency)
        if language == "en":
            gap = "" if self.currency in _SYMBOLS and self.currency != "PLN" else _SPACE
            return f"{sign}{symbol}{gap}{int(whole):,}" + (f".{part}" if part else "")
        grouped = f"{int(whole):,}".replace(",", _NARROW_SPACE)
        return f"{sign}{grouped}" + (f",{part}" if part else "") + f"{_SPACE}{symbol}"

    def _same(self, other: Money) -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not add up")
        return other.minor


#: Where shops write whole amounts without a fraction.
_ROUND_PRICES = frozenset({"RUB", "KZT", "UAH", "AMD", "UZS"})


def _whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))
