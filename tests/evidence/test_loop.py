"""Two shops that write to each other by themselves: it ends after two letters.

Both have a store, hand their letters to a mail server, and have a program at their own mailbox that types
whatever arrives there into the shop's form, in the name of its sender: as a ticket, or as feedback.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest

from functions._smtp import Server, SmtpMailer
from functions._wiring import Ports
from functions.outbox import drain
from shop import opening, posting, service, tokens
from shop.numbers import hash_of
from shop.terms import Contact, Rates
from shop.visits import LETTERS, Visit
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.mailboxes import address_of
from tests.functions.mailserver import Kept, mail_server
from tests.functions.published import TERMS

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
ADDRESSES = ("hello@one.example", "hello@other.example")
#: How often both look into their mailboxes.
ROUNDS = 40


@dataclass
class Loop:
    """The two shops, the server between them, and what has arrived so far."""

    shops: dict[str, Ports]
    server: Kept
    heeds: bool  #: whether the programs at the mailboxes let letters of machines lie, as RFC 3834 asks
    form: Callable[[Ports, str, int, datetime], object]
    read: int = 0
    typed: int = 0
    between: list[EmailMessage] = field(default_factory=list)

    def turns(self, at: datetime) -> None:
        """Both shops send what is due; both programs read what has come."""
        for shop in self.shops.values():
            while drain(shop, at).sent:
                pass
        arrived = self.server.letters[self.read :]
        self.read += len(arrived)
        for envelope in arrived:
            assert isinstance(envelope.content, bytes)
            mail = message_from_bytes(envelope.content, policy=default)
            assert isinstance(mail, EmailMessage)
            self.arrives(mail, at)

    def arrives(self, mail: EmailMessage, at: datetime) -> None:
        to, sender = address_of(mail), str(mail["From"].addresses[0].addr_spec)
        if sender == to or to not in self.shops:
            return  # the shop's own letter to its owner
        self.between.append(mail)
        if not (self.heeds and by_a_machine(mail)):
            self.typed += 1
            self.form(self.shops[to], sender, self.typed, at)


def by_a_machine(mail: EmailMessage) -> bool:
    """RFC 3834, section 2: what no program should answer."""
    marks = {str(mail.get(name, "")).casefold() for name in ("Auto-Submitted", "Precedence")}
    return bool(marks & {"auto-generated", "auto-replied", "bulk", "list", "junk"}) or "List-Id" in mail


def asks(shop: Ports, email: str, number: int, at: datetime) -> object:
    sent = whole.ticket(contact={"name": "A", "email": email}, form_token=token(number, at))
    return opening.open_ticket(
        sent, Visit(), key=f"loop-{number:05}", language="en", ticket_id=hash_of(f"{email}{number}")[:32],
        pictures=(), shop=shop, at=at,
    )  # fmt: skip


def proposes(shop: Ports, email: str, number: int, at: datetime) -> object:
    sent = whole.idea(contact={"name": "A", "email": email}, form_token=token(number, at))
    return posting.leave(
        sent, Visit(), key=f"loop-{number:05}", language="en", post_id=hash_of(f"{email}{number}")[:32],
        shop=shop, at=at,
    )  # fmt: skip


def buys(shop: Ports, email: str, number: int, at: datetime) -> object:
    sent = whole.order(contact={"name": "A", "email": email}, form_token=token(number, at))
    return service.place_order(
        sent, Visit(), key=f"loop-{number:05}", language="en", order_id=hash_of(f"{email}{number}")[:32],
        shop=shop, at=at,
    )  # fmt: skip


def token(number: int, at: datetime) -> str:
    nonce = random.Random(number).randbytes(16)
    return tokens.sign(whole.ROOT_KEY, tokens.FORM, nonce, at - timedelta(minutes=1))


FORMS = (asks, proposes, buys)


@pytest.fixture
def server() -> Iterator[Kept]:
    with mail_server("smtp", password=False) as kept:
        yield kept


@pytest.fixture
def shops(server: Kept, tmp_path: Path) -> Iterator[dict[str, Ports]]:
    mailer = SmtpMailer(Server("smtp", "127.0.0.1", server.port))
    with ExitStack() as stack:
        opened = {}
        for address in ADDRESSES:
            host = address.partition("@")[2]
            terms = replace(TERMS, url=f"https://{host}", contact=Contact(address), rates=Rates())
            ports = stack.enter_context(whole.opened(tmp_path / host, terms))
            opened[address] = replace(ports, mailer=mailer)
        yield opened


@pytest.mark.parametrize("form", FORMS)
def test_two_shops_that_answer_each_other_s_letters_stop_after_two(
    form: Callable[[Ports, str, int, datetime], object], server: Kept, shops: dict[str, Ports]
) -> None:
    loop = begun(shops, server, form, heeds=True)

    for number in range(ROUNDS):
        loop.turns(AT + timedelta(seconds=number))

    assert len(loop.between) == 2
    assert {address_of(mail) for mail in loop.between} == set(ADDRESSES)
    assert loop.typed == 0
    note(f"loop-{form.__name__}", shops=2, rounds=ROUNDS, letters=len(loop.between), answered=loop.typed)


@pytest.mark.parametrize("form", FORMS)
def test_even_where_their_programs_heed_nothing_it_is_three_letters_a_day_to_each(
    form: Callable[[Ports, str, int, datetime], object], server: Kept, shops: dict[str, Ports]
) -> None:
    loop = begun(shops, server, form, heeds=False)

    for number in range(ROUNDS):
        loop.turns(AT + timedelta(seconds=number))

    assert len(loop.between) == 2 * LETTERS
    note(f"loop-{form.__name__}-heedless", shops=2, rounds=ROUNDS, letters=len(loop.between))


def begun(
    shops: dict[str, Ports], server: Kept, form: Callable[[Ports, str, int, datetime], object], *, heeds: bool
) -> Loop:
    """Somebody has written the address of each into the form of the other."""
    one, other = ADDRESSES
    form(shops[one], other, 10_001, AT)
    form(shops[other], one, 10_002, AT)
    return Loop(shops, server, heeds, form)
