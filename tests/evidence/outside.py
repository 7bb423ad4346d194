"""What letters and webhooks are handed to, failing on purpose: a mail server, an SES and a receiver."""

from __future__ import annotations

import base64
import json
import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Lock, Thread
from typing import Any

#: What a fault means for a message: it has not arrived; it has, and its sender cannot know; it is asked to
#: come later; all is well, only oddly.
LOST, UNSURE, WAIT, FINE = "lost", "unsure", "wait", "fine"

_ID = re.compile(rb"^X-Vitrina-Message: (\S+)\r?$", re.MULTILINE)
_PATIENCE = 10.0  #: of a server that says nothing, for a client that should have left


@dataclass(frozen=True)
class Fault:
    kind: str
    act: str  #: cut, silence, garbage, endless, half, slow, or what is answered
    step: str = ""  #: of the conversation with a mail server; a dot stands for the end of the letter


MAIL = (
    *(Fault(LOST, "cut", step) for step in ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "content")),
    Fault(LOST, "silence", "greeting"), Fault(LOST, "silence", "RCPT"), Fault(LOST, "silence", "."),
    Fault(LOST, "endless", "EHLO"), Fault(LOST, "garbage", "greeting"), Fault(LOST, "garbage", "MAIL"),
    Fault(LOST, "554 5.3.2 not now", "greeting"), Fault(LOST, "451 4.3.0 no disk", "MAIL"),
    Fault(LOST, "552 5.2.3 too long", "MAIL"), Fault(LOST, "450 4.2.0 busy", "RCPT"),
    Fault(LOST, "550 5.7.1 no relay", "RCPT"), Fault(LOST, "554 5.5.1 no", "DATA"),
    Fault(LOST, "451 4.3.0 no disk", "."), Fault(LOST, "554 5.7.1 spam", "."),
    Fault(UNSURE, "cut", "."), Fault(UNSURE, "silence", "."), Fault(UNSURE, "garbage", "."),
    Fault(UNSURE, "half", "."),
    Fault(WAIT, "421 4.3.2 closing", "greeting"), Fault(WAIT, "421 4.3.2 closing", "MAIL"),
    Fault(WAIT, "451 4.7.1 later", "RCPT"), Fault(WAIT, "450 4.2.0 greylisted", "RCPT"),
    Fault(WAIT, "452 4.5.3 too many", "RCPT"), Fault(WAIT, "421 4.3.2 closing", "."),
    Fault(FINE, "slow", "greeting"), Fault(FINE, "slow", "."), Fault(FINE, "cut", "QUIT"),
    Fault(FINE, "250-more\r\n250 kept", "."),
)  # fmt: skip

SES = (
    *(Fault(LOST, act) for act in ("cut", "silence", "garbage", "half", "200", "500", "503", "429")),
    Fault(LOST, "400 BadRequestException"), Fault(LOST, "403 AccessDeniedException"),
    Fault(LOST, "404 NotFoundException"),
    *(Fault(UNSURE, act) for act in ("cut", "silence", "garbage", "half", "500")),
    Fault(WAIT, "429 TooManyRequestsException"), Fault(WAIT, "400 ThrottlingException"),
    Fault(WAIT, "400 LimitExceededException"),
    Fault(FINE, "slow"),
)  # fmt: skip

HOOKS = (
    *(Fault(LOST, act) for act in ("cut", "silence", "garbage", "endless", "half", "301", "400", "401")),
    *(Fault(LOST, act) for act in ("404", "429", "500", "502", "503")),
    *(Fault(UNSURE, act) for act in ("cut", "silence", "garbage", "half", "500")),
    Fault(WAIT, "429 7"), Fault(WAIT, "503 7"),
    Fault(FINE, "slow"),
)  # fmt: skip


@dataclass(frozen=True)
class Kept:
    """A message that has arrived."""

    id: str
    content: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Outside:
    """One of the servers: *fault* befalls its next conversation, *always* every one."""

    fault: Fault | None = None
    always: Fault | None = None
    kept: list[Kept] = field(default_factory=list)
    port: int = 0
    lock: Any = field(default_factory=Lock)

    def begun(self) -> Fault | None:
        with self.lock:
            fault, self.fault = self.fault, None
            return fault or self.always


class _Over(Exception):
    """Raised to end a conversation."""


@contextmanager
def mail_server() -> Iterator[Outside]:
    outside = Outside()

    class Handler(_Mail):
        out = outside

    class Server(ThreadingTCPServer):
        daemon_threads, block_on_close, request_queue_size = True, False, 64

        def handle_error(self, *_: Any) -> None:
            """Clients that hang up are what is tried here."""

    with _running(Server(("127.0.0.1", 0), Handler), outside):
        yield outside


@contextmanager
def ses() -> Iterator[Outside]:
    yield from _web(_Ses)


@contextmanager
def receiver() -> Iterator[Outside]:
    yield from _web(_Hook)


def _web(kind: type[_Http]) -> Iterator[Outside]:
    outside = Outside()
    handler = type("Handler", (kind,), {"out": outside})

    class Server(ThreadingHTTPServer):
        daemon_threads, block_on_close, request_queue_size = True, False, 64

        def handle_error(self, *_: Any) -> None:
            """As above."""

    with _running(Server(("127.0.0.1", 0), handler), outside):
        yield outside


@contextmanager
def _running(server: Any, outside: Outside) -> Iterator[None]:
    outside.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Mail(StreamRequestHandler):
    """As much of SMTP as a client needs that behaves."""

    out: Outside

    def handle(self) -> None:
        self.fault = self.out.begun()
        with suppress(_Over, OSError):
            self._says("greeting", "220 mail.example")
            for line in self.rfile:
                verb = line[:4].decode("ascii", "replace").upper()
                if not self._says(
                    verb, {"DATA": "354 go on", "EHLO": "250 mail.example"}.get(verb, "250 OK")
                ):
                    continue
                if verb == "DATA":
                    self._takes()

    def _takes(self) -> None:
        content = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            content.append(line[1:] if line.startswith(b".") else line)
            if self.fault and self.fault.step == "content":
                _cut(self.connection)
        else:
            return
        if self.fault is None or self.fault.kind in (UNSURE, FINE):
            self.out.kept.append(_letter(b"".join(content)))
        self._says(".", "250 2.0.0 kept")

    def _says(self, step: str, usual: str) -> bool:
        """Whether it was the usual answer."""
        if self.fault is None or self.fault.step != step:
            self.wfile.write(usual.encode() + b"\r\n")
            return True
        match self.fault.act:
            case "cut":
                _cut(self.connection)
            case "silence":
                _wait_for_the_end(self.connection)
            case "garbage":
                self.wfile.write(b"\x00\xff<html>\r\n")
            case "half":
                self.wfile.write(usual.encode()[:2])
                _cut(self.connection)
            case "endless":
                _endlessly(self.connection, b"250-and\r\n")
            case "slow":
                _slowly(self.connection, usual.encode() + b"\r\n")
                return True
            case answer:
                self.wfile.write(answer.encode() + b"\r\n")
        return False


class _Http(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    out: Outside

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        fault = self.out.begun()
        if fault is None or fault.kind in (UNSURE, FINE):
            self.out.kept.append(self.read(body))
        with suppress(_Over, OSError):
            self._answer(fault)
        self.close_connection = True

    def read(self, body: bytes) -> Kept:
        raise NotImplementedError

    def yes(self) -> bytes:
        raise NotImplementedError

    def no(self, status: str, said: str) -> bytes:
        raise NotImplementedError

    def _answer(self, fault: Fault | None) -> None:
        yes = self.yes()
        match fault.act if fault else "":
            case "":
                self.wfile.write(yes)
            case "cut":
                _cut(self.connection)
            case "silence":
                _wait_for_the_end(self.connection)
            case "garbage":
                self.wfile.write(self.garbage())
            case "half":
                self.wfile.write(yes[: len(yes) // 2])
                _cut(self.connection)
            case "endless":
                self.wfile.write(b"HTTP/1.1 200 OK\r\n")
                _endlessly(self.connection, b"X: y\r\n")
            case "slow":
                _slowly(self.connection, yes)
            case answer:
                self.wfile.write(self.no(*answer.partition(" ")[::2]))

    def garbage(self) -> bytes:
        return b"\x00\xff\xfe<html>\r\n\r\n"

    def log_message(self, *_: Any) -> None:
        pass


class _Ses(_Http):
    """SES by its second interface, and a page of somebody in between as its garbage."""

    def read(self, body: bytes) -> Kept:
        sent = json.loads(body)
        letter = _letter(base64.b64decode(sent["Content"]["Raw"]["Data"]))
        assert sent["EmailTags"] == [{"Name": "vitrina-message", "Value": letter.id}]
        return letter

    def yes(self) -> bytes:
        return _http("200", b'{"MessageId": "0100-kept"}')

    def no(self, status: str, said: str) -> bytes:
        return _http(
            status, b"" if status == "200" else b"{}", **({"X-Amzn-ErrorType": said} if said else {})
        )

    def garbage(self) -> bytes:
        return _http("200", b"<html>Please log in to this network</html>")


class _Hook(_Http):
    def read(self, body: bytes) -> Kept:
        headers = {name.lower(): value for name, value in self.headers.items()}
        return Kept(headers["webhook-id"], body, headers)

    def yes(self) -> bytes:
        return _http("204")

    def no(self, status: str, said: str) -> bytes:
        return _http(status, **({"Retry-After": said} if said else {"Location": "http://127.0.0.1:9/"}))


def _http(status: str, body: bytes = b"", **headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status} So", f"Content-Length: {len(body)}", "Connection: close"]
    named = [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, *named, "", ""]).encode() + body


def _letter(content: bytes) -> Kept:
    found = _ID.search(content)
    assert found, "a letter without its id"
    return Kept(found[1].decode(), content)


def _cut(talking: socket.socket) -> None:
    with suppress(OSError):
        talking.shutdown(socket.SHUT_RDWR)
    raise _Over


def _wait_for_the_end(talking: socket.socket) -> None:
    talking.settimeout(_PATIENCE)
    while talking.recv(4096):
        pass
    raise _Over


def _endlessly(talking: socket.socket, line: bytes) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        talking.sendall(line)
        time.sleep(0.05)
    raise _Over


def _slowly(talking: socket.socket, answer: bytes) -> None:
    for place in range(0, len(answer), 8):
        talking.sendall(answer[place : place + 8])
        time.sleep(0.01)
