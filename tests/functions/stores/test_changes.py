"""The Orders port: moving an order, by one of many at once and by no other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from shop.errors import NotEnough, PromoSpent, Stale, Unavailable
from shop.ports import Change
from shop.promos import Use
from shop.statuses import TRANSITIONS
from shop.stock import Counter
from tests.functions.stores.makers import (
    AT,
    Store,
    at_once,
    count_of,
    letter,
    moving,
    order_of,
    placed,
    shelf,
    taken,
    takes,
    walked,
)


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ((), "approval"), ((), "cancel"),
        (("approval",), "assembling"), (("approval",), "cancel"),
        (("approval", "assembling"), "delivery"), (("approval", "assembling"), "approval"),
        (("approval", "assembling"), "cancel"),
        (("approval", "assembling", "delivery"), "complete"),
        (("approval", "assembling", "delivery"), "cancel"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(("new", *value)),
)  # fmt: skip
def test_every_allowed_move_is_written_with_its_event(store: Store, path: tuple[str, ...], to: str) -> None:
    order = walked(store, placed(store), *path)
    change = moving(order, to, letter("told", order.id), comment="called twice")

    store.orders.change(change)

    assert to in TRANSITIONS[order.status]
    assert store.orders.by_id(order.id) == change.step.order
    assert store.orders.by_secret(order.secret_hash) == change.step.order
    assert store.orders.recent(5) == [change.step.order]
    assert store.orders.events(order.id)[-1] == change.step.event
    assert [each.message.id for each in taken(store, AT)] == ["told"]


@pytest.mark.parametrize("behind", [1, 2, 3])
def test_a_change_of_what_somebody_else_has_changed_is_stale_and_writes_nothing(
    store: Store, behind: int
) -> None:
    old = placed(store, 1, takes("A", 1, of=5))
    now = walked(store, old, *("approval", "assembling", "delivery")[:behind])

    with pytest.raises(Stale):
        store.orders.change(moving(old, "cancel", letter("cancelled", old.id)))

    assert store.orders.by_id(old.id) == now
    assert len(store.orders.events(old.id)) == 1 + behind
    assert shelf(store, "A") == Counter("", 1, 1, 0)
    assert taken(store, AT) == []


def test_a_change_that_is_ahead_of_the_store_is_stale(store: Store) -> None:
    order = placed(store)
    ahead = moving(order, "approval").step.order

    with pytest.raises(Stale):
        store.orders.change(moving(ahead, "assembling"))

    assert store.orders.by_id(order.id) == order


def test_a_change_of_an_order_that_is_not_there_is_stale_and_makes_none(store: Store) -> None:
    with pytest.raises(Stale):
        store.orders.change(moving(order_of(10001), "approval", letter("told", "0" * 32)))

    assert store.orders.by_id(order_of(10001).id) is None
    assert store.orders.events(order_of(10001).id) == []


@pytest.mark.parametrize(
    ("path", "moves"),
    [
        ((), ("approval", "approval")),
        ((), ("cancel", "cancel")),
        ((), ("approval", "cancel")),
        (("approval", "assembling"), ("delivery", "cancel")),
        (("approval", "assembling", "delivery"), ("complete", "cancel")),
        ((), ("approval",) * 3 + ("cancel",) * 3),
    ],
    ids=[
        "both approve",
        "both cancel",
        "approve or cancel",
        "deliver or cancel",
        "complete or cancel",
        "six",
    ],
)
def test_of_movers_at_once_one_wins_and_the_others_are_stale(
    store: Store, path: tuple[str, ...], moves: tuple[str, ...]
) -> None:
    order = walked(store, placed(store, 1, takes("A", 2, of=9)), *path)
    changes = [
        moving(order, to, letter(f"told-{n}", order.id), who=f"clerk {n}") for n, to in enumerate(moves)
    ]

    results = at_once(*(lambda change=change: store.orders.change(change) for change in changes))

    assert count_of(results, Stale) == len(moves) - 1, results
    winner = changes[results.index(None)]
    assert store.orders.by_id(order.id) == winner.step.order
    assert store.orders.events(order.id)[-1] == winner.step.event
    assert [each.message for each in taken(store, AT)] == list(winner.messages)
    expected = {"cancel": Counter("", 0, 0, 0), "complete": Counter("", 2, 0, 2)}
    assert shelf(store, "A") == expected.get(winner.step.order.status, Counter("", 2, 2, 0))


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda change: replace(change, messages=(letter("there", "0" * 32),)), Unavailable),
        (lambda change: with_moves(change, takes("A", 1, of=1)), NotEnough),
        (lambda change: with_uses(change, Use("spent", ("c",), 1)), PromoSpent),
    ],
    ids=["a letter that is there", "too little", "a spent promo"],
)
def test_a_change_that_fails_writes_nothing_at_all(store: Store, spoil: Any, error: type[Exception]) -> None:
    order = placed(store, 1, takes("A", 1, of=1), uses=[Use("spent", ("c",), 1)])
    store.outbox.put([letter("there", order.id)], AT)

    with pytest.raises(error):
        store.orders.change(spoil(moving(order, "approval", letter("told", order.id))))

    assert store.orders.by_id(order.id) == order
    assert len(store.orders.events(order.id)) == 1
    assert [each.message.id for each in taken(store, AT)] == ["there"]
    assert shelf(store, "A").taken == 1
    assert store.promos.used("spent", ["c"]) == (1, 1)


def with_moves(change: Change, *moves: Any) -> Change:
    return replace(change, step=replace(change.step, stock=moves))


def with_uses(change: Change, *uses: Use) -> Change:
    return replace(change, step=replace(change.step, uses=uses))
