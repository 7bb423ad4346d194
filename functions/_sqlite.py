"""One SQLite file for all that a shop writes down.

One connection serves the whole process, behind a lock: writers wait in line either way, and most versions
of SQLite may damage a write-ahead log that two connections write and check at the same instant
(https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). Where several processes share a file and the library
is such a version, a rollback journal is used: about a quarter as fast, and safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from functions._migrations import migrate
from shop.errors import Unavailable

#: The store's name in the state folder.
FILE = "orders.sqlite3"

_BUSY_SECONDS = 5.0

#: From where on each line of releases is free of the bug.
_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))

_SETTINGS = """
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
"""


class Database:
    """The file, which is made on first use."""

    def __init__(self, file: Path, alone: bool = True) -> None:
        """*alone*: no other process writes this file while this one does."""
        self.file = file
        self._journal = journal(alone, sqlite3.sqlite_version_info)
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
            # Fails where another process has the file open with a write-ahead log.
            connection.execute(f"PRAGMA journal_mode = {self._journal}")
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


def journal(alone: bool, version: tuple[int, ...]) -> str:
    """The journal that is safe with that version of the library."""
    line = max((each for each in _MENDED if each <= version), default=None)
    mended = line is not None and (line == _MENDED[-1] or line[:2] == version[:2])
    return "WAL" if alone or mended else "TRUNCATE"
