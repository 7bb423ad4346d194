"""The price list as the storefront publishes it and the functions read it.

    prices/index.json               Index: terms, digest, and the name of every shard
    prices/<number>-<digest>.json   Shard: the offers whose SKU falls into it

A shard's name carries its content's digest, so an index and its shards can never disagree.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from shop.catalog import Offer
from shop.terms import Terms

FOLDER = "prices"
INDEX = f"{FOLDER}/index.json"

#: Of the shape below; a reader that knows another one must not guess.
VERSION = 2


@dataclass(frozen=True, slots=True)
class Index:
    digest: str  #: of all shards and the terms; what pages, quotes and orders carry
    terms: Terms
    shards: tuple[str, ...]  #: file names by shard number
    assets: str  #: path of the folder with the pages' styles, for pages that functions answer with
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Shard:
    offers: Mapping[str, Offer]


@dataclass(frozen=True, slots=True)
class PriceBook:
    """The part of a price list that one basket needs."""

    digest: str
    terms: Terms
    offers: Mapping[str, Offer]
    assets: str


def shard_of(sku: str, count: int) -> int:
    """The number of the shard an SKU falls into."""
    return int.from_bytes(hashlib.sha256(sku.encode()).digest()[:4], "big") % count


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
