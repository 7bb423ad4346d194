"""The Cases port: filing, changing, finding and listing tickets and posts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shop.cases import Author, Entry, Filed, Filing
from shop.errors import Stale, Unavailable
from shop.numbers import TICKET, number_of
from shop.posts import REVIEW, Answer
from shop.tickets import CLOSED, NEW, OPEN, PENDING, SOLVED, Ticket
from tests.functions.stores.filings import (
    about,
    cases_of,
    entry_of,
    next_of,
    opened,
    opening,
    picture_of,
    post_of,
    posted,
    ticket_of,
    trace,
)
from tests.functions.stores.makers import AT, INSTANT, SECOND, Store, at_once, count_of, taken, wish

HOUR = timedelta(hours=1)

TICKETS: dict[str, dict[str, Any]] = {
    "plain": {},
    "without an address": {"author": Author("Ли", None)},
    "verified": {"author": Author("", "a@b.example", verified=True), "contacts": ("c1", "c2")},
    "about an order": {"order_number": "V-10427-7", "skus": ("TP-01", "X"), "topic": "return"},
    "doubted and flagged": {"doubts": ("many",), "flags": ("bounced",)},
    "with every time": {"since": AT, "asked_at": AT, "answer_by": AT + HOUR, "due_at": AT + INSTANT},
    "rated": {"state": SOLVED, "rating": "bad"},
    "followed and merged": {"follows": "T-10001-4", "into": "T-10002-8"},
}
POSTS: dict[str, dict[str, Any]] = {
    "plain": {},
    "signs that could break a text": {"text": "'\"; DROP TABLE cases; -- \\ \n\t{}#%_*", "title": "🏺\u202e"},
    "a long text": {"text": "ж" * 4000},
    "a review": {"kind": REVIEW, "stars": 5, "sku": "TP-01", "bought": True},
    "answered": {"answer": Answer("Спасибо!", AT + HOUR), "changed_at": AT, "published_at": AT},
    "agreed to": {"consent": {"text": "I agree", "version": "3"}, "page": "/tea/"},
    "a duplicate": {"state": "duplicate", "duplicate_of": "p7"},
}


@pytest.mark.parametrize("shape", TICKETS.values(), ids=TICKETS)
def test_a_ticket_comes_back_as_it_was_filed(store: Store, shape: dict[str, Any]) -> None:
    ticket = opened(store, **shape)

    assert ticket == ticket_of(10001, **shape)
    assert store.tickets.by_id(ticket.id) == ticket
    assert store.tickets.by_secret(ticket.secret_hash) == ticket
    assert store.tickets.by_number(ticket.number) == ticket
    assert store.tickets.listed([ticket.state], 9) == [ticket]


@pytest.mark.parametrize("shape", POSTS.values(), ids=POSTS)
def test_a_post_comes_back_as_it_was_filed(store: Store, shape: dict[str, Any]) -> None:
    post = posted(store, **shape)

    assert post == post_of(10001, **shape)
    assert store.posts.by_id(post.id) == post
    assert store.posts.listed([post.state], 9) == [post]


@pytest.mark.parametrize("find", ["by_number", "by_secret"])
def test_posts_without_number_and_secret_are_not_found_by_them(store: Store, find: str) -> None:
    posted(store, 1)
    posted(store, 2)

    assert getattr(store.posts, find)("") is None


@pytest.mark.parametrize("text", ["", "x", "t-10001-4", "T-10001-4 ", "0" * 32, "%", "#", "case#1", "ключ"])
@pytest.mark.parametrize("find", ["by_id", "by_secret", "by_number", "filed"])
def test_what_was_never_filed_is_not_found(store: Store, find: str, text: str) -> None:
    opened(store)

    assert getattr(store.tickets, find)(text) is None


def test_a_kind_knows_nothing_of_another(store: Store) -> None:
    ticket = opened(store, pictures=(picture_of("a"),), contacts=("anna",), due_at=AT)

    assert store.posts.filed(wish(1).key) is None
    assert store.posts.by_id(ticket.id) is None
    assert store.posts.by_number(ticket.number) is None
    assert store.posts.by_secret(ticket.secret_hash) is None
    assert store.posts.listed([NEW], 9) == []
    assert store.posts.due(AT + HOUR, 9) == []
    assert store.posts.of_contact("anna") == []
    assert store.posts.entries(ticket.id) == []
    assert store.posts.picture(ticket.id, "a") is None


def test_a_post_cannot_be_changed_as_a_ticket(store: Store) -> None:
    post = posted(store)

    with pytest.raises(Stale):
        store.tickets.change(next_of(ticket_of(1, id=post.id)))

    assert store.posts.by_id(post.id) == post


def test_every_kind_counts_for_itself(store: Store) -> None:
    numbers = [opened(store, key).number for key in range(3)]

    ids = [posted(store, 10 + key).id for key in range(3)]

    assert numbers == ["T-10001-4", number_of(10002, TICKET), number_of(10003, TICKET)]
    assert ids == ["p10001", "p10002", "p10003"]


def test_a_key_that_is_taken_makes_and_writes_nothing(store: Store) -> None:
    ticket = opened(store, 1)
    first = store.tickets.filed(wish(1).key)

    again = store.tickets.file(wish(1, "another"), lambda _: pytest.fail("must not be made"), AT + SECOND)

    assert again == first == Filed(ticket, wish(1).fingerprint, replayed=True)
    assert len(store.tickets.entries(ticket.id)) == 1


def test_a_replay_shows_the_ticket_as_it_is_now(store: Store) -> None:
    filing = next_of(opened(store), state=OPEN)
    store.tickets.change(filing)

    assert store.tickets.file(wish(1), opening(), AT).case == filing.case


def test_of_fifty_calls_with_one_key_one_files_and_all_get_it(store: Store) -> None:
    make = opening(about(ticket_of(10001), "told"), pictures=(picture_of("a"),), contacts=("anna",))

    made = at_once(*(lambda: store.tickets.file(wish(1), make, AT) for _ in range(50)))

    filed = cases_of(made)
    assert len(filed) == 50, made
    assert sorted(each.replayed for each in filed) == [False] + [True] * 49
    assert len({each.case for each in filed}) == 1
    assert len(store.tickets.listed([NEW], 99)) == 1
    assert len(store.tickets.entries(filed[0].case.id)) == 1
    assert len(taken(store, AT)) == 1


def test_tickets_that_come_at_once_have_different_numbers(store: Store) -> None:
    made = at_once(*(lambda n=n: store.tickets.file(wish(n), opening(), AT) for n in range(12)))

    assert len({each.case.number for each in cases_of(made)}) == 12, made


def make_raises(counter: int) -> Filing[Ticket]:
    raise LookupError("no such topic")


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (make_raises, LookupError),
        (opening(about(ticket_of(10002), "of first")), Unavailable),
        (opening(*[about(ticket_of(10002), "twice")] * 2), Unavailable),
        (opening(secret_hash=ticket_of(10001).secret_hash), Unavailable),
        (opening(number=ticket_of(10001).number), Unavailable),
        (opening(pictures=(picture_of("a"), picture_of("a"))), Unavailable),
    ],
    ids=["making fails", "another's letter", "a letter twice", "another's secret", "another's number",
         "a picture twice"],
)  # fmt: skip
def test_a_filing_that_fails_writes_nothing_at_all(
    store: Store, make: Callable[[int], Filing[Ticket]], error: type[Exception]
) -> None:
    first = opened(store, 0, about(ticket_of(10001), "of first"))

    with pytest.raises(error):
        store.tickets.file(wish(1), make, AT)

    assert not any(trace(store, ticket_of(10002, contacts=("anna",), due_at=AT), 1).values())
    assert store.tickets.picture(ticket_of(10002).id, "a") is None
    assert store.tickets.listed([NEW], 9) == [first]
    assert [each.message.id for each in taken(store, AT)] == ["of first"]


def test_after_a_filing_that_failed_the_same_key_can_file(store: Store) -> None:
    with pytest.raises(LookupError):
        store.tickets.file(wish(1), make_raises, AT)

    assert not store.tickets.file(wish(1), opening(), AT).replayed


def test_a_change_is_written_with_its_entry_pictures_and_letters(store: Store) -> None:
    ticket = opened(store)
    filing = next_of(ticket, about(ticket, "told"), pictures=(picture_of("b"),), state=OPEN)

    store.tickets.change(filing)

    assert store.tickets.by_id(ticket.id) == filing.case
    assert store.tickets.by_number(ticket.number) == filing.case
    assert store.tickets.by_secret(ticket.secret_hash) == filing.case
    assert store.tickets.listed([OPEN], 9) == [filing.case]
    assert store.tickets.listed([NEW], 9) == []
    assert store.tickets.entries(ticket.id) == [entry_of(ticket), filing.entry]
    assert store.tickets.picture(ticket.id, "b") == picture_of("b")
    assert [each.message.id for each in taken(store, AT)] == ["told"]


def test_a_letter_of_a_ticket_may_wait_until_it_is_due(store: Store) -> None:
    ticket = opened(store, 1, about(ticket_of(10001), "asks", AT + HOUR), about(ticket_of(10001), "told"))
    store.tickets.change(next_of(ticket, about(ticket, "reminds", AT + 2 * HOUR)))

    assert [each.message for each in taken(store, AT + HOUR - INSTANT)] == [about(ticket, "told")]
    assert about(ticket, "asks") in [each.message for each in taken(store, AT + HOUR)]
    assert about(ticket, "reminds") in [each.message for each in taken(store, AT + 2 * HOUR)]


@pytest.mark.parametrize("behind", [-1, 1, 2])
def test_a_change_of_another_version_is_stale_and_writes_nothing(store: Store, behind: int) -> None:
    ticket = opened(store)
    for _ in range(2):
        filing = next_of(ticket)
        store.tickets.change(filing)
        ticket = filing.case
    other = replace(ticket, version=ticket.version - behind)

    with pytest.raises(Stale):
        store.tickets.change(next_of(other, about(ticket, "told"), pictures=(picture_of("a"),), state=OPEN))

    assert store.tickets.by_id(ticket.id) == ticket
    assert len(store.tickets.entries(ticket.id)) == 3
    assert store.tickets.picture(ticket.id, "a") is None
    assert taken(store, AT) == []


def test_a_change_of_a_ticket_that_is_not_there_is_stale_and_makes_none(store: Store) -> None:
    with pytest.raises(Stale):
        store.tickets.change(next_of(ticket_of(10001)))

    assert not any(trace(store, ticket_of(10001, version=2), 1).values())


def test_of_many_who_write_at_once_one_wins_and_the_others_are_stale(store: Store) -> None:
    ticket = opened(store)
    filings = [next_of(ticket, about(ticket, f"told-{n}"), text=f"Number {n}") for n in range(8)]

    made = at_once(*(lambda each=each: store.tickets.change(each) for each in filings))

    assert made.count(None) == 1
    assert count_of(made, Stale) == 7, made
    won = filings[made.index(None)]
    assert store.tickets.entries(ticket.id) == [entry_of(ticket), won.entry]
    assert [each.message.id for each in taken(store, AT)] == [won.messages[0].id]


def test_entries_come_back_as_they_were_written_oldest_first(store: Store) -> None:
    given = {
        "data": {"from": "new", "to": "ж"},
        "text": "'\"; -- \0 🏺",
        "pictures": ("b", "a"),
        "who": "olga",
    }
    ticket = opened(store, entry=given)
    for n in range(11):
        filing = next_of(ticket, text=f"Number {n}", at=AT + n * INSTANT)
        store.tickets.change(filing)
        ticket = filing.case

    entries = store.tickets.entries(ticket.id)

    assert entries[0] == Entry(ticket.id, 1, AT, "opened", **given)
    assert [each.version for each in entries] == list(range(1, 13))
    assert [each.text for each in entries[1:]] == [f"Number {n}" for n in range(11)]


@pytest.mark.parametrize(
    ("states", "found"),
    [([], []), ([NEW], [4, 1, 0]), ([NEW, OPEN], [4, 3, 1, 0]), ([CLOSED], []), ([NEW, NEW], [4, 1, 0])],
    ids=["none", "one", "two", "an empty one", "one twice"],
)
def test_the_newest_in_those_states_come_first(store: Store, states: list[str], found: list[int]) -> None:
    there = [NEW, NEW, PENDING, OPEN, NEW]
    made = [opened(store, n, state=state, opened_at=AT + n * SECOND) for n, state in enumerate(there)]

    assert store.tickets.listed(states, 9) == [made[n] for n in found]
    assert store.tickets.listed(states, 2) == [made[n] for n in found][:2]


def test_of_one_moment_the_higher_number_is_the_newer(store: Store) -> None:
    made = [opened(store, n) for n in range(6)]

    assert store.tickets.listed([NEW], 9) == made[::-1]


@pytest.mark.parametrize(("after", "found"), [(-INSTANT, False), (0 * SECOND, True), (HOUR, True)])
def test_a_ticket_is_due_from_its_moment_on(store: Store, after: timedelta, found: bool) -> None:
    ticket = opened(store, due_at=AT + HOUR)
    opened(store, 2)

    assert store.tickets.due(AT + HOUR + after, 9) == [ticket] * found


def test_those_due_longest_come_first_and_no_more_than_asked_for(store: Store) -> None:
    made = [opened(store, n, due_at=AT + timedelta(hours=n * 5 % 6)) for n in range(6)]

    late = store.tickets.due(AT + 4 * HOUR, 3)

    assert late == sorted(made, key=lambda each: each.due_at or AT)[:3]


def test_a_ticket_is_due_by_its_new_moment_only_and_not_when_it_has_none(store: Store) -> None:
    ticket = opened(store, due_at=AT)
    later = next_of(ticket, due_at=AT + 2 * HOUR)
    store.tickets.change(later)

    assert store.tickets.due(AT + HOUR, 9) == []
    assert store.tickets.due(AT + 2 * HOUR, 9) == [later.case]
    store.tickets.change(next_of(later.case, due_at=None))
    assert store.tickets.due(AT + 9 * HOUR, 9) == []


def test_all_tickets_of_a_contact_are_found_newest_first(store: Store) -> None:
    mine = [
        opened(store, n, contacts=("anna", f"phone {n}"), opened_at=AT + n % 3 * SECOND) for n in range(4)
    ]
    opened(store, 9, contacts=("boris", "ann", "anna#"))

    assert store.tickets.of_contact("anna") == [mine[n] for n in (2, 1, 3, 0)]
    assert store.tickets.of_contact("phone 1") == [mine[1]]
    assert store.tickets.of_contact("phone") == []


def test_a_ticket_is_found_by_the_contacts_it_has_now(store: Store) -> None:
    ticket = opened(store, contacts=("anna", "anna", "phone"))
    filing = next_of(ticket, contacts=("phone", "berta"))
    store.tickets.change(filing)

    assert store.tickets.of_contact("anna") == []
    assert store.tickets.of_contact("phone") == [filing.case]
    assert store.tickets.of_contact("berta") == [filing.case]


def test_pictures_come_back_as_they_were_and_belong_to_their_ticket_only(store: Store) -> None:
    large = picture_of("a", bytes(range(256)) * 1500)
    first = opened(store, 1, pictures=(large, picture_of("b")))
    second = opened(store, 2, pictures=(picture_of("c"), picture_of("b", b"other")))

    assert store.tickets.picture(first.id, "a") == large
    assert store.tickets.picture(first.id, "c") is None
    assert store.tickets.picture(second.id, "a") is None
    assert store.tickets.picture(first.id, "b") == picture_of("b")
    assert store.tickets.picture(second.id, "b") == picture_of("b", b"other")
    assert store.tickets.picture(first.id, "") is None
    assert store.tickets.picture("", "a") is None
