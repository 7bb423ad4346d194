"""The results of a benchmark as a file for programs and a page for people."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from functions import _sqlite

#: Seconds from which on a run says whether memory grows.
_LONG = 300
_JOURNALS = {"TRUNCATE": "rollback journal", "WAL": "write-ahead log"}


def used() -> str:
    """The journal with which `serve` opens its store here."""
    return _sqlite.journal(sqlite3.sqlite_version_info)


def write(record: Mapping[str, Any], folder: Path) -> None:
    results = folder / "results"
    results.mkdir(parents=True, exist_ok=True)
    text = json.dumps(record, indent=1) + "\n"
    (results / f"{record['date'][:10]}.json").write_text(text, encoding="utf-8")
    (folder / "README.md").write_text(page(record), encoding="utf-8")


def page(record: Mapping[str, Any]) -> str:
    day = record["date"][:10]
    return f"""# How much the embedded server takes

Measured on {day} with `{record["command"]}`; `make bench` does it again.
Everything is in [results](results/{day}.json).

{_machine(record)}

{_long(record["long"])}

## Side by side

One order on one warm connection with nobody else there, and the most orders a second of which none
failed and 99 of 100 were answered within a second. `serve` uses the {_JOURNALS[record["used"]]} here.

| journal | orders | p50 | p99 | slowest | held, orders/s |
|---|---|---|---|---|---|
{_rows(record["journals"])}

{_ramps(record["journals"])}

## How it is measured

- The server is a process of its own, as `build.py serve` runs it: orders, stock and letters in one,
  each order synced to the disk before its answer.
- Buyers press from other processes on the same machine, at moments drawn beforehand, over connections
  that they keep. A latency counts from the moment a buyer meant to press: who has to wait for the one
  before waits in these figures.
- Memory is looked at twice a second; its growth is the straight line that fits best, without the first
  fifth.
"""


def _machine(record: Mapping[str, Any]) -> str:
    machine, disk = record["machine"], record["disk"]
    return (
        f"{machine['system']}, {machine['cores']} cores ({machine['processor'] or 'unknown'}), "
        f"Python {machine['python']}, SQLite {machine['sqlite']}.\n"
        f"Syncing 4 kB to its disk takes {disk['p50']} ms (p50), {disk['p99']} ms (p99).\n"
        f"The load of the machine before it began was {machine['load'][0]}: what else ran there slows it."
    )


def _long(run: Mapping[str, Any]) -> str:
    memory = "not seen here"
    if run["memory MB"]:
        begin, end = run["memory MB"]
        memory = f"{begin} MB, at the end {end} MB"
        # What a process takes while it warms up is not growth.
        memory += f"; {run['memory MB/h']} MB more in an hour" if run["seconds"] >= _LONG else ""
    wrong = ", ".join(f"{count} x {status}" for status, count in run["wrong"].items()) or "none"
    return f"""## {run["seconds"]:g} seconds at {run["rate"]:g} orders a second

| | |
|---|---|
| orders | {run["orders"]} |
| p50, p99, slowest | {run["p50"]} ms, {run["p99"]} ms, {run["max"]} ms |
| errors | {wrong} |
| answered and not in the store | {run["lost"]} |
| messages still to be sent when it was stopped | {run["letters waiting"]} |
| memory | {memory} |
| load of the machine before and after | {run["load before"]}, {run["load after"]} |"""


def _rows(journals: Mapping[str, Any]) -> str:
    rows = []
    for name, side in journals.items():
        warm = side["warm"]
        rows.append(
            f"| {_JOURNALS[name]} | {warm['orders']} "
            f"| {warm['p50']} ms | {warm['p99']} ms | {warm['max']} ms | {side['held']:g} |"
        )
    return "\n".join(rows)


def _ramps(journals: Mapping[str, Any]) -> str:
    lines = ["| journal | orders/s | p50 | p99 | slowest | errors |", "|---|---|---|---|---|---|"]
    for name, side in journals.items():
        for step in side["ramp"]:
            lines.append(
                f"| {_JOURNALS[name]} | {step['rate']} | {step['p50']} ms | {step['p99']} ms "
                f"| {step['max']} ms | {step['errors']} |"
            )
    return "\n".join(lines)
