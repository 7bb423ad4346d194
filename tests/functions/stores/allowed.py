"""What may be asked of a document database: what YDB's Document API documents, by operation and parameter.

Its reference, as read in November 2026. It has more operations than these, Scan among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from functions._dynamo import Dynamo
from functions._dynamo_dialect import AMAZON, COMMON, Dialect

#: What VITRINA_DIALECT may be: the contract is put to each.
DIALECTS: Mapping[str, Dialect] = {"amazon": AMAZON, "common": COMMON}

_CALL = "before-call.dynamodb"
_EXPRESSIONS = {"ExpressionAttributeNames", "ExpressionAttributeValues"}
_ROW = {"TableName", "Key"}
ALLOWED: Mapping[str, set[str]] = {
    "GetItem": _ROW | {"ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"},
    "PutItem": {"TableName", "Item", "ConditionExpression"} | _EXPRESSIONS,
    "UpdateItem": _ROW | {"UpdateExpression", "ConditionExpression", "ReturnValues"} | _EXPRESSIONS,
    "DeleteItem": _ROW | {"ConditionExpression"} | _EXPRESSIONS,
    "BatchGetItem": {"RequestItems"},
    "BatchWriteItem": {"RequestItems"},
    "Query": {
        "TableName", "IndexName", "ConsistentRead", "ExclusiveStartKey", "FilterExpression", "Limit",
        "KeyConditionExpression", "ProjectionExpression", "ScanIndexForward",
    } | _EXPRESSIONS,
    "TransactGetItems": {"TransactItems"},
    # The token is documented as of no effect; the client adds one by itself.
    "TransactWriteItems": {"TransactItems", "ClientRequestToken"},
    "CreateTable": {
        "TableName", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode",
    },
    "DescribeTable": {"TableName"},
    "UpdateTable": {"TableName", "AttributeDefinitions", "GlobalSecondaryIndexUpdates"},
    "DescribeTimeToLive": {"TableName"},
    "UpdateTimeToLive": {"TableName", "TimeToLiveSpecification"},
}  # fmt: skip


@contextmanager
def watched(dynamo: Dynamo, tokens: bool = True) -> Iterator[Dynamo]:
    """The same, whose every request must be allowed meanwhile; without *tokens* none arrives."""
    every = [client.meta.events for client in (dynamo.client, dynamo.patient())]
    for events in every:
        events.register_last(_CALL, _checked, unique_id="allowed")
        if not tokens:
            events.register_first(_CALL, _tokenless, unique_id="tokenless")
    yield dynamo
    for events in every:  # whose clients are those of other tests, too
        events.unregister(_CALL, unique_id="allowed")
        if not tokens:
            events.unregister(_CALL, unique_id="tokenless")


def _checked(model: Any, params: Mapping[str, Any], **_: Any) -> None:
    assert model.name in ALLOWED, f"{model.name} is not allowed"
    foreign = json.loads(params["body"]).keys() - ALLOWED[model.name]
    assert not foreign, f"{model.name} is not documented with {sorted(foreign)}"


def _tokenless(params: dict[str, Any], **_: Any) -> None:
    body = json.loads(params["body"])
    if body.pop("ClientRequestToken", None):
        params["body"] = json.dumps(body).encode()
