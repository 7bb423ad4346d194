"""The outbox in DynamoDB.

A waiting row stands in two indexes: by kind and due time, for whoever sends, and by the time it was first
due, for whoever watches. When it is done it leaves the first, and stands in the second by when that was.
Index keys are spread over a few shards.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import Any

from functions._dynamo import Dynamo, Refused
from functions._dynamo_items import expressed, packed, unpacked
from functions._dynamo_tables import ABOUT, DUE, OUTBOX, SHARDS, WATCH, shard
from functions._moments import iso
from shop.outbox import DELAYS, LEASE, Leased, Message, Waiting

_DONE, _DEAD = "done", "dead"


class DynamoOutbox:
    """The Outbox port."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def put(self, messages: Sequence[Message], at: datetime) -> None:
        # One by one: where it breaks off, putting them again goes on with the rest.
        until = self._dynamo.until()
        for each in messages:
            try:
                self._dynamo.call("put_item", until=until, **inserting(self._dynamo, each, at))
            except Refused:
                continue  # it is there already

    def take(self, at: datetime, kinds: Collection[str]) -> Leased | None:
        until = self._dynamo.until()
        for _, id in self._due(at, kinds):
            if leased := self._lease(id, at, until):
                return leased
        return None

    def done(self, leased: Leased, at: datetime, reason: str = "") -> None:
        change = "SET #state = :done, #since = :at, #reason = :reason, #watch = :watch"
        watch = f"{_DONE}#{shard(leased.message.id)}"
        self._settle(leased, change, ("queue",), done=_DONE, at=iso(at), reason=reason, watch=watch)

    def failed(self, leased: Leased, retry_at: datetime | None, reason: str) -> None:
        if retry_at is None:
            change = "SET #state = :dead, #watch = :dead, #since = #due_at, #reason = :reason"
            self._settle(leased, change, ("queue",), dead=_DEAD, reason=reason)
        else:
            change = "SET #due_at = :due_at, #reason = :reason"
            self._settle(leased, change, due_at=iso(retry_at), reason=reason)

    def postponed(self, leased: Leased, until: datetime, reason: str) -> None:
        change = "SET #due_at = :due_at, #reason = :reason, #attempts = #attempts - :one"
        self._settle(leased, change, due_at=iso(until), reason=reason, one=1)

    def message(self, id: str) -> Message | None:
        row = self._dynamo.get(OUTBOX, {"id": id}) if id else None
        return _message(row) if row else None

    def about(self, about_id: str) -> list[Message]:
        condition = expressed({"id": about_id}, KeyConditionExpression="#about_id = :id")
        found = self._dynamo.query(OUTBOX, IndexName=ABOUT, **condition) if about_id else ()
        rows = self._dynamo.get_all(OUTBOX, [{"id": row["id"]} for row in found])
        return sorted(map(_message, rows), key=lambda message: message.id)

    def settled(self, before: datetime, limit: int) -> list[str]:
        places = (_DEAD, *(f"{_DONE}#{number}" for number in range(SHARDS)))
        found = [
            (str(row["since"]), str(row["id"]))
            for place in places
            for row in islice(self._watched(place, "#since < :since", before, Limit=limit), limit)
        ]
        return [id for _, id in sorted(found)[:limit]]

    def forget(self, ids: Sequence[str]) -> None:
        until = self._dynamo.until()
        for id in ids:
            self._dynamo.call("delete_item", until=until, **self._row(id))

    def waiting(self, limit: int) -> list[Waiting]:
        queued = self._queued(DELAYS, expressed(KeyConditionExpression="#queue = :queue"))
        rows = self._dynamo.get_all(OUTBOX, [{"id": id} for _, id in islice(queued, limit)])
        rows = [row for row in rows if row["state"] == "pending"]
        rows.sort(key=lambda row: (row["due_at"], row["id"]))
        return [
            Waiting(
                _message(row), datetime.fromisoformat(row["due_at"]), row["attempts"], row.get("reason", "")
            )
            for row in rows
        ]

    def dead(self, limit: int) -> list[tuple[Message, str]]:
        found = self._watched(_DEAD, ScanIndexForward=False, Limit=limit)
        rows = self._dynamo.get_all(OUTBOX, [{"id": row["id"]} for row in islice(found, limit)])
        dead = [row for row in rows if row["state"] == _DEAD]
        dead.sort(key=lambda row: str(row["since"]), reverse=True)
        return [(_message(row), row["reason"]) for row in dead]

    def replay(self, ids: Sequence[str], at: datetime) -> int:
        return sum(self._replayed(id, at) for id in ids)

    def behind(self, due_before: datetime, given_up_since: datetime) -> bool:
        late = (
            self._watched(f"pending#{number}", "#since < :since", due_before, Limit=1)
            for number in range(SHARDS)
        )
        dead = self._watched(_DEAD, "#since >= :since", given_up_since, Limit=1)
        return any(next(rows, None) is not None for rows in (*late, dead))

    def _due(self, at: datetime, kinds: Collection[str]) -> Iterator[tuple[str, str]]:
        """What is due and seems to be free, the longest first; the index may be a moment behind."""
        request = expressed(
            {"at": iso(at)},
            KeyConditionExpression="#queue = :queue AND #due_at <= :at",
            FilterExpression="attribute_not_exists(#leased_until) OR #leased_until <= :at",
        )
        return self._queued(kinds, request)

    def _queued(self, kinds: Collection[str], request: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """When each is due and its id, in that order, out of all shards."""
        return merge(
            *(
                self._queue(f"{kind}#{number}", request)
                for kind in dict.fromkeys(kinds)
                for number in range(SHARDS)
            )
        )

    def _queue(self, queue: str, request: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        values = {**request.get("ExpressionAttributeValues", {}), **packed({":queue": queue})}
        found = self._dynamo.query(
            OUTBOX, **{**request, "ExpressionAttributeValues": values}, IndexName=DUE, Limit=25
        )
        return ((row["due_at"], row["id"]) for row in found)

    def _lease(self, id: str, at: datetime, until: float) -> Leased | None:
        """The message, where it is still due and nobody was faster."""
        lease = secrets.token_hex(8)
        try:
            answer = self._dynamo.call(
                "update_item", until=until,
                written=lambda: (self._dynamo.get(OUTBOX, {"id": id}, until) or {}).get("lease") == lease,
                **self._row(id), ReturnValues="ALL_NEW",
                **expressed(
                    {"lease": lease, "until": iso(at + LEASE), "one": 1, "at": iso(at), "pending": "pending"},
                    UpdateExpression="SET #lease = :lease, #leased_until = :until,"
                    " #attempts = #attempts + :one",
                    ConditionExpression="#state = :pending AND #due_at <= :at AND"
                    " (attribute_not_exists(#leased_until) OR #leased_until <= :at)",
                ),
            )  # fmt: skip
        except Refused:
            return None
        changed = unpacked(answer.get("Attributes", {}))
        row = changed or self._dynamo.get(OUTBOX, {"id": id}, until)
        return Leased(_message(row), row["attempts"], lease) if row else None

    def _settle(self, leased: Leased, change: str, gone: Sequence[str] = (), **values: Any) -> None:
        removed = ", ".join(f"#{name}" for name in ("lease", "leased_until", *gone))
        try:
            self._dynamo.call(
                "update_item",
                **self._row(leased.message.id),
                **expressed(
                    {"lease": leased.lease, **values},
                    UpdateExpression=f"{change} REMOVE {removed}",
                    ConditionExpression="#lease = :lease",
                ),
            )
        except Refused:
            return  # a row whose lease has passed to somebody else is theirs to settle

    def _replayed(self, id: str, at: datetime) -> bool:
        row = self._dynamo.get(OUTBOX, {"id": id}) if id else None
        if row is None or row["state"] != _DEAD:
            return False
        values = {"pending": "pending", "dead": _DEAD, "none": 0, "at": iso(at), **_places(row["kind"], id)}
        try:
            self._dynamo.call(
                "update_item",
                **self._row(id),
                **expressed(
                    values,
                    UpdateExpression="SET #state = :pending, #attempts = :none, #due_at = :at, #since = :at,"
                    " #queue = :queue, #watch = :watch",
                    ConditionExpression="#state = :dead",
                ),
            )
        except Refused:
            return False
        return True

    def _watched(self, watch: str, condition: str = "", at: datetime | None = None, **request: Any) -> Any:
        values = {"watch": watch} | ({"since": iso(at)} if at else {})
        condition = " AND ".join(filter(None, ("#watch = :watch", condition)))
        found = expressed(values, KeyConditionExpression=condition)
        return self._dynamo.query(OUTBOX, IndexName=WATCH, **found, **request)

    def _row(self, id: str) -> dict[str, Any]:
        return {"TableName": self._dynamo.prefix + OUTBOX, "Key": packed({"id": id})}


def inserting(dynamo: Dynamo, message: Message, at: datetime) -> dict[str, Any]:
    """What puts a message where there is none with its id."""
    due_at = iso(message.due_at or at)
    row = {
        "id": message.id,
        "kind": message.kind,
        "event": message.event,
        "recipient": message.recipient,
        "language": message.language,
        "about": message.about,
        "about_id": message.about_id,
        "body": message.body,
        "state": "pending",
        "attempts": 0,
        "due_at": due_at,
        "since": due_at,
        **_places(message.kind, message.id),
    }
    return {
        "TableName": dynamo.prefix + OUTBOX,
        "Item": packed(row),
        **expressed(ConditionExpression="attribute_not_exists(#id)"),
    }


def _places(kind: str, id: str) -> Mapping[str, str]:
    """Where a waiting message stands in the indexes."""
    return {"queue": f"{kind}#{shard(id)}", "watch": f"pending#{shard(id)}"}


def _message(row: Mapping[str, Any]) -> Message:
    names = ("id", "kind", "event", "recipient", "language", "about_id", "body", "about")
    return Message(*(row[name] for name in names))
