"""What is on sale: categories, products, their variants, and the offers an order is priced from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from shop.money import Money
from shop.text import Text


@dataclass(frozen=True, slots=True)
class Image:
    """A picture file in `content/images/` and what it shows."""

    file: str
    alt: Text


@dataclass(frozen=True, slots=True)
class Category:
    slug: str
    name: Text
    parent: str | None = None
    order: int = 0
    description: Text = field(default_factory=lambda: Text({}))
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class OptionValue:
    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Option:
    """Something a buyer chooses, such as a size, with its values in the owner's order."""

    id: str
    name: Text
    values: tuple[OptionValue, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that can be ordered. A product without options has exactly one."""

    sku: str
    price: Money
    was: Money | None = None
    stock: int | None = None  #: None means not counted
    options: Mapping[str, str] = field(default_factory=dict)  #: option id -> value id
    images: tuple[Image, ...] = ()
    weight: int | None = None  #: grams
    barcode: str | None = None
    counted: str = ""  #: when the stock was counted; empty where it is not told
    contents: Mapping[str, int] = field(default_factory=dict)  #: of a bundle: how many of which SKUs

    @property
    def sold_out(self) -> bool:
        return self.stock == 0


@dataclass(frozen=True, slots=True)
class Product:
    sku: str
    slug: Text
    name: Text
    category: str
    variants: tuple[Variant, ...]
    options: tuple[Option, ...] = ()
    images: tuple[Image, ...] = ()
    description: Text = field(default_factory=lambda: Text({}))
    attributes: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    brand: str | None = None
    tags: tuple[str, ...] = ()
    related: tuple[str, ...] = ()

    @property
    def sold_out(self) -> bool:
        return all(variant.sold_out for variant in self.variants)

    @property
    def from_price(self) -> Money:
        """The lowest price it can be had for."""
        return min(variant.price for variant in self.variants)

    @property
    def price_varies(self) -> bool:
        return len({variant.price for variant in self.variants}) > 1

    def variant_label(self, variant: Variant, language: str) -> str:
        """The chosen values in a few words, `Celadon, 60 ml`; empty where there is nothing to choose."""
        chosen = [
            next(value.name[language] for value in option.values if value.id == variant.options[option.id])
            for option in self.options
        ]
        return ", ".join(chosen)


@dataclass(frozen=True, slots=True)
class Part:
    """What one unit of an offer takes from a counted shelf: of its own, or of each thing in a bundle."""

    item: str  #: the SKU that is counted
    each: int  #: pieces a unit
    published: int  #: the owner's count
    counted: str = ""  #: when that was counted, as written; empty where it is not told


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant as the price list publishes it: all that is needed to price and to name a line."""

    sku: str
    name: Text
    option: Text  #: the chosen values in words, empty for a product without options
    price: Money
    parts: tuple[Part, ...]  #: empty: not counted
    weight: int | None
    path: Text  #: of the product's page
    picture: str | None  #: path of a small picture
    categories: tuple[str, ...] = ()  #: its own, then each that this one is part of
