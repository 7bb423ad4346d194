from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from functions._folder import FolderMailer
from functions._wiring import Ports
from functions.outbox import Drained, drain
from shop.errors import Unavailable
from shop.outbox import DELAYS, LEASE, LETTER
from tests.functions.browser import Client
from tests.functions.conftest import KEY


@pytest.fixture
def placed(client: Client, order: dict[str, Any]) -> datetime:
    """The moment after an order with two letters."""
    assert client.post("/api/orders", order, KEY).status == 201
    return datetime.now(UTC)


def files(ports: Ports) -> list[Path]:
    return sorted(ports.mailer._folder.iterdir())  # type: ignore[attr-defined]


class Mailer:
    """Fails for as long as it is told to, then keeps what it is given."""

    def __init__(self, failures: int) -> None:
        self.failures, self.sent = failures, []  # type: ignore[var-annotated]

    def send(self, id: str, _message: EmailMessage) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("as if the wire were cut")
        self.sent.append(id)


def test_draining_twice_writes_each_letter_once(ports: Ports, placed: datetime) -> None:
    first, second = drain(ports, placed), drain(ports, placed + timedelta(days=1))

    assert (first, second) == (Drained(sent=2), Drained())
    assert [file.suffix for file in files(ports)] == [".eml", ".eml"]


def test_what_waits_is_listed_with_its_next_try_and_what_went_wrong(ports: Ports, placed: datetime) -> None:
    before = ports.outbox.waiting(9)
    drain(replace(ports, mailer=Mailer(failures=1)), placed)

    after = ports.outbox.waiting(9)

    assert [(each.attempts, each.reason) for each in before] == [(0, ""), (0, "")]
    assert {each.message.event for each in before} == {"order_received", "order_placed"}
    assert [(each.attempts, each.reason) for each in after] == [(1, "OSError")]
    assert after[0].due_at > placed
    assert ports.outbox.waiting(0) == []


def test_a_crash_between_writing_a_letter_and_marking_it_leaves_one(ports: Ports, placed: datetime) -> None:
    class Crashing:
        def __getattr__(self, name: str) -> Any:
            if name == "done":
                raise KeyboardInterrupt
            return getattr(ports.outbox, name)

    with pytest.raises(KeyboardInterrupt):
        drain(replace(ports, outbox=Crashing()), placed)
    written = {file: file.stat().st_ino for file in files(ports)}

    again = drain(ports, placed + LEASE)

    assert len(written) == 1
    assert again == Drained(sent=2)
    assert len(files(ports)) == 2
    assert all(file.stat().st_ino == inode for file, inode in written.items())


def test_a_crash_while_a_letter_is_written_leaves_nothing_that_looks_like_one(
    ports: Ports, placed: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(_handle: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", cut)
        with pytest.raises(KeyboardInterrupt):
            drain(ports, placed)
    assert [file for file in files(ports) if file.suffix == ".eml"] == []

    assert drain(ports, placed + LEASE).sent == 2
    assert [file.suffix for file in files(ports)] == [".eml", ".eml"]


def test_a_letter_is_for_its_owner_s_eyes(ports: Ports, placed: datetime) -> None:
    drain(ports, placed)

    assert {file.stat().st_mode & 0o777 for file in files(ports)} == {0o600}


def test_one_letter_that_fails_does_not_hold_up_the_other(ports: Ports, placed: datetime) -> None:
    mailer = Mailer(failures=1)

    drained = drain(replace(ports, mailer=mailer), placed)

    assert drained == Drained(sent=1, failed=1)
    assert len(mailer.sent) == 1


def test_a_letter_is_tried_by_the_schedule_and_then_given_up(
    ports: Ports, placed: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    mailer = Mailer(failures=10**6)
    broken = replace(ports, mailer=mailer)
    at = placed
    monkeypatch.setattr("random.random", lambda: 0.0)
    drain(broken, at)

    for seconds in DELAYS[LETTER]:
        delay = timedelta(seconds=seconds)
        assert drain(broken, at + delay - timedelta(microseconds=1)) == Drained()
        at += delay
        assert drain(broken, at) == Drained(failed=2)

    assert drain(broken, at + timedelta(days=365)) == Drained()
    assert ports.outbox.behind(placed, at - timedelta(seconds=1))
    assert timedelta(hours=23) <= at - placed <= timedelta(hours=25)


def test_a_letter_whose_sender_dies_every_time_is_given_up_too(ports: Ports, placed: datetime) -> None:
    at = placed
    for _ in range(len(DELAYS[LETTER]) + 1):
        while ports.outbox.take(at, [LETTER]):
            pass
        at += LEASE
    mailer = Mailer(failures=0)

    drained = drain(replace(ports, mailer=mailer), at)

    assert drained == Drained(failed=2)
    assert mailer.sent == []


def test_why_a_letter_failed_is_logged_without_whom_it_was_to(
    ports: Ports, placed: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    drain(replace(ports, mailer=Mailer(failures=1)), placed)

    assert "OSError" in caplog.text
    assert "anna" not in caplog.text.lower()


def test_a_folder_that_cannot_be_written_is_unavailable(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Unavailable):
        FolderMailer(tmp_path / "file").send("a", EmailMessage())
