from __future__ import annotations

import logging

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from server.access import Noted
from tests.functions.browser import Client

SENT = "anna@example.org is no number"


def opened(_request: Request) -> Response:
    return PlainTextResponse("Order V-10001-4")


def failing(_request: Request) -> Response:
    raise ValueError(SENT)


@pytest.fixture
def client(caplog: pytest.LogCaptureFixture) -> Client:
    caplog.set_level(logging.INFO, "vitrina.access")
    routes = [Route("/desk/act/{token}", opened, methods=["GET"]), Route("/api/orders", failing)]
    return Client(Noted(Starlette(routes=routes)))


def test_a_call_is_noted_by_its_kind(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    answer = client.get("/desk/act/a-key-that-opens?email=anna@example.org", {"user-agent": "Anna's"})

    assert answer.text == "Order V-10001-4"
    assert [message.rsplit(maxsplit=2)[0] for message in caplog.messages] == ["GET /desk/act/{token} 200"]


@pytest.mark.parametrize(
    ("method", "path", "line"),
    [
        ("POST", "/desk/act/a-key", "POST /desk/act/{token} 405"),
        ("GET", "/anna@example.org", "GET (no such address) 404"),
        ("anna-example-org", "/desk/act/a-key", "? /desk/act/{token} 405"),
    ],
)
def test_what_a_caller_has_made_up_is_not_noted(
    method: str, path: str, line: str, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    client.send(method, path, b"", {})

    assert [message.rsplit(maxsplit=2)[0] for message in caplog.messages] == [line]


def test_a_mistake_of_ours_is_noted_with_its_place_and_without_its_text(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get("/api/orders")

    assert answer.status == 500
    assert "GET /api/orders: ValueError\n" in caplog.text
    assert ", in failing\n" in caplog.text
    assert "anna@example.org is no number" not in [
        line for line in caplog.text.splitlines() if "raise" not in line
    ]
    assert not any(record.exc_info for record in caplog.records)
