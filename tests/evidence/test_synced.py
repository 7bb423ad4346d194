"""An order is on the disk before its answer leaves, as the system calls of the server say.

VITRINA_SYNCED=600 sets how many orders are traced; fewer otherwise. Needs strace, which is Linux's.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from bench.client import wish
from bench.home import Home
from shop.numbers import hash_of
from tests.evidence.crowd import Crowd
from tests.evidence.figures import note
from tests.evidence.trace import COMMAND, unsynced
from tests.functions.published import publish

ORDERS = int(os.environ.get("VITRINA_SYNCED", "25"))


def _traceable() -> bool:
    """Whether strace is there and may trace, which some containers forbid."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True).returncode == 0


def traced(folder: Path, mode: str, **settings: str) -> tuple[int, list[str]]:
    """The orders answered while a server was traced, and those of them that were not on the disk yet."""
    publish(folder / "dist")
    trace = folder / "trace"
    home = Home(
        folder / "dist", folder / "state", under=(*COMMAND, "-o", str(trace)), log=folder / "log",
        settings={"BENCH_JOURNAL": mode, **settings},
    )  # fmt: skip
    with home:
        crowd = Crowd(home.port, lambda number: wish("TEA-1", 1, number), "synced")
        crowd.start(4)
        crowd.wait(ORDERS)
        crowd.finish()
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        stored = {number for (number,) in db.execute("SELECT number FROM orders")}
    keys = {answer.json["number"]: crowd.key(number) for number, answer in crowd.answers.items()}
    assert set(keys) == stored
    marks = {number: hash_of(f"order\0{key}") for number, key in keys.items()}
    with trace.open(encoding="utf-8", errors="replace") as lines:
        return unsynced(lines, marks, log=mode == "WAL")


@pytest.mark.skipif(not _traceable(), reason="not run: strace is missing here, or may not trace")
@pytest.mark.parametrize("mode", ["WAL", "TRUNCATE"])
def test_every_order_is_on_the_disk_before_its_answer_leaves(mode: str, tmp_path: Path) -> None:
    answered, early = traced(tmp_path, mode)

    assert answered >= ORDERS
    assert early == []
    note(f"synced-{mode.lower()}", **{"answers 201": answered, "before the disk had them": 0})


@pytest.mark.skipif(not _traceable(), reason="not run: strace is missing here, or may not trace")
def test_a_server_that_does_not_sync_is_found_out(tmp_path: Path) -> None:
    answered, early = traced(tmp_path, "WAL", BENCH_SYNCHRONOUS="OFF")

    assert len(early) == answered >= ORDERS


WRITE = '7 pwrite64(5</s/orders.sqlite3-wal>, "\\0\\1key-1\\0", 9, 0) = 9'
SYNC = "7 fdatasync(5</s/orders.sqlite3-wal>) = 0"
HEAD = '8 sendto(9<TCP:[1]>, "HTTP/1.1 201 Created\\r\\n", 22, 0, NULL, 0) = 22'
BODY = '8 sendto(9<TCP:[1]>, "{\\"number\\":\\"V-1-1\\"}", 19, 0, NULL, 0) = 19'


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ([WRITE, SYNC, HEAD, BODY], (1, [])),
        ([WRITE, HEAD, BODY], (1, ["V-1-1"])),
        ([SYNC, WRITE, HEAD, BODY], (1, ["V-1-1"])),
        ([WRITE, HEAD, SYNC, BODY], (1, ["V-1-1"])),
        ([HEAD, BODY], (1, ["V-1-1"])),
        ([WRITE, SYNC.replace("wal", "shm"), HEAD, BODY], (1, ["V-1-1"])),
        ([WRITE, SYNC.replace("= 0", "= -1 EIO (Input/output error)"), HEAD, BODY], (1, ["V-1-1"])),
        ([WRITE.replace("key-1", "key-2"), SYNC, HEAD, BODY], (1, ["V-1-1"])),
        ([WRITE, SYNC.replace(") = 0", " <unfinished ...>"), HEAD, BODY], (1, ["V-1-1"])),
        (
            [WRITE, SYNC.replace(") = 0", " <unfinished ...>"), "7 <... fdatasync resumed>) = 0", HEAD, BODY],
            (1, []),
        ),
        ([WRITE, SYNC], (0, [])),
    ],
    ids=[
        "synced", "never synced", "synced before", "synced too late", "never written", "another file",
        "failed", "another order", "still syncing", "synced while others ran", "not answered",
    ],
)  # fmt: skip
def test_a_trace_is_read_right(lines: list[str], found: tuple[int, list[str]]) -> None:
    assert unsynced(lines, {"V-1-1": "key-1"}, log=True) == found


def test_a_journal_must_be_cut_off_and_that_be_synced_too() -> None:
    write = WRITE.replace("-wal", "")
    sync = SYNC.replace("-wal", "")
    cut = "7 ftruncate(6</s/orders.sqlite3-journal>, 0) = 0"
    last = SYNC.replace("-wal", "-journal")

    def early(*lines: str) -> list[str]:
        return unsynced([*lines, HEAD, BODY], {"V-1-1": "key-1"}, log=False)[1]

    assert early(write, sync, cut, last) == []
    assert early(write, sync, cut) == early(write, cut, last) == early(write, sync, last) == ["V-1-1"]
