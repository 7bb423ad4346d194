"""What holds whatever is bought and whatever is offered; ten times as much is tried in `make evidence`."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shop.catalog import Offer
from shop.money import Money
from shop.pricing import Line, Quote, quote
from shop.promos import Promo
from shop.terms import DeliveryMethod, DeliveryRate, Tax, Terms
from shop.text import Text
from tests.shop.makers import TERMS, euros, offer

TIMES = 10 if os.environ.get("VITRINA_PROOF") else 1
HUNDREDS = settings(max_examples=100 * TIMES)
MORE = settings(max_examples=300 * TIMES)

SKUS = ("A", "B", "C", "D")
prices = st.integers(0, 100_000)
goods = st.lists(
    st.tuples(st.sampled_from(SKUS), st.integers(1, 9)),
    min_size=1,
    max_size=4,
    unique_by=lambda line: line[0],
)
rates = st.decimals("0.01", 100, places=2)
kinds = st.one_of(
    st.fixed_dictionaries({"percent": rates}),
    st.fixed_dictionaries({"amount": prices.map(lambda minor: Money(minor, "EUR"))}),
    st.just({"free_delivery": True}),
)
limits = st.fixed_dictionaries(
    {},
    optional={
        "categories": st.just(("tea",)),
        "products": st.just(("A", "C")),
        "minimum": prices.map(lambda minor: Money(minor, "EUR")),
        "stacks": st.booleans(),
    },
)


@st.composite
def shelves(draw: Callable[[Any], Any]) -> dict[str, Offer]:
    made = {sku: replace(offer(sku, "0"), price=Money(draw(prices), "EUR")) for sku in SKUS}
    return made | {"B": replace(made["B"], categories=("tea",), weight=draw(st.integers(0, 3000)))}


@st.composite
def offers_of_promos(draw: Callable[[Any], Any]) -> list[Promo]:
    count = draw(st.integers(0, 4))
    return [Promo(f"p{n}", Text.plain("P"), **draw(kinds), **draw(limits)) for n in range(count)]


@st.composite
def shops(draw: Callable[[Any], Any]) -> Terms:
    tax = Tax(draw(st.decimals(0, 100, places=1)), draw(st.booleans()))
    free_from = draw(st.none() | prices.map(lambda minor: Money(minor, "EUR")))
    heavy = DeliveryRate(euros("9"), up_to=2000)
    courier = DeliveryMethod("courier", Text.plain("C"), euros("12"), free_from, rates=(heavy,))
    return replace(TERMS, tax=tax, delivery=(courier, *TERMS.delivery[2:]))


def cost(lines: Any, offers: Any, terms: Terms, promos: Sequence[Promo], method: str = "courier") -> Quote:
    return quote([Line(*line) for line in lines], offers, terms, "d", method, promos=promos)


@MORE
@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**7), max_size=12))
def test_shares_add_up_and_none_is_more_than_its_weight(amount: int, weights: list[int]) -> None:
    amount = min(amount, sum(weights))

    shares = [share.minor for share in Money(amount, "EUR").shared(weights)]

    assert sum(shares) == amount
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
    exact = [amount * weight / (sum(weights) or 1) for weight in weights]
    assert all(abs(share - fair) < 1 for share, fair in zip(shares, exact, strict=True))


@HUNDREDS
@given(goods, shelves(), shops(), offers_of_promos())
def test_what_is_taken_off_the_lines_is_what_the_discounts_say(
    lines: Any, offers: Any, terms: Terms, promos: list[Promo]
) -> None:
    result = cost(lines, offers, terms, promos)

    zero = euros("0")
    off = [line.off or zero for line in result.lines]
    assert sum(off, zero) == sum((each.amount for each in result.discounts), zero)
    assert all(zero <= share <= line.total for share, line in zip(off, result.lines, strict=True))
    paid = result.goods - sum(off, zero) + result.delivery
    assert min(paid, result.delivery, result.tax) >= zero
    assert result.total == (paid if terms.tax.included else paid + result.tax)


@HUNDREDS
@given(goods, shelves(), shops(), offers_of_promos())
def test_a_quote_is_the_same_again_and_whatever_the_order_of_the_lines(
    lines: Any, offers: Any, terms: Terms, promos: list[Promo]
) -> None:
    first = cost(lines, offers, terms, promos)

    assert cost(lines, offers, terms, promos) == first
    for other in list(permutations(lines))[1:6]:
        again = cost(other, offers, terms, promos)
        assert replace(again, lines=first.lines) == first
        assert sorted(again.lines, key=lambda line: line.sku) == sorted(
            first.lines, key=lambda line: line.sku
        )


@HUNDREDS
@given(goods, shelves(), shops(), offers_of_promos())
def test_nothing_is_cheaper_than_what_the_rule_allows_and_no_promo_makes_it_dearer(
    lines: Any, offers: Any, terms: Terms, promos: list[Promo]
) -> None:
    total = cost(lines, offers, terms, promos).total

    alone = [cost(lines, offers, terms, [each]).total for each in promos]
    stack = [cost(lines, offers, terms, [each for each in promos if each.stacks]).total]
    assert total == min([cost(lines, offers, terms, []).total, *alone, *stack])


@HUNDREDS
@given(goods, shelves(), shops(), offers_of_promos())
def test_every_choice_of_delivery_shows_the_price_it_will_have(
    lines: Any, offers: Any, terms: Terms, promos: list[Promo]
) -> None:
    for choice in cost(lines, offers, terms, promos).choices:
        assert choice.price == cost(lines, offers, terms, promos, choice.id).delivery


@MORE
@given(st.integers(0, 10**9), st.decimals(0, 100, places=4))
def test_tax_inside_and_tax_on_top_agree(gross: int, rate: Decimal) -> None:
    inside = Money(gross, "EUR").tax_inside(rate)
    net = Money(gross, "EUR") - inside

    on_top = net.percent(rate)

    assert abs((on_top - inside).minor) <= 1
    assert abs((net + on_top).minor - gross) <= 1
