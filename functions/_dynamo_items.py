"""Rows and expressions as DynamoDB writes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any


def packed(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of texts, whole numbers, bytes and sets of texts as DynamoDB writes it."""
    return {name: _typed(value) for name, value in row.items()}


def unpacked(row: Mapping[str, Any]) -> dict[str, Any]:
    readers: dict[str, Callable[[Any], Any]] = {"S": str, "N": int, "B": bytes, "SS": frozenset}
    return {name: readers[kind](value) for name, typed in row.items() for kind, value in typed.items()}


def expressed(values: Mapping[str, Any] | None = None, **expressions: str) -> dict[str, Any]:
    """Expressions with their `#names`, each of which stands for the attribute it spells, and `:values`."""
    words = " ".join(expressions.values()).replace("(", " ").replace(")", " ").replace(",", " ").split()
    request: dict[str, Any] = dict(expressions)
    if names := {word: word[1:] for word in words if word.startswith("#")}:
        request["ExpressionAttributeNames"] = names
    if values:
        request["ExpressionAttributeValues"] = packed({f":{name}": value for name, value in values.items()})
    return request


def _typed(value: str | int | bytes | frozenset[str]) -> dict[str, Any]:
    match value:
        case str():
            return {"S": value}
        case bytes():
            return {"B": value}
        case int():
            return {"N": str(value)}
        case _:
            return {"SS": sorted(value)}
