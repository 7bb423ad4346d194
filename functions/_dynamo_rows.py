"""What DynamoDB holds in its table of orders, tickets and posts: rows, each as a part of a transaction.

Rows by `what` and `part`; of an order the names of those that lead to it begin at once, of other kinds with
the kind and a dot, such as `ticket.key#`:

    order#<id>     order, event#<version>, return#<moment>#<id>
    ticket#<id>    ticket, entry#<version>, picture#<id>         post#<id>   likewise
    key#, number#, secret#   -   each leads to an id
    contact#<hash>   <id>    leads to all that somebody has left
    stock#<item>     -       promo#<id>   all, contact#<key>     counter#orders, counter#ticket   -
    votes#<post>     <voter>      voter#<voter>   <post>         tally#<post>   -
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec

from functions._dynamo import Dynamo
from functions._dynamo_items import expressed, packed
from functions._dynamo_outbox import inserting
from functions._dynamo_tables import ORDERS
from shop.errors import Unavailable
from shop.outbox import Message

#: A row's key: what it is of, and which part of that.
Key = tuple[str, str]

#: What a new version of a record is told apart by, where it is not known whether it was written.
MARK = "mark"


@dataclass(frozen=True, slots=True)
class Part:
    """One row of a transaction."""

    name: str
    request: Mapping[str, Any]
    decides: bool = False  #: where its condition fails, this call has been overtaken
    counts: bool = False  #: where its condition fails, somebody else has counted meanwhile


def new(dynamo: Dynamo, name: str, row: Mapping[str, Any]) -> Part:
    """The row where there is none."""
    return Part(name, put(dynamo, row, expressed(ConditionExpression="attribute_not_exists(#what)")))


def put(dynamo: Dynamo, row: Mapping[str, Any], condition: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"Put": {"TableName": dynamo.prefix + ORDERS, "Item": packed(row), **(condition or {})}}


def gone(dynamo: Dynamo, name: str, key: Key, condition: Mapping[str, Any] | None = None) -> Part:
    """Without that row."""
    return Part(name, {"Delete": {**at(dynamo, key), **(condition or {})}}, decides=bool(condition))


def updated(dynamo: Dynamo, name: str, key: Key, update: Mapping[str, Any], *, counts: bool = False) -> Part:
    return Part(name, {"Update": {**at(dynamo, key), **update}}, counts=counts)


def telling(dynamo: Dynamo, messages: Sequence[Message], at: datetime) -> list[Part]:
    """The messages that a change causes."""
    requests = {each.id: inserting(dynamo, each, at) for each in messages}
    if len(requests) < len(messages):
        raise Unavailable("there already: message")
    return [Part(f"message {id}", {"Put": request}) for id, request in requests.items()]


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


def at(dynamo: Dynamo, key: Key) -> dict[str, Any]:
    """What names one row in a request."""
    return {"TableName": dynamo.prefix + ORDERS, "Key": packed(named(key))}


def named(key: Key) -> dict[str, str]:
    return dict(zip(("what", "part"), key, strict=True))


def read_rows(dynamo: Dynamo, keys: Iterable[Key], until: float | None) -> dict[Key, dict[str, Any]]:
    """Those of the rows that there are, as they are now."""
    asked = [named(key) for key in dict.fromkeys(keys)]
    return {(row["what"], row["part"]): row for row in dynamo.get_all(ORDERS, asked, until)}


def parts_of(dynamo: Dynamo, what: str, begin: str = "", **request: Any) -> list[dict[str, Any]]:
    """All rows of something whose parts begin like that, in order, as they are now."""
    condition = "#what = :what" + (" AND begins_with(#part, :begin)" if begin else "")
    query = expressed(
        {"what": what} | ({"begin": begin} if begin else {}), KeyConditionExpression=condition, **request
    )
    return list(dynamo.query(ORDERS, ConsistentRead=True, **query))


def token_of(requests: Sequence[Mapping[str, Any]]) -> str:
    """The same for the same requests: DynamoDB does what comes twice with one token once."""
    return hashlib.sha256(msgspec.json.encode(requests, order="sorted")).hexdigest()[:36]


def written(record: object) -> str:
    return msgspec.json.encode(record).decode()
