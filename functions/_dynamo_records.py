"""Orders, tickets or posts in DynamoDB: all that is the same for every kind of record.

Each is written under a key once, is replaced by its next version only, and is found by its id, its number,
its secret's hash, its contacts, by time and by when it is due.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice, product
from typing import Any, Generic

import msgspec

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo, Lost, Refused
from functions._dynamo_forms import Form, R
from functions._dynamo_items import expressed, unpacked
from functions._dynamo_rows import MARK, Key, Part
from functions._dynamo_tables import LISTED, ORDERS, OVERDUE, SHARDS
from functions._dynamo_write import Counts, Overtaken, Writing, no_counts
from functions._moments import iso
from shop.errors import Stale, Unavailable
from shop.ports import Wish

_FIRST_NUMBER = 10001
_AT_ONCE = 100


class Records(Generic[R]):
    """All records of one kind."""

    def __init__(self, dynamo: Dynamo, form: Form[R]) -> None:
        self._dynamo, self.form = dynamo, form

    def next(self, until: float) -> int:
        # Sent again after a lost answer it leaves a number out; it never gives one twice.
        answer = self._dynamo.call(
            "update_item", until=until, **rows.at(self._dynamo, (f"counter#{self.form.counter}", "-")),
            **expressed(
                {"first": _FIRST_NUMBER, "one": 1},
                UpdateExpression="SET #next = if_not_exists(#next, :first) + :one",
            ),
            ReturnValues="UPDATED_NEW",
        )  # fmt: skip
        return int(unpacked(answer["Attributes"])["next"]) - 1

    def added(
        self, wish: Wish, record: R, around: Sequence[Part], until: float, counts: Counts = no_counts
    ) -> tuple[R, str, bool]:
        """Writes a new one under its key, with all *around* it, where neither is there.

        What stands under the key then, what it was written with, and whether it had been there before.
        """
        key = self.form.leading("key", wish.key)

        def owner() -> str | None:
            return self.row(key, until).get(self.form.kind)

        parts = [*self._adding(wish, record), *around]
        writing = Writing(
            self._dynamo, parts, lambda: owner() == record.id, lambda: bool(owner()), until, counts
        )
        try:
            writing.write()
        except Overtaken:
            return self._twin(wish.key, record, until)
        except Lost as lost:
            free = expressed(ConditionExpression=f"attribute_not_exists(#{self.form.kind})")
            self._close(key, record.id, free, lost)
            return self._twin(wish.key, record, self._dynamo.until())
        return record, wish.fingerprint, False

    def replace(
        self, record: R, around: Sequence[Part], mark: str, witness: Key, until: float,
        counts: Counts = no_counts, *, taken: bool = False,
    ) -> None:  # fmt: skip
        """Writes a later version with all *around* it; the row *witness* has the *mark* then.

        One that was taken from everybody is replaced where it was *taken* by the caller. Raises Stale.
        """
        key = self.form.key(record.id)

        def stands(by: float = until) -> bool:
            return self.row(witness, by).get(MARK) == mark

        def overtaken() -> bool:
            return self.row(key, until).get("version") != record.version - 1

        try:
            parts = [self._replacing(record, mark, taken), *around]
            Writing(self._dynamo, parts, stands, overtaken, until, counts).write()
        except Overtaken:
            raise Stale(record.number or record.id) from None
        except Lost as lost:
            before = expressed({"before": record.version - 1}, ConditionExpression="#version = :before")
            self._close(key, mark, before, lost)
            if not stands(self._dynamo.until()):
                raise Stale(record.number or record.id) from None

    def take(self, record: R, until: float) -> None:
        """From now on nobody but the caller writes a version after *record*. Raises Stale."""
        change = expressed(
            {"before": record.version, "yes": 1},
            UpdateExpression="SET #taken = :yes",
            ConditionExpression="#version = :before",
        )
        try:
            self._dynamo.call(
                "update_item", until=until, **rows.at(self._dynamo, self.form.key(record.id)), **change
            )
        except Refused:
            raise Stale(record.number or record.id) from None

    def under(self, key: str, until: float | None = None) -> tuple[R, str] | None:
        """What has been written under that key, and with what."""
        row = self.row(self.form.leading("key", key), until)
        record = self.by_id(row[self.form.kind], until) if self.form.kind in row else None
        return (record, row["fingerprint"]) if record else None

    def by_id(self, id: str, until: float | None = None) -> R | None:
        row = self.row(self.form.key(id), until)
        return self.read(row) if row else None

    def led(self, name: str, value: str) -> R | None:
        """The one that a number or a secret leads to."""
        row = self.row(self.form.leading(name, value), None)
        return self.by_id(row[self.form.kind]) if row else None

    def of_contact(self, contact: str) -> list[R]:
        found = rows.parts_of(self._dynamo, self.form.contact(contact)[0])
        return self._all(self.form.key(row["part"]) for row in found)

    def newest(self, groups: Iterable[str], limit: int) -> list[R]:
        """The newest of those groups, in no order."""
        condition = "#listed = :shard"
        found = [row for group in groups for row in self._indexed(LISTED, group, condition, limit, back=True)]
        found.sort(key=lambda row: str(row["placed"]), reverse=True)
        return self._all((row["what"], row["part"]) for row in found[:limit])

    def aged(
        self, groups: Iterable[str], before: datetime, limit: int, wanted: Callable[[R], bool]
    ) -> list[R]:
        """Those of the groups, begun before that moment, that are wanted, the oldest first."""
        found: list[R] = []
        for group, number in product(groups, range(SHARDS)):
            query = expressed(
                {"shard": f"{group}#{number}", "before": iso(before)},
                KeyConditionExpression="#listed = :shard AND #placed < :before",
            )
            rows_of_old = self._dynamo.query(ORDERS, IndexName=LISTED, **query)
            found += islice(filter(wanted, self._in_turn(rows_of_old)), limit)
        return sorted(found, key=lambda each: (self.form.begun(each), each.number, each.id))[:limit]

    def due(self, at: datetime, limit: int) -> list[R]:
        """Those whose moment has come, the earliest first."""
        # `~` comes after everything that a number consists of.
        condition = "#waits = :shard AND #due <= :due"
        found = list(self._indexed(OVERDUE, self.form.kind, condition, limit, due=f"{iso(at)}~"))
        found.sort(key=lambda row: str(row["due"]))
        late = self._all((row["what"], row["part"]) for row in found[:limit])
        waiting = [(each.due_at, each.number or each.id, each) for each in late if each.due_at]
        return [each for due_at, _, each in sorted(waiting, key=lambda each: each[:2]) if due_at <= at]

    def row(self, key: Key, until: float | None) -> dict[str, Any]:
        return self._dynamo.get(ORDERS, rows.named(key), until) or {}

    def read(self, row: Mapping[str, Any]) -> R:
        return msgspec.json.decode(row["record"], type=self.form.record)

    def contact_parts(self, record: R, before: R | None = None) -> list[Part]:
        """The rows by which its contacts are found, instead of those of the version before."""
        now = self.form.contact_keys(record)
        then = self.form.contact_keys(before) if before else []
        return [
            *(Part("contact", rows.put(self._dynamo, rows.named(key))) for key in now if key not in then),
            *(rows.gone(self._dynamo, "contact", key) for key in then if key not in now),
        ]

    def _adding(self, wish: Wish, record: R) -> list[Part]:
        form = self.form
        key = rows.named(form.leading("key", wish.key))
        row = {**key, form.kind: record.id, "fingerprint": wish.fingerprint}
        free = expressed(
            {"id": record.id},
            ConditionExpression=f"attribute_not_exists(#{form.kind}) AND NOT contains(#closed, :id)",
        )
        leading = {"number": record.number, "secret": record.secret_hash}
        return [
            Part("key", rows.put(self._dynamo, row, free), decides=True),
            *(
                rows.new(self._dynamo, name, {**rows.named(form.leading(name, value)), form.kind: record.id})
                for name, value in leading.items()
                if value
            ),
            rows.new(self._dynamo, form.kind, form.row(record)),
            *self.contact_parts(record),
        ]

    def _replacing(self, record: R, mark: str, taken: bool) -> Part:
        """The record instead of the version before it, where that has not been closed for this write."""
        condition = "#version = :before AND NOT contains(#closed, :mark)"
        free = expressed(
            {"before": record.version - 1, "mark": mark},
            ConditionExpression=condition if taken else f"{condition} AND attribute_not_exists(#taken)",
        )
        row = self.form.row(record) | {MARK: mark}
        return Part(self.form.kind, rows.put(self._dynamo, row, free), decides=True)

    def _close(self, key: Key, mark: str, unwritten: Mapping[str, Any], lost: Lost) -> None:
        """Returns where the row says that something was written; else this write never will be.

        Raises Unavailable, which is true then.
        """
        try:
            self._dynamo.call("update_item", **rows.at(self._dynamo, key), **rows.closing(mark, unwritten))
        except Refused:
            return
        raise Unavailable(str(lost)) from lost

    def _twin(self, key: str, record: R, until: float) -> tuple[R, str, bool]:
        """What the key has made: this very record, or that of another call."""
        found = self.under(key, until)
        if found is None:
            raise Unavailable("a key has made something that is not there")
        return *found, found[0].id != record.id

    def _all(self, keys: Iterable[Key]) -> list[R]:
        """Each as it is now: an index may be a moment behind."""
        return [self.read(row) for row in rows.read_rows(self._dynamo, keys, None).values()]

    def _in_turn(self, found: Iterable[Mapping[str, Any]]) -> Iterator[R]:
        """The records behind an index's rows, in its order, some at a time."""
        remaining = iter(found)
        while keys := [(row["what"], row["part"]) for row in islice(remaining, _AT_ONCE)]:
            there = rows.read_rows(self._dynamo, keys, None)
            yield from (self.read(there[key]) for key in keys if key in there)

    def _indexed(
        self, index: str, group: str, condition: str, limit: int, *, back: bool = False, **values: str
    ) -> Iterator[dict[str, Any]]:
        """The first so many of each shard."""
        for number in range(SHARDS):
            query = expressed({"shard": f"{group}#{number}", **values}, KeyConditionExpression=condition)
            more = self._dynamo.query(
                ORDERS, IndexName=index, Limit=limit, ScanIndexForward=not back, **query
            )
            yield from islice(more, limit)
