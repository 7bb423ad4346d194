from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from shop.cases import Filing
from shop.errors import IllegalMove, NoMerge, Stale
from shop.outbox import Message
from shop.replying import answer, answers, merge, move, moves, note
from shop.tickets import (
    CLOSED,
    HOLD,
    MERGED,
    OPEN,
    PENDING,
    SOLVED,
    SPAM,
    STATES,
    TRANSITIONS,
    Ticket,
    newer,
)
from tests.shop.makers import Shop
from tests.shop.tickets import AT, OPEN_TERMS, letters, opened, shop_with

LATER = AT + timedelta(minutes=10)


def in_state(shop: Shop, state: str, key: str = "k") -> Ticket:
    ticket = replace(opened(shop, key=key), state=state)
    shop.memory.tickets.cases[ticket.id] = ticket
    letters(shop)
    return ticket


def last(shop: Shop, ticket: Ticket) -> Any:
    return shop.memory.tickets.entries(ticket.id)[-1]


@pytest.mark.parametrize(("state", "to"), list(product(STATES, STATES)))
def test_answers_and_moves_follow_the_table_and_nothing_else_does(state: str, to: str) -> None:
    shop = shop_with()
    ticket = in_state(shop, state)

    for way, allowed in ((answers, to not in (SPAM, MERGED)), (moves, to not in (state, MERGED))):
        assert (to in way(ticket)) == (to in TRANSITIONS[state] and allowed)
    for act, ways in (
        (lambda: answer(ticket, "Yes.", to, shop, AT, who="boris"), answers(ticket)),
        (lambda: move(ticket, to, shop, AT, who="boris"), moves(ticket)),
    ):
        shop.memory.tickets.cases[ticket.id] = ticket
        shop.memory.rows.clear()
        if to in ways:
            assert act().state == to
        else:
            with pytest.raises(IllegalMove):
                act()
            assert shop.memory.tickets.cases[ticket.id] == ticket


def test_nothing_comes_back_to_new() -> None:
    assert all("new" not in following for following in TRANSITIONS.values())


@pytest.mark.parametrize("state", [HOLD, SOLVED, CLOSED])
def test_spam_and_what_is_merged_come_from_what_has_not_been_settled(state: str) -> None:
    shop = shop_with()
    ticket, other = in_state(shop, state), in_state(shop, OPEN, key="other")

    with pytest.raises(IllegalMove):
        move(ticket, SPAM, shop, AT, who="boris")
    with pytest.raises(IllegalMove):
        merge(ticket, other, shop, AT, who="boris")
    assert shop.memory.tickets.cases[other.id] == other


def test_an_answer_ends_the_promise_and_goes_out_as_a_letter() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    after = answer(ticket, "Yes, for an hour.", OPEN, shop, LATER, who="boris")

    assert (after.state, after.asked_at, after.answer_by, after.due_at) == (OPEN, None, None, None)
    entry = last(shop, after)
    assert (entry.name, entry.who, entry.text) == ("answered", "boris", "Yes, for an hour.")
    assert entry.data == {"from": "new", "to": "open"}
    assert letters(shop) == [("ticket_answered", "customer")]


def test_an_answer_that_solves_it_is_one_letter_and_a_day_later_a_question() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    after = answer(ticket, "Yes.", SOLVED, shop, LATER, who="boris")

    rows = {row.message.event: row.due_at for row in shop.memory.rows.values()}
    assert rows == {"ticket_answered": LATER, "ticket_rating": LATER + timedelta(days=1)}
    assert after.due_at == LATER + timedelta(days=4)


def test_nobody_is_asked_how_it_was_where_the_shop_does_not_want_to_know() -> None:
    terms = replace(OPEN_TERMS, support=replace(OPEN_TERMS.support, rating=False))
    shop = shop_with(terms)
    ticket = opened(shop)
    letters(shop)

    answer(ticket, "Yes.", SOLVED, shop, LATER, who="boris")

    assert letters(shop) == [("ticket_answered", "customer")]


def test_whoever_has_no_address_gets_no_letter() -> None:
    shop = shop_with()
    ticket = opened(shop, contact={"phone": "12345"})
    letters(shop)

    answer(ticket, "Yes.", SOLVED, shop, LATER, who="boris")

    assert letters(shop) == []


def test_a_question_back_is_due_for_a_reminder() -> None:
    shop = shop_with()
    after = answer(opened(shop), "Which one?", PENDING, shop, LATER, who="boris")

    assert (after.since, after.due_at) == (LATER, LATER + timedelta(days=7))

    again = answer(after, "Which size?", PENDING, shop, LATER + timedelta(days=3), who="boris")

    assert again.due_at == LATER + timedelta(days=10)


def test_what_is_put_on_hold_unanswered_is_still_promised() -> None:
    shop = shop_with()
    ticket = opened(shop)

    after = move(ticket, HOLD, shop, LATER, who="boris")

    assert (after.answer_by, after.due_at) == (ticket.answer_by, ticket.due_at)
    assert after.shown_state == OPEN


def test_moving_it_says_nothing_to_anybody_but_that_it_is_solved() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    pending = move(ticket, PENDING, shop, LATER, who="boris")
    assert letters(shop) == []

    move(pending, SOLVED, shop, LATER, who="boris")
    assert letters(shop) == [("ticket_solved", "customer"), ("ticket_rating", "customer")]


def test_spam_is_put_away_without_a_letter_and_for_good() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    after = move(ticket, SPAM, shop, LATER, who="boris")

    assert (after.state, after.due_at, after.shown_state) == (SPAM, None, CLOSED)
    assert letters(shop) == []


def test_a_note_changes_nothing_but_what_is_known() -> None:
    shop = shop_with()
    ticket = opened(shop)
    letters(shop)

    after = note(ticket, "She is the one with the cat.", shop, LATER, who="boris")

    assert after == replace(ticket, version=2)
    assert (last(shop, after).name, last(shop, after).text) == ("noted", "She is the one with the cat.")
    assert letters(shop) == []


def test_two_people_answering_at_once_write_one_answer() -> None:
    shop = shop_with()
    ticket = opened(shop)
    answer(ticket, "Yes.", OPEN, shop, LATER, who="boris")

    for act in (
        lambda: answer(ticket, "Yes!", OPEN, shop, LATER, who="vera"),
        lambda: move(ticket, SOLVED, shop, LATER, who="vera"),
        lambda: note(ticket, "hm", shop, LATER, who="vera"),
        lambda: newer(shop.memory.tickets.cases[ticket.id], expected=1),
    ):
        with pytest.raises(Stale):
            act()
    assert len(shop.memory.tickets.entries(ticket.id)) == 2


def test_a_merged_ticket_leaves_its_question_and_its_promise_to_the_other() -> None:
    shop = shop_with()
    first = answer(opened(shop), "Yes.", SOLVED, shop, AT, who="boris")
    second = opened(shop, key="again", at=LATER)
    letters(shop)

    after = merge(second, first, shop, LATER, who="boris")

    survivor = shop.memory.tickets.cases[first.id]
    assert (after.state, after.into, after.due_at) == (MERGED, first.number, None)
    assert (survivor.state, survivor.asked_at, survivor.answer_by) == (OPEN, LATER, second.answer_by)
    assert survivor.due_at == second.due_at
    assert last(shop, after).data == {"from": "new", "to": "merged", "into": first.number}
    assert last(shop, survivor).data == {
        "from": "solved", "to": OPEN, "merged": second.number, "asked": LATER.isoformat(),
    }  # fmt: skip
    assert letters(shop) == []


def test_merging_again_what_was_stopped_halfway_finishes_it_once() -> None:
    shop = shop_with()
    first, second = opened(shop), opened(shop, key="again")

    def change(filing: Filing[Ticket]) -> None:
        if filing.case.id == second.id:
            raise KeyboardInterrupt
        type(shop.memory.tickets).change(shop.memory.tickets, filing)

    shop.memory.tickets.change = change  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        merge(second, first, shop, LATER, who="boris")
    del shop.memory.tickets.change

    merge(second, shop.memory.tickets.cases[first.id], shop, LATER, who="boris")

    assert shop.memory.tickets.cases[second.id].state == MERGED
    assert [each.name for each in shop.memory.tickets.entries(first.id)] == ["opened", "merged"]


def test_what_cannot_be_merged() -> None:
    shop = shop_with()
    ticket = opened(shop)
    stranger = opened(shop, key="s", contact={"email": "boris@example.org"})
    ended = in_state(shop, CLOSED, key="e")

    for into in (ticket, stranger, ended):
        with pytest.raises(NoMerge):
            merge(ticket, into, shop, LATER, who="boris")
    assert shop.memory.tickets.cases[ticket.id] == ticket


def hooks(shop: Shop) -> list[Message]:
    rows = [row.message for row in shop.memory.rows.values() if row.message.kind == "hook"]
    shop.memory.rows.clear()
    return rows


def test_webhooks_hear_of_every_move_and_of_nothing_that_moves_nothing() -> None:
    shop = shop_with(endpoints=("crm",))
    ticket = opened(shop)
    hooks(shop)

    ticket = answer(ticket, "Yes.", OPEN, shop, LATER, who="boris")
    [heard] = hooks(shop)
    assert json.loads(heard.body)["data"]["entry"] == {
        "name": "answered", "who": "boris", "from": "new", "text": "Yes.", "pictures": 0,
    }  # fmt: skip
    ticket = answer(ticket, "And more.", OPEN, shop, LATER, who="boris")
    note(ticket, "hm", shop, LATER, who="boris")
    assert hooks(shop) == []
