"""Orders and the outbox in one SQLite file.

One connection serves the whole process, behind a lock: writers wait in line either way, and SQLite
before 3.51.3 may damage a write-ahead log that several connections restart at once.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock

import msgspec

from functions._migrations import migrate
from shop.errors import Unavailable
from shop.letters import Letter
from shop.orders import Order
from shop.outbox import LEASE, Leased
from shop.ports import Placed, Placement, Wish

_BUSY_SECONDS = 5.0

_SETTINGS = """
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
    PRAGMA foreign_keys = ON;
    PRAGMA trusted_schema = OFF;
    PRAGMA secure_delete = ON;
"""


class SqliteStore:
    """The Orders and Outbox ports over a file, which is made on first use."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = RLock()
        self._connection: sqlite3.Connection | None = None

    def placed(self, key: str) -> Placed | None:
        with self._reading() as db:
            return _placed(db, key)

    def place(self, wish: Wish, make: Callable[[int], Placement]) -> Placed:
        with self._writing() as db:
            if earlier := _placed(db, wish.key):
                return earlier
            placement = make(_next(db, "orders"))
            _insert(db, placement)
            order = placement.order
            db.execute(
                "INSERT INTO idempotency (key, fingerprint, order_id) VALUES (?, ?, ?)",
                (wish.key, wish.fingerprint, order.id),
            )
            return Placed(order, wish.fingerprint, replayed=False)

    def by_id(self, id: str) -> Order | None:
        with self._reading() as db:
            return _order(db.execute("SELECT record FROM orders WHERE id = ?", (id,)))

    def by_secret(self, secret_hash: str) -> Order | None:
        with self._reading() as db:
            return _order(db.execute("SELECT record FROM orders WHERE secret_hash = ?", (secret_hash,)))

    def recent(self, limit: int) -> list[Order]:
        """The newest orders, newest first."""
        with self._reading() as db:
            rows = db.execute("SELECT record FROM orders ORDER BY placed_at DESC LIMIT ?", (limit,))
            return [msgspec.json.decode(record, type=Order) for (record,) in rows]

    def take(self, at: datetime) -> Leased | None:
        lease = secrets.token_hex(8)
        with self._writing() as db:
            row = db.execute(
                "UPDATE outbox SET lease = :lease, leased_until = :until, attempts = attempts + 1"
                " WHERE message_id = (SELECT message_id FROM outbox WHERE state = 'pending' AND due_at <= :at"
                " AND (leased_until IS NULL OR leased_until <= :at) ORDER BY due_at LIMIT 1)"
                " RETURNING message_id, event, recipient, language, order_id, attempts",
                {"lease": lease, "until": _iso(at + LEASE), "at": _iso(at)},
            ).fetchone()
        return Leased(Letter(*row[:5]), row[5], lease) if row else None

    def done(self, leased: Leased, at: datetime) -> None:
        self._settle(leased, "state = 'done', done_at = ?", _iso(at))

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        if retry_at is None:
            self._settle(leased, "state = 'dead', reason = ?", reason)
        else:
            self._settle(leased, "due_at = ?, reason = ?", _iso(retry_at), reason)

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        with self._reading() as db:
            # The due_at of a dead letter is that of its last try.
            late = db.execute(
                "SELECT 1 FROM outbox WHERE (state = 'pending' AND first_due_at < ?)"
                " OR (state = 'dead' AND due_at >= ?) LIMIT 1",
                (_iso(due_before), _iso(given_up_since)),
            )
            return late.fetchone() is not None

    def close(self) -> None:
        with self._lock:
            self._forget()

    def _settle(self, leased: Leased, change: str, *values: str) -> None:
        # A row whose lease has passed to somebody else is theirs to settle.
        with self._writing() as db:
            db.execute(
                f"UPDATE outbox SET {change}, lease = NULL, leased_until = NULL"
                " WHERE message_id = ? AND lease = ?",
                (*values, leased.letter.message_id, leased.lease),
            )

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                yield self._opened()
            except sqlite3.Error as error:
                self._forget()
                raise Unavailable(f"the store cannot be used: {error}") from error

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed, or as if it had never begun."""
        with self._reading() as db:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            self._connection = self._open()
        return self._connection

    def _open(self) -> sqlite3.Connection:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file.touch(mode=0o600)
        except OSError as error:
            raise Unavailable(f"the store cannot be opened: {type(error).__name__}") from error
        connection = sqlite3.connect(
            self._file, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
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


def _placed(db: sqlite3.Connection, key: str) -> Placed | None:
    row = db.execute(
        "SELECT record, fingerprint FROM idempotency JOIN orders ON orders.id = order_id WHERE key = ?",
        (key,),
    ).fetchone()
    return Placed(msgspec.json.decode(row[0], type=Order), row[1], replayed=True) if row else None


def _next(db: sqlite3.Connection, counter: str) -> int:
    row = db.execute("UPDATE counters SET next = next + 1 WHERE name = ? RETURNING next - 1", (counter,))
    return int(row.fetchone()[0])


def _insert(db: sqlite3.Connection, placement: Placement) -> None:
    order = placement.order
    at = _iso(order.placed_at)
    record = msgspec.json.encode(order).decode()
    db.execute(
        "INSERT INTO orders (id, number, version, status, placed_at, secret_hash, record)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        (order.id, order.number, order.version, order.status, at, order.secret_hash, record),
    )
    db.execute(
        "INSERT INTO events (order_id, version, at, event) VALUES (?, ?, ?, 'placed')",
        (order.id, order.version, at),
    )
    for letter in placement.letters:
        db.execute(
            "INSERT INTO outbox (message_id, order_id, event, recipient, language, due_at, first_due_at)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (letter.message_id, order.id, letter.event, letter.recipient, letter.language, at, at),
        )


def _order(rows: sqlite3.Cursor) -> Order | None:
    row = rows.fetchone()
    return msgspec.json.decode(row[0], type=Order) if row else None


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")
