"""What can only be judged when everything has been read: one shop, no contradictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from shop.catalog import Category, Product
from shop.text import EVERY
from storefront import urls
from storefront.bundles import PART
from storefront.catalog import Catalog
from storefront.fields import Context
from storefront.files import Folder
from storefront.findings import Findings, Reference
from storefront.images import Images
from storefront.markup import Markup
from storefront.nodes import Way
from storefront.pages import Pages
from storefront.problems import Place, Problem, quoted
from storefront.source import Source
from storefront.wording import near

#: After so many wrong guesses no more are offered: comparing with every name of a large shop takes time.
_MOST_GUESSES = 50


class Checks:
    """Looks up everything that files refer to."""

    def __init__(
        self, folder: Folder, context: Context, findings: Findings, catalog: Catalog, pages: Pages,
        images: Images,
    ) -> None:  # fmt: skip
        self.text_pictures: set[str] = set()
        self._folder, self._context, self._findings = folder, context, findings
        self._catalog, self._pages = catalog, pages
        self._images = images
        self._guesses = 0
        self._products = set(catalog.skus) - set(catalog.variants)
        self._tags = {tag for product, _, _ in catalog.products for tag in product.tags}
        self._languages = context.languages or (EVERY,)

    def run(self) -> None:
        self._check_presence()
        self._check_cycles()
        self._check_slugs()
        self._check_texts()
        for reference in self._findings.references:
            self._look_up(reference)

    def _check_presence(self) -> None:
        if urls.HOME not in self._pages.slugs:
            self._findings.note(Place(self._folder.shown("pages", "home.md"), 1, 1), "no_home")
        if self._catalog.readable and not self._catalog.slugs:
            place = Place(self._folder.shown("catalog"), 1, 1)
            self._findings.note(place, "no_catalog", folder=self._folder.shown("catalog"))

    def _check_cycles(self) -> None:
        parents = {slug: category.parent for slug, category in self._catalog.categories.items()}
        safe: set[str | None] = {None}
        for slug in parents:
            path: list[str] = []
            above: str | None = slug
            while above not in safe and above in parents and above not in path:
                path.append(above)
                above = parents[above]
            if above in path:
                loop = path[path.index(above) :]
                first = min(loop)
                self._findings.note(
                    self._catalog.slugs[first], "cycle", slug=quoted(first), loop=", ".join(sorted(loop))
                )
            safe.update(path)

    def _check_slugs(self) -> None:
        """Every product has an address of its own in every language."""
        taken: dict[tuple[str, str], tuple[Product, Source, Way]] = {}
        for product, source, way in self._catalog.products:
            for language in self._languages:
                slug = product.slug[language]
                first, *_ = taken.setdefault((language, slug), (product, source, way))
                if first is not product and first.sku != product.sku:
                    written = source.node((*way, "slug")) is not source.node(way)
                    place = source.place((*way, "slug" if written else "name"))
                    self._findings.note(place, "slug_twice", slug=quoted(slug), other=first.sku)
                    break

    def _check_texts(self) -> None:
        markup = Markup(lambda path: path, lambda file, alt: "")
        for prose in self._findings.prose:
            seen = markup.examine(prose.text)
            for line, message, hint in seen.faults:
                place = prose.at(line)
                self._findings.problems.append(Problem(place.path, place.line, place.column, message, hint))
            for line, target in seen.links:
                self._findings.references.append(Reference("link", target, prose.at(line)))
            for line, file in seen.pictures:
                self._findings.references.append(Reference("picture", file, prose.at(line)))
                self.text_pictures.add(file)

    def _look_up(self, reference: Reference) -> None:
        if reference.kind == "picture":
            self._images.check(reference.name, reference.place)
        elif reference.kind == "product":
            self._look_up_product(reference)
        elif reference.kind == PART:
            self._look_up_part(reference)
        elif reference.kind == "sku":
            self._look_up_sku(reference)
        elif reference.kind == "category":
            self._look_up_category(reference)
        elif reference.kind == "tag":
            self._look_up_tag(reference)
        else:
            self._look_up_link(reference)

    def _look_up_product(self, reference: Reference) -> None:
        sku = reference.name
        if sku in self._catalog.variants:
            product = self._catalog.variants[sku]
            self._findings.note(reference.place, "variant_sku", sku=quoted(sku), product=product)
        elif sku not in self._products and self._catalog.readable:
            self._findings.note(
                reference.place, "unknown_sku", sku=quoted(sku), near=self._near(sku, self._products)
            )

    def _look_up_part(self, reference: Reference) -> None:
        """What is in a bundle can be ordered by itself, and is no bundle."""
        sku, catalog, note = reference.name, self._catalog, self._findings.note
        variants = [variant for variant, product in catalog.variants.items() if product == sku]
        if sku in catalog.bundles:
            note(reference.place, "bundle_in_bundle", sku=quoted(sku), contents=catalog.bundles[sku])
        elif variants:
            note(reference.place, "bundle_of_options", sku=quoted(sku), variants=", ".join(variants[:20]))
        elif sku not in catalog.skus and catalog.readable:
            note(reference.place, "no_part", sku=quoted(sku), near=self._near(sku, set(catalog.skus)))

    def _look_up_sku(self, reference: Reference) -> None:
        sku = reference.name
        if sku not in self._catalog.skus and self._catalog.readable:
            near = self._near(sku, set(self._catalog.skus))
            self._findings.note(reference.place, "unknown_sku", sku=quoted(sku), near=near)

    def _look_up_category(self, reference: Reference) -> None:
        slug = reference.name
        if slug not in self._catalog.slugs and self._catalog.readable:
            known = f"there are {', '.join(sorted(self._catalog.slugs)[:20])}" if self._catalog.slugs else ""
            hint = self._near(slug, set(self._catalog.slugs)) or known
            self._findings.note(reference.place, "unknown_category", slug=quoted(slug), near=hint)

    def _look_up_tag(self, reference: Reference) -> None:
        tag = reference.name
        if tag not in self._tags and self._catalog.whole:
            known = f"the tags in use are {', '.join(sorted(self._tags)[:20])}" if self._tags else ""
            hint = self._near(tag, self._tags) or known or 'write "tags:" for some products'
            self._findings.note(reference.place, "unknown_tag", tag=quoted(tag), near=hint)

    def _look_up_link(self, reference: Reference) -> None:
        path = reference.name.partition("#")[0].partition("?")[0]
        if path not in self._paths and (
            self._catalog.whole or not path.startswith((urls.PRODUCT, urls.CATALOG))
        ):
            hint = self._near(path, self._paths) or "write it like /delivery/"
            self._findings.note(reference.place, "unknown_page", link=quoted(path), near=hint)

    @cached_property
    def _paths(self) -> set[str]:
        """Every address of the shop in its first language, which is how links are written."""
        first = urls.Urls(self._languages)
        language = self._languages[0]
        return {
            urls.CATALOG,
            urls.BASKET,
            urls.CHECKOUT,
            urls.ORDER,
            urls.FIND,
            urls.SUPPORT,
            urls.TICKET,
            urls.FEEDBACK,
            *(first.page(language, slug) for slug in self._pages.slugs),
            *(f"{urls.CATALOG}{slug}/" for slug in self._catalog.slugs),
            *(first.product(language, product) for product, _, _ in self._catalog.products),
        }

    def _near(self, wrong: str, choices: set[str]) -> str:
        self._guesses += 1
        return near(wrong, sorted(choices)) if self._guesses <= _MOST_GUESSES else ""


def ordered(categories: Mapping[str, Category]) -> tuple[Category, ...]:
    """Parents before their children, neighbours by the owner's order."""
    children: dict[str | None, list[Category]] = {}
    for category in sorted(categories.values(), key=lambda category: category.order):
        children.setdefault(category.parent, []).append(category)
    return tuple(_below(children, None))


def _below(children: Mapping[str | None, list[Category]], parent: str | None) -> Iterator[Category]:
    waiting = list(reversed(children.get(parent, [])))
    while waiting:
        category = waiting.pop()
        yield category
        waiting.extend(reversed(children.get(category.slug, [])))
