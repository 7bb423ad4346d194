"""The tables in DynamoDB, and what makes them where they are missing.

VITRINA_TABLES=shop- VITRINA_AWS_ENDPOINT=http://127.0.0.1:8000 python -m functions._dynamo_tables
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from functions._settings import Misconfigured

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
    client, made, grown = dynamo.client, [], []
    for name, table in _TABLES.items():
        name = dynamo.prefix + name
        try:
            client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **table)
        except client.exceptions.ResourceInUseException:
            grown += _grown(client, name, table)
        else:
            made.append(name)
    for name in made:
        client.get_waiter("table_exists").wait(TableName=name)
    if dynamo.prefix + LIMITS in made:
        client.update_time_to_live(
            TableName=dynamo.prefix + LIMITS,
            TimeToLiveSpecification={"Enabled": True, "AttributeName": "expires"},
        )
    return made + grown


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


def main(environment: Mapping[str, str] = os.environ) -> int:
    from functions._dynamo import FAILURES, Dynamo

    try:
        dynamo = Dynamo.of(environment)
        made = make(dynamo)
    except (Misconfigured, *FAILURES) as error:
        print(error, file=sys.stderr)
        return 1
    print(f"Made {', '.join(made)}." if made else f"All tables of {dynamo.prefix!r} are there.")
    return 0


def _table(hash: str, range: str = "", indexes: Mapping[str, tuple[str, str, tuple[str, ...]]] = {}) -> Any:
    keys = {hash, range} | {key for pair in indexes.values() for key in pair[:2]}
    table: dict[str, Any] = {
        "KeySchema": _keys(hash, range),
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in sorted(keys) if key],
    }
    if indexes:
        table["GlobalSecondaryIndexes"] = [
            {"IndexName": name, "KeySchema": _keys(*pair[:2]), "Projection": _projection(pair[2])}
            for name, pair in indexes.items()
        ]
    return table


def _keys(hash: str, range: str) -> list[dict[str, str]]:
    keys = [{"AttributeName": hash, "KeyType": "HASH"}, {"AttributeName": range, "KeyType": "RANGE"}]
    return [key for key in keys if key["AttributeName"]]


def _projection(more: tuple[str, ...]) -> dict[str, Any]:
    if more:
        return {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(more)}
    return {"ProjectionType": "KEYS_ONLY"}


_TABLES = {
    ORDERS: _table("what", "part", {LISTED: ("listed", "placed", ()), OVERDUE: ("waits", "due", ())}),
    OUTBOX: _table(
        "id",
        indexes={
            DUE: ("queue", "due_at", ("leased_until",)),
            WATCH: ("watch", "since", ()),
            ABOUT: ("about_id", "id", ()),
        },
    ),
    LIMITS: _table("key"),
}

if __name__ == "__main__":
    sys.exit(main())
