"""One SQLite file for all that a shop writes down.

One connection serves the whole process, behind a lock, and processes take turns: writers wait in line either
way, and most versions of SQLite may damage a write-ahead log when one connection writes while another copies
the log back (https://www.sqlite.org/wal.html, "The WAL-Reset Bug"). Whoever has the turn does both alone:
the log is copied back within a COMMIT. Readers do neither. Where processes cannot take turns and the library
is such a version, a rollback journal is used: about a third as fast, and safe.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock

from functions import _turns
from functions._migrations import migrate
from functions._turns import Turns
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

    def __init__(self, file: Path) -> None:
        self.file = file
        self._journal = journal(sqlite3.sqlite_version_info, _turns.POSSIBLE)
        self._turns = Turns(file)
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
            with self._turns.turn(), self._transaction(db):
                yield db

    def scrub(self) -> None:
        """Leaves nothing of what was erased: neither in pages that are free again nor in the log.

        Everybody else waits meanwhile. Raises Unavailable where somebody still reads what was erased.
        """
        with self.reading() as db, self._turns.turn():
            # Where SQLite has balanced its trees, copies of rows stay that `secure_delete` does not know of.
            db.execute("VACUUM")
            busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if busy:
                raise Unavailable("the store cannot be scrubbed: somebody is reading it")

    def opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def close(self) -> None:
        with self._lock:
            self._forget()
            self._turns.close()

    @contextmanager
    def _transaction(self, db: sqlite3.Connection) -> Iterator[None]:
        db.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            if self._connection is db and db.in_transaction:
                db.execute("ROLLBACK")
            raise

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
            with self._turns.turn():
                # Fails where a process that uses another journal has the file open.
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


def journal(version: tuple[int, ...], turns: bool = _turns.POSSIBLE) -> str:
    """The journal that is safe with that version of the library; *turns*: whether processes take them."""
    line = max((each for each in _MENDED if each <= version), default=None)
    mended = line is not None and (line == _MENDED[-1] or line[:2] == version[:2])
    return "WAL" if turns or mended else "TRUNCATE"
