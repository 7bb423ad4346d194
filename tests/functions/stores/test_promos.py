"""The Promos port: a promo is used as often as it may be, by everybody and by each, and not once more."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from shop.errors import PromoSpent
from shop.ports import Placed
from shop.promos import Use
from tests.functions.stores.makers import (
    AT,
    Store,
    at_once,
    buying,
    count_of,
    moving,
    placed,
    placing,
    shelf,
    takes,
    walked,
    wish,
)


def test_a_promo_nobody_has_used(store: Store) -> None:
    placed(store, 1, uses=[Use("autumn", ("c",))])

    assert store.promos.used("spring", []) == (0, 0)
    assert store.promos.used("spring", ["c", "d"]) == (0, 0)
    assert store.promos.used("", [""]) == (0, 0)


def test_uses_are_counted_for_all_and_for_each_contact(store: Store) -> None:
    placed(store, 1, uses=[Use("spring", ("anna", "her-phone"))])
    placed(store, 2, uses=[Use("spring", ("anna",))])
    placed(store, 3, uses=[Use("spring", ("boris",))])
    placed(store, 4, uses=[Use("spring", ())])

    assert store.promos.used("spring", []) == (4, 0)
    assert store.promos.used("spring", ["boris"]) == (4, 1)
    assert store.promos.used("spring", ["boris", "anna"]) == (4, 2)
    assert store.promos.used("spring", ["her-phone", "nobody"]) == (4, 1)


def test_promos_are_counted_apart(store: Store) -> None:
    placed(store, 1, uses=[Use("a", ("c",)), Use("b", ("c",))])
    placed(store, 2, uses=[Use("b", ("c",))])

    assert store.promos.used("a", ["c"]) == (1, 1)
    assert store.promos.used("b", ["c"]) == (2, 2)


@pytest.mark.parametrize(
    ("most", "per_contact", "contacts", "allowed"),
    [
        (None, None, ["c"] * 5, 5), (0, None, ["c"], 0), (1, None, ["c", "d"], 1),
        (3, None, list("cdefg"), 3), (None, 0, ["c"], 0), (None, 1, ["c", "c"], 1),
        (None, 1, ["c", "d", "e"], 3),
        (None, 2, ["c", "d", "c", "c", "d", "d"], 4), (2, 1, ["c", "c", "d", "e"], 2),
    ],
    ids=[
        "no limit", "none at all", "once for all", "three for all", "none for anybody", "once for each",
        "once for each of three", "twice for each", "both limits",
    ],
)  # fmt: skip
def test_a_promo_is_used_as_often_as_it_may_be(
    store: Store, most: int | None, per_contact: int | None, contacts: Sequence[str], allowed: int
) -> None:
    refused = 0
    for number, contact in enumerate(contacts):
        try:
            placed(store, number, uses=[Use("spring", (contact,), most, per_contact)])
        except PromoSpent:
            refused += 1

    assert len(contacts) - refused == allowed
    assert store.promos.used("spring", [])[0] == allowed
    assert len(store.orders.recent(99)) == allowed


def test_one_of_two_contacts_that_has_used_it_is_enough_to_refuse(store: Store) -> None:
    placed(store, 1, uses=[Use("spring", ("phone",), None, 1)])

    with pytest.raises(PromoSpent):
        placed(store, 2, uses=[Use("spring", ("new-address", "phone"), None, 1)])

    assert store.promos.used("spring", ["new-address"]) == (1, 0)


@pytest.mark.parametrize("spent", ["a", "b", "c"])
def test_of_several_promos_the_spent_one_is_named_and_none_is_counted(store: Store, spent: str) -> None:
    placed(store, 1, uses=[Use(spent, ("x",), 1)])

    with pytest.raises(PromoSpent) as raised:
        placed(store, 2, takes("A", 1, of=3), uses=[Use(promo, ("y",), 1) for promo in "abc"])

    assert raised.value.promo == spent
    assert [store.promos.used(promo, ["y"])[1] for promo in "abc"] == [0, 0, 0]
    assert shelf(store, "A").taken == 0


def test_a_limit_that_is_raised_lets_it_be_used_again(store: Store) -> None:
    placed(store, 1, uses=[Use("spring", ("c",), 1, 1)])

    placed(store, 2, uses=[Use("spring", ("c",), 2, 2)])

    assert store.promos.used("spring", ["c"]) == (2, 2)


def test_a_limit_that_is_lowered_below_what_was_used_refuses(store: Store) -> None:
    for number in range(3):
        placed(store, number, uses=[Use("spring", ("c",))])

    with pytest.raises(PromoSpent):
        placed(store, 3, uses=[Use("spring", ("d",), 2)])


@pytest.mark.parametrize("path", [("cancel",), ("approval", "assembling", "cancel")])
def test_a_cancelled_order_gives_its_uses_back(store: Store, path: tuple[str, ...]) -> None:
    order = placed(store, 1, uses=[Use("spring", ("c", "d"), 1, 1)])

    walked(store, order, *path)

    assert store.promos.used("spring", ["c", "d"]) == (0, 0)
    placed(store, 2, uses=[Use("spring", ("c",), 1, 1)])


def test_a_complete_order_keeps_its_uses(store: Store) -> None:
    order = placed(store, 1, uses=[Use("spring", ("c",), 1, 1)])

    walked(store, order, "approval", "assembling", "delivery", "complete")

    assert store.promos.used("spring", ["c"]) == (1, 1)


def test_uses_never_fall_below_nothing(store: Store) -> None:
    back = Use("spring", ("c",), by=-1)

    placed(store, 1, uses=[back])
    placed(store, 2, uses=[Use("spring", ("d",))])
    placed(store, 3, uses=[back])

    assert store.promos.used("spring", ["c"]) == (0, 0)
    assert store.promos.used("spring", ["d"]) == (0, 1)


@pytest.mark.parametrize(
    ("buyers", "most", "per_contact", "contacts", "allowed"),
    [(50, 1, None, 50, 1), (12, 5, None, 12, 5), (12, None, 1, 3, 3), (12, None, 2, 1, 2), (12, 4, 1, 6, 4)],
    ids=[
        "fifty for one use",
        "twelve for five",
        "once for each of three",
        "one contact twice",
        "both limits",
    ],
)
def test_a_crowd_uses_a_promo_as_often_as_it_may_be(
    store: Store, buyers: int, most: int | None, per_contact: int | None, contacts: int, allowed: int
) -> None:
    crowd = [
        buying(store, n, uses=[Use("spring", (f"c{n % contacts}",), most, per_contact)])
        for n in range(buyers)
    ]

    results = at_once(*crowd)

    assert count_of(results, Placed) == allowed, results
    assert count_of(results, PromoSpent) == buyers - allowed, results
    assert store.promos.used("spring", []) == (allowed, 0)
    assert len(store.orders.recent(99)) == allowed


def test_an_order_cancelled_by_two_at_once_gives_one_use_back(store: Store) -> None:
    order = placed(store, 1, uses=[Use("spring", ("c",))])
    placed(store, 2, uses=[Use("spring", ("c",))])

    at_once(*(lambda: store.orders.change(moving(order, "cancel")) for _ in range(2)))

    assert store.promos.used("spring", ["c"]) == (1, 1)


def test_goods_and_a_promo_that_are_both_the_last_go_to_one_buyer_together(store: Store) -> None:
    crowd = [buying(store, n, takes("A", 1, of=1), uses=[Use("spring", (f"c{n}",), 1)]) for n in range(6)]

    results = at_once(*crowd)

    assert count_of(results, Placed) == 1, results
    assert (shelf(store, "A").taken, store.promos.used("spring", [])) == (1, (1, 0))


def test_a_replay_uses_nothing_again(store: Store) -> None:
    uses = [Use("spring", ("c",), 1, 1)]
    store.orders.place(wish(), placing(uses=uses), AT)

    again = store.orders.place(wish(), placing(uses=uses), AT)

    assert again.replayed
    assert store.promos.used("spring", ["c"]) == (1, 1)
