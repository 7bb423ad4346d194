"""What may be asked of a document database: what YDB's Document API documents, by operation and parameter.

Its reference, as read in November 2026. It has more operations than these, Scan among them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from functions._dynamo import Dynamo
from functions._dynamo_dialect import AMAZON, COMMON, Dialect

#: What VITRINA_DIALECT may be: the contract is put to each.
DIALECTS: Mapping[str, Dialect] = {"amazon": AMAZON, "common": COMMON}

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


def watched(dynamo: Dynamo, tokens: bool = True) -> Dynamo:
    """The same, whose every request must be allowed; without *tokens* none arrives."""
    for client in (dynamo.client, dynamo.patient()):
        client.meta.events.register_last("before-call.dynamodb", _checked, unique_id="allowed")
        if not tokens:
            client.meta.events.register_first("before-call.dynamodb", _tokenless, unique_id="tokenless")
    return dynamo


def _checked(model: Any, params: Mapping[str, Any], **_: Any) -> None:
    assert model.name in ALLOWED, f"{model.name} is not allowed"
    foreign = json.loads(params["body"]).keys() - ALLOWED[model.name]
    assert not foreign, f"{model.name} is not documented with {sorted(foreign)}"


def _tokenless(params: dict[str, Any], **_: Any) -> None:
    body = json.loads(params["body"])
    if body.pop("ClientRequestToken", None):
        params["body"] = json.dumps(body).encode()
