"""Following an order: what is left, cancelling it, having its link sent again."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime
from typing import Any

import pytest

from functions._wiring import Ports
from functions.outbox import drain
from shop import desk, limits
from shop.numbers import number_of
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY
from tests.functions.test_pages import well_formed


@pytest.fixture
def held(client: Client, order: dict[str, Any]) -> dict[str, str]:
    """What the link of a placed order says."""
    number, _, key = client.post("/api/orders", order, KEY).json["track"].partition("#")[2].partition(".")
    return {"number": number, "key": key}


def cancelled(client: Client, held: dict[str, str]) -> Answer:
    return client.post(f"/api/orders/{held['number']}/cancel", held)


def carried(page: Answer) -> dict[str, str]:
    """What the page's form for cancelling sends; the one for ordering again stands beside it."""
    return {name: page.fields[name] for name in ("number", "key", "language")}


def confirmed(ports: Ports, held: dict[str, str]) -> None:
    order = ports.orders.by_number(held["number"])
    assert order is not None
    desk.move(order, "approval", ports.prices.book(()).terms, ports, datetime.now(UTC), who="owner")


def letters(ports: Ports) -> list[tuple[str, str]]:
    """Every letter as it leaves: to whom, and about what."""
    sent: list[tuple[str, str]] = []
    while leased := ports.outbox.take(datetime.now(UTC), ("letter",)):
        sent.append((leased.message.event, leased.message.recipient))
        ports.outbox.done(leased, datetime.now(UTC))
    return sent


def test_the_shelves_tell_what_is_left_after_every_order(client: Client, held: dict[str, str]) -> None:
    answer = client.get("/api/stock?sku=TP-01-S&sku=TEA-1&sku=NOT-THERE")

    assert answer.status == 200
    assert answer.json == {"TP-01-S": 6, "TEA-1": None}
    assert answer.headers["cache-control"] == "public, max-age=15"
    assert answer.headers["x-content-type-options"] == "nosniff"
    cancelled(client, held)
    assert client.get("/api/stock?sku=TP-01-S").json == {"TP-01-S": 7}


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("", {"sku": "required"}),
        ("?sku=A&all=1", {"all": "unknown_field"}),
        ("?" + "&".join(["sku=A"] * (limits.SKUS_ASKED + 1)), {"sku": "too_many_skus"}),
    ],
)
def test_the_shelves_are_not_told_for_nothing_nor_all_at_once(
    client: Client, query: str, refused: dict[str, str]
) -> None:
    answer = client.get(f"/api/stock{query}", {"accept-language": "ru"})

    assert answer.status == 422
    assert {error["field"]: error["code"] for error in answer.json["errors"]} == refused
    assert answer.json["title"] == "Посмотрите, пожалуйста, на эти поля ещё раз."
    assert answer.headers["cache-control"] == "no-store"


def test_the_holder_of_the_link_cancels_an_order(client: Client, ports: Ports, held: dict[str, str]) -> None:
    answer = cancelled(client, held)

    assert answer.status == 200
    assert (answer.json["status"], answer.json["reason"], answer.json["can_cancel"]) == (
        "cancel", "customer", False,
    )  # fmt: skip
    assert answer.json == client.post("/api/track", held).json
    assert cancelled(client, held).json == answer.json
    assert ("order_withdrawn", "owner") in letters(ports)


def test_an_order_that_is_being_dealt_with_is_not_cancelled(
    client: Client, ports: Ports, held: dict[str, str]
) -> None:
    confirmed(ports, held)

    answer = cancelled(client, held)

    assert answer.status == 409
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.json["type"], answer.json["allowed"]) == ("urn:vitrina:problem:illegal_move", [])
    assert client.post("/api/track", held).json["status"] == "approval"


@pytest.mark.parametrize("wrong", ["number", "key", "address"])
def test_whoever_does_not_hold_the_link_is_answered_as_by_tracking(
    client: Client, held: dict[str, str], wrong: str
) -> None:
    other = number_of(10002)
    sent = {
        "number": {**held, "number": other}, "key": {**held, "key": "A" * 27}, "address": held,
    }[wrong]  # fmt: skip
    named = held["number"] if wrong == "key" else other

    answer = client.post(f"/api/orders/{named}/cancel", sent)

    unknown = client.post("/api/track", {**held, "key": "B" * 27})
    assert (answer.status, answer.body) == (404, unknown.body)
    assert client.post("/api/track", held).json["status"] == "new"


def test_an_order_is_cancelled_without_script_after_a_second_question(
    client: Client, held: dict[str, str]
) -> None:
    page = client.submit("/api/track", {**held, "language": "en"})
    assert well_formed(page)
    assert "Yes, cancel it" in page.text

    answer = client.submit(f"/api/orders/{held['number']}/cancel", carried(page))

    assert answer.status == 200
    assert well_formed(answer)
    assert "Cancelled" in answer.text
    assert "Yes, cancel it" not in answer.text


def test_without_script_it_is_told_on_the_order_s_page_that_it_is_too_late(
    client: Client, ports: Ports, held: dict[str, str]
) -> None:
    page = client.submit("/api/track", {**held, "language": "ru"})
    confirmed(ports, held)

    answer = client.submit(f"/api/orders/{held['number']}/cancel", carried(page))

    assert answer.status == 409
    assert well_formed(answer)
    assert "Отменить этот заказ здесь уже нельзя" in answer.text
    assert held["number"] in answer.text


def test_nothing_of_an_order_is_shown_to_whoever_cancels_with_a_wrong_key(
    client: Client, held: dict[str, str]
) -> None:
    answer = client.submit(f"/api/orders/{held['number']}/cancel", {**held, "key": "no"})

    assert answer.status == 404
    assert "Gaiwan" not in answer.text


def test_the_link_is_sent_to_the_address_in_the_order(
    client: Client, ports: Ports, held: dict[str, str]
) -> None:
    drain(ports, datetime.now(UTC))

    answer = client.post("/api/orders/find", {"number": held["number"], "email": "ANNA@example.org"})

    assert answer.status == 202
    assert "on the way" in answer.json["message"]
    assert letters(ports) == [("order_link", "customer")]


def test_the_letter_with_the_link_says_it_to_the_customer_alone(
    client: Client, ports: Ports, held: dict[str, str]
) -> None:
    client.post("/api/orders/find", {"number": held["number"], "email": "anna@example.org"})

    drain(ports, datetime.now(UTC))

    folder = ports.mailer._folder  # type: ignore[attr-defined]
    link = [file.read_text() for file in folder.glob("*.eml") if "The link to your order" in file.read_text()]
    assert len(link) == 1
    assert "To: anna@example.org" in link[0]
    assert f"#{held['number']}." in link[0].replace("=\n", "")


def test_every_search_is_answered_alike(client: Client, ports: Ports, held: dict[str, str]) -> None:
    there = {"number": held["number"], "email": "anna@example.org"}
    answers = [
        client.post("/api/orders/find", sent)
        for sent in (
            there, there, {**there, "email": "bert@example.org"}, {**there, "number": number_of(99999)},
        )
    ]  # fmt: skip
    pages = [client.submit("/api/orders/find", sent) for sent in (there, {**there, "email": "b@example.org"})]

    assert {(answer.status, answer.body) for answer in answers} == {(202, answers[0].body)}
    assert {(page.status, page.body) for page in pages} == {(202, pages[0].body)}
    assert well_formed(pages[0])


def test_a_search_takes_as_long_for_an_order_that_is_not_there(client: Client, order: dict[str, Any]) -> None:
    def seconds(number: str, email: str) -> float:
        begun = time.perf_counter()
        client.post("/api/orders/find", {"number": number, "email": email})
        return time.perf_counter() - begun

    there, not_there = [], []
    for turn in range(40):
        email = f"anna{turn}@example.org"
        order |= {"lines": [{"sku": "TEA-1", "quantity": 1}], "contact": {"name": "Anna", "email": email}}
        order.pop("expected_total", None)
        number = client.post("/api/orders", order, f"{KEY}-{turn}").json["number"]
        there.append(seconds(number, email))
        not_there.append(seconds(number_of(20000 + turn), email))

    # As many writes for both (tests/shop/test_following.py counts them); other work must not show either.
    assert 0.5 < statistics.median(there) / statistics.median(not_there) < 2


def test_a_number_with_a_slip_is_told_at_once(client: Client) -> None:
    answer = client.post("/api/orders/find", {"number": "V-10001-5", "email": "anna@example.org"})

    assert answer.status == 422
    assert {error["field"]: error["code"] for error in answer.json["errors"]} == {"number": "not_a_number"}
