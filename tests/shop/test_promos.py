from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shop.money import Money
from shop.promos import Discount, Promo, Use, code_hash, not_in_force, uses_of
from shop.text import Text

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SHOP = "https://shop.example"


def promo(id: str = "one", **what: Any) -> Promo:
    return Promo(id, Text.plain(id), **what)


@pytest.mark.parametrize("typed", ["SPRING10", "spring10", "  Spring10\t", "spring 10", "ＳＰＲＩＮＧ１０"])
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert code_hash(typed, SHOP) == code_hash("SPRING10", SHOP)


def test_a_code_s_hash_is_another_for_another_code_and_another_shop() -> None:
    hashes = {
        code_hash("SPRING10", SHOP),
        code_hash("SPRING11", SHOP),
        code_hash("SPRING10", "https://b.example"),
    }

    assert len(hashes) == 3
    assert code_hash("SPRING10", f"{SHOP}/") in hashes


def test_a_code_of_broken_characters_is_merely_another_one() -> None:
    assert code_hash("\ud800", SHOP) != code_hash("", SHOP)


@pytest.mark.parametrize(
    ("starts", "ends", "why"),
    [
        (None, None, ""),
        (NOON, NOON + SECOND, ""),
        (NOON + SECOND, None, "promo_not_yet"),
        (None, NOON, "promo_over"),
    ],
)
def test_a_promo_is_in_force_from_its_first_moment_until_just_before_its_end(
    starts: datetime | None, ends: datetime | None, why: str
) -> None:
    assert not_in_force(promo(starts=starts, ends=ends), NOON) == why


def test_an_order_uses_up_the_promos_it_had_that_are_counted() -> None:
    known = [promo("free"), promo("few", uses=3), promo("once", uses_per_contact=1), promo("other", uses=1)]
    had = [Discount(id, Text.plain(id), Money(1, "EUR")) for id in ("free", "few", "once")]

    assert uses_of(had, known, ("anna",)) == (
        Use("few", (), most=3),
        Use("once", ("anna",), most_per_contact=1),
    )
