"""A full disk, or one to be read only: an order is taken whole or refused, and the shop recovers by itself.

VITRINA_DISK=200 sets how often a disk is filled, with each journal; fewer otherwise. Needs a file system of
its own for each test, which only root of Linux may make.
"""

from __future__ import annotations

import email
import email.policy
import os
import random
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bench.client import wish
from functions import orders
from functions._wiring import Ports, embedded
from functions.outbox import drain
from shop.errors import ShopError
from tests.evidence.figures import note
from tests.functions.browser import Client
from tests.functions.published import offer, publish

ROUNDS = int(os.environ.get("VITRINA_DISK", "5"))
SEED = os.environ.get("VITRINA_SEED", "20261125")
SIZE = "4m"

#: Buyers who press on a full disk each time; every other time letters are tried as well.
BUYERS = 20

#: The journals, and how many bytes these buyers need with each at the very least.
MODES = {"WAL": 250_000, "TRUNCATE": 100_000}


def mount(folder: Path, options: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    with suppress(OSError):
        return subprocess.run(command, capture_output=True).returncode == 0
    return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not mount(folder, f"size={SIZE}"):
        pytest.skip("not run: no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    publish(tmp_path / "dist", (offer("CUP", "Cup", "5", 10**6),))
    return tmp_path / "dist"


class Shop:
    """One store on that disk, and what was answered there."""

    def __init__(self, site: Path, state: Path) -> None:
        self.state, self.site = state, site
        self.ports: Ports = embedded(str(site), state, b"k" * 32)
        self.client = Client(orders.application(lambda: self.ports))
        self.answers: dict[str, int] = {}

    def press(self, key: str) -> int:
        """That key's order, as often as it is called."""
        answer = self.client.post("/api/orders", wish("CUP", 1, int(key[-4:])), f"{SEED}-{key}")
        assert answer.status == 201 or "retry-after" in answer.headers
        self.answers[key] = answer.status
        return answer.status

    def send(self, at: datetime) -> int:
        with suppress(ShopError):  # as `serve` does, which tries again a second later
            return drain(self.ports, at).sent
        return 0

    def examine(self) -> None:
        """What is in the store is what was answered 201: whole orders, and nothing of the others."""
        taken = [key for key, status in self.answers.items() if status == 201]
        with closing(sqlite3.connect(f"file:{self.state}/orders.sqlite3?mode=ro", uri=True)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert db.execute("PRAGMA foreign_key_check").fetchall() == []
            tables = ("orders", "idempotency", "events")
            counted = [db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]
            [letters] = db.execute("SELECT count(*) FROM outbox").fetchone()
            [stock] = db.execute("SELECT coalesce(sum(taken), 0) FROM stock").fetchone()
        assert counted == [len(taken)] * 3
        assert (letters, stock) == (2 * len(taken), len(taken))


def fill(disk: Path, leave: int) -> None:
    """Takes what is free but for so many bytes."""
    status = os.statvfs(disk)
    with (disk / "ballast").open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(status.f_bavail * status.f_frsize - leave, 1))


@pytest.mark.parametrize("mode", MODES)
def test_on_a_full_disk_an_order_is_taken_whole_or_refused(
    mode: str, disk: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._sqlite.journal", lambda version, turns: mode)
    chance = random.Random(f"{SEED}-{mode}")
    found: Counter[int] = Counter()
    letters = 0

    for number in range(ROUNDS):
        shop = Shop(site, disk / f"state-{number}")
        statuses = filled(shop, disk, MODES[mode], chance)
        assert statuses[503] > 0
        letters += sent_to_the_end(shop)
        found += statuses
        shop.ports.close()
        shutil.rmtree(shop.state)

    assert set(found) <= {201, 503}
    note(
        f"disk-full-{mode.lower()}", **{
            "times full": ROUNDS, "answers meanwhile": {str(each): found[each] for each in sorted(found)},
            "half-written": 0, "integrity ok": ROUNDS, "recovered by itself": ROUNDS, "letters": letters,
        }, seed=SEED,
    )  # fmt: skip


def filled(shop: Shop, disk: Path, least: int, chance: random.Random) -> Counter[int]:
    """Fills the disk under a shop that works, sees what it answers, and makes room again."""
    earlier, buyers = keys(0, 2), keys(2, BUYERS)
    assert {shop.press(key) for key in earlier} == {201}

    fill(disk, chance.choice((0, chance.randrange(least))))
    statuses = Counter(shop.press(key) for key in buyers)
    if chance.random() < 0.5:
        shop.send(datetime.now(UTC))
    assert shop.client.get("/api/stock?sku=CUP").status == 200
    shop.examine()

    (disk / "ballast").unlink()
    assert {shop.press(key) for key in buyers} == {201}
    shop.examine()
    return statuses


def sent_to_the_end(shop: Shop) -> int:
    """Each letter is one whole file, however often it could not be written."""
    later = datetime.now(UTC) + timedelta(minutes=10)
    while shop.send(later):
        pass
    files = sorted((shop.state / "letters").iterdir())
    assert len(files) == 2 * len(shop.answers)
    for file in files:
        assert file.suffix == ".eml"
        letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        html = letter.get_body(("html",)) if not letter.defects else None
        assert html is not None
        assert "</html>" in html.get_content()
    return len(files)


def keys(first: int, count: int) -> list[str]:
    return [f"key-{first + number:04}" for number in range(count)]


@pytest.mark.parametrize("mode", MODES)
def test_on_a_disk_that_may_only_be_read_orders_are_refused_until_it_may_be_written(
    mode: str, disk: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("functions._sqlite.journal", lambda version, turns: mode)
    earlier = Shop(site, disk / "state")
    assert earlier.press("key-0001") == 201
    earlier.ports.close()
    remount(disk, "ro")

    shop = Shop(site, disk / "state")
    shop.answers |= earlier.answers
    assert [shop.press(key) for key in keys(2, 3)] == [503] * 3

    remount(disk, "rw")
    assert [shop.press(key) for key in keys(1, 4)] == [201] * 4
    shop.examine()
    assert sent_to_the_end(shop) == 8
    shop.ports.close()
    note(f"disk-read-only-{mode.lower()}", **{"refused": 3, "half-written": 0, "recovered by itself": 1})


def remount(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(disk)], check=True)
