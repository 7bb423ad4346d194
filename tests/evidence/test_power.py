"""The power is cut: no order that was answered is lost, and the store opens whole.

A server is traced while orders arrive. For many moments of the trace, the files are put together as the disk
may have them if the power fails then (`cuts.py`), and opened. VITRINA_POWER=1000 sets how many moments; fewer
otherwise. Needs strace, which is Linux's.
"""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from bench.client import wish
from bench.home import Home
from tests.evidence.crowd import Crowd
from tests.evidence.cuts import ALSO, Disk, moments
from tests.evidence.figures import note
from tests.evidence.test_synced import _traceable
from tests.evidence.trace import COMMAND
from tests.functions.published import offer, publish

CUTS = int(os.environ.get("VITRINA_POWER", "40"))
ORDERS = 250 if CUTS >= 1000 else 90
SEED = os.environ.get("VITRINA_SEED", "20261125")


@dataclass
class Found:
    """What stood after the cuts."""

    cuts: int = 0
    answered: int = 0  #: orders that had been answered, over all cuts
    lost: int = 0  #: of those
    broken: int = 0  #: stores with damage, or with a part of an order


def traced(folder: Path, mode: str, **settings: str) -> Path:
    """The trace of a server that took orders; letters were sent meanwhile."""
    publish(folder / "dist", (offer("CUP", "Cup", "5", 10**6),))
    trace = folder / "trace"
    command = (*COMMAND[:-1], f"{COMMAND[-1]},{ALSO}", "-o", str(trace))
    home = Home(
        folder / "dist", folder / "state", under=command, log=folder / "log",
        settings={"BENCH_JOURNAL": mode, **settings},
    )  # fmt: skip
    with home:
        crowd = Crowd(home.port, lambda number: wish("CUP", 1, number), "power")
        crowd.start(4)
        crowd.wait(ORDERS)
        crowd.finish()
    return trace


def cut(trace: Path, folder: Path, seed: str) -> Found:
    """Cuts the power at moments drawn from all those after the first answer."""
    chance, found = random.Random(seed), Found()
    with trace.open(encoding="utf-8", errors="replace") as lines:
        first = [number for number, disk in enumerate(moments(lines)) if disk.answered]
    drawn = set(chance.sample(first, min(CUTS, len(first))))
    with trace.open(encoding="utf-8", errors="replace") as lines:
        for number, disk in enumerate(moments(lines)):
            if number in drawn:
                examine(disk, folder / "left", chance, found)
    return found


def examine(disk: Disk, folder: Path, chance: random.Random, found: Found) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, file in disk.files.items():
        (folder / name).write_bytes(file.left(chance))
    found.cuts += 1
    found.answered += len(disk.answered)
    try:
        with closing(sqlite3.connect(folder / "orders.sqlite3")) as db:
            whole = db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            numbers = {number for (number,) in db.execute("SELECT number FROM orders")}
            counted = [db.execute(query).fetchone()[0] for query in _COUNTS]
    except sqlite3.DatabaseError:
        whole, numbers, counted = False, set(), []
    found.lost += len(disk.answered - numbers)
    found.broken += not whole or counted != [len(numbers)] * 3 + [2 * len(numbers)]


_COUNTS = (
    "SELECT count(*) FROM idempotency",
    "SELECT count(*) FROM events",
    "SELECT coalesce(sum(taken), 0) FROM stock",
    "SELECT count(*) FROM outbox",
)


@pytest.mark.skipif(not _traceable(), reason="not run: strace is missing here, or may not trace")
@pytest.mark.parametrize("mode", ["WAL", "TRUNCATE"])
def test_whenever_the_power_is_cut_what_was_answered_is_there(mode: str, tmp_path: Path) -> None:
    found = cut(traced(tmp_path, mode), tmp_path, f"{SEED}-{mode}")

    assert found.cuts >= CUTS
    assert (found.lost, found.broken) == (0, 0)
    note(
        f"power-{mode.lower()}", cuts=found.cuts, seed=SEED,
        **{"answered before them": found.answered, "lost": 0, "stores damaged": 0},
    )  # fmt: skip


@pytest.mark.skipif(not _traceable(), reason="not run: strace is missing here, or may not trace")
@pytest.mark.parametrize(("mode", "synchronous"), [("WAL", "NORMAL"), ("TRUNCATE", "OFF")])
def test_a_server_that_syncs_too_little_is_found_out(mode: str, synchronous: str, tmp_path: Path) -> None:
    found = cut(traced(tmp_path, mode, BENCH_SYNCHRONOUS=synchronous), tmp_path, SEED)

    assert found.lost > 0


WRITE = '7 pwrite64(5</s/orders.sqlite3>, "ab\\0\\1\\"", 5, 2) = 5'
SYNC = "7 fdatasync(5</s/orders.sqlite3>) = 0"
CUT_OFF = "7 ftruncate(5</s/orders.sqlite3>, 3) = 0"
REMOVED = '7 unlink("/s/orders.sqlite3") = 0'
ANSWER = '8 sendto(9<TCP:[1]>, "{\\"number\\":\\"V-1-1\\"}", 19, 0, NULL, 0) = 19'


@pytest.mark.parametrize(
    ("lines", "left"),
    [
        ([WRITE, SYNC], {b'\0\0ab\0\1"'}),
        ([WRITE], {b"", b'\0\0ab\0\1"'}),
        ([WRITE, SYNC.replace(" = 0", " = -1 EIO")], {b"", b'\0\0ab\0\1"'}),
        ([WRITE, SYNC.replace("sqlite3", "sqlite3-wal")], {b"", b'\0\0ab\0\1"'}),
        ([WRITE, SYNC, CUT_OFF], {b'\0\0ab\0\1"', b"\0\0a"}),
        ([WRITE, SYNC, CUT_OFF, SYNC], {b"\0\0a"}),
        ([WRITE, SYNC, REMOVED], {None}),
    ],
    ids=[
        "synced",
        "not synced",
        "not synced well",
        "another synced",
        "cut off",
        "cut off for good",
        "removed",
    ],
)
def test_what_is_left_is_what_was_synced_and_any_part_of_the_rest(
    lines: list[str], left: set[bytes | None]
) -> None:
    [*_, disk] = moments(lines)
    file = disk.files.get("orders.sqlite3")

    assert {file.left(random.Random(seed)) if file else None for seed in range(50)} == left


def test_of_a_write_that_was_not_synced_single_sectors_may_be_left() -> None:
    [*_, disk] = moments(
        [WRITE.replace("2)", "0)").replace('ab\\0\\1\\"', "x" * 1024).replace("5, 0", "1024, 0")]
    )

    found = {disk.files["orders.sqlite3"].left(random.Random(seed)) for seed in range(50)}
    assert found == {b"", b"x" * 512, bytes(512) + b"x" * 512, b"x" * 1024}


def test_an_answer_counts_from_the_moment_at_which_it_begins_to_leave() -> None:
    assert [set(disk.answered) for disk in moments([WRITE, ANSWER])][-2:] == [{"V-1-1"}, {"V-1-1"}]
