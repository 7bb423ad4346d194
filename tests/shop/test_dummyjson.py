"""Money against somebody else's arithmetic: 800 lines of carts, to the cent."""

from __future__ import annotations

import json
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest

from shop.money import Money
from tests.evidence.figures import note

CARTS = Path(__file__).resolve().parents[3] / "shared" / "data" / "dummyjson" / "carts.json"


@pytest.fixture(scope="module")
def lines() -> list[dict[str, Any]]:
    if not CARTS.exists():
        pytest.skip("the DummyJSON carts are not beside this checkout")
    carts = json.loads(CARTS.read_text(encoding="utf-8"), parse_float=str)
    return [line for cart in carts for line in cart["products"]]


def to_the_cent(number: str) -> Money:
    # The data's own totals carry binary noise, such as 99.94999999999999.
    return Money.parse(str(Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP)), "USD")


def test_every_total_and_every_discounted_total_is_met_to_the_cent(lines: list[dict[str, Any]]) -> None:
    wrong = []
    for line in lines:
        total = Money.parse(str(line["price"]), "USD").times(line["quantity"])
        discounted = total.percent(100 - Decimal(line["discountPercentage"]))
        if [total, discounted] != [to_the_cent(str(line[name])) for name in ("total", "discountedTotal")]:
            wrong.append(line)

    note("carts", lines=len(lines), wrong=len(wrong))
    assert len(lines) == 800
    assert wrong == []
