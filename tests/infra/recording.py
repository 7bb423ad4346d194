"""What a function asks of AWS, as IAM sees it: an action, a resource and the keys of the rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

#: A transaction needs no permission of its own, but that of each row in it.
_ROW_ACTIONS = {
    "Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem", "ConditionCheck": "ConditionCheckItem",
}  # fmt: skip


@dataclass(frozen=True, order=True)
class Call:
    """One permission that was needed."""

    action: str  #: such as dynamodb:GetItem
    resource: str  #: a table, `orders`, an index, `orders/index/listed`, or of SES its own
    keys: tuple[str, ...] = ()  #: the leading keys; of letters the sender


@dataclass
class Recorder:
    """Keeps what is called, under whoever is calling."""

    prefix: str
    heard: dict[str, set[Call]] = field(default_factory=dict)
    who: str | None = None

    @contextmanager
    def acting(self, who: str) -> Iterator[None]:
        self.who = who
        try:
            yield
        finally:
            self.who = None

    def note(self, *calls: Call) -> None:
        if self.who:
            self.heard.setdefault(self.who, set()).update(calls)

    def listen(self, client: Any) -> None:
        """Hears all that this client of DynamoDB, or of SES, sends."""
        client.meta.events.register("provide-client-params", self._sending)

    def hear(self, operation: str, params: Mapping[str, Any]) -> None:
        self.note(*self._calls(operation, params))

    def _sending(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        self.hear(model.name, params)

    def _calls(self, operation: str, params: Mapping[str, Any]) -> Iterator[Call]:
        if operation == "SendEmail":
            yield from self._letter(params)
        elif operation == "TransactWriteItems":
            for part in params["TransactItems"]:
                ((kind, request),) = part.items()
                yield self._row(_ROW_ACTIONS[kind], request)
        elif operation == "BatchGetItem":
            for table, request in params["RequestItems"].items():
                keys = tuple(sorted({_leading(each) for each in request["Keys"]}))
                yield Call("dynamodb:BatchGetItem", self._table(table), keys)
        elif operation == "Query":
            index = f"/index/{params['IndexName']}" if "IndexName" in params else ""
            yield Call("dynamodb:Query", self._table(params["TableName"]) + index, (_asked(params),))
        else:
            yield self._row(operation, params)

    def _letter(self, params: Mapping[str, Any]) -> Iterator[Call]:
        sender = params["FromEmailAddress"]
        letters = params["ConfigurationSetName"].removeprefix(self.prefix)
        for resource in (f"identity/{sender.rpartition('@')[2]}", f"configuration-set/{letters}"):
            yield Call("ses:SendEmail", resource, (sender,))
            # Of a letter that comes whole, the older permission is asked for too.
            if "Raw" in params["Content"]:
                yield Call("ses:SendRawEmail", resource, (sender,))

    def _row(self, action: str, request: Mapping[str, Any]) -> Call:
        row = request.get("Key") or request["Item"]
        return Call(f"dynamodb:{action}", self._table(request["TableName"]), (_leading(row),))

    def _table(self, name: str) -> str:
        assert name.startswith(self.prefix), name
        return name.removeprefix(self.prefix)


def _leading(row: Mapping[str, Any]) -> str:
    return str(next(row[name]["S"] for name in ("what", "id", "key") if name in row))


def _asked(params: Mapping[str, Any]) -> str:
    """The value of the leading key of a Query: the first that its condition names."""
    first = params["KeyConditionExpression"].split()
    assert first[1] == "=", first
    return str(params["ExpressionAttributeValues"][first[2]]["S"])
