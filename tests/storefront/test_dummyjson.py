"""Somebody else's catalogue through our reader and generator: 194 products in 24 categories."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from shop.published import INDEX, Index, Shard
from storefront import starter
from storefront.generator import Generator
from storefront.slugs import slug
from tests.evidence.figures import note

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = ROOT.parent / "shared" / "data" / "dummyjson" / "products.json"


@pytest.fixture(scope="module")
def products() -> list[dict[str, Any]]:
    if not PRODUCTS.exists():
        pytest.skip("the DummyJSON products are not beside this checkout")
    found: list[dict[str, Any]] = json.loads(PRODUCTS.read_text(encoding="utf-8"), parse_float=str)
    return found


def converted(product: dict[str, Any], addresses: Counter[str]) -> dict[str, Any]:
    size = product["dimensions"]
    record = {
        "sku": product["sku"],
        "name": product["title"],
        "price": product["price"],
        "stock": product["stock"],
        "tags": product["tags"],
        "weight": product["weight"],
        "description": product["description"],
        "attributes": {
            "Size": f"{size['width']} × {size['height']} × {size['depth']} cm",
            "Warranty": product["warrantyInformation"],
        },
    }
    if product.get("brand"):
        record["brand"] = product["brand"]
    if addresses[slug(product["title"])] > 1:
        record["slug"] = product["sku"].lower()
    return record


def test_194_foreign_products_build_without_a_problem(products: list[dict[str, Any]], tmp_path: Path) -> None:
    content = tmp_path / "content"
    starter.create(content)
    addresses = Counter(slug(product["title"]) for product in products)
    for category in sorted({product["category"] for product in products}):
        file = {
            "category": {"slug": category, "name": category.replace("-", " ").capitalize()},
            "products": [converted(p, addresses) for p in products if p["category"] == category],
        }
        text = yaml.safe_dump(file, allow_unicode=True, sort_keys=False)
        (content / "catalog" / f"{category}.yaml").write_text(text, encoding="utf-8")

    report = Generator(content, ROOT / "templates", tmp_path / "dist", tmp_path / "cache").build(
        lambda *_: None
    )

    assert report.products == len(products) + 1 == 195
    index = msgspec.json.decode((tmp_path / "dist" / INDEX).read_bytes(), type=Index)
    offers = {
        sku: offer
        for name in index.shards
        for sku, offer in msgspec.json.decode(
            (tmp_path / "dist/prices" / name).read_bytes(), type=Shard
        ).offers.items()
    }
    note("catalogue", products=len(products), pages=report.pages, problems=0)
    for product in products:
        offer = offers[product["sku"]]
        assert Decimal(offer.price.decimal()) == Decimal(product["price"])
        assert (tmp_path / "dist" / offer.path["en"].strip("/") / "index.html").is_file()
