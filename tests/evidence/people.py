"""Generated people, and everything that a shop comes to know of them; each word can be told apart."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

from PIL import Image

from functions._wiring import Ports
from shop import consents, desk, helping, moderating, opening, posting, replying, service
from shop.cases import Picture
from shop.contacts import mailbox
from shop.numbers import contact_key
from shop.posts import Vote
from shop.visits import Visit

#: A word of one person's: nothing else that is stored looks like it.
_WORD = re.compile(rb"zq[0-9a-f]{12}qz", re.IGNORECASE)
#: The last eight digits of a phone number in Berlin, however it is written.
_PHONE = re.compile(rb"30 ?([0-9]{8})(?![0-9])")

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass
class Somebody:
    number: int
    email: str
    phone: str
    words: set[str] = field(default_factory=set)  #: everything that was typed by, or written about, them
    orders: set[str] = field(default_factory=set)
    tickets: set[str] = field(default_factory=set)
    posts: set[str] = field(default_factory=set)
    votes: set[str] = field(default_factory=set)
    pictures: int = 0


class Crowd:
    """Makes people, one after another, and lets each do what people do in a shop."""

    def __init__(self, ports: Ports, seed: int) -> None:
        self._ports, self._chance = ports, random.Random(seed)
        self._ideas: list[str] = []

    def somebody(self, number: int) -> Somebody:
        email = f"{self._fresh()}@example.org"
        phone = f"+49 30 {10_000_000 + number * 7:08d}"
        person = Somebody(number, email, phone, {email.partition("@")[0]})
        for _ in range(self._chance.randint(1, 2)):
            self._orders(person)
        if self._chance.random() < 0.6:
            self._asks(person)
        if self._chance.random() < 0.6:
            self._posts(person)
        self._votes(person)
        return person

    def word(self, person: Somebody) -> str:
        word = self._fresh()
        person.words.add(word)
        return word

    def _fresh(self) -> str:
        return f"zq{self._chance.getrandbits(48):012x}qz"

    def _key(self) -> str:
        return f"{self._chance.getrandbits(128):032x}"

    def _orders(self, person: Somebody) -> None:
        says = lambda: self.word(person)  # noqa: E731
        sent = {
            "lines": [{"sku": "TEA-1", "quantity": self._chance.randint(1, 3)}],
            "contact": {"name": says(), "email": person.email, "phone": person.phone},
            "delivery": {
                "method": "courier",
                "address": {"country": "DE", "postcode": "10115", "city": says(), "street": says()},
            },
            "payment": "cash",
            "note": f"{says()}\n{says()}",
        }
        ports, terms = self._ports, self._ports.prices.book(()).terms
        order = service.place_order(
            sent, Visit(), key=self._key(), language=self._chance.choice(("en", "ru")), order_id=self._key(),
            shop=ports, at=AT,
        ).order  # fmt: skip
        person.orders.add(order.number)
        ways = (("cancel",), ("approval", "assembling", "delivery", "complete"))
        for to in self._chance.choice(ways):
            order = desk.move(
                order, to, terms, ports, AT + timedelta(hours=1), who="owner",
                reason="other" if to == "cancel" else "", comment=says(),
                tracking=says() if to == "delivery" else "",
            )  # fmt: skip

    def _asks(self, person: Somebody) -> None:
        ports, picture = self._ports, Picture(self._key(), "image/jpeg", self._drawn(person))
        contact = {"name": self.word(person), "email": person.email, "phone": person.phone}
        sent = {"topic": "return", "message": f"{self.word(person)} {self.word(person)}", "contact": contact}
        ticket = opening.open_ticket(
            sent, Visit(), key=self._key(), language="en", ticket_id=self._key(), pictures=(picture,),
            shop=ports, at=AT,
        ).case  # fmt: skip
        person.tickets.add(ticket.number)
        person.pictures += 1
        key = ticket.link(ports.root_key).rpartition(".")[2]
        helping.write(
            ticket.number, {"key": key, "message": self.word(person)}, Visit(), ticket_id=self._key(),
            pictures=(), shop=ports, at=AT + timedelta(hours=1),
        )  # fmt: skip
        latest = ports.tickets.by_id(ticket.id)
        assert latest is not None
        latest = replying.note(latest, self.word(person), ports, AT + timedelta(hours=2), who="owner")
        replying.answer(latest, self.word(person), "solved", ports, AT + timedelta(hours=3), who="owner")

    def _drawn(self, person: Somebody) -> bytes:
        """A picture with a word of the person's in it, as a camera would leave one."""
        file = BytesIO()
        image = Image.new("RGB", (8, 8), (person.number % 256, 90, 60))
        image.save(file, "JPEG", comment=self.word(person).encode())
        return file.getvalue()

    def _posts(self, person: Somebody) -> None:
        ports = self._ports
        sent: dict[str, Any] = {
            "kind": self._chance.choice(("idea", "idea", "problem")),
            "title": self.word(person),
            "text": f"{self.word(person)}\n{self.word(person)}",
            "contact": {"name": self.word(person), "email": person.email},
            "consent": consents.token(consents.FEEDBACK),
        }
        if sent["kind"] == "problem":
            person.words.discard(sent.pop("title"))
        post = posting.leave(
            sent, Visit(), key=self._key(), language="en", post_id=self._key(), shop=ports, at=AT
        ).case
        person.posts.add(post.id)
        if post.kind == "idea":
            moderating.move(post, "open", self.word(person), ports, AT + timedelta(hours=1), who="owner")
            self._ideas.append(post.id)

    def _votes(self, person: Somebody) -> None:
        voter = contact_key(self._ports.root_key, mailbox(person.email))
        for idea in self._chance.sample(self._ideas[-50:], min(2, len(self._ideas))):
            self._ports.votes.cast(Vote(idea, voter, True, AT, person.email, "en"))
            person.votes.add(idea)


def words_in(content: bytes) -> set[str]:
    """Every person's word that stands anywhere in those bytes, also across the lines of a letter."""
    whole = content + content.replace(b"=\n", b"").replace(b"=\r\n", b"")
    return {word.decode().lower() for word in _WORD.findall(whole)}


def phones_in(content: bytes) -> set[str]:
    return {digits.decode() for digits in _PHONE.findall(content)}
