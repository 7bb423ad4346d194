"""The deployed handlers, fed with events as AWS sends them."""

from __future__ import annotations

import asyncio
import base64
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.applications import Starlette

from functions import _wiring, desk, orders, outbox
from functions._wiring import Ports
from shop import actions
from tests.functions.conftest import KEY

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def deployed(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ports]:
    """The handlers as they are after a cold start with these ports."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    monkeypatch.setattr(_wiring, "ports", lambda: ports)
    monkeypatch.setattr(orders, "_lambda", lambda: _adapter(orders.application(lambda: ports)))
    monkeypatch.setattr(desk, "_lambda", lambda: _adapter(desk.application(lambda: ports)))
    yield ports
    loop.run_until_complete(loop.shutdown_default_executor())
    loop.close()
    asyncio.set_event_loop(None)


def _adapter(app: Starlette) -> Any:
    from mangum import Mangum

    text = ["text/", "application/json", "application/problem+json"]
    return Mangum(app, lifespan="off", text_mime_types=text)


def event(path: str, body: str, media: str, host: str, *, encoded: bool = False) -> dict[str, Any]:
    """An HTTP API (payload 2.0) event; a function's own address sends the same shape under another host."""
    return {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": "",
        "headers": {
            "accept": "*/*",
            "content-length": str(len(body)),
            "content-type": media,
            "host": host,
            "idempotency-key": KEY,
            "user-agent": "curl/8.4.0",
            "x-amzn-trace-id": "Root=1-674180aa-7f0e3c2b1d4a5968770a1b2c",
            "x-forwarded-for": "192.0.2.1",
            "x-forwarded-port": "443",
            "x-forwarded-proto": "https",
        },
        "requestContext": {
            "accountId": "anonymous",
            "apiId": host.split(".", maxsplit=1)[0],
            "domainName": host,
            "domainPrefix": host.split(".", maxsplit=1)[0],
            "http": {
                "method": "POST",
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "curl/8.4.0",
            },
            "requestId": "b0f2a8f6-52a1-4d6c-9f39-0c6f4a3f2f11",
            "routeKey": "$default",
            "stage": "$default",
            "time": "23/Nov/2026:08:00:00 +0000",
            "timeEpoch": 1795420800000,
        },
        "body": base64.b64encode(body.encode()).decode() if encoded else body,
        "isBase64Encoded": encoded,
    }


GATEWAY = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
ADDRESS = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws"


@pytest.mark.parametrize(("host", "encoded"), [(GATEWAY, False), (ADDRESS, True)])
def test_an_order_is_placed_through_lambda(
    deployed: Ports, order: dict[str, Any], host: str, encoded: bool
) -> None:
    sent = event("/api/orders", json.dumps(order), "application/json", host, encoded=encoded)

    first, again = orders.handler(sent, None), orders.handler(sent, None)

    assert (first["statusCode"], first["isBase64Encoded"]) == (201, False)
    assert json.loads(first["body"])["number"] == "V-10001-4"
    assert again["body"] == first["body"]
    assert again["headers"]["idempotent-replayed"] == "true"
    assert len(deployed.orders.recent(5)) == 1


def test_problems_and_pages_are_text_too(deployed: Ports) -> None:
    problem = orders.handler(event("/api/orders", "{}", "application/json", GATEWAY), None)
    form = urlencode({"lines.0.sku": "TEA-1", "lines.0.quantity": "1"})
    media = "application/x-www-form-urlencoded"
    page = orders.handler(event("/api/quote", form, media, ADDRESS, encoded=True), None)

    assert (problem["statusCode"], problem["isBase64Encoded"]) == (422, False)
    assert problem["headers"]["content-type"] == "application/problem+json"
    assert (page["statusCode"], page["isBase64Encoded"]) == (200, False)
    assert page["body"].startswith("<!doctype html>")


def test_the_desk_s_page_is_opened_through_lambda(deployed: Ports, order: dict[str, Any]) -> None:
    orders.handler(event("/api/orders", json.dumps(order), "application/json", GATEWAY), None)
    placed = deployed.orders.recent(1)[0]
    path = actions.PATH + actions.sign(deployed.root_key, actions.ORDER, placed.id, datetime.now(UTC))
    form = urlencode({"version": "1", "to": "approval"})

    moved = desk.handler(event(path, form, "application/x-www-form-urlencoded", ADDRESS, encoded=True), None)

    assert (moved["statusCode"], moved["headers"]["location"]) == (303, f"{path}?done=1")
    assert deployed.orders.recent(1)[0].status == "approval"


def test_the_timer_s_handler_sends_what_is_due(deployed: Ports, order: dict[str, Any]) -> None:
    orders.handler(event("/api/orders", json.dumps(order), "application/json", GATEWAY), None)
    tick = {"source": "aws.scheduler", "detail-type": "Scheduled Event", "detail": {}}

    assert outbox.handler(tick, None) == {"sent": 2, "failed": 0, "kept": 0}
    assert outbox.handler(tick, None) == {"sent": 0, "failed": 0, "kept": 0}


def test_importing_the_functions_does_nothing(tmp_path: Path) -> None:
    script = (
        "import sys, asyncio; from functions import desk, orders, outbox\n"
        "heavy = ('jinja2', 'phonenumbers', 'email_validator')\n"
        "loop = asyncio.get_event_loop_policy()._local._loop\n"
        "print(loop, [name for name in heavy if name in sys.modules])"
    )

    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert ran.stdout.strip() == "None []"
    assert not list(tmp_path.iterdir())


def test_the_handler_makes_its_adapter_once() -> None:
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    orders._lambda.cache_clear()

    assert orders._lambda() is orders._lambda()

    orders._lambda.cache_clear()
    loop.close()
    asyncio.set_event_loop(None)
