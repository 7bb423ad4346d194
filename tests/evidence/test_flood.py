"""A flood of orders, tickets and feedback from many addresses: the shop's limit holds, nothing is lost, and
neither strangers nor the owner are flooded in turn.

VITRINA_FLOOD=1000 sets from how many addresses; each orders, asks and proposes something in the same hour.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from functions._wiring import Ports
from functions.outbox import drain
from shop import desk, helping, opening, posting, posts, service, tickets, tokens, voting
from shop.errors import TooMany
from shop.numbers import address_key, hash_of
from shop.orders import Order
from shop.posts import Post
from shop.service import NO_LETTER
from shop.terms import Rates
from shop.tickets import Ticket
from shop.visits import LETTERS, MANY, MANY_OF_CONTACT, Visit
from tests.evidence import whole
from tests.evidence.figures import note
from tests.evidence.mailboxes import Mailboxes, address_of
from tests.evidence.whole import ROOT_KEY
from tests.functions.published import TERMS

COUNT = int(os.environ.get("VITRINA_FLOOD", "100"))
#: What a shop takes in an hour that has decided nothing; half of the flood, where that is smaller.
RATES = replace(Rates(), per_shop=min(Rates().per_shop, COUNT // 2))
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LATER = AT + timedelta(minutes=50)
VICTIM = "victim@example.org"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Ports]:
    with whole.opened(tmp_path, replace(TERMS, rates=RATES)) as ports:
        yield replace(ports, mailer=Mailboxes())


def sends(shop: Ports, at: datetime) -> None:
    while (done := drain(shop, at)).sent or done.kept:
        assert done.failed == 0


def sent_to(shop: Ports) -> Counter[str]:
    """How many letters each mailbox got."""
    sends(shop, LATER)
    mailer = shop.mailer
    assert isinstance(mailer, Mailboxes)
    return Counter(address_of(mail) for mail in mailer.sent)


def floods(shop: Ports, number: int, email: str) -> None:
    """All that can be done from forms that somebody has opened, from a network address of its own."""
    order = buys(shop, number, email, visit(number))
    ticket = asks(shop, number, email, visit(number))
    proposes(shop, number, email, visit(number))
    more = {"key": whole.fragment(ticket.link(ROOT_KEY))[1], "message": "And then?"}
    helping.write(
        ticket.number, more, visit(number), ticket_id="0" * 32, pictures=(), shop=shop, at=moment(number)
    )
    desk.withdraw(order, shop.prices.book(()).terms, shop, moment(number))
    if number % 50 == 0:  # a code is worth nothing a quarter of an hour later
        sends(shop, moment(number))


def buys(shop: Ports, number: int, email: str, visit: Visit) -> Order:
    sent = whole.order(contact={"name": "A", "email": email}, form_token=token(f"order {number}"))
    return service.place_order(
        sent, visit, key=f"flood-{number:05}", language="en", order_id=hash_of(f"o{number}")[:32], shop=shop,
        at=moment(number),
    ).order  # fmt: skip


def visit(number: int) -> Visit:
    return Visit(address_key(ROOT_KEY, f"5.{number // 250}.{number % 250}.9"), form=True)


def asks(shop: Ports, number: int, email: str, visit: Visit) -> Ticket:
    sent = whole.ticket(contact={"name": "A", "email": email}, form_token=token(f"ticket {number}"))
    return opening.open_ticket(
        sent, visit, key=f"flood-{number:05}", language="en", ticket_id=hash_of(f"t{number}")[:32],
        pictures=(), shop=shop, at=moment(number),
    ).case  # fmt: skip


def proposes(shop: Ports, number: int, email: str, visit: Visit) -> Post:
    sent = whole.idea(contact={"name": "A", "email": email}, form_token=token(f"idea {number}"))
    return posting.leave(
        sent, visit, key=f"flood-{number:05}", language="en", post_id=hash_of(f"p{number}")[:32], shop=shop,
        at=moment(number),
    ).case  # fmt: skip


def token(of: str) -> str:
    return tokens.sign(ROOT_KEY, tokens.FORM, random.Random(of).randbytes(16), AT - timedelta(minutes=1))


def moment(number: int) -> datetime:
    """All within one hour of the clock, which is what is counted in."""
    return AT + timedelta(seconds=number % 2500)


def test_beyond_the_shop_s_limit_everything_is_kept_and_nobody_is_written_to(shop: Ports) -> None:
    emails = [f"somebody{number}@example.org" for number in range(COUNT)]

    for number, email in enumerate(emails):
        floods(shop, number, email)

    letters = sent_to(shop)
    owner = letters.pop(TERMS.contact.email)
    for kept in _kept(shop):
        assert len(kept) == COUNT
        assert Counter(each.doubts for each in kept) == {(): RATES.per_shop, (MANY,): COUNT - RATES.per_shop}
    welcome = {each.author.email for each in shop.tickets.listed(tickets.STATES, COUNT) if not each.doubts}
    assert letters == dict.fromkeys(welcome, LETTERS)
    # Each order and its end, each ticket, its second message and that it waits, each idea; three warnings.
    assert owner == 6 * RATES.per_shop + 3
    note(
        "flood", addresses=COUNT, orders=COUNT, tickets=COUNT, posts=COUNT, lost=0,
        **{
            "limit of the shop": RATES.per_shop,
            "kept as doubtful": 3 * (COUNT - RATES.per_shop),
            "of them written to": 0,
            "letters to the owner about them": 3,
        },
    )  # fmt: skip


def _kept(shop: Ports) -> Sequence[Sequence[Order | Ticket | Post]]:
    return (
        shop.orders.recent(2 * COUNT),
        shop.tickets.listed(tickets.STATES, 2 * COUNT),
        shop.posts.listed(posts.STATES, 2 * COUNT),
    )


def test_one_mailbox_gets_three_letters_whatever_is_sent_in_its_name(shop: Ports) -> None:
    spelled = random.Random(39)

    for number in range(COUNT):
        email = "".join(spelled.choice((c, c.upper())) for c in VICTIM).replace(
            "@", f"+{number}@", number % 2
        )
        floods(shop, number, email)
        ticket = shop.tickets.listed((tickets.NEW,), 1)[0]
        helping.find({"number": ticket.number, "email": email}, shop, moment(number))
        post = shop.posts.listed(posts.STATES, 1)[0]
        if number < 60:  # of one network address in an hour
            voted = {"email": email, "form_token": token(f"vote {number}")}
            voting.vote(
                post.id, voted, visit(number), language="en", nonce=number.to_bytes(16), shop=shop,
                at=moment(number),
            )  # fmt: skip

    letters = sent_to(shop)
    owner = letters.pop(TERMS.contact.email)
    kept = [each for some in _kept(shop) for each in some]
    doubts = Counter(doubt for case in kept for doubt in case.doubts)
    assert len(kept) == 3 * COUNT
    assert 0 < letters.total() <= LETTERS
    assert doubts[MANY_OF_CONTACT] == 3 * (COUNT - RATES.per_contact)
    assert sum(NO_LETTER in case.flags for case in kept) > 0
    note(
        "flood-victim", addresses=COUNT, orders=COUNT, tickets=COUNT, posts=COUNT,
        **{"letters to the victim": letters.total(), "letters to the owner": owner},
    )  # fmt: skip


@pytest.mark.parametrize("send", [buys, asks, proposes])
def test_from_one_network_address_no_more_is_taken_in_an_hour(shop: Ports, send: Any) -> None:
    taken = 0

    for number in range(RATES.per_address + 10):
        try:
            send(shop, number, f"somebody{number}@example.org", visit(7))
        except TooMany:
            continue
        taken += 1

    assert taken == RATES.per_address
