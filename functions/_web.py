"""Reading requests and making answers: bodies, problems, headers. Nothing of a shop is here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from functions import _bodies, _languages
from functions._bodies import Refused as Refused

RETRY_AFTER = "30"  #: seconds

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
PROBLEM = "application/problem+json"

_KEY = re.compile(r"[\x21-\x7e]{8,255}")

#: Keep an answer out of caches, frames and search engines.
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
    " base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


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
    return _media_type(request.headers)[0] in (FORM, MULTIPART)


async def read(request: Request, pictures: bool = False) -> Sent:
    """The request's fields, from JSON or a form; *pictures* may be among them. Raises Refused."""
    media, charset = _media_type(request.headers)
    if media not in (JSON, FORM, *((MULTIPART,) if pictures else ())) or charset not in ("", "utf-8", "utf8"):
        raise Refused(415, "unsupported_type")
    if media == MULTIPART:
        return _from_form(request, await _bodies.parts(request))
    if media == JSON:
        fields = _bodies.from_json(await _bodies.whole(request, pictures))
        return Sent(fields, False, request.headers, path=request.path_params, peer=peer(request))
    return _from_form(request, _bodies.from_form(await _bodies.whole(request)))


def peer(request: Request) -> str | None:
    """Who connected: on Lambda the gateway's word for it, elsewhere the other end of the connection."""
    return request.client.host if request.client else None


def valid_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None


def needed_key(sent: Sent) -> str:
    """The idempotency key that a call in JSON comes with. Raises Refused."""
    if sent.key is None:
        raise Refused(400, "key_missing")
    if not valid_key(sent.key):
        raise Refused(400, "key_malformed")
    return sent.key


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


def created(record: object, *, replayed: bool) -> Response:
    """The answer to a call with a key; *replayed* where that key had made it before."""
    return answer(record, 201, {"Idempotent-Replayed": "true"} if replayed else {})


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


def _from_form(request: Request, fields: dict[str, object]) -> Sent:
    key = fields.pop("idempotency_key", None)
    key = key if isinstance(key, str) else None
    return Sent(fields, True, request.headers, key, request.path_params, peer(request))


def _authority(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""
