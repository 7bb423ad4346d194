"""Counters of numbers in SQLite."""

from __future__ import annotations

import sqlite3


def next_of(db: sqlite3.Connection, counter: str) -> int:
    """The next number of a counter, taken within the transaction that is open."""
    row = db.execute("UPDATE counters SET next = next + 1 WHERE name = ? RETURNING next - 1", (counter,))
    return int(row.fetchone()[0])
