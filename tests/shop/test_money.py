from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop.errors import NotAPrice
from shop.money import Money


@pytest.mark.parametrize(
    ("text", "currency", "minor"),
    [
        ("12.50", "EUR", 1250),
        ("1200", "EUR", 120000),
        ("0.5", "EUR", 50),
        ("12", "JPY", 12),
        ("1.234", "KWD", 1234),
    ],
)
def test_a_price_is_read_as_people_write_it(text: str, currency: str, minor: int) -> None:
    assert Money.parse(text, currency) == Money(minor, currency)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-1",
        "+1",
        "1e3",
        "1_000",
        "1,50",
        "NaN",
        " 1",
        "1 ",
        "1.",
        ".5",
        "12.345",
        "1\n",
        "9" * 13,
        "٤٨.٥٠",
        "４８",
    ],
)
def test_anything_else_is_not_a_price(text: str) -> None:
    with pytest.raises(NotAPrice):
        Money.parse(text, "EUR")


@pytest.mark.parametrize(
    ("minor", "rate", "share"),
    [(50, "1", 1), (49, "1", 0), (150, "1", 2), (250, "1", 3), (-50, "1", -1), (1, "50", 1)],
)
def test_a_half_is_rounded_away_from_zero(minor: int, rate: str, share: int) -> None:
    assert Money(minor, "EUR").percent(Decimal(rate)) == Money(share, "EUR")


def test_tax_inside_a_price_is_what_was_added_to_the_net() -> None:
    assert Money(11900, "EUR").tax_inside(Decimal(19)) == Money(1900, "EUR")
    assert Money(105, "EUR").tax_inside(Decimal(5)) == Money(5, "EUR")


@pytest.mark.parametrize(
    ("minor", "currency", "language", "text"),
    [
        (120050, "EUR", "en", "€1,200.50"),
        (120050, "EUR", "ru", "1\u202f200,50\u00a0€"),
        (120000, "RUB", "ru", "1\u202f200\u00a0₽"),
        (120050, "RUB", "ru", "1\u202f200,50\u00a0₽"),
        (-5, "USD", "en", "−$0.05"),
        (1200, "JPY", "en", "¥1,200"),
        (1250, "CHF", "en", "CHF\u00a012.50"),
    ],
)
def test_an_amount_is_shown_as_its_reader_writes_it(
    minor: int, currency: str, language: str, text: str
) -> None:
    assert Money(minor, currency).text(language) == text


@settings(derandomize=True)
@given(st.integers(0, 10**14 - 1), st.sampled_from(["EUR", "JPY", "KWD", "RUB"]))
def test_a_decimal_is_read_back_as_the_same_amount(minor: int, currency: str) -> None:
    money = Money(minor % 10**12, currency)

    assert Money.parse(money.decimal(), currency) == money


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="EUR and USD"):
        Money(1, "EUR") + Money(1, "USD")
