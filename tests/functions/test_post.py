from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from functions import _post
from functions._post import Answer, Target, post, target_of
from shop.errors import Unavailable
from tests.certificates import HOOKS, trusting
from tests.functions.receiver import ADDRESS, Network, Receiver, receiver

TARGET = Target("https", HOOKS, 443, "/in?key=a")


@pytest.fixture(scope="module")
def running() -> Iterator[Receiver]:
    with receiver() as script:
        yield script


@pytest.fixture
def script(running: Receiver) -> Receiver:
    fresh = Receiver(port=running.port)
    running.got.clear()
    running.status, running.headers, running.body, running.act = 204, fresh.headers, b"", None
    return running


@pytest.fixture
def network(script: Receiver) -> Network:
    return Network(script.port)


def sent(network: Network, target: Target = TARGET, **headers: str) -> Answer:
    return post(
        target, headers, b'{"a": 1}', resolve=network.resolve, connect=network.connect, context=trusting()
    )


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hooks.example", Target("https", "hooks.example", 443, "/")),
        ("https://hooks.example:8443/a/B-c_d.~!$&'()*+,;=:@%20?q=/?", Target(
            "https", "hooks.example", 8443, "/a/B-c_d.~!$&'()*+,;=:@%20?q=/?")),
        ("https://hooks.example?a=1", Target("https", "hooks.example", 443, "/?a=1")),
        ("https://xn--bcher-kva.example/", Target("https", "xn--bcher-kva.example", 443, "/")),
        ("https://1.1.1.1/", Target("https", "1.1.1.1", 443, "/")),
        ("https://[2606:4700:4700::1111]/", Target("https", "2606:4700:4700::1111", 443, "/")),
    ],
)  # fmt: skip
def test_an_address_is_read_strictly(url: str, target: Target) -> None:
    assert target_of(url) == target


def test_what_was_sent_arrives_at_the_name_with_its_certificate(script: Receiver, network: Network) -> None:
    script.headers, script.status = {"Retry-After": "7"}, 202

    answer = sent(network, **{"webhook-id": "one"})

    assert answer == Answer(202, "7")
    assert network.asked == [HOOKS]
    assert network.connections == [(ADDRESS, 443)]
    (got,) = script.got
    assert (got.path, got.body) == ("/in?key=a", b'{"a": 1}')
    assert got.headers == {
        "host": HOOKS, "content-length": "8", "connection": "close", "webhook-id": "one",
    }  # fmt: skip


def test_a_certificate_for_another_name_gets_nothing(script: Receiver, network: Network) -> None:
    with pytest.raises(Unavailable, match="SSLCertVerificationError"):
        sent(network, Target("https", "other.example", 443, "/"))
    assert script.got == []


def test_a_certificate_nobody_trusts_gets_nothing(script: Receiver, network: Network) -> None:
    with pytest.raises(Unavailable, match="SSLCertVerificationError"):
        post(TARGET, {}, b"", resolve=network.resolve, connect=network.connect)
    assert script.got == []


@pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00:ec2::254"])
def test_a_name_is_refused_where_any_of_its_addresses_is_not_public(network: Network, private: str) -> None:
    for addresses in ([private], [ADDRESS, private], [private, ADDRESS]):
        network.addresses = addresses
        with pytest.raises(Unavailable, match="not public"):
            sent(network)
    assert network.connections == []


def test_a_name_without_addresses_is_refused(network: Network) -> None:
    network.addresses = []

    with pytest.raises(Unavailable, match="not public"):
        sent(network)


@pytest.mark.parametrize("reached", ["127.0.0.1", "8.8.8.8", "fe80::1%eth0", ""])
def test_a_connection_that_reached_somebody_else_is_given_nothing(
    script: Receiver, network: Network, reached: str
) -> None:
    network.peer = reached or "nowhere"

    with pytest.raises(Unavailable, match="another machine"):
        sent(network)
    assert script.got == []


def test_the_name_is_asked_once_even_where_it_would_answer_otherwise_later(
    script: Receiver, network: Network
) -> None:
    answers = iter([[ADDRESS], ["127.0.0.1"]])

    post(
        TARGET, {}, b"", resolve=lambda *_: next(answers), connect=network.connect, context=trusting()
    )  # fmt: skip

    assert network.connections == [(ADDRESS, 443)]
    assert next(answers) == ["127.0.0.1"]


def test_the_next_address_is_tried_where_one_does_not_answer(script: Receiver, network: Network) -> None:
    network.addresses = ["2606:4700:4700::1111", ADDRESS]
    tried: list[str] = []

    def connect(address: str, port: int, seconds: float) -> socket.socket:
        tried.append(address)
        if ":" in address:
            raise OSError("no way there")
        return network.connect(address, port, seconds)

    answer = post(TARGET, {}, b"", resolve=network.resolve, connect=connect, context=trusting())

    assert answer.status == 204
    assert tried == list(network.addresses)


def test_a_redirect_is_an_answer_and_not_followed(script: Receiver, network: Network) -> None:
    script.status, script.headers = 307, {"Location": "https://169.254.169.254/"}

    assert sent(network).status == 307
    assert len(network.connections) == 1


def test_a_proxy_of_the_environment_is_not_asked(
    script: Receiver, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")

    assert sent(network).status == 204


def test_a_header_cannot_hold_another(network: Network) -> None:
    with pytest.raises(Unavailable, match="ValueError"):
        sent(network, **{"webhook-id": "one\r\nEvil: yes"})


def test_little_of_a_long_answer_is_listened_to(script: Receiver, network: Network) -> None:
    taken = threading.Event()

    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n")
        with suppress(OSError):
            while True:
                handler.wfile.write(b"x" * 65536)
        taken.set()

    script.act = endless

    assert sent(network).status == 200
    assert taken.wait(5)


@pytest.mark.parametrize("headers", [b"A: " + b"x" * 70_000, b"A: b\r\n" * 20_000])
def test_endless_headers_are_no_answer(script: Receiver, network: Network, headers: bytes) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + headers)

    script.act = act

    with pytest.raises(Unavailable):
        sent(network)


@pytest.mark.parametrize(
    "answer", [b"", b"garbage\r\n\r\n", b"HTTP/1.1 999999 No\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 2"]
)
def test_what_is_no_answer_is_unavailable(script: Receiver, network: Network, answer: bytes) -> None:
    def act(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(answer)
        handler.close_connection = True

    script.act = act

    with pytest.raises(Unavailable):
        sent(network)


def test_a_receiver_that_speaks_a_letter_at_a_time_is_left(
    script: Receiver, network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_post, "SECONDS", 0.4)
    over = threading.Event()

    def dribble(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            while not over.wait(0.02):
                handler.wfile.write(b"H")

    script.act = dribble
    begin = time.monotonic()

    with pytest.raises(Unavailable, match="TimeoutError"):
        sent(network)
    over.set()
    assert time.monotonic() - begin < 3


def test_a_resolver_that_hangs_is_left(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_post, "SECONDS", 0.2)
    over = threading.Event()

    def hang(_host: str, _port: int) -> Any:
        over.wait(5)
        return [ADDRESS]

    with pytest.raises(Unavailable, match="TimeoutError"):
        post(TARGET, {}, b"", resolve=hang, connect=network.connect)
    over.set()
    assert network.connections == []


def test_this_machine_is_reached_only_where_it_was_asked_for() -> None:
    with receiver(secure=False) as script:
        url = f"http://localhost:{script.port}/in"
        with pytest.raises(ValueError, match="https"):
            target_of(url)

        assert post(target_of(url, local=True), {}, b"hello").status == 204

    assert [got.body for got in script.got] == [b"hello"]
