"""The tables in DynamoDB, and what makes them where they are missing: `python build.py tables`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from functions._dynamo_dialect import Dialect

if TYPE_CHECKING:
    from functions._dynamo import Dynamo

ORDERS, OUTBOX, LIMITS = "orders", "outbox", "limits"

#: Indexes of orders, tickets and posts: all by time, and those with a limit by when it ends.
LISTED, OVERDUE = "listed", "overdue"
#: Indexes of the outbox: by when to send, by since when something should be looked at, by what it tells of.
DUE, WATCH, ABOUT = "due", "watch", "about"

#: Over how many keys an index is spread, so that one partition does not slow every order.
SHARDS = 4


def shard(id: str) -> int:
    return crc32(id.encode()) % SHARDS


def make(dynamo: Dynamo) -> list[str]:
    """Makes the tables and indexes that are missing; their names. What is there stays as it is."""
    client, made, grown = dynamo.patient(), [], []
    for name, table in tables(dynamo.dialect).items():
        name = dynamo.prefix + name
        try:
            client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **table)
        except client.exceptions.ResourceInUseException:
            grown += _grown(client, name, table)
        else:
            made.append(name)
    for name in made:
        client.get_waiter("table_exists").wait(TableName=name)
    _let_expire(client, dynamo.prefix + LIMITS)
    return made + grown


def _let_expire(client: Any, name: str) -> None:
    """Also where a run before was cut off between making the table and this."""
    told = client.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
    if told.get("TimeToLiveStatus") not in ("ENABLED", "ENABLING"):
        client.update_time_to_live(
            TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"}
        )


def _grown(client: Any, name: str, table: Mapping[str, Any]) -> list[str]:
    """The indexes that a table of older code lacked; DynamoDB builds them from its rows by itself."""
    there = client.describe_table(TableName=name)["Table"].get("GlobalSecondaryIndexes", ())
    known = {index["IndexName"] for index in there}
    missing = [each for each in table.get("GlobalSecondaryIndexes", ()) if each["IndexName"] not in known]
    for index in missing:
        client.update_table(
            TableName=name,
            AttributeDefinitions=table["AttributeDefinitions"],
            GlobalSecondaryIndexUpdates=[{"Create": index}],
        )
    return [f"{name}/{index['IndexName']}" for index in missing]


def tables(dialect: Dialect) -> dict[str, Any]:
    """How each of them is to be, by its name without what goes before it."""
    nothing: tuple[str, ...] = ()
    orders = {LISTED: ("listed", "placed", nothing), OVERDUE: ("waits", "due", nothing)}
    outbox = {
        DUE: ("queue", "due_at", ("leased_until",)),
        WATCH: ("watch", "since", nothing),
        ABOUT: ("about_id", "id", nothing),
    }
    return {
        ORDERS: _table(dialect, "what", "part", orders),
        OUTBOX: _table(dialect, "id", indexes=outbox),
        LIMITS: _table(dialect, "key"),
    }


def _table(
    dialect: Dialect, hash: str, range: str = "",
    indexes: Mapping[str, tuple[str, str, tuple[str, ...]]] = {},
) -> dict[str, Any]:  # fmt: skip
    keys = {hash, range} | {key for pair in indexes.values() for key in pair[:2]}
    table: dict[str, Any] = {
        "KeySchema": _keys(hash, range),
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in sorted(keys) if key],
    }
    if indexes:
        table["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _keys(*pair[:2]), "Projection": dialect.projection(pair[2])}
            for name, pair in indexes.items()
        ]
    return table


def _keys(hash: str, range: str) -> list[dict[str, str]]:
    keys = [{"AttributeName": hash, "KeyType": "HASH"}, {"AttributeName": range, "KeyType": "RANGE"}]
    return [key for key in keys if key["AttributeName"]]
