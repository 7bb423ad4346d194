"""The Outbox port: a message is written with its cause, leased to one, and never forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from shop.orders import Order
from shop.outbox import HOOK, LEASE, LETTER, TOLD, Leased, Message, Waiting
from tests.functions.stores.makers import (
    AT,
    INSTANT,
    SECOND,
    Store,
    at_once,
    hook,
    letter,
    moving,
    placed,
    placing,
    taken,
    wish,
)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def order(store: Store) -> Order:
    """An order that has told nobody."""
    return placed(store)


def put(store: Store, order: Order, *ids: str, at: int = 0) -> None:
    store.outbox.put([letter(id, order.id) for id in ids], AT + timedelta(seconds=at))


def ids(leased: Sequence[Leased]) -> list[str]:
    return [each.message.id for each in leased]


@pytest.mark.parametrize(
    "message",
    [
        Message("m", LETTER, "order_placed", "owner", "en", "0" * 27 + "10001"),
        Message("m", LETTER, "order_received", "customer", "ru", "0" * 27 + "10001"),
        Message("m", HOOK, "order.placed", "crm", "en", "0" * 27 + "10001", '{"a": "ж🏺"}'),
        Message("m", HOOK, "order.moved", "https://x/", "", "0" * 27 + "10001", "x" * 100_000),
    ],
    ids=["to the owner", "to the customer", "a hook", "a large hook"],
)
def test_a_message_comes_back_as_it_was_put(store: Store, order: Order, message: Message) -> None:
    store.outbox.put([message], AT)

    (leased,) = taken(store, AT)

    assert leased.message == message
    assert leased.attempt == 1
    assert leased.lease


def test_the_messages_of_an_order_are_due_when_it_is_placed(store: Store) -> None:
    order = store.orders.place(wish(), placing(), AT).order

    assert taken(store, AT - INSTANT) == []
    leased = taken(store, AT)
    assert sorted(each.message.event for each in leased) == ["order_placed", "order_received"]
    assert {each.message.about_id for each in leased} == {order.id}


def test_the_messages_of_a_change_are_due_when_it_is_made(store: Store, order: Order) -> None:
    store.orders.change(moving(order, "approval", letter("told", order.id), at=AT + HOUR))

    assert taken(store, AT + HOUR - INSTANT) == []
    assert ids(taken(store, AT + HOUR)) == ["told"]


def test_a_message_with_a_moment_of_its_own_is_not_taken_before(store: Store, order: Order) -> None:
    later = replace(letter("later", order.id), due_at=AT + DAY)
    store.outbox.put([later], AT)
    store.orders.change(moving(order, "approval", replace(later, id="told"), letter("now", order.id)))

    (now,) = taken(store, AT + DAY - INSTANT)
    store.outbox.done(now, AT)
    assert now.message.id == "now"
    assert not store.outbox.behind(AT + DAY, AT)
    assert {each.due_at for each in store.outbox.waiting(9)} == {AT + DAY}
    assert sorted(ids(taken(store, AT + DAY))) == ["later", "told"]


def test_a_message_that_is_there_stays_as_it_is(store: Store, order: Order) -> None:
    store.outbox.put([hook("h", order.id, "first")], AT)
    store.outbox.put([hook("h", order.id, "second"), hook("i", order.id)], AT + HOUR)

    assert [each.message.body for each in taken(store, AT)] == ["first"]
    assert ids(taken(store, AT + HOUR)) == ["h", "i"]


@pytest.mark.parametrize("end", ["leased", "done", "dead"])
def test_a_message_that_was_there_is_not_put_again_whatever_became_of_it(
    store: Store, order: Order, end: str
) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)
    if end == "done":
        store.outbox.done(leased, AT)
    if end == "dead":
        store.outbox.failed(leased, None, "gone")

    put(store, order, "m", at=1)

    assert taken(store, AT + SECOND) == []
    assert len(store.outbox.dead(9)) == (end == "dead")


def test_nothing_is_put(store: Store) -> None:
    store.outbox.put([], AT)

    assert taken(store, AT) == []


def test_many_messages_are_put_at_once_and_all_are_sent(store: Store, order: Order) -> None:
    put(store, order, *(f"m{number}" for number in range(60)))

    assert sorted(ids(taken(store, AT))) == sorted(f"m{number}" for number in range(60))


@pytest.mark.parametrize(
    ("kinds", "found"),
    [((LETTER,), ["l"]), ((HOOK,), ["h"]), ((LETTER, HOOK), ["h", "l"]), (("other",), [])],
    ids=["letters", "hooks", "both", "neither"],
)
def test_only_the_kinds_asked_for_are_taken(
    store: Store, order: Order, kinds: tuple[str, ...], found: list[str]
) -> None:
    store.outbox.put([letter("l", order.id), hook("h", order.id)], AT)

    assert sorted(ids(taken(store, AT, *kinds))) == found


def test_what_is_due_longest_is_taken_first(store: Store, order: Order) -> None:
    for number in range(8):
        put(store, order, f"m{number}", at=number * 5 % 8)

    assert ids(taken(store, AT + HOUR)) == [f"m{number}" for number in (0, 5, 2, 7, 4, 1, 6, 3)]


def test_what_was_left_by_its_holder_still_goes_before_what_came_later(store: Store, order: Order) -> None:
    put(store, order, "early")
    taken(store, AT)
    put(store, order, "late", at=1)

    assert ids(taken(store, AT + LEASE)) == ["early", "late"]


@pytest.mark.parametrize(
    ("after", "free"), [(SECOND, False), (LEASE - INSTANT, False), (LEASE, True), (LEASE + DAY, True)]
)
def test_a_lease_ends_when_it_ends(store: Store, order: Order, after: timedelta, free: bool) -> None:
    put(store, order, "m")
    (first,) = taken(store, AT)

    again = taken(store, AT + after)

    assert ids(again) == ["m"] * free
    assert all(each.attempt == 2 and each.lease != first.lease for each in again)


def test_a_message_whose_holder_always_dies_counts_its_tries(store: Store, order: Order) -> None:
    put(store, order, "m")

    tries = [taken(store, AT + LEASE * turn)[0].attempt for turn in range(5)]

    assert tries == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("messages", "takers"), [(1, 8), (5, 8), (8, 4)])
def test_no_message_is_leased_to_two(store: Store, order: Order, messages: int, takers: int) -> None:
    put(store, order, *(f"m{number}" for number in range(messages)))

    found = at_once(*(lambda: store.outbox.take(AT, [LETTER]) for _ in range(takers)))

    leased = [each for each in found if isinstance(each, Leased)]
    assert len({each.message.id for each in leased}) == len(leased) == min(messages, takers), found


def test_many_who_empty_the_outbox_together_send_each_message_once(store: Store, order: Order) -> None:
    put(store, order, *(f"m{number}" for number in range(20)))

    def work() -> list[str]:
        sent = []
        while leased := store.outbox.take(AT, [LETTER]):
            store.outbox.done(leased, AT)
            sent.append(leased.message.id)
        return sent

    results = at_once(work, work, work, work)

    sent = [id for result in results if isinstance(result, list) for id in result]
    assert sorted(sent) == sorted(f"m{number}" for number in range(20)), results


def test_what_is_done_is_never_taken_told_or_given_up(store: Store, order: Order) -> None:
    put(store, order, "m")
    for leased in taken(store, AT):
        store.outbox.done(leased, AT + SECOND)

    assert taken(store, AT + 99 * DAY) == []
    assert not store.outbox.behind(AT + 99 * DAY, AT - DAY)
    assert store.outbox.dead(9) == []
    assert store.outbox.replay(["m"], AT) == 0


def test_what_need_not_be_sent_is_done_with_a_reason(store: Store, order: Order) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)

    store.outbox.done(leased, AT, "suppressed")

    assert taken(store, AT + 99 * DAY) == []
    assert store.outbox.dead(9) == []


@pytest.mark.parametrize("fate", ["waiting", "leased", "done", "dead", "failed"])
def test_a_message_is_found_by_its_id_whatever_became_of_it(store: Store, order: Order, fate: str) -> None:
    put(store, order, "m")
    if fate != "waiting":
        (leased,) = taken(store, AT)
        if fate != "leased":
            _settle(store, leased, fate)

    assert store.outbox.message("m") == letter("m", order.id)


@pytest.mark.parametrize("id", ["f" * 40, "", "M"])
def test_a_message_that_was_never_put_is_not_found(store: Store, order: Order, id: str) -> None:
    put(store, order, "m")

    assert store.outbox.message(id) is None


@pytest.mark.parametrize("wait", [SECOND, HOUR, DAY])
def test_what_failed_waits_until_its_time(store: Store, order: Order, wait: timedelta) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)

    store.outbox.failed(leased, AT + wait, "OSError")

    assert taken(store, AT + wait - INSTANT) == []
    assert [each.attempt for each in taken(store, AT + wait)] == [2]


def test_what_failed_comes_after_what_is_due_longer(store: Store, order: Order) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)
    store.outbox.failed(leased, AT + HOUR, "OSError")
    put(store, order, "n", at=60)

    assert ids(taken(store, AT + HOUR)) == ["n", "m"]


def test_what_is_postponed_has_not_been_tried(store: Store, order: Order) -> None:
    put(store, order, "m")
    for minute in range(3):
        (leased,) = taken(store, AT + timedelta(minutes=minute))
        assert leased.attempt == 1
        store.outbox.postponed(leased, AT + timedelta(minutes=minute + 1), "throttled")
        assert taken(store, AT + timedelta(minutes=minute + 1) - INSTANT) == []


def test_what_failed_and_was_postponed_keeps_its_tries(store: Store, order: Order) -> None:
    put(store, order, "m")
    store.outbox.failed(taken(store, AT)[0], AT, "OSError")
    store.outbox.postponed(taken(store, AT)[0], AT, "throttled")

    assert [each.attempt for each in taken(store, AT)] == [2]


@pytest.mark.parametrize("end", ["done", "failed", "dead", "postponed"])
def test_whoever_lost_the_lease_settles_nothing(store: Store, order: Order, end: str) -> None:
    put(store, order, "m")
    (slow,) = taken(store, AT)
    (quick,) = taken(store, AT + LEASE)

    _settle(store, slow, end)

    assert taken(store, AT + LEASE) == []
    assert store.outbox.dead(9) == []
    assert [each.attempt for each in taken(store, AT + LEASE * 2)] == [quick.attempt + 1]


@pytest.mark.parametrize("end", ["done", "failed", "dead", "postponed"])
def test_a_message_is_settled_once(store: Store, order: Order, end: str) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)
    store.outbox.failed(leased, AT + HOUR, "OSError")

    _settle(store, leased, end)

    assert taken(store, AT + HOUR - INSTANT) == []
    assert [each.attempt for each in taken(store, AT + HOUR)] == [2]


def _settle(store: Store, leased: Leased, end: str) -> None:
    match end:
        case "done":
            store.outbox.done(leased, AT)
        case "failed":
            store.outbox.failed(leased, AT, "OSError")
        case "dead":
            store.outbox.failed(leased, None, "OSError")
        case "postponed":
            store.outbox.postponed(leased, AT, "throttled")


@pytest.mark.parametrize(("limit", "shown"), [(1, ["a"]), (2, ["a", "c"]), (9, ["a", "c", "b", "d"])])
def test_what_waits_is_listed_those_due_longest_first(
    store: Store, order: Order, limit: int, shown: list[str]
) -> None:
    for id, seconds in (("a", 0), ("b", 3), ("c", 1), ("d", 4)):
        put(store, order, id, at=seconds)

    assert [each.message.id for each in store.outbox.waiting(limit)] == shown


def test_what_waits_says_when_it_is_tried_and_why_it_failed(store: Store, order: Order) -> None:
    store.outbox.put([letter("a", order.id), hook("b", order.id), letter("done", order.id)], AT)
    for leased in taken(store, AT):
        if leased.message.id == "a":
            store.outbox.failed(leased, AT + HOUR, "OSError")
        if leased.message.id == "done":
            store.outbox.done(leased, AT)

    assert store.outbox.waiting(9) == [
        Waiting(hook("b", order.id), AT, 1, ""),
        Waiting(letter("a", order.id), AT + HOUR, 1, "OSError"),
    ]


def give_up(store: Store, order: Order, *ids: str) -> None:
    """Each in its turn, a second after the one before."""
    for number, id in enumerate(ids):
        put(store, order, id, at=number)
        (leased,) = taken(store, AT + number * SECOND)
        store.outbox.failed(leased, None, f"reason of {id}")


def test_what_is_given_up_is_listed_with_its_reason_the_latest_first(store: Store, order: Order) -> None:
    give_up(store, order, "a", "b", "c")

    assert store.outbox.dead(9) == [(letter(id, order.id), f"reason of {id}") for id in ("c", "b", "a")]
    assert taken(store, AT + 99 * DAY) == []


@pytest.mark.parametrize(("limit", "shown"), [(1, ["c"]), (2, ["c", "b"]), (3, ["c", "b", "a"])])
def test_no_more_of_what_is_given_up_is_listed_than_asked_for(
    store: Store, order: Order, limit: int, shown: list[str]
) -> None:
    give_up(store, order, "a", "b", "c")

    assert [message.id for message, _ in store.outbox.dead(limit)] == shown


@pytest.mark.parametrize(
    ("wanted", "again"),
    [
        ([], []),
        (["a"], ["a"]),
        (["b", "a"], ["a", "b"]),
        (["a", "nobody's"], ["a"]),
        (["done"], []),
        (["due"], []),
    ],
    ids=["nothing", "one", "two", "one that is not there", "one that is done", "one that is due"],
)
def test_what_is_replayed_is_due_again_and_counted(
    store: Store, order: Order, wanted: list[str], again: list[str]
) -> None:
    give_up(store, order, "a", "b")
    put(store, order, "done", at=10)
    store.outbox.done(taken(store, AT + 10 * SECOND)[0], AT)
    put(store, order, "due", at=3600)

    assert store.outbox.replay(wanted, AT + HOUR - SECOND) == len(again)

    leased = taken(store, AT + HOUR - SECOND)
    assert sorted(ids(leased)) == again
    assert {each.attempt for each in leased} <= {1}
    assert sorted(message.id for message, _ in store.outbox.dead(9)) == sorted({"a", "b"} - set(again))


def test_what_is_replayed_is_the_same_message_and_can_be_given_up_again(store: Store, order: Order) -> None:
    give_up(store, order, "a")
    store.outbox.replay(["a"], AT + HOUR)
    (leased,) = taken(store, AT + HOUR)
    assert leased.message == letter("a", order.id)

    store.outbox.failed(leased, None, "gone for good")

    assert store.outbox.dead(9) == [(letter("a", order.id), "gone for good")]


def test_nothing_is_behind_while_nothing_waits(store: Store) -> None:
    assert not store.outbox.behind(AT + 99 * DAY, AT - 99 * DAY)


@pytest.mark.parametrize(
    ("due_before", "behind"), [(-INSTANT, False), (0 * SECOND, False), (INSTANT, True), (DAY, True)]
)
def test_what_waits_since_before_that_moment_is_behind(
    store: Store, order: Order, due_before: timedelta, behind: bool
) -> None:
    put(store, order, "m")

    assert store.outbox.behind(AT + due_before, AT + DAY) == behind


@pytest.mark.parametrize("fate", ["leased", "failed", "postponed"])
def test_what_is_tried_again_and_again_is_behind_all_the_same(store: Store, order: Order, fate: str) -> None:
    put(store, order, "m")
    (leased,) = taken(store, AT)
    if fate == "failed":
        store.outbox.failed(leased, AT + DAY, "OSError")
    if fate == "postponed":
        store.outbox.postponed(leased, AT + DAY, "throttled")

    assert store.outbox.behind(AT + INSTANT, AT + DAY)
    assert not store.outbox.behind(AT, AT + DAY)


@pytest.mark.parametrize(
    ("since", "behind"), [(-DAY, True), (0 * SECOND, True), (INSTANT, False), (TOLD, False)]
)
def test_what_was_given_up_is_told_for_a_while(
    store: Store, order: Order, since: timedelta, behind: bool
) -> None:
    give_up(store, order, "m")

    assert store.outbox.behind(AT - DAY, AT + since) == behind


def test_what_is_replayed_is_late_from_then_on(store: Store, order: Order) -> None:
    give_up(store, order, "m")

    store.outbox.replay(["m"], AT + HOUR)

    assert not store.outbox.behind(AT + HOUR, AT)
    assert store.outbox.behind(AT + HOUR + INSTANT, AT)


def test_one_message_that_keeps_failing_holds_up_no_other(store: Store, order: Order) -> None:
    put(store, order, "poison", "good")
    sent = []
    for turn in range(6):
        for leased in taken(store, AT + turn * HOUR):
            if leased.message.id == "poison":
                store.outbox.failed(leased, AT + (turn + 1) * HOUR if turn < 4 else None, "TypeError")
            else:
                store.outbox.done(leased, AT)
                sent.append(leased.message.id)

    assert sent == ["good"]
    assert store.outbox.dead(9) == [(letter("poison", order.id), "TypeError")]
