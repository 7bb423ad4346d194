"""`build.py run`: what a server needs of it, in processes of its own where that matters."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from functions import _wiring
from functions._sqlite import FILE
from functions._wiring import Ports
from server import run
from shop.errors import Unavailable
from tests.evidence.served import Served, until
from tests.functions.published import publish

ROOT = Path(__file__).resolve().parents[2]
ORDER = {
    "lines": [{"sku": "TP-01-S", "quantity": 1}],
    "contact": {"name": "Anna Berg", "email": "anna@example.org"},
    "delivery": {"method": "pickup"},
    "payment": "cash",
}


def settings(folder: Path) -> dict[str, str]:
    return {"VITRINA_PRICES": str(folder / "site"), "VITRINA_STATE": str(folder / "state")}


@contextmanager
def running(folder: Path) -> Iterator[tuple[subprocess.Popen[str], Served]]:
    publish(folder / "site")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-X", "dev", str(ROOT / "build.py"), "run", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=folder, env=os.environ | settings(folder), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        try:
            served = Served(folder, port)
            until(served.is_there, "it never began to answer")
            yield process, served
        finally:
            process.kill()


def test_it_takes_an_order_and_when_told_to_end_sends_its_letters_and_ends(tmp_path: Path) -> None:
    with running(tmp_path) as (process, served):
        placed = served.leaves("/api/orders", ORDER, "a-fresh-key")
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)

    letters = [file.read_text() for file in (tmp_path / "state" / "letters").glob("*.eml")]
    assert process.returncode == 0
    assert placed["number"] == "V-10001-4"
    assert len([letter for letter in letters if "V-10001-4" in letter]) == 2
    assert "POST /api/orders 201" in said
    assert said.splitlines()[-1] == "INFO vitrina.run: Ended"
    assert "anna" not in said.lower()
    assert "10001" not in said


def test_it_serves_no_pages(tmp_path: Path) -> None:
    with running(tmp_path) as (_, served):
        answers = {path: served.asks(path)[0] for path in ("/", "/prices/index.json", "/_orders/", "/_mail/")}

    assert set(answers.values()) == {404}


def test_a_missing_setting_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_wiring, "ports", lambda: _wiring.from_environment({}))

    assert run.run("127.0.0.1", 8700) == run.MISCONFIGURED
    assert "VITRINA_PRICES is not set" in capsys.readouterr().err


def test_a_port_that_is_taken_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(_wiring, "ports", lambda: _wiring.from_environment(settings(tmp_path)))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert run.run("127.0.0.1", port) == 1

    assert capsys.readouterr().err == f"Cannot listen at 127.0.0.1:{port}: Address already in use.\n"


@pytest.mark.parametrize("port", [-1, 0, 65_536])
def test_a_port_that_does_not_exist_is_a_sentence(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.run("127.0.0.1", port) == run.MISCONFIGURED
    assert capsys.readouterr().err == f"There is no port {port}; choose one from 1 to 65535.\n"


@pytest.fixture
def ports(tmp_path: Path) -> Iterator[Ports]:
    publish(tmp_path / "site")
    wired = _wiring.from_environment(settings(tmp_path))
    yield wired
    wired.close()


def test_sending_goes_on_whatever_happens_and_says_what(
    ports: Ports, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    troubles = [
        Unavailable("the disk is full"),
        Unavailable("the disk is full"),
        KeyError("anna"),
        None,
        None,
    ]
    looks: list[Ports] = []

    def drain(given: Ports, _at: object) -> None:
        looks.append(given)
        if trouble := troubles[len(looks) - 1]:
            raise trouble

    monkeypatch.setattr(run.outbox, "drain", drain)

    run.keep_sending(ports, lambda _: len(looks) == len(troubles) - 1)

    assert looks == [ports] * len(troubles)
    assert caplog.messages == ["letters wait: the disk is full", "letters wait: KeyError"]


def test_a_store_that_cannot_be_used_yet_ends_nothing(
    ports: Ports, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "state" / FILE).mkdir()

    run._look_at_store(ports)

    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "calls are answered 503 until the store can be used" in caplog.text


def test_the_web_server_believes_no_header_about_who_is_asking(ports: Ports) -> None:
    config = run._configuration(ports)

    assert (config.proxy_headers, config.access_log) == (False, False)
