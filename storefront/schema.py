"""JSON Schemas of the content, so that editors complete and check while an owner types."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from storefront.answer_models import AnswerKeys
from storefront.catalog_models import CatalogKeys
from storefront.promo_models import PromoKeys
from storefront.shop_models import PageKeys, ShopKeys

_TITLES = {
    "shop": "The shop",
    "catalog": "A category and its products",
    "promos": "The promos",
    "answers": "The answers",
    "page": "The keys of a page",
}
_LISTS = ("promos", "answers")
_MODELS: dict[str, type[BaseModel]] = {
    "shop": ShopKeys,
    "catalog": CatalogKeys,
    "promos": PromoKeys,
    "answers": AnswerKeys,
    "page": PageKeys,
}


class _Generator(GenerateJsonSchema):
    """Without titles made from key names, which would only repeat them."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def schemas() -> dict[str, dict[str, Any]]:
    """The schemas by name; `page` is that of what a page starts with."""
    return {name: _schema(name, model) for name, model in _MODELS.items()}


def write(folder: Path) -> list[Path]:
    """Writes each of them as `<name>.json`; answers their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, schema in schemas().items():
        path = folder / f"{name}.json"
        path.write_text(json.dumps(schema, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        written.append(path)
    return written


def _schema(name: str, model: type[BaseModel]) -> dict[str, Any]:
    made = model.model_json_schema(schema_generator=_Generator, mode="validation")
    cleaned = _cleaned(made)
    assert isinstance(cleaned, dict)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": _TITLES[name]}
    body = {key: value for key, value in cleaned.items() if key != "title"}
    return head | ({"type": "array", "items": body} if name in _LISTS else body)


def _cleaned(part: JsonSchemaValue | Any) -> Any:
    """Without what only Python needs: null, which owners do not write, and names of classes."""
    if isinstance(part, list):
        return [_cleaned(item) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _cleaned(value) for key, value in part.items() if not _for_python(part, key, value)}
    choices = kept.get("anyOf")
    if isinstance(choices, list):
        choices = [choice for choice in choices if choice != {"type": "null"}]
        kept["anyOf"] = choices
        if len(choices) == 1:
            del kept["anyOf"]
            kept = choices[0] | kept
    return kept


def _for_python(part: dict[str, Any], key: str, value: object) -> bool:
    if key == "title" and isinstance(value, str):
        return part.get("type") == "object" or "anyOf" in part
    return (key == "default" and (value is None or isinstance(value, (dict, list)))) or key == "discriminator"
