"""content/catalog/: categories and products, from YAML and from Markdown files."""

from __future__ import annotations

from dataclasses import dataclass, field

from shop.catalog import Category, Product
from shop.text import Text
from storefront.catalog_models import (
    CatalogKeys,
    CategoryKeys,
    ProductFileKeys,
    ProductKeys,
    ProductTranslationKeys,
)  # fmt: skip
from storefront.characters import typed_again
from storefront.fields import Context
from storefront.files import Folder
from storefront.findings import Findings
from storefront.names import is_file_name, is_misspelt
from storefront.nodes import Mapping, Scalar, Sequence, Way
from storefront.problems import Place, quoted
from storefront.products import note_references, product
from storefront.source import Source, read_front_matter, read_yaml
from storefront.translations import Named, bodies, by_base
from storefront.validation import validate

FOLDER = "catalog"


@dataclass(slots=True)
class Catalog:
    """What was read, and what was claimed even where the rest of it is wrong."""

    categories: dict[str, Category] = field(default_factory=dict)
    products: list[tuple[Product, Source, Way]] = field(default_factory=list)
    skus: dict[str, Place] = field(default_factory=dict)  #: of products and variants
    variants: dict[str, str] = field(default_factory=dict)  #: a variant's SKU -> its product's
    bundles: dict[str, str] = field(default_factory=dict)  #: a bundle's SKU -> what is in it, as written
    slugs: dict[str, Place] = field(default_factory=dict)  #: of categories
    readable: bool = True  #: whether every file could be read, so that a missing name is really missing
    whole: bool = True  #: whether every product was understood as well


class Reader:
    """Reads the files of the catalogue one after another."""

    def __init__(self, folder: Folder, context: Context, findings: Findings) -> None:
        self._folder, self._context, self._findings = folder, context, findings
        self._catalog = Catalog()
        self._described: dict[str, CategoryKeys] = {}

    def read(self) -> Catalog:
        texts = []
        for name in self._folder.names(FOLDER):
            if self._folder.is_folder(FOLDER, name):
                self._folder.report((FOLDER, name), "folder_here", folder=self._folder.shown(FOLDER) + "/")
            elif name.endswith(".yaml"):
                self._yaml(name)
            elif name.endswith(".md"):
                texts.append(name)
            elif name.endswith((".yml", ".YAML", ".YML")):
                self._folder.report((FOLDER, name), "rename_yaml", name=name.rpartition(".")[0] + ".yaml")
            else:
                self._folder.report(
                    (FOLDER, name), "unknown_file", expected="write products in .yaml or .md files"
                )
        for named in by_base(texts, self._folder.shown(FOLDER), self._context, self._findings):
            self._markdown(named)
        return self._catalog

    def _yaml(self, name: str) -> None:
        text = self._folder.text(FOLDER, name)
        path = self._folder.shown(FOLDER, name)
        source = read_yaml(path, text, self._findings.problems) if text is not None else None
        if source is None:
            self._catalog.readable = self._catalog.whole = False
            return
        category = self._category(source)
        for index in range(source.size(("products",))):
            way: Way = ("products", index)
            self._claim(source, way)
            note_references(source, way, self._findings)
            keys = validate(ProductKeys, source, self._context, self._findings.problems, at=way)
            self._add(keys, category, source, way)

    def _category(self, source: Source) -> str | None:
        keys = validate(CatalogKeys, source, self._context, self._findings.problems, apart=("products",))
        node = source.root.get("products")
        if node is not None and not isinstance(node, Sequence):
            empty = isinstance(node, Scalar) and node.empty
            problem = source.problem(("products",), "nothing" if empty else "list_expected", on_key=empty,
                                     key='"products"')  # fmt: skip
            self._findings.problems.append(problem)
        self._note_references(source)
        if keys is None:
            return self._claim_category(source)
        if isinstance(keys.category, CategoryKeys):
            self._describe(keys.category, source)
            return keys.category.slug
        return keys.category

    def _note_references(self, source: Source) -> None:
        """What a category refers to, even where the rest of it is wrong."""
        for kind, way in (("category", ("category",)), ("category", ("category", "parent")),
                          ("picture", ("category", "picture"))):  # fmt: skip
            name = source.said(way)
            if name and (is_file_name(name) if kind == "picture" else not is_misspelt(name)):
                self._findings.refer(kind, name, source, way)
        self._findings.markdown(source, ("category", "description"))

    def _claim_category(self, source: Source) -> str | None:
        """The slug of a category that is described wrongly, so that its products may still name it."""
        slug = typed_again(source.said(("category", "slug")) or "")
        if slug:
            self._catalog.slugs.setdefault(slug, source.place(("category", "slug")))
        elif source.said(("category",)) is None:
            self._catalog.readable = False
        return slug or source.said(("category",))

    def _describe(self, keys: CategoryKeys, source: Source) -> None:
        place = source.place(("category", "slug"))
        first = self._catalog.slugs.setdefault(keys.slug, place)
        known = self._described.setdefault(keys.slug, keys)
        if known != keys:
            self._findings.note(place, "category_twice", slug=quoted(keys.slug), place=first, plain=keys.slug)
        if first is not place:
            return
        self._catalog.categories[keys.slug] = Category(
            slug=keys.slug,
            name=keys.name,
            parent=keys.parent,
            order=keys.order,
            description=keys.description or Text({}),
            picture=keys.picture,
        )

    def _markdown(self, named: Named) -> None:
        base = self._front_matter(named.base)
        others = {language: self._front_matter(file) for language, file in named.others.items()}
        if base is None or None in others.values():
            self._catalog.readable = self._catalog.whole = False
            return
        self._claim(base, ())
        note_references(base, (), self._findings)
        if (category := base.said(("category",))) and not is_misspelt(category):
            self._findings.refer("category", category, base, ("category",))
        keys = validate(ProductFileKeys, base, self._context, self._findings.problems)
        sku = base.said(("sku",))
        for other in filter(None, others.values()):
            self._check_translation(other, sku)
        if keys is not None and base.body.strip() and keys.description:
            self._findings.note(base.place(("description",)), "description_twice")
        if keys is not None:
            texts = bodies(
                named, base, {key: o.body for key, o in others.items() if o}, self._context, self._findings
            )
            for source in filter(None, (base, *others.values())):
                self._findings.body(source)
            if any(text.strip() for text in texts.by_language.values()):
                keys = keys.model_copy(update={"description": texts})
        self._add(keys, keys.category if keys else None, base, ())

    def _front_matter(self, name: str) -> Source | None:
        text = self._folder.text(FOLDER, name)
        path = self._folder.shown(FOLDER, name)
        return read_front_matter(path, text, self._findings.problems) if text is not None else None

    def _check_translation(self, source: Source, sku: str | None) -> None:
        keys = validate(ProductTranslationKeys, source, self._context, self._findings.problems)
        if keys and sku and keys.sku != sku:
            self._findings.note(source.place(("sku",)), "other_sku", sku=quoted(sku), plain=sku)

    def _add(self, keys: ProductKeys | None, category: str | None, source: Source, way: Way) -> None:
        languages = self._context.languages or ()
        made = product(keys, category or "", languages, source, way, self._findings) if keys else None
        if made is None:
            self._catalog.whole = False
        elif category:
            self._catalog.products.append((made, source, way))

    def _claim(self, source: Source, way: Way) -> None:
        """Takes the SKUs written there, so that others may refer to them and none is used twice."""
        sku = self._claim_sku(source, way)
        for index in range(source.size((*way, "variants"))):
            variant = self._claim_sku(source, (*way, "variants", index), inside=sku)
            if variant and sku and variant != sku:
                self._catalog.variants[variant] = sku
        bundle = source.find((*way, "bundle"))
        if sku and isinstance(bundle, Mapping):
            self._catalog.bundles[sku] = ", ".join(key.text for key, _ in bundle.entries)

    def _claim_sku(self, source: Source, way: Way, inside: str | None = None) -> str | None:
        sku = typed_again(source.said((*way, "sku")) or "")
        if sku:
            place = source.place((*way, "sku"))
            first = self._catalog.skus.setdefault(sku, place)
            if first is not place:
                self._findings.note(place, "sku_twice", sku=quoted(sku), place=first)
        return sku or None


def read(folder: Folder, context: Context, findings: Findings) -> Catalog:
    """Every category and product, with the mistakes among them noted."""
    return Reader(folder, context, findings).read()
