"""Guessing the key of an order: how often it works, and whether the time or the answer gives anything away.

VITRINA_GUESSES=1000000 sets how many keys are guessed, through the domain and the store in one process, past
every limit; VITRINA_TIMED=5000 how many answers of each kind are timed.
"""

from __future__ import annotations

import base64
import math
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

import pytest
from starlette.responses import Response

from functions import _following, orders
from functions._web import Sent
from functions._wiring import Ports, embedded
from shop.numbers import hash_of, number_of
from shop.service import track_order
from tests.evidence.figures import note
from tests.functions.browser import Client
from tests.functions.published import offer, publish

GUESSES = int(os.environ.get("VITRINA_GUESSES", "20000"))
TIMED = int(os.environ.get("VITRINA_TIMED", "2000"))
ORDERS = 200
#: How likely a difference that is none may look like one.
CHANCE = 0.01
_SECRET_BYTES = 20

Kinds = dict[str, Callable[[], Sent]]


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
        guess = _guess(key, chance)
        if guess in keys:
            continue  # that one would be knowledge
        tried += 1
        hits += track_order({"number": number, "key": guess}, shop.orders) is not None

    assert all(track_order({"number": number, "key": key}, shop.orders) for number, key in links)
    assert hits == 0
    note("guesses", keys=tried, orders=len(links), hits=hits)


def _guess(key: str, chance: random.Random) -> str:
    """A key by chance, or a real one that is nearly right."""
    place = chance.randrange(len(key))
    match chance.randrange(8):
        case 0:
            return key[:place] + chance.choice("abcXYZ019-_") + key[place + 1 :]
        case 1:
            return key[:place] + key[place + 1 :]
        case 2:
            return key.swapcase()
        case 3:
            return hash_of(key)
    return base64.urlsafe_b64encode(chance.randbytes(_SECRET_BYTES)).decode().rstrip("=")


def test_neither_the_answer_nor_its_time_tells_what_was_wrong(
    shop: Ports, links: list[tuple[str, str]]
) -> None:
    kinds = _kinds(links, random.Random(7))
    answers = {kind: _ask(shop, sent())[1] for kind, sent in kinds.items()}
    # Whoever has the key and another number has the link; only the answer must be the same.
    holder = _ask(shop, _sent(links[1][0], links[0][1]))[1]

    measured = [_measure(shop, kinds)]
    if min(_chances(measured[-1])) <= CHANCE:
        # Once more on a machine that is not quiet; the second time counts, whatever the first one said.
        measured.append(_measure(shop, kinds))

    bodies = {(answer.status_code, bytes(answer.body)) for answer in (*answers.values(), holder)}
    assert {status for status, _ in bodies} == {404}
    assert len(bodies) == 1
    means = {kind: f"{statistics.fmean(times) / 1000:.1f}" for kind, times in measured[-1].items()}
    note(
        "guesses-time",
        **{
            "answers of each kind": TIMED,
            "microseconds": means,
            "least p of Welch's test": [round(min(_chances(times)), 3) for times in measured],
            "different bodies": 0,
        },
    )
    assert min(_chances(measured[-1])) > CHANCE


def _kinds(links: Sequence[tuple[str, str]], chance: random.Random) -> Kinds:
    """Ways to be wrong, for somebody who has no key."""
    unknown = [number_of(number) for number in range(90_000, 90_000 + ORDERS)]

    def guessed() -> str:
        return base64.urlsafe_b64encode(chance.randbytes(_SECRET_BYTES)).decode().rstrip("=")

    return {
        "a number that was given out": lambda: _sent(chance.choice(links)[0], guessed()),
        "a number that was not": lambda: _sent(chance.choice(unknown), guessed()),
        "no number at all": lambda: _sent(chance.choice(unknown).replace("V", "W"), guessed()),
    }


def _sent(number: str, key: str) -> Sent:
    return Sent({"number": number, "key": key}, form=False)


def _ask(shop: Ports, sent: Sent) -> tuple[int, Response]:
    begun = time.perf_counter_ns()
    answer = orders._answered(_following.track, sent, lambda: shop)
    return time.perf_counter_ns() - begun, answer


def _measure(shop: Ports, kinds: Kinds) -> dict[str, list[int]]:
    """How long each kind took, asked by turns in a new order each time; without the slowest twentieth of
    all, which is the machine's."""
    times: dict[str, list[int]] = {kind: [] for kind in kinds}
    order, chance = list(kinds), random.Random(11)
    for _ in range(TIMED):
        chance.shuffle(order)
        for kind in order:
            sent = kinds[kind]()
            times[kind].append(_ask(shop, sent)[0])
    bound = statistics.quantiles([each for taken in times.values() for each in taken], n=20)[-1]
    return {kind: [each for each in taken if each <= bound] for kind, taken in times.items()}


def _chances(times: dict[str, list[int]]) -> list[float]:
    return [welch(times[one], times[other]) for one, other in combinations(times, 2)]


def welch(one: Sequence[float], other: Sequence[float]) -> float:
    """How likely chance alone sets two means so far apart (B. L. Welch, 1947); for samples of hundreds, where
    the t distribution is the normal one."""
    spread = statistics.variance(one) / len(one) + statistics.variance(other) / len(other)
    t = (statistics.fmean(one) - statistics.fmean(other)) / math.sqrt(spread)
    return math.erfc(abs(t) / math.sqrt(2))


def test_the_test_sees_a_difference_where_there_is_one() -> None:
    chance = random.Random(3)
    one = [chance.gauss(100, 10) for _ in range(2000)]
    other = [chance.gauss(102, 20) for _ in range(2000)]
    same = [chance.gauss(100, 10) for _ in range(2000)]

    assert welch(one, other) < 0.001
    assert welch(one, same) > 0.01
