"""The handlers, fed with events as Yandex Cloud documents them: API Gateway 1.0 and 0.1, timer, stream."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from types import ModuleType
from typing import Any
from urllib.parse import urlencode

import pytest

from functions import _calls, _wiring, bounces, desk, feedback, orders, outbox, tickets
from functions._wiring import Ports
from functions._yandex import second_shape
from shop import actions, picture_links
from shop.bounces import UNDELIVERABLE, silenced
from shop.tickets import NEW
from tests.functions.conftest import KEY
from tests.functions.test_bodies import MULTIPART, form
from tests.functions.test_images import picture

HOST = "d5dm1lba80md1lba80md.i9iecgjg.apigw.yandexcloud.net"
FORM = "application/x-www-form-urlencoded"

Shape = Callable[..., dict[str, Any]]


@pytest.fixture
def deployed(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ports]:
    """The handlers as they are after a cold start with these ports."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monkeypatch.setattr(_wiring, "ports", lambda: ports)
    for function in (orders, tickets, feedback, desk):
        hosted = _calls.on_lambda(function.application(lambda: ports))
        monkeypatch.setattr(function, "_lambda", lambda hosted=hosted: hosted)
    yield ports
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    asyncio.set_event_loop(None)


def common(method: str, body: bytes, media: str, query: Mapping[str, list[str]]) -> dict[str, Any]:
    """What both shapes have. Everything but JSON comes in base64."""
    headers = {
        "Accept": ["*/*"], "Content-Type": [media], "Host": [HOST], "Idempotency-Key": [KEY],
        "User-Agent": ["curl/8.4.0"], "X-Forwarded-For": ["198.51.100.7", "192.0.2.1"],
        "X-Real-Remote-Address": ["[192.0.2.1]:37310"],
    }  # fmt: skip
    plain = media == "application/json"
    return {
        "httpMethod": method,
        "headers": {name: values[-1] for name, values in headers.items()},
        "multiValueHeaders": headers,
        "queryStringParameters": {name: values[-1] for name, values in query.items()},
        "multiValueQueryStringParameters": query,
        "requestContext": {
            "identity": {"sourceIp": "192.0.2.1", "userAgent": "curl/8.4.0"},
            "httpMethod": method,
            "requestId": "cd0d12cd-c5f1-4348-9dff-c50a78f1eb79",
            "requestTime": "26/Nov/2026:14:22:07 +0000",
            "requestTimeEpoch": 1795702927,
        },
        "body": body.decode() if plain else base64.b64encode(body).decode(),
        "isBase64Encoded": not plain,
    }


def first(path: str, body: bytes = b"", media: str = FORM, method: str = "POST", **query: list[str]) -> Any:
    """`payload_format_version: "1.0"` of a gateway."""
    more = {"resource": "/api/{rest+}", "pathParameters": {"rest": "x"}, "parameters": {}, "operationId": ""}
    return {"version": "1.0", "path": path, **common(method, body, media, query), **more}


def zeroth(path: str, body: bytes = b"", media: str = FORM, method: str = "POST", **query: list[str]) -> Any:
    """What a gateway sends where nothing is said."""
    asked = f"{path}?{urlencode(query, doseq=True)}" if query else path
    more = {"params": {}, "pathParams": {"rest": "x"}, "multiValueParams": {}}
    return {"url": asked, "path": "/api/{rest+}", **common(method, body, media, query), **more}


shapes = pytest.mark.parametrize("shape", [first, zeroth])


@shapes
def test_an_order_is_placed_once(deployed: Ports, order: dict[str, Any], shape: Shape) -> None:
    sent = shape("/api/orders", json.dumps(order).encode(), "application/json")

    placed, again = orders.handler(sent, None), orders.handler(sent, None)

    assert (placed["statusCode"], placed["isBase64Encoded"]) == (201, False)
    assert json.loads(placed["body"])["number"] == "V-10001-4"
    assert again["body"] == placed["body"]
    assert again["headers"]["idempotent-replayed"] == "true"
    assert len(deployed.orders.recent(5)) == 1


@shapes
def test_a_form_in_base64_is_answered_with_a_page(deployed: Ports, shape: Shape) -> None:
    form = urlencode({"lines.0.sku": "TEA-1", "lines.0.quantity": "1", "note": "чай"}).encode()

    page = orders.handler(shape("/api/quote", form), None)

    assert (page["statusCode"], page["isBase64Encoded"]) == (200, False)
    assert page["body"].startswith("<!doctype html>")


@shapes
def test_a_picture_arrives_and_is_handed_out_whole(deployed: Ports, shape: Shape) -> None:
    body = form(
        ("topic", b"question"), ("message", "Разбита".encode()), ("contact.email", b"anna@example.org"),
        ("idempotency_key", KEY.encode()), files=[("pictures", "a.jpg", picture())],
    )  # fmt: skip

    opened = tickets.handler(shape("/api/tickets", body, MULTIPART), None)
    (ticket,) = deployed.tickets.listed([NEW], 5)
    (id,) = deployed.tickets.entries(ticket.id)[0].pictures
    token = picture_links.sign(deployed.root_key, ticket.number, id, datetime.now(UTC))
    shown = tickets.handler(shape(f"/api/pictures/{token}", method="GET"), None)

    assert opened["statusCode"] == 201
    assert (shown["isBase64Encoded"], shown["headers"]["content-type"]) == (True, "image/jpeg")
    kept = deployed.tickets.picture(ticket.id, id)
    assert kept is not None
    assert base64.b64decode(shown["body"]) == kept.content


@shapes
def test_a_query_that_names_one_thing_twice_keeps_both(deployed: Ports, shape: Shape) -> None:
    answer = orders.handler(shape("/api/stock", method="GET", sku=["TP-01-S", "TEA-1"]), None)

    assert answer["statusCode"] == 200
    assert json.loads(answer["body"]).keys() == {"TP-01-S", "TEA-1"}


@shapes
def test_the_owner_s_link_acts(deployed: Ports, order: dict[str, Any], shape: Shape) -> None:
    orders.handler(shape("/api/orders", json.dumps(order).encode(), "application/json"), None)
    placed = deployed.orders.recent(1)[0]
    path = actions.PATH + actions.sign(deployed.root_key, actions.ORDER, placed.id, datetime.now(UTC))

    looked = desk.handler(shape(path, method="GET"), None)
    moved = desk.handler(shape(path, urlencode({"version": "1", "to": "approval"}).encode()), None)

    assert looked["statusCode"] == 200
    assert (moved["statusCode"], moved["headers"]["location"]) == (303, f"{path}?done=1")


@shapes
@pytest.mark.parametrize("function", [orders, tickets, feedback, desk])
def test_no_answer_sets_a_cookie_and_all_is_text_that_json_can_hold(
    deployed: Ports, shape: Shape, function: ModuleType
) -> None:
    for path in ("/api/orders", "/api/tickets", "/api/feedback", "/desk/act/x", "/nowhere", "/"):
        answer = function.handler(shape(path, b"a=1"), None)

        assert set(answer) == {"statusCode", "headers", "body", "isBase64Encoded"}
        assert all(isinstance(value, str) for value in answer["headers"].values())
        assert "set-cookie" not in answer["headers"]
        json.dumps(answer)


def test_visitors_are_told_apart_by_whom_the_gateway_saw(deployed: Ports, order: dict[str, Any]) -> None:
    sent = first("/api/orders", json.dumps(order).encode(), "application/json")

    told = second_shape(sent)

    assert told["requestContext"]["http"]["sourceIp"] == "192.0.2.1"
    assert told["headers"]["x-forwarded-for"] == "198.51.100.7, 192.0.2.1"


def test_a_function_s_own_address_names_no_path_so_nothing_is_found(deployed: Ports) -> None:
    event = {**common("GET", b"", FORM, {}), "path": ""}

    assert orders.handler(event, None)["statusCode"] == 404


def test_the_timer_sends_what_is_due(deployed: Ports, order: dict[str, Any]) -> None:
    orders.handler(first("/api/orders", json.dumps(order).encode(), "application/json"), None)
    about = {
        "event_id": "a1s41g2n5g0o", "event_type": "yandex.cloud.events.serverless.triggers.TimerMessage",
        "created_at": "2026-11-26T12:05:14.227761Z", "cloud_id": "b1gvlrnlei4l", "folder_id": "b1g88tflru0e",
    }  # fmt: skip
    tick = {"messages": [{"event_metadata": about, "details": {"trigger_id": "a1sfe0", "payload": ""}}]}

    assert outbox.handler(tick, None) == {"sent": 2, "failed": 0, "kept": 0}
    assert outbox.handler(tick, None) == {"sent": 0, "failed": 0, "kept": 0}


def test_an_address_that_postbox_could_not_reach_is_written_to_no_more(deployed: Ports) -> None:
    told = {"messages": [notice("Send"), notice("Bounce"), notice("Delivery"), {"key": "value"}]}

    assert bounces.handler(told, None) == {"silenced": 1, "ignored": 2, "malformed": 1}
    assert silenced("anna@example.org", deployed) == UNDELIVERABLE


def notice(kind: str) -> dict[str, Any]:
    """What Postbox writes into a data stream; it tells neither headers nor tags of the letter."""
    bounce = {
        "bounceType": "Permanent", "bounceSubType": "Undetermined", "timestamp": "2026-11-25T18:08:04+03:00",
        "bouncedRecipients": [
            {"emailAddress": "anna@example.org", "action": "failed", "status": "5.1.1",
             "diagnosticCode": "Other"},
        ],
    }  # fmt: skip
    return {
        "eventType": kind,
        "mail": {
            "timestamp": "2026-11-25T18:08:04.933666+03:00",
            "messageId": "QA_JPkU2fkpIWdkxAOASH",
            "identityId": "ZtYk0rrjN87m-Ovxjte1G",
            "commonHeaders": {"from": ["Shop <hello@shop.example>"], "to": ["anna@example.org"]},
        },
        "bounce": bounce if kind == "Bounce" else None,
        "delivery": None,
        "eventId": "jdMtnVniDeHqlQX8ygwEX:0",
    }
