"""The price list: what the functions price orders from, made by the same run as the pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from shop.bundles import parts_of, variants_of
from shop.catalog import Offer, Product
from shop.published import FOLDER, INDEX, Index, Shard, digest_of, shard_of
from shop.text import Text
from storefront.pictures import Picture
from storefront.site import Site
from storefront.urls import Urls
from storefront.viewer import gallery

#: A basket reads one shard a line at most; this keeps a shard to some 20 kB.
_OFFERS_PER_SHARD = 64


def offers(site: Site, pictures: Mapping[str, Picture]) -> Iterator[Offer]:
    urls, known = Urls(site.terms.languages), variants_of(site.products)
    parents = {category.slug: category.parent for category in site.categories}
    for product in site.products:
        path = Text({language: urls.product(language, product) for language in site.terms.languages})
        categories = tuple(_up(product.category, parents))
        for variant in product.variants:
            images = variant.images or gallery(product)
            yield Offer(
                sku=variant.sku,
                name=product.name,
                option=_option(product, variant.sku, site.terms.languages),
                price=variant.price,
                parts=parts_of(variant, known),
                weight=variant.weight,
                path=path,
                picture=pictures[images[0].file].smallest if images else None,
                categories=categories,
            )


def write(site: Site, pictures: Mapping[str, Picture], assets: str, folder: Path) -> Index:
    """Writes the index and its shards below a site's folder; the index is what it returns."""
    all_offers = list(offers(site, pictures))
    count = max(1, -(-len(all_offers) // _OFFERS_PER_SHARD))
    shards: list[dict[str, Offer]] = [{} for _ in range(count)]
    for offer in all_offers:
        shards[shard_of(offer.sku, count)][offer.sku] = offer

    (folder / FOLDER).mkdir(parents=True)
    names = []
    digest = hashlib.sha256(_json(site.terms))
    for number, held in enumerate(shards):
        content = _json(Shard(held))
        digest.update(content)
        names.append(f"{number:04x}-{digest_of(content)[:16]}.json")
        (folder / FOLDER / names[-1]).write_bytes(content)
    index = Index(digest.hexdigest(), site.terms, tuple(names), assets)
    (folder / INDEX).write_bytes(_json(index))
    return index


def _up(category: str, parents: Mapping[str, str | None]) -> Iterator[str]:
    """The category and each that it is part of."""
    above: str | None = category
    while above is not None:
        yield above
        above = parents[above]


def _option(product: Product, sku: str, languages: tuple[str, ...]) -> Text:
    variant = next(variant for variant in product.variants if variant.sku == sku)
    if not product.options:
        return Text({})
    return Text({language: product.variant_label(variant, language) for language in languages})


def _json(record: object) -> bytes:
    return msgspec.json.encode(record, order="deterministic")
