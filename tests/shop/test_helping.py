from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest

from shop.cases import Filing
from shop.errors import IllegalMove, Invalid, Stale, TooMany, Unavailable
from shop.helping import find, rate, view_ticket
from shop.helping import write as written
from shop.replying import answer, merge, move
from shop.terms import Rates
from shop.tickets import CLOSED, HOLD, MERGED, OPEN, PENDING, SOLVED, SPAM, STATES, Ticket
from shop.visits import MANY, Visit
from tests.shop.makers import Shop
from tests.shop.tickets import AT, OPEN_TERMS, asking, key_of, letters, opened, shop_with, with_proof

LATER = AT + timedelta(hours=1)


def write(ticket: Ticket, shop: Shop, text: str = "And the lid?", at: datetime = LATER) -> Ticket | None:
    """What the holder of the link writes."""
    fields = {**key_of(ticket, shop), "message": text}
    new = f"{len(shop.memory.tickets.cases):0>32}"
    return written(ticket.number, fields, Visit(), ticket_id=new, pictures=(), shop=shop, at=at)


def kept(shop: Shop, ticket: Ticket) -> Ticket:
    return shop.memory.tickets.cases[ticket.id]


def in_state(shop: Shop, state: str) -> Ticket:
    ticket = replace(opened(shop), state=state, asked_at=None, answer_by=None, due_at=None)
    shop.memory.tickets.cases[ticket.id] = ticket
    letters(shop)
    return ticket


def test_the_link_shows_the_ticket_and_a_wrong_number_is_like_a_wrong_key() -> None:
    shop = shop_with()
    ticket, other = opened(shop), opened(shop, key="other")

    assert view_ticket(ticket.number, key_of(ticket, shop), shop, AT) == ticket
    assert view_ticket("t100014", key_of(ticket, shop), shop, AT) == ticket
    assert view_ticket(ticket.number, key_of(other, shop), shop, AT) is None
    assert view_ticket(other.number, key_of(ticket, shop), shop, AT) is None
    assert view_ticket("V-10001-4", key_of(ticket, shop), shop, AT) is None
    assert view_ticket(ticket.number, {"key": "guess"}, shop, AT) is None


def test_looking_at_it_confirms_no_address_and_the_proof_of_a_letter_does() -> None:
    shop = shop_with()
    ticket = opened(shop)

    for proof in ("", "x" * 27, with_proof(replace(ticket, id="9" * 32), shop)["proof"]):
        view_ticket(ticket.number, {**key_of(ticket, shop), "proof": proof}, shop, AT)
    assert not kept(shop, ticket).author.verified

    seen = view_ticket(ticket.number, with_proof(ticket, shop), shop, AT)
    again = view_ticket(ticket.number, with_proof(ticket, shop), shop, AT)

    assert seen is not None
    assert seen.author.verified
    assert seen == again == kept(shop, ticket)
    assert [each.name for each in shop.memory.tickets.entries(ticket.id)] == ["opened", "verified"]


def test_the_proof_is_in_letters_alone() -> None:
    shop = shop_with()
    ticket = opened(shop)
    proof = with_proof(ticket, shop)["proof"]

    assert ticket.letter_link(shop.root_key) == f"{ticket.link(shop.root_key)}.{proof}"
    assert proof not in ticket.link(shop.root_key)


@pytest.mark.parametrize("state", STATES)
def test_what_its_customer_writes_opens_all_that_has_not_ended(state: str) -> None:
    shop = shop_with()
    ticket = in_state(shop, state)

    if state in ("spam", "merged"):
        with pytest.raises(IllegalMove):
            write(ticket, shop)
        return
    after = write(ticket, shop)

    assert after is not None
    expected = {"new": "new", "closed": "new"}.get(state, "open")
    assert (after.state, after.number == ticket.number) == (expected, state != "closed")
    assert after.asked_at == LATER
    assert after.answer_by == after.due_at == LATER + timedelta(minutes=30)
    assert ("ticket_received", "customer") not in letters(shop) or state == "closed"


def test_the_promise_is_that_of_the_oldest_message_nobody_has_answered() -> None:
    shop = shop_with()
    ticket = opened(shop)

    after = write(ticket, shop)

    assert after is not None
    assert (after.asked_at, after.answer_by) == (AT, AT + timedelta(minutes=30))


def test_a_closed_ticket_is_followed_by_another_that_knows_it() -> None:
    shop = shop_with()
    closed = in_state(shop, CLOSED)

    after, again = write(closed, shop), write(closed, shop)

    assert after is not None
    assert after == again
    assert (after.follows, after.author, after.topic) == (closed.number, closed.author, closed.topic)
    assert after.secret_hash != closed.secret_hash
    assert kept(shop, closed) == closed
    assert [each.text for each in shop.memory.tickets.entries(after.id)] == ["And the lid?"]
    assert letters(shop) == [("ticket_opened", "owner"), ("ticket_received", "customer")]


def test_the_same_words_sent_twice_are_written_once() -> None:
    shop = shop_with()
    ticket = opened(shop)

    first, second = write(ticket, shop), write(ticket, shop, at=LATER + timedelta(minutes=1))
    third = write(ticket, shop, at=LATER + timedelta(hours=1))

    assert first == second
    assert third is not None
    assert first is not None
    assert third.version == first.version + 1


def test_nobody_writes_with_a_wrong_key_or_without_words() -> None:
    shop = shop_with()
    ticket, other = opened(shop), opened(shop, key="other")

    assert write(replace(ticket, id=other.id), shop) is None
    with pytest.raises(Invalid) as raised:
        written(ticket.number, {"message": " "}, Visit(), ticket_id="n", pictures=(), shop=shop, at=AT)
    assert {error.field: error.code for error in raised.value.errors} == {
        "key": "required", "message": "required",
    }  # fmt: skip


def test_one_ticket_takes_twenty_messages_an_hour_and_its_owner_four_letters() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    for number in range(20):
        write(ticket, shop, f"message {number}")

    assert letters(shop) == [("ticket_wrote", "owner")] * 4
    with pytest.raises(TooMany):
        write(ticket, shop, "one more")


def test_a_ticket_with_two_hundred_entries_goes_on_in_another() -> None:
    shop = shop_with()
    ticket = replace(opened(shop), version=200)
    shop.memory.tickets.cases[ticket.id] = ticket

    after = write(ticket, shop)

    assert after is not None
    assert (after.follows, after.version) == (ticket.number, 1)
    assert kept(shop, ticket) == ticket


@pytest.mark.parametrize("state", [SPAM, MERGED])
def test_what_has_ended_does_not_go_on_however_long_it_is(state: str) -> None:
    shop = shop_with()
    ticket = replace(in_state(shop, state), version=200)
    shop.memory.tickets.cases[ticket.id] = ticket

    with pytest.raises(IllegalMove):
        write(ticket, shop)


def test_a_message_that_has_to_be_written_again_counts_once() -> None:
    shop = shop_with()
    ticket = opened(shop)
    slower = iter([True] * 4)

    def change(filing: Filing[Ticket]) -> None:
        if next(slower, False):
            raise Stale("T-1")
        type(shop.memory.tickets).change(shop.memory.tickets, filing)

    shop.memory.tickets.change = change  # type: ignore[method-assign]

    for number in range(20):
        assert write(ticket, shop, f"message {number}") is not None


def test_an_owner_gets_no_more_letters_about_messages_than_the_shop_takes_orders_in_an_hour() -> None:
    shop = shop_with(replace(OPEN_TERMS, rates=Rates(0, 0, 3)))
    opened_ones = [opened(shop, f"k{number}") for number in range(3)]
    letters(shop)

    for ticket in opened_ones:
        for number in range(2):
            assert write(ticket, shop, f"And {number}?")

    assert letters(shop) == [("ticket_wrote", "owner")] * 3


def test_of_messages_in_a_flood_that_nobody_has_looked_at_none_is_told() -> None:
    shop = shop_with()
    ticket = replace(opened(shop), doubts=(MANY,))
    shop.memory.tickets.cases[ticket.id] = ticket
    letters(shop)

    assert write(ticket, shop)

    assert letters(shop) == []


def test_a_message_gets_in_where_somebody_else_was_faster() -> None:
    shop = shop_with()
    ticket = opened(shop)
    faster = iter([True])

    def change(filing: Filing[Ticket]) -> None:
        if next(faster, False):
            move(kept(shop, ticket), HOLD, shop, AT, who="anna")
        type(shop.memory.tickets).change(shop.memory.tickets, filing)

    shop.memory.tickets.change = change  # type: ignore[method-assign]

    after = write(ticket, shop)

    assert after is not None
    assert after.state == OPEN
    assert [each.name for each in shop.memory.tickets.entries(ticket.id)] == ["opened", "moved", "wrote"]


def test_a_message_that_never_gets_in_is_said_not_to_have_been_taken() -> None:
    shop = shop_with()
    ticket = opened(shop)

    def change(_: Filing[Ticket]) -> None:
        raise Stale

    shop.memory.tickets.change = change  # type: ignore[method-assign]

    with pytest.raises(Unavailable):
        write(ticket, shop)


def test_it_is_rated_once_and_only_while_it_is_solved() -> None:
    shop = shop_with()
    ticket = opened(shop)
    good = {**key_of(ticket, shop), "rating": "good", "comment": "Quick!"}
    with pytest.raises(IllegalMove):
        rate(ticket.number, good, shop, AT)
    solved = answer(ticket, "It does.", SOLVED, shop, AT, who="boris")
    letters(shop)

    rated, again = rate(ticket.number, good, shop, LATER), rate(ticket.number, good, shop, LATER)

    assert rated is not None
    assert rated == again
    assert (rated.rating, rated.state) == ("good", SOLVED)
    assert letters(shop) == [("ticket_rated", "owner")]
    with pytest.raises(IllegalMove):
        rate(ticket.number, {**good, "rating": "bad"}, shop, LATER)
    assert rate(ticket.number, {**good, "key": "guess"}, shop, LATER) is None
    assert solved.rating == ""


def test_a_closed_ticket_is_not_rated_any_more() -> None:
    shop = shop_with()
    ticket = in_state(shop, CLOSED)

    with pytest.raises(IllegalMove):
        rate(ticket.number, {**key_of(ticket, shop), "rating": "good"}, shop, AT)


def test_a_rating_is_one_of_two() -> None:
    shop = shop_with()
    ticket = in_state(shop, SOLVED)

    with pytest.raises(Invalid) as raised:
        rate(ticket.number, {**key_of(ticket, shop), "rating": "5"}, shop, AT)
    assert [error.code for error in raised.value.errors] == ["choose_rating"]


@pytest.mark.parametrize(
    ("number", "email", "sent"),
    [
        ("T-10001-4", "anna@example.org", 1), ("t10001-4", "ANNA@example.org", 1),
        ("T-10001-4", "boris@example.org", 0), ("T-10002-3", "anna@example.org", 0),
    ],
)  # fmt: skip
def test_the_link_is_sent_to_the_address_of_the_ticket_and_nowhere_else(
    number: str, email: str, sent: int
) -> None:
    shop = shop_with()
    opened(shop)
    letters(shop)

    find({"number": number, "email": email}, shop, AT)

    assert letters(shop) == [("ticket_link", "customer")] * sent


def test_what_cannot_be_a_ticket_s_number_is_told_so() -> None:
    with pytest.raises(Invalid) as raised:
        find({"number": "V-10001-4", "email": "anna@example.org"}, shop_with(), AT)

    assert [error.code for error in raised.value.errors] == ["not_a_ticket_number"]


def test_a_link_is_sent_once_in_twenty_minutes_and_never_for_spam() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)
    asked = {"number": ticket.number, "email": "anna@example.org"}

    for minutes in (0, 1, 19, 21):
        find(asked, shop, AT + timedelta(minutes=minutes))
    assert letters(shop) == [("ticket_link", "customer")] * 2

    move(kept(shop, ticket), "spam", shop, AT, who="boris")
    find(asked, shop, AT + timedelta(days=3))
    assert letters(shop) == []


def test_a_merged_ticket_shows_where_it_goes_on_and_takes_no_more() -> None:
    shop = shop_with()
    first, second = opened(shop), opened(shop, key="again")

    merge(second, first, shop, AT, who="boris")

    seen = view_ticket(second.number, key_of(second, shop), shop, AT)
    assert seen is not None
    assert (seen.state, seen.into) == ("merged", first.number)
    with pytest.raises(IllegalMove):
        write(second, shop)


def test_every_field_of_the_desk_s_own_is_refused_from_outside() -> None:
    shop = shop_with()
    ticket = opened(shop)
    own = ("state", "version", "author", "verified", "doubts", "flags", "who", "to", "into", "secret_hash")

    for name in own:
        with pytest.raises(Invalid):
            opened(shop, key=name, **{name: "x"})
        for call in (view_ticket, rate):
            with pytest.raises(Invalid):
                call(ticket.number, {**key_of(ticket, shop), "rating": "good", name: "x"}, shop, AT)
    assert kept(shop, ticket) == ticket
    assert asking().keys().isdisjoint(own)


def test_versions_follow_one_another_without_a_gap() -> None:
    shop = shop_with()
    ticket = opened(shop)
    view_ticket(ticket.number, with_proof(ticket, shop), shop, AT)
    answer(kept(shop, ticket), "Which one?", PENDING, shop, AT, who="boris")
    write(ticket, shop)

    versions = [each.version for each in shop.memory.tickets.entries(ticket.id)]

    assert versions[0] == 1
    assert all(after == before + 1 for before, after in pairwise(versions))
    assert versions[-1] == kept(shop, ticket).version
