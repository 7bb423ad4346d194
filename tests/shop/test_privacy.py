"""What is known of one person, and what is left of an order, a ticket and a post without them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from functions._contacts import Contacts
from shop import anonymous, bounces, desk, erasing, posts, privacy, replying, service, tickets
from shop.cases import Author
from shop.errors import Stale, Unavailable
from shop.orders import Order
from shop.posts import Vote
from shop.privacy import Known, Person
from shop.requests import Customer
from shop.visits import Visit
from tests.functions.stores.filings import post_of
from tests.shop.makers import Prices, Shop
from tests.shop.tickets import AT, OPEN_TERMS, book_of, opened

LATER = AT + timedelta(hours=1)


@dataclass
class Kept:
    """A mailer that keeps letters until they are to be forgotten."""

    forgotten: list[str] = field(default_factory=list)

    def send(self, id: str, message: Any) -> None: ...

    def forget(self, ids: Collection[str]) -> None:
        self.forgotten += ids


class Archived(Shop):
    def __post_init__(self) -> None:
        super().__post_init__()
        self.suppressions, self.mailer, self.contacts = self.memory, Kept(), Contacts()  # type: ignore[assignment]


@pytest.fixture
def shop() -> Archived:
    return Archived(prices=Prices(book_of(OPEN_TERMS)))


def order(shop: Shop, key: str = "k", *way: str, **contact: str) -> Order:
    sent = {
        "lines": [{"sku": "A", "quantity": 1}],
        "contact": {"name": "Anna Berg", "email": "anna@example.org", **contact},
        "delivery": {
            "method": "courier",
            "address": {"country": "DE", "postcode": "10115", "city": "Berlin", "street": "Invalidenstr. 1"},
        },
        "payment": "cash",
        "note": "ring twice",
    }
    placed = service.place_order(
        sent, Visit(), key=key, language="en", order_id=f"{key:0>32}", shop=shop, at=AT
    ).order  # fmt: skip
    for to in way:
        placed = desk.move(
            placed, to, OPEN_TERMS, shop, AT, who="owner", comment="she is nice",
            reason="other" * (to == "cancel"), tracking="LX1" * (to == "delivery"),
        )  # fmt: skip
    return placed


DONE = ("approval", "assembling", "delivery", "complete")


def person(shop: Archived, contact: str = "anna@example.org") -> Person:
    found = privacy.person(contact, shop)
    assert found is not None
    return found


def known(shop: Archived, contact: str = "anna@example.org") -> Known:
    return privacy.known(person(shop, contact), shop)


def erase(shop: Archived, contact: str = "anna@example.org") -> None:
    erasing.erase(person(shop, contact), known(shop, contact), shop, LATER)


@pytest.mark.parametrize(
    ("typed", "contact"),
    [
        ("Anna@Example.org", True),
        ("+49 (30) 123 45 67", True),
        ("anna", False),
        ("", False),
        ("a@b@c", False),
    ],
)
def test_a_person_is_asked_for_by_an_address_or_a_number(shop: Archived, typed: str, contact: bool) -> None:
    assert (privacy.person(typed, shop) is not None) == contact


def test_everything_is_found_by_the_same_mailbox_however_it_is_written(shop: Archived) -> None:
    order(shop, "a"), order(shop, "b", email="Anna+tea@example.org"), order(shop, "c", email="b@example.org")
    opened(shop, "t")

    found = known(shop, "ANNA@example.org")

    assert {each.order.id[-1] for each in found.orders} == {"a", "b"}
    assert [each.ticket.id[-1] for each in found.tickets] == ["t"]
    assert {message.about_id[-1] for message in found.messages} == {"a", "b", "t"}
    assert not known(shop, "nobody@example.org")


def test_an_order_stays_with_its_lines_its_sums_and_its_country(shop: Archived) -> None:
    before = order(shop, "k", *DONE)

    erase(shop)

    after = shop.orders.by_id(before.id)
    assert after is not None
    assert after.delivery.address is not None
    assert (after.lines, after.total, after.tax, after.status) == (
        before.lines, before.total, before.tax, "complete",
    )  # fmt: skip
    assert after.customer == Customer("", None, None)
    assert after.delivery.address == replace(before.delivery.address, street="", postcode="", city="")  # type: ignore[type-var]
    assert (after.note, after.tracking, after.uses) == ("", "", ())
    assert [event.name for event in shop.orders.events(before.id)][-1] == "erased"
    assert all(event.comment == "" for event in shop.orders.events(before.id))
    assert not known(shop)
    assert shop.outbox.about(before.id) == []


def test_what_is_still_to_be_fulfilled_stays_as_it_is(shop: Archived) -> None:
    waiting, done = order(shop, "w"), order(shop, "d", "cancel")

    erase(shop)

    assert shop.orders.by_id(waiting.id) == waiting
    assert known(shop).open == (waiting.number,)
    after = shop.orders.by_id(done.id)
    assert after is not None
    assert after.customer.email is None


def test_a_ticket_stays_with_its_times_alone(shop: Archived) -> None:
    ticket = opened(shop)
    replying.answer(ticket, "Yes, Anna.", tickets.PENDING, shop, AT, who="owner")
    before = shop.tickets.entries(ticket.id)

    erase(shop)

    after = shop.tickets.by_id(ticket.id)
    assert after is not None
    assert (after.state, after.author, after.contacts, after.due_at) == ("closed", Author("", None), (), None)
    entries = shop.tickets.entries(ticket.id)
    assert [(each.name, each.at) for each in entries[:-1]] == [(each.name, each.at) for each in before]
    assert {each.text for each in entries} == {""}


def test_votes_are_taken_back_and_letters_go_there_again(shop: Archived) -> None:
    who = person(shop)
    shop.votes.cast(Vote("idea", who.key, True, AT, who.contact))
    bounces.silence(who.contact, bounces.COMPLAINT, shop, AT)  # type: ignore[arg-type]
    assert (len(known(shop).votes), known(shop).silenced) == (1, "complaint")

    erase(shop)

    assert not known(shop)


def test_letters_are_forgotten_before_what_they_are_found_by(shop: Archived) -> None:
    placed = order(shop, "k", "cancel")
    letters = {message.id for message in shop.outbox.about(placed.id)}

    def broken(*_: object) -> None:
        raise Unavailable("the store is away")

    sound, shop.orders.rewrite = shop.orders.rewrite, broken  # type: ignore[method-assign]
    with pytest.raises(Unavailable):
        erase(shop)
    assert letters <= set(shop.mailer.forgotten)
    assert known(shop).orders

    shop.orders.rewrite = sound  # type: ignore[method-assign]
    erase(shop)
    assert not known(shop)


@pytest.mark.parametrize(("times", "done"), [(4, True), (5, False)])
def test_somebody_who_is_faster_is_waited_for(shop: Archived, times: int, done: bool) -> None:
    order(shop, "k", "cancel")
    sound, left = shop.orders.rewrite, [Stale("V-1")] * times

    def slow(*given: Any) -> None:
        if left:
            raise left.pop()
        sound(*given)

    shop.orders.rewrite = slow  # type: ignore[method-assign]
    if done:
        erase(shop)
    else:
        with pytest.raises(Unavailable):
            erase(shop)

    assert bool(known(shop)) != done


def test_other_contacts_of_the_same_person_are_named(shop: Archived) -> None:
    order(shop, "a", phone="+49 30 1234567"), order(shop, "b", phone="+49 (30) 123-4567")

    assert [contact.replace(" ", "") for contact in known(shop).others] == ["+49301234567"]
    assert known(shop, "+49 30 1234567").others == ("anna@example.org",)


def test_nothing_of_a_post_is_shown_afterwards() -> None:
    post = replace(post_of("p"), state=posts.OPEN, author=Author("Anna", "a@example.org"), text="Tea!")

    after, entries = anonymous.post(post, (), LATER)
    unsigned, _ = anonymous.unsigned(post, (), LATER)

    assert (after.text, after.author, after.state, posts.is_shown(after)) == (
        "", Author("", None), "rejected", False,
    )  # fmt: skip
    assert [entry.version for entry in entries] == [post.version + 1]
    assert (unsigned.text, unsigned.author, unsigned.state) == ("Tea!", Author("", None), "open")
