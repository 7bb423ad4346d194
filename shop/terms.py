"""The shop's terms: languages, delivery, payment, tax, and how to reach it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from shop.money import Money
from shop.promos import Promo
from shop.statuses import DEFAULTS, Status
from shop.text import Text


@dataclass(frozen=True, slots=True)
class DeliveryRate:
    """Another price of a delivery method: for some countries, up to a weight, or both."""

    price: Money
    countries: tuple[str, ...] = ()  #: empty means any
    up_to: int | None = None  #: grams, inclusive; None means any
    free_from: Money | None = None

    def fits(self, country: str | None, weight: int) -> bool:
        return (not self.countries or country in self.countries) and (
            self.up_to is None or weight <= self.up_to
        )


@dataclass(frozen=True, slots=True)
class DeliveryMethod:
    id: str
    name: Text
    price: Money
    free_from: Money | None = None
    countries: tuple[str, ...] = ()  #: ISO 3166 codes; empty means everywhere
    address: bool = True  #: whether the buyer must say where to
    note: Text = field(default_factory=lambda: Text({}))
    rates: tuple[DeliveryRate, ...] = ()  #: the first that fits replaces price and free_from
    max_weight: int | None = None  #: grams, inclusive

    def price_for(self, goods: Money, country: str | None = None, weight: int = 0) -> Money:
        """What it costs for goods of that value after all discounts, and of that weight in grams."""
        fitting = (rate for rate in self.rates if rate.fits(country, weight))
        price, free_from = next(
            ((rate.price, rate.free_from) for rate in fitting), (self.price, self.free_from)
        )
        free = free_from is not None and goods >= free_from
        return Money.zero(goods.currency) if free else price

    def reaches(self, country: str | None) -> bool:
        return not self.countries or country is None or country in self.countries

    def carries(self, weight: int) -> bool:
        return self.max_weight is None or weight <= self.max_weight


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    id: str
    name: Text
    note: Text = field(default_factory=lambda: Text({}))


@dataclass(frozen=True, slots=True)
class Tax:
    rate: Decimal = Decimal(0)
    included: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    email: str
    phone: str | None = None
    address: Text = field(default_factory=lambda: Text({}))


@dataclass(frozen=True, slots=True)
class Rates:
    """Orders and posts that may come in an hour; 0 means no limit."""

    per_address: int = 20
    per_contact: int = 5
    per_shop: int = 500


#: When what visitors write in the open is looked at before it is shown.
ALWAYS, UNVERIFIED, NEVER = "always", "unverified", "never"
MODERATION = (ALWAYS, UNVERIFIED, NEVER)


@dataclass(frozen=True, slots=True)
class Support:
    """What time does with tickets, in days; 0 means that it does nothing."""

    remind_after: int = 7  #: a customer who was asked for something
    solve_after: int = 14  #: a ticket whose customer does not answer
    close_after: int = 4  #: a ticket that is solved
    rating: bool = True  #: whether customers are asked how it was, a day after it is solved


@dataclass(frozen=True, slots=True)
class Feedback:
    moderation: str = ALWAYS
    sites: tuple[str, ...] = ()  #: the origins of other sites that carry the widget
    review_after: int = 0  #: days after an order is complete until its customer is asked; 0: never


@dataclass(frozen=True, slots=True)
class Retention:
    """How many months what is known of people is kept after it was last needed; 0 means for good."""

    orders: int = 120
    tickets: int = 24
    posts: int = 24  #: afterwards a post stays without its author
    letters: int = 3


@dataclass(frozen=True, slots=True)
class Canned:
    """An answer that is written once and sent often."""

    name: Text
    text: Text


@dataclass(frozen=True, slots=True)
class Terms:
    """What the shop promises, published beside the prices so that functions need nothing else."""

    name: Text
    url: str
    currency: str
    languages: tuple[str, ...]
    timezone: str
    contact: Contact
    delivery: tuple[DeliveryMethod, ...]
    payment: tuple[PaymentMethod, ...]
    tax: Tax = field(default_factory=Tax)
    answer_within: int = 0  #: minutes of working time; 0 means no promise
    countries: Mapping[str, Text] = field(default_factory=dict)  #: the names of countries delivered to
    rates: Rates = field(default_factory=Rates)
    promos: tuple[Promo, ...] = ()
    #: For Monday to Sunday: minutes of opening and closing.
    hours: tuple[tuple[tuple[int, int], ...], ...] = ()
    holidays: tuple[date, ...] = ()
    statuses: Mapping[str, Status] = field(default_factory=lambda: dict(DEFAULTS))
    reasons: Mapping[str, Text] = field(default_factory=dict)  #: the shop's own reasons to cancel
    support: Support = field(default_factory=Support)
    feedback: Feedback = field(default_factory=Feedback)
    retention: Retention = field(default_factory=Retention)
    canned: tuple[Canned, ...] = ()

    def method(self, id: str) -> DeliveryMethod | None:
        return next((method for method in self.delivery if method.id == id), None)

    def status(self, name: str) -> Status:
        """What holds for that status: the shop's own decisions, else the defaults."""
        return self.statuses.get(name, DEFAULTS[name])

    def payment_method(self, id: str) -> PaymentMethod | None:
        return next((method for method in self.payment if method.id == id), None)

    def language(self, wanted: str | None) -> str:
        """The wanted language where the shop speaks it, else the shop's first."""
        return wanted if wanted in self.languages else self.languages[0]

    def path(self, language: str, page: str = "") -> str:
        """Where a page stands on the site: `/order/` in the first language, `/ru/order/` in another."""
        return ("/" if language == self.languages[0] else f"/{language}/") + (f"{page}/" if page else "")
