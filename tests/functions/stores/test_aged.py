"""Finding what has been kept long enough: by its age, as long as it still names somebody."""

from __future__ import annotations

from shop import anonymous
from shop.cases import Author
from shop.posts import OPEN, PENDING
from shop.requests import Customer
from tests.functions.stores.filings import opened, posted
from tests.functions.stores.makers import AT, SECOND, Store, placed, walked

ANNA = Customer("Anna", "anna@example.org", None)


def test_old_orders_come_oldest_first_and_no_more_than_asked_for(store: Store) -> None:
    made = [placed(store, n, customer=ANNA, placed_at=AT + n * SECOND) for n in range(4)]

    assert store.orders.aged(AT + 3 * SECOND, 9) == made[:3]
    assert store.orders.aged(AT + 9 * SECOND, 2) == made[:2]
    assert store.orders.aged(AT, 9) == []


def test_an_order_without_its_customer_is_not_found_again(store: Store) -> None:
    first, second = (placed(store, n, customer=ANNA, placed_at=AT + n * SECOND) for n in range(2))
    first = walked(store, first, "cancel")

    events, returns = store.orders.events(first.id), store.orders.returns(first.id)
    store.orders.rewrite(*anonymous.order(first, events, returns, AT))

    assert store.orders.aged(AT + 9 * SECOND, 9) == [second]


def test_old_cases_are_found_in_the_states_that_are_asked_for(store: Store) -> None:
    states = (OPEN, PENDING, OPEN, OPEN)
    made = [posted(store, n, opened_at=AT + n * SECOND, state=state) for n, state in enumerate(states)]

    assert store.posts.aged(AT + 3 * SECOND, (OPEN,), 9) == [made[0], made[2]]
    assert store.posts.aged(AT + 9 * SECOND, (OPEN, PENDING), 2) == made[:2]
    assert store.posts.aged(AT + 9 * SECOND, (PENDING,), 9) == [made[1]]


def test_a_name_or_a_contact_is_enough_and_nothing_is_not(store: Store) -> None:
    nobody = Author("", None)
    named = posted(store, 1, author=Author("Anna", None), contacts=())
    reached = posted(store, 2, author=nobody, contacts=("c",), opened_at=AT + SECOND)
    posted(store, 3, author=nobody, contacts=(), opened_at=AT + 2 * SECOND)

    assert store.posts.aged(AT + 9 * SECOND, (named.state,), 9) == [named, reached]


def test_each_kind_is_for_itself(store: Store) -> None:
    ticket = opened(store, 1)

    assert store.posts.aged(AT + 9 * SECOND, (ticket.state, PENDING), 9) == []
    assert store.tickets.aged(AT + 9 * SECOND, (ticket.state,), 9) == [ticket]
