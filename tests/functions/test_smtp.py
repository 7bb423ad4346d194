"""Letters over SMTP: to a server on this machine, with TLS and a password, and to one that misbehaves."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from typing import Any

import pytest

from functions import _smtp
from functions._settings import Misconfigured
from functions._smtp import Server, SmtpMailer, server_at
from shop.errors import Throttled, Unavailable, Undeliverable
from tests.certificates import trusting
from tests.functions.mailserver import PASSWORD, USER, Kept, mail_server


def letter() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = Address("Глина и лист", addr_spec="hello@shop.example")
    mail["To"] = Address(addr_spec="anna@example.org")
    mail["Subject"] = "Заказ получен"
    mail["Message-ID"] = "<one@shop.example>"
    mail.set_content("Спасибо.\n.\n..\nДо свидания\n")
    return mail


def mailer(kept: Kept, scheme: str = "smtp+starttls", **changes: Any) -> SmtpMailer:
    server = Server(scheme, "localhost", kept.port, USER, PASSWORD)
    return SmtpMailer(replace(server, **changes), trusting())


@pytest.fixture(scope="module")
def running() -> Iterator[Kept]:
    with mail_server() as kept:
        yield kept


@pytest.fixture
def kept(running: Kept) -> Kept:
    running.letters.clear()
    running.mail, running.rcpt, running.data = Kept().mail, Kept().rcpt, Kept().data
    return running


@pytest.mark.parametrize("scheme", ["smtp+starttls", "smtps"])
def test_a_letter_arrives_whole_over_tls_and_with_a_password(scheme: str) -> None:
    with mail_server(scheme) as kept:
        mailer(kept, scheme).send("one", letter())

        with pytest.raises(Unavailable, match="535"):
            mailer(kept, scheme, password="wrong").send("two", letter())

    (envelope,) = kept.letters
    assert (envelope.mail_from, envelope.rcpt_tos) == ("hello@shop.example", ["anna@example.org"])
    assert kept.helos[-1] == "shop.example"
    content = envelope.content
    assert isinstance(content, bytes)
    assert content.isascii()
    read = message_from_bytes(content, policy=default)
    assert isinstance(read, EmailMessage)
    assert read["Message-ID"] == "<one@shop.example>"
    assert read["Subject"] == "Заказ получен"
    assert read.get_content() == "Спасибо.\n.\n..\nДо свидания\n"


def test_a_mail_server_on_this_machine_needs_neither_tls_nor_password() -> None:
    with mail_server("smtp", password=False) as kept:
        SmtpMailer(Server("smtp", "localhost", kept.port)).send("one", letter())

    assert len(kept.letters) == 1


def test_a_certificate_nobody_trusts_gets_no_letter_and_no_password(kept: Kept) -> None:
    stranger = SmtpMailer(Server("smtp+starttls", "localhost", kept.port, USER, PASSWORD))

    with pytest.raises(Unavailable, match="certificate is not good"):
        stranger.send("one", letter())
    assert kept.letters == []


def test_a_certificate_for_another_name_is_not_good(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    connect = socket.create_connection
    monkeypatch.setattr(
        socket, "create_connection", lambda _to, *more: connect(("127.0.0.1", kept.port), *more)
    )

    with pytest.raises(Unavailable, match="certificate is not good"):
        mailer(kept, host="other.example").send("one", letter())
    assert kept.letters == []


def test_a_server_without_tls_gets_no_letter_and_no_password() -> None:
    with mail_server("smtp", password=False) as kept, pytest.raises(Unavailable, match="NotSupported"):
        mailer(kept).send("one", letter())

    assert kept.letters == []


def test_a_wrong_password_is_said_without_the_password(kept: Kept) -> None:
    with pytest.raises(Unavailable) as raised:
        mailer(kept, password="wrong-secret").send("one", letter())

    assert str(raised.value) == "the mail server refused the user and password of VITRINA_SMTP: 535 5.7.8"
    assert "secret" not in repr(mailer(kept, password="wrong-secret")._server)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 <anna@example.org>: no such user", Undeliverable),
        ("550 5.1.2 no such domain", Undeliverable),
        ("556 5.1.10 domain takes no mail", Undeliverable),
        ("550 5.2.1 mailbox closed", Undeliverable),
        ("550 no such user here", Undeliverable),
        ("553 mailbox name not allowed", Undeliverable),
        # What is refused for a fault of the shop's own must not silence its customers.
        ("550 5.7.1 relaying denied", Unavailable),
        ("554 5.7.1 blocked by policy", Unavailable),
        ("550 5.1.8 sender's domain not found", Unavailable),
        ("550 relay not permitted", Unavailable),
        ("530 5.7.0 authentication required", Unavailable),
        ("552 5.2.2 mailbox full", Unavailable),
        ("450 4.2.1 mailbox busy", Unavailable),
        ("452 4.2.2 mailbox over its limit", Unavailable),
        ("450 4.7.1 Greylisted, come back", Throttled),
        ("451 greylisting in action", Throttled),
        ("452 4.5.3 too many recipients", Throttled),
        ("450 4.2.1 rate limit exceeded", Throttled),
        ("421 4.3.2 shutting down", Throttled),
    ],
)
def test_what_is_said_of_a_recipient(kept: Kept, answer: str, error: type[Exception]) -> None:
    kept.rcpt = answer

    with pytest.raises(Unavailable) as raised:
        mailer(kept).send("one", letter())

    assert type(raised.value) is error
    assert "anna" not in str(raised.value)
    assert kept.letters == []


@pytest.mark.parametrize("step", ["mail", "data"])
@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ("550 5.1.1 no such user", Unavailable),
        ("554 5.6.0 spam, and anna@example.org", Unavailable),
        ("452 4.3.1 too many letters", Throttled),
        ("451 4.3.0 try again", Unavailable),
        ("421 4.3.2 shutting down", Throttled),
    ],
)
def test_only_what_is_said_of_the_recipient_is_final(
    kept: Kept, step: str, answer: str, error: type[Exception]
) -> None:
    setattr(kept, step, answer)

    with pytest.raises(Unavailable) as raised:
        mailer(kept).send("one", letter())

    assert type(raised.value) is error
    assert "anna" not in str(raised.value)


@pytest.mark.parametrize(
    ("address", "server"),
    [
        ("smtps://a:b@mail.example", Server("smtps", "mail.example", 465, "a", "b")),
        ("smtp+starttls://a%40x.y:p%2Fq%25@mail.example:2525",
         Server("smtp+starttls", "mail.example", 2525, "a@x.y", "p/q%")),
        ("smtp+starttls://mail.example", Server("smtp+starttls", "mail.example", 587)),
        ("smtp://localhost", Server("smtp", "localhost", 25)),
    ],
)  # fmt: skip
def test_a_setting_names_a_server(address: str, server: Server) -> None:
    assert server_at(address) == server


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("mail.example", "is no address of a mail server"),
        ("https://a:b@mail.example", "is no address of a mail server"),
        ("smtps://a:pass/word@mail.example", "VITRINA_SMTP"),
        ("smtps://a:b@mail.example:99999", "is no address"),
        ("smtps://a:b@mail.example/inbox", "is no address of a mail server"),
        ("smtps://a@mail.example", "a user or a password without the other"),
        ("smtp://mail.example", "for a mail server on this machine only"),
        ("smtp://a:b@localhost", "without user and password"),
    ],
)
def test_a_wrong_setting_is_one_sentence_without_the_password(address: str, said: str) -> None:
    with pytest.raises(Misconfigured) as raised:
        server_at(address)

    assert said in str(raised.value)
    assert "smtps://user:password@host" in str(raised.value)
    assert "pass/word" not in str(raised.value)


@pytest.fixture
def scripted() -> Iterator[Any]:
    """Serves one connection with a function of ours; the address is what it returns."""
    listening = socket.create_server(("127.0.0.1", 0))
    threads: list[threading.Thread] = []

    def serve(talk: Any) -> Server:
        def work() -> None:
            talking, _ = listening.accept()
            with talking:
                talk(talking, talking.makefile("rb"))

        threads.append(threading.Thread(target=work))
        threads[-1].start()
        return Server("smtp", "localhost", listening.getsockname()[1])

    yield serve
    listening.close()
    for thread in threads:
        thread.join(5)


@pytest.mark.parametrize("greeting", [b"", b"\x16\x03\x01 garbage\r\n", b"HTTP/1.1 400 Bad\r\n", b"2"])
def test_garbage_instead_of_a_greeting_is_unavailable(scripted: Any, greeting: bytes) -> None:
    server = scripted(lambda talking, _read: talking.sendall(greeting))

    with pytest.raises(Unavailable):
        SmtpMailer(server).send("one", letter())


def test_a_server_that_speaks_a_letter_at_a_time_is_cut_off(
    scripted: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_smtp, "_SECONDS", 0.3)
    cut = threading.Event()

    def dribble(talking: socket.socket, _read: Any) -> None:
        try:
            while not cut.wait(0.01):
                talking.sendall(b"2")
        except OSError:
            cut.set()

    server = scripted(dribble)
    begin = time.monotonic()
    with pytest.raises(Unavailable):
        SmtpMailer(server).send("one", letter())
    assert time.monotonic() - begin < 5
    assert cut.wait(5)


def test_a_connection_lost_after_the_letter_sends_it_again_with_the_same_id(scripted: Any) -> None:
    got: list[bytes] = []

    def take_and_go(talking: socket.socket, read: Any) -> None:
        talking.sendall(b"220 hello\r\n")
        for line in read:
            if line.lower().startswith(b"data"):
                talking.sendall(b"354 go on\r\n")
                got.append(b"".join(iter(read.readline, b".\r\n")))
                return
            talking.sendall(b"250 ok\r\n")

    for _ in range(2):
        with pytest.raises(Unavailable):
            SmtpMailer(scripted(take_and_go)).send("one", letter())

    assert got[0] == got[1]
    assert b"Message-ID: <one@shop.example>" in got[0]


def test_a_goodbye_that_fails_does_not_undo_the_letter(scripted: Any) -> None:
    def no_goodbye(talking: socket.socket, read: Any) -> None:
        talking.sendall(b"220 hello\r\n")
        for line in read:
            if line.lower().startswith(b"data"):
                talking.sendall(b"354 go on\r\n")
                list(iter(read.readline, b".\r\n"))
                talking.sendall(b"250 kept\r\n")
                return
            talking.sendall(b"250 ok\r\n")

    SmtpMailer(scripted(no_goodbye)).send("one", letter())


def test_nobody_listening_is_unavailable() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]

    with pytest.raises(Unavailable, match="ConnectionRefused"):
        SmtpMailer(Server("smtp", "localhost", port)).send("one", letter())


def test_the_default_context_wants_a_certificate_and_its_name() -> None:
    context = SmtpMailer(Server("smtps", "mail.example", 465))._context

    assert context.verify_mode == ssl.CERT_REQUIRED
    assert context.check_hostname
