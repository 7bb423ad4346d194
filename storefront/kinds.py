"""The kinds of values an owner writes: how each is read, what an editor accepts, what the reference calls it.

The models of `shop_models` and `catalog_models` are made of these.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import PlainValidator, ValidationInfo
from pydantic import WithJsonSchema as Schema

from shop.money import CURRENCIES, Money
from shop.statuses import ROLES
from shop.text import Text as TextRecord
from storefront import amounts, countries, dates, fields, names, times
from storefront.fields import Context
from storefront.keys import Kind
from storefront.times import DAYS


def _reads(reader: Callable[[object], Any]) -> PlainValidator:
    return PlainValidator(reader)


def _reads_in(reader: Callable[[object, Context], Any]) -> PlainValidator:
    """For what depends on the shop's languages or its currency."""

    def read(value: object, info: ValidationInfo) -> Any:
        return reader(value, info.context if isinstance(info.context, Context) else Context())

    return PlainValidator(read)


_WORDS = {"type": ["string", "number", "boolean"]}
_NUMBER = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "pattern": r"^\d{1,15}$"}]}
_POSITIVE = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^\d{1,7}$"}]}
_WHOLE = {"anyOf": [{"type": "integer"}, {"type": "string", "pattern": r"^-?\d{1,15}$"}]}
_BY_LANGUAGE = {
    "type": "object",
    "minProperties": 1,
    "propertyNames": {"pattern": "^[a-z]{2,3}$"},
    "additionalProperties": _WORDS,
}
_TEXT = {"anyOf": [_WORDS, _BY_LANGUAGE]}
_PRICE = {
    "anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d{1,12}(\.\d{1,4})?$"}]
}
_PATTERN_ID = "^[a-z0-9]+(-[a-z0-9]+)*$"
_NAMED = {"anyOf": [{"type": "string", "pattern": _PATTERN_ID}, {"type": "integer", "minimum": 0}]}
_PATTERN_SKU = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$"
_SKU = {
    "anyOf": [
        {"type": "string", "pattern": _PATTERN_SKU},
        {"type": "integer", "minimum": 0},
    ]
}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}([ T]\d{1,2}:\d{2})?$"}
_PAIRS = {"type": "object", "minProperties": 1, "additionalProperties": _WORDS}


def _percentage(lowest: str) -> dict[str, Any]:
    number = {"type": "number", lowest: 0, "maximum": 100}
    return {"anyOf": [number, {"type": "string", "pattern": r"^\d{1,3}(\.\d{1,4})?$"}]}


Words = Annotated[str, _reads(fields.words), Schema(_WORDS), Kind("words")]
Text = Annotated[TextRecord, _reads_in(fields.text), Schema(_TEXT), Kind("text")]
Markdown = Annotated[TextRecord, _reads_in(fields.markdown), Schema(_TEXT), Kind("text in Markdown")]
Paragraphs = Annotated[
    TextRecord, _reads_in(fields.markdown), Schema(_TEXT), Kind("text of one or more lines")
]
Price = Annotated[Money, _reads_in(amounts.price), Schema(_PRICE), Kind("price")]
Count = Annotated[int, _reads(amounts.count), Schema(_NUMBER), Kind("whole number")]
Grams = Annotated[int, _reads(amounts.grams), Schema(_NUMBER), Kind("whole number")]
Heaviest = Annotated[int, _reads(amounts.heaviest), Schema(_POSITIVE), Kind("whole number from 1")]
Order = Annotated[int, _reads(amounts.order), Schema(_WHOLE), Kind("whole number")]
Percent = Annotated[Decimal, _reads(amounts.percent), Schema(_percentage("minimum")), Kind("percentage")]
Share = Annotated[
    Decimal, _reads(amounts.share), Schema(_percentage("exclusiveMinimum")), Kind("percentage above 0")
]
Times = Annotated[int, _reads(amounts.times), Schema(_POSITIVE), Kind("whole number from 1")]
YES_NO = Schema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no", "on", "off"]}]})
YesNo = Annotated[bool, _reads(amounts.yes_no), YES_NO, Kind("yes or no")]
Day = Annotated[
    date,
    _reads(dates.day),
    Schema({"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"}),
    Kind("date"),
]
Counted = Annotated[
    str,
    _reads_in(dates.counted),
    Schema(_MOMENT),
    Kind("date, or date and time"),
]
Contents = Annotated[
    Mapping[str, int],
    _reads(amounts.contents),
    Schema(
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": _PATTERN_SKU},
            "additionalProperties": {"type": "integer", "minimum": 1, "maximum": 1000},
        }
    ),
    Kind("SKUs, each with how many"),
]
Moment = Annotated[
    date | datetime,
    _reads(dates.moment),
    Schema(_MOMENT),
    Kind("date, or date and time"),
]
Minutes = Annotated[
    int,
    _reads(times.minutes),
    Schema({"anyOf": [{"type": "string", "pattern": r"^\d{1,4} ?(m|min|h)$"}, {"enum": [0, "0"]}]}),
    Kind("span of time"),
]
_DAY_NAMES = f"({'|'.join(DAYS)})"
Hours = Annotated[
    Mapping[str, str],
    _reads(times.hours),
    Schema(
        {
            "type": "object",
            "propertyNames": {"pattern": f"^{_DAY_NAMES}(-{_DAY_NAMES})?$"},
            "additionalProperties": {"type": "string"},
        }
    ),
    Kind("hours by day"),
]
Attributes = Annotated[
    Mapping[str, tuple[tuple[str, str], ...]],
    _reads_in(fields.attributes),
    Schema(
        {
            "anyOf": [
                _PAIRS,
                {
                    "type": "object",
                    "minProperties": 1,
                    "propertyNames": {"pattern": "^[a-z]{2,3}$"},
                    "additionalProperties": _PAIRS,
                },
            ]
        }
    ),
    Kind("names and values"),
]
Role = Annotated[str, _reads(names.role), Schema({"enum": list(ROLES)}), Kind("role")]
Reasons = Annotated[
    Mapping[str, TextRecord],
    _reads_in(names.reasons),
    Schema(
        {
            "type": "object",
            "minProperties": 1,
            "propertyNames": {"pattern": "^[a-z0-9]+([_-][a-z0-9]+)*$"},
            "additionalProperties": _TEXT,
        }
    ),
    Kind("texts by id"),
]
Code = Annotated[
    str,
    _reads(names.code),
    Schema({"anyOf": [{"type": "string", "minLength": 4, "maxLength": 64}, {"type": "integer"}]}),
    Kind("code"),
]
Id = Annotated[str, _reads(names.identifier), Schema(_NAMED), Kind("id")]
Slug = Annotated[str, _reads(names.slug), Schema(_NAMED), Kind("part of an address")]
KnownSlug = Annotated[str, _reads(names.known_slug), Schema(_NAMED), Kind("part of an address")]
Slugs = Annotated[
    TextRecord,
    _reads_in(names.slugs),
    Schema({"anyOf": [_NAMED, {**_BY_LANGUAGE, "additionalProperties": _NAMED}]}),
    Kind("part of an address, or one by language"),
]
Sku = Annotated[str, _reads(names.sku), Schema(_SKU), Kind("SKU")]
Barcode = Annotated[
    str,
    _reads(names.barcode),
    Schema({"anyOf": [{"type": "string", "pattern": "^[0-9]{8,14}$"}, {"type": "integer", "minimum": 0}]}),
    Kind("8 to 14 digits"),
]
FileName = Annotated[
    str,
    _reads(names.file_name),
    Schema({"type": "string", "pattern": r"^[^/\\]+\.([jJ][pP][eE]?[gG]|[pP][nN][gG]|[wW][eE][bB][pP])$"}),
    Kind("name of a picture file"),
]
Menu = Annotated[str, _reads(names.menu), Schema({"enum": ["header", "footer"]}), Kind("header or footer")]
Currency = Annotated[str, _reads(names.currency), Schema({"enum": sorted(CURRENCIES)}), Kind("currency code")]
Language = Annotated[
    str, _reads(names.language), Schema({"type": "string", "pattern": "^[a-z]{2,3}$"}), Kind("language code")
]
Country = Annotated[
    str, _reads(countries.country), Schema({"type": "string", "pattern": "^[A-Z]{2}$"}), Kind("country code")
]
Timezone = Annotated[str, _reads(names.timezone), Schema({"type": "string"}), Kind("time zone")]
Email = Annotated[
    str, _reads(names.email), Schema({"type": "string", "format": "email"}), Kind("e-mail address")
]
Phone = Annotated[
    str, _reads(names.phone), Schema({"type": "string", "pattern": r"^\+"}), Kind("phone number")
]
SiteAddress = Annotated[
    str,
    _reads(names.site_address),
    Schema({"type": "string", "pattern": r"^https?://[^/\s]+/?$"}),
    Kind("address of the site"),
]
