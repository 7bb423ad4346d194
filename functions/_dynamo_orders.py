"""Orders in DynamoDB, and what is written in one transaction with them: stock, promos, events, the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo, Lost, Refused
from functions._dynamo_counters import EVERYBODY, Key, counter, promo_key, stock_key
from functions._dynamo_items import expressed, unpacked
from functions._dynamo_tables import LISTED, ORDERS, OVERDUE, SHARDS
from functions._dynamo_write import Overtaken, Writing, read_rows
from functions._moments import iso
from shop.errors import Stale, Unavailable
from shop.events import Event
from shop.orders import Order
from shop.ports import Change, Placed, Wish
from shop.returns import Return
from shop.stock import Counter

_FIRST_NUMBER = 10001


class DynamoOrders:
    """The Orders, Stock and Promos ports."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def placed(self, key: str) -> Placed | None:
        return self._placed(key, None)

    def place(self, wish: Wish, make: Callable[[int], Change], at: datetime) -> Placed:
        until = self._dynamo.until()
        if earlier := self._placed(wish.key, until):
            return earlier
        change = make(self._next(until))
        order = change.step.order
        own = rows.placing(self._dynamo, wish, order)

        key = f"key#{wish.key}", "-"

        def owner() -> str | None:
            return self._row(key, until).get("order")

        writing = Writing(
            self._dynamo, change, own, order.id, lambda: owner() == order.id, lambda: bool(owner()), until
        )
        try:
            writing.write()
        except Overtaken:
            return self._twin(wish.key, order, until)
        except Lost as lost:
            self._close(key, order.id, expressed(ConditionExpression="attribute_not_exists(#order)"), lost)
            return self._twin(wish.key, order, self._dynamo.until())
        return Placed(order, wish.fingerprint, replayed=False)

    def change(self, change: Change) -> None:
        until, mark = self._dynamo.until(), secrets.token_hex(8)
        order = change.step.order
        key = f"order#{order.id}", "order"
        event = f"order#{order.id}", rows.event_part(order.version)

        def stands(by: float = until) -> bool:
            return self._row(event, by).get("mark") == mark

        def overtaken() -> bool:
            return self._row(key, until).get("version") != order.version - 1

        own = [rows.replacing(self._dynamo, order, mark)]
        try:
            Writing(self._dynamo, change, own, mark, stands, overtaken, until).write()
        except Overtaken:
            raise Stale(order.number) from None
        except Lost as lost:
            self._close(key, mark, rows.same(order), lost)
            if not stands(self._dynamo.until()):
                raise Stale(order.number) from None

    def by_id(self, id: str) -> Order | None:
        return self._order_of(id, None)

    def by_secret(self, secret_hash: str) -> Order | None:
        return self._led(f"secret#{secret_hash}")

    def by_number(self, number: str) -> Order | None:
        return self._led(f"number#{number}")

    def recent(self, limit: int) -> list[Order]:
        found = self._indexed(LISTED, "#listed = :shard", limit, "placed", backward=True)
        return sorted(found, key=lambda order: (order.placed_at, order.number), reverse=True)

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        # `~` comes after everything that a number consists of.
        condition = "#waits = :shard AND #due <= :due"
        found = self._indexed(OVERDUE, condition, limit, "due", due=f"{iso(at)}~")
        late = [(order.due_at, order.number, order) for order in found if order.due_at and order.due_at <= at]
        return [order for *_, order in sorted(late, key=lambda each: each[:2])]

    def events(self, order_id: str) -> list[Event]:
        return [rows.read_event(order_id, row) for row in self._parts(order_id, "event#")]

    def returns(self, order_id: str) -> list[Return]:
        return [rows.read_return(row) for row in self._parts(order_id, "return#")]

    def counters(self, items: Collection[str]) -> Mapping[str, Counter]:
        found = read_rows(self._dynamo, [stock_key(item) for item in items], None)
        return {item: counter(row) for item in items if (row := found.get(stock_key(item)))}

    def used(self, promo: str, contacts: Collection[str]) -> tuple[int, int]:
        keys = [promo_key(promo, contact) for contact in (None, *contacts)]
        used = {part: row["used"] for (_, part), row in read_rows(self._dynamo, keys, None).items()}
        return used.pop(EVERYBODY, 0), max(used.values(), default=0)

    def _close(self, key: Key, mark: str, unwritten: Mapping[str, Any], lost: Lost) -> None:
        """Returns where the row says that something was written; else this write never will be.

        Raises Unavailable, which is true then.
        """
        try:
            self._dynamo.call(
                "update_item",
                **rows.at(self._dynamo, key),
                **rows.closing(mark, unwritten),
            )
        except Refused:
            return
        raise Unavailable(str(lost)) from lost

    def _twin(self, key: str, order: Order, until: float) -> Placed:
        """What the key has placed: this very order, or that of another call."""
        placed = self._placed(key, until)
        if placed is None:
            raise Unavailable("a key has placed an order that is not there")
        return replace(placed, replayed=placed.order.id != order.id)

    def _placed(self, key: str, until: float | None) -> Placed | None:
        row = self._row((f"key#{key}", "-"), until)
        order = self._order_of(row["order"], until) if "order" in row else None
        return Placed(order, row["fingerprint"], replayed=True) if order else None

    def _next(self, until: float) -> int:
        # Sent again after a lost answer it leaves a number out; it never gives one twice.
        answer = self._dynamo.call(
            "update_item", until=until, **rows.at(self._dynamo, ("counter#orders", "-")),
            **expressed(
                {"first": _FIRST_NUMBER, "one": 1},
                UpdateExpression="SET #next = if_not_exists(#next, :first) + :one",
            ),
            ReturnValues="UPDATED_NEW",
        )  # fmt: skip
        return int(unpacked(answer["Attributes"])["next"]) - 1

    def _led(self, what: str) -> Order | None:
        row = self._row((what, "-"), None)
        return self._order_of(row["order"], None) if row else None

    def _order_of(self, id: str, until: float | None) -> Order | None:
        row = self._row((f"order#{id}", "order"), until)
        return rows.read_order(row) if row else None

    def _indexed(
        self, index: str, condition: str, limit: int, sort: str, *, backward: bool = False, **values: str
    ) -> list[Order]:
        """The first so many of all shards, each order as it is now: an index may be a moment behind."""
        found: list[dict[str, Any]] = []
        for number in range(SHARDS):
            query = expressed({"shard": f"order#{number}", **values}, KeyConditionExpression=condition)
            more = self._dynamo.query(
                ORDERS, IndexName=index, Limit=limit, ScanIndexForward=not backward, **query
            )
            found += islice(more, limit)
        found.sort(key=lambda row: str(row[sort]), reverse=backward)
        keys = [(row["what"], row["part"]) for row in found[:limit]]
        return [rows.read_order(row) for row in read_rows(self._dynamo, keys, None).values()]

    def _parts(self, order_id: str, begin: str) -> Sequence[dict[str, Any]]:
        query = expressed(
            {"what": f"order#{order_id}", "begin": begin},
            KeyConditionExpression="#what = :what AND begins_with(#part, :begin)",
        )
        return list(self._dynamo.query(ORDERS, ConsistentRead=True, **query))

    def _row(self, key: Key, until: float | None) -> dict[str, Any]:
        return self._dynamo.get(ORDERS, dict(zip(("what", "part"), key, strict=True)), until) or {}
