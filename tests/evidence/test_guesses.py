"""Guessing the key of an order: how often it works, and whether the time or the answer gives anything away.

VITRINA_GUESSES=1000000 sets how many keys are guessed, through the domain and the store in one process, past
every limit; VITRINA_TIMED=5000 how many answers of each kind are timed.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import pytest

from functions import _following, orders
from functions._web import Sent
from functions._wiring import Ports, embedded
from shop.numbers import number_of
from shop.service import track_order
from tests.evidence.figures import note
from tests.evidence.guessing import GUESSES, Kinds, bodies, by_chance, guess, tells, welch
from tests.functions.browser import Client
from tests.functions.published import offer, publish

ORDERS = 200


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ports]:
    """A shop with some hundred orders, each with a number and a key."""
    folder = tmp_path_factory.mktemp("guessed")
    publish(folder / "dist", (offer("TEA-1", "Sencha", "7.45"),))
    ports = embedded(str(folder / "dist"), folder / "state", root_key=b"k" * 32)
    # The fsync of each commit is not what is tried here.
    ports.orders._database.opened().execute("PRAGMA synchronous = OFF")  # type: ignore[attr-defined]
    client = Client(orders.application(lambda: ports))
    order = {
        "lines": [{"sku": "TEA-1", "quantity": 1}], "contact": {"name": "A", "phone": "+49 30 1234567"},
        "delivery": {"method": "pickup"}, "payment": "cash",
    }  # fmt: skip
    for number in range(ORDERS):
        assert client.post("/api/orders", order, f"guessed-{number:05}").status == 201
    yield ports
    ports.close()


@pytest.fixture(scope="module")
def links(shop: Ports) -> list[tuple[str, str]]:
    """The number and the key of every order."""
    fragments = (order.link(shop.root_key).split("#")[1].split(".") for order in shop.orders.recent(ORDERS))
    return [(number, key) for number, key in fragments]


def test_no_guess_opens_an_order(shop: Ports, links: list[tuple[str, str]]) -> None:
    chance = random.Random(160)
    keys = {key for _, key in links}
    hits = tried = 0

    while tried < GUESSES:
        number, key = chance.choice(links)
        guessed = guess(key, chance)
        if guessed in keys:
            continue  # that one would be knowledge
        tried += 1
        hits += track_order({"number": number, "key": guessed}, shop.orders) is not None

    assert all(track_order({"number": number, "key": key}, shop.orders) for number, key in links)
    assert hits == 0
    note("guesses", keys=tried, orders=len(links), hits=hits)


def test_neither_the_answer_nor_its_time_tells_what_was_wrong(
    shop: Ports, links: list[tuple[str, str]]
) -> None:
    kinds = _kinds(links, random.Random(7))
    # Whoever has the key and another number has the link; only the answer must be the same.
    holder = _sent(links[1][0], links[0][1])

    answers = bodies(shop, _following.track, [*(sent() for sent in kinds.values()), holder])

    assert [status for status, _ in answers] == [404]
    assert not tells("guesses-time", shop, _following.track, kinds)


def _kinds(links: Sequence[tuple[str, str]], chance: random.Random) -> Kinds:
    """Ways to be wrong, for somebody who has no key."""
    unknown = [number_of(number) for number in range(90_000, 90_000 + ORDERS)]
    return {
        "a number that was given out": lambda: _sent(chance.choice(links)[0], by_chance(chance)),
        "a number that was not": lambda: _sent(chance.choice(unknown), by_chance(chance)),
        "no number at all": lambda: _sent(chance.choice(unknown).replace("V", "W"), by_chance(chance)),
    }


def _sent(number: str, key: str) -> Sent:
    return Sent({"number": number, "key": key}, form=False)


def test_the_test_sees_a_difference_where_there_is_one() -> None:
    chance = random.Random(3)
    one = [chance.gauss(100, 10) for _ in range(2000)]
    other = [chance.gauss(102, 20) for _ in range(2000)]
    same = [chance.gauss(100, 10) for _ in range(2000)]

    assert welch(one, other) < 0.001
    assert welch(one, same) > 0.01
