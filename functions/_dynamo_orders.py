"""Orders in DynamoDB, and what is written in one transaction with them: stock, promos, events, the outbox."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

import msgspec

from functions import _dynamo_rows as rows
from functions._dynamo import Dynamo
from functions._dynamo_counters import EVERYBODY, counter, keys_of, promo_key, stock_key, updates
from functions._dynamo_forms import Form
from functions._dynamo_records import Records
from functions._dynamo_rewrite import rewrite
from functions._dynamo_rows import MARK, Key, Part
from functions._moments import iso
from shop.contacts import contacts_of, counted
from shop.events import Event
from shop.orders import Order, Step
from shop.ports import Change, Placed, Wish
from shop.returns import Return
from shop.stock import Counter

_ORDERS = Form(
    "order",
    Order,
    counter="orders",
    group=lambda order: "order",
    begun=lambda order: order.placed_at,
    contacts=lambda order: contacts_of(order.customer),
)


class DynamoOrders:
    """The Orders, Stock and Promos ports."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo, self._records = dynamo, Records(dynamo, _ORDERS)

    def placed(self, key: str) -> Placed | None:
        found = self._records.under(key)
        return Placed(*found, replayed=True) if found else None

    def place(self, wish: Wish, make: Callable[[int], Change], at: datetime) -> Placed:
        until = self._dynamo.until()
        if found := self._records.under(wish.key, until):
            return Placed(*found, replayed=True)
        change = make(self._records.next(until))
        order, counts = change.step.order, partial(self._counts, change.step, until)
        return Placed(*self._records.added(wish, order, self._around(change, order.id), until, counts))

    def change(self, change: Change) -> None:
        until, mark = self._dynamo.until(), secrets.token_hex(8)
        order, counts = change.step.order, partial(self._counts, change.step, until)
        event = f"order#{order.id}", _event_part(order.version)
        self._records.replace(order, self._around(change, mark), mark, event, until, counts)

    def by_id(self, id: str) -> Order | None:
        return self._records.by_id(id)

    def by_secret(self, secret_hash: str) -> Order | None:
        return self._records.led("secret", secret_hash)

    def by_number(self, number: str) -> Order | None:
        return self._records.led("number", number)

    def recent(self, limit: int) -> list[Order]:
        return _newest(self._records.newest(["order"], limit))

    def overdue(self, at: datetime, limit: int) -> list[Order]:
        return self._records.due(at, limit)

    def of_contact(self, contact: str) -> list[Order]:
        return _newest(self._records.of_contact(counted(contact)))

    def aged(self, before: datetime, limit: int) -> list[Order]:
        return self._records.aged(["order"], before, limit, lambda order: bool(contacts_of(order.customer)))

    def events(self, order_id: str) -> list[Event]:
        found = rows.parts_of(self._dynamo, f"order#{order_id}", "event#")
        return [_read_event(order_id, row) for row in found]

    def returns(self, order_id: str) -> list[Return]:
        found = rows.parts_of(self._dynamo, f"order#{order_id}", "return#")
        return [msgspec.json.decode(row["record"], type=Return) for row in found]

    def rewrite(self, order: Order, events: Sequence[Event], returns: Sequence[Return]) -> None:
        rewrite(self._dynamo, self._records, order, [*map(_event, events), *map(_return, returns)])

    def counters(self, items: Collection[str]) -> Mapping[str, Counter]:
        found = rows.read_rows(self._dynamo, [stock_key(item) for item in items], None)
        return {item: counter(row) for item in items if (row := found.get(stock_key(item)))}

    def used(self, promo: str, contacts: Collection[str]) -> tuple[int, int]:
        keys = [promo_key(promo, contact) for contact in (None, *contacts)]
        used = {part: row["used"] for (_, part), row in rows.read_rows(self._dynamo, keys, None).items()}
        return used.pop(EVERYBODY, 0), max(used.values(), default=0)

    def _around(self, change: Change, mark: str) -> list[Part]:
        """What is written beside the order and its counters; *mark* tells this write from all others."""
        event, back = change.step.event, change.step.returned
        return [
            rows.new(self._dynamo, "event", _event(event) | {MARK: mark}),
            *([rows.new(self._dynamo, "return", _return(back))] if back else ()),
            *rows.telling(self._dynamo, change.messages, event.at),
        ]

    def _counts(self, step: Step, until: float) -> Mapping[Key, Mapping[str, Any]]:
        return updates(step, rows.read_rows(self._dynamo, keys_of(step), until))


def _newest(orders: list[Order]) -> list[Order]:
    return sorted(orders, key=lambda order: (order.placed_at, order.number), reverse=True)


def _event_part(version: int) -> str:
    return f"event#{version:08d}"


def _event(event: Event) -> dict[str, Any]:
    return {
        "what": f"order#{event.order_id}",
        "part": _event_part(event.version),
        "version": event.version,
        "at": iso(event.at),
        "name": event.name,
        "who": event.who,
        "data": rows.written(event.data),
        "comment": event.comment,
    }


def _return(back: Return) -> dict[str, Any]:
    part = f"return#{iso(back.at)}#{back.id}"
    return {"what": f"order#{back.order_id}", "part": part, "record": rows.written(back)}


def _read_event(order_id: str, row: Mapping[str, Any]) -> Event:
    moment, data = datetime.fromisoformat(row["at"]), msgspec.json.decode(row["data"])
    return Event(order_id, row["version"], moment, row["name"], row["who"], data, row["comment"])
