from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from shop.money import Money
from shop.text import Text
from storefront import amounts, countries, dates, fields, names, times
from storefront.fields import Context, Faults

SHOP = Context(("en", "ru"), "EUR")


@pytest.mark.parametrize(
    ("reader", "written", "read"),
    [
        (fields.words, "  two\n words ", "two words"),
        (amounts.count, "0", 0),
        (amounts.order, "-3", -3),
        (amounts.percent, "7.5", Decimal("7.5")),
        (amounts.yes_no, "No", False),
        (amounts.yes_no, "yes", True),
        (dates.day, "2028-02-29", date(2028, 2, 29)),
        (times.minutes, "30m", 30),
        (times.minutes, "2 h", 120),
        (times.hours, {"Mon-Fri": "9:00-13:00, 14:00-24:00", "sat": "closed"},
         {"mon-fri": "9:00-13:00, 14:00-24:00", "sat": "closed"}),
        (times.hours, {"Mon – Fri": "9:00–13:00"}, {"mon-fri": "9:00–13:00"}),
        (names.code, "ВЕСНА10", "ВЕСНА10"),
        (names.code, "ЧАЙ-VIP", "ЧАЙ-VIP"),
        (names.code, "ЧАЙVIP", "ЧАЙVIP"),
        (names.sku, "TP-01_a.b", "TP-01_a.b"),
        (names.barcode, "4600000000000", "4600000000000"),
        (names.file_name, "чайник 1.JPG", "чайник 1.JPG"),
        (names.email, "hello@clayandleaf.example", "hello@clayandleaf.example"),
        (names.phone, "+7 495 123-45-67", "+7 495 123-45-67"),
        (countries.country, "DE", "DE"),
        (names.language, "ru", "ru"),
        (names.timezone, "Europe/Moscow", "Europe/Moscow"),
        (names.site_address, "https://Shop.example/", "https://shop.example"),
        (names.site_address, "http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        (names.site_address, "https://чай.рф", "https://xn--80as4b.xn--p1ai"),
    ],
)  # fmt: skip
def test_what_people_write_is_read(reader: Callable[[object], Any], written: object, read: object) -> None:
    assert reader(written) == read


@pytest.mark.parametrize(
    ("reader", "written", "code"),
    [
        (fields.words, None, "words_expected"),
        (fields.words, ["a"], "words_expected"),
        (fields.words, "  ", "empty_text"),
        (amounts.count, "1_000", "whole"),
        (amounts.count, "٣", "whole"),
        (amounts.count, "1e3", "whole"),
        (amounts.count, "-1", "range"),
        (amounts.count, "9" * 15, "range"),
        (amounts.percent, "101", "percent"),
        (amounts.percent, "1e1", "percent"),
        (amounts.percent, "NaN", "percent"),
        (amounts.yes_no, "maybe", "yes_no"),
        (dates.day, "2027-02-29", "no_such_day"),
        (dates.day, "20270228", "date"),
        (times.minutes, "30", "duration"),
        (times.hours, {"fri-mon": "10:00-12:00"}, "day_order"),
        (times.hours, {"mon": "10:00-25:00"}, "hours"),
        (times.hours, {"mon": "9:00-10:00", "mon-tue": "9:00-10:00"}, "day_twice"),
        (times.hours, "always", "keys_expected"),
        (names.slug, "Gaiwan", "slug"),
        (names.slug, "-a", "slug"),
        (names.sku, "TP 01", "sku"),
        (names.sku, "a" * 65, "sku"),
        (names.sku, "../x", "sku"),
        (names.file_name, "../a.jpg", "file_name"),
        (names.file_name, "/etc/passwd.jpg", "file_name"),
        (names.file_name, "a.svg", "picture_ending"),
        (names.file_name, ".jpg", "file_name"),
        (names.email, "a@b", "email"),
        (names.email, "a@localhost", "email"),
        (names.phone, "030 123", "phone"),
        (countries.country, "EU", "country"),
        (countries.country, "de", "country"),
        (names.language, "english", "language_code"),
        (names.timezone, "../../etc/passwd", "timezone"),
        (names.site_address, "https://a.example/path", "url"),
        (names.site_address, "https://user@a.example", "url"),
        (names.site_address, "ftp://a.example", "url"),
        (names.site_address, "https://a..example", "url"),
        (names.site_address, "javascript:alert(1)", "url"),
    ],
)
def test_what_cannot_be_used_is_refused(reader: Callable[[object], Any], written: object, code: str) -> None:
    with pytest.raises(Faults) as caught:
        reader(written)

    assert caught.value.faults[0].code == code


@pytest.mark.parametrize(("written", "minor"), [("12.50", 1250), ("1200", 120000), ("0", 0), ("0.05", 5)])
def test_prices_are_read_from_their_text(written: str, minor: int) -> None:
    assert amounts.price(written, SHOP) == Money(minor, "EUR")


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("12,50", "write 12.50"),
        ("1 200,50", "write 1200.50"),
        ("1.200,5", "write 1200.5"),
        ("€12", "write the number alone: 12"),
        ("-1", "a price is never below zero"),
        ("1e3", "write digits and a point, such as 12.50"),
        ("12.50 EUR", "write the number alone: 12.50"),
        ("free", "write digits and a point, such as 12.50"),
    ],
)
def test_a_wrong_price_is_answered_with_a_right_one(written: str, hint: str) -> None:
    with pytest.raises(Faults) as caught:
        amounts.price(written, SHOP)

    assert caught.value.faults[0].values["how"] == hint


def test_a_text_serves_every_language_or_names_them_all() -> None:
    assert fields.text("Tea", SHOP) == Text.plain("Tea")
    assert fields.text({"en": "Tea", "ru": "Чай"}, SHOP) == Text({"en": "Tea", "ru": "Чай"})


def test_every_fault_of_a_text_is_told_at_once() -> None:
    with pytest.raises(Faults) as caught:
        fields.text({"de": "Tee", "en": ["x"]}, SHOP)

    assert [(fault.code, fault.at, fault.on_key) for fault in caught.value.faults] == [
        ("unknown_language", ("de",), True),
        ("missing_language", (), False),
        ("words_expected", ("en",), False),
    ]


def test_markdown_keeps_its_lines() -> None:
    assert fields.markdown("a\n\nb\n", SHOP)["en"] == "a\n\nb\n"


def test_attributes_are_names_and_values_or_groups_by_language() -> None:
    assert fields.attributes({"Volume": "1 l"}, SHOP) == {"*": (("Volume", "1 l"),)}
    assert fields.attributes({"en": {"Volume": "1 l"}, "ru": {"Объём": "1 л"}}, SHOP) == {
        "en": (("Volume", "1 l"),),
        "ru": (("Объём", "1 л"),),
    }
