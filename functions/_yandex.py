"""Events as Yandex Cloud sends them: the first shape of API Gateway's, and its own where a gateway says 0.1.

Shapes: the documentation of Cloud Functions, "Invoking a function", and of API Gateway, the extension
`cloud_functions`, as read in November 2026. A timer's event says nothing that is needed here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote, urlencode

from mangum.handlers import HTTPGateway


class FirstShape(HTTPGateway):
    """Takes such an event for one in the second shape, which all that comes after it knows."""

    @classmethod
    def infer(cls, event: Mapping[str, Any], _context: Any, _config: Any) -> bool:
        return "httpMethod" in event and "requestContext" in event

    def __init__(self, event: Mapping[str, Any], context: Any, config: Any) -> None:
        super().__init__(second_shape(event), context, config)


def second_shape(event: Mapping[str, Any]) -> dict[str, Any]:
    """The same request as API Gateway tells it in its payload 2.0."""
    path, query = _path(event), _query(event)
    identity = event["requestContext"].get("identity") or {}
    return {
        "version": "2.0",
        "rawPath": path,
        "rawQueryString": query,
        "headers": _headers(event),
        "requestContext": {
            "http": {"method": event["httpMethod"], "path": path, "sourceIp": identity.get("sourceIp")}
        },
        "body": event.get("body") or "",
        "isBase64Encoded": bool(event.get("isBase64Encoded")),
    }


def _path(event: Mapping[str, Any]) -> str:
    # In shape 0.1 `path` is a line of the specification, /api/{rest+}, and `url` what was asked for.
    url = event.get("url")
    return unquote(str(url).partition("?")[0]) if url else str(event.get("path") or "/")


def _query(event: Mapping[str, Any]) -> str:
    several = event.get("multiValueQueryStringParameters") or event.get("queryStringParameters") or {}
    return urlencode(several, doseq=True)


def _headers(event: Mapping[str, Any]) -> dict[str, str]:
    """Each by its name in small letters; one that came several times is joined in order."""
    headers = {name.lower(): str(value) for name, value in (event.get("headers") or {}).items()}
    several = event.get("multiValueHeaders") or {}
    return headers | {name.lower(): ", ".join(values) for name, values in several.items() if values}
