from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from shop.errors import Invalid
from shop.money import Money
from shop.pricing import Line, Quote, quote
from shop.promos import Discount, Promo
from shop.terms import Tax, Terms
from shop.text import Text
from tests.shop.makers import TERMS, euros, offer

TEA = replace(offer("TEA", "20.00"), categories=("green", "tea"), weight=100)
POT = replace(offer("POT", "48.00"), categories=("teapots",), weight=600)
CUP = offer("CUP", "0.05")
OFFERS = {each.sku: each for each in (TEA, POT, CUP)}


def promo(id: str, **what: Any) -> Promo:
    return Promo(id, Text.plain(id), **what)


def percent(id: str, rate: str, **what: Any) -> Promo:
    return promo(id, percent=Decimal(rate), **what)


def priced(
    *lines: tuple[str, int], promos: Sequence[Promo], method: str | None = None, terms: Terms = TERMS
) -> Quote:
    asked = [Line(sku, quantity) for sku, quantity in lines]
    return quote(asked, OFFERS, terms, "digest", method, promos=promos)


def taken(result: Quote) -> list[tuple[str, Money]]:
    return [(each.promo, each.amount) for each in result.discounts]


@pytest.mark.parametrize(
    ("about", "off"),
    [
        ({}, "6.80"),
        ({"categories": ("tea",)}, "2.00"),
        ({"categories": ("green",)}, "2.00"),
        ({"products": ("POT",)}, "4.80"),
        ({"products": ("POT",), "categories": ("tea",)}, "6.80"),
    ],
)
def test_a_percentage_is_off_the_goods_it_is_about(about: dict[str, Any], off: str) -> None:
    result = priced(("TEA", 1), ("POT", 1), promos=[percent("ten", "10", **about)])

    assert taken(result) == [("ten", euros(off))]
    assert (result.goods, result.total) == (euros("68"), euros("68") - euros(off))


def test_an_amount_is_taken_off_once_and_never_more_than_there_is() -> None:
    five = [promo("five", amount=euros("5"), categories=("tea",))]

    assert taken(priced(("TEA", 3), ("POT", 1), promos=five)) == [("five", euros("5"))]
    assert taken(priced(("CUP", 3), promos=[promo("five", amount=euros("5"))])) == [("five", euros("0.15"))]


def test_every_line_carries_its_share_to_the_cent() -> None:
    result = priced(("CUP", 1), ("TEA", 1), ("POT", 1), promos=[promo("one", amount=euros("1.00"))])

    assert [line.off for line in result.lines] == [None, euros("0.29"), euros("0.71")]


def test_free_delivery_frees_every_way_of_it() -> None:
    free = [promo("free", free_delivery=True)]

    result = priced(("CUP", 1), promos=free, method="courier")

    assert (result.delivery, result.total) == (euros("0"), euros("0.05"))
    assert {choice.id: choice.price for choice in result.choices} == {
        "courier": euros("0"), "post": euros("0"), "pickup": euros("0"),
    }  # fmt: skip
    assert result.discounts == (Discount("free", Text.plain("free"), euros("0"), free_delivery=True),)


def test_free_delivery_is_promised_before_a_way_of_it_is_chosen_and_not_used_where_there_is_none_to_pay() -> (
    None
):
    free = [promo("free", free_delivery=True, code="hash")]

    before, collected = priced(("CUP", 1), promos=free), priced(("CUP", 1), promos=free, method="pickup")

    assert (len(before.discounts), before.code_used) == (1, True)
    assert (collected.discounts, collected.code_used) == ((), False)


def test_the_better_of_two_promos_is_taken_and_never_both() -> None:
    result = priced(("TEA", 1), promos=[percent("ten", "10"), percent("five", "5")])

    assert taken(result) == [("ten", euros("2"))]


def test_promos_that_stack_are_taken_one_after_another_where_that_is_better() -> None:
    both = [percent("ten", "10", stacks=True), promo("five", amount=euros("5"), stacks=True)]

    together = priced(("TEA", 1), promos=both)
    beaten = priced(("TEA", 1), promos=[*both, percent("half", "50")])

    assert taken(together) == [("ten", euros("2")), ("five", euros("5"))]
    assert taken(beaten) == [("half", euros("10"))]


def test_what_the_stack_takes_follows_the_order_of_the_list() -> None:
    both = [promo("five", amount=euros("5"), stacks=True), percent("ten", "10", stacks=True)]

    assert taken(priced(("TEA", 1), promos=both)) == [("five", euros("5")), ("ten", euros("1.50"))]


def test_among_equals_the_visitor_s_code_is_taken_and_then_the_first() -> None:
    ways = [percent("a", "10"), percent("b", "10"), percent("c", "10", code="hash")]

    assert taken(priced(("TEA", 1), promos=ways)) == [("c", euros("2"))]
    assert taken(priced(("TEA", 1), promos=ways[:2])) == [("a", euros("2"))]


def test_a_code_that_a_better_promo_beats_stays_unused() -> None:
    result = priced(("TEA", 1), promos=[percent("ten", "10", code="hash"), percent("half", "50")])

    assert (taken(result), result.code_used) == ([("half", euros("10"))], False)


def test_a_discount_that_would_make_delivery_dearer_than_it_saves_is_not_taken() -> None:
    courier = replace(TERMS.delivery[0], free_from=euros("20"))
    terms = replace(TERMS, delivery=(courier,))

    result = priced(("TEA", 1), promos=[percent("one", "1")], method="courier", terms=terms)

    assert (result.discounts, result.total) == ((), euros("20"))


def test_delivery_is_free_by_what_is_left_of_the_goods() -> None:
    courier = replace(TERMS.delivery[0], free_from=euros("20"))
    terms = replace(TERMS, delivery=(courier,))

    result = priced(("TEA", 1), promos=[percent("half", "50")], method="courier", terms=terms)

    assert (result.delivery, result.total) == (euros("5"), euros("15"))


def test_the_minimum_is_of_all_goods_before_any_discount() -> None:
    ten = percent("ten", "10", minimum=euros("68"), categories=("tea",))

    assert taken(priced(("TEA", 1), ("POT", 1), promos=[ten])) == [("ten", euros("2"))]
    assert taken(priced(("POT", 1), promos=[ten])) == []


@pytest.mark.parametrize(
    ("what", "error"),
    [({"minimum": euros("20.01")}, "promo_minimum"), ({"categories": ("cups",)}, "promo_other_goods")],
)
def test_a_code_that_does_not_fit_the_basket_says_why(what: dict[str, Any], error: str) -> None:
    with pytest.raises(Invalid) as raised:
        priced(("TEA", 1), promos=[percent("ten", "10", code="hash", **what)])

    assert [(each.field, each.code) for each in raised.value.errors] == [("promo", error)]


def test_tax_is_that_of_what_is_really_paid() -> None:
    ten = [percent("ten", "10")]
    inside = replace(TERMS, tax=Tax(Decimal(20), included=True))
    on_top = replace(TERMS, tax=Tax(Decimal(20), included=False))

    assert priced(("TEA", 1), promos=ten, method="courier", terms=inside).tax == euros("3.83")
    result = priced(("TEA", 1), promos=ten, method="courier", terms=on_top)
    assert (result.tax, result.total) == (euros("4.60"), euros("27.60"))
