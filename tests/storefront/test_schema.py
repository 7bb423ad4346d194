from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from storefront.answer_models import AnswerKeys
from storefront.catalog_models import CatalogKeys
from storefront.promo_models import PromoKeys
from storefront.schema import schemas, write
from storefront.shop_models import ShopKeys
from tests.storefront.conftest import HERE, Shop

ROOT = HERE.parent.parent


class Text12(yaml.SafeLoader):
    """Reads YAML as editors do: version 1.2, where `no` and dates are words."""


Text12.yaml_implicit_resolvers = {
    key: [(tag, pattern) for tag, pattern in found if "timestamp" not in tag and "bool" not in tag]
    for key, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Text12.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("true|false"), list("tf"))

TYPES = {
    "string": str,
    "object": dict,
    "array": list,
    "boolean": bool,
    "number": (int, float),
    "integer": int,
}


def faults(value: Any, schema: dict[str, Any], root: dict[str, Any], at: str = "") -> list[str]:
    """What a schema finds wrong; the part of JSON Schema that ours use."""
    if "$ref" in schema:
        found = faults(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root, at)
        return found + faults(value, {k: v for k, v in schema.items() if k != "$ref"}, root, at)
    found = []
    for word, least in (("anyOf", 1), ("oneOf", 1)):
        if word in schema:
            right = [option for option in schema[word] if not faults(value, option, root, at)]
            if len(right) < least or (word == "oneOf" and len(right) > 1):
                found.append(f"{at}: {len(right)} of {word}")
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(_is(value, kind) for kind in kinds):
        return [*found, f"{at}: not {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        found.append(f"{at}: not listed")
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        found.append(f"{at}: {value} does not match {schema['pattern']}")
    if isinstance(value, (int, float)) and value < schema.get("minimum", value):
        found.append(f"{at}: too small")
    if isinstance(value, list):
        if len(value) < schema.get("minItems", 0):
            found.append(f"{at}: too short")
        for index, item in enumerate(value):
            found += faults(item, schema.get("items", {}), root, f"{at}/{index}")
    if isinstance(value, dict):
        found += _object_faults(value, schema, root, at)
    return found


def _object_faults(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any], at: str) -> list[str]:
    found = [f"{at}: {key} is missing" for key in schema.get("required", ()) if key not in value]
    for key, part in value.items():
        found += faults(key, schema.get("propertyNames", {}), root, f"{at}/{key}")
        inside = schema.get("properties", {}).get(key, schema.get("additionalProperties", {}))
        if inside is False:
            found.append(f"{at}: {key} is not known")
        elif isinstance(inside, dict):
            found += faults(part, inside, root, f"{at}/{key}")
    return found


def _is(value: object, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, TYPES[kind])


def read(path: Path) -> Any:
    text = path.read_text(encoding="utf-8")
    return yaml.load(text.split("---\n")[1] if path.suffix == ".md" else text, Loader=Text12)


@pytest.mark.parametrize("folder", [HERE / "base", ROOT / "content"], ids=["base", "demo"])
def test_what_owners_write_fits_the_schemas(folder: Path) -> None:
    made = schemas()
    files = {
        "shop": [folder / "shop.yaml"],
        "catalog": sorted((folder / "catalog").glob("*.yaml")),
        "promos": sorted(folder.glob("promos.yaml")),
        "answers": sorted(folder.glob("answers.yaml")),
        "page": [path for path in sorted((folder / "pages").glob("*.md")) if path.name.count(".") == 1],
    }

    for name, paths in files.items():
        for path in paths:
            assert faults(read(path), made[name], made[name]) == [], path


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("catalog", {"category": "pots", "products": [{"sku": "A", "name": "x", "prise": 1}]}),
        ("catalog", {"category": {"slug": "Pots!", "name": "x"}}),
        ("catalog", {"category": "pots", "products": [{"sku": "A", "name": "x", "price": "12,50"}]}),
        ("catalog", {"category": "pots", "products": [{"sku": "A", "name": None}]}),
        ("catalog", {"products": []}),
        ("shop", {"name": "x"}),
        ("page", {"title": "x", "menu": "left"}),
        ("promos", {"name": "x", "percent": 10}),
        ("promos", [{"percent": 10}]),
        ("promos", [{"name": "x", "from": "March"}]),
        ("answers", {"name": "x", "text": "y"}),
        ("answers", [{"name": "x"}]),
        ("answers", [{"name": "x", "text": "y", "topic": "order"}]),
    ],
)
def test_mistakes_do_not_fit_them(name: str, wrong: Any) -> None:
    made = schemas()[name]

    assert faults(wrong, made, made)


@pytest.mark.parametrize(
    "right",
    [
        {"options": {"Size": ["S", 12]}, "variants": [{"sku": "B", "options": {"Size": 12}}]},
        {"options": [{"id": "size", "name": {"en": "Size"}, "values": ["S", {"id": "l", "name": "L"}]}]},
        {"price": 12.5, "was": "60.00", "stock": 0, "barcode": 4600000000000},
        {"attributes": {"en": {"Volume": 120}, "ru": {"Объём": "120"}}},
        {
            "images": ["a.jpg", {"file": "b.PNG", "alt": {"en": "x", "ru": "y"}}],
            "slug": {"en": "a", "ru": "b"},
        },
    ],
)
def test_every_way_of_writing_a_product_fits(right: dict[str, Any]) -> None:
    made = schemas()["catalog"]
    product = {"sku": "A", "name": "x", "price": 1} | right

    assert faults({"category": "pots", "products": [product]}, made, made) == []


def test_every_key_is_described() -> None:
    for model in (ShopKeys, CatalogKeys, PromoKeys, AnswerKeys):
        for field in model.model_fields.values():
            assert field.description
            assert field.examples
    for schema in schemas().values():
        for part in [schema.get("items", schema), *schema.get("$defs", {}).values()]:
            assert all("description" in value for value in part["properties"].values() if "$ref" not in value)


def test_schemas_are_written_and_not_read_as_content(shop: Shop) -> None:
    paths = write(shop.content / "schema")

    assert [path.name for path in paths] == [
        "shop.json",
        "catalog.json",
        "promos.json",
        "answers.json",
        "page.json",
    ]
    assert json.loads(paths[0].read_text(encoding="utf-8"))["title"] == "The shop"
    assert shop.load()


@pytest.mark.parametrize(
    "right",
    [
        {"percent": 7.5, "from": "2026-03-01", "until": "2026-03-31 18:00", "uses": 100, "stacks": "yes"},
        {"code": 2026, "amount": "5.00", "products": ["TP-01"], "minimum": 30},
        {"id": "post", "free_delivery": True, "categories": ["tea"], "uses_per_contact": 1},
    ],
)
def test_every_way_of_writing_a_promo_fits(right: dict[str, Any]) -> None:
    made = schemas()["promos"]

    assert faults([{"name": "x"} | right], made, made) == []
