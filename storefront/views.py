"""What templates receive: records in one language, with nothing left to compute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from storefront.pictures import Picture
from storefront.posts import Rating, ReviewView


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture with its description."""

    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class Price:
    """A price as people and as machines read it."""

    text: str
    decimal: str
    was: str | None = None
    from_: bool = False
    lowest: str | None = None  #: of the 30 days before the reduction, where it is known


@dataclass(frozen=True, slots=True)
class Card:
    """A product in a list."""

    sku: str
    name: str
    brand: str | None
    url: str
    price: Price
    image: Shown | None
    badge: str | None  #: sold_out, reduced, new or None: names of words
    rating: Rating | None = None  #: None where nobody has said anything


@dataclass(frozen=True, slots=True)
class Choice:
    """A variant a visitor can order."""

    sku: str
    label: str
    price: Price
    sold_out: bool
    stock_text: str  #: how much there is, in words
    most: int  #: how many may be ordered at once
    values: Mapping[str, str]  #: option id -> value id
    image: int | None  #: its place in the gallery


@dataclass(frozen=True, slots=True)
class Content:
    """Something in a bundle."""

    name: str
    url: str
    quantity: int
    image: Shown | None


@dataclass(frozen=True, slots=True)
class OptionView:
    id: str
    name: str
    values: tuple[tuple[str, str], ...]  #: value id, its name


@dataclass(frozen=True, slots=True)
class ProductView:
    """A product on its own page."""

    card: Card
    gallery: tuple[Shown, ...]
    choices: tuple[Choice, ...]
    options: tuple[OptionView, ...]
    attributes: tuple[tuple[str, str], ...]
    description: Markup
    left_words: tuple[str, ...]  #: how it is said that one, two … are left, for as long as that is said
    related: tuple[Card, ...]
    contents: tuple[Content, ...] = ()  #: of a bundle
    one_by_one: str | None = None  #: what its contents cost, where that is more
    reviews: tuple[ReviewView, ...] = ()  #: the newest first

    @property
    def first(self) -> Choice:
        """The choice made for a visitor: the first that can be had."""
        return next((choice for choice in self.choices if not choice.sold_out), self.choices[0])

    @property
    def price(self) -> Price:
        """What stands beside the name: of everything while there is something to choose."""
        return self.card.price if self.options else self.first.price


@dataclass(frozen=True, slots=True)
class CategoryView:
    slug: str
    name: str
    url: str
    image: Shown | None
    count: int
    children: tuple[CategoryView, ...] = ()
