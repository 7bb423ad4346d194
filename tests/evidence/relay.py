"""Stands between a host and the functions, changes nothing, and remembers what the host sent."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread

_PIECE = 64 * 1024


@dataclass
class Relay:
    """Passes bytes on to *behind*, both ways."""

    port: int
    behind: int
    passed: list[bytes] = field(default_factory=list)

    def headers(self, marker: str, name: str) -> list[str]:
        """The header of that name, wherever it came in the request whose first line holds *marker*."""
        sent = b"".join(self.passed).decode("latin-1")
        head = sent[sent.rindex(marker) :].partition("\r\n\r\n")[0]
        pairs = (line.partition(":") for line in head.split("\r\n")[1:])
        return [value.strip() for key, _, value in pairs if key.lower() == name]


@contextmanager
def relaying(port: int, behind: int) -> Iterator[Relay]:
    relay = Relay(port, behind)

    class Handler(BaseRequestHandler):
        def handle(self) -> None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", relay.behind)) as onwards:
                back = Thread(target=_pump, args=(onwards, self.request))
                back.start()
                _pump(self.request, onwards, relay.passed)
                back.join()

    class Server(ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True
        request_queue_size = 64

    with Server(("127.0.0.1", port), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield relay
        finally:
            server.shutdown()
            thread.join()


def _pump(source: socket.socket, target: socket.socket, kept: list[bytes] | None = None) -> None:
    with suppress(OSError):
        while piece := source.recv(_PIECE):
            if kept is not None:
                kept.append(piece)
            target.sendall(piece)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)
