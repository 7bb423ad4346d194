"""Tickets, posts and what is filed with them, for the tests of stores."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from shop.cases import Author, Entry, Filed, Filing, Picture
from shop.numbers import TICKET, hash_of, number_of
from shop.outbox import LETTER, Message
from shop.posts import IDEA, Post, Vote
from shop.tickets import QUESTION, Ticket
from tests.functions.stores.makers import AT, Store, wish

ANNA = Author("Анна", "anna@example.org")


def ticket_of(counter: int, **changes: Any) -> Ticket:
    id = f"t{counter:031d}"
    ticket = Ticket(
        id=id,
        number=number_of(counter, TICKET),
        opened_at=AT,
        language="en",
        author=ANNA,
        topic=QUESTION,
        page="https://shop.example/ticket/",
        secret_hash=hash_of(f"secret of {id}"),
    )
    return replace(ticket, **changes)


def post_of(counter: int, **changes: Any) -> Post:
    post = Post(f"p{counter}", IDEA, AT, "en", ANNA, "Sell larger cups", "Larger cups")
    return replace(post, **changes)


def entry_of(case: Ticket | Post, name: str = "opened", text: str = "Hello", **given: Any) -> Entry:
    return Entry(case.id, case.version, **{"at": AT, "name": name, "who": "customer", "text": text, **given})


def opening(
    *messages: Message, pictures: tuple[Picture, ...] = (), entry: dict[str, Any] | None = None,
    **changes: Any,
) -> Callable[[int], Filing[Ticket]]:  # fmt: skip
    """What makes a ticket."""

    def make(counter: int) -> Filing[Ticket]:
        ticket = ticket_of(counter, **changes)
        shown = tuple(each.id for each in pictures)
        return Filing(ticket, entry_of(ticket, **{"pictures": shown, **(entry or {})}), messages, pictures)

    return make


def opened(store: Store, key: int = 1, *messages: Message, **given: Any) -> Ticket:
    return store.tickets.file(wish(key), opening(*messages, **given), AT).case


def posting(**changes: Any) -> Callable[[int], Filing[Post]]:
    def make(counter: int) -> Filing[Post]:
        post = post_of(counter, **changes)
        return Filing(post, entry_of(post))

    return make


def posted(store: Store, key: int = 1, **changes: Any) -> Post:
    return store.posts.file(wish(key), posting(**changes), AT).case


def next_of(
    ticket: Ticket, *messages: Message, pictures: tuple[Picture, ...] = (), at: datetime = AT,
    text: str = "More", **changes: Any,
) -> Filing[Ticket]:  # fmt: skip
    """A later version of a ticket, in which something was written."""
    after = replace(ticket, version=ticket.version + 1, **changes)
    shown = tuple(each.id for each in pictures)
    return Filing(after, entry_of(after, "wrote", text, at=at, pictures=shown), messages, pictures)


def picture_of(id: str, content: bytes = b"\x89PNG\0") -> Picture:
    return Picture(id, "image/webp", content)


def about(ticket: Ticket | Post, id: str, due_at: datetime | None = None) -> Message:
    kind = "ticket" if isinstance(ticket, Ticket) else "post"
    return Message(id, LETTER, "ticket_received", "customer", "en", ticket.id, '{"at":"1"}', kind, due_at)


def vote_of(post_id: str = "p1", voter: str = "anna", **changes: Any) -> Vote:
    return Vote(post_id, voter, **{"verified": True, "at": AT, **changes})


def trace(store: Store, ticket: Ticket, key: int) -> dict[str, object]:
    """All that a ticket leaves behind; of one that left nothing, every value is empty."""
    tickets, ever = store.tickets, AT + timedelta(days=999)
    of_contacts = (each for contact in ticket.contacts for each in tickets.of_contact(contact))
    return {
        "key": tickets.filed(wish(key).key),
        "id": tickets.by_id(ticket.id),
        "number": tickets.by_number(ticket.number),
        "secret": tickets.by_secret(ticket.secret_hash),
        "listed": [each for each in tickets.listed([ticket.state], 99) if each.id == ticket.id],
        "due": [each for each in tickets.due(ever, 99) if each.id == ticket.id],
        "contacts": [each for each in of_contacts if each.id == ticket.id],
        "entries": tickets.entries(ticket.id),
    }


def cases_of(made: list[Any]) -> list[Filed[Ticket]]:
    return [each for each in made if isinstance(each, Filed)]
