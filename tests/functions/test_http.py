"""Once over a real server and a real socket."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from functions import _bodies, orders
from functions._wiring import Ports
from tests.functions.conftest import KEY


@pytest.fixture
def port(ports: Ports) -> Iterator[int]:
    app = orders.application(lambda: ports)
    server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join()


def test_an_order_is_placed_over_http(port: int, order: dict[str, Any]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Content-Type": "application/json", "Idempotency-Key": KEY}
    answers = []
    for _ in range(2):
        connection.request("POST", "/api/orders", json.dumps(order), headers)
        response = connection.getresponse()
        answers.append((response.status, response.read(), response.headers))
    connection.request("HEAD", "/api/health")
    healthy = connection.getresponse()
    connection.close()

    assert [status for status, _, _ in answers] == [201, 201]
    assert answers[0][1] == answers[1][1]
    assert answers[1][2]["Idempotent-Replayed"] == "true"
    assert healthy.status == 200


def test_a_body_that_never_comes_is_not_waited_for(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_bodies, "BODY_SECONDS", 0.05)
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(POST + b"Content-Length: 10\r\n\r\n{")

        with connection.makefile("rb") as stream:
            answer = stream.read()  # to the end of the connection

    assert answer.startswith(b"HTTP/1.1 408")
    assert b"urn:vitrina:problem:too_slow" in answer


POST = b"POST /api/orders HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
ANNOUNCED = POST + b"Content-Length: 99999999\r\n\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n\r\n" + (b"2000\r\n" + b"x" * 0x2000 + b"\r\n") * 9


@pytest.mark.parametrize("raw", [ANNOUNCED, CHUNKED], ids=["announced", "chunked"])
def test_a_body_that_is_too_large_is_refused_without_reading_it_all(port: int, raw: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(raw)

        assert connection.recv(4096).startswith(b"HTTP/1.1 413")
