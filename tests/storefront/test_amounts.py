from __future__ import annotations

import pytest

from storefront import amounts
from storefront.fields import Context, Faults

EURO = Context(languages=("en",), currency="EUR")
GENERAL = "write digits and a point, such as 12.50"


def hint(written: str) -> object:
    with pytest.raises(Faults) as caught:
        amounts.price(written, EURO)
    return caught.value.faults[0].values["how"]


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("86,00", "86.00"),
        ("1\u00a0200,50", "1200.50"),
        ("1\u202f200,50", "1200.50"),
        ("1 200", "1200"),
        ("1'200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        (".50", "0.50"),
    ],
)
def test_a_price_that_is_understood_is_written_out(written: str, amount: str) -> None:
    assert hint(written) == f"write {amount}"


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("€.50", "0.50"),
        ("86 €", "86"),
        ("EUR 12,50", "12.50"),
        ("1 200,50 руб.", "1200.50"),
        ("5\u00a0₽", "5"),
    ],
)
def test_a_price_with_its_currency_is_written_alone(written: str, amount: str) -> None:
    assert hint(written) == f"write the number alone: {amount}"


@pytest.mark.parametrize(
    "written",
    [
        "1,200,50",
        "1,200",
        "O.50",
        "O12.50",
        "l2.50",
        "12k",
        "12 k",
        "12 тыс.",
        "12-15",
        "from 12",
        "Rs.50",
        "1 20",
    ],
)
def test_a_price_that_may_mean_another_amount_is_not_guessed(written: str) -> None:
    assert hint(written) == GENERAL


@pytest.mark.parametrize("written", ["-5,00", "-5", "\u22125", "€-5", "-.50"])
def test_a_price_below_zero_is_never_rewritten(written: str) -> None:
    assert hint(written) == "a price is never below zero"
