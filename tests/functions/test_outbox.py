from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from functions import orders
from functions._folder import FolderMailer
from functions._wiring import Ports
from functions.outbox import Drained, drain
from shop.errors import Stale, Throttled, Unavailable, Undeliverable
from shop.numbers import contact_key
from shop.orders import Order
from shop.outbox import DELAYS, LATE, LEASE, LETTER
from shop.ports import Change
from shop.statuses import DEFAULTS
from shop.terms import Retention
from tests.functions.browser import Client
from tests.functions.conftest import KEY, ROOT_KEY
from tests.functions.published import TERMS, publish

#: No status takes too long, so that no other letter comes between; and nothing is ever too old.
UNHURRIED = replace(
    TERMS,
    statuses={name: replace(status, limit=0) for name, status in DEFAULTS.items()},
    retention=Retention(0, 0, 0, 0),
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    publish(tmp_path / "dist", terms=UNHURRIED)
    return tmp_path / "dist"


@pytest.fixture
def placed(client: Client, order: dict[str, Any]) -> datetime:
    """The moment after an order with two letters."""
    assert client.post("/api/orders", order, KEY).status == 201
    return datetime.now(UTC)


def files(ports: Ports) -> list[Path]:
    return sorted(ports.mailer._folder.iterdir())  # type: ignore[attr-defined]


def states(ports: Ports, state: str) -> list[tuple[str, str]]:
    """The event and the recipient of all messages in that state."""
    rows = ports.outbox._database.opened().execute(  # type: ignore[attr-defined]
        "SELECT event, recipient FROM outbox WHERE state = ? ORDER BY event", (state,)
    )
    return list(rows)


class Mailer:
    """Fails for as long as it is told to, then keeps what it is given."""

    def __init__(self, failures: int) -> None:
        self.failures, self.sent, self.tried = failures, [], []  # type: ignore[var-annotated]

    def send(self, id: str, _message: EmailMessage) -> None:
        self.tried.append(id)
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
    letters = sorted(mailer.tried)

    for seconds in DELAYS[LETTER]:
        delay = timedelta(seconds=seconds)
        assert drain(broken, at + delay - timedelta(microseconds=1)) == Drained()
        at += delay
        mailer.tried.clear()
        drain(broken, at)
        assert sorted(id for id in mailer.tried if id in letters) == letters

    mailer.tried.clear()
    drain(broken, at + timedelta(days=365))
    assert not set(letters) & set(mailer.tried)
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

    assert drained == Drained(sent=1, failed=2)
    assert [event for event, _ in states(ports, "pending")] == []
    assert states(ports, "done") == [("outbox_dead", "owner")]


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


class Refusing:
    """Raises an error for letters to some address, and keeps the others."""

    def __init__(self, error: Exception, whom: str = "anna@example.org") -> None:
        self.error, self.whom, self.sent = error, whom, []  # type: ignore[var-annotated]

    def send(self, id: str, message: EmailMessage) -> None:
        if self.whom in message["To"]:
            raise self.error
        self.sent.append(message)


class Told:
    """One endpoint that wants to hear of everything, and raises what it is told to."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.sent = error, []  # type: ignore[var-annotated]

    def endpoints(self, event: str) -> tuple[str, ...]:
        return ("hooks.example 0",)

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        if self.error:
            raise self.error
        self.sent.append(id)


GONE = Undeliverable("the mail server knows no such mailbox: 550 5.1.1")


def the_order(ports: Ports) -> Order:
    return ports.orders.recent(1)[0]


def test_a_customer_whose_address_is_refused_for_good_is_not_written_to_again(
    ports: Ports, client: Client, order: dict[str, Any], placed: datetime
) -> None:
    mailer = Refusing(GONE)
    refusing = replace(ports, mailer=mailer)

    assert drain(refusing, placed) == Drained(sent=2, failed=1)
    assert states(ports, "dead") == [("order_received", "customer")]
    assert the_order(ports).flags == ("undeliverable",)
    assert ports.orders.events(the_order(ports).id)[-1].name == "flagged"

    client.post("/api/orders", order, "another-key-1")
    mailer.whom = "nobody"
    assert drain(refusing, placed + timedelta(minutes=1)) == Drained(sent=1, kept=1)
    assert [message["To"] for message in mailer.sent if "anna" in message["To"]] == []
    assert the_order(ports).flags == ("undeliverable",)


def test_the_owner_reads_which_message_was_given_up_and_why(ports: Ports, placed: datetime) -> None:
    mailer = Refusing(GONE)

    drain(replace(ports, mailer=mailer), placed)

    told = mailer.sent[-1]
    assert told["Subject"].startswith("Not delivered: ")
    assert "550 5.1.1" in told.get_body(("plain",)).get_content()


def test_the_owner_s_own_address_is_never_silenced(ports: Ports, placed: datetime) -> None:
    refusing = replace(ports, mailer=Refusing(GONE, "hello@shop.example"))

    drained = drain(refusing, placed)

    assert drained == Drained(sent=1, failed=1)
    assert states(ports, "dead") == [("order_placed", "owner")]
    assert the_order(ports).flags == ()
    assert ports.outbox.behind(placed, placed - timedelta(seconds=1))
    assert drain(refusing, placed + timedelta(days=30)) == Drained()


def test_of_many_messages_given_up_the_owner_is_told_once_an_hour(
    ports: Ports, site: Path, order: dict[str, Any]
) -> None:
    telling = replace(ports, hooks=Told(Undeliverable("gone")), mailer=Refusing(OSError(), "nobody"))
    client = Client(orders.application(lambda: telling))
    at = datetime.now(UTC).replace(minute=10)
    order |= {"lines": [{"sku": "TEA-1", "quantity": 1}], "expected_total": None}

    def given_up(at: datetime, number: int) -> int:
        for each in range(3):
            assert client.post("/api/orders", order, f"some-key-{number}-{each}").status == 201
        drain(telling, at)
        return len(states(ports, "dead"))

    assert (given_up(at + timedelta(hours=1), 1), given_up(at + timedelta(hours=1, minutes=40), 2)) == (3, 6)
    assert states(ports, "done").count(("outbox_dead", "owner")) == 1
    assert given_up(at + timedelta(hours=2), 3) == 9
    assert states(ports, "done").count(("outbox_dead", "owner")) == 2


def test_an_address_is_not_silenced_for_a_letter_that_only_never_arrived(
    ports: Ports, placed: datetime
) -> None:
    refusing = replace(ports, mailer=Refusing(Unavailable("refused: 554 5.7.1")))

    for at in each_try(placed):
        drain(refusing, at)

    assert states(ports, "dead") == [("order_received", "customer")]
    assert the_order(ports).flags == ()
    assert ports.suppressions.suppressed(contact_key(ROOT_KEY, "anna@example.org")) is None


def each_try(placed: datetime) -> list[datetime]:
    """Moments at which a message that always fails is tried, whatever is added to its waits by chance."""
    moments = [placed]
    for seconds in DELAYS[LETTER]:
        moments.append(moments[-1] + timedelta(seconds=seconds * 1.11))
    return moments


def test_an_order_that_somebody_moves_meanwhile_is_flagged_all_the_same(
    ports: Ports, placed: datetime
) -> None:
    class Busy:
        def __init__(self) -> None:
            self.losses = 3

        def __getattr__(self, name: str) -> Any:
            return getattr(ports.orders, name)

        def change(self, change: Change) -> None:
            if self.losses:
                self.losses -= 1
                raise Stale("somebody was faster")
            ports.orders.change(change)

    drain(replace(ports, mailer=Refusing(GONE), orders=Busy()), placed)

    assert the_order(ports).flags == ("undeliverable",)


def test_a_message_is_not_dead_before_all_that_follows_is_written(ports: Ports, placed: datetime) -> None:
    class Broken:
        def suppress(self, *_: Any) -> None:
            raise Unavailable("no store")

        def suppressed(self, contact: str) -> None:
            return None

    refusing = replace(ports, mailer=Refusing(GONE))

    assert drain(replace(refusing, suppressions=Broken()), placed) == Drained(sent=1, failed=1)
    assert states(ports, "dead") == []
    assert drain(refusing, placed + timedelta(minutes=10)) == Drained(sent=1, failed=1)
    assert states(ports, "dead") == [("order_received", "customer")]
    assert ports.suppressions.suppressed(contact_key(ROOT_KEY, "anna@example.org")) == "undeliverable"


def test_being_asked_to_wait_counts_as_no_try(ports: Ports, placed: datetime) -> None:
    mailer = Refusing(Throttled(60))
    slow = replace(ports, mailer=mailer)
    at = placed
    drain(slow, at)

    for _ in range(200):
        assert drain(slow, at + timedelta(seconds=59)) == Drained()
        at += timedelta(seconds=60)
        assert drain(slow, at) == Drained(failed=1)

    assert ports.outbox.behind(at - LATE, at)
    mailer.whom = "nobody"
    assert drain(slow, at + timedelta(seconds=60)) == Drained(sent=1)


def test_a_dead_message_is_sent_again_under_its_old_id(ports: Ports, placed: datetime) -> None:
    mailer = Refusing(Unavailable("no"), "@")
    broken = replace(ports, mailer=mailer)
    for at in each_try(placed):
        drain(broken, at)
    dead = {message.id for message, _ in ports.outbox.dead(10)}
    assert len(dead) == 2

    mailer.whom = "nobody"
    after = placed + timedelta(days=5)
    assert ports.outbox.replay(sorted(dead), after) == 2
    drain(broken, after)

    assert dead <= {message["X-Vitrina-Message"] for message in mailer.sent}
    assert ports.outbox.dead(10) == []


def test_a_call_begins_no_message_that_its_lease_would_not_outlast(ports: Ports, placed: datetime) -> None:
    clock = iter([0.0, 0.0, 45.0])

    assert drain(ports, placed, clock=lambda: next(clock)) == Drained(sent=1)
    assert drain(ports, placed) == Drained(sent=1)


def test_the_owner_is_told_of_an_order_that_takes_too_long(
    ports: Ports, site: Path, client: Client, order: dict[str, Any]
) -> None:
    publish(site)
    client.post("/api/orders", order, KEY)
    at = datetime.now(UTC)

    assert drain(ports, at) == Drained(sent=2)
    assert drain(ports, at + timedelta(days=5)) == Drained(sent=1)
    assert ("order_overdue", "owner") in states(ports, "done")
    assert drain(ports, at + timedelta(days=9)) == Drained()


def test_letters_leave_while_nobody_can_say_what_is_overdue(ports: Ports, placed: datetime) -> None:
    class Unsure:
        def __getattr__(self, name: str) -> Any:
            if name == "overdue":
                raise Unavailable("no index")
            return getattr(ports.orders, name)

    assert drain(replace(ports, orders=Unsure()), placed) == Drained(sent=2)


def test_what_is_old_is_forgotten_once_a_day(ports: Ports, site: Path, placed: datetime) -> None:
    publish(site, terms=replace(UNHURRIED, retention=Retention(0, 0, 0, letters=1)))
    drain(ports, placed)
    assert len(files(ports)) == 2
    later = placed + timedelta(days=70)

    assert drain(ports, later) == Drained()

    assert files(ports) == []
    assert states(ports, "done") == []
    assert not ports.limits.hit("retain", 1, timedelta(days=1), later)


def test_what_cannot_be_forgotten_now_holds_up_no_letter(ports: Ports, site: Path, placed: datetime) -> None:
    class Busy:
        def __getattr__(self, name: str) -> Any:
            def away(*_: Any) -> Any:
                raise Unavailable("somebody is reading")

            return away

    publish(site, terms=replace(UNHURRIED, retention=Retention()))
    broken = replace(ports, posts=Busy())  # type: ignore[arg-type]

    assert drain(broken, placed + timedelta(days=9000)).sent == 2
