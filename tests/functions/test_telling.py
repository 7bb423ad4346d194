"""The how-tos about letters and webhooks: their settings are understood, and their receiver receives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from bench.home import free_port
from functions import orders
from functions._hooks import Webhooks, endpoints_of
from functions._ses import SesMailer
from functions._smtp import SmtpMailer
from functions._wiring import embedded, mailer_from
from functions.outbox import drain
from shop.errors import Unavailable
from shop.webhooks import EVENTS, ORDER_PLACED
from tests.functions.browser import Client
from tests.functions.conftest import KEY, ROOT_KEY

HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to"
TELLING = (HOW_TO / "tell-other-programs.md").read_text(encoding="utf-8")
SENDING = (HOW_TO / "send-letters.md").read_text(encoding="utf-8")


def blocks(page: str, kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def test_every_line_about_mail_names_a_mailer() -> None:
    smtp, ses = blocks(SENDING, "text")
    mailers = [mailer_from(dict([line.split("=", 1)])) for line in smtp.splitlines()]

    assert [type(each) for each in mailers] == [SmtpMailer] * 3
    assert isinstance(mailer_from(dict(line.split("=", 1) for line in ses.splitlines())), SesMailer)


def test_the_example_s_endpoints_are_understood() -> None:
    (lines,) = blocks(TELLING, "text")

    stock, chat = endpoints_of(lines, "the how-to")

    assert stock.events == EVENTS
    assert chat.events == ("order.placed", "order.returned")
    assert re.findall(r"^\| `(\w+\.\w+)` \|", TELLING, re.MULTILINE) == list(EVENTS)


def test_the_line_that_makes_a_secret_makes_one() -> None:
    (line,) = re.findall(r'^    \$ python3 -c "(.*)"$', TELLING, re.MULTILINE)

    secret = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True).stdout

    (endpoint,) = endpoints_of(f"https://name.example/ {secret}", "here")
    assert len(endpoint.secrets[0]) == 32


SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDazfPbkg6ZkY="


@pytest.fixture
def receiver(tmp_path: Path) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    """The example, run as it is written but for its port."""
    (code,) = blocks(TELLING, "python")
    port = free_port()
    assert "9000" in code
    (tmp_path / "receiver.py").write_text(code.replace("9000", str(port)))
    process = subprocess.Popen(
        [sys.executable, tmp_path / "receiver.py"], env={**os.environ, "SECRET": SECRET},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        yield port, process
    finally:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def hooks(port: int, secret: str = SECRET) -> Webhooks:
    (lines,) = re.findall(r'echo "(http://.*) \$SECRET"', TELLING)
    endpoints = endpoints_of(f"{lines.replace('9000', str(port))} {secret}", "here", local=True)
    return Webhooks(endpoints)


def eventually(send: Any) -> None:
    """The receiver may be still starting."""
    until = datetime.now(UTC) + timedelta(seconds=30)
    while True:
        try:
            return send()
        except Unavailable as error:
            if "ConnectionRefusedError" not in str(error) or datetime.now(UTC) > until:
                raise


def test_the_example_prints_each_order_of_a_shop_once_and_no_forged_one(
    receiver: tuple[int, subprocess.Popen[str]], site: Path, tmp_path: Path, order: dict[str, Any]
) -> None:
    port, process = receiver
    (line,) = re.findall(r"^    (V-\d+-\d \w+ [\d.]+ EUR)$", TELLING, re.MULTILINE)
    told = hooks(port)
    body = '{"data": {"number": "no", "status": "such", "total": "order", "currency": "here"}}'
    now = datetime.now(UTC)
    (endpoint,) = told.endpoints(ORDER_PLACED)
    forger = hooks(port, "whsec_" + "A" * 32)

    with pytest.raises(Unavailable, match="answered 401"):
        eventually(lambda: forger.send(endpoint, "forged", body, now))
    with pytest.raises(Unavailable, match="answered 401"):
        told.send(endpoint, "old", body, now - timedelta(minutes=6))
    assert _posted(port, body) == 401

    settings = {"VITRINA_WEBHOOKS": f"http://127.0.0.1:{port}/ {SECRET}", "VITRINA_WEBHOOKS_LOCAL": "1"}
    with closing(embedded(str(site), tmp_path / "state", ROOT_KEY, environment=settings)) as ports:
        assert Client(orders.application(lambda: ports)).post("/api/orders", order, KEY).status == 201
        waiting = [each.message for each in ports.outbox.waiting(9) if each.message.kind == "hook"]
        assert drain(ports, datetime.now(UTC)).sent == 3
        for message in waiting:
            ports.hooks.send(message.recipient, message.id, message.body, datetime.now(UTC))

    process.kill()
    assert process.communicate()[0].splitlines() == [line]


def _posted(port: int, body: str) -> int:
    """What somebody is answered who signs nothing."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("POST", "/", body)
        return connection.getresponse().status
