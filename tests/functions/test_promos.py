"""Promos over HTTP: by a program, by plain forms, by many at once."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from functions._wiring import Ports
from shop.promos import Promo, code_hash
from shop.text import Text
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY
from tests.functions.published import TERMS, euros, publish
from tests.functions.test_pages import BASKET, PERSON, well_formed
from tests.shop.test_redeeming import AT

SPRING = {"en": "Spring sale", "ru": "Весенняя скидка"}


@cache
def _spring() -> Promo:
    return Promo("spring", Text(SPRING), code_hash("SPRING10", TERMS.url), Decimal(10), uses=1)


@pytest.fixture
def spring(site: Path) -> Promo:
    """A shop with one code that may be used once."""
    publish(site, terms=replace(TERMS, promos=(_spring(),)))
    return _spring()


def errors(answer: Answer) -> list[tuple[str, str]]:
    return [(error["field"], error["code"]) for error in answer.json["errors"]]


def test_a_quote_names_every_discount_and_never_a_code(client: Client, site: Path, spring: Promo) -> None:
    post = Promo("post", Text.plain("Post for free"), free_delivery=True, stacks=True)
    publish(site, terms=replace(TERMS, promos=(replace(spring, stacks=True), post)))

    answer = client.post("/api/quote", {
        "lines": [{"sku": "TP-01-S", "quantity": 1}], "delivery": {"method": "courier"}, "promo": "spring10",
    })  # fmt: skip

    assert answer.json["discounts"] == [
        {"name": "Spring sale", "amount": "4.80", "amount_text": "−€4.80", "free_delivery": False},
        {"name": "Post for free", "amount": "0.00", "amount_text": "free delivery", "free_delivery": True},
    ]
    assert (answer.json["goods"], answer.json["total"]) == ("48.00", "43.20")
    assert answer.json["promo"] == {"applied": True, "text": ""}
    assert "spring10" not in answer.text.lower()


def test_a_code_that_takes_nothing_off_is_told_and_stays_unused(
    client: Client, site: Path, ports: Ports, order: dict[str, Any], spring: Promo
) -> None:
    half = Promo("half", Text.plain("Half price"), percent=Decimal(50))
    publish(site, terms=replace(TERMS, promos=(spring, half)))
    order |= {"promo": "SPRING10", "expected_total": "28.90"}

    quoted = client.post("/api/quote", order).json
    client.post("/api/orders", order, KEY)

    assert quoted["promo"]["applied"] is False
    assert "stays unused" in quoted["promo"]["text"]
    assert ports.promos.used("spring", ()) == (0, 0)


def test_an_order_with_a_code_says_so_wherever_it_is_shown(
    client: Client, ports: Ports, order: dict[str, Any], spring: Promo
) -> None:
    order |= {"promo": "SPRING10", "expected_total": "48.10"}

    placed = client.post("/api/orders", order, KEY).json
    number, key = placed["track"].split("#")[1].split(".")
    shown = client.post("/api/track", {"number": number, "key": key, "language": "ru"}).json

    assert placed["discounts"][0]["amount"] == "4.80"
    assert shown["discounts"][0] == {
        "name": "Весенняя скидка", "amount": "4.80", "amount_text": "−4,80\u00a0€", "free_delivery": False,
    }  # fmt: skip
    assert ports.promos.used("spring", ()) == (1, 0)


def test_a_code_for_one_that_many_race_for_is_had_by_exactly_one(
    client: Client, ports: Ports, order: dict[str, Any], spring: Promo
) -> None:
    order |= {"promo": "SPRING10", "expected_total": "48.10", "lines": [{"sku": "TP-01-S", "quantity": 1}]}

    with ThreadPoolExecutor(7) as pool:
        answers = list(pool.map(lambda n: client.post("/api/orders", order, f"{KEY}-{n}"), range(7)))

    assert sorted(answer.status for answer in answers) == [201] + [422] * 6
    refused = [answer for answer in answers if answer.status == 422]
    assert all(errors(answer) == [("promo", "promo_used_up")] for answer in refused)
    assert (len(ports.orders.recent(10)), ports.promos.used("spring", ())) == (1, (1, 0))


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "This code is not valid here."), ("ru", "Этот код здесь не действует.")],
)
def test_a_code_nobody_knows_is_told_in_the_visitor_s_language(
    client: Client, order: dict[str, Any], language: str, message: str, spring: Promo
) -> None:
    answer = client.post("/api/quote", order | {"promo": "GUESS", "language": language})

    assert (answer.status, errors(answer)) == (422, [("promo", "unknown_promo")])
    assert answer.json["errors"][0]["message"].startswith(message)


@pytest.mark.parametrize(
    ("change", "language", "words"),
    [
        ({"minimum": euros("60")}, "en", "for orders of €60.00 and more"),
        ({"minimum": euros("60")}, "ru", "для заказов от 60,00\u00a0€"),
        ({"starts": AT.replace(year=2100)}, "en", "it begins on 1 March 2100, 13:00."),
        ({"starts": AT.replace(year=2100)}, "ru", "начнёт действовать 1 марта 2100, 13:00."),
    ],
)
def test_amounts_and_dates_are_told_as_the_visitor_writes_them(
    client: Client, site: Path, order: dict[str, Any], change: Mapping[str, Any], language: str, words: str,
    spring: Promo,
) -> None:  # fmt: skip
    publish(site, terms=replace(TERMS, promos=(replace(spring, **change),)))

    answer = client.post("/api/quote", order | {"promo": "SPRING10", "language": language})

    assert words in answer.json["errors"][0]["message"]


def test_by_plain_forms_a_code_is_applied_and_the_order_placed(
    client: Client, ports: Ports, spring: Promo
) -> None:
    first = client.submit("/api/quote", BASKET)
    applied = client.submit("/api/quote", first.fields | PERSON | {"promo": " spring10 "})
    placed = client.submit("/api/orders", applied.fields)

    assert first.fields["promo"] == ""
    assert (applied.status, applied.fields["expected_total"]) == (200, "48.10")
    assert "Spring sale" in applied.text
    assert "−€4.80" in applied.text
    assert applied.fields["promo"].strip() == "spring10"
    assert well_formed(applied)
    assert (placed.status, ports.orders.recent(1)[0].total) == (201, euros("48.10"))
    assert "Spring sale" in placed.text


def test_by_plain_forms_a_wrong_code_is_told_beside_its_field_and_the_basket_is_kept(
    client: Client, ports: Ports, spring: Promo
) -> None:
    page = client.submit("/api/quote", BASKET | PERSON | {"promo": "GUESS"})

    assert (page.status, page.fields["promo"]) == (422, "GUESS")
    assert 'id="promo-error">This code is not valid here.' in page.text
    assert page.fields["expected_total"] == "52.90"
    assert page.fields["contact.name"] == PERSON["contact.name"]
    assert well_formed(page)
    assert client.submit("/api/orders", page.fields | {"promo": ""}).status == 201


def test_by_plain_forms_a_promo_that_was_spent_is_told_with_the_new_total(
    client: Client, site: Path, ports: Ports
) -> None:
    first = Promo("first", Text.plain("First order"), percent=Decimal(10), uses_per_contact=1)
    publish(site, terms=replace(TERMS, promos=(first,)))
    page = client.submit("/api/quote", BASKET | PERSON)
    client.submit("/api/orders", page.fields | PERSON)

    again = client.submit("/api/quote", BASKET | PERSON)
    told = client.submit("/api/orders", again.fields | PERSON)

    assert again.fields["expected_total"] == "48.10"
    assert (told.status, told.fields["expected_total"]) == (409, "52.90")
    assert client.submit("/api/orders", told.fields).status == 201


def test_a_shop_without_codes_asks_for_none(client: Client) -> None:
    assert "promo" not in client.submit("/api/quote", BASKET).fields
