"""Many buyers, few things: every one of them is sold, and none twice. One key, many presses: one order.

VITRINA_RACE=50 sets how many rounds are run, at 2 000 buyers for 500 things in 8 processes; fewer otherwise.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.pool import Pool
from pathlib import Path

import msgspec
import pytest

from bench.client import Answer, wish
from bench.home import Home
from functions._sqlite import journal
from shop.catalog import Part
from shop.orders import Order
from tests.evidence.buyers import Crowd, Lines, buy, together
from tests.evidence.figures import note
from tests.evidence.presses import at_once
from tests.functions.published import offer, publish

ROUNDS = int(os.environ.get("VITRINA_RACE", "0"))
PROCESSES, BUYERS, UNITS = (8, 2000, 500) if ROUNDS else (3, 120, 30)
PRESSES = 50 if ROUNDS else 12

CUP, POT = Part("CUP", 1, UNITS), Part("POT", 1, UNITS // 10)
OFFERS = (
    offer("CUP", "Cup", "5", UNITS),
    replace(offer("PAIR", "Two cups", "9"), parts=(replace(CUP, each=2),)),
    replace(offer("SET", "Pot and cup", "20"), parts=(CUP, POT)),
)
PLAIN: tuple[Lines, ...] = ([("CUP", 1)],)
MIXED: tuple[Lines, ...] = (
    [("CUP", 1)],
    [("SET", 1)],
    [("PAIR", 1), ("CUP", 1)],
    [("SET", 2), ("PAIR", 1), ("CUP", 1)],
    [("CUP", 1)],
    [("SET", 1)],
)


@pytest.fixture(scope="module")
def crowds() -> Iterator[Pool]:
    pool, _ = together(PROCESSES)
    with pool:
        yield pool


def rush(pool: Pool, folder: Path, carts: tuple[Lines, ...], seed: str) -> tuple[Counter[int], list[Order]]:
    """The answers of one round, and the orders that are in the store after it."""
    publish(folder / "dist", OFFERS)
    wants = [carts[number % len(carts)] for number in range(BUYERS)]
    shares = [tuple(wants[number::PROCESSES]) for number in range(PROCESSES)]
    answers = pool.map(
        buy,
        [
            Crowd(folder / "dist", folder / "state", share, f"{seed}-{number}")
            for number, share in enumerate(shares)
        ],
        chunksize=1,
    )
    return sum(answers, Counter()), stored(folder)


def stored(folder: Path) -> list[Order]:
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return [
            msgspec.json.decode(record, type=Order) for (record,) in db.execute("SELECT record FROM orders")
        ]


def taken(folder: Path) -> dict[str, tuple[int, ...]]:
    """What the store has counted of each thing: taken, and held."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        return {
            item: (taken, held) for item, taken, held in db.execute("SELECT item, taken, held FROM stock")
        }


def pieces(orders: list[Order]) -> Counter[str]:
    """What the orders hold, counted from their lines and the offers above, not by the store."""
    each = {offer.sku: {part.item: part.each for part in offer.parts} for offer in OFFERS}
    sold: Counter[str] = Counter()
    for order in orders:
        for line in order.lines:
            for item, pieces in each[line.sku].items():
                sold[item] += pieces * line.quantity
    return sold


@pytest.mark.parametrize(("name", "carts"), [("plain", PLAIN), ("mixed", MIXED)])
def test_as_many_are_sold_as_there_are(
    name: str, carts: tuple[Lines, ...], crowds: Pool, tmp_path: Path
) -> None:
    answers: Counter[int] = Counter()
    start = time.monotonic()
    expected = {"CUP": UNITS} | ({"POT": UNITS // 10} if carts is MIXED else {})

    for number in range(ROUNDS or 1):
        folder = tmp_path / str(number)
        statuses, orders = rush(crowds, folder, carts, f"{name}-{number}")

        assert pieces(orders) == expected
        assert taken(folder) == {item: (sold, sold) for item, sold in expected.items()}
        assert (statuses[201], statuses[201] + statuses[409]) == (len(orders), BUYERS)
        assert set(statuses) <= {201, 409, 503}
        answers += statuses

    note(
        f"race-{name}", rounds=ROUNDS or 1, buyers=BUYERS, units=UNITS, processes=PROCESSES, oversold=0,
        undersold=0, answers={str(status): count for status, count in sorted(answers.items())},
        journal=journal(sqlite3.sqlite_version_info), seconds=round(time.monotonic() - start, 1),
    )  # fmt: skip


def press(port: int, content: bytes, key: str) -> list[Answer]:
    """The answers to so many presses of one button at the same moment."""
    return at_once([port], [("/api/orders", content, key)] * PRESSES)


def written(folder: Path) -> str:
    """Everything in the store, as text."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        return "\n".join(db.iterdump())


def test_one_key_pressed_many_times_is_one_order_and_one_answer(tmp_path: Path) -> None:
    publish(tmp_path / "dist", OFFERS)

    with Home(tmp_path / "dist", tmp_path / "state", "orders") as home:
        for number in range(ROUNDS or 2):
            answers = press(home.port, wish("CUP", 1, number), f"one-key-{number}")
            before = written(tmp_path)
            others = press(home.port, wish("CUP", 2, number), f"one-key-{number}")

            assert {(answer.status, answer.body) for answer in answers} == {(201, answers[0].body)}
            assert sum("idempotent-replayed" in answer.headers for answer in answers) == PRESSES - 1
            assert {answer.status for answer in others} == {422}
            assert written(tmp_path) == before
            assert len(stored(tmp_path)) == number + 1

    note("race-key", rounds=ROUNDS or 2, presses=PRESSES, orders=ROUNDS or 2, **{"answers that differ": 0})
