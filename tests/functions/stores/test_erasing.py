"""What it takes to find a person in orders and in the outbox, and to erase them there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shop.errors import Stale
from shop.events import Event
from shop.orders import Order, returned
from shop.ports import Change
from shop.pricing import Line
from shop.requests import Customer
from shop.returns import Return
from tests.functions.stores.filings import about, opened, ticket_of
from tests.functions.stores.makers import (
    AT,
    LINE,
    SECOND,
    Store,
    at_once,
    count_of,
    hook,
    letter,
    moving,
    placed,
    shelf,
    taken,
    takes,
    walked,
    wish,
)

ANNA = Customer("Anna", "Anna.Berg+shop@example.org", "+49 30 1234567")


@pytest.mark.parametrize(
    "written",
    ["anna.berg@example.org", " ANNA.BERG+other@Example.org ", "+49301234567", "+49 (30) 123-45-67"],
)
def test_an_order_is_found_by_address_and_by_phone_however_they_are_written(
    store: Store, written: str
) -> None:
    order = placed(store, 1, customer=ANNA)
    placed(store, 2, customer=Customer("Boris", "berg@example.org", "+49 30 123456"))

    assert store.orders.of_contact(written) == [order]


@pytest.mark.parametrize(
    "written", ["", "anna", "example.org", "@", "+", "30 1234567", "%", "berg@example.org"]
)
def test_an_order_is_not_found_by_a_part_of_an_address(store: Store, written: str) -> None:
    placed(store, 1, customer=ANNA)

    assert store.orders.of_contact(written) == []


def test_all_orders_of_a_contact_come_newest_first_as_they_are_now(store: Store) -> None:
    made = [placed(store, n, customer=ANNA, placed_at=AT + n % 3 * SECOND) for n in range(4)]
    made[0] = walked(store, made[0], "approval")

    assert store.orders.of_contact("+49 30 1234567") == [made[n] for n in (2, 1, 3, 0)]


def test_who_gives_the_same_contact_twice_is_found_once(store: Store) -> None:
    order = placed(store, 1, customer=Customer("A", "a@b.example", None))

    assert store.orders.of_contact("a@b.example") == [order]


def erased(order: Order) -> Order:
    return replace(order, version=order.version + 1, customer=Customer("", None, None), note="", due_at=None)


def back_of(order: Order, reason: str) -> Return:
    return Return("r1", order.id, AT, "olga", (Line("TP-01", 1),), reason, restock=False)


@pytest.fixture
def order(store: Store) -> Order:
    """A finished order that something came back of."""
    order = placed(store, 1, takes("A", 1, of=9), customer=ANNA, lines=(LINE,), note="Ring at Anna's")
    order = walked(store, order, "approval", "assembling", "delivery", "complete")
    change = Change(returned(order, back_of(order, "Anna does not like it")))
    store.orders.change(change)
    return change.step.order


def test_a_rewritten_order_has_nothing_of_what_it_was(store: Store, order: Order) -> None:
    after, back = erased(order), back_of(order, "")
    events = [replace(each, comment="") for each in store.orders.events(order.id)][:3]
    counted = shelf(store, "A")

    store.orders.rewrite(after, events, [back])

    assert store.orders.by_id(order.id) == after
    assert store.orders.by_number(order.number) == after
    assert store.orders.by_secret(order.secret_hash) == after
    assert store.orders.recent(9) == [after]
    assert store.orders.events(order.id) == events
    assert store.orders.returns(order.id) == [back]
    assert store.orders.of_contact("anna.berg@example.org") == []
    assert store.orders.of_contact("+49 30 1234567") == []
    assert shelf(store, "A") == counted


def test_a_rewritten_order_keeps_what_it_is_given_and_is_found_by_that(store: Store, order: Order) -> None:
    after = replace(erased(order), customer=Customer("", "berta@example.org", None))

    store.orders.rewrite(after, [], [])

    assert store.orders.of_contact("berta@example.org") == [after]
    assert store.orders.events(order.id) == []
    assert store.orders.returns(order.id) == []


def test_an_order_that_somebody_else_has_changed_is_not_rewritten(store: Store, order: Order) -> None:
    other = placed(store, 2, customer=ANNA)
    now = walked(store, other, "approval")

    with pytest.raises(Stale):
        store.orders.rewrite(erased(other), [], [])

    assert store.orders.of_contact("anna.berg@example.org") == [now, order]
    assert len(store.orders.events(other.id)) == 2


def test_an_order_that_is_not_there_is_not_made_by_rewriting(store: Store, order: Order) -> None:
    with pytest.raises(Stale):
        store.orders.rewrite(replace(erased(order), id="n" * 32), [], [])

    assert store.orders.by_id("n" * 32) is None


def test_of_a_mover_and_an_eraser_at_once_one_is_stale(store: Store) -> None:
    order = placed(store, 1, customer=ANNA)
    moved = moving(order, "approval")
    event = Event(order.id, 2, AT, "erased", "shop")

    made = at_once(
        lambda: store.orders.change(moved), lambda: store.orders.rewrite(erased(order), [event], [])
    )

    assert made.count(None) == 1
    assert count_of(made, Stale) == 1, made
    assert len(store.orders.events(order.id)) == (2 if made[0] is None else 1)


def test_a_rewritten_order_is_replayed_under_its_key(store: Store, order: Order) -> None:
    store.orders.rewrite(erased(order), [], [])

    replay = store.orders.placed(wish(1).key)

    assert replay is not None
    assert replay.order == erased(order)


def test_all_messages_about_something_are_found_whatever_became_of_them(store: Store) -> None:
    order, other = placed(store, 1), placed(store, 2)
    store.outbox.put([letter(id, order.id) for id in ("sent", "dead", "waits")], AT)
    store.outbox.put([hook("hook", order.id, "body"), letter("of other", other.id)], AT)
    held = {each.message.id: each for each in taken(store, AT)}
    store.outbox.done(held["sent"], AT)
    store.outbox.failed(held["dead"], None, "refused")

    found = store.outbox.about(order.id)

    assert found == [letter("dead", order.id), hook("hook", order.id, "body"), letter("sent", order.id),
                     letter("waits", order.id)]  # fmt: skip
    assert store.outbox.about("nothing") == store.outbox.about("") == []


def test_messages_about_a_ticket_are_found_by_its_id(store: Store) -> None:
    ticket = opened(
        store, 1, about(ticket_of(10001), "told"), about(ticket_of(10001), "reminds", AT + SECOND)
    )

    assert [each.id for each in store.outbox.about(ticket.id)] == ["reminds", "told"]
    assert {each.about for each in store.outbox.about(ticket.id)} == {"ticket"}


def test_a_forgotten_message_was_never_written(store: Store) -> None:
    order = placed(store)
    store.outbox.put([letter(id, order.id) for id in ("a", "b", "dead", "kept")], AT)
    held = {each.message.id: each for each in taken(store, AT)}
    store.outbox.failed(held["dead"], None, "refused")

    store.outbox.forget(["a", "b", "dead", "never there"])

    assert [each.id for each in store.outbox.about(order.id)] == ["kept"]
    assert store.outbox.message("a") is None
    assert store.outbox.dead(9) == []
    assert [each.message.id for each in store.outbox.waiting(9)] == ["kept"]


def test_whoever_holds_a_forgotten_message_settles_nothing(store: Store) -> None:
    order = placed(store)
    store.outbox.put([letter("a", order.id), letter("b", order.id)], AT)
    one, other = taken(store, AT)
    store.outbox.forget(["a", "b"])

    store.outbox.done(one, AT)
    store.outbox.failed(other, AT + SECOND, "later")

    assert store.outbox.about(order.id) == []
    assert store.outbox.waiting(9) == []


def test_what_was_settled_before_a_moment_is_found_oldest_first(store: Store) -> None:
    order = placed(store)
    store.outbox.put([letter(f"m{n}", order.id) for n in range(6)], AT)
    held = {each.message.id: each for each in taken(store, AT)}
    for number, after in ((0, 5), (1, 1), (2, 3), (3, 7)):
        store.outbox.done(held[f"m{number}"], AT + after * SECOND)
    store.outbox.failed(held["m4"], None, "refused")

    assert store.outbox.settled(AT + 6 * SECOND, 9) == ["m4", "m1", "m2", "m0"]
    assert store.outbox.settled(AT + 5 * SECOND, 9) == ["m4", "m1", "m2"]
    assert store.outbox.settled(AT + 6 * SECOND, 2) == ["m4", "m1"]
    assert store.outbox.settled(AT, 9) == []


def test_what_was_settled_and_sent_again_is_settled_no_more(store: Store) -> None:
    order = placed(store)
    store.outbox.put([letter("m", order.id)], AT)
    (held,) = taken(store, AT)
    store.outbox.failed(held, None, "refused")

    store.outbox.replay(["m"], AT + SECOND)

    assert store.outbox.settled(AT + 9 * SECOND, 9) == []
    (again,) = taken(store, AT + SECOND)
    store.outbox.done(again, AT + 2 * SECOND)
    assert store.outbox.settled(AT + 9 * SECOND, 9) == ["m"]
    assert not store.outbox.behind(AT + 9 * SECOND, AT)
