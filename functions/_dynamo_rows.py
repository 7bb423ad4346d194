"""What DynamoDB holds of an order: its rows, each as a part of the transaction that writes it.

Rows of one table, by `what` and `part`:

    order#<id>   order, event#<version>, return#<moment>#<id>
    key#, number#, secret#   -   each leads to an order's id
    stock#<item>   -          promo#<id>   all, contact#<key>          counter#orders   -
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from functions._dynamo import Dynamo
from functions._dynamo_counters import Key
from functions._dynamo_items import expressed, packed
from functions._dynamo_outbox import inserting
from functions._dynamo_tables import ORDERS, shard
from functions._moments import iso
from shop.errors import Unavailable
from shop.events import Event
from shop.orders import Order
from shop.ports import Change, Wish
from shop.returns import Return


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a transaction."""

    name: str
    request: Mapping[str, Any]
    decides: bool = False  #: where its condition fails, this call has been overtaken
    counts: bool = False  #: where its condition fails, somebody else has counted meanwhile


def placing(dynamo: Dynamo, wish: Wish, order: Order) -> list[Part]:
    """The order under its key, its number and its secret, where none of them is there."""
    row = {"what": f"key#{wish.key}", "part": "-", "order": order.id, "fingerprint": wish.fingerprint}
    free = expressed(
        {"id": order.id}, ConditionExpression="attribute_not_exists(#order) AND NOT contains(#closed, :id)"
    )
    leading = {"number": order.number, "secret": order.secret_hash}
    return [
        Part("key", _put(dynamo, row, free), decides=True),
        *(
            _new(dynamo, name, {"what": f"{name}#{value}", "part": "-", "order": order.id})
            for name, value in leading.items()
        ),
        _new(dynamo, "order", _order(order)),
    ]


def replacing(dynamo: Dynamo, order: Order, mark: str) -> Part:
    """The order instead of the version before it, where that has not been closed for this write."""
    free = expressed(
        {"before": order.version - 1, "mark": mark},
        ConditionExpression="#version = :before AND NOT contains(#closed, :mark)",
    )
    return Part("order", _put(dynamo, _order(order), free), decides=True)


def same(order: Order) -> dict[str, Any]:
    """The condition that the version before is still the one."""
    return expressed({"before": order.version - 1}, ConditionExpression="#version = :before")


def closing(mark: str, unwritten: Mapping[str, Any]) -> dict[str, Any]:
    """What keeps a write, whose fate is unknown, from arriving late; refused where it has arrived."""
    change = expressed({"marks": frozenset({mark})}, UpdateExpression="ADD #closed :marks")
    names, values = "ExpressionAttributeNames", "ExpressionAttributeValues"
    return {
        **change,
        **unwritten,
        names: change[names] | unwritten[names],
        values: change[values] | unwritten.get(values, {}),
    }


def around(dynamo: Dynamo, change: Change, mark: str) -> list[Part]:
    """What is written beside the order and its counters; *mark* tells this write from all others."""
    event, back = change.step.event, change.step.returned
    messages = {each.id: inserting(dynamo, each, event.at) for each in change.messages}
    if len(messages) < len(change.messages):
        raise Unavailable("there already: message")
    return [
        _new(dynamo, "event", _event(event) | {"mark": mark}),
        *([_new(dynamo, "return", _return(back))] if back else ()),
        *(Part(f"message {id}", {"Put": request}) for id, request in messages.items()),
    ]


def counting(dynamo: Dynamo, key: Key, update: Mapping[str, Any]) -> Part:
    return Part("counter", {"Update": {**at(dynamo, key), **update}}, counts=True)


def at(dynamo: Dynamo, key: Key) -> dict[str, Any]:
    """What names one row in a request."""
    what, part = key
    return {"TableName": dynamo.prefix + ORDERS, "Key": packed({"what": what, "part": part})}


def event_part(version: int) -> str:
    return f"event#{version:08d}"


def read_order(row: Mapping[str, Any]) -> Order:
    return msgspec.json.decode(row["record"], type=Order)


def read_return(row: Mapping[str, Any]) -> Return:
    return msgspec.json.decode(row["record"], type=Return)


def read_event(order_id: str, row: Mapping[str, Any]) -> Event:
    moment, data = datetime.fromisoformat(row["at"]), msgspec.json.decode(row["data"])
    return Event(order_id, row["version"], moment, row["name"], row["who"], data, row["comment"])


def _order(order: Order) -> dict[str, Any]:
    place = f"order#{shard(order.id)}"
    row = {
        "what": f"order#{order.id}",
        "part": "order",
        "version": order.version,
        "status": order.status,
        "listed": place,
        "placed": f"{iso(order.placed_at)}#{order.number}",
        "record": _json(order),
    }
    waits = {"waits": place, "due": f"{iso(order.due_at)}#{order.number}"} if order.due_at else {}
    return row | waits


def _event(event: Event) -> dict[str, Any]:
    return {
        "what": f"order#{event.order_id}",
        "part": event_part(event.version),
        "version": event.version,
        "at": iso(event.at),
        "name": event.name,
        "who": event.who,
        "data": _json(event.data),
        "comment": event.comment,
    }


def _return(back: Return) -> dict[str, Any]:
    part = f"return#{iso(back.at)}#{back.id}"
    return {"what": f"order#{back.order_id}", "part": part, "record": _json(back)}


def _new(dynamo: Dynamo, name: str, row: Mapping[str, Any]) -> Part:
    return Part(name, _put(dynamo, row, expressed(ConditionExpression="attribute_not_exists(#what)")))


def _put(dynamo: Dynamo, row: Mapping[str, Any], condition: Mapping[str, Any]) -> dict[str, Any]:
    return {"Put": {"TableName": dynamo.prefix + ORDERS, "Item": packed(row), **condition}}


def _json(record: object) -> str:
    return msgspec.json.encode(record).decode()
