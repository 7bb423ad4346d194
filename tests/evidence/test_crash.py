"""Processes killed at any moment: no order lost, none doubled, every letter written once, every webhook told.

VITRINA_CRASH=10000 sets how many orders are placed at least, with 300 kills at least; fewer otherwise.
"""

from __future__ import annotations

import base64
import email
import email.policy
import hmac
import os
import random
import sqlite3
import time
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from bench.client import wish
from bench.home import SECRET, Home
from functions._sqlite import journal
from functions._wiring import embedded
from functions.outbox import drain
from shop.catalog import Part
from shop.orders import Order
from shop.outbox import LEASE
from tests.evidence.crowd import Crowd
from tests.evidence.figures import note
from tests.functions.published import offer, publish
from tests.functions.receiver import Receiver, receiver

ORDERS = int(os.environ.get("VITRINA_CRASH", "0"))
LEAST, KILLS, THREADS = (ORDERS, 300, 8) if ORDERS else (40, 4, 4)
SEED = os.environ.get("VITRINA_SEED", "20261125")

CUP, POT = Part("CUP", 1, 10**6), Part("POT", 1, 10**6)
OFFERS = (
    offer("CUP", "Cup", "5", 10**6),
    replace(offer("PAIR", "Two cups", "9"), parts=(replace(CUP, each=2),)),
    replace(offer("SET", "Pot and cup", "20"), parts=(CUP, POT)),
)
PIECES = {"CUP": {"CUP": 1}, "PAIR": {"CUP": 2}, "SET": {"CUP": 1, "POT": 1}}

#: Whoever is told of orders by webhook.
HOOK_KEY = b"a key of this proof, no secret"

#: How the functions are run: as `serve` does, and as two that are deployed.
ROLES = {"together": ("together",), "apart": ("orders", "outbox")}


def wanted(number: int) -> tuple[str, int]:
    return list(PIECES)[number % 3], 1 + number % 2


def killed(
    homes: list[Home], crowd: Crowd, chance: random.Random, enough: int = KILLS, least: int = LEAST
) -> int:
    """Kills one process or all of them, again and again, until there were enough kills and enough answers."""
    kills = 0
    while kills < enough or len(crowd.answers) < least:
        if chance.random() < 0.85:  # at the others it may be still starting
            homes[0].answered()
        time.sleep(chance.uniform(0, 0.4))
        dying = homes if chance.random() < 0.2 else [chance.choice(homes)]
        for home in dying:
            home.kill()
        for home in dying:
            home.start()
        kills += len(dying)
    return kills


@pytest.mark.parametrize("way", ROLES)
def test_killed_at_any_moment_it_loses_and_doubles_nothing(way: str, tmp_path: Path) -> None:
    publish(tmp_path / "dist", OFFERS)
    secret = "whsec_" + base64.b64encode(HOOK_KEY).decode()
    with receiver(secure=False) as told:
        settings = {
            "VITRINA_WEBHOOKS": f"http://127.0.0.1:{told.port}/in {secret}",
            "VITRINA_WEBHOOKS_LOCAL": "1",
        }
        _killed(way, tmp_path, told, settings)


def _killed(way: str, tmp_path: Path, told: Receiver, settings: dict[str, str]) -> None:
    log = tmp_path / "log"
    homes = [
        Home(tmp_path / "dist", tmp_path / "state", role, settings=settings, log=log) for role in ROLES[way]
    ]
    crowd = Crowd(homes[0].port, lambda number: wish(*wanted(number), number), f"crash-{SEED}-{way}")
    start = time.monotonic()

    try:
        for home in homes:
            home.start()
        crowd.start(THREADS)
        kills = killed(homes, crowd, random.Random(crowd.seed))
        crowd.finish()
    finally:
        for home in homes:
            home.kill()
    seconds = time.monotonic() - start
    waited = unsent(tmp_path)
    root_key = sent_to_the_end(tmp_path, way, settings)

    assert set(crowd.statuses) <= {201, 503}
    assert crowd.differing == 0
    orders = examined(tmp_path, crowd, root_key)
    letters = examined_letters(tmp_path)
    hooks = examined_hooks(tmp_path, told)
    note(
        f"crash-{way}", orders=len(orders), kills=kills, lost=0, doubled=0,
        letters=letters, **hooks, **{
            "answers lost": crowd.lost, "of taken orders": crowd.rescued, "letters left at the end": waited,
        }, processes=len(homes), journal=journal(sqlite3.sqlite_version_info), seed=SEED,
        seconds=round(seconds, 1),
    )  # fmt: skip


def examined(folder: Path, crowd: Crowd, root_key: bytes) -> dict[str, Order]:
    """The orders by their numbers, after all that must be true of them has been looked at."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        records = [record for (record,) in db.execute("SELECT record FROM orders")]
        keys = db.execute("SELECT count(*), count(DISTINCT order_id) FROM idempotency").fetchone()
        events = Counter(id for (id,) in db.execute("SELECT order_id FROM events"))
        rows = Counter(id for (id,) in db.execute("SELECT about_id FROM outbox WHERE kind = 'letter'"))
        stock = {item: counts for item, *counts in db.execute("SELECT item, taken, held, sold FROM stock")}
    orders = {order.number: order for order in (msgspec.json.decode(each, type=Order) for each in records)}

    assert len(orders) == len(records) == len(crowd.answers)
    assert keys == (len(orders), len(orders))
    assert {answer.json["number"] for answer in crowd.answers.values()} == set(orders)
    for number, answer in crowd.answers.items():
        order = orders[answer.json["number"]]
        assert [(line.sku, line.quantity) for line in order.lines] == [wanted(number)]
        assert order.customer.email == f"buyer-{number}@example.org"
        assert answer.json["track"] == order.link(root_key)
    ids = {order.id for order in orders.values()}
    assert events == dict.fromkeys(ids, 1)
    assert rows == dict.fromkeys(ids, 2)
    assert stock == {item: [pieces, pieces, 0] for item, pieces in pieces(crowd).items()}
    return orders


def pieces(crowd: Crowd) -> Counter[str]:
    """What the answered orders take, counted from what was sent."""
    taken: Counter[str] = Counter()
    for number in crowd.answers:
        sku, quantity = wanted(number)
        taken.update({item: each * quantity for item, each in PIECES[sku].items()})
    return taken


def examined_letters(folder: Path) -> int:
    """Each letter of the outbox is done, and is one whole file of its name; there is no other."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        states = dict(db.execute("SELECT state, count(*) FROM outbox GROUP BY state").fetchall())
        numbers = dict(
            db.execute(
                "SELECT message_id, number FROM outbox JOIN orders ON orders.id = about_id"
                " WHERE kind = 'letter'"
            ).fetchall()
        )
    files = {file.stem: file for file in (folder / "state" / "letters").glob("*.eml")}

    assert set(states) == {"done"}
    assert set(files) == set(numbers)
    for id, file in files.items():
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        assert not letter.defects
        assert numbers[id] in str(letter["Subject"])
        html = letter.get_body(("html",))
        assert html is not None
        assert "</html>" in html.get_content()
    return len(files)


def examined_hooks(folder: Path, told: Receiver) -> dict[str, int]:
    """Each order was told once or more, always under the same id and in the same words, and well signed."""
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        (orders,) = db.execute("SELECT count(*) FROM orders").fetchone()
        bodies = dict(db.execute("SELECT message_id, body FROM outbox WHERE kind = 'hook'").fetchall())
    # What was cut off in the middle is no post; its signature would not be right.
    whole = [got for got in told.got if len(got.body) == int(got.headers["content-length"])]
    times = Counter(got.headers["webhook-id"] for got in whole)

    assert len(bodies) == orders
    assert set(times) == set(bodies)
    for got in whole:
        id, moment = got.headers["webhook-id"], got.headers["webhook-timestamp"]
        signature = hmac.digest(HOOK_KEY, f"{id}.{moment}.".encode() + got.body, "sha256")
        assert got.headers["webhook-signature"] == f"v1,{base64.b64encode(signature).decode()}"
        assert got.body.decode() == bodies[id]
    return {"webhooks": len(times), "of them told again": sum(each > 1 for each in times.values())}


def unsent(folder: Path) -> int:
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        return int(db.execute("SELECT count(*) FROM outbox WHERE state <> 'done'").fetchone()[0])


def sent_to_the_end(folder: Path, way: str, settings: dict[str, str]) -> bytes:
    """Sweeps once every lease of the dead has run out; the root key that the processes used."""
    root_key = None if way == "together" else SECRET.encode()
    ports = embedded(str(folder / "dist"), folder / "state", root_key, environment=settings)
    later = datetime.now(UTC) + LEASE
    while drain(ports, later).sent:
        pass
    ports.close()
    return ports.root_key
