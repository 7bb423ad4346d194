"""Limits, and addresses not to be written to, in DynamoDB.

A counter's key holds the moment at which its window began, so one that has ended is never counted on, however
long it takes until DynamoDB removes it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from functions._dynamo import Dynamo, Refused
from functions._dynamo_items import expressed, packed
from functions._dynamo_tables import LIMITS
from functions._moments import begin_of, iso

#: How long an ended counter stays for those whose clocks are behind.
_KEPT = timedelta(days=1)


class DynamoLimits:
    """The Limits and Suppressions ports."""

    def __init__(self, dynamo: Dynamo) -> None:
        self._dynamo = dynamo

    def hit(self, key: str, limit: int, window: timedelta, at: datetime) -> bool:
        if limit <= 0:
            return False
        begins = begin_of(window, at)
        ends = begins + window
        # Sent again after a lost answer it may count twice: then one fewer passes than may, never one more.
        return self._done(
            "update_item",
            Key=packed({"key": f"limit#{iso(begins)}#{window.total_seconds():g}#{key}"}),
            **expressed(
                {
                    "one": 1,
                    "limit": limit,
                    "expires": int((ends + _KEPT).timestamp()),
                    "at": int(at.timestamp()),
                },
                UpdateExpression="SET #expires = :expires ADD #hits :one",
                ConditionExpression="attribute_not_exists(#hits) OR (#hits < :limit AND #expires > :at)",
            ),
        )

    def suppress(self, contact: str, reason: str, at: datetime) -> None:
        row = {"key": f"suppressed#{contact}", "reason": reason, "at": iso(at)}
        self._done(
            "put_item", Item=packed(row), **expressed(ConditionExpression="attribute_not_exists(#key)")
        )

    def suppressed(self, contact: str) -> str | None:
        row = self._dynamo.get(LIMITS, {"key": f"suppressed#{contact}"})
        return row["reason"] if row else None

    def allow(self, contact: str) -> None:
        self._done("delete_item", Key=packed({"key": f"suppressed#{contact}"}))

    def _done(self, operation: str, **request: Any) -> bool:
        try:
            self._dynamo.call(operation, TableName=self._dynamo.prefix + LIMITS, **request)
        except Refused:
            return False
        return True


def _epoch(at: datetime) -> int:
    """A moment as DynamoDB compares it with its own clock."""
    return int(at.timestamp())
