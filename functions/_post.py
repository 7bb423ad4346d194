"""One careful POST to an address that somebody configured: to a public machine, to the one that was checked.

The order is the point: read the address strictly, resolve it once, refuse it unless every answer is public,
connect to that very answer, look again whom the socket has reached, then speak TLS and want the name's
certificate. Nothing is followed, no proxy of the environment is used, and little is listened to.
"""

from __future__ import annotations

import io
import re
import socket
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from ipaddress import AddressValueError, IPv4Address, IPv6Address, ip_address
from threading import Thread
from typing import cast

from functions._once import once
from functions._public import is_public
from shop.errors import Unavailable

SECONDS = 15.0  #: for everything together
_MOST_READ = 64 * 1024

_PORTS = (443, 8443)

_ADDRESS = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9.-]{1,253}|\[[0-9a-f:.]{2,45}\])(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<path>/[!$-;=?-Z_a-z~%&']*|\?[!$-;=?-Z_a-z~%&']*|)"
)
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+")
#: Whoever ends like this is read as a number by some resolvers: 0x7f.1, 2130706433, 127.1.
_NUMBERLIKE = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")

Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Target:
    """An address to post to, read strictly."""

    scheme: str
    host: str
    port: int
    path: str
    local: bool = False  #: on this machine, which only a test or a laptop may ask for

    @property
    def authority(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == (443 if self.scheme == "https" else 80) else f"{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    retry_after: str | None


def target_of(url: str, local: bool = False) -> Target:
    """The address, read. *local* allows this machine as well.

    Raises ValueError, whose text ends a sentence that begins with "the address".
    """
    match = _ADDRESS.fullmatch(url)
    if match is None:
        raise ValueError("must be like https://name.example/path, in small letters, without a user or a #")
    scheme, host = match["scheme"], match["host"].strip("[]")
    port = int(match["port"] or (443 if scheme == "https" else 80))
    path = match["path"] if match["path"].startswith("/") else "/" + match["path"]
    if local and host in ("localhost", "127.0.0.1", "::1"):
        return Target(scheme, host, port, path, local=True)
    if scheme != "https":
        raise ValueError("must begin with https://")
    if port not in _PORTS:
        raise ValueError("may have the port 443 or 8443")
    _check_host(host)
    return Target(scheme, host, port, path)


def post(
    target: Target,
    headers: Mapping[str, str],
    body: bytes,
    *,
    resolve: Resolve | None = None,
    connect: Connect | None = None,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Raises Unavailable where nothing answered that was to be asked, or not within 15 seconds."""
    until = time.monotonic() + SECONDS
    try:
        request = _request(target, headers, body)
        addresses = _within(until, lambda: (resolve or resolved)(target.host, target.port))
        with _connected(target, addresses, connect or connected, until) as plain:
            return _asked(_secured(plain, target, context, until), request, until)
    except (OSError, HTTPException, ValueError) as error:
        raise Unavailable(f"the receiver cannot be reached: {type(error).__name__}") from error


def resolved(host: str, port: int) -> Sequence[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def connected(address: str, port: int, seconds: float) -> socket.socket:
    return socket.create_connection((address, port), timeout=seconds)


@once
def _trusting() -> ssl.SSLContext:
    return ssl.create_default_context()


def _check_host(host: str) -> None:
    with suppress(AddressValueError):
        if not is_public(str(IPv6Address(host) if ":" in host else IPv4Address(host))):
            raise ValueError("is not one of a public machine")
        return
    if ":" in host or _NUMBERLIKE.fullmatch(host) or not _NAME.fullmatch(host):
        raise ValueError("has no name of a public machine, like name.example")


def _within(until: float, look_up: Callable[[], Sequence[str]]) -> Sequence[str]:
    """Resolvers know no time-out: one that hangs is left alone."""
    found: Future[Sequence[str]] = Future()

    def work() -> None:
        try:
            found.set_result(look_up())
        except BaseException as error:
            found.set_exception(error)

    Thread(target=work, daemon=True).start()
    return found.result(_left(until))


def _connected(target: Target, addresses: Sequence[str], connect: Connect, until: float) -> socket.socket:
    """A socket to the first of the addresses that answers; to none unless all of them are allowed."""
    if not addresses or not all(_allowed(address, target) for address in addresses):
        raise Unavailable("the receiver's name leads to a machine that is not public")
    for number, address in enumerate(addresses, 1):
        try:
            plain = connect(address, target.port, _left(until))
        except OSError:
            if number == len(addresses):
                raise
            continue
        _check_peer(plain, address, target)
        return plain
    raise AssertionError("there was an address")


def _check_peer(plain: socket.socket, address: str, target: Target) -> None:
    try:
        peer = str(plain.getpeername()[0])
        if ip_address(peer) == ip_address(address) and _allowed(peer, target):
            return
    except (OSError, ValueError):
        pass
    plain.close()
    raise Unavailable("the connection has reached another machine than the one that was checked")


def _allowed(address: str, target: Target) -> bool:
    if target.local:
        return address in ("127.0.0.1", "::1")
    return is_public(address)


def _secured(
    plain: socket.socket, target: Target, context: ssl.SSLContext | None, until: float
) -> socket.socket:
    if target.scheme == "http":
        return plain
    plain.settimeout(_left(until))
    return (context or _trusting()).wrap_socket(plain, server_hostname=target.host)


def _request(target: Target, headers: Mapping[str, str], body: bytes) -> bytes:
    lines = [
        f"POST {target.path} HTTP/1.1",
        f"Host: {target.authority}",
        f"Content-Length: {len(body)}",
        "Connection: close",
        *(f"{name}: {value}" for name, value in headers.items()),
    ]
    if any(re.search(r"[^ -~]", line) for line in lines):
        raise ValueError("a header may hold visible characters only")
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


def _asked(talking: socket.socket, request: bytes, until: float) -> Answer:
    with talking:
        unsent = memoryview(request)
        while unsent:
            talking.settimeout(_left(until))
            unsent = unsent[talking.send(unsent) :]
        response = HTTPResponse(cast(socket.socket, _Heard(talking, until)))
        response.begin()
        # Whoever is cut off in the middle of an answer may take the event for refused.
        with suppress(OSError, HTTPException):
            response.read()
        return Answer(response.status, response.getheader("Retry-After"))


class _Heard(io.RawIOBase):
    """What a receiver answers, as far as it is listened to: so many bytes, and until that moment."""

    def __init__(self, talking: socket.socket, until: float) -> None:
        self._talking, self._until, self._more = talking, until, _MOST_READ

    def makefile(self, _mode: str) -> io.BufferedReader:
        """What HTTPResponse asks a socket for."""
        return io.BufferedReader(self)

    def readable(self) -> bool:
        return True

    def readinto(self, into: object) -> int:
        view = memoryview(into)[: self._more]  # type: ignore[arg-type]
        self._talking.settimeout(_left(self._until))
        count = self._talking.recv_into(view) if view else 0
        if count == 0:  # else what is cut off in its headers would pass for an answer
            raise ConnectionResetError
        self._more -= count
        return count


def _left(until: float) -> float:
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left
