"""A whole shop in DynamoDB, for functions to do in it all that they ever do."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from functions import outbox
from functions._dynamo import Dynamo
from functions._dynamo_tables import make
from functions._wiring import Ports, from_environment
from shop import actions, codes
from shop.orders import Order
from shop.outbox import Message
from shop.post_messages import IDEA_CODE, asked_of
from shop.posts import Post
from shop.promos import Promo
from shop.terms import UNVERIFIED, Feedback, Rates, Retention, Support
from shop.text import Text
from shop.tickets import Ticket
from tests.functions.browser import Answer, Client
from tests.functions.published import TERMS, offer, publish
from tests.infra.recording import Recorder

#: A shop that has decided for all there is.
ALL = replace(
    TERMS,
    rates=Rates(500, 400, 5000),
    promos=(Promo("spring", Text.plain("Spring"), percent=Decimal(5), uses=900, uses_per_contact=900),),
    feedback=Feedback(UNVERIFIED, ("https://blog.example",), review_after=1),
    retention=Retention(1, 1, 1, 1),
    support=Support(1, 2, 3),
)
OFFERS = (
    offer("TP-01-S", "Gaiwan", "48.00", stock=900, option="S"),
    offer("TP-01-L", "Gaiwan", "56.00", stock=2, option="L"),
)


@dataclass
class World:
    ports: Ports
    dynamo: Dynamo
    recorder: Recorder
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def client(self, function: ModuleType) -> Client:
        """A visitor whose network address counts."""
        app = function.application(lambda: self.ports)

        async def from_there(scope: Any, receive: Any, send: Any) -> None:
            await app({**scope, "client": ("9.9.9.9", 40000)}, receive, send)

        return Client(from_there)

    def acting(self, function: ModuleType) -> Client:
        """The same; what it takes to answer is counted for that function."""
        name, client = function.__name__.rpartition(".")[2], self.client(function)
        real = client.send

        def heard(*sent: Any) -> Answer:
            with self.recorder.acting(name):
                return real(*sent)

        client.send = heard  # type: ignore[method-assign]
        return client

    def key(self) -> str:
        return f"key-number-{next(self.numbers):06d}"

    def email(self) -> str:
        """Somebody who has not been here."""
        return f"anna.{next(self.numbers)}@example.org"

    def link(self, purpose: str, id: str, age: timedelta = timedelta()) -> str:
        return actions.PATH + actions.sign(self.ports.root_key, purpose, id, datetime.now(UTC) - age)

    def drained(self, at: datetime) -> None:
        """What the timer does at that moment, as long as there is something to do."""
        with self.recorder.acting("outbox"):
            outbox.drain(self.ports, at)

    def code(self, email: str) -> str:
        """What the newest letter with a code says to that address."""
        found = [asked_of(each) for each in self.messages(IDEA_CODE)]
        mine = [each for each in found if each.email == email]
        return codes.code(self.ports.root_key, max(mine, key=lambda each: each.ends_at))

    def messages(self, event: str) -> list[Message]:
        return [each.message for each in self.ports.outbox.waiting(500) if each.message.event == event]

    def waiting(self) -> list[str]:
        return [each.message.id for each in self.ports.outbox.waiting(500)]

    def order(self, number: str) -> Order:
        found = self.ports.orders.by_number(number)
        assert found is not None
        return found

    def ticket(self, number: str) -> Ticket:
        found = self.ports.tickets.by_number(number)
        assert found is not None
        return found

    def post(self, id: str) -> Post:
        found = self.ports.posts.by_id(id)
        assert found is not None
        return found

    @contextmanager
    def calm(self) -> Iterator[None]:
        """Nothing gets lost."""
        yield

    @contextmanager
    def losing(self) -> Iterator[None]:
        """The first answer to a transaction gets lost on the way back, and the first lease of a letter."""
        with (
            _failing(self.dynamo, "after-call", "TransactWriteItems"),
            _failing(self.dynamo, "before-call", "UpdateItem", about=b"#leased_until"),
        ):
            yield

    @contextmanager
    def dropping(self) -> Iterator[None]:
        """Transactions get lost on the way there, however often they are sent."""
        with _failing(self.dynamo, "before-call", "TransactWriteItems", most=99):
            yield

    @contextmanager
    def mailing(self, error: Exception) -> Iterator[None]:
        """Whatever is sent fails."""
        before = self.ports
        self.ports = replace(before, mailer=_Failing(error))
        yield
        self.ports = before


@dataclass
class _Failing:
    error: Exception

    def send(self, id: str, message: EmailMessage) -> None:
        raise self.error

    def forget(self, ids: Collection[str]) -> None:
        """There is nothing."""


@contextmanager
def opened(folder: Path, environment: Mapping[str, str], recorder: Recorder) -> Iterator[World]:
    """The shop as the functions wire it from these settings."""
    publish(folder, OFFERS, ALL)
    with pytest.MonkeyPatch.context() as patch:
        # As a region of Amazon's, and not as another cloud, which is spoken to otherwise.
        patch.setenv("AWS_ENDPOINT_URL", environment["AWS_ENDPOINT_URL"])
        dynamo = Dynamo.of(environment)
        make(dynamo)
        ports = from_environment({**environment, "VITRINA_PRICES": str(folder)})
        # One client for each address and region: all ports share it with this one.
        recorder.listen(dynamo.client)
        recorder.listen(_mail(ports, environment))
        world = World(ports, ports.orders._dynamo, recorder)  # type: ignore[attr-defined]
        # Whatever is tried again is so without waiting, and not often.
        world.dynamo._seconds, world.dynamo._clock, world.dynamo._sleep = 2, count(0, 0.05).__next__, _no_time
        yield world
        ports.close()
        ports.mailer._client().close()  # type: ignore[attr-defined]


def _mail(ports: Ports, environment: Mapping[str, str]) -> Any:
    """The client of SES, where the shop's address is verified."""
    client = ports.mailer._client()  # type: ignore[attr-defined]
    client.create_email_identity(EmailIdentity=ALL.contact.email.partition("@")[2])
    client.create_configuration_set(ConfigurationSetName=environment["VITRINA_SES_SET"])
    return client


def _no_time(_seconds: float) -> None:
    """Passes."""


@contextmanager
def _failing(dynamo: Dynamo, when: str, operation: str, most: int = 1, about: bytes = b"") -> Iterator[None]:
    failures = iter(range(most))

    def fail(params: Mapping[str, Any] | None = None, **_: Any) -> None:
        if (params is None or about in params["body"]) and next(failures, None) is not None:
            raise ReadTimeoutError(endpoint_url="nowhere")

    events, name = dynamo.client.meta.events, f"{when}.dynamodb.{operation}"
    events.register(name, fail)
    try:
        yield
    finally:
        events.unregister(name, fail)
