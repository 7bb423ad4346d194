"""Reading requests and making answers: bodies, problems, headers. Nothing of a shop is here."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions import _languages

BODY_BYTES = 64 * 1024
BODY_DEPTH = 6
BODY_VALUES = 1000
BODY_SECONDS = 20.0
RETRY_AFTER = "30"  #: seconds

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
PROBLEM = "application/problem+json"

_KEY = re.compile(r"[\x21-\x7e]{8,255}")
_LINE = re.compile(r"lines\.([0-9]{1,4})\.(.+)", re.DOTALL)

#: Keep an answer out of caches, frames and search engines.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class Refused(Exception):
    """Raised when a request is not even looked at; *code* names the sentence that says why."""

    def __init__(self, status: int, code: str, **values: object) -> None:
        super().__init__(code)
        self.status, self.code, self.values = status, code, values


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as read: nested fields, whether from a form, and what its headers say."""

    fields: Mapping[str, object]
    form: bool
    headers: Headers = field(default_factory=Headers)
    form_key: str | None = None
    path: Mapping[str, str] = field(default_factory=dict)  #: what the address itself names
    peer: str | None = None  #: the network address that connected

    @property
    def key(self) -> str | None:
        """The idempotency key: the header's, else the form's hidden field."""
        return self.headers.get("idempotency-key") or self.form_key

    def language(self, spoken: Sequence[str]) -> str:
        """The language asked for by the body, else by the browser, else the first spoken."""
        return _languages.preferred(
            self.fields.get("language"), self.headers.get("accept-language", ""), spoken
        )


def is_form(request: Request) -> bool:
    return _media_type(request.headers)[0] == FORM


async def read(request: Request) -> Sent:
    """The request's fields, from JSON or a form. Raises Refused."""
    media, charset = _media_type(request.headers)
    if media not in (JSON, FORM) or charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "unsupported_type")
    body = await _body(request)
    if media == JSON:
        return Sent(_from_json(body), False, request.headers, path=request.path_params, peer=peer(request))
    fields = _from_form(body)
    key = fields.pop("idempotency_key", None)
    key = key if isinstance(key, str) else None
    return Sent(fields, True, request.headers, key, request.path_params, peer(request))


def peer(request: Request) -> str | None:
    """Who connected: on Lambda the gateway's word for it, elsewhere the other end of the connection."""
    return request.client.host if request.client else None


def valid_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def from_own_pages(headers: Headers, origins: Iterable[str]) -> bool:
    """Whether a browser that says where a form came from says: from this site.

    Fetch Metadata decides where it is sent. `Origin: null` says nothing: browsers send it from pages
    that keep their address to themselves, as ours do.
    """
    if site := headers.get("sec-fetch-site"):
        return site in ("same-origin", "none")
    origin = headers.get("origin", "null")
    if origin == "null":
        return True
    hosts = (headers.get("host"), headers.get("x-forwarded-host"))
    return _authority(origin) in (*hosts, *(_authority(own) for own in origins))


def answer(
    record: object, status: int = 200, headers: Mapping[str, str] | None = None, media: str = JSON
) -> Response:
    return Response(msgspec.json.encode(record), status, headers, media_type=media)


class Guarded:
    """An app whose every answer carries HEADERS, but for those it has of its own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, guarded)


def _media_type(headers: Headers) -> tuple[str, str]:
    media, _, parameters = headers.get("content-type", "").partition(";")
    charset = re.search(r"charset\s*=\s*\"?([\w-]+)", parameters, re.IGNORECASE)
    return media.strip().lower(), charset[1].lower() if charset else ""


async def _body(request: Request) -> bytes:
    if _length(request.headers) > BODY_BYTES:
        raise Refused(413, "too_large")
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for chunk in request.stream():
                body += chunk
                if len(body) > BODY_BYTES:
                    raise Refused(413, "too_large")
    except TimeoutError:
        raise Refused(408, "too_slow") from None
    except ClientDisconnect:
        raise Refused(400, "malformed") from None
    return bytes(body)


def _length(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if re.fullmatch(r"[0-9]{1,18}", length) else 0


def _from_json(body: bytes) -> dict[str, object]:
    try:
        fields = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError):
        raise Refused(400, "malformed") from None
    except RecursionError:
        raise Refused(400, "too_deep") from None
    if not isinstance(fields, dict):
        raise Refused(400, "malformed")
    _check_size(fields)
    return fields


def _check_size(fields: object) -> None:
    """Breadth first, so that neither depth nor width is walked further than allowed."""
    level: list[object] = [fields]
    values = 0
    for _ in range(BODY_DEPTH + 1):
        level = [inner for value in level for inner in _inside(value)]
        values += len(level)
        if not level or values > BODY_VALUES:
            break
    if level:
        raise Refused(400, "too_deep")


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _from_form(body: bytes) -> dict[str, object]:
    try:
        pairs = parse_qsl(body.decode("utf-8"), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Refused(400, "malformed") from None
    fields = _nested(pairs)
    # Counted without the lines left empty: a list of everything on a shelf may be as long as a body.
    _check_size(fields)
    return fields


def _nested(pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """`contact.email=…` as `{"contact": {"email": …}}`, and `lines.0.sku=…` as a list in that order."""
    fields: dict[str, object] = {}
    lines: dict[int, dict[str, object]] = {}
    for name, value in pairs:
        if line := _LINE.fullmatch(name):
            _put(lines.setdefault(int(line[1]), {}), [line[2]], value, name)
        else:
            _put(fields, name.split(".", 3), value, name)
    if lines:
        wanted = [lines[number] for number in sorted(lines) if not _left_out(lines[number])]
        _put(fields, ["lines"], wanted, "lines")
    return fields


def _put(fields: dict[str, object], path: Sequence[str], value: object, name: str) -> None:
    for part in path[:-1]:
        inner = fields.setdefault(part, {})
        if not isinstance(inner, dict):
            raise Refused(400, "sent_twice", field=name[:80])
        fields = inner
    if path[-1] in fields:
        raise Refused(400, "sent_twice", field=name[:80])
    fields[path[-1]] = value


def _left_out(line: Mapping[str, object]) -> bool:
    quantity = line.get("quantity")
    return isinstance(quantity, str) and quantity.strip().strip("0") == ""


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
