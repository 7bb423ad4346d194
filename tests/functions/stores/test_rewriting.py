"""The Cases port: a person is erased from a case, and nothing of them stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.cases import Author
from shop.errors import Stale
from shop.tickets import CLOSED, NEW, Ticket
from tests.functions.stores.filings import entry_of, next_of, opened, picture_of
from tests.functions.stores.makers import AT, Store, at_once, count_of, wish


def without_anna(ticket: Ticket) -> Ticket:
    return replace(
        ticket, version=ticket.version + 1, author=Author("", None), contacts=(), state=CLOSED, due_at=None
    )


@pytest.fixture
def ticket(store: Store) -> Ticket:
    """A ticket with two entries, each with a picture."""
    first = opened(store, contacts=("anna",), due_at=AT, pictures=(picture_of("a"),))
    filing = next_of(first, pictures=(picture_of("b"),))
    store.tickets.change(filing)
    return filing.case


def test_a_rewritten_ticket_has_nothing_of_what_it_was(store: Store, ticket: Ticket) -> None:
    after = without_anna(ticket)
    entries = [entry_of(replace(after, version=version), text="") for version in (1, 2, 3)]

    store.tickets.rewrite(after, entries)

    assert store.tickets.by_id(ticket.id) == after
    assert store.tickets.by_number(ticket.number) == after
    assert store.tickets.by_secret(ticket.secret_hash) == after
    assert store.tickets.entries(ticket.id) == entries
    assert store.tickets.of_contact("anna") == []
    assert store.tickets.due(AT, 9) == []
    assert store.tickets.listed([NEW], 9) == []
    assert store.tickets.listed([CLOSED], 9) == [after]
    assert store.tickets.picture(ticket.id, "a") is None
    assert store.tickets.picture(ticket.id, "b") is None


def test_entries_that_are_not_given_are_gone(store: Store, ticket: Ticket) -> None:
    after = without_anna(ticket)

    store.tickets.rewrite(after, [entry_of(after)])

    assert store.tickets.entries(ticket.id) == [entry_of(after)]


def test_a_rewritten_ticket_keeps_the_contacts_it_is_given(store: Store, ticket: Ticket) -> None:
    after = replace(without_anna(ticket), contacts=("berta",))

    store.tickets.rewrite(after, [])

    assert store.tickets.of_contact("berta") == [after]
    assert store.tickets.of_contact("anna") == []


def test_a_rewritten_ticket_is_changed_further_and_its_key_still_leads_to_it(
    store: Store, ticket: Ticket
) -> None:
    after = without_anna(ticket)
    store.tickets.rewrite(after, [entry_of(after)])
    filing = next_of(after)

    store.tickets.change(filing)

    replay = store.tickets.filed(wish().key)
    assert replay is not None
    assert replay.case == filing.case


def test_what_somebody_else_has_changed_is_not_rewritten(store: Store, ticket: Ticket) -> None:
    filing = next_of(ticket)
    store.tickets.change(filing)

    with pytest.raises(Stale):
        store.tickets.rewrite(without_anna(ticket), [])

    assert store.tickets.by_id(ticket.id) == filing.case
    assert len(store.tickets.entries(ticket.id)) == 3
    assert store.tickets.of_contact("anna") == [filing.case]
    assert store.tickets.picture(ticket.id, "a") == picture_of("a")


def test_of_a_writer_and_an_eraser_at_once_one_is_stale(store: Store, ticket: Ticket) -> None:
    after = without_anna(ticket)

    made = at_once(
        lambda: store.tickets.change(next_of(ticket)), lambda: store.tickets.rewrite(after, [entry_of(after)])
    )

    assert made.count(None) == 1
    assert count_of(made, Stale) == 1, made
    assert len(store.tickets.entries(ticket.id)) == (3 if made[0] is None else 1)


def test_rewriting_one_ticket_leaves_the_others_alone(store: Store, ticket: Ticket) -> None:
    other = opened(store, 2, contacts=("anna",), pictures=(picture_of("a"),))
    after = without_anna(ticket)

    store.tickets.rewrite(after, [])

    assert store.tickets.of_contact("anna") == [other]
    assert store.tickets.picture(other.id, "a") == picture_of("a")
    assert store.tickets.entries(other.id) == [entry_of(other, pictures=("a",))]
