"""A published site on this machine: pages over TLS, functions behind a proxy, and what is wrong with it."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from starlette.types import ASGIApp, Receive, Scope, Send

from functions import orders
from functions._wiring import Ports
from storefront.hosting import SECURITY
from tests.certificates import SERVER
from tests.functions.browser import Answer, Client

#: What the proxy says of whoever comes.
VISITOR = "8.8.4.4"

_HOME = b"<!doctype html><title>Clay &amp; Leaf</title>"
_LOST = b"<!doctype html><title>There is no such page</title>"


@dataclass
class House:
    """What the site answers; each test changes what it needs."""

    site: Path = Path()
    ports: Callable[[], Ports] | None = None  #: None: calls are answered like pages
    headers: dict[str, str] = field(default_factory=lambda: dict(SECURITY))
    pages: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    lost: tuple[int, bytes] = (404, _LOST)
    #: What the proxy makes of X-Forwarded-For.
    forwards: Callable[[str], str] = lambda sent: f"{sent}, {VISITOR}" if sent else VISITOR
    peer: str | None = None  #: who connects to the functions
    refuses: str = "\0"  #: how a path ends that is answered 503
    loses: int = 0  #: how many answers to orders get lost on their way
    slow: timedelta = timedelta(0)  #: how far its clock is behind
    calls: list[str] = field(default_factory=list)

    def answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        self.calls.append(f"{method} {path}")
        if path.endswith(self.refuses):
            return Answer(503, {}, b"{}")
        if path in self.pages:
            status, content = self.pages[path]
            return Answer(status, dict(self.headers), content)
        if path.startswith("/api/") and self.ports:
            named = {name.lower(): value for name, value in headers.items()}
            named["x-forwarded-for"] = self.forwards(named.get("x-forwarded-for", ""))
            return Client(self._whom(orders.application(self.ports))).send(method, path, body, named)
        file = self.site / path.lstrip("/")
        if path == "/":
            return Answer(200, dict(self.headers), _HOME)
        if file.is_file():
            return Answer(200, dict(self.headers), file.read_bytes())
        return Answer(self.lost[0], dict(self.headers), self.lost[1])

    def _whom(self, app: ASGIApp) -> ASGIApp:
        async def met(scope: Scope, receive: Receive, send: Send) -> None:
            await app(scope if self.peer is None else {**scope, "client": (self.peer, 40000)}, receive, send)

        return met


@contextmanager
def served(house: Callable[[], House], certificate: Path | None = SERVER) -> Iterator[int]:
    """The port at which it answers while the block lasts; without a *certificate*, in plain."""

    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_args: object) -> None:
            """Nobody reads it."""

        def date_time_string(self, timestamp: float | None = None) -> str:
            now = parsedate_to_datetime(super().date_time_string(timestamp))
            return format_datetime(now - house().slow, usegmt=True)

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length", "0"))
            answer = house().answer(self.command, self.path, dict(self.headers), self.rfile.read(length))
            if self.path == "/api/orders" and house().loses:
                house().loses -= 1
                self.close_connection = True
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() != "content-length":
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        do_POST = do_GET

    server = _Quiet(("127.0.0.1", 0), Door)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield int(server.server_address[1])
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_args: object) -> None:
        """A visitor who goes at the certificate is no error of the house."""
