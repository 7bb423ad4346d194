"""One SQLite file for all that a shop writes down.

One connection serves the whole process, behind a lock: writers wait in line either way, and SQLite
before 3.51.3 may damage a write-ahead log that several connections restart at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

from functions._migrations import migrate
from shop.errors import Unavailable

_BUSY_SECONDS = 5.0

_SETTINGS = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
"""


class Database:
    """The file, which is made on first use."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self.opened()
            except sqlite3.Error as error:
                self._forget()
                raise Unavailable(f"the store cannot be used: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed, or as if it had never begun. One within another is a part of it."""
        with self.reading() as db:
            if db.in_transaction:
                yield db
                return
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if self._connection is db and db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def close(self) -> None:
        with self._lock:
            self._forget()

    def _open(self) -> sqlite3.Connection:
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self.file.touch(mode=0o600)
        except OSError as error:
            raise Unavailable(f"the store cannot be opened: {type(error).__name__}") from error
        connection = sqlite3.connect(
            self.file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            connection.executescript(_SETTINGS)
            migrate(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _forget(self) -> None:
        """After an error the next caller opens the file anew, so that a store that heals is used again."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def iso(at: datetime) -> str:
    """A moment as the tables hold it: in UTC with microseconds, so that it sorts as text."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")
