"""Orders and quotes as a program sends them, in JSON."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from functions._wiring import Ports
from shop.terms import Rates
from tests.functions.browser import Answer, Client
from tests.functions.conftest import KEY
from tests.functions.published import OFFERS, TERMS, offer, publish

ROOT = Path(__file__).resolve().parents[2]


def fields_refused(answer: Answer) -> dict[str, str]:
    return {error["field"]: error["code"] for error in answer.json["errors"]}


def stored(ports: Ports) -> list[Any]:
    return list(ports.orders.recent(1000))


def test_an_order_is_placed_and_answered_with_its_number_total_and_link(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    answer = client.post("/api/orders", order, KEY)

    assert answer.status == 201
    assert answer.headers["content-type"] == "application/json"
    assert "idempotent-replayed" not in answer.headers
    placed = stored(ports)[0]
    assert answer.json == {
        "number": "V-10001-4",
        "total": "52.90",
        "total_text": "€52.90",
        "currency": "EUR",
        "status": "new",
        "discounts": [],
        "track": placed.link(ports.root_key),
    }
    assert placed.customer.phone == "+49 30 1234567"
    assert placed.note == "please ring twice"
    assert placed.delivery.address.city == "Berlin"


def test_the_link_leads_to_the_page_in_the_language_of_the_order(
    client: Client, order: dict[str, Any]
) -> None:
    first = client.post("/api/orders", order, KEY).json["track"]
    second = client.post("/api/orders", {**order, "language": "ru"}, KEY + "2").json["track"]

    assert re.fullmatch(r"https://shop\.example/order/#V-10001-4\.[\w-]{27}", first)
    assert re.fullmatch(r"https://shop\.example/ru/order/#V-10002-3\.[\w-]{27}", second)


def test_a_replay_gives_the_same_bytes_and_says_so(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    first = client.post("/api/orders", order, KEY)
    again = client.post("/api/orders", dict(reversed(order.items())), KEY)

    assert (again.status, again.body) == (201, first.body)
    assert again.headers["idempotent-replayed"] == "true"
    assert len(stored(ports)) == 1


def test_a_replay_is_answered_even_when_the_shop_no_longer_sells_that(
    client: Client, site: Path, order: dict[str, Any]
) -> None:
    first = client.post("/api/orders", order, KEY)
    publish(site, offers=OFFERS[1:])

    again = client.post("/api/orders", order, KEY)

    assert (again.status, again.body) == (201, first.body)


def test_a_key_with_another_body_is_refused_and_nothing_is_written(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    client.post("/api/orders", order, KEY)

    answer = client.post("/api/orders", {**order, "note": "another"}, KEY)

    assert answer.status == 422
    assert answer.json["type"] == "urn:vitrina:problem:key_reused"
    assert len(stored(ports)) == 1


@pytest.mark.parametrize("key", ["short", "x" * 256, "with space", "tab\there1", "ключ-ключ"])
def test_a_key_that_is_none_is_refused(client: Client, order: dict[str, Any], key: str) -> None:
    sent = key.encode().decode("latin-1")

    answer = client.post("/api/orders", order, sent)

    assert answer.status == 400
    assert answer.json["type"].endswith("key_malformed")


def test_an_order_without_a_key_is_told_to_bring_one(client: Client, order: dict[str, Any]) -> None:
    answer = client.post("/api/orders", order)

    assert answer.status == 400
    assert "Idempotency-Key" in answer.json["title"]


def test_32_twins_at_once_become_one_order_that_all_of_them_get(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    with ThreadPoolExecutor(32) as pool:
        answers = list(pool.map(lambda _: client.post("/api/orders", order, KEY), range(32)))

    assert {answer.status for answer in answers} == {201}
    assert len({answer.body for answer in answers}) == 1
    assert len(stored(ports)) == 1


def test_many_at_once_get_numbers_of_their_own(client: Client, ports: Ports, order: dict[str, Any]) -> None:
    order["lines"] = [{"sku": "TEA-1", "quantity": 1}]
    del order["expected_total"]

    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: client.post("/api/orders", order, f"{KEY}-{n}"), range(48)))

    assert len({answer.json["number"] for answer in answers}) == 48
    assert len(stored(ports)) == 48


def test_a_total_the_visitor_did_not_see_is_never_charged(
    client: Client, site: Path, ports: Ports, order: dict[str, Any]
) -> None:
    publish(site, (offer("TP-01-S", "Gaiwan", "49.00"),))

    answer = client.post("/api/orders", order, KEY)

    assert answer.status == 409
    assert answer.json["type"].endswith("price_changed")
    assert answer.json["quote"]["total"] == "53.90"
    assert stored(ports) == []


def test_more_than_there_is_is_answered_with_what_there_is(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    order["lines"] = [{"sku": "TP-01-L", "quantity": 2}, {"sku": "TP-01-L", "quantity": 1}]
    del order["expected_total"]

    answer = client.post("/api/orders", order, KEY)

    assert answer.status == 409
    assert answer.json["type"].endswith("not_enough")
    line = answer.json["quote"]["lines"][0]
    assert (line["quantity"], line["left"], line["enough"]) == (3, 2, False)
    assert stored(ports) == []


def test_every_wrong_field_is_told_at_once(client: Client, ports: Ports) -> None:
    answer = client.post(
        "/api/orders",
        {
            "lines": [{"sku": "NO-1", "quantity": 1}, {"sku": "TEA-1", "quantity": 0, "price": "0.01"}],
            "contact": {"name": "", "email": "anna@", "phone": "12"},
            "delivery": {"method": "courier", "address": {"country": "US", "city": "x" * 101}},
            "payment": "gold",
            "promo": "SPRING10",
            "language": "tlh",
            "total": "0.01",
            "expected_total": "cheap",
        },
        KEY,
    )

    assert answer.status == 422
    assert fields_refused(answer) == {
        "lines.0.sku": "not_on_sale",
        "lines.1.price": "unknown_field",
        "lines.1.quantity": "quantity_range",
        "contact.name": "required",
        "contact.email": "not_an_email",
        "contact.phone": "not_a_phone",
        "delivery.address.country": "not_delivered_there",
        "delivery.address.postcode": "required",
        "delivery.address.city": "too_long",
        "delivery.address.street": "required",
        "payment": "choose_payment",
        "promo": "unknown_promo",
        "language": "unknown_language",
        "total": "unknown_field",
        "expected_total": "not_an_amount",
    }
    assert stored(ports) == []


def test_messages_come_in_the_language_of_the_visitor(client: Client, order: dict[str, Any]) -> None:
    del order["payment"], order["language"]

    answer = client.post("/api/orders", order, KEY, accept_language="de;q=0.9, ru-RU;q=0.8")

    assert answer.json["errors"][0]["message"] == "Выберите способ оплаты."


@pytest.mark.parametrize("quantity", [1, 1.0, "1", " 1 "])
def test_a_whole_quantity_may_be_written_in_several_ways(
    client: Client, order: dict[str, Any], quantity: object
) -> None:
    order["lines"][0]["quantity"] = quantity

    assert client.post("/api/orders", order, KEY).status == 201


@pytest.mark.parametrize("quantity", [0, -1, 1.5, 1000, 10**30, True, None, "", "1e2", "½", [1], {"a": 1}])
def test_any_other_quantity_is_refused(client: Client, order: dict[str, Any], quantity: object) -> None:
    order["lines"][0]["quantity"] = quantity

    answer = client.post("/api/orders", order, KEY)

    assert answer.status == 422
    assert set(fields_refused(answer)) == {"lines.0.quantity"}


def test_pick_up_needs_no_address_and_keeps_none(client: Client, ports: Ports, order: dict[str, Any]) -> None:
    order["delivery"]["method"] = "pickup"
    order["expected_total"] = "48.00"

    assert client.post("/api/orders", order, KEY).status == 201
    assert stored(ports)[0].delivery.address is None


def test_a_phone_without_a_code_is_read_as_one_of_the_country_delivered_to(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    order["contact"] = {"name": "Eva", "phone": "01 5123456"}
    order["delivery"]["address"]["country"] = "AT"

    client.post("/api/orders", order, KEY)

    assert stored(ports)[0].customer.phone == "+43 1 5123456"


def test_a_quote_prices_like_an_order_and_writes_nothing(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    answer = client.post("/api/quote", order)

    assert answer.status == 200
    assert (answer.json["goods"], answer.json["total"], answer.json["total_text"]) == (
        "48.00",
        "52.90",
        "€52.90",
    )
    assert answer.json["delivery"]["price_text"] == "€4.90"
    assert answer.json["tax"] == {"rate": "19", "included": True, "amount": "8.45", "amount_text": "€8.45"}
    assert answer.json["discounts"] == []
    assert stored(ports) == []


def test_a_quote_without_a_method_has_no_price_of_delivery(client: Client) -> None:
    answer = client.post("/api/quote", {"lines": [{"sku": "TEA-1", "quantity": 2}], "language": "ru"})

    delivery = answer.json["delivery"]
    assert (delivery["method"], delivery["price"], delivery["price_text"]) == (None, None, "")
    assert [(choice["id"], choice["price_text"]) for choice in delivery["choices"]] == [
        ("courier", "4,90\u00a0€"),
        ("parcel", "9,50\u00a0€"),
        ("pickup", "бесплатно"),
    ]
    assert answer.json["total"] == "14.90"


def test_a_quote_for_a_country_offers_what_reaches_it(client: Client) -> None:
    lines = [{"sku": "TEA-1", "quantity": 1}]

    answer = client.post("/api/quote", {"lines": lines, "delivery": {"address": {"country": "fr"}}})

    assert [choice["id"] for choice in answer.json["delivery"]["choices"]] == ["parcel", "pickup"]


@pytest.mark.parametrize("path", ["/api/orders", "/api/quote", "/api/track"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "OPTIONS", "HEAD"])
def test_another_method_is_405_with_those_allowed(client: Client, path: str, method: str) -> None:
    answer = client.send(method, path, b"", {})

    assert answer.status == 405
    assert answer.headers["allow"] == "POST"


def test_another_address_is_a_problem_too(client: Client) -> None:
    answer = client.get("/api/orders/", {"accept-language": "ru"})

    assert answer.status == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["title"] == "По этому адресу ничего нет."


def test_every_answer_is_kept_out_of_caches_and_frames(client: Client) -> None:
    for answer in (client.get("/api/health"), client.get("/nothing"), client.post("/api/quote", {})):
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["x-robots-tag"] == "noindex"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_nothing_a_visitor_sends_is_logged(
    client: Client, order: dict[str, Any], caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(0)

    client.post("/api/orders", order, KEY)
    client.post("/api/orders", {**order, "payment": "gold"}, KEY)

    written = caplog.text + "".join(capfd.readouterr())
    for secret in ("Anna", "anna@", "1234567", "Invalidenstr", "ring twice"):
        assert secret not in written


def test_an_order_in_json_loads_neither_jinja_nor_any_cloud(site: Path, tmp_path: Path) -> None:
    script = (
        "import sys, json; from pathlib import Path; from functions import orders, _wiring\n"
        "from tests.functions.browser import Client\n"
        f"ports = _wiring.embedded({str(site)!r}, Path({str(tmp_path / 's')!r}))\n"
        "client = Client(orders.application(lambda: ports))\n"
        "answer = client.post('/api/orders', json.loads(sys.argv[1]), 'a-fresh-key')\n"
        "ports.close()\n"
        "print(answer.status, [m for m in ('jinja2', 'boto3', 'yaml', 'storefront') if m in sys.modules])\n"
    )
    sent = (
        '{"lines": [{"sku": "TEA-1", "quantity": 1}], "contact": {"name": "A", "email": "a@example.org"},'
        ' "delivery": {"method": "pickup"}, "payment": "cash"}'
    )

    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script, sent],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert ran.stdout.strip() == "201 []"


def test_an_order_and_all_that_is_counted_for_it_are_one_commit(
    client: Client, ports: Ports, site: Path, order: dict[str, Any]
) -> None:
    publish(site, terms=replace(TERMS, rates=Rates()))
    commits: list[str] = []
    opened = ports.orders._database.opened()  # type: ignore[attr-defined]
    opened.set_trace_callback(lambda sql: commits.append(sql) if sql == "COMMIT" else None)

    assert client.post("/api/orders", order, KEY).status == 201

    assert commits == ["COMMIT"]
    hits = opened.execute("SELECT count(*) FROM limits").fetchone()
    assert hits == (5,)  # two contacts, the shop, an order without a token, and the letter to the customer
