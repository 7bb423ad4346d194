"""A DynamoDB that fails on purpose: a proxy in front of one, which breaks chosen requests in chosen ways."""

from __future__ import annotations

import json
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import urlsplit

#: What may go wrong. *before*: the request never reaches the tables; *after*: it is done, its answer is lost.
QUICK = (
    "cut before", "cut after", "half an answer", "garbage before", "garbage after", "cut json",
    "error before", "error after", "unavailable after", "throttled", "conflict",
)  # fmt: skip
#: The same in silence, until the client's patience ends; *late*: only then does it reach the tables.
SILENT = ("silence before", "silence after", "late")

_REFUSALS = {
    "throttled": (400, "ProvisionedThroughputExceededException"),
    "conflict": (400, "TransactionConflictException"),
    "error before": (500, "InternalServerError"),
    "error after": (500, "InternalServerError"),
    "unavailable after": (503, "ServiceUnavailable"),
}


class Proxy:
    """Passes requests on; *choose* names the fault of each operation's next request, or None."""

    def __init__(self, target: str) -> None:
        self._target = urlsplit(target).netloc
        self._lock = Lock()
        self.choose: Callable[[str], str | None] = lambda operation: None
        self.done: Counter[str] = Counter()

    def chosen(self, operation: str) -> str | None:
        with self._lock:
            fault = self.choose(operation)
            self.done[fault or "none"] += 1
            return fault

    def forward(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        connection = HTTPConnection(self._target, timeout=30)
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(), dict(answer.getheaders())
        finally:
            connection.close()


@contextmanager
def faulty(target: str) -> Iterator[tuple[Proxy, str]]:
    """The proxy and its address, while the block lasts."""
    proxy = Proxy(target)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # an answer in one piece

        def do_POST(self) -> None:
            _answer(self, proxy)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield proxy, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, proxy: Proxy) -> None:
    body = handler.rfile.read(int(handler.headers.get("Content-Length", 0)))
    fault = proxy.chosen(handler.headers.get("X-Amz-Target", "").rpartition(".")[2])
    if fault in ("silence before", "late"):
        _wait_for_the_end(handler)
    if fault in ("cut before", "silence before"):
        return _cut(handler)
    if fault == "garbage before":
        return _send(handler, 200, b"<html>not this</html>")
    if fault in ("throttled", "conflict", "error before"):
        return _send(handler, *_refusal(fault))
    status, content, headers = proxy.forward(handler.path, body, dict(handler.headers))
    kept = {name: value for name, value in headers.items() if name.lower().startswith(("x-amz", "content-t"))}
    match fault:
        case "cut after" | "late":
            return _cut(handler)
        case "silence after":
            _wait_for_the_end(handler)
            return _cut(handler)
        case "error after" | "unavailable after":
            return _send(handler, *_refusal(fault))
        case "garbage after":
            return _send(handler, 200, b"\x00\xff\xfe")
        case "cut json":
            return _send(handler, 200, content[: len(content) // 2] or b"{")
        case "half an answer":
            _send(handler, status, content[: len(content) // 2], kept, claimed=len(content) + 1)
            return _cut(handler)
    return _send(handler, status, content, kept)


def _refusal(fault: str) -> tuple[int, bytes]:
    status, code = _REFUSALS[fault]
    return status, json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}"}).encode()


def _send(
    handler: BaseHTTPRequestHandler,
    status: int,
    content: bytes,
    headers: dict[str, str] | None = None,
    claimed: int | None = None,
) -> None:
    with suppress(OSError):
        handler.send_response(status)
        for name, value in (headers or {"Content-Type": "application/x-amz-json-1.0"}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(content) if claimed is None else claimed))
        handler.end_headers()
        handler.wfile.write(content)
        handler.wfile.flush()


def _cut(handler: BaseHTTPRequestHandler) -> None:
    handler.close_connection = True
    with suppress(OSError):
        handler.connection.shutdown(socket.SHUT_RDWR)


def _wait_for_the_end(handler: BaseHTTPRequestHandler) -> None:
    """Until the client has given up and gone."""
    with suppress(OSError):
        handler.connection.recv(1)
