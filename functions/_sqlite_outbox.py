"""The outbox in SQLite."""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from functions._moments import iso
from functions._sqlite import Database
from shop.outbox import LEASE, Leased, Message, Waiting

_COLUMNS = "message_id, kind, event, recipient, language, about_id, body, about"


class SqliteOutbox:
    """The Outbox port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, messages: Sequence[Message], at: datetime) -> None:
        with self._database.writing() as db:
            insert_messages(db, messages, at, "INSERT OR IGNORE")

    def take(self, at: datetime, kinds: Collection[str]) -> Leased | None:
        lease = secrets.token_hex(8)
        named = {f"kind{number}": kind for number, kind in enumerate(kinds)}
        with self._database.writing() as db:
            row = db.execute(
                "UPDATE outbox SET lease = :lease, leased_until = :until, attempts = attempts + 1"
                " WHERE message_id = (SELECT message_id FROM outbox WHERE state = 'pending' AND due_at <= :at"
                f" AND kind IN ({', '.join(f':{name}' for name in named)})"
                " AND (leased_until IS NULL OR leased_until <= :at) ORDER BY due_at LIMIT 1)"
                f" RETURNING {_COLUMNS}, attempts",
                {"lease": lease, "until": iso(at + LEASE), "at": iso(at), **named},
            ).fetchone()
        return Leased(Message(*row[:-1]), row[-1], lease) if row else None

    def done(self, leased: Leased, at: datetime, reason: str = "") -> None:
        self._settle(leased, "state = 'done', done_at = ?, reason = nullif(?, '')", iso(at), reason)

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        if retry_at is None:
            self._settle(leased, "state = 'dead', reason = ?", reason)
        else:
            self._settle(leased, "due_at = ?, reason = ?", iso(retry_at), reason)

    def postponed(self, leased: Leased, until: datetime, reason: str) -> None:
        self._settle(leased, "attempts = attempts - 1, due_at = ?, reason = ?", iso(until), reason)

    def message(self, id: str) -> Message | None:
        with self._database.reading() as db:
            row = db.execute(f"SELECT {_COLUMNS} FROM outbox WHERE message_id = ?", (id,)).fetchone()
        return Message(*row) if row else None

    def about(self, about_id: str) -> list[Message]:
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS} FROM outbox WHERE about_id = ? ORDER BY message_id", (about_id,)
            )
            return [Message(*row) for row in rows]

    def settled(self, before: datetime, limit: int) -> list[str]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT message_id FROM outbox WHERE state <> 'pending' AND coalesce(done_at, due_at) < ?"
                " ORDER BY coalesce(done_at, due_at) LIMIT ?",
                (iso(before), limit),
            )
            return [id for (id,) in rows]

    def forget(self, ids: Sequence[str]) -> None:
        with self._database.writing() as db:
            db.executemany("DELETE FROM outbox WHERE message_id = ?", [(id,) for id in ids])

    def waiting(self, limit: int) -> list[Waiting]:
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS}, due_at, attempts, reason FROM outbox WHERE state = 'pending'"
                " ORDER BY due_at, message_id LIMIT ?",
                (limit,),
            )
            return [_waiting(*row) for row in rows]

    def dead(self, limit: int) -> list[tuple[Message, str]]:
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT {_COLUMNS}, reason FROM outbox WHERE state = 'dead' ORDER BY due_at DESC LIMIT ?",
                (limit,),
            )
            return [(Message(*row[:-1]), row[-1]) for row in rows]

    def replay(self, ids: Sequence[str], at: datetime) -> int:
        with self._database.writing() as db:
            again = [
                db.execute(
                    "UPDATE outbox SET state = 'pending', attempts = 0, due_at = ?, first_due_at = ?"
                    " WHERE message_id = ? AND state = 'dead'",
                    (iso(at), iso(at), id),
                ).rowcount
                for id in ids
            ]
        return sum(again)

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        with self._database.reading() as db:
            # The due_at of a dead message is that of its last try.
            late = db.execute(
                "SELECT 1 FROM outbox WHERE (state = 'pending' AND first_due_at < ?)"
                " OR (state = 'dead' AND due_at >= ?) LIMIT 1",
                (iso(due_before), iso(given_up_since)),
            )
            return late.fetchone() is not None

    def _settle(self, leased: Leased, change: str, *values: str) -> None:
        # A row whose lease has passed to somebody else is theirs to settle.
        with self._database.writing() as db:
            db.execute(
                f"UPDATE outbox SET {change}, lease = NULL, leased_until = NULL"
                " WHERE message_id = ? AND lease = ?",
                (*values, leased.message.id, leased.lease),
            )


def insert_messages(
    db: sqlite3.Connection, messages: Iterable[Message], at: datetime, insert: str = "INSERT"
) -> None:
    for each in messages:
        due_at = iso(each.due_at or at)
        db.execute(
            f"{insert} INTO outbox ({_COLUMNS}, due_at, first_due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                each.id, each.kind, each.event, each.recipient, each.language, each.about_id, each.body,
                each.about, due_at, due_at,
            ),
        )  # fmt: skip


def _waiting(*row: Any) -> Waiting:
    *message, due_at, attempts, reason = row
    return Waiting(Message(*message), datetime.fromisoformat(due_at), attempts, reason or "")
