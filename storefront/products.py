"""One product: from what was written to the record, with the rules inside it."""

from __future__ import annotations

from shop.catalog import Image, Option, OptionValue, Product, Variant
from shop.money import Money
from shop.text import EVERY, Text
from storefront import bundles
from storefront.catalog_models import ImageKeys, OptionKeys, OptionValueKeys, ProductKeys, VariantKeys
from storefront.findings import Findings
from storefront.names import is_file_name, is_sku
from storefront.nodes import Way
from storefront.problems import quoted
from storefront.slugs import slug
from storefront.source import Source
from storefront.wording import near


def product(
    keys: ProductKeys, category: str, languages: tuple[str, ...], source: Source, at: Way, findings: Findings
) -> Product | None:
    """The product, or None where its parts contradict each other."""
    before = len(findings.problems)
    options = _options(keys, source, at, findings)
    _check_variants(keys, options, source, at, findings)
    if keys.variants and len(findings.problems) == before:
        _check_use(keys.variants, options, source, at, findings)
    if len(findings.problems) > before:
        return None
    attributes = keys.attributes or {}
    return Product(
        sku=keys.sku,
        slug=keys.slug or _slug(keys),
        name=keys.name,
        category=category,
        variants=_variants(keys, source, at, findings),
        options=options,
        images=_images(keys.images, keys.name),
        description=keys.description or Text({}),
        attributes={language: attributes.get(language) or attributes[EVERY] for language in languages}
        if attributes
        else {},
        brand=keys.brand,
        tags=keys.tags,
        related=keys.related,
    )


def _slug(keys: ProductKeys) -> Text:
    fallback = slug(keys.sku) or "product"
    return Text({language: slug(said) or fallback for language, said in keys.name.by_language.items()})


def _images(given: tuple[str | ImageKeys, ...], name: Text) -> tuple[Image, ...]:
    return tuple(
        Image(image.file, image.alt or name) if isinstance(image, ImageKeys) else Image(image, name)
        for image in given
    )


def _options(keys: ProductKeys, source: Source, at: Way, findings: Findings) -> tuple[Option, ...]:
    if isinstance(keys.options, dict):
        options = tuple(
            Option(name, Text.plain(name), tuple(map(_value, values)))
            for name, values in keys.options.items()
        )
    else:
        options = tuple(_option(option) for option in keys.options or ())
    seen: set[str] = set()
    for index, option in enumerate(options):
        step = option.id if isinstance(keys.options, dict) else index
        if option.id in seen:
            findings.note(source.place((*at, "options", step)), "repeated", text=quoted(option.id))
        seen.add(option.id)
        ids = [value.id for value in option.values]
        for value in sorted({id for id in ids if ids.count(id) > 1}):
            findings.note(source.place((*at, "options", step)), "repeated", text=quoted(value))
    return options


def _option(keys: OptionKeys) -> Option:
    return Option(keys.id, keys.name, tuple(map(_value, keys.values)))


def _value(keys: str | OptionValueKeys) -> OptionValue:
    if isinstance(keys, OptionValueKeys):
        return OptionValue(keys.id, keys.name)
    return OptionValue(keys, Text.plain(keys))


def _variants(keys: ProductKeys, source: Source, at: Way, findings: Findings) -> tuple[Variant, ...]:
    if not keys.variants:
        assert keys.price is not None
        return (
            Variant(
                sku=keys.sku,
                price=keys.price,
                was=keys.was,
                stock=keys.stock,
                weight=keys.weight,
                barcode=keys.barcode,
                counted=keys.counted or "",
                contents=keys.bundle or {},
            ),
        )
    return tuple(_variant(variant, keys) for variant in keys.variants)


def _variant(keys: VariantKeys, product: ProductKeys) -> Variant:
    price = product.price if keys.price is None else keys.price
    assert price is not None
    return Variant(
        sku=keys.sku,
        price=price,
        was=keys.was or _inherited_was(product.was, price),
        stock=keys.stock,
        options=keys.options,
        images=_images(keys.images or (), product.name),
        weight=product.weight if keys.weight is None else keys.weight,
        barcode=keys.barcode or product.barcode,
        counted=(keys.counted or product.counted or "") if keys.stock is not None else "",
    )


def _inherited_was(was: Money | None, price: Money) -> Money | None:
    """A product's previous price also counts for a dearer variant only while it is the higher one."""
    return was if was is not None and was > price else None


def _check_variants(
    keys: ProductKeys, options: tuple[Option, ...], source: Source, at: Way, findings: Findings
) -> None:
    if keys.was is not None and keys.price is not None and keys.was <= keys.price:
        findings.note(source.place((*at, "was")), "was")
    variants = keys.variants or ()
    if options and not variants:
        findings.note(source.place((*at, "options")), "options_alone")
    if variants and not options:
        findings.note(source.place((*at, "variants")), "variants_alone")
    if keys.price is None and (not variants or any(variant.price is None for variant in variants)):
        findings.note(source.place(at), "no_price")
    if variants and keys.stock is not None:
        findings.note(source.place((*at, "stock")), "stock_with_variants")
    _check_counted(keys, source, at, findings)
    bundles.check(keys, source, at, findings)
    taken: dict[tuple[str, ...], int] = {}
    for index, variant in enumerate(variants):
        way = (*at, "variants", index)
        price = variant.price if variant.price is not None else keys.price
        if variant.was is not None and price is not None and variant.was <= price:
            findings.note(source.place((*way, "was")), "was")
        if options:
            _check_choice(variant, options, taken, source, way, findings)


def _check_counted(keys: ProductKeys, source: Source, at: Way, findings: Findings) -> None:
    """A count has a number; that of a product may stand for its variants that have one."""
    variants = keys.variants or ()
    numbers = [keys.stock, *(variant.stock for variant in variants)]
    if keys.counted and not keys.bundle and all(number is None for number in numbers):
        findings.note(source.place((*at, "counted")), "counted_alone")
    for index, variant in enumerate(variants):
        if variant.counted and variant.stock is None:
            findings.note(source.place((*at, "variants", index, "counted")), "counted_alone")


def _check_use(
    variants: tuple[VariantKeys, ...], options: tuple[Option, ...], source: Source, at: Way,
    findings: Findings,
) -> None:  # fmt: skip
    """No value may be offered that leads to no variant."""
    for number, option in enumerate(options):
        chosen = {variant.options.get(option.id) for variant in variants}
        step: Way = (number, "values") if source.size((*at, "options")) else (option.id,)
        for index, value in enumerate(option.values):
            if value.id not in chosen:
                place = source.place((*at, "options", *step, index))
                findings.note(place, "unused_value", option=quoted(option.id), value=quoted(value.id))


def _check_choice(
    variant: VariantKeys,
    options: tuple[Option, ...],
    taken: dict[tuple[str, ...], int],
    source: Source,
    way: Way,
    findings: Findings,
) -> None:
    ids = [option.id for option in options]
    for chosen in variant.options:
        if chosen not in ids:
            hint = near(chosen, ids) or f"the options are {', '.join(ids)}"
            problem = source.problem((*way, "options", chosen), "unknown_option", on_key=True,
                                     option=quoted(chosen), near=hint)  # fmt: skip
            findings.problems.append(problem)
    for option in options:
        values = [value.id for value in option.values]
        choice = variant.options.get(option.id)
        listed = ", ".join(values)
        if choice is None:
            findings.note(source.place((*way, "options")), "missing_option", option=option.id, values=listed)
        elif choice not in values:
            place = source.place((*way, "options", option.id))
            findings.note(
                place, "unknown_value", value=quoted(choice), option=quoted(option.id), values=listed
            )
    combination = tuple(variant.options.get(id, "") for id in ids)
    place = source.place((*way, "options"))
    if combination in taken:
        findings.note(place, "same_options", line=taken[combination])
    taken.setdefault(combination, place.line)


def note_references(source: Source, at: Way, findings: Findings) -> None:
    """Remembers the pictures, products and texts a product names, even where the rest of it is wrong."""
    _refer_images(source, (*at, "images"), findings)
    for index in range(source.size((*at, "variants"))):
        _refer_images(source, (*at, "variants", index, "images"), findings)
    for index in range(source.size((*at, "related"))):
        way = (*at, "related", index)
        sku = source.said(way)
        if sku and sku == source.said((*at, "sku")):
            findings.note(source.place(way), "related_self")
        elif sku and is_sku(sku):
            findings.refer("product", sku, source, way)
    bundles.note_references(source, at, findings)
    findings.markdown(source, (*at, "description"))


def _refer_images(source: Source, way: Way, findings: Findings) -> None:
    for index in range(source.size(way)):
        named = (*way, index, "file")
        place = named if source.find(named) else (*way, index)
        if (file := source.said(place)) and is_file_name(file):
            findings.refer("picture", file, source, place)
