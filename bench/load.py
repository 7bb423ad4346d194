"""`make bench`: how many orders the embedded server takes, how fast, and whether it tires.

    python -m bench.load                   ten minutes, after a ramp that finds what holds
    python -m bench.load --seconds 20      a quick look

Both journals of SQLite are measured side by side; the long run is made with the one that `serve` uses.
The store is on the disk of this folder, with every order synced. Results go to bench/results/ and README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from multiprocessing.pool import Pool
from pathlib import Path
from typing import Any

from bench import table
from bench.arrivals import Press, crowd, press
from bench.client import Client, wish
from bench.home import ROOT, Home
from bench.memory import Memory, slope
from tests.functions.published import offer, publish

SKUS = tuple(f"THING-{number:03}" for number in range(200))
JOURNALS = ("TRUNCATE", "WAL")

#: A rate holds where every order is taken and 99 of 100 are answered within this.
HOLDS_MS = 1000.0
RATES = (5, 10, 20, 30, 40, 60, 80, 120, 160, 240)
#: In the long run each order's letters have to leave as well, so that none of it piles up.
MOST = 10.0

_STEP_SECONDS = 8.0
_WARM, _COUNTED = 40, 400
#: What a process takes while it loads its modules and fills its caches is not growth.
_SETTLING = 0.2


def main(arguments: Sequence[str]) -> int:
    given = _parsed(arguments)
    shape = 1.0 if given.seconds >= 60 else max(given.seconds / 60, 0.05)
    used = table.used()
    record: dict[str, Any] = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "command": f"python -m bench.load --seconds {given.seconds:g}",
        "machine": _machine(),
        "used": used,
        "journals": {},
    }
    with _folder() as folder, crowd() as pool:
        record["disk"] = _disk(folder)
        for journal in JOURNALS:
            record["journals"][journal] = _sides(folder / journal, journal, pool, shape)
            _say(f"{journal}: {json.dumps(record['journals'][journal]['warm'])}")
        rate = given.rate or min(MOST, max(record["journals"][used]["held"] / 2, 1.0))
        record["long"] = _long(folder / "long", used, pool, rate, given.seconds)
    table.write(record, given.out)
    _say(json.dumps(record["long"]))
    return 0 if record["long"]["lost"] == 0 else 1


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600.0, help="of the long run (600)")
    rate_help = f"orders a second in it (half of what held, at most {MOST:g})"
    parser.add_argument("--rate", type=float, help=rate_help)
    parser.add_argument("--out", type=Path, default=ROOT / "bench", help="where results go (bench/)")
    return parser.parse_args(arguments)


def _sides(folder: Path, journal: str, pool: Pool, shape: float) -> dict[str, Any]:
    """With that journal: one order's latency when nobody else is there, and the ramp."""
    with _served(folder, journal) as home:
        warm = _warm(home.port, round(_COUNTED * shape))
        steps, held = [], 0.0
        for rate in RATES:
            pressed = press(pool, home.port, rate, _STEP_SECONDS * shape, SKUS, f"ramp-{rate}")
            step = {"rate": rate, **_figures(pressed)}
            steps.append(step)
            if step["errors"] or step["p99"] > HOLDS_MS:
                break
            held = float(rate)
    return {"warm": warm, "ramp": steps, "held": held}


def _warm(port: int, count: int) -> dict[str, Any]:
    """Orders one after another on one connection."""
    client = Client(port)
    taken = []
    for number in range(_WARM + count):
        content = wish(SKUS[number % len(SKUS)], 1, number)
        begin = time.perf_counter()
        answer = client.order(content, f"warm-order-{number:08}")
        taken.append(time.perf_counter() - begin)
        assert answer.status == 201, answer.body
    client.close()
    return {"orders": count, **_spread(taken[_WARM:])}


def _long(folder: Path, journal: str, pool: Pool, rate: float, seconds: float) -> dict[str, Any]:
    before = os.getloadavg()[0]
    with _served(folder, journal) as home:
        _warm(home.port, 0)
        with Memory(home.pid) as memory:
            pressed = press(pool, home.port, rate, seconds, SKUS, "long")
    settled = [sample for sample in memory.samples if sample[0] > seconds * _SETTLING]
    grows = slope(settled)
    taken = sum(each.status == 201 for each in pressed)
    orders, waiting = _stored(folder)
    return {
        "journal": journal, "seconds": seconds, "rate": rate, **_figures(pressed),
        "lost": max(taken + _WARM - orders, 0), "letters waiting": waiting,
        "memory MB": [round(settled[0][1], 1), round(settled[-1][1], 1)] if settled else None,
        "memory MB/h": None if grows is None else round(grows, 2),
        "load before": round(before, 1), "load after": round(os.getloadavg()[0], 1),
    }  # fmt: skip


def _figures(pressed: Sequence[Press]) -> dict[str, Any]:
    statuses = Counter(each.status for each in pressed)
    wrong = {str(status or "no answer"): count for status, count in statuses.items() if status != 201}
    spread = _spread([each.seconds for each in pressed])
    return {"orders": len(pressed), **spread, "errors": sum(wrong.values()), "wrong": wrong}


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    """Milliseconds: of a hundred the fiftieth, the ninety-ninth, and the worst of all."""
    if not seconds:
        return {"p50": 0.0, "p99": 0.0, "max": 0.0}
    ordered = sorted(seconds)
    at = {"p50": 0.5, "p99": 0.99, "max": 1.0}
    return {name: round(1000 * ordered[round(part * (len(ordered) - 1))], 1) for name, part in at.items()}


@contextmanager
def _served(folder: Path, journal: str) -> Iterator[Home]:
    """The shop as `serve` runs it: letters too, looked for once a second."""
    publish(folder / "dist", tuple(offer(sku, sku.title(), "9.90", 10**6) for sku in SKUS))
    settings = {"BENCH_JOURNAL": journal, "BENCH_DRAIN": "1"}
    with Home(folder / "dist", folder / "state", settings=settings, log=folder / "log") as home:
        yield home


def _stored(folder: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(folder / "state" / "orders.sqlite3")) as db:
        [orders] = db.execute("SELECT count(*) FROM orders").fetchone()
        [waiting] = db.execute("SELECT count(*) FROM outbox WHERE state <> 'done'").fetchone()
    return orders, waiting


@contextmanager
def _folder() -> Iterator[Path]:
    """On the disk of this checkout: many a /tmp is memory, where syncing costs nothing."""
    cache = ROOT / ".cache"
    cache.mkdir(exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=cache))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _disk(folder: Path) -> dict[str, float]:
    """What one small write takes that is synced: the floor under every order."""
    taken = []
    with (folder / "synced").open("wb") as file:
        for _ in range(100):
            begin = time.perf_counter()
            file.write(random.randbytes(4096))
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begin)
    return _spread(taken)


def _machine() -> dict[str, Any]:
    return {
        "system": f"{platform.system()} {platform.machine()}", "cores": os.cpu_count(),
        "processor": _processor(), "python": platform.python_version(), "sqlite": sqlite3.sqlite_version,
        "load": [round(each, 1) for each in os.getloadavg()],
    }  # fmt: skip


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), "")


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
