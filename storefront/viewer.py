"""From the shop's records to what templates receive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from markupsafe import Markup

from shop import limits
from shop.bundles import one_by_one, variants_of
from shop.catalog import Category, Image, Product, Variant
from shop.text import Text
from storefront.board import board_of
from storefront.pictures import Picture
from storefront.posts import Posts, reviews_by_product
from storefront.site import Site
from storefront.urls import PRIVACY, OwnerLinks, Urls
from storefront.views import Card, CategoryView, Choice, Content, OptionView, Price, ProductView, Shown
from storefront.words import Words

#: From so few pieces on a product says how many are left.
_FEW = 3


class Viewer:
    """Turns a site's records into views of one language."""

    def __init__(
        self, site: Site, words: Words, pictures: Mapping[str, Picture], markdown: Callable[[str], str]
    ) -> None:
        self.site, self.words, self.language = site, words, words.language
        self.urls = Urls(site.terms.languages)
        self._pictures, self._markdown = pictures, markdown
        self._by_sku = {product.sku: product for product in site.products}
        self._variants = variants_of(site.products)
        self._product_of = {v.sku: product for product in site.products for v in product.variants}
        self._cards: dict[str, Card] = {}
        self._members = _members(site)
        self._links = OwnerLinks(self.urls, site.products)
        self.board = board_of(site.said.ideas)
        self.posts = Posts(site.said.ideas, self.board, site.terms, words)
        self._reviews = reviews_by_product(site.said.reviews, site.products)

    @property
    def privacy(self) -> str:
        """Where the page about personal data stands; empty where the owner has written none."""
        written = any(page.slug == PRIVACY for page in self.site.pages)
        return self.urls.page(self.language, PRIVACY) if written else ""

    def card(self, product: Product) -> Card:
        if product.sku not in self._cards:
            self._cards[product.sku] = self._card(product)
        return self._cards[product.sku]

    def cards(self, skus: Sequence[str]) -> tuple[Card, ...]:
        return tuple(self.card(self._by_sku[sku]) for sku in skus)

    def tagged(self, tag: str, limit: int) -> tuple[Card, ...]:
        return tuple(self.card(product) for product in self.site.products if tag in product.tags)[:limit]

    def product(self, product: Product) -> ProductView:
        images = gallery(product)
        return ProductView(
            card=self.card(product),
            gallery=tuple(self.shown(image) for image in images),
            choices=tuple(self._choice(product, variant, images) for variant in product.variants),
            options=tuple(
                OptionView(
                    o.id, o.name[self.language], tuple((v.id, v.name[self.language]) for v in o.values)
                )
                for o in product.options
            ),
            attributes=tuple(self._attributes(product)),
            description=self.markdown(product.description[self.language]),
            related=self.cards([sku for sku in product.related if sku != product.sku]),
            left_words=tuple(self.words("left", n=left) for left in range(1, _FEW + 1)),
            contents=tuple(self._contents(product)),
            one_by_one=self._one_by_one(product.variants[0]),
            reviews=tuple(self.posts.review(review) for review in self._reviews.get(product.sku, ())),
        )

    def category(self, category: Category) -> CategoryView:
        products = self.products_in(category)
        return CategoryView(
            slug=category.slug,
            name=category.name[self.language],
            url=self.urls.category(self.language, category),
            image=self._category_image(category, products),
            count=len(products),
            children=tuple(self.category(child) for child in self.children(category.slug)),
        )

    def children(self, slug: str | None) -> list[Category]:
        return [category for category in self.site.categories if category.parent == slug]

    def products_in(self, category: Category) -> list[Product]:
        """The products of a category and of all below it."""
        return self._members[category.slug]

    def shown(self, image: Image) -> Shown:
        return Shown(self._pictures[image.file], image.alt[self.language])

    def picture(self, file: str, alt: str = "") -> Shown:
        return Shown(self._pictures[file], alt)

    def markdown(self, source: str) -> Markup:
        return Markup(self._markdown(source))

    def price(self, variant: Variant, from_: bool = False) -> Price:
        price, was, lowest = variant.price, variant.was, self.site.lowest.get(variant.sku)
        return Price(
            text=price.text(self.language),
            decimal=price.decimal(),
            was=was.text(self.language) if was else None,
            from_=from_,
            lowest=lowest.text(self.language) if was and lowest else None,
        )

    def argument(self, name: str, value: object) -> object:
        """What an owner wrote for a section, as its macro shows it; the argument's name gives it meaning."""
        if isinstance(value, Text):
            return self.markdown(value[self.language]) if name == "text" else value[self.language]
        if name == "picture":
            return self.picture(str(value))
        if name == "link":
            return self._links.to(self.language, str(value))
        if name == "products" and isinstance(value, tuple):
            return self.cards(value)
        if name == "categories" and isinstance(value, tuple):
            by_slug = {category.slug: category for category in self.site.categories}
            return tuple(self.category(by_slug[slug]) for slug in value)
        if name == "items" and isinstance(value, tuple):
            return tuple({key: self.argument(key, words) for key, words in item.items()} for item in value)
        return value

    def _card(self, product: Product) -> Card:
        images = gallery(product)
        cheapest = min(product.variants, key=lambda variant: variant.price)
        return Card(
            sku=product.sku,
            name=product.name[self.language],
            brand=product.brand,
            url=self.urls.product(self.language, product),
            price=self.price(cheapest, product.price_varies),
            image=self.shown(images[0]) if images else None,
            badge=_badge(product),
            rating=self.posts.rating(self._reviews.get(product.sku, ())),
        )

    def _choice(self, product: Product, variant: Variant, images: Sequence[Image]) -> Choice:
        return Choice(
            sku=variant.sku,
            label=product.variant_label(variant, self.language),
            price=self.price(variant),
            sold_out=variant.sold_out,
            stock_text=self._stock(variant.stock),
            most=limits.QUANTITY if variant.stock is None else min(variant.stock, limits.QUANTITY),
            values=variant.options,
            image=images.index(variant.images[0]) if variant.images else None,
        )

    def _contents(self, product: Product) -> Iterator[Content]:
        for sku, quantity in product.variants[0].contents.items():
            held, variant = self._product_of[sku], self._variants[sku]
            label = held.variant_label(variant, self.language)
            images = variant.images or gallery(held)
            yield Content(
                name=f"{held.name[self.language]}, {label}" if label else held.name[self.language],
                url=self.urls.product(self.language, held),
                quantity=quantity,
                image=self.picture(images[0].file) if images else None,
            )

    def _one_by_one(self, variant: Variant) -> str | None:
        if not variant.contents or (apart := one_by_one(variant, self._variants)) <= variant.price:
            return None
        return apart.text(self.language)

    def _stock(self, left: int | None) -> Markup:
        if left is None:
            return self.words("made_to_order")
        if left == 0:
            return self.words("sold_out")
        return self.words("left", n=left) if left <= _FEW else self.words("in_stock")

    def _attributes(self, product: Product) -> Sequence[tuple[str, str]]:
        attributes = product.attributes
        return attributes.get(self.language) or attributes.get("*") or ()

    def _category_image(self, category: Category, products: Sequence[Product]) -> Shown | None:
        if category.picture:
            return self.picture(category.picture)
        pictured = next((gallery(product) for product in products if gallery(product)), None)
        return Shown(self._pictures[pictured[0].file], "") if pictured else None


def gallery(product: Product) -> tuple[Image, ...]:
    """All pictures of a product and its variants, each once."""
    images = [*product.images, *(image for variant in product.variants for image in variant.images)]
    return tuple({image.file: image for image in images}.values())


def _badge(product: Product) -> str | None:
    if product.sold_out:
        return "sold_out"
    if any(variant.was for variant in product.variants):
        return "reduced"
    return "new" if "new" in product.tags else None


def _members(site: Site) -> dict[str, list[Product]]:
    parents = {category.slug: category.parent for category in site.categories}
    members: dict[str, list[Product]] = {slug: [] for slug in parents}
    for product in site.products:
        above: str | None = product.category
        while above is not None:
            members[above].append(product)
            above = parents[above]
    return members
