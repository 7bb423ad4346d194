"""Webhooks that somebody aims inwards: no connection to this machine, its network or its cloud is begun.

Connections are counted by Python's own audit hook, which hears of each in the process, whoever begins it.
"""

from __future__ import annotations

import socket
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address

import pytest

from functions._hooks import Endpoint, Webhooks, endpoints_of
from functions._post import Target
from functions._public import is_public
from functions._settings import Misconfigured
from shop.errors import Unavailable
from shop.webhooks import EVENTS, ORDER_PLACED
from tests.certificates import HOOKS, trusting
from tests.evidence.figures import note
from tests.functions.receiver import ADDRESS, Network, receiver

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SECRET = "whsec_" + "A" * 32
PUBLIC = "8.8.8.8"

#: This machine, networks of somebody's own, carriers', link-local, what clouds tell their machines about
#: themselves and hand keys out at, documentation, benchmarks, multicast, reserved.
INWARDS = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1", "100.100.100.200", "127.0.0.1",
    "127.0.0.2", "127.255.255.254", "168.63.129.16", "169.254.0.1", "169.254.169.254", "169.254.170.2",
    "172.16.0.1", "172.17.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.192", "192.0.2.1", "192.88.99.1",
    "192.168.0.1", "192.168.255.255", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1",
    "239.255.255.250", "240.0.0.1", "255.255.255.255",
)  # fmt: skip
INWARDS_6 = (
    "::", "::1", "fe80::1", "fe80::1%eth0", "fe80::a9fe:a9fe", "fc00::1", "fd00:ec2::254", "fd20:ce::254",
    "fec0::1", "ff02::1", "ff05::2", "100::1", "2001::1", "2001:10::1", "2001:20::1", "2001:db8::1",
    "3fff::1", "5f00::1", "4000::1", "64:ff9b:1::a9fe:a9fe", "2606:4700:4700::1111%eth0",
)  # fmt: skip
NAMES = (
    "localhost", "localhost.", "ip6-localhost", "loopback", "internal",
    "broadcasthost", "kubernetes", "metadata", "router", "host.docker.internal.", "db", "redis",
    "127.0.0.1.", "0", "1", "0x0", "0177.1", "127.1", "127.0.1", "a.1", "a.0x7f", "example.0",
    "-a.example", "a-.example", "a..example", ".example", "a_b.example", "*.example", "hooks.example.",
    "a" * 64 + ".example",
)  # fmt: skip
TRICKS = (
    "https://{good}@{bad}/", "https://{good}:443@{bad}/", "https://{bad}@{good}/", "https://a:b@{bad}:443/",
    "https://{bad}#@{good}/", "https://{good}#@{bad}/", "https://{bad}?@{good}/#", "https://{good}\\@{bad}/",
    "https://{good}\\.{bad}/", "https://{bad}\\{good}/", "https://{good}%00.{bad}/", "https://{bad}%23.{good}/",
    "https://{bad}%2f.{good}/", "https://{bad};{good}/", "https://{good},{bad}/", "https://{good}:443,{bad}:443/",
    "https://{bad}:443:443/", "https:{bad}/", "https:/{bad}/", "https:///{bad}/", "//{bad}/", "{bad}",
    "https://[{bad}]/", "https://{bad}:0/", "https://{bad}:65536/", "https://{good}:22/", "https://{good}:25/",
    "https://{good}:80/", "https://{good}:6379/", "https://{good}:0443/", "https://{good}:4 43/",
    "http://{good}/", "http://{bad}/", "ftp://{bad}/", "gopher://{bad}:6379/_", "dict://{bad}:11211/", "ldap://{bad}/",
    "file:///etc/passwd", "file://{bad}/etc/passwd", "unix:///var/run/docker.sock", "javascript:1", "data:,1",
    "HTTPS://{bad}/", "https://{bad}/ https://{good}/", "url:https://{bad}/", "https://{good}/\u2028", "https://{good}/é",
    "https://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/", "https://localhoſt/", "https://１２７.0.0.1/", "https://127。0。0。1/", "https://127．0．0．1/",
)  # fmt: skip

_heard: list[object] = []
_listening = False


def _hook(event: str, given: tuple[object, ...]) -> None:
    if _listening and event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        _heard.append(given[1])


@pytest.fixture(scope="module", autouse=True)
def _hooked() -> None:
    sys.addaudithook(_hook)  # for good: Python knows no way to take one away


@contextmanager
def connections() -> Iterator[list[object]]:
    """Whom anybody in this process connects to while the block lasts."""
    global _listening
    _heard.clear()
    _listening = True
    try:
        yield _heard
    finally:
        _listening = False


@pytest.fixture(scope="module")
def tally() -> Iterator[Counter[str]]:
    counted = Counter[str]()
    yield counted
    note("ssrf", **counted, connections=0)


def told(host: str, **how: object) -> Webhooks:
    return Webhooks([Endpoint(Target("https", host, 443, "/"), (b"k" * 24,), EVENTS)], **how)  # type: ignore[arg-type]


def send(hooks: Webhooks) -> None:
    hooks.send(hooks.endpoints(ORDER_PLACED)[0], "one", "{}", AT)


def spellings(address: str) -> list[str]:
    """The ways to write an IPv4 address that some resolver or library understands."""
    number, parts = int(IPv4Address(address)), [int(part) for part in address.split(".")]
    high, low = number >> 16, number & 0xFFFF
    return [
        address, str(number), hex(number), f"0X{number:X}", f"0{number:o}", str(number + 2**32),
        ".".join(map(hex, parts)), ".".join(f"0{part:o}" for part in parts),
        f"{hex(parts[0])}.{number & 0xFFFFFF}",
        f"{parts[0]}.{number & 0xFFFFFF}", f"{parts[0]}.{parts[1]}.{low}",
        f"0{parts[0]:o}.{parts[1]}.{hex(parts[2])}.{parts[3]}", address + ".", address.replace(".", "%2e"),
        "%3" + "%3".join(str(number)), address.translate({48 + n: 0xFF10 + n for n in range(10)}),
        f"[::ffff:{address}]", f"[::ffff:{high:x}:{low:x}]", f"[::{address}]", f"[::{high:x}:{low:x}]",
        f"[0:0:0:0:0:ffff:{address}]", f"[::ffff:0:{address}]", f"[2002:{high:x}:{low:x}::1]",
        f"[64:ff9b::{high:x}:{low:x}]", f"[2001:0:{high:x}:{low:x}::1]", f"[fe80::{high:x}:{low:x}%251]",
    ]  # fmt: skip


def urls() -> list[str]:
    hosts = [host for address in INWARDS for host in spellings(address)]
    hosts += [".".join(f"{int(part):04}" for part in address.split(".")) for address in INWARDS]
    hosts += [f"[{address}]" for address in INWARDS_6] + list(NAMES)
    tricks = [
        trick.format(good="hooks.example", bad=bad) for trick in TRICKS for bad in ("127.0.0.1", "localhost")
    ]
    return list(dict.fromkeys([f"https://{host}/latest/meta-data/" for host in hosts] + tricks))


def test_the_hook_sees_a_connection_that_is_allowed() -> None:
    with receiver() as script, connections() as seen:
        network = Network(script.port)
        send(told(HOOKS, resolve=network.resolve, connect=network.connect, context=trusting()))

    assert seen == [("127.0.0.1", script.port)]
    assert len(script.got) == 1


def test_no_hostile_address_is_taken_into_the_settings(tally: Counter[str]) -> None:
    hostile = urls()
    with connections() as seen:
        taken = [url for url in hostile if _taken(url)]

    assert taken == []
    assert seen == []
    assert len(hostile) >= 300
    tally["addresses refused when they are read"] = len(hostile)


def _taken(url: str) -> bool:
    try:
        return bool(endpoints_of(f"{url} {SECRET}", "VITRINA_WEBHOOKS"))
    except Misconfigured:
        return False


def test_an_address_that_had_slipped_past_the_reader_is_refused_where_it_leads(tally: Counter[str]) -> None:
    """As if the reader had believed it: the machine's own resolver is asked, which knows many spellings."""
    hosts = [host.strip("[]") for address in INWARDS for host in spellings(address) if host.isascii()]
    hosts += [*INWARDS_6, "localhost"]
    understood = 0
    with connections() as seen:
        for host in hosts:
            understood += _numeric(host)
            with pytest.raises(Unavailable):
                send(told(host, resolve=_by_this_machine))

    assert seen == []
    assert understood > 100
    tally["of a resolver's spellings refused"] = len(hosts)


def _by_this_machine(host: str, port: int) -> Sequence[str]:
    """Without a question to the network: what is no number is this machine."""
    if not _numeric(host):
        return ["127.0.0.1"]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    return [str(address[0]) for *_, address in found]


def _numeric(host: str) -> bool:
    try:
        return bool(socket.getaddrinfo(host, 443, flags=socket.AI_NUMERICHOST))
    except (OSError, UnicodeError):
        return False


@pytest.mark.parametrize("place", ["alone", "first", "last", "between"])
def test_a_name_that_leads_inwards_is_refused_whatever_else_it_leads_to(
    tally: Counter[str], place: str
) -> None:
    mapped = [f"::ffff:{address}" for address in INWARDS]
    answers = [*INWARDS, *INWARDS_6, *mapped, "", "nonsense", "127.1", "2130706433", "0x7f.1"]
    with connections() as seen:
        for bad in answers:
            mixed = {
                "alone": [bad], "first": [bad, PUBLIC], "last": [PUBLIC, bad],
                "between": [PUBLIC, bad, ADDRESS],
            }[place]  # fmt: skip
            with pytest.raises(Unavailable, match="not public"):
                send(told("metadata.example", resolve=lambda *_, mixed=mixed: mixed))  # type: ignore[misc]

    assert seen == []
    tally["answers of resolvers refused"] += len(answers)


def test_a_name_that_answers_otherwise_each_time_is_asked_once(tally: Counter[str]) -> None:
    """Rebinding: public while it is checked, inwards when it is connected to, and the other way round."""
    reached: list[str] = []

    def connect(address: str, _port: int, _seconds: float) -> socket.socket:
        reached.append(address)
        raise ConnectionRefusedError

    with connections() as seen:
        for bad in (*INWARDS, *INWARDS_6):
            for answers in ([PUBLIC], [bad]), ([bad], [PUBLIC]), ([PUBLIC, ADDRESS], [bad, bad]):
                again = iter([*answers, *answers[1:] * 9])
                asked: list[str] = []

                def resolve(host: str, _port: int, again=again, asked=asked) -> Sequence[str]:  # type: ignore[no-untyped-def]
                    asked.append(host)
                    found: Sequence[str] = next(again)
                    return found

                with pytest.raises(Unavailable):
                    send(told("rebinding.example", resolve=resolve, connect=connect))
                assert asked == ["rebinding.example"]
                tally["rebinding names"] += 1

    assert seen == []
    assert reached
    assert all(map(is_public, reached))


def test_no_answer_leads_anywhere_else(tally: Counter[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Redirects and whatever else names another address; and a proxy that the environment names."""
    with receiver(secure=False) as decoy, receiver() as script:
        inwards = f"http://127.0.0.1:{decoy.port}/latest/meta-data/"
        for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, inwards)
        network, sent = Network(script.port), 0
        hooks = told(HOOKS, resolve=network.resolve, connect=network.connect, context=trusting())
        script.body = f'<meta http-equiv="refresh" content="0;url={inwards}">'.encode()
        with connections() as seen:
            for status in (200, 201, 300, 301, 302, 303, 305, 307, 308, 401, 407, 426, 500):
                for header in (
                    "Location",
                    "Content-Location",
                    "Refresh",
                    "Link",
                    "Alt-Svc",
                    "Proxy-Authenticate",
                ):
                    script.status, script.headers = status, {header: inwards}
                    sent += 1
                    try:
                        send(hooks)
                    except Unavailable:
                        assert status >= 300

    assert decoy.got == []
    assert seen == [("127.0.0.1", script.port)] * sent == seen
    assert len(script.got) == sent
    tally["answers that name another address"] = sent


def test_an_answer_before_the_question_leads_nowhere(tally: Counter[str]) -> None:
    """An interim answer with a redirect in it, and one that never says anything else."""
    with receiver(secure=False) as decoy, receiver() as script:
        inwards = f"http://127.0.0.1:{decoy.port}/"

        def act(handler: BaseHTTPRequestHandler) -> None:
            interim = f"HTTP/1.1 103 Early Hints\r\nLocation: {inwards}\r\nLink: <{inwards}>\r\n\r\n"
            handler.wfile.write(interim.encode())
            handler.close_connection = True

        script.act = act
        network = Network(script.port)
        with connections() as seen, pytest.raises(Unavailable):
            send(told(HOOKS, resolve=network.resolve, connect=network.connect, context=trusting()))

    assert decoy.got == []
    assert len(seen) == 1
    tally["answers that name another address"] += 1
