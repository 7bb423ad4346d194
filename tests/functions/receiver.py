"""A receiver of webhooks on this machine, and a network in which it stands at a public address."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from tests.certificates import serving

ADDRESS = "93.184.216.34"


@dataclass(frozen=True)
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What it got, and what it answers: a status, headers and a body, or whatever a function does."""

    got: list[Got] = field(default_factory=list)
    status: int = 204
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    act: Callable[[BaseHTTPRequestHandler], None] | None = None
    port: int = 0


@dataclass
class Network:
    """Resolves every name to the same addresses, and leads every connection to one port of this machine."""

    port: int = 0
    addresses: Sequence[str] = (ADDRESS,)
    peer: str | None = None  #: whom a connection has reached, where it is not whom it was meant for
    asked: list[str] = field(default_factory=list)
    connections: list[tuple[str, int]] = field(default_factory=list)

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self.addresses

    def connect(self, address: str, port: int, seconds: float) -> socket.socket:
        self.connections.append((address, port))
        pretending = _Pretending(self.peer or address)
        pretending.settimeout(seconds)
        pretending.connect(("127.0.0.1", self.port))
        return pretending


class _Pretending(socket.socket):
    def __init__(self, peer: str) -> None:
        super().__init__()
        self._peer = peer

    def getpeername(self) -> Any:
        return self._peer, 443


@contextmanager
def receiver(secure: bool = True) -> Iterator[Receiver]:
    script = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.got.append(Got(self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            if script.act is not None:
                script.act(self)
                return
            self.send_response(script.status)
            for name, value in {"Content-Length": str(len(script.body)), **script.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(script.body)

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        request_queue_size = 64

        def handle_error(self, *_: Any) -> None:
            """Clients that hang up are what is tried here."""

        def finish_request(self, request: Any, client_address: Any) -> None:
            if secure:
                request = serving().wrap_socket(request, server_side=True)
            try:
                super().finish_request(request, client_address)
            finally:
                request.close()

    server = Server(("127.0.0.1", 0), Handler)
    script.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
