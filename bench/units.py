"""What DynamoDB would bill for requests, counted while they are made, by the rules that Amazon publishes.

A write costs a unit for each kilobyte begun, of the row as it was or as it is, whichever is larger; within a
transaction twice as much. Each index that shows something of the row is written, too, never twice. A read
costs a unit for each four kilobytes begun, half of it where it may be a moment behind.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_Row = Mapping[str, Any]

_WRITE, _READ = 1024, 4096
_CHANGES = ("Put", "Update", "Delete", "ConditionCheck")


class Meter:
    """Counts what a client asks for; *look* is another client, which is not counted."""

    def __init__(self, client: Any, look: Any) -> None:
        self.counted: Counter[str] = Counter()
        self._look = look
        self._tables: dict[str, Any] = {}
        self._before: list[_Row] = []
        client.meta.events.register("provide-client-params.dynamodb", self._asked)
        client.meta.events.register("after-call.dynamodb", self._answered)

    def _asked(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self._params = params
        self._before = [self._row(*place) for place in self._written(model.name, params)]

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        self.counted["calls"] += 1
        name, params = model.name, self._params
        places = self._written(name, params)
        twice = 2 if name == "TransactWriteItems" else 1
        for (table, key), before in zip(places, self._before, strict=True):
            after = self._row(table, key)
            self.counted["writes"] += twice * _whole(max(_size(before), _size(after)), _WRITE)
            self.counted["writes"] += sum(self._shown(table, before, after))
        self.counted["half reads"] += _read(name, params, parsed)

    def _written(self, name: str, params: dict[str, Any]) -> list[tuple[str, _Row]]:
        """The table and key of each row that a request writes or looks at in order to write."""
        if name == "TransactWriteItems":
            changes = (each[kind] for each in params["TransactItems"] for kind in _CHANGES if kind in each)
            return [self._place(change) for change in changes]
        return [self._place(params)] if name in ("PutItem", "UpdateItem", "DeleteItem") else []

    def _place(self, change: dict[str, Any]) -> tuple[str, _Row]:
        table = change["TableName"]
        if "Key" in change:
            return table, change["Key"]
        return table, {
            each["AttributeName"]: change["Item"][each["AttributeName"]] for each in self._keys(table)
        }

    def _row(self, table: str, key: _Row) -> _Row:
        found: _Row = self._look.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item", {})
        return found

    def _shown(self, table: str, before: _Row, after: _Row) -> Iterable[int]:
        """The units of each index of the table."""
        for index in self._described(table).get("GlobalSecondaryIndexes", ()):
            keys = [each["AttributeName"] for each in index["KeySchema"]]
            names = {*keys, *(each["AttributeName"] for each in self._keys(table))}
            names |= set(index["Projection"].get("NonKeyAttributes", ()))
            was, becomes = _part(before, keys, names), _part(after, keys, names)
            if was == becomes:
                continue
            moved = bool(was and becomes) and any(was[key] != becomes[key] for key in keys)
            yield (2 if moved else 1) * _whole(max(_size(was), _size(becomes)), _WRITE)

    def _keys(self, table: str) -> Sequence[dict[str, str]]:
        schema: Sequence[dict[str, str]] = self._described(table)["KeySchema"]
        return schema

    def _described(self, table: str) -> dict[str, Any]:
        if table not in self._tables:
            self._tables[table] = self._look.describe_table(TableName=table)["Table"]
        found: dict[str, Any] = self._tables[table]
        return found


def _read(name: str, params: dict[str, Any], parsed: dict[str, Any]) -> int:
    """In halves of a unit, so that nothing is a fraction."""
    if name == "GetItem":
        return _halves(params) * _whole(_size(parsed.get("Item", {})), _READ)
    if name == "Query":
        return _halves(params) * _whole(sum(map(_size, parsed.get("Items", ()))), _READ)
    if name == "BatchGetItem":
        return sum(_halves(asked) * len(asked["Keys"]) for asked in params["RequestItems"].values()) + sum(
            2 * (_whole(_size(row), _READ) - 1) for rows in parsed["Responses"].values() for row in rows
        )
    return 0


def _halves(params: dict[str, Any]) -> int:
    return 2 if params.get("ConsistentRead") else 1


def _whole(size: int, unit: int) -> int:
    return max(1, math.ceil(size / unit))


def _part(row: _Row, keys: Sequence[str], names: set[str]) -> dict[str, Any]:
    """What an index shows of a row; nothing where the row lacks a key of it."""
    if not all(key in row for key in keys):
        return {}
    return {name: value for name, value in row.items() if name in names}


def _size(row: _Row) -> int:
    return sum(len(name.encode()) + _length(*next(iter(value.items()))) for name, value in row.items())


def _length(kind: str, value: Any) -> int:
    if kind == "N":
        return len(value) // 2 + 1
    if kind == "SS":
        return sum(len(each.encode()) for each in value)
    return len(value) if kind == "B" else len(value.encode())
