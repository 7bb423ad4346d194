"""Whatever is typed into forms, letters to addresses that nobody has confirmed say no eight characters of it.

VITRINA_STRANGERS=10000 sets how many visitors are made up; each orders, asks, posts and votes in a stranger's
name, and the shop does all that it can do with that.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from functions._contacts import Contacts
from functions._wiring import Ports
from functions.outbox import drain
from shop import (
    desk,
    following,
    helping,
    letters,
    moderating,
    opening,
    post_messages,
    posting,
    replying,
    service,
    ticket_letters,
    tokens,
    voting,
)
from shop.letters import HEADER
from shop.numbers import hash_of
from shop.orders import Order
from shop.posts import DECLINED, OPEN, Post
from shop.statuses import APPROVAL, ASSEMBLING, CANCEL, COMPLETE, DELIVERY
from shop.terms import UNVERIFIED, Feedback
from shop.tickets import CLOSED, HOLD, PENDING, SOLVED, Ticket
from shop.tickets import OPEN as ANSWERED
from shop.visits import Visit
from tests.evidence import whole
from tests.evidence.__main__ import ROOT
from tests.evidence.figures import note
from tests.evidence.mailboxes import BAIT, RUN, Mailboxes, address_of, quoted, said
from tests.functions.published import TERMS, offer
from tests.shop.makers import BOOK, Prices, Shop

EXAMPLES = int(os.environ.get("VITRINA_STRANGERS", "15"))
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FEEDBACK = Feedback(moderation=UNVERIFIED, review_after=3)
BOOK_HERE = replace(
    BOOK, terms=replace(TERMS, feedback=FEEDBACK), offers={"TEA-1": offer("TEA-1", "Tea", "7")}
)
#: What the shop itself writes, which may be read by whoever it is.
SAID = "Well, let us look at that together."
_DAY = timedelta(days=1)

#: Every letter to customers but the one to whoever has confirmed an address.
TO_STRANGERS = frozenset((
    *letters.MOVED.values(), letters.ORDER_RECEIVED, letters.ORDER_LINK, letters.REVIEW_REQUEST,
    ticket_letters.RECEIVED, ticket_letters.ANSWERED, ticket_letters.REMINDER, ticket_letters.SOLVED,
    ticket_letters.RATING, ticket_letters.LINK, post_messages.IDEA_CODE,
))  # fmt: skip
TO_OWNERS = frozenset((
    letters.ORDER_PLACED, letters.ORDER_OVERDUE, letters.ORDER_WITHDRAWN, letters.OUTBOX_DEAD,
    ticket_letters.OPENED, ticket_letters.WROTE, ticket_letters.OVERDUE, ticket_letters.RATED,
    post_messages.POST_LEFT, letters.ACT_LINK,
))  # fmt: skip

#: Letters of many scripts, digits and signs, without a space that a letter might have by itself.
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Zs", "Zl", "Zp"))
WORDS = st.text(LETTERS, min_size=RUN, max_size=60).map(lambda words: f"{words}q7") | st.sampled_from(BAIT)
FIELDS = (
    "name", "street", "city", "note", "message", "more", "comment", "title", "text", "subject",
)  # fmt: skip
TYPED = st.fixed_dictionaries(dict.fromkeys(FIELDS, WORDS))
MAILBOXES = st.from_regex(r"[a-z0-9]{12,30}", fullmatch=True)


@dataclass
class Stranger:
    """A shop in memory, and somebody who types into its forms; every letter goes to one of many mailboxes."""

    typed: dict[str, str]
    mailbox: str
    language: str
    shop: Shop = field(default_factory=lambda: Shop(Prices(BOOK_HERE)))
    mailer: Mailboxes = field(default_factory=Mailboxes)
    _next: int = 0

    def __post_init__(self) -> None:
        self.shop.contacts = Contacts()  # type: ignore[assignment]

    @property
    def ports(self) -> Ports:
        """As much of it as sending letters needs."""
        shop = self.shop
        return Ports(
            prices=shop.prices, orders=shop.orders, tickets=shop.tickets, posts=shop.posts, votes=shop.votes,
            stock=shop.stock, promos=shop.promos, limits=shop.limits, suppressions=shop.memory,
            outbox=shop.outbox, mailer=self.mailer, hooks=shop.hooks, contacts=shop.contacts,
            root_key=shop.root_key, close=lambda: None,
        )  # fmt: skip

    def contact(self) -> dict[str, str]:
        """In the name of a mailbox of its own, so that none gets too much."""
        return {"name": self.typed["name"], "email": f"{self.mailbox}{self.id()[:6]}@example.org"}

    def id(self) -> str:
        self._next += 1
        return hash_of(str(self._next))[:32]

    def orders(self, at: datetime = AT) -> Order:
        address = {"street": self.typed["street"], "city": self.typed["city"], "postcode": "10115"}
        sent = whole.order(
            contact=self.contact(), language=self.language, note=self.typed["note"],
            delivery={"method": "courier", "address": {"country": "DE", **address}},
        )  # fmt: skip
        return service.place_order(
            sent, Visit(), key=self.id(), language="en", order_id=self.id(), shop=self.shop, at=at
        ).order

    def asks(self, at: datetime = AT) -> Ticket:
        sent = whole.ticket(
            contact=self.contact(), message=self.typed["message"], language=self.language
        )  # fmt: skip
        return opening.open_ticket(
            sent,
            Visit(),
            key=self.id(),
            language="en",
            ticket_id=self.id(),
            pictures=(),
            shop=self.shop,
            at=at,
        ).case

    def posts(self, sent: dict[str, Any], at: datetime = AT) -> Post:
        sent |= {"contact": self.contact(), "title": self.typed["title"], "text": self.typed["text"]}
        return posting.leave(
            {**sent, "language": self.language}, Visit(), key=self.id(), language="en", post_id=self.id(),
            shop=self.shop, at=at,
        ).case  # fmt: skip

    def writes(self, ticket: Ticket, at: datetime) -> Ticket:
        sent = {"key": self.key(ticket), "message": f"{self.typed['more']} {self.id()[:4]}"}
        after = helping.write(
            ticket.number, sent, Visit(), ticket_id=self.id(), pictures=(), shop=self.shop, at=at
        )
        assert after is not None
        return after

    def key(self, ticket: Ticket) -> str:
        return whole.fragment(ticket.link(self.shop.root_key))[1]

    def lives(self) -> None:
        self.lives_through_orders()
        self.lives_through_a_ticket()
        self.lives_through_posts()

    def drains(self, at: datetime) -> None:
        while (done := drain(self.ports, at)).sent or done.kept:
            assert done.failed == 0

    def letters(self) -> list[tuple[str, EmailMessage]]:
        """What went to the stranger, and what kind of letter each was."""
        rows = self.shop.memory.rows
        kinds = [(rows[str(mail[HEADER])].message.event, mail) for mail in self.mailer.sent]
        return [(kind, mail) for kind, mail in kinds if address_of(mail).startswith(self.mailbox)]

    def lives_through_orders(self) -> None:
        terms, shop, at = BOOK_HERE.terms, self.shop, AT
        for to in ((APPROVAL, ASSEMBLING, DELIVERY, COMPLETE), (CANCEL,)):
            order = self.orders()
            for status in to:
                at += timedelta(minutes=10)
                order = desk.move(
                    order, status, terms, shop, at, who="owner", reason="no_call" * (status == CANCEL)
                )
        own = self.orders()
        following.send_link({"number": own.number, "email": own.customer.email}, shop, at)
        desk.withdraw(own, terms, shop, at)
        self.drains(at)
        self.drains(at + 4 * _DAY)

    def lives_through_a_ticket(self) -> None:
        shop, at = self.shop, AT + timedelta(minutes=10)
        ticket = self.asks()
        helping.find({"number": ticket.number, "email": ticket.author.email}, shop, at)
        ticket = self.writes(ticket, at)
        for to in (ANSWERED, HOLD, PENDING):
            at += timedelta(hours=1)
            ticket = replying.answer(ticket, SAID, to, shop, at, who="owner")
            self.drains(at)
        for days in (8, 16):  # reminded, then taken as solved
            self.drains(at + days * _DAY)
        at += 17 * _DAY
        ticket = self.writes(self.now(ticket), at)
        ticket = replying.answer(ticket, SAID, SOLVED, shop, at, who="owner")
        self.drains(at + timedelta(hours=25))
        rating = {"key": self.key(ticket), "rating": "bad", "comment": self.typed["comment"]}
        helping.rate(ticket.number, rating, shop, at + timedelta(hours=25))
        self.drains(at + 5 * _DAY)
        assert self.now(ticket).state == CLOSED
        self.writes(self.now(ticket), at + 6 * _DAY)
        self.drains(at + 6 * _DAY)

    def lives_through_posts(self) -> None:
        shop, at = self.shop, AT + timedelta(minutes=10)
        self.posts(whole.review())
        idea = moderating.move(self.posts(whole.idea()), OPEN, "", shop, at, who="owner")
        email = f"{self.mailbox}{self.id()[:6]}@example.org"
        sent = {"email": email, "language": self.language, "form_token": self.token(at)}
        voting.vote(idea.id, sent, Visit(), language="en", nonce=b"n" * 16, shop=shop, at=at)
        moderating.move(idea, DECLINED, SAID, shop, at, who="owner")
        self.drains(at)
        self.drains(at + _DAY)

    def now(self, ticket: Ticket) -> Ticket:
        found = self.shop.tickets.by_id(ticket.id)
        assert found is not None
        return found

    def token(self, at: datetime) -> str:
        return tokens.sign(self.shop.root_key, tokens.FORM, b"t" * 16, at - timedelta(minutes=1))


def test_no_letter_to_a_stranger_says_eight_characters_that_a_visitor_typed() -> None:
    kinds: Counter[str] = Counter()
    visitors = Counter[str]()
    own = {language: said_to_anybody(language) for language in TERMS.languages}

    # As it is found; to make it smaller takes hours.
    @settings(
        max_examples=EXAMPLES, derandomize=True, database=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    @given(TYPED, MAILBOXES, st.sampled_from(TERMS.languages))
    def property(typed: dict[str, str], mailbox: str, language: str) -> None:
        stranger = Stranger(typed, mailbox, language)
        stranger.lives()

        for kind, mail in stranger.letters():
            runs = quoted({**typed, "mailbox": mailbox}, mail)
            assert [run for run in runs if run not in own[language]] == [], kind
            kinds[kind] += 1
        visitors[language] += 1

    property()

    assert set(kinds) == TO_STRANGERS
    assert visitors.total() >= EXAMPLES
    note(
        "strangers", visitors=visitors.total(), letters=kinds.total(), **dict(sorted(kinds.items())),
        **{"of them with eight characters of a visitor's": 0},
    )  # fmt: skip


def said_to_anybody(language: str) -> str:
    """What all letters say by themselves: visitors may type `delivery`, too."""
    nobody = Stranger(dict.fromkeys(FIELDS, "Ⰰ" * RUN), "m" * 12, language)
    nobody.lives()
    return "\n".join(said(mail) for _, mail in nobody.letters())


def test_one_that_did_say_them_would_be_found() -> None:
    stranger = Stranger(dict.fromkeys(FIELDS, BAIT[0]), "m" * 12, "en")
    stranger.lives()
    owner = [mail for mail in stranger.mailer.sent if address_of(mail) == TERMS.contact.email]

    found = [quoted(stranger.typed, mail) for mail in owner]

    assert sum(map(bool, found)) > 5


def test_every_letter_there_is_goes_to_an_owner_a_stranger_or_a_follower() -> None:
    templates = {file.stem for file in (ROOT / "templates" / "letters" / "en").glob("*.jinja")}

    assert templates == TO_STRANGERS | TO_OWNERS | {post_messages.IDEAS_CHANGED}
