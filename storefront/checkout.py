"""What the checkout page offers: ways of delivery and payment, countries, and how tax is named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from shop.terms import DeliveryMethod, PaymentMethod, Terms
from storefront.words import Words


@dataclass(frozen=True, slots=True)
class DeliveryView:
    id: str
    name: str
    note: str
    price_text: str
    address: bool  #: whether it asks where to
    countries: tuple[str, ...]  #: codes; empty means everywhere


@dataclass(frozen=True, slots=True)
class PaymentView:
    id: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class CheckoutView:
    delivery: tuple[DeliveryView, ...]
    payment: tuple[PaymentView, ...]
    countries: tuple[tuple[str, str], ...]  #: code and name of everywhere it is delivered to
    country: str  #: the one chosen for a visitor
    tax_added: str  #: how tax on top of the prices is named; empty where there is none
    tax_included: str  #: the same for tax inside them
    takes_codes: bool  #: whether any promo has a code


def checkout(terms: Terms, words: Words) -> CheckoutView:
    """The shop's terms in the language of the words."""
    language, tax = words.language, terms.tax
    named = [(code, name[language]) for code, name in terms.countries.items()]
    reached = [country for method in terms.delivery for country in method.countries]
    return CheckoutView(
        delivery=tuple(_delivery(method, words) for method in terms.delivery),
        payment=tuple(_payment(method, language) for method in terms.payment),
        countries=tuple(sorted(named, key=lambda pair: pair[1].casefold())),
        country=next(iter(reached), ""),
        tax_added="" if tax.included else _tax("tax_added", tax.rate, words),
        tax_included=_tax("tax_included", tax.rate, words) if tax.included else "",
        takes_codes=any(promo.code for promo in terms.promos),
    )


def _delivery(method: DeliveryMethod, words: Words) -> DeliveryView:
    language = words.language
    return DeliveryView(
        id=method.id,
        name=method.name[language],
        note=method.note[language],
        price_text=method.price.text(language) if method.price else words("free"),
        address=method.address,
        countries=method.countries,
    )


def _payment(method: PaymentMethod, language: str) -> PaymentView:
    return PaymentView(method.id, method.name[language], method.note[language])


def _tax(name: str, rate: Decimal, words: Words) -> str:
    return words(name, rate=rate) if rate else ""
