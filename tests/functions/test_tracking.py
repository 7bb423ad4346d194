"""Orders as whoever holds their link sees them, in JSON."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from functions._wiring import Ports
from shop import desk
from shop.orders import Order
from shop.pricing import Line
from shop.returns import Return
from tests.functions.browser import Client
from tests.functions.conftest import KEY


def test_whoever_holds_the_link_sees_the_order_and_nothing_of_the_person(
    client: Client, order: dict[str, Any]
) -> None:
    number, key = client.post("/api/orders", order, KEY).json["track"].split("#")[1].split(".")

    answer = client.post("/api/track", {"number": number.lower(), "key": key})

    assert answer.status == 200
    assert answer.json["status_text"] == "Received, waiting for our answer"
    assert answer.json["lines"][0]["total_text"] == "€48.00"
    assert answer.json["delivery"]["city"] == "Berlin"
    for told in ("Anna", "anna@", "1234567", "Invalidenstr", "10115", "ring twice"):
        assert told not in answer.text


def test_the_link_tells_how_far_the_order_has_come(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    number, key = client.post("/api/orders", order, KEY).json["track"].split("#")[1].split(".")
    placed = client.post("/api/track", {"number": number, "key": key}).json
    moved, terms = ports.orders.by_number(number), ports.prices.book(()).terms
    at = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    for to in ("approval", "assembling", "delivery"):
        assert moved is not None
        moved = desk.move(moved, to, terms, ports, at, who="owner", tracking="LX1" * (to == "delivery"))

    shown = client.post("/api/track", {"number": number, "key": key, "language": "ru"}).json

    assert (placed["can_cancel"], shown["can_cancel"]) == (True, False)
    assert [step["reached"] for step in placed["steps"]] == [True, False, False, False, False]
    assert (shown["status"], shown["status_text"], shown["tracking"]) == ("delivery", "В пути", "LX1")
    assert [step["reached"] for step in shown["steps"]] == [True, True, True, True, False]
    assert shown["steps"][3] == {
        "status": "delivery", "label": "В пути", "reached": True,
        "at": "2026-11-23T08:00:00Z", "at_text": "23 ноября 2026, 09:00",
    }  # fmt: skip
    assert (shown["reason"], shown["discounts"], shown["returned"]) == ("", [], [])


def test_the_link_tells_why_an_order_was_cancelled_and_what_came_back(
    client: Client, ports: Ports, order: dict[str, Any]
) -> None:
    terms, at = ports.prices.book(()).terms, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    shown = []
    for trial, way in enumerate([("cancel",), ("approval", "assembling", "delivery", "complete")]):
        link = client.post("/api/orders", order, f"{KEY}{trial}").json["track"]
        number, key = link.split("#")[1].split(".")
        moved = ports.orders.by_number(number)
        for to in way:
            assert moved is not None
            moved = desk.move(moved, to, terms, ports, at, who="owner", reason="no_call" * (to == "cancel"))
        if moved is not None and moved.status == "complete":
            desk.take_back(
                moved,
                Return("r1", moved.id, at, "owner", (Line("TP-01-S", 1),), "broken", restock=False),
                ports,
            )
        shown.append(client.post("/api/track", {"number": number, "key": key}).json)

    assert (shown[0]["reason"], shown[0]["reason_text"]) == ("no_call", "We could not reach you.")
    assert [step["status"] for step in shown[0]["steps"]] == ["new", "cancel"]
    assert shown[1]["returned"] == [{"sku": "TP-01-S", "name": "Gaiwan", "option": "S", "quantity": 1}]


def test_a_wrong_number_and_a_wrong_key_are_answered_alike(client: Client, order: dict[str, Any]) -> None:
    number, key = client.post("/api/orders", order, KEY).json["track"].split("#")[1].split(".")

    wrong = [
        client.post("/api/track", {"number": sent, "key": secret})
        for sent, secret in [(number, key[:-1] + "!"), ("V-10002-3", key), ("V-10001-5", key), ("x", "y")]
    ]

    assert {answer.status for answer in wrong} == {404}
    assert len({answer.body for answer in wrong}) == 1


def test_a_wrong_key_reads_no_order_whatever_its_number(
    client: Client, ports: Ports, order: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    number, key = client.post("/api/orders", order, KEY).json["track"].split("#")[1].split(".")
    asked: list[str] = []
    store = ports.orders._database.opened()  # type: ignore[attr-defined]
    read: list[type] = []
    decode = msgspec.json.decode

    def watched(content: Any, type: type = object) -> Any:
        read.append(type)
        return decode(content, type=type)

    monkeypatch.setattr(msgspec.json, "decode", watched)
    store.set_trace_callback(asked.append)

    for sent in (number, "V-10002-3", "no number"):
        assert client.post("/api/track", {"number": sent, "key": "wrong"}).status == 404
    assert Order not in read
    assert len(asked) == 3
    assert len(set(asked)) == 1

    assert client.post("/api/track", {"number": number, "key": key}).status == 200
    assert Order in read
