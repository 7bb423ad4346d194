"""What search engines read: schema.org records of pages, as JSON-LD."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from storefront.site import Site

if TYPE_CHECKING:
    from storefront.posts import ReviewView
    from storefront.views import Choice, ProductView

_TAG = re.compile(r"<[^>]+>")
_STOCK = {True: "https://schema.org/OutOfStock", False: "https://schema.org/InStock"}
_DESCRIPTION_LENGTH = 160
_REVIEWS = 10  #: the newest, of a product


class _Named(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def url(self) -> str: ...


def plain(markup: str, length: int = _DESCRIPTION_LENGTH) -> str:
    """The first words of a text without its markup, cut between words."""
    words = " ".join(html.unescape(_TAG.sub(" ", markup)).split())
    if len(words) <= length:
        return words
    return words[: words.rindex(" ", 0, length) if " " in words[:length] else length].rstrip(" ,;—–-") + "…"


def shop(site: Site, language: str) -> Mapping[str, object]:
    terms = site.terms
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Store",
        "name": terms.name[language],
        "url": terms.url,
        "email": terms.contact.email,
        "currenciesAccepted": terms.currency,
    }
    if terms.contact.phone:
        record["telephone"] = terms.contact.phone
    if terms.contact.address:
        record["address"] = terms.contact.address[language]
    return record


def product(site: Site, view: ProductView) -> Mapping[str, object]:
    """A Product, or a ProductGroup with its variants, with an offer each."""
    record: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": view.card.name,
        "sku": view.card.sku,
        "url": site.terms.url + view.card.url,
        "description": plain(view.description, 5000),
    }
    if view.gallery:
        record["image"] = [site.terms.url + shown.picture.largest for shown in view.gallery]
    if view.card.brand:
        record["brand"] = {"@type": "Brand", "name": view.card.brand}
    record |= _said(view)
    if not view.options:
        return record | {"offers": _offer(site, view, view.choices[0])}
    return record | {
        "@type": "ProductGroup",
        "productGroupID": view.card.sku,
        "variesBy": [option.name for option in view.options],
        "hasVariant": [
            {
                "@type": "Product",
                "sku": choice.sku,
                "name": f"{view.card.name}, {choice.label}",
                "offers": _offer(site, view, choice),
            }
            for choice in view.choices
        ],
    }


def breadcrumbs(site: Site, crumbs: Sequence[_Named]) -> Mapping[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": crumb.name, "item": site.terms.url + crumb.url}
            for place, crumb in enumerate(crumbs, start=1)
        ],
    }


def _said(view: ProductView) -> Mapping[str, object]:
    """What customers say, where anybody has said anything."""
    rating = view.card.rating
    if rating is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": rating.decimal,
            "reviewCount": rating.count,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [_review(review) for review in view.reviews[:_REVIEWS]],
    }


def _review(review: ReviewView) -> Mapping[str, object]:
    record: dict[str, object] = {
        "@type": "Review",
        "reviewRating": {"@type": "Rating", "ratingValue": review.stars, "bestRating": 5, "worstRating": 1},
        "author": {"@type": "Person", "name": review.author},
        "datePublished": review.day.iso,
        "inLanguage": review.language,
        "reviewBody": review.text,
    }
    return record | ({"name": review.title} if review.title else {})


def _offer(site: Site, view: ProductView, choice: Choice) -> Mapping[str, object]:
    return {
        "@type": "Offer",
        "price": choice.price.decimal,
        "priceCurrency": site.terms.currency,
        "availability": _STOCK[choice.sold_out],
        "url": site.terms.url + view.card.url,
    }
