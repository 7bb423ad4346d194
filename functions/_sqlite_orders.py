"""Orders in SQLite, and what is written in one transaction with them: stock, promos, events, the outbox."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from functions._moments import iso
from functions._sqlite import Database
from functions._sqlite_counters import next_of
from functions._sqlite_outbox import insert_messages
from shop.contacts import contacts_of, counted
from shop.errors import NotEnough, PromoSpent, Stale
from shop.events import Event
from shop.orders import Order
from shop.ports import Change, Placed, Wish
from shop.promos import Use
from shop.returns import Return
from shop.stock import Counter, Move

_EVERYBODY = ""


class SqliteOrders:
    """The Orders, Stock and Promos ports."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def placed(self, key: str) -> Placed | None:
        with self._database.reading() as db:
            return _placed(db, key)

    def place(self, wish: Wish, make: Callable[[int], Change], at: datetime) -> Placed:
        with self._database.writing() as db:
            if earlier := _placed(db, wish.key):
                return earlier
            change = make(next_of(db, "orders"))
            order = change.step.order
            db.execute(
                "INSERT INTO orders (id, number, version, status, placed_at, due_at, secret_hash, record)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    order.id, order.number, order.version, order.status, iso(order.placed_at),
                    iso(order.due_at) if order.due_at else None, order.secret_hash, _json(order),
                ),
            )  # fmt: skip
            _insert_contacts(db, order)
            _write_around(db, change)
            db.execute(
                "INSERT INTO idempotency (key, fingerprint, order_id) VALUES (?, ?, ?)",
                (wish.key, wish.fingerprint, order.id),
            )
            return Placed(order, wish.fingerprint, replayed=False)

    def change(self, change: Change) -> None:
        with self._database.writing() as db:
            _replace(db, change.step.order)
            _write_around(db, change)

    def by_id(self, id: str) -> Order | None:
        return self._one("id = ?", id)

    def by_secret(self, secret_hash: str) -> Order | None:
        return self._one("secret_hash = ?", secret_hash)

    def by_number(self, number: str) -> Order | None:
        return self._one("number = ?", number)

    def recent(self, limit: int) -> list[Order]:
        return self._many("TRUE ORDER BY placed_at DESC, number DESC LIMIT ?", limit)

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        return self._many("due_at <= ? ORDER BY due_at, number LIMIT ?", iso(at), limit)

    def of_contact(self, contact: str) -> list[Order]:
        return self._many(
            "id IN (SELECT order_id FROM order_contacts WHERE contact = ?)"
            " ORDER BY placed_at DESC, number DESC",
            counted(contact),
        )

    def aged(self, before: datetime, limit: int) -> list[Order]:
        return self._many(
            "placed_at < ? AND EXISTS (SELECT 1 FROM order_contacts WHERE order_id = orders.id)"
            " ORDER BY placed_at, number LIMIT ?",
            iso(before), limit,
        )  # fmt: skip

    def events(self, order_id: str) -> list[Event]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT version, at, event, who, data, comment FROM events"
                " WHERE order_id = ? ORDER BY version",
                (order_id,),
            ).fetchall()
        return [_event(order_id, *row) for row in rows]

    def returns(self, order_id: str) -> list[Return]:
        with self._database.reading() as db:
            rows = db.execute("SELECT record FROM returns WHERE order_id = ? ORDER BY at, id", (order_id,))
            return [msgspec.json.decode(record, type=Return) for (record,) in rows]

    def rewrite(self, order: Order, events: Sequence[Event], returns: Sequence[Return]) -> None:
        with self._database.writing() as db:
            _replace(db, order)
            for table in ("events", "returns", "order_contacts"):
                db.execute(f"DELETE FROM {table} WHERE order_id = ?", (order.id,))
            for event in events:
                _note(db, event)
            for back in returns:
                _link(db, back)
            _insert_contacts(db, order)

    def counters(self, items: Collection[str]) -> Mapping[str, Counter]:
        with self._database.reading() as db:
            rows = db.execute(
                "SELECT item, counted, taken, held, sold FROM stock"
                f" WHERE item IN ({', '.join('?' * len(items))})",
                tuple(items),
            )
            return {item: Counter(*counts) for item, *counts in rows}

    def used(self, promo: str, contacts: Collection[str]) -> tuple[int, int]:
        with self._database.reading() as db:
            by_contact = [_used(db, promo, contact) for contact in contacts]
            return _used(db, promo, _EVERYBODY), max(by_contact, default=0)

    def _one(self, condition: str, value: str) -> Order | None:
        return next(iter(self._many(condition, value)), None)

    def _many(self, condition: str, *values: object) -> list[Order]:
        with self._database.reading() as db:
            rows = db.execute(f"SELECT record FROM orders WHERE {condition}", values)
            return [msgspec.json.decode(record, type=Order) for (record,) in rows]


def _placed(db: sqlite3.Connection, key: str) -> Placed | None:
    row = db.execute(
        "SELECT record, fingerprint FROM idempotency JOIN orders ON orders.id = order_id WHERE key = ?",
        (key,),
    ).fetchone()
    return Placed(msgspec.json.decode(row[0], type=Order), row[1], replayed=True) if row else None


def _replace(db: sqlite3.Connection, order: Order) -> None:
    """Raises Stale."""
    changed = db.execute(
        "UPDATE orders SET version = ?, status = ?, due_at = ?, record = ? WHERE id = ? AND version = ?",
        (
            order.version, order.status, iso(order.due_at) if order.due_at else None, _json(order),
            order.id, order.version - 1,
        ),
    )  # fmt: skip
    if changed.rowcount == 0:
        raise Stale(order.number)


def _insert_contacts(db: sqlite3.Connection, order: Order) -> None:
    rows = [(contact, order.id) for contact in dict.fromkeys(contacts_of(order.customer))]
    db.executemany("INSERT INTO order_contacts (contact, order_id) VALUES (?, ?)", rows)


def _write_around(db: sqlite3.Connection, change: Change) -> None:
    """Everything but the order's own row."""
    step = change.step
    _move(db, step.stock)
    for use in step.uses:
        _count(db, use)
    _note(db, step.event)
    if step.returned is not None:
        _link(db, step.returned)
    insert_messages(db, change.messages, step.event.at)


def _note(db: sqlite3.Connection, event: Event) -> None:
    db.execute(
        "INSERT INTO events (order_id, version, at, event, who, data, comment) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            event.order_id, event.version, iso(event.at), event.name, event.who, _json(event.data),
            event.comment,
        ),
    )  # fmt: skip


def _link(db: sqlite3.Connection, back: Return) -> None:
    db.execute(
        "INSERT INTO returns (id, order_id, at, record) VALUES (?, ?, ?, ?)",
        (back.id, back.order_id, iso(back.at), _json(back)),
    )


def _move(db: sqlite3.Connection, moves: Iterable[Move]) -> None:
    """Raises NotEnough with everything that there is too little of."""
    short = [move.item for move in moves if not _moved(db, move)]
    if short:
        raise NotEnough(short)


def _moved(db: sqlite3.Connection, move: Move) -> bool:
    # A count later than the one known begins anew, by the first order that knows of it and by no other.
    db.execute(
        "INSERT INTO stock (item, counted, taken, held, sold) VALUES (?, ?, 0, 0, 0)"
        " ON CONFLICT DO UPDATE SET counted = excluded.counted, taken = 0 WHERE excluded.counted > counted",
        (move.item, move.counted),
    )
    changed = db.execute(
        "UPDATE stock SET taken = taken + :taken, held = held + :held, sold = sold + :sold"
        " WHERE item = :item AND (:most IS NULL OR taken <= :most)",
        {"taken": move.taken, "held": move.held, "sold": move.sold, "item": move.item, "most": move.most},
    )
    return changed.rowcount == 1


def _count(db: sqlite3.Connection, use: Use) -> None:
    """Raises PromoSpent where it has been used as often as it may be."""
    rows = [(_EVERYBODY, use.most), *((contact, use.most_per_contact) for contact in use.contacts)]
    for contact, most in rows:
        changed = db.execute(
            "INSERT INTO promo_uses (promo, contact, used) SELECT :promo, :contact, max(:by, 0)"
            " WHERE :most IS NULL OR :most > 0"
            " ON CONFLICT DO UPDATE SET used = max(used + :by, 0) WHERE :most IS NULL OR used + :by <= :most",
            {"promo": use.promo, "contact": contact, "by": use.by, "most": most},
        )
        if changed.rowcount == 0:
            raise PromoSpent(use.promo)


def _used(db: sqlite3.Connection, promo: str, contact: str) -> int:
    rows = db.execute("SELECT used FROM promo_uses WHERE promo = ? AND contact = ?", (promo, contact))
    row = rows.fetchone()
    return int(row[0]) if row else 0


def _event(order_id: str, version: int, at: str, name: str, who: str, data: str, comment: str) -> Event:
    moment = datetime.fromisoformat(at)
    return Event(order_id, version, moment, name, who, msgspec.json.decode(data), comment)


def _json(record: object) -> str:
    return msgspec.json.encode(record).decode()
