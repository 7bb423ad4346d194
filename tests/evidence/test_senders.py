"""Letters and webhooks to servers that fail in every way: none lost, twice only where nobody could know.

Mail server, SES and receiver are real ones on this machine; hours pass by a clock of the proof's own.
VITRINA_SENDERS=large runs all of it, some of it otherwise.
"""

from __future__ import annotations

import base64
import hmac
import os
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import botocore.config
import pytest

from functions import _post, _smtp, orders, outbox
from functions._hooks import Endpoint, Webhooks
from functions._post import Target
from functions._ses import SesMailer, ses_client
from functions._smtp import Server, SmtpMailer
from functions._wiring import Ports, embedded
from shop.errors import Throttled, Undeliverable
from shop.outbox import DELAYS, HOOK, JITTER, LETTER, tries
from shop.ports import Hooks, Mailer
from shop.statuses import DEFAULTS
from tests.evidence import outside
from tests.evidence.figures import note
from tests.evidence.outside import LOST, UNSURE, WAIT, Fault, Outside
from tests.functions.browser import Client
from tests.functions.published import TERMS, offer, publish

LARGE = os.environ.get("VITRINA_SENDERS") == "large"
ROUNDS, POISONED, WAITS = (8, 1000, 5) if LARGE else (1, 30, 1)
SEED = os.environ.get("VITRINA_SEED", "20261125")

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
KEY = b"a key of this proof, no secret"
#: In place of 10, 30 and 15 seconds, so that silence does not take so long.
STEP, WHOLE, POST = (1.0, 2.0, 1.5) if LARGE else (2.0, 4.0, 3.0)

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
SHORT, LONG = (MINUTE, 72 * HOUR), (5 * MINUTE, 30 * MINUTE, HOUR, 6 * HOUR, 12 * HOUR, 23 * HOUR, 48 * HOUR)
LENGTHS = (*SHORT, *(LONG if LARGE else ()))

DOWN = Fault(LOST, "cut", "greeting")
NOBODY = Fault(LOST, "550 5.1.1 nobody here", "RCPT")
BROKEN = {LETTER: Fault(LOST, "554 5.6.0 cannot", "."), HOOK: Fault(LOST, "500")}


@dataclass(frozen=True)
class Try:
    """One try of one message: what befell it, whether it arrived, and what its sender was told."""

    id: str
    at: datetime
    fault: Fault | None
    kept: bool
    error: Exception | None


@dataclass
class Shop:
    """A shop whose ways out lead to the servers, each message with the faults that are written for it."""

    ports: Ports
    mail: Outside
    web: Outside
    faults: tuple[Fault, ...]  #: of its mailer
    at: datetime = AT
    scripts: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))
    tries: list[Try] = field(default_factory=list)

    def buys(self, number: int, begin: int = 0) -> dict[str, str]:
        """So many orders; the ids of their messages and their kinds."""
        client = Client(orders.application(lambda: self.ports))
        for each in range(begin, begin + number):
            assert client.post("/api/orders", _order(each), f"a-key-of-{each:06}").status == 201
        self.at = datetime.now(UTC)
        return {each.message.id: each.message.kind for each in self.ports.outbox.waiting(10**6)}

    def drains(self) -> int:
        """Empties what is due now; how many were tried."""
        before = len(self.tries)
        while sum(vars_of(outbox.drain(self.ports, self.at))):
            pass
        return len(self.tries) - before

    def lives(self, until: datetime | None = None) -> None:
        """On to the next message that is due, again and again, until none waits."""
        self.drains()
        while waiting := self.ports.outbox.waiting(1):
            due = waiting[0].due_at
            if until and due >= until:
                return
            self.at = max(self.at, due)
            self.drains()

    def tried(self, out: Outside, id: str, send: Callable[[], None]) -> None:
        script, before = self.scripts[id], len(out.kept)
        out.fault = fault = script.pop(0) if script else out.always
        error: Exception | None = None
        try:
            send()
        except Exception as raised:
            error = raised
            raise
        finally:
            out.fault = None
            self.tries.append(Try(id, self.at, fault, len(out.kept) > before, error))

    def arrived(self) -> Counter[str]:
        return Counter(each.id for each in (*self.mail.kept, *self.web.kept))

    def rows(self) -> dict[str, tuple[str, int]]:
        """The state of each message in the store, and how often it was tried."""
        found = self.ports.outbox._database.opened().execute(  # type: ignore[attr-defined]
            "SELECT message_id, state, attempts FROM outbox"
        )
        return {id: (state, attempts) for id, state, attempts in found}


def vars_of(drained: outbox.Drained) -> tuple[int, ...]:
    return drained.sent, drained.failed, drained.kept


class Letters:
    """The Mailer port, with the shop looking on."""

    def __init__(self, real: Mailer, shop: Callable[[], Shop]) -> None:
        self._real, self._shop = real, shop

    def send(self, id: str, message: EmailMessage) -> None:
        shop = self._shop()
        shop.tried(shop.mail, id, lambda: self._real.send(id, message))


class Posts:
    """The Hooks port, the same."""

    def __init__(self, real: Hooks, shop: Callable[[], Shop]) -> None:
        self._real, self._shop = real, shop

    def endpoints(self, event: str) -> tuple[str, ...]:
        return self._real.endpoints(event)

    def send(self, endpoint: str, id: str, body: str, at: datetime) -> None:
        shop = self._shop()
        shop.tried(shop.web, id, lambda: self._real.send(endpoint, id, body, at))


@pytest.fixture(params=["smtp", "ses"])
def shop(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    _hurried(monkeypatch)
    unhurried = {name: replace(status, limit=0) for name, status in DEFAULTS.items()}
    publish(tmp_path / "dist", (offer("TEA-1", "Sencha", "7.45"),), replace(TERMS, statuses=unhurried))
    ports = embedded(str(tmp_path / "dist"), tmp_path / "state", root_key=b"k" * 32)
    # The fsync of each commit is not what is tried here.
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    with ExitStack() as servers:
        web = servers.enter_context(outside.receiver())
        if request.param == "smtp":
            mail, faults = servers.enter_context(outside.mail_server()), outside.MAIL
            mailer: Mailer = SmtpMailer(Server("smtp", "127.0.0.1", mail.port))
        else:
            mail, faults = servers.enter_context(outside.ses()), outside.SES
            mailer = SesMailer(ses_client("eu-central-1", f"http://127.0.0.1:{mail.port}"))
        hooks = Webhooks([Endpoint(Target("http", "127.0.0.1", web.port, "/in", local=True), (KEY,))])
        told = replace(ports, mailer=Letters(mailer, lambda: made), hooks=Posts(hooks, lambda: made))
        made = Shop(told, mail, web, faults)
        yield made
    ports.close()


def _hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time-outs of a second or two, and credentials for SES."""
    real = botocore.config.Config
    monkeypatch.setattr(_smtp, "_STEP_SECONDS", STEP)
    monkeypatch.setattr(_smtp, "_SECONDS", WHOLE)
    monkeypatch.setattr(_post, "SECONDS", POST)
    monkeypatch.setattr("botocore.config.Config", lambda **given: real(**{**given, "read_timeout": STEP}))
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")


def _order(number: int) -> dict[str, Any]:
    return {
        "lines": [{"sku": "TEA-1", "quantity": 1}],
        "contact": {"name": "Anna", "email": f"buyer-{number}@example.org", "phone": "+49 30 1234567"},
        "delivery": {"method": "pickup"}, "payment": "cash",
    }  # fmt: skip


def test_none_is_lost_and_none_doubled_but_where_nobody_could_know(
    shop: Shop, request: pytest.FixtureRequest
) -> None:
    chance = random.Random(f"{SEED} {request.node.name}")
    mail, web = _many(shop.faults), _many(outside.HOOKS)
    ids = shop.buys(max(len(mail) // 4, len(web) // 2))
    shop.scripts.update(_scripts(ids, {LETTER: mail, HOOK: web}, chance))

    shop.lives()

    assert _befallen(shop) == Counter(mail) + Counter(web)
    assert set(shop.rows()) == set(ids)
    assert {state for state, _ in shop.rows().values()} == {"done"}
    doubled = _doubled(shop)
    _assert_the_same_each_time(shop)
    _assert_waiting_counts_as_no_try(shop)
    kinds = Counter(each.kind for each in mail + web)
    note(
        f"senders-{'ses' if shop.faults is outside.SES else 'smtp'}", messages=len(ids), faults=kinds.total(),
        **{"of them ambiguous": kinds[UNSURE], "asked to wait": kinds[WAIT]}, lost=0, twice=doubled,
        **{"twice without need": 0}, seed=SEED,
    )  # fmt: skip


def _many(faults: tuple[Fault, ...]) -> list[Fault]:
    """Those that wait for a time-out only once, unless all is run."""
    waiting = [each for each in faults if each.act in ("silence", "endless")]
    return list(faults) * ROUNDS if LARGE else [each for each in faults if each not in waiting[1:]]


def _scripts(
    ids: dict[str, str], faults: dict[str, list[Fault]], chance: random.Random
) -> dict[str, list[Fault]]:
    """Each fault befalls some message, after others or before them."""
    scripts: dict[str, list[Fault]] = defaultdict(list)
    for kind, all_of_it in faults.items():
        of_kind = [id for id in ids if ids[id] == kind]
        for fault in chance.sample(all_of_it, len(all_of_it)):
            free = [id for id in of_kind if len(scripts[id]) < 6]
            # What is fine ends a message's way: after it comes nothing.
            open_still = [id for id in free if not scripts[id] or scripts[id][-1].kind != outside.FINE]
            scripts[chance.choice(open_still)].append(fault)
    return scripts


def _befallen(shop: Shop) -> Counter[Fault]:
    return Counter(each.fault for each in shop.tries if each.fault)


def _doubled(shop: Shop) -> int:
    """How many messages came more than once, after each has been looked at."""
    arrived, doubled = shop.arrived(), 0
    for id in shop.rows():
        mine = [each for each in shop.tries if each.id == id]
        sent = [each for each in mine if each.error is None]
        unsure = [each for each in mine if each.kept and each.error]
        assert [each.kept for each in sent] == [True], "said to be sent, once, and it was"
        assert all(each.fault and each.fault.kind == UNSURE for each in unsure)
        assert arrived[id] == 1 + len(unsure)
        doubled += bool(unsure)
    assert set(arrived) == set(shop.rows())
    return doubled


def _assert_the_same_each_time(shop: Shop) -> None:
    contents: dict[str, set[bytes]] = defaultdict(set)
    for each in (*shop.mail.kept, *shop.web.kept):
        contents[each.id].add(each.content)
    assert {len(each) for each in contents.values()} == {1}
    for each in shop.web.kept:
        _assert_signed(each)


def _assert_signed(got: outside.Kept) -> None:
    """As the specification of Standard Webhooks has it, written once more."""
    plain = f"{got.id}.{got.headers['webhook-timestamp']}.".encode() + got.content
    signature = base64.b64encode(hmac.digest(KEY, plain, "sha256")).decode()
    assert got.headers["webhook-signature"] == f"v1,{signature}"


def _assert_waiting_counts_as_no_try(shop: Shop) -> None:
    counted = Counter(each.id for each in shop.tries if not isinstance(each.error, Throttled))
    waited = [each for each in shop.tries if isinstance(each.error, Throttled)]
    assert all(each.fault and each.fault.kind == WAIT for each in waited)
    assert sum(each.fault.kind == WAIT for each in shop.tries if each.fault) == len(waited)
    assert {id: attempts for id, (_, attempts) in shop.rows().items()} == counted


def test_however_often_it_is_asked_to_wait_a_message_lives(shop: Shop) -> None:
    ids = shop.buys(1)
    waits = {LETTER: [each for each in shop.faults if each.kind == WAIT]}
    waits[HOOK] = [each for each in outside.HOOKS if each.kind == WAIT]
    for id, kind in ids.items():
        shop.scripts[id] = (waits[kind] * tries(kind))[: WAITS * tries(kind) + 2]

    shop.lives()

    assert set(shop.rows().values()) == {("done", 1)}
    assert shop.arrived() == Counter(list(ids))
    assert shop.at - AT > timedelta(minutes=1)


def test_one_in_ten_is_poison_and_holds_up_nobody(shop: Shop, request: pytest.FixtureRequest) -> None:
    chance = random.Random(f"{SEED} {request.node.name}")
    ids = shop.buys(POISONED // 3)
    poison = set(chance.sample(sorted(ids), len(ids) // 10))
    for id in poison:
        shop.scripts[id] = [_poison(shop, ids[id])] * tries(ids[id])
    begin = shop.at

    shop.drains()

    # Everything sound has left before the clock went on, and the poison has cost each of it one try.
    assert {each.id for each in shop.tries if each.at == begin and each.error is None} == set(ids) - poison
    assert Counter(each.id for each in shop.tries if each.id in poison) == Counter(list(poison))

    shop.lives()

    dead = {message.id for message, _ in shop.ports.outbox.dead(10**6)}
    attempts = {id: attempts for id, (_, attempts) in shop.rows().items()}
    assert dead == poison
    assert {id: attempts[id] for id in poison} == {id: tries(ids[id]) for id in poison}
    assert not poison & set(shop.arrived())
    told = set(shop.rows()) - set(ids)
    assert told, "the owner is told"

    # What was wrong is put right.
    assert shop.ports.outbox.replay(sorted(dead), shop.at) == len(poison)
    assert shop.drains() == len(poison)
    assert shop.ports.outbox.dead(9) == []
    assert shop.arrived() == Counter([*ids, *told])
    note(
        f"senders-poison-{'ses' if shop.faults is outside.SES else 'smtp'}", messages=len(ids),
        poison=len(poison), **{"others held up": 0, "sent after replay": len(poison)},
    )  # fmt: skip


def _poison(shop: Shop, kind: str) -> Fault:
    if kind == HOOK:
        return BROKEN[HOOK]
    return BROKEN[LETTER] if shop.faults is outside.MAIL else Fault(LOST, "400 BadRequestException")


def test_a_mailbox_that_is_not_there_holds_up_nobody_else(shop: Shop) -> None:
    if shop.faults is not outside.MAIL:
        pytest.skip("what SES says of mailboxes comes later, as a notice")
    ids = shop.buys(20)
    rows = shop.ports.outbox
    gone = [id for id in ids if (message := rows.message(id)) and message.recipient == "customer"][:5]
    for id in gone:
        shop.scripts[id] = [NOBODY]

    shop.drains()

    assert {message.id for message, _ in rows.dead(99)} == set(gone)
    assert [
        each.error for each in shop.tries if each.id in gone if not isinstance(each.error, Undeliverable)
    ] == []
    assert set(ids) - set(gone) <= set(shop.arrived())


@pytest.mark.parametrize("length", LENGTHS, ids=str)
@pytest.mark.parametrize("jitter", [0.0, 1.0] if LARGE else [0.5])
def test_after_an_outage_all_is_delivered_and_tried_as_the_schedule_says(
    shop: Shop, length: timedelta, jitter: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("random.random", lambda: jitter)
    ids = shop.buys(2)
    begin, end = shop.at, shop.at + length
    shop.mail.always = shop.web.always = DOWN if shop.faults is outside.MAIL else Fault(LOST, "cut")
    shop.web.always = Fault(LOST, "cut")

    shop.lives(until=end)
    in_vain = Counter(each.id for each in shop.tries)
    dead = {message.id for message, _ in shop.ports.outbox.dead(99)}
    shop.mail.always = shop.web.always = None
    shop.at = max(shop.at, end)
    shop.ports.outbox.replay(sorted(dead), end)
    shop.lives()

    for id, kind in ids.items():
        moments = _moments(kind, jitter)
        assert in_vain[id] == sum(moment < length for moment in moments)
        assert (id in dead) == (in_vain[id] == tries(kind))
        sent = [each.at - begin for each in shop.tries if each.id == id and each.error is None]
        assert sent == [length if id in dead else moments[in_vain[id]]]
    # The longest outage that needs nobody: 23 hours for a letter, three days for a webhook.
    assert not [id for id in dead & set(ids) if ids[id] == HOOK]
    assert bool(dead & set(ids)) == (length > 24 * HOUR)
    assert {state for state, _ in shop.rows().values()} == {"done"}
    assert shop.arrived() == Counter(list(shop.rows()))


def _moments(kind: str, jitter: float) -> Sequence[timedelta]:
    """When a message is tried that always fails, counted from the first time."""
    moments = [timedelta()]
    for seconds in DELAYS[kind]:
        moments.append(moments[-1] + timedelta(seconds=seconds * (1 + JITTER * jitter)))
    return moments
