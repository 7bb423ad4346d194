"""A client for the app in tests: sends one request through ASGI and hands back the answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def fields(self) -> dict[str, str]:
        """What a browser would send if the page's form were sent as it stands."""
        reader = _Form()
        reader.feed(self.text)
        return reader.fields


class Client:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        return self.send("GET", path, b"", headers or {})

    def post(self, path: str, content: object, key: str | None = None, **headers: str) -> Answer:
        """As JSON."""
        sent = {"content-type": "application/json", **_named(headers)}
        if key is not None:
            sent["idempotency-key"] = key
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.send("POST", path, body, sent)

    def submit(self, path: str, fields: Mapping[str, object] | bytes, **headers: str) -> Answer:
        """As a form without script."""
        body = fields if isinstance(fields, bytes) else urlencode(fields).encode()
        sent = {"content-type": "application/x-www-form-urlencoded", **_named(headers)}
        return self.send("POST", path, body, sent)

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        return asyncio.run(self._send(method, path, body, headers))

    async def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        messages: list[Message] = []
        arriving: list[Message] = [
            {"type": "http.request", "body": body, "more_body": False},
            {"type": "http.disconnect"},
        ]

        async def receive() -> Message:
            return arriving.pop(0)

        async def send(message: Message) -> None:
            messages.append(message)

        await self._app(_scope(method, path, headers), receive, send)
        start = messages[0]
        content = b"".join(message.get("body", b"") for message in messages[1:])
        found = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], found, content)


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def _scope(method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "https",
        "path": path.partition("?")[0],
        "raw_path": path.partition("?")[0].encode(),
        "query_string": path.partition("?")[2].encode(),
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode("latin-1"))
            for name, value in {"host": "shop.example", **headers}.items()
        ],
        "client": ("192.0.2.1", 40000),
        "server": ("shop.example", 443),
    }


class _Form(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select: str | None = None
        self._area: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name, value = given.get("name"), given.get("value") or ""
        if tag == "input" and name and (given.get("type") != "radio" or "checked" in given):
            self.fields[name] = value
        elif tag == "select":
            self._select = name
        elif tag == "textarea" and name:
            self._area = name
            self.fields[name] = ""
        elif tag == "option" and self._select and ("selected" in given or self._select not in self.fields):
            self.fields[self._select] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area:
            self.fields[self._area] += data.removeprefix("\n")
