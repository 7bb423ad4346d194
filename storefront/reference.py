"""The owner's reference of the content format, made from the models that validate it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from storefront import catalog_models as goods
from storefront import feedback_models as feedback
from storefront import shop_models as shop
from storefront import status_models as statuses
from storefront.answer_models import AnswerKeys
from storefront.keys import Kind, keys_of
from storefront.promo_models import PromoKeys
from storefront.retention_models import RetentionKeys
from storefront.support_models import SupportKeys
from storefront.validation import inline

FILE = Path("docs/reference/content.md")

_INTRODUCTION = """\
# The content of a shop

<!-- Made from the code that checks content. To change it, change the models in
storefront/ (shop_models.py, catalog_models.py, promo_models.py …) and run: python -m storefront.reference -->

Everything an owner writes is in the folder `content/`:

| file | what it says |
|---|---|
| `shop.yaml` | [the shop](#the-shop): its name, currency, languages, delivery, payment |
| `catalog/<category>.yaml` | [a category and its products](#a-category-and-its-products) |
| `catalog/<name>.md` | [one product](#a-product-in-a-file-of-its-own); `<name>.ru.md`: its text in Russian |
| `pages/<slug>.md` | [a page](#a-page); `home.md` is the front page, `<slug>.ru.md` the page in Russian |
| `promos.yaml` | a list of [promos](#a-promo): discounts, with codes or without |
| `answers.yaml` | a list of [answers](#an-answer) that are sent often; anybody can read them |
| `images/` | pictures: JPEG, PNG or WebP, up to 30 MB and 40 million pixels |

A few rules hold everywhere:

- **Text** is written plainly, and then serves every language, or by language: `{en: Gaiwan, ru: Гайвань}`.
  A text by language needs every language of the shop.
- **Prices** are digits with a point: `12.50`, `1200`. The currency is the shop's.
- **A key that is not listed here is a mistake.** So is a key with nothing after it.
- A text with `: ` or ` #` inside, or one that starts with a quote, `*`, `&`, `!`, `@`, `[` or `{`, stands in
  quotes.
- **Markdown** is plain: headings, lists, tables, links, pictures from `content/images/` by their file name.
  HTML is not used. A link leads to an `https://`, `mailto:` or `tel:` address or to a page of the shop,
  written as in the first language: `/delivery/`, `/catalog/teapots/`, `/product/gaiwan/`.

An editor with a YAML language server completes and checks these keys when the file starts with
`# yaml-language-server: $schema=../schema/catalog.json` (in `shop.yaml`: `schema/shop.json`,
in `promos.yaml`: `schema/promos.json`, in `answers.yaml`: `schema/answers.json`).
"""

_SECTIONS = """
## Sections

A page's `sections:` are parts that a designer offers in `templates/sections/`; each is placed by its name
with its settings. What a setting means follows from its name:

| setting | what to write |
|---|---|
| `picture` | a file in `content/images/` |
| `products` | a list of SKUs |
| `categories` | a list of category slugs |
| `link` | a page of the shop such as `/delivery/`, or an `https://` address |
| `limit` | a whole number |
| `side` | `left` or `right` |
| `tag` | a tag of products |
| `items` | a list of groups of settings |
| `text` | text in Markdown |
| any other | text |
"""

_MODELS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("The shop", shop.ShopKeys),
    ("Contact", shop.ContactKeys),
    ("A way of delivery", shop.DeliveryKeys),
    ("A rate of delivery", shop.RateKeys),
    ("A way of payment", shop.PaymentKeys),
    ("Tax", shop.TaxKeys),
    ("Limits", shop.LimitsKeys),
    ("Statuses", statuses.StatusesKeys),
    ("A new order", statuses.NewStatusKeys),
    ("An order on its way", statuses.StatusKeys),
    ("An order that is done or cancelled", statuses.LastStatusKeys),
    ("Feedback", feedback.FeedbackKeys),
    ("The feedback button", feedback.ButtonKeys),
    ("Support", SupportKeys),
    ("Retention", RetentionKeys),
    ("A category and its products", goods.CatalogKeys),
    ("A category", goods.CategoryKeys),
    ("A product", goods.ProductKeys),
    ("A picture", goods.ImageKeys),
    ("An option", goods.OptionKeys),
    ("A value of an option", goods.OptionValueKeys),
    ("A variant", goods.VariantKeys),
    ("A product in a file of its own", goods.ProductFileKeys),
    ("A product in another language", goods.ProductTranslationKeys),
    ("A promo", PromoKeys),
    ("An answer", AnswerKeys),
    ("A page", shop.PageKeys),
    ("A page in another language", shop.PageTranslationKeys),
)
_HEADINGS = {model: heading for heading, model in _MODELS}


def reference() -> str:
    """The whole reference in Markdown."""
    tables = "".join(_table(heading, model) for heading, model in _MODELS)
    return _INTRODUCTION + tables + _SECTIONS


def main() -> int:
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(reference(), encoding="utf-8")
    sys.stdout.write(f"{FILE} is written.\n")
    return 0


def _table(heading: str, model: type[BaseModel]) -> str:
    rows = "".join(_row(key, field) for key, field in _own_fields(model))
    more = "\nAll keys of [a product](#a-product), and:\n" if model is goods.ProductFileKeys else ""
    return (
        f"\n## {heading}\n\n{(model.__doc__ or '').strip()}\n{more}\n"
        f"| key | what to write | needed | otherwise | example |\n|---|---|---|---|---|\n{rows}"
    )


def _own_fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    inherited = keys_of(goods.ProductKeys) if model is goods.ProductFileKeys else {}
    return ((key, field) for key, field in keys_of(model).items() if key not in inherited)


def _row(key: str, field: FieldInfo) -> str:
    needed = "yes" if field.is_required() else ""
    examples = "<br>".join(f"`{inline(example)}`".replace("|", "\\|") for example in field.examples or ())
    return f"| `{key}` | {_kind(field)}. {field.description} | {needed} | {_default(field)} | {examples} |\n"


def _default(field: FieldInfo) -> str:
    default = field.get_default(call_default_factory=True, validated_data={})
    if field.is_required() or default is None or default == ():
        return ""
    if isinstance(default, bool):
        return "yes" if default else "no"
    return str(default) if isinstance(default, (int, str, Decimal)) else ""


def _kind(field: FieldInfo) -> str:
    named = next((part.name for part in field.metadata if isinstance(part, Kind)), None)
    words = named or _kind_of(field.annotation)
    return words[0].upper() + words[1:]


def _kind_of(annotation: Any) -> str:
    """What to write for a type, in words."""
    metadata = getattr(annotation, "__metadata__", ())
    if kind := next((part for part in metadata if isinstance(part, Kind)), None):
        return kind.name
    if metadata:
        return _kind_of(annotation.__origin__)
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is tuple:
        return f"list: {_kind_of(parts[0])}"
    if origin is dict:
        return f"names, each with {_kind_of(parts[1])}"
    if origin in (Union, UnionType):
        kinds = [_kind_of(part) for part in parts if part is not type(None)]
        return ", or ".join(dict.fromkeys(kinds))
    if annotation in _HEADINGS:
        heading = _HEADINGS[annotation]
        return f"keys of [{heading[0].lower()}{heading[1:]}](#{heading.lower().replace(' ', '-')})"
    return "section"


if __name__ == "__main__":
    sys.exit(main())
