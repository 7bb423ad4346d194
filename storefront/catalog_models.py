"""The models of categories and products."""

from __future__ import annotations

from typing import Annotated

from pydantic import Discriminator, Field

from storefront.keys import FORM, Keys, form, one_of_forms
from storefront.kinds import (
    Attributes,
    Barcode,
    Contents,
    Count,
    Counted,
    FileName,
    Grams,
    KnownSlug,
    Markdown,
    Order,
    Price,
    Sku,
    Slug,
    Slugs,
    Text,
    Words,
)


class ImageKeys(Keys):
    """A picture with a description."""

    file: FileName = Field(description="The file in content/images/.", examples=["gaiwan-2.jpg"])
    alt: Text | None = Field(
        None, description="What it shows, for those who cannot see it; the product's name when absent.",
        examples=[{"en": "From above", "ru": "Сверху"}],
    )  # fmt: skip


Picture = Annotated[
    Annotated[FileName, form("name")] | Annotated[ImageKeys, form("keys")], one_of_forms("name", "keys")
]


class OptionValueKeys(Keys):
    """One value of an option."""

    id: Words = Field(description="Its short name, for the variants.", examples=["s"])
    name: Text = Field(description="What customers choose.", examples=[{"en": "Small", "ru": "Маленький"}])


OptionValue = Annotated[
    Annotated[Words, form("name")] | Annotated[OptionValueKeys, form("keys")], one_of_forms("name", "keys")
]


class OptionKeys(Keys):
    """Something customers choose, in the long form."""

    id: Words = Field(description="Its short name, for the variants.", examples=["size"])
    name: Text = Field(description="What customers read.", examples=[{"en": "Size", "ru": "Размер"}])
    values: tuple[OptionValue, ...] = Field(
        min_length=1, description="What there is to choose from, in this order.",
        examples=[[{"id": "s", "name": "Small"}, {"id": "l", "name": "Large"}]],
    )  # fmt: skip


OptionNames = Annotated[tuple[Words, ...], Field(min_length=1)]
ShortOptions = Annotated[dict[str, OptionNames], Field(min_length=1)]
LongOptions = Annotated[tuple[OptionKeys, ...], Field(min_length=1)]


def _options_form(value: object) -> str | None:
    return FORM + "short" if isinstance(value, dict) else FORM + "long" if isinstance(value, list) else None


Options = Annotated[
    Annotated[ShortOptions, form("short")] | Annotated[LongOptions, form("long")],
    Discriminator(_options_form),
]


class VariantKeys(Keys):
    """One combination of options on sale; what is absent is taken from the product, except stock."""

    sku: Sku = Field(description="Unique in the shop.", examples=["TP-01-S"])
    options: dict[str, Words] = Field(
        description="The chosen value of every option.", examples=[{"Size": "S"}]
    )
    price: Price | None = Field(None, description="Its own price.", examples=["56.00"])
    was: Price | None = Field(
        None,
        description="Its own previous price; the product's, while that is the higher one.",
        examples=["64.00"],
    )
    stock: Count | None = Field(
        None,
        description="How many lie free to be sold; not counted when absent.",
        examples=["2"],
    )
    counted: Counted | None = Field(
        None, description="When you counted; the product's when absent.", examples=["2026-11-25"]
    )
    images: tuple[Picture, ...] | None = Field(
        None, description="Its own pictures.", examples=[["gaiwan-l.jpg"]]
    )
    weight: Grams | None = Field(None, description="In grams.", examples=["420"])
    barcode: Barcode | None = Field(None, description="Its own barcode.", examples=["4600000000017"])


class ProductKeys(Keys):
    """A product."""

    sku: Sku = Field(description="Unique in the shop; the key of everything.", examples=["TP-01"])
    slug: Slugs | None = Field(
        None, description="Its part of the address; made from the name when absent.", examples=["gaiwan"]
    )
    name: Text = Field(description="What customers read.", examples=[{"en": "Gaiwan", "ru": "Гайвань"}])
    price: Price | None = Field(
        None,
        description="In the shop's currency; may be absent when every variant has one.",
        examples=["48.00"],
    )
    was: Price | None = Field(None, description="A previous, higher price.", examples=["60.00"])
    stock: Count | None = Field(
        None,
        description="How many lie free to be sold, without those set aside for orders that are in already;"
        " 0 is sold out; not counted when absent; with variants, write it beside each of them."
        " Orders are subtracted by themselves; after a new count write `counted:`, too.",
        examples=["7"],
    )
    counted: Counted | None = Field(
        None,
        description="When you counted `stock`. Write it anew with every new count, with the time for a second"
        " one on the same day: orders from before it are not subtracted any more.",
        examples=["2026-11-25", "2026-11-25 14:30"],
    )
    bundle: Contents | None = Field(
        None,
        description="What it is made of: SKUs of products or variants, each with how many."
        " Its stock is theirs, and its weight, too, unless you write one.",
        examples=[{"CUP-01": "2", "TP-01": "1"}],
    )
    brand: Words | None = Field(None, description="Who made it.", examples=["Hagi Kiln"])
    tags: tuple[Words, ...] = Field((), description="Words to group products by.", examples=[["new"]])
    images: tuple[Picture, ...] = Field(
        (), description="Pictures, the best one first.",
        examples=[["gaiwan-1.jpg", {"file": "gaiwan-2.jpg", "alt": "From above"}]],
    )  # fmt: skip
    attributes: Attributes | None = Field(
        None, description="Properties, or groups of them by language.",
        examples=[{"Volume": "120 ml"}, {"en": {"Volume": "120 ml"}, "ru": {"Объём": "120 мл"}}],
    )  # fmt: skip
    related: tuple[Sku, ...] = Field(
        (), description="SKUs of products that go with it.", examples=[["TP-02"]]
    )
    weight: Grams | None = Field(None, description="In grams, for delivery.", examples=["350"])
    barcode: Barcode | None = Field(None, description="EAN, UPC or GTIN.", examples=["4600000000000"])
    description: Markdown | None = Field(None, description="Any length.", examples=["Holds *two* cups."])
    options: Options | None = Field(
        None, description="What customers choose: names and values, or the long form with ids.",
        examples=[{"Size": ["S", "L"]}, [{"id": "size", "name": "Size", "values": ["S", "L"]}]],
    )  # fmt: skip
    variants: tuple[VariantKeys, ...] | None = Field(
        None, min_length=1, description="One for every combination on sale.",
        examples=[[{"sku": "TP-01-S", "options": {"Size": "S"}}]],
    )  # fmt: skip


class ProductFileKeys(ProductKeys):
    """A product in a file of its own, content/catalog/<name>.md; the text below the keys describes it."""

    category: KnownSlug = Field(description="The slug of its category.", examples=["teapots"])


class ProductTranslationKeys(Keys):
    """A product's text in another language: the keys of content/catalog/<name>.<language>.md."""

    sku: Sku = Field(description="The product's SKU.", examples=["TP-01"])


class CategoryKeys(Keys):
    """A category."""

    slug: Slug = Field(
        description="Its part of the address; products in .md files name it.", examples=["teapots"]
    )
    name: Text = Field(description="What customers read.", examples=[{"en": "Teapots", "ru": "Чайники"}])
    parent: KnownSlug | None = Field(
        None, description="The slug of the category it is part of.", examples=["tableware"]
    )
    order: Order = Field(
        0, description="Its place among its neighbours; smaller comes first.", examples=["10"]
    )
    description: Markdown | None = Field(
        None, description="A text above its products.", examples=["For *two*."]
    )
    picture: FileName | None = Field(
        None, description="A file in content/images/; the first product's picture when absent.",
        examples=["teapots.jpg"],
    )  # fmt: skip


Category = Annotated[
    Annotated[Slug, form("slug")] | Annotated[CategoryKeys, form("keys")], one_of_forms("slug", "keys")
]


class CatalogKeys(Keys):
    """A category and its products: content/catalog/<category>.yaml."""

    category: Category = Field(
        description="The category, or the slug of one that is described in another file.",
        examples=[{"slug": "teapots", "name": {"en": "Teapots", "ru": "Чайники"}}],
    )
    products: tuple[ProductKeys, ...] = Field(
        (), description="The products.", examples=[[{"sku": "TP-01", "name": "Gaiwan", "price": "48.00"}]]
    )
