"""Tickets, or posts, in SQLite, and what is written in one transaction with them."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import msgspec

from functions._moments import iso
from functions._sqlite import Database
from functions._sqlite_counters import next_of
from functions._sqlite_outbox import insert_messages
from shop.cases import Case, Entry, Filed, Filing, Picture
from shop.errors import Stale
from shop.ports import Wish

C = TypeVar("C", bound=Case)


class SqliteCases(Generic[C]):
    """The Cases port for one kind of case, whose records are of that type."""

    def __init__(self, database: Database, kind: str, record: type[C]) -> None:
        self._database, self._kind, self._record = database, kind, record

    def filed(self, key: str) -> Filed[C] | None:
        with self._database.reading() as db:
            return self._filed(db, key)

    def file(self, wish: Wish, make: Callable[[int], Filing[C]], at: datetime) -> Filed[C]:
        with self._database.writing() as db:
            if earlier := self._filed(db, wish.key):
                return earlier
            filing = make(next_of(db, self._kind))
            case = filing.case
            db.execute(
                "INSERT INTO cases (id, kind, number, secret_hash, version, state, opened_at, due_at, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    case.id, self._kind, case.number, case.secret_hash, case.version, case.state,
                    iso(case.opened_at), _due(case), _json(case),
                ),
            )  # fmt: skip
            _write_around(db, filing)
            db.execute(
                "INSERT INTO case_keys (key, fingerprint, case_id) VALUES (?, ?, ?)",
                (wish.key, wish.fingerprint, case.id),
            )
            return Filed(case, wish.fingerprint, replayed=False)

    def change(self, filing: Filing[C]) -> None:
        with self._database.writing() as db:
            self._replace(db, filing.case)
            _write_around(db, filing)

    def by_id(self, id: str) -> C | None:
        return self._one("id = ?", id)

    def by_secret(self, secret_hash: str) -> C | None:
        return self._one("secret_hash = ? AND secret_hash <> ''", secret_hash)

    def by_number(self, number: str) -> C | None:
        return self._one("number = ? AND number <> ''", number)

    def listed(self, states: Collection[str], limit: int) -> list[C]:
        among = ", ".join("?" * len(states))
        newest = "ORDER BY opened_at DESC, number DESC, id DESC LIMIT ?"
        return self._many(f"state IN ({among}) {newest}", *states, limit)

    def due(self, at: datetime, limit: int) -> list[C]:
        return self._many("due_at <= ? ORDER BY due_at, number, id LIMIT ?", iso(at), limit)

    def of_contact(self, contact: str) -> list[C]:
        with self._database.reading() as db:
            # `+` keeps SQLite from reading all cases of the kind instead.
            rows = db.execute(
                "SELECT record FROM case_contacts JOIN cases ON cases.id = case_id"
                " WHERE contact = ? AND +kind = ? ORDER BY opened_at DESC, number DESC, id DESC",
                (contact, self._kind),
            )
            return [self._read(record) for (record,) in rows]

    def aged(self, before: datetime, states: Collection[str], limit: int) -> list[C]:
        signed = (
            "(EXISTS (SELECT 1 FROM case_contacts WHERE case_id = cases.id)"
            " OR json_extract(record, '$.author.name') <> '')"
        )
        among = ", ".join("?" * len(states))
        oldest = "ORDER BY opened_at, number, id LIMIT ?"
        return self._many(
            f"state IN ({among}) AND opened_at < ? AND {signed} {oldest}", *states, iso(before), limit
        )

    def entries(self, id: str) -> list[Entry]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT case_id, entry.version, at, name, who, data, text, pictures"
                " FROM case_entries AS entry JOIN cases ON cases.id = case_id"
                " WHERE case_id = ? AND kind = ? ORDER BY entry.version",
                (id, self._kind),
            ).fetchall()
        return [_entry(*row) for row in rows]

    def picture(self, case_id: str, id: str) -> Picture | None:
        with self._database.reading() as db:
            row = db.execute(
                "SELECT case_pictures.id, media, content FROM case_pictures JOIN cases ON cases.id = case_id"
                " WHERE case_id = ? AND kind = ? AND case_pictures.id = ?",
                (case_id, self._kind, id),
            ).fetchone()
        return Picture(*row) if row else None

    def rewrite(self, case: C, entries: Sequence[Entry]) -> None:
        with self._database.writing() as db:
            self._replace(db, case)
            for table in ("case_entries", "case_pictures", "case_contacts"):
                db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case.id,))
            _insert_entries(db, entries)
            _insert_contacts(db, case)

    def _replace(self, db: sqlite3.Connection, case: C) -> None:
        """Raises Stale."""
        changed = db.execute(
            "UPDATE cases SET version = ?, state = ?, due_at = ?, record = ?"
            " WHERE id = ? AND kind = ? AND version = ?",
            (case.version, case.state, _due(case), _json(case), case.id, self._kind, case.version - 1),
        )
        if changed.rowcount == 0:
            raise Stale(case.number or case.id)

    def _filed(self, db: sqlite3.Connection, key: str) -> Filed[C] | None:
        row = db.execute(
            "SELECT record, fingerprint FROM case_keys JOIN cases ON cases.id = case_id"
            " WHERE key = ? AND kind = ?",
            (key, self._kind),
        ).fetchone()
        return Filed(self._read(row[0]), row[1], replayed=True) if row else None

    def _one(self, condition: str, value: str) -> C | None:
        return next(iter(self._many(condition, value)), None)

    def _many(self, condition: str, *values: object) -> list[C]:
        with self._database.reading() as db:
            rows = db.execute(
                f"SELECT record FROM cases WHERE kind = ? AND {condition}", (self._kind, *values)
            )
            return [self._read(record) for (record,) in rows]

    def _read(self, record: str) -> C:
        return msgspec.json.decode(record, type=self._record)


def _write_around(db: sqlite3.Connection, filing: Filing[C]) -> None:
    """Everything but the case's own row."""
    case = filing.case
    _insert_entries(db, [filing.entry])
    db.executemany(
        "INSERT INTO case_pictures (case_id, id, media, content) VALUES (?, ?, ?, ?)",
        [(case.id, each.id, each.media, each.content) for each in filing.pictures],
    )
    db.execute("DELETE FROM case_contacts WHERE case_id = ?", (case.id,))
    _insert_contacts(db, case)
    insert_messages(db, filing.messages, filing.entry.at)


def _insert_entries(db: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    db.executemany(
        "INSERT INTO case_entries (case_id, version, at, name, who, data, text, pictures)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                each.case_id, each.version, iso(each.at), each.name, each.who, _json(each.data), each.text,
                _json(each.pictures),
            )
            for each in entries
        ],
    )  # fmt: skip


def _insert_contacts(db: sqlite3.Connection, case: Case) -> None:
    rows = [(contact, case.id) for contact in dict.fromkeys(case.contacts)]
    db.executemany("INSERT INTO case_contacts (contact, case_id) VALUES (?, ?)", rows)


def _entry(
    case_id: str, version: int, at: str, name: str, who: str, data: str, text: str, pictures: str
) -> Entry:
    moment, told = datetime.fromisoformat(at), msgspec.json.decode(data)
    return Entry(
        case_id, version, moment, name, who, told, text, msgspec.json.decode(pictures, type=tuple[str, ...])
    )


def _due(case: Case) -> str | None:
    return iso(case.due_at) if case.due_at else None


def _json(record: object) -> str:
    return msgspec.json.encode(record).decode()
