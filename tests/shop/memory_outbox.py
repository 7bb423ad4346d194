"""The outbox in a dictionary."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import RLock

from shop.errors import Unavailable
from shop.outbox import LEASE, Leased, Message, Waiting


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the outbox."""

    message: Message
    due_at: datetime
    first_due_at: datetime
    state: str = "pending"
    attempts: int = 0
    lease: str = ""
    leased_until: datetime | None = None
    reason: str = ""
    done_at: datetime | None = None


class MemoryOutbox:
    """The Outbox port."""

    def __init__(self) -> None:
        self._lock = RLock()
        self.rows: dict[str, Row] = {}

    def put(self, messages: Sequence[Message], at: datetime) -> None:
        with self._lock:
            for each in messages:
                self.rows.setdefault(each.id, _row(each, at))

    def take(self, at: datetime, kinds: Collection[str]) -> Leased | None:
        with self._lock:
            free = [
                row for row in self.rows.values()
                if row.state == "pending" and row.due_at <= at and row.message.kind in kinds
                and (row.leased_until is None or row.leased_until <= at)
            ]  # fmt: skip
            if not free:
                return None
            first = min(free, key=lambda row: row.due_at)
            lease = f"{first.message.id}-{first.attempts}"
            attempts = first.attempts + 1
            taken = replace(first, lease=lease, leased_until=at + LEASE, attempts=attempts)
            self.rows[first.message.id] = taken
            return Leased(first.message, attempts, lease)

    def done(self, leased: Leased, at: datetime, reason: str = "") -> None:
        self._settle(leased, state="done", reason=reason, done_at=at)

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        if retry_at is None:
            self._settle(leased, state="dead", reason=reason)
        else:
            self._settle(leased, due_at=retry_at, reason=reason)

    def postponed(self, leased: Leased, until: datetime, reason: str) -> None:
        self._settle(leased, attempts=leased.attempt - 1, due_at=until, reason=reason)

    def message(self, id: str) -> Message | None:
        row = self.rows.get(id)
        return row.message if row else None

    def about(self, about_id: str) -> list[Message]:
        told = [row.message for row in self.rows.values() if row.message.about_id == about_id]
        return sorted(told, key=lambda message: message.id)

    def settled(self, before: datetime, limit: int) -> list[str]:
        over = [(row.done_at or row.due_at, id) for id, row in self.rows.items() if row.state != "pending"]
        return [id for at, id in sorted(over) if at < before][:limit]

    def forget(self, ids: Sequence[str]) -> None:
        with self._lock:
            for id in ids:
                self.rows.pop(id, None)

    def waiting(self, limit: int) -> list[Waiting]:
        pending = [row for row in self.rows.values() if row.state == "pending"]
        first = sorted(pending, key=lambda row: (row.due_at, row.message.id))
        return [Waiting(row.message, row.due_at, row.attempts, row.reason) for row in first[:limit]]

    def dead(self, limit: int) -> list[tuple[Message, str]]:
        dead = [row for row in self.rows.values() if row.state == "dead"]
        latest = sorted(dead, key=lambda row: row.due_at, reverse=True)
        return [(row.message, row.reason) for row in latest[:limit]]

    def replay(self, ids: Sequence[str], at: datetime) -> int:
        again = [id for id in ids if id in self.rows and self.rows[id].state == "dead"]
        for id in again:
            self.rows[id] = Row(self.rows[id].message, at, at)
        return len(again)

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        return any(
            (row.state == "pending" and row.first_due_at < due_before)
            or (row.state == "dead" and row.due_at >= given_up_since)
            for row in self.rows.values()
        )

    def _insert(self, messages: Sequence[Message], at: datetime) -> None:
        with self._lock:
            if len({each.id for each in messages} - self.rows.keys()) < len(messages):
                raise Unavailable("a message is there already")
            self.rows |= {each.id: _row(each, at) for each in messages}

    def _settle(self, leased: Leased, **changes: object) -> None:
        with self._lock:
            row = self.rows.get(leased.message.id)
            if row and row.lease == leased.lease:
                self.rows[leased.message.id] = replace(row, lease="", leased_until=None, **changes)  # type: ignore[arg-type]


def _row(message: Message, at: datetime) -> Row:
    due_at = message.due_at or at
    return Row(replace(message, due_at=None), due_at, due_at)
