"""Limits, and addresses not to be written to, in SQLite."""

from __future__ import annotations

from datetime import datetime, timedelta

from functions._moments import begin_of, iso
from functions._sqlite import Database


class SqliteLimits:
    """The Limits and Suppressions ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hit(self, key: str, limit: int, window: timedelta, at: datetime) -> bool:
        begins = begin_of(window, at)
        with self._database.writing() as db:
            db.execute("DELETE FROM limits WHERE ends_at <= ?", (iso(at - timedelta(days=1)),))
            counted = db.execute(
                "INSERT INTO limits (key, hits, ends_at) SELECT :key, 1, :ends_at WHERE :limit > 0"
                " ON CONFLICT DO UPDATE SET hits = hits + 1 WHERE hits < :limit",
                {"key": f"{key} {iso(begins)}", "ends_at": iso(begins + window), "limit": limit},
            )
            return counted.rowcount == 1

    def suppress(self, contact: str, reason: str, at: datetime) -> None:
        with self._database.writing() as db:
            db.execute(
                "INSERT INTO suppressions (contact, reason, at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                (contact, reason, iso(at)),
            )

    def suppressed(self, contact: str) -> str | None:
        with self._database.reading() as db:
            row = db.execute("SELECT reason FROM suppressions WHERE contact = ?", (contact,)).fetchone()
        return row[0] if row else None

    def allow(self, contact: str) -> None:
        with self._database.writing() as db:
            db.execute("DELETE FROM suppressions WHERE contact = ?", (contact,))
