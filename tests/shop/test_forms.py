from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from shop import limits
from shop.baskets import skus
from shop.errors import Invalid
from shop.forms import fingerprint, read_order, read_quote, read_track
from shop.pricing import Line
from shop.requests import Address, Customer, OrderRequest
from tests.shop.makers import BOOK, Contacts, euros, sent

AT = datetime(2026, 11, 23, 8, tzinfo=UTC)
ADDRESS = {"country": "de", "postcode": " 10115 ", "city": "Berlin", "street": "A\u00a01"}


def read(**changes: Any) -> OrderRequest:
    return read_order(sent(**changes), BOOK, Contacts(), "ru", AT)


def refused(**changes: Any) -> dict[str, str]:
    with pytest.raises(Invalid) as raised:
        read(**changes)
    return {error.field: error.code for error in raised.value.errors}


def test_an_order_is_read_whole() -> None:
    order = read(
        contact={"name": " Anna  Berg ", "phone": "301"},
        delivery={"method": "courier", "address": ADDRESS},
        note="a\r\nb",
        expected_total="45.00",
    )

    assert order == OrderRequest(
        lines=(Line("A", 2),),
        customer=Customer("Anna Berg", None, "DE:301"),
        method="courier",
        address=Address("DE", "10115", "Berlin", "A 1"),
        payment="cash",
        note="a\nb",
        language="ru",
        expected_total=euros("45"),
    )


def test_lines_of_one_sku_are_summed() -> None:
    order = read(
        lines=[{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 1}, {"sku": " A ", "quantity": 2}]
    )

    assert order.lines == (Line("A", 3), Line("B", 1))


@pytest.mark.parametrize(
    ("lines", "errors"),
    [
        (None, {"lines": "no_lines"}),
        ([], {"lines": "no_lines"}),
        ("A", {"lines": "not_a_list"}),
        ({"sku": "A"}, {"lines": "not_a_list"}),
        (["A"], {"lines.0": "not_a_group", "lines.0.sku": "required", "lines.0.quantity": "required"}),
        ([{"sku": "A", "quantity": 600}] * 2, {"lines": "quantity_range"}),
        ([{"sku": "A", "quantity": 1}] * (limits.LINES_SENT + 1), {"lines": "too_many_lines"}),
        ([{"sku": ["A"], "quantity": 1}], {"lines.0.sku": "not_text"}),
        ([{"sku": "A", "quantity": 1, "price": "0.01"}], {"lines.0.price": "unknown_field"}),
    ],
)
def test_lines_that_cannot_be_ordered_are_refused(lines: object, errors: dict[str, str]) -> None:
    assert refused(lines=lines) == errors


def test_an_order_holds_forty_different_things() -> None:
    lines = [{"sku": f"X-{number}", "quantity": 1} for number in range(limits.LINES + 1)]

    assert refused(lines=lines)["lines"] == "too_many_lines"
    assert "lines" not in refused(lines=lines[:-1])


def quick(**changes: Any) -> dict[str, Any]:
    return {"lines": [{"sku": "A", "quantity": 1}], "contact": {"phone": "301"}, **changes}


def test_one_click_needs_one_line_and_a_way_to_call_back() -> None:
    order = read_order(quick(note="after six"), BOOK, Contacts(), "ru", AT)

    assert order.quick
    assert (order.customer, order.method, order.address, order.payment, order.note) == (
        Customer("", None, "+49 30 1:301"), "", None, "", "after six",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"contact": {}}, {"contact.email": "email_or_phone", "contact.phone": "email_or_phone"}),
        ({"contact": None}, {"contact.email": "email_or_phone", "contact.phone": "email_or_phone"}),
        ({"contact": {"email": "anna"}}, {"contact.email": "not_an_email"}),
        ({"delivery": {}}, {"delivery.method": "choose_delivery", "payment": "choose_payment"}),
        ({"payment": "cash"}, {"delivery.method": "choose_delivery", "contact.name": "required"}),
        (
            {"lines": [{"sku": "A", "quantity": 1}, {"sku": "B", "quantity": 1}]},
            {"delivery.method": "choose_delivery", "payment": "choose_payment", "contact.name": "required"},
        ),
        ({"lines": []}, {"lines": "no_lines", "delivery.method": "choose_delivery"}),
    ],
)
def test_half_an_order_is_not_taken_for_one_click(changes: dict[str, Any], refused: dict[str, str]) -> None:
    with pytest.raises(Invalid) as raised:
        read_order(quick(**changes), BOOK, Contacts(), "ru", AT)

    assert refused.items() <= {error.field: error.code for error in raised.value.errors}.items()


@pytest.mark.parametrize("empty", [None, "", "  "])
def test_somebody_without_address_and_phone_is_asked_for_either(empty: str | None) -> None:
    assert refused(contact={"name": "Anna", "email": empty, "phone": empty}) == {
        "contact.email": "email_or_phone",
        "contact.phone": "email_or_phone",
    }


def test_one_wrong_way_to_be_reached_is_told_even_beside_a_right_one() -> None:
    assert refused(contact={"name": "Anna", "email": "anna", "phone": "1"}) == {
        "contact.email": "not_an_email"
    }


@pytest.mark.parametrize(
    ("country", "method"), [("FR", "courier"), ("D", "post"), ("D1", "post"), ("DEU", "post")]
)
def test_a_country_must_be_one_the_method_reaches(country: str, method: str) -> None:
    delivery = {"method": method, "address": {**ADDRESS, "country": country}}

    assert refused(delivery=delivery) == {"delivery.address.country": "not_delivered_there"}


def test_an_address_is_asked_for_only_where_one_is_needed() -> None:
    assert read(delivery={"method": "pickup", "address": ADDRESS}).address is None
    assert set(refused(delivery={"method": "post"})) == {
        f"delivery.address.{name}" for name in ("country", "postcode", "city", "street")
    }


@pytest.mark.parametrize(
    ("total", "code"),
    [("1,00", "not_an_amount"), ("1.001", "not_an_amount"), (45, "not_text"), ("-1", "not_an_amount")],
)
def test_a_total_that_is_no_amount_is_refused(total: object, code: str) -> None:
    assert refused(expected_total=total) == {"expected_total": code}


def test_what_is_wrong_with_a_group_is_told_once() -> None:
    with pytest.raises(Invalid) as raised:
        read(delivery="x")

    assert [(error.field, error.code) for error in raised.value.errors] == [
        ("delivery", "not_a_group"),
        ("delivery.method", "choose_delivery"),
    ]


def test_a_code_that_cannot_be_honoured_is_not_passed_over() -> None:
    assert refused(promo="SPRING10") == {"promo": "unknown_promo"}
    assert read(promo="").lines


def test_unknown_fields_are_named_wherever_they_stand() -> None:
    assert refused(
        total="1", contact={"name": "A", "email": "a@b", "age": 3}, delivery={"method": "pickup", "price": 0}
    ) == {"total": "unknown_field", "delivery.price": "unknown_field", "contact.age": "unknown_field"}


def test_a_quote_looks_at_the_basket_alone() -> None:
    request = read_quote(sent(contact={"name": 7}, payment="gold", delivery={}), BOOK, AT)

    assert (request.lines, request.method, request.country) == ((Line("A", 2),), None, None)


def test_a_quote_refuses_a_method_it_does_not_know() -> None:
    with pytest.raises(Invalid) as raised:
        read_quote(sent(delivery={"method": "rocket"}), BOOK, AT)

    assert [error.field for error in raised.value.errors] == ["delivery.method"]


def test_tracking_needs_both_halves() -> None:
    with pytest.raises(Invalid) as raised:
        read_track({"number": "", "token": "x"})

    assert {error.field for error in raised.value.errors} == {"number", "key", "token"}


@pytest.mark.parametrize(
    "sent", [{}, {"lines": None}, {"lines": "A"}, {"lines": [1, {"sku": 2}, {"sku": "x" * 65}]}]
)
def test_skus_are_looked_for_in_anything(sent: dict[str, object]) -> None:
    assert skus(sent) == ()


def test_a_fingerprint_does_not_depend_on_the_order_of_fields() -> None:
    assert fingerprint({"a": 1, "b": {"c": 2, "d": "é"}}) == fingerprint({"b": {"d": "é", "c": 2}, "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": "1"})
    assert fingerprint({"a": "\ud800"})
