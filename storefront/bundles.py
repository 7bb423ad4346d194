"""`bundle:` of a product: what it may stand beside, and what it refers to."""

from __future__ import annotations

from storefront.catalog_models import ProductKeys
from storefront.findings import Findings, Reference
from storefront.names import is_sku
from storefront.nodes import Mapping, Scalar, Way
from storefront.problems import quoted
from storefront.source import Source

#: The kind of a reference from a bundle to what is in it.
PART = "part"


def check(keys: ProductKeys, source: Source, at: Way, findings: Findings) -> None:
    """A bundle is one thing without a shelf of its own."""
    if not keys.bundle:
        return
    if keys.variants or keys.options:
        findings.note(source.place((*at, "variants" if keys.variants else "options")), "bundle_variants")
    for key in ("stock", "counted"):
        if getattr(keys, key) is not None:
            findings.note(source.place((*at, key)), "bundle_stock", key=key)


def note_references(source: Source, at: Way, findings: Findings) -> None:
    """Remembers the SKUs a bundle names, even where the rest of it is wrong."""
    bundle = source.find((*at, "bundle"))
    for key, value in bundle.entries if isinstance(bundle, Mapping) else ():
        if isinstance(value, Scalar) and value.empty:
            continue  # a word that a comma cut off, most often
        place = source.key_place((*at, "bundle", key.text))
        if key.text == source.said((*at, "sku")):
            findings.note(place, "bundle_self", sku=quoted(key.text))
        elif is_sku(key.text):
            findings.references.append(Reference(PART, key.text, place))
